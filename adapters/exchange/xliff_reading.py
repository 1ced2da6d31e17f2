# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""XLIFF coming back from a reviewer's tool, of version 1.2 or 2, whatever the tool made of it.

``reviewed``, ``final``, ``signed-off`` and ``approved="yes"`` are a person's approval; any other
state leaves a target waiting, as a draft where its text is another. A target that is there and
empty was emptied; one that is not there says nothing, nor does one that is not approved and holds
the source, as tools write what nobody has translated. Codes are known by their written form, else
by the identifier that the source's code has. Units that a tool cut into segments are joined.

translate-toolkit reads XLIFF too, and knows no inline element's meaning, which is most of what is
to be read here; that its readers understand our files is tested.
Leaves out: what an entry means for a segment, which is in ``audarma.review_import``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from adapters.exchange.xliff_markup import children, local_name, text_of, written_code
from audarma.inline_code import Code, CodeKind, Token, closing, opening, serialise, standalone
from audarma.review_file import ReviewEntry, ReviewFile

OURS = "audarma"
"""Marks what Audarma wrote for reviewers to read: their own notes are comments."""

_APPROVED = frozenset({"reviewed", "final", "signed-off"})
_UNKNOWN = "x"
_MAX_CODE = 999_999_999


def read_xliff_review(path: Path) -> ReviewFile:
    """Read *path*; a file that is no XML, or no XLIFF, has no entries and a fault."""
    empty = ReviewFile("", "", "", "", ())
    try:
        root = _parsed(path)
    except etree.XMLSyntaxError as error:
        return _faulty(
            empty,
            f"line {error.lineno or 1}: the file is not well-formed XML "
            f"({error.msg}) and nothing of it was taken. Export it from your tool again",
        )
    declared = root.getroottree().docinfo.internalDTD
    # lxml-stubs lack DTD.entities.
    if declared is not None and declared.entities():  # type: ignore[attr-defined]
        return _faulty(
            empty,
            "the file declares XML entities, which a review file has no need of; "
            "nothing of it was taken. Remove its DOCTYPE",
        )
    files = children(root, "file") if local_name(root) == "xliff" else []
    if not files:
        return _faulty(
            empty,
            "the file is no XLIFF with a <file> in it; nothing was taken. Export "
            "it from your tool as XLIFF 1.2 or 2",
        )
    faults = (
        ()
        if len(files) == 1
        else (
            f"the file holds {len(files)} documents, and the first alone was taken. Hand in each "
            "in a file of its own",
        )
    )
    return _Reading(root, files[0]).file(faults)


def _parsed(path: Path) -> etree._Element:
    # No entity is expanded and nothing is fetched.
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_pis=True
    )
    return etree.fromstring(path.read_bytes(), parser)


def _faulty(file: ReviewFile, fault: str) -> ReviewFile:
    return ReviewFile(
        file.resource_id, file.document_path, file.locale, file.source_digest, (), faults=(fault,)
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading of a file: its root, and its document."""

    root: etree._Element
    document: etree._Element

    def file(self, faults: tuple[str, ...]) -> ReviewFile:
        """Give it all."""
        facts = dict(self._facts())
        locale = self.root.get("trgLang") or self.document.get("target-language") or ""
        return ReviewFile(
            resource_id=facts.get("resource", ""),
            document_path=self.document.get("original", ""),
            locale=locale.replace("_", "-").partition("-")[0].lower(),
            source_digest=facts.get("source-sha256", ""),
            entries=tuple(self._entries()),
            reviewer=self._reviewer(),
            revised_at=self._revised_at(),
            faults=faults,
        )

    def _facts(self) -> Iterator[tuple[str, str]]:
        """Give what ties the file to its resource."""
        for header in children(self.document, "header"):
            for note in children(header, "note"):
                yield note.get("from", "").removeprefix(f"{OURS}:"), text_of(note).strip()
        for metadata in children(self.document, "metadata"):
            for group in children(metadata, "metaGroup"):
                if group.get("category") == OURS:
                    for meta in children(group, "meta"):
                        yield meta.get("type", ""), text_of(meta).strip()

    def _reviewer(self) -> str:
        """Give who a tool says worked on the file last: the phase's contact, or the revision's."""
        names = [e.get("contact-name", "") for e in self.document.iter("{*}phase")]
        names += [e.get("author", "") for e in self.document.iter("{*}revision")]
        return next(filter(None, reversed(names)), "")

    def _revised_at(self) -> datetime | None:
        """Give the latest date that a tool wrote."""
        stated = [self.document.get("date", "")]
        stated += [e.get("date", "") for e in self.document.iter("{*}phase")]
        stated += [e.get("datetime", "") for e in self.document.iter("{*}revision")]
        return max(filter(None, map(_date, stated)), default=None)

    def _entries(self) -> Iterator[ReviewEntry]:
        for element in self.document.iter("{*}trans-unit", "{*}unit"):
            entry = _entry_12(element) if local_name(element) == "trans-unit" else _entry_2(element)
            if entry:
                yield entry


def _entry_12(unit: etree._Element) -> ReviewEntry | None:
    source = next(iter(children(unit, "source")), None)
    target = next(iter(children(unit, "target")), None)
    if source is None:
        return None
    codes = _Codes({})
    content = codes.content(source)
    is_approved = unit.get("approved") == "yes" or (
        target is not None and target.get("state") in _APPROVED
    )
    translated = None if target is None else codes.content(target)
    return ReviewEntry(
        context=unit.get("resname") or unit.get("id") or "",
        source=content,
        target=translated or "",
        needs_review=not is_approved,
        comment=_comment(children(unit, "note"), "from"),
        has_target=translated is not None and (is_approved or translated != content),
    )


def _entry_2(unit: etree._Element) -> ReviewEntry | None:
    parts = [e for e in unit if local_name(e) in ("segment", "ignorable")]
    segments = [e for e in parts if local_name(e) == "segment"]
    if not segments:
        return None
    data = {
        element.get("id", ""): text_of(element)
        for holder in children(unit, "originalData")
        for element in children(holder, "data")
    }
    codes = _Codes(data)
    source = "".join(codes.content(e) for part in parts for e in children(part, "source"))
    target = "".join(
        codes.content(e)
        for part in parts
        for e in (children(part, "target") or _white_space(part))[:1]
    )
    has_target = all(children(segment, "target") for segment in segments)
    is_approved = all(segment.get("state") in _APPROVED for segment in segments)
    notes = [n for holder in (unit, *segments) for e in children(holder, "notes") for n in e]
    return ReviewEntry(
        context=unit.get("name") or unit.get("id") or "",
        source=source,
        target=target if has_target else "",
        needs_review=not is_approved,
        comment=_comment(notes, "category"),
        has_target=has_target and (is_approved or target != source),
    )


def _white_space(part: etree._Element) -> list[etree._Element]:
    """Give what stands between segments in the source, which the target then has too."""
    return children(part, "source") if local_name(part) == "ignorable" else []


def _comment(notes: list[etree._Element], attribute: str) -> str:
    """Give what people wrote in notes; those that Audarma wrote for them are passed over."""
    theirs = (n for n in notes if not n.get(attribute, "").startswith(f"{OURS}:"))
    return "\n".join(text for note in theirs if (text := text_of(note).strip()))


class _Codes:
    """Reads content; remembers which code an identifier stands for, the source's being first."""

    def __init__(self, data: dict[str, str]) -> None:
        self._data = data
        self._known: dict[str, tuple[str, int]] = {}

    def content(self, element: etree._Element) -> str:
        """Give what *element* holds as content."""
        return serialise(_joined(self._tokens(element)))

    def _tokens(self, element: etree._Element) -> Iterator[Token]:
        yield element.text or ""
        for child in element:
            yield from self._child(child)
            yield child.tail or ""

    def _child(self, child: etree._Element) -> Iterator[Token]:
        name = local_name(child)
        if name in ("pc", "g"):
            key = self._key(child, "dataRefStart")
            yield opening(*key)
            yield from self._tokens(child)
            yield closing(*key)
        elif name in ("ph", "x"):
            yield standalone(*self._key(child, "dataRef"))
        elif name in ("sc", "bx", "bpt"):
            yield opening(*self._key(child, "dataRef"))
        elif name in ("ec", "ex", "ept"):
            yield closing(*self._key(child, "dataRef"))
        elif name == "it":
            is_closing = child.get("pos") == "close"
            yield (closing if is_closing else opening)(*self._key(child, "dataRef"))
        elif name == "cp":
            yield _character(child.get("hex", ""))
        elif name:
            yield from self._tokens(child)

    def _key(self, element: etree._Element, reference: str) -> tuple[str, int]:
        """Give name and number of a code: by its written form, by its identifier, or by its type.

        A copy that a tool made of a code has the code's name: it is then told to be there twice.
        """
        names = ("copyOf", "startRef", "rid", "id")
        identifier = next(filter(None, (element.get(name, "") for name in names)), "")
        form = self._data.get(element.get(reference, "")) or element.get("equiv-text")
        if not form and local_name(element) in _WITH_FORM:
            form = element.text
        code = written_code(form)
        if code is not None and code.kind in _KINDS[local_name(element)]:
            self._known.setdefault(identifier, (code.name, code.number))
            return code.name, code.number
        if identifier in self._known:
            return self._known[identifier]
        name = element.get("ctype", "").removeprefix("x-")
        number = int(identifier) if identifier.isdecimal() else 0
        is_ours = 0 < number <= _MAX_CODE and written_code(f"<{name}{number}/>") is not None
        unknown = (_UNKNOWN, _MAX_CODE - len(self._known))
        return self._known.setdefault(identifier, (name, number) if is_ours else unknown)


_WITH_FORM = frozenset({"bpt", "ept", "it", "ph"})
_OPENS, _CLOSES = frozenset({CodeKind.OPEN}), frozenset({CodeKind.CLOSE})
_ALONE = frozenset({CodeKind.STANDALONE})
_KINDS: dict[str, frozenset[CodeKind]] = {
    **dict.fromkeys(("pc", "g", "sc", "bx", "bpt"), _OPENS),
    **dict.fromkeys(("ec", "ex", "ept"), _CLOSES),
    **dict.fromkeys(("ph", "x"), _ALONE),
    "it": _OPENS | _CLOSES,
}


def _joined(tokens: Iterator[Token]) -> Iterator[Token]:
    """Join neighbouring texts."""
    text = ""
    for token in tokens:
        if isinstance(token, Code):
            yield text
            yield token
            text = ""
        else:
            text += token
    yield text


def _character(code_point: str) -> str:
    try:
        return chr(int(code_point, 16))
    except (ValueError, OverflowError):
        return ""


def _date(stated: str) -> datetime | None:
    try:
        date = datetime.fromisoformat(stated)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)

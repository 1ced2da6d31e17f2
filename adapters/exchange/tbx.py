# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Termbases as TBX, read one concept at a time: ISO 30042:2019 (``tbx``) and :2008 (``martif``).

Both styles of the later one are read: categories as attributes (DCA) and as elements' names (DCT).
Each English term of a concept that may be used is a source for all the concept's Kazakh and
Russian terms. The first target that may be used is preferred, unless the file says which one is.
Leaves out: definitions, pictures, references and whatever else a glossary has no column for;
writing, which is in ``tbx_writing``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from audarma.errors import MalformedDocumentError, UnsafeSourceError
from audarma.glossary import PARTS_OF_SPEECH
from audarma.model import SOURCE_LOCALE, TargetLocale, TermEntry, TermStatus

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CONCEPTS = frozenset({"termEntry", "conceptEntry"})
_LANGUAGES = frozenset({"langSet", "langSec"})
_TERMS = frozenset({"tig", "ntig", "termSec"})
# Values of administrativeStatus in the TBX modules "Min" and "Basic", and of normativeAuthorization
# in TBX of 2008; written without case, hyphens and the suffix "-admn-sts".
_STATUSES = {
    "preferredterm": TermStatus.PREFERRED,
    "preferred": TermStatus.PREFERRED,
    "admittedterm": TermStatus.ADMITTED,
    "admitted": TermStatus.ADMITTED,
    "standardizedterm": TermStatus.PREFERRED,
    "legalterm": TermStatus.ADMITTED,
    "regulatedterm": TermStatus.ADMITTED,
    "deprecatedterm": TermStatus.FORBIDDEN,
    "deprecated": TermStatus.FORBIDDEN,
    "supersededterm": TermStatus.FORBIDDEN,
    "superseded": TermStatus.FORBIDDEN,
    "obsolete": TermStatus.FORBIDDEN,
    "forbidden": TermStatus.FORBIDDEN,
}
_PARTS = {"propernoun": "name", "acronym": "abbreviation"} | {p: p for p in PARTS_OF_SPEECH}


@dataclass(frozen=True, slots=True)
class _Term:
    """One term of a concept; *status* is ``None`` where the file states none."""

    text: str
    status: TermStatus | None
    part_of_speech: str
    note: str
    origin: str


def read_tbx(path: Path) -> Iterator[TermEntry]:
    """Give the Kazakh and Russian terms of *path* with the English terms that they are for.

    Regions are dropped from locales. A concept that lacks English or both targets gives nothing:
    it is none of this termbase's business.

    Raises:
        MalformedDocumentError: *path* is no TBX file; names the line.
        UnsafeSourceError: it declares entities, which could expand without end.
    """
    for concept in _concepts(path):
        yield from _entries(concept)


def _concepts(path: Path) -> Iterator[etree._Element]:
    """Give the concepts of *path*, each forgotten after use."""
    is_tbx = False
    try:
        # The DTD that a TBX file names is never fetched, and no entity is expanded.
        for event, element in etree.iterparse(
            str(path),
            events=("start", "end"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
        ):
            if not is_tbx:
                _require_tbx(path, element)
                is_tbx = True
            if event == "end" and _name(element) in _CONCEPTS:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        line = f":{error.lineno}" if error.lineno else ""
        raise MalformedDocumentError(
            f"{path.name}{line}: is not well-formed XML ({error.msg}). Export the termbase again, "
            "as TBX.",
            str(path),
            error.lineno,
        ) from error
    except OSError as error:
        raise MalformedDocumentError(
            f"{path.name}: cannot be read. Check the path.", str(path)
        ) from error


def _require_tbx(path: Path, root: etree._Element) -> None:
    declared = root.getroottree().docinfo.internalDTD
    # lxml-stubs lack DTD.entities.
    if declared is not None and declared.entities():  # type: ignore[attr-defined]
        raise UnsafeSourceError(
            f"{path.name}: declares XML entities, which a termbase has no need of. Remove its "
            "DOCTYPE.",
            str(path),
        )
    if _name(root) not in ("tbx", "martif"):
        raise MalformedDocumentError(
            f"{path.name}: its first element is <{_name(root)}>, not <tbx> or <martif>. Export "
            "the termbase as TBX.",
            str(path),
        )


def _entries(concept: etree._Element) -> Iterator[TermEntry]:
    terms: dict[str, list[_Term]] = {}
    for section in concept:
        if _name(section) in _LANGUAGES:
            locale = (section.get(_XML_LANG) or section.get("lang") or "").lower()
            found = [term for element in section if (term := _term(element))]
            terms.setdefault(locale.replace("_", "-").partition("-")[0], []).extend(found)
    domain = _category(concept, "subjectField")
    sources = [t for t in terms.get(SOURCE_LOCALE, ()) if t.status is not TermStatus.FORBIDDEN]
    for locale in TargetLocale:
        targets = terms.get(locale.value, ())
        for source in sources:
            for target, status in _ranked(targets):
                yield TermEntry(
                    source.text,
                    target.text,
                    locale.value,
                    source.part_of_speech or target.part_of_speech,
                    domain,
                    status,
                    target.note,
                    target.origin,
                )


def _ranked(terms: Sequence[_Term]) -> list[tuple[_Term, TermStatus]]:
    """Give each term a status, of which one is preferred where any term may be used."""
    usable = [term for term in terms if term.status is not TermStatus.FORBIDDEN]
    stated = [term for term in usable if term.status is TermStatus.PREFERRED]
    unstated = [term for term in usable if term.status is None]
    first = next(iter([*stated, *unstated, *usable]), None)
    return [
        (
            term,
            TermStatus.FORBIDDEN
            if term.status is TermStatus.FORBIDDEN
            else TermStatus.PREFERRED
            if term is first
            else TermStatus.ADMITTED,
        )
        for term in terms
    ]


def _term(element: etree._Element) -> _Term | None:
    if _name(element) not in _TERMS:
        return None
    found = next((e for e in element.iter() if _name(e) == "term"), None)
    text = _text(found) if found is not None else ""
    if not text:
        return None
    status = _category(element, "administrativeStatus") or _category(
        element, "normativeAuthorization"
    )
    plain = status.lower().removesuffix("-admn-sts").replace("-", "").replace(" ", "")
    part = _category(element, "partOfSpeech").lower().replace(" ", "").replace("-", "")
    note = next((e for e in element.iter() if _name(e) == "note"), None)
    return _Term(
        text,
        _STATUSES.get(plain),
        _PARTS.get(part, ""),
        _text(note) if note is not None else "",
        _category(element, "source"),
    )


def _category(element: etree._Element, name: str) -> str:
    """Give the value of a data category, as an attribute ``type`` or an element's name has it."""
    for found in element.iter():
        if found.get("type") == name or _name(found) == name:
            return _text(found)
    return ""


def _text(element: etree._Element) -> str:
    return " ".join(str(element.xpath("string()")).split())


def _name(element: etree._Element) -> str:
    """Give the tag without a namespace; comments and the like have none."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""

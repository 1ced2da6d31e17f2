# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gettext PO as a source: a program's messages in English, and its catalogue in another language.

A template (``.pot``), an English file and a file of a third language are translated whole. In a
Kazakh or Russian file what people translated stays, and what is empty or fuzzy is translated.
A message with a plural is three units, for one, few and many things: Russian needs them all,
Kazakh the first and the last. A draft that people have not reviewed is written as fuzzy, which
gettext shows to nobody.

Leaves out: how the file is read (``po_syntax``), its header (``po_header``), and what stands in a
message (``message_text``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from adapters.formats.html_inline import Item, Run, make_run
from adapters.formats.html_inline import Role as ItemRole
from adapters.formats.message_text import Piece, message_pieces
from adapters.formats.po_header import gettext_locale, header_edits, plural_count
from adapters.formats.po_syntax import Edit, PoEntry, PoText, with_fuzzy, without_fuzzy
from audarma.errors import InlineCodeError, UnsupportedFormatError
from audarma.inline_code import code_faults, parse
from audarma.model import SOURCE_LOCALE, Document, Metadata, TargetLocale, Unit, UnitKind
from audarma.plural import FEW, MANY, ONE, form_names
from audarma.ports import Adaptation, Targets

_ABOUT_LICENCE = re.compile(r"licen[cs]e", re.IGNORECASE)
_LONGEST_HINT = 80  # characters
_PLURALS = {
    ONE: "plural: one thing",
    FEW: "plural: two, three or four things (of use in Russian)",
    MANY: "plural: many things",
}


class PoCatalogue:
    """A catalogue of messages, or its template."""

    name = "po"
    suffixes = frozenset({".po", ".pot"})
    media_types = frozenset({"text/x-gettext-translation", "text/x-gettext-translation-template"})

    def metadata(self, data: bytes) -> Metadata:
        """Read the header: the project's name, and comments that speak of a licence."""
        po = PoText(data, self.name)
        comments = po.header.comments if po.header else []
        return Metadata(
            title=po.fields.get("Project-Id-Version", ""),
            licence_statements=tuple(c for c in comments if _ABOUT_LICENCE.search(c)),
            language=SOURCE_LOCALE,
        )

    def extract(self, data: bytes, path: str) -> Document:
        """Give the messages to translate."""
        po = PoText(data, path)
        units = tuple(found.unit for entry in _entries(po) for found in entry.found)
        return Document(path, units, po.fields.get("Project-Id-Version", ""))

    def merge(self, data: bytes, targets: Targets, adaptation: Adaptation | None) -> bytes:
        """Write *targets* as ``msgstr``; the header too where there is an *adaptation*.

        Raises:
            InlineCodeError: names every unit whose target does not hold its codes, and why.
            UnsupportedFormatError: the file is of another language than the adaptation.
        """
        if not targets and adaptation is None:
            return data
        po = PoText(data, self.name)
        _require_language(po, adaptation)
        _require_codes(po, targets)
        return _Merge(po, targets, adaptation).merged()


@dataclass(frozen=True, slots=True)
class _Found:
    """A unit, and the pieces of the string that it was made of."""

    unit: Unit
    run: Run
    pieces: tuple[Piece, ...]

    def written(self, target: str) -> str:
        """Give the string in which *target* takes the unit's place."""
        first, last = self.run.items[0], self.run.items[-1]
        texts = [piece.text for piece in self.pieces]
        out = ["".join(texts[: first.first]), texts[first.first][: first.start]]
        for token in parse(target):
            if isinstance(token, str):
                out.append(token)
            else:
                item = self.run.codes[str(token)]
                out.append("".join(texts[item.first : item.last + 1]))
        out.append(texts[last.last][last.end :] if last.role is ItemRole.TEXT else "")
        out.append("".join(texts[last.last + 1 :]))
        return "".join(out)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry that waits for translation, and its units: one, or one for each plural text."""

    entry: PoEntry
    found: tuple[_Found, ...]


def _entries(po: PoText) -> Iterator[_Entry]:
    """Give the entries that hold something to translate."""
    keeps_filled = _target_language(po) != ""
    for number, entry in enumerate(po.messages, 1):
        if keeps_filled and entry.is_filled and not entry.is_fuzzy:
            continue
        found = tuple(_found(entry, f"m{number}"))
        if found:
            yield _Entry(entry, found)


def _found(entry: PoEntry, name: str) -> Iterator[_Found]:
    assert entry.id is not None, "an entry was read whole"
    if entry.plural is None:
        yield from _unit(entry, name, entry.id.value, "")
        return
    texts = {ONE: entry.id.value, FEW: entry.plural.value, MANY: entry.plural.value}
    units = [
        found
        for form, text in texts.items()
        for found in _unit(entry, f"{name}.{form}", text, _PLURALS[form])
    ]
    # A plural whose forms are not all texts cannot be translated form by form.
    yield from units if len(units) == len(texts) else ()


def _unit(entry: PoEntry, name: str, text: str, form: str) -> Iterator[_Found]:
    pieces = tuple(message_pieces(text, has_lines=True))
    texts = [piece.text for piece in pieces]
    items = [
        Item(piece.role, piece.name, place, place, 0, len(piece.text))
        for place, piece in enumerate(pieces)
    ]
    run = make_run(items, texts, str)
    if run is None:
        return
    context = entry.context.value if entry.context else ""
    path = tuple(filter(None, (*entry.references[:1], context, " ".join(entry.notes), form)))
    hints = {
        code: hint[:_LONGEST_HINT]
        for code, item in run.codes.items()
        if (hint := "".join(texts[item.first : item.last + 1]).strip())
    }
    yield _Found(Unit(name, UnitKind.LABEL, run.content, path, hints), run, pieces)


def _target_language(po: PoText) -> str:
    """Give the language of the file, if it is one that is adapted into."""
    language = po.fields.get("Language", "").partition("_")[0].partition("@")[0].lower()
    return language if language in tuple(TargetLocale) else ""


def _require_language(po: PoText, adaptation: Adaptation | None) -> None:
    language = _target_language(po)
    if adaptation and language and not adaptation.locale.startswith(language):
        raise UnsupportedFormatError(
            f"{po.path}: holds translations into {language!r}, so it cannot become "
            f"{adaptation.locale!r}. Begin with the template (.pot), or the file of that language.",
            po.path,
            language,
        )


def _require_codes(po: PoText, targets: Targets) -> None:
    faults = [
        f"{found.unit.id}: {fault}"
        for entry in _entries(po)
        for found in entry.found
        if targets.get(found.unit.id)
        for fault in code_faults(found.unit.content, targets[found.unit.id])
    ]
    if faults:
        message = f"{po.path}: target of {'; '.join(faults)}."
        raise InlineCodeError(message, po.path, tuple(faults))


class _Merge:
    """One merge: the edits that it takes."""

    def __init__(self, po: PoText, targets: Targets, adaptation: Adaptation | None) -> None:
        self.po, self.targets, self.adaptation = po, targets, adaptation
        self.forms = plural_count(po, adaptation.locale if adaptation else "")
        notice = adaptation.attribution if adaptation else None
        self.is_draft = bool(notice and notice.warning)
        # What the file says in another language is no translation into this one.
        self.is_foreign = bool(
            adaptation and po.fields.get("Language") != gettext_locale(adaptation.locale)
        )

    def merged(self) -> bytes:
        """Give the file with the edits made."""
        edits = [edit for entry in _entries(self.po) for edit in self._entry(entry)]
        edits += header_edits(self.po, self.adaptation, edits)
        return self.po.edited(edits)

    def _entry(self, waiting: _Entry) -> Iterator[Edit]:
        entry, found = waiting.entry, waiting.found
        given = [self.targets.get(each.unit.id, "") for each in found]
        same = all(target == each.unit.content for target, each in zip(given, found, strict=True))
        if all(given) and (self.adaptation or not same):
            texts = [each.written(target) for each, target in zip(found, given, strict=True)]
            yield from self._strings(entry, texts)
            yield from self._flags(entry)
        elif self.is_foreign and (any(f.value for f in entry.forms.values()) or entry.plural):
            yield from self._strings(entry, [""] * len(found))

    def _strings(self, entry: PoEntry, texts: list[str]) -> Iterator[Edit]:
        """Write the forms of *entry*: one text, or those for one, few and many."""
        if entry.plural is None:
            lines = [self.po.written("msgstr", texts[0])]
        else:
            by_name = dict(zip((ONE, FEW, MANY), texts, strict=True))
            count = len(entry.forms) if self.forms is None else self.forms
            names = form_names(count) or (MANY,) * count
            lines = [
                self.po.written(f"msgstr[{number}]", by_name[name])
                for number, name in enumerate(names)
            ]
        forms = list(entry.forms.values())
        yield Edit(forms[0].start, forms[-1].end, self.po.newline.join(lines))

    def _flags(self, entry: PoEntry) -> Iterator[Edit]:
        """Mark a draft, or take the mark away, with the source that it was for."""
        for start, end in entry.previous:
            yield Edit(start, end, "")
        change = with_fuzzy if self.is_draft else without_fuzzy
        for flags, start, end in entry.flags[:1]:
            changed = change(flags)
            if changed != flags:
                yield Edit(start, end, f"{changed}{self.po.newline}" if changed else "")
        if self.is_draft and not entry.flags:
            assert entry.id is not None, "an entry was read whole"
            place = (entry.context or entry.id).start
            yield Edit(place, place, f"#, fuzzy{self.po.newline}")

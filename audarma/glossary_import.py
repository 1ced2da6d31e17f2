# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Terms of other tools taken into a glossary: from CSV of any header, TBX and TMX.

What the glossary has already is not added again. Where it prefers another target for a concept,
the imported one is admitted: what people settled here stands. Lines that cannot be taken are told
with the reason.

Leaves out: the glossary's own form, which is in ``audarma.glossary``; TBX and TMX, which are in
``adapters.exchange``.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from audarma.atomic_file import replacing
from audarma.errors import TermbaseError, UnsupportedFormatError
from audarma.glossary import COLUMNS, PARTS_OF_SPEECH, concept_key, entry_faults, read_glossary
from audarma.inline_code import plain_text
from audarma.model import SOURCE_LOCALE, TargetLocale, TermEntry, TermStatus

MOST_WORDS = 6
"""Longer pairs of a translation memory are sentences, not terms."""

# Names that other tools give to our columns.
_HEADINGS = {
    "source_term": ("source", "source term", SOURCE_LOCALE, "en-us", "en-gb", "english", "term"),
    "target_term": ("target", "target term", "translation"),
    "part_of_speech": ("part of speech", "pos"),
    "domain": ("subject", "subject field", "category"),
    "status": ("term status", "usage status"),
    "note": ("notes", "comment", "comments", "description", "definition"),
    "origin": (),
}
_LANGUAGES = {
    TargetLocale.KAZAKH.value: ("kk", "kk-kz", "kazakh", "қазақша"),
    TargetLocale.RUSSIAN.value: ("ru", "ru-ru", "russian", "русский"),
}
_STATUSES = {
    "": TermStatus.PREFERRED,
    "approved": TermStatus.PREFERRED,
    "deprecated": TermStatus.FORBIDDEN,
}
_SENTENCE_END = re.compile(r"[.!?…]$")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; *admitted* are those of the added that another target was before."""

    glossary: Path
    added: int
    known: int
    admitted: int
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Readers:
    """What reads the formats of other tools."""

    terms: Callable[[Path], Iterable[TermEntry]]
    memory: Callable[[Path], Iterable[tuple[str, str, str]]]


def import_glossary(
    path: Path, glossary: Path, locale: str, readers: Readers, *, domain: str = ""
) -> ImportReport:
    """Add the terms of *path* for *locale* to *glossary*, which is made where there is none.

    *domain* is for terms that have none.

    Raises:
        UnsupportedFormatError: *path* is neither CSV, TSV, TBX nor TMX.
        TermbaseError: *path* holds no term that can be taken, or *glossary* has faults of its
            own.
    """
    left_out: list[str] = []
    found = list(_read(path, locale, readers, left_out))
    if not found and not left_out:
        raise TermbaseError(
            f"{path}: holds no English term with a target in {locale}. Check the file and --to.",
            str(path),
        )
    known = _existing(glossary, locale)
    draft = _Draft(list(known), left_out)
    for entry in found:
        draft.add(_normalised(entry, path.name, domain))
    draft.settle()
    if left_out and len(draft.entries) == len(known) and not draft.known:
        raise TermbaseError(
            f"{path}: no line can be taken, so nothing was written. {' '.join(left_out)}", left_out
        )
    write_glossary(glossary, draft.entries)
    added = len(draft.entries) - len(known)
    return ImportReport(glossary, added, draft.known, draft.admitted, tuple(left_out))


@dataclass
class _Draft:
    """A glossary being added to."""

    entries: list[TermEntry]
    left_out: list[str]
    known: int = 0
    admitted: int = 0

    def add(self, entry: TermEntry) -> None:
        """Add *entry* where it can be, under the status that is left for it."""
        concept = [e for e in self.entries if concept_key(e) == concept_key(entry)]
        same = [e for e in concept if e.target_term.casefold() == entry.target_term.casefold()]
        is_forbidden = entry.status is TermStatus.FORBIDDEN
        wrong = list(entry_faults(entry))
        if any((e.status is TermStatus.FORBIDDEN) != is_forbidden for e in same):
            wrong.append(f'"{entry.target_term}" would be both forbidden and allowed.')
        if wrong:
            self.left_out.append(f'"{entry.source_term}": {" ".join(wrong)}')
        elif same:
            self.known += 1
        elif entry.status is TermStatus.PREFERRED and _preferred(concept):
            self.entries.append(replace(entry, status=TermStatus.ADMITTED))
            self.admitted += 1
        else:
            self.entries.append(entry)

    def settle(self) -> None:
        """Let each concept have a preferred term; leave out those that have none to prefer."""
        concepts: dict[tuple[str, str, str], list[TermEntry]] = {}
        for entry in self.entries:
            concepts.setdefault(concept_key(entry), []).append(entry)
        settled: list[TermEntry] = []
        for group in concepts.values():
            usable = [e for e in group if e.status is not TermStatus.FORBIDDEN]
            if not usable:
                term = group[0].source_term
                self.left_out.append(f'"{term}": has forbidden terms alone. Add one to use.')
            elif not _preferred(group):
                first = usable[0]
                raised = replace(first, status=TermStatus.PREFERRED)
                settled += [raised if entry is first else entry for entry in group]
            else:
                settled += group
        self.entries = settled


def _preferred(entries: Iterable[TermEntry]) -> bool:
    return any(entry.status is TermStatus.PREFERRED for entry in entries)


def _existing(glossary: Path, locale: str) -> tuple[TermEntry, ...]:
    if not glossary.exists():
        return ()
    rows, faults = read_glossary(glossary, locale)
    if faults:
        raise TermbaseError("\n".join(map(str, faults)), tuple(map(str, faults)))
    return tuple(row.entry for row in rows)


def _normalised(entry: TermEntry, origin: str, domain: str) -> TermEntry:
    """Put the cells of *entry* as the schema asks: NFC, single spaces, known parts of speech."""
    part = entry.part_of_speech.lower()
    return replace(
        entry,
        source_term=_tidy(entry.source_term),
        target_term=_tidy(entry.target_term),
        part_of_speech=part if part in PARTS_OF_SPEECH else "",
        domain=_tidy(entry.domain) or domain,
        note=_tidy(entry.note),
        origin=_tidy(entry.origin) or origin,
    )


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _read(path: Path, locale: str, readers: Readers, left_out: list[str]) -> Iterator[TermEntry]:
    suffix = path.suffix.lower()
    if suffix in (".csv", ".tsv"):
        yield from _from_csv(path, locale, left_out)
    elif suffix == ".tbx":
        yield from (entry for entry in readers.terms(path) if entry.target_locale == locale)
    elif suffix == ".tmx":
        yield from _from_memory(readers.memory(path), locale, left_out)
    else:
        raise UnsupportedFormatError(
            f'{path}: no glossary is read from "{suffix}". Give a CSV, TSV, TBX or TMX file.',
            str(path),
        )


def _from_memory(
    pairs: Iterable[tuple[str, str, str]], locale: str, left_out: list[str]
) -> Iterator[TermEntry]:
    for source, target, found in pairs:
        if found != locale:
            continue
        english, other = plain_text(source), plain_text(target)
        if len(english.split()) > MOST_WORDS or _SENTENCE_END.search(english.strip()):
            left_out.append(f'"{english}": is a sentence, not a term.')
            continue
        yield TermEntry(english, other, locale)


def _from_csv(path: Path, locale: str, left_out: list[str]) -> Iterator[TermEntry]:
    text = _decoded(path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        records = [(reader.line_num, cells) for cells in reader if any(map(str.strip, cells))]
    except csv.Error as error:
        raise TermbaseError(
            f"{path}:{reader.line_num}: is not valid CSV ({error}). Check the double quotes of "
            "this line.",
            str(path),
        ) from error
    columns = _columns(path, records[0][1] if records else [], locale)
    for line, cells in records[1:]:
        values = {
            name: cells[place].strip() for name, place in columns.items() if place < len(cells)
        }
        status = values.pop("status", "").lower()
        if status not in (*TermStatus, *_STATUSES):
            left_out.append(f'line {line}: the status "{status}" is unknown.')
            continue
        if not values.get("source_term") or not values.get("target_term"):
            left_out.append(f"line {line}: has no source or no target term.")
            continue
        yield TermEntry(
            target_locale=locale, status=_STATUSES.get(status) or TermStatus(status), **values
        )


def _columns(path: Path, header: Sequence[str], locale: str) -> dict[str, int]:
    """Give the place of each of our columns that *header* has, by any of its names."""
    names = [cell.strip().lower() for cell in header]
    columns: dict[str, int] = {}
    for column, others in _HEADINGS.items():
        languages = _LANGUAGES[locale] if column == "target_term" else ()
        place = next((names.index(n) for n in (column, *others, *languages) if n in names), None)
        if place is not None:
            columns[column] = place
    if not {"source_term", "target_term"} <= columns.keys():
        raise TermbaseError(
            f"{path}:1: the header names no source and target term. Name two of its columns "
            "source_term and target_term.",
            str(path),
        )
    return columns


def _decoded(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise TermbaseError(f"{path}: cannot be read. Check the path.", str(path)) from error
    except UnicodeDecodeError as error:
        raise TermbaseError(f"{path}: is not UTF-8. Save the file as UTF-8.", str(path)) from error


def _delimiter(text: str) -> str:
    """Give the delimiter that parts the header the most: spreadsheets differ by country."""
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


def write_glossary(path: Path, entries: Iterable[TermEntry]) -> None:
    """Write *entries* to *path* in the form of ``audarma.glossary``, whole or not at all."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        writer.writerow([str(getattr(entry, column)) for column in COLUMNS])
    with replacing(path) as stream:
        stream.write(text.getvalue().encode())

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A glossary: one CSV file of terms (RFC 4180, UTF-8, header row), read and checked.

    source_term,target_term,part_of_speech,domain,status,note,origin

A do-not-translate list has the same columns; its target is left empty or equals the source.
It stays with the domain, not with the exchange adapters, because the termbase loads it and
every column is a rule of the termbase's.

Leaves out: how terms are found in a text, which is in ``audarma.termbase``.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from audarma.model import TermEntry, TermStatus

COLUMNS = (
    "source_term",
    "target_term",
    "part_of_speech",
    "domain",
    "status",
    "note",
    "origin",
)
PARTS_OF_SPEECH = ("noun", "verb", "adjective", "adverb", "phrase", "name", "abbreviation")

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a glossary file; *message* says what, and what to do."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Row:
    """An entry and the line that it begins on."""

    line: int
    entry: TermEntry


def read_glossary(
    path: Path, target_locale: str, *, keep: bool = False
) -> tuple[tuple[Row, ...], tuple[Fault, ...]]:
    """Read the entries of one glossary, and every fault in it.

    Args:
        path: a CSV file.
        target_locale: BCP 47 tag that the entries get.
        keep: read a do-not-translate list, whose targets equal their sources.
    """
    name = str(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = (error.strerror or "unreadable").lower()
        return (), (Fault(name, 1, f"cannot be read ({reason}). Correct the path."),)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return (), (Fault(name, line, "is not UTF-8. Save the file as UTF-8."),)
    rows: list[Row] = []
    faults: list[Fault] = []
    for line, found in _records(text):
        if isinstance(found, str):
            faults.append(Fault(name, line, found))
            continue
        if keep and not found["target_term"]:
            found["target_term"] = found["source_term"]
        wrong = [*_cell_faults(found, keep)]
        faults += [Fault(name, line, message) for message in wrong]
        if not wrong:
            rows.append(Row(line, _entry(found, target_locale)))
    faults += [Fault(name, line, message) for line, message in _concept_faults(rows)]
    return tuple(rows), tuple(sorted(faults, key=lambda fault: fault.line))


def _records(text: str) -> Iterator[tuple[int, dict[str, str] | str]]:
    """Give each record with its line, or what keeps it from being one."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            start, line = line, reader.line_num + 1
            if header is None:
                header = cells
                wrong = _header_fault(cells)
                if wrong:
                    yield start, wrong
                    return
            elif cells and len(cells) != len(header):
                yield (
                    start,
                    (
                        f"has {len(cells)} columns where the header has {len(header)}. "
                        "Put a value with a comma in double quotes."
                    ),
                )
            elif cells:
                yield start, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        yield line, f"is not valid CSV ({error}). Check the double quotes of this line."
    if header is None:
        yield 1, f"is empty. Begin it with the header {','.join(COLUMNS)}."


def _header_fault(cells: list[str]) -> str:
    missing = [column for column in COLUMNS if column not in cells]
    unknown = [cell for cell in cells if cell not in COLUMNS]
    if missing or unknown or len(set(cells)) != len(cells):
        return f"the header is not the known one. Make it {','.join(COLUMNS)}."
    return ""


def _cell_faults(cells: dict[str, str], keep: bool) -> Iterator[str]:
    source, target = cells["source_term"], cells["target_term"]
    for column in COLUMNS:
        value = cells[column]
        if value != " ".join(value.split()):
            yield f"{column} {value!r} has stray white space. Remove it."
        if value != unicodedata.normalize("NFC", value):
            yield f"{column} {value!r} is not in Unicode NFC. Type it again."
    if not source.strip():
        yield "source_term is missing. Fill it in, or remove the line."
    elif not target.strip():
        yield f'"{source}" has no target term. Fill it in, or remove the line.'
    elif not _WORD.search(source) or not _WORD.search(target):
        yield f'"{source}" or its target has no letter. A term needs one; remove the line.'
    if keep and source != target:
        yield f'"{source}" is not to be translated, but has another target. Leave it empty.'
    if cells["status"] not in tuple(TermStatus):
        yield f'status "{cells["status"]}" is unknown. Use {", ".join(TermStatus)}.'
    if cells["part_of_speech"] and cells["part_of_speech"] not in PARTS_OF_SPEECH:
        yield (
            f'part_of_speech "{cells["part_of_speech"]}" is unknown. '
            f"Use {', '.join(PARTS_OF_SPEECH)}, or leave it empty."
        )
    for word in _WORD.findall(target):
        if _LATIN.search(word) and _CYRILLIC.search(word):
            letters = ", ".join(dict.fromkeys(_LATIN.findall(word)))
            yield f'target word "{word}" mixes Cyrillic with Latin {letters}. Type it again.'


def _concept_faults(rows: list[Row]) -> Iterator[tuple[int, str]]:
    """Compare the entries of one source term, part of speech and domain with each other."""
    concepts: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        concepts.setdefault(concept_key(row.entry), []).append(row)
    for group in concepts.values():
        term = group[0].entry.source_term
        preferred = [row for row in group if row.entry.status is TermStatus.PREFERRED]
        if not preferred:
            yield group[0].line, f'"{term}" has no preferred term. Mark one "preferred".'
        for row in preferred[1:]:
            yield (
                row.line,
                f'"{term}" has two preferred terms. Keep one; mark the other "admitted".',
            )
        seen: dict[str, Row] = {}
        for row in group:
            target = row.entry.target_term.casefold()
            first = seen.setdefault(target, row)
            if first is row or (row in preferred and first in preferred):
                continue
            if TermStatus.FORBIDDEN in (row.entry.status, first.entry.status):
                yield (
                    row.line,
                    f'"{row.entry.target_term}" is both forbidden and allowed for "{term}" '
                    f"(line {first.line}). Keep one of the lines.",
                )
            else:
                yield row.line, f"repeats line {first.line}. Remove one of them."


def entry_faults(entry: TermEntry) -> tuple[str, ...]:
    """Say what keeps *entry* from being a line of a glossary; empty if nothing does."""
    return tuple(_cell_faults({name: str(getattr(entry, name)) for name in COLUMNS}, keep=False))


def concept_key(entry: TermEntry) -> tuple[str, str, str]:
    """Give what makes two entries speak of one concept: source term, part of speech, domain."""
    return entry.source_term, entry.part_of_speech, entry.domain


def _entry(cells: dict[str, str], target_locale: str) -> TermEntry:
    return TermEntry(
        source_term=cells["source_term"],
        target_term=cells["target_term"],
        target_locale=target_locale,
        part_of_speech=cells["part_of_speech"],
        domain=cells["domain"],
        status=TermStatus(cells["status"]),
        note=cells["note"],
        origin=cells["origin"],
    )

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks glossaries of one language against each other, beyond what each file's schema asks.

A fault keeps a glossary from being right, a remark is for a person to look at: glossaries may
differ, for the file named first wins in a termbase.

Leaves out: faults inside one file, which ``audarma.glossary`` finds as it reads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from audarma.glossary import Fault, Row, concept_key, read_glossary
from audarma.model import TermStatus
from audarma.term_forms import occurrences

CONFIRM = "[confirm]"
_OPTIONAL = ("part_of_speech", "domain", "origin")


@dataclass(frozen=True, slots=True)
class GlossaryReport:
    """What a check found; *to_confirm* lines are marked for a terminologist."""

    files: int
    entries: int
    to_confirm: int
    faults: tuple[Fault, ...]
    remarks: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row with the file that it is in."""

    path: str
    row: Row

    def fault(self, message: str) -> Fault:
        return Fault(self.path, self.row.line, message)

    def __str__(self) -> str:
        return f"{self.path}:{self.row.line}"


def check_glossaries(
    paths: Sequence[Path], locale: str, do_not_translate: Sequence[Path] = ()
) -> GlossaryReport:
    """Check glossaries, the one that wins first, and do-not-translate lists."""
    rows: list[_Placed] = []
    faults: list[Fault] = []
    remarks: list[Fault] = []
    for path, keep in [(p, False) for p in paths] + [(p, True) for p in do_not_translate]:
        found, wrong = read_glossary(path, locale, keep=keep)
        faults += wrong
        placed = [_Placed(str(path), row) for row in found]
        remarks += () if keep else _missing(placed)
        rows += placed
    faults += _forbidden_as_preferred(rows)
    remarks += [*_repeats(rows), *_contradictions(rows)]
    return GlossaryReport(
        len(paths) + len(do_not_translate),
        len(rows),
        sum(CONFIRM in placed.row.entry.note for placed in rows),
        tuple(faults),
        tuple(sorted(remarks, key=lambda remark: (remark.path, remark.line))),
    )


def _forbidden_as_preferred(rows: Iterable[_Placed]) -> Iterator[Fault]:
    """Find preferred terms that are a form of one forbidden for the same source.

    What is forbidden in one domain may be right in another: «ұяшық» is no cell of biology.
    """
    for group in _by_source(rows):
        forbidden = [p for p in group if p.row.entry.status is TermStatus.FORBIDDEN]
        for placed in group:
            entry = placed.row.entry
            if entry.status is TermStatus.FORBIDDEN:
                continue
            for other in forbidden:
                domains = {entry.domain, other.row.entry.domain}
                is_same_domain = len(domains) == 1 or "" in domains
                # Equal terms of one concept in one file are told as the file is read.
                is_told = other.path == placed.path and concept_key(entry) == concept_key(
                    other.row.entry
                )
                if is_same_domain and not is_told and _is_form(other, entry.target_term):
                    yield placed.fault(
                        f'"{entry.target_term}" is {entry.status} for "{entry.source_term}", and '
                        f'"{other.row.entry.target_term}" is forbidden for it in {other}. '
                        "Keep one of the lines."
                    )


def _is_form(placed: _Placed, term: str) -> bool:
    return (0, len(term)) in occurrences(placed.row.entry, term)


def _repeats(rows: Iterable[_Placed]) -> Iterator[Fault]:
    first: dict[tuple[object, ...], _Placed] = {}
    for placed in rows:
        entry = placed.row.entry
        key = (concept_key(entry), entry.target_term.casefold())
        known = first.setdefault(key, placed)
        if known.path != placed.path:
            yield placed.fault(
                f'"{entry.source_term}": "{entry.target_term}" is in {known} too. One is enough.'
            )


def _contradictions(rows: Iterable[_Placed]) -> Iterator[Fault]:
    """Find concepts for which two files prefer different terms, in one domain or none."""
    first: dict[tuple[str, str, str], _Placed] = {}
    for placed in rows:
        entry = placed.row.entry
        if entry.status is not TermStatus.PREFERRED:
            continue
        known = first.setdefault(concept_key(entry), placed)
        if known.path != placed.path and known.row.entry.target_term != entry.target_term:
            yield placed.fault(
                f'prefers "{entry.target_term}" for "{entry.source_term}", and {known} prefers '
                f'"{known.row.entry.target_term}". The file named first wins.'
            )


def _missing(rows: Iterable[_Placed]) -> Iterator[Fault]:
    for placed in rows:
        empty = [name for name in _OPTIONAL if not getattr(placed.row.entry, name)]
        if empty:
            yield placed.fault(f'"{placed.row.entry.source_term}" has no {", ".join(empty)}.')


def _by_source(rows: Iterable[_Placed]) -> Iterable[list[_Placed]]:
    groups: dict[str, list[_Placed]] = defaultdict(list)
    for placed in rows:
        groups[placed.row.entry.source_term.casefold()].append(placed)
    return groups.values()

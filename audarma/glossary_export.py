# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The termbase of one language as one file for other tools: TBX, CSV or TMX.

TBX and CSV hold all that a glossary says, and ``audarma.glossary_import`` reads the same entries
back. TMX has no place for a term's status, so forbidden terms are left out of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from audarma.errors import TermbaseError, UnsupportedFormatError
from audarma.glossary import concept_key, read_glossary
from audarma.glossary_import import write_glossary
from audarma.inline_code import escape
from audarma.model import Match, TermEntry, TermStatus


@dataclass(frozen=True, slots=True)
class Writers:
    """What writes the formats of other tools."""

    terms: Callable[[Path, Sequence[TermEntry], str], None]
    memory: Callable[[Path, Iterable[Match], str], None]


def export_glossary(paths: Sequence[Path], locale: str, out: Path, writers: Writers) -> int:
    """Write the entries of the glossaries *paths* to *out*; give how many.

    Raises:
        UnsupportedFormatError: *out* has another suffix than ``.tbx``, ``.csv`` and ``.tmx``.
        TermbaseError: a glossary has faults; every one is named.
    """
    suffix = out.suffix.lower()
    if suffix not in (".tbx", ".csv", ".tmx"):
        raise UnsupportedFormatError(
            f'{out}: no glossary is written as "{suffix}". Name a .tbx, .csv or .tmx file.',
            str(out),
        )
    entries = _combined(_read(paths, locale))
    if suffix == ".csv":
        write_glossary(out, entries)
    elif suffix == ".tbx":
        writers.terms(out, entries, locale)
    else:
        entries = [entry for entry in entries if entry.status is not TermStatus.FORBIDDEN]
        pairs = (_pair(entry) for entry in entries)
        writers.memory(out, pairs, locale)
    return len(entries)


def _read(paths: Sequence[Path], locale: str) -> list[TermEntry]:
    entries: list[TermEntry] = []
    wrong: list[str] = []
    for path in paths:
        rows, faults = read_glossary(path, locale)
        entries += (row.entry for row in rows)
        wrong += map(str, faults)
    if wrong:
        raise TermbaseError("\n".join(wrong), tuple(wrong))
    return entries


def _combined(entries: Iterable[TermEntry]) -> list[TermEntry]:
    """Give each term once; a concept that several glossaries know has one preferred term."""
    combined: dict[tuple[str, ...], TermEntry] = {}
    preferred: set[tuple[str, ...]] = set()
    for entry in entries:
        concept = concept_key(entry)
        key = (*concept, entry.target_term.casefold())
        if key in combined:
            continue
        if entry.status is TermStatus.PREFERRED and concept in preferred:
            entry = replace(entry, status=TermStatus.ADMITTED)
        if entry.status is TermStatus.PREFERRED:
            preferred.add(concept)
        combined[key] = entry
    return list(combined.values())


def _pair(entry: TermEntry) -> Match:
    source, target = escape(entry.source_term), escape(entry.target_term)
    return Match(source, target, 100, entry.origin, reviewed=True)

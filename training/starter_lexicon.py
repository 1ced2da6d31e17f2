# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The word lists that the starter engine learns from: ``lexicon/*.tsv`` and the glossaries.

A file of the lexicon that names no parts of speech holds phrases as they stand in sentences.

Leaves out: their inflected forms, which are in ``starter_dictionary``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LEXICON = Path(__file__).parent / "lexicon"
GLOSSARIES = Path(__file__).parents[1] / "glossaries"


@dataclass(frozen=True, slots=True)
class Entry:
    """An English word or phrase in its base form, and a translation.

    *past* is the third person past of a Kazakh verb; *perfective*, of a Russian one, its fellow.
    *is_rare* asks for the plainest forms alone.
    """

    english: str
    part_of_speech: str
    target: str
    past: str = ""
    perfective: str = ""
    is_rare: bool = False


def read_lexicon(locale: str, folder: Path = LEXICON) -> list[Entry]:
    """Give the entries of the lexicon that have a target in *locale*."""
    return [entry for entry in _lexicon(locale, folder) if entry.target]


def read_glossaries(locale: str, folder: Path = GLOSSARIES) -> list[Entry]:
    """Give the terms for *locale* that are not forbidden, preferred ones first."""
    rows: list[dict[str, str]] = []
    for path in sorted((folder / f"en-{locale}").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            rows += list(csv.DictReader(lines))
    rows = [row for row in rows if row["status"] != "forbidden"]
    rows.sort(key=lambda row: row["status"] != "preferred")
    return [Entry(r["source_term"], r["part_of_speech"], r["target_term"]) for r in rows]


def _lexicon(locale: str, folder: Path) -> Iterator[Entry]:
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                part, past, perfective = row.get("part_of_speech", "phrase"), "", ""
                if locale == "kk":
                    target, past = row["kazakh"], row.get("kazakh_past", "")
                else:
                    target = row["russian"]
                if part == "verb":
                    target, _, perfective = target.partition("/")
                yield Entry(row["english"], part, target, past, perfective)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The word lists that the starter engine learns from: ``lexicon/*.tsv`` and the glossaries.

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
    """

    english: str
    part_of_speech: str
    target: str
    past: str = ""
    perfective: str = ""
    note: str = ""


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
                if locale == "kk":
                    target, past, perfective = row["kazakh"], row["kazakh_past"], ""
                else:
                    target, _, perfective = row["russian"].partition("/")
                    past = ""
                yield Entry(
                    row["english"], row["part_of_speech"], target, past, perfective, row["note"]
                )

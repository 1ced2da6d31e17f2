# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection's sentences by what they may be used for, and its test set as a file.

``python -m training.collection_pairs --to kk --out held.tsv`` writes the held-out sentences as
TSV of English and target, as ``audarma evaluate --set`` reads it.

The number in a line's id decides: divisible by seven, the line is held out, neither trained on
nor tuned on; with a remainder of one, it may be tuned on; any other is for training.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

FOLDER = Path(__file__).parent / "collection"
HELD_OUT_EVERY = 7
COLUMNS = {"kk": 3, "ru": 4}


class Use(Enum):
    """What a sentence is for."""

    TRAINING = "training"
    TUNING = "tuning"
    HELD_OUT = "held out"


@dataclass(frozen=True, slots=True)
class CollectionPair:
    """A sentence of the collection and its target."""

    identifier: str
    source: str
    target: str


def use_of(identifier: str) -> Use:
    """Say what the sentence with this id (``subjects-0007``) is for."""
    rest = int(identifier.rpartition("-")[2]) % HELD_OUT_EVERY
    return {0: Use.HELD_OUT, 1: Use.TUNING}.get(rest, Use.TRAINING)


def read_collection(locale: str, use: Use, folder: Path = FOLDER) -> list[CollectionPair]:
    """Give the sentences for *use*, file by file in the order of their names."""
    return [pair for pair in _read(locale, folder) if use_of(pair.identifier) is use]


def _read(locale: str, folder: Path) -> Iterator[CollectionPair]:
    for path in sorted(folder.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            cells = line.split("\t")
            yield CollectionPair(cells[0], cells[2], cells[COLUMNS[locale]])


def main() -> None:
    """Read the command line and write the held-out sentences."""
    parser = argparse.ArgumentParser(prog="collection_pairs", description=__doc__)
    parser.add_argument("--to", choices=("kk", "ru"), required=True, help="target locale")
    parser.add_argument("--out", type=Path, required=True, help="TSV file to write")
    arguments = parser.parse_args()
    pairs = read_collection(arguments.to, Use.HELD_OUT)
    lines = [f"{pair.source}\t{pair.target}\n" for pair in pairs]
    arguments.out.write_text("".join(lines), encoding="utf-8")
    print(f"{arguments.out}: {len(lines)} sentences")


if __name__ == "__main__":
    main()

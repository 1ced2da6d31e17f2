# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the Kazakh language profile that langdetect lacks, from the Kazakh side of parallel files.

    python training/make_kk_profile.py TRAIN.kk.tsv.xz:3 NEWS.tsv:0 -o audarma/language_profiles/kk

Each input is a tab-separated file, plain or ``.xz``, then a colon and the number of its Kazakh
column, from 0. The profile has langdetect's own format (the counts of 1- to 3-grams as
``langdetect.utils.lang_profile`` makes them), so that langdetect can read it too.

Leaves out: the profiles of other languages, which langdetect has.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
from collections.abc import Iterator
from pathlib import Path

from langdetect.utils.lang_profile import LangProfile

_KAZAKH_LETTER = re.compile("[әғқңөұүһі]", re.IGNORECASE)
_NOT_PROSE = re.compile(r"\{\d+\}|\S*[A-Za-z0-9_@/\\]\S*")
_LEAST_LETTERS = 12


def kazakh_lines(path: Path, column: int) -> Iterator[str]:
    """Give the Kazakh texts of one file, placeholders and words with Latin letters taken out.

    Short texts without a letter of Kazakh's own are left out: many are Russian or names.
    """
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            if column >= len(columns):
                continue
            text = _NOT_PROSE.sub(" ", columns[column])
            letters = sum(character.isalpha() for character in text)
            if letters >= _LEAST_LETTERS and _KAZAKH_LETTER.search(text):
                yield text


def make_profile(inputs: list[tuple[Path, int]]) -> LangProfile:
    """Count the n-grams of all distinct texts, the rarest left out as langdetect leaves them."""
    profile = LangProfile("kk")
    texts = {text for path, column in inputs for text in kazakh_lines(path, column)}
    for text in sorted(texts):
        profile.update(f" {text} ")
    profile.omit_less_freq()
    return profile


def _input(argument: str) -> tuple[Path, int]:
    """Read ``PATH:COLUMN``."""
    path, _, column = argument.rpartition(":")
    return Path(path), int(column)


def main() -> None:
    """Write the profile that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("inputs", nargs="+", type=_input, metavar="PATH:COLUMN")
    parser.add_argument("-o", "--out", type=Path, required=True)
    arguments = parser.parse_args()
    profile = make_profile(arguments.inputs)
    freq = dict(sorted(profile.freq.items()))
    arguments.out.write_text(
        json.dumps(
            {"freq": freq, "n_words": profile.n_words, "name": profile.name},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        + "\n",
        encoding="utf-8",
    )
    print(f"{arguments.out}: {len(freq)} n-grams from {profile.n_words[0]} letters")


if __name__ == "__main__":
    main()

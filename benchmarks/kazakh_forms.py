# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the Kazakh noun forms that Audarma writes against those that people write.

    python -m benchmarks.kazakh_forms TEXT... [--dictionary kk_KZ]

The nouns are the last words of the glossaries' terms. For each noun and form, every string that
any rule could give (either vowel series, each first consonant, voiced or not) is looked up among
the words of the texts, each seen twice or more; where one of them stands there, the form counts,
and agrees if the most frequent of them is ours. With ``--dictionary`` the same is asked of a
hunspell dictionary, by the command ``hunspell``, of which any accepted string will do.

TEXT is plain text, or a table of which the Cyrillic words are taken; .xz files are unpacked.
"""

from __future__ import annotations

import argparse
import lzma
import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path

from audarma.glossary import read_glossary
from audarma.kazakh_noun import ALL_FORMS, Form, Possession, before_vowel, inflect
from audarma.morphology_kk import is_possessed_compound, suffixes

GLOSSARIES = Path(__file__).parents[1] / "glossaries" / "en-kk"
LEAST = 2
FORMS = tuple(
    form
    for form in ALL_FORMS
    if form != Form() and form.possession in (Possession.NONE, Possession.THIRD)
)


def main() -> None:
    """Read the command line, and print the agreement and where it is missing."""
    parser = argparse.ArgumentParser(prog="kazakh_forms", description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--dictionary", help="name of a hunspell dictionary to ask, too")
    arguments = parser.parse_args()
    candidates = dict(_candidates(_nouns()))
    written = _words(arguments.texts)
    _report("written by people", {k: _most_frequent(c, written) for k, c in candidates.items()})
    if arguments.dictionary:
        everything = frozenset[str]().union(*candidates.values())
        accepted = everything - _refused(everything, arguments.dictionary)
        _report(f"accepted by {arguments.dictionary}", {
            key: found & accepted for key, found in candidates.items()
        })  # fmt: skip


def _nouns() -> list[str]:
    """Give the nouns that glossary terms end with, those of possessed compounds left out."""
    found: set[str] = set()
    for path in sorted(GLOSSARIES.glob("*.csv")):
        for row in read_glossary(path, "kk")[0]:
            head, _, last = row.entry.target_term.rpartition(" ")
            is_plain = last.isalpha() and last.islower() and len(last) > 2
            is_noun = row.entry.part_of_speech == "noun" and is_plain
            if is_noun and not is_possessed_compound(head, last):
                found.add(last)
    return sorted(found)


def _candidates(nouns: Collection[str]) -> Iterator[tuple[tuple[str, Form], frozenset[str]]]:
    """Give what each noun in each form might be; a string that is another's form is left out."""
    endings: defaultdict[Form, set[str]] = defaultdict(set)
    for form, suffix in suffixes():
        endings[form] |= {suffix, "і" + suffix}
    taken = Counter(inflect(noun, form) for noun in nouns for form in (Form(), *FORMS))
    for noun in nouns:
        for form in FORMS:
            ours = inflect(noun, form)
            stems = {noun, before_vowel(noun), noun.removesuffix("ь")}
            others = {stem + ending for stem in stems for ending in endings[form]}
            yield (noun, form), frozenset({ours} | {text for text in others if not taken[text]})


def _words(paths: Collection[Path]) -> Counter[str]:
    found: Counter[str] = Counter()
    for path in paths:
        opener = lzma.open if path.suffix == ".xz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                found.update(re.findall("[а-яёәғқңөұүһі]+", line.lower()))
    return found


def _most_frequent(candidates: Collection[str], written: Counter[str]) -> frozenset[str]:
    seen = {text: written[text] for text in candidates if written[text] >= LEAST}
    return frozenset({max(sorted(seen), key=seen.__getitem__)} if seen else ())


def _refused(words: Collection[str], dictionary: str) -> frozenset[str]:
    found = subprocess.run(
        ["hunspell", "-d", dictionary, "-l"],
        input="\n".join(sorted(words)),
        capture_output=True,
        text=True,
        check=True,
    )
    return frozenset(found.stdout.split())


def _report(name: str, judged: dict[tuple[str, Form], frozenset[str]]) -> None:
    known = {key: found for key, found in judged.items() if found}
    wrong = {key: found for key, found in known.items() if inflect(*key) not in found}
    share = 100 * (1 - len(wrong) / len(known)) if known else 0
    print(f"{len(known)} forms {name}; {share:.1f} % of them are ours. The others:")
    for (noun, form), found in sorted(wrong.items(), key=lambda pair: pair[0][0]):
        print(f"  {noun}: {inflect(noun, form)}, not {' '.join(sorted(found))}")


if __name__ == "__main__":
    main()

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kazakh compounds whose last word carries the third person (жарық жылдамдығы): told and undone.

Leaves out: building such forms, which is in ``audarma.kazakh_noun``.
"""

from __future__ import annotations

from audarma.kazakh_noun import VOWELS, before_vowel
from audarma.kazakh_stems import (
    ELIDED,
    POSSESSED_COMPOUNDS,
    S_STEMS,
    SHORT_S_STEMS,
    SOFT_SIGN_LOST,
    WHOLE_STEMS,
    harmonises_back,
)

UNVOICED = {"б": "п", "г": "к", "ғ": "қ"}
"""What a stem's last consonant was before a vowel voiced it."""

ELIDED_STEMS = {before_vowel(word): word for word in ELIDED}
"""Words that lose a vowel, by what is left of them: орн, орын."""

_UNELIDED = {
    left + ("ы" if harmonises_back(word) else "і"): word for left, word in ELIDED_STEMS.items()
}


def is_possessed_compound(head: str, last: str) -> bool:
    """Say whether the phrase of *head* and *last*, its last word, is such a compound."""
    return is_possessed(last) if head else last.endswith(POSSESSED_COMPOUNDS)


def is_possessed(word: str) -> bool:
    """Say whether *word*, the last of a compound, carries the third person (күші, жүйесі).

    Nouns of agent (алушы), nouns in -ынды (туынды) and in consonant + -гі, -ғы, -кі, -қы (белгі),
    and words that end so by themselves do not.
    """
    if not word.endswith(("ы", "і")) or len(word) < 3 or word in WHOLE_STEMS:
        return False
    if word.endswith(("ынды", "інді")):
        return False
    before, consonant = word[-3], word[-2]
    if consonant == "ш":
        return before in VOWELS or before == "и"
    if consonant in "ғгқк":
        return before in VOWELS or before in "иу" or unpossessed(word) in ELIDED
    return True


def unpossessed(word: str) -> str:
    """Give the dictionary form of *word*, which carries the third person: жүйесі → жүйе."""
    lower, stem = word.lower(), word[:-1]
    elided = _UNELIDED.get(lower)
    if elided:
        return _cased_as(elided, word)
    if lower.endswith(("ктісі", "скісі", "стісі")):
        return word[:-3]
    if lower == "осі":
        return stem + "ь"
    if lower.endswith(("сы", "сі")) and lower[-3] in VOWELS and not _ends_in_s(lower[:-1]):
        return word[:-2]
    if stem.endswith(("лог", "гог", "штаб", "куб", "клуб")):
        return stem
    if lower.endswith(SOFT_SIGN_LOST):
        return stem + "ь"
    return stem[:-1] + UNVOICED.get(stem[-1], stem[-1])


def _ends_in_s(stem: str) -> bool:
    """Say whether a stem in vowel + с is whole (қозғалыс), not a vowel stem with -с(ы) (жүйе)."""
    if stem in SHORT_S_STEMS or stem.endswith(S_STEMS):
        return True
    if stem.endswith("ғыс"):
        return stem[-4:-3] in VOWELS  # ағыс, соғыс; құрылғы
    return stem.endswith(("ыс", "іс")) and not stem.endswith(
        ("гіс", "шыс", "шіс", "кіс", "қыс", "қтыс", "ктіс")
    )


def _cased_as(word: str, model: str) -> str:
    return word.capitalize() if model[:1].isupper() else word

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Letters that look like others: Latin ones inside Cyrillic words, and the reverse.

People do not see them, but search, spelling checkers and screen readers fall over them. They
come from keyboards without Kazakh letters (i for і, h for һ, ə for ә) and from engines. Most
pairs are confusables by Unicode Technical Standard 39; k for к, which differ in small print
only, and letters of neighbouring Cyrillic alphabets are added.

Leaves out: whole words that exist in both scripts; digits for letters (0 for О).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_ALPHABETS = {"ru": frozenset(_RUSSIAN), "kk": frozenset(_RUSSIAN + "әғқңөұүһі")}

_LATIN_LETTERS, _CYRILLIC_LETTERS = "aceoxpyhikABCEHKMOPTXYI", "асеохруһікАВСЕНКМОРТХУІ"
_LATIN_FOR = str.maketrans(_CYRILLIC_LETTERS + "Һ", _LATIN_LETTERS + "H")
_CYRILLIC_FOR = {
    "ru": str.maketrans(_LATIN_LETTERS, _CYRILLIC_LETTERS),
    "kk": str.maketrans(_LATIN_LETTERS + "YəɵƏƟ", _CYRILLIC_LETTERS + "ҮәөӘӨ"),
}
# Cyrillic letters of other languages that pass for Kazakh ones.
_KAZAKH_FOR = str.maketrans("ҥӊӈҡҟҝӄӻїҩҮ", "ңңңққққғіөҮ")

_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u02af]")


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A word with foreign letters that look right; *repaired* has the right ones."""

    start: int
    end: int
    word: str
    repaired: str


def look_alikes(
    text: str, locale: str, allowed: frozenset[str] = frozenset()
) -> Iterator[LookAlike]:
    """Give the words of *text* that hold look-alike letters, in their order.

    *allowed* are words, as spelt, that may stay: the source's own. A word that mixes scripts in
    letters that look like nothing else (``IPадрес``) is no concern here.
    """
    language = locale.partition("-")[0]
    alphabet = _ALPHABETS[language]
    for match in _WORD.finditer(text):
        word = match[0]
        if word in allowed or word.isascii():
            repaired = word
        elif _LATIN.search(word) and _CYRILLIC.search(word):
            repaired = _in_one_script(word, language)
        elif language == "kk" and not set(word.lower()) <= alphabet:
            repaired = word.translate(_KAZAKH_FOR)
        else:
            repaired = word
        if repaired != word:
            yield LookAlike(match.start(), match.end(), word, repaired)


def is_composed(text: str) -> bool:
    """Say whether each letter is one character, as й is, not и with a breve after it."""
    return unicodedata.is_normalized("NFC", text)


def _in_one_script(word: str, language: str) -> str:
    """Spell a word of two scripts in one, or leave it as it is if look-alikes do not explain it.

    Where both scripts explain it, Cyrillic is meant: it is the script of the target.
    """
    cyrillic = word.translate(_CYRILLIC_FOR[language])
    if set(cyrillic.lower()) <= _ALPHABETS[language]:
        return cyrillic
    latin = word.translate(_LATIN_FOR)
    return latin if latin.isascii() else word

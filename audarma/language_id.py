# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which language a text is in: langdetect's profiles, a Kazakh one of our own, and letters.

The model is langdetect's (naive Bayes over 1- to 3-grams of letters, with its smoothing), but
every n-gram counts where langdetect draws some at random, so the same text always gets the same
answer, several times sooner. The script of most letters chooses which profiles compete.

Kazakh is told apart by script as well: ``kk`` is Cyrillic, ``kk-Latn`` Latin, ``kk-Arab`` Arabic.
Leaves out: which language each part of a mixed text is in; texts of a few words are guesses.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
from langdetect.detector import Detector
from langdetect.utils.lang_profile import LangProfile
from langdetect.utils.ngram import NGram

UNDETERMINED = "und"
"""BCP 47's tag for a text with too little in it to tell."""

_LANGUAGES_OF = {
    "CYRILLIC": ("ru", "kk", "uk", "bg", "mk"),
    "LATIN": (
        *("en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr", "kk-Latn", "af", "ca", "cs", "cy"),
        *("da", "et", "fi", "hr", "hu", "id", "lt", "lv", "no", "ro", "sk", "sl", "so", "sq", "sv"),
        *("sw", "tl", "vi"),
    ),
    "ARABIC": ("ar", "fa", "ur"),
    "DEVANAGARI": ("hi", "mr", "ne"),
}
_LANGUAGE_OF = {
    **{"GREEK": "el", "HEBREW": "he", "BENGALI": "bn", "GUJARATI": "gu", "KANNADA": "kn"},
    **{"MALAYALAM": "ml", "GURMUKHI": "pa", "TAMIL": "ta", "TELUGU": "te", "THAI": "th"},
    **{"HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh", "HANGUL": "ko"},
    **{"ARMENIAN": "hy", "GEORGIAN": "ka"},
}

# The n-grams of one letter overlap three deep, so their evidence is counted a third each.
_OVERLAP = 3
# Texts here are nearly always in one of these three; a few words of doubt are settled for them.
_EXPECTED = frozenset(("en", "kk", "ru"))
_LOG_PRIOR = 3.0
_SMOOTHING = Detector.ALPHA_DEFAULT / Detector.BASE_FREQ

# The Kazakh Latin alphabet of 2021 letter by letter, its digraphs for borrowed letters left out.
_CYRILLIC, _LATIN = (
    "аәбвгғдежзийкқлмнңоөпрстуұүфхһшыіэ",
    "aäbvgğdejziikqlmnñoöprstuūüfhhşyıe",
)
_KAZAKH_LATIN = str.maketrans(_CYRILLIC + _CYRILLIC.upper(), _LATIN + _LATIN.upper())

# Letters by which neighbours of Kazakh without a profile betray themselves, by language.
_TELLING = {"ba": "ҡҙҫ", "tt": "җ", "uz": "ўҳ"}
_KAZAKH_ALONE = frozenset("қғұі")
_SHARED_TURKIC = frozenset("өүң")
_ARABIC_KAZAKH = frozenset("\u0674\u06c6\u06c7\u06cb\u06d5")
_ENOUGH_LETTERS = 40

_NOT_PROSE = re.compile(r"https?://\S+|\S+@\S+")


@dataclass(frozen=True, slots=True)
class _Profiles:
    """Profiles that compete: *log_probabilities* has a row an n-gram and a column a language."""

    languages: tuple[str, ...]
    row_of: dict[str, int]
    log_probabilities: npt.NDArray[np.float64]
    log_prior: npt.NDArray[np.float64]


def detect_language(text: str) -> tuple[str, float]:
    """Give the language of plain *text* as a BCP 47 tag, and how sure that is (0 to 1).

    Markup must be out already; addresses are ignored. A text without letters, or in a script
    that is not known, is ``und`` with 0.0. From five words up the answer can be relied upon.
    """
    text = _NOT_PROSE.sub(" ", text)
    script = _main_script(text)
    if script in _LANGUAGE_OF:
        return _LANGUAGE_OF[script], 1.0
    if script not in _LANGUAGES_OF:
        return UNDETERMINED, 0.0
    language, confidence = _best(_profiles(script), _only(script, text))
    if language == "kk" or script == "ARABIC":
        language = _told_by_letters(text.lower(), language)
    return language, confidence


def is_english(text: str) -> bool:
    """Say whether plain *text* is English."""
    return detect_language(text)[0] == "en"


def _main_script(text: str) -> str:
    """Give the script of most letters, by the first word of their Unicode names."""
    scripts: Counter[str] = Counter()
    for character, count in Counter(text).items():
        if character.isalpha():
            scripts[_script(character)] += count
    # Japanese mixes Han with its own letters, so one kana in five tells it from Chinese.
    if scripts["CJK"] and scripts["HIRAGANA"] + scripts["KATAKANA"] > scripts["CJK"] / 5:
        return "HIRAGANA"
    return scripts.most_common(1)[0][0] if scripts else ""


def _only(script: str, text: str) -> str:
    """Take out the words of other scripts: names and quotations, which say nothing."""
    if text.isascii():
        return text
    return " ".join(
        word
        for word in text.split()
        if all(_script(letter) == script for letter in word if letter.isalpha())
    )


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    """Give the first word of a character's Unicode name."""
    return unicodedata.name(character, "").partition(" ")[0]


def _best(profiles: _Profiles, text: str) -> tuple[str, float]:
    """Give the likeliest language and its share of the likelihood."""
    rows = [profiles.row_of[gram] for gram in _ngrams(text) if gram in profiles.row_of]
    if not rows:
        return UNDETERMINED, 0.0
    scores = profiles.log_prior + profiles.log_probabilities[rows].sum(axis=0) / _OVERLAP
    likelihood = np.exp(scores - scores.max())
    best = int(likelihood.argmax())
    return profiles.languages[best], float(likelihood[best] / likelihood.sum())


def _ngrams(text: str) -> list[str]:
    """Cut *text* into n-grams as ``langdetect.utils.ngram`` does, words in capitals lower-cased.

    langdetect leaves such words out; a heading would then have no language.
    """
    words = "".join(map(_normalised, NGram.normalize_vi(text))).split()
    grams: list[str] = []
    for word in words:
        padded = f" {word.lower() if word.isupper() else word} "
        grams += padded[1:-1]
        grams += [padded[i : i + 2] for i in range(len(padded) - 1)]
        grams += [padded[i : i + 3] for i in range(len(padded) - 2)]
    return grams


@lru_cache(maxsize=4096)
def _normalised(character: str) -> str:
    """Map one character as langdetect does; what is no letter becomes a space."""
    letter: str = NGram.normalize(character)
    return letter if letter.isalpha() else " "


def _told_by_letters(text: str, language: str) -> str:
    """Correct the guess for a Turkic text by letters that some neighbours of Kazakh lack."""
    letters = Counter(character for character in text if character.isalpha())
    total = letters.total()
    if language in _LANGUAGES_OF["ARABIC"]:
        kazakh = sum(letters[letter] for letter in _ARABIC_KAZAKH)
        return "kk-Arab" if kazakh * 20 > total else language
    for neighbour, telling in _TELLING.items():
        if sum(letters[letter] for letter in telling) * 100 > total:
            return neighbour
    # Every tenth Kazakh letter or so is one of қ, ғ, ұ, і; Kyrgyz has ө, ү, ң but none of them.
    if (
        total >= _ENOUGH_LETTERS
        and not any(letters[letter] for letter in _KAZAKH_ALONE)
        and any(letters[letter] for letter in _SHARED_TURKIC)
    ):
        return "ky"
    return language


@cache
def _profiles(script: str) -> _Profiles:
    """Read the profiles of the languages that use *script*."""
    languages = _LANGUAGES_OF[script]
    read = [_profile(language) for language in languages]
    row_of: dict[str, int] = {}
    for profile in read:
        for gram in profile.freq:
            row_of.setdefault(gram, len(row_of))
    probabilities = np.zeros((len(row_of), len(languages)))
    for column, profile in enumerate(read):
        for gram, count in profile.freq.items():
            probabilities[row_of[gram], column] += count / profile.n_words[len(gram) - 1]
    log_prior = np.array([_LOG_PRIOR * (language in _EXPECTED) for language in languages])
    return _Profiles(languages, row_of, np.log(probabilities + _SMOOTHING), log_prior)


def _profile(language: str) -> Any:
    """Read one language's profile: langdetect's, or ours for Kazakh."""
    if language == "kk-Latn":
        return _in_latin(_profile("kk"))
    ours = language == "kk"
    folder = files("audarma") / "language_profiles" if ours else files("langdetect") / "profiles"
    return LangProfile(**json.loads((folder / language).read_text(encoding="utf-8")))


def _in_latin(kazakh: Any) -> Any:
    """Spell the n-grams of the Kazakh profile in Latin letters."""
    latin = LangProfile("kk-Latn", n_words=kazakh.n_words)
    for gram, count in kazakh.freq.items():
        latin.freq[gram.translate(_KAZAKH_LATIN)] += count
    return latin

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kazakh nouns inflected: number, possession and case, with vowel harmony and consonant changes.

The suffixes and their order (stem, number, possession, case) are those of «Қазақ грамматикасы»
(2002), the chapter on the noun; the spelling of loanwords under suffixes (объект, объектілер;
процесс, процестер; модуль, модулі) follows «Қазақ тілінің орфографиялық ережелері».

Leaves out: phrases and reading words back, which are in ``audarma.morphology_kk``; the endings of
predicates (-мын, -сың); derivation (-лық, -шы).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from audarma.kazakh_stems import (
    ELIDED,
    OF_EITHER_SERIES,
    UNVOICED_P,
    harmonises_back,
    letter_name,
)


class Number(Enum):
    """One or many."""

    SINGULAR = "singular"
    PLURAL = "plural"


class Possession(Enum):
    """Whose it is."""

    NONE = "none"
    MY = "1sg"
    YOUR = "2sg"
    YOUR_POLITE = "2sg polite"
    THIRD = "3"
    OUR = "1pl"


class Case(Enum):
    """The seven cases, and the attribute made from the locative (кітаптағы)."""

    NOMINATIVE = "nominative"
    GENITIVE = "genitive"
    DATIVE = "dative"
    ACCUSATIVE = "accusative"
    LOCATIVE = "locative"
    ABLATIVE = "ablative"
    INSTRUMENTAL = "instrumental"
    ATTRIBUTIVE = "attributive"


@dataclass(frozen=True, slots=True)
class Form:
    """How a noun is inflected."""

    number: Number = Number.SINGULAR
    possession: Possession = Possession.NONE
    case: Case = Case.NOMINATIVE


ALL_FORMS: tuple[Form, ...] = tuple(
    Form(number, possession, case)
    for number in Number
    for possession in Possession
    for case in Case
)

VOWELS = frozenset("аәоөұүыіеэяё")
_NASALS = frozenset("мнң")
# Written б, в, г, д end loanwords only, and are voiceless.
_VOICELESS = frozenset("пкқтсшщчцфхһбвгд")
_GLIDES = frozenset("рйиую")
_FRONT_OF = str.maketrans("аығқ", "еігк")
_VOICING = VOWELS | frozenset("иую")
_VOICED = {"п": "б", "к": "г", "қ": "ғ"}

# Initial consonant of the case suffix after a vowel, a nasal, з and ж, a voiceless sound, others.
_CASES = {
    Case.GENITIVE: ("ның", "ның", "дың", "тың", "дың"),
    Case.DATIVE: ("ға", "ға", "ға", "қа", "ға"),
    Case.ACCUSATIVE: ("ны", "ды", "ды", "ты", "ды"),
    Case.LOCATIVE: ("да", "да", "да", "та", "да"),
    Case.ABLATIVE: ("дан", "нан", "дан", "тан", "дан"),
    Case.INSTRUMENTAL: ("мен", "мен", "бен", "пен", "мен"),
    Case.ATTRIBUTIVE: ("дағы", "дағы", "дағы", "тағы", "дағы"),
}
_CASES_AFTER_THIRD = {
    Case.GENITIVE: "ның",
    Case.DATIVE: "на",
    Case.ACCUSATIVE: "н",
    Case.LOCATIVE: "нда",
    Case.ABLATIVE: "нан",
    Case.INSTRUMENTAL: "мен",
    Case.ATTRIBUTIVE: "ндағы",
}
# After a vowel, after a consonant.
_POSSESSIONS = {
    Possession.MY: ("м", "ым"),
    Possession.YOUR: ("ң", "ың"),
    Possession.YOUR_POLITE: ("ңыз", "ыңыз"),
    Possession.THIRD: ("сы", "ы"),
    Possession.OUR: ("мыз", "ымыз"),
}


def inflect(word: str, form: Form) -> str:
    """Give *word*, a dictionary form, in *form*.

    An abbreviation takes its suffix after a hyphen, by the name of its last letter: ДНҚ-ның.
    """
    if form == Form():
        return word
    if len(word) > 1 and word.isupper():
        name = letter_name(word[-1])
        suffix = inflect(name, form)[len(name) :]
        return f"{word}-{suffix}" if suffix else word
    back = harmonises_back(word)
    stem = _stem(word)
    if form.number is Number.PLURAL:
        stem = stem if stem != word else _before_consonant(word)
        stem = _joined(stem, _tuned(_plural(stem), back))
    return _decline(stem, form, back)


def decline_third(possessed: str, case: Case, back: bool) -> str:
    """Give *possessed*, a noun that carries the third person, in *case*: ресурсы, ресурсының."""
    return possessed + _tuned(_CASES_AFTER_THIRD.get(case, ""), back, case)


def before_vowel(stem: str) -> str:
    """Voice, elide or shorten the end of *stem* before a vowel (кітап-ы → кітабы)."""
    lower = stem.lower()
    if lower in ELIDED:
        return stem[:-2] + stem[-1]
    if lower.endswith("ь"):
        return stem[:-1]
    if lower.endswith(UNVOICED_P):
        return stem
    stem = _before_consonant(stem)
    if len(stem) > 1 and stem[-2].lower() not in _VOICING:
        return stem  # Voiced between vowels alone: банк, банкі.
    return stem[:-1] + _VOICED.get(stem[-1], stem[-1])


def loose_forms(word: str) -> Iterator[str]:
    """Give forms of a loanword as they are also written: other vowels, no joining -і, -стт-."""
    if not word.endswith(OF_EITHER_SERIES):
        return
    for back in (True, False):
        for form in ALL_FORMS:
            stem = word
            if form.number is Number.PLURAL:
                stem = _joined(_before_consonant(word), _tuned(_plural(word), back))
            inflected = _decline(stem, form, back)
            yield inflected
            if word.endswith("ст"):
                yield word + "т" + inflected[len(word) :]


def _decline(stem: str, form: Form, back: bool) -> str:
    """Add possession and case to *stem*, singular or plural."""
    if form.possession is not Possession.NONE:
        after_vowel, after_consonant = _POSSESSIONS[form.possession]
        if stem[-1] in VOWELS:
            stem += _tuned(after_vowel, back)
        else:
            stem = before_vowel(stem) + _tuned(after_consonant, back)
        if form.possession is Possession.THIRD:
            return decline_third(stem, form.case, back)
        if form.case is Case.DATIVE and form.possession in (Possession.MY, Possession.YOUR):
            return stem + _tuned("а", back)
    if form.case is Case.NOMINATIVE:
        return stem
    stem = _before_consonant(stem)
    suffix = _CASES[form.case][_sound_class(stem)]
    return _joined(stem, _tuned(suffix, back, form.case))


def _joined(stem: str, suffix: str) -> str:
    """Join them; a loanword in -ст and a suffix in т- share it (хлоропласт-тар, хлоропластар)."""
    return stem + (suffix[1:] if stem.endswith("ст") and suffix[:1] == "т" else suffix)


def _stem(word: str) -> str:
    """Give the stem that suffixes join: объект, факт and диск take -і first."""
    if word.lower().endswith(("кт", "ск")) or word.lower() in ("тест", "пост"):
        return word + "і"
    return word


def _before_consonant(stem: str) -> str:
    """Drop the second of two equal consonants (процесс-тер → процестер)."""
    return stem[:-1] if stem[-2:].lower() in ("сс", "лл", "мм", "тт", "фф") else stem


def _plural(stem: str) -> str:
    last = _last_sound(stem)
    if last in VOWELS or last in _GLIDES:
        return "лар"
    return "тар" if last in _VOICELESS else "дар"


def _sound_class(stem: str) -> int:
    last = _last_sound(stem)
    if last in VOWELS:
        return 0
    if last in _NASALS:
        return 1
    if last in "зж":
        return 2
    return 3 if last in _VOICELESS else 4


def _last_sound(stem: str) -> str:
    return stem.lower().rstrip("ьъ")[-1:]


def _tuned(suffix: str, back: bool, case: Case | None = None) -> str:
    """Put *suffix*, given with back vowels, into the stem's series; -мен, -бен, -пен have one."""
    if back or case is Case.INSTRUMENTAL:
        return suffix
    return suffix.translate(_FRONT_OF)

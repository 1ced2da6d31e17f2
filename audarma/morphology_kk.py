# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kazakh nouns and noun phrases: number, possession and case, built and read back.

The suffixes and their order (stem, number, possession, case) are those of «Қазақ грамматикасы»
(2002), the chapter on the noun; the spelling of loanwords under suffixes (объект, объектілер;
процесс, процестер; модуль, модулі) follows «Қазақ тілінің орфографиялық ережелері».

Leaves out: the endings of predicates (-мын, -сың), derivation (-лық, -шы), and finite verbs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from audarma.kazakh_stems import (
    ELIDED,
    FRONT_IN_SPITE_OF_VOWELS,
    POSSESSED_COMPOUNDS,
    S_STEMS,
    UNVOICED_P,
    WHOLE_STEMS,
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

_PERSONAL = (Possession.MY, Possession.YOUR)
_VOWELS = frozenset("аәоөұүыіеэяё")
_NASALS = frozenset("мнң")
# Written б, в, г, д end loanwords only, and are voiceless.
_VOICELESS = frozenset("пкқтсшщчцфхһбвгд")
_GLIDES = frozenset("рйиую")
_HAS_VOWEL = re.compile("[аәоөұүыіеэяёиую]")
# Plural stems of terms; those of three letters and fewer look like them by chance (дәптер, радар).
_PLURAL = re.compile("(.{2,})л[ае]р|(.{4,})[дт][ае]р")
_FRONT_OF = str.maketrans("аығқ", "еігк")
_VOICED = {"п": "б", "к": "г", "қ": "ғ"}
_UNVOICED = {voiced: voiceless for voiceless, voiced in _VOICED.items()}

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


def inflect_phrase(phrase: str, form: Form) -> str:
    """Give *phrase* in *form*: its last word is inflected, as Kazakh noun phrases are.

    A compound whose last word already carries the third person (білім беру ресурсы) keeps it
    in the singular and the plural, and gives it up for another possessor. A phrase given in the
    plural (білім беру ресурстары) stays plural.
    """
    head, space, last = phrase.rpartition(" ")
    prefix, hyphen, last = last.rpartition("-")
    lead = head + space + prefix + hyphen
    if not last:
        return phrase
    possession, number = form.possession, form.number
    stem = last
    if _is_possessed_compound(head, last):
        stem = unpossessed(last)
        possession = Possession.THIRD if possession is Possession.NONE else possession
    plural = _PLURAL.fullmatch(stem)
    if plural and inflect(plural[1] or plural[2], Form(Number.PLURAL)) == stem:
        stem, number = plural[1] or plural[2], Number.PLURAL
    if stem != last and possession is Possession.THIRD and number is Number.SINGULAR:
        # The dictionary form itself is declined: its stem may not be known for certain.
        suffix = _CASES_AFTER_THIRD.get(form.case, "")
        return lead + last + _tuned(suffix, harmonises_back(stem), form.case)
    return lead + inflect(stem, Form(number, possession, form.case))


def _is_possessed_compound(head: str, last: str) -> bool:
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
        return before in _VOWELS or before == "и"
    if consonant in "ғгқк":
        return before in _VOWELS or before in "иу" or unpossessed(word) in ELIDED
    return True


def unpossessed(word: str) -> str:
    """Give the dictionary form of *word*, which carries the third person: жүйесі → жүйе."""
    lower = word.lower()
    elided = _UNELIDED.get(lower)
    if elided:
        return _cased_as(elided, word)
    if lower.endswith(("ктісі", "скісі", "стісі")):
        return word[:-3]
    if lower.endswith(("сы", "сі")) and lower[-3] in _VOWELS and not _ends_in_s(lower[:-1]):
        return word[:-2]
    stem = word[:-1]
    if stem.endswith(("лог", "гог", "штаб", "куб", "клуб")):
        return stem
    if lower.endswith(_SOFT_SIGN_LOST):
        return stem + "ь"
    return stem[:-1] + _UNVOICED.get(stem[-1], stem[-1])


@lru_cache(maxsize=1 << 14)
def phrase_forms(phrase: str) -> frozenset[str]:
    """Give every form of *phrase*, and for loanwords those in the other vowel series too.

    Writers differ on loanwords (педагогтер, педагогтар; объектің, объектінің): each spelling
    counts as the word being there, while ``inflect`` writes but one.
    """
    lower = phrase.lower()
    forms = {inflect_phrase(lower, form) for form in ALL_FORMS}
    head, space, last = lower.rpartition(" ")
    if not _is_possessed_compound(head, last):
        forms |= {head + space + form for form in _loose_forms(last)}
    return frozenset(forms)


@lru_cache(maxsize=1 << 14)
def analyses(word: str) -> tuple[tuple[str, Form], ...]:
    """Give the ways to read *word* as a stem and a form, the likeliest first.

    A reading is offered where inflecting its stem gives *word* back. Longer suffixes come first,
    the bare word after them; then -м and -ң, rarer in textbooks than nouns in -ма (тапсырма).
    A known whole stem (мәтін is no accusative) has no other reading.
    """
    lower = word.lower()
    bare = (lower, Form())
    if lower in WHOLE_STEMS:
        return (bare,)
    found = sorted(dict.fromkeys((*_readings(lower), bare)), key=lambda reading: len(reading[0]))
    return tuple(sorted(found, key=lambda reading: reading[1].possession in _PERSONAL))


def read_form(word: str) -> Form:
    """Give the likeliest form of *word*; the bare form where no suffix can be read."""
    return analyses(word)[0][1]


def is_verb_form(word: str, infinitive: str) -> bool:
    """Say whether *word* looks like a finite or participial form of *infinitive* (есептеу).

    Lenient by design: it knows the stem and how verb suffixes begin, not their whole grammar.
    """
    stem = infinitive.lower().removesuffix("у").removesuffix("ю")
    return word.startswith(stem) and bool(_VERB_SUFFIXES.fullmatch(word[len(stem) :]))


def _readings(word: str) -> Iterator[tuple[str, Form]]:
    for form, suffix in _SUFFIXES:
        if not word.endswith(suffix):
            continue
        rest = word[: -len(suffix)]
        for stem in _stems_of(rest):
            if len(stem) >= 3 and _HAS_VOWEL.search(stem) and inflect(stem, form) == word:
                yield stem, form


def _stems_of(rest: str) -> Iterator[str]:
    yield rest
    if rest and rest[-1] in _UNVOICED:
        yield rest[:-1] + _UNVOICED[rest[-1]]
    if rest in _ELIDED_STEMS:
        yield _ELIDED_STEMS[rest]
    if rest.endswith("л"):
        yield rest + "ь"
    if rest.endswith(("кті", "скі")):
        yield rest[:-1]
    if rest.endswith(("с", "л", "м")):
        yield rest + rest[-1]
    if rest.endswith("с"):
        yield rest + "т"


def _decline(stem: str, form: Form, back: bool) -> str:
    """Add possession and case to *stem*, singular or plural."""
    if form.possession is not Possession.NONE:
        after_vowel, after_consonant = _POSSESSIONS[form.possession]
        if stem[-1] in _VOWELS:
            stem += _tuned(after_vowel, back)
        else:
            stem = _before_vowel(stem) + _tuned(after_consonant, back)
        if form.possession is Possession.THIRD:
            return stem + _tuned(_CASES_AFTER_THIRD.get(form.case, ""), back, form.case)
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


def _before_vowel(stem: str) -> str:
    """Voice, elide or shorten the end of *stem* before a vowel (кітап-ы → кітабы)."""
    lower = stem.lower()
    if lower in ELIDED:
        return stem[:-2] + stem[-1]
    if lower.endswith("ь"):
        return stem[:-1]
    if lower.endswith(UNVOICED_P):
        return stem
    stem = _before_consonant(stem)
    return stem[:-1] + _VOICED.get(stem[-1], stem[-1])


def _plural(stem: str) -> str:
    last = _last_sound(stem)
    if last in _VOWELS or last in _GLIDES:
        return "лар"
    return "тар" if last in _VOICELESS else "дар"


def _sound_class(stem: str) -> int:
    last = _last_sound(stem)
    if last in _VOWELS:
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


def _ends_in_s(stem: str) -> bool:
    """Say whether a stem in vowel + с is whole (қозғалыс), not a vowel stem with -с(ы) (жүйе)."""
    if stem.endswith(S_STEMS):
        return True
    return stem.endswith(("ыс", "іс")) and not stem.endswith(
        ("гіс", "ғыс", "шыс", "шіс", "кіс", "қыс")
    )


def _loose_forms(word: str) -> Iterator[str]:
    """Give forms of a loanword as they are also written: other vowels, no joining -і, -стт-."""
    if not word.endswith(FRONT_IN_SPITE_OF_VOWELS):
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


def _cased_as(word: str, model: str) -> str:
    return word.capitalize() if model[:1].isupper() else word


_SAMPLES = "бала әке дос үй қыз көз адам ән мал тіл ат ет"


def _suffixes() -> tuple[tuple[Form, str], ...]:
    """Pair each form with each string it may add, found by inflecting a stem of every kind."""
    found: dict[tuple[Form, str], None] = {}
    for sample in _SAMPLES.split():
        for form in ALL_FORMS:
            suffix = inflect(sample, form)[len(sample) :]
            if suffix:
                found[form, suffix] = None
    return tuple(sorted(found, key=lambda pair: -len(pair[1])))


# Joining vowel, voice, negation, then the beginning of a tense, mood, participle or converb.
_VERB_SUFFIXES = re.compile(
    "[ыі]?(?:[ыі]?[лнс]|т|[дт][ыі]р|[ғгқк][ыі]з)?(?:[мбп][ае])?"
    "(?:[дт][ыі]|с[ае]|[ғгқк][ае]н|[ае]т[ыі]н|йт[ыі]н|[аейяр]|[ыі]?п|[ае]р|[мбп][ае][қк]|у"
    "|[ыі]?ң[ыі]з|с[ыі]н|[ае]?й[ыі]қ|[ае]?йік)[а-яәғқңөұүһі]{0,8}"
)
_UNELIDED = {_before_vowel(word) + ("ы" if harmonises_back(word) else "і"): word for word in ELIDED}
_ELIDED_STEMS = {_before_vowel(word): word for word in ELIDED}
_SOFT_SIGN_LOST = ("модулі", "моделі", "автомобилі", "медалі", "профилі", "циркулі", "осі")
_SUFFIXES = _suffixes()

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kazakh phrases inflected, all forms of a phrase, and inflected words read back.

Leaves out: how a noun is inflected, which is in ``audarma.kazakh_noun``; derivation (жасушалық is
no form of жасуша); the grammar of verbs, but for telling their forms from other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from audarma.kazakh_noun import (
    ALL_FORMS,
    Case,
    Form,
    Number,
    Possession,
    decline_third,
    inflect,
    loose_forms,
)
from audarma.kazakh_possessed import (
    ELIDED_STEMS,
    UNVOICED,
    is_possessed_compound,
    unpossessed,
)
from audarma.kazakh_stems import WHOLE_STEMS, harmonises_back

__all__ = [
    "ALL_FORMS",
    "Case",
    "Form",
    "Number",
    "Possession",
    "analyses",
    "inflect",
    "inflect_phrase",
    "is_verb_form",
    "phrase_forms",
    "read_form",
    "suffixes",
]

_PERSONAL = (Possession.MY, Possession.YOUR)
_HAS_VOWEL = re.compile("[аәоөұүыіеэяёиую]")
# Plural stems of terms; those of three letters and fewer look like them by chance (дәптер, радар).
_PLURAL = re.compile("(.{2,})л[ае]р|(.{4,})[дт][ае]р")
# Joining vowel, voice, negation, then the beginning of a tense, mood, participle or converb.
_VERB_SUFFIXES = re.compile(
    "[ыі]?(?:[ыі]?[лнс]|т|[дт][ыі]р|[ғгқк][ыі]з)?(?:[мбп][ае])?"
    "(?:[дт][ыі]|с[ае]|[ғгқк][ае]н|[ае]т[ыі]н|йт[ыі]н|[аейяр]|[ыі]?п|[ае]р|[мбп][ае][қк]|у"
    "|[ыі]?ң[ыі]з|с[ыі]н|[ае]?й[ыі]қ|[ае]?йік)[а-яәғқңөұүһі]{0,8}"
)
# A stem of every kind: its last sound, its vowels.
_SAMPLES = "бала әке дос үй қыз көз адам ән мал тіл ат ет"


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
    if is_possessed_compound(head, last):
        stem = unpossessed(last)
        possession = Possession.THIRD if possession is Possession.NONE else possession
    plural = _PLURAL.fullmatch(stem)
    if plural and inflect(plural[1] or plural[2], Form(Number.PLURAL)) == stem:
        stem, number = plural[1] or plural[2], Number.PLURAL
    if stem != last and possession is Possession.THIRD and number is Number.SINGULAR:
        # The dictionary form itself is declined: its stem may not be known for certain.
        return lead + decline_third(last, form.case, harmonises_back(stem))
    return lead + inflect(stem, Form(number, possession, form.case))


@lru_cache(maxsize=1 << 14)
def phrase_forms(phrase: str) -> frozenset[str]:
    """Give every form of *phrase*, and for loanwords those in the other vowel series too.

    Writers differ on loanwords (педагогтер, педагогтар; объектің, объектінің): each spelling
    counts as the word being there, while ``inflect`` writes but one.
    """
    lower = phrase.lower()
    forms = {inflect_phrase(lower, form) for form in ALL_FORMS}
    head, space, last = lower.rpartition(" ")
    if not is_possessed_compound(head, last):
        forms |= {head + space + form for form in loose_forms(last)}
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


@cache
def suffixes() -> tuple[tuple[Form, str], ...]:
    """Pair each form with each string it may add, found by inflecting a stem of every kind."""
    found: dict[tuple[Form, str], None] = {}
    for sample in _SAMPLES.split():
        for form in ALL_FORMS:
            suffix = inflect(sample, form)[len(sample) :]
            if suffix:
                found[form, suffix] = None
    return tuple(sorted(found, key=lambda pair: -len(pair[1])))


def _readings(word: str) -> Iterator[tuple[str, Form]]:
    for form, suffix in suffixes():
        if not word.endswith(suffix):
            continue
        rest = word[: -len(suffix)]
        for stem in _stems_of(rest):
            if len(stem) >= 3 and _HAS_VOWEL.search(stem) and inflect(stem, form) == word:
                yield stem, form


def _stems_of(rest: str) -> Iterator[str]:
    yield rest
    if rest and rest[-1] in UNVOICED:
        yield rest[:-1] + UNVOICED[rest[-1]]
    if rest in ELIDED_STEMS:
        yield ELIDED_STEMS[rest]
    if rest.endswith("л"):
        yield rest + "ь"
    if rest.endswith(("кті", "скі")):
        yield rest[:-1]
    if rest.endswith(("с", "л", "м")):
        yield rest + rest[-1]
    if rest.endswith("с"):
        yield rest + "т"

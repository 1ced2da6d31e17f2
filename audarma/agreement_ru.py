# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Agreement inside the noun phrases of a Russian draft, mended where it is plainly broken.

A noun behind a preposition takes a case that the preposition governs, one behind «является» and
the like the instrumental, one that depends on a noun the genitive instead of the nominative, and
adjectives take number, gender and case of the noun that follows them. Words are inflected, never
added, moved or left out.

Leaves out: verbs and their subjects, and objects.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import lru_cache
from typing import Any

from audarma.morphology_ru import (
    AGREEING,
    CASES,
    CASES_AFTER,
    NOMINATIVE,
    agreement,
    case_of,
    cased_as,
    inflected,
    readings,
    same_form,
)

MOST_ADJECTIVES = 4
_COPULAS = frozenset(
    (
        *("является", "являются", "являлся", "являлась", "являлось"),
        *("становится", "становятся", "стал", "стала", "стало"),
        *("называется", "называются"),
    )
)
_RELATIVE = frozenset(("который", "каков"))
"""These agree with what stands before them, or with nothing."""
_GENITIVE, _INSTRUMENTAL = "gent", "ablt"
_CASES_AFTER = {**CASES_AFTER, "по": ("datv", "loct")}
"""«по окончании» is sound, too."""
_BROKEN_AFTER_COPULA = (NOMINATIVE, _GENITIVE, "accs")


def mended(words: Sequence[str], dependent: Container[int] = ()) -> list[str]:
    """Give the *words* and marks of a sentence, those of broken noun phrases inflected.

    *dependent* are the places at which a phrase begins that depends on the noun before it.
    """
    found = list(words)
    place = 0
    while place < len(found):
        place = _mend_phrase(found, place, place in dependent)
    return found


def _mend_phrase(words: list[str], place: int, is_dependent: bool) -> int:
    """Mend the phrase that begins at *place*, if one does; give the place behind it."""
    word = words[place].lower()
    is_copula = word in _COPULAS
    cases = (_INSTRUMENTAL,) if is_copula else _CASES_AFTER.get(word)
    broken: Sequence[str] = _BROKEN_AFTER_COPULA if is_copula else CASES
    first = place + 1
    if cases is None:
        if not is_dependent and not _is_adjective(words[place]):
            return place + 1
        cases, first = ((_GENITIVE,) if is_dependent else CASES), place
        broken = (NOMINATIVE,)
    last = first
    while last < min(len(words), first + MOST_ADJECTIVES) and _is_adjective(words[last]):
        last += 1
    if last == len(words) or not _is_noun(words[last]):
        return place + 1
    noun = _reading(words[last], cases, words[first:last])
    if noun is None:
        noun = _governed(words[last], cases[0], broken)
        if noun is None:
            return last + 1
        words[last] = cased_as(noun.word, words[last])
    for index in range(first, last):
        words[index] = _agreeing(words[index], noun)
    return last + 1


def _reading(word: str, cases: Sequence[str], adjectives: Sequence[str]) -> Any:
    """Give the reading of a noun in one of *cases* with which most of *adjectives* agree."""
    return max(
        (noun for noun in _nouns(word) if case_of(noun) in cases),
        key=lambda noun: (sum(_agrees(word, noun) for word in adjectives), noun.score),
        default=None,
    )


def _governed(word: str, case: str, broken: Sequence[str]) -> Any:
    """Give the reading that *word* has once it is put into *case*.

    ``None`` where it cannot be, or stands in none of the *broken* cases.
    """
    noun = _nouns(word)[0]
    if case_of(noun) not in broken:
        return None
    form = inflected(noun, {str(noun.tag.number), case})
    same_number = (found for found in _nouns(form) if found.tag.number == noun.tag.number)
    return next((found for found in same_number if case_of(found) == case), None)


def _agreeing(word: str, noun: Any) -> str:
    if _agrees(word, noun):
        return word
    wanted = agreement(noun, str(noun.tag.number), case_of(noun))
    return cased_as(inflected(_adjectives(word)[0], wanted), word)


def _agrees(word: str, noun: Any) -> bool:
    return any(same_form(adjective, noun) for adjective in _adjectives(word))


def _is_noun(word: str) -> bool:
    """Say whether *word* is likeliest a noun; acronyms and Latin words never change."""
    is_word = word.isalpha() and not (word.isupper() and len(word) > 1)
    return is_word and readings(word.lower())[0].tag.POS == "NOUN" and bool(_nouns(word))


def _is_adjective(word: str) -> bool:
    if not word[0].isalpha():
        return False
    likeliest = readings(word.lower())[0]
    if likeliest.normal_form in _RELATIVE:
        return False
    return likeliest.tag.POS in AGREEING and "Fixd" not in likeliest.tag


@lru_cache(maxsize=1 << 15)
def _nouns(word: str) -> tuple[Any, ...]:
    return tuple(p for p in readings(word.lower()) if p.tag.POS == "NOUN" and p.tag.number)


@lru_cache(maxsize=1 << 15)
def _adjectives(word: str) -> tuple[Any, ...]:
    found = (p for p in readings(word.lower()) if p.tag.POS in AGREEING and "Fixd" not in p.tag)
    return tuple(found)

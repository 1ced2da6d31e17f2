# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Russian noun phrases, adjectives and verbs in all their forms, by pymorphy3's dictionary.

A noun phrase inflects its head, the first noun in the nominative, and the adjectives and
participles before it that agree with it; what follows the head (закон сохранения энергии) and
what is no Russian word (IP-адрес, pH раствора) stays as it is.

Leaves out: the agreement of a verb with a subject that changed its gender.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile
from typing import Any

NOMINATIVE = "nomn"
CASES = (NOMINATIVE, "gent", "datv", "accs", "ablt", "loct")
_SECOND_CASES = {"gen2": "gent", "loc2": "loct", "acc2": "accs"}
"""Second genitive, locative and accusative (чаю, в лесу), by the case that adjectives show."""
_NUMBERS = ("sing", "plur")
_WORD = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*")
# Where the dictionary has several inflections of a word, the one that textbooks use.
_PLURALS = frozenset(("токи", "учителя", "редакторы"))
_LEMMAS = {"осадки": "осадок"}
AGREEING = frozenset(("ADJF", "PRTF"))

# The cases that a preposition governs, the commonest first.
CASES_AFTER: dict[str, tuple[str, ...]] = {
    "без": ("gent",),
    "в": ("loct", "accs"),
    "во": ("loct", "accs"),
    "вместо": ("gent",),
    "для": ("gent",),
    "до": ("gent",),
    "из": ("gent",),
    "к": ("datv",),
    "ко": ("datv",),
    "между": ("ablt",),
    "на": ("loct", "accs"),
    "над": ("ablt",),
    "о": ("loct",),
    "об": ("loct",),
    "от": ("gent",),
    "перед": ("ablt",),
    "по": ("datv",),
    "под": ("ablt", "accs"),
    "при": ("loct",),
    "про": ("accs",),
    "против": ("gent",),
    "с": ("ablt", "gent"),
    "со": ("ablt", "gent"),
    "у": ("gent",),
    "через": ("accs",),
}
PREPOSITIONS = frozenset(CASES_AFTER)


@dataclass(frozen=True, slots=True)
class Form:
    """How a noun phrase is inflected; *number* is ``sing`` or ``plur``, *case* pymorphy3's name."""

    number: str = "sing"
    case: str = NOMINATIVE


ALL_FORMS: tuple[Form, ...] = tuple(Form(number, case) for number in _NUMBERS for case in CASES)


@cache
def _analyser() -> Any:  # pymorphy3 has no types.
    """Load pymorphy3's dictionary, once; about a tenth of a second."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=1 << 15)
def readings(word: str) -> tuple[Any, ...]:
    """Give pymorphy3's readings of *word*, the likeliest first."""
    return tuple(_analyser().parse(word))


def dictionary_form(word: str) -> str:
    """Give the dictionary form of *word*, by its likeliest reading."""
    form: str = readings(word)[0].normal_form
    return form


def inflect_phrase(phrase: str, form: Form) -> str:
    """Give *phrase*, a dictionary form, in *form*.

    A phrase given in the plural stays so, and a noun without a plural stays singular. A phrase
    without a noun in the nominative (an adverb, a symbol) is given as it is.
    """
    parses = _agreeing_parses(phrase)
    if not parses:
        return phrase
    head = _head(parses)
    number = "plur" if head.tag.number == "plur" else form.number
    if not any(number in other.tag for other in head.lexeme):
        number = str(head.tag.number)
    if form.case in _SECOND_CASES and not any(form.case in other.tag for other in head.lexeme):
        return phrase
    agreeing_case = _SECOND_CASES.get(form.case, form.case)
    result = phrase
    for match, parse in reversed(list(zip(_WORD.finditer(phrase), parses, strict=False))):
        wanted = {number, form.case} if parse is head else agreement(head, number, agreeing_case)
        word = cased_as(inflected(parse, wanted), match[0])
        result = result[: match.start()] + word + result[match.end() :]
    return result


@lru_cache(maxsize=1 << 14)
def phrase_forms(phrase: str, part_of_speech: str = "noun") -> frozenset[str]:
    """Give every form of *phrase* in lower case; a verb or an adjective in all of its own."""
    lower = phrase.lower()
    if part_of_speech in ("verb", "adjective"):
        return frozenset(_word_forms(lower, part_of_speech))
    forms = {inflect_phrase(lower, form) for form in ALL_FORMS}
    forms |= {inflect_phrase(lower, Form("sing", case)) for case in _SECOND_CASES}
    if not _agreeing_parses(lower):
        forms |= set(_word_forms(lower, part_of_speech))
    return frozenset((*forms, lower))


def case_after(previous: str) -> str:
    """Give the case that the word *previous* most often governs; the nominative if none."""
    return CASES_AFTER.get(previous.lower(), (NOMINATIVE,))[0]


def read_form(phrase: str, previous: str = "") -> Form | None:
    """Give number and case of *phrase* as it stands in a sentence; ``None`` where it has no noun.

    *previous* is the word before it: a preposition rules out the cases that it does not govern.
    """
    allowed = CASES_AFTER.get(previous.lower(), CASES)
    words = _WORD.findall(phrase)
    for index, word in enumerate(words):
        nouns = [parse for parse in readings(word) if parse.tag.POS == "NOUN"]
        nouns = [parse for parse in nouns if case_of(parse) in allowed and parse.tag.number]
        if not nouns:
            continue
        agreeing = [parse for parse in nouns if index and _agrees(words[index - 1], parse)]
        best = (agreeing or nouns)[0]
        return Form(best.tag.number, case_of(best))
    return None


def agreeing_adjective(adjective: str, old_noun: str, new_phrase: str, form: Form) -> str:
    """Give *adjective*, which stands before *old_noun*, so that it agrees with *new_phrase*.

    It is given back as it is where it did not agree with *old_noun*, or nothing has to change.
    """
    heads = _agreeing_parses(new_phrase)
    parses = [parse for parse in readings(adjective) if parse.tag.POS in AGREEING]
    if not heads or not parses or (form.number == "plur" and form.case != "accs"):
        return adjective
    olds = [parse for parse in readings(old_noun) if parse.tag.POS == "NOUN"]
    if not any(_agrees(adjective, old) and case_of(old) == form.case for old in olds):
        return adjective
    wanted = agreement(_head(heads), form.number, form.case)
    return cased_as(inflected(parses[0], wanted), adjective)


def agreement(head: Any, number: str, case: str) -> set[str]:
    """Give the grammemes of an adjective that agrees with *head* in that number and case."""
    wanted = {number, case}
    if number == "sing" and head.tag.gender:
        wanted.add(str(head.tag.gender))
    if case == "accs" and (number == "plur" or head.tag.gender == "masc"):
        wanted.add(str(head.tag.animacy or "inan"))
    return wanted


def _head(parses: list[Any]) -> Any:
    """Give the noun among agreeing words, or the last of them (учащийся)."""
    return next((parse for parse in reversed(parses) if parse.tag.POS == "NOUN"), parses[-1])


def _agreeing_parses(phrase: str) -> list[Any]:
    """Parse the words of *phrase* that inflect: its head and those about it that agree with it.

    They are the first words of the phrase; empty where it has no head.
    """
    words = _WORD.findall(phrase)
    # From the end: in "целое число" the first word, too, can be a noun in the nominative.
    for index in reversed(range(len(words))):
        for parse in _noun_parses(words[index]):
            before = [
                _agreeing_parse(earlier, parse) or _adverb_parse(earlier)
                for earlier in words[:index]
            ]
            if all(before):
                return [*before, parse, *_agreeing_after(words[index + 1 :], parse)]
    return _adjective_as_head(words)


def _agreeing_after(words: list[str], noun: Any) -> list[Any]:
    """Parse the adjectives right after *noun*: среднее арифметическое."""
    parses = (_agreeing_parse(word, noun) for word in words)
    return list(takewhile(lambda parse: parse is not None, parses))


def _noun_parses(word: str) -> list[Any]:
    """Parse *word* as a noun in the nominative, the sense meant by school subjects first."""
    nouns = [parse for parse in readings(word) if parse.tag.POS == "NOUN"]
    nouns = [parse for parse in nouns if case_of(parse) == NOMINATIVE]
    lemma = _LEMMAS.get(word.lower())
    return sorted(nouns, key=lambda parse: parse.normal_form != lemma)


def _adjective_as_head(words: list[str]) -> list[Any]:
    """Parse words that are all adjectives or participles: a noun made from one (учащийся)."""
    for head in readings(words[-1]) if words else ():
        if head.tag.POS in AGREEING and case_of(head) == NOMINATIVE:
            before = [_agreeing_parse(earlier, head) for earlier in words[:-1]]
            if all(before):
                return [*before, head]
    return []


def _agreeing_parse(word: str, noun: Any) -> Any:
    for parse in readings(word):
        if parse.tag.POS in AGREEING and same_form(parse, noun):
            return parse
    return None


def _adverb_parse(word: str) -> Any:
    """Parse an adverb before a participle, which never changes: генетически модифицированный."""
    parse = readings(word)[0]
    return parse if parse.tag.POS == "ADVB" else None


def _agrees(word: str, noun: Any) -> bool:
    return _agreeing_parse(word, noun) is not None


def same_form(adjective: Any, noun: Any) -> bool:
    """Say whether the reading of an adjective agrees with that of a noun."""
    if case_of(adjective) != case_of(noun) or adjective.tag.number != noun.tag.number:
        return False
    if adjective.tag.animacy and noun.tag.animacy and adjective.tag.animacy != noun.tag.animacy:
        return False
    return noun.tag.number == "plur" or noun.tag.gender in (None, adjective.tag.gender)


def case_of(parse: Any) -> str:
    """Give the case, the second genitive and locative (в лесу, чаю) counted with the first."""
    case = str(parse.tag.case or "")
    return {**_SECOND_CASES, "gen1": "gent"}.get(case, case)


def inflected(parse: Any, wanted: set[str]) -> str:
    """Give the form with the *wanted* grammemes; among several, the one most like the word.

    pymorphy3's own choice would make "малейший" of the superlative "наименьший".
    """
    forms = [form.word for form in parse.lexeme if wanted <= form.tag.grammemes]
    return str(
        max(
            forms,
            key=lambda form: (form in _PLURALS, _shared(form, parse.word)),
            default=parse.word,
        )
    )


def _shared(first: str, second: str) -> int:
    """Count the letters that two words share from their beginning."""
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False))
    )


def _word_forms(word: str, part_of_speech: str) -> set[str]:
    """Give the forms of the first word of *word*, with the words after it as they are."""
    head, space, tail = word.partition(" ")
    wanted = {"verb": ("INFN", "VERB"), "adjective": ("ADJF", "PRTF")}.get(part_of_speech, ())
    parses = [parse for parse in readings(head) if parse.tag.POS in wanted]
    return {word} | {form.word + space + tail for parse in parses[:1] for form in parse.lexeme}


def cased_as(word: str, model: str) -> str:
    """Give *word* with the capitals of *model*."""
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""English words of a list in their forms, with the Russian forms that translate them.

Leaves out: how Russian words inflect, which pymorphy3 and ``audarma.morphology_ru`` know.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from audarma.morphology_ru import Form, inflect_phrase, readings
from training.english_forms import gerund, past_forms, plural, third_person
from training.starter_lexicon import Entry

Translations = Iterator[tuple[str, str, str, tuple[str, ...]]]
"""English words before a phrase, the phrase, words behind it; Russian, the likeliest first."""

_PREPOSITIONS = {
    "of": (("", "gent"),),
    "in": (("в", "loct"), ("на", "loct")),
    "on": (("на", "loct"),),
    "at": (("в", "loct"), ("на", "loct")),
    "to": (("к", "datv"), ("в", "accs"), ("", "datv")),
    "into": (("в", "accs"), ("на", "accs")),
    "from": (("из", "gent"), ("от", "gent")),
    "with": (("с", "ablt"), ("", "ablt")),
    "by": (("", "ablt"),),
    "for": (("для", "gent"),),
    "about": (("о", "loct"),),
    "without": (("без", "gent"),),
    "between": (("между", "ablt"),),
    "through": (("через", "accs"),),
    "under": (("под", "ablt"),),
    "over": (("над", "ablt"),),
    "after": (("после", "gent"),),
    "before": (("перед", "ablt"), ("до", "gent")),
    "during": (("во время", "gent"),),
}
_CASES = ("nomn", "gent", "accs", "ablt", "loct", "datv")


def russian_forms(entry: Entry) -> Translations:
    """Give the forms of *entry*."""
    if entry.is_rare and entry.part_of_speech in ("noun", "verb"):
        yield "", entry.english, "", _plainest(entry)
    elif entry.part_of_speech in ("noun", "name"):
        yield from _noun(entry.english, entry.target, "sing")
        if entry.part_of_speech == "noun":
            yield from _noun(plural(entry.english), entry.target, "plur")
    elif entry.part_of_speech == "verb":
        yield from _verb(entry)
    elif entry.part_of_speech in ("adjective", "determiner"):
        yield from _adjective(entry)
    else:
        yield "", entry.english, "", (entry.target,)


def _plainest(entry: Entry) -> tuple[str, ...]:
    """Give the cases of a noun, or the infinitive, present and past of a verb."""
    if entry.part_of_speech == "noun":
        cases = _declined(entry.target, "sing")
        return tuple(cases[case] for case in _CASES)
    verb = entry.target
    return (verb, *_forms(verb, {"3per"}), *_forms(verb, {"past", "indc"}))


def _noun(english: str, russian: str, number: str) -> Translations:
    cases = _declined(russian, number)
    yield "", english, "", tuple(cases[case] for case in _CASES)
    for word, governed in _PREPOSITIONS.items():
        targets = (f"{preposition} {cases[case]}".strip() for preposition, case in governed)
        yield word, english, "", tuple(targets)


def _declined(russian: str, number: str) -> dict[str, str]:
    """Give the forms of a noun or a noun phrase by case; a single word's at one look-up."""
    parse = _parse(russian, ("NOUN",)) if russian.isalpha() and russian.islower() else None
    if parse is not None and parse.tag.case == "nomn" and parse.tag.number == "sing":
        forms: dict[str, str] = {}
        for form in parse.lexeme:
            if number in form.tag:
                forms.setdefault(str(form.tag.case), form.word)
        if set(_CASES) <= forms.keys():
            return forms
    return {case: inflect_phrase(russian, Form(number, case)) for case in _CASES}


def _adjective(entry: Entry) -> Translations:
    first, space, rest = entry.target.partition(" ")
    parse = _parse(first, ("ADJF", "PRTF"))
    forms = (
        tuple(form.word for form in parse.lexeme if form.tag.POS in ("ADJF", "PRTF"))
        if parse
        else ()
    )
    yield (
        "",
        entry.english,
        "",
        tuple(dict.fromkeys(f + space + rest for f in forms)) or (entry.target,),
    )
    if parse and entry.part_of_speech == "adjective" and " " not in entry.english:
        yield "more", entry.english, "", (f"более {entry.target}",)
        yield (
            "most",
            entry.english,
            "",
            tuple(f"наиболее {f}" for f in forms[:6]) or (entry.target,),
        )


def _verb(entry: Entry) -> Translations:
    english = entry.english
    third, ing = third_person(english), gerund(english)
    past, participle = past_forms(english)
    verbs = [v for v in (entry.target, entry.perfective) if v]
    plain = [_forms(v, {"plur", "3per"}) for v in verbs]
    orders = [_forms(v, {"impr", "plur"}, not_in={"incl"}) for v in reversed(verbs)]
    yield "", english, "", (*_flat(orders), *_flat(plain[:1]), *verbs)
    yield "to", english, "", tuple(reversed(verbs))
    yield "", third, "", _forms(entry.target, {"sing", "3per"})
    yield (
        "will",
        english,
        "",
        _flat([_forms(verbs[-1], {"sing", "3per"}), _forms(verbs[-1], {"plur", "3per"})]),
    )
    pasts = _flat([_forms(v, {"past"}) for v in reversed(verbs)])
    yield "", past, "", pasts
    passive = _flat([_forms(v, {"PRTF", "pssv", "past"}) for v in reversed(verbs)])
    short = _flat([_forms(v, {"PRTS", "pssv", "past"}) for v in reversed(verbs)])
    yield "", participle, "", (*short, *passive)
    yield "", ing, "", (*_flat([_forms(v, {"GRND", "pres"}) for v in verbs[:1]]), *verbs)
    for word in ("can", "may"):
        yield (
            word,
            english,
            "",
            tuple(f"{m} {v}" for v in reversed(verbs) for m in ("может", "могут")),
        )


def _forms(
    verb: str, wanted: set[str], not_in: frozenset[str] | set[str] = frozenset()
) -> tuple[str, ...]:
    """Give the forms of *verb*, its first word, with all the *wanted* grammemes."""
    first, space, rest = verb.partition(" ")
    parse = _parse(first, ("INFN",))
    if parse is None:
        return ()
    found = (
        form.word + space + rest
        for form in parse.lexeme
        if wanted <= form.tag.grammemes and not not_in & form.tag.grammemes
    )
    return tuple(dict.fromkeys(found))


def _flat(groups: list[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(form for group in groups for form in group)


@cache
def _parse(word: str, parts: tuple[str, ...]) -> Any:  # pymorphy3 has no types.
    for parse in readings(word):
        if parse.tag.POS in parts:
            return parse
    return None

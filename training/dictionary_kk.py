# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""English words of a list in their forms, with the Kazakh forms that translate them.

English is in the order that ``adapters.engines.starter_order`` gives it, so what Kazakh says with
an ending stands right behind its word: "house in", үйде; "written be can", жазылуы мүмкін.
"""

from __future__ import annotations

from collections.abc import Iterator

from audarma.morphology_kk import Case, Form, Number, Possession, inflect_phrase
from training.english_forms import gerund, past_forms, plural, third_person
from training.kazakh_verb import Verb, verb_of
from training.starter_lexicon import Entry

Translations = Iterator[tuple[str, str, str, tuple[str, ...]]]
"""English words before a phrase, the phrase, words behind it; Kazakh, the likeliest first."""

_CASE_WORDS = {
    "of": Case.GENITIVE,
    "'s": Case.GENITIVE,
    "in": Case.LOCATIVE,
    "on": Case.LOCATIVE,
    "at": Case.LOCATIVE,
    "within": Case.LOCATIVE,
    "to": Case.DATIVE,
    "into": Case.DATIVE,
    "onto": Case.DATIVE,
    "from": Case.ABLATIVE,
    "with": Case.INSTRUMENTAL,
    "by": Case.INSTRUMENTAL,
    "than": Case.ABLATIVE,
}
_POSTPOSITIONS = {
    "for": (Case.NOMINATIVE, "үшін"),
    "about": (Case.NOMINATIVE, "туралы"),
    "by": (Case.NOMINATIVE, "арқылы"),
    "through": (Case.NOMINATIVE, "арқылы"),
    "as": (Case.NOMINATIVE, "ретінде"),
    "during": (Case.NOMINATIVE, "кезінде"),
    "between": (Case.NOMINATIVE, "арасында"),
    "among": (Case.NOMINATIVE, "арасында"),
    "under": (Case.NOMINATIVE, "астында"),
    "inside": (Case.NOMINATIVE, "ішінде"),
    "along": (Case.NOMINATIVE, "бойымен"),
    "until": (Case.DATIVE, "дейін"),
    "after": (Case.ABLATIVE, "кейін"),
    "before": (Case.ABLATIVE, "бұрын"),
    "since": (Case.ABLATIVE, "бастап"),
    "above": (Case.ABLATIVE, "жоғары"),
    "below": (Case.ABLATIVE, "төмен"),
    "like": (Case.NOMINATIVE, "сияқты"),
}


_OWNERS = {
    "my": Possession.MY,
    "your": Possession.YOUR_POLITE,
    "our": Possession.OUR,
    "his": Possession.THIRD,
    "her": Possession.THIRD,
    "its": Possession.THIRD,
    "their": Possession.THIRD,
}
_OWNED_CASES = {"of": Case.GENITIVE, "in": Case.LOCATIVE, "to": Case.DATIVE}


def kazakh_forms(entry: Entry) -> Translations:
    """Give the forms of *entry*."""
    verb = verb_of(entry.past) if entry.past else None
    if verb:
        yield from _verb(entry.english, verb)
    elif entry.part_of_speech in ("noun", "name", "abbreviation", "pronoun"):
        yield from _noun(entry.english, entry.target, Number.SINGULAR)
        if entry.part_of_speech == "noun":
            yield from _noun(plural(entry.english), entry.target, Number.PLURAL)
    else:
        yield "", entry.english, "", (entry.target,)
        if entry.part_of_speech == "adjective" and " " not in entry.english:
            yield from _compared(entry.english, entry.target)


def _noun(english: str, kazakh: str, number: Number) -> Translations:
    def form(case: Case, possession: Possession = Possession.NONE) -> str:
        return inflect_phrase(kazakh, Form(number, possession, case))

    third = Possession.THIRD
    bare = (form(Case.NOMINATIVE), form(Case.NOMINATIVE, third), form(Case.ACCUSATIVE))
    yield "", english, "", (*bare, *((kazakh,) if number is Number.PLURAL else ()))
    for word, case in _CASE_WORDS.items():
        targets = (form(case), form(case, third))
        yield "", english, word, (*targets, kazakh) if word == "of" else targets
    for word, (case, postposition) in _POSTPOSITIONS.items():
        yield "", english, word, (f"{form(case)} {postposition}",)
    if " " not in english and english.islower():
        for owner, possession in _OWNERS.items():
            owned = form(Case.NOMINATIVE, possession), form(Case.ACCUSATIVE, possession)
            yield owner, english, "", owned
            for word, case in _OWNED_CASES.items():
                yield owner, english, word, (form(case, possession),)


def _compared(english: str, kazakh: str) -> Translations:
    more, most = kazakh + _comparative(kazakh), f"ең {kazakh}"
    yield "", f"more {english}", "", (more,)
    yield "", f"most {english}", "", (most,)
    if len(english) <= 6:
        stem = english[:-1] + "i" if english.endswith("y") else english.removesuffix("e")
        if (
            len(stem) > 1
            and stem[-1] in "gtdn"
            and stem[-2] in "aiou"
            and stem[-3:-2] not in ("o", "e")
        ):
            stem += stem[-1]
        yield "", f"{stem}er", "", (more,)
        yield "", f"{stem}est", "", (most,)


def _comparative(adjective: str) -> str:
    form = inflect_phrase(adjective, Form(Number.PLURAL))
    is_back = form.endswith("ар")
    if adjective[-1] in "аәеыіоөұүэ":
        return "рақ" if is_back else "рек"
    return "ырақ" if is_back else "ірек"


def _verb(english: str, verb: Verb) -> Translations:
    third, ing = third_person(english), gerund(english)
    past, participle = past_forms(english)
    name, negative = verb.infinitive(), verb.negative()
    yield from _present(english, third, verb)
    yield "", english, "to", (f"{name} үшін", inflect_phrase(name, Form(case=Case.DATIVE)), name)
    yield (
        "",
        english,
        "can",
        (f"{verb.converb()} алады", f"{inflect_phrase(name, Form(case=Case.DATIVE))} болады"),
    )
    yield "", english, "could", (f"{verb.converb()} алды",)
    yield "", english, "cannot", (f"{verb.converb()} алмайды",)
    yield "", english, "may", (f"{inflect_phrase(name, Form(possession=Possession.THIRD))} мүмкін",)
    for word in ("should", "must", "to need", "to needs", "to has", "to have"):
        yield "", english, word, (f"{name} керек",)
    yield "", english, "will", (verb.present(),)
    yield "", english, "not do", (negative.imperative(), negative.present())
    yield "", english, "don't", (negative.imperative(), negative.present())
    for word in ("not does", "doesn't", "not will", "won't"):
        yield "", english, word, (negative.present(),)
    for word in ("not did", "didn't"):
        yield "", english, word, (negative.past(),)
    for word in ("not can", "can't"):
        yield "", english, word, (f"{verb.converb()} алмайды",)
    yield "", past, "", (verb.past(), verb.perfect())
    yield "", past, "that", (verb.perfect(),)
    yield "", past, "when", (f"{verb.perfect()} кезде",)
    yield "", participle, "has", (verb.perfect(),)
    yield "", participle, "have", (verb.perfect(),)
    yield "", participle, "had", (f"{verb.perfect()} еді",)
    yield "", ing, "", (name, verb.past_converb(), inflect_phrase(name, Form(case=Case.ACCUSATIVE)))
    yield "", ing, "by", (f"{name} арқылы",)
    yield "", ing, "for", (f"{name} үшін", inflect_phrase(name, Form(case=Case.DATIVE)))
    yield "", ing, "of", (inflect_phrase(name, Form(case=Case.GENITIVE)), name)
    yield "", ing, "in", (inflect_phrase(name, Form(case=Case.LOCATIVE)),)
    yield "", ing, "without", (negative.converb(),)
    yield "", ing, "after", (f"{verb.perfect()}{'нан' if verb.back else 'нен'} кейін",)
    yield "", ing, "before", (f"{inflect_phrase(name, Form(case=Case.ABLATIVE))} бұрын",)
    yield "", ing, "when", (f"{verb.perfect()} кезде",)
    yield "", ing, "is", (f"{verb.past_converb()} жатыр", verb.present())
    yield "", ing, "are", (f"{verb.past_converb()} жатыр", verb.present())
    yield from _passive(participle, verb, verb.passive())


def _present(english: str, third: str, verb: Verb) -> Translations:
    yield "", english, "", (verb.imperative(), verb.infinitive(), verb.present())
    yield "", third, "", (verb.present(),)
    for form in (english, third):
        yield "", form, "that", (verb.imperfect(),)
        yield "", form, "which", (verb.imperfect(),)
        yield "", form, "who", (verb.imperfect(),)
        yield "", form, "if", (verb.conditional(),)
        yield "", form, "when", (f"{verb.perfect()} кезде",)


def _passive(participle: str, verb: Verb, passive: Verb) -> Translations:
    yield "", participle, "", (passive.perfect(), verb.perfect())
    yield "", participle, "is", (passive.present(), passive.perfect())
    yield "", participle, "are", (passive.present(), passive.perfect())
    yield "", participle, "was", (passive.past(), passive.perfect())
    yield "", participle, "were", (passive.past(), passive.perfect())
    yield "", participle, "been has", (passive.perfect(), passive.past())
    yield "", participle, "been have", (passive.perfect(), passive.past())
    yield "", participle, "be will", (passive.present(),)
    third = inflect_phrase(passive.infinitive(), Form(possession=Possession.THIRD))
    name = inflect_phrase(verb.infinitive(), Form(case=Case.DATIVE))
    yield "", participle, "be can", (f"{name} болады", f"{third} мүмкін")
    yield "", participle, "be should", (f"{third} керек",)
    yield "", participle, "be must", (f"{third} керек",)
    yield "", participle, "not is", (passive.negative().present(),)
    yield "", participle, "not are", (passive.negative().present(),)
    yield "", participle, "is that", (passive.imperfect(), passive.perfect())
    yield "", participle, "are that", (passive.imperfect(), passive.perfect())

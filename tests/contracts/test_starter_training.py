# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of the starter engine's recipe: word order, word lists in their forms, test data."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.engines.starter_order import arranged
from adapters.engines.starter_tags import Tag, WordClass, tag_words
from adapters.engines.starter_text import TokenKind, tokenise_source
from training.collection_pairs import Use, read_collection, use_of
from training.english_forms import gerund, past_forms, plural, third_person
from training.kazakh_pieces import Pieces
from training.kazakh_verb import verb_of
from training.mueller_dictionary import read_mueller
from training.starter_dictionary import listed_pairs
from training.starter_lexicon import Entry, read_glossaries

NOUN, VERB, ADJECTIVE = WordClass.NOUN, WordClass.VERB, WordClass.ADJECTIVE
CLASSES = {
    "pour": VERB | WordClass.MOSTLY_VERB,
    "open": VERB | ADJECTIVE | WordClass.MOSTLY_VERB,
    "want": VERB | WordClass.MOSTLY_VERB,
    "converts": VERB,
    "used": VERB,
    "acid": NOUN,
    "water": NOUN,
    "file": NOUN,
    "program": NOUN,
    "process": NOUN,
    "light": NOUN | ADJECTIVE,
    "energy": NOUN,
    "button": NOUN,
    "loop": NOUN,
}


def in_order(source: str, locale: str = "kk") -> str:
    tokens = tokenise_source(source)
    forms = [token.form for token in tokens]
    tags = tag_words(forms, [token.kind is TokenKind.WORD for token in tokens], CLASSES)
    return " ".join(forms[place] for place in arranged(tags, forms, locale))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Pour the acid into the water.", "water into acid pour ."),
        ("The file can be used.", "file used be can ."),
        ("The energy of the water", "water of energy"),
        ("a process that converts light", "light converts that process"),
        ("Pour water if you want energy.", "you energy want if water pour ."),
        ("to open the file", "file open to"),
        ("water, acid", "water , acid"),
    ],
    ids=["order", "passive", "of", "relative", "condition", "infinitive", "list"],
)
def test_kazakh_order_puts_verbs_last_and_prepositions_behind(source: str, expected: str) -> None:
    assert in_order(source) == expected


def test_russian_order_only_leaves_articles_out() -> None:
    assert in_order("The energy of a loop", "ru") == "energy of loop"


def test_an_article_with_nothing_behind_it_stays() -> None:
    assert in_order("the", "ru") == "the"
    assert in_order("a)", "kk") == "a )"


@given(st.lists(st.sampled_from(list(Tag)), max_size=30), st.data())
def test_an_order_has_each_token_once_but_for_articles(
    tags: list[Tag], data: st.DataObject
) -> None:
    forms = [data.draw(st.sampled_from(("of", "word"))) for _ in tags]
    places = arranged(tags, forms, "kk")
    assert len(places) == len(set(places))
    assert {tags[place] for place in set(range(len(tags))) - set(places)} <= {Tag.ARTICLE}


@pytest.mark.parametrize(
    ("past", "infinitive", "present", "perfect", "order", "passive"),
    [
        ("жазды", "жазу", "жазады", "жазған", "жазыңыз", "жазылады"),
        ("оқыды", "оқу", "оқиды", "оқыған", "оқыңыз", "оқылады"),
        ("шықты", "шығу", "шығады", "шыққан", "шығыңыз", "шығылады"),
        ("бөлді", "бөлу", "бөледі", "бөлген", "бөліңіз", "бөлінеді"),
        ("қойды", "қою", "қояды", "қойған", "қойыңыз", "қойылады"),
        ("орындады", "орындау", "орындайды", "орындаған", "орындаңыз", "орындалады"),
        ("пайда болды", "пайда болу", "пайда болады", "пайда болған", "пайда болыңыз", None),
    ],
)
def test_a_kazakh_verb_inflects_from_its_past(
    past: str, infinitive: str, present: str, perfect: str, order: str, passive: str | None
) -> None:
    verb = verb_of(past)
    assert verb is not None
    assert verb.past() == past
    found = (verb.infinitive(), verb.present(), verb.perfect(), verb.imperative())
    assert found == (infinitive, present, perfect, order)
    assert passive in (None, verb.passive().present())


def test_a_kazakh_verb_is_negated_by_its_last_sound() -> None:
    negated = {past: verb_of(past) for past in ("жазды", "айтты", "ойлады", "кірді")}
    presents = [verb.negative().present() for verb in negated.values() if verb]
    assert presents == ["жазбайды", "айтпайды", "ойламайды", "кірмейді"]
    assert verb_of("үй") is None


@pytest.mark.parametrize(
    ("verb", "third", "ing", "pasts"),
    [
        ("write", "writes", "writing", ("wrote", "written")),
        ("open", "opens", "opening", ("opened", "opened")),
        ("stop", "stops", "stopping", ("stopped", "stopped")),
        ("prefer", "prefers", "preferring", ("preferred", "preferred")),
        ("study", "studies", "studying", ("studied", "studied")),
        ("lie", "lies", "lying", ("lied", "lied")),
        ("put on", "puts on", "putting on", ("put on", "put on")),
        ("go", "goes", "going", ("went", "gone")),
    ],
)
def test_an_english_verb_inflects(verb: str, third: str, ing: str, pasts: tuple[str, str]) -> None:
    assert (third_person(verb), gerund(verb), past_forms(verb)) == (third, ing, pasts)


def test_an_english_noun_has_a_plural() -> None:
    nouns = ("cell", "box", "study", "mouse", "life cycle")
    assert [*map(plural, nouns)] == ["cells", "boxes", "studies", "mice", "life cycles"]


def test_kazakh_endings_come_with_the_words_behind_an_english_noun() -> None:
    pairs = listed_pairs([Entry("cell", "noun", "жасуша")], Counter(), {}, "kk")
    assert ("жасушада",) in pairs["cell", "in"]
    assert ("жасушалардан",) in pairs["cells", "from"]
    assert ("жасушаның",) in pairs["cell", "of"]


def test_russian_cases_come_with_the_words_before_an_english_noun() -> None:
    pairs = listed_pairs([Entry("cell", "noun", "клетка")], Counter(), {}, "ru")
    assert ("в", "клетке") in pairs["in", "cell"]
    assert ("клеток",) in pairs["of", "cells"]


def test_forms_that_the_corpus_uses_count_for_more_and_so_do_first_senses() -> None:
    entries = [Entry("cell", "noun", "клетка"), Entry("cell", "noun", "камера")]
    pairs = listed_pairs(entries, Counter({"клетке": 50}), {}, "ru")["cell",]
    assert pairs["клетке",] > pairs["клетка",]
    assert pairs["клетка",] < pairs["клетке",]
    assert sum(w for (t,), w in pairs.items() if t.startswith("клетк")) > sum(
        w for (t,), w in pairs.items() if t.startswith("камер")
    )


def test_kazakh_words_are_cut_where_their_stems_are_known() -> None:
    pieces = Pieces(Counter({"мектеп": 9, "мектептерінде": 1, "білім": 5}))
    assert pieces.of("мектептерінде") == ["мектеп", "+plural", "+3", "+locative"]
    assert pieces.of("білім") == ["білім"]
    assert pieces.of("кітапта") == ["кітапта"]


def test_each_seventh_sentence_of_the_collection_is_held_out() -> None:
    uses = [use_of(f"subjects-{number:04}") for number in (7, 8, 9, 14, 15)]
    assert uses == [Use.HELD_OUT, Use.TUNING, Use.TRAINING, Use.HELD_OUT, Use.TUNING]
    held = {pair.identifier for pair in read_collection("kk", Use.HELD_OUT)}
    others = {
        pair.identifier for use in (Use.TRAINING, Use.TUNING) for pair in read_collection("kk", use)
    }
    assert len(held) >= 200
    assert not held & others


def test_forbidden_terms_are_not_learned() -> None:
    terms = {(entry.english, entry.target) for entry in read_glossaries("kk")}
    assert ("copyright", "авторлық құқық") in terms
    assert ("copyright", "копирайт") not in terms


def test_müller_is_read_by_part_of_speech_without_old_senses(tmp_path: Path) -> None:
    path = tmp_path / "mueller7.dict.dz"
    text = """brandling
   [brændlɪŋ] _n. дождевой червь
brand
   [brænd]
   1. _n.
      1) клеймо, тавро; brand mark знак
      2) _поэт. факел
   2. _v.
      1) (on) клеймить, позорить
run down
   _v. догнать
"""
    path.write_bytes(gzip.compress(text.encode()))
    assert [(e.english, e.part_of_speech, e.target) for e in read_mueller(path)] == [
        ("brandling", "noun", "дождевой червь"),
        ("brand", "noun", "клеймо"),
        ("brand", "verb", "клеймить"),
    ]

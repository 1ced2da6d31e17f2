# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audarma.morphology_en import is_plural, noun_lemmas, stands_as_verb, verb_lemmas


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("cells", "cell"),
        ("boxes", "box"),
        ("gases", "gas"),
        ("bases", "base"),
        ("bases", "basis"),
        ("studies", "study"),
        ("halves", "half"),
        ("knives", "knife"),
        ("sleeves", "sleeve"),
        ("volcanoes", "volcano"),
        ("mitochondria", "mitochondrion"),
        ("vertices", "vertex"),
        ("children", "child"),
        ("teacher's", "teacher"),
        ("series", "series"),
    ],
)
def test_noun_leads_to_its_dictionary_form(word: str, lemma: str) -> None:
    assert lemma in noun_lemmas(word)


@pytest.mark.parametrize("word", ["glass", "virus", "analysis", "gas", "this"])
def test_final_s_of_a_stem_is_no_plural(word: str) -> None:
    assert noun_lemmas(word) == (word,)


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("solves", "solve"),
        ("solving", "solve"),
        ("solved", "solve"),
        ("stopped", "stop"),
        ("applies", "apply"),
        ("applied", "apply"),
        ("found", "find"),
        ("written", "write"),
        ("tying", "tie"),
        ("testing", "test"),
    ],
)
def test_verb_leads_to_its_infinitive(word: str, lemma: str) -> None:
    assert lemma in verb_lemmas(word)


@pytest.mark.parametrize(
    ("word", "previous", "expected"),
    [
        ("force", "we", True),
        ("work", "to", True),
        ("force", "the", False),
        ("cell", "to", False),
        ("works", "he", True),
    ],
)
def test_plain_verb_is_told_by_the_word_before(word: str, previous: str, expected: bool) -> None:
    assert stands_as_verb(word, previous) is expected


def test_plural_is_told_from_names_of_sciences() -> None:
    assert is_plural("cells") and is_plural("nuclei")
    assert not is_plural("physics") and not is_plural("mass")


@given(st.text(max_size=12))
def test_any_word_is_its_own_first_candidate(word: str) -> None:
    assert noun_lemmas(word)[0] == word
    assert verb_lemmas(word)[0] == word

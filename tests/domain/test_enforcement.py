# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audarma.enforcement import Enforced, enforce
from audarma.model import Link, TermEntry, TermStatus
from audarma.term_forms import standing_terms
from audarma.termbase import Termbase


def entry(source: str, target: str, locale: str, domain: str = "") -> TermEntry:
    return TermEntry(source, target, locale, "noun", domain)


KAZAKH = Termbase(
    [
        entry("cell", "жасуша", "kk"),
        entry("cell membrane", "жасуша мембранасы", "kk"),
        entry("open educational resource", "ашық білім беру ресурсы", "kk"),
        entry("equation", "теңдеу", "kk"),
        entry("Python", "Python", "kk"),
    ]
)
RUSSIAN = Termbase(
    [
        entry("cell", "клетка", "ru"),
        entry("open educational resource", "открытый образовательный ресурс", "ru"),
        entry("energy", "энергия", "ru"),
    ]
)


def words(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"\S+", text)]


def links(source: str, target: str, pairs: str) -> list[Link]:
    """Read links as alignment tools write them: source word-target word, from 0."""
    numbers = [tuple(map(int, pair.split("-"))) for pair in pairs.split()]
    return [Link(*words(source)[first], *words(target)[last]) for first, last in numbers]


def enforced(termbase: Termbase, source: str, target: str, pairs: str, locale: str) -> Enforced:
    return enforce(target, termbase.find(source), links(source, target, pairs), source, locale)


@pytest.mark.parametrize(
    ("source", "target", "pairs", "expected"),
    [
        (
            "The nucleus of cells is small.",
            "Ұяшықтардың ядросы кішкентай.",
            "3-0 2-0 1-1 4-2 5-2",
            "Жасушалардың ядросы кішкентай.",
        ),
        (
            "Use open educational resources today",
            "Бүгін ашық оқу материалдарын пайдаланыңыз",
            "0-4 1-1 2-2 3-3 4-0",
            "Бүгін ашық білім беру ресурстарын пайдаланыңыз",
        ),
        (
            "Solve the equation {1}.",
            "Формуланы шешіңіз {1}.",
            "0-1 2-0 3-2",
            "Теңдеуді шешіңіз {1}.",
        ),
        ("The cell grows", "Cell өседі", "1-0 2-1", "Жасуша өседі"),
        (
            "A cell becomes two cells",
            "Ұяшық екі ұяшыққа айналады",
            "1-0 2-3 3-1 4-2",
            "Жасуша екі жасушаға айналады",
        ),
        (
            "The cell membrane guards the cell",
            "membrane ұяшық ұяшықты қорғайды",
            "1-1 2-0 3-3 5-2",
            "жасуша мембранасы жасушаны қорғайды",
        ),
        ("Write Python code", "Питон кодын жаз", "0-2 1-0 2-1", "Python кодын жаз"),
    ],
)
def test_kazakh_term_replaces_the_words_aligned_to_it(
    source: str, target: str, pairs: str, expected: str
) -> None:
    result = enforced(KAZAKH, source, target, pairs, "kk")
    assert result.target == expected
    assert result.missing == ()


@pytest.mark.parametrize(
    ("source", "target", "pairs", "expected"),
    [
        ("In a new cell", "В новом ящике", "0-0 2-1 3-2", "В новой клетке"),
        (
            "quality of open educational resources",
            "качество свободных учебных материалов",
            "0-0 2-1 3-2 4-3",
            "качество открытых образовательных ресурсов",
        ),
        ("Cells divide", "Ячейки делятся", "0-0 1-1", "Клетки делятся"),
        ("in the cells", "в cells", "0-0 2-1", "в клетках"),
        ("in the cell", "в ячейке", "0-0 2-0 2-1", "в клетке"),
    ],
)
def test_russian_term_replaces_the_words_aligned_to_it(
    source: str, target: str, pairs: str, expected: str
) -> None:
    assert enforced(RUSSIAN, source, target, pairs, "ru").target == expected


@pytest.mark.parametrize(
    ("source", "target", "pairs"),
    [
        ("The cell grows", "Ұяшық өседі", ""),
        ("The cell grows fast", "Ұяшық тез өсіп тұрған бөлме", "1-0 1-4 3-1 2-2"),
        ("The cell grows", "Ұяшық {1} бөлме өседі", "1-0 1-2 2-3"),
        ("The cell grows", "Бұл 5 ұяшық өседі", "1-1 1-2 2-3"),
        ("The cell grows", "а б в г д е", "1-0 1-5"),
        ("The cell equation", "Ұяшық теңдеу", "1-0 1-1 2-1"),
        ("The small cell", "Ұяшық", "1-0 2-0"),
    ],
    ids=[
        "no alignment",
        "words of others between",
        "a mask between",
        "a number between",
        "far too many words",
        "another term inside",
        "a word that means something else too",
    ],
)
def test_implausible_span_is_left_for_a_person(source: str, target: str, pairs: str) -> None:
    result = enforced(KAZAKH, source, target, pairs, "kk")
    assert result.target == target
    assert [hit.surface for hit in result.missing][:1] == ["cell"]


def test_term_that_is_there_already_is_not_touched() -> None:
    result = enforced(KAZAKH, "The cell", "Жасушаның", "1-0", "kk")
    assert result.target == "Жасушаның"
    assert [hit.surface for hit in result.satisfied] == ["cell"]


def test_term_with_two_preferred_targets_is_left_for_a_person() -> None:
    termbase = Termbase(
        [entry("solution", "шешім", "kk", "maths"), entry("solution", "ерітінді", "kk", "chem")]
    )
    result = enforced(termbase, "The solution", "Жауап", "1-0", "kk")
    assert (result.target, len(result.missing)) == ("Жауап", 1)
    assert enforced(termbase, "The solution", "Ерітіндіде", "1-0", "kk").missing == ()


def test_forbidden_term_is_replaced_by_the_preferred_one() -> None:
    forbidden = TermEntry("cell", "торша", "kk", "noun", status=TermStatus.FORBIDDEN)
    termbase = Termbase([entry("cell", "жасуша", "kk"), forbidden])
    assert enforced(termbase, "The cells", "Торшаларда", "1-0", "kk").target == "Жасушаларда"


def test_links_follow_the_words_that_they_belong_to() -> None:
    source, target = "Use open educational resources today", "Тегін материалдарды бүгін алыңыз"
    result = enforced(KAZAKH, source, target, "1-0 2-1 3-1 4-2 0-3", "kk")
    assert result.target == "Ашық білім беру ресурстарын бүгін алыңыз"
    spoken = {
        source[link.source_start : link.source_end]: result.target[
            link.target_start : link.target_end
        ]
        for link in result.links
    }
    assert spoken["today"] == "бүгін"
    assert spoken["Use"] == "алыңыз"


SOURCE_WORDS = ["the", "cell", "cells", "membrane", "equation", "grows", "Python", "of", "{1}", "7"]
TARGET_WORDS = [
    "ұяшықтың",
    "жасуша",
    "мембранасы",
    "формулалар",
    "теңдеу",
    "өседі,",
    "cell",
    "{1}",
    "{2}",
    "42",
    "және",
]


@st.composite
def aligned(draw: st.DrawFn) -> tuple[str, str, list[Link]]:
    source = " ".join(draw(st.lists(st.sampled_from(SOURCE_WORDS), min_size=1, max_size=7)))
    target = " ".join(draw(st.lists(st.sampled_from(TARGET_WORDS), min_size=1, max_size=7)))
    pair = st.tuples(st.sampled_from(words(source)), st.sampled_from(words(target)))
    return source, target, [Link(*s, *t) for s, t in draw(st.lists(pair, max_size=9))]


@settings(deadline=None)
@given(aligned())
def test_enforcing_twice_equals_once(case: tuple[str, str, list[Link]]) -> None:
    source, target, given_links = case
    hits = KAZAKH.find(source)
    once = enforce(target, hits, given_links, source, "kk")
    assert enforce(once.target, hits, once.links, source, "kk") == once


@settings(deadline=None)
@given(aligned())
def test_masks_numbers_and_other_terms_survive(case: tuple[str, str, list[Link]]) -> None:
    source, target, given_links = case
    hits = KAZAKH.find(source)
    result = enforce(target, hits, given_links, source, "kk")
    kept = re.compile(r"\{\d+\}|\d+|[^\w\s]")
    assert kept.findall(result.target) == kept.findall(target)
    before, after = (standing_terms(hits, text) for text in (target, result.target))
    assert all(len(old) <= len(new) for old, new in zip(before, after, strict=True))
    assert {*result.satisfied, *result.missing} == set(hits)
    assert all(
        0 <= link.target_start < link.target_end <= len(result.target) for link in result.links
    )

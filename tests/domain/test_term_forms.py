# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from pathlib import Path

import pytest

from audarma.model import TermEntry, TermStatus
from audarma.term_forms import (
    forbidden_used,
    inflected_like,
    missing_terms,
    occurrences,
    present,
)
from audarma.termbase import Termbase, load_termbase

GLOSSARIES = Path(__file__).parents[2] / "glossaries"


def entry(source: str, target: str, locale: str, pos: str = "noun") -> TermEntry:
    return TermEntry(source, target, locale, pos)


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("жасуша", "Жасушалардың ядросы бар."),
        ("жасуша", "Жасушадағы зат"),
        ("кітап", "оның кітабында"),
        ("ашық білім беру ресурсы", "Ашық білім беру ресурстарының сапасы"),
        ("ток күші", "Ток күшіне байланысты"),
        ("оқу-әдістемелік кешен", "оқу әдістемелік кешенді"),
        ("педагог", "педагогтарға"),
        ("хлоропласт", "хлоропласттар мен хлоропластар"),
        ("ДНҚ", "ДНҚ-ның құрылымы"),
    ],
)
def test_kazakh_term_is_present_in_any_form(target: str, text: str) -> None:
    assert present(entry("term", target, "kk"), text)


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("жасуша", "Жасушалық деңгей"),
        ("жасуша", "жас бала"),
        ("ток күші", "ток пен күш"),
        ("қара тесік", "қара, тесік"),
        ("ДНҚ", "днқ"),
    ],
)
def test_kazakh_term_is_not_seen_where_it_is_not(target: str, text: str) -> None:
    assert not present(entry("term", target, "kk"), text)


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("открытый образовательный ресурс", "качество открытых образовательных ресурсов"),
        ("закон сохранения энергии", "По закону сохранения энергии"),
        ("чёрная дыра", "масса черной дыры"),
        ("веб-сайт", "на веб-сайтах"),
        ("единица измерения", "Единицы\u00a0измерения"),
    ],
)
def test_russian_term_is_present_in_any_form(target: str, text: str) -> None:
    assert present(entry("term", target, "ru"), text)


def test_finite_verb_counts_as_its_infinitive() -> None:
    assert present(entry("calculate", "есептеу", "kk", "verb"), "Жылдамдықты есептеңіз.")
    assert present(entry("calculate", "вычислять", "ru", "verb"), "Мы вычисляем скорость.")
    assert not present(entry("add", "қосу", "kk", "verb"), "қосымша мәлімет")


@pytest.mark.parametrize("text", ["Python тілі", "Python-да", "Python’ның", "(Python)"])
def test_name_is_kept_to_the_letter_with_a_suffix_after_a_hyphen(text: str) -> None:
    assert present(entry("Python", "Python", "kk", "name"), text)


@pytest.mark.parametrize("text", ["python", "Питон", "Pythonic", "CPython"])
def test_name_in_other_letters_is_not_kept(text: str) -> None:
    assert not present(entry("Python", "Python", "kk", "name"), text)


def test_name_may_have_a_space_for_its_hyphen() -> None:
    assert present(entry("CC BY-SA", "CC BY-SA", "kk", "name"), "CC BY SA 4.0 лицензиясы")


def test_occurrences_span_the_words_of_the_term() -> None:
    text = "Ток күшін және ток күшін"
    spans = occurrences(entry("current", "ток күші", "kk"), text)
    assert [text[slice(*span)] for span in spans] == ["Ток күшін", "ток күшін"]


def test_admitted_term_satisfies_and_forbidden_one_does_not() -> None:
    entries = [
        entry("database", "дерекқор", "kk"),
        TermEntry("database", "деректер қоры", "kk", "noun", status=TermStatus.ADMITTED),
        TermEntry("database", "мәліметтер базасы", "kk", "noun", status=TermStatus.FORBIDDEN),
    ]
    hits = Termbase(entries).find("A database")
    assert missing_terms(hits, "Деректер қорында") == ()
    assert missing_terms(hits, "Мәліметтер базасында") == hits
    assert [found.target_term for _, found in forbidden_used(hits, "Мәліметтер базасында")] == [
        "мәліметтер базасы"
    ]
    assert forbidden_used(hits, "Дерекқорда") == ()


def test_term_inside_a_longer_one_of_another_hit_does_not_count_for_it() -> None:
    entries = [entry("cell", "жасуша", "kk"), entry("cell membrane", "жасуша мембранасы", "kk")]
    hits = Termbase(entries).find("The cell membrane protects the cell.")
    assert missing_terms(hits, "Жасуша мембранасы жасушаны қорғайды.") == ()
    assert [hit.surface for hit in missing_terms(hits, "Жасуша мембранасы қорғайды.")] == ["cell"]


def test_forbidden_term_inside_an_allowed_one_is_no_fault() -> None:
    entries = [
        entry("stem cell", "бағаналы тор жасуша", "kk"),
        entry("grid", "желі", "kk"),
        TermEntry("grid", "тор", "kk", "noun", status=TermStatus.FORBIDDEN),
    ]
    hits = Termbase(entries).find("stem cell, grid")
    assert forbidden_used(hits, "бағаналы тор жасуша, желі") == ()
    assert len(forbidden_used(hits, "бағаналы тор жасуша, тор")) == 1


@pytest.mark.parametrize(
    ("target", "locale", "replaced", "previous", "expected"),
    [
        ("жасуша", "kk", "ұяшықтардың", "", "жасушалардың"),
        ("ток күші", "kk", "амперажын", "", "ток күшін"),
        ("теңдеу", "kk", "формулаларында", "", "теңдеулерінде"),
        ("жасуша", "kk", "cell", "", "жасуша"),
        ("клетка", "ru", "ячейках", "в", "клетках"),
        ("открытый ресурс", "ru", "свободных источников", "", "открытых ресурсов"),
        ("клетка", "ru", "cell", "", "клетка"),
    ],
)
def test_term_takes_the_form_of_what_it_replaces(
    target: str, locale: str, replaced: str, previous: str, expected: str
) -> None:
    assert inflected_like(entry("term", target, locale), replaced, previous) == expected


def test_english_plural_left_in_a_target_gives_a_plural_term() -> None:
    assert inflected_like(entry("cell", "жасуша", "kk"), "cells", "", "cells") == "жасушалар"
    assert inflected_like(entry("cell", "клетка", "ru"), "cells", "", "cells") == "клетки"


@pytest.mark.parametrize("locale", ["kk", "ru"])
def test_shipped_glossaries_keep_the_schema_and_recognise_their_own_terms(locale: str) -> None:
    paths = sorted(GLOSSARIES.glob(f"en-{locale}/*.csv"))
    termbase = load_termbase(paths, locale, [GLOSSARIES / "do-not-translate.csv"])
    assert len(termbase.entries) >= 500
    assert [e.target_term for e in termbase.entries if not present(e, e.target_term)] == []
    unfound = [
        e.source_term
        for e in termbase.entries
        if not any(e in hit.entries for hit in termbase.find(f"the {e.source_term}"))
    ]
    assert unfound == []
    assert all((path.parent / f"{path.name}.license").exists() for path in paths)

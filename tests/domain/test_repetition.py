# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Targets carried over to sources that are alike."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audarma.inline_code import code_faults, parse, serialise
from audarma.repetition import carried, pattern, plural_form


@pytest.mark.parametrize(
    ("locale", "source", "target", "other", "expected"),
    [
        ("ru", "See page 15.", "См. стр. 15.", "See page 27.", "См. стр. 27."),
        ("ru", "It has 5 files.", "В нём 5 файлов.", "It has 11 files.", "В нём 11 файлов."),
        ("kk", "Figure 2", "2-сурет", "Figure 7", "7-сурет"),
        ("kk", "Figures 2 and 3", "2 және 3-сурет", "Figures 4 and 5", "4 және 5-сурет"),
        ("ru", "Of 5 take 7.", "Из 5 возьмите 7.", "Of 7 take 5.", "Из 7 возьмите 5."),
        ("ru", "Solve <math1/>.", "Решите <math1/>.", "Solve <math4/>.", "Решите <math4/>."),
        ("kk", "The cell", "Жасуша", "<a1>1.2 The cell</a1>", "<a1>1.2 Жасуша</a1>"),
        ("kk", "<a3>4. The cell</a3>", "<a3>4. Жасуша</a3>", "The cell", "Жасуша"),
        ("ru", "A <b1>big</b1> one", "<b1>Большой</b1>", "A <b2>big</b2> one", "<b2>Большой</b2>"),
        ("ru", "Earn 1,500 now", "Получите 1,500", "Earn 2,500 now", "Получите 2,500"),
    ],
    ids=lambda value: value if len(value) > 2 else None,
)
def test_target_is_carried_over(
    locale: str, source: str, target: str, other: str, expected: str
) -> None:
    assert carried(source, target, other, locale) == expected


@pytest.mark.parametrize(
    ("locale", "source", "target", "other"),
    [
        # Plural forms.
        ("ru", "It has 5 files.", "В нём 5 файлов.", "It has 21 files."),
        ("ru", "It has 5 files.", "В нём 5 файлов.", "It has 3 files."),
        ("kk", "1 file", "1 файл", "2 file"),
        ("ru", "Add 5 files.", "Добавьте 5 файлов.", "Add 1.5 files."),
        # A number with an ending of its own.
        ("kk", "From 12 on", "12-ден бастап", "From 13 on"),
        ("ru", "Lesson 5", "5-й урок", "Lesson 7"),
        ("kk", "Item 2", "2-ші зат", "Item 6"),
        # The target has not each number once.
        ("ru", "It has 5 files.", "В нём пять файлов.", "It has 6 files."),
        ("ru", "It has 5 files.", "В нём 5 файлов (5).", "It has 6 files."),
        ("ru", "It has 5 files.", "В нём 5 файлов и 7 папок.", "It has 6 files."),
        ("ru", "Of 5 take 5.", "Из 5 возьмите 5.", "Of 6 take 7."),
        ("ru", "It is 10.5 m.", "Это 10,5 м.", "It is 20.5 m."),
        # Other words, or a target without what stood around its source.
        ("ru", "Page 5", "Стр. 5", "Pages 6"),
        ("kk", "<a1>1.2 The cell</a1>", "<a1>Жасуша</a1>", "The cell"),
        ("ru", "3 Apples are here", "Здесь 3 яблока", "Apples are here"),
    ],
    ids=lambda value: value if len(value) > 2 else None,
)
def test_target_is_not_carried_over_where_it_might_be_wrong(
    locale: str, source: str, target: str, other: str
) -> None:
    assert carried(source, target, other, locale) is None


@pytest.mark.parametrize(
    ("number", "form"),
    [("1", "one"), ("21", "one"), ("3", "few"), ("5", "many"), ("1.5", "other")],
)
def test_numbers_have_the_plural_forms_of_cldr(number: str, form: str) -> None:
    assert plural_form(number, "ru") == form


_TEXT = st.text("аб 1 2,.-:<", max_size=12)
_CODES = st.sampled_from(["<a1>", "</a1>", "<math2/>", "<b3>", "</b3>"])
_CONTENT = st.lists(_TEXT.map(lambda text: serialise([text])) | _CODES, max_size=6).map("".join)


@given(source=_CONTENT, target=_CONTENT, locale=st.sampled_from(["kk", "ru"]))
def test_source_gets_its_own_target_unchanged_or_none(
    source: str, target: str, locale: str
) -> None:
    made = carried(source, target, source, locale)
    assert made in (None, target)
    if not code_faults(source, target) and serialise(parse(target)) == target:
        is_framed = pattern(source, locale).before or pattern(source, locale).after
        assert made == target or is_framed


@given(
    words=st.lists(st.sampled_from(["page", "of", "<x1/>", "{}"]), min_size=1, max_size=6),
    numbers=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=6, max_size=6),
    order=st.randoms(use_true_random=False),
    locale=st.sampled_from(["kk", "ru"]),
)
def test_carried_target_holds_the_numbers_and_codes_of_its_source(
    words: list[str], numbers: list[tuple[int, int]], order: object, locale: str
) -> None:
    words = [*dict.fromkeys(words), "{}"]
    source, other = (" ".join(words).format(*(pair[side] for pair in numbers)) for side in (0, 1))
    shuffled = source.split()
    order.shuffle(shuffled)  # type: ignore[attr-defined]  # a Random
    target = " ".join(shuffled)
    made = carried(source, target, other, locale)
    if made is not None:
        assert sorted(re.findall(r"\d+", made)) == sorted(re.findall(r"\d+", other))
        assert not code_faults(other, made)
        assert carried(other, made, source, locale) in (target, None)

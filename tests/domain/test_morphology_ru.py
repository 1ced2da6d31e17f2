# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audarma.morphology_ru import (
    ALL_FORMS,
    Form,
    agreeing_adjective,
    inflect_phrase,
    phrase_forms,
    read_form,
)


@pytest.mark.parametrize(
    ("phrase", "number", "case", "expected"),
    [
        ("клетка", "plur", "gent", "клеток"),
        ("клетка", "sing", "ablt", "клеткой"),
        ("учащийся", "plur", "datv", "учащимся"),
        ("учитель", "plur", "nomn", "учителя"),
        ("открытый образовательный ресурс", "plur", "gent", "открытых образовательных ресурсов"),
        ("открытый образовательный ресурс", "sing", "accs", "открытый образовательный ресурс"),
        ("открытые образовательные ресурсы", "sing", "datv", "открытым образовательным ресурсам"),
        ("закон сохранения энергии", "sing", "ablt", "законом сохранения энергии"),
        ("осадочная порода", "sing", "accs", "осадочную породу"),
        ("система уравнений", "plur", "loct", "системах уравнений"),
        ("электрический ток", "plur", "nomn", "электрические токи"),
        ("целое число", "plur", "gent", "целых чисел"),
        ("прямая линия", "sing", "gent", "прямой линии"),
        ("наименьшее общее кратное", "sing", "gent", "наименьшего общего кратного"),
        ("среднее арифметическое", "sing", "gent", "среднего арифметического"),
        ("осадки", "sing", "gent", "осадков"),
        ("оксид углерода(IV)", "sing", "ablt", "оксидом углерода(IV)"),
        ("IP-адрес", "plur", "gent", "IP-адресов"),
        ("веб-страница", "sing", "accs", "веб-страницу"),
        ("Центральная Азия", "plur", "loct", "Центральной Азии"),
        ("второй закон Ньютона", "sing", "datv", "второму закону Ньютона"),
        ("pH раствора", "sing", "gent", "pH раствора"),
        ("правообладатель", "sing", "accs", "правообладателя"),
        (
            "генетически модифицированный организм",
            "plur",
            "gent",
            "генетически модифицированных организмов",
        ),
    ],
)
def test_phrase_inflects_its_head_and_what_agrees_with_it(
    phrase: str, number: str, case: str, expected: str
) -> None:
    assert inflect_phrase(phrase, Form(number, case)) == expected


def test_verbs_and_adjectives_have_all_their_forms() -> None:
    assert {"решать", "решает", "решаем", "решал", "решающий"} <= phrase_forms("решать", "verb")
    assert {"устойчивого", "устойчивой", "устойчивы"} <= phrase_forms("устойчивый", "adjective")


def test_second_locative_and_genitive_count_as_the_term() -> None:
    assert {"тропическом лесу", "тропическом лесе"} <= phrase_forms("тропический лес")


@pytest.mark.parametrize(
    ("phrase", "previous", "expected"),
    [
        ("ячейке", "в", Form("sing", "loct")),
        ("ячейке", "к", Form("sing", "datv")),
        ("этих ячеек", "", Form("plur", "gent")),
        ("системы уравнений", "", Form("sing", "gent")),
        ("cells", "", None),
        ("быстро", "", None),
    ],
)
def test_form_is_read_off_a_phrase(phrase: str, previous: str, expected: Form | None) -> None:
    assert read_form(phrase, previous) == expected


def test_adjective_follows_the_noun_that_replaces_its_own() -> None:
    assert agreeing_adjective("новом", "ящике", "клетка", Form("sing", "loct")) == "новой"
    assert agreeing_adjective("Новый", "ящик", "клетка", Form()) == "Новая"
    assert agreeing_adjective("быстро", "ящик", "клетка", Form()) == "быстро"


@settings(deadline=None, max_examples=40)
@given(st.text(alphabet="абвгдежзиклмнопрстуя ёй-A1(){}", max_size=20))
def test_any_phrase_is_inflected_without_fail(phrase: str) -> None:
    assert all(isinstance(inflect_phrase(phrase, form), str) for form in ALL_FORMS)
    assert phrase.lower() in phrase_forms(phrase)

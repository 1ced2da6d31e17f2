# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Broken noun phrases of Russian drafts are mended, and sound ones are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audarma.agreement_ru import mended

SOUND = """Каждое зелёное растение — это небольшая фабрика .
В первой главе мы говорим о строении клетки и её ядра .
Этот раз был последним , а в этот раз мы не опоздали .
Свет является источником энергии для всех растений .
Ученики пришли в новую школу с тремя книгами и без тетрадей .
Благодаря открытой лицензии учебник читают во многих странах .
В лесу было тихо , и на снегу остались следы двух зайцев .
Сила , действующая на тело , равна произведению массы на ускорение .
Прочность стали завода известна , и чья книга лежит здесь , мы не знаем .
По окончании урока он является детям во сне .
Процесс , который растения ведут на свету , и реакция , которая энергию поглощает .
Он работает в ООН , а она — в МГУ .""".splitlines()


def mend(text: str, *dependent: int) -> str:
    return " ".join(mended(text.split(), dependent))


@pytest.mark.parametrize(
    ("broken", "sound"),
    [
        ("Каждый зелёный растение", "Каждое зелёное растение"),
        ("в одном ситуации", "в одной ситуации"),
        ("урок о фотосинтеза", "урок о фотосинтезе"),
        ("для новое уравнение", "для нового уравнения"),
        ("процесс называется фотосинтез", "процесс называется фотосинтезом"),
        ("На первый страница", "На первой странице"),
        ("один уравнение , один вода", "одно уравнение , одна вода"),
    ],
)
def test_a_broken_phrase_is_mended(broken: str, sound: str) -> None:
    assert mend(broken) == sound


@pytest.mark.parametrize("text", SOUND)
def test_a_sound_sentence_stays(text: str) -> None:
    assert mend(text) == text


def test_a_phrase_that_depends_on_a_noun_takes_the_genitive() -> None:
    assert mend("скорость химическая реакция", 1) == "скорость химической реакции"
    assert mend("скорость химической реакции", 1) == "скорость химической реакции"
    assert mend("масса тело", 1) == "масса тела"


def test_latin_words_and_acronyms_are_no_nouns() -> None:
    assert mend("для Python и с USB") == "для Python и с USB"


@given(st.lists(st.sampled_from(" ".join(SOUND).split()), max_size=12))
def test_words_are_inflected_and_nothing_else(words: list[str]) -> None:
    once = mended(words)
    assert len(once) == len(words)
    assert [word[:1].isupper() for word in once] == [word[:1].isupper() for word in words]
    assert [w for w in once if not w[0].isalpha()] == [w for w in words if not w[0].isalpha()]

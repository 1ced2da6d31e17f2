# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the ``pivot`` engine does with two engines in a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from adapters.engines import engine_named
from adapters.engines.apertium import Apertium
from adapters.engines.chat_openai import ChatOpenAi
from adapters.engines.http_limits import HttpLimits
from adapters.engines.language_codes import family_of
from adapters.engines.libretranslate import LibreTranslate
from adapters.engines.pivot import Pivot, composed
from adapters.engines.pseudo import PseudoEngine
from audarma.errors import EngineError, EngineNotFoundError
from audarma.model import Hypothesis, Link, TermEntry, TermHit, TranslationRequest
from audarma.ports import EngineUsage
from audarma.settings import load_settings
from tests.http_servers import chat, chat_segments, libretranslate, respelt, serving, spelt

QUICK = HttpLimits(timeout_s=5, attempts=2, first_pause_s=0.01)


class Table:
    """An engine that knows a few sentences by heart, word for word."""

    keeps_codes = False
    standalone_mask = "{{{}}}"

    def __init__(self, source_locale: str, locale: str, sentences: dict[str, str]) -> None:
        self.name = f"table-{source_locale}-{locale}"
        self.revision = "1"
        self.source_locale = source_locale
        self.locales = frozenset({locale})
        self.sentences = sentences
        self.asked: list[TranslationRequest] = []

    def translate(
        self, requests: Sequence[TranslationRequest], target_locale: str
    ) -> list[Hypothesis]:
        assert target_locale in self.locales
        self.asked += requests
        return [self._hypothesis(request.source) for request in requests]

    def _hypothesis(self, source: str) -> Hypothesis:
        target = self.sentences.get(source, "")
        links = zip(spans(source), spans(target), strict=False)
        return Hypothesis(target, -0.5, tuple(Link(*one, *two) for one, two in links))


def spans(text: str) -> list[tuple[int, int]]:
    found, place = [], 0
    for word in text.split(" "):
        found.append((place, place + len(word)))
        place += len(word) + 1
    return found


def requests(*sources: str) -> list[TranslationRequest]:
    return [TranslationRequest(source) for source in sources]


def english_russian() -> Table:
    return Table(
        "en", "ru", {"red house": "красный дом", "big {1}": "большой {1}", "lost": "потерян"}
    )


def russian_kazakh() -> Table:
    return Table("ru", "kk", {"красный дом": "қызыл үй", "большой {1}": "үлкен {1}"})


def test_the_second_engine_reads_what_the_first_wrote() -> None:
    pivot = Pivot(english_russian(), russian_kazakh())
    red, big = pivot.translate(requests("red house", "big {1}"), "kk")
    assert (red.target, big.target) == ("қызыл үй", "үлкен {1}")
    assert red.score == -1.0
    assert red.links == (Link(0, 3, 0, 5), Link(4, 9, 6, 8))


def test_it_is_named_for_both_and_writes_kazakh_alone() -> None:
    pivot = Pivot(english_russian(), russian_kazakh())
    assert pivot.name == "pivot:table-en-ru>table-ru-kk"
    assert pivot.revision == "1>1"
    assert pivot.locales == {"kk"}
    with pytest.raises(EngineError, match=r'writes no "ru"\. Ask for kk\.'):
        pivot.translate([], "ru")


def test_a_segment_lost_on_the_way_has_an_empty_target_and_keeps_its_place() -> None:
    second = russian_kazakh()
    pivot = Pivot(english_russian(), second)
    found = pivot.translate(requests("nothing", "red house", "lost", "nothing"), "kk")
    assert [hypothesis.target for hypothesis in found] == ["", "қызыл үй", "", ""]
    assert [request.source for request in second.asked] == ["красный дом", "потерян"]


def test_the_second_engine_is_not_asked_for_nothing() -> None:
    second = russian_kazakh()
    assert Pivot(english_russian(), second).translate(requests("nothing"), "kk")[0].target == ""
    assert second.asked == []


def test_neighbours_go_on_in_russian_and_kazakh_terms_do_not() -> None:
    first, second = english_russian(), russian_kazakh()
    hit = TermHit(4, 9, "house", (TermEntry("house", "үй", "kk"),))
    Pivot(first, second).translate(
        [
            TranslationRequest("red house", (hit,), (), ("big {1}", "elsewhere")),
            TranslationRequest("big {1}", (), ("red house",), ()),
        ],
        "kk",
    )
    assert [request.terms for request in first.asked] == [(), ()]
    assert second.asked == [
        TranslationRequest("красный дом", (), (), ("большой {1}",)),
        TranslationRequest("большой {1}", (), ("красный дом",), ()),
    ]


def test_links_are_composed_through_the_words_between() -> None:
    first = (Link(0, 3, 0, 7), Link(4, 9, 8, 11), Link(0, 3, 8, 11))
    second = (Link(8, 11, 0, 2), Link(0, 7, 3, 8), Link(20, 25, 9, 12))
    assert composed(first, second) == (Link(0, 3, 0, 2), Link(4, 9, 0, 2), Link(0, 3, 3, 8))


def test_masks_are_used_only_where_both_can_spell_them() -> None:
    second = russian_kazakh()
    assert Pivot(english_russian(), second).standalone_mask == "{{{}}}"
    second.standalone_mask = "[{}]"
    assert Pivot(english_russian(), second).standalone_mask == ""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (russian_kazakh, russian_kazakh),
        (english_russian, english_russian),
        (english_russian, PseudoEngine),
        (lambda: Table("en", "kk", {}), russian_kazakh),
        (english_russian, lambda: Table("ru", "ru", {})),
    ],
    ids=["Russian first", "English second", "English alone", "no Russian", "no Kazakh"],
)
def test_engines_that_do_not_fit_are_refused_with_what_would(
    first: Callable[[], Table], second: Callable[[], Table]
) -> None:
    with pytest.raises(EngineError, match="does not translate from"):
        Pivot(first(), second())


def test_two_servers_in_a_row_are_built_by_name_and_their_use_is_summed(tmp_path: Path) -> None:
    with serving(chat()) as model, serving(libretranslate) as server:
        settings = load_settings(openai_url=model.url, openai_input_price=1.0)
        pivot = engine_named(f"pivot:openai:m>libretranslate:{server.url}", tmp_path, settings)
        assert isinstance(pivot, Pivot)
        (hypothesis,) = pivot.translate(requests("if 1 < 2 & so on"), "kk")
        assert chat_segments(model.received[0])[0]["source"] == "if 1 &lt; 2 &amp; so on"
        assert server.received[0].body["q"] == [spelt("if 1 < 2 & so on", "ru")]
        assert (server.received[0].body["source"], server.received[0].body["target"]) == (
            "ru",
            "kk",
        )
        assert hypothesis.target == spelt("if 1 < 2 & so on", "ru")
        assert pivot.usage == EngineUsage(1, 0, 100, 40, 100 / 1e6)
    assert not pivot.keeps_codes


def test_two_engines_that_keep_codes_keep_them_together() -> None:
    with serving(chat()) as server:
        pivot = Pivot(
            ChatOpenAi("a", url=server.url, limits=QUICK),
            ChatOpenAi("b", url=server.url, limits=QUICK, source_locale="ru"),
        )
        assert pivot.keeps_codes
        request = TranslationRequest("See <a1>this</a1>, 1 &lt; 2", (), (), ("Then 3 < 4",))
        (hypothesis,) = pivot.translate([request], "kk")
    assert hypothesis.target == respelt(request.source, "ru")


def test_apertium_reads_russian_by_its_code() -> None:
    with serving(lambda _received: {"responseData": {"translatedText": "үй"}}) as server:
        engine = Apertium(server.url, limits=QUICK, source_locale="ru")
        assert Pivot(LibreTranslate(server.url), engine).locales == {"kk"}
        engine.translate(requests("дом"), "kk")
        assert server.received[0].body["langpair"] == "rus|kaz"


@pytest.mark.parametrize("name", ["pivot:pseudo", "pivot:pseudo>", "pivot:>pseudo", "pivot:a>b"])
def test_a_pivot_without_two_engines_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(EngineNotFoundError):
        engine_named(name, tmp_path)


# How models are told that they read Russian


def test_models_with_language_tokens_are_told_to_read_russian() -> None:
    nllb = {"eng_Latn", "kaz_Cyrl", "rus_Cyrl"}
    family = family_of(nllb.__contains__, "nllb", source_locale="ru")
    assert family.first_tokens("kk") == ["rus_Cyrl"]
    assert family.target_tokens == {"kk": "kaz_Cyrl"}
    madlad = family_of({"<2kk>", "<2ru>"}.__contains__, "madlad", "t5", source_locale="ru")
    assert madlad.text_prefixes == {"kk": "<2kk> "}


def test_a_model_named_for_russian_and_kazakh_is_given_bare_text() -> None:
    family = family_of(lambda _: False, "kazRush-ru-kk", "t5", source_locale="ru")
    assert family.name == "bilingual"
    assert family.locales == {"kk"}
    assert not family.text_prefixes
    assert family.first_tokens("kk") == []


def test_a_model_that_reads_another_language_is_refused_by_its_name() -> None:
    with pytest.raises(EngineError, match="reads Russian, not English"):
        family_of(lambda _: False, "kazRush-ru-kk", "t5")
    with pytest.raises(EngineError, match="reads English, not Russian"):
        family_of(lambda _: False, "opus-mt-en-ru", source_locale="ru")

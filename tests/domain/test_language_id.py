# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Language identification: the languages and scripts that the checks and ingest rely upon."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langdetect.detector_factory import DetectorFactory

from audarma.language_id import UNDETERMINED, detect_language, is_english

EVALUATION = Path(__file__).parents[3] / "shared" / "corpus" / "mt-eval" / "xwmt"

CASES = [
    pytest.param("en", "The cell is the basic unit of life.", id="english"),
    pytest.param("en", "CHAPTER FOUR: THE STRUCTURE OF MATTER", id="english heading in capitals"),
    pytest.param("kk", "Жасуша — тіршіліктің негізгі бірлігі.", id="kazakh"),
    pytest.param("kk", "ҚАЗАҚСТАННЫҢ ЖАҢА ТАРИХЫ ЖӘНЕ МӘДЕНИЕТІ", id="kazakh in capitals"),
    pytest.param("kk", "Бұл print() функциясы экранға мәтін шығарады.", id="kazakh with code"),
    pytest.param("kk", "Балалар мектепке барады, олар сабақ оқиды.", id="kazakh, few own letters"),
    pytest.param("ru", "Клетка — основная единица жизни.", id="russian"),
    pytest.param("ru", "Столица Казахстана — город Астана.", id="russian about kazakhstan"),
    pytest.param("kk-Latn", "Jasuşa — tirşiliktıñ negızgı bırlıgı.", id="latin kazakh of 2021"),
    pytest.param("kk-Latn", "Qazaqstan — Ortalyq Azııadaǵy memleket.", id="latin kazakh of 2018"),
    pytest.param("kk-Arab", "قازاقستان رەسپۋبليكاسى ورتالىق ازياداعى مەملەكەت", id="arabic kazakh"),
    pytest.param("ar", "الخلية هي الوحدة الأساسية للحياة في الكائنات", id="arabic"),
    pytest.param("uk", "Клітина є основною одиницею життя на Землі.", id="ukrainian"),
    pytest.param("bg", "Клетката е основната единица на живота на Земята.", id="bulgarian"),
    pytest.param(
        "ky",
        "Кыргызстан — Борбордук Азиядагы мамлекет, анын борбору Бишкек, өлкөнүн калкы көп.",
        id="kyrgyz, which has no profile",
    ),
    pytest.param("tt", "Татарстан башкаласы Казан шәһәре, җирләре киң һәм җылы.", id="tatar"),
    pytest.param("tr", "Hücre, yaşamın temel birimidir ve canlıları oluşturur.", id="turkish"),
    pytest.param("de", "Die Zelle ist die Grundeinheit des Lebens.", id="german"),
    pytest.param("el", "Το κύτταρο είναι η βασική μονάδα της ζωής.", id="greek"),
    pytest.param("ja", "細胞は生命の基本単位です。", id="japanese"),
    pytest.param("zh", "细胞是生命的基本单位。", id="chinese"),
]


@pytest.mark.parametrize(("language", "text"), CASES)
def test_language_is_told(language: str, text: str) -> None:
    assert detect_language(text)[0] == language


@pytest.mark.parametrize("text", ["", "   ", "12 + 3 = 15", "https://example.org/about-us", "…"])
def test_text_without_words_is_undetermined(text: str) -> None:
    assert detect_language(text) == (UNDETERMINED, 0.0)


def test_only_english_is_english() -> None:
    assert is_english("Plants turn light into sugar.")
    assert not is_english("Pflanzen verwandeln Licht in Zucker.")
    assert not is_english("Өсімдіктер жарықты қантқа айналдырады.")


def test_langdetect_itself_can_read_the_kazakh_profile() -> None:
    profiles = [
        (files("langdetect") / "profiles" / "ru").read_text(encoding="utf-8"),
        (files("audarma") / "language_profiles" / "kk").read_text(encoding="utf-8"),
    ]
    factory = DetectorFactory()
    factory.load_json_profile(profiles)
    factory.set_seed(0)
    detector = factory.create()
    detector.append("Жасуша — тіршіліктің негізгі бірлігі.")
    assert detector.detect() == "kk"
    assert json.loads(profiles[1])["name"] == "kk"


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_any_text_gets_an_answer_and_the_same_one_again(text: str) -> None:
    language, confidence = detect_language(text)
    assert language
    assert 0.0 <= confidence <= 1.0
    assert detect_language(text) == (language, confidence)


@pytest.mark.parametrize(
    ("name", "language"),
    [("en-kk.en", "en"), ("en-ru.en", "en"), ("en-kk.kk", "kk"), ("en-ru.ru", "ru")],
)
def test_at_least_99_percent_of_news_sentences_are_told(name: str, language: str) -> None:
    if not EVALUATION.is_dir():
        pytest.skip("the evaluation sentences are not on this machine")
    lines = (EVALUATION / name).read_text(encoding="utf-8").splitlines()
    sentences = [detokenise(line) for line in lines if len(line.split()) >= 5]
    right = sum(detect_language(sentence)[0] == language for sentence in sentences)
    assert right >= 0.99 * len(sentences)


def detokenise(line: str) -> str:
    """Undo the spaces that tokenised test sets have around punctuation."""
    return re.sub(r"([(«“\[]) ", r"\1", re.sub(r" ([,.;:!?)»”\]])", r"\1", line))

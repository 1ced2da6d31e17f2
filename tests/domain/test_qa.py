# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks: what each finds, what each leaves alone, and that none ever raises."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audarma.inline_code import plain_text
from audarma.model import Finding, Severity, TermEntry, TermHit
from audarma.qa import RULES, check
from tests.effort import instructions

FINDINGS = [
    pytest.param("codes", "ru", "See <a1>here</a1>.", "Смотрите здесь.", id="code lost"),
    pytest.param("codes", "ru", "It is <m1/>.", "Это <m1/> и <m1/>.", id="code doubled"),
    pytest.param("empty", "kk", "The cell.", " ", id="empty"),
    pytest.param("numbers", "ru", "It has 46 chromosomes.", "У неё 48 хромосом.", id="changed"),
    pytest.param("numbers", "kk", "It took 20 years.", "Бұл көп жылға созылды.", id="lost"),
    pytest.param("numbers", "ru", "It grows fast.", "Растёт в 3 раза быстрее.", id="added"),
    pytest.param("numbers", "ru", "It is 3.14 wide.", "Ширина 31,4.", id="decimal comma moved"),
    pytest.param("untranslated", "kk", "The cell is alive.", "The cell is alive.", id="copied"),
    pytest.param("untranslated", "ru", "Cells use mitosis.", "Клетки mitosis.", id="word left"),
    pytest.param(
        "untranslated",
        "ru",
        "Energy is stored in the bonds of sugar.",
        "Энергия хранится in the bonds сахара.",
        id="run of words left",
    ),
    pytest.param(
        "language",
        "kk",
        "The cell is the basic unit of life.",
        "Клетка является основной единицей жизни.",
        id="russian for kazakh",
    ),
    pytest.param(
        "language",
        "ru",
        "The cell is the basic unit of life.",
        "Жасуша тіршіліктің ең негізгі бірлігі болып табылады.",
        id="kazakh for russian",
    ),
    pytest.param(
        "language",
        "kk",
        "The cell is the basic unit of life on the Earth.",
        "Jasuşa tirşiliktıñ eñ negızgı bırlıgı bolyp tabylady.",
        id="latin kazakh",
    ),
    pytest.param(
        "language",
        "kk",
        "Kazakhstan is a state in Central Asia.",
        "قازاقستان رەسپۋبليكاسى ورتالىق ازياداعى مەملەكەت",
        id="arabic kazakh",
    ),
    pytest.param("homoglyphs", "ru", "In some cases", "В некоторых cлучаях", id="latin c"),
    pytest.param("homoglyphs", "kk", "The earth", "Жеp шары", id="latin p"),
    pytest.param("homoglyphs", "kk", "The big one", "iрi", id="latin i for kazakh і"),
    pytest.param("homoglyphs", "kk", "Aesthetics", "эстетика, гауhар", id="latin h for һ"),
    pytest.param("homoglyphs", "kk", "A new one", "жаҥа", id="other letter for ң"),
    pytest.param("homoglyphs", "ru", "In Word", "В редакторе Wоrd", id="cyrillic о in latin word"),
    pytest.param("homoglyphs", "ru", "My", "Мои\u0306", id="letter in two pieces"),
    pytest.param(
        "length", "ru", "The cell is the basic unit of all known life.", "Клетка.", id="short"
    ),
    pytest.param("punctuation", "kk", "What is a cell?", "Жасуша деген не.", id="question lost"),
    pytest.param("brackets", "ru", "Cells (small)", "Клетки (малые", id="bracket without partner"),
    pytest.param("quotes", "ru", "The “cell” is alive.", "«Клетка жива.", id="quote not closed"),
    pytest.param("capitals", "ru", "The cell", "клетка", id="capital lost"),
    pytest.param("double_spaces", "kk", "The cell", "Тірі  жасуша", id="two spaces"),
    pytest.param("repeated_words", "ru", "In the cell", "В в клетке", id="word twice"),
    pytest.param("urls", "ru", "See www.example.org.", "См. www.example.ru.", id="address changed"),
]


def rules(source: str, target: str, locale: str) -> set[str]:
    return {finding.rule for finding in check(source, target, locale)}


@pytest.mark.parametrize(("rule", "locale", "source", "target"), FINDINGS)
def test_fault_is_found(rule: str, locale: str, source: str, target: str) -> None:
    assert rule in rules(source, target, locale)


def test_every_rule_has_a_case() -> None:
    cases = {case.values[0] for case in FINDINGS} | {"terms"}
    assert cases == {rule.__name__ for rule in RULES} | {"empty"}


CLEAN = [
    pytest.param("kk", "The cell is alive.", "Жасуша тірі.", id="kazakh"),
    pytest.param("ru", "The cell is alive.", "Клетка жива.", id="russian"),
    pytest.param("ru", "It is 3.14, or 1,234.5.", "Это 3,14, или 1 234,5.", id="decimal comma"),
    pytest.param("ru", "It has 12,000 people.", "Там 12 000 человек.", id="grouping"),
    pytest.param("kk", "It has 12,000 people.", "Онда 12 мың адам бар.", id="thousands in words"),
    pytest.param("ru", "There are two cells.", "Есть 2 клетки.", id="digit for word"),
    pytest.param("kk", "There are 2 cells.", "Екі жасуша бар.", id="word for digit"),
    pytest.param("ru", "In the 19th century.", "В XIX веке.", id="roman century"),
    pytest.param("ru", "In the 1990s.", "В 90-е годы.", id="decade"),
    pytest.param("kk", "It is the 5th.", "Бұл — 5-ші.", id="ordinal"),
    pytest.param("ru", "It starts at 3:30 p.m.", "Начало в 15:30.", id="afternoon"),
    pytest.param("ru", "On 11/24/2026.", "24.11.2026.", id="date"),
    pytest.param("ru", "She said, “Go.”", "Она сказала: «Иди».", id="full stop and quotes"),
    pytest.param("kk", "Use the <c1/> loop.", "<c1/> циклін қолданыңыз.", id="code first"),
    pytest.param(
        "kk", "It is photosynthesis.", "Бұл — фотосинтез (photosynthesis).", id="term in brackets"
    ),
    pytest.param("ru", "See https://example.org/a-b.", "См. https://example.org/a-b.", id="url"),
    pytest.param("kk", "HTML", "HTML", id="acronym"),
    pytest.param("kk", "42", "42", id="number alone"),
    pytest.param("ru", "Run my_tool.py now.", "Запустите my_tool.py сейчас.", id="name of code"),
    pytest.param("ru", "Read the CD.", "Прочтите CD-диск.", id="latin before a hyphen"),
]


@pytest.mark.parametrize(("locale", "source", "target"), CLEAN)
def test_good_target_has_no_findings(locale: str, source: str, target: str) -> None:
    assert check(source, target, locale) == ()


def hit(source: str, target: str) -> TermHit:
    return TermHit(0, len(source), source, (TermEntry(source, target, "kk"),))


def test_missing_term_is_reported_with_the_preferred_one() -> None:
    missing = hit("cell", "жасуша")
    (finding,) = check("The cell.", "Ұяшық.", "kk", hits=[missing], missing=[missing])
    assert finding.rule == "terms"
    assert "жасуша" in finding.message
    assert "cell" in finding.message


def test_word_that_the_termbase_keeps_may_stay_in_latin() -> None:
    source, target = "Install git now.", "Қазір git орнатыңыз."
    assert "untranslated" in rules(source, target, "kk")
    assert check(source, target, "kk", hits=[hit("git", "git")]) == ()


def test_unknown_word_is_shown_where_it_stands() -> None:
    target = "Бұл mitosis деп аталады."
    (finding,) = check("It is mitosis.", target, "kk", unknown_words=["mitosis"])
    assert (finding.rule, target[finding.start : finding.end]) == ("untranslated", "mitosis")


def test_lost_codes_and_copied_sentences_are_errors() -> None:
    lost = check("See <a1>it</a1>.", "Қараңыз.", "kk")
    assert {(finding.rule, finding.severity) for finding in lost} == {("codes", Severity.ERROR)}
    copied = check("The cell is alive.", "The cell is alive.", "kk")
    assert Severity.ERROR in {finding.severity for finding in copied}


def test_kazakh_in_latin_letters_is_right_where_it_is_wanted() -> None:
    target = "Jasuşa — tirşiliktıñ negızgı bırlıgı."
    assert check("The cell is the unit of life.", target, "kk-Latn") == ()


@settings(max_examples=400, deadline=None)
@given(
    st.text(
        alphabet=st.one_of(
            st.sampled_from("aZ яҚі<>/1&;.,:()«»\"' \u00a0\u0306٣½²"), st.characters()
        )
    ),
    st.text(
        alphabet=st.one_of(
            st.sampled_from("aZ яҚі<>/1&;.,:()«»\"' \u00a0\u0306٣½²"), st.characters()
        )
    ),
    st.sampled_from(["kk", "ru", "kk-Latn"]),
)
def test_no_check_raises_and_spans_are_in_the_target(source: str, target: str, locale: str) -> None:
    for finding in check(source, target, locale, unknown_words=["а", source]):
        assert isinstance(finding, Finding)
        assert 0 <= finding.start <= finding.end <= len(plain_text(target))
        assert finding.message.endswith((".", ")"))


def test_a_segment_is_checked_in_few_instructions() -> None:
    source = "The cell is the basic unit of life, and each of its 46 chromosomes is copied."
    target = "Клетка — основная единица жизни, и каждая из её 46 хромосом копируется."
    check(source, target, "ru")
    assert instructions(lambda: check(f"{source} 2", f"{target} 2", "ru")) < 20_000


def test_a_short_kazakh_sentence_without_its_own_letters_is_not_taken_for_kyrgyz() -> None:
    target = "Интернет байланысы нашар болса, материалдарды алдын ала жүктеп алыңыз."
    source = "If the internet connection is poor, download the materials in advance."
    assert not [finding for finding in check(source, target, "kk") if finding.rule == "language"]

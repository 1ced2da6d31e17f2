# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from audarma.inline_code import escape
from audarma.model import Finding, Severity, State, UnitKind
from audarma.preview import PreviewDocument, PreviewSegment, PreviewUnit, preview_html
from audarma.wording_pages import PAGE_WORDS

MISSING_NUMBER = Finding("numbers", Severity.ERROR, "The number 2 is not in the target.")
SHORT = Finding("length", Severity.INFO, "The target is short.")


def unit(*segments: PreviewSegment, kind: str = UnitKind.PARAGRAPH) -> PreviewUnit:
    return PreviewUnit(kind, segments)


def page(*units: PreviewUnit, locale: str = "kk", ui_locale: str = "") -> BeautifulSoup:
    document = PreviewDocument("ch1.xhtml", "Шектер", units)
    return BeautifulSoup(
        "".join(preview_html("Талдау", locale, [document], ui_locale=ui_locale)), "html.parser"
    )


def test_source_and_target_stand_side_by_side_in_their_languages() -> None:
    row = page(unit(PreviewSegment("A limit.", "Шек.", State.REVIEWED))).select_one("article")
    assert row is not None
    source, target = row.select(".side")
    assert (source["lang"], source.get_text()) == ("en", "A limit.")
    assert (target["lang"], target.get_text()) == ("kk", "Шек.")
    assert PAGE_WORDS["kk"]["reviewed"] in row.get_text()


def test_headings_are_headings_and_stand_in_the_contents() -> None:
    shown = page(unit(PreviewSegment("Limits", "Шектер туралы"), kind=UnitKind.HEADING))
    heading = shown.select_one("h3.target")
    link = shown.select_one("nav li li a")
    assert heading is not None and heading.get_text() == "Шектер туралы"
    assert link is not None and link.get_text() == "Шектер туралы"
    assert shown.select_one(f"[id='{str(link['href'])[1:]}']") is not None


def test_every_link_of_the_page_leads_to_a_place_in_it() -> None:
    shown = page(
        unit(PreviewSegment("A", "Б"), kind="title"), unit(PreviewSegment("C", "Д"), kind="heading")
    )
    targets = {tag["id"] for tag in shown.select("[id]")}
    assert {str(link["href"]).removeprefix("#") for link in shown.select("a")} <= targets


def test_inline_codes_are_chips_and_text_is_text() -> None:
    shown = page(unit(PreviewSegment("See <a1>it</a1>, <math2/>: 1 &lt; 2.", "<b>x</b> &amp;")))
    chips = [chip.get_text() for chip in shown.select(".source .code")]
    assert chips == ["a1", "/a1", "math2"]
    source, target = shown.select_one(".source"), shown.select_one(".target")
    assert source is not None and "1 < 2." in source.get_text()
    assert target is not None and target.get_text() == "<b>x</b> &"


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1).filter(str.strip))
def test_no_text_becomes_markup(text: str) -> None:
    document = PreviewDocument(
        text, text, (unit(PreviewSegment(escape(text), escape(text), origin=text)),)
    )
    shown = BeautifulSoup("".join(preview_html(text, "ru", [document])), "html.parser")
    source = shown.select_one(".source")
    assert source is not None and source.get_text() == text
    plain = page(unit(PreviewSegment("A", "Б")))
    assert {tag.name for tag in shown.select("*")} <= {tag.name for tag in plain.select("*")}


def test_the_page_is_whole_in_itself_and_runs_nothing() -> None:
    shown = page(unit(PreviewSegment("A", "<script>alert(1)</script>")))
    assert not shown.select("script, link, img, iframe")
    policy = shown.select_one("meta[http-equiv=Content-Security-Policy]")
    assert policy is not None and "default-src 'none'" in str(policy["content"])
    assert "url(" not in shown.select("style")[0].get_text()


def test_what_is_not_translated_is_shown_as_such() -> None:
    shown = page(unit(PreviewSegment("One.", "Бір."), PreviewSegment("Two.")))
    target = shown.select_one(".target")
    assert target is not None
    assert target.get_text() == f"Бір. {PAGE_WORDS['kk']['untranslated']}"


def test_segments_of_white_space_are_not_shown() -> None:
    shown = page(
        unit(PreviewSegment("")), unit(PreviewSegment("One.", "Бір."), PreviewSegment(" "))
    )
    assert [row.get_text() for row in shown.select(".target")] == ["Бір."]


def test_a_unit_stands_where_the_least_advanced_of_its_segments_stands() -> None:
    shown = page(
        unit(PreviewSegment("A.", "А.", State.FINAL), PreviewSegment("B.", "Б.", State.TRANSLATED))
    )
    assert shown.select_one(".rail .state-translated") is not None


def test_findings_open_on_demand_and_can_be_filtered() -> None:
    shown = page(
        unit(PreviewSegment("2 apples", "алма", State.TRANSLATED, (SHORT, MISSING_NUMBER))),
        unit(PreviewSegment("Fine", "Жақсы", State.TRANSLATED)),
    )
    flagged = shown.select("article.has-findings")
    assert len(flagged) == 1
    details = flagged[0].select_one("details.severity-error")
    assert details is not None and not details.has_attr("open")
    assert MISSING_NUMBER.message in details.get_text()
    label = shown.select_one("label[for=only-findings]")
    assert label is not None and label.get_text().endswith("(1)")
    # The filter is a rule of style: the box must stand before what it filters, as a sibling.
    box = shown.select_one("#only-findings")
    assert box is not None and box.find_next_sibling("main") is not None


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_page_speaks_the_readers_language(locale: str) -> None:
    shown = page(unit(PreviewSegment("A", "Б")), ui_locale=locale)
    assert PAGE_WORDS[locale]["contents"] in shown.get_text()
    html = shown.select_one("html")
    assert html is not None and html["lang"] == locale


def test_every_language_has_every_word() -> None:
    keys = {frozenset(words) for words in PAGE_WORDS.values()}
    assert len(keys) == 1
    for words in PAGE_WORDS.values():
        assert all(words.values())
    assert {str(state) for state in State} <= next(iter(keys))
    assert {str(severity) for severity in Severity} <= next(iter(keys))


def test_a_resource_without_units_still_gives_a_page() -> None:
    assert "Талдау" in "".join(preview_html("Талдау", "kk", []))

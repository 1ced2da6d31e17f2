# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from audarma.report import Report, report_html, report_markdown, to_json
from audarma.wording_pages import PAGE_WORDS

REPORT = Report(
    resource="calculus",
    title="Calculus <Volume> 1",
    locale="kk",
    segments=1000,
    words=15000,
    states={"initial": 50, "translated": 700, "reviewed": 250},
    origins={"engine": 650, "memory": 300, "none": 50},
    findings={("numbers", "error"): 3, ("length", "info"): 40, ("terms", "warning"): 9},
    term_hits=200,
    terms_satisfied=193,
    engines=("starter 1.2",),
    unknown_words={"sinusoid": 4, "<b>": 1},
    notes=("CC BY-NC 4.0: no commercial use.",),
    durations_s={"translate": 12.25},
)


def text(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def test_the_page_tells_every_count() -> None:
    shown = text(report_html(REPORT))
    for fact in (
        "Calculus <Volume> 1", "1000", "15000", "not translated 50 5%", "by machine 700 70%",
        "engine 650 65%", "96.5%", "193 of 200 terms", "numbers error 3", "sinusoid 4", "<b>",
        "starter 1.2", "no commercial use", "translate 12.2 s",
    ):  # fmt: skip
        assert fact in shown


def test_the_gravest_findings_come_first() -> None:
    severities = [finding["severity"] for finding in json.loads(to_json(REPORT))["findings"]]
    assert severities == ["error", "warning", "info"]


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_report_speaks_the_readers_language(locale: str) -> None:
    assert PAGE_WORDS[locale]["report"] in text(report_html(REPORT, ui_locale=locale))
    assert PAGE_WORDS[locale]["report"] in report_markdown(REPORT, ui_locale=locale)


def test_shares_are_written_with_the_locales_comma() -> None:
    assert "96,5\xa0%" in report_html(REPORT, ui_locale="ru")
    assert "96,5\xa0%" in report_markdown(REPORT, ui_locale="kk")


def test_markdown_shows_tables_and_no_markup_from_titles() -> None:
    html = MarkdownIt().enable("table").render(report_markdown(REPORT))
    assert html.count("<table>") == 3
    assert "Calculus &lt;Volume&gt; 1" in html
    assert "Term accuracy: 96.5%" in html


def test_json_holds_what_the_report_holds() -> None:
    values = json.loads(to_json(REPORT))
    assert values["schema"] == 1
    assert values["states"] == REPORT.states
    assert values["term_accuracy"] == pytest.approx(0.965)
    assert values["findings"][0] == {"rule": "numbers", "severity": "error", "count": 3}


def test_no_terms_and_no_findings_are_said_and_not_divided_by() -> None:
    bare = replace(
        REPORT, segments=0, states={}, origins={}, findings={}, term_hits=0, terms_satisfied=0
    )
    assert bare.term_accuracy is None
    for page in (report_html(bare), report_markdown(bare)):
        assert PAGE_WORDS["en"]["no_terms"] in page
        assert PAGE_WORDS["en"]["no_findings"] in page
    assert json.loads(to_json(bare))["term_accuracy"] is None

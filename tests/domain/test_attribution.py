# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from audarma.attribution import attribution, attribution_markdown
from audarma.licence import gate
from audarma.model import Attribution, Metadata
from audarma.wording import TO_CONFIRM, WORDINGS

BOOK = Metadata(
    title="Calculus Volume 1",
    creators=("Gilbert Strang", "Edwin Herman"),
    source_url="https://openstax.org/details/books/calculus-volume-1",
    licence_statements=("CC BY-NC-SA 4.0",),
    publisher="OpenStax",
    published="2016-03-30",
)


def notice(
    metadata: Metadata = BOOK,
    locale: str = "kk",
    *,
    adaptation_licence: str = "",
    permission: Path | None = None,
    title: str = "Аударма",
    engine: str = "starter",
    people: Sequence[str] = (),
    reviewed: bool = False,
    translation_locale: str = "",
) -> Attribution:
    return attribution(
        metadata,
        gate(metadata, adaptation_licence=adaptation_licence, permission=permission),
        locale,
        title=title,
        engine=engine,
        engine_revision="1.2" if engine else "",
        people=people,
        date=datetime.date(2026, 11, 23),
        reviewed=reviewed,
        translation_locale=translation_locale,
    )


def text_of(attribution: Attribution) -> str:
    return "\n".join(line.text for line in attribution.lines)


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_notice_names_title_authors_source_licence_engine_and_date(locale: str) -> None:
    text = text_of(notice(locale=locale, translation_locale="kk"))
    for fact in (
        "Calculus Volume 1",
        "Gilbert Strang, Edwin Herman",
        "https://openstax.org/details/books/calculus-volume-1",
        "CC BY-NC-SA 4.0",
        "https://creativecommons.org/licenses/by-nc-sa/4.0/",
        "OpenStax",
        "starter (1.2)",
        "2026",
        "23",
    ):
        assert fact in text


def test_dates_are_written_as_each_language_writes_them() -> None:
    assert "2026\u202fж. 23 қараша." in text_of(notice(locale="kk"))
    assert "23 ноября 2026\u202fг.\n" in text_of(notice(locale="ru"))
    assert "23 November 2026." in text_of(notice(locale="en", translation_locale="ru"))


def test_the_changes_made_are_told() -> None:
    assert "ағылшын тілінен қазақ тіліне аударылды" in text_of(notice(locale="kk"))
    assert "с английского языка на русский" in text_of(notice(locale="ru"))
    assert "from English into Russian" in text_of(notice(locale="en", translation_locale="ru"))


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_readers_are_warned_until_people_have_reviewed(locale: str) -> None:
    warning = WORDINGS[locale].warning
    assert notice(locale=locale, translation_locale="kk").warning == warning
    assert notice(locale=locale, people=["A"], translation_locale="kk").warning == warning
    reviewed = notice(locale=locale, people=["A"], reviewed=True, translation_locale="kk")
    assert reviewed.warning == ""


def test_people_are_named_for_what_they_did() -> None:
    assert "Тексеріп, түзеткен: Айгүл." in text_of(notice(people=["Айгүл"], reviewed=True))
    assert "Тексеріп, түзеткендер: А, Б." in text_of(notice(people=["А", "Б"], reviewed=True))
    assert "қатысқан: Айгүл." in text_of(notice(people=["Айгүл"]))
    assert "Аударған: Айгүл." in text_of(notice(people=["Айгүл"], engine="", reviewed=True))
    assert notice(people=["Айгүл", " "]).translators == (
        "Айгүл",
        "starter (1.2) (машиналық аударма)",
    )


def test_one_author_and_several_are_worded_apart() -> None:
    one = Metadata(title="T", creators=("A. B. Jr.",), licence_statements=("CC BY 4.0",))
    assert "Авторы: A. B. Jr.\n" in text_of(notice(one))
    assert "Автор: A. B. Jr.\n" in text_of(notice(one, "ru"))
    assert "Авторлары:" in text_of(notice(BOOK))


def test_creative_commons_elements_are_glossed_for_readers() -> None:
    assert "«Атрибуция — Некоммерческое использование — На тех же условиях»" in text_of(
        notice(locale="ru")
    )
    kazakh = text_of(notice(locale="kk"))
    assert all(WORDINGS["kk"].elements[element] in kazakh for element in ("by", "nc", "sa"))


def test_two_licences_are_both_named() -> None:
    source = Metadata(title="T", licence_statements=("CC BY 4.0",))
    text = text_of(notice(source, adaptation_licence="CC BY-SA 4.0"))
    assert "Түпнұсқаның лицензиясы:" in text
    assert "https://creativecommons.org/licenses/by/4.0/" in text
    assert "https://creativecommons.org/licenses/by-sa/4.0/" in text


def test_a_public_domain_source_is_still_named() -> None:
    book = Metadata(title="Moby-Dick", licence_statements=("Public domain in the USA.",))
    text = text_of(notice(book, "ru"))
    assert "«Moby-Dick»" in text
    assert "Оригинал находится в общественном достоянии." in text
    assert "CC0 1.0" in text


def test_a_permission_is_told_to_readers(tmp_path: Path) -> None:
    answer = tmp_path / "answer.txt"
    answer.write_text("Yes.", encoding="utf-8")
    text = text_of(notice(Metadata(title="T"), permission=answer))
    assert "құқық иесінің рұқсатымен" in text
    assert "барлық құқықтар қорғалған" in text


def test_a_local_path_is_never_shown_to_readers() -> None:
    local = Metadata(title="T", source_url="/home/me/t.html", licence_statements=("CC BY 4.0",))
    shown = notice(local)
    assert shown.source_url == ""
    assert "/home/me" not in text_of(shown) + json.dumps(dict(shown.json_ld))


def test_machines_read_what_the_work_is_based_on_and_who_translated_it() -> None:
    facts = json.loads(json.dumps(dict(notice(people=["Айгүл"], reviewed=True).json_ld)))
    assert facts["@context"] == "https://schema.org"
    assert facts["inLanguage"] == "kk"
    assert facts["license"] == "https://creativecommons.org/licenses/by-nc-sa/4.0/"
    assert facts["isBasedOn"] == facts["translationOfWork"]
    assert facts["isBasedOn"]["url"] == BOOK.source_url
    assert facts["isBasedOn"]["inLanguage"] == "en"
    assert {"@type": "Person", "name": "Айгүл"} in facts["translator"]
    assert {"@type": "SoftwareApplication", "name": "starter (1.2)"} in facts["translator"]
    assert [author["name"] for author in facts["author"]] == list(BOOK.creators)
    assert facts["creativeWorkStatus"] == "Published"
    assert "CC BY-NC-SA 4.0" in facts["creditText"]


def test_the_english_notice_of_a_kazakh_translation_describes_the_kazakh_work() -> None:
    english = notice(locale="en", translation_locale="kk")
    assert english.json_ld["inLanguage"] == "kk"
    assert "into Kazakh" in text_of(english)


def test_the_markdown_file_holds_both_notices_with_live_links() -> None:
    page = attribution_markdown(
        notice(), notice(locale="en", translation_locale="kk", title="Calculus")
    )
    html = MarkdownIt().render(page)
    assert html.count('href="https://creativecommons.org/licenses/by-nc-sa/4.0/"') == 2
    assert "Аударма мен лицензия туралы" in html
    assert "About this translation and its licence" in html
    assert "<strong>This is a machine translation." in html


@given(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1).map(str.strip)
)
def test_a_title_is_text_in_markdown_whatever_it_holds(title: str) -> None:
    book = Metadata(title=title, source_url="https://a.b/c d>e", licence_statements=("CC BY 4.0",))
    page = attribution_markdown(notice(book), notice(book, "en", translation_locale="kk"))
    tokens = MarkdownIt().parse(page)
    shown = [
        "".join(child.content for child in token.children or [])
        for token in tokens
        if token.type == "inline" and "Түпнұсқа:" in token.content
    ]
    if title:
        assert f"«{title}»" in shown[0]
    assert all(token.type not in {"html_block", "code_block", "fence"} for token in tokens)


def test_doubtful_kazakh_wordings_are_listed_for_terminologists() -> None:
    wording = WORDINGS["kk"]
    phrases = dict(TO_CONFIRM)
    assert set(wording.elements.values()) <= set(phrases.values())
    assert phrases["public domain"] in wording.public_domain

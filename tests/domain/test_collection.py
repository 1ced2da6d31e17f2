# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The project's own sentences in three languages: their form, script, numbers and terms."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from audarma.homoglyphs import is_composed, look_alikes
from audarma.inline_code import escape
from audarma.language_id import detect_language
from audarma.model import TermHit
from audarma.qa import check
from audarma.term_forms import forbidden_used, missing_terms
from audarma.termbase import Termbase, load_termbase

REPOSITORY = Path(__file__).parents[2]
PARTS = tuple(sorted((REPOSITORY / "training" / "collection").glob("*.tsv")))
COLUMNS = ["id", "domain", "english", "kazakh", "russian"]
TARGETS = ("kk", "ru")
ENOUGH_WORDS = 5
"""Language identification can be relied upon from here up."""
LEAST_TERM_ACCURACY = 0.9

in_each_part = pytest.mark.parametrize("part", PARTS, ids=lambda part: part.stem)
in_each_target = pytest.mark.parametrize("locale", TARGETS)


class Row(NamedTuple):
    """A line of a part: one sentence in three languages."""

    id: str
    domain: str
    en: str
    kk: str
    ru: str

    def target(self, locale: str) -> str:
        """Give the sentence in *locale*, ``kk`` or ``ru``."""
        return self.kk if locale == "kk" else self.ru


@cache
def lines(part: Path) -> tuple[tuple[str, ...], ...]:
    with part.open(encoding="utf-8", newline="") as file:
        return tuple(map(tuple, csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)))


@cache
def rows(part: Path) -> tuple[Row, ...]:
    return tuple(Row(*line) for line in lines(part)[1:])


@cache
def termbase(locale: str) -> Termbase:
    glossaries = REPOSITORY / "glossaries"
    kept = glossaries / "do-not-translate.csv"
    return load_termbase(sorted(glossaries.glob(f"en-{locale}/*.csv")), locale, [kept])


@cache
def hits(sentence: str, locale: str) -> tuple[TermHit, ...]:
    return termbase(locale).find(sentence)


def sentences(part: Path) -> Iterator[tuple[str, str, str]]:
    """Give the id, locale and text of each sentence in each language."""
    for row in rows(part):
        yield row.id, "en", row.en
        yield row.id, "kk", row.kk
        yield row.id, "ru", row.ru


def end_mark(sentence: str) -> str:
    """Give the mark that ends *sentence*, before any closing quotation mark; empty if none does."""
    last = sentence.rstrip('»”"')[-1]
    return last if last in ".?!:;…" else ""


def test_there_is_a_collection() -> None:
    assert "subjects" in {part.stem for part in PARTS}


@in_each_part
def test_part_has_its_columns_licence_and_numbered_lines(part: Path) -> None:
    header, *cells = lines(part)
    assert list(header) == COLUMNS
    assert {len(line) for line in cells} == {len(COLUMNS)}
    assert [line[0] for line in cells] == [f"{part.stem}-{n + 1:04}" for n in range(len(cells))]
    assert "CC0-1.0" in part.with_name(f"{part.name}.license").read_text(encoding="utf-8")


@in_each_part
def test_no_cell_is_empty_padded_or_decomposed(part: Path) -> None:
    wrong = [
        (line[0], cell)
        for line in lines(part)
        for cell in line
        if not cell or cell != cell.strip() or not is_composed(cell)
    ]
    assert wrong == []


def test_no_sentence_stands_twice_in_the_collection() -> None:
    count = Counter((locale, text) for part in PARTS for _, locale, text in sentences(part))
    assert [sentence for sentence, times in count.items() if times > 1] == []


@in_each_part
def test_cyrillic_words_hold_no_look_alike_letters(part: Path) -> None:
    wrong = [
        (id_, found.word)
        for id_, locale, text in sentences(part)
        if locale != "en"
        for found in look_alikes(text, locale)
    ]
    assert wrong == []


@in_each_part
def test_sentences_are_recognised_as_their_language(part: Path) -> None:
    wrong = [
        (id_, text)
        for id_, locale, text in sentences(part)
        if len(re.findall(r"[^\W\d_]+", text)) >= ENOUGH_WORDS
        and detect_language(text)[0] != locale
    ]
    assert wrong == []


@in_each_part
def test_sentences_end_alike_in_all_languages(part: Path) -> None:
    marks = {row.id: {end_mark(text) for text in (row.en, row.kk, row.ru)} for row in rows(part)}
    assert {id_: found for id_, found in marks.items() if len(found) > 1} == {}


@in_each_target
@in_each_part
def test_checks_of_translations_find_nothing(part: Path, locale: str) -> None:
    """Numbers, punctuation, brackets, quotation marks, capitals, repeated words and the rest."""
    found = [
        (row.id, finding.rule, finding.message)
        for row in rows(part)
        for finding in check(
            escape(row.en), escape(row.target(locale)), locale, hits=hits(row.en, locale)
        )
    ]
    assert found == []


@in_each_target
@in_each_part
def test_forbidden_terms_are_not_used(part: Path, locale: str) -> None:
    used = [
        (row.id, entry.target_term)
        for row in rows(part)
        for _, entry in forbidden_used(hits(row.en, locale), row.target(locale))
    ]
    assert used == []


@in_each_target
@in_each_part
def test_nearly_all_terms_are_those_of_the_glossaries(part: Path, locale: str) -> None:
    found = [(row, hits(row.en, locale)) for row in rows(part)]
    missing = [
        (row.id, hit.surface)
        for row, its_hits in found
        for hit in missing_terms(its_hits, row.target(locale))
    ]
    total = sum(len(its_hits) for _, its_hits in found)
    assert total > 0
    assert 1 - len(missing) / total >= LEAST_TERM_ACCURACY, missing

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The project's lexicon of words and phrases: form, alphabets, and the forms of its verbs."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pymorphy3

from audarma.homoglyphs import is_composed, look_alikes

LEXICON = Path(__file__).parents[2] / "training" / "lexicon" / "general.tsv"
PHRASES = LEXICON.with_name("phrases.tsv")
COLUMNS = ["english", "part_of_speech", "kazakh", "kazakh_past", "russian", "note"]
PARTS_OF_SPEECH = {
    "noun",
    "verb",
    "adjective",
    "adverb",
    "preposition",
    "conjunction",
    "pronoun",
    "numeral",
    "determiner",
    "phrase",
}
ENGLISH = re.compile(r"[A-Za-z][A-Za-z' .-]*")
RUSSIAN = re.compile(r"[А-Яа-яЁё]([А-Яа-яЁё -]*[А-Яа-яЁё])?(/[а-яё][а-яё -]*[а-яё])?")
KAZAKH = re.compile(r"[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]([А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі -]*)")
INFINITIVE = re.compile(r"(ть|ти|чь)(ся|сь)?$")
VOICELESS = frozenset("пкқстфхцчшщ")
BACK, FRONT = frozenset("аоұыяё"), frozenset("әеөүіэ")
# Nothing but и or у before the ending: the vowels do not tell whether it is -ды or -ді.
UNTOLD = frozenset(("жиды", "жуды", "туды", "киді", "иді", "қиды", "сиды", "тиді", "буды", "қуды"))
# Right words that OpenCorpora's dictionary lacks.
NOT_IN_DICTIONARY = frozenset(("государство-член", "двудольный", "максимизировать", "полужирный"))
PHRASE_WORDS_NOT_IN_DICTIONARY = frozenset(("один-два", "два-три", "по-казахски"))

ENGLISH_PHRASE = re.compile(r"[A-Za-z][A-Za-z' ,-]*")
RUSSIAN_PHRASE = re.compile(r"[А-Яа-яЁё][А-Яа-яЁё ,-]*[А-Яа-яЁё]")
KAZAKH_PHRASE = re.compile(
    r"[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі][А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі ,-]*[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]"
)


class Phrase(NamedTuple):
    """A line of the phrases."""

    english: str
    kazakh: str
    russian: str


class Row(NamedTuple):
    """A line of the lexicon."""

    english: str
    part_of_speech: str
    kazakh: str
    past: str
    russian: str
    note: str


@cache
def lines(path: Path = LEXICON) -> tuple[tuple[str, ...], ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(map(tuple, csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)))


@cache
def rows() -> tuple[Row, ...]:
    return tuple(Row(*line) for line in lines()[1:])


@cache
def phrases() -> tuple[Phrase, ...]:
    return tuple(Phrase(*line) for line in lines(PHRASES)[1:])


def verbs() -> Iterator[Row]:
    return (row for row in rows() if row.part_of_speech == "verb")


def is_past_of(past: str, infinitive: str) -> bool:
    """Say whether *past* has the stem of *infinitive* and an ending that agrees with it.

    The infinitive drops ы and і (оқыды, оқу), and voices the stop before it (тапты, табу).
    """
    stem, ending = past[:-2], past[-2:]
    last = stem[-1]
    vowels = [letter for letter in stem.split()[-1] if letter in BACK | FRONT]
    if last in "бгғ" or not (vowels or past.split()[-1] in UNTOLD):
        return False
    agrees = not vowels or (ending[1] == "ы") == (vowels[-1] in BACK)
    voiced = stem[:-1] + {"п": "б", "к": "г", "қ": "ғ"}.get(last, last)
    elided = re.sub(r"[ыі](?=[кқ]$)", "", stem) if last in "кқ" else voiced
    infinitives = {voiced + "у", elided + "у", stem.rstrip("ыі") + "у"}
    if last == "й":
        infinitives.add(stem[:-1] + "ю")
    if last in "иыі":
        infinitives |= {stem + "ю", stem[:-1] + "ю"}
    if stem.endswith(("йы", "йі")):
        infinitives.add(stem[:-2] + "ю")
    return agrees and (ending[0] == "т") == (last in VOICELESS) and infinitive in infinitives


@cache
def analyser() -> Any:  # pymorphy3 has no types.
    return pymorphy3.MorphAnalyzer(lang="ru")


def aspects(form: str) -> set[str]:
    """Give the aspects that the infinitives in *form* have; some verbs have both."""
    return {
        parse.tag.aspect
        for word in form.split()
        for parse in analyser().parse(word)
        if "INFN" in parse.tag
    }


def test_file_has_its_columns_and_licence() -> None:
    header, *cells = lines()
    assert list(header) == COLUMNS
    assert {len(line) for line in cells} == {len(COLUMNS)}
    licence = LEXICON.with_name(f"{LEXICON.name}.license").read_text(encoding="utf-8")
    assert "CC0-1.0" in licence


def test_no_cell_is_padded_or_decomposed() -> None:
    cells = [cell for line in lines() for cell in line]
    assert [cell for cell in cells if cell != " ".join(cell.split()) or not is_composed(cell)] == []


def test_parts_of_speech_are_those_of_the_readme() -> None:
    assert {row.part_of_speech for row in rows()} == PARTS_OF_SPEECH


def test_each_language_has_letters_of_its_alphabet_only() -> None:
    wrong = [
        row
        for row in rows()
        if not ENGLISH.fullmatch(row.english)
        or not RUSSIAN.fullmatch(row.russian)
        or not KAZAKH.fullmatch(row.kazakh or "а")
    ]
    assert wrong == []


def test_words_hold_no_look_alike_letters() -> None:
    texts = [
        (text, locale)
        for row in rows()
        for text, locale in ((row.kazakh, "kk"), (row.past, "kk"), (row.russian, "ru"))
    ]
    wrong = [found.word for text, locale in texts for found in look_alikes(text, locale)]
    assert wrong == []


def test_kazakh_is_left_out_only_where_the_note_gives_the_ending() -> None:
    assert [row for row in rows() if not row.kazakh and "kk:" not in row.note] == []


def test_no_line_stands_twice() -> None:
    count = Counter((*row[:3], row.russian) for row in rows())
    assert [line for line, times in count.items() if times > 1] == []


def test_verbs_and_no_others_have_a_past() -> None:
    assert [row for row in rows() if bool(row.past) != (row.part_of_speech == "verb")] == []


def test_kazakh_past_agrees_with_the_infinitive() -> None:
    assert [row for row in verbs() if not is_past_of(row.past, row.kazakh)] == []


def test_a_past_that_does_not_agree_is_noticed() -> None:
    assert is_past_of("тапты", "табу")
    assert is_past_of("қорықты", "қорқу")
    assert not is_past_of("табды", "табу")
    assert not is_past_of("берды", "беру")
    assert not is_past_of("жүрді", "беру")


def test_russian_verbs_are_infinitives() -> None:
    wrong = [
        form
        for row in verbs()
        for form in row.russian.split("/")
        if not any(INFINITIVE.search(word) for word in form.split())
    ]
    assert wrong == []


def test_russian_imperfective_stands_before_the_perfective() -> None:
    wrong = [
        row.russian
        for row in verbs()
        for form, aspect in zip(row.russian.split("/"), ("impf", "perf"), strict=False)
        if aspect not in aspects(form)
    ]
    assert wrong == []


def test_russian_words_are_in_the_dictionary() -> None:
    """Spelling mistakes are in no dictionary."""
    words = {word.lower() for row in rows() for word in re.split(r"[ /]", row.russian)}
    unknown = {word for word in words if word and not analyser().word_is_known(word)}
    assert unknown == NOT_IN_DICTIONARY


def test_phrases_have_their_columns_and_licence() -> None:
    header, *cells = lines(PHRASES)
    assert header == Phrase._fields
    assert {len(line) for line in cells} == {len(header)}
    licence = PHRASES.with_name(f"{PHRASES.name}.license").read_text(encoding="utf-8")
    assert "CC0-1.0" in licence


def test_no_phrase_is_padded_or_decomposed() -> None:
    cells = [cell for line in lines(PHRASES) for cell in line]
    assert [cell for cell in cells if cell != " ".join(cell.split()) or not is_composed(cell)] == []


def test_english_phrases_have_two_to_six_words() -> None:
    assert [row for row in phrases() if not 2 <= len(row.english.split()) <= 6] == []


def test_each_phrase_has_a_translation_in_letters_of_its_alphabet() -> None:
    wrong = [
        row
        for row in phrases()
        if not ENGLISH_PHRASE.fullmatch(row.english)
        or not (row.kazakh or row.russian)
        or not RUSSIAN_PHRASE.fullmatch(row.russian or "да")
        or not KAZAKH_PHRASE.fullmatch(row.kazakh or "иә")
    ]
    assert wrong == []


def test_phrases_hold_no_look_alike_letters() -> None:
    texts = [(row.kazakh, "kk") for row in phrases()] + [(row.russian, "ru") for row in phrases()]
    assert [found.word for text, locale in texts for found in look_alikes(text, locale)] == []


def test_no_phrase_stands_twice() -> None:
    count = Counter((row.english.lower(), row.kazakh, row.russian) for row in phrases())
    assert [line for line, times in count.items() if times > 1] == []


def test_russian_words_of_phrases_are_in_the_dictionary() -> None:
    words = {word.lower() for row in phrases() for word in re.split("[ ,]+", row.russian)}
    unknown = {word for word in words if word and not analyser().word_is_known(word)}
    assert unknown == PHRASE_WORDS_NOT_IN_DICTIONARY

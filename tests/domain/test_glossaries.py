# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The glossaries that ship: their extent, script, spelling and agreement with each other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pymorphy3
import pytest

from audarma.glossary import read_glossary
from audarma.model import TermEntry, TermStatus
from audarma.termbase import load_termbase
from training.cldr_glossary import AMBIGUOUS, rows

GLOSSARIES = Path(__file__).parents[2] / "glossaries"
LOCALES = ("kk", "ru")
SUBJECTS = {
    "academic-skills",
    "biology",
    "chemistry",
    "education",
    "geography",
    "history",
    "informatics",
    "licensing",
    "mathematics",
    "physics",
    "social-science",
}
NAMES = "names-cldr"

# Symbols that stay in Latin script: the axes of a graph.
_LATIN_SYMBOLS = {"x", "y"}
_LATIN = re.compile(r"[A-Za-z]+")
_KAZAKH = set("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя")
_RUSSIAN = set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")

# Kazakh: a suffix of front vowels after a back one, or the other way about: «қышқылдік».
_NO_VOWEL = "[^аәоөұүыіеэуиёюя]*"
_BROKEN_HARMONY = re.compile(
    rf"\w*[аоұы]{_NO_VOWEL}(?:лік|дік|тік|лер|дер|тер)\Z"
    rf"|\w*[әөүі]{_NO_VOWEL}(?:лық|дық|тық|лар|дар|тар)\Z"
)
_DISHARMONIC_LOANS = {"банктік", "доплер"}
_QA_BESIDE_FRONT_VOWEL = re.compile(r"[қғ][әөүіе]|[әөүі]қ")
_COMPOUNDS = {"бұлшықет"}
_RUSSIAN_ENDING = re.compile(r"(?:ский|ская|ское|ость|ение|ание|ный|ная|ное)\Z")

# Words of science and schooling, and names, that OpenCorpora's dictionary lacks.
_NEW_RUSSIAN_WORDS = set(
    """Авогадро Гольджи Гука Доплера Пеннета Фибоначчи Шателье адиабатический алкин
    взаимооценивание кибербезопасность медиаграмотность межквартильный монооксид переместительное
    переместительный плазмалемма прокариотическая ретикулум самооценивание силлабус стади
    стейкхолдер студентоцентрированное суммативное фишинг формативное цитоскелет экстерналия
    эукариотическая""".split()  # noqa: SIM905  # a column of words reads better than of quotes
)


@cache
def files(locale: str) -> tuple[Path, ...]:
    return tuple(sorted(GLOSSARIES.glob(f"en-{locale}/*.csv")))


@cache
def entries(locale: str, *, names: bool = False) -> tuple[TermEntry, ...]:
    found = []
    for path in files(locale):
        if names or path.stem != NAMES:
            found += [row.entry for row in read_glossary(path, locale)[0]]
    return tuple(found)


def preferred(locale: str) -> list[TermEntry]:
    return [entry for entry in entries(locale) if entry.status is TermStatus.PREFERRED]


def words(locale: str) -> set[str]:
    found = {
        word
        for entry in entries(locale)
        if entry.status is not TermStatus.FORBIDDEN
        for word in re.findall(r"[Ѐ-ӿ]+", entry.target_term)
    }
    return {word for word in found if word != word.upper() or len(word) == 1}


@pytest.mark.parametrize("locale", LOCALES)
def test_all_glossaries_load_together_without_a_fault(locale: str) -> None:
    termbase = load_termbase(files(locale), locale, [GLOSSARIES / "do-not-translate.csv"])
    assert {path.stem for path in files(locale)} == SUBJECTS | {NAMES}
    assert len(termbase) > 2400


@pytest.mark.parametrize("locale", LOCALES)
def test_project_states_at_least_1200_preferred_terms_besides_names(locale: str) -> None:
    assert len(preferred(locale)) >= 1200


@pytest.mark.parametrize("locale", LOCALES)
def test_each_file_holds_the_domain_that_it_is_named_after(locale: str) -> None:
    for path in files(locale):
        domains = {row.entry.domain for row in read_glossary(path, locale)[0]}
        assert domains == {"names" if path.stem == NAMES else path.stem}


def test_both_languages_cover_the_same_source_terms() -> None:
    def concepts(locale: str) -> set[tuple[str, str, str]]:
        return {
            (entry.source_term, entry.part_of_speech, entry.domain)
            for entry in entries(locale, names=True)
        }

    assert concepts("kk") ^ concepts("ru") == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_one_source_term_of_a_domain_is_not_two_parts_of_speech(locale: str) -> None:
    kinds = defaultdict(set)
    for entry in entries(locale, names=True):
        kinds[entry.source_term, entry.domain].add(entry.part_of_speech)
    assert {term: found for term, found in kinds.items() if len(found) > 1} == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_what_one_file_forbids_no_other_prefers(locale: str) -> None:
    forbidden = {
        (entry.source_term, entry.target_term)
        for entry in entries(locale)
        if entry.status is TermStatus.FORBIDDEN
    }
    assert [
        entry
        for entry in entries(locale, names=True)
        if entry.status is not TermStatus.FORBIDDEN
        and (entry.source_term, entry.target_term) in forbidden
    ] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_each_line_tells_its_part_of_speech_and_origin(locale: str) -> None:
    assert [entry for entry in entries(locale, names=True) if not entry.part_of_speech] == []
    assert {entry.origin for entry in entries(locale)} == {"project"}


@pytest.mark.parametrize("locale", LOCALES)
def test_note_that_asks_for_confirmation_begins_with_the_mark(locale: str) -> None:
    asked = [entry for entry in entries(locale) if "confirm" in entry.note.lower()]
    assert asked
    assert [entry for entry in asked if not entry.note.startswith("[confirm]")] == []


@pytest.mark.parametrize(("locale", "letters"), [("kk", _KAZAKH), ("ru", _RUSSIAN)])
def test_targets_are_written_in_the_letters_of_their_language(
    locale: str, letters: set[str]
) -> None:
    wrong = [
        entry.target_term
        for entry in entries(locale, names=True)
        if set("".join(re.findall(r"[Ѐ-ӿ]+", entry.target_term.lower()))) - letters
        or set(_LATIN.findall(entry.target_term)) - _LATIN_SYMBOLS - {"IP"}
    ]
    assert wrong == []


def breaks_harmony(word: str) -> bool:
    """Say whether a Kazakh suffix goes against the vowel right before it."""
    return bool(_BROKEN_HARMONY.match(word.lower()))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("қышқылдық", False),
        ("қышқылдік", True),
        ("өткізгіштік", False),
        ("өткізгіштық", True),
        ("жасушалар", False),
        ("теңдеулер", False),
        ("ерітінділар", True),
        ("құқықтер", True),
    ],
)
def test_vowel_harmony_is_told_from_its_breach(word: str, expected: bool) -> None:
    assert breaks_harmony(word) is expected


def test_kazakh_suffixes_follow_vowel_harmony() -> None:
    broken = {word.lower() for word in words("kk") if breaks_harmony(word)}
    assert broken <= _DISHARMONIC_LOANS


def test_kazakh_q_and_gh_stand_beside_back_vowels_only() -> None:
    found = {word.lower() for word in words("kk") if _QA_BESIDE_FRONT_VOWEL.search(word.lower())}
    assert found <= _COMPOUNDS


def test_kazakh_targets_hold_no_russian_endings() -> None:
    found = {word for word in words("kk") if _RUSSIAN_ENDING.search(word.lower())}
    assert found == set()


def test_russian_words_are_known_to_the_dictionary_or_listed_as_new() -> None:
    analyser = pymorphy3.MorphAnalyzer(lang="ru")
    unknown = {word for word in words("ru") if not analyser.word_is_known(word.lower())}
    assert unknown == _NEW_RUSSIAN_WORDS


def test_names_are_those_that_cldr_gives_now() -> None:
    for locale in LOCALES:
        path = GLOSSARIES / f"en-{locale}" / f"{NAMES}.csv"
        made = [tuple(row.values()) for row in rows(locale)]
        read = [
            (e.source_term, e.target_term, e.part_of_speech, e.domain, str(e.status), e.note)
            for e in (row.entry for row in read_glossary(path, locale)[0])
        ]
        assert [row[:6] for row in made] == read


def test_names_that_are_words_or_people_are_left_out() -> None:
    found = {row["source_term"] for row in rows("kk")}
    assert found & AMBIGUOUS == set()
    assert {"Kazakhstan", "Almaty", "Kazakh language", "Kazakhstani tenge"} <= found


@pytest.mark.parametrize(
    "text",
    [
        "In addition, of course, set the table.",
        "He works in the field and leaves home at five.",
        "Scale the heights in order to see light.",
        "The power of words lies in their use.",
    ],
)
def test_everyday_words_are_no_terms(text: str) -> None:
    termbase = load_termbase(files("kk"), "kk")
    assert [hit.surface for hit in termbase.find(text)] == []


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("A cell phone rang.", "cell phone"),
        ("The mass media report.", "mass media"),
        ("It is an integral part.", "integral part"),
        ("A fuel cell gives current.", "fuel cell"),
    ],
)
def test_longer_term_shields_the_word_inside_it(text: str, term: str) -> None:
    termbase = load_termbase(files("ru"), "ru")
    assert [hit.surface for hit in termbase.find(text)] == [term]


def test_same_name_in_two_files_is_rare_and_deliberate() -> None:
    """Terms of several domains are never put in by themselves: there should be few."""
    for locale in LOCALES:
        homes = Counter(
            term for term, _ in {(entry.source_term, entry.domain) for entry in preferred(locale)}
        )
        assert len([term for term, count in homes.items() if count > 1]) <= 30

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The translation memory: which target comes back, at which score, and what is never taken."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz
from sqlalchemy import create_engine

from audarma.inline_code import escape
from audarma.memory import MemoryEntry, MemoryQuery, MemoryStats, TranslationMemory
from audarma.memory_index import comparable
from audarma.memory_lookup import ENTRIES, POSTINGS, SOURCES
from audarma.tables import Base


@pytest.fixture(params=["sqlite", "postgresql"])
def memory(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TranslationMemory]:
    is_server = request.param == "postgresql"
    url = request.getfixturevalue("server") if is_server else f"sqlite:///{tmp_path}/memory.db"
    engine = create_engine(url)
    tables = [SOURCES, ENTRIES, POSTINGS]
    Base.metadata.drop_all(engine, tables)
    Base.metadata.create_all(engine, tables)
    yield TranslationMemory(engine)
    Base.metadata.drop_all(engine, tables)
    engine.dispose()


CELL = MemoryEntry("The cell is alive.", "Жасуша тірі.", "kk", "aa", "bb", "person:Әсел", True)


def score(memory: TranslationMemory, source: str, before: str = "", after: str = "") -> int | None:
    (match,) = memory.leverage([MemoryQuery(source, before, after)], "kk")
    return match.score_percent if match else None


def target(memory: TranslationMemory, source: str, before: str = "", after: str = "") -> str:
    (match,) = memory.leverage([MemoryQuery(source, before, after)], "kk")
    return match.target if match else ""


def test_empty_memory_matches_nothing(memory: TranslationMemory) -> None:
    assert memory.leverage([MemoryQuery("The cell is alive."), MemoryQuery("")], "kk") == [
        None,
        None,
    ]
    assert memory.leverage([], "kk") == []


def test_equal_source_in_its_context_scores_101(memory: TranslationMemory) -> None:
    memory.add([CELL])
    assert score(memory, CELL.source, "aa", "bb") == 101


def test_unreviewed_target_scores_100_even_in_its_context(memory: TranslationMemory) -> None:
    memory.add([replace(CELL, reviewed=False)])
    assert score(memory, CELL.source, "aa", "bb") == 100


def test_equal_source_elsewhere_scores_100(memory: TranslationMemory) -> None:
    memory.add([CELL])
    assert score(memory, CELL.source, "aa", "cc") == 100
    assert score(memory, CELL.source) == 100


def test_entries_without_context_are_never_in_context(memory: TranslationMemory) -> None:
    memory.add([replace(CELL, before="", after="")])
    assert score(memory, CELL.source) == 100


def test_similar_source_scores_its_likeness(memory: TranslationMemory) -> None:
    memory.add([CELL])
    found = score(memory, "The cells are alive.")
    assert found == int(fuzz.ratio("the cells are alive.", "the cell is alive."))
    assert score(memory, "Rivers carry sediment to the sea.") is None


def test_a_match_below_the_threshold_is_none(memory: TranslationMemory) -> None:
    memory.add([CELL])
    query = [MemoryQuery("The cell is very old and alive.")]
    likeness = fuzz.ratio(comparable(query[0].source), comparable(CELL.source))
    assert memory.leverage(query, "kk", int(likeness) + 1) == [None]
    assert memory.leverage(query, "kk", int(likeness)) != [None]


def test_locales_do_not_mix(memory: TranslationMemory) -> None:
    memory.add([replace(CELL, target="Клетка жива.", target_locale="ru")])
    assert score(memory, CELL.source) is None
    assert memory.leverage([MemoryQuery(CELL.source)], "ru") != [None]


def test_same_text_with_other_codes_is_only_a_suggestion(memory: TranslationMemory) -> None:
    memory.add(
        [replace(CELL, source="The <b1>cell</b1> is alive.", target="<b1>Жасуша</b1> тірі.")]
    )
    assert score(memory, "The cell is alive.") == 99
    assert score(memory, "The <b1>cell</b1> is alive.") == 100


def test_target_that_lost_a_code_is_only_a_suggestion(memory: TranslationMemory) -> None:
    memory.add([replace(CELL, source="The <b1>cell</b1> is alive.")])
    assert score(memory, "The <b1>cell</b1> is alive.", "aa", "bb") == 99


def test_newer_reviewed_target_wins(memory: TranslationMemory) -> None:
    memory.add([CELL, replace(CELL, target="Жасуша — тірі.", before="x")])
    assert target(memory, CELL.source) == "Жасуша — тірі."


def test_unreviewed_target_does_not_beat_a_reviewed_one(memory: TranslationMemory) -> None:
    memory.add([CELL])
    memory.add([replace(CELL, target="Ұяшық тірі.", reviewed=False)])
    assert target(memory, CELL.source) == "Жасуша тірі."
    assert target(memory, "The cells is alive.") == "Жасуша тірі."


def test_context_beats_newness(memory: TranslationMemory) -> None:
    memory.add([CELL])
    memory.add([replace(CELL, target="Ұяшық тірі.", before="", after="")])
    assert target(memory, CELL.source, "aa", "bb") == "Жасуша тірі."


def test_adding_again_changes_nothing_but_the_newest(memory: TranslationMemory) -> None:
    other = replace(CELL, target="Жасуша — тірі.", before="x")
    memory.add([CELL])
    memory.add([other])
    memory.add([CELL])
    assert memory.stats() == (MemoryStats("kk", 1, 2, 2),)
    assert target(memory, CELL.source) == CELL.target


def test_machine_entry_never_takes_a_review_away(memory: TranslationMemory) -> None:
    memory.add([CELL])
    memory.add([replace(CELL, reviewed=False, origin="engine:starter")])
    (entry,) = memory.entries()
    assert entry.reviewed
    assert entry.origin == "person:Әсел"


def test_empty_targets_are_not_kept(memory: TranslationMemory) -> None:
    assert memory.add([replace(CELL, target="  ")]) == 0
    assert list(memory.entries()) == []


def test_export_gives_back_what_was_added(memory: TranslationMemory) -> None:
    added = [
        CELL,
        replace(CELL, source="It <b1/> grows &lt; fast.", target="Ол <b1/>", resource="r"),
    ]
    memory.add(added)
    assert [replace(entry, added_at=None) for entry in memory.entries("kk")] == added
    assert list(memory.entries("ru")) == []


def test_matches_come_in_the_order_of_queries(memory: TranslationMemory) -> None:
    sources = [f"Chapter {number} tells about planets and stars." for number in range(200)]
    memory.add(MemoryEntry(source, f"{n}-тарау", "kk") for n, source in enumerate(sources))
    found = memory.leverage([MemoryQuery(source) for source in reversed(sources)], "kk")
    assert [match and match.source for match in found] == sources[::-1]


def test_writers_at_the_same_time_lose_nothing(memory: TranslationMemory) -> None:
    entries = [replace(CELL, source=f"Cell number {n} is alive.") for n in range(300)]
    with ThreadPoolExecutor(4) as writers:
        list(writers.map(memory.add, [entries, entries[::-1], entries[100:], entries[:200]]))
    assert memory.stats() == (MemoryStats("kk", 300, 300, 300),)
    (match,) = memory.leverage([MemoryQuery("Cells number 77 is alive.")], "kk")
    assert match is not None and match.source == "Cell number 77 is alive."


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.text(min_size=1).map(escape), min_size=1, max_size=5), st.text().map(escape))
def test_any_text_can_be_kept_and_asked_for(sources: list[str], asked: str) -> None:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine, [SOURCES, ENTRIES, POSTINGS])
    memory = TranslationMemory(engine)
    memory.add(MemoryEntry(source, "аударма", "kk") for source in sources)
    found = memory.leverage([MemoryQuery(text) for text in [*sources, asked]], "kk")
    assert all(match is not None and match.score_percent == 100 for match in found[:-1])

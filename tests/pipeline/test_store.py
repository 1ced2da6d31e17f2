# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The store, on SQLite and on a real PostgreSQL server alike."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

import audarma.memory_tables  # noqa: F401  # its tables are compared too
from audarma.errors import SettingsError
from audarma.memory import MemoryEntry, MemoryQuery, TranslationMemory
from audarma.model import Document, Metadata, State, Translation, Unit, UnitKind
from audarma.store import Resource, Store
from audarma.tables import Base

DOCUMENT = Document(
    "a.html",
    (
        Unit("u1", UnitKind.HEADING, "Plants"),
        Unit("u2", UnitKind.PARAGRAPH, "One. Two. One.", ("Plants",), {"<a1>": "c2.html"}),
    ),
    "Plants",
)
RESOURCE = Resource("plants", "/a.html", "s/a.html", "0" * 64, "html", Metadata("Plants"), {})


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "sqlite":
        yield Store(f"sqlite:///{tmp_path / 'store.sqlite'}")
        return
    store = Store(request.getfixturevalue("server"))
    yield store
    Base.metadata.drop_all(store.engine)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    store.engine.dispose()


@pytest.fixture
def filled(store: Store) -> Store:
    store.save_resource(RESOURCE)
    store.save_documents(RESOURCE.id, [DOCUMENT])
    return store


def translate(store: Store, ids: tuple[int, ...], target: str = "аударма") -> int:
    records = store.records_by_id(ids, "kk")
    made = Translation(target, State.TRANSLATED, "engine:pseudo", changed_by="engine:pseudo 1")
    return store.save_machine("kk", [(record, made, []) for record in records])


def test_the_migrations_make_the_tables_that_the_code_declares(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_resource_comes_back_as_it_was_saved(filled: Store) -> None:
    assert filled.resource("plants") == RESOURCE
    assert filled.resource_from("/a.html") == RESOURCE
    assert filled.is_extracted("plants")


def test_batches_keep_reading_order_and_hold_equal_sources_together(filled: Store) -> None:
    sources = [
        [record.segment.source for record in filled.records_by_id(ids, "kk")]
        for ids in filled.pending("plants", "kk", 2)
    ]
    assert sources == [["Plants", "One.", "One."], ["Two."]]


def test_what_is_translated_is_not_pending_again(filled: Store) -> None:
    first, second = filled.pending("plants", "kk", 2)
    translate(filled, first)
    assert filled.pending("plants", "kk", 2) == [second]
    assert filled.pending("plants", "ru", 2) == [first, second]


def test_a_machine_never_overwrites_what_a_person_did(filled: Store) -> None:
    ((ids),) = filled.pending("plants", "kk", 9)
    record = filled.records_by_id(ids, "kk")[0]
    person = Translation("Өсімдіктер", State.REVIEWED, "person:Aigul", changed_by="person:Aigul")
    filled.save_person(record, "kk", person, "edited")
    assert translate(filled, ids) == len(ids) - 1
    assert filled.records_by_id(ids, "kk")[0].translation.target == "Өсімдіктер"


def test_two_runs_at_once_translate_each_segment_once(filled: Store) -> None:
    (ids,) = filled.pending("plants", "kk", 9)
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda n: translate(filled, ids, f"аударма {n}"), range(4)))
    assert sum(taken) == len(ids)


def test_every_change_is_in_the_history(filled: Store) -> None:
    (ids,) = filled.pending("plants", "kk", 9)
    translate(filled, ids, "бірінші")
    record = filled.records_by_id(ids, "kk")[0]
    filled.save_person(record, "kk", Translation("екінші", State.REVIEWED), "edited")
    targets = [row.target for row in filled.history("plants", "kk", record.digest)]
    assert targets == ["бірінші", "екінші"]


def test_the_queue_counts_states_by_document(filled: Store) -> None:
    first, _second = filled.pending("plants", "kk", 2)
    translate(filled, first)
    (line,) = filled.queue("plants")
    assert (line.document_path, line.locale, line.translated, line.waiting) == (
        "a.html",
        "kk",
        3,
        3,
    )
    assert filled.waiting("plants", "kk") == 4


def test_the_translation_memory_lives_in_the_same_database(store: Store) -> None:
    memory = TranslationMemory(store.engine)
    memory.add([MemoryEntry("The roots take in the water.", "Тамыр су сіңіреді.", "kk")])
    exact, fuzzy = memory.leverage(
        [MemoryQuery("The roots take in the water."), MemoryQuery("The roots take in water.")],
        "kk",
    )
    assert exact is not None and exact.score_percent >= 100
    assert fuzzy is not None and 75 <= fuzzy.score_percent < 100


def test_a_database_that_cannot_be_opened_is_told_without_its_password() -> None:
    with pytest.raises(SettingsError) as caught:
        Store("postgresql+psycopg://audarma:secret@127.0.0.1:1/none")
    assert "cannot be opened" in str(caught.value)
    assert "secret" not in str(caught.value)

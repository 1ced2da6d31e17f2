# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The translation memory: sources with their targets, found again when a source comes back.

Three kinds of matches: 101 for an equal source between the same neighbours whose target a person
approved, 100 for an equal source, and 75 to 99 for a similar one, by rapidfuzz's normalised
Indel similarity of the texts without codes. A target that does not hold its source's codes is
never more than a 99.

Leaves out: TMX and other files, which are in ``adapters.exchange``; how similar sources are
found fast, which is in ``audarma.memory_index``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, case, func, insert, not_, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from audarma.memory_index import comparable, postings
from audarma.memory_lookup import (
    ENTRIES,
    MAX_PARAMETERS,
    POSTINGS,
    SOURCES,
    MemoryQuery,
    batched,
    best_matches,
    digest_of,
)
from audarma.model import Match

__all__ = ["MemoryEntry", "MemoryQuery", "MemoryStats", "TranslationMemory"]

FUZZY_THRESHOLD_PERCENT = 75
_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class MemoryEntry:
    """One translation to remember; *source* and *target* are content.

    *before* and *after* are the digests of the neighbouring sources (``audarma.store.digest``),
    empty where there is none or none is known. *added_at* empty means now.
    """

    source: str
    target: str
    target_locale: str
    before: str = ""
    after: str = ""
    origin: str = ""
    reviewed: bool = False
    resource: str = ""
    added_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MemoryStats:
    """What the memory holds for one locale."""

    target_locale: str
    sources: int
    entries: int
    reviewed: int


class TranslationMemory:
    """The memory in one database; its tables are there already (``audarma.migrate``)."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, entries: Iterable[MemoryEntry]) -> int:
        """Remember *entries*, thousands to a transaction; give how many there were.

        An entry that is known already (equal source, target and context) becomes the newest of
        its source, and stays reviewed if it was. Entries with an empty target are not kept.
        """
        kept = 0
        for batch in batched((entry for entry in entries if entry.target.strip()), _BATCH):
            with self._engine.begin() as connection:
                ids = _source_ids(connection, batch)
                _write_entries(connection, batch, ids)
            kept += len(batch)
        return kept

    def leverage(
        self,
        queries: Sequence[tuple[str, str, str]],
        target_locale: str,
        threshold_percent: int = FUZZY_THRESHOLD_PERCENT,
    ) -> list[Match | None]:
        """Give the best match of each query, in their order; ``None`` where there is none.

        A query is a source as content, and the digests of its neighbours (``MemoryQuery``).
        Among targets of one source the one in the same context wins, then reviewed ones, then
        the newest.
        """
        with self._engine.connect() as connection:
            asked = [MemoryQuery(*query) for query in queries]
            return best_matches(connection, asked, target_locale, threshold_percent)

    def entries(self, target_locale: str | None = None) -> Iterator[MemoryEntry]:
        """Give all entries, oldest sources first, without holding them in memory."""
        statement = (
            select(SOURCES.c.source, SOURCES.c.target_locale, ENTRIES)
            .join_from(SOURCES, ENTRIES)
            .order_by(SOURCES.c.id, ENTRIES.c.id)
        )
        if target_locale is not None:
            statement = statement.where(SOURCES.c.target_locale == target_locale)
        with self._engine.connect().execution_options(yield_per=_BATCH) as connection:
            for row in connection.execute(statement):
                yield MemoryEntry(
                    row.source,
                    row.target,
                    row.target_locale,
                    row.before,
                    row.after,
                    row.origin,
                    row.reviewed,
                    row.resource,
                    row.added_at.replace(tzinfo=row.added_at.tzinfo or UTC),
                )

    def stats(self) -> tuple[MemoryStats, ...]:
        """Count what the memory holds, by locale."""
        statement = (
            select(
                SOURCES.c.target_locale,
                func.count(SOURCES.c.id.distinct()),
                func.count(ENTRIES.c.id),
                func.sum(case((ENTRIES.c.reviewed, 1), else_=0)),
            )
            .join_from(SOURCES, ENTRIES)
            .group_by(SOURCES.c.target_locale)
            .order_by(SOURCES.c.target_locale)
        )
        with self._engine.connect() as connection:
            return tuple(MemoryStats(*row) for row in connection.execute(statement))


def _insert(connection: Connection, table: Any) -> Any:
    """Give the database's own INSERT, the one that knows ON CONFLICT."""
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)


_SOURCE_IDS = select(SOURCES.c.id, SOURCES.c.target_locale, SOURCES.c.digest).where(
    SOURCES.c.target_locale == bindparam("locale"),
    SOURCES.c.digest.in_(bindparam("keys", expanding=True)),
)


def _source_ids(connection: Connection, batch: Sequence[MemoryEntry]) -> dict[tuple[str, str], int]:
    """Give the number of each entry's (locale, source), writing and indexing new sources."""
    wanted = {(entry.target_locale, digest_of(entry.source)): entry.source for entry in batch}
    rows = [
        {
            "target_locale": locale,
            "digest": digest,
            "source": source,
            "text": comparable(source),
        }
        # In one order, so that two writers of the same sources wait and do not deadlock.
        for (locale, digest), source in sorted(wanted.items())
    ]
    # Written before anything is read: SQLite lets no transaction that has read wait to write.
    written = connection.execute(
        _insert(connection, SOURCES)
        .on_conflict_do_nothing()
        .returning(SOURCES.c.id, SOURCES.c.target_locale, SOURCES.c.text),
        rows,
    ).all()
    for locale in sorted({row.target_locale for row in written}):
        _index(connection, locale, [(r.id, r.text) for r in written if r.target_locale == locale])
    return {
        (locale, wanted[locale, digest]): number
        for (locale, digest), number in _known(connection, wanted).items()
    }


def _known(connection: Connection, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Give the numbers of those (locale, digest) that the memory has."""
    digests_of: dict[str, list[str]] = {}
    for locale, digest in keys:
        digests_of.setdefault(locale, []).append(digest)
    return {
        (row.target_locale, row.digest): row.id
        for locale, digests in digests_of.items()
        for some in batched(digests, MAX_PARAMETERS)
        for row in connection.execute(_SOURCE_IDS, {"locale": locale, "keys": some})
    }


def _index(connection: Connection, locale: str, texts: Sequence[tuple[int, str]]) -> None:
    """Add new sources to the index of words."""
    rows = [
        {
            "target_locale": locale,
            "word": word,
            "first_source": int(listed["source"][0]),
            "count": len(listed),
            "sources": listed.tobytes(),
        }
        for word, listed in sorted(postings(texts).items())
    ]
    if rows:
        connection.execute(insert(POSTINGS), rows)


def _write_entries(
    connection: Connection, batch: Sequence[MemoryEntry], ids: Mapping[tuple[str, str], int]
) -> None:
    """Write the targets of *batch*; what a person approved gives way to the like alone."""
    now = datetime.now(UTC)
    rows: dict[tuple[int, str, str, str], dict[str, object]] = {}
    for entry in batch:
        key = (
            ids[entry.target_locale, entry.source],
            entry.before,
            entry.after,
            digest_of(entry.target),
        )
        if key in rows and rows[key]["reviewed"] and not entry.reviewed:
            continue
        rows[key] = {
            **dict(zip(("source_id", "before", "after", "target_digest"), key, strict=True)),
            "target": entry.target,
            "origin": entry.origin,
            "resource": entry.resource,
            "reviewed": entry.reviewed,
            "added_at": entry.added_at or now,
        }
    statement = _insert(connection, ENTRIES)
    new = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=["source_id", "before", "after", "target_digest"],
        set_={name: new[name] for name in ("origin", "resource", "reviewed", "added_at")},
        where=or_(new.reviewed, not_(ENTRIES.c.reviewed)),
    )
    connection.execute(statement, [row for _, row in sorted(rows.items())])

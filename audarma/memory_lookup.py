# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking sources up in the translation memory's tables: first the equal, then the similar.

Leaves out: which lists of words to read and how to weigh them, in ``audarma.memory_index``;
writing, in ``audarma.memory``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple, TypeVar

import numpy as np
from rapidfuzz import fuzz, process
from sqlalchemy import BindParameter, Connection, RowMapping, Table, bindparam, func, select

from audarma.inline_code import code_faults
from audarma.memory_index import (
    POSTING,
    Postings,
    candidates,
    comparable,
    words,
    words_to_read,
)
from audarma.memory_tables import MemoryEntryRow, MemoryPostingsRow, MemorySourceRow
from audarma.model import Match

IN_CONTEXT, EXACT, MOST_FUZZY = 101, 100, 99

SOURCES: Table = MemorySourceRow.metadata.tables[MemorySourceRow.__tablename__]
ENTRIES: Table = MemoryEntryRow.metadata.tables[MemoryEntryRow.__tablename__]
POSTINGS: Table = MemoryPostingsRow.metadata.tables[MemoryPostingsRow.__tablename__]

# SQLite's oldest limit is 999 parameters a statement.
MAX_PARAMETERS = 900
_QUERIES_AT_ONCE = 64

_T = TypeVar("_T")

_KEYS: BindParameter[Any] = bindparam("keys", expanding=True)
_LOCALE: BindParameter[str] = bindparam("locale")
_EXACT_ENTRIES = (
    select(SOURCES.c.source, ENTRIES)
    .join_from(SOURCES, ENTRIES)
    .where(SOURCES.c.target_locale == _LOCALE, SOURCES.c.digest.in_(_KEYS))
)
_ENTRIES_OF = (
    select(SOURCES.c.source, ENTRIES)
    .join_from(SOURCES, ENTRIES)
    .where(ENTRIES.c.source_id.in_(_KEYS))
)
_COUNTS = (
    select(POSTINGS.c.word, func.sum(POSTINGS.c.count))
    .where(POSTINGS.c.target_locale == _LOCALE, POSTINGS.c.word.in_(_KEYS))
    .group_by(POSTINGS.c.word)
)
_LISTS = (
    select(POSTINGS.c.word, POSTINGS.c.sources)
    .where(POSTINGS.c.target_locale == _LOCALE, POSTINGS.c.word.in_(_KEYS))
    .order_by(POSTINGS.c.word, POSTINGS.c.first_source)
)
_TEXTS = select(SOURCES.c.id, SOURCES.c.text).where(SOURCES.c.id.in_(_KEYS))


class MemoryQuery(NamedTuple):
    """A source to look up, as content, and the digests of its neighbours."""

    source: str
    before: str = ""
    after: str = ""


def batched(values: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Cut *values* into lists of *size*."""
    iterator = iter(values)
    while batch := list(islice(iterator, size)):
        yield batch


def digest_of(content: str) -> str:
    """Give the SHA-256 of content, in hex."""
    return sha256(content.encode()).hexdigest()


def best_matches(
    connection: Connection, queries: Sequence[MemoryQuery], locale: str, threshold_percent: int
) -> list[Match | None]:
    """Give the best match of each query, or ``None``."""
    found: list[Match | None] = []
    for batch in batched(queries, _QUERIES_AT_ONCE):
        exact = _exact_matches(connection, batch, locale)
        left = {query.source for query in batch if query not in exact}
        similar = _similar_matches(connection, sorted(left), locale, threshold_percent)
        found += [exact.get(query) or similar.get(query.source) for query in batch]
    return found


def _exact_matches(
    connection: Connection, queries: Sequence[MemoryQuery], locale: str
) -> dict[MemoryQuery, Match]:
    """Give the best target of each query whose very source the memory has."""
    keys = sorted({digest_of(query.source) for query in queries})
    rows_of: dict[str, list[RowMapping]] = {}
    for row in connection.execute(_EXACT_ENTRIES, {"locale": locale, "keys": keys}).mappings():
        rows_of.setdefault(row["source"], []).append(row)
    matches = {}
    for query in queries:
        if rows := rows_of.get(query.source):
            best = max(rows, key=lambda row: (_exact_score(query, row), *_rank(row)))
            matches[query] = _match(best, _exact_score(query, best))
    return matches


def _exact_score(query: MemoryQuery, row: RowMapping) -> int:
    """Score a target of the query's own source; a machine's is never as good as in context."""
    if code_faults(query.source, row["target"]):
        return MOST_FUZZY
    context = (query.before, query.after)
    in_context = any(context) and context == (row["before"], row["after"])
    return IN_CONTEXT if in_context and row["reviewed"] else EXACT


def _rank(row: RowMapping) -> tuple[Any, ...]:
    """Order targets that are else alike: a person's before a machine's, then the newest."""
    return row["reviewed"], row["added_at"], row["id"]


def _match(row: RowMapping, score_percent: int) -> Match:
    """Give a row as a match."""
    return Match(row["source"], row["target"], score_percent, row["origin"], row["reviewed"])


def _similar_matches(
    connection: Connection, sources: Sequence[str], locale: str, threshold_percent: int
) -> dict[str, Match]:
    """Give the best match of each source from those that are like it."""
    texts = {source: comparable(source) for source in sources}
    found = _candidates(connection, sorted(set(texts.values())), locale, threshold_percent / 100)
    wanted = sorted({number for numbers in found.values() for number in numbers})
    text_of = {
        number: text
        for keys in batched(wanted, MAX_PARAMETERS)
        for number, text in connection.execute(_TEXTS, {"keys": keys})
    }
    best: dict[str, tuple[int, int]] = {}
    for source, text in texts.items():
        choices = {number: text_of[number] for number in found[text] if number in text_of}
        hit = process.extractOne(text, choices, scorer=fuzz.ratio, score_cutoff=threshold_percent)
        if hit is not None:
            best[source] = (hit[2], min(int(hit[1]), MOST_FUZZY))
    rows = _best_entries(connection, sorted({number for number, _ in best.values()}))
    return {source: _match(rows[number], score) for source, (number, score) in best.items()}


def _best_entries(connection: Connection, numbers: Sequence[int]) -> dict[int, RowMapping]:
    """Give the best target of each numbered source."""
    best: dict[int, RowMapping] = {}
    for row in connection.execute(_ENTRIES_OF, {"keys": list(numbers)}).mappings():
        rival = best.get(row["source_id"])
        if rival is None or _rank(row) > _rank(rival):
            best[row["source_id"]] = row
    return best


def _candidates(
    connection: Connection, texts: Sequence[str], locale: str, least_ratio: float
) -> dict[str, list[int]]:
    """Give the numbers of the sources worth comparing with each text."""
    letters_of = {text: words(text) for text in texts}
    every_word = sorted({word for letters in letters_of.values() for word in letters})
    counts = {
        word: int(count)
        for keys in batched(every_word, MAX_PARAMETERS)
        for word, count in connection.execute(_COUNTS, {"locale": locale, "keys": keys})
    }
    read_for = {text: words_to_read(letters, counts) for text, letters in letters_of.items()}
    lists = _lists(connection, sorted({w for read in read_for.values() for w in read}), locale)
    return {
        text: candidates(
            len(text),
            [(letters_of[text][word], lists[word]) for word in read if word in lists],
            least_ratio,
        ).tolist()
        for text, read in read_for.items()
    }


def _lists(connection: Connection, keys: Sequence[int], locale: str) -> dict[int, Postings]:
    """Read the lists of these words whole."""
    packed: dict[int, list[bytes]] = {}
    for some in batched(keys, MAX_PARAMETERS):
        for word, run in connection.execute(_LISTS, {"locale": locale, "keys": some}):
            packed.setdefault(word, []).append(run)
    return {word: np.frombuffer(b"".join(runs), dtype=POSTING) for word, runs in packed.items()}

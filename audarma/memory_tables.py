# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The translation memory's tables, for SQLite and PostgreSQL alike.

A source is kept once a locale, however many targets it has, so that the index of words holds
each source once. Leaves out: how the index is packed, which is in ``audarma.memory_index``.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    DateTime,
    ForeignKey,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from audarma.tables import Base


class MemorySourceRow(Base):
    """A source that the memory knows; *digest* is of its content, *text* is what is compared."""

    __tablename__ = "memory_sources"
    __table_args__ = (UniqueConstraint("target_locale", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    target_locale: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)


class MemoryEntryRow(Base):
    """One target of a source, in one context: the digests of the segments before and after."""

    __tablename__ = "memory_entries"
    __table_args__ = (UniqueConstraint("source_id", "before", "after", "target_digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("memory_sources.id", ondelete="CASCADE"))
    before: Mapped[str] = mapped_column(String(64))
    after: Mapped[str] = mapped_column(String(64))
    target_digest: Mapped[str] = mapped_column(String(64))
    target: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(String(200))
    resource: Mapped[str] = mapped_column(String(120))
    reviewed: Mapped[bool]
    added_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class MemoryPostingsRow(Base):
    """Which sources hold a word: a run of them, packed, from *first_source* on.

    Rows are only ever added, one for each word of a batch, so that writers never wait for one
    another. *count* comes before *sources* so that counting reads no packed run.
    """

    __tablename__ = "memory_postings"
    __table_args__ = ({"sqlite_with_rowid": False},)

    target_locale: Mapped[str] = mapped_column(String(20), primary_key=True)
    word: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    first_source: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    count: Mapped[int]
    sources: Mapped[bytes] = mapped_column(LargeBinary)

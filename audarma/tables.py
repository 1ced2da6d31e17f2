# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The store's tables, for SQLite and PostgreSQL alike; ``audarma.migrations`` makes them.

Leaves out: the translation memory's tables, which are in ``audarma.memory_tables``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The base of every table; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class ResourceRow(Base):
    """A resource: where its snapshot lies and what is known of it."""

    __tablename__ = "resources"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    origin: Mapped[str] = mapped_column(Text)
    snapshot: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    format: Mapped[str] = mapped_column(String(40))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    licence: Mapped[dict[str, Any]] = mapped_column(JSON)
    extracted: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class DocumentRow(Base):
    """A document of a resource."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("resource_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[str] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    path: Mapped[str] = mapped_column(Text)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(Text, default="")


class SegmentRow(Base):
    """A segment, with what its unit says of it.

    *before* and *after* are the digests of the neighbouring segments: its context.
    """

    __tablename__ = "segments"
    __table_args__ = (
        UniqueConstraint("document_id", "unit_id", "index"),
        Index("ix_segments_document_position", "document_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    position: Mapped[int]
    unit_id: Mapped[str] = mapped_column(String(200))
    index: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    title_path: Mapped[list[str]] = mapped_column(JSON)
    code_hints: Mapped[dict[str, str]] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(Text)
    leading: Mapped[str] = mapped_column(Text, default="")
    trailing: Mapped[str] = mapped_column(Text, default="")
    digest: Mapped[str] = mapped_column(String(64))
    before: Mapped[str] = mapped_column(String(64), default="")
    after: Mapped[str] = mapped_column(String(64), default="")
    previous_source: Mapped[str] = mapped_column(Text, default="")


class TranslationRow(Base):
    """The present translation of a segment into one locale.

    *problem* is why the last reviewed version could not be taken; the next export shows it.
    *exported* is the target as the last exported PO file gave it, and *exported_approved* whether
    it stood there as approved: what a reviewer started from.
    """

    __tablename__ = "translations"
    __table_args__ = (Index("ix_translations_locale_state", "locale", "state"),)

    segment_id: Mapped[int] = mapped_column(
        ForeignKey("segments.id", ondelete="CASCADE"), primary_key=True
    )
    locale: Mapped[str] = mapped_column(String(20), primary_key=True)
    target: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(12))
    origin: Mapped[str] = mapped_column(String(200), default="")
    score: Mapped[float | None]
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    match: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    terms: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    comment: Mapped[str] = mapped_column(Text, default="")
    problem: Mapped[str] = mapped_column(Text, default="")
    exported: Mapped[str] = mapped_column(Text, default="")
    exported_approved: Mapped[bool] = mapped_column(default=False)
    changed_by: Mapped[str] = mapped_column(String(200), default="")
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class HistoryRow(Base):
    """One change of a translation, kept for good, also when its segment is no more."""

    __tablename__ = "translation_history"
    __table_args__ = (Index("ix_translation_history_segment", "resource_id", "locale", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[str] = mapped_column(String(120))
    document_path: Mapped[str] = mapped_column(Text)
    segment_name: Mapped[str] = mapped_column(String(220))
    locale: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(Text)
    target: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    origin: Mapped[str] = mapped_column(String(200))
    comment: Mapped[str] = mapped_column(Text, default="")
    event: Mapped[str] = mapped_column(String(40))
    changed_by: Mapped[str] = mapped_column(String(200), default="")
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The store: resources, documents, segments and translations, in SQLite or PostgreSQL.

Every change of a translation is written to the history in the same transaction. Nothing that a
person typed is overwritten by a machine: ``save_machine`` leaves such segments as they are.

Leaves out: the tables, which are in ``audarma.tables``; what a reviewer's file means, which is
in ``audarma.review_import``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    Engine,
    Select,
    and_,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, sessionmaker

from audarma.migrate import upgrade
from audarma.model import (
    Document,
    Finding,
    Match,
    Metadata,
    Segment,
    Severity,
    State,
    Translation,
)
from audarma.repetition import pattern
from audarma.segmentation import segments as cut
from audarma.tables import DocumentRow, HistoryRow, ResourceRow, SegmentRow, TranslationRow

PERSON = "person:"
ENGINE = "engine:"
SOMEBODY = "somebody"
"""A person who has not said who they are."""
APPROVED = frozenset({State.REVIEWED, State.FINAL})
_MAX_PARAMETERS = 500


def person_name(mark: str) -> str:
    """Give the name in ``person:Name <mail>``: addresses are nobody's business but the team's."""
    return mark.removeprefix(PERSON).split("<")[0].strip()


def digest(source: str) -> str:
    """Give the SHA-256 of a source's content, in hex."""
    return sha256(source.encode()).hexdigest()


def now() -> datetime:
    """Give the time in UTC, to the second, as the store and PO headers keep it."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource as ingested.

    *snapshot* is relative to the workspace; *licence* is the decision that let it in
    (``audarma.licence``), as plain values.
    """

    id: str
    origin: str
    snapshot: str
    digest: str
    format: str
    metadata: Metadata
    licence: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TermUse:
    """A term that a translation had to use, and whether it does."""

    surface: str
    target_term: str
    note: str
    is_satisfied: bool


@dataclass(frozen=True, slots=True)
class SegmentRecord:
    """A segment with what its unit says and, where asked for, its translation in one locale.

    *exported* is the target as the last exported PO file gave it, *exported_approved* whether it
    stood there as approved; *problem* is why the last reviewed version was refused.
    """

    id: int
    resource_id: str
    segment: Segment
    kind: str
    title_path: tuple[str, ...]
    code_hints: Mapping[str, str]
    digest: str
    before: str
    after: str
    previous_source: str
    translation: Translation
    terms: tuple[TermUse, ...] = ()
    problem: str = ""
    exported: str = ""
    exported_approved: bool = False
    has_translation: bool = False


@dataclass(frozen=True, slots=True)
class Carried:
    """What a refreshed segment keeps of an old one."""

    record: SegmentRecord
    translation: Translation
    previous_source: str = ""
    terms: tuple[TermUse, ...] = ()
    exported: str = ""
    exported_approved: bool = False


Carry = Callable[[str, Sequence[SegmentRecord], Sequence[SegmentRecord]], Iterable[Carried]]


@dataclass(frozen=True, slots=True)
class QueueLine:
    """How many segments of one document and locale are in each state."""

    resource_id: str
    document_path: str
    locale: str
    initial: int
    translated: int
    reviewed: int
    final: int

    @property
    def waiting(self) -> int:
        """Give how many segments wait for a person."""
        return self.initial + self.translated


class Store:
    """Everything that must survive a crash; one instance a process, safe among threads."""

    def __init__(self, url: str) -> None:
        """Open the database at *url* and bring its tables up to date."""
        self.engine = _engine(url)
        upgrade(self.engine)
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)

    # Resources and documents

    def save_resource(self, resource: Resource) -> None:
        """Add *resource*, or replace what is known of it."""
        with self.sessions.begin() as session:
            row = session.get(ResourceRow, resource.id) or ResourceRow(
                id=resource.id, created_at=now(), extracted=False
            )
            if row.digest != resource.digest:
                row.extracted = False
            session.add(_fill(row, resource))

    def resource(self, resource_id: str) -> Resource | None:
        """Give the resource of that id."""
        with self.sessions() as session:
            row = session.get(ResourceRow, resource_id)
            return _resource(row) if row else None

    def resource_from(self, origin: str) -> Resource | None:
        """Give the resource that came from the path or address *origin*."""
        with self.sessions() as session:
            row = session.scalar(select(ResourceRow).where(ResourceRow.origin == origin))
            return _resource(row) if row else None

    def resources(self) -> list[Resource]:
        """Give all resources, oldest first."""
        with self.sessions() as session:
            rows = session.scalars(select(ResourceRow).order_by(ResourceRow.created_at))
            return [_resource(row) for row in rows]

    def is_extracted(self, resource_id: str) -> bool:
        """Say whether all documents of the resource are in the store."""
        with self.sessions() as session:
            return bool(
                session.scalar(select(ResourceRow.extracted).where(ResourceRow.id == resource_id))
            )

    def save_documents(self, resource_id: str, documents: Iterable[Document]) -> int:
        """Store *documents* with their segments, one transaction a document; give the segments.

        What an interrupted run left is replaced; afterwards the resource counts as extracted.
        """
        with self.sessions.begin() as session:
            session.execute(delete(DocumentRow).where(DocumentRow.resource_id == resource_id))
        count = 0
        for position, document in enumerate(documents):
            with self.sessions.begin() as session:
                count += _add_document(session, resource_id, position, document)
        with self.sessions.begin() as session:
            row = session.get_one(ResourceRow, resource_id)
            row.extracted = True
        return count

    def replace_documents(
        self, resource: Resource, documents: Iterable[Document], carry: Carry
    ) -> None:
        """Store a changed resource's *documents* in place of its old ones, in one transaction.

        *carry* is given a locale, the old segments and the new ones, and gives the new segments
        that get a translation from an old one. History stays.
        """
        with self.sessions.begin() as session:
            old = {
                locale: _of_resource(session, resource.id, locale)
                for locale in _locales(session, resource.id)
            }
            session.execute(delete(DocumentRow).where(DocumentRow.resource_id == resource.id))
            for position, document in enumerate(documents):
                _add_document(session, resource.id, position, document)
            for locale, records in old.items():
                for carried in carry(locale, records, _of_resource(session, resource.id, locale)):
                    _carry_over(session, locale, carried)
            _fill(session.get_one(ResourceRow, resource.id), resource).extracted = True

    def engines(self, resource_id: str, locale: str) -> list[str]:
        """Name each engine and revision that translated segments of the resource, in order."""
        query = (
            select(HistoryRow.changed_by, func.min(HistoryRow.id))
            .where(HistoryRow.resource_id == resource_id, HistoryRow.locale == locale)
            .where(HistoryRow.changed_by.startswith(ENGINE))
            .group_by(HistoryRow.changed_by)
            .order_by(func.min(HistoryRow.id))
        )
        with self.sessions() as session:
            return [name.removeprefix(ENGINE) for name, _first in session.execute(query)]

    def documents(self, resource_id: str) -> list[tuple[int, str, str]]:
        """Give (id, path, title) of each document in reading order."""
        query = (
            select(DocumentRow.id, DocumentRow.path, DocumentRow.title)
            .where(DocumentRow.resource_id == resource_id)
            .order_by(DocumentRow.position)
        )
        with self.sessions() as session:
            return [(row.id, row.path, row.title) for row in session.execute(query)]

    # Segments

    def records(self, document_id: int, locale: str) -> list[SegmentRecord]:
        """Give the segments of a document in reading order with their translations."""
        return self._records(_joined(locale).where(SegmentRow.document_id == document_id))

    def records_by_id(self, ids: Sequence[int], locale: str) -> list[SegmentRecord]:
        """Give the segments of those ids in reading order with their translations."""
        found: list[SegmentRecord] = []
        for start in range(0, len(ids), _MAX_PARAMETERS):
            some = ids[start : start + _MAX_PARAMETERS]
            found += self._records(_joined(locale).where(SegmentRow.id.in_(some)))
        return found

    def pending(self, resource_id: str, locale: str, size: int) -> list[tuple[int, ...]]:
        """Give batches of at least *size* segment ids (the last may be smaller) to translate.

        In reading order; segments of equal source, and of sources that are alike, are in one
        batch, so that they are translated once. What a person rejected waits for people and is
        not given.
        """
        query = (
            _joined(locale)
            .with_only_columns(SegmentRow.id, SegmentRow.source)
            .where(DocumentRow.resource_id == resource_id)
            .where(func.coalesce(TranslationRow.state, "initial") == State.INITIAL.value)
            .where(~func.coalesce(TranslationRow.origin, "").startswith(PERSON))
            .order_by(None)
            .order_by(DocumentRow.position, SegmentRow.position)
        )
        alike: dict[str, list[int]] = {}
        with self.sessions() as session:
            for segment_id, source in session.execute(query):
                alike.setdefault(pattern(source, locale).key, []).append(segment_id)
        batches: list[tuple[int, ...]] = []
        current: list[int] = []
        for ids in alike.values():
            current += ids
            if len(current) >= size:
                batches.append(tuple(current))
                current = []
        return [*batches, tuple(current)] if current else batches

    def equal_translations(
        self, resource_id: str, locale: str, digests: Sequence[str]
    ) -> dict[str, Translation]:
        """Give, by source digest, the best translation that segments of the resource have.

        What a person approved comes first, then what a person wrote, then the newest.
        """
        found: dict[str, Translation] = {}
        for start in range(0, len(digests), _MAX_PARAMETERS):
            query = (
                _joined(locale)
                .with_only_columns(SegmentRow.digest, TranslationRow)
                .where(DocumentRow.resource_id == resource_id)
                .where(SegmentRow.digest.in_(digests[start : start + _MAX_PARAMETERS]))
                .where(TranslationRow.state != State.INITIAL.value)
            )
            with self.sessions() as session:
                for source_digest, row in session.execute(query):
                    found[source_digest] = max(
                        (known for known in (found.get(source_digest), _translation(row)) if known),
                        key=_worth,
                    )
        return found

    def save_machine(
        self,
        locale: str,
        results: Sequence[tuple[SegmentRecord, Translation, Sequence[TermUse]]],
    ) -> int:
        """Store what memory and engine made, in one transaction; give how many were taken.

        A segment that a person or another run has dealt with in the meantime is left as it is.
        """
        by_id = {record.id: (record, made, terms) for record, made, terms in results}
        with self.sessions.begin() as session:
            _claim(session, locale, list(by_id))
            free = _free(session, locale, list(by_id))
            rows = [
                {
                    "segment_id": segment_id,
                    "locale": locale,
                    **_values(by_id[segment_id][1]),
                    "terms": [asdict(term) for term in by_id[segment_id][2]],
                }
                for segment_id in free
            ]
            history = [
                _history_values(by_id[segment_id][0], locale, by_id[segment_id][1], "translated")
                for segment_id in free
            ]
            if rows:
                session.execute(update(TranslationRow), rows)
                session.execute(insert(HistoryRow), history)
        return len(free)

    def save_person(
        self, record: SegmentRecord, locale: str, translation: Translation, change: str
    ) -> None:
        """Store what a person did to a segment; *change* names it in the history."""
        with self.sessions.begin() as session:
            row = session.get(TranslationRow, (record.id, locale))
            _write(session, row, record, locale, translation, change)

    def keep_in_history(
        self, record: SegmentRecord, locale: str, translation: Translation, change: str
    ) -> None:
        """Keep a version that did not become the translation; the same one is kept once."""
        with self.sessions.begin() as session:
            if not _is_known(session, record, locale, translation):
                session.add(HistoryRow(**_history_values(record, locale, translation, change)))

    def note_problem(self, segment_id: int, locale: str, problem: str) -> None:
        """Keep why a reviewed version was refused, for the next export to show."""
        with self.sessions.begin() as session:
            row = session.get(TranslationRow, (segment_id, locale))
            if row:
                row.problem = problem

    def note_exported(self, locale: str, records: Sequence[SegmentRecord]) -> None:
        """Keep what an export gave to reviewers: the targets of *records*, approved or not."""
        rows = [
            {
                "segment_id": record.id,
                "locale": locale,
                "exported": record.translation.target,
                "exported_approved": record.translation.state in APPROVED,
            }
            for record in records
            if record.has_translation
        ]
        if rows:
            with self.sessions.begin() as session:
                session.execute(update(TranslationRow), rows)

    def finalise(self, resource_id: str, locale: str) -> int:
        """Set every reviewed translation of the resource to ``final``; give how many."""
        count = 0
        for document_id, _path, _title in self.documents(resource_id):
            for record in self.records(document_id, locale):
                if record.translation.state is State.REVIEWED:
                    done = replace(record.translation, state=State.FINAL)
                    self.save_person(record, locale, done, "published")
                    count += 1
        return count

    def history(self, resource_id: str, locale: str, source_digest: str) -> list[HistoryRow]:
        """Give every version that a segment of that source had in the resource, oldest first."""
        query = (
            select(HistoryRow)
            .where(HistoryRow.resource_id == resource_id, HistoryRow.locale == locale)
            .where(HistoryRow.digest == source_digest)
            .order_by(HistoryRow.id)
        )
        with self.sessions() as session:
            return list(session.scalars(query))

    def earlier_targets(self, resource_id: str, locale: str) -> dict[str, set[str]]:
        """Give, by source digest, every target that segments of the resource ever had."""
        query = select(HistoryRow.digest, HistoryRow.target).where(
            HistoryRow.resource_id == resource_id, HistoryRow.locale == locale
        )
        found: dict[str, set[str]] = {}
        with self.sessions() as session:
            for source_digest, target in session.execute(query):
                found.setdefault(source_digest, set()).add(target)
        return found

    # Reports

    def queue(self, resource_id: str = "", locales: Sequence[str] = ()) -> list[QueueLine]:
        """Give the counts of states by document, for every locale with a translation."""
        query = (
            select(
                DocumentRow.resource_id,
                DocumentRow.path,
                TranslationRow.locale,
                TranslationRow.state,
                func.count(),
            )
            .join(SegmentRow, SegmentRow.document_id == DocumentRow.id)
            .join(TranslationRow, TranslationRow.segment_id == SegmentRow.id)
            .group_by(
                DocumentRow.resource_id,
                DocumentRow.position,
                DocumentRow.path,
                TranslationRow.locale,
                TranslationRow.state,
            )
            .order_by(DocumentRow.resource_id, TranslationRow.locale, DocumentRow.position)
        )
        if resource_id:
            query = query.where(DocumentRow.resource_id == resource_id)
        if locales:
            query = query.where(TranslationRow.locale.in_(locales))
        counts: dict[tuple[str, str, str], dict[str, int]] = {}
        with self.sessions() as session:
            for resource, path, locale, state, count in session.execute(query):
                counts.setdefault((resource, path, locale), {})[state] = count
        return [
            QueueLine(*key, *(states.get(state.value, 0) for state in State))
            for key, states in counts.items()
        ]

    def waiting(self, resource_id: str, locale: str) -> int:
        """Give how many segments of the resource have no approval by a person in *locale*."""
        query = (
            _joined(locale)
            .with_only_columns(func.count())
            .where(DocumentRow.resource_id == resource_id)
            .where(
                func.coalesce(TranslationRow.state, "initial").not_in(
                    [State.REVIEWED.value, State.FINAL.value]
                )
            )
            .order_by(None)
        )
        with self.sessions() as session:
            return session.scalar(query) or 0

    def is_ready(self, resource_id: str, locale: str) -> bool:
        """Say whether people have approved everything, and something since it was published."""
        counts = self.queue(resource_id, [locale])
        return self.waiting(resource_id, locale) == 0 and any(line.reviewed for line in counts)

    def _records(self, query: Select[Any]) -> list[SegmentRecord]:
        with self.sessions() as session:
            return [_record(*row) for row in session.execute(query)]


def _engine(url: str) -> Engine:
    engine = create_engine(url, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _configure(connection: Any, _record: Any) -> None:
            # Readers and one writer at a time, waiting for each other; foreign keys kept.
            for pragma in ("journal_mode=WAL", "busy_timeout=60000", "foreign_keys=ON"):
                connection.execute(f"PRAGMA {pragma}")

    return engine


def _fill(row: ResourceRow, resource: Resource) -> ResourceRow:
    row.origin, row.snapshot = resource.origin, resource.snapshot
    row.digest, row.format = resource.digest, resource.format
    row.details, row.licence = asdict(resource.metadata), dict(resource.licence)
    return row


def _locales(session: Session, resource_id: str) -> list[str]:
    query = (
        select(TranslationRow.locale)
        .join(SegmentRow, SegmentRow.id == TranslationRow.segment_id)
        .join(DocumentRow, DocumentRow.id == SegmentRow.document_id)
        .where(DocumentRow.resource_id == resource_id)
        .distinct()
    )
    return list(session.scalars(query))


def _of_resource(session: Session, resource_id: str, locale: str) -> list[SegmentRecord]:
    query = (
        _joined(locale)
        .where(DocumentRow.resource_id == resource_id)
        .order_by(None)
        .order_by(DocumentRow.position, SegmentRow.position)
    )
    return [_record(*row) for row in session.execute(query)]


def _carry_over(session: Session, locale: str, carried: Carried) -> None:
    session.get_one(SegmentRow, carried.record.id).previous_source = carried.previous_source
    _write(session, None, carried.record, locale, carried.translation, "kept")
    row = session.get_one(TranslationRow, (carried.record.id, locale))
    row.terms = [asdict(term) for term in carried.terms]
    row.exported, row.exported_approved = carried.exported, carried.exported_approved


def _resource(row: ResourceRow) -> Resource:
    details: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in row.details.items()
    }
    return Resource(
        row.id, row.origin, row.snapshot, row.digest, row.format, Metadata(**details), row.licence
    )


def _add_document(session: Session, resource_id: str, position: int, document: Document) -> int:
    row = DocumentRow(
        resource_id=resource_id, path=document.path, position=position, title=document.title
    )
    session.add(row)
    session.flush()
    units = {unit.id: unit for unit in document.units}
    worth = list(cut(document))
    digests = [digest(segment.source) for segment in worth]
    lines = [
        {
            "document_id": row.id,
            "position": place,
            "unit_id": segment.unit_id,
            "index": segment.index,
            "kind": units[segment.unit_id].kind.value,
            "title_path": list(units[segment.unit_id].title_path),
            "code_hints": dict(units[segment.unit_id].code_hints),
            "source": segment.source,
            "leading": segment.leading,
            "trailing": segment.trailing,
            "digest": digests[place],
            "before": digests[place - 1] if place else "",
            "after": digests[place + 1] if place + 1 < len(digests) else "",
            "previous_source": "",
        }
        for place, segment in enumerate(worth)
    ]
    if lines:
        session.execute(insert(SegmentRow), lines)
    return len(lines)


def _joined(locale: str) -> Select[Any]:
    return (
        select(SegmentRow, TranslationRow, DocumentRow.path, DocumentRow.resource_id)
        .join(DocumentRow, DocumentRow.id == SegmentRow.document_id)
        .outerjoin(
            TranslationRow,
            and_(TranslationRow.segment_id == SegmentRow.id, TranslationRow.locale == locale),
        )
        .order_by(SegmentRow.document_id, SegmentRow.position)
    )


def _record(
    row: SegmentRow, translation: TranslationRow | None, path: str, resource_id: str
) -> SegmentRecord:
    segment = Segment(path, row.unit_id, row.index, row.source, row.leading, row.trailing)
    return SegmentRecord(
        row.id,
        resource_id,
        segment,
        row.kind,
        tuple(row.title_path),
        row.code_hints,
        row.digest,
        row.before,
        row.after,
        row.previous_source,
        _translation(translation) if translation else Translation(),
        tuple(TermUse(**term) for term in translation.terms) if translation else (),
        translation.problem if translation else "",
        translation.exported if translation else "",
        translation.exported_approved if translation else False,
        translation is not None,
    )


def _translation(row: TranslationRow) -> Translation:
    return Translation(
        row.target,
        State(row.state),
        row.origin,
        row.score,
        tuple(
            Finding(f["rule"], Severity(f["severity"]), f["message"], f["start"], f["end"])
            for f in row.findings
        ),
        Match(**row.match) if row.match else None,
        row.comment,
        row.changed_by,
        # SQLite keeps no time zone; everything is written in UTC.
        row.changed_at if row.changed_at.tzinfo else row.changed_at.replace(tzinfo=UTC),
    )


def _worth(translation: Translation) -> tuple[bool, bool, datetime]:
    """Order the translations of one source."""
    return (
        translation.state in APPROVED,
        translation.origin.startswith(PERSON),
        translation.changed_at or datetime.min.replace(tzinfo=UTC),
    )


def _claim(session: Session, locale: str, segment_ids: Sequence[int]) -> None:
    """Make the rows that are not there yet; runs that claim the same ones wait for each other."""
    values = [
        {
            "segment_id": segment_id,
            "locale": locale,
            "state": State.INITIAL.value,
            "findings": [],
            "terms": [],
            "changed_at": now(),
        }
        for segment_id in segment_ids
    ]
    dialect = session.get_bind().dialect.name
    upsert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    if values:
        session.execute(upsert(TranslationRow).on_conflict_do_nothing(), values)


def _free(session: Session, locale: str, segment_ids: Sequence[int]) -> list[int]:
    """Give those of the segments that neither a person nor another run has dealt with."""
    found: list[int] = []
    for start in range(0, len(segment_ids), _MAX_PARAMETERS):
        query = (
            select(TranslationRow.segment_id)
            .where(TranslationRow.segment_id.in_(segment_ids[start : start + _MAX_PARAMETERS]))
            .where(TranslationRow.locale == locale)
            .where(TranslationRow.state == State.INITIAL.value)
            .where(~TranslationRow.origin.startswith(PERSON))
            .order_by(TranslationRow.segment_id)
            .with_for_update()
        )
        found += session.scalars(query)
    return found


def _values(translation: Translation) -> dict[str, Any]:
    """Give the columns of a translation's row."""
    return {
        "target": translation.target,
        "state": translation.state.value,
        "origin": translation.origin,
        "score": translation.score,
        "findings": [asdict(finding) for finding in translation.findings],
        "match": asdict(translation.match) if translation.match else None,
        "comment": translation.comment,
        "problem": "",
        "changed_by": translation.changed_by,
        "changed_at": translation.changed_at or now(),
    }


def _history_values(
    record: SegmentRecord, locale: str, translation: Translation, change: str
) -> dict[str, Any]:
    """Give the columns of a history row."""
    return {
        "resource_id": record.resource_id,
        "document_path": record.segment.document_path,
        "segment_name": record.segment.name,
        "locale": locale,
        "digest": record.digest,
        "source": record.segment.source,
        "target": translation.target,
        "state": translation.state.value,
        "origin": translation.origin,
        "comment": translation.comment,
        "event": change,
        "changed_by": translation.changed_by,
        "changed_at": translation.changed_at or now(),
    }


def _write(
    session: Session,
    row: TranslationRow | None,
    record: SegmentRecord,
    locale: str,
    translation: Translation,
    change: str,
) -> None:
    if row is None:
        row = TranslationRow(
            segment_id=record.id, locale=locale, terms=[], exported="", exported_approved=False
        )
        session.add(row)
    for column, value in _values(translation).items():
        setattr(row, column, value)
    session.add(HistoryRow(**_history_values(record, locale, translation, change)))
    session.flush()


def _is_known(session: Session, record: SegmentRecord, locale: str, version: Translation) -> bool:
    query = select(HistoryRow.id).where(
        HistoryRow.digest == record.digest,
        HistoryRow.locale == locale,
        HistoryRow.segment_name == record.segment.name,
        HistoryRow.document_path == record.segment.document_path,
        HistoryRow.target == version.target,
        HistoryRow.changed_by == version.changed_by,
        HistoryRow.changed_at == (version.changed_at or now()),
    )
    return session.scalar(query.limit(1)) is not None

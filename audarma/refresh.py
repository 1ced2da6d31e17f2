# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Refresh: a resource whose source has changed keeps what is still valid.

A segment whose source is the same keeps its translation and state; where the source stands more
than once, the one with the same neighbours comes first. A segment whose source changed a little
is queued with its previous source and translation shown. The rest is new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from audarma.ingest import decision_values, examine, locate, take_snapshot
from audarma.licence import gate
from audarma.model import Match, State, Translation
from audarma.store import Carried, Resource, SegmentRecord, now
from audarma.toolbox import Toolbox


@dataclass
class RefreshReport:
    """What a refresh did, in segments and locales summed; *is_changed* is False for no change."""

    is_changed: bool = False
    kept: int = 0
    changed: int = 0
    new: int = 0


def refresh(resource: Resource, toolbox: Toolbox) -> RefreshReport:
    """Read *resource* from its origin again and bring its segments up to date.

    Raises:
        AudarmaError: the origin is not there any more, or is refused, or its licence has changed
            to one that allows no adaptation.
    """
    settings = toolbox.settings
    path = locate(resource.origin, toolbox, again=True)
    examined = examine(path, toolbox, origin=resource.origin)
    report = RefreshReport()
    if examined.digest == resource.digest:
        return report
    report.is_changed = True
    snapshot = take_snapshot(path, resource.id, examined, settings.workspace)
    licence = resource.licence
    if examined.metadata.licence_statements != resource.metadata.licence_statements:
        licence = decision_values(gate(examined.metadata))
    changed = replace(
        resource,
        licence=licence,
        snapshot=str(snapshot),
        digest=examined.digest,
        format=examined.format.name,
        metadata=examined.metadata,
    )

    def carry(
        _locale: str, old: Sequence[SegmentRecord], new: Sequence[SegmentRecord]
    ) -> Iterator[Carried]:
        return _carried(old, new, settings.fuzzy_percent, report)

    documents = examined.format.extract(settings.workspace / snapshot)
    toolbox.store.replace_documents(changed, documents, carry)
    return report


def _carried(
    old: Sequence[SegmentRecord],
    new: Sequence[SegmentRecord],
    fuzzy_percent: int,
    report: RefreshReport,
) -> Iterator[Carried]:
    by_source: dict[str, list[SegmentRecord]] = defaultdict(list)
    for record in old:
        by_source[record.digest].append(record)
    gone = _gone(old, new)
    for record in new:
        same = by_source.get(record.digest)
        if same:
            report.kept += 1
            yield _kept(record, max(same, key=lambda other: _closeness(record, other)))
            continue
        near = _nearest(record, gone, fuzzy_percent)
        if near is None:
            report.new += 1
            continue
        report.changed += 1
        yield near


def _gone(old: Sequence[SegmentRecord], new: Sequence[SegmentRecord]) -> dict[int, SegmentRecord]:
    """Give the old translated segments whose source is nowhere among the new ones."""
    present = {record.digest for record in new}
    return {
        record.id: record
        for record in old
        if record.digest not in present and record.translation.target
    }


def _closeness(record: SegmentRecord, other: SegmentRecord) -> tuple[int, bool, bool]:
    """Rank an old segment of equal source: neighbours first, then document, then approval."""
    return (
        (record.before == other.before) + (record.after == other.after),
        record.segment.document_path == other.segment.document_path,
        other.translation.state in (State.REVIEWED, State.FINAL),
    )


def _kept(record: SegmentRecord, old: SegmentRecord) -> Carried:
    translation = old.translation
    # What was published waits to be published again with the resource's new version.
    state = State.REVIEWED if translation.state is State.FINAL else translation.state
    return Carried(
        record,
        replace(translation, state=state),
        terms=old.terms,
        exported=old.exported,
        exported_approved=old.exported_approved,
    )


def _nearest(
    record: SegmentRecord, gone: dict[int, SegmentRecord], fuzzy_percent: int
) -> Carried | None:
    """Give the old segment most like *record* as its previous source and fuzzy match."""
    sources = {key: old.segment.source for key, old in gone.items()}
    best = process.extractOne(
        record.segment.source, sources, scorer=fuzz.ratio, score_cutoff=fuzzy_percent
    )
    if best is None:
        return None
    _source, score, key = best
    old = gone.pop(key)
    match = Match(
        old.segment.source,
        old.translation.target,
        min(99, int(score)),
        f"before the source changed ({old.translation.origin})",
        old.translation.state in (State.REVIEWED, State.FINAL),
    )
    return Carried(
        record,
        Translation(match=match, changed_by="refresh", changed_at=now()),
        previous_source=old.segment.source,
    )

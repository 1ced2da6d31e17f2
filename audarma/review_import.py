# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Review files coming back: what each entry decides.

How an entry that comes back is read:

- still marked as needing review, target one that the segment has or had: nothing was decided,
  also where the file is an older copy;
- still marked, target changed: the person's draft replaces the target and goes on waiting;
- mark gone: the person approves the target, edited or not;
- no target at all, as XLIFF may have it: nothing was decided;
- emptied: the person rejects the target; the segment waits for people, not for the engine;
  a file in which most targets are emptied is taken for a tool's doing, and they are not;
- inline codes broken: refused; the entry comes back in the next export with the reason;
- no such segment, or another source: kept in a side file.

Where two people give different versions of one segment, both are kept in the history, and the
one with the later PO-Revision-Date wins (at equal dates, the one that sorts last), whatever
order the files come in.

Leaves out: writing the files, which is in ``audarma.review_export``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from audarma.errors import ReviewError
from audarma.inline_code import code_faults
from audarma.memory import MemoryEntry
from audarma.model import State, Translation
from audarma.review_file import ReviewEntry, ReviewFile
from audarma.store import (
    APPROVED,
    PERSON,
    SOMEBODY,
    Resource,
    SegmentRecord,
    digest,
    now,
    person_name,
)
from audarma.termbase import Termbase
from audarma.toolbox import ReviewFiles, Toolbox
from audarma.translation import checked

UNMATCHED = ".unmatched"
"""Marks a side file of entries that match nothing; it is never imported."""
_MANY_EMPTIED = 10


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of an import's report: where, and what happened, as a sentence."""

    path: str
    context: str
    message: str


@dataclass
class ImportReport:
    """What an import did, in counts of segments, and what a person should look at."""

    files: int = 0
    approved: int = 0
    edited: int = 0
    drafts: int = 0
    rejected: int = 0
    unchanged: int = 0
    refused: list[Remark] = field(default_factory=list)
    conflicts: list[Remark] = field(default_factory=list)
    unmatched: list[Remark] = field(default_factory=list)
    faults: list[Remark] = field(default_factory=list)
    resources: set[tuple[str, str]] = field(default_factory=set)

    def summary(self) -> str:
        """Give the counts in a line."""
        return (
            f"{self.files} file(s): {self.approved} approved, {self.edited} edited and approved, "
            f"{self.drafts} drafts, {self.rejected} rejected, {self.unchanged} unchanged, "
            f"{len(self.refused)} refused, {len(self.conflicts)} conflicts, "
            f"{len(self.unmatched)} without a segment, {len(self.faults)} faults"
        )

    @property
    def taken(self) -> int:
        """Give how many entries were read as they should be, decided or not."""
        return self.approved + self.edited + self.drafts + self.rejected + self.unchanged

    @property
    def remarks(self) -> list[Remark]:
        """Give all that a person should look at."""
        return [*self.faults, *self.refused, *self.conflicts, *self.unmatched]


def import_reviews(paths: Sequence[Path], toolbox: Toolbox) -> ImportReport:
    """Read review files and folders of them into the store and the translation memory.

    In any order, again and again: the outcome is the same.

    Raises:
        ReviewError: a path is not there, or there is no review file in it.
    """
    report = ImportReport()
    for path, form in _files(paths, toolbox):
        file = form.read(path)
        report.files += 1
        report.faults += [Remark(str(path), "", fault) for fault in file.faults]
        _import_file(file, path, toolbox, report)
    return report


def _files(paths: Sequence[Path], toolbox: Toolbox) -> list[tuple[Path, ReviewFiles]]:
    """Give the review files at *paths*, each with its format; another suffix is read as PO."""
    found: list[tuple[Path, ReviewFiles]] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if UNMATCHED not in p.name and p.is_file())
            found += ((p, form) for p in inside if (form := toolbox.review_files_for(p)))
        elif path.is_file():
            found.append((path, toolbox.review_files_for(path) or toolbox.review_files))
        else:
            raise ReviewError(f"{path}: there is no such file or folder. Check the path.", path)
    if not found:
        suffixes = ", ".join(form.suffix for form in toolbox.review_formats.values())
        raise ReviewError(
            f"{', '.join(map(str, paths))}: no review file ({suffixes}) there. Export first, or "
            "name another.",
            paths,
        )
    return found


@dataclass(frozen=True)
class _Import:
    """What taking a file's entries needs to know."""

    file: ReviewFile
    path: Path
    resource: Resource
    termbase: Termbase
    earlier: Mapping[str, set[str]]
    takes_rejections: bool
    toolbox: Toolbox
    report: ImportReport

    def remark(self, context: str, message: str) -> Remark:
        """Give a line of the report about this file."""
        return Remark(str(self.path), context, message)


def _import_file(file: ReviewFile, path: Path, toolbox: Toolbox, report: ImportReport) -> None:
    resource = toolbox.store.resource(file.resource_id) if file.resource_id else None
    if resource is None and file.faults and not file.entries:
        return
    if resource is None:
        what = f"resource {file.resource_id!r}" if file.resource_id else "no resource"
        message = (
            f"the file names {what}, which this workspace does not have; its entries are kept in "
            "the file and nothing was taken. Import it where it was exported"
        )
        report.faults.append(Remark(str(path), "", message))
        return
    documents = {p: d for d, p, _title in toolbox.store.documents(resource.id)}
    document_id = documents.get(file.document_path)
    records = (
        {r.segment.name: r for r in toolbox.store.records(document_id, file.locale)}
        if document_id is not None
        else {}
    )
    by_source = _unique_by_source(records.values())
    job = _Import(
        file,
        path,
        resource,
        toolbox.termbase((), file.locale),
        toolbox.store.earlier_targets(resource.id, file.locale),
        _takes_rejections(file, path, records, report),
        toolbox,
        report,
    )
    lost: list[ReviewEntry] = []
    approved: list[MemoryEntry] = []
    for entry in file.entries:
        record = records.get(entry.context)
        if record is None or record.segment.source != entry.source:
            record = by_source.get(entry.source)
        if record is None:
            if _is_of_a_person(entry, job):
                lost.append(entry)
                report.unmatched.append(job.remark(entry.context, _lost_message(file)))
            continue
        taken = _take(record, entry, job)
        if taken:
            approved.append(_memory_entry(record, taken, job))
    toolbox.memory.add(approved)
    _keep_lost(file, path, lost, toolbox)
    report.resources.add((resource.id, file.locale))


def _takes_rejections(
    file: ReviewFile,
    path: Path,
    records: Mapping[str, SegmentRecord],
    report: ImportReport,
) -> bool:
    """Say whether emptied targets are meant: some tools write what is not done yet as empty."""
    exported = [e for e in file.entries if e.context in records and records[e.context].exported]
    emptied = sum(entry.has_target and not entry.target.strip() for entry in exported)
    if emptied <= _MANY_EMPTIED or emptied * 2 <= len(exported):
        return True
    message = (
        f"{emptied} of {len(exported)} targets are empty, which looks like a tool's doing and was "
        "not taken as rejections; the rest was taken. To reject so many, hand in smaller parts"
    )
    report.faults.append(Remark(str(path), "", message))
    return False


def _is_of_a_person(entry: ReviewEntry, job: _Import) -> bool:
    """Say whether a person had a hand in an entry that has no segment any more."""
    known = job.earlier.get(digest(entry.source), set())
    return bool(entry.target.strip()) and not (entry.needs_review and entry.target in known)


def _unique_by_source(records: Iterable[SegmentRecord]) -> dict[str, SegmentRecord]:
    """Give the segments whose source stands once in the document: they match without a context."""
    found: dict[str, SegmentRecord | None] = {}
    for record in records:
        source = record.segment.source
        found[source] = None if source in found else record
    return {source: record for source, record in found.items() if record is not None}


def _lost_message(file: ReviewFile) -> str:
    return (
        f"no segment of {file.document_path} has this source any more; the entry is kept in "
        f"the file *{UNMATCHED}* beside this one"
    )


def _take(record: SegmentRecord, entry: ReviewEntry, job: _Import) -> Translation | None:
    """Take one entry; give the translation if the person approved it and it stands."""
    store, locale, present = job.toolbox.store, job.file.locale, record.translation
    version = _version(record, entry, job)
    if version is None:
        if entry.comment != present.comment:
            store.save_person(record, locale, replace(present, comment=entry.comment), "commented")
        job.report.unchanged += 1
        return None
    if version.target:
        faults = code_faults(record.segment.source, version.target)
        if faults:
            reason = f"{record.segment.name}: target {'; '.join(faults)}"
            store.keep_in_history(record, locale, version, "refused")
            store.note_problem(record.id, locale, f"{reason}. The refused text: {version.target}")
            job.report.refused.append(job.remark(entry.context, f"{reason}."))
            return None
        findings, _uses = checked(record.segment.source, version.target, locale, job.termbase)
        version = replace(version, findings=findings)
    if _same(version, present):
        job.report.unchanged += 1
        return None
    if _in_conflict(record, version) and not _settle(record, version, job):
        return None
    change = _change(record, version)
    store.save_person(record, locale, version, change)
    setattr(job.report, change, getattr(job.report, change) + 1)
    return version if version.state is State.REVIEWED else None


def _version(record: SegmentRecord, entry: ReviewEntry, job: _Import) -> Translation | None:
    """Give what the person made of the segment; None if nothing was decided."""
    target = entry.target.strip()
    base, present = record.exported, record.translation
    if not entry.has_target:
        return None
    if not target:
        if not base or not job.takes_rejections:
            return None
        state = State.INITIAL
    elif entry.needs_review:
        if target == base or target in job.earlier.get(record.digest, set()):
            return None
        state = State.TRANSLATED
    elif target == base and record.exported_approved:
        return None
    else:
        state = State.REVIEWED
    person = f"{PERSON}{job.file.reviewer or SOMEBODY}"
    # Who approves a machine's words answers for them and has not written them.
    is_kept = target == present.target and bool(present.origin)
    # A file without a date has no claim over one with a date.
    at = job.file.revised_at or datetime(1970, 1, 1, tzinfo=UTC)
    return Translation(
        target,
        state,
        present.origin if is_kept else person,
        present.score if is_kept else None,
        (),
        present.match,
        entry.comment,
        person,
        at.astimezone(UTC).replace(microsecond=0),
    )


def _same(version: Translation, present: Translation) -> bool:
    if present.state in APPROVED and version.state is State.REVIEWED:
        return version.target == present.target and version.comment == present.comment
    return (version.target, version.state, version.comment) == (
        present.target,
        present.state,
        present.comment,
    ) and present.changed_by.startswith(PERSON)


def _in_conflict(record: SegmentRecord, version: Translation) -> bool:
    """Say whether another person has decided otherwise since the export both started from."""
    present = record.translation
    exported = (record.exported, record.exported_approved)
    return (
        present.changed_by.startswith(PERSON)
        and present.changed_by != version.changed_by
        and (present.target, present.state in APPROVED) != exported
        and present.target != version.target
    )


def _settle(record: SegmentRecord, version: Translation, job: _Import) -> bool:
    """Keep both versions of a conflict, report it, and say whether the incoming one wins."""
    present = record.translation
    incoming_wins = _rank(version) > _rank(present)
    winner, loser = (version, present) if incoming_wins else (present, version)
    if not incoming_wins:
        job.toolbox.store.keep_in_history(record, job.file.locale, version, "outvoted")
    winner_name, loser_name = person_name(winner.changed_by), person_name(loser.changed_by)
    message = (
        f"{winner_name}: “{winner.target}” and {loser_name}: “{loser.target}” differ; the later "
        f"one, by {winner_name}, is used and both are kept"
    )
    job.report.conflicts.append(job.remark(record.segment.name, message))
    return incoming_wins


def _rank(version: Translation) -> tuple[datetime, str]:
    return version.changed_at or now(), version.target


def _change(record: SegmentRecord, version: Translation) -> str:
    if version.state is State.INITIAL:
        return "rejected"
    if version.state is State.TRANSLATED:
        return "drafts"
    return "approved" if version.target == record.exported else "edited"


def _memory_entry(record: SegmentRecord, version: Translation, job: _Import) -> MemoryEntry:
    return MemoryEntry(
        source=record.segment.source,
        target=version.target,
        target_locale=job.file.locale,
        before=record.before,
        after=record.after,
        origin=f"{job.resource.id}, {person_name(version.changed_by)}",
        reviewed=True,
        resource=job.resource.id,
    )


def _keep_lost(file: ReviewFile, path: Path, lost: Sequence[ReviewEntry], toolbox: Toolbox) -> None:
    form = toolbox.review_files_for(path) or toolbox.review_files
    suffix = form.suffix
    side = path.with_name(f"{path.name.removesuffix(suffix)}{UNMATCHED}{suffix}")
    if not lost or UNMATCHED in path.name:
        return
    kept = form.read(side).entries if side.exists() else ()
    known = {(entry.source, entry.target) for entry in kept}
    new = tuple(entry for entry in lost if (entry.source, entry.target) not in known)
    # Two entries of one context would make the file invalid, so each gets a context of its own.
    numbered = tuple(
        replace(entry, context=f"{entry.context.split(' ')[0]} #{number}")
        for number, entry in enumerate((*kept, *new), 1)
    )
    if new:
        form.write(replace(file, entries=numbered, faults=()), side)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The review loop: what goes out to reviewers, and what comes back.

How an entry that comes back is read:

- still marked as needing review, target unchanged: nothing was decided;
- still marked, target changed: the person's draft replaces the target and goes on waiting;
- mark gone: the person approves the target, edited or not;
- emptied: the person rejects the target; the segment waits for people, not for the engine;
- inline codes broken: refused; the entry comes back in the next export with the reason;
- no such segment, or another source: kept in a side file.

Where two people give different versions of one segment, both are kept in the history, and the
one with the later PO-Revision-Date wins (at equal dates, the one that sorts last), whatever
order the files come in.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from audarma.atomic_file import replacing
from audarma.errors import ReviewError
from audarma.inline_code import code_faults
from audarma.memory import MemoryEntry
from audarma.model import State, Translation
from audarma.review_file import ReviewEntry, ReviewFile
from audarma.store import APPROVED, PERSON, SOMEBODY, Resource, SegmentRecord, now
from audarma.termbase import Termbase
from audarma.toolbox import Toolbox
from audarma.translation import checked

UNMATCHED = ".unmatched"


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
    def remarks(self) -> list[Remark]:
        """Give all that a person should look at."""
        return [*self.faults, *self.refused, *self.conflicts, *self.unmatched]


# Out


def review_folder(workspace: Path, resource_id: str, locale: str) -> Path:
    """Give the folder of a resource's review files in one locale."""
    return workspace / "review" / resource_id / locale


def export(resource: Resource, locale: str, toolbox: Toolbox) -> list[Path]:
    """Write one review file a document; give their paths.

    What a reviewer has changed in a file since it was written is imported before the file is
    written again, so that nothing is lost; a file that cannot be read whole is kept beside it.
    """
    folder = review_folder(toolbox.settings.workspace, resource.id, locale)
    written = _Written(folder)
    paths: list[Path] = []
    for document_id, document_path, _title in toolbox.store.documents(resource.id):
        path = folder / f"{document_path}{toolbox.review_files.suffix}"
        if path.exists() and not written.is_as_written(path):
            _save_changes(path, toolbox)
        records = [r for r in toolbox.store.records(document_id, locale) if r.segment.source]
        if not records:
            continue
        entries = tuple(_entry(record) for record in records)
        file = ReviewFile(resource.id, document_path, locale, resource.digest, entries)
        toolbox.review_files.write(file, path)
        written.note(path)
        toolbox.store.note_exported(locale, records)
        paths.append(path)
    written.save()
    return paths


class _Written:
    """The digests of the files of a folder as they were written, to tell which were changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._record = folder / ".written.json"
        try:
            self._digests: dict[str, str] = json.loads(self._record.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            # Without the record every file counts as changed, which costs time and loses nothing.
            self._digests = {}

    def is_as_written(self, path: Path) -> bool:
        """Say whether nobody has changed the file."""
        return self._digests.get(self._name(path)) == sha256(path.read_bytes()).hexdigest()

    def note(self, path: Path) -> None:
        """Note the file as it is now."""
        self._digests[self._name(path)] = sha256(path.read_bytes()).hexdigest()

    def save(self) -> None:
        """Keep the notes."""
        with replacing(self._record) as stream:
            stream.write(json.dumps(self._digests, indent=1, sort_keys=True).encode())

    def _name(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()


def _save_changes(path: Path, toolbox: Toolbox) -> None:
    """Import a file that is about to be written again; keep it where it cannot be read whole."""
    report = import_reviews([path], toolbox)
    if report.faults:
        suffix = toolbox.review_files.suffix
        mark = sha256(path.read_bytes()).hexdigest()[:8]
        # The ending keeps the copy from being imported again as if it were a review file.
        kept = path.with_name(f"{path.name.removesuffix(suffix)}{UNMATCHED}-{mark}{suffix}")
        shutil.copyfile(path, kept)


def _entry(record: SegmentRecord) -> ReviewEntry:
    translation = record.translation
    return ReviewEntry(
        context=record.segment.name,
        source=record.segment.source,
        target=translation.target,
        needs_review=bool(translation.target) and translation.state not in APPROVED,
        comment=translation.comment,
        notes=tuple(_notes(record)),
        references=(f"{record.segment.document_path}:{record.segment.unit_id}",),
        previous_source=record.previous_source,
    )


def _notes(record: SegmentRecord) -> Iterable[str]:
    """Give what the reviewer should know, one line each."""
    translation = record.translation
    if record.problem:
        yield f"RETURNED: {record.problem}"
    yield f"Where: {' › '.join((*record.title_path, record.kind))}"
    for code, hint in record.code_hints.items():
        if code in record.segment.source and hint:
            yield f"Code {code}: {hint}"
    for term in record.terms:
        done = "" if term.is_satisfied else " (missing)"
        note = f" ({term.note})" if term.note else ""
        yield f"Term: {term.surface} → {term.target_term}{note}{done}"
    if translation.origin:
        score = "" if translation.score is None else f", score {translation.score:.2f}"
        yield f"From: {translation.origin}{score}"
    if translation.match:
        match = translation.match
        yield f"Memory {min(match.score_percent, 100)} %: {match.source} → {match.target}"
    for finding in translation.findings:
        yield f"Check {finding.rule} ({finding.severity.value}): {finding.message}"


# In


def import_reviews(paths: Sequence[Path], toolbox: Toolbox) -> ImportReport:
    """Read review files and folders of them into the store and the translation memory.

    In any order, again and again: the outcome is the same.

    Raises:
        ReviewError: a path is not there, or there is no review file in it.
    """
    report = ImportReport()
    for path in _files(paths, toolbox.review_files.suffix):
        file = toolbox.review_files.read(path)
        report.files += 1
        report.faults += [Remark(str(path), "", fault) for fault in file.faults]
        _import_file(file, path, toolbox, report)
    return report


def _files(paths: Sequence[Path], suffix: str) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(p for p in path.rglob(f"*{suffix}") if UNMATCHED not in p.name)
        elif path.is_file():
            found.append(path)
        else:
            raise ReviewError(f"{path}: there is no such file or folder. Check the path.", path)
    if not found:
        raise ReviewError(
            f"{', '.join(map(str, paths))}: no {suffix} file there. Export first, or name another.",
            paths,
        )
    return found


def _import_file(file: ReviewFile, path: Path, toolbox: Toolbox, report: ImportReport) -> None:
    resource = toolbox.store.resource(file.resource_id) if file.resource_id else None
    if resource is None:
        what = f"resource {file.resource_id!r}" if file.resource_id else "no resource"
        message = (
            f"the file names {what}, which this workspace does not have; its entries are kept in "
            "the file and nothing was taken. Import it where it was exported."
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
    termbase = toolbox.termbase((), file.locale)
    lost: list[ReviewEntry] = []
    approved: list[MemoryEntry] = []
    for entry in file.entries:
        record = records.get(entry.context)
        if record is None or record.segment.source != entry.source:
            record = by_source.get(entry.source)
        if record is None:
            if entry.target:
                lost.append(entry)
                report.unmatched.append(Remark(str(path), entry.context, _lost_message(file)))
            continue
        taken = _take(record, entry, file, path, toolbox, termbase, report)
        if taken:
            approved.append(_memory_entry(resource, file, record, taken))
    toolbox.memory.add(approved)
    _keep_lost(file, path, lost, toolbox)
    report.resources.add((resource.id, file.locale))


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


def _take(
    record: SegmentRecord,
    entry: ReviewEntry,
    file: ReviewFile,
    path: Path,
    toolbox: Toolbox,
    termbase: Termbase,
    report: ImportReport,
) -> Translation | None:
    """Take one entry; give the translation if the person approved it and it stands."""
    store, locale, present = toolbox.store, file.locale, record.translation
    version = _version(record, entry, file)
    if version is None:
        if entry.comment != present.comment:
            store.save_person(record, locale, replace(present, comment=entry.comment), "commented")
        report.unchanged += 1
        return None
    if version.target:
        faults = code_faults(record.segment.source, version.target)
        if faults:
            reason = f"{record.segment.name}: target {'; '.join(faults)}"
            store.keep_in_history(record, locale, version, "refused")
            store.note_problem(record.id, locale, f"{reason}. The refused text: {version.target}")
            report.refused.append(Remark(str(path), entry.context, f"{reason}."))
            return None
        findings, _uses = checked(record.segment.source, version.target, locale, termbase)
        version = replace(version, findings=findings)
    if _same(version, present):
        report.unchanged += 1
        return None
    if _in_conflict(record, version) and not _settle(record, version, path, file, toolbox, report):
        return None
    change = _change(record, version)
    store.save_person(record, locale, version, change)
    setattr(report, change, getattr(report, change) + 1)
    return version if version.state is State.REVIEWED else None


def _version(record: SegmentRecord, entry: ReviewEntry, file: ReviewFile) -> Translation | None:
    """Give what the person made of the segment; None if nothing was decided."""
    target = entry.target.strip()
    base = record.exported
    reviewer = file.reviewer or SOMEBODY
    # A file without a date has no claim over one with a date.
    at = file.revised_at or datetime(1970, 1, 1, tzinfo=UTC)
    state = State.TRANSLATED if entry.needs_review else State.REVIEWED
    if not target:
        if not base:
            return None
        state = State.INITIAL
    elif target == base and (entry.needs_review or record.exported_approved):
        return None
    origin = f"{PERSON}{reviewer}"
    return Translation(
        target,
        state,
        origin,
        None,
        (),
        record.translation.match,
        entry.comment,
        origin,
        at.astimezone(UTC).replace(microsecond=0),
    )


def _same(version: Translation, present: Translation) -> bool:
    if present.state in APPROVED and version.state is State.REVIEWED:
        return version.target == present.target and version.comment == present.comment
    return (version.target, version.state, version.comment) == (
        present.target,
        present.state,
        present.comment,
    ) and present.origin.startswith(PERSON)


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


def _settle(
    record: SegmentRecord,
    version: Translation,
    path: Path,
    file: ReviewFile,
    toolbox: Toolbox,
    report: ImportReport,
) -> bool:
    """Keep both versions of a conflict, report it, and say whether the incoming one wins."""
    present = record.translation
    incoming_wins = _rank(version) > _rank(present)
    winner, loser = (version, present) if incoming_wins else (present, version)
    if not incoming_wins:
        toolbox.store.keep_in_history(record, file.locale, version, "outvoted")
    message = (
        f"{_name(winner)}: “{winner.target}” and {_name(loser)}: “{loser.target}” differ; the "
        f"later one, by {_name(winner)}, is used and both are kept"
    )
    report.conflicts.append(Remark(str(path), record.segment.name, message))
    return incoming_wins


def _rank(version: Translation) -> tuple[datetime, str]:
    return version.changed_at or now(), version.target


def _name(version: Translation) -> str:
    return version.changed_by.removeprefix(PERSON)


def _change(record: SegmentRecord, version: Translation) -> str:
    if version.state is State.INITIAL:
        return "rejected"
    if version.state is State.TRANSLATED:
        return "drafts"
    return "approved" if version.target == record.exported else "edited"


def _memory_entry(
    resource: Resource, file: ReviewFile, record: SegmentRecord, version: Translation
) -> MemoryEntry:
    return MemoryEntry(
        source=record.segment.source,
        target=version.target,
        target_locale=file.locale,
        before=record.before,
        after=record.after,
        origin=f"{resource.id}, {_name(version)}",
        reviewed=True,
        resource=resource.id,
    )


def _keep_lost(file: ReviewFile, path: Path, lost: Sequence[ReviewEntry], toolbox: Toolbox) -> None:
    suffix = toolbox.review_files.suffix
    side = path.with_name(f"{path.name.removesuffix(suffix)}{UNMATCHED}{suffix}")
    if not lost or UNMATCHED in path.name:
        return
    kept = toolbox.review_files.read(side).entries if side.exists() else ()
    known = {(entry.source, entry.target) for entry in kept}
    new = tuple(entry for entry in lost if (entry.source, entry.target) not in known)
    # Two entries of one context would make the file invalid, so each gets a context of its own.
    numbered = tuple(
        replace(entry, context=f"{entry.context.split(' ')[0]} #{number}")
        for number, entry in enumerate((*kept, *new), 1)
    )
    if new:
        toolbox.review_files.write(replace(file, entries=numbered, faults=()), side)

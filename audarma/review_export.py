# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Review files going out: one a document and language, with all that a reviewer should know.

Leaves out: reading them back, which is in ``audarma.review_import``.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path

from audarma.atomic_file import replacing
from audarma.model import State, Translation
from audarma.review_file import ReviewEntry, ReviewFile
from audarma.review_import import UNMATCHED, import_reviews
from audarma.store import (
    APPROVED,
    PERSON,
    Resource,
    SegmentRecord,
    person_name,
)
from audarma.toolbox import REVIEW_FORMATS, Toolbox

_UNCONFIRMED = re.compile(r"\[confirm\]\s*")


def review_folder(workspace: Path, resource_id: str, locale: str) -> Path:
    """Give the folder of a resource's review files in one locale."""
    return workspace / "review" / resource_id / locale


def export(
    resource: Resource,
    locale: str,
    toolbox: Toolbox,
    tell: Callable[[str], None] = lambda _sentence: None,
    form: str = REVIEW_FORMATS[0],
) -> list[Path]:
    """Write one review file a document in the format named *form*; give their paths.

    What a reviewer has changed in a file since it was written is imported before the file is
    written again, so that nothing is lost, and *tell* is told of it; a file that cannot be read
    whole is kept beside it. Files in other formats that lie beside are written again too: an old
    one would speak against the new.
    """
    workspace = toolbox.settings.workspace
    folder = review_folder(workspace, resource.id, locale)
    written = _Written(folder, workspace / "exports" / f"{resource.id}-{locale}.json")
    paths: list[Path] = []
    for document_id, document_path, _title in toolbox.store.documents(resource.id):
        files = {
            folder / f"{document_path}{each.suffix}": name
            for name, each in toolbox.review_formats.items()
        }
        present = [path for path in files if path.exists()]
        for path in present:
            if not written.is_as_written(path):
                _save_changes(path, toolbox, tell)
        records = [r for r in toolbox.store.records(document_id, locale) if r.segment.source]
        if not records:
            continue
        entries = tuple(_entry(record) for record in records)
        file = ReviewFile(resource.id, document_path, locale, resource.digest, entries)
        for path, name in files.items():
            if name == form or path in present:
                toolbox.review_formats[name].write(file, path)
                written.note(path)
        toolbox.store.note_exported(locale, records)
        paths += (path for path, name in files.items() if name == form)
    written.save()
    return paths


class _Written:
    """The digests of the files of a folder as they were written, to tell which were changed."""

    def __init__(self, folder: Path, record: Path) -> None:
        self._folder = folder
        self._record = record
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


def _save_changes(path: Path, toolbox: Toolbox, tell: Callable[[str], None]) -> None:
    """Import a file that is about to be written again; keep it where it cannot be read whole."""
    report = import_reviews([path], toolbox)
    tell(f"{path}: a reviewer's changes were taken in: {report.summary()}")
    for remark in report.remarks:
        tell(f"{remark.path} {remark.context}: {remark.message}")
    if report.faults:
        suffix = path.suffix
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
        match=translation.match,
        is_final=translation.state is State.FINAL,
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
        remark = _UNCONFIRMED.sub("a terminologist has yet to confirm it. ", term.note).strip()
        note = f" ({remark})" if remark else ""
        yield f"Term: {term.surface} → {term.target_term}{note}{done}"
    if translation.origin:
        score = "" if translation.score is None else f", score {translation.score:.2f}"
        yield f"From: {_shown_origin(translation)}{score}"
    if translation.match:
        match = translation.match
        yield f"Memory {min(match.score_percent, 100)} %: {match.source} → {match.target}"
    for finding in translation.findings:
        yield f"Check {finding.rule} ({finding.severity.value}): {finding.message}"


def _shown_origin(translation: Translation) -> str:
    """Name where a target comes from and who approved it, without people's addresses."""
    origin, by = translation.origin, translation.changed_by
    shown = f"{PERSON}{person_name(origin)}" if origin.startswith(PERSON) else origin
    if by.startswith(PERSON) and by != origin and translation.state in APPROVED:
        return f"{shown}, approved by {person_name(by)}"
    return shown

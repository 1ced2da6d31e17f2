# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One file out to a PO file and back, without a store: ``audarma extract`` and ``merge``.

A PO file made here holds all documents of the file; an entry's context is the document's path,
``#`` and the segment's name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from audarma.errors import AudarmaError, InlineCodeError
from audarma.ingest import file_digest
from audarma.inline_code import code_faults
from audarma.model import Document
from audarma.ports import Adaptation, Targets
from audarma.review_file import ReviewEntry, ReviewFile
from audarma.segmentation import join, unit_segments
from audarma.toolbox import Toolbox


@dataclass(frozen=True, slots=True)
class Counts:
    """How many documents, units and segments were handled."""

    documents: int
    units: int
    segments: int


def extract_file(source: Path, po: Path, toolbox: Toolbox, locale: str = "") -> Counts:
    """Write the segments of *source* to *po*, untranslated."""
    _require_file(source)
    form = toolbox.formats.resource_format(source)
    entries: list[ReviewEntry] = []
    documents = units = 0
    for document in form.extract(source):
        documents += 1
        units += len(document.units)
        entries += _entries(document)
    file = ReviewFile("", source.name, locale, file_digest(source), tuple(entries))
    toolbox.review_files.write(file, po)
    return Counts(documents, units, len(entries))


def merge_file(source: Path, po: Path, out: Path, toolbox: Toolbox, locale: str = "") -> Counts:
    """Write *source* with the targets of *po* to *out*; with *locale*, language tags change too.

    Raises:
        InlineCodeError: targets do not hold their source's codes; every one is named.
        AudarmaError: *po* was made from another file, or cannot be read whole.
    """
    _require_file(source)
    _require_file(po)
    file = toolbox.review_files.read(po)
    if file.faults:
        raise AudarmaError(f"{po}: {'; '.join(file.faults)}.", str(po))
    if file.source_digest and file.source_digest != file_digest(source):
        raise AudarmaError(
            f"{po}: it was made from other bytes than {source.name} has now. Extract again, and "
            "carry the targets over with your editor's memory.",
            str(po),
        )
    targets = {entry.context: entry for entry in file.entries if entry.target}
    _require_codes(po, targets)
    form = toolbox.formats.resource_format(source)
    adaptation = Adaptation(locale) if locale else None
    form.merge(source, _targets_from(form.extract(source), targets), adaptation, out)
    return Counts(0, 0, len(targets))


def _require_file(path: Path) -> None:
    if not path.is_file():
        raise AudarmaError(f"{path}: there is no such file. Check the path.", str(path))


def _require_codes(po: Path, targets: Mapping[str, ReviewEntry]) -> None:
    faults = [
        f"{context}: target {'; '.join(found)}"
        for context, entry in targets.items()
        if (found := code_faults(entry.source, entry.target))
    ]
    if faults:
        raise InlineCodeError(f"{po}: nothing was written. {'. '.join(faults)}.", str(po), faults)


def _entries(document: Document) -> list[ReviewEntry]:
    return [
        ReviewEntry(
            context=f"{document.path}#{segment.name}",
            source=segment.source,
            target="",
            needs_review=False,
            notes=(f"Where: {' › '.join((*unit.title_path, unit.kind))}",),
            references=(f"{document.path}:{unit.id}",),
        )
        for unit in document.units
        for segment in unit_segments(document.path, unit)
        if segment.source
    ]


def _targets_from(
    documents: Iterator[Document], entries: Mapping[str, ReviewEntry]
) -> Callable[[str], Targets]:
    """Give the function that tells a document's targets, reading the documents as they are asked.

    Formats ask for documents in reading order; one asked out of order is looked up by reading on.
    """
    seen: dict[str, Targets] = {}

    def targets_of(path: str) -> Targets:
        while path not in seen:
            document = next(documents, None)
            if document is None:
                return {}
            seen[document.path] = _unit_targets(document, entries)
        return seen.pop(path)

    return targets_of


def _unit_targets(document: Document, entries: Mapping[str, ReviewEntry]) -> Targets:
    targets: dict[str, str] = {}
    for unit in document.units:
        segments = unit_segments(document.path, unit)
        found = [entries.get(f"{document.path}#{segment.name}") for segment in segments]
        if any(found):
            chosen = [
                entry.target if entry else segment.source
                for entry, segment in zip(found, segments, strict=True)
            ]
            targets[unit.id] = join(segments, chosen)
    return targets

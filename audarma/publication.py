# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Publishing: targets merged into the snapshot, attribution written, the package built."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from audarma.adaptation_kazakh_latin import latin_note
from audarma.adaptation_merge import (
    adapted_unit,
    is_in_latin,
    published_locale,
    published_notice,
)
from audarma.attribution import attribution
from audarma.errors import PublishError, UnwritableTargetError
from audarma.inline_code import plain_text
from audarma.licence import LicenceDecision
from audarma.licence_table import Licence
from audarma.model import Attribution, Match
from audarma.package import PackageContents, build_package
from audarma.ports import Adaptation, ResourceFormat, Targets
from audarma.preview import PreviewDocument, PreviewSegment, PreviewUnit, preview_html
from audarma.report import Report, report_html, to_json
from audarma.review_export import export
from audarma.store import APPROVED, PERSON, SOMEBODY, Resource, SegmentRecord, person_name
from audarma.toolbox import Toolbox

_SHOWN_UNKNOWN = 100


@dataclass(frozen=True, slots=True)
class Published:
    """A finished package, and how many of its segments people have not approved."""

    package: Path
    waiting: int
    report: Report


def publish(
    resource: Resource,
    locale: str,
    toolbox: Toolbox,
    *,
    draft: bool = False,
    today: date | None = None,
) -> Published:
    """Build the package of *resource* in *locale*.

    Raises:
        PublishError: segments wait for review and it is not to be a *draft*, or the format cannot
            hold what people approved.
    """
    store = toolbox.store
    review_files, waiting = require_publishable(resource, locale, toolbox, draft=draft)
    name = f"{resource.id}-{locale}"
    build = empty_build_folder(name, toolbox)
    notice, english = (
        notice_in(resource, locale, language, toolbox, not waiting, today)
        for language in (locale, "en")
    )
    notice = published_notice(notice, toolbox.settings)
    adapted = build / "adapted"
    remarks = _adapt(resource, locale, toolbox, notice, adapted, is_draft=waiting > 0)
    if not waiting:
        store.finalise(resource.id, locale)
    report = make_report(resource, locale, toolbox, notice.date, remarks)
    paths = side_files(build, resource, locale, toolbox, notice, report)
    package = build_package(
        PackageContents(
            name=name,
            adapted=adapted,
            locale=locale,
            attribution=notice,
            english=english,
            review_files=tuple(review_files),
            permission_text=str(resource.licence.get("permission_text", "")),
            organisation=toolbox.settings.organisation,
            memory=paths["memory"],
            preview=paths["preview"],
            report_html=paths["report_html"],
            report_json=paths["report_json"],
        ),
        toolbox.settings.workspace / "packages" / f"{name}.zip",
    )
    shutil.rmtree(build, ignore_errors=True)
    return Published(package, waiting, report)


def require_publishable(
    resource: Resource, locale: str, toolbox: Toolbox, *, draft: bool
) -> tuple[list[Path], int]:
    """Check that there is something to publish; give the review files and how much waits.

    Raises:
        PublishError: nothing is translated, or segments wait and it is not to be a *draft*.
    """
    store = toolbox.store
    if not any(q.translated + q.reviewed + q.final for q in store.queue(resource.id, [locale])):
        raise PublishError(
            f"{resource.id} ({locale}): nothing has been translated yet. Translate it first.",
            resource.id,
            locale,
        )
    # The package's review files show the last state, reviewers' saved changes included.
    review_files = export(resource, locale, toolbox)
    waiting = store.waiting(resource.id, locale)
    if waiting and not draft:
        raise PublishError(
            f"{resource.id} ({locale}): {waiting} segments wait for review. Import the reviewed "
            "files first, or publish it as a draft (--draft), which says so to its readers.",
            resource.id,
            locale,
            waiting,
        )
    return review_files, waiting


def empty_build_folder(name: str, toolbox: Toolbox) -> Path:
    """Make the folder in which the package *name* is put together."""
    build = toolbox.settings.workspace / "build" / name
    shutil.rmtree(build, ignore_errors=True)
    build.mkdir(parents=True)
    return build


def _adapt(
    resource: Resource,
    locale: str,
    toolbox: Toolbox,
    notice: Attribution,
    folder: Path,
    *,
    is_draft: bool,
) -> list[str]:
    """Write the adapted resource, and unchanged the files that it shows, into *folder*.

    What the format cannot hold stays in the source's language in a draft, and comes back to
    reviewers with the reason. Gives the sentences that say so.

    Raises:
        PublishError: it is no draft, and the format cannot hold what a person wrote.
    """
    snapshot = toolbox.settings.workspace / resource.snapshot
    form = toolbox.formats.resource_format(snapshot)
    copy_companions(form, snapshot, folder)
    adaptation = Adaptation(published_locale(locale, toolbox.settings), notice)
    targets = _WritableTargets(resource, locale, toolbox)
    while True:
        try:
            form.merge(snapshot, targets.of, adaptation, folder / snapshot.name)
        except UnwritableTargetError as error:
            if not is_draft or not targets.leave_out(error):
                raise PublishError(
                    f"{resource.id} ({locale}): {error} Correct it in the review file, and import "
                    "that again.",
                    resource.id,
                    locale,
                ) from error
        else:
            return list(targets.returned())


class _WritableTargets:
    """The targets of a resource's documents, less those that its format was seen not to hold."""

    def __init__(self, resource: Resource, locale: str, toolbox: Toolbox) -> None:
        self._locale = locale
        self._toolbox = toolbox
        documents = toolbox.store.documents(resource.id)
        self._ids = {path: document_id for document_id, path, _title in documents}
        self._reasons: dict[str, str] = {}

    def of(self, path: str) -> Targets:
        """Give the targets of the document *path*."""
        return {
            unit_id: target
            for unit_id, target in self._all(path).items()
            if target not in self._reasons
        }

    def leave_out(self, error: UnwritableTargetError) -> bool:
        """Leave out what *error* names; say whether there is something new in it."""
        known = len(self._reasons)
        self._reasons.update(error.reasons)
        return len(self._reasons) > known

    def returned(self) -> Iterator[str]:
        """Return to reviewers what was left out; give a sentence for each document."""
        for path in self._ids if self._reasons else ():
            reasons = {
                unit_id: self._reasons[target]
                for unit_id, target in self._all(path).items()
                if target in self._reasons
            }
            for record in self._toolbox.store.records(self._ids[path], self._locale):
                if reason := reasons.get(record.segment.unit_id):
                    self._toolbox.store.note_problem(record.id, self._locale, reason)
            if reasons:
                yield (
                    f"{path}: left in English, because the format cannot hold the translation: "
                    f"{', '.join(reasons)}. The next review file says why; correct it there."
                )

    def _all(self, path: str) -> Targets:
        return targets_of(self._ids[path], self._locale, self._toolbox)


def copy_companions(form: ResourceFormat, snapshot: Path, folder: Path) -> None:
    """Copy the files that *snapshot* shows into the new *folder*."""
    folder.mkdir()
    for relative in form.companions(snapshot):
        target = folder / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(snapshot.parent / relative, target)


def targets_of(document_id: int, locale: str, toolbox: Toolbox) -> Targets:
    """Give the target content of each unit of a document that has one.

    A unit with a segment that has no target yet keeps that segment's source.
    """
    return {
        unit_id: adapted_unit(records, locale, toolbox.settings)
        for unit_id, records in _by_unit(toolbox.store.records(document_id, locale))
    }


def make_report(
    resource: Resource,
    locale: str,
    toolbox: Toolbox,
    today: str = "",
    remarks: Sequence[str] = (),
) -> Report:
    """Count what the package's report tells; *remarks* are further sentences for its notes."""
    states: Counter[str] = Counter()
    origins: Counter[str] = Counter()
    findings: Counter[tuple[str, str]] = Counter()
    unknown: Counter[str] = Counter()
    words = hits = satisfied = segments = 0
    for record in _all_records(resource, locale, toolbox):
        if not record.segment.source:
            continue
        segments += 1
        words += len(plain_text(record.segment.source).split())
        states[record.translation.state.value] += 1
        origins[record.translation.origin.split(":")[0] or "none"] += 1
        findings.update((f.rule, f.severity.value) for f in record.translation.findings)
        unknown.update(_unknown_words(record))
        hits += len(record.terms)
        satisfied += sum(term.is_satisfied for term in record.terms)
    return Report(
        resource=resource.id,
        title=resource.metadata.title,
        locale=locale,
        segments=segments,
        words=words,
        states=dict(states),
        origins=dict(origins),
        findings=dict(findings),
        term_hits=hits,
        terms_satisfied=satisfied,
        engines=_engines(resource, locale, toolbox),
        unknown_words=dict(unknown.most_common(_SHOWN_UNKNOWN)),
        documents=len(toolbox.store.documents(resource.id)),
        notes=(
            *resource.licence.get("warnings", ()),
            *resource.metadata.remarks,
            *_script_notes(resource, locale, toolbox),
            *remarks,
        ),
        date=today,
    )


def _script_notes(resource: Resource, locale: str, toolbox: Toolbox) -> Iterator[str]:
    """Say what is lost where the package is in another script than the store."""
    if is_in_latin(locale, toolbox.settings):
        records = _all_records(resource, locale, toolbox)
        yield latin_note(record.translation.target for record in records)


def _unknown_words(record: SegmentRecord) -> Iterator[str]:
    """Give the words of a target that the checks found to be left in English."""
    text = plain_text(record.translation.target)
    for finding in record.translation.findings:
        if finding.rule == "untranslated" and finding.end > finding.start:
            yield text[finding.start : finding.end]


def _all_records(resource: Resource, locale: str, toolbox: Toolbox) -> Iterator[SegmentRecord]:
    for document_id, _path, _title in toolbox.store.documents(resource.id):
        yield from toolbox.store.records(document_id, locale)


def _by_unit(records: Sequence[SegmentRecord]) -> Iterator[tuple[str, list[SegmentRecord]]]:
    for unit_id, group in groupby(records, key=lambda record: record.segment.unit_id):
        yield unit_id, list(group)


def _people(resource: Resource, locale: str, toolbox: Toolbox) -> list[str]:
    """Give the people whose words or approval stand in the targets, by how much they did."""
    names = Counter(
        record.translation.changed_by.removeprefix(PERSON)
        for record in _all_records(resource, locale, toolbox)
        if record.translation.changed_by.startswith(PERSON)
    )
    return [person_name(name) for name, _count in names.most_common() if name != SOMEBODY]


def _engines(resource: Resource, locale: str, toolbox: Toolbox) -> tuple[str, ...]:
    return tuple(toolbox.store.engines(resource.id, locale))


def notice_in(
    resource: Resource,
    locale: str,
    language: str,
    toolbox: Toolbox,
    reviewed: bool,
    today: date | None,
) -> Attribution:
    """Give the attribution of the adaptation into *locale*, in *language*."""
    engines = _engines(resource, locale, toolbox)
    return attribution(
        resource.metadata,
        _decision(resource),
        language,
        title=_title(resource, locale, toolbox),
        engine=", ".join(engines),
        engine_revision="",
        people=_people(resource, locale, toolbox),
        date=today or date.today(),
        reviewed=reviewed,
        translation_locale=locale,
    )


def _decision(resource: Resource) -> LicenceDecision:
    values = resource.licence
    return LicenceDecision(
        _licence(values["source"]),
        _licence(values["adaptation"]),
        tuple(values["warnings"]),
        values["permission_text"],
    )


def _licence(values: Mapping[str, Any]) -> Licence:
    """Give a licence from its plain values; JSON has no tuples."""
    return Licence(**{**values, "elements": tuple(values["elements"])})


def _title(resource: Resource, locale: str, toolbox: Toolbox) -> str:
    """Give the title in *locale*: the target of the segment that is the source's title."""
    wanted = resource.metadata.title.strip()
    for record in _all_records(resource, locale, toolbox):
        if plain_text(record.segment.source).strip() == wanted and record.translation.target:
            return plain_text(adapted_unit([record], locale, toolbox.settings)).strip()
    return wanted


def side_files(
    build: Path,
    resource: Resource,
    locale: str,
    toolbox: Toolbox,
    notice: Attribution,
    report: Report,
) -> Mapping[str, Path]:
    """Write what a package holds besides the adapted resource; give the paths by field name."""
    paths = {
        "memory": build / f"{resource.id}-{locale}.tmx",
        "preview": build / "preview.html",
        "report_html": build / "qa-report.html",
        "report_json": build / "qa-report.json",
    }
    toolbox.write_memory(paths["memory"], _pairs(resource, locale, toolbox), locale)
    with paths["preview"].open("w", encoding="utf-8") as page:
        page.writelines(preview_html(notice.title, locale, _Preview(resource, locale, toolbox)))
    paths["report_html"].write_text(report_html(report), encoding="utf-8")
    paths["report_json"].write_text(to_json(report), encoding="utf-8")
    return paths


def _pairs(resource: Resource, locale: str, toolbox: Toolbox) -> Iterator[Match]:
    for record in _all_records(resource, locale, toolbox):
        translation = record.translation
        if translation.target:
            approved = translation.state in APPROVED
            origin = _public_origin(translation.origin)
            yield Match(record.segment.source, translation.target, 100, origin, approved)


def _public_origin(origin: str) -> str:
    """Give an origin without a person's address."""
    return f"{PERSON}{person_name(origin)}" if origin.startswith(PERSON) else origin


@dataclass(frozen=True, slots=True)
class _Preview:
    """A resource's documents to show, read from the store each time that they are gone through."""

    resource: Resource
    locale: str
    toolbox: Toolbox

    def __iter__(self) -> Iterator[PreviewDocument]:
        store = self.toolbox.store
        for document_id, path, title in store.documents(self.resource.id):
            by_unit = _by_unit(store.records(document_id, self.locale))
            units = tuple(_preview_unit(records) for _unit, records in by_unit)
            yield PreviewDocument(path=path, title=title or path, units=units)


def _preview_unit(records: Sequence[SegmentRecord]) -> PreviewUnit:
    segments = (
        PreviewSegment(
            record.segment.source,
            record.translation.target,
            record.translation.state,
            record.translation.findings,
            _public_origin(record.translation.origin),
        )
        for record in records
    )
    return PreviewUnit(records[0].kind, tuple(segments))

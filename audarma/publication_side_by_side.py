# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Publishing in one package for all languages: English and the targets side by side in one file.

Leaves out: packages of one language (``audarma.publication``); how languages stand in a file,
which is the format's business.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from audarma.adaptation_merge import published_notice
from audarma.attribution import joined
from audarma.errors import PublishError
from audarma.model import SOURCE_LOCALE, Attribution
from audarma.package import PackageContents, build_package
from audarma.ports import LanguageMarks, MultilingualFormat, SideBySide, Targets
from audarma.publication import (
    Published,
    copy_companions,
    empty_build_folder,
    make_report,
    notice_in,
    require_publishable,
    side_files,
    targets_of,
)
from audarma.store import Resource
from audarma.toolbox import Toolbox


def publish_side_by_side(
    resource: Resource,
    locales: Sequence[str],
    toolbox: Toolbox,
    *,
    marks: LanguageMarks,
    draft: bool = False,
    today: date | None = None,
) -> dict[str, Published]:
    """Build one package of *resource* in English and *locales*; give it for each of them.

    Raises:
        PublishError: the format cannot hold several languages, or segments of one of them wait
            for review and it is not to be a *draft*.
    """
    require_multilingual(resource, toolbox)
    reviews = {x: require_publishable(resource, x, toolbox, draft=draft) for x in locales}
    name = "-".join((resource.id, *locales))
    build = empty_build_folder(name, toolbox)
    for locale, (_files, waiting) in reviews.items():
        if not waiting:
            toolbox.store.finalise(resource.id, locale)

    def notices_in(language: str) -> list[Attribution]:
        return [
            notice_in(resource, x, language or x, toolbox, not reviews[x][1], today)
            for x in locales
        ]

    notices = [published_notice(notice, toolbox.settings) for notice in notices_in("")]
    english = joined(notices_in(SOURCE_LOCALE))
    languages = SideBySide(marks, tuple(locales), (english, *notices))
    remarks = _merge(resource, languages, toolbox, build / "adapted")
    sides: dict[str, Mapping[str, Path]] = {}
    done: dict[str, Published] = {}
    package = toolbox.settings.workspace / "packages" / f"{name}.zip"
    for locale, notice in zip(locales, notices, strict=True):
        report = make_report(resource, locale, toolbox, notice.date)
        report = replace(report, notes=(*report.notes, *remarks))
        (build / locale).mkdir()
        sides[locale] = side_files(build / locale, resource, locale, toolbox, notice, report)
        done[locale] = Published(package, reviews[locale][1], report)
    facts = {**english.json_ld, **_draft_facts(notices)}
    build_package(
        PackageContents(
            name=name,
            adapted=build / "adapted",
            locale=locales[0],
            attribution=replace(notices[0], json_ld=facts),
            english=english,
            review_files=tuple(path for files, _waiting in reviews.values() for path in files),
            permission_text=str(resource.licence.get("permission_text", "")),
            organisation=toolbox.settings.organisation,
            other_notices=tuple(notices[1:]),
            other_files={
                f"{path.stem}{'' if locale in path.stem else f'-{locale}'}{path.suffix}": path
                for locale, paths in sides.items()
                for path in paths.values()
            },
        ),
        package,
    )
    shutil.rmtree(build, ignore_errors=True)
    return done


def require_multilingual(resource: Resource, toolbox: Toolbox) -> MultilingualFormat:
    """Give the format of *resource*, which can hold several languages.

    Raises:
        PublishError: it cannot.
    """
    form = toolbox.formats.resource_format(toolbox.settings.workspace / resource.snapshot)
    if not isinstance(form, MultilingualFormat):
        raise PublishError(
            f"{resource.id}: {resource.format} has no place for several languages in one file; "
            "Moodle's question banks and backups do. Publish it without --multilang.",
            resource.id,
            resource.format,
        )
    return form


def _merge(resource: Resource, languages: SideBySide, toolbox: Toolbox, folder: Path) -> list[str]:
    snapshot = toolbox.settings.workspace / resource.snapshot
    copy_companions(toolbox.formats.resource_format(snapshot), snapshot, folder)
    documents = {path: number for number, path, _title in toolbox.store.documents(resource.id)}

    def targets(path: str) -> Mapping[str, Targets]:
        return {x: targets_of(documents[path], x, toolbox) for x in languages.locales}

    form = require_multilingual(resource, toolbox)
    return form.merge_languages(snapshot, targets, languages, folder / snapshot.name)


def _draft_facts(notices: Sequence[Attribution]) -> dict[str, str]:
    """Say for machines that the whole is a draft where one of the translations is."""
    return {"creativeWorkStatus": "Draft"} if any(notice.warning for notice in notices) else {}

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tasks: each body is one call of the domain.

A batch's result is in the store before its task ends, so a second run skips it by the store; the
persisted task result serves retries of the same run, and the UI.
"""

from __future__ import annotations

from pathlib import Path

from prefect import task
from prefect.cache_policies import INPUTS, RUN_ID

from audarma import job
from audarma.ports import LanguageMarks
from audarma.publication import Published, publish
from audarma.publication_side_by_side import publish_side_by_side
from audarma.refresh import RefreshReport, refresh
from audarma.review_export import export
from audarma.review_import import ImportReport, import_reviews
from audarma.store import Resource
from audarma.translation import BatchOutcome, translate_batch
from flows.reports import log_progress
from flows.workbench import toolbox


@task(task_run_name="ingest {source}")
def take_in(source: str, request: job.Request) -> Resource:
    """Ingest a source and store its segments."""
    return job.take_in(source, request, toolbox(), log_progress)


@task(
    task_run_name="translate {resource_id} into {locale}: {ids[0]}…",
    cache_policy=INPUTS + RUN_ID,
    persist_result=True,
    result_serializer="pickle",
)
def translate_segments(
    resource_id: str, locale: str, ids: tuple[int, ...], request: job.Request, revision: str
) -> BatchOutcome:
    """Translate one batch of a resource's segments.

    *revision* names engine, model and termbase: with others, the result is another one.
    """
    translator = job.translator_for(locale, request, toolbox())
    return translate_batch(toolbox().store, ids, translator)


@task(task_run_name="export {resource.id} ({locale})")
def write_review_files(resource: Resource, locale: str, form: str) -> list[Path]:
    """Write a resource's review files in one language, in the format named *form*."""
    return export(resource, locale, toolbox(), form=form)


@task(task_run_name="import reviews")
def read_review_files(paths: list[Path]) -> ImportReport:
    """Read reviewed files into the store and the memory."""
    return import_reviews(paths, toolbox())


@task(task_run_name="publish {resource.id} ({locale})")
def build_package(resource: Resource, locale: str, draft: bool) -> Published:
    """Build a resource's package in one language."""
    return publish(resource, locale, toolbox(), draft=draft)


@task(task_run_name="publish {resource.id}")
def build_package_of_all(
    resource: Resource, locales: tuple[str, ...], marks: LanguageMarks, draft: bool
) -> dict[str, Published]:
    """Build a resource's package in English and all *locales* side by side."""
    return publish_side_by_side(resource, locales, toolbox(), marks=marks, draft=draft)


@task(task_run_name="refresh {resource.id}")
def read_again(resource: Resource) -> RefreshReport:
    """Bring a resource up to date with its source."""
    return refresh(resource, toolbox())

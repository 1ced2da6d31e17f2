# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The flows: ingest, translate, collect-reviews, publish, refresh, and localize for the lot."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, get_run_logger

from audarma import job
from audarma.errors import AudarmaError, EngineUnavailableError
from audarma.fetched_site import site_address
from audarma.ingest import expand
from audarma.review_export import review_folder
from audarma.store import Resource
from flows import reports, steps
from flows.parameters import (
    CollectParameters,
    LocalizeParameters,
    Packages,
    PublishParameters,
    RefreshParameters,
    Source,
    TranslateParameters,
    request,
)
from flows.workbench import toolbox


@flow(name="ingest")
def ingest(source: Source) -> list[str]:
    """Take resources in: check, snapshot, read metadata and licence, cut into segments."""
    taken, refused = _take_in(source, request(source))
    _tell_refused(refused)
    return [resource.id for resource in taken]


@flow(name="translate")
def translate(translation: TranslateParameters) -> None:
    """Translate what is left of a resource, then write its review files."""
    resource = job.resource_named(translation.resource, toolbox())
    problems: list[str] = []
    for locale in translation.languages:
        problems += _translate(resource, locale, request(translation=translation))
    reports.show_queue(toolbox().store.queue(resource.id))
    _tell_left(problems)


@flow(name="localize")
def localize(adaptation: LocalizeParameters) -> None:
    """Do the whole job: ingest, translate, write review files, and build draft packages if asked.

    A source that is refused is told with the reason and the others go on. Run it again after a
    crash: what is in the store is not done twice.
    """
    waits = adaptation.review == "wait for reviewers"
    wanted = request(adaptation, adaptation, waits=waits)
    taken, refused = _take_in(adaptation, wanted)
    problems: list[str] = []
    for resource in taken:
        for locale in adaptation.languages:
            problems += _translate(resource, locale, wanted)
        if not waits:
            _publish(resource, adaptation, draft=True)
        reports.show_queue(toolbox().store.queue(resource.id))
    _tell_refused(refused)
    _tell_left(problems)


@flow(name="collect-reviews")
def collect_reviews(reviews: CollectParameters | None = None) -> None:
    """Read reviewed files into the store and publish what is reviewed entirely."""
    wanted = reviews or CollectParameters()
    folder = toolbox().settings.workspace / "review"
    paths = [Path(path) for path in wanted.paths] or [folder]
    if not wanted.paths and not folder.is_dir():
        get_run_logger().info("Nothing has been exported for review yet.")
        return
    report = steps.read_review_files(paths)
    get_run_logger().info(report.summary())
    for remark in report.remarks:
        get_run_logger().warning("%s %s: %s", remark.path, remark.context, remark.message)
    reports.show_import(report)
    for resource_id, locale in sorted(report.resources) if wanted.publish else []:
        if toolbox().store.is_ready(resource_id, locale):
            resource = job.resource_named(resource_id, toolbox())
            _publish(resource, Packages.model_validate({"languages": [locale]}), draft=False)
    reports.show_queue(toolbox().store.queue())


@flow(name="publish")
def publish(publication: PublishParameters) -> None:
    """Build the adapted packages of a resource."""
    resource = job.resource_named(publication.resource, toolbox())
    _publish(resource, publication, draft=publication.draft)


@flow(name="refresh")
def refresh(resource_to_refresh: RefreshParameters) -> None:
    """Read a changed source again, keep what is still valid and queue the difference."""
    resource = job.resource_named(resource_to_refresh.resource, toolbox())
    report = steps.read_again(resource)
    get_run_logger().info(
        "%s: %d translations kept, %d with a changed source, %d new",
        resource.id,
        report.kept,
        report.changed,
        report.new,
    )
    reports.show_queue(toolbox().store.queue(resource.id))


ALL = (localize, ingest, translate, collect_reviews, publish, refresh)


def _take_in(source: Source, wanted: job.Request) -> tuple[list[Resource], list[tuple[str, str]]]:
    """Ingest every source; give the resources, and the refused sources with the reason."""
    taken: list[Resource] = []
    refused: list[tuple[str, str]] = []
    given = map(site_address, source.sources) if source.whole_sites else source.sources
    for name in expand(list(given), toolbox()):
        try:
            resource = steps.take_in(name, wanted)
            for remark in resource.metadata.remarks:
                get_run_logger().warning("%s: %s", resource.id, remark)
            taken.append(resource)
        except AudarmaError as error:
            get_run_logger().warning("Refused: %s", error)
            refused.append((name, str(error)))
    return taken, refused


def _tell_refused(refused: list[tuple[str, str]]) -> None:
    if refused:
        reports.show_refused(refused)
        raise AudarmaError("; ".join(reason for _source, reason in refused), refused)


def _tell_left(problems: list[str]) -> None:
    if problems:
        raise EngineUnavailableError(" ".join(problems), problems)


def _translate(resource: Resource, locale: str, wanted: job.Request) -> list[str]:
    """Translate batch by batch, each a task, then write the review files.

    Gives why segments are still to translate, a sentence a reason.
    """
    tally = job.Tally()
    work = job.batches(resource, locale, toolbox())
    total, done = sum(map(len, work)), 0
    revision = job.translator_for(locale, wanted, toolbox()).revision if work else ""
    what = f"Translating {resource.id} into {locale}"
    with reports.progress(f"translate-{locale}", resource) as show:
        for ids in work:
            tally.add(steps.translate_segments(resource.id, locale, ids, wanted, revision))
            done += len(ids)
            show(what, done, total)
    files = steps.write_review_files(resource, locale, wanted.review_format)
    folder = review_folder(toolbox().settings.workspace, resource.id, locale)
    get_run_logger().info("%s (%s): %s", resource.id, locale, tally.summary())
    reports.show_outcome(
        resource,
        locale,
        [
            ("segments from the engine", tally.from_engine),
            ("sources that the engine was asked for", tally.asked),
            ("segments from the memory", tally.from_memory),
            ("segments as translated before in the resource", tally.repeated),
            ("segments still to translate", tally.left),
            ("terms satisfied", f"{tally.terms_satisfied} of {tally.term_hits}"),
            ("engine time", f"{tally.seconds:.1f} s"),
            ("engine use", tally.used if tally.used.requests else "not counted"),
            ("review files", f"{len(files)} in {folder}"),
        ],
    )
    return tally.problems


def _publish(resource: Resource, packages: Packages, *, draft: bool) -> None:
    if packages.marks:
        locales = tuple(packages.languages)
        done = steps.build_package_of_all(resource, locales, packages.marks, draft)
    else:
        done = {x: steps.build_package(resource, x, draft) for x in packages.languages}
    for locale, published in done.items():
        get_run_logger().info("Package: %s", published.package)
        reports.show_package(resource, locale, published)

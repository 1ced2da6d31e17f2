# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Artifacts: what the Prefect UI shows of a run. Files are named, not stored in the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from prefect import get_run_logger
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from audarma.ingest import slug
from audarma.job import Progress
from audarma.publication import Published
from audarma.report import report_markdown
from audarma.review_import import ImportReport
from audarma.store import QueueLine, Resource


@contextmanager
def progress(name: str, resource: Resource) -> Iterator[Progress]:
    """Show progress as an artifact, and as log lines, since an open page does not see it move."""
    logger = get_run_logger()
    artifact = create_progress_artifact(
        0.0, key=slug(f"{name}-{resource.id}"), description=f"{name}: {resource.metadata.title}"
    )
    # Prefect types what it gives for callers with and without an event loop alike.
    assert isinstance(artifact, UUID)

    def show(what: str, done: int, total: int) -> None:
        if total:
            update_progress_artifact(artifact, progress=100.0 * done / total)
            logger.info("%s: %d of %d segments", what, done, total)
        else:
            logger.info("%s", what)

    yield show
    update_progress_artifact(artifact, progress=100.0)


def log_progress(what: str, _done: int, _total: int) -> None:
    """Tell a step in the run's log."""
    get_run_logger().info("%s", what)


def show_outcome(resource: Resource, locale: str, rows: Sequence[tuple[str, object]]) -> None:
    """Show what became of a resource in one locale, as a table."""
    create_table_artifact(
        [{"what": what, "value": str(value)} for what, value in rows],
        key=slug(f"outcome-{resource.id}-{locale}"),
        description=f"{resource.metadata.title} → {locale}",
    )


def show_queue(lines: Sequence[QueueLine]) -> None:
    """Show the review queue, as a table."""
    create_table_artifact(
        [
            {
                "resource": line.resource_id,
                "document": line.document_path,
                "language": line.locale,
                "untranslated": line.initial,
                "waiting": line.translated,
                "approved": line.reviewed + line.final,
            }
            for line in lines
        ],
        key="review-queue",
        description="The review queue",
    )


def show_import(report: ImportReport) -> None:
    """Show what an import of reviews did."""
    remarks = "\n".join(
        f"| {Path(r.path).name} | {r.context} | {r.message.replace('|', '/')} |"
        for r in report.remarks
    )
    table = f"\n\n| file | segment | what |\n|---|---|---|\n{remarks}" if remarks else ""
    create_markdown_artifact(
        f"{report.summary()}.{table}", key="collected-reviews", description="Collected reviews"
    )


def show_package(resource: Resource, locale: str, published: Published) -> None:
    """Show the package's place and its report."""
    create_markdown_artifact(
        f"**Package:** `{published.package}`\n\n{report_markdown(published.report)}",
        key=slug(f"package-{resource.id}-{locale}"),
        description=f"Package of {resource.metadata.title} ({locale})",
    )


def show_refused(refused: Sequence[tuple[str, str]]) -> None:
    """Show the sources that were refused, each with the reason."""
    create_table_artifact(
        [{"source": source, "reason": reason} for source, reason in refused],
        key="refused-sources",
        description="Sources that were refused",
    )

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line, ``audarma``.

Each command prints what it did and where the files are. Exit status: 0 done, 1 refused or
failed with one sentence, 2 wrong usage.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from audarma import job
from audarma.bare_file import extract_file, merge_file
from audarma.command_doctor import doctor
from audarma.command_evaluate import evaluate
from audarma.command_glossary import glossary_app
from audarma.command_models import models_app
from audarma.command_support import (
    AdaptationLicence,
    AsJson,
    Glossaries,
    Permission,
    To,
    locales_of,
    messages,
    print_outcome,
    progress,
    toolbox_of,
)
from audarma.errors import AudarmaError
from audarma.fetched_site import is_site_address, site_address
from audarma.ingest import examine, expand, locate
from audarma.licence import gate
from audarma.memory import MemoryEntry
from audarma.model import Match, TargetLocale
from audarma.ports import LanguageMarks
from audarma.publication import publish as publish_resource
from audarma.publication_side_by_side import publish_side_by_side
from audarma.refresh import refresh as refresh_resource
from audarma.review_export import export as export_reviews
from audarma.review_export import review_folder
from audarma.review_import import import_reviews
from audarma.toolbox import REVIEW_FORMATS, Toolbox

_PIPED_WIDTH = 200

app = typer.Typer(
    name="audarma",
    help="Adapt English open educational resources into Kazakh and Russian.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
memory_app = typer.Typer(help="The translation memory.", no_args_is_help=True)
app.add_typer(memory_app, name="memory")
app.add_typer(models_app, name="models")
app.command()(doctor)
app.command()(evaluate)
app.add_typer(glossary_app, name="glossary")

Engine = Annotated[str, typer.Option("--engine", help="Engine; default: the setting's.")]
LicenceId = Annotated[
    str, typer.Option("--licence", help="The source's licence (SPDX), where it does not say.")
]
Multilang = Annotated[
    LanguageMarks | None,
    typer.Option(
        "--multilang",
        help="One package: English and the targets side by side in one file, for Moodle. mlang: "
        "for the filter multilang2; span: for Moodle's own multi-language filter.",
    ),
]
WholeSite = Annotated[
    bool, typer.Option("--site", help="Of an address, take all pages under it, not one page.")
]
ResourceName = Annotated[str, typer.Argument(help="Resource id, or the path it came from.")]


def run(make_toolbox: Callable[[], Toolbox]) -> None:
    """Run the command with the toolbox that *make_toolbox* gives when a command needs it."""
    try:
        app(obj=make_toolbox, standalone_mode=True)
    except AudarmaError as error:
        messages.print(str(error), style="red", soft_wrap=True, markup=False)
        sys.exit(1)
    except OSError as error:
        # A folder in a file's place, a full disk: what only the person can put right.
        if error.filename is None:
            raise
        where, reason = error.filename2 or error.filename, (error.strerror or "fault").lower()
        sentence = f"{where}: {reason}. Check the path, its rights and the space on the disk."
        messages.print(sentence, style="red", soft_wrap=True, markup=False)
        sys.exit(1)
    except KeyboardInterrupt:
        messages.print("Stopped. Run the same command again to go on from here.")
        sys.exit(130)


@app.command()
def localize(
    context: typer.Context,
    sources: Annotated[list[str], typer.Argument(help="Files, folders or http(s) addresses.")],
    to: To,
    engine: Engine = "",
    glossary: Glossaries = [],  # noqa: B006  # typer reads the default, nobody changes it
    licence: LicenceId = "",
    adaptation_licence: AdaptationLicence = "",
    permission: Permission = None,
    review: Annotated[
        str,
        typer.Option(
            help="po, xliff2, xliff12: wait for reviewers; none: build draft packages at once."
        ),
    ] = "po",
    multilang: Multilang = None,
    site: WholeSite = False,
    as_json: AsJson = False,
) -> None:
    """Do the whole job: ingest, translate, export for review (or build draft packages)."""
    if review not in (*REVIEW_FORMATS, "none"):
        choices = f"choose {', '.join(REVIEW_FORMATS)} or none"
        raise typer.BadParameter(choices, param_hint="--review")
    toolbox = toolbox_of(context)
    request = job.Request(
        locales_of(to),
        engine,
        tuple(glossary),
        licence,
        adaptation_licence,
        permission,
        waits_for_review=review != "none",
        review_format=review if review != "none" else REVIEW_FORMATS[0],
        marks=multilang,
    )
    outcomes: list[job.Outcome] = []
    refused: list[str] = []
    with progress() as show:
        given = [site_address(source) for source in sources] if site else sources
        for source in expand(given, toolbox):
            try:
                outcomes += job.localize(source, request, toolbox, show)
            except AudarmaError as error:
                if len(sources) == 1 and (Path(source).is_file() or is_site_address(source)):
                    raise
                refused.append(str(error))
    _report_outcomes(outcomes, refused, toolbox, as_json)


@app.command()
def ingest(
    context: typer.Context,
    sources: Annotated[list[str], typer.Argument(help="Files, folders or http(s) addresses.")],
    licence: LicenceId = "",
    adaptation_licence: AdaptationLicence = "",
    permission: Permission = None,
    site: WholeSite = False,
    as_json: AsJson = False,
) -> None:
    """Take resources in: check, snapshot, read metadata and licence, cut into segments."""
    toolbox = toolbox_of(context)
    request = job.Request(
        (), licence=licence, adaptation_licence=adaptation_licence, permission=permission
    )
    with progress() as show:
        given = [site_address(source) for source in sources] if site else sources
        taken = [job.take_in(s, request, toolbox, show) for s in expand(given, toolbox)]
    print_outcome(
        as_json,
        [{"resource": r.id, "format": r.format, "title": r.metadata.title} for r in taken],
        [
            line
            for r in taken
            for line in (
                f"{r.id}: {r.metadata.title} ({r.format}, {_licence_line(r.licence)})",
                *(f"  {remark}" for remark in r.metadata.remarks),
            )
        ],
    )


@app.command()
def translate(
    context: typer.Context,
    resource: ResourceName,
    to: To,
    engine: Engine = "",
    glossary: Glossaries = [],  # noqa: B006
    as_json: AsJson = False,
) -> None:
    """Translate what is left of a resource."""
    toolbox = toolbox_of(context)
    found = job.resource_named(resource, toolbox)
    request = job.Request(locales_of(to), engine, tuple(glossary))
    with progress() as show:
        tallies = {
            locale: job.translate(found, locale, request, toolbox, show)
            for locale in request.locales
        }
    print_outcome(
        as_json,
        {locale: asdict(tally) for locale, tally in tallies.items()},
        [f"{found.id} ({locale}): {tally.summary()}" for locale, tally in tallies.items()],
    )
    if any(tally.left for tally in tallies.values()):
        raise AudarmaError(
            " ".join(problem for tally in tallies.values() for problem in tally.problems)
        )


@app.command()
def export(
    context: typer.Context,
    resource: ResourceName,
    to: To,
    form: Annotated[
        str, typer.Option("--as", help="Format of the files: po, xliff2 or xliff12.")
    ] = REVIEW_FORMATS[0],
    as_json: AsJson = False,
) -> None:
    """Write a resource's review files."""
    if form not in REVIEW_FORMATS:
        raise typer.BadParameter(f"choose {', '.join(REVIEW_FORMATS)}", param_hint="--as")
    toolbox = toolbox_of(context)
    found = job.resource_named(resource, toolbox)
    paths = [
        path
        for locale in locales_of(to)
        for path in export_reviews(found, locale, toolbox, form=form)
    ]
    print_outcome(as_json, [str(path) for path in paths], [str(path) for path in paths])


@app.command("import")
def import_(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Review files, or folders of them.")],
    as_json: AsJson = False,
) -> None:
    """Read reviewed PO and XLIFF files back; what cannot be taken is told and kept."""
    report = import_reviews(paths, toolbox_of(context))
    lines = [report.summary()]
    lines += [f"  {r.path} {r.context}: {r.message}".rstrip() for r in report.remarks]
    print_outcome(
        as_json,
        {"summary": report.summary(), "remarks": [asdict(r) for r in report.remarks]},
        lines,
    )
    if report.remarks and not report.taken:
        raise AudarmaError("Nothing was taken; the lines above say why.")


@app.command()
def queue(
    context: typer.Context,
    resource: Annotated[str, typer.Argument(help="Only this resource.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show what waits for review."""
    toolbox = toolbox_of(context)
    lines = toolbox.store.queue(job.resource_named(resource, toolbox).id if resource else "")
    if as_json:
        print_outcome(True, [asdict(line) for line in lines], [])
        return
    table = Table("resource", "document", "language", "untranslated", "waiting", "approved")
    for line in lines:
        table.add_row(
            line.resource_id,
            line.document_path,
            line.locale,
            str(line.initial),
            str(line.translated),
            str(line.reviewed + line.final),
        )
    # Piped, nothing is cut to a terminal's width that is not there.
    console = Console() if sys.stdout.isatty() else Console(width=_PIPED_WIDTH)
    console.print(table if lines else "The review queue is empty.")


@app.command()
def refresh(context: typer.Context, resource: ResourceName, as_json: AsJson = False) -> None:
    """Read a changed source again, keep what is still valid, queue the difference."""
    toolbox = toolbox_of(context)
    found = job.resource_named(resource, toolbox)
    report = refresh_resource(found, toolbox)
    line = (
        f"{found.id}: {report.kept} translations kept, {report.changed} with a changed source, "
        f"{report.new} new. Translate and export again."
        if report.is_changed
        else f"{found.id}: the source has not changed."
    )
    print_outcome(as_json, asdict(report), [line])


@app.command()
def publish(
    context: typer.Context,
    resource: ResourceName,
    to: To,
    draft: Annotated[
        bool, typer.Option("--draft", help="Publish before people have reviewed everything.")
    ] = False,
    multilang: Multilang = None,
    as_json: AsJson = False,
) -> None:
    """Build the adapted packages of a resource."""
    toolbox = toolbox_of(context)
    found = job.resource_named(resource, toolbox)
    locales = locales_of(to)
    if multilang:
        done = publish_side_by_side(found, locales, toolbox, marks=multilang, draft=draft)
    else:
        done = {x: publish_resource(found, x, toolbox, draft=draft) for x in locales}
    packages = dict.fromkeys(str(published.package) for published in done.values())
    print_outcome(
        as_json,
        {locale: str(published.package) for locale, published in done.items()},
        list(packages),
    )


@app.command()
def extract(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(help="A file of a known format.")],
    po: Annotated[Path, typer.Option("--po", help="PO file to write.")],
    to: Annotated[str, typer.Option("--to", help="Language of the PO file.")] = "",
    as_json: AsJson = False,
) -> None:
    """Write a file's segments to a PO file, without a workspace."""
    counts = extract_file(source, po, toolbox_of(context), to)
    print_outcome(
        as_json,
        asdict(counts),
        [f"{po}: {counts.segments} segments of {counts.units} units in {counts.documents} files"],
    )


@app.command()
def merge(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(help="The file that was extracted.")],
    po: Annotated[Path, typer.Option("--po", help="PO file with the targets.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="File to write.")],
    to: Annotated[str, typer.Option("--to", help="Set the file's language tags to this.")] = "",
    as_json: AsJson = False,
) -> None:
    """Write a file with the targets of a PO file in it, without a workspace."""
    counts = merge_file(source, po, out, toolbox_of(context), to)
    print_outcome(
        as_json, {"out": str(out), **asdict(counts)}, [f"{out}: {counts.segments} targets"]
    )


@app.command()
def licence(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="A file, a book's folder or an address.")],
    licence: LicenceId = "",
    permission: Permission = None,
    as_json: AsJson = False,
) -> None:
    """Say what a resource's licence is and what it lets an adaptation do."""
    toolbox = toolbox_of(context)
    metadata = examine(locate(source, toolbox), toolbox, origin=source).metadata
    decision = gate(metadata, override=licence, permission=permission)
    lines = [
        f"{metadata.title}: {decision.source.name} ({decision.source.spdx_id})",
        f"An adaptation may be published under {decision.adaptation.spdx_id}.",
        *decision.warnings,
    ]
    print_outcome(as_json, asdict(decision), lines)


@app.command()
def serve() -> None:
    """Start the Prefect server and serve every flow, until stopped."""
    # The flows stand above the domain, which must not import them: their program takes the place
    # of this one, so that a signal to stop reaches it.
    os.execv(sys.executable, [sys.executable, "-m", "flows.serve"])


@memory_app.command("import")
def memory_import(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="A TMX file.")],
    as_json: AsJson = False,
) -> None:
    """Add a TMX file's pairs to the translation memory."""
    toolbox = toolbox_of(context)
    if not path.is_file():
        raise AudarmaError(f"{path}: there is no such file. Check the path.", str(path))
    count = toolbox.memory.add(
        MemoryEntry(source, target, locale, origin=path.name, reviewed=True)
        for source, target, locale in toolbox.read_memory(path)
    )
    print_outcome(as_json, {"added": count}, [f"{count} pairs added from {path}"])


@memory_app.command("export")
def memory_export(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="TMX file to write.")],
    to: Annotated[TargetLocale, typer.Option("--to", help="Target language.")],
) -> None:
    """Write the translation memory of one language to a TMX file."""
    toolbox = toolbox_of(context)
    entries = toolbox.memory.entries(to.value)
    pairs = (Match(e.source, e.target, 100, e.origin, e.reviewed) for e in entries)
    toolbox.write_memory(path, pairs, to.value)
    print_outcome(False, None, [str(path)])


@memory_app.command("stats")
def memory_stats(context: typer.Context, as_json: AsJson = False) -> None:
    """Count the translation memory's pairs."""
    counts = toolbox_of(context).memory.stats()
    lines = [
        f"{c.target_locale}: {c.sources} sources, {c.entries} targets, {c.reviewed} reviewed"
        for c in counts
    ]
    print_outcome(as_json, [asdict(count) for count in counts], lines or ["The memory is empty."])


def _licence_line(licence: Any) -> str:
    source, adaptation = licence["source"]["spdx_id"], licence["adaptation"]["spdx_id"]
    return f"{source} → {adaptation}"


def _report_outcomes(
    outcomes: list[job.Outcome], refused: list[str], toolbox: Toolbox, as_json: bool
) -> None:
    lines: list[str] = []
    for outcome in outcomes:
        lines.append(f"{outcome.resource.id} ({outcome.locale}): {outcome.tally.summary()}")
        lines += [f"  {warning}" for warning in outcome.resource.licence.get("warnings", ())]
        lines += [f"  {remark}" for remark in outcome.resource.metadata.remarks]
        lines += [f"  {problem}" for problem in outcome.tally.problems]
        if outcome.review_files:
            count = len(outcome.review_files)
            folder = review_folder(toolbox.settings.workspace, outcome.resource.id, outcome.locale)
            lines.append(f"  review: {folder} ({count} files)")
        if outcome.published:
            lines.append(f"  package: {outcome.published.package}")
    values = [
        {
            "resource": outcome.resource.id,
            "locale": outcome.locale,
            "tally": asdict(outcome.tally),
            "review_files": [str(path) for path in outcome.review_files],
            "package": str(outcome.published.package) if outcome.published else "",
        }
        for outcome in outcomes
    ]
    print_outcome(as_json, {"outcomes": values, "refused": refused}, lines)
    problems = [*refused, *(p for outcome in outcomes for p in outcome.tally.problems)]
    if problems:
        raise AudarmaError("\n".join(problems), problems)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``audarma glossary``: check glossaries, find terms, exchange them with other tools."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from audarma import job
from audarma.command_support import (
    AsJson,
    Glossaries,
    OneLocale,
    To,
    locales_of,
    print_outcome,
    toolbox_of,
)
from audarma.errors import TermbaseError
from audarma.glossary_check import GlossaryReport, check_glossaries
from audarma.glossary_export import Writers, export_glossary
from audarma.glossary_import import Readers, import_glossary, write_glossary
from audarma.glossary_mining import mine
from audarma.inline_code import plain_text
from audarma.segmentation import segments
from audarma.toolbox import Toolbox

_MOST_SHOWN = 20

glossary_app = typer.Typer(help="The termbases.", no_args_is_help=True)


@glossary_app.command("check")
def glossary_check(
    context: typer.Context,
    to: To,
    glossary: Glossaries = [],  # noqa: B006  # typer reads the default, nobody changes it
    as_json: AsJson = False,
) -> None:
    """Check the glossaries: faults keep one from being used, remarks are to be looked at."""
    toolbox = toolbox_of(context)
    protected = toolbox.settings.glossaries / "do-not-translate.csv"
    reports = {
        locale: check_glossaries(
            toolbox.glossary_paths(glossary, locale),
            locale,
            [protected] if protected.is_file() and not glossary else [],
        )
        for locale in locales_of(to)
    }
    lines = [line for locale, report in reports.items() for line in _told(locale, report)]
    print_outcome(as_json, {locale: asdict(report) for locale, report in reports.items()}, lines)
    # A do-not-translate list is checked once a language; its faults are told once.
    faults = tuple(dict.fromkeys(str(f) for report in reports.values() for f in report.faults))
    if faults:
        raise TermbaseError("\n".join(faults), faults)


@glossary_app.command("find")
def glossary_find(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="Resource id, or a file of a known format.")],
    to: OneLocale,
    out: Annotated[Path, typer.Option("-o", "--out", dir_okay=False, help="CSV file to write.")],
    domain: Annotated[str, typer.Option("--domain", help="Domain of the terms.")] = "",
    least: Annotated[int, typer.Option("--least", min=1, help="Least frequency of a term.")] = 2,
    most: Annotated[int, typer.Option("--most", min=1, help="How many terms to give.")] = 100,
    as_json: AsJson = False,
) -> None:
    """Find what may be terms in a resource, with targets from the translation memory."""
    toolbox = toolbox_of(context)
    locale = to.value
    found = mine(
        _sentences(source, locale, toolbox),
        _memory(locale, toolbox),
        locale,
        known=toolbox.termbase((), locale),
        aligner=toolbox.word_aligner,
        least=least,
        most=most,
    )
    write_glossary(out, [term.entry(locale, domain) for term in found])
    with_target = sum(bool(term.target) for term in found)
    print_outcome(
        as_json,
        {"out": str(out), "terms": [asdict(term) for term in found]},
        [
            f"{out}: {len(found)} candidates, {with_target} with a target from the memory. Fill "
            "in or remove lines, take [confirm] out, then import it."
        ],
    )


@glossary_app.command("import")
def glossary_import(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="A CSV, TSV, TBX or TMX file.")],
    to: OneLocale,
    into: Annotated[
        str, typer.Option("--into", help="Glossary to add to; default: named as the file.")
    ] = "",
    domain: Annotated[str, typer.Option("--domain", help="Domain of terms without one.")] = "",
    as_json: AsJson = False,
) -> None:
    """Take terms of another tool into a glossary."""
    toolbox = toolbox_of(context)
    name = into or path.stem
    if Path(name).name != name:
        raise typer.BadParameter("give a name without a folder", param_hint="--into")
    report = import_glossary(
        path,
        toolbox.settings.glossaries / f"en-{to.value}" / f"{name}.csv",
        to.value,
        Readers(toolbox.read_terms, toolbox.read_memory),
        domain=domain,
    )
    line = (
        f"{report.glossary}: {report.added} terms added, {report.admitted} of them as admitted; "
        f"{report.known} were there already; {len(report.left_out)} left out"
    )
    print_outcome(as_json, asdict(report), [line, *(f"  {told}" for told in report.left_out)])


@glossary_app.command("export")
def glossary_export(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(help="File to write: .tbx, .csv or .tmx.")],
    to: OneLocale,
    glossary: Glossaries = [],  # noqa: B006
    as_json: AsJson = False,
) -> None:
    """Write the termbase of one language for other tools."""
    toolbox = toolbox_of(context)
    paths = toolbox.glossary_paths(glossary, to.value)
    writers = Writers(toolbox.write_terms, toolbox.write_memory)
    count = export_glossary(paths, to.value, out, writers)
    print_outcome(as_json, {"out": str(out), "terms": count}, [f"{out}: {count} terms"])


def _told(locale: str, report: GlossaryReport) -> Iterator[str]:
    confirm = f", {report.to_confirm} to confirm" if report.to_confirm else ""
    remarks = f", {len(report.remarks)} remarks" if report.remarks else ""
    count = f"{len(report.faults)} faults" if report.faults else "no faults"
    yield f"{locale}: {report.entries} entries in {report.files} files, {count}{remarks}{confirm}"
    for remark in report.remarks[:_MOST_SHOWN]:
        yield f"  {remark}"
    if len(report.remarks) > _MOST_SHOWN:
        yield f"  … and {len(report.remarks) - _MOST_SHOWN} more: --json shows all"


def _sentences(source: str, locale: str, toolbox: Toolbox) -> Iterator[str]:
    """Give the plain segments of a file, or of a resource of the workspace."""
    path = Path(source)
    if path.exists():
        for document in toolbox.formats.resource_format(path).extract(path):
            yield from (plain_text(segment.source) for segment in segments(document))
        return
    resource = job.resource_named(source, toolbox)
    for number, _path, _title in toolbox.store.documents(resource.id):
        for record in toolbox.store.records(number, locale):
            yield plain_text(record.segment.source)


def _memory(locale: str, toolbox: Toolbox) -> Iterator[tuple[str, str]]:
    for entry in toolbox.memory.entries(locale):
        yield plain_text(entry.source), plain_text(entry.target)

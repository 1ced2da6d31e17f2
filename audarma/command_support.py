# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the commands share: the toolbox, how an outcome is printed, and how progress is shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from audarma import job
from audarma.model import TargetLocale
from audarma.toolbox import Toolbox

_TABLE_COLUMNS = 140
messages = Console(stderr=True, highlight=False)


To = Annotated[
    list[TargetLocale],
    typer.Option("--to", help="Target language: kk (Kazakh) or ru (Russian); may be repeated."),
]
OneLocale = Annotated[TargetLocale, typer.Option("--to", help="Target language: kk or ru.")]
Glossaries = Annotated[
    list[str],
    typer.Option("--glossary", help="Glossary name or CSV file; default: all. May be repeated."),
]
AdaptationLicence = Annotated[
    str, typer.Option(help="Licence of the adaptation; default: as the source's allows.")
]
Permission = Annotated[
    Path | None,
    typer.Option(help="Text file: the rights holder's written permission, kept in the package."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")]


def toolbox_of(context: typer.Context) -> Toolbox:
    """Make the toolbox, which only commands that need it do."""
    make: Callable[[], Toolbox] = context.obj
    return make()


def locales_of(to: Sequence[TargetLocale]) -> tuple[str, ...]:
    """Give the locales asked for, each once."""
    return tuple(dict.fromkeys(locale.value for locale in to))


def print_outcome(as_json: bool, values: Any, lines: Sequence[str]) -> None:
    """Print *values* as JSON, or *lines*, on standard output."""
    if as_json:
        typer.echo(json.dumps(values, ensure_ascii=False, indent=2, default=str))
    else:
        for line in lines:
            typer.echo(line)


def print_table(table: Table) -> None:
    """Print *table* on standard output, never cut: a narrow terminal wraps whole lines."""
    console = Console()
    wide = Console(width=max(console.width, _TABLE_COLUMNS), highlight=False)
    wide.print(table, soft_wrap=True)


@contextmanager
def progress() -> Iterator[job.Progress]:
    """Show progress on the terminal, or a line a step where there is no terminal."""
    if not messages.is_terminal:
        told: set[str] = set()

        def tell(what: str, _done: int, _total: int) -> None:
            if what not in told:
                told.add(what)
                messages.print(what, soft_wrap=True, markup=False)

        yield tell
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=messages) as bars:
        tasks: dict[str, Any] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total or None)
            bars.update(tasks[what], completed=done, total=total or None)

        yield show

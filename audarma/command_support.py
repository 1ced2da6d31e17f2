# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the commands share: the toolbox, how an outcome is printed, and how progress is shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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

from audarma import job
from audarma.model import TargetLocale
from audarma.toolbox import Toolbox

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

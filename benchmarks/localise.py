# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adapts every resource of a corpus folder with the bundled engine, up to draft packages.

``python -m benchmarks.localise CORPUS WORKSPACE LOCALE`` prints a table: by format, how many
packages were built, and why the others were refused. Where a resource states no licence, CC BY 4.0
is given by hand, as a user does who knows it. Begun again, it leaves out what WORKSPACE has.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import typer

from adapters.formats import formats
from adapters.wiring import toolbox
from audarma import job
from audarma.errors import AudarmaError
from audarma.settings import load_settings
from audarma.toolbox import Toolbox
from benchmarks.arguments import Folder, NewFolder, Word
from benchmarks.formats import resources_of

GIVEN_LICENCE = "CC-BY-4.0"


def main(corpus: Folder, workspace: NewFolder, locale: Word) -> None:
    """Adapt all, telling each outcome, and print the table."""
    tools = toolbox(load_settings(workspace=workspace))
    record = workspace / f"localised-{locale}.jsonl"
    done = _read(record)
    for path in resources_of(corpus):
        name = path.relative_to(corpus).as_posix()
        if name in done:
            continue
        done[name] = {"name": name, **_outcome(path, locale, tools)}
        line = json.dumps(done[name], ensure_ascii=False)
        print(line, flush=True)
        with record.open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")
    print("\n".join(_table(done.values())))


def _read(record: Path) -> dict[str, dict[str, Any]]:
    if not record.is_file():
        return {}
    lines = record.read_text(encoding="utf-8").splitlines()
    return {found["name"]: found for found in map(json.loads, lines)}


def _outcome(path: Path, locale: str, tools: Toolbox) -> dict[str, Any]:
    """Give the format, CPU seconds, and the package or the reason for there being none."""
    started = time.process_time()
    found: dict[str, Any] = {"format": "none"}
    try:
        found["format"] = formats().resource_format(path).name
        found |= _built(path, locale, tools)
    except AudarmaError as error:
        found["refused"] = str(error)
    return {**found, "seconds": round(time.process_time() - started, 1)}


def _built(path: Path, locale: str, tools: Toolbox) -> dict[str, Any]:
    is_stated = bool(formats().resource_format(path).metadata(path).licence_statements)
    licence = "" if is_stated else GIVEN_LICENCE
    request = job.Request((locale,), "starter", licence=licence, waits_for_review=False)
    (outcome,) = job.localize(str(path), request, tools, lambda *_: None)
    assert outcome.published
    return {
        "package": outcome.published.package.name,
        "segments": outcome.tally.from_engine,
        "is_licence_given": not is_stated,
    }


def _table(found: Any) -> list[str]:
    rows = ["| format | built | licence given by hand | refused | CPU s |", "|" + " --- |" * 5]
    by_format: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for outcome in found:
        by_format[outcome["format"]].append(outcome)
    for name, outcomes in sorted(by_format.items()):
        refused = Counter(one["refused"] for one in outcomes if "refused" in one)
        given = sum(one.get("is_licence_given", False) for one in outcomes)
        seconds = sum(one["seconds"] for one in outcomes)
        built = len(outcomes) - refused.total()
        rows.append(f"| {name} | {built} | {given} | {refused.total()} | {seconds:.0f} |")
        rows += [f"  {reason}" for reason in refused]
    return rows


if __name__ == "__main__":
    typer.run(main)

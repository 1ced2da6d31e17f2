# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Audarma's extract and merge beside the peers', on the same files in one run.

``python -m benchmarks.extract_merge CORPUS [MDPO]`` takes sets of a corpus folder (``SETS``) and
prints CPU seconds, units a second (extracted and merged), that as a multiple of the best peer's,
how many times the tool's seconds that peer takes, and how many files were written and come back to
the byte. Audarma has read one file of a set before it is timed, so that nobody's start counts.
translate-toolkit comes with Audarma (its Markdown converter needs mistletoe); po4a and itstool are
run where they are installed; MDPO is the folder of mdpo's commands, in an environment of its own.
"""

from __future__ import annotations

import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import typer

from adapters.formats import formats
from adapters.formats.kept_readings import forget_readings
from adapters.wiring import toolbox
from audarma.bare_file import extract_file, merge_file
from audarma.settings import load_settings
from benchmarks.arguments import Folder, OptionalFolder
from benchmarks.peers import Outcome, Peer, fill, itstool, mdpo, po4a, toolkit

BOOKS = ("moby-dick", "wasteland", "childrens-literature")
SETS = {
    "M": "XHTML pages of three EPUBs",
    "D": "Markdown lessons (Carpentries)",
    "C": "CNXML modules of a textbook (OpenStax)",
    "O": "ODT",
    "L": "chapters of a LaTeX textbook",
}
HEAD = (
    "| set | tool | units | extract s | merge s | units/s | × the best peer's | its seconds × "
    "| written | identical |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)
ALONE, ANEW, WHOLE = "audarma, adapters alone", "the same, read again to merge", "audarma"
OURS = (ALONE, ANEW, WHOLE)
QUICK_S = 5.0
"""What takes less is run in each of the rounds, and the fastest run counts."""
ROUNDS = 7


def main(corpus: Folder, mdpo: OptionalFolder = None) -> None:
    """Print the comparison of every set."""
    for name, what in SETS.items():
        print(f"Set {name}: {what}.")
    print(f"\n{HEAD}")
    for row in rows(corpus, mdpo):
        print(row, flush=True)


def rows(corpus: Path, mdpo_programs: Path | None) -> Iterator[str]:
    """Give the lines of the comparison as each is measured."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, files in _sets(corpus, folder / "pages").items():
            _adapters_alone(files[:1], folder)
            tools = {
                ALONE: _adapters_alone,
                ANEW: partial(_adapters_alone, is_kept=False),
                WHOLE: _audarma,
                **_peers(name, mdpo_programs),
            }
            outcomes = _fastest(tools, files, folder)
            best = max(
                (one for tool, one in outcomes.items() if tool not in OURS and one.written),
                key=_speed,
            )
            for tool, outcome in outcomes.items():
                yield _row(name, tool, outcome, best)


def _fastest(tools: Mapping[str, Peer], files: Sequence[Path], folder: Path) -> dict[str, Outcome]:
    """Run each tool once, the quick ones again; give each one's fastest run.

    They take turns, so that a machine that is slow for a while is slow for all of them.
    """
    outcomes: dict[str, list[Outcome]] = {tool: [] for tool in tools}
    for _ in range(ROUNDS):
        for tool, run in tools.items():
            if not outcomes[tool] or outcomes[tool][0].seconds < QUICK_S:
                with tempfile.TemporaryDirectory(dir=folder) as scratch:
                    outcomes[tool].append(run(files, Path(scratch)))
    return {tool: min(runs, key=lambda run: run.seconds) for tool, runs in outcomes.items()}


def _sets(corpus: Path, scratch: Path) -> dict[str, list[Path]]:
    return {
        "M": list(_pages(corpus / "epub", scratch)),
        "D": sorted((corpus / "markdown" / "carpentries-shell-novice").rglob("*.md")),
        "C": sorted((corpus / "cnxml").rglob("*.cnxml")),
        "O": sorted((corpus / "odt").glob("*.odt")),
        "L": sorted((corpus / "latex").rglob("*.tex")),
    }


def _peers(name: str, mdpo_programs: Path | None) -> dict[str, Peer]:
    found: dict[str, Peer] = {}
    if name == "M":
        found["translate-toolkit"] = toolkit("html2po", "po2html")
    if name == "D":
        found["translate-toolkit"] = toolkit("md2po", "po2md")
    if name == "O":
        found["translate-toolkit"] = toolkit("odf2xliff", "xliff2odf", ".xlf")
    if name == "D" and mdpo_programs:
        found["mdpo"] = mdpo(mdpo_programs)
    if shutil.which("po4a-updatepo"):
        forms = {
            "M": po4a("xhtml"),
            "D": po4a("text", "-o", "markdown"),
            "C": po4a("xml"),
            "L": po4a("latex"),
        }
        found |= {"po4a": forms[name]} if name in forms else {}
    if shutil.which("itstool") and name in "MC":
        found["itstool"] = itstool
    return found


def _pages(books: Path, out: Path) -> Iterator[Path]:
    for book in BOOKS:
        with zipfile.ZipFile(books / f"{book}.epub") as archive:
            for name in archive.namelist():
                if name.endswith((".xhtml", ".html")):
                    path = out / book / Path(name).name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(archive.read(name))
                    yield path


def _speed(outcome: Outcome) -> float:
    """Give the units a second that hold text."""
    return outcome.texts / outcome.seconds


def _row(name: str, tool: str, outcome: Outcome, best: Outcome) -> str:
    others = f" of {outcome.units:,}" if outcome.markup else ""
    return (
        f"| {name} | {tool} | {outcome.texts:,}{others} "
        f"| {outcome.extract_s:.2f} | {outcome.merge_s:.2f} | {_speed(outcome):,.0f} "
        f"| {_speed(outcome) / _speed(best):.1f} | {best.seconds / outcome.seconds:.1f} "
        f"| {outcome.written} of {outcome.files} | {outcome.identical} of {outcome.files} |"
    )


def _adapters_alone(files: Sequence[Path], folder: Path, *, is_kept: bool = True) -> Outcome:
    """Time the adapters alone: every unit's target given, no PO files, containers on disk.

    What was read *is_kept* for the merge, or forgotten, as when another process merges.
    """
    outcome = Outcome(len(files))
    forget_readings()
    registry = formats()
    started = time.process_time()
    extracted = [list(registry.resource_format(path).extract(path)) for path in files]
    outcome.extract_s = time.process_time() - started
    if not is_kept:
        forget_readings()
    # All are merged after all were extracted, as reviewers do.
    for number, (path, documents) in enumerate(zip(files, extracted, strict=True)):
        targets = {d.path: {unit.id: unit.content for unit in d.units} for d in documents}
        out = folder / f"b{number}{path.suffix}"
        started = time.process_time()
        registry.resource_format(path).merge(path, targets.__getitem__, None, out)
        outcome.merge_s += time.process_time() - started
        outcome.units += sum(len(document.units) for document in documents)
        outcome.count(path, out)
    return outcome


def _audarma(files: Sequence[Path], folder: Path) -> Outcome:
    """Time ``audarma extract`` and ``audarma merge``, PO files written and read, in one process."""
    tools = toolbox(load_settings(workspace=folder / "workspace"))
    outcome = Outcome(len(files))
    handed = [folder / f"{number}.po" for number in range(len(files))]
    forget_readings()
    started = time.process_time()
    outcome.units = sum(
        extract_file(path, po, tools).segments for path, po in zip(files, handed, strict=True)
    )
    outcome.extract_s = time.process_time() - started
    for path, po in zip(files, handed, strict=True):
        fill(po)
        out = po.with_suffix(path.suffix)
        started = time.process_time()
        merge_file(path, po, out, tools)
        outcome.merge_s += time.process_time() - started
        outcome.count(path, out)
    return outcome


if __name__ == "__main__":
    typer.run(main)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Audarma's extract and merge beside the peers', on the same files in one run.

``python benchmarks/extract_merge.py CORPUS [MDPO]`` takes sets of a corpus folder (``SETS``) and
prints CPU seconds, units a second and how many files come back to the byte. translate-toolkit
comes with Audarma (its Markdown converter needs mistletoe); po4a and itstool are run where they
are installed; MDPO is the folder of mdpo's commands, in an environment of its own.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from adapters.formats import formats
from adapters.wiring import toolbox
from audarma.bare_file import extract_file, merge_file
from audarma.settings import load_settings
from benchmarks.peers import Outcome, Peer, fill, itstool, mdpo, po4a, same, toolkit

BOOKS = ("moby-dick", "wasteland", "childrens-literature")
SETS = {
    "M": "XHTML pages of three EPUBs",
    "D": "Markdown lessons (Carpentries)",
    "C": "CNXML modules of a textbook (OpenStax)",
    "O": "ODT",
    "L": "chapters of a LaTeX textbook",
}
HEAD = (
    "| set | tool | units | extract s | merge s | units/s out | units/s in | identical |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- |"
)


def main(corpus: Path, mdpo_programs: Path | None) -> None:
    """Print the comparison of every set."""
    for name, what in SETS.items():
        print(f"Set {name}: {what}.")
    print(f"\n{HEAD}")
    for row in rows(corpus, mdpo_programs):
        print(row, flush=True)


def rows(corpus: Path, mdpo_programs: Path | None) -> Iterator[str]:
    """Give the lines of the comparison as each is measured."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, files in _sets(corpus, folder / "pages").items():
            yield _row(name, "audarma, adapters alone", _adapters_alone(files))
            yield _row(name, "audarma", _audarma(files, folder))
            for tool, peer in _peers(name, mdpo_programs).items():
                own = folder / f"{name}-{tool}"
                own.mkdir()
                yield _row(name, tool, peer(files, own))
                shutil.rmtree(own)


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
        found["translate-toolkit"] = toolkit("odf2xliff", "xliff2odf")
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


def _row(name: str, tool: str, outcome: Outcome) -> str:
    out, back = (outcome.units / s if s else 0 for s in (outcome.extract_s, outcome.merge_s))
    return (
        f"| {name} | {tool} | {outcome.units:,} | {outcome.extract_s:.2f} | {outcome.merge_s:.2f} "
        f"| {out:,.0f} | {back:,.0f} | {outcome.identical} of {outcome.files} |"
    )


def _adapters_alone(files: Sequence[Path]) -> Outcome:
    """Time the adapters alone: every unit's target given, no PO files, containers on disk."""
    outcome = Outcome(len(files))
    with tempfile.TemporaryDirectory() as scratch:
        for path in files:
            form = formats().resource_format(path)
            out = Path(scratch, path.name)
            started = time.process_time()
            documents = list(form.extract(path))
            extracted = time.process_time()
            targets = {d.path: {unit.id: unit.content for unit in d.units} for d in documents}
            form.merge(path, targets.__getitem__, None, out)
            outcome.merge_s += time.process_time() - extracted
            outcome.extract_s += extracted - started
            outcome.units += sum(len(document.units) for document in documents)
            outcome.identical += _same_contents(path, out)
    return outcome


def _audarma(files: Sequence[Path], folder: Path) -> Outcome:
    """Time ``audarma extract`` and ``audarma merge``, PO files written and read, in one process."""
    tools = toolbox(load_settings(workspace=folder / "workspace"))
    outcome = Outcome(len(files))
    po = folder / "a.po"
    for path in files:
        out = folder / f"a{path.suffix}"
        started = time.process_time()
        outcome.units += extract_file(path, po, tools).segments
        outcome.extract_s += time.process_time() - started
        fill(po)
        started = time.process_time()
        merge_file(path, po, out, tools)
        outcome.merge_s += time.process_time() - started
        outcome.identical += _same_contents(path, out)
    return outcome


def _same_contents(path: Path, out: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return same(path, out)
    with zipfile.ZipFile(path) as first, zipfile.ZipFile(out) as second:
        names = first.namelist()
        return names == second.namelist() and all(first.read(n) == second.read(n) for n in names)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)

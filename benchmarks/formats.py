# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes docs/formats.md: what each format does with every file of a corpus folder.

``python -m benchmarks.formats CORPUS [MDPO]`` extracts each file, merges targets that equal their
sources, and compares the bytes (of zip containers, each member's); then it merges targets that
are changed, extracts them again, and asks an independent program about the file. At the end stand
the peers, as ``benchmarks/extract_merge.py`` runs them (MDPO is the folder of mdpo's commands).
Each format runs in a process of its own, so that its peak memory is its own. Figures are CPU
seconds of one run on one machine.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typer

from adapters.formats import formats
from adapters.formats.kept_readings import forget_readings
from audarma.errors import AudarmaError
from audarma.ports import Adaptation, ResourceFormat, SpreadFormat
from benchmarks.arguments import Folder, OptionalFolder
from benchmarks.peers import contents

ROOT = Path(__file__).resolve().parent.parent
TWO_LANGUAGES = ("po", "xliff")
HEAD = """# Formats, measured

Made by `python -m benchmarks.formats ../shared/corpus/dev`; every file of the corpus that a format
reads was tried. *Identical*: files that come back to the byte (zip containers: in every member)
when every target equals its source. *Re-read*: files whose changed targets come back, as text,
when the merged file is extracted again; a file of two languages (`po`, `xliff`) has targets beside
its sources, so this says nothing of it. *Validator*: an independent program, and the files with
changed targets of which it says what it says of their sources (the same errors, which is mostly
none; the same elements; LibreOffice or LaTeX makes a PDF of both; the same links of a site lead
somewhere). Seconds are CPU seconds of one run for
all files of a format, read anew to merge; peak memory is that of its process, which is about 58 MB
before it reads anything.
What each format translates and protects is in the [README](../README.md); what it leaves out is
in its module's docstring.

| format | files | units | identical | re-read | validator | extract s | merge s | peak MB |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
"""
PEERS = """
## Beside the peers

The same files in one run; CPU seconds, of what takes less than five the fastest of seven runs, in
turn with the others'.
Audarma keeps what it has read of Markdown, LaTeX and OpenDocument, so a merge in the same run does
not read it again; *read again to merge* is without that, as when the merge comes another day.
Starting does not count, but for tools that start anew for each file (po4a, itstool, mdpo). A unit
is what the tool hands to translators: for Audarma with PO files a sentence, for the others a
paragraph. Code blocks and lines of colons, which some tools hand out of Markdown as well, are no
text and do not count; "of" how many says their number with those. *Units/s* are extracted and
merged, *× the best peer's* compares them with the peer that has the most, *its seconds ×* says how
many times as long that peer takes for the same files. *Identical* as above.
translate-toolkit {toolkit}, po4a and itstool of the system, mdpo {mdpo}.

{sets}

"""


def main(corpus: Folder, mdpo: OptionalFolder = None) -> None:
    """Measure every format in a process of its own and write the page."""
    by_format: dict[str, list[str]] = defaultdict(list)
    for path in sorted(resources_of(corpus)):
        try:
            by_format[formats().resource_format(path).name].append(str(path.resolve()))
        except AudarmaError:
            continue
    rows = []
    for name, paths in sorted(by_format.items()):
        with tempfile.TemporaryDirectory() as scratch:
            work = {"name": name, "paths": paths, "scratch": scratch}
            sums = _elsewhere("--measure", work)
            rows.append(_row(name, sums, _elsewhere("--validate", work)))
        print(rows[-1], flush=True)
    page = [HEAD + "\n".join(rows), _peers(corpus, mdpo)]
    (ROOT / "docs" / "formats.md").write_text("\n".join(page) + "\n", encoding="utf-8")


def _elsewhere(step: str, work: dict[str, Any]) -> Any:
    """Do a step in a process of its own, so that its memory is its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.formats", step],
        input=json.dumps(work), text=True, stdout=subprocess.PIPE, check=True, cwd=ROOT,
    )  # fmt: skip
    return json.loads(done.stdout)


def measure(paths: list[str], scratch: Path) -> dict[str, Any]:
    """Go through the files of one format; give sums. The changed files stay in *scratch*."""
    sums: dict[str, Any] = defaultdict(float)
    for number, path in enumerate(map(Path, paths)):
        folder = scratch / str(number)
        folder.mkdir()
        try:
            _measure(formats().resource_format(path), path, folder, sums)
        except AudarmaError as error:
            sums["refused"] += 1
            print(error, file=sys.stderr)
    sums["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return sums


def validate(name: str, paths: list[str], scratch: Path) -> str:
    """Ask the validator of format *name* about the changed files; give its verdict."""
    # Not at the top: what validators load would count as memory of the formats.
    from benchmarks.validators import VALIDATORS, agreeing

    validator = VALIDATORS.get(name)
    if validator is None:
        return "–"
    if validator.absent():
        return f"{validator.name}: not installed"
    pairs = [
        (path, changed)
        for number, path in enumerate(map(Path, paths))
        if (changed := _changed(scratch / str(number), path)).exists()
    ]
    return f"{validator.name}: {agreeing(validator, pairs)} of {len(pairs)}"


def _changed(folder: Path, path: Path) -> Path:
    return folder / f"changed-{path.name}"


def _peers(corpus: Path, mdpo: Path | None) -> str:
    from benchmarks import extract_merge

    sets = "\n".join(f"- {name}: {what}" for name, what in extract_merge.SETS.items())
    rows = []
    for row in extract_merge.rows(corpus, mdpo):
        rows.append(row)
        print(row, flush=True)
    head = PEERS.format(
        toolkit=version("translate-toolkit"), sets=sets, mdpo="2.1.4" if mdpo else "not at hand"
    )
    return head + "\n".join([extract_merge.HEAD, *rows])


def resources_of(corpus: Path) -> list[Path]:
    """Give the corpus's files, and folders that are one resource instead of the files in them."""
    found: list[Path] = []
    for path in sorted(corpus.iterdir()):
        if path.is_dir():
            found += [path] if _is_spread(path) else resources_of(path)
        else:
            found.append(path)
    return found


def _is_spread(path: Path) -> bool:
    try:
        form = formats().resource_format(path)
    except AudarmaError:
        return False
    return isinstance(form, SpreadFormat) and form.is_spread(path)


def _measure(form: ResourceFormat, path: Path, folder: Path, sums: dict[str, Any]) -> None:
    same, changed = folder / f"same-{path.name}", _changed(folder, path)
    forget_readings()
    started = time.process_time()
    documents = list(form.extract(path))
    sums["extract"] += time.process_time() - started
    sources = {d.path: {u.id: u.content for u in d.units} for d in documents}
    targets = {
        d: {u: f"Қ {content}" for u, content in units.items()} for d, units in sources.items()
    }
    form.merge(path, lambda name: sources.get(name, {}), None, same)
    forget_readings()
    started = time.process_time()
    # Without a word of the language, LaTeX has no fonts for its letters.
    adaptation = Adaptation("kk") if form.name == "latex-book" else None
    form.merge(path, lambda name: targets.get(name, {}), adaptation, changed)
    sums["merge"] += time.process_time() - started
    sums["files"] += 1
    sums["units"] += sum(map(len, sources.values()))
    sums["identical"] += contents(path) == contents(same)
    sums["reread"] += _all_text(form, changed) == _joined(targets)
    same.unlink()


def _joined(targets: Mapping[str, Mapping[str, str]]) -> str:
    text = "".join(content for units in targets.values() for content in units.values())
    return "".join(text.split())


def _all_text(form: ResourceFormat, path: Path) -> str:
    text = "".join(unit.content for document in form.extract(path) for unit in document.units)
    return "".join(text.split())


def _row(name: str, sums: Mapping[str, Any], verdict: str) -> str:
    files = int(sums.get("files", 0))
    refused = f" ({int(sums['refused'])} refused)" if sums.get("refused") else ""
    counts = [int(sums.get(key, 0)) for key in ("units", "identical", "reread")]
    reread = "–" if name in TWO_LANGUAGES else f"{counts[2]} of {files}"
    seconds = f"{sums.get('extract', 0):.2f} | {sums.get('merge', 0):.2f}"
    return (
        f"| {name} | {files}{refused} | {counts[0]:,} | {counts[1]} of {files} "
        f"| {reread} | {verdict} | {seconds} "
        f"| {sums['peak']:.0f} |"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        asked = json.load(sys.stdin)
        print(json.dumps(measure(asked["paths"], Path(asked["scratch"]))))
    elif sys.argv[1:2] == ["--validate"]:
        asked = json.load(sys.stdin)
        print(json.dumps(validate(asked["name"], asked["paths"], Path(asked["scratch"]))))
    else:
        typer.run(main)

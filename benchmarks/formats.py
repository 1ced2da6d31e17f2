# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes docs/formats.md: what each format does with every file of a corpus folder.

``python benchmarks/formats.py CORPUS`` extracts each file, merges targets that equal their
sources, and compares the bytes (of zip containers, each member's); then it merges targets that
are changed and extracts them again. Each format runs in a process of its own, so that its peak
memory is its own. Figures are CPU seconds of one run on one machine.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from adapters.formats import formats
from audarma.errors import AudarmaError
from audarma.ports import ResourceFormat, SpreadFormat

ROOT = Path(__file__).resolve().parent.parent
HEAD = """# Formats, measured

Made by `python benchmarks/formats.py ../shared/corpus/dev`; every file of the corpus that a format
reads was tried. *Identical*: files that come back to the byte (zip containers: in every member)
when every target equals its source. *Re-read*: files whose changed targets come back, as text,
when the merged file is extracted again. Seconds are CPU seconds of one run for all files of a
format, peak memory is that of its process, which is about 60 MB before it reads anything.
What each format translates and protects is in the [README](../README.md); what it leaves out is
in its module's docstring.

| format | files | units | identical | re-read | extract s | merge s | peak MB |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""


def main(corpus: Path) -> None:
    """Measure every format in a process of its own and write the page."""
    by_format: dict[str, list[str]] = defaultdict(list)
    for path in sorted(_sources(corpus)):
        try:
            by_format[formats().resource_format(path).name].append(str(path))
        except AudarmaError:
            continue
    rows = []
    for name, paths in sorted(by_format.items()):
        command = [sys.executable, __file__, "--one"]
        done = subprocess.run(
            command, input=json.dumps(paths), text=True, capture_output=True, check=True
        )
        rows.append(_row(name, json.loads(done.stdout)))
        print(rows[-1], flush=True)
    (ROOT / "docs" / "formats.md").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


def measure(paths: list[str]) -> dict[str, Any]:
    """Go through the files of one format; give sums, and the exceptions by name."""
    sums: dict[str, Any] = defaultdict(float)
    sums["exceptions"] = []
    with tempfile.TemporaryDirectory() as scratch:
        for path in map(Path, paths):
            try:
                _measure(formats().resource_format(path), path, Path(scratch), sums)
            except AudarmaError as error:
                sums["refused"] += 1
                sums["exceptions"].append(str(error))
    sums["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return sums


def _sources(corpus: Path) -> list[Path]:
    """Give the corpus's files, and folders that are one resource instead of the files in them."""
    found: list[Path] = []
    for path in sorted(corpus.iterdir()):
        if path.is_dir():
            found += [path] if _is_spread(path) else _sources(path)
        else:
            found.append(path)
    return found


def _is_spread(path: Path) -> bool:
    try:
        form = formats().resource_format(path)
    except AudarmaError:
        return False
    return isinstance(form, SpreadFormat) and form.is_spread(path)


def _measure(form: ResourceFormat, path: Path, scratch: Path, sums: dict[str, Any]) -> None:
    same, changed = scratch / f"same-{path.name}", scratch / f"changed-{path.name}"
    started = time.process_time()
    documents = list(form.extract(path))
    sums["extract"] += time.process_time() - started
    sources = {d.path: {u.id: u.content for u in d.units} for d in documents}
    targets = {
        d: {u: f"Қ {content}" for u, content in units.items()} for d, units in sources.items()
    }
    form.merge(path, lambda name: sources.get(name, {}), None, same)
    started = time.process_time()
    form.merge(path, lambda name: targets.get(name, {}), None, changed)
    sums["merge"] += time.process_time() - started
    sums["files"] += 1
    sums["units"] += sum(map(len, sources.values()))
    sums["identical"] += _contents(path) == _contents(same)
    sums["reread"] += _all_text(form, changed) == _joined(targets)
    for out in (same, changed):
        out.unlink()


def _contents(path: Path) -> dict[str, bytes]:
    if path.is_dir():
        files = (p for p in path.rglob("*") if p.is_file())
        return {p.relative_to(path).as_posix(): p.read_bytes() for p in files}
    if not zipfile.is_zipfile(path):
        return {"": path.read_bytes()}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _joined(targets: Mapping[str, Mapping[str, str]]) -> str:
    text = "".join(content for units in targets.values() for content in units.values())
    return "".join(text.split())


def _all_text(form: ResourceFormat, path: Path) -> str:
    text = "".join(unit.content for document in form.extract(path) for unit in document.units)
    return "".join(text.split())


def _row(name: str, sums: Mapping[str, Any]) -> str:
    files = int(sums.get("files", 0))
    refused = f" ({int(sums['refused'])} refused)" if sums.get("refused") else ""
    counts = [int(sums.get(key, 0)) for key in ("units", "identical", "reread")]
    return (
        f"| {name} | {files}{refused} | {counts[0]:,} | {counts[1]} of {files} "
        f"| {counts[2]} of {files} | {sums.get('extract', 0):.2f} | {sums.get('merge', 0):.2f} "
        f"| {sums['peak']:.0f} |"
    )


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        print(json.dumps(measure(json.load(sys.stdin))))
    else:
        main(Path(sys.argv[1]))

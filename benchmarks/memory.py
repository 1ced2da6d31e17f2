# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints how much memory large resources take, by step.

``python -m benchmarks.memory [--media-mb 1000] [--chapters 2000] [NAME...]`` makes one archive of
each format with so many MB of media in it, an EPUB of so many chapters and one of a tenth, and a
cartridge of 300 pages with media, in a temporary folder, and takes each through three steps:
extracting, merging changed targets, and the whole way of ``audarma localize`` to a package. Each
step runs in a process of its own, whose peak memory and CPU seconds are printed.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from adapters.formats import formats
from benchmarks.large_inputs import archives, book, course, in_folder, nested, with_media

ROOT = Path(__file__).resolve().parent.parent
STEPS = ("extract", "merge", "localize")
_COURSE_PAGES = 300

Maker = Callable[[Path], Path]


def main() -> None:
    """Make and measure each resource that was asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--media-mb", type=int, default=1000)
    parser.add_argument("--chapters", type=int, default=2000)
    parser.add_argument("names", nargs="*")
    asked = parser.parse_args()
    print(
        "| resource | MB | peak MB: extract | merge | localize "
        "| CPU s: extract | merge | localize |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, make in _makers(asked.media_mb, asked.chapters):
        if not asked.names or name in asked.names:
            with tempfile.TemporaryDirectory(prefix="audarma-") as folder:
                print(_row(name, make(Path(folder))), flush=True)


def step(name: str, source: Path) -> None:
    """Do one step."""
    form = formats().resource_format(source)
    if name == "extract":
        for _document in form.extract(source):
            pass
    elif name == "merge":
        units = {d.path: {u.id: f"Қ {u.content}" for u in d.units} for d in form.extract(source)}
        form.merge(source, lambda path: units.get(path, {}), None, source.with_name("out"))
    else:
        # What the command alone needs is no memory of the other steps.
        from adapters.wiring import main as audarma

        workspace = source.with_name("workspace")
        os.environ["AUDARMA_WORKSPACE"] = str(workspace)
        sys.argv = ["audarma", "localize", str(source), "--to", "kk", "--engine", "pseudo"]
        sys.argv += ["--review", "none", "--licence", "CC-BY-4.0"]
        audarma()


def _makers(media_mb: int, chapters: int) -> Iterator[tuple[str, Maker]]:
    for sample in archives():
        name = f"{sample.format} ({sample.packing})"
        yield name, lambda folder, sample=sample: with_media(sample, folder, media_mb)
    for number in (chapters // 10, chapters):
        yield f"epub, {number} chapters", lambda folder, number=number: book(folder, number)
    name = f"common-cartridge, {_COURSE_PAGES} pages"
    yield name, lambda folder: course(folder, _COURSE_PAGES, media_mb)
    yield "common-cartridge, archive in it", lambda folder: nested(folder, media_mb)
    yield "openstax, folder", lambda folder: in_folder(folder, media_mb)


def _row(name: str, source: Path) -> str:
    files = source.rglob("*") if source.is_dir() else [source]
    size = sum(path.stat().st_size for path in files if path.is_file()) / 1e6
    used = [measured(one, source) for one in STEPS]
    peaks = " | ".join(f"{peak:.0f}" for peak, _ in used)
    seconds = " | ".join(f"{cpu:.1f}" for _, cpu in used)
    return f"| {name} | {size:.0f} | {peaks} | {seconds} |"


def measured(name: str, source: Path) -> tuple[float, float]:
    """Give the peak memory of one step in MB, and its CPU seconds."""
    command = [sys.executable, "-m", "benchmarks.memory", "--step", name, str(source)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    # The command says 1 where a single segment is left; the package is what counts here.
    if done.returncode and not list(source.parent.glob("workspace/packages/*.zip")):
        raise SystemExit(f"{source.name}, {name}: {done.stdout}{done.stderr}")
    peak, seconds = json.loads(done.stderr.splitlines()[-1])
    return peak, seconds


def peak_mb() -> float:
    """Give the most memory that this process has taken, in MB.

    Where Linux says it of the process alone: ``ru_maxrss`` counts what its parent took, too.
    """
    status = Path("/proc/self/status")
    for line in status.read_text().splitlines() if status.is_file() else ():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _report() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps([peak_mb(), used.ru_utime + used.ru_stime]), file=sys.stderr)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--step"]:
        try:
            step(sys.argv[2], Path(sys.argv[3]))
        finally:
            _report()
    else:
        main()

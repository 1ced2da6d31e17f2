# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Extracts and merges every file of a folder with msgstr = msgid, and compares the bytes.

``python -m benchmarks.identity FOLDER [SUFFIX ...]`` prints a line a suffix and every exception;
it exits with 1 if there is one. Zip containers are compared member by member.
"""

from __future__ import annotations

import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

import polib
import typer

from adapters.wiring import toolbox
from audarma.bare_file import extract_file, merge_file
from audarma.errors import AudarmaError, UnsupportedFormatError
from audarma.settings import load_settings
from benchmarks.arguments import Folder, OptionalWords


def contents(path: Path) -> dict[str, bytes]:
    """Give a file's bytes, or a zip's bytes by member."""
    if not zipfile.is_zipfile(path):
        return {"": path.read_bytes()}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def main(folder: Folder, suffixes: OptionalWords = None) -> None:
    """Go through *folder*; exit with 1 if a file differs."""
    counts: Counter[tuple[str, str]] = Counter()
    segments: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        tools = toolbox(load_settings(workspace=Path(scratch)))
        po, out = Path(scratch, "x.po"), Path(scratch, "out")
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            if suffixes and path.suffix not in suffixes:
                continue
            started = time.process_time()
            try:
                segments[path.suffix] += extract_file(path, po, tools).segments
                catalogue = polib.pofile(str(po))
                for entry in catalogue:
                    entry.msgstr = entry.msgid
                catalogue.save(str(po))
                merge_file(path, po, out, tools)
            except UnsupportedFormatError:
                continue
            except AudarmaError as error:
                counts[path.suffix, "refused"] += 1
                print(f"refused: {error}")
                continue
            seconds[path.suffix] += time.process_time() - started
            same = contents(path) == contents(out)
            counts[path.suffix, "identical" if same else "different"] += 1
            if not same:
                print(f"different: {path.relative_to(folder)}")
    for suffix in sorted({suffix for suffix, _kind in counts}):
        kinds = ", ".join(f"{n} {kind}" for (s, kind), n in sorted(counts.items()) if s == suffix)
        print(f"{suffix}: {kinds}; {segments[suffix]} segments, {seconds[suffix]:.1f} CPU s")
    raise typer.Exit(any(kind == "different" for _suffix, kind in counts))


if __name__ == "__main__":
    typer.run(main)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The peers' extract and merge, by their commands: translate-toolkit, po4a, itstool and mdpo.

Each is run as its users run it, writes what it hands to translators, and gets targets that equal
the sources back. Times are CPU seconds of its processes, starting included.
"""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polib


@dataclass(slots=True)
class Outcome:
    """What a tool did with the files of a set."""

    files: int = 0
    units: int = 0
    extract_s: float = 0.0
    merge_s: float = 0.0
    identical: int = 0


Peer = Callable[[Sequence[Path], Path], Outcome]
"""Takes the files and a scratch folder."""


def toolkit(extract: str, merge: str) -> Peer:
    """Give translate-toolkit's pair of converters, run on a folder as they are meant to be."""

    def run(files: Sequence[Path], scratch: Path) -> Outcome:
        source, handed, merged = (scratch / part for part in ("in", "po", "out"))
        source.mkdir()
        names = []
        for number, path in enumerate(files):
            names.append(f"{number:04}{path.suffix}")
            shutil.copyfile(path, source / names[-1])
        programs = Path(sys.executable).parent
        outcome = Outcome(len(files))
        outcome.extract_s = cpu([programs / extract, "--progress=none", source, handed])
        outcome.units = sum(map(fill, (p for p in handed.rglob("*") if p.is_file())))
        command = [programs / merge, "--progress=none", "-t", source, handed, merged]
        outcome.merge_s = cpu(command)
        outcome.identical = sum(same(source / name, merged / name) for name in names)
        return outcome

    return run


def po4a(form: str, *options: str) -> Peer:
    """Give po4a for one of its formats."""

    def run(files: Sequence[Path], scratch: Path) -> Outcome:
        outcome = Outcome(len(files))
        common = ["-f", form, *options, "-M", "UTF-8"]
        for number, path in enumerate(files):
            po, out = scratch / f"{number}.po", scratch / f"{number}.out"
            outcome.extract_s += cpu(["po4a-updatepo", *common, "-m", path, "-p", po])
            outcome.units += fill(po) if po.exists() else 0
            command = ["po4a-translate", *common, "-k", "0", "-m", path, "-p", po, "-l", out]
            outcome.merge_s += cpu(command)
            outcome.identical += same(path, out)
        return outcome

    return run


def itstool(files: Sequence[Path], scratch: Path) -> Outcome:
    """Run itstool, which chooses its rules by the file's namespaces."""
    outcome = Outcome(len(files))
    for number, path in enumerate(files):
        po, mo, out = (scratch / f"{number}.{end}" for end in ("po", "mo", "out"))
        outcome.extract_s += cpu(["itstool", "-o", po, path])
        outcome.units += fill(po) if po.exists() else 0
        subprocess.run(["msgfmt", "-o", mo, po], capture_output=True, check=False)
        outcome.merge_s += cpu(["itstool", "-m", mo, "-o", out, path])
        outcome.identical += same(path, out)
    return outcome


def mdpo(programs: Path) -> Peer:
    """Give mdpo, whose commands stand in *programs*; two are named like translate-toolkit's."""

    def run(files: Sequence[Path], scratch: Path) -> Outcome:
        outcome = Outcome(len(files))
        for number, path in enumerate(files):
            po, out = scratch / f"{number}.po", scratch / f"{number}.md"
            command = [programs / "md2po", "-q", "-s", "-p", po, path]
            outcome.extract_s += cpu(command)
            outcome.units += fill(po) if po.exists() else 0
            outcome.merge_s += cpu([programs / "po2md", "-q", "-p", po, "-s", out, path])
            outcome.identical += same(path, out)
        return outcome

    return run


def fill(handed: Path) -> int:
    """Make every target of a PO or XLIFF file equal its source; give the number of entries."""
    if handed.suffix != ".po":
        text = handed.read_text(encoding="utf-8")
        pattern = re.compile(r"<source([^>]*)>(.*?)</source>(\s*<target[^>]*>.*?</target>)?", re.S)
        text, count = pattern.subn(
            r'<source\1>\2</source><target state="translated">\2</target>', text
        )
        handed.write_text(text, encoding="utf-8")
        return count
    catalogue = polib.pofile(str(handed), check_for_duplicates=False)
    for entry in catalogue:
        entry.msgstr = entry.msgid
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    catalogue.save(str(handed))
    return len(catalogue)


def cpu(command: Sequence[str | Path]) -> float:
    """Run *command*; give its CPU seconds, whether it fails or not."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(list(map(str, command)), capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def same(first: Path, second: Path) -> bool:
    """Say whether *second* is there, with the bytes of *first*."""
    return second.exists() and first.read_bytes() == second.read_bytes()

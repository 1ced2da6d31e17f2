# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The peers' extract and merge, by their commands: translate-toolkit, po4a, itstool and mdpo.

Each is run as its users run it, writes what it hands to translators, and gets targets that equal
the sources back. Times are CPU seconds of its processes; those that take one file at a time start
anew for each, and that counts. translate-toolkit's start, once for a folder, is taken off.

Some hand out markup of Markdown, which nobody translates, as units: blocks of code and lines of
colons. What is left of their units are texts.
"""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polib
from markdown_it import MarkdownIt

_COLONS = re.compile(r":{3,}.*")


@dataclass(slots=True)
class Outcome:
    """What a tool did with the files of a set."""

    files: int = 0
    units: int = 0
    markup: int = 0
    extract_s: float = 0.0
    merge_s: float = 0.0
    written: int = 0
    identical: int = 0

    @property
    def texts(self) -> int:
        """Give how many units hold text."""
        return self.units - self.markup

    @property
    def seconds(self) -> float:
        """Give what extracting and merging took together."""
        return self.extract_s + self.merge_s

    def hand_out(self, handed: Path, source: Path) -> None:
        """Count the units of *handed*, if it is there, and make each target equal its source."""
        units = fill(handed) if handed.exists() else []
        markup = _markup(source) if source.suffix == ".md" else set()
        self.units += len(units)
        self.markup += sum(
            unit.strip() in markup or bool(_COLONS.fullmatch(unit.strip())) for unit in units
        )

    def count(self, source: Path, merged: Path) -> None:
        """Count a file that should be there now, and whether it has its source's contents."""
        self.written += merged.exists()
        self.identical += merged.exists() and contents(source) == contents(merged)


Peer = Callable[[Sequence[Path], Path], Outcome]
"""Takes the files and a scratch folder."""


def toolkit(extract: str, merge: str, handed_suffix: str = "") -> Peer:
    """Give translate-toolkit's pair of converters, run on a folder as they are meant to be.

    Where *merge* wants another suffix than *extract* writes, *handed_suffix* is that one.
    """

    def run(files: Sequence[Path], scratch: Path) -> Outcome:
        source, handed, merged, empty = (scratch / part for part in ("in", "po", "out", "none"))
        source.mkdir()
        empty.mkdir()
        names = []
        for number, path in enumerate(files):
            names.append(f"{number:04}{path.suffix}")
            shutil.copyfile(path, source / names[-1])
        programs = Path(sys.executable).parent
        outcome = Outcome(len(files))
        command = [programs / extract, "--progress=none"]
        outcome.extract_s = cpu([*command, source, handed]) - cpu([*command, empty, empty])
        for name in names:
            path = (handed / name).with_suffix(".xlf" if handed_suffix else ".po")
            if written := next(handed.glob(f"{path.stem}.*"), None):
                outcome.hand_out(written.rename(path), source / name)
        command = [programs / merge, "--progress=none", "-t", source]
        outcome.merge_s = cpu([*command, handed, merged]) - cpu([*command, empty, empty])
        for name in names:
            outcome.count(source / name, merged / name)
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
            outcome.hand_out(po, path)
            command = ["po4a-translate", *common, "-k", "0", "-m", path, "-p", po, "-l", out]
            outcome.merge_s += cpu(command)
            outcome.count(path, out)
        return outcome

    return run


def itstool(files: Sequence[Path], scratch: Path) -> Outcome:
    """Run itstool, which chooses its rules by the file's namespaces."""
    outcome = Outcome(len(files))
    for number, path in enumerate(files):
        po, mo, out = (scratch / f"{number}.{end}" for end in ("po", "mo", "out"))
        outcome.extract_s += cpu(["itstool", "-o", po, path])
        outcome.hand_out(po, path)
        subprocess.run(["msgfmt", "-o", mo, po], capture_output=True, check=False)
        outcome.merge_s += cpu(["itstool", "-m", mo, "-o", out, path])
        outcome.count(path, out)
    return outcome


def mdpo(programs: Path) -> Peer:
    """Give mdpo, whose commands stand in *programs*; two are named like translate-toolkit's."""

    def run(files: Sequence[Path], scratch: Path) -> Outcome:
        outcome = Outcome(len(files))
        for number, path in enumerate(files):
            po, out = scratch / f"{number}.po", scratch / f"{number}.md"
            command = [programs / "md2po", "-q", "-s", "-p", po, path]
            outcome.extract_s += cpu(command)
            outcome.hand_out(po, path)
            outcome.merge_s += cpu([programs / "po2md", "-q", "-p", po, "-s", out, path])
            outcome.count(path, out)
        return outcome

    return run


def fill(handed: Path) -> list[str]:
    """Make every target of a PO or XLIFF file equal its source; give the sources."""
    if handed.suffix != ".po":
        text = handed.read_text(encoding="utf-8")
        pattern = re.compile(r"<source([^>]*)>(.*?)</source>(\s*<target[^>]*>.*?</target>)?", re.S)
        sources = [match[2] for match in pattern.finditer(text)]
        filled = r'<source\1>\2</source><target state="translated">\2</target>'
        handed.write_text(pattern.sub(filled, text), encoding="utf-8")
        return sources
    catalogue = polib.pofile(str(handed), check_for_duplicates=False)
    for entry in catalogue:
        entry.msgstr = entry.msgid
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    catalogue.save(str(handed))
    return [entry.msgid for entry in catalogue]


def _markup(source: Path) -> set[str]:
    """Give the blocks of code of a Markdown file."""
    tokens = MarkdownIt("commonmark").parse(source.read_text(encoding="utf-8"))
    return {token.content.strip() for token in tokens if token.type in ("fence", "code_block")}


def cpu(command: Sequence[str | Path]) -> float:
    """Run *command*; give its CPU seconds, whether it fails or not."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(list(map(str, command)), capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def contents(path: Path) -> dict[str, bytes]:
    """Give the bytes of a file; of a zip archive or a folder, those of each file in it, by name."""
    if path.is_dir():
        files = (p for p in path.rglob("*") if p.is_file())
        return {p.relative_to(path).as_posix(): p.read_bytes() for p in files}
    if not zipfile.is_zipfile(path):
        return {"": path.read_bytes()}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}

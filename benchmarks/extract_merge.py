# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Audarma's extract and merge beside the peers', on the same files in one run.

``python benchmarks/extract_merge.py CORPUS`` takes the XHTML pages of three EPUBs (set M) and the
Carpentries lessons (set D) of a corpus folder and prints CPU seconds, units a second and how many
files come back to the byte. translate-toolkit comes with Audarma (its Markdown converter needs
mistletoe); itstool and po4a are run where they are installed. Each tool writes PO files and is
given targets that equal the sources.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import polib

from adapters.formats import formats
from adapters.wiring import toolbox
from audarma.bare_file import extract_file, merge_file
from audarma.settings import load_settings

BOOKS = ("moby-dick", "wasteland", "childrens-literature")
Step = Callable[[Path, Path], object]


def main(corpus: Path) -> None:
    """Print the comparison of both sets."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        pages = list(_pages(corpus / "epub", folder / "pages"))
        lessons = sorted((corpus / "markdown" / "carpentries-shell-novice").rglob("*.md"))
        print("| tool, set | units | extract s | merge s | units/s out | units/s in | identical |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        _bare("audarma, adapters only, M", pages)
        _audarma("audarma, M", pages, folder)
        _toolkit("translate-toolkit, M", pages, folder, "html2po", "po2html")
        _bare("audarma, adapters only, D", lessons)
        _audarma("audarma, D", lessons, folder)
        _toolkit("translate-toolkit, D", lessons, folder, "md2po", "po2md")
        if shutil.which("po4a-updatepo"):
            _po4a("po4a xhtml, M", pages, folder, "xhtml")
            _po4a("po4a markdown, D", lessons, folder, "text")
        if shutil.which("itstool"):
            _itstool("itstool, M", pages, folder)


def _pages(books: Path, out: Path) -> Iterable[Path]:
    for book in BOOKS:
        with zipfile.ZipFile(books / f"{book}.epub") as archive:
            for name in archive.namelist():
                if name.endswith((".xhtml", ".html")):
                    path = out / book / Path(name).name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(archive.read(name))
                    yield path


def _row(name: str, units: int, out_s: float, in_s: float, same: int, files: int) -> None:
    print(
        f"| {name} | {units} | {out_s:.2f} | {in_s:.2f} | {units / out_s:.0f} "
        f"| {units / in_s:.0f} | {same} of {files} |",
        flush=True,
    )


def _bare(name: str, files: list[Path]) -> None:
    """Time the adapters alone: every unit's target replaced, no PO files."""
    registry = formats()
    units, out_s, in_s, same = 0, 0.0, 0.0, 0
    for path in files:
        form = registry.document_format(path.name)
        assert form is not None
        data = path.read_bytes()
        started = time.process_time()
        document = form.extract(data, path.name)
        extracted = time.process_time()
        merged = form.merge(data, {unit.id: unit.content for unit in document.units}, None)
        in_s += time.process_time() - extracted
        out_s += extracted - started
        units += len(document.units)
        same += merged == data
    _row(name, units, out_s, in_s, same, len(files))


def _audarma(name: str, files: list[Path], folder: Path) -> None:
    """Time ``audarma extract`` and ``audarma merge``, PO files written and read."""
    tools = toolbox(load_settings(workspace=folder / "workspace"))
    po, out = folder / "a.po", folder / "a.out"
    units, out_s, in_s, same = 0, 0.0, 0.0, 0
    for path in files:
        started = time.process_time()
        units += extract_file(path, po, tools).segments
        out_s += time.process_time() - started
        _fill(po)
        started = time.process_time()
        merge_file(path, po, out, tools)
        in_s += time.process_time() - started
        same += out.read_bytes() == path.read_bytes()
    _row(name, units, out_s, in_s, same, len(files))


def _toolkit(name: str, files: list[Path], folder: Path, out_tool: str, in_tool: str) -> None:
    """Time translate-toolkit's converters on a folder, as they are meant to be used."""
    source, pos, merged = (folder / f"{out_tool}-{part}" for part in ("in", "po", "out"))
    names = _flat_copies(files, source)
    programs = Path(sys.executable).parent
    out_s = _cpu([str(programs / out_tool), "--progress=none", str(source), str(pos)])
    units = sum(_fill(path) for path in pos.rglob("*.po"))
    command = [str(programs / in_tool), "--progress=none", "-t", str(source), str(pos)]
    in_s = _cpu([*command, str(merged)])
    same = sum(_same(source / name, merged / name) for name in names)
    _row(name, units, out_s, in_s, same, len(files))


def _po4a(name: str, files: list[Path], folder: Path, form: str) -> None:
    options = ["-o", "markdown"] if form == "text" else []
    units, out_s, in_s, same = 0, 0.0, 0.0, 0
    for path in files:
        po, out = folder / "p.po", folder / "p.out"
        po.unlink(missing_ok=True)
        out_s += _cpu(
            ["po4a-updatepo", "-f", form, *options, "-M", "UTF-8", "-m", str(path), "-p", str(po)]
        )
        units += _fill(po) if po.exists() else 0
        command = ["po4a-translate", "-f", form, *options, "-M", "UTF-8", "-k", "0"]
        in_s += _cpu([*command, "-m", str(path), "-p", str(po), "-l", str(out)])
        same += _same(path, out)
    _row(name, units, out_s, in_s, same, len(files))


def _itstool(name: str, files: list[Path], folder: Path) -> None:
    units, out_s, in_s, same = 0, 0.0, 0.0, 0
    for path in files:
        po, mo, out = folder / "i.po", folder / "i.mo", folder / "i.out"
        out_s += _cpu(["itstool", "-o", str(po), str(path)])
        units += _fill(po)
        subprocess.run(["msgfmt", "-o", str(mo), str(po)], capture_output=True, check=False)
        in_s += _cpu(["itstool", "-m", str(mo), "-o", str(out), str(path)])
        same += _same(path, out)
    _row(name, units, out_s, in_s, same, len(files))


def _flat_copies(files: list[Path], folder: Path) -> list[str]:
    folder.mkdir()
    names = []
    for number, path in enumerate(files):
        name = f"{number:04}{path.suffix}"
        shutil.copyfile(path, folder / name)
        names.append(name)
    return names


def _fill(po: Path) -> int:
    """Make every target equal its source; give the number of entries."""
    catalogue = polib.pofile(str(po), check_for_duplicates=False)
    for entry in catalogue:
        entry.msgstr = entry.msgid
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    catalogue.save(str(po))
    return len(catalogue)


def _cpu(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _same(first: Path, second: Path) -> bool:
    return second.exists() and first.read_bytes() == second.read_bytes()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

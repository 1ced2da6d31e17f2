# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``audarma extract`` and ``merge``: what comes back when nothing, or something, is translated."""

import zipfile
from pathlib import Path

import polib
import pytest

from audarma.bare_file import extract_file, merge_file
from audarma.errors import AudarmaError, InlineCodeError
from audarma.toolbox import Toolbox
from tests.conftest import CORPUS, ROOT

EXAMPLES = ("photosynthesis.html", "linear-equations.md", "water-cycle.epub")
SOURCES = [ROOT / "examples" / name for name in EXAMPLES]
# A slice of the real files, one of each kind; `benchmarks/identity.py` goes through all of them.
REAL = [
    "html/maint-guide/first.en.html",
    "html/debian-handbook/sect.apt-get.html",
    "markdown/carpentries-shell-novice/episodes/01-intro.md",
    "markdown/commonmark-spec-0.31.2.md",
    "epub/wasteland.epub",
    "epub/pandoc-formatting.epub",
]


def translate_all(po: Path, translation: str = "{}") -> None:
    catalogue = polib.pofile(str(po))
    for entry in catalogue:
        entry.msgstr = translation.format(entry.msgid)
    catalogue.save(str(po))


def contents(path: Path) -> dict[str, bytes]:
    if not zipfile.is_zipfile(path):
        return {"": path.read_bytes()}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_targets_that_equal_their_sources_give_the_file_back(
    source: Path, tmp_path: Path, toolbox: Toolbox
) -> None:
    po, out = tmp_path / "x.po", tmp_path / f"out{source.suffix}"
    counts = extract_file(source, po, toolbox)
    assert counts.segments >= counts.units > 10
    translate_all(po)
    merge_file(source, po, out, toolbox)
    assert contents(out) == contents(source)


@pytest.mark.parametrize("name", REAL)
def test_real_files_come_back_too(name: str, tmp_path: Path, toolbox: Toolbox) -> None:
    source = CORPUS / "dev" / name
    if not source.is_file():
        pytest.skip("the corpus of real resources is not on this machine")
    po, out = tmp_path / "x.po", tmp_path / f"out{source.suffix}"
    extract_file(source, po, toolbox)
    translate_all(po)
    merge_file(source, po, out, toolbox)
    assert contents(out) == contents(source)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_targets_come_back_when_the_merged_file_is_extracted(
    source: Path, tmp_path: Path, toolbox: Toolbox
) -> None:
    po, again, out = tmp_path / "x.po", tmp_path / "again.po", tmp_path / f"out{source.suffix}"
    extract_file(source, po, toolbox)
    # Capitals and a closing dot keep the cuts between sentences where they are.
    translate_all(po, "Қ {}")
    merge_file(source, po, out, toolbox, "kk")
    extract_file(out, again, toolbox)
    wanted = "".join(entry.msgstr for entry in polib.pofile(str(po)))
    given = "".join(entry.msgid for entry in polib.pofile(str(again)))
    assert given.replace(" ", "") == wanted.replace(" ", "")


def test_a_target_without_its_codes_is_refused_and_nothing_is_written(
    tmp_path: Path, toolbox: Toolbox
) -> None:
    source, po, out = SOURCES[0], tmp_path / "x.po", tmp_path / "out"
    extract_file(source, po, toolbox)
    catalogue = polib.pofile(str(po))
    entry = next(entry for entry in catalogue if "<a1>" in entry.msgid)
    entry.msgstr = "Сілтемесіз"
    catalogue.save(str(po))
    with pytest.raises(InlineCodeError, match="lost inline code"):
        merge_file(source, po, out, toolbox)
    assert not out.exists()


def test_a_po_file_of_other_bytes_is_refused(tmp_path: Path, toolbox: Toolbox) -> None:
    source = tmp_path / "a.md"
    source.write_text("One sentence.\n", encoding="utf-8")
    po = tmp_path / "a.po"
    extract_file(source, po, toolbox)
    source.write_text("Another sentence.\n", encoding="utf-8")
    with pytest.raises(AudarmaError, match="Extract again"):
        merge_file(source, po, tmp_path / "out.md", toolbox)

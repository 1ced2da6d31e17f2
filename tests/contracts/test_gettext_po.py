# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Review files in PO: what is written is what is read, by Audarma, polib and gettext."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import polib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.exchange.gettext_po import GettextPo
from adapters.exchange.po_writing import WIDTH
from audarma.review_file import ReviewEntry, ReviewFile

# What polib takes for line ends and gettext does not is among the letters.
texts = st.text(alphabet="aбқ <>&\\\"'\n\t\r\x0b\x0c\x1c\x85\u2028\u2029-{}%", max_size=300)
words = st.text(alphabet="aбқ<>/&1", min_size=1, max_size=20)
entries = st.builds(
    ReviewEntry,
    context=words,
    source=texts.filter(bool),
    target=texts,
    needs_review=st.booleans(),
    comment=st.lists(words, max_size=3).map("\n".join),
    notes=st.lists(words, max_size=3).map(tuple),
    previous_source=texts,
)
SENTENCE = (
    "Жасуша — тіршіліктің ең кіші бірлігі, ол «тірі» деп аталатын <a1>барлық</a1> нәрседе бар. "
)


def file_of(*found: ReviewEntry) -> ReviewFile:
    return ReviewFile("resource", "a page.html", "kk", "0" * 64, found)


def written(file: ReviewFile, folder: Path) -> Path:
    path = folder / "review.po"
    GettextPo().write(file, path)
    return path


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(entries, max_size=4))
def test_written_entries_are_read_back(tmp_path: Path, found: list[ReviewEntry]) -> None:
    read = GettextPo().read(written(file_of(*found), tmp_path))
    assert read.faults == ()
    assert read.entries == tuple(found)
    assert (read.resource_id, read.document_path, read.locale) == ("resource", "a page.html", "kk")


@settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(alphabet='aб "\\\n\t', min_size=1, max_size=400))
def test_polib_reads_what_is_written(tmp_path: Path, text: str) -> None:
    path = written(file_of(ReviewEntry("c", text, text, True, notes=("Where: a",))), tmp_path)
    (entry,) = polib.pofile(str(path))
    assert (entry.msgctxt, entry.msgid, entry.msgstr) == ("c", text, text)
    assert (entry.flags, entry.comment) == (["fuzzy"], "Where: a")


def test_long_strings_are_folded_at_spaces(tmp_path: Path) -> None:
    path = written(file_of(ReviewEntry("c", SENTENCE * 5, "x" * 300, False)), tmp_path)
    lines = path.read_text("utf-8").splitlines()
    assert f'"{"x" * 300}"' in lines
    folded = [line for line in lines if "Жасуша" in line or "барлық" in line]
    assert len(folded) >= 5
    assert max(map(len, folded)) <= WIDTH


def test_reference_with_spaces_stays_one_reference(tmp_path: Path) -> None:
    entry = ReviewEntry("c", "a", "", False, references=("my page.html:p 1",))
    assert "#: my_page.html:p_1" in written(file_of(entry), tmp_path).read_text("utf-8")


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed")
def test_gettext_accepts_what_is_written(tmp_path: Path) -> None:
    found = [
        ReviewEntry(str(place), SENTENCE * place, SENTENCE * 2, place % 2 == 0, "ескерту", ("a",))
        for place in range(1, 5)
    ]
    path = written(file_of(*found), tmp_path)
    subprocess.run(["msgfmt", "--check", "-o", "/dev/null", str(path)], check=True)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that a page shows go with it, into the snapshot and into the package."""

import zipfile
from pathlib import Path

import pytest

from adapters.formats import formats
from audarma import job
from audarma.toolbox import Toolbox

PAGE = """<html lang="en"><head><title>Plants</title><link rel="stylesheet" href="style.css">
<link rel="license" href="https://creativecommons.org/licenses/by/4.0/"></head><body>
<p>Plants need light and water. The roots take in the water.</p>
<img src="pictures/a%20leaf.svg?v=1" srcset="pictures/small.svg 1x, pictures/a%20leaf.svg 2x">
<img src="../outside.svg"><img src="https://example.org/far.svg"><img src="gone.svg">
<img src="//[bad"><img src="data:image/png;base64,AAAA"><img src="link.svg">
<a href="other.html">another page</a><iframe src="other.html"></iframe></body></html>"""
TEXT = '# Plants\n\n![A leaf](pictures/small.svg "Leaf") <img src="style.css"> [page](other.html)\n'
SHOWN = ["style.css", "pictures/a leaf.svg", "pictures/small.svg"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "pictures").mkdir(parents=True)
    for name in (*SHOWN, "other.html", "../outside.svg"):
        (folder / name).write_text(name, encoding="utf-8")
    (folder / "link.svg").symlink_to(tmp_path / "outside.svg")
    (folder / "plants.html").write_text(PAGE, encoding="utf-8")
    (folder / "plants.md").write_text(TEXT, encoding="utf-8")
    return folder


def test_only_files_that_a_page_shows_and_that_lie_below_its_folder_count(site: Path) -> None:
    page, text = site / "plants.html", site / "plants.md"
    assert sorted(formats().resource_format(page).companions(page)) == sorted(SHOWN)
    assert formats().resource_format(text).companions(text) == ["pictures/small.svg", "style.css"]


def test_they_are_in_the_package_unchanged(site: Path, toolbox: Toolbox) -> None:
    request = job.Request(("kk",), waits_for_review=False)
    (outcome,) = job.localize(str(site / "plants.html"), request, toolbox, lambda *_: None)
    assert outcome.published is not None
    with zipfile.ZipFile(outcome.published.package) as archive:
        for name in SHOWN:
            assert archive.read(f"plants-kk/data/adapted/{name}").decode() == name
        assert not any("outside" in name for name in archive.namelist())

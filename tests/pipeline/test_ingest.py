# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes a resource, and what is known of it."""

from pathlib import Path

import pytest

from audarma import job
from audarma.errors import AudarmaError, MalformedDocumentError
from audarma.ingest import expand, ingest
from audarma.refresh import refresh
from audarma.toolbox import Toolbox
from tests.conftest import CORPUS

TEXT = "# Plants\n\nPlants need light and water. The roots take in the water.\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "plants.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_same_source_is_the_same_resource(page: Path, toolbox: Toolbox) -> None:
    first = ingest(str(page), toolbox, licence="CC-BY-4.0")
    assert ingest(str(page), toolbox, licence="CC-BY-4.0") == first
    assert len(toolbox.store.resources()) == 1


def test_another_file_of_the_same_name_is_another_resource(page: Path, toolbox: Toolbox) -> None:
    other = page.parent / "b" / "plants.md"
    other.parent.mkdir()
    other.write_text(TEXT, encoding="utf-8")
    first = ingest(str(page), toolbox, licence="CC-BY-4.0")
    second = ingest(str(other), toolbox, licence="CC-BY-4.0")
    assert first.id != second.id


def test_a_sidecar_comes_before_what_the_file_says(page: Path, toolbox: Toolbox) -> None:
    sidecar = page.with_name("plants.md.resource.yaml")
    sidecar.write_text(
        "title: All about plants\nauthors: [A. Aitova, B. Berik]\nlicence: CC-BY-SA-4.0\n"
        "source_url: https://example.org/plants\n",
        encoding="utf-8",
    )
    resource = ingest(str(page), toolbox)
    assert resource.metadata.title == "All about plants"
    assert resource.metadata.creators == ("A. Aitova", "B. Berik")
    assert resource.licence["adaptation"]["spdx_id"] == "CC-BY-SA-4.0"


@pytest.mark.parametrize("text", ["colour: red\n", "just text\n", "a: [b\n"])
def test_a_sidecar_that_cannot_be_read_is_told(page: Path, toolbox: Toolbox, text: str) -> None:
    page.with_name("resource.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(MalformedDocumentError, match=r"resource\.yaml"):
        ingest(str(page), toolbox)


def test_a_folder_stands_for_each_readable_file_in_it(page: Path, toolbox: Toolbox) -> None:
    (page.parent / "notes.key").write_bytes(b"\x00")
    (page.parent / "sub").mkdir()
    (page.parent / "sub" / "b.txt").write_text("Plants need light.", encoding="utf-8")
    names = [Path(source).name for source in expand([str(page.parent)], toolbox)]
    assert names == ["plants.md", "b.txt"]
    with pytest.raises(AudarmaError, match="holds no file"):
        (page.parent / "none").mkdir()
        expand([str(page.parent / "none")], toolbox)


def test_the_folder_of_a_book_is_one_resource(tmp_path: Path, toolbox: Toolbox) -> None:
    book = CORPUS / "dev" / "cnxml" / "introduction-philosophy-2e"
    if not book.is_dir():
        pytest.skip("the corpus of real resources is not on this machine")
    assert expand([str(book)], toolbox) == [str(book)]
    resource = job.take_in(str(book), job.Request(()), toolbox, lambda *_: None)
    assert resource.format == "openstax"
    assert len(toolbox.store.documents(resource.id)) > 60
    assert not refresh(resource, toolbox).is_changed

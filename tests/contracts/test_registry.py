# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The registry of formats: what is found by name, by a look inside, and what is refused."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from adapters.formats import Formats, _installed, formats
from adapters.formats.first_look import FirstLook
from adapters.formats.single_document import SingleDocument
from audarma.errors import (
    AudarmaError,
    MalformedDocumentError,
    SettingsError,
    UnsupportedFormatError,
)
from audarma.model import Document, Metadata, Unit, UnitKind
from audarma.ports import Adaptation, FormatRegistry, Targets


class Shouting:
    """A format as another distribution might add it."""

    name = "shouting"
    suffixes = frozenset({".loud", ".loud.txt"})
    media_types = frozenset({"text/x-loud"})

    def metadata(self, data: bytes) -> Metadata:
        return Metadata(title=data.decode())

    def extract(self, data: bytes, path: str) -> Document:
        return Document(path, (Unit("1", UnitKind.PARAGRAPH, data.decode()),))

    def merge(self, data: bytes, targets: Targets, adaptation: Adaptation | None) -> bytes:
        return targets.get("1", data.decode()).encode()


def shouting(registry: FormatRegistry) -> Shouting:
    return Shouting()


def file(folder: Path, name: str, content: bytes = b"text") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def zip_file(folder: Path, name: str, members: dict[str, bytes]) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return path


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("page.html", "html"),
        ("PAGE.HTM", "html"),
        ("page.xhtml", "html"),
        ("README.md", "markdown"),
        ("notes.txt", "text"),
        ("book.epub", "epub"),
    ],
)
def test_format_is_found_by_suffix_in_any_case(tmp_path: Path, name: str, wanted: str) -> None:
    assert formats().resource_format(file(tmp_path, name)).name == wanted


def test_epub_is_recognised_whatever_its_suffix(tmp_path: Path) -> None:
    for name in ("book.zip", "book", "book.html"):
        path = zip_file(tmp_path, name, {"mimetype": b"application/epub+zip", "a.opf": b""})
        assert formats().resource_format(path).name == "epub"


def test_html_is_recognised_without_a_suffix(tmp_path: Path) -> None:
    path = file(tmp_path, "page", b"\xef\xbb\xbf\n <!DOCTYPE HTML>\n<html></html>")
    assert formats().resource_format(path).name == "html"


def test_zip_that_claims_to_be_text_is_refused(tmp_path: Path) -> None:
    path = zip_file(tmp_path, "page.html", {"a.txt": b"a"})
    with pytest.raises(UnsupportedFormatError, match=r"page\.html: it is a zip archive"):
        formats().resource_format(path)


def test_unknown_suffix_is_refused_with_what_is_readable(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFormatError) as caught:
        formats().resource_format(file(tmp_path, "notes.key"))
    message = str(caught.value)
    assert message.startswith('notes.key: no adapter reads ".key". Readable: ')
    readable = message.partition("Readable: ")[2].rstrip(".").split(", ")
    assert {"epub (.epub)", "html (.htm .html .xht .xhtml)"} <= set(readable)
    assert readable == sorted(readable)


@pytest.mark.parametrize("name", ["book.pdf", "book", "book.txt"])
def test_pdf_gets_advice_whatever_its_suffix(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnsupportedFormatError, match="ask the publisher for the source"):
        formats().resource_format(file(tmp_path, name, b"%PDF-1.7\n"))


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        (
            "book.pdf",
            b"%PDF-1.7\n",
            "soffice --infilter=writer_pdf_import --convert-to docx book.pdf",
        ),
        ("old book.doc", b"\xd0\xcf\x11\xe0", "soffice --convert-to docx 'old book.doc'"),
        ("notes.rtf", b"{\\rtf1 a}", "soffice --convert-to docx notes.rtf"),
        ("notes.txt", b"{\\rtf1 a}", "it is an RTF file. Make a docx of it with LibreOffice"),
        ("talk.ppt", b"\xd0\xcf\x11\xe0", "soffice --convert-to pptx talk.ppt"),
        ("book.mobi", b"BOOKMOBI", "ebook-convert book.mobi book.epub"),
        ("book.azw3", b"BOOKMOBI", "ebook-convert book.azw3 book.epub"),
        ("book.fb2", b"<?xml version='1.0'?><FictionBook/>", "ebook-convert book.fb2 book.epub"),
        ("scan.djvu", b"AT&TFORM", "djvutxt scan.djvu book.txt"),
        ("guide.rst", b"Guide\n=====\n", "pandoc guide.rst -o lesson.md"),
        ("talk.ass", b"[Script Info]", "ffmpeg -i talk.ass lesson.srt"),
    ],
)
def test_format_that_is_not_read_gets_a_tool_that_converts_it(
    tmp_path: Path, name: str, content: bytes, advice: str
) -> None:
    with pytest.raises(UnsupportedFormatError) as caught:
        formats().resource_format(file(tmp_path, name, content))
    assert advice in str(caught.value)
    assert "Readable: " in str(caught.value)


def test_folder_that_no_format_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFormatError, match="no adapter reads this folder"):
        formats().resource_format(tmp_path)


def test_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFormatError, match=r"gone\.md: cannot be read"):
        formats().resource_format(tmp_path / "gone.md")


@pytest.mark.parametrize(
    ("path", "media_type", "wanted"),
    [
        ("a/b.xhtml", "application/xhtml+xml", "html"),
        ("a/b.bin", "Text/HTML; charset=utf-8", "html"),
        ("a/b.md", "application/octet-stream", "markdown"),
        ("a/b.md", "", "markdown"),
    ],
)
def test_inner_part_is_found_by_media_type_then_by_suffix(
    path: str, media_type: str, wanted: str
) -> None:
    found = formats().document_format(path, media_type)
    assert found is not None
    assert found.name == wanted


def test_inner_part_that_nothing_reads_is_none() -> None:
    assert formats().document_format("a/photo.jpg", "image/jpeg") is None


def test_format_of_another_distribution_is_one_entry_point(tmp_path: Path) -> None:
    registry = Formats([shouting])
    path = file(tmp_path, "a.loud.txt", b"HELLO")
    found = registry.resource_format(path)
    assert found.name == "shouting"
    assert found.metadata(path).title == "HELLO"
    assert registry.document_format("x", "text/x-loud") is registry.documents[0]


class Signed(Shouting):
    """A format that tells its files by their beginning."""

    name = "signed"
    suffixes = frozenset({".signed"})

    def __init__(self) -> None:
        self.looks: list[FirstLook] = []

    def recognises(self, look: FirstLook) -> bool:
        self.looks.append(look)
        return look.head.startswith(b"SIGNED")


def test_formats_share_one_look_at_a_file(tmp_path: Path) -> None:
    one, other = Signed(), Signed()
    registry = Formats([lambda _: one, lambda _: other, shouting])
    assert registry.resource_format(file(tmp_path, "a.loud", b"SIGNED")).name == "signed"
    assert registry.resource_format(file(tmp_path, "b.loud", b"HELLO")).name == "shouting"
    assert one.looks[1] is other.looks[0]


def test_first_look_tells_what_a_file_begins_with(tmp_path: Path) -> None:
    page = FirstLook(file(tmp_path, "a", b'<?xml version="1.0"?><!-- x --><q xmlns="urn:q"/>'))
    assert (page.xml_root, page.is_zip, page.may_hold_files) == ("{urn:q}q", False, False)
    book = FirstLook(zip_file(tmp_path, "b", {"mimetype": b"application/x-book"}))
    assert (book.is_zip, book.may_hold_files) == (True, True)
    assert book.packed_type.startswith(b"application/x-book")
    folder, absent = FirstLook(tmp_path), FirstLook(tmp_path / "c")
    assert (folder.is_folder, folder.may_hold_files, folder.head) == (True, True, b"")
    assert folder.fault is None
    assert isinstance(absent.fault, FileNotFoundError)
    assert (absent.head, absent.xml_root, absent.packed_type) == (b"", "", b"")


def test_entry_points_are_read_from_the_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "loud-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: loud\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[audarma.formats]\nloud = loud_format:make\n")
    (tmp_path / "loud_format.py").write_text("def make(registry):\n    return registry\n")
    monkeypatch.syspath_prepend(tmp_path)
    factories = [factory.__name__ for factory in _installed()]
    assert factories == ["make"]


def test_entry_point_that_cannot_be_loaded_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "broken-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[audarma.formats]\nbroken = no_such_module:make\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(SettingsError, match="no_such_module:make"):
        list(_installed())


def test_importing_the_registry_imports_no_format_library() -> None:
    program = (
        "import sys, adapters.formats; "
        "print({'bs4', 'markdown_it', 'lxml', 'polib'} & set(sys.modules) or 'none')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.strip() == "none"


class TestSingleDocument:
    def test_its_document_is_named_as_the_file(self, tmp_path: Path) -> None:
        resource = SingleDocument(Shouting())
        (document,) = resource.extract(file(tmp_path, "a.loud", b"HI"))
        assert (document.path, document.units[0].content) == ("a.loud", "HI")

    def test_merge_writes_the_target_and_asks_for_it_by_that_name(self, tmp_path: Path) -> None:
        source, out = file(tmp_path, "a.loud", b"HI"), tmp_path / "new" / "kk" / "a.loud"
        asked: list[str] = []

        def targets_of(path: str) -> Targets:
            asked.append(path)
            return {"1": "СӘЛЕМ"}

        SingleDocument(Shouting()).merge(source, targets_of, None, out)
        assert (asked, out.read_bytes()) == (["a.loud"], "СӘЛЕМ".encode())

    def test_failed_merge_leaves_what_was_there(self, tmp_path: Path) -> None:
        source, out = file(tmp_path, "a.loud"), file(tmp_path, "out.loud", b"before")

        def targets_of(path: str) -> Targets:
            raise AudarmaError("no.")

        with pytest.raises(AudarmaError):
            SingleDocument(Shouting()).merge(source, targets_of, None, out)
        assert out.read_bytes() == b"before"
        assert len(list(tmp_path.iterdir())) == 2

    def test_unreadable_file_is_malformed(self, tmp_path: Path) -> None:
        with pytest.raises(MalformedDocumentError, match=r"gone\.loud: cannot be read"):
            list(SingleDocument(Shouting()).extract(tmp_path / "gone.loud"))

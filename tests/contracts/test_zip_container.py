# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zip archives: what is refused, and what a rewrite leaves as it was."""

from __future__ import annotations

import io
import stat
import struct
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.formats.zip_container import Limits, ZipContainer
from audarma.errors import MalformedDocumentError, UnsafeSourceError

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev"
ZIP_SUFFIXES = {".docx", ".epub", ".h5p", ".imscc", ".odt", ".pptx", ".zip"}
DESCRIPTION = (
    *("orig_filename", "date_time", "compress_type", "comment", "extra", "create_system"),
    *("create_version", "extract_version", "internal_attr", "external_attr", "CRC"),
    *("compress_size", "file_size"),
)


def zip_of(path: Path, members: list[tuple[str | zipfile.ZipInfo, bytes]]) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of duplicate names, which are meant here
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members:
                archive.writestr(name, content)
    return path


def keep(_: str) -> None:
    return None


def member(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


@pytest.mark.parametrize(
    ("names", "fault"),
    [
        (["/etc/passwd"], "absolute path"),
        (["C:/autoexec.bat"], "absolute path"),
        (["a/../../b"], "leads out of the archive"),
        (["a\\b"], "backslash"),
        (["a.xml", "a.xml"], "same path as a.xml"),
        (["a.xml", "A.XML"], "same path as a.xml"),
        (["é.xml", "e\u0301.xml"], "same path as é.xml"),
    ],
)
def test_archive_with_an_unsafe_path_is_refused(
    tmp_path: Path, names: list[str], fault: str
) -> None:
    archive = zip_of(tmp_path / "bad.zip", [(name, b"") for name in names])
    with pytest.raises(UnsafeSourceError, match=fault) as caught:
        ZipContainer(archive)
    assert str(caught.value).startswith("bad.zip: ")


@pytest.mark.parametrize(
    ("kind", "fault"),
    [(stat.S_IFLNK, "symbolic link"), (stat.S_IFIFO, "neither a file nor a folder")],
)
def test_archive_with_a_link_or_a_pipe_is_refused(tmp_path: Path, kind: int, fault: str) -> None:
    archive = zip_of(tmp_path / "bad.zip", [(member("link", kind | 0o777), b"/etc/passwd")])
    with pytest.raises(UnsafeSourceError, match=fault):
        ZipContainer(archive)


def test_encrypted_member_is_refused(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "bad.zip", [("a.xml", b"text")])
    data = bytearray(archive.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    archive.write_bytes(data)
    with pytest.raises(UnsafeSourceError, match="encrypted"):
        ZipContainer(archive)


def test_member_that_expands_without_measure_is_refused(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "bomb.zip", [("zeros", bytes(2**21))])
    with pytest.raises(UnsafeSourceError, match="expands"):
        ZipContainer(archive)


def test_small_member_may_expand_much(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "fine.zip", [("zeros", bytes(2**19))])
    with ZipContainer(archive) as container:
        assert container.read("zeros") == bytes(2**19)


@pytest.mark.parametrize("limits", [Limits(total_bytes=7), Limits(members=1)])
def test_archive_beyond_the_limits_is_refused(tmp_path: Path, limits: Limits) -> None:
    archive = zip_of(tmp_path / "big.zip", [("a", b"1234"), ("b", b"5678")])
    with pytest.raises(UnsafeSourceError, match=r"big\.zip"):
        ZipContainer(archive, limits)


def test_members_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "bomb.zip", [("a", b"1234"), ("b", b"1234")])
    data = bytearray(archive.read_bytes())
    second = data.rindex(b"PK\x01\x02")
    struct.pack_into("<L", data, second + 42, 0)
    archive.write_bytes(data)
    with pytest.raises(UnsafeSourceError, match="shares its bytes"):
        ZipContainer(archive)


def test_member_that_is_longer_than_it_says_is_damaged_and_not_expanded(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "bad.zip", [("a", b"12345678" * 100)])
    data = bytearray(archive.read_bytes())
    struct.pack_into("<L", data, data.index(b"PK\x01\x02") + 24, 5)
    archive.write_bytes(data)
    with ZipContainer(archive) as container, pytest.raises(MalformedDocumentError, match="damaged"):
        container.read("a")


@pytest.mark.parametrize("cut", [0, 10, 50, 90])
def test_truncated_archive_is_malformed(tmp_path: Path, cut: int) -> None:
    whole = zip_of(tmp_path / "whole.zip", [("a", b"some text"), ("b", b"more text")]).read_bytes()
    archive = tmp_path / "cut.zip"
    archive.write_bytes(whole[:cut])
    with pytest.raises(MalformedDocumentError, match=r"cut\.zip: is not a zip archive"):
        ZipContainer(archive)


def test_damaged_bytes_are_found_when_a_member_is_read(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "bad.zip", [(member("a", 0o644), b"plain text")])
    data = archive.read_bytes().replace(b"plain", b"prain")
    archive.write_bytes(data)
    with ZipContainer(archive) as container, pytest.raises(MalformedDocumentError, match="damaged"):
        container.read("a")


def test_missing_member_is_named(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a.zip", [("a", b"")])
    with ZipContainer(archive) as container, pytest.raises(MalformedDocumentError, match=r"b\.xml"):
        container.read("b.xml")


def test_failed_rewrite_leaves_what_was_there(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a.zip", [("a", b"x")])
    out = tmp_path / "out.zip"
    out.write_bytes(b"before")

    def fail(_: str) -> bytes:
        raise MalformedDocumentError("a: is broken.")

    with ZipContainer(archive) as container, pytest.raises(MalformedDocumentError):
        container.rewrite(out, fail)
    assert out.read_bytes() == b"before"
    assert {path.name for path in tmp_path.iterdir()} == {"a.zip", "out.zip"}


def test_changed_member_keeps_its_method_time_and_attributes(tmp_path: Path) -> None:
    stored = zipfile.ZipInfo("mimetype", (2001, 2, 3, 4, 5, 6))
    deflated = zipfile.ZipInfo("a.xml", (2002, 3, 4, 5, 6, 8))
    deflated.compress_type, deflated.comment = zipfile.ZIP_DEFLATED, b"note"
    deflated.external_attr = 0o100600 << 16
    archive = zip_of(tmp_path / "a.zip", [(stored, b"one"), (deflated, b"two"), ("c", b"three")])
    out = tmp_path / "out.zip"
    with ZipContainer(archive) as container:
        container.rewrite(out, lambda name: name.encode(), [("new/page.xhtml", b"added")])
    with zipfile.ZipFile(out) as result:
        infos = result.infolist()
        assert [i.filename for i in infos] == ["mimetype", "a.xml", "c", "new/page.xhtml"]
        assert [result.read(i) for i in infos] == [b"mimetype", b"a.xml", b"c", b"added"]
        assert infos[0].compress_type == zipfile.ZIP_STORED
        assert infos[0].date_time == (2001, 2, 3, 4, 5, 6)
        assert infos[1].compress_type == zipfile.ZIP_DEFLATED
        assert (infos[1].date_time, infos[1].comment) == ((2002, 3, 4, 5, 6, 8), b"note")
        assert infos[1].external_attr == 0o100600 << 16


def test_archive_written_as_a_stream_is_rewritten_with_sizes_in_front(tmp_path: Path) -> None:
    class Pipe(io.RawIOBase):
        """A file that cannot be sought in, so that sizes must follow the content."""

        def __init__(self) -> None:
            self.written = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, block: object) -> int:
            self.written += bytes(block)  # type: ignore[call-overload]  # any buffer
            return len(bytes(block))  # type: ignore[call-overload]

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"first " * 20)
        archive.writestr("ү.txt", b"second")
    source, out = tmp_path / "a.zip", tmp_path / "out.zip"
    source.write_bytes(pipe.written)
    with ZipContainer(source) as container:
        container.rewrite(out, keep)
    with zipfile.ZipFile(out) as result:
        assert result.testzip() is None
        assert {i.filename: result.read(i) for i in result.infolist()} == {
            "a.txt": b"first " * 20,
            "ү.txt": b"second",
        }
        assert all(not info.flag_bits & 0x8 for info in result.infolist())


@settings(max_examples=60, deadline=None)
@given(
    members=st.dictionaries(
        st.text("abcүқ/", min_size=1, max_size=8).filter(lambda n: n.strip("/") == n), st.binary()
    ),
    replacements=st.dictionaries(st.integers(0, 5), st.binary(), max_size=3),
)
def test_rewriting_changes_what_is_asked_and_copies_the_rest_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory,
    members: dict[str, bytes],
    replacements: dict[int, bytes],
) -> None:
    folder = tmp_path_factory.mktemp("zip")
    source = zip_of(folder / "a.zip", list(members.items()))
    changed = {
        name: replacements[place] for place, name in enumerate(members) if place in replacements
    }
    with ZipContainer(source) as container:
        container.rewrite(folder / "out.zip", changed.get)
        container.rewrite(folder / "same.zip", keep)
    assert (folder / "same.zip").read_bytes() == source.read_bytes()
    with zipfile.ZipFile(folder / "out.zip") as result:
        assert result.testzip() is None
        assert {i.filename: result.read(i) for i in result.infolist()} == members | changed


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus is not beside the repository")
def test_real_archives_keep_each_member_and_all_that_is_said_of_it(tmp_path: Path) -> None:
    checked = 0
    for path in sorted(CORPUS.rglob("*")):
        if path.suffix not in ZIP_SUFFIXES or not zipfile.is_zipfile(path):
            continue
        with ZipContainer(path) as container:
            container.rewrite(tmp_path / "out.zip", keep)
        with zipfile.ZipFile(path) as before, zipfile.ZipFile(tmp_path / "out.zip") as after:
            for old, new in zip(before.infolist(), after.infolist(), strict=True):
                assert before.read(old) == after.read(new), f"{path}: {old.filename}"
                for name in DESCRIPTION:
                    assert getattr(old, name) == getattr(new, name), f"{path}: {name}"
        checked += 1
    assert checked > 50

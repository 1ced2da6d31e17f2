# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Large resources, made: the tests' samples with media files in them, and books of many pages.

Media are random bytes, which no archive makes smaller, stored as packers store a video; one more
member shrinks well and is deflated. Everything is written block by block.
"""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.samples import Sample, samples, samples_of

MEGABYTE = 2**20
MEDIA_FOLDER = "media/"
_MEDIA_FILE_MB = 250
_PARAGRAPHS = 8
_EPOCH = (1980, 1, 1, 0, 0, 0)


def with_media(sample: Sample, folder: Path, media_mb: int) -> Path:
    """Write *sample* with *media_mb* MB of media beside its members."""
    path = folder / sample.file_name
    if sample.packing == "tar":
        _write_tar(path, sample.members, media_mb)
    else:
        _write_zip(path, sample.members, media_mb)
    return path


def archives() -> list[Sample]:
    """Give one sample of each format that is an archive, and of each way to pack it."""
    found = {(s.format, s.packing): s for s in samples() if s.packing}
    return list(found.values())


def book(folder: Path, chapters: int) -> Path:
    """Write an EPUB of so many chapters."""
    (small,) = samples_of("epub")
    members = dict(small.members)
    (opf,) = (name for name in members if name.endswith(".opf"))
    items = "".join(
        f'<item id="n{n}" href="n{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(chapters)
    )
    spine = "".join(f'<itemref idref="n{n}"/>' for n in range(chapters))
    text = members[opf].decode().replace("</manifest>", f"{items}</manifest>")
    members[opf] = text.replace("</spine>", f"{spine}</spine>").encode()
    root = opf.rpartition("/")[0]
    path = folder / "book.epub"
    pages = ((f"{root}/n{n}.xhtml", _page(n).encode()) for n in range(chapters))
    _write_zip(path, [*members.items(), *pages], 0)
    return path


def course(folder: Path, pages: int, media_mb: int) -> Path:
    """Write a Common Cartridge of so many pages, with media."""
    (small,) = samples_of("common-cartridge")
    members = dict(small.members)
    resources = "".join(
        f'<resource identifier="n{n}" type="webcontent" href="n{n}.html">'
        f'<file href="n{n}.html"/></resource>'
        for n in range(pages)
    )
    items = "".join(
        f'<item identifier="in{n}" identifierref="n{n}"><title>Page {n}</title></item>'
        for n in range(pages)
    )
    text = members["imsmanifest.xml"].decode()
    text = text.replace("</resources>", f"{resources}</resources>")
    members["imsmanifest.xml"] = text.replace("</organization>", f"{items}</organization>").encode()
    path = folder / "course.imscc"
    _write_zip(
        path,
        [*members.items(), *((f"n{n}.html", _page(n).encode()) for n in range(pages))],
        media_mb,
    )
    return path


def nested(folder: Path, media_mb: int) -> Path:
    """Write a Common Cartridge that holds a document with media, and an archive of nothing read."""
    (small,) = samples_of("common-cartridge")
    (document,) = samples_of("docx")
    inner = with_media(document, folder, media_mb // 2)
    other = folder / "measurements.zip"
    _write_zip(other, [], media_mb // 2)
    path = folder / "course.imscc"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in small.members:
            archive.writestr(name, content)
        for member in (inner, other):
            archive.write(member, member.name)
            member.unlink()
    return path


def in_folder(folder: Path, media_mb: int) -> Path:
    """Write the folder of an OpenStax book, with media."""
    (small,) = samples_of("openstax")
    root = folder / "book"
    for name, content in small.members:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for name, size in _media(media_mb):
        (root / MEDIA_FOLDER).mkdir(exist_ok=True)
        with (root / name).open("wb") as stream:
            for _ in range(size):
                stream.write(os.urandom(MEGABYTE))
    return root


def _page(number: int) -> str:
    paragraphs = "".join(
        f"<p>In valley {number} the river {place} carries <b>fresh water</b> to the sea. "
        f"Its {place} sources lie {number} kilometres away in the mountains.</p>\n"
        for place in range(_PARAGRAPHS)
    )
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml"><head>'
        f"<title>Valley {number}</title></head><body><h1>Valley {number}</h1>\n{paragraphs}"
        "</body></html>\n"
    )


def _media(media_mb: int) -> Iterator[tuple[str, int]]:
    """Give names and sizes of the media files."""
    for start in range(0, media_mb, _MEDIA_FILE_MB):
        size = min(_MEDIA_FILE_MB, media_mb - start)
        yield f"{MEDIA_FOLDER}film{start}.mp4", size


def _write_zip(path: Path, members: Sequence[tuple[str, bytes]], media_mb: int) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
        for name, size in _media(media_mb):
            with archive.open(zipfile.ZipInfo(name, _EPOCH), "w") as stream:
                for _ in range(size):
                    stream.write(os.urandom(MEGABYTE))
        if media_mb:
            data = zipfile.ZipInfo(f"{MEDIA_FOLDER}measurements.dat", _EPOCH)
            data.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(data, "w") as stream:
                # Repeats every 16 KiB: within deflate's window, so it shrinks some 80 times.
                block = os.urandom(2**14) * 64
                for _ in range(media_mb // 4):
                    stream.write(block)


class _Random(io.RawIOBase):
    """Random bytes, as a file."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # any buffer
        buffer[:] = os.urandom(len(buffer))
        return len(buffer)


def _write_tar(path: Path, members: Sequence[tuple[str, bytes]], media_mb: int) -> None:
    with (
        gzip.open(path, "wb", compresslevel=1) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for name, size in _media(media_mb):
            info = tarfile.TarInfo(name)
            info.size = size * MEGABYTE
            archive.addfile(info, io.BufferedReader(_Random(), MEGABYTE))

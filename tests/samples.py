# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small sound resource of every registered format, from ``tests/corpus`` and ``examples``.

A file there is a sample of the format that the registry finds for it. A folder whose name ends
with a format's suffix (``rivers.docx/``) is a sample that is kept unpacked, so that its members can
be read and compared; it is packed when a test asks for it.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from adapters.formats import formats
from audarma.errors import AudarmaError
from audarma.ports import ResourceFormat

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT / "tests" / "corpus", ROOT / "examples")
TAR_SUFFIX, ZIPPED = ".mbz", ".zipped"
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Sample:
    """A resource: *members* are those of an archive, or the one file of a single document."""

    format: str
    file_name: str
    members: tuple[tuple[str, bytes], ...]
    packing: str = ""

    @property
    def id(self) -> str:
        """Name the sample in a test's parameters."""
        return f"{self.format}-{self.file_name}{'-zip' if self.is_other_packing else ''}"

    @property
    def is_other_packing(self) -> bool:
        """Say whether the archive is a zip though its suffix lets one expect a tar archive."""
        return self.packing == "zip" and self.file_name.endswith(TAR_SUFFIX)

    @property
    def data(self) -> bytes:
        """Give the resource's bytes."""
        return packed(self.members, self.packing) if self.packing else self.members[0][1]

    def write(self, folder: Path) -> Path:
        """Write the resource into *folder*."""
        path = folder / self.file_name
        path.write_bytes(self.data)
        return path


@cache
def samples() -> tuple[Sample, ...]:
    """Give every sample, in the order of their formats' names."""
    return tuple(sorted(_found(), key=lambda sample: sample.id))


def samples_of(name: str) -> tuple[Sample, ...]:
    """Give the samples of the format of that *name*."""
    return tuple(sample for sample in samples() if sample.format == name)


def names() -> list[str]:
    """Give the names of all registered formats."""
    return [form.name for form in formats().resources]


def packed(members: Iterable[tuple[str, bytes]], packing: str = "zip") -> bytes:
    """Pack *members* as a zip archive, or as a tar archive under gzip."""
    return _zip(members) if packing == "zip" else _tar(members)


def _found() -> Iterator[Sample]:
    for folder in FOLDERS:
        yield from _in(folder)


def _in(folder: Path) -> Iterator[Sample]:
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            form = _format_named(path)
            yield from _unpacked(path, form) if form else _in(path)
        elif path.suffix not in (".license", ".py") and path.name != "README.md":
            try:
                name = formats().resource_format(path).name
            except AudarmaError:
                continue
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    members = tuple((n, archive.read(n)) for n in archive.namelist())
                yield Sample(name, path.name, members, "zip")
            else:
                yield Sample(name, path.name, ((path.name, path.read_bytes()),))


def _unpacked(folder: Path, form: ResourceFormat) -> Iterator[Sample]:
    members = tuple(_members(folder))
    if folder.suffix == TAR_SUFFIX:
        yield Sample(form.name, folder.name, members, "tar")
    yield Sample(form.name, folder.name, members, "zip")


def _members(folder: Path, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    """Give the files below *folder*; a folder in it that is named as a resource is packed."""
    # What says which format an archive has comes first, where a format asks for it.
    first = ("mimetype", "[Content_Types].xml", ".ARCHIVE_INDEX")
    for path in sorted(folder.iterdir(), key=lambda p: (p.name not in first, p.name)):
        if path.is_file():
            yield prefix + path.name, path.read_bytes()
        elif _format_named(path):
            yield prefix + path.name, packed(_members(path))
        else:
            yield from _members(path, f"{prefix}{path.name}/")


def _format_named(folder: Path) -> ResourceFormat | None:
    """Give the format whose suffix the name of a *folder* has."""
    suffixes = {s: form for form in formats().resources for s in (*form.suffixes, ".zip")}
    fitting = [s for s in suffixes if folder.name.endswith(s)]
    if not fitting:
        return None
    suffix = max(fitting, key=len)
    named = {form.name: form for form in formats().resources}
    return named.get(folder.parent.name) or suffixes[suffix]


def _zip(members: Iterable[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.external_attr = 0o100644 << 16
            is_first = name == "mimetype"
            info.compress_type = zipfile.ZIP_STORED if is_first else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def _tar(members: Iterable[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return gzip.compress(buffer.getvalue(), mtime=0)

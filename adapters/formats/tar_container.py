# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tar archives under gzip: opened only when they are safe, rewritten by position.

Headers, padding and unchanged members keep their bytes; a changed member's header gets its new
size and checksum. Follows POSIX.1-2008's ustar and pax formats and GNU's long names. The archive
is unpacked to a temporary file once, within the limits; one member at a time is in memory.

Leaves out: links, except a second entry for a file's own path; sparse files and devices.
"""

from __future__ import annotations

import gzip
import posixpath
import shutil
import tarfile
import unicodedata
import zlib
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Self

from adapters.formats.zip_container import DEFAULT_LIMITS, Limits, name_fault, shown_name
from audarma.atomic_file import replacing
from audarma.errors import MalformedDocumentError, UnsafeSourceError

GZIP_MAGIC = b"\x1f\x8b"

_BLOCK = tarfile.BLOCKSIZE
_COPY_BYTES = 2**20
_SIZE_FIELD = slice(124, 136)
_CHECKSUM_FIELD = slice(148, 156)
_COMPRESSION_LEVEL = 6
_LONGEST_HEADER = 2**20
_FAULTS = (tarfile.TarError, EOFError, OSError, zlib.error, ValueError)


class TarContainer:
    """An archive that has been found safe; close it, or use it in a ``with`` block."""

    def __init__(self, source: Path, limits: Limits = DEFAULT_LIMITS) -> None:
        """Unpack *source* to a temporary file and check its members.

        Raises:
            MalformedDocumentError: it is no tar archive under gzip, or a damaged one.
            UnsafeSourceError: unpacking it could do harm; names the member.
        """
        self.source = source
        self.limits = limits
        self._tar: IO[bytes] = TemporaryFile()  # noqa: SIM115  # lives as long as the container
        try:
            self._unpack()
            self._members = self._checked()
        except _FAULTS as error:
            self._tar.close()
            raise MalformedDocumentError(
                f"{source.name}: is not a tar archive under gzip that can be read ({_why(error)}). "
                "Fetch or export it again.",
                source.name,
            ) from error
        except BaseException:
            self._tar.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the temporary file go."""
        self._tar.close()

    def __contains__(self, name: str) -> bool:
        return name in self._members

    @property
    def names(self) -> tuple[str, ...]:
        """Give the files' paths in the archive's order, without ``./`` in front."""
        return tuple(self._members)

    def read(self, name: str) -> bytes:
        """Give the content of one member.

        Raises:
            MalformedDocumentError: there is no such member.
        """
        if name not in self._members:
            raise MalformedDocumentError(
                f"{self.source.name}: {name} is missing from the archive. Fetch it again.",
                self.source.name,
                name,
            )
        member = self._members[name]
        self._tar.seek(member.offset_data)
        return self._tar.read(member.size)

    def rewrite(
        self, out: Path, change: Callable[[str], bytes | None], last: frozenset[str] = frozenset()
    ) -> None:
        """Write the archive to *out*, whole or not at all; an unchanged one is copied as it is.

        Args:
            out: may be the source itself.
            change: called with each member's path; gives its new content, or ``None`` to keep it.
            last: members that are asked for when all others are known, wherever they stand.
        """
        with TemporaryFile() as spool:
            changed: dict[str, tuple[int, int]] = {}
            for name in sorted(self._members, key=last.__contains__):
                content = change(name)
                if content is not None and content != self.read(name):
                    changed[name] = (spool.tell(), len(content))
                    spool.write(content)
            with replacing(out) as stream:
                if not changed:
                    with self.source.open("rb") as raw:
                        shutil.copyfileobj(raw, stream, _COPY_BYTES)
                    return
                # No name and no time in the header: the same input gives the same bytes.
                with gzip.GzipFile(
                    filename="",
                    mode="wb",
                    compresslevel=_COMPRESSION_LEVEL,
                    fileobj=stream,
                    mtime=0,
                ) as packed:
                    self._write(packed, spool, changed)

    def _write(
        self, packed: gzip.GzipFile, spool: IO[bytes], changed: dict[str, tuple[int, int]]
    ) -> None:
        position = 0
        for name, (start, size) in sorted(
            changed.items(), key=lambda item: self._members[item[0]].offset
        ):
            member = self._members[name]
            header = member.offset_data - _BLOCK
            _copy(self._tar, packed, position, header)
            self._tar.seek(header)
            packed.write(_resized(self._tar.read(_BLOCK), size))
            _copy(spool, packed, start, start + size)
            packed.write(b"\0" * (-size % _BLOCK))
            position = member.offset_data + _padded(member.size)
        _copy(self._tar, packed, position, self._tar.seek(0, 2))

    def _unpack(self) -> None:
        with self.source.open("rb") as raw, gzip.GzipFile(fileobj=raw) as packed:
            total = 0
            while block := packed.read(_COPY_BYTES):
                total += len(block)
                ratio = total / max(raw.tell(), 1)
                if total > self.limits.total_bytes:
                    raise self._unsafe("", f"expands to over {self.limits.total_bytes} bytes")
                if total > self.limits.ratio_free_bytes and ratio > self.limits.member_ratio:
                    raise self._unsafe("", f"expands over {self.limits.member_ratio} times")
                self._tar.write(block)
        self._tar.seek(0)

    def _checked(self) -> dict[str, tarfile.TarInfo]:
        """Give the files by path, or raise for what is wrong with the archive."""
        files: dict[str, tarfile.TarInfo] = {}
        seen: dict[str, str] = {}
        end = 0
        headers = _Headers(self._tar)
        # typeshed asks for all of IO[bytes]; reading needs three of its methods.
        with tarfile.open(fileobj=headers, mode="r:") as archive:  # type: ignore[call-overload]
            for count, member in enumerate(archive, 1):
                if count > self.limits.members:
                    raise self._unsafe("", f"holds more than {self.limits.members} members")
                name = _path(member.name)
                fault = "" if name == "." else name_fault(member.name) or _member_fault(member)
                if fault:
                    raise self._unsafe(member.name, fault)
                end = member.offset_data + (_padded(member.size) if member.isreg() else 0)
                if member.isdir() or member.islnk():
                    continue
                key = unicodedata.normalize("NFC", name).casefold()
                if key in seen:
                    raise self._unsafe(name, f"has the same path as {shown_name(seen[key])}")
                seen[key] = name
                files[name] = member
        # tarfile takes a broken header for the end; what follows it must not go unseen.
        self._tar.seek(end)
        if self._tar.read(_BLOCK).strip(b"\0"):
            raise tarfile.ReadError(f"a header is broken at byte {end}")
        return files

    def _unsafe(self, name: str, fault: str) -> UnsafeSourceError:
        member = f"member {shown_name(name)} " if name else ""
        return UnsafeSourceError(
            f"{self.source.name}: {member}{fault}. Do not use this archive; ask its publisher for "
            "a sound one.",
            self.source.name,
            name,
            fault,
        )


class _Headers:
    """An unpacked archive for ``tarfile``, which reads a name whole, however long it says it is."""

    def __init__(self, tar: IO[bytes]) -> None:
        self._tar = tar

    def tell(self) -> int:
        return self._tar.tell()

    def seek(self, position: int) -> int:
        return self._tar.seek(position)

    def read(self, size: int) -> bytes:
        if not 0 <= size <= _LONGEST_HEADER:
            raise tarfile.ReadError(f"a header is longer than {_LONGEST_HEADER} bytes")
        return self._tar.read(size)


def _why(error: Exception) -> str:
    """Give what is wrong in words for people; ``tarfile`` and ``gzip`` say it in such words."""
    is_said = isinstance(error, tarfile.TarError | EOFError | OSError | zlib.error)
    return str(error) if is_said else "its headers make no sense"


def _path(name: str) -> str:
    """Give a path without the ``./`` that some programs put in front."""
    return posixpath.normpath(name)


def _member_fault(member: tarfile.TarInfo) -> str:
    if member.issym():
        return "is a symbolic link"
    if member.islnk():
        # Packing a folder with a list of its files names one twice; the second entry is empty.
        is_itself = _path(member.linkname) == _path(member.name)
        return "" if is_itself else "is a link to another file"
    if not (member.isreg() or member.isdir()) or member.issparse():
        return "is neither a file nor a folder"
    return "states its size twice" if "size" in member.pax_headers else ""


def _resized(header: bytes, size: int) -> bytes:
    """Give a member's header with another *size*, and the checksum that follows from it."""
    block = bytearray(header)
    block[_SIZE_FIELD] = b"%011o\0" % size
    block[_CHECKSUM_FIELD] = b" " * 8
    block[_CHECKSUM_FIELD] = b"%06o\0 " % sum(block)
    return bytes(block)


def _padded(size: int) -> int:
    return size + -size % _BLOCK


def _copy(source: IO[bytes], out: gzip.GzipFile, start: int, end: int) -> None:
    source.seek(start)
    while start < end:
        block = source.read(min(end - start, _COPY_BYTES))
        if not block:
            return
        out.write(block)
        start += len(block)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zip archives: opened only when they are safe, rewritten without touching what is unchanged.

Members that do not change are copied as their compressed bytes, in their order, with their times,
attributes, extra fields and comments. One member at a time is in memory, of those that are read.

Leaves out: archives of 4 GiB and more (ZIP64 sizes), split and encrypted ones: all are refused.
"""

from __future__ import annotations

import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from adapters.formats.zip_writer import (
    COPY_BLOCK_BYTES,
    LOCAL_HEADER,
    ZIP_MAGIC,
    Content,
    Entry,
    ZipWriter,
    without_zip64,
)
from audarma.atomic_file import replacing
from audarma.errors import MalformedDocumentError, UnsafeSourceError


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may hold; defaults are far above what real resources need.

    Deflate cannot expand more than 1032 times, and prose, markup and images stay below 100;
    small members (an empty template, a run of zeros) can honestly exceed *member_ratio*, so it
    counts only above *ratio_free_bytes*.
    """

    total_bytes: int = 4 * 2**30 - 1
    member_ratio: int = 200
    ratio_free_bytes: int = 2**20
    members: int = 65_535


DEFAULT_LIMITS = Limits()

_ENCRYPTED = 0x1
_LONGEST_SHOWN = 200
_DRIVE = re.compile(r"[A-Za-z]:")
_READ_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


class ZipContainer:
    """An archive that has been found safe; close it, or use it in a ``with`` block."""

    def __init__(self, source: Path, limits: Limits = DEFAULT_LIMITS) -> None:
        """Open *source* and check its directory; no member is read yet.

        Raises:
            MalformedDocumentError: it is no zip archive, or a damaged one.
            UnsafeSourceError: unpacking it could do harm; names the member.
        """
        self.source = source
        self.limits = limits
        try:
            self._zip = zipfile.ZipFile(source)
        except _READ_FAULTS as error:
            raise MalformedDocumentError(
                f"{source.name}: is not a zip archive that can be read ({_why(error)}). Fetch or "
                "export it again.",
                source.name,
            ) from error
        try:
            self._infos = self._checked()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    @property
    def names(self) -> tuple[str, ...]:
        """Give the members' names in the archive's order, folders left out."""
        return tuple(name for name, info in self._infos.items() if not info.is_dir())

    def read(self, name: str) -> bytes:
        """Give the content of one member.

        Raises:
            MalformedDocumentError: there is no such member, or its bytes are damaged.
        """
        if name not in self._infos:
            raise MalformedDocumentError(
                f"{self.source.name}: {name} is missing from the archive. Fetch it again.",
                self.source.name,
                name,
            )
        info = self._infos[name]
        try:
            with self._zip.open(info) as stream:
                # Reading "all" would expand past the stated size before it was looked at.
                content = stream.read(info.file_size)
        except _READ_FAULTS as error:
            raise self._damaged(name, _why(error)) from error
        if len(content) != info.file_size:
            raise self._damaged(name, "it ends too early")
        return content

    def copy_to(self, name: str, out: Path) -> None:
        """Write the content of one member to the file *out*, block by block.

        Raises:
            MalformedDocumentError: its bytes are damaged.
        """
        info = self._infos[name]
        left = info.file_size
        try:
            with self._zip.open(info) as stream, out.open("wb") as target:
                while left and (block := stream.read(min(left, COPY_BLOCK_BYTES))):
                    target.write(block)
                    left -= len(block)
        except _READ_FAULTS as error:
            raise self._damaged(name, _why(error)) from error
        if left:
            raise self._damaged(name, "it ends too early")

    def head(self, name: str, size: int) -> bytes:
        """Give the first *size* bytes of one member; no more of it is expanded.

        Raises:
            MalformedDocumentError: its bytes are damaged.
        """
        try:
            with self._zip.open(self._infos[name]) as stream:
                return stream.read(size)
        except _READ_FAULTS as error:
            raise self._damaged(name, _why(error)) from error

    def keep(self, wanted: Callable[[str], bool]) -> None:
        """Leave out the members whose names are not *wanted*."""
        self._infos = {name: info for name, info in self._infos.items() if wanted(name)}

    def rewrite(
        self,
        out: Path,
        change: Callable[[str], Content | None],
        added: Iterable[tuple[str, bytes]] = (),
    ) -> None:
        """Write the archive to *out*, whole or not at all.

        Args:
            out: may be the source itself.
            change: called with each member's name, in order; gives its new content, as bytes or
                as a stream, or ``None`` to copy it as it is.
            added: names and contents of new members, which go to the end.

        Raises:
            MalformedDocumentError: a member's bytes are damaged.
            UnsafeSourceError: the outcome would break the limits.
        """
        with replacing(out) as stream:
            writer = ZipWriter(stream, self.source.name)
            for name, info in self._infos.items():
                content = None if info.is_dir() else change(name)
                if content is None or self._is_unchanged(name, content):
                    self._copy(info, writer)
                else:
                    writer.write(Entry.of(info, self._local_extra(info)), content)
            for name, content in added:
                writer.write(Entry.new(name), content)
            writer.finish(self._zip.comment)

    def _is_unchanged(self, name: str, content: Content) -> bool:
        """Say whether *content* is what a member holds; what comes as a stream counts as new."""
        return (
            isinstance(content, bytes)
            and len(content) == self._infos[name].file_size
            and content == self.read(name)
        )

    def _copy(self, info: zipfile.ZipInfo, writer: ZipWriter) -> None:
        entry = Entry.of(info, self._local_extra(info))
        name_length, extra_length = self._local_lengths(info)
        raw = self._file
        raw.seek(info.header_offset + LOCAL_HEADER.size + name_length + extra_length)
        writer.copy(entry, raw, info)

    @property
    def _file(self) -> BinaryIO:
        stream = self._zip.fp
        assert stream is not None, "the archive is open"
        return stream  # type: ignore[return-value]  # typeshed says IO[bytes]

    def _local_lengths(self, info: zipfile.ZipInfo) -> tuple[int, int]:
        self._file.seek(info.header_offset)
        header = self._file.read(LOCAL_HEADER.size)
        if len(header) != LOCAL_HEADER.size or not header.startswith(ZIP_MAGIC):
            raise self._damaged(info.filename, "its header is not where it should be")
        *_, name_length, extra_length = LOCAL_HEADER.unpack(header)
        return name_length, extra_length

    def _local_extra(self, info: zipfile.ZipInfo) -> bytes:
        name_length, extra_length = self._local_lengths(info)
        self._file.seek(name_length, 1)
        return without_zip64(self._file.read(extra_length))

    def _checked(self) -> dict[str, zipfile.ZipInfo]:
        """Give the members by name, or raise for what is wrong with the directory."""
        infos = self._zip.infolist()
        if len(infos) > self.limits.members:
            raise self._unsafe("", f"holds {len(infos)} members, more than {self.limits.members}")
        seen: dict[str, str] = {}
        total = 0
        for info in infos:
            name = info.orig_filename
            fault = name_fault(name) or self._member_fault(info)
            if fault:
                raise self._unsafe(name, fault)
            # EPUB 3.3, section 4.2.2: names are unique after normalisation and case folding.
            key = unicodedata.normalize("NFC", name).casefold().rstrip("/")
            if key in seen:
                raise self._unsafe(name, f"has the same path as {shown_name(seen[key])}")
            seen[key] = name
            total += info.file_size
            if total > self.limits.total_bytes:
                raise self._unsafe(name, f"brings the archive over {self.limits.total_bytes} bytes")
        self._check_places(infos)
        return {info.filename: info for info in infos}

    def _member_fault(self, info: zipfile.ZipInfo) -> str:
        if info.flag_bits & _ENCRYPTED:
            return "is encrypted"
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind == stat.S_IFLNK:
            return "is a symbolic link"
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            return "is neither a file nor a folder"
        ratio = info.file_size / max(info.compress_size, 1)
        if info.file_size > self.limits.ratio_free_bytes and ratio > self.limits.member_ratio:
            return f"expands {ratio:.0f} times, more than {self.limits.member_ratio}"
        return ""

    def _check_places(self, infos: list[zipfile.ZipInfo]) -> None:
        """Refuse members whose bytes overlap (one content counted many times) or are not there."""
        end = 0
        for info in sorted(infos, key=lambda one: one.header_offset):
            if info.header_offset < end:
                raise self._unsafe(info.filename, "shares its bytes with another member")
            end = info.header_offset + LOCAL_HEADER.size + info.compress_size
            if end > self._zip.start_dir:
                raise self._damaged(info.filename, "its bytes are cut off")

    def _unsafe(self, name: str, fault: str) -> UnsafeSourceError:
        member = f"member {shown_name(name)} " if name else ""
        return UnsafeSourceError(
            f"{self.source.name}: {member}{fault}. Do not use this archive; ask its publisher for "
            "a sound one.",
            self.source.name,
            name,
            fault,
        )

    def _damaged(self, name: str, why: str) -> MalformedDocumentError:
        return MalformedDocumentError(
            f"{self.source.name}: {shown_name(name)} is damaged ({why}). Fetch or export the "
            "archive again.",
            self.source.name,
            name,
        )


def _why(error: Exception) -> str:
    """Give what is wrong in words for people; ``zipfile`` says most of it in such words."""
    if isinstance(error, UnicodeError):
        return "a name in it is in no known encoding"
    said = str(error)
    if isinstance(error, EOFError):
        return said or "it ends too early"
    if isinstance(error, zipfile.BadZipFile | NotImplementedError) and "b'" not in said:
        return said
    return "its bytes make no sense"


def shown_name(name: str) -> str:
    """Give a member's name for a message; one that is made to confuse is shortened and escaped."""
    short = name if len(name) <= _LONGEST_SHOWN else f"{name[:_LONGEST_SHOWN]}…"
    return short if short.isprintable() else ascii(short)


def name_fault(name: str) -> str:
    """Say why a member must not be unpacked by its *name*; empty if it may."""
    if not name.strip("/") or "\0" in name:
        return "has no usable path"
    if name.startswith("/") or _DRIVE.match(name):
        return "has an absolute path"
    if "\\" in name:
        return "has a backslash in its path"
    if ".." in name.split("/"):
        return "has a path that leads out of the archive"
    return ""

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zip archives, written member by member as their source archive describes them.

Follows PKWARE's APPNOTE.TXT 6.3.10; section numbers below are its. ``zipfile`` cannot take over
compressed bytes, and writes names and flags anew.

Leaves out: ZIP64 sizes, which no archive within ``zip_container``'s limits needs.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import IO, BinaryIO, Self

from audarma.errors import UnsafeSourceError

ZIP_MAGIC = b"PK\x03\x04"
COPY_BLOCK_BYTES = 2**20

Content = bytes | IO[bytes]
"""What a member is to hold: its bytes, or a stream of them where they may be many."""

_SIZES_FOLLOW = 0x8
_UTF8_NAME = 0x800
_ZIP64_EXTRA = 1
_MAX_U32 = 0xFFFFFFFF
_BOMB_RATIO, _LEAST_BOMB_BYTES = 100, 2**20
_DOS_EPOCH = (0, 33)  # time, date: 1980-01-01, the format's earliest; keeps output repeatable
_REGULAR_FILE = 0o100644 << 16
_UNIX, _VERSION = 3, 20

# Section 4.3.7: signature, version needed, flags, method, time, date, CRC-32, sizes, name, extra.
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
# Section 4.3.12: … comment, disk, internal and external attributes, offset of the local header.
_CENTRAL = struct.Struct("<4s6H3L5H2L")
# Section 4.3.16: end of the central directory.
_END = struct.Struct("<4s4H2LH")


@dataclass(frozen=True, slots=True)
class Entry:
    """What an archive says of a member, apart from its sizes and place."""

    name: bytes
    flags: int
    method: int
    time: int
    date: int
    create_version: int
    extract_version: int
    internal_attributes: int
    external_attributes: int
    local_extra: bytes = b""
    extra: bytes = b""
    comment: bytes = b""

    @classmethod
    def of(cls, info: zipfile.ZipInfo, local_extra: bytes) -> Self:
        """Take over what the source archive says."""
        year, month, day, hour, minute, second = info.date_time
        return cls(
            name=info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_NAME else "cp437"),
            # Sizes are written in front: they are known.
            flags=info.flag_bits & ~_SIZES_FOLLOW,
            method=info.compress_type,
            time=hour << 11 | minute << 5 | second // 2,
            date=(year - 1980) << 9 | month << 5 | day,
            create_version=info.create_system << 8 | info.create_version,
            extract_version=info.extract_version,
            internal_attributes=info.internal_attr,
            external_attributes=info.external_attr,
            local_extra=local_extra,
            extra=without_zip64(info.extra),
            comment=info.comment,
        )

    @classmethod
    def new(cls, name: str) -> Self:
        """Describe a member that the source archive lacks."""
        time, date = _DOS_EPOCH
        return cls(
            name=name.encode("utf-8"),
            flags=0 if name.isascii() else _UTF8_NAME,
            method=zipfile.ZIP_DEFLATED,
            time=time,
            date=date,
            create_version=_UNIX << 8 | _VERSION,
            extract_version=_VERSION,
            internal_attributes=0,
            external_attributes=_REGULAR_FILE,
        )

    def local(self, crc: int, compressed: int, size: int) -> bytes:
        """Give the local header."""
        return (
            LOCAL_HEADER.pack(
                ZIP_MAGIC,
                self.extract_version,
                self.flags,
                self.method,
                self.time,
                self.date,
                crc,
                compressed,
                size,
                len(self.name),
                len(self.local_extra),
            )
            + self.name
            + self.local_extra
        )

    def central(self, crc: int, compressed: int, size: int, offset: int) -> bytes:
        """Give the entry of the central directory."""
        return (
            _CENTRAL.pack(
                b"PK\x01\x02",
                self.create_version,
                self.extract_version,
                self.flags,
                self.method,
                self.time,
                self.date,
                crc,
                compressed,
                size,
                len(self.name),
                len(self.extra),
                len(self.comment),
                0,
                self.internal_attributes,
                self.external_attributes,
                offset,
            )
            + self.name
            + self.extra
            + self.comment
        )


class ZipWriter:
    """Writes an archive's members one after the other, then their directory."""

    def __init__(self, stream: BinaryIO, archive: str) -> None:
        self.stream, self.archive = stream, archive
        self.directory: list[bytes] = []

    def write(self, entry: Entry, content: Content) -> None:
        """Add a member with that *content*; stored members stay stored, all others are deflated.

        A stream is read to its end, block by block, and closed. What deflating makes so small that
        readers would take it for a bomb is read again, and stored.
        """
        with nullcontext() if isinstance(content, bytes) else content:
            if not self._write(entry, content):
                if not isinstance(content, bytes):
                    content.seek(0)
                self._write(replace(_deflated(entry), method=zipfile.ZIP_STORED), content)

    def _write(self, entry: Entry, content: Content) -> bool:
        """Add the member, unless deflating makes a bomb of it."""
        is_stored = entry.method == zipfile.ZIP_STORED
        entry = entry if is_stored else _deflated(entry)
        start = self.stream.tell()
        self._require_room(start)
        # The sizes are known behind the content, and are written in front of it then.
        self.stream.write(entry.local(0, 0, 0))
        deflate = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
        crc = compressed = size = 0
        for block in _blocks(content):
            crc, size = zlib.crc32(block, crc), size + len(block)
            compressed += self.stream.write(block if is_stored else deflate.compress(block))
            self._require_room(start + max(compressed, size))
        if not is_stored:
            compressed += self.stream.write(deflate.flush())
        if size > max(_LEAST_BOMB_BYTES, _BOMB_RATIO * compressed):
            self.stream.seek(start)
            self.stream.truncate()
            return False
        end = self.stream.tell()
        self.stream.seek(start)
        self._head(entry, crc, compressed, size)
        self.stream.seek(end)
        return True

    def copy(self, entry: Entry, raw: BinaryIO, info: zipfile.ZipInfo) -> None:
        """Add a member whose compressed bytes are next in *raw*."""
        self._head(entry, info.CRC, info.compress_size, info.file_size)
        left = info.compress_size
        while left and (block := raw.read(min(left, COPY_BLOCK_BYTES))):
            self.stream.write(block)
            left -= len(block)

    def finish(self, comment: bytes) -> None:
        """Write the directory."""
        start = self.stream.tell()
        directory = b"".join(self.directory)
        self._require_room(start + len(directory))
        count = len(self.directory)
        self.stream.write(directory)
        self.stream.write(
            _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), start, len(comment))
            + comment
        )

    def _head(self, entry: Entry, crc: int, compressed: int, size: int) -> None:
        offset = self.stream.tell()
        self._require_room(offset + compressed)
        self.stream.write(entry.local(crc, compressed, size))
        self.directory.append(entry.central(crc, compressed, size, offset))

    def _require_room(self, size: int) -> None:
        if size > _MAX_U32 or len(self.directory) >= 0xFFFF:
            raise UnsafeSourceError(
                f"{self.archive}: the adapted archive would be over {_MAX_U32} bytes or "
                f"{0xFFFF} members. Split the resource.",
                self.archive,
            )


def _blocks(content: Content) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    while block := content.read(COPY_BLOCK_BYTES):
        yield block


def _deflated(entry: Entry) -> Entry:
    """Give *entry* with the deflate method, the one that every reader of archives knows."""
    if entry.method == zipfile.ZIP_DEFLATED:
        return entry
    return replace(entry, method=zipfile.ZIP_DEFLATED, flags=entry.flags & _UTF8_NAME)


def without_zip64(extra: bytes) -> bytes:
    """Give extra fields (section 4.5.1) less the ZIP64 sizes, which 32 bits hold here."""
    kept, position = [], 0
    while position + 4 <= len(extra):
        identifier, length = struct.unpack_from("<2H", extra, position)
        end = position + 4 + length
        if identifier != _ZIP64_EXTRA:
            kept.append(extra[position:end])
        position = end
    return b"".join([*kept, extra[position:]])

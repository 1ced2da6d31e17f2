# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile files, made from a sample of each format: one function a row of the design's table.

Each gives labels and resources. What a row says of an archive's texts it does to each of them.
"""

from __future__ import annotations

import gzip
import io
import random
import stat
import struct
import tarfile
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import replace

from tests.fuzz.mutations import texts_of
from tests.samples import Sample

DEPTH = 100_000
Case = tuple[str, Sample]

# What nests in one text format or another; each is tried on all of them.
_OPENINGS = (
    *("<div>", "<b>", "<table><tr><td>", "<!--", "<a ", "&"),
    *("> ", "- ", "1. ", "[", "![", "](", "*", "_", "**a ", "`", "~~~", ":::", "|", "{", "}", "(("),
    *("$", "\\(", "\\begin{a}", "\\textbf{", "{\\it ", "\\\\", "\\item ", "\\if", "\\def\\a{"),
    *("{=a", "{~", "::", "<i>", "{\\an8}", "<00:00:01.000>", "00:00:01,000 --> ", "\n\n", "a\n"),
)
_OPENED_DEEPEST = frozenset({"<b>", "> ", "{"})


def cut_off(sample: Sample) -> Iterator[Case]:
    """Leave out the end of the file, and of each text in an archive."""
    whole = sample.data
    for eighth in range(8):
        yield f"cut at {eighth}/8", _alone(sample, whole[: len(whole) * eighth // 8])
    for name, place, content in _texts(sample):
        yield f"{name} cut", _with_text(sample, place, content[: len(content) // 2])


def in_wrong_encodings(sample: Sample) -> Iterator[Case]:
    """Write each text in bytes that are not what they say."""
    noise = random.Random(0).randbytes(4096)
    for name, place, content in _texts(sample):
        text = content.decode("utf-8", errors="replace")
        middle = len(content) // 2
        for label, data in (
            ("UTF-16 without a mark", text.encode("utf-16-le")),
            ("UTF-32 with one", text.encode("utf-32")),
            ("half a letter", content[:middle] + b"\xd2" + content[middle:]),
            ("surrogates", content[:middle] + b"\xed\xa0\x80" + content[middle:]),
            ("another's bytes", text.replace("e", "é").encode("latin-1", errors="replace")),
            ("NUL bytes", content.replace(b" ", b"\0")),
            ("noise", noise),
            ("an unknown name", b'<?xml version="1.0" encoding="klingon"?>' + content),
            ("a name of no letters", b'<?xml version="1.0" encoding="hex"?>' + content),
            ("UTF-7", b'<?xml version="1.0" encoding="utf-7"?>' + content),
        ):
            yield f"{name}, {label}", _with_text(sample, place, data)


def with_entities(sample: Sample, secret: str, address: str) -> Iterator[Case]:
    """Put declarations of entities into each text that is markup.

    *secret* is the address of a file that must not be read, *address* one that must not be asked.
    """
    growing = "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' if n else '<!ENTITY a0 "ha">' for n in range(10)
    )
    for name, place, content in _texts(sample):
        if not content.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
            continue
        for label, declared, used in (
            ("a file", f'<!ENTITY e SYSTEM "{secret}">', "&e;"),
            ("an address", f'<!ENTITY e SYSTEM "{address}">', "&e;"),
            ("a parameter", f'<!ENTITY % e SYSTEM "{address}">%e;', ""),
            ("growing", growing, "&a9;"),
            ("long, often", f'<!ENTITY e "{"ha" * 50_000}">', "&e;" * 20_000),
        ):
            yield f"{name}, {label}", _with_text(sample, place, _declared(content, declared, used))
        outer = f'<!DOCTYPE a SYSTEM "{address}">'
        yield f"{name}, outer DTD", _with_text(sample, place, _with_doctype(content, outer))


def nested(sample: Sample) -> Iterator[Case]:
    """Nest elements, arrays and some openings 100,000 deep in each text, other openings 10,000."""
    for name, place, content in _texts(sample):
        start = content.lstrip(b"\xef\xbb\xbf \r\n")[:1]
        if start == b"<":
            end = content.rfind(b"</")
            deep = b"<b>" * DEPTH + b"deep" + b"</b>" * DEPTH
            yield (
                f"{name}, elements",
                _with_text(sample, place, content[:end] + deep + content[end:]),
            )
        if start in (b"{", b"["):
            deep = b"[" * DEPTH + b"]" * DEPTH
            yield f"{name}, arrays", _with_text(sample, place, deep)
            deep = b'{"a":' * DEPTH + b"1" + b"}" * DEPTH
            yield f"{name}, objects", _with_text(sample, place, deep)
            first = content.find(b'"', content.find(b":"))
            last = content.find(b'"', first + 1) + 1
            deep = b'"' + b"<b>" * DEPTH + b'"'
            yield (
                f"{name}, text",
                _with_text(sample, place, content[:first] + deep + content[last:]),
            )
    if not sample.packing:
        data = sample.data
        middle = data.find(b"\n", len(data) // 2) + 1
        for opening in _OPENINGS:
            # All of them as deep as this would take the tests a quarter of an hour.
            depth = DEPTH if opening in _OPENED_DEEPEST else DEPTH // 10
            deep = opening.encode() * depth
            yield f"{opening!r} inside", _alone(sample, data[:middle] + deep + data[middle:])


def unsafe_zips(sample: Sample) -> Iterator[Case]:
    """Add a member that no archive of honest people has, or say what is not so."""
    members = list(sample.members)
    for name in (
        *("../evil.xml", "/etc/evil", "a/../../evil", "C:/evil", "a\\evil", "\\\\host\\evil"),
        *("//host/evil", "a/..", "..", "e\0vil"),
    ):
        yield f"named {name!a}", _alone(sample, _zip([*members, (name, b"x")]))
    for kind in (stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK):
        info = zipfile.ZipInfo("link")
        info.external_attr = (kind | 0o777) << 16
        yield f"of kind {kind:o}", _alone(sample, _zip([*members, (info, b"/etc/passwd")]))
    first = members[0][0]
    yield "twice the same", _alone(sample, _zip([*members, (first, b"x")]))
    yield "the same but for case", _alone(sample, _zip([*members, (first.swapcase(), b"x")]))
    yield "a bomb", _alone(sample, _zip([*members, ("bomb", bytes(2**26))]))
    sound = sample.data
    directory = sound.index(b"PK\x01\x02")
    for label, at, value in (
        ("encrypted", 8, struct.pack("<H", 1)),
        ("of a giant's size", 24, struct.pack("<L", 0xFFFFFFFE)),
        ("before its place", 42, struct.pack("<L", len(sound))),
    ):
        yield label, _alone(sample, _patched(sound, directory + at, value))
    last = sound.rindex(b"PK\x01\x02")
    yield "in another's place", _alone(sample, _patched(sound, last + 42, bytes(4)))


def unsafe_tars(sample: Sample) -> Iterator[Case]:
    """Add a member that no backup of honest people has."""
    for name in ("../evil", "/etc/evil", "a/../../evil"):
        yield f"named {name!a}", _alone(sample, _tar(sample, tarfile.TarInfo(name)))
    for kind in (
        *(tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE),
        *(tarfile.GNUTYPE_SPARSE, b"Z"),
    ):
        info = tarfile.TarInfo("link")
        info.type, info.linkname = kind, "/etc/passwd"
        yield f"of kind {kind!a}", _alone(sample, _tar(sample, info))
    twice = tarfile.TarInfo(sample.members[0][0])
    yield "twice the same", _alone(sample, _tar(sample, twice))
    sparse = tarfile.TarInfo("sparse")
    sparse.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "size": "99999999999"}
    yield "sparse", _alone(sample, _tar(sample, sparse))
    yield "a bomb", _alone(sample, gzip.compress(bytes(2**27)))
    long = tarfile.TarInfo("x" * 2**22)
    yield "a name of 4 MB", _alone(sample, _tar(sample, long))


def _texts(sample: Sample) -> Iterator[tuple[str, int, bytes]]:
    for place in texts_of(sample):
        if place < len(sample.members):
            name, content = sample.members[place]
            yield name, place, content


def _with_text(sample: Sample, place: int, content: bytes) -> Sample:
    members = list(sample.members)
    members[place] = (members[place][0], content)
    return replace(sample, members=tuple(members))


def _alone(sample: Sample, data: bytes) -> Sample:
    return replace(sample, members=((sample.file_name, data),), packing="")


def _declared(content: bytes, declared: str, used: str) -> bytes:
    """Declare entities, and use them in the last element that holds text."""
    end = content.rfind(b"</")
    root = _with_doctype(content[:end] + used.encode() + content[end:], "")
    start = _root_at(root)
    return root[:start] + f"<!DOCTYPE a [{declared}]>".encode() + root[start:]


def _with_doctype(content: bytes, doctype: str) -> bytes:
    """Put *doctype* in the place of the one that is there."""
    start = content.find(b"<!DOCTYPE")
    if start >= 0:
        content = content[:start] + content[content.index(b">", start) + 1 :]
    start = _root_at(content)
    return content[:start] + doctype.encode() + content[start:]


def _root_at(content: bytes) -> int:
    start = content.find(b"?>") + 2 if content.lstrip(b"\xef\xbb\xbf").startswith(b"<?xml") else 0
    return content.index(b"<", start)


def _zip(members: list[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of duplicate names, which are meant here
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members:
                info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo("-")
                if isinstance(name, str):
                    # ZipInfo tidies names; a hostile archive does not.
                    info.filename = name
                    info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, content)
    return buffer.getvalue()


def _patched(data: bytes, at: int, value: bytes) -> bytes:
    return data[:at] + value + data[at + len(value) :]


def _tar(sample: Sample, extra: tarfile.TarInfo) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in sample.members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        archive.addfile(extra)
    return gzip.compress(buffer.getvalue())

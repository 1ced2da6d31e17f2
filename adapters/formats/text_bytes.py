# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes of text files: their encoding and line ends, read so that they can be written back.

Encodings are told by their byte order mark (The Unicode Standard, section 23.8), else UTF-8,
else Windows-1252, in which older English texts are kept. Windows-1252 has no Kazakh letters, so
a file that gains any is written as UTF-8.

Leaves out: what the text means, which is in ``plain_text`` and ``markdown``.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from audarma.errors import MalformedDocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class TextFile:
    """A decoded text file; *mark* is its byte order mark, *newline* its commonest line end."""

    text: str
    encoding: str
    mark: bytes
    newline: str

    def encode(self, text: str) -> bytes:
        """Write *text* as this file was written, or as UTF-8 where its encoding lacks a letter."""
        try:
            return self.mark + text.encode(self.encoding)
        except UnicodeEncodeError:
            return text.encode("utf-8", "replace")


def read_text(data: bytes, path: str) -> TextFile:
    """Decode *data*.

    Raises:
        MalformedDocumentError: *data* holds NUL bytes, or is in no known encoding.
    """
    mark, encoding = next(
        ((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", "")
    )
    body = data[len(mark) :]
    text = _decoded(body, encoding, path)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise MalformedDocumentError(
            f"{path}:{line}: holds NUL bytes, so it is no text file. Give the text itself.", path
        )
    return TextFile(text, encoding or _encoding_of(body), mark, _newline(text))


def line_spans(text: str) -> list[tuple[int, int]]:
    """Give start and end of each line of *text*, its line end left out."""
    ends = [match.span() for match in _LINE_END.finditer(text)]
    starts = [0, *[behind for _, behind in ends]]
    return list(zip(starts, [*[end for end, _ in ends], len(text)], strict=True))


def _newline(text: str) -> str:
    """Give the commonest line end of *text*."""
    if "\r" not in text:
        return "\n"
    ends = _LINE_END.findall(text)
    return max(("\n", "\r\n", "\r"), key=ends.count)


def _encoding_of(body: bytes) -> str:
    """Say in which encoding a *body* without a byte order mark was read."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _decoded(body: bytes, encoding: str, path: str) -> str:
    """Decode *body* from *encoding*, or from the likely ones where none is known."""
    try:
        return body.decode(encoding or _encoding_of(body))
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise MalformedDocumentError(
            f"{path}:{line}: byte {error.start} is no text in "
            f"{encoding or 'UTF-8 or Windows-1252'}. Save the file as UTF-8 and try again.",
            path,
        ) from error

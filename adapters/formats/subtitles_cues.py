# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tracks of subtitles as cues with their times and places: SubRip and WebVTT.

SubRip has no standard; this reads what its players read: a cue begins at a line of times, and
the number before it is its index. WebVTT follows the W3C's Candidate Recommendation of 2019,
section 6.1.

Leaves out: what a cue's text says, which is in ``subtitles_text``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from adapters.formats.text_bytes import TextFile, line_spans, read_text
from audarma.errors import MalformedDocumentError

_ARROW = "-->"
_SUBRIP_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
_SUBRIP_TIMES = re.compile(rf"\s*{_SUBRIP_TIME}[ \t]*-->[ \t]*{_SUBRIP_TIME}(?:\s.*)?$")
_SUBRIP_ATTEMPT = re.compile(r"\s*\d+:\d.*-->")
_VTT_TIME = r"(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_VTT_TIMES = re.compile(rf"[ \t]*{_VTT_TIME}[ \t]*-->[ \t]*{_VTT_TIME}(?:[ \t].*)?$")
_VTT_MAGIC = re.compile(r"WEBVTT(?=[ \t]|$)")
_INDEX = re.compile(r"[ \t]*\d{1,9}[ \t]*$")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue: its *number* in the file from 1, its times in ms, and the span of its text.

    *block_start* is where its index or identifier begins, or its times where it has none.
    """

    number: int
    start_ms: int
    end_ms: int
    block_start: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Track:
    """A file of subtitles. *header_end* and *notes* are WebVTT's: what stands outside cues."""

    file: TextFile
    cues: tuple[Cue, ...]
    header_end: int = 0
    notes: tuple[str, ...] = ()

    @property
    def end_ms(self) -> int:
        """Give the time when the last cue is gone."""
        return max((cue.end_ms for cue in self.cues), default=0)


def read_subrip(data: bytes, path: str) -> Track:
    """Read *data* as SubRip.

    Raises:
        MalformedDocumentError: it is no text, has no cue, or has times that cannot be read.
    """
    file = read_text(data, path)
    spans = line_spans(file.text)
    lines = [file.text[slice(*span)] for span in spans]
    times = [number for number, line in enumerate(lines) if _SUBRIP_TIMES.match(line)]
    known = set(times)
    for number, line in enumerate(lines):
        if number not in known and _SUBRIP_ATTEMPT.match(line):
            raise _bad_times(path, number, line, "00:00:01,000 --> 00:00:02,500")
    if not times:
        raise MalformedDocumentError(
            f"{path}: has no line of times (00:00:01,000 --> 00:00:02,500), so it is no SubRip. "
            "Give a .srt file.",
            path,
        )
    # The line of digits before the times is the index, however few blank lines there are.
    first = [at - 1 if at and _INDEX.match(lines[at - 1]) else at for at in times]
    cues = []
    for number, at in enumerate(times):
        until = first[number + 1] if number + 1 < len(first) else len(lines)
        text = _trimmed(spans, lines, at + 1, until)
        match = _SUBRIP_TIMES.match(lines[at])
        assert match is not None
        cues.append(Cue(number + 1, *_two_times(match), spans[first[number]][0], *text))
    return Track(file, tuple(cues))


def read_webvtt(data: bytes, path: str) -> Track:
    """Read *data* as WebVTT.

    Raises:
        MalformedDocumentError: it is no text, lacks the header, or has times that cannot be read.
    """
    file = read_text(data, path)
    spans = line_spans(file.text)
    lines = [file.text[slice(*span)] for span in spans]
    if not _VTT_MAGIC.match(lines[0]):
        raise MalformedDocumentError(
            f'{path}:1: does not begin with "WEBVTT". Put that on a line of its own before all '
            "else, or give the file the suffix of what it is.",
            path,
        )
    blocks = list(_blocks(lines))
    header = blocks[0]
    cues: list[Cue] = []
    notes = ["\n".join(lines[slice(*header)])]
    for begin, end in blocks[1:]:
        if _ARROW in lines[begin] or (begin + 1 < end and _ARROW in lines[begin + 1]):
            at = begin if _ARROW in lines[begin] else begin + 1
            match = _VTT_TIMES.match(lines[at])
            if match is None:
                raise _bad_times(path, at, lines[at], "00:00:01.000 --> 00:00:02.500")
            text = _trimmed(spans, lines, at + 1, end)
            cues.append(Cue(len(cues) + 1, *_two_times(match), spans[begin][0], *text))
        elif lines[begin].startswith("NOTE"):
            notes.append("\n".join(lines[begin:end]).removeprefix("NOTE").strip())
    return Track(file, tuple(cues), spans[header[1] - 1][1], tuple(notes))


def _blocks(lines: list[str]) -> Iterator[Span]:
    """Give the first line of each block and the line after its last.

    A block ends at a blank line, and where another cue's times begin.
    """
    begin: int | None = 0
    for number in range(1, len(lines)):
        line = lines[number]
        if not line.strip(" \t"):
            if begin is not None:
                yield begin, number
            begin = None
        elif begin is None:
            begin = number
        elif _ARROW in line and (begin == 0 or number - begin > 1 or _ARROW in lines[begin]):
            yield begin, number
            begin = number
    if begin is not None:
        yield begin, len(lines)


def _trimmed(spans: list[Span], lines: list[str], first: int, until: int) -> Span:
    """Give the span of the text in lines from *first*, blank lines around it left out."""
    filled = [number for number in range(first, until) if lines[number].strip()]
    if not filled:
        place = spans[first][0] if first < len(spans) else spans[-1][1]
        return place, place
    return spans[filled[0]][0], spans[filled[-1]][1]


def _two_times(match: re.Match[str]) -> tuple[int, int]:
    groups = match.groups()
    return _ms(groups[:4]), _ms(groups[4:])


def _ms(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds = (int(part or 0) for part in parts[:3])
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((parts[3] or "").ljust(3, "0"))


def _bad_times(path: str, number: int, line: str, example: str) -> MalformedDocumentError:
    return MalformedDocumentError(
        f'{path}:{number + 1}: "{line.strip()[:60]}" are no times of a cue. Write them as '
        f"{example} in the source file.",
        path,
        number + 1,
    )

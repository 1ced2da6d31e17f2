# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The attribution in subtitles: a cue after the last one, a warning before the first, a comment.

Viewers see the warning while nothing is said yet, or beside what is said where speech begins at
once. The notice stays for five seconds after the last cue. WebVTT holds the notice as a ``NOTE``
too, which tools read; SubRip has no comments. A list of chapters gets the ``NOTE`` alone, for a
cue there would be a chapter.

Leaves out: the wording, which is in ``audarma.attribution``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from adapters.formats.subtitles_cues import Cue, Track
from adapters.formats.subtitles_text import Dialect, Place
from adapters.formats.subtitles_units import are_titles
from audarma.model import Attribution

NOTICE_MS = 5000
_LEAST_WARNING_MS = 1500
_CHAPTER_GAP_MS = 50
_WHITE = re.compile(r"\s+")
_INDEX = re.compile(r"[ \t]*(\d{1,9})[ \t]*$", re.MULTILINE)

Edit = tuple[int, int, str]


def subrip_notice(track: Track, attribution: Attribution, dialect: Dialect) -> Iterator[Edit]:
    """Give the edits that add the warning and the notice, numbered as the cues around them."""
    indices = [_index(track, cue) for cue in track.cues]
    known = [index for index in indices if index is not None] or [1]
    yield from _cues(track, attribution, dialect, str(max(0, known[0] - 1)), str(max(known) + 1))


def webvtt_notice(
    track: Track, places: Sequence[Place], attribution: Attribution, dialect: Dialect
) -> Iterator[Edit]:
    """Give the edits that add the comment, the warning and the notice."""
    newline = track.file.newline
    at, text = track.header_end, track.file.text
    has_blank_line = re.match(r"(?:\r\n?|\n)[ \t]*(?:\r|\n|\Z)|\Z", text[at:])
    comment = newline.join(["NOTE", *_comment(attribution)])
    yield at, at, f"{newline * 2}{comment}{'' if has_blank_line else newline}"
    if track.cues and not _is_chapters(track, places):
        yield from _cues(track, attribution, dialect, "audarma-warning", "audarma-attribution")


def _cues(
    track: Track, attribution: Attribution, dialect: Dialect, before: str, after: str
) -> Iterator[Edit]:
    newline, text = track.file.newline, track.file.text
    if attribution.warning:
        first = min(cue.start_ms for cue in track.cues)
        has_room = first >= _LEAST_WARNING_MS
        # Where speech begins at once, the warning stands at the top of the picture.
        settings = " line:0" if dialect.has_references and not has_room else ""
        until = min(first, NOTICE_MS) if has_room else NOTICE_MS
        times = f"{_times(0, until, dialect)}{settings}"
        at = track.cues[0].block_start
        warning = _written(attribution.warning, dialect)
        yield at, at, newline.join((before, times, warning, "", ""))
    texts = [attribution.heading, *(line.text for line in attribution.lines)]
    end = track.end_ms
    lines = (after, _times(end, end + NOTICE_MS, dialect), *(_written(t, dialect) for t in texts))
    blank = "" if re.search(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\Z", text) else newline
    blank += "" if text.endswith(("\n", "\r")) else newline
    yield len(text), len(text), f"{blank}{newline.join(line for line in lines if line)}{newline}"


def _is_chapters(track: Track, places: Sequence[Place]) -> bool:
    """Say whether the cues are chapters: titles without a gap between them."""
    gaps = [after.start_ms - before.end_ms for before, after in pairwise(track.cues)]
    return are_titles(places) and all(abs(gap) <= _CHAPTER_GAP_MS for gap in gaps)


def _comment(attribution: Attribution) -> Iterator[str]:
    """Give the lines of the comment; neither a blank line nor an arrow may stand in one."""
    licence = attribution.licence_url or attribution.licence_id
    for line in (
        attribution.heading,
        attribution.warning,
        *(line.text for line in attribution.lines),
        f"License: {licence}" if licence else "",
        f"Source: {attribution.source_url}" if attribution.source_url else "",
    ):
        text = _WHITE.sub(" ", line).strip()
        if text:
            yield text.replace("-->", "→")


def _written(text: str, dialect: Dialect) -> str:
    return dialect.encoded(_WHITE.sub(" ", text).strip())


def _times(start_ms: int, end_ms: int, dialect: Dialect) -> str:
    return f"{_time(start_ms, dialect)} --> {_time(end_ms, dialect)}"


def _time(ms: int, dialect: Dialect) -> str:
    minutes, ms = divmod(ms, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{ms // 1000:02}{dialect.point}{ms % 1000:03}"


def _index(track: Track, cue: Cue) -> int | None:
    match = _INDEX.match(track.file.text, cue.block_start)
    return int(match[1]) if match else None

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Subtitles in SubRip and WebVTT: speech is translated by the sentence, not by the cue.

Cues are joined into sentences (``subtitles_units``) and targets cut back by time and reading
speed (``subtitles_cutting``). Times, settings, styles, regions, comments and voices keep their
bytes, and so do cues whose unit does not change.

Leaves out: the timing of single words (karaoke), whose marks stay codes; times, which are not
moved; other kinds of subtitles, which Subtitle Edit and FFmpeg bring to these two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from adapters.formats.subtitles_cues import Track, read_subrip, read_webvtt
from adapters.formats.subtitles_metadata import HEADER_LANGUAGE, read_metadata
from adapters.formats.subtitles_notice import subrip_notice, webvtt_notice
from adapters.formats.subtitles_text import SUBRIP, WEBVTT, Dialect, places
from adapters.formats.subtitles_units import Speech, speeches
from adapters.formats.subtitles_writing import Edit, edits
from audarma.errors import InlineCodeError
from audarma.inline_code import plain_text
from audarma.model import Document, Metadata
from audarma.ports import Adaptation, Targets


class SubRip:
    """SubRip subtitles; meets ``audarma.ports.DocumentFormat``."""

    name = "subrip"
    suffixes = frozenset({".srt"})
    media_types = frozenset({"application/x-subrip"})

    def metadata(self, data: bytes) -> Metadata:
        """Read what is said of authors and licences at the start and the end.

        Raises:
            MalformedDocumentError: *data* is no SubRip.
        """
        return _metadata(read_subrip(data, self.name), SUBRIP)

    def extract(self, data: bytes, path: str) -> Document:
        """Give what is spoken, a unit a sentence.

        Raises:
            MalformedDocumentError: names *path*, the line, and what is wrong.
        """
        track = read_subrip(data, path)
        return Document(path, tuple(speech.unit for speech in _speeches(track, SUBRIP)))

    def merge(self, data: bytes, targets: Targets, adaptation: Adaptation | None) -> bytes:
        """Cut *targets* into the cues of *data*.

        Raises:
            InlineCodeError: names every unit whose target does not hold its codes.
            MalformedDocumentError: *data* is no SubRip.
        """
        track = read_subrip(data, self.name)
        changes = _edits(track, targets, SUBRIP)
        if adaptation is not None and adaptation.attribution is not None:
            changes += subrip_notice(track, adaptation.attribution, SUBRIP)
        return _applied(track, changes, data)


class WebVtt:
    """WebVTT subtitles, captions, descriptions and chapters; a ``DocumentFormat``."""

    name = "webvtt"
    suffixes = frozenset({".vtt"})
    media_types = frozenset({"text/vtt"})

    def metadata(self, data: bytes) -> Metadata:
        """Read the header, the comments, and what is said at the start and the end.

        Raises:
            MalformedDocumentError: *data* is no WebVTT.
        """
        return _metadata(read_webvtt(data, self.name), WEBVTT)

    def extract(self, data: bytes, path: str) -> Document:
        """Give what is spoken, a unit a sentence; cues that scripts read are none.

        Raises:
            MalformedDocumentError: names *path*, the line, and what is wrong.
        """
        track = read_webvtt(data, path)
        units = tuple(speech.unit for speech in _speeches(track, WEBVTT))
        return Document(path, units, read_metadata(track.notes, ()).title)

    def merge(self, data: bytes, targets: Targets, adaptation: Adaptation | None) -> bytes:
        """Cut *targets* into the cues of *data*.

        Raises:
            InlineCodeError: names every unit whose target does not hold its codes.
            MalformedDocumentError: *data* is no WebVTT.
        """
        track = read_webvtt(data, self.name)
        changes = _edits(track, targets, WEBVTT)
        if adaptation is not None:
            header = HEADER_LANGUAGE.search(track.file.text, 0, track.header_end)
            if header:
                changes.append((*header.span("tag"), adaptation.locale))
            if adaptation.attribution is not None:
                spoken = list(places(track, WEBVTT))
                changes += webvtt_notice(track, spoken, adaptation.attribution, WEBVTT)
        return _applied(track, changes, data)


def _metadata(track: Track, dialect: Dialect) -> Metadata:
    spoken = [plain_text(speech.unit.content) for speech in _speeches(track, dialect)]
    return read_metadata(track.notes, spoken)


def _speeches(track: Track, dialect: Dialect) -> Iterator[Speech]:
    return speeches(list(places(track, dialect)))


def _edits(track: Track, targets: Targets, dialect: Dialect) -> list[Edit]:
    """Give the edits of the units with a target of their own."""
    changes: list[Edit] = []
    faults: list[InlineCodeError] = []
    for speech in _speeches(track, dialect):
        target = targets.get(speech.unit.id, "")
        if not target.strip() or target == speech.unit.content:
            continue
        try:
            changes += edits(speech, target, dialect, track.file.newline)
        except InlineCodeError as fault:
            faults.append(fault)
    if len(faults) > 1:
        raise InlineCodeError("\n".join(map(str, faults)), *(f.args[1] for f in faults))
    if faults:
        raise faults[0]
    return changes


def _applied(track: Track, changes: Sequence[Edit], data: bytes) -> bytes:
    if not changes:
        return data
    text = track.file.text
    parts = []
    position = 0
    for start, end, new in sorted(changes, key=lambda edit: edit[:2]):
        parts += [text[position:start], new]
        position = end
    return track.file.encode("".join((*parts, text[position:])))

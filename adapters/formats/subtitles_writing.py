# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing a unit's target into the places that its source has in the file.

A tag that is open where a cue ends is closed there and opened again in the next cue.

Leaves out: where a target is cut, which is in ``subtitles_cutting``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from adapters.formats.subtitles_cutting import (
    LINE_CHARACTERS,
    MOST_LINES,
    Word,
    cut,
    lines,
    words,
)
from adapters.formats.subtitles_text import Dialect, Place
from adapters.formats.subtitles_units import Speech
from audarma.inline_code import Code, CodeKind, closing, parse, require_same_codes

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

Edit = tuple[int, int, str]


def edits(speech: Speech, target: str, dialect: Dialect, newline: str) -> Iterator[Edit]:
    """Give what stands in each place of *speech* for *target*: start, end and text.

    Raises:
        InlineCodeError: *target* does not hold its unit's codes.
    """
    require_same_codes(speech.unit.content, target, speech.unit.id)
    spoken = words(parse(target))
    seconds = [place.seconds for place in speech.places]
    shares = cut(spoken, seconds, [place.text for place in speech.places])
    writer = _Writer(speech, dialect, newline)
    for place, share in zip(speech.places, shares, strict=True):
        yield place.start, place.end, writer.cue(share, place)


def _most_lines(place: Place) -> int:
    """Say in how many lines a place may be written, at most.

    Speakers who share a cue have a line each. A file that leaves long texts on one line leaves
    it to the player to break them.
    """
    if place.share < 1:
        return 1
    is_unbroken = place.lines == 1 and len(place.text) > LINE_CHARACTERS * MOST_LINES
    return 1 if is_unbroken else MOST_LINES


class _Writer:
    """Writes cue after cue, keeping which tags are open."""

    def __init__(self, speech: Speech, dialect: Dialect, newline: str) -> None:
        self._raws = {code: _ended(raw) for code, raw in speech.raws.items()}
        self._dialect = dialect
        self._newline = newline
        self._open: list[Code] = []

    def cue(self, spoken: Sequence[Word], place: Place) -> str:
        """Give the words of *place* as they are written in the file."""
        begun = "".join(self._raws[code] for code in self._open) if spoken else ""
        written = self._newline.join(
            " ".join(self._word(word) for word in line)
            for line in lines(spoken, _most_lines(place), place.has_line_sentence)
        )
        ended = "".join(
            self._raws[closing(code.name, code.number)] for code in reversed(self._open)
        )
        return f"{begun}{written}{ended}" if spoken else ""

    def _word(self, word: Word) -> str:
        written = []
        for token in word.tokens:
            if isinstance(token, str):
                written.append(self._dialect.encoded(_CONTROL.sub("\ufffd", token)))
                continue
            if token.kind is CodeKind.OPEN:
                self._open.append(token)
            elif token.kind is CodeKind.CLOSE:
                self._open = [code for code in self._open if code.number != token.number]
            written.append(self._raws[token])
        return "".join(written)


def _ended(raw: str) -> str:
    """End a tag that the end of its cue cut off: the words that come behind it are none of it."""
    return f"{raw}>" if raw.startswith("<") and not raw.endswith(">") else raw

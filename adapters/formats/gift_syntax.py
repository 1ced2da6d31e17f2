# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""GIFT's grammar: where in a file the texts of its questions stand.

Follows "GIFT format" in Moodle's documentation, and Moodle's importer (``qformat_gift``) where
that says too little: a blank line ends a question, lines that begin with ``//`` are comments, the
first ``{`` and the first ``}`` hold the answers, and ``\~ \= \# \{ \} \: \\ \n`` are escapes.

Leaves out: how a text is read and written, which is in ``gift``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from adapters.formats.text_bytes import line_spans
from audarma.errors import MalformedDocumentError
from audarma.model import UnitKind

CATEGORY = "$CATEGORY:"
FORMATS = {"html": "html", "moodle": "moodle_auto_format", "plain": "plain", "markdown": "markdown"}

_ESCAPE = re.compile(r"\\[\\~=#{}:n]")
_COMMENT = re.compile(r"^[^\S\r\n]*//[^\r\n]*", re.MULTILINE)
_MARKER = re.compile(r"\[(html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"%-?\d{1,3}(?:\.\d*)?%")
_TRUTHS = frozenset({"T", "TRUE", "F", "FALSE"})
_NEUTRAL = "\x00"


@dataclass(frozen=True, slots=True)
class Place:
    """A text: its span of the file, what it is, and its format in Moodle's words.

    *blank* is the span of the answers where they stand in the middle of the text. *is_marked*
    says that the format is written before it; *is_compared*, that its letters are what counts.
    """

    name: str
    kind: UnitKind
    start: int
    end: int
    format: str
    blank: tuple[int, int] | None = None
    is_marked: bool = False
    is_compared: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A block between blank lines, from its first line to its last; a category has no *places*."""

    start: int
    end: int
    is_category: bool
    places: tuple[Place, ...]


def questions(text: str, path: str) -> list[Question]:
    """Give the questions and categories of *text* in their order.

    Raises:
        MalformedDocumentError: braces do not match; names every line where they do not.
    """
    flat = _flat(text)
    found: list[Question] = []
    faults: list[str] = []
    for first, last in _blocks(text):
        start, end = _trimmed(flat, first, last)
        if start == end:
            continue
        if flat.startswith(CATEGORY, start):
            found.append(Question(first, last, True, ()))
            continue
        try:
            places = tuple(_Block(flat, start, end).places())
            found.append(Question(first, last, False, places))
        except _BracesError as fault:
            line = text.count("\n", 0, fault.place) + 1
            faults.append(f"{path}:{line}: {fault.what}")
    if faults:
        raise MalformedDocumentError("\n".join(faults), path, tuple(faults))
    return found


def comments(text: str) -> list[str]:
    """Give what the comments of *text* say."""
    return [match[0].strip().lstrip("/ ") for match in _COMMENT.finditer(text)]


def unescape(raw: str) -> str:
    """Read GIFT's escapes."""
    return _ESCAPE.sub(lambda match: "\n" if match[0][1] == "n" else match[0][1], raw)


def escape(text: str) -> str:
    """Write *text* so that none of it is a control character; line ends are the caller's.

    Moodle's own export escapes every colon, and other parsers ask for it.
    """
    return re.sub(r"[\\~=#{}:]", r"\\\g<0>", text)


class _BracesError(Exception):
    """Braces of a question do not match; *place* is where."""

    def __init__(self, place: int, what: str) -> None:
        super().__init__(place, what)
        self.place, self.what = place, what


def _flat(text: str) -> str:
    """Give *text* at the same length, without comments, and with escapes made neutral."""
    without = _COMMENT.sub(lambda match: " " * len(match[0]), text)
    return _ESCAPE.sub(_NEUTRAL * 2, without)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Give the spans of lines between blank lines."""
    start = end = -1
    for line_start, line_end in [*line_spans(text), (len(text), len(text))]:
        if text[line_start:line_end].strip():
            start = line_start if start < 0 else start
            end = line_end
        elif start >= 0:
            yield start, end
            start = -1


def _trimmed(flat: str, start: int, end: int) -> tuple[int, int]:
    raw = flat[start:end]
    lead = len(raw) - len(raw.lstrip())
    return start + lead, max(start + lead, start + len(raw.rstrip()))


class _Block:
    """One question, in *flat* from *start* to *end*."""

    def __init__(self, flat: str, start: int, end: int) -> None:
        self.flat, self.start, self.end = flat, start, end
        self.format = FORMATS["moodle"]

    def places(self) -> Iterator[Place]:
        """Give the texts in reading order."""
        start = self.start
        if self.flat.startswith("::", start):
            finish = self.flat.find("::", start + 2, self.end)
            if finish >= 0:
                span = _trimmed(self.flat, start + 2, finish)
                yield Place("name", UnitKind.TITLE, *span, "plain", is_marked=True)
                start = finish + 2
        opening = self.flat.find("{", start, self.end)
        closing = self.flat.find("}", start, self.end)
        if opening < 0 and closing < 0:
            yield from self._prompt(start, self.end, None)
            return
        if opening < 0 or closing < opening:
            raise _BracesError(
                max(closing, start), "} has no { before it. Write \\} where it is no answer's end."
            )
        if closing < 0:
            raise _BracesError(
                opening,
                "{ is not closed before the blank line. Close it, or write \\{ where no answers "
                "begin.",
            )
        has_tail = closing + 1 < self.end
        blank = (opening, closing + 1) if has_tail else None
        yield from self._prompt(start, self.end if has_tail else opening, blank)
        yield from self._answers(opening + 1, closing)

    def _prompt(self, start: int, end: int, blank: tuple[int, int] | None) -> Iterator[Place]:
        place = self._place("prompt", UnitKind.QUIZ_PROMPT, start, end)
        self.format = place.format
        yield replace(place, blank=blank)

    def _place(
        self, name: str, kind: UnitKind, start: int, end: int, *, is_compared: bool = False
    ) -> Place:
        start, end = _trimmed(self.flat, start, end)
        marker = _MARKER.match(self.flat, start, end)
        form = self.format
        if marker:
            form = FORMATS[marker[1]]
            start, end = _trimmed(self.flat, marker.end(), end)
        if is_compared:
            form = "plain"
        return Place(name, kind, start, end, form, None, bool(marker), is_compared)

    def _answers(self, start: int, end: int) -> Iterator[Place]:
        general = self.flat.rfind("####", start, end)
        start, stop = _trimmed(self.flat, start, general if general >= 0 else end)
        body = self.flat[start:stop]
        if body.startswith("#"):
            for number, (first, last) in enumerate(self._pieces(start + 1, stop, "=~"), 1):
                yield from self._feedback(number, first, last)
        elif "~" in body:
            for number, (first, last) in enumerate(self._pieces(start, stop, "=~"), 1):
                yield from self._answer(number, first, last, is_compared=False)
        elif "=" in body and "->" in body:
            for number, (first, last) in enumerate(self._pieces(start, stop, "="), 1):
                yield from self._pair(number, first, last)
        elif body.partition("#")[0].strip().upper() in _TRUTHS:
            hashes = [at for at in range(start, stop) if self.flat[at] == "#"]
            for number, at in enumerate(hashes[:2], 1):
                last = hashes[number] if number < len(hashes) else stop
                yield self._place(f"feedback{number}", UnitKind.FEEDBACK, at + 1, last)
        elif body:
            for number, (first, last) in enumerate(self._pieces(start, stop, "="), 1):
                yield from self._answer(number, first, last, is_compared=True)
        if general >= 0:
            yield self._place("general", UnitKind.FEEDBACK, general + 4, end)

    def _pieces(self, start: int, end: int, signs: str) -> Iterator[tuple[int, int]]:
        """Give the spans between *signs* that hold something."""
        edges = [at for at in range(start, end) if self.flat[at] in signs]
        for first, last in zip([start - 1, *edges], [*edges, end], strict=True):
            span = _trimmed(self.flat, first + 1, last)
            if span[0] < span[1]:
                yield span

    def _answer(self, number: int, start: int, end: int, *, is_compared: bool) -> Iterator[Place]:
        weight = _WEIGHT.match(self.flat, start, end)
        start = weight.end() if weight else start
        finish = self.flat.find("#", start, end)
        stop = finish if finish >= 0 else end
        kind = UnitKind.QUIZ_ANSWER
        yield self._place(f"answer{number}", kind, start, stop, is_compared=is_compared)
        yield from self._feedback(number, start, end)

    def _feedback(self, number: int, start: int, end: int) -> Iterator[Place]:
        finish = self.flat.find("#", start, end)
        if finish >= 0:
            yield self._place(f"feedback{number}", UnitKind.FEEDBACK, finish + 1, end)

    def _pair(self, number: int, start: int, end: int) -> Iterator[Place]:
        arrow = self.flat.find("->", start, end)
        if arrow < 0:
            return
        yield self._place(f"pair{number}", UnitKind.QUIZ_PROMPT, start, arrow)
        span = _trimmed(self.flat, arrow + 2, end)
        kind = UnitKind.QUIZ_ANSWER
        yield Place(f"answer{number}", kind, *span, "plain", is_marked=True, is_compared=True)

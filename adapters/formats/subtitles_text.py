# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The text of a cue as places that speak: text and tags, a place a speaker.

WebVTT's tags and character references are those of its section 4.2.2. SubRip's tags are HTML's,
with braces for positions, and its text knows no escape: where text would read as a tag or as
times, a word joiner (U+2060), which nobody sees, keeps it text.

Leaves out: which places belong together, which is in ``subtitles_units``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from html import unescape as decode_references

from adapters.formats.subtitles_cues import Cue, Track


class TagRole(Enum):
    """What a tag does in its place."""

    OPEN = "open"
    CLOSE = "close"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as it is written; an opening and its closing tag share *pair*, numbered by place."""

    raw: str
    name: str
    role: TagRole = TagRole.ALONE
    pair: int = 0


Item = str | Tag
"""Literal text, its white space collapsed, or a tag."""


@dataclass(frozen=True, slots=True)
class Place:
    """What one speaker says in a cue, as the span of the file where it stands.

    *voice* is the speaker's name where a voice tag gives it. *begins_speaker* says that a mark
    (a dash, ``>>``, ``NAME:``) begins a speaker. *lines* is how many lines there are;
    *has_line_sentence* says that a sentence ends where a line does. *share* is how much of the
    cue's text stands here, from 0 to 1; it is less than 1 where there are other places.
    """

    cue: Cue
    ordinal: int
    start: int
    end: int
    items: tuple[Item, ...]
    voice: str = ""
    begins_speaker: bool = False
    lines: int = 1
    has_line_sentence: bool = False
    share: float = 1.0

    @property
    def seconds(self) -> float:
        """Give the time in which this is said, in seconds."""
        return (self.cue.end_ms - self.cue.start_ms) / 1000 * self.share

    @property
    def text(self) -> str:
        """Give the text as a viewer reads it."""
        return "".join(item for item in self.items if isinstance(item, str)).strip()


_WHITE = re.compile(r"[ \t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_SPEAKER_MARK = re.compile(
    r"[ \t]*(?:-(?![-\d>])[ \t]*|[–—][ \t]+|(?:>|&gt;){2,3}[ \t]*)(?=\S)", re.MULTILINE
)
_LINES_OF_SPEECH = 2
_MOST = 0.8
_NAMED = re.compile(r"[^\W\d_][\w.'’-]*(?: [\w.'’-]+){0,2}:(?=\s)")
_SOUND = re.compile(r"[ \t]*(?:\[[^\[\]]*\]|[♪♫].*[♪♫])[ \t]*$")
_LINE_END = re.compile(r"\r\n?|\n")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s*$")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a kind of subtitles writes tags and text; *point* stands before milliseconds."""

    tag: re.Pattern[str]
    voice: re.Pattern[str]
    point: str
    has_references: bool

    def decoded(self, raw: str) -> str:
        """Read text that stands between tags."""
        if self.has_references:
            return decode_references(raw)
        return _JOINED.sub(r"\1", raw)

    def encoded(self, text: str) -> str:
        """Write literal *text* so that it can be nothing else."""
        if self.has_references:
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return _WOULD_BE_MARKUP.sub("\\g<0>\u2060", text)


_WOULD_BE_MARKUP = re.compile(r"<(?=[/A-Za-z])|\{(?=\\)|--(?=>)")
_JOINED = re.compile("(<|\\{|--)\u2060")
_NEVER = re.compile(r"(?!)")

SUBRIP = Dialect(re.compile(r"</?[A-Za-z][^<>]*>|\{\\[^{}]*\}"), _NEVER, ",", has_references=False)
WEBVTT = Dialect(
    re.compile(r"<[^>]*(?:>|\Z)"),
    re.compile(r"<v(?:\.[^\s<>]*)?(?:\s([^<>]*))?>|</v>"),
    ".",
    has_references=True,
)
_TAG_NAME = re.compile(r"[A-Za-z]+")


def places(track: Track, dialect: Dialect) -> Iterator[Place]:
    """Give the places of all cues, in the file's order."""
    for cue in track.cues:
        found = list(_places(cue, track.file.text, dialect))
        length = sum(place.end - place.start for place in found)
        for ordinal, place in enumerate(found, 1):
            share = (place.end - place.start) / length
            yield Place(
                cue, ordinal, place.start, place.end, tuple(place.items), place.voice,
                place.begins_speaker, place.lines, place.has_line_sentence, share,
            )  # fmt: skip


@dataclass(slots=True)
class _Draft:
    start: int
    end: int
    voice: str
    begins_speaker: bool
    items: list[Item]
    lines: int
    has_line_sentence: bool


def _places(cue: Cue, text: str, dialect: Dialect) -> Iterator[_Draft]:
    for start, end, voice, begins_speaker in _spans(cue, text, dialect):
        inner = text[start:end]
        # A position before the text is the cue's, not the sentence's.
        while (lead := dialect.tag.match(inner)) and inner.startswith("{"):
            start += lead.end()
            inner = inner[lead.end() :]
        start += len(inner) - len(inner.lstrip())
        inner = inner.strip()
        if inner:
            items = _paired(list(_items(inner, dialect)))
            rows = [row.strip() for row in _LINE_END.split(inner)]
            ends = any(_SENTENCE_END.search(row) for row in rows[:-1])
            end = start + len(inner)
            yield _Draft(start, end, voice, begins_speaker, items, len(rows), ends)


def _spans(cue: Cue, text: str, dialect: Dialect) -> Iterator[tuple[int, int, str, bool]]:
    """Cut a cue where its speaker changes: voice tags, dashes, names before colons."""
    position, voice = cue.start, ""
    for match in (*dialect.voice.finditer(text, cue.start, cue.end), None):
        until = match.start() if match else cue.end
        yield from _speakers(position, until, text, voice)
        if match:
            position = match.end()
            voice = (match[1] or "").strip()


def _speakers(start: int, end: int, text: str, voice: str) -> Iterator[tuple[int, int, str, bool]]:
    inner = text[start:end]
    begins_speaker = False
    position = 0
    found = list(re.finditer(r"(?:\A|\n|\r\n?)([^\r\n]*)", inner))
    is_list = _is_list([line[1] for line in found])
    before = ""
    for line in found:
        at = line.start(1)
        mark = _SPEAKER_MARK.match(inner, at)
        if mark or is_list or _begins_apart(before, line[1]):
            yield start + position, start + at, voice, begins_speaker
            position = mark.end() if mark else at
            begins_speaker = True
        before = line[1].strip() or before
    yield start + position, end, voice, begins_speaker


def _begins_apart(before: str, line: str) -> bool:
    """Say whether *line* is a speaker's with a name, or a sound, or comes after a sound."""
    if _SOUND.match(line) or _SOUND.match(before):
        return True
    is_named = _NAMED.match(line) is not None and line[0].isupper()
    return is_named and (not before or _SENTENCE_END.search(before) is not None)


def _is_list(lines: list[str]) -> bool:
    """Say whether a cue's lines are apart, as in credits: more than two, most with a capital."""
    filled = [line.strip() for line in lines if line.strip()]
    capitals = sum(line[0].isupper() for line in filled)
    return (
        len(filled) > _LINES_OF_SPEECH
        and capitals >= _MOST * len(filled)
        and not all(map(str.isupper, filled))
    )


def _items(inner: str, dialect: Dialect) -> Iterator[Item]:
    position = 0
    for match in dialect.tag.finditer(inner):
        yield _collapsed(dialect.decoded(inner[position : match.start()]))
        yield _tag(match.group())
        position = match.end()
    yield _collapsed(dialect.decoded(inner[position:]))


def _collapsed(text: str) -> str:
    return _WHITE.sub(" ", text)


def _tag(raw: str) -> Tag:
    name = _TAG_NAME.search(raw)
    if raw.startswith("{"):
        return Tag(raw, "pos")
    if raw[1:2].isdigit():
        return Tag(raw, "time")
    role = TagRole.CLOSE if raw.startswith("</") else TagRole.OPEN
    return Tag(raw, name.group().lower() if name else "x", role)


def _paired(items: list[Item]) -> list[Item]:
    """Number the pairs; an opening or closing tag without its partner stands alone."""
    paired: list[Item] = [
        Tag(item.raw, item.name) if isinstance(item, Tag) else item for item in items
    ]
    waiting: list[tuple[int, Tag]] = []
    names: Counter[str] = Counter()
    pairs = 0
    for at, item in enumerate(items):
        if isinstance(item, str) or item.role is TagRole.ALONE:
            continue
        if item.role is TagRole.OPEN:
            waiting.append((at, item))
            names[item.name] += 1
        elif names[item.name]:
            # What was opened since and never closed stands alone.
            begin, opened = waiting.pop()
            while opened.name != item.name:
                names[opened.name] -= 1
                begin, opened = waiting.pop()
            names[item.name] -= 1
            pairs += 1
            paired[begin] = Tag(opened.raw, opened.name, TagRole.OPEN, pairs)
            paired[at] = Tag(item.raw, item.name, TagRole.CLOSE, pairs)
    return [item for item in paired if item != ""]

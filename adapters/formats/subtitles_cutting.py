# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cutting a target into the cues and lines of its source, by time and reading speed.

The limits are those of the Netflix Timed Text Style Guide: two lines of 42 characters (general
requirements), 17 characters a second (Russian, adult programmes). For Kazakh none is published;
the same ones hold. Times stay, so a target that is too long for them is spread evenly.

Leaves out: how codes are written, which is in ``subtitles_writing``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from audarma.inline_code import Code, CodeKind, Token

LINE_CHARACTERS = 42
MOST_LINES = 2
CHARACTERS_PER_SECOND = 17

_WHITE = re.compile(r"([ \t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+)")
# What would read as another speaker's mark at the beginning of a line, and a dash alone.
_DASH = re.compile(r"[-‐–—]+$|-(?![-\d>])|(?:>|&gt;){2,3}")
_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]⟧]*$")
_INNER_END = re.compile(r"[.!?…][\"'”’»)\]⟧]*(?=\s)")
_CLAUSE = re.compile(r"[,;:—–][\"'”’»)\]]*$")
_SHORT_WORD = 3
# So far, in characters, may a cut move for a better place: costs are squared distances / 100.
_AFTER_SENTENCE, _AFTER_CLAUSE, _AFTER_WORD, _AFTER_SHORT_WORD = 0.0, 1.0, 3.0, 5.0
_TOO_FAST = 3.0
_TOO_LONG = 3.0
_WINDOW = 20  # words to either side of the place that time alone would give


@dataclass(frozen=True, slots=True)
class Word:
    """What stands between two spaces: text and codes; *length* is what a viewer sees."""

    tokens: tuple[Token, ...]

    @property
    def text(self) -> str:
        """Give the word without its codes."""
        return "".join(token for token in self.tokens if isinstance(token, str))

    @property
    def length(self) -> int:
        """Give the number of characters that a viewer sees."""
        return len(self.text)


def words(tokens: Sequence[Token]) -> list[Word]:
    """Cut *tokens* at spaces.

    Codes without text hold on to the word that they open or close, and a dash to the word
    before it: a line that began with a dash would read as another speaker's.
    """
    found: list[list[Token]] = [[]]
    for token in tokens:
        if isinstance(token, Code):
            found[-1].append(token)
            continue
        for piece in _WHITE.split(token):
            if _WHITE.match(piece):
                found.append([])
            elif piece:
                found[-1].append(piece)
    glued: list[Word] = []
    waiting: list[Token] = []
    for parts in found:
        text = "".join(part for part in parts if isinstance(part, str))
        last = parts[-1] if parts else None
        if not parts:
            continue
        if not text and isinstance(last, Code) and last.kind is CodeKind.OPEN:
            waiting += [*parts, " "]
        elif glued and not waiting and (not text or _DASH.match(text)):
            glued[-1] = Word((*glued[-1].tokens, " ", *parts))
        else:
            glued.append(Word((*waiting, *parts)))
            waiting = []
    if waiting:
        rest = tuple(waiting[:-1])
        glued[-1:] = [Word((*glued[-1].tokens, " ", *rest))] if glued else [Word(rest)]
    return glued


def cut(
    spoken: Sequence[Word], seconds: Sequence[float], sources: Sequence[str]
) -> list[list[Word]]:
    """Share *spoken* out among cues that last so many *seconds*, in order.

    Each cue gets a word where there are enough; else the first ones do. *sources* are the cues'
    own texts: where they have as many sentences as *spoken*, each is shown when it is said.
    """
    many, cues = len(spoken), len(seconds)
    if cues == 1:
        return [list(spoken)]
    if many <= cues:
        return [[word] for word in spoken] + [[] for _ in range(cues - many)]
    ends = [0, *accumulate(word.length + 1 for word in spoken)]
    shares = _shares(seconds, ends[-1], _anchors(spoken, seconds, sources))
    bounds = _best_bounds(spoken, ends, shares, seconds)
    return [list(spoken[begin:end]) for begin, end in pairwise(bounds)]


def lines(spoken: Sequence[Word], most: int = MOST_LINES, apart: bool = False) -> list[list[Word]]:
    """Lay out a cue's words in as few lines as hold them, at most *most* (one or two).

    With *apart*, sentences stand on lines of their own, as in the source, where they fit.
    """
    ends = [0, *accumulate(word.length + 1 for word in spoken)]
    inner = range(1, len(spoken))

    def cost(at: int) -> float:
        upper, lower = ends[at] - 1, ends[-1] - ends[at] - 1
        over = max(0, upper - LINE_CHARACTERS) + max(0, lower - LINE_CHARACTERS)
        return _TOO_LONG * over + (upper - lower) ** 2 / 100 + _break_cost(spoken[at - 1])

    if most < MOST_LINES or not inner:
        return [list(spoken)]
    sentences = [
        at
        for at in inner
        if apart
        and _break_cost(spoken[at - 1]) == _AFTER_SENTENCE
        and max(ends[at], ends[-1] - ends[at]) - 1 <= LINE_CHARACTERS
    ]
    if ends[-1] - 1 <= LINE_CHARACTERS and not sentences:
        return [list(spoken)]
    at = min(sentences or inner, key=cost)
    return [list(spoken[:at]), list(spoken[at:])]


def _anchors(
    spoken: Sequence[Word], seconds: Sequence[float], sources: Sequence[str]
) -> list[tuple[float, float]]:
    """Give the time at which each sentence but the last ends, and where it ends in the target.

    The time is that of the source's sentence, told by its place in its cue. Nothing is given
    where source and target differ in their sentences.
    """
    ended = [match.end() + 1 for match in _INNER_END.finditer(" ".join(w.text for w in spoken))]
    begins = [0, *accumulate(len(text) + 1 for text in sources)]
    clock = [0.0, *accumulate(seconds)]
    times = []
    for match in _INNER_END.finditer(" ".join(sources)):
        cue = bisect_right(begins, match.end()) - 1
        within = (match.end() - begins[cue]) / (begins[cue + 1] - begins[cue])
        times.append(clock[cue] + within * seconds[cue])
    return list(zip(times, ended, strict=True)) if len(times) == len(ended) else []


def _shares(
    seconds: Sequence[float], length: int, anchors: Sequence[tuple[float, float]]
) -> list[float]:
    """Give each cue's share of *length* characters, in proportion to its time between anchors."""
    # A cue of no time, which no player shows, still takes part.
    clock = list(accumulate(max(time, 0.1) for time in seconds))
    known = [(time, at) for time, at in anchors if 0 < time < clock[-1]]
    points = [(0.0, 0.0), *known, (clock[-1], float(length))]
    bounds = [0.0]
    for time in clock:
        after = next(number for number, point in enumerate(points) if number and point[0] >= time)
        (begin, from_), (end, to) = points[after - 1], points[after]
        bounds.append(from_ + (to - from_) * (time - begin) / ((end - begin) or 1.0))
    return [after - before for before, after in pairwise(bounds)]


def _best_bounds(
    spoken: Sequence[Word], ends: Sequence[int], shares: Sequence[float], seconds: Sequence[float]
) -> list[int]:
    """Give the numbers of words after which to cut, at the least cost over all cues."""
    many, cues = len(spoken), len(shares)
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, (0,))}
    ideal = 0.0
    for number, share in enumerate(shares, 1):
        ideal += share
        around = next((at for at in range(many + 1) if ends[at] >= ideal), many)
        first = max(number, min(around - _WINDOW, many - (cues - number)))
        last = min(many - (cues - number), max(around + _WINDOW, number))
        after = range(first, last + 1) if number < cues else range(many, many + 1)
        reached: dict[int, tuple[float, tuple[int, ...]]] = {}
        for end in after:
            choices = [
                (cost + _cue_cost(ends[end] - ends[begin] - 1, share, seconds[number - 1]), path)
                for begin, (cost, path) in best.items()
                if begin < end
            ]
            if choices:
                cost, path = min(choices)
                broken = _break_cost(spoken[end - 1]) if number < cues else 0.0
                reached[end] = cost + broken, (*path, end)
        best = reached
    return list(best[many][1])


def _cue_cost(length: int, share: float, seconds: float) -> float:
    too_fast = max(0.0, length - CHARACTERS_PER_SECOND * seconds)
    too_long = max(0, length - LINE_CHARACTERS * MOST_LINES)
    return (length - share) ** 2 / 100 + _TOO_FAST * too_fast + _TOO_LONG * too_long


def _break_cost(word: Word) -> float:
    """Say how ill a break after *word* reads."""
    text = word.text
    if _SENTENCE.search(text) and len(text) > _SHORT_WORD:
        return _AFTER_SENTENCE
    is_speaker = text.isupper() and text.endswith(":")
    if _CLAUSE.search(text) and not is_speaker:
        return _AFTER_CLAUSE
    # After a short word stands what it belongs to: "в море", "ол үй", "Dr. Drop".
    return _AFTER_SHORT_WORD if is_speaker or len(text) <= _SHORT_WORD else _AFTER_WORD

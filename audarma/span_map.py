# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds for a point or a span of a source the point or span of its target that it fell on.

Alignment links decide; where there are none, a word that is the same on both sides; where there
is none, the same share of the words. Points and spans fall on the edges of whole words, and take
the punctuation along that they had in the source.

Leaves out: inline codes, which are in ``audarma.projection``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from audarma.model import Link

Span = tuple[int, int]

# The combining marks are stress marks (за́мок): they end no word.
_WORD = re.compile(r"[\w\u0300-\u036f]+(?:[-'’][\w\u0300-\u036f]+)*")

# What a target word counts for when the span's best run of target words is sought: a stray link
# far away must not stretch the span over all that lies between.
_LINKED_TO_SPAN, _UNLINKED, _LINKED_ELSEWHERE = 2.0, -0.5, -1.0


def words(text: str, cuts: Iterable[int] = ()) -> list[Span]:
    """Give the spans of the words of *text*; no word reaches over one of *cuts*."""
    edges = [0, *sorted(cuts), len(text)]
    return [
        match.span() for start, end in pairwise(edges) for match in _WORD.finditer(text, start, end)
    ]


@dataclass(frozen=True, slots=True)
class SpanMap:
    """Maps places of *source* to places of *target*, by words; ``span_map`` builds it.

    ``linked[i]`` are the indices of the target words that source word *i* is linked to, in order.
    """

    source: str
    target: str
    source_words: Sequence[Span]
    target_words: Sequence[Span]
    linked: Sequence[Sequence[int]]

    def point(self, place: int, *, before_next_word: bool = False) -> int:
        """Give the target's place for a source *place*.

        It is found from the word that ends at or before *place*, or with *before_next_word* from
        the word that begins at or after it; the other word is the second choice.
        """
        if not self.source[:place].strip():
            return self._from_start(place)
        if not self.source[place:].strip():
            return self._from_end(place)
        inside = self._within_word(place)
        if inside is not None:
            return inside
        left = sum(1 for _, end in self.source_words if end <= place) - 1
        right = sum(1 for start, _ in self.source_words if start < place)
        found = [self._after(left, place), self._before(right, place)]
        for position in reversed(found) if before_next_word else found:
            if position is not None:
                return position
        if left < 0:
            return self._from_start(place)
        if right == len(self.source_words):
            return self._from_end(place)
        return self._by_share(left, right, place, before_next_word)

    def span(self, start: int, end: int) -> Span:
        """Give the target's span for the source's; a span without a word may come out empty."""
        inside = _overlapping(self.source_words, start, end)
        if not inside:
            place = self.point(start)
            return place, _forward(self.source[start:end], self.target, place)
        first, last = inside[0], inside[-1]
        if not self.target_words:
            return 0, len(self.target)
        is_all = len(inside) == len(self.source_words)
        if is_all and start <= self.source_words[0][0] and end >= self.source_words[-1][1]:
            left = self._from_start(start)
            return left, max(left, self._from_end(end))
        window = self._window(inside) or self._window_by_share(first, last)
        return self._edges(start, end, first, last, window)

    def stretched(self, span: Span, before: Span, after: Span) -> Span:
        """Widen a target *span* by the white space and punctuation of two source spans at it."""
        return (
            _backward(self.source[slice(*before)], self.target, span[0]),
            _forward(self.source[slice(*after)], self.target, span[1]),
        )

    def has_words(self, start: int, end: int) -> bool:
        """Say whether any word of the source reaches into the span."""
        return bool(_overlapping(self.source_words, start, end))

    def _edges(self, start: int, end: int, first: int, last: int, window: Span) -> Span:
        """Give the window's span with the punctuation that the source span has at its ends."""
        left, right = self.target_words[window[0]][0], self.target_words[window[1]][1]
        cut_left, cut_right = self._within_word(start), self._within_word(end)
        if cut_left is not None and left <= cut_left < right:
            left = cut_left
        else:
            left = _backward(self.source[start : self.source_words[first][0]], self.target, left)
        if cut_right is not None and left < cut_right <= right:
            return left, cut_right
        tail = self.source[self.source_words[last][1] : end]
        right = _forward(tail, self.target, right)
        if _is_mark(tail[-1:]) and not _is_mark(self.source[end : end + 1]):
            while _is_mark(self.target[right : right + 1]):
                right += 1
        return left, right

    def _window(self, inside: Sequence[int]) -> Span | None:
        """Give the run of target words that best matches those linked to *inside*, if any is."""
        wanted = {target for index in inside for target in self.linked[index]}
        if not wanted:
            return None
        other = {target for targets in self.linked for target in targets} - wanted
        best, best_window = 0.0, (min(wanted), min(wanted))
        total, start = 0.0, 0
        for index in range(len(self.target_words)):
            if total < 0:
                total, start = 0.0, index
            total += (
                _LINKED_TO_SPAN
                if index in wanted
                else _LINKED_ELSEWHERE
                if index in other
                else _UNLINKED
            )
            if total > best or (total == best and index in wanted and start == best_window[0]):
                best, best_window = total, (start, index)
        return best_window

    def _window_by_share(self, first: int, last: int) -> Span:
        count, total = len(self.target_words), len(self.source_words)
        start = min(first * count // total, count - 1)
        return start, max(start, -(-(last + 1) * count // total) - 1)

    def _within_word(self, place: int) -> int | None:
        """Give the place inside an equal target word, if *place* is strictly inside a word."""
        for index, (start, end) in enumerate(self.source_words):
            if start < place < end:
                word = self.source[start:end].casefold()
                for target in self.linked[index]:
                    target_start, target_end = self.target_words[target]
                    if self.target[target_start:target_end].casefold() == word:
                        return min(target_start + place - start, target_end)
        return None

    def _after(self, index: int, place: int) -> int | None:
        if index < 0 or not self.linked[index]:
            return None
        window = self._window([index])
        assert window is not None
        between = self.source[self.source_words[index][1] : place]
        return _forward(between, self.target, self.target_words[window[1]][1])

    def _before(self, index: int, place: int) -> int | None:
        if index >= len(self.source_words) or not self.linked[index]:
            return None
        window = self._window([index])
        assert window is not None
        between = self.source[place : self.source_words[index][0]]
        return _backward(between, self.target, self.target_words[window[0]][0])

    def _by_share(self, left: int, right: int, place: int, before_next_word: bool) -> int:
        count = len(self.target_words)
        if not count:
            return len(self.target)
        share = round((left + 1) * count / len(self.source_words))
        if before_next_word and share < count:
            between = self.source[place : self.source_words[right][0]]
            return _backward(between, self.target, self.target_words[share][0])
        between = self.source[self.source_words[left][1] : place]
        return _forward(between, self.target, self.target_words[max(share, 1) - 1][1])

    def _from_start(self, place: int) -> int:
        return _forward(self.source[:place], self.target, 0)

    def _from_end(self, place: int) -> int:
        return _backward(self.source[place:], self.target, len(self.target))


def span_map(
    source: str,
    target: str,
    links: Iterable[Link],
    source_cuts: Iterable[int] = (),
    target_cuts: Iterable[int] = (),
) -> SpanMap:
    """Build the map of *source* to *target*; links that lie outside the texts count for nothing.

    Args:
        source: the source's plain text.
        target: the target's plain text.
        links: spans of *source* and of *target*.
        source_cuts: places of *source* that part words (a line break without white space).
        target_cuts: such places of *target*.
    """
    source_words, target_words = words(source, source_cuts), words(target, target_cuts)
    found: list[set[int]] = [set() for _ in source_words]
    for link in links:
        targets = _overlapping(target_words, link.target_start, link.target_end)
        for index in _overlapping(source_words, link.source_start, link.source_end):
            found[index].update(targets)
    same = _unique(target, target_words)
    for word, index in _unique(source, source_words).items():
        if not found[index] and word in same:
            found[index].add(same[word])
    linked = tuple(tuple(sorted(targets)) for targets in found)
    return SpanMap(source, target, source_words, target_words, linked)


def _overlapping(spans: Sequence[Span], start: int, end: int) -> range:
    """Give the indexes of the *spans*, which are in order and apart, that reach into a span."""
    if start >= end:
        return range(0)
    first = bisect_right(spans, start, key=itemgetter(1))
    return range(first, max(first, bisect_left(spans, end, key=itemgetter(0))))


def _unique(text: str, spans: Sequence[Span]) -> dict[str, int]:
    """Give the index of each word that is there once, letter case aside."""
    folded = [text[start:end].casefold() for start, end in spans]
    counts = Counter(folded)
    return {word: index for index, word in enumerate(folded) if counts[word] == 1}


def _is_mark(character: str) -> bool:
    """Say whether *character* is there and is neither of a word nor white space."""
    return bool(character) and not character.isspace() and not _WORD.match(character)


def _alike(one: str, other: str) -> bool:
    return (one.isspace() and other.isspace()) or (_is_mark(one) and _is_mark(other))


def _forward(passed: str, target: str, place: int) -> int:
    """Move *place* over the white space and punctuation that *target* shares with *passed*."""
    for character in passed:
        if place < len(target) and _alike(character, target[place]):
            place += 1
    return place


def _backward(passed: str, target: str, place: int) -> int:
    """Move *place* back, as ``_forward`` moves it on."""
    for character in reversed(passed):
        if place > 0 and _alike(character, target[place - 1]):
            place -= 1
    return place

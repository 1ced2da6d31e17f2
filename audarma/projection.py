# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts the inline codes of a source into what a plain-text engine answered.

``mask`` gives the text for the engine, ``project`` builds content that holds exactly the source's
codes, properly nested, whatever came back: the source's nesting is kept, each pair wraps the
words that its words became, and a standalone code stands where its mask is, or beside the word
that it stood beside. A half of a pair whose other half is in another segment counts as a pair
that reaches to that end of the segment.

Leaves out: masks and white space, which are in ``audarma.masking``; where words fell, which is
in ``audarma.span_map``.
Source: the alignment-based transfer of Zenkel, Wuebker and DeNero 2021, "Automatic Bilingual
Markup Transfer", Findings of EMNLP; here nesting is taken from the source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from audarma.errors import InlineCodeError
from audarma.inline_code import Code, CodeKind, Token, codes, parse, serialise
from audarma.masking import NO_SPACE_BEFORE, Masked, MaskedCode, mask, unmask
from audarma.model import Link
from audarma.span_map import SpanMap, span_map

__all__ = ["Masked", "mask", "project"]


def project(masked: Masked, target_text: str, links: Sequence[Link] = ()) -> str:
    """Give *target_text* as content that holds exactly the codes of the masked source.

    Args:
        masked: what ``mask`` gave; the engine was shown its ``text``.
        target_text: what the engine answered: literal text, masks in it.
        links: spans of ``masked.text`` and of *target_text*; those out of range are passed over.

    Raises:
        InlineCodeError: the source closes a code more often than it opens it.
    """
    target = unmask(target_text, masked.codes)
    plain_links = [
        Link(
            masked.plain_offsets[link.source_start],
            masked.plain_offsets[link.source_end],
            target.offsets[link.target_start],
            target.offsets[link.target_end],
        )
        for link in links
        if 0 <= link.source_start < link.source_end <= len(masked.text)
        and 0 <= link.target_start < link.target_end <= len(target_text)
    ]
    cuts = [code.place for code in masked.codes]
    target_cuts = [place for place in target.places if place is not None]
    places = span_map(masked.plain, target.text, plain_links, cuts, target_cuts)
    nodes = _tree(parse(masked.content))
    well_nested = nodes is not None
    if nodes is None:
        nodes = [_Node(code.place, code.place, index) for index, code in enumerate(masked.codes)]
    locator = _Locator(places, masked.codes, target.places)
    writer = _Writer(masked, target.text, target.places)
    writer.write(_disjoint(map(locator.locate, nodes), 0, len(target.text)), 0, len(target.text))
    tokens = writer.tokens if well_nested else _around(masked.content, writer.tokens)
    return serialise(tokens)


@dataclass(frozen=True, slots=True)
class _Node:
    """A pair, a half of one, or a standalone code (then *standalone* is its index) of a source."""

    start: int
    end: int
    standalone: int | None = None
    opening: Code | None = None
    closing: Code | None = None
    children: tuple[_Node, ...] = ()


def _tree(tokens: Iterable[Token]) -> list[_Node] | None:
    """Give the outermost nodes in order, or None if the codes do not nest."""
    tokens = tuple(tokens)
    opened, closed = (
        {token.number for token in tokens if isinstance(token, Code) and token.kind is kind}
        for kind in (CodeKind.OPEN, CodeKind.CLOSE)
    )
    levels: list[list[_Node]] = [[]]
    waiting: list[tuple[Code, int]] = []
    place = standalone = 0
    for token in tokens:
        if isinstance(token, str):
            place += len(token)
        elif token.kind is CodeKind.STANDALONE:
            levels[-1].append(_Node(place, place, standalone))
            standalone += 1
        elif token.kind is CodeKind.OPEN:
            waiting.append((token, place))
            levels.append([])
        elif waiting and waiting[-1][0].number == token.number:
            opening, start = waiting.pop()
            inner = tuple(levels.pop())
            levels[-1].append(_Node(start, place, None, opening, token, inner))
        elif waiting or token.number in opened:
            return None
        else:
            levels = [[_Node(0, place, None, None, token, tuple(levels[0]))]]
    while waiting:
        opening, start = waiting.pop()
        if opening.number in closed:
            return None
        inner = tuple(levels.pop())
        levels[-1].append(_Node(start, place, None, opening, None, inner))
    return levels[0]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A node with its span in the target; *firm* if words or a mask say so, not a guess."""

    node: _Node
    start: int
    end: int
    firm: bool
    children: tuple[_Placed, ...] = ()


@dataclass(frozen=True, slots=True)
class _Locator:
    """Finds the span that each node asks for; spans of different nodes may yet cross."""

    places: SpanMap
    codes: Sequence[MaskedCode]
    mask_places: Sequence[int | None]

    def locate(self, node: _Node) -> _Placed:
        if node.standalone is not None:
            return self._locate_standalone(node, node.standalone)
        children = tuple(map(self.locate, node.children))
        has_words = self.places.has_words(node.start, node.end)
        start, end = self.places.span(node.start, node.end)
        firm = [child for child in children if child.firm]
        if firm:
            inner = min(child.start for child in firm), max(child.end for child in firm)
            if has_words:
                start, end = min(start, inner[0]), max(end, inner[1])
            else:
                before = node.start, firm[0].node.start
                start, end = self.places.stretched(inner, before, (firm[-1].node.end, node.end))
        if node.opening is None:
            start = 0
        if node.closing is None:
            end = len(self.places.target)
        return _Placed(node, start, max(start, end), has_words or bool(firm), children)

    def _locate_standalone(self, node: _Node, index: int) -> _Placed:
        place = self.mask_places[index]
        if place is not None:
            return _Placed(node, place, place, True)
        left = self.places.source[: node.start][-1:]
        right = self.places.source[node.start :][:1]
        hugs_left, hugs_right = (bool(side) and not side.isspace() for side in (left, right))
        place = self.places.point(node.start, before_next_word=hugs_right and not hugs_left)
        return _Placed(node, place, place, False)


def _disjoint(placed: Iterable[_Placed], low: int, high: int) -> list[_Placed]:
    """Give siblings in target order, inside *low* to *high*, none reaching into another.

    Where two spans overlap the first keeps what they share, unless nothing would be left of the
    second. A code without extent moves out of a sibling's span to the nearer end of it. Halves
    of pairs stay outermost: nothing comes before what an earlier segment opened.
    """
    siblings = [_clamped(sibling, low, high) for sibling in placed]
    first = next((s for s in siblings if _is_half(s.node) and s.node.opening is None), None)
    last = next((s for s in siblings if _is_half(s.node) and s.node.closing is None), None)
    inner = [sibling for sibling in siblings if sibling is not first and sibling is not last]
    inner_start, inner_end = low, high
    if first is not None:
        limit = min((s.start for s in inner if s.firm), default=high)
        inner_start = min(first.end, limit) if limit > low else first.end
        first = replace(first, end=inner_start)
    if last is not None:
        limit = max((s.end for s in inner if s.firm), default=low)
        inner_end = max(last.start, limit) if limit < high else last.start
        inner_end = max(inner_start, inner_end)
        last = replace(last, start=inner_end)
    order = {id(sibling.node): index for index, sibling in enumerate(siblings)}
    inner = [_clamped(sibling, inner_start, inner_end) for sibling in inner]
    spans = _apart(
        sorted(
            (s for s in inner if s.start < s.end),
            key=lambda s: (s.start + s.end, order[id(s.node)]),
        )
    )
    points = [_outside(sibling, spans) for sibling in inner if sibling.start == sibling.end]
    inner = sorted([*spans, *points], key=lambda s: (s.start, s.end, order[id(s.node)]))
    whole = [sibling for sibling in (first, *inner, last) if sibling is not None]
    return [replace(s, children=tuple(_disjoint(s.children, s.start, s.end))) for s in whole]


def _is_half(node: _Node) -> bool:
    return node.standalone is None and (node.opening is None or node.closing is None)


def _clamped(placed: _Placed, low: int, high: int) -> _Placed:
    start = min(max(placed.start, low), high)
    return replace(placed, start=start, end=min(max(placed.end, start), high))


def _apart(spans: Iterable[_Placed]) -> list[_Placed]:
    result: list[_Placed] = []
    for span in spans:
        if result and span.start < result[-1].end:
            before = result[-1]
            if span.end > before.end:
                span = replace(span, start=before.end)
            elif span.start > before.start:
                result[-1] = replace(before, end=span.start)
            else:
                span = replace(span, start=before.end, end=before.end)
        result.append(span)
    return result


def _outside(point: _Placed, spans: Iterable[_Placed]) -> _Placed:
    for span in spans:
        if span.start < point.start < span.end:
            to_start = point.start - span.start < span.end - point.start
            place = span.start if to_start else span.end
            return replace(point, start=place, end=place)
    return point


@dataclass(slots=True)
class _Writer:
    """Writes placed nodes and the text around them, with the white space that codes had."""

    masked: Masked
    target: str
    mask_places: Sequence[int | None]
    tokens: list[Token] = field(default_factory=list)
    wants_space: bool = False
    swallows_space: bool = False
    last_code: MaskedCode | None = None

    def write(self, siblings: Iterable[_Placed], start: int, end: int) -> None:
        for sibling in siblings:
            self._text(self.target[start : sibling.start])
            node = sibling.node
            if node.standalone is not None:
                self._standalone(node.standalone)
            if node.opening is not None:
                self._space()
                self.tokens.append(node.opening)
            self.write(sibling.children, sibling.start, sibling.end)
            if node.closing is not None:
                self.tokens.append(node.closing)
            start = sibling.end
        self._text(self.target[start:end])

    def _text(self, text: str) -> None:
        if self.swallows_space:
            text = text.lstrip()
        if not text:
            return
        if not text[0].isspace() and text[0] not in NO_SPACE_BEFORE:
            self._space()
        self.wants_space = self.swallows_space = False
        self.tokens.append(text)

    def _standalone(self, index: int) -> None:
        code = self.masked.codes[index]
        self.wants_space = self.wants_space or self._would_touch(code)
        self.last_code = code
        self._space()
        if self.mask_places[index] is not None:
            self.tokens.append(code.code)
            return
        plain, place = self.masked.plain, code.place
        others = {other.place for other in self.masked.codes[:index]}
        if plain[:place][-1:].isspace() and place not in others:
            self.wants_space = True
            self._space()
        self.tokens.append(code.code)
        others = {other.place for other in self.masked.codes[index + 1 :]}
        self.wants_space = plain[place : place + 1].isspace() and place not in others
        self.swallows_space = code.padded_left and code.padded_right

    def _would_touch(self, code: MaskedCode) -> bool:
        """Say whether two codes that text or space parts in the source would meet here."""
        last = self.tokens[-1] if self.tokens else ""
        if self.last_code is None or not isinstance(last, Code):
            return False
        return last.kind is CodeKind.STANDALONE and self.last_code.place != code.place

    def _space(self) -> None:
        """Write the space that is wanted, unless there is one or the target begins here."""
        if self.wants_space and self._is_after_something():
            self.tokens.append(" ")
        self.wants_space = False

    def _is_after_something(self) -> bool:
        for token in reversed(self.tokens):
            if isinstance(token, str):
                return not token[-1:].isspace()
            if token.kind is CodeKind.STANDALONE:
                return True
        return False


def _around(content: str, inner: Sequence[Token]) -> list[Token]:
    """Put codes that do not nest in their source around *inner*, in an order that does nest.

    Halves of pairs come first, in their order, and each pair wraps the whole.
    """
    paired = [code for code in codes(content) if code.kind is not CodeKind.STANDALONE]
    opened = Counter(code.number for code in paired if code.kind is CodeKind.OPEN)
    closed = Counter(code.number for code in paired if code.kind is CodeKind.CLOSE)
    halves = [c for c in paired if not (opened[c.number] and closed[c.number])]
    opening: list[Code] = []
    closing: list[Code] = []
    left_open: list[Code] = []
    for number in opened.keys() & closed.keys():
        if closed[number] > opened[number]:
            raise InlineCodeError(
                f'"{content}": closes inline code {number} more often than it opens it. '
                "Correct the document.",
                content,
            )
        of_number = [code for code in paired if code.number == number]
        opens = [code for code in of_number if code.kind is CodeKind.OPEN]
        opening += opens[: closed[number]]
        closing = [c for c in of_number if c.kind is CodeKind.CLOSE] + closing
        left_open += opens[closed[number] :]
    return [*halves, *opening, *inner, *closing, *left_open]

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Complex fields in a paragraph's tokens: a hyperlink spans its text, all others are one code.

Follows ISO/IEC 29500-1:2016, 17.16.2 and 17.16.18: a field begins, has a code, is separated from
its result and ends, each mark in any run and the whole over any number of paragraphs. Results
that programs compute (numbers, references, tables of contents, citations) are not translated.

Leaves out: simple fields, which are one element.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as dataclass_field

from adapters.formats.ooxml_tokens import (
    AtomToken,
    CloseToken,
    OpenToken,
    Raw,
    TextToken,
    Token,
    field_name,
    is_link,
    link_address,
)


@dataclass(slots=True)
class OpenField:
    """A field that has begun; *start* and *separator* are places of tokens, -1 for none here."""

    start: int
    separator: int = -1
    code: list[str] = dataclass_field(default_factory=list)

    @property
    def instruction(self) -> str:
        """Give the field's code."""
        return "".join(self.code).strip()

    @property
    def is_link(self) -> bool:
        """Say whether it is a hyperlink."""
        return is_link(self.instruction)


def join_fields(tokens: list[Token], story: list[OpenField]) -> list[Token]:
    """Give *tokens* with each field one token, or a pair around its text.

    Args:
        tokens: a paragraph's.
        story: the fields that began in earlier paragraphs and are still open; is brought up to
            date.
    """
    if not story and not any(isinstance(t, AtomToken) and t.field for t in tokens):
        return tokens
    spans = _Spans(tokens, story)
    spans.find()
    return spans.joined()


class _Spans:
    """The fields of one paragraph."""

    def __init__(self, tokens: list[Token], story: list[OpenField]) -> None:
        self.tokens, self.story = tokens, story
        self.protected: list[tuple[int, int, str]] = []
        self.links: list[tuple[OpenField, int]] = []
        self.partners = _partners(tokens)

    def find(self) -> None:
        for place, token in enumerate(self.tokens):
            if not isinstance(token, AtomToken) or not token.field:
                continue
            if token.field == "begin":
                self.story.append(OpenField(place))
            elif self.story and token.field == "code":
                self.story[-1].code.append(token.instruction)
            elif self.story and token.field == "separate":
                self.story[-1].separator = place
            elif self.story and token.field == "end":
                self._ended(self.story.pop(), place)
        last = len(self.tokens) - 1
        for field in self.story:
            if not field.is_link:
                self._protect(field.start, last, field)
            field.start = field.separator = -1

    def _ended(self, field: OpenField, end: int) -> None:
        if field.is_link and 0 <= field.start < field.separator:
            self.links.append((field, end))
        elif not field.is_link:
            self._protect(field.start, end, field)

    def _protect(self, start: int, end: int, field: OpenField) -> None:
        if end >= 0:
            self.protected.append((max(start, 0), end, field_name(field.instruction)))

    def joined(self) -> list[Token]:
        """Give the tokens with each field's joined."""
        merged: list[tuple[int, int, str]] = []
        for start, end, name in sorted(map(self._balanced, self.protected), key=lambda s: s[:2]):
            if merged and start <= merged[-1][1]:
                first, last, outer = merged[-1]
                merged[-1] = (first, max(last, end), outer)
            else:
                merged.append((start, end, name))
        replaced: dict[int, tuple[int, Token]] = {}
        for start, end, name in merged:
            replaced[start] = (end, self._atom(start, end, name))
        for field, end in self.links:
            inside = any(s <= field.start and end <= e for s, e, _ in merged)
            head = field.separator + 1
            if not inside and self._is_balanced(field.start, head) and self._is_balanced(head, end):
                opening = self._raw(field.start, field.separator)
                address = link_address(field.instruction)
                replaced[field.start] = (field.separator, OpenToken("a", opening, address))
                replaced[end] = (end, CloseToken(self._raw(end, end)))
        result: list[Token] = []
        place = 0
        while place < len(self.tokens):
            if place in replaced:
                place, token = replaced[place]
                result.append(token)
            else:
                result.append(self.tokens[place])
            place += 1
        return result

    def _balanced(self, span: tuple[int, int, str]) -> tuple[int, int, str]:
        """Widen a span until no token in it is half of a pair."""
        start, end, name = span
        partners = self.partners
        while partners:
            inside = [partners[place] for place in range(start, end + 1) if place in partners]
            low, high = min([start, *inside]), max([end, *inside])
            if (low, high) == (start, end):
                break
            start, end = low, high
        return start, end, name

    def _is_balanced(self, start: int, end: int) -> bool:
        depth = 0
        for token in self.tokens[start:end]:
            depth += isinstance(token, OpenToken) - isinstance(token, CloseToken)
            if depth < 0:
                return False
        return depth == 0

    def _raw(self, start: int, end: int) -> tuple[Raw, ...]:
        found: list[Raw] = []
        for token in self.tokens[start : end + 1]:
            found += [token.raw] if isinstance(token, TextToken) else token.raw
        # A run of DrawingML that tabs cut is one stretch of bytes.
        return tuple(dict.fromkeys(found))

    def _atom(self, start: int, end: int, name: str) -> AtomToken:
        texts = (t.value for t in self.tokens[start : end + 1] if isinstance(t, TextToken))
        shown = " ".join("".join(texts).split())
        return AtomToken(name, bool(shown), self._raw(start, end), shown)


def _partners(tokens: list[Token]) -> dict[int, int]:
    """Give for each half of a pair the place of the other."""
    stack: list[int] = []
    partners: dict[int, int] = {}
    for place, token in enumerate(tokens):
        if isinstance(token, OpenToken):
            stack.append(place)
        elif isinstance(token, CloseToken):
            opening = stack.pop()
            partners[opening], partners[place] = place, opening
    return partners

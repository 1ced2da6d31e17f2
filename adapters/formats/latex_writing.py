# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""Writes targets in the place of their units; all else stays as it is, to the character.

A paragraph that was wrapped is wrapped again. Between a code and text, braces keep TeX from
taking the text for the code's argument or for the rest of its name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from adapters.formats.latex_pieces import Slot
from adapters.formats.latex_text import LONE_IN_BRACES, signs_of, written_text
from audarma.errors import InlineCodeError
from audarma.inline_code import Code, CodeKind, Token, parse, require_same_codes, serialise

_BREAK = "\0"  # a space where a line may end; no text holds it
_LONGEST_NAME = 100  # characters
_LEAST_WIDTH, _MOST_WIDTH = 40, 120  # characters
_ENDS_WITH_NAME = re.compile(r"\\[A-Za-z@]+\Z")
_TAKES_LETTERS = re.compile(r"\\['`^\"~=.][^{}]*\Z")
_NAME_OR_STAR = re.compile(r"[^\W\d_]|\*")
_ENDS_LINE = re.compile(r"(?<!\\)%[^\r\n]*(?:\r\n?|\n)[ \t]*\Z")
_TAKEN = ("{", "[", "*", "(")
"""What begins with one of these may be an argument of the command before it."""
_STOP = "{}{}"
"""Ends a command's arguments, for TeX and for reading again; it prints nothing."""
_FORMULAS = ("\\(", "\\[", "\\begin")


Edit = tuple[int, int, str]
"""Start, end and new text of a place that is no part of a unit's text."""


class Writer:
    """Writes a document's slots; *targets* are content by unit id."""

    def __init__(
        self,
        text: str,
        slots: Sequence[Slot],
        targets: Mapping[str, str],
        edits: Sequence[Edit],
        newline: str,
        macros: Mapping[str, str],
    ) -> None:
        """Take the slots that change, and *edits* besides; insertions keep their order.

        *macros*: the signatures of the commands that the document declares.

        Raises:
            InlineCodeError: names every unit whose target does not hold its codes, and why.
        """
        self.text, self.newline = text, newline
        changed: list[Slot | Edit] = [
            *edits,
            *(
                slot
                for slot in slots
                if targets.get(slot.unit.id, slot.unit.content) != slot.unit.content
            ),
        ]
        self._changes = sorted(changed, key=_order)
        self._starts = [_span(change)[0] for change in self._changes]
        self._targets = targets
        self._signs = signs_of(text)
        self._macros = macros
        faults = [fault for slot in slots if (fault := self._fault(slot))]
        if faults:
            raise InlineCodeError("\n".join(map(str, faults)), *(f.args[1] for f in faults))

    def merged(self) -> str:
        """Give the whole text with the targets and edits in place."""
        return self._rendered(-1, len(self.text) + 1)

    def _rendered(self, start: int, end: int) -> str:
        """Give the text from *start* to *end* with what changes inside of it, not at its ends."""
        parts: list[str] = []
        position = max(0, start)
        index = bisect_right(self._starts, start)
        while index < len(self._changes) and self._starts[index] < end:
            change = self._changes[index]
            first, last = _span(change)
            index += 1
            # What was written as part of another change lies before the position.
            if first >= position and last < end:
                new = self._written(change) if isinstance(change, Slot) else change[2]
                parts += [self.text[position:first], new]
                position = last
        return "".join((*parts, self.text[position:end]))

    def _fault(self, slot: Slot) -> InlineCodeError | None:
        try:
            target = self._targets.get(slot.unit.id, slot.unit.content)
            require_same_codes(slot.unit.content, target, slot.unit.id)
        except InlineCodeError as fault:
            return fault
        return None

    def _written(self, slot: Slot) -> str:
        raws = {
            str(piece.token): (piece.start, piece.end)
            for piece in slot.pieces
            if isinstance(piece.token, Code)
        }
        parts = [
            _Part(self._rendered(*raws[str(token)]), token.kind)
            if isinstance(token, Code)
            else _Part(self._literal(token, slot).replace(" ", _BREAK), None)
            for token in _canonical(parse(self._targets[slot.unit.id]))
        ]
        if parts:
            parts.insert(0, _Part(self._start(slot, parts[0].text), None))
        original = self.text[slot.start : slot.end]
        return self._wrapped("".join(_separated(parts, self._macros)), original)

    def _literal(self, text: str, slot: Slot) -> str:
        return written_text(text, in_brackets=slot.in_brackets, signs=self._signs)

    def _start(self, slot: Slot, written: str) -> str:
        """Give what keeps *written* from the command that may stand before the unit."""
        before = self.text[max(0, slot.start - _LONGEST_NAME) : slot.start]
        if before.endswith(("{", "[")):
            return ""
        if written.startswith(_TAKEN):
            return _STOP
        return " " if written[:1].isalpha() and _ENDS_WITH_NAME.search(before) else ""

    def _wrapped(self, written: str, original: str) -> str:
        """Break lines where the unit's source had more than one."""
        lines = re.split(r"\r\n?|\n", original)
        width = max(map(len, lines))
        if len(lines) == 1 or not _LEAST_WIDTH <= width <= _MOST_WIDTH:
            return written.replace(_BREAK, " ")
        column = 0
        parts: list[str] = []
        for word in written.split(_BREAK):
            first, line_end, _ = word.partition("\n")
            if parts and column + 1 + len(first) > width:
                parts.append(self.newline)
                column = 0
            elif parts:
                parts.append(" ")
                column += 1
            parts.append(word)
            column = len(word.rpartition("\n")[2]) if line_end else column + len(first)
        return "".join(parts)


def _span(change: Slot | Edit) -> tuple[int, int]:
    return (change.start, change.end) if isinstance(change, Slot) else (change[0], change[1])


def _order(change: Slot | Edit) -> tuple[int, int, int]:
    """Sort by place: insertions, then what holds before what is held."""
    start, end = _span(change)
    return start, int(start != end), -end


def _canonical(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Give tokens with single spaces only, and none at the ends."""
    content = re.sub(r"[ \t\r\n\f\v\x1c-\x1f\x85\u2028\u2029]+", " ", serialise(tokens))
    return parse(content.strip(" "))


@dataclass(frozen=True, slots=True)
class _Part:
    """What is written for a token; *kind* is the code's, None for text."""

    text: str
    kind: CodeKind | None

    @property
    def is_comment(self) -> bool:
        """Say whether this is a code that prints nothing and ends its line."""
        return self.kind is CodeKind.STANDALONE and self.text.startswith("%")

    @property
    def is_command(self) -> bool:
        """Say whether this is a command, whose arguments may go on behind it."""
        is_formula = self.text.startswith(_FORMULAS)
        return self.kind is CodeKind.STANDALONE and self.text.startswith("\\") and not is_formula


def _separated(parts: Sequence[_Part], macros: Mapping[str, str]) -> Iterator[str]:
    """Give *parts* with what must stand between a code and what follows it."""
    for index, part in enumerate(parts):
        yield part.text
        following = parts[index + 1].text if index + 1 < len(parts) else ""
        if part.is_command and _tears(part.text, following, macros):
            yield "{}"
        elif part.is_command and _is_taken(part.text, parts, index + 1):
            yield _STOP
        elif part.kind is CodeKind.STANDALONE and _ENDS_LINE.search(part.text):
            # TeX skips spaces at the start of a line.
            yield "{}" * following.startswith(_BREAK)
        elif part.kind and following and _would_merge(part.text, following):
            yield "{}"


def _tears(command: str, following: str, macros: Mapping[str, str]) -> bool:
    """Say whether *command* was written without its argument, and would take a byte of a letter."""
    signature = macros.get(command[1:], "")
    letter = following.lstrip(_BREAK)[:1]
    return bool(letter) and not letter.isascii() and not set(signature).isdisjoint("p{")


def _would_merge(code: str, following: str) -> bool:
    """Say whether TeX, or reading again, would take *code* and *following* for one thing."""
    if code == "{":  # one sign in braces, or none, is read as text
        return following[0] in (*LONE_IN_BRACES, "}")
    ends_with_name = _ENDS_WITH_NAME.search(code) and _NAME_OR_STAR.match(following)
    return bool(ends_with_name or _TAKES_LETTERS.match(code))


def _is_taken(command: str, parts: Sequence[_Part], index: int) -> bool:
    """Say whether *command* would take what begins at *index* for its argument or star."""
    while index < len(parts) and (parts[index].text == _BREAK or parts[index].is_comment):
        index += 1
    following = parts[index].text if index < len(parts) else ""
    if following.startswith(_BREAK):
        following = following[1:]
        return following.startswith(_TAKEN if command.startswith("\\\\") else "{")
    return following.startswith(_TAKEN)

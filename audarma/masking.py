# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Content without its inline codes, as plain-text engines read it, and masks read back.

Paired codes are left out. Standalone codes are left out too, or shown by a mask such as ``{1}``.
White space is kept tidy: a mask stands free of words, and two spaces around a code that is left
out become one.

Leaves out: where codes land in a translation, which is in ``audarma.projection``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from audarma.inline_code import Code, CodeKind, parse, plain_text

NO_SPACE_BEFORE = frozenset(".,;:!?)]}»”’…%")


@dataclass(frozen=True, slots=True)
class MaskedCode:
    """A standalone code of a masked source.

    *mask* is the text that shows it, ``""`` for none. *padded_left* and *padded_right* say that
    a space was added there, which the content has not; a code without a mask has both or none.
    *place* is where it stands in the source's plain text.
    """

    code: Code
    place: int
    mask: str
    padded_left: bool
    padded_right: bool


@dataclass(frozen=True, slots=True)
class Masked:
    """A source without its codes: *text* is for the engine.

    *plain* is the source's plain text, and ``plain_offsets[i]`` the place in it of place *i* of
    *text*. *codes* are the standalone codes in their order.
    """

    content: str
    text: str
    plain: str
    plain_offsets: tuple[int, ...]
    codes: tuple[MaskedCode, ...]


def mask(content: str, standalone_mask: str = "") -> Masked:
    """Take the codes out of *content*.

    Args:
        content: a segment's source.
        standalone_mask: a format string with one number (``"{{{}}}"``), or ``""`` to leave
            standalone codes out. Numbers that would repeat a text of the source are passed over.
    """
    plain = plain_text(content)
    numbers = iter(_mask_texts(standalone_mask, plain))
    builder = _MaskBuilder(plain)
    for token in parse(content):
        if isinstance(token, str):
            builder.add_text(token)
        elif token.kind is CodeKind.STANDALONE:
            builder.add_code(token, next(numbers))
    return builder.masked(content)


def _mask_texts(standalone_mask: str, plain: str) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        text = standalone_mask.format(number)
        if not text or not _mask_pattern(text).search(plain):
            yield text


def _mask_pattern(text: str) -> re.Pattern[str]:
    """Match a mask; engines like to put spaces into it, and ``X1`` is no part of ``X12``."""
    before = r"(?<!\d)" if text[0].isdigit() else ""
    after = r"(?!\d)" if text[-1].isdigit() else ""
    return re.compile(before + r"\s*".join(map(re.escape, text)) + after)


@dataclass(slots=True)
class _MaskBuilder:
    """Builds the text for an engine, keeping account of where each character stands."""

    plain: str
    text: str = ""
    offsets: list[int] = field(default_factory=list)
    place: int = 0
    codes: list[MaskedCode] = field(default_factory=list)
    after_code: bool = False

    def add_text(self, literal: str) -> None:
        kept = self._joined(literal) if self.after_code else literal
        self.place += len(literal) - len(kept)
        for character in kept:
            self._put(character)
            self.place += 1
        self.after_code = False

    def add_code(self, code: Code, mask_text: str) -> None:
        if mask_text:
            padded = self.text[-1:].isalnum() or (self.after_code and not self._ends_in_space())
            if padded:
                self._put(" ")
            for character in mask_text:
                self._put(character)
            self.codes.append(MaskedCode(code, self.place, mask_text, padded, False))
        else:
            glued = self.place > 0 and self.plain[self.place - 1 :][:2].isalnum()
            glued = glued and self.place < len(self.plain)
            self.codes.append(MaskedCode(code, self.place, "", glued, glued))
        self.after_code = True

    def _joined(self, literal: str) -> str:
        """Make the white space between a code and *literal* tidy; give what *literal* keeps."""
        last = self.codes[-1]
        if last.mask:
            if literal[0].isalnum():
                self.codes[-1] = replace(last, padded_right=True)
                self._put(" ")
        elif literal[0] in NO_SPACE_BEFORE:
            kept = len(self.text.rstrip())
            self.text, self.offsets = self.text[:kept], self.offsets[:kept]
        elif not self.text or self._ends_in_space():
            return literal.lstrip()
        elif literal[0].isalnum() and self.text[-1].isalnum():
            self._put(" ")
        return literal

    def _ends_in_space(self) -> bool:
        return self.text[-1:].isspace()

    def _put(self, character: str) -> None:
        self.text += character
        self.offsets.append(self.place)

    def masked(self, content: str) -> Masked:
        text = self.text.rstrip() if self.after_code else self.text
        offsets = (*self.offsets[: len(text)], len(self.plain))
        return Masked(content, text, self.plain, offsets, tuple(self.codes))


def _mask_spans(text: str, target: str) -> list[tuple[int, int]]:
    return [match.span() for match in _mask_pattern(text).finditer(target)] if text else []


@dataclass(frozen=True, slots=True)
class Unmasked:
    """A target without its masks.

    ``offsets[i]`` is the place in *text* of place *i* of the target; ``places[i]`` is that of the
    mask of the source's standalone code *i*, ``None`` where the target has it not.
    """

    text: str
    offsets: tuple[int, ...]
    places: tuple[int | None, ...]


def unmask(target: str, codes: Sequence[MaskedCode]) -> Unmasked:
    """Take the masks out of *target*, and the spaces that masking added.

    Of a mask that the engine doubled the first counts; all go.
    """
    dropped: set[int] = set()
    starts: list[int | None] = []
    for code in codes:
        spans = _mask_spans(code.mask, target)
        starts.append(spans[0][0] if spans else None)
        for index, (start, end) in enumerate(spans):
            dropped.update(range(start, end))
            if code.padded_left or index:
                dropped.update(range(len(target[:start].rstrip()), start))
            if code.padded_right and not index:
                dropped.update(range(end, len(target) - len(target[end:].lstrip())))
    offsets = [0]
    for index in range(len(target)):
        offsets.append(offsets[-1] + (index not in dropped))
    text = "".join(character for index, character in enumerate(target) if index not in dropped)
    places = tuple(None if start is None else offsets[start] for start in starts)
    return Unmasked(text, tuple(offsets), places)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""Arguments of LaTeX commands, found in the tokens that follow a command."""

from __future__ import annotations

import re
from dataclasses import dataclass

from adapters.formats.latex_tokens import Kind, Source
from adapters.formats.latex_vocabulary import DIMENSIONS, PROTECTED

_LONGEST_OPTION = 400  # tokens; a bracket whose end is further away is text
_DIMENSION = re.compile(
    r"\s*=?\s*-?(?:\d*\.?\d+\s*(?:true\s*)?(?:pt|pc|in|bp|cm|mm|dd|cc|sp|em|ex|mu|fil+)"
    r"|\\[A-Za-z@]+)(?:\s+(?:plus|minus)\s*-?\d*\.?\d+\s*[a-z]+)*(?![a-z])"
)
_ASSIGNMENT = re.compile(r"=\s*-?(?:\\[A-Za-z@]+|\d*\.?\d+[a-z]*)")
_LET = re.compile(r"\\(?:future)?let\s*\\[A-Za-z@]+\s*=?\s?(?:\\[A-Za-z@]+|\\?\S)")
_DEF = re.compile(r"\\[gex]?def\s*\\(?:[A-Za-z@]+|.)(?:[^{}\\%\r\n]{0,200}(?=\{))?")
_PAIRED_KINDS = frozenset({Kind.OPEN, Kind.BEGIN, Kind.DOLLAR, Kind.SYMBOL})


@dataclass(frozen=True, slots=True)
class Argument:
    """The tokens from *first* up to *last* inside braces or brackets."""

    first: int
    last: int
    is_prose: bool
    in_brackets: bool


class Arguments:
    """Reads arguments that end before the token at *last*."""

    def __init__(self, source: Source, last: int) -> None:
        self.source, self.last = source, last

    def read(self, index: int, signature: str) -> tuple[list[Argument], int]:
        """Give the arguments of the command at *index*, and the index behind them.

        What is missing is left out; reading ends at the first mandatory argument that is.
        """
        found: list[Argument] = []
        end = index + 1
        for letter in signature:
            at = self.source.skip_blanks(end, self.last)
            argument = self._option(at) if letter in "o[" else self._group(at)
            if argument is not None:
                is_prose = letter in "opg"
                found.append(Argument(*argument, is_prose, letter in "o["))
                end = argument[1] + 1
            elif letter in "p{":
                break
        return found, end

    def protected_end(self, index: int, name: str) -> int:
        """Give the index behind a command that stays as it is, with all that may be its own."""
        if name in PROTECTED:
            return self.read(index, PROTECTED[name])[1]
        end = index + 1
        if end < self.last and self.source.kinds[end] is Kind.SPACE:
            group = self._group(end + 1)
            return self._all_end(group[1] + 1) if group else end
        return self._all_end(end)

    def definition_end(self, index: int) -> int | None:
        """Give the index behind a definition of TeX; None where none begins at *index*."""
        start = self.source.starts[index]
        if match := _LET.match(self.source.text, start):
            return self.source.index_at(match.end())
        match = _DEF.match(self.source.text, start)
        if match is None:
            return None
        end = self.source.index_at(match.end())
        has_body = end < self.last and self.source.kinds[end] is Kind.OPEN
        return self.source.partner[end] + 1 if has_body else end

    def dimension_end(self, name: str, end: int) -> int:
        """Give the index behind a length or value that follows at *end* without braces."""
        if end >= self.last:
            return end
        pattern = _DIMENSION if name in DIMENSIONS else _ASSIGNMENT
        match = pattern.match(self.source.text, self.source.start_of(end))
        return min(self.source.index_at(match.end()), self.last) if match else end

    def line_break_end(self, index: int) -> int:
        r"""Give the index behind ``\\`` and its length."""
        option = self._option(index + 1)
        return option[1] + 1 if option else index + 1

    def _all_end(self, end: int) -> int:
        """Give the index behind all groups and brackets; two empty groups end them."""
        empty = 0
        while empty < 2:
            at = end
            while at < self.last and self.source.kinds[at] is Kind.COMMENT:
                at += 1
            argument = self._group(at) or self._option(at)
            if argument is None:
                return end
            end = argument[1] + 1
            empty = empty + 1 if argument[0] == argument[1] else 0
        return end

    def _group(self, index: int) -> tuple[int, int] | None:
        """Give the bounds of the tokens in braces at *index*."""
        if index >= self.last or self.source.kinds[index] is not Kind.OPEN:
            return None
        last = self.source.partner[index]
        return (index + 1, last) if index < last < self.last else None

    def _option(self, index: int) -> tuple[int, int] | None:
        """Give the bounds of the tokens in brackets at *index*; they end with the paragraph."""
        if index >= self.last or not self._is_bracket(index, "["):
            return None
        at, limit = index + 1, min(self.last, index + _LONGEST_OPTION)
        if self.source.next_bracket_end(at) >= limit:
            return None
        while at < limit:
            kind = self.source.kinds[at]
            if self._is_bracket(at, "]"):
                return index + 1, at
            if kind in (Kind.PARAGRAPH, Kind.CLOSE, Kind.END):
                return None
            partner = self.source.partner[at]
            at = partner + 1 if kind in _PAIRED_KINDS and partner > at else at + 1
        return None

    def _is_bracket(self, index: int, bracket: str) -> bool:
        is_bracket = self.source.kinds[index] is Kind.BRACKET
        return is_bracket and self.source.text[self.source.starts[index]] == bracket

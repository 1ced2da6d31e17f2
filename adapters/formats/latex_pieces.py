# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of a LaTeX unit: its text and codes, each with its place in the source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from audarma.inline_code import Code, CodeKind, Token, closing, opening, serialise, standalone
from audarma.model import Unit

_LONGEST_HINT = 60  # characters


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of literal text or a code, and its span of the source.

    One that is not *is_visible* leaves nothing on the page: a label, an index entry, a comment.
    """

    token: Token
    start: int
    end: int
    is_visible: bool = True

    @staticmethod
    def standalone(name: str, number: int, start: int, end: int, is_visible: bool) -> Piece:
        """Give a standalone code's piece."""
        return Piece(standalone(name, number), start, end, is_visible)

    @staticmethod
    def opening(name: str, number: int, start: int, end: int) -> Piece:
        """Give an opening code's piece."""
        return Piece(opening(name, number), start, end)

    def closing(self, start: int, end: int) -> Piece:
        """Give the piece that closes this opening code."""
        assert isinstance(self.token, Code)
        return Piece(closing(self.token.name, self.token.number), start, end)


@dataclass(frozen=True, slots=True)
class Slot:
    """A unit and its place; *in_brackets* says that it is an optional argument or part of one."""

    unit: Unit
    start: int
    end: int
    pieces: tuple[Piece, ...]
    in_brackets: bool


def trimmed(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out what is invisible at both ends; join invisible neighbours and spaces."""
    first, last = 0, len(pieces)
    while first < last and _is_bare(pieces[first]):
        first += 1
    while first < last and _is_bare(pieces[last - 1]):
        last -= 1
    return _joined(pieces[first:last])


def _is_bare(piece: Piece) -> bool:
    return piece.token == " " or not piece.is_visible


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    result: list[Piece] = []
    for piece in pieces:
        is_gap = len(result) > 1 and result[-1].token == " "
        previous = result[-2] if is_gap else result[-1] if result else None
        if previous is not None and not piece.is_visible and not previous.is_visible:
            del result[-1 - is_gap :]
            result.append(replace(_named(previous, piece), start=previous.start, end=piece.end))
        elif piece.token != " " or not result or result[-1].token != " ":
            result.append(piece)
    return result


def _named(first: Piece, second: Piece) -> Piece:
    """Give the piece whose name says more: a comment's says least."""
    assert isinstance(first.token, Code)
    return second if first.token.name == "comment" else first


def numbered(pieces: Sequence[Piece]) -> list[Piece]:
    """Number the codes of a unit from 1 on, in their order."""
    numbers: dict[int, int] = {}
    result = []
    for piece in pieces:
        token = piece.token
        if isinstance(token, Code):
            number = numbers.setdefault(token.number, len(numbers) + 1)
            token = Code(token.kind, token.name, number)
            piece = Piece(token, piece.start, piece.end, piece.is_visible)
        result.append(piece)
    return result


def content_of(pieces: Sequence[Piece]) -> str:
    """Write pieces as content."""
    return serialise(piece.token for piece in pieces)


def hints(pieces: Sequence[Piece], text: str) -> Mapping[str, str]:
    """Say what stands at each code, by its written form."""
    return {
        str(piece.token): _shortened(text[piece.start : piece.end])
        for piece in pieces
        if isinstance(piece.token, Code) and piece.token.kind is not CodeKind.CLOSE
    }


def _shortened(raw: str) -> str:
    raw = " ".join(raw[: 10 * _LONGEST_HINT].split())
    return f"{raw[: _LONGEST_HINT - 1]}…" if len(raw) > _LONGEST_HINT else raw

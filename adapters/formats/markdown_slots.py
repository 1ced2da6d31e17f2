# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Slots: the units of a Markdown body, each with what is needed to write it again.

Leaves out: units of the front matter, which are in ``markdown_front_matter``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from markdown_it.common.utils import unescapeAll

from adapters.formats.markdown_blocks import Block, Page
from adapters.formats.markdown_fields import Field
from adapters.formats.markdown_inline import Env, Piece, Reading, read_inline
from audarma.inline_code import Code, CodeKind, serialise
from audarma.model import Unit, UnitKind


class Slot(NamedTuple):
    """A unit and its place: *start* and *end* are positions in its block's inline source.

    *children* are the slots inside its codes. A slot without a unit has nothing to translate
    but its children. *is_nested* says that it stands inside a code. *quote* is the mark around
    a quoted string, else empty.
    """

    unit: Unit | None
    block: Block
    start: int
    end: int
    pieces: tuple[Piece, ...]
    children: tuple[Slot, ...] = ()
    quote: str = ""
    is_nested: bool = False

    def and_children(self) -> Iterator[Slot]:
        """Give this slot and all inside it, in reading order."""
        yield self
        for child in self.children:
            yield from child.and_children()


class SlotReader:
    """Makes slots of blocks, numbering units and following the headings."""

    def __init__(self, first_number: int = 1) -> None:
        self._number = first_number
        self._headings: list[tuple[int, str]] = []
        self._path: tuple[str, ...] = ()

    def slots(self, page: Page, first: int) -> tuple[Slot, ...]:
        """Give the slots of *page* from line *first* on."""
        blocks = list(page.blocks(first))
        return tuple(self.slot(block, page.env) for block in blocks)

    def slot(self, block: Block, env: Env) -> Slot:
        """Give the slot of one block."""
        reading = read_inline(block.source, env)
        pieces = _trimmed(reading.pieces)
        start = pieces[0].start if pieces else 0
        end = pieces[-1].end if pieces else 0
        if block.level:
            self._headings = [entry for entry in self._headings if entry[0] < block.level]
            self._path = tuple(heading for _, heading in self._headings)
        unit = self._unit(block.kind, pieces)
        if block.level:
            heading = "".join(piece.token for piece in pieces if isinstance(piece.token, str))
            self._headings.append((block.level, heading.strip()))
            self._path += (heading.strip(),)
        children = self._children(reading, block, 0, env)
        return Slot(unit, block, start, end, pieces, children)

    def _children(self, reading: Reading, block: Block, base: int, env: Env) -> tuple[Slot, ...]:
        return tuple(self._child(field, block, base, env) for field in reading.fields)

    def _child(self, field: Field, block: Block, base: int, env: Env) -> Slot:
        start, end = base + field.start, base + field.end
        source = block.source[start:end]
        if field.quote:
            value = decoded_string(source)
            quoted = (Piece(value, start, end),) if value else ()
            unit = self._unit(field.kind, quoted)
            return Slot(unit, block, start, end, quoted, (), field.quote, True)
        reading = read_inline(source, env)
        pieces = tuple(_moved(piece, start) for piece in reading.pieces)
        unit = self._unit(field.kind, pieces)
        children = self._children(reading, block, start, env)
        return Slot(unit, block, start, end, pieces, children, is_nested=True)

    def _unit(self, kind: UnitKind, pieces: tuple[Piece, ...]) -> Unit | None:
        if not _has_text(pieces):
            return None
        identifier = f"u{self._number}"
        self._number += 1
        content = serialise([piece.token for piece in pieces])
        return Unit(identifier, kind, content, self._path, _hints(pieces))


def decoded_string(raw: str) -> str:
    """Read a quoted string of Markdown: backslash escapes, entities and line ends."""
    return str(unescapeAll(raw.replace("\n", " ")))


def _has_text(pieces: tuple[Piece, ...]) -> bool:
    for piece in pieces:  # a generator would cost more than the look
        if isinstance(piece.token, str) and any(map(str.isalpha, piece.token)):
            return True
    return False


def _moved(piece: Piece, by: int) -> Piece:
    return Piece(piece.token, piece.start + by, piece.end + by, piece.raw)


def _trimmed(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Leave out attributes at the end, as in ``# Title {#id}``, and the space before them."""
    last = pieces[-1].token if pieces else None
    if not (isinstance(last, Code) and last.kind is CodeKind.STANDALONE and last.name == "attr"):
        return pieces
    if len(pieces) == 1:
        return ()
    text = pieces[-2]
    if not isinstance(text.token, str):
        return pieces
    bare = text.token.rstrip(" ")
    if len(bare) == len(text.token):
        return pieces
    shorter = Piece(bare, text.start, text.end - (len(text.token) - len(bare)))
    return (*pieces[:-2], shorter) if bare else pieces[:-2]


def _hints(pieces: tuple[Piece, ...]) -> dict[str, str]:
    """Say what stands at each code, by its written form; an opening code shows its end's raw."""
    hints: dict[str, str] = {}
    links: dict[int, str] = {}
    for piece in pieces:
        code = piece.token
        if isinstance(code, str):
            continue
        if code.kind is not CodeKind.CLOSE:
            hints[str(code)] = piece.raw
            if code.kind is CodeKind.OPEN and piece.raw == "[":
                links[code.number] = str(code)
        elif code.number in links:
            hints[links[code.number]] = piece.raw.removeprefix("]").strip("()")
    return hints

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Headings followed from cell to cell: Jupyter shows one page, but each cell is read by itself."""

from __future__ import annotations

from dataclasses import replace

from adapters.formats.markdown_blocks import Page
from adapters.formats.markdown_slots import SlotReader
from adapters.formats.notebook_cells import Cell
from audarma.inline_code import plain_text
from audarma.model import Document, Unit, UnitKind


class Outline:
    """Follows the headings from cell to cell: each cell alone knows only its own."""

    def __init__(self) -> None:
        self._headings: list[tuple[int, str]] = []

    def placed(self, document: Document, cell: Cell) -> list[Unit]:
        """Give the cell's units under the headings of the cells before it."""
        levels: dict[str, int] = {}
        found = _cell_headings(document, cell)
        for level, heading in reversed(found):
            levels[heading] = level
        placed = []
        for unit in document.units:
            own = unit.title_path[0] if unit.title_path else ""
            if not own and unit.kind is UnitKind.HEADING:
                own = plain_text(unit.content).strip()
            around = self._above(levels.get(own, 0))
            placed.append(replace(unit, title_path=(*around, *unit.title_path)))
        for level, heading in found:
            self._headings = [entry for entry in self._headings if entry[0] < level]
            self._headings.append((level, heading))
        return placed

    def _above(self, level: int) -> tuple[str, ...]:
        """Give the headings that one of *level* stands under; all of them for none (0)."""
        return tuple(heading for own, heading in self._headings if not level or own < level)


def _cell_headings(document: Document, cell: Cell) -> list[tuple[int, str]]:
    """Give the level and text of each heading of *cell*, in order."""
    if not any(unit.kind is UnitKind.HEADING for unit in document.units):
        return []
    slots = SlotReader().slots(Page(cell.text), 0)
    return [
        (slot.block.level, plain_text(slot.unit.content).strip())
        for slot in slots
        if slot.block.level and slot.unit is not None
    ]

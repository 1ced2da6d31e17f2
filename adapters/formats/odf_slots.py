# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run of OpenDocument's text while it is gathered, and the slot that it becomes.

Leaves out: what is gathered, which ``odf_runs`` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from adapters.formats.html_inline import Item, Run
from adapters.formats.html_inline import Role as ItemRole
from adapters.formats.html_text import collapse
from adapters.formats.xml_splice import Element
from audarma.model import Unit, UnitKind

_LONGEST_HINT = 60  # characters


class Slot(NamedTuple):
    """A unit's content and where it stands: bytes *start* to *end* of ``XmlFile.utf8``.

    An attribute's value has its *quote* around it. What holds markup has a *made_of*.
    """

    kind: UnitKind
    content: str
    title_path: tuple[str, ...]
    start: int
    end: int
    quote: str = ""
    made_of: MadeOf | None = None

    def unit(self, name: str) -> Unit:
        """Give the unit, whose id is *name*."""
        hints = self.made_of.hints if self.made_of else {}
        return Unit(name, self.kind, self.content, self.title_path, hints)


@dataclass(frozen=True, slots=True)
class MadeOf:
    """The run of a slot and its parts (see ``html_inline``), and where those stand in the file.

    *before* and *after* are tags of transparent elements that begin or end within the slot alone.
    """

    run: Run
    parts: tuple[str, ...]
    offsets: tuple[int, ...]
    hints: Mapping[str, str]
    before: str
    after: str


@dataclass(slots=True)
class Flow:
    """The run being gathered in one flow of text, and the slots within it that come after it."""

    kind: UnitKind
    found: list[Slot] = field(default_factory=list)
    later: list[Slot] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    hints: dict[int, str] = field(default_factory=dict)
    transparent: list[tuple[Element, str]] = field(default_factory=list)
    closed: tuple[str, ...] = ()

    def place(self, raw: str, offset: int, is_markup: bool) -> int:
        """Add a part, so that texts stay at even places and markup at odd ones."""
        if len(self.parts) % 2 != is_markup:
            self.parts.append("")
            self.offsets.append(offset)
        self.parts.append(raw)
        self.offsets.append(offset)
        return len(self.parts) - 1

    def add(self, role: ItemRole, name: str, raw: str, offset: int) -> int:
        """Add an item that is one part of markup."""
        place = self.place(raw, offset, True)
        self.items.append(Item(role, name, place, place, 0, len(raw)))
        self.closed = ()
        return place

    def slot(self, run: Run, kind: UnitKind, title_path: tuple[str, ...]) -> Slot:
        """Give the slot of *run*, which is made of the items gathered."""
        first, last = run.items[0], run.items[-1]
        start = self.offsets[first.first]
        if first.first % 2 == 0:
            start += len(self.parts[first.first][: first.start].encode("utf-8"))
        tail = self.parts[last.last]
        end = self.offsets[last.last]
        end += len((tail if last.first % 2 else tail[: last.end]).encode("utf-8"))
        before, after = self._transparent_tags(start, end) if self.transparent else ("", "")
        return Slot(
            kind,
            run.content,
            title_path,
            start,
            end,
            made_of=MadeOf(
                run, tuple(self.parts), tuple(self.offsets), self._hints(run), before, after
            ),
        )

    def _transparent_tags(self, start: int, end: int) -> tuple[str, str]:
        """Give the tags of transparent elements that end, and begin, in ``start:end`` alone."""
        before = "".join(
            f"</{element.tag}>"
            for element, _ in sorted(self.transparent, key=lambda one: one[0].content_end)
            if element.content_start <= start <= element.content_end < end
        )
        after = "".join(
            tag
            for element, tag in self.transparent
            if start <= element.start and element.content_start <= end <= element.content_end
        )
        return before, after

    def clear(self, still_open: Iterable[Element]) -> None:
        """Begin the next run; of transparent elements those stay that are *still_open*."""
        self.items, self.parts, self.offsets = [], [], []
        self.hints, self.later, self.closed = {}, [], ()
        if self.transparent:
            starts = {element.start for element in still_open}
            self.transparent = [known for known in self.transparent if known[0].start in starts]

    def _hints(self, run: Run) -> dict[str, str]:
        """Say what the codes of a run stand for, as far as a reviewer gains by it."""
        found: dict[str, str] = {}
        for form, item in run.codes.items():
            if item.role is ItemRole.CLOSE:
                continue
            if item.first % 2 == 0:
                hint = self.parts[item.first][item.start : item.end]
            else:
                places = range(item.first, item.last + 1)
                hint = next((self.hints[place] for place in places if self.hints.get(place)), "")
            hint = collapse(hint).strip()
            if hint:
                found[form] = f"{hint[: _LONGEST_HINT - 1]}…" if len(hint) > _LONGEST_HINT else hint
        return found

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The walk over a page's parts that finds its units, in reading order.

It keeps the open blocks as HTML's tree construction would (section 13.2.6), as far as a unit's
kind depends on it, without recursion and without a tree. Leaves out: inline content, which is
in ``html_inline``; what elements mean, which is in ``html_elements``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from adapters.formats import html_elements as elements
from adapters.formats.html_inline import (
    CDATA,
    CLOSE,
    OPEN,
    TEXT,
    THING,
    WORD,
    Item,
    Run,
    make_run,
    visible_text,
)
from adapters.formats.html_inline import Role as ItemRole
from adapters.formats.html_text import WHITE_SPACE, decode_attribute, pieces
from adapters.formats.html_tokens import Attribute, Role, Tag, read_tag
from audarma.model import UnitKind

# Names of their own: looking a member up (before Python 3.12) takes longer than comparing it.
(
    _TAG_OPEN,
    _TAG_CLOSE,
    _TAG_THING,
    _TAG_CDATA,
    _BLOCK_OPEN,
    _BLOCK_CLOSE,
    _BLOCK_VOID,
    _PROTECTED_WORD,
    _PROTECTED_THING,
    _PROTECTED_BLOCK,
) = Role
_HEADING, _PARAGRAPH, _LIST_ITEM = UnitKind.HEADING, UnitKind.PARAGRAPH, UnitKind.LIST_ITEM

_LONGEST_VARIABLE = 2  # characters; a longer <var> is a word that can be translated


class Found(NamedTuple):
    """A unit in its page: a run of its parts, or the value of an attribute of one."""

    kind: UnitKind
    run: Run
    title_path: tuple[str, ...]
    attribute: Attribute | None = None


@dataclass(frozen=True, slots=True)
class Walked:
    """All that a walk found.

    *english_tags* are the places, among the parts, of translated elements that say that they
    are in English; *tags* gives what each tag met says.
    """

    units: list[Found]
    english_tags: list[int]
    tags: dict[str, Tag]


def walk(parts: list[str], is_xml: bool) -> Walked:
    """Find the units of *parts*, as ``html_tokens.cut`` gives them."""
    return _Walk(parts, is_xml).walk()


class _Walk:
    """One walk's state: the open blocks, the headings so far, the run being gathered."""

    def __init__(self, parts: list[str], is_xml: bool) -> None:
        self.parts = parts
        self.is_xml = is_xml
        self.tags: dict[str, Tag] = {}
        self.units: list[Found] = []
        self.english_tags: list[int] = []
        self.items: list[Item] = []
        self.has_text = False
        self.blocks: list[tuple[str, UnitKind]] = []
        self.open_count: dict[str, int] = {}
        self.headings: list[tuple[int, str]] = []
        self.title_path: tuple[str, ...] = ()

    def walk(self) -> Walked:
        """Walk all parts."""
        parts, tags = self.parts, self.tags
        if parts[0]:
            self._text(0, 1 if parts[0][0] == "\ufeff" else 0)
        place, count = 1, len(parts)
        while place < count:
            raw = parts[place]
            tag = tags.get(raw)
            if tag is None:
                tag = tags[raw] = read_tag(raw, self.is_xml)
            if tag.texts:
                self._attributes(place, tag)
            if tag.languages:
                self.english_tags.append(place)
            role = tag.role
            if role is _TAG_OPEN:
                if tag.name == "var" and self._is_variable(place):
                    place = self._protect(place, tag, WORD)
                else:
                    self.items.append(Item(OPEN, tag.code, place, place, 0, len(raw)))
            elif role is _TAG_CLOSE:
                self.items.append(Item(CLOSE, tag.code, place, place, 0, len(raw)))
            elif role is _BLOCK_OPEN:
                self._flush()
                self._open(tag)
            elif role is _BLOCK_CLOSE:
                self._flush()
                self._close(tag.name)
            elif role is _TAG_THING:
                self.items.append(Item(THING, tag.code, place, place, 0, len(raw)))
            elif role is _PROTECTED_WORD:
                place = self._protect(place, tag, WORD)
            elif role is _PROTECTED_THING:
                place = self._protect(place, tag, THING)
            elif role is _TAG_CDATA:
                self.items.append(Item(TEXT, CDATA, place, place, 0, len(raw)))
                self.has_text = True
            else:
                self._flush()
                if role is _PROTECTED_BLOCK:
                    place = self._end_of(place, tag)
            # A protected element that nothing closes ends after a text, which is even.
            if place % 2:
                place += 1
                if parts[place]:
                    self._text(place, 0)
            place += 1
        self._flush()
        return Walked(self.units, self.english_tags, tags)

    def _text(self, place: int, start: int) -> None:
        """Gather the text at *place* from *start* on."""
        raw = self.parts[place]
        if not raw.strip(WHITE_SPACE):
            # The indentation between two blocks; a run would lose it at its edge.
            if self.items:
                self.items.append(Item(TEXT, "", place, place, start, len(raw)))
            return
        self.has_text = True
        for name, begin, end in pieces(raw, self.is_xml):
            if end > start:
                role = WORD if name else TEXT
                self.items.append(Item(role, name, place, place, max(begin, start), end))

    def _attributes(self, place: int, tag: Tag) -> None:
        """Make units of the attributes of *tag* that people read."""
        raw = self.parts[place]
        for attribute, kind in tag.texts:
            quoted = raw[attribute.start : attribute.start + 1] in ('"', "'")
            start, end = attribute.start + quoted, attribute.end - quoted
            items = [
                Item(
                    WORD if name else TEXT,
                    name,
                    place,
                    place,
                    start + begin,
                    start + stop,
                )
                for name, begin, stop in pieces(raw[start:end], self.is_xml)
            ]
            run = make_run(items, self.parts, decode_attribute) if items else None
            if run:
                self.units.append(Found(kind, run, self.title_path, attribute))

    def _flush(self) -> None:
        """Make a unit of the run gathered so far."""
        if not self.items:
            return
        if self.has_text and (run := make_run(self.items, self.parts)):
            name, kind = self.blocks[-1] if self.blocks else ("", _PARAGRAPH)
            if kind is _HEADING and name[1:].isdigit():
                level = int(name[1:])
                self.headings = [heading for heading in self.headings if heading[0] < level]
                self.title_path = tuple(title for _, title in self.headings)
                self.units.append(Found(kind, run, self.title_path))
                self.headings.append((level, visible_text(run, self.parts)))
                self.title_path = tuple(title for _, title in self.headings)
            else:
                self.units.append(Found(kind, run, self.title_path))
        self.items = []
        self.has_text = False

    def _open(self, tag: Tag) -> None:
        """Open a block, and close those that it cannot stand in."""
        blocks, name = self.blocks, tag.name
        if not self.is_xml:
            closed = elements.CLOSED_BY.get(name, frozenset())
            while blocks and (
                blocks[-1][0] in closed
                or (blocks[-1][0] == "p" and name not in elements.STANDS_IN_P)
            ):
                self.open_count[blocks.pop()[0]] -= 1
        parent = blocks[-1][1] if blocks else _PARAGRAPH
        kind = tag.kind
        if kind is None or (kind is _LIST_ITEM and parent in elements.PERVASIVE):
            kind = parent
        blocks.append((name, kind))
        self.open_count[name] = self.open_count.get(name, 0) + 1

    def _close(self, name: str) -> None:
        """Close the last open block *name* and all in it; a stray end tag does nothing."""
        if self.open_count.get(name):
            while True:
                closed = self.blocks.pop()[0]
                self.open_count[closed] -= 1
                if closed == name:
                    break

    def _is_variable(self, place: int) -> bool:
        """Say whether the ``<var>`` at *place* holds a variable's name, and no word."""
        parts = self.parts
        return (
            place + 2 < len(parts)
            and parts[place + 2].startswith("</")
            and len(parts[place + 1].strip()) <= _LONGEST_VARIABLE
        )

    def _protect(self, place: int, tag: Tag, role: ItemRole) -> int:
        """Gather the element that begins at *place* as one item; give its last part's place."""
        last = self._end_of(place, tag)
        self.items.append(Item(role, tag.code, place, last, 0, len(self.parts[last])))
        return last

    def _end_of(self, place: int, tag: Tag) -> int:
        """Give the place of the last part of the element that begins at *place*.

        Where its end tag is missing, it ends with the block that it stands in.
        """
        parts, tags = self.parts, self.tags
        depth, blocks = 1, 0
        for index in range(place + 2, len(parts), 2):
            raw = parts[index]
            other = tags.get(raw)
            if other is None:
                other = tags[raw] = read_tag(raw, self.is_xml)
            role = other.role
            if other.name == tag.name:
                if raw[1] == "/":
                    depth -= 1
                    if not depth:
                        return index
                elif role not in (_TAG_THING, _BLOCK_VOID):
                    depth += 1
            elif role is _BLOCK_OPEN or role is _PROTECTED_BLOCK:
                blocks += 1
            elif role is _BLOCK_CLOSE:
                if not blocks:
                    return index - 1
                blocks -= 1
        return len(parts) - 1

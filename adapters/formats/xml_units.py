# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The units of an XML vocabulary that marks up prose, found by its rules.

A run of text and inline elements inside a block is a unit. Elements that carry prose of their own
in the middle of a sentence (a footnote, an index entry) are one standalone code there, and units
after it.

Leaves out: what elements mean (``xml_vocabulary``); how targets are written (``xml_unit_edits``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from adapters.formats.html_inline import Item, Run, make_run
from adapters.formats.html_inline import Role as ItemRole
from adapters.formats.xml_splice import XML_LANG, Element, Text, XmlText
from adapters.formats.xml_vocabulary import Role, Rule, Vocabulary
from audarma.inline_code import code_name, escape, has_text
from audarma.model import SOURCE_LOCALE, UnitKind

_ID = re.compile(r"[\w.:-]{1,200}")


class Part(NamedTuple):
    """A text, a tag or a whole protected element in a run; offsets as in ``xml_splice``."""

    value: str
    start: int
    end: int
    element: Element | None = None
    may_change: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A unit in its file: a run of parts, or an *attribute* of *element*."""

    id: str
    kind: UnitKind
    content: str
    title_path: tuple[str, ...]
    run: Run | None = None
    parts: tuple[Part, ...] = ()
    element: Element | None = None
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Walked:
    """What a walk found: units in reading order, and translated elements that say ``en``."""

    units: tuple[Found, ...]
    english: tuple[Element, ...]


def walk(xml: XmlText, vocabulary: Vocabulary, title_path: tuple[str, ...] = ()) -> Walked:
    """Find the units of *xml*; its own titles come after *title_path*."""
    return _Walk(xml.root, vocabulary).walk(title_path)


def clean(text: str) -> str:
    """Give *text* on one line."""
    return " ".join(text.split())


@dataclass(slots=True)
class _Frame:
    """An element that is being walked; *outer* is the title path that its own title has."""

    element: Element
    children: Iterator[Element | Text]
    kind: UnitKind
    anchor: str
    path: tuple[str, ...]
    outer: tuple[str, ...] = ()
    is_inline: bool = False
    titles: tuple[str, ...] = ()
    attributes: tuple[tuple[str, UnitKind], ...] = ()


class _Walk:
    """One walk's state; it keeps its own stack, because files may nest deeper than Python."""

    def __init__(self, root: Element, vocabulary: Vocabulary) -> None:
        self.root = root
        self.vocabulary = vocabulary
        self.rules = vocabulary.rules_of(root)
        self.units: list[Found] = []
        self.english: list[Element] = []
        self.counts: Counter[str] = Counter()
        self.taken: set[str] = set()
        self.stack: list[_Frame] = []
        self.items: list[Item] = []
        self.parts: list[Part] = []
        self.nested: list[_Frame] = []
        self.has_text = False

    def walk(self, title_path: tuple[str, ...]) -> Walked:
        """Walk it all."""
        top = _Frame(self.root, iter(()), UnitKind.PARAGRAPH, "", title_path)
        rule = self.rules[self.root.start]
        if rule.role in (Role.BLOCK, Role.PAIRED) or rule.nests:
            self.stack.append(self._enter(self.root, rule, top))
        while self.stack:
            frame = self.stack[-1]
            if frame.attributes:
                self._attributes(frame)
            node = next(frame.children, None)
            if node is None:
                self._leave(self.stack.pop())
            elif isinstance(node, Text):
                self._text(node, frame)
            else:
                self._element(node, frame)
        return Walked(tuple(self.units), tuple(self.english))

    def _text(self, text: Text, frame: _Frame) -> None:
        self._gap(text.start)
        self.has_text = self.has_text or not text.value.isspace()
        if self.vocabulary.pieces is None:
            self._add(ItemRole.TEXT, "", Part(text.value, text.start, text.end))
            return
        for piece in self.vocabulary.pieces(frame.element, text.value):
            self._add(piece.role, piece.name, Part(piece.text, text.start, text.end))

    def _element(self, element: Element, frame: _Frame) -> None:
        rule = self.rules[element.start]
        role = rule.role
        if role is Role.BLOCK or role is Role.SKIPPED:
            block = self._enter(element, rule, frame) if role is Role.BLOCK else None
            self._flush(frame, block)
            return
        self._gap(element.start)
        name = self._code_name(element)
        if role is Role.OPENING or role is Role.CLOSING:
            kind = ItemRole.OPEN if role is Role.OPENING else ItemRole.CLOSE
            self._add(kind, name, Part("", element.start, element.end, element))
            return
        if role is Role.PAIRED:
            self._note_language(element)
            part = Part("", element.start, element.content_start, element, _is_english(element))
            self._add(ItemRole.OPEN, name, part)
            self.stack.append(
                _Frame(
                    element,
                    iter(element.children),
                    frame.kind,
                    frame.anchor,
                    frame.path,
                    is_inline=True,
                )
            )
            return
        if rule.nests:
            self.nested.append(self._enter(element, rule, frame))
        kind = ItemRole.WORD if role is Role.WORD else ItemRole.THING
        self._add(kind, name, Part("", element.start, element.end, element, rule.nests))

    def _enter(self, element: Element, rule: Rule, around: _Frame) -> _Frame:
        """Begin an element whose text is units of their own."""
        self._note_language(element)
        identifiers = (element.attributes.get(name, "") for name in self.vocabulary.ids)
        own = next((one for one in identifiers if _ID.fullmatch(one)), "")
        is_title = around.titles and self.vocabulary.name(element) in around.titles
        path = around.outer if is_title else around.path
        frame = _Frame(
            element,
            iter(element.children),
            rule.kind or around.kind,
            own or around.anchor,
            path,
            titles=rule.titles,
            attributes=rule.attributes,
        )
        if rule.titles:
            frame.outer = path
            frame.path = (*path, *self._title(element, rule.titles))
        return frame

    def _title(self, element: Element, titles: tuple[str, ...]) -> Iterator[str]:
        for wanted in titles:
            for child in element.elements:
                if self.vocabulary.name(child) == wanted and (text := clean(child.text)):
                    yield text
                    return

    def _leave(self, frame: _Frame) -> None:
        element = frame.element
        if frame.is_inline:
            self._gap(element.content_end)
            part = Part("", element.content_end, element.end, element)
            self._add(ItemRole.CLOSE, self._code_name(element), part)
        else:
            self._flush(frame, None)

    def _flush(self, frame: _Frame, block: _Frame | None) -> None:
        """Make a unit of the run gathered in *frame*; what it nests and *block* come next."""
        if self.has_text and (run := make_run(self.items, [p.value for p in self.parts], str)):
            parts = tuple(self.parts)
            name = self._unit_id(frame.anchor)
            self.units.append(Found(name, frame.kind, run.content, frame.path, run, parts))
        self.items, self.parts, self.has_text = [], [], False
        frames = [*self.nested, *([block] if block else [])]
        self.nested = []
        self.stack += reversed(frames)

    def _attributes(self, frame: _Frame) -> None:
        """Make units of the attributes that people read; they stand before the element's text."""
        for attribute, kind in frame.attributes:
            content = escape(frame.element.attributes.get(attribute, ""))
            if has_text(content):
                name = self._unit_id(frame.anchor)
                self.units.append(
                    Found(
                        name,
                        kind,
                        content,
                        frame.path,
                        element=frame.element,
                        attribute=attribute,
                    )
                )
        frame.attributes = ()

    def _unit_id(self, anchor: str) -> str:
        """Give an identifier that no unit has: the element's own, or one counted from it."""
        while True:
            self.counts[anchor] += 1
            count = self.counts[anchor]
            name = f"u{count}" if not anchor else anchor if count == 1 else f"{anchor}.{count}"
            if name not in self.taken:
                self.taken.add(name)
                return name

    def _add(self, role: ItemRole, name: str, part: Part) -> None:
        place = len(self.parts)
        self.parts.append(part)
        self.items.append(Item(role, name, place, place, 0, len(part.value)))

    def _code_name(self, element: Element) -> str:
        return self.rules[element.start].name or code_name(element.local_name)

    def _gap(self, start: int) -> None:
        """Keep what stands between two nodes of a run: a comment or an instruction."""
        if self.parts and self.parts[-1].end < start:
            self._add(ItemRole.THING, "comment", Part("", self.parts[-1].end, start))

    def _note_language(self, element: Element) -> None:
        if _is_english(element):
            self.english.append(element)


def _is_english(element: Element) -> bool:
    stated = element.attributes.get(XML_LANG, "")
    return stated.lower().replace("_", "-").partition("-")[0] == SOURCE_LOCALE

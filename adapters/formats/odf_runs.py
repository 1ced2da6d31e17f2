# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Units in OpenDocument's text: runs of paragraph content, gathered by the grammar's rules.

The grammar says what each element is (a ``Rule``, which may hang on its style); the walk gathers
the text between blocks and gives each run as a ``Slot``: content with inline codes, and the bytes
that it stands in. An element within a run can hold units of its own (a footnote, a text box): it
is one code of the run, and its units follow. Spans that say nothing, and seams between spans that
look the same, are no codes: word processors leave them wherever someone has typed.

Leaves out: writing targets, which is in ``odf_splice``; how a run becomes content, which is in
``html_inline``; vocabularies in which an element's name says it all, which are in ``xml_units``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from adapters.formats.html_inline import CDATA, Item, make_run, visible_text
from adapters.formats.html_inline import Role as ItemRole
from adapters.formats.html_text import collapse, pieces
from adapters.formats.odf_plain import plain_slot, plain_text
from adapters.formats.odf_rules import Grammar, Role, Rule
from adapters.formats.odf_slots import Flow, Slot
from adapters.formats.xml_splice import Element, Leaf, Text, XmlText
from audarma.inline_code import code_name, escape, has_text
from audarma.model import UnitKind

_CDATA_SECTION = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([^\s=<>/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def slots(xml: XmlText, roots: Iterable[Element], grammar: Grammar, prefix: str) -> dict[str, Slot]:
    """Give the slots in *roots* by id, in reading order; ids are *prefix* and a number from 1."""
    walk = _Walk(xml, grammar)
    found = (slot for root in roots for slot in walk.walk(root))
    return {f"{prefix}{number}": slot for number, slot in enumerate(found, 1)}


@dataclass(slots=True)
class _Open:
    """An element that the walk is in, and how far it has come.

    *blocks* has the rules of the blocks in it, by their start tags.
    """

    element: Element
    rule: Rule
    parts: Iterator[Element | Text | Leaf]
    position: int
    kind: UnitKind
    blocks: dict[bytes, Rule] = field(default_factory=dict)


class _Walk:
    """One walk's state: open elements, flows of text in one another, headings so far."""

    def __init__(self, xml: XmlText, grammar: Grammar) -> None:
        self.xml, self.grammar = xml, grammar
        self.flows: list[Flow] = []
        self.open: list[_Open] = []
        self.headings: list[tuple[int, str]] = []
        self.title_path: tuple[str, ...] = ()

    def walk(self, root: Element) -> list[Slot]:
        """Give the slots of *root*, which is a block."""
        flow = Flow(UnitKind.PARAGRAPH)
        self.flows = [flow]
        self._element(root, self.grammar(root), UnitKind.PARAGRAPH)
        # No recursion: elements may be nested deeper than Python's calls.
        while self.open:
            top = self.open[-1]
            for part in top.parts:
                if part.start > top.position:
                    self._gap(top, part.start)
                top.position = part.end
                if isinstance(part, Text):
                    self._text(part)
                    continue
                if isinstance(part, Leaf):
                    self._leaf(part, top)
                else:
                    self._element(part, self.grammar(part), top.kind)
                if self.open[-1] is not top:
                    break  # What the child holds comes first.
            else:
                if top.element.content_end > top.position:
                    self._gap(top, top.element.content_end)
                self._leave(self.open.pop())
        self._flush()
        return flow.found

    def _raw(self, start: int, end: int) -> str:
        return self.xml.utf8[start:end].decode("utf-8")

    def _gap(self, top: _Open, end: int) -> None:
        """Keep a comment or processing instruction that stands in a run."""
        if self.flows[-1].items:
            raw = self._raw(top.position, end)
            self.flows[-1].add(ItemRole.THING, "comment", raw, top.position)

    def _text(self, text: Text) -> None:
        flow = self.flows[-1]
        flow.closed = ()
        if not flow.items and self.xml.utf8[text.start : text.end].isspace():
            return  # No run begins with white space, and between blocks there is much of it.
        offset = text.start
        whole = self._raw(text.start, text.end)
        if "<![CDATA[" not in whole:
            self._plain_text(whole, offset)
            return
        for raw in _CDATA_SECTION.split(whole):
            if raw.startswith("<![CDATA["):
                flow.add(ItemRole.TEXT, CDATA, raw, offset)
            elif raw:
                self._plain_text(raw, offset)
            offset += len(raw.encode("utf-8"))

    def _plain_text(self, raw: str, offset: int) -> None:
        flow = self.flows[-1]
        place = flow.place(raw, offset, False)
        for name, start, end in pieces(raw, True):
            role = ItemRole.WORD if name else ItemRole.TEXT
            flow.items.append(Item(role, name, place, place, start, end))

    def _leaf(self, leaf: Leaf, top: _Open) -> None:
        """Take in an element without markup: most are blocks, and no element is made of those."""
        rule = top.blocks.get(leaf.tag)
        if rule is not None and self._is_plain_block(leaf, rule, top.kind):
            return
        element = top.element.made(leaf)
        if rule is None:
            rule = self.grammar(element)
            if rule.role is Role.BLOCK and not rule.attributes:
                top.blocks[leaf.tag] = rule
                if self._is_plain_block(leaf, rule, top.kind):
                    return
        self._element(element, rule, top.kind)

    def _element(self, element: Element, rule: Rule, kind: UnitKind) -> None:
        if rule.role is Role.SKIPPED or rule.role is Role.BLOCK:
            self._flush()
            if rule.role is Role.SKIPPED:
                return
        self._attributes(element, rule)
        is_empty = element.content_start == element.end
        if rule.role is Role.BLOCK or rule.role is Role.TRANSPARENT:
            self._enter(element, rule, kind)
        elif rule.role is Role.INLINE and not is_empty:
            self._open_inline(element, rule, kind)
        elif rule.is_walked:
            self.flows.append(Flow(rule.kind or kind))
            self._enter(element, rule, kind)
        else:
            self._atom(element, rule)

    def _is_plain_block(self, leaf: Leaf, rule: Rule, kind: UnitKind) -> bool:
        """Say whether a block is text alone, as most are; its slot is given then."""
        self._flush()
        flow, raw = self.flows[-1], leaf.content
        text = None if flow.transparent else plain_text(raw)
        if text is None:
            return False
        if text:
            self._leave_headings(rule.level)
            start = leaf.start + len(leaf.tag)
            slot = plain_slot(rule.kind or kind, text, self.title_path, raw, start)
            flow.found.append(slot)
            if rule.level:
                self._enter_heading(rule.level, text)
        return True

    def _enter(self, element: Element, rule: Rule, kind: UnitKind) -> None:
        if rule.role is Role.TRANSPARENT and element.content_start < element.end:
            tag = self._raw(element.start, element.content_start)
            self.flows[-1].transparent.append((element, tag))
        kind = rule.kind or kind
        self.open.append(_Open(element, rule, iter(element.parts), element.content_start, kind))

    def _leave(self, opened: _Open) -> None:
        element, rule = opened.element, opened.rule
        if rule.role is Role.BLOCK:
            self._flush(opened)
        elif rule.role is Role.INLINE:
            flow, start = self.flows[-1], element.content_end
            flow.add(
                ItemRole.CLOSE, self._name(element, rule), self._raw(start, element.end), start
            )
            flow.closed = rule.sameness
        elif rule.role is not Role.TRANSPARENT:
            self._flush(opened)
            inner = self.flows.pop()
            self.flows[-1].later += inner.found
            self._atom(element, rule)

    def _open_inline(self, element: Element, rule: Rule, kind: UnitKind) -> None:
        flow = self.flows[-1]
        if rule.sameness and flow.closed == rule.sameness:
            # The element before this one goes on: its end tag and this start tag say nothing.
            flow.items.pop()
            flow.closed = ()
        else:
            raw = self._raw(element.start, element.content_start)
            name = self._name(element, rule)
            place = flow.add(ItemRole.OPEN, name, raw, element.start)
            flow.hints[place] = rule.hint
        self._enter(element, rule, kind)

    def _atom(self, element: Element, rule: Rule) -> None:
        flow = self.flows[-1]
        role = ItemRole.WORD if rule.role is Role.WORD else ItemRole.THING
        raw = self._raw(element.start, element.end)
        place = flow.add(role, self._name(element, rule), raw, element.start)
        flow.hints[place] = rule.hint

    @staticmethod
    def _name(element: Element, rule: Rule) -> str:
        return code_name(rule.name or element.local_name)

    def _attributes(self, element: Element, rule: Rule) -> None:
        if not rule.attributes:
            return
        tag = self._raw(element.start, element.content_start)
        kinds = dict(rule.attributes)
        for match in _ATTRIBUTE.finditer(tag):
            name = _clark(element, match[1])
            kind = kinds.get(name)
            content = escape(collapse(element.attributes.get(name, "")).strip())
            if kind is None or not has_text(content):
                continue
            group = 2 if match[2] is not None else 3
            start, end = (
                element.start + len(tag[:place].encode("utf-8")) for place in match.span(group)
            )
            quote = '"' if group == 2 else "'"
            slot = Slot(kind, content, self.title_path, start, end, quote=quote)
            self.flows[-1].later.append(slot)

    def _flush(self, opened: _Open | None = None) -> None:
        """End the run gathered so far; *opened* is the block that ends with it."""
        flow = self.flows[-1]
        if flow.items and (run := make_run(flow.items, flow.parts)):
            kind = self._kind(flow, opened)
            level = self._level(opened)
            self._leave_headings(level)
            flow.found.append(flow.slot(run, kind, self.title_path))
            if level:
                self._enter_heading(level, visible_text(run, flow.parts))
        if flow.items or flow.later or flow.transparent:
            flow.found += flow.later
            flow.clear(opened.element for opened in self.open)

    def _level(self, opened: _Open | None) -> int:
        """Give the level of the heading that a run stands in, or 0 where that is no heading."""
        block = opened or next((o for o in reversed(self.open) if o.rule.role is Role.BLOCK), None)
        return block.rule.level if block else 0

    def _leave_headings(self, level: int) -> None:
        """Leave the headings that one of *level* ends; text that is no heading, 0, ends none."""
        if level:
            self.headings = [heading for heading in self.headings if heading[0] < level]
            self.title_path = tuple(title for _, title in self.headings)

    def _enter_heading(self, level: int, title: str) -> None:
        """Let what follows stand below a heading."""
        self.headings.append((level, title))
        self.title_path = (*self.title_path, title)

    def _kind(self, flow: Flow, opened: _Open | None) -> UnitKind:
        if opened:
            return opened.kind
        return self.open[-1].kind if self.open else flow.kind


def _clark(element: Element, written: str) -> str:
    """Give an attribute's name as ``Element.attributes`` has it."""
    prefix, colon, local = written.partition(":")
    return f"{{{element.prefixes.get(prefix, '')}}}{local}" if colon else written

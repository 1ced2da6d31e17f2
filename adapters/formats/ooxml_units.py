# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The units of one Office Open XML part, found wherever its vocabularies keep text for readers.

Follows ISO/IEC 29500-1:2016 for text, tables, notes, alternative texts (20.4.2.5, 20.2.2.3) and
charts' caches (21.2.2.201); 29500-3:2015 for alternate content. What is there twice, for old and
new programs, is one unit in two places.

Leaves out: which parts there are; what targets become, which is in ``ooxml_write``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from adapters.formats.ooxml_content import Paragraph, paragraph_content
from adapters.formats.ooxml_fields import OpenField, join_fields
from adapters.formats.ooxml_names import attribute, child, children, known_name
from adapters.formats.ooxml_tokens import PartContext, Tokeniser
from adapters.formats.xml_splice import Element, XmlText
from audarma.inline_code import escape, has_text
from audarma.model import Unit, UnitKind

_ATTRIBUTE = re.compile(r"""([^\s=<>/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_FILE_NAME = re.compile(
    r"(?:[A-Za-z]:\\|/|\w+://).*|\S+[.\\/_]\w\S*"
    r"|.*\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp)",
    re.IGNORECASE | re.DOTALL,
)
"""An alternative text that a program made of the picture's file."""

_NO_TEXT = """
w:pPr w:rPr w:sectPr w:tblGrid w:sdtEndPr a:pPr a:lstStyle c:numCache c:numLit c:spPr p:spPr
p:timing p:transition
"""
_SKIPPED = frozenset(_NO_TEXT.split())
_KINDS = {
    "w:tc": UnitKind.TABLE_CELL,
    "a:tc": UnitKind.TABLE_CELL,
    "w:footnote": UnitKind.FOOTNOTE,
    "w:endnote": UnitKind.FOOTNOTE,
}
_PLACEHOLDERS = {
    "title": UnitKind.HEADING,
    "ctrTitle": UnitKind.HEADING,
    "subTitle": UnitKind.HEADING,
}
# Attributes that people read, by element; any namespace's cNvPr and docPr are alike.
_ATTRIBUTES: dict[str, tuple[tuple[str, UnitKind], ...]] = {
    "docPr": (("title", UnitKind.ALT_TEXT), ("descr", UnitKind.ALT_TEXT)),
    "cNvPr": (("title", UnitKind.ALT_TEXT), ("descr", UnitKind.ALT_TEXT)),
    "shape": (("alt", UnitKind.ALT_TEXT),),
    "tblCaption": (("w:val", UnitKind.ALT_TEXT),),
    "tblDescription": (("w:val", UnitKind.ALT_TEXT),),
    "hyperlink": (("w:tooltip", UnitKind.LABEL),),
    "listItem": (("w:displayText", UnitKind.LABEL),),
}
_CACHES = frozenset({"c:strCache", "c:strLit", "c:lvl", "c:tx"})

KindOf = Callable[[Element, UnitKind], tuple[UnitKind | None, int]]
"""Gives a paragraph's kind (``None``: not to be translated) and a heading's level, else 0."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A unit and where it stands: a *paragraph* in *element*, or text from *start* to *end*.

    A slot that *repeats* another one has that one's unit, and its target. *quote* is the sign
    around an attribute's value.
    """

    unit: Unit
    start: int
    end: int
    element: Element
    paragraph: Paragraph | None = None
    quote: str = ""
    repeats: bool = False


@dataclass(slots=True)
class Repeats:
    """Units by content, for what repeats them elsewhere, in the same order."""

    units: dict[str, list[Unit]] = field(default_factory=dict)

    def add(self, unit: Unit) -> None:
        """Let *unit* be found."""
        self.units.setdefault(unit.content, []).append(unit)

    def find(self, content: str) -> Unit | None:
        """Give the next unit of that content; the last serves for all that follow."""
        known = self.units.get(content)
        if not known:
            return None
        return known.pop(0) if len(known) > 1 else known[0]


@dataclass(frozen=True, slots=True)
class Place:
    """What a part says of where its units stand; ids begin with *prefix*.

    Units that *repeats* has are repeated; others join it where *joins*.
    """

    prefix: str
    kind: UnitKind = UnitKind.PARAGRAPH
    title_path: tuple[str, ...] = ()
    repeats: Repeats | None = None
    joins: bool = False


@dataclass(frozen=True, slots=True)
class _Around:
    """What is around an element that is being walked; *scopes* say which repeat the others."""

    kind: UnitKind
    story: list[OpenField]
    scopes: tuple[tuple[Repeats, bool], ...] = ()


def find_slots(xml: XmlText, place: Place, context: PartContext, kind_of: KindOf) -> list[Slot]:
    """Give the slots of *xml* in reading order."""
    return _Walk(xml, place, context, kind_of).walk()


class _Walk:
    """One part's walk; it keeps its own stack, because files may nest deeper than Python."""

    def __init__(self, xml: XmlText, place: Place, context: PartContext, kind_of: KindOf) -> None:
        self.xml, self.place, self.context, self.kind_of = xml, place, context, kind_of
        self.slots: list[Slot] = []
        self.headings: list[tuple[int, str]] = []
        self.count = 0
        self.stack: list[tuple[Element, _Around]] = []

    def walk(self) -> list[Slot]:
        self.stack.append((self.xml.root, _Around(self.place.kind, [])))
        while self.stack:
            element, around = self.stack.pop()
            name = known_name(element.name)
            if name in _SKIPPED or _is_deleted_row(element, name):
                continue
            if element.local_name in _ATTRIBUTES:
                self._attributes(element, around)
            if name in ("w:p", "a:p"):
                self._paragraph(element, around)
            elif name == "mc:AlternateContent":
                self._alternatives(element, around)
            elif name == "c:v" and _is_cached_text(element):
                self._cached(element, around)
            else:
                self._push(element.elements, _inside(element, name, around))
        return self.slots

    def _push(self, elements: list[Element], around: _Around) -> None:
        self.stack += ((element, around) for element in reversed(elements))

    def _alternatives(self, element: Element, around: _Around) -> None:
        scope = Repeats()
        choices = children(element, "mc:Choice")
        others = [*choices[1:], *children(element, "mc:Fallback")]
        repeating = replace(around, scopes=(*around.scopes, (scope, True)))
        self._push(others, repeating)
        self._push(choices[:1], replace(around, scopes=(*around.scopes, (scope, False))))

    def _paragraph(self, element: Element, around: _Around) -> None:
        tokeniser = Tokeniser(self.xml, element, self.context)
        tokens = join_fields(tokeniser.tokens(), around.story)
        kind, level = self.kind_of(element, around.kind)
        paragraph = paragraph_content(tokens, self.context) if kind else None
        if paragraph and kind:
            if level:
                self.headings = [heading for heading in self.headings if heading[0] < level]
            start, end = _content_span(element)
            unit = Unit("", kind, paragraph.run.content, (), paragraph.hints)
            self._add(Slot(unit, start, end, element, paragraph), around)
            if level:
                self.headings.append((level, paragraph.text))
        for span in tokeniser.spanning:
            self._attributes(span, around)
        # What stands in the paragraph comes after it.
        self._push(tokeniser.nested, replace(around, story=[]))

    def _attributes(self, element: Element, around: _Around) -> None:
        kinds = {
            name: kind
            for name, kind in _ATTRIBUTES.get(element.local_name, ())
            if attribute(element, name)
        }
        if not kinds:
            return
        tag = self.xml.utf8[element.start : element.content_start].decode("utf-8")
        for match in _ATTRIBUTE.finditer(tag):
            name = _attribute_name(element, match[1])
            text = " ".join((attribute(element, name) or "").split()) if name in kinds else ""
            if not has_text(escape(text)) or _FILE_NAME.fullmatch(text):
                continue
            group = 2 if match[2] is not None else 3
            start, end = (element.start + len(tag[:at].encode("utf-8")) for at in match.span(group))
            unit = Unit("", kinds[name], escape(text))
            quote = '"' if group == 2 else "'"
            self._add(Slot(unit, start, end, element, quote=quote), around)

    def _cached(self, element: Element, around: _Around) -> None:
        text = element.text.strip()
        if has_text(escape(text)):
            unit = Unit("", UnitKind.LABEL, escape(text))
            self._add(Slot(unit, element.content_start, element.content_end, element), around)

    def _add(self, slot: Slot, around: _Around) -> None:
        known = self._known(slot.unit.content, around)
        if known:
            self.slots.append(replace(slot, unit=known, repeats=True))
            return
        self.count += 1
        path = (*self.place.title_path, *(title for _, title in self.headings))
        unit = replace(slot.unit, id=f"{self.place.prefix}{self.count}", title_path=path)
        self.slots.append(replace(slot, unit=unit))
        for scope, _ in around.scopes:
            scope.add(unit)
        if self.place.repeats and self.place.joins:
            self.place.repeats.add(unit)

    def _known(self, content: str, around: _Around) -> Unit | None:
        for scope, is_repeating in reversed(around.scopes):
            if is_repeating and (unit := scope.find(content)):
                return unit
        return self.place.repeats.find(content) if self.place.repeats else None


def _inside(element: Element, name: str, around: _Around) -> _Around:
    """Give what is around the children of *element*."""
    kind = _KINDS.get(name)
    if name == "p:sp":
        kind = _placeholder_kind(element)
    elif name == "w:drawing":
        # A picture's text is often stated for its frame and for itself.
        return replace(around, scopes=(*around.scopes, (Repeats(), True)))
    return replace(around, kind=kind, story=[]) if kind else around


def _placeholder_kind(shape: Element) -> UnitKind | None:
    holder = child(shape, "p:nvSpPr", "p:nvPr", "p:ph")
    return _PLACEHOLDERS.get(holder.attributes.get("type", "")) if holder else None


def _is_deleted_row(element: Element, name: str) -> bool:
    return name == "w:tr" and bool(children(element, "w:trPr", "w:del"))


def _is_cached_text(element: Element) -> bool:
    parents: Iterator[Element] = _parents(element)
    parent = next(parents, None)
    if parent is not None and known_name(parent.name) == "c:pt":
        parent = next(parents, None)
    return parent is not None and known_name(parent.name) in _CACHES


def _parents(element: Element) -> Iterator[Element]:
    parent = element.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _content_span(element: Element) -> tuple[int, int]:
    """Give where a paragraph's content begins and ends, its properties left out."""
    start, end = element.content_start, element.content_end
    for one in element.elements:
        if known_name(one.name) in ("w:pPr", "a:pPr"):
            start = one.end
        elif known_name(one.name) == "a:endParaRPr":
            end = one.start
    return start, end


def _attribute_name(element: Element, written: str) -> str:
    prefix, colon, local = written.partition(":")
    return known_name(f"{{{element.prefixes.get(prefix, '')}}}{local}") if colon else written

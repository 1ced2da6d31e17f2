# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a DOCX file's styles say of its paragraphs: headings, lists, captions, program code.

Follows ISO/IEC 29500-1:2016, 17.7 (styles) and 17.3.1 (paragraph properties). Built-in styles have
English names in every language of Word (17.7.4.9); Pandoc's own names are known too.

Leaves out: what styles look like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from adapters.formats.ooxml_names import child, children, value
from adapters.formats.xml_splice import Element, XmlText
from audarma.inline_code import code_name
from audarma.model import UnitKind

_BODY_TEXT_LEVEL = 9  # 17.3.1.20: levels 0 to 8 are headings
_HEADING = re.compile(r"heading ([1-9])")
_CODE = re.compile(
    r"source ?code|source text|verbatim( char)?|html (code|preformatted|keyboard|sample|typewriter"
    r"|variable)( char)?|preformatted text|code( block| listing| char| inline)?|inline code"
    r"|program(ming)?( code| listing)?|listing|macro text( char)?|\w+tok"
)
_KINDS = {
    "caption": UnitKind.CAPTION,
    "image caption": UnitKind.CAPTION,
    "table caption": UnitKind.CAPTION,
    "quote": UnitKind.QUOTATION,
    "intense quote": UnitKind.QUOTATION,
    "block text": UnitKind.QUOTATION,
    "definition": UnitKind.DEFINITION,
    "definition term": UnitKind.DEFINITION,
    "footnote text": UnitKind.FOOTNOTE,
    "endnote text": UnitKind.FOOTNOTE,
}
# Many a style is based on these for its looks alone.
_OWN_KINDS = {
    "title": UnitKind.TITLE,
    "subtitle": UnitKind.HEADING,
    "toc heading": UnitKind.HEADING,
    "author": UnitKind.METADATA,
    "date": UnitKind.METADATA,
}


class DocxStyles:
    """The styles of a document, by identifier."""

    def __init__(self, xml: XmlText | None) -> None:
        """Read the part that holds the styles; ``None``: there is none."""
        self._styles: dict[str, Element] = {}
        self._default = ""
        for style in children(xml.root, "w:style") if xml else ():
            named = {key.rpartition("}")[2]: said for key, said in style.attributes.items()}
            self._styles[named.get("styleId", "")] = style
            if named.get("type") == "paragraph" and named.get("default") in ("1", "true", "on"):
                self._default = named.get("styleId", "")

    @property
    def code_styles(self) -> frozenset[str]:
        """Give the identifiers of the styles for program code."""
        return frozenset(one for one in self._styles if any(map(_CODE.fullmatch, self._names(one))))

    @property
    def code_names(self) -> dict[str, str]:
        """Give for each style the name of a code that stands for it."""
        return {one: _short_name(next(self._names(one), one)) for one in self._styles}

    def identifier(self, name: str) -> str:
        """Give the identifier of the style *name*, or nothing."""
        return next((one for one in self._styles if next(self._names(one), "") == name), "")

    def kind_of(self, paragraph: Element, around: UnitKind) -> tuple[UnitKind | None, int]:
        """Give a paragraph's kind (``None``: program code) and a heading's level, else 0."""
        properties = child(paragraph, "w:pPr")
        style = value(child(properties, "w:pStyle")) if properties else ""
        chain = [*self._chain(style or self._default)]
        names = [value(child(one, "w:name")).lower() for one in chain]
        if any(map(_CODE.fullmatch, names)):
            return None, 0
        level = self._level(properties, chain, names)
        if level:
            return UnitKind.HEADING, level
        own = _OWN_KINDS.get(names[0]) if names else None
        kind = own or next((_KINDS[name] for name in names if name in _KINDS), None)
        if around is not UnitKind.PARAGRAPH:
            return around, 0
        if kind is None and self._is_numbered(properties, chain):
            kind = UnitKind.LIST_ITEM
        return kind or around, 0

    def _chain(self, style: str) -> Iterator[Element]:
        """Give the style and those that it is based on, nearest first."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = value(child(self._styles[style], "w:basedOn"))

    def _names(self, style: str) -> Iterator[str]:
        return (value(child(one, "w:name")).lower() for one in self._chain(style))

    @staticmethod
    def _level(properties: Element | None, chain: list[Element], names: list[str]) -> int:
        """Give the heading's level from 1, or 0 for a text that is none."""
        own = child(properties, "w:outlineLvl") if properties else None
        if own is not None:
            return _outline_level(own)
        for style, name in zip(chain, names, strict=True):
            if match := _HEADING.fullmatch(name):
                return int(match[1])
            inherited = child(style, "w:pPr", "w:outlineLvl")
            if inherited is not None:
                return _outline_level(inherited)
        return 0

    @staticmethod
    def _is_numbered(properties: Element | None, chain: list[Element]) -> bool:
        places = [properties, *(child(style, "w:pPr") for style in chain)]
        for place in places:
            number = child(place, "w:numPr", "w:numId") if place else None
            if number is not None:
                return value(number) != "0"  # 17.9.18: 0 takes numbering away
        return False


def _outline_level(element: Element) -> int:
    said = value(element)
    level = int(said) if said.isdigit() else _BODY_TEXT_LEVEL
    return level + 1 if level < _BODY_TEXT_LEVEL else 0


def _short_name(name: str) -> str:
    """Name a code for a character style: HTML's name where there is one."""
    known = {"strong": "strong", "emphasis": "em", "hyperlink": "a", "followedhyperlink": "a"}
    return known.get(name.replace(" ", ""), "") or code_name("".join(name.title().split()))

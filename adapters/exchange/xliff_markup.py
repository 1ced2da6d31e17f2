# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Content as XLIFF's inline elements and back; which elements, each version of XLIFF says.

A pair of codes that nests is an element around its text. A half, whose partner another segment
holds, and a standalone code are empty elements.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from lxml import etree

from audarma.inline_code import Code, CodeKind, Token, parse

# What XML 1.0 cannot hold (its production 2); such a character in a text is white space at best.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TEXTS = frozenset({"source", "target"})

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Maker = Callable[[etree._Element, Code, bool], etree._Element]
"""Adds to an element the one for a code, which is a pair or not."""


def fill(parent: etree._Element, content: str, make: Maker) -> None:
    """Write *content* into *parent*, its codes as *make* gives them."""
    tokens = parse(content)
    paired = set(_nesting(tokens))
    stack = [parent]
    for place, token in enumerate(tokens):
        if isinstance(token, str):
            _add_text(stack[-1], xml_text(token))
        elif place not in paired:
            make(stack[-1], token, False)
        elif token.kind is CodeKind.OPEN:
            stack.append(make(stack[-1], token, True))
        else:
            stack.pop()


def lay_out(element: etree._Element, indent: str = "\n") -> None:
    """Put each element that holds no text of people's on a line of its own."""
    if local_name(element) in _TEXTS or not len(element):
        return
    element.text = f"{indent}  "
    for child in element:
        lay_out(child, f"{indent}  ")
        child.tail = f"{indent}  "
    element[-1].tail = indent


def xml_text(text: str) -> str:
    """Give *text* as XML can hold it."""
    return _NOT_XML.sub(" ", text)


def written_code(text: str | None) -> Code | None:
    """Read the one code that *text* is the written form of."""
    tokens = parse(text or "")
    return tokens[0] if len(tokens) == 1 and isinstance(tokens[0], Code) else None


def local_name(element: etree._Element) -> str:
    """Give the tag without a namespace; comments and the like have none."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """Give the child elements of that name, whatever their namespace."""
    return [child for child in element if local_name(child) == name]


def text_of(element: etree._Element) -> str:
    """Give the text of *element* and all that it holds."""
    return str(element.xpath("string()"))


def _add_text(parent: etree._Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _nesting(tokens: Sequence[Token]) -> Iterator[int]:
    """Give the places of codes that are pairs, properly nested."""
    opened: list[tuple[int, Code]] = []
    for place, token in enumerate(tokens):
        if isinstance(token, str):
            continue
        if token.kind is CodeKind.OPEN:
            opened.append((place, token))
        elif token.kind is CodeKind.CLOSE:
            numbers = [code.number for _place, code in opened]
            if token.number in numbers:
                # What was opened since and is still open has no partner in here.
                start, _code = opened[numbers.index(token.number)]
                del opened[numbers.index(token.number) :]
                yield from (start, place)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the elements of XLIFF mean: OASIS XLIFF 1.2 (section 2.4) and 2.1 (section 4.7), and 1.1.

A unit is a ``<source>``. Its inline elements are codes: those that hold text a pair, those that
open or close a pair by themselves a pair too where both stand in one element and nest, and the
others a word or a thing. Placeholders that a tool left in the text are protected as well.
``translate="no"`` holds for all below it that does not say otherwise.

Leaves out: ``<sub>``, text inside a code, which stays with the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from adapters.formats.message_text import Piece, message_pieces
from adapters.formats.xml_splice import XML_SPACE, Element
from adapters.formats.xml_vocabulary import Role, Rule, Vocabulary, each
from audarma.inline_code import code_name
from audarma.model import UnitKind

_NAMESPACE = "urn:oasis:names:tc:xliff:document:"
NAMESPACES = {
    "": 1,
    f"{_NAMESPACE}1.1": 1,
    f"{_NAMESPACE}1.2": 1,
    f"{_NAMESPACE}2.0": 2,
    f"{_NAMESPACE}2.1": 2,
    f"{_NAMESPACE}2.2": 2,
}
"""The namespaces of XLIFF, each with its major version; XLIFF 1.0 has none."""

_OPENERS = frozenset({"bpt", "bx", "sc", "sm"})
_CLOSERS = frozenset({"ept", "ex", "ec", "em"})
_KIND_WORDS = re.compile(r"[A-Za-z]+")
_LINE_BREAKS = frozenset({"lb", "pb", "linebreak"})
_THINGS = frozenset({"image", "img", "media", "br"})
_TYPES = ("ctype", "subType", "type")


def _refine(element: Element, rule: Rule) -> Rule:
    """Give the rule of *element*, whose attributes say more than its name."""
    local = element.local_name
    if local == "source":
        return rule if is_translatable(element) else Rule(Role.SKIPPED)
    if local in _OPENERS or local in _CLOSERS:
        partner = _partner(element)
        if partner is None:
            return Rule(Role.THING, name=_name(element))
        opener = element if local in _OPENERS else partner
        role = Role.OPENING if element is opener else Role.CLOSING
        return Rule(role, name=_name(opener))
    if rule.role is Role.PAIRED:
        is_protected = element.attributes.get("mtype") == "protected"
        if is_protected or element.attributes.get("translate") == "no":
            return Rule(Role.WORD, name=_name(element))
        return Rule(Role.PAIRED, name=_name(element))
    if rule.role is Role.WORD:
        name = _name(element)
        return Rule(Role.THING if name in _THINGS else Role.WORD, name=name)
    return rule


def is_translatable(element: Element) -> bool:
    """Say whether the text of *element* is to be translated, by the nearest word on it."""
    holder: Element | None = element
    while holder is not None:
        stated = holder.attributes.get("translate")
        if stated in ("yes", "no"):
            return stated == "yes"
        holder = holder.parent
    return True


def _name(element: Element) -> str:
    """Name an element's code by what it is said to be (``x-html-strong``, ``xlf:b``), or is."""
    for attribute in _TYPES:
        words = _KIND_WORDS.findall(element.attributes.get(attribute, ""))
        if words and words[-1] != "other":
            return "br" if words[-1].lower() in _LINE_BREAKS else words[-1].lower()
    return code_name(element.local_name)


def _partner(element: Element) -> Element | None:
    """Give the element that closes or opens what *element* opens or closes, if they nest."""
    return _partners(element.parent).get(element.start) if element.parent else None


@lru_cache(maxsize=1)
def _partners(parent: Element) -> dict[int, Element]:
    """Give the partner of each child that has one, by where the child starts."""
    found: dict[int, Element] = {}
    opened: list[Element] = []
    for element in parent.elements:
        local = element.local_name
        if local in _OPENERS:
            opened.append(element)
        elif local in _CLOSERS and opened and _key(opened[-1]) == _key(element):
            opener = opened.pop()
            found[opener.start], found[element.start] = element, opener
        elif local in _CLOSERS:
            # Nothing that is still open can hold this one and nest.
            opened.clear()
    return found


def _key(element: Element) -> str:
    """Give what an opening element and its closing one have in common."""
    attributes = element.attributes
    local = element.local_name
    if local in ("ec", "em"):
        return f"{local[1:]}{attributes.get('startRef', '')}"
    if local in ("sc", "sm"):
        return f"{'c' if local == 'sc' else 'm'}{attributes.get('id', '')}"
    family = "x" if local in ("bx", "ex") else "pt"
    return f"{family}{attributes.get('rid') or attributes.get('id', '')}"


def _pieces(element: Element, text: str) -> Iterator[Piece]:
    """Cut text; line ends count where white space is to be preserved (XML 1.0, section 2.10)."""
    holder: Element | None = element
    while holder is not None and XML_SPACE not in holder.attributes:
        holder = holder.parent
    keeps = holder is not None and holder.attributes[XML_SPACE] == "preserve"
    return message_pieces(text, has_lines=keeps)


_BLOCK = Rule(Role.BLOCK)
_SKIPPED = Rule(Role.SKIPPED)

XLIFF = Vocabulary(
    namespaces=dict.fromkeys(NAMESPACES, ""),
    rules={
        "/xliff": _BLOCK,
        **each("xliff/file file/body file/group file/unit file/trans-unit", _BLOCK),
        **each("body/group body/trans-unit group/group group/trans-unit group/unit", _BLOCK),
        "unit/segment": _BLOCK,
        **each("trans-unit/source segment/source", Rule(Role.BLOCK, UnitKind.PARAGRAPH)),
        **each("xliff/* file/* body/* group/* unit/* trans-unit/* segment/*", _SKIPPED),
        **each("g pc mrk", Rule(Role.PAIRED)),
        **each("x ph it bpt ept bx ex sc ec sm em", Rule(Role.WORD)),
        **each("cp sub", Rule(Role.THING)),
    },
    ids=("id",),
    hints=("disp", "dispStart", "equiv", "equivStart", "equiv-text", "xid", "href"),
    refine=_refine,
    pieces=_pieces,
)

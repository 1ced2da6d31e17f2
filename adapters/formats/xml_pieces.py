# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A well-formed XML file without a document type, cut into tags and what stands between them.

expat checks the file (XML 1.0, Namespaces in XML 1.0); without events for each element it does so
in a third of the time. Elements are made of the pieces when somebody asks for them.

Leaves out: files with a document type, which may declare entities and whose faults must be named:
those are in ``xml_reading``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from itertools import accumulate
from xml.parsers import expat

from adapters.formats.xml_tree import (
    MAX_DEPTH,
    NO_ATTRIBUTES,
    XML_NAMESPACE,
    Element,
    Leaf,
    Scope,
    Text,
)

_DOCTYPE = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_TAG = re.compile(rb"(<[^>]*>)")
# What holds a ">" of its own: comments, sections, instructions, attributes' values.
_ANY_TAG = re.compile(
    rb"""(<!--.*?-->|<!\[CDATA\[.*?]]>|<\?.*?\?>|<[^>"']*+(?:(?:"[^"]*+"|'[^']*+')[^>"']*+)*+>)""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s=<>/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)]]>", re.DOTALL)
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|([a-z]+));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "apos": "'", "quot": '"'}
_BLANKS = dict.fromkeys(map(ord, "\t\n\r"), " ")
# Bytes as numbers: to look for them in bytes is the fastest search that there is.
_AMPERSAND, _EQUALS, _LESS, _SLASH, _TAB, _LINE, _RETURN = b"&=</\t\n\r"
_OTHER = frozenset(b"!?")


def read_pieces(utf8: bytes) -> Element | None:
    """Give the root element, or ``None`` for a file that must be read event by event."""
    if _DOCTYPE.match(utf8) or not _is_well_formed(utf8):
        return None
    pieces = _TAG.split(utf8)
    if utf8.count(b">") != len(pieces) // 2:
        pieces = _ANY_TAG.split(utf8)
    partners = _partners(pieces)
    return _Pieces(utf8, pieces, partners).root() if partners else None


def _is_well_formed(utf8: bytes) -> bool:
    # The declared encoding no longer holds once the text is UTF-8, so it is overridden.
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    try:
        parser.Parse(utf8, True)
    except expat.ExpatError:
        return False
    return True


def _partners(pieces: list[bytes]) -> list[int] | None:
    """Give, at the place of each start tag, that of its end tag: its own where it is empty.

    ``None`` if the elements are nested too deep.
    """
    partners = [0] * len(pieces)
    opened: list[int] = []
    for place, tag in zip(range(1, len(pieces), 2), pieces[1::2], strict=True):
        if tag[1] == _SLASH:
            partners[opened.pop()] = place
        elif tag[1] not in _OTHER:
            if len(opened) >= MAX_DEPTH:
                return None
            if tag[-2] == _SLASH:
                partners[place] = place
            else:
                opened.append(place)
    return partners


class _Pieces:
    """A file's *pieces*: text at even places, tags at odd ones; meets ``xml_tree.Source``."""

    def __init__(self, utf8: bytes, pieces: list[bytes], partners: list[int]) -> None:
        self.utf8, self.pieces, self.partners = utf8, pieces, partners
        self.offsets = [*accumulate(map(len, pieces), initial=0)]
        self.tags: dict[str, list[bytes]] = {}

    def root(self) -> Element:
        """Give the root element."""
        place = next(place for place, partner in enumerate(self.partners) if partner)
        return self._element(place, Scope({"xml": XML_NAMESPACE}), None)

    @cached_property
    def has_inner_scopes(self) -> bool:
        """Say whether an element within the root element may declare prefixes."""
        start = next(
            tag for tag, partner in zip(self.pieces, self.partners, strict=True) if partner
        )
        return self.utf8.count(b"xmlns") != start.count(b"xmlns")

    def _element(self, place: int, around: Scope, parent: Element | None) -> Element:
        tag = self.pieces[place]
        scope = _inner_scope(around, tag) if tag.find(b"xmlns") > 0 else around
        written = tag[1:-1].split(None, 1)[0].rstrip(b"/")
        names = scope.names.get(written)
        if names is None:
            text = written.decode("utf-8")
            names = scope.names[written] = (_full_name(text, scope), text)
        offsets, partner = self.offsets, self.partners[place]
        return Element(
            self.utf8,
            names,
            scope,
            parent,
            offsets[place],
            offsets[place + 1],
            offsets[partner] if partner > place else offsets[place + 1],
            offsets[partner + 1],
            self,
            place,
        )

    def children(self, element: Element) -> list[Element | Text]:
        """Give the children of *element*; a comment or an instruction parts texts."""
        return [
            self.made(part, element) if isinstance(part, Leaf) else part
            for part in self.parts(element)
        ]

    def made(self, leaf: Leaf, parent: Element) -> Element:
        """Give the element that *leaf* stands for, a child of *parent*."""
        return self._element(leaf.piece, parent.scope, parent)

    def parts(self, element: Element) -> list[Element | Text | Leaf]:
        """Give the children of *element*, those without markup in them as leaves."""
        found: list[Element | Text | Leaf] = []
        pieces, offsets, partners, scope = self.pieces, self.offsets, self.partners, element.scope
        last = partners[element.piece]
        text_start = -1
        place = element.piece + 1
        while place < last:
            if pieces[place] and text_start < 0:
                text_start = offsets[place]
            place += 1
            tag = pieces[place]
            if tag.startswith(b"<!["):
                text_start = offsets[place] if text_start < 0 else text_start
                place += 1
                continue
            if text_start >= 0:
                text = Text(text_start, offsets[place], self)
                # An empty section is no text.
                if self.utf8[text_start] != _LESS or text.value:
                    found.append(text)
                text_start = -1
            if partner := partners[place]:
                if partner == place + 2:
                    content, start, end = pieces[place + 1], offsets[place], offsets[partner + 1]
                    found.append(Leaf(tag, content, start, end, place))
                else:
                    found.append(self._element(place, scope, element))
                place = partner
            place += 1
        return found

    def attributes(self, element: Element) -> Mapping[str, str]:
        """Give the attributes of *element*; elements with the same tag share them."""
        tag = self.pieces[element.piece]
        if _EQUALS not in tag:
            return NO_ATTRIBUTES
        scope = element.scope
        said = scope.said.get(tag)
        if said is None:
            written = _written_attributes(tag)
            if tag.find(b"xmlns") > 0:
                written = [one for one in written if not _is_declaration(one[0])]
            keys = scope.keys
            said = scope.said[tag] = {
                keys.get(name) or _key(name, scope): value for name, value in written
            }
        return said

    def value(self, text: Text) -> str:
        """Give the character data of *text*, references resolved."""
        raw = self.utf8[text.start : text.end]
        if _AMPERSAND in raw or _LESS in raw or _RETURN in raw:
            return _characters(raw.decode("utf-8"))
        return raw.decode("utf-8")

    def may_hold(self, element: Element, name: str) -> bool:
        """Say whether a descendant of *element* may be of that *name*, by a search for its tag."""
        start, end = element.content_start, element.content_end
        if self.has_inner_scopes or start == end:
            return start < end
        tags = self.tags.get(name)
        if tags is None:
            tags = self.tags[name] = _possible_tags(name, element.prefixes)
        find = self.utf8.find
        return any([find(tag, start, end) >= 0 for tag in tags])


def _possible_tags(name: str, prefixes: Mapping[str, str]) -> list[bytes]:
    """Give what start tags of elements of that *name* begin with."""
    namespace, _, local = name.removeprefix("{").rpartition("}")
    written = [p for p, uri in prefixes.items() if uri == namespace] if namespace else [""]
    return [f"<{p}:{local}".encode() if p else f"<{local}".encode() for p in written]


def _inner_scope(around: Scope, tag: bytes) -> Scope:
    """Give the scope in an element that declares prefixes; those that declare the same share it."""
    declared = tuple(
        (name.removeprefix("xmlns").removeprefix(":"), uri)
        for name, uri in _written_attributes(tag)
        if _is_declaration(name)
    )
    if not declared:
        return around
    scope = around.inner.get(declared)
    if scope is None:
        scope = around.inner[declared] = Scope({**around.prefixes, **dict(declared)})
    return scope


def _is_declaration(name: str) -> bool:
    return name.startswith("xmlns") and name[5:6] in ("", ":")


def _written_attributes(tag: bytes) -> list[tuple[str, str]]:
    """Give names as written, and values as XML 1.0 (section 3.3.3) reads them."""
    text = tag.decode("utf-8")
    if _LINE in tag or _RETURN in tag or _TAB in tag:
        text = text.replace("\r\n", " ").translate(_BLANKS)
    found = [(name, one or other) for name, one, other in _ATTRIBUTE.findall(text)]
    return [(name, _read(value)) for name, value in found] if _AMPERSAND in tag else found


def _key(name: str, scope: Scope) -> str:
    """Give the full name of an attribute; one without a prefix is in no namespace."""
    prefix, colon, local = name.partition(":")
    key = scope.keys[name] = f"{{{scope.prefixes[prefix]}}}{local}" if colon else name
    return key


def _full_name(written: str, scope: Scope) -> str:
    """Give the full name of an element; one without a prefix is in the default namespace."""
    prefix, _, local = written.rpartition(":")
    namespace = scope.prefixes.get(prefix)
    return f"{{{namespace}}}{local}" if namespace else written


def _characters(raw: str) -> str:
    """Read text that holds sections, references or line ends of other systems."""
    raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    parts = _CDATA.split(raw)
    return "".join(part if index % 2 else _read(part) for index, part in enumerate(parts))


def _read(raw: str) -> str:
    """Resolve the references of *raw*."""
    return _REFERENCE.sub(_referred, raw) if "&" in raw else raw


def _referred(reference: re.Match[str]) -> str:
    hexadecimal, decimal, name = reference.groups()
    return _NAMED[name] if name else chr(int(hexadecimal or decimal, 16 if hexadecimal else 10))

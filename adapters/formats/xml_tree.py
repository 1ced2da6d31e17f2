# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tree of an XML file: elements and texts that know their places in it.

What a file's reader looks at is made when it is looked at: most of a file's elements, and of their
attributes, nobody asks for.

Leaves out: how a file is read, which is in ``xml_reading``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"

MAX_DEPTH = 1000
"""Elements deeper than this are refused: no document has them, and walks would run long."""

NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})


class Scope:
    """The namespace of each prefix in scope, and what was read in it: files repeat themselves.

    *names* has elements' names, full and as written, *keys* attributes' full names, *said* tags'
    attributes, and *inner* the scopes within by what they declare.
    """

    __slots__ = ("inner", "keys", "names", "prefixes", "said")

    def __init__(self, prefixes: dict[str, str]) -> None:
        self.prefixes = prefixes
        self.names: dict[bytes, tuple[str, str]] = {}
        self.keys: dict[str, str] = {}
        self.said: dict[bytes, Mapping[str, str]] = {}
        self.inner: dict[tuple[tuple[str, str], ...], Scope] = {}


class Source(Protocol):
    """Gives what has not been made of a file's tree yet."""

    def attributes(self, element: Element) -> Mapping[str, str]:
        """Give the attributes of *element*."""

    def children(self, element: Element) -> list[Element | Text]:
        """Give the children of *element*."""

    def parts(self, element: Element) -> list[Element | Text | Leaf]:
        """Give the children of *element*, those without markup in them as leaves."""

    def made(self, leaf: Leaf, parent: Element) -> Element:
        """Give the element that *leaf* stands for, a child of *parent*."""

    def value(self, text: Text) -> str:
        """Give the character data of *text*, references resolved."""

    def may_hold(self, element: Element, name: str) -> bool:
        """Say whether a descendant of *element* may be of that *name*."""


class Text:
    """A run of character data; *start* and *end* span it in the file."""

    __slots__ = ("_value", "end", "start")

    def __init__(self, start: int, end: int, value: str | Source) -> None:
        self.start, self.end, self._value = start, end, value

    @property
    def value(self) -> str:
        """Give the characters, references resolved."""
        if not isinstance(self._value, str):
            self._value = self._value.value(self)
        return self._value


class Leaf(NamedTuple):
    """An element that is not made yet, for it holds no markup: its start tag and *content*.

    *start* and *end* span it in the file; *piece* is its source's name for it.
    """

    tag: bytes
    content: bytes
    start: int
    end: int
    piece: int


class Element:
    """An element and where it stands; offsets count bytes of ``XmlText.utf8``.

    *name* and the keys of *attributes* are ``{namespace}local``, or ``local`` where there is no
    namespace; *tag* is the name as written. The start tag is ``start:content_start``, the content
    ``content_start:content_end``; in ``<empty/>`` the last three offsets are equal.
    """

    __slots__ = (
        "_attributes",
        "_children",
        "_source",
        "_utf8",
        "content_end",
        "content_start",
        "end",
        "name",
        "parent",
        "piece",
        "scope",
        "start",
        "tag",
    )

    def __init__(
        self,
        utf8: bytes,
        names: tuple[str, str],
        scope: Scope,
        parent: Element | None,
        start: int,
        content_start: int,
        content_end: int = -1,
        end: int = -1,
        source: Source | None = None,
        piece: int = 0,
        attributes: Mapping[str, str] | None = None,
        children: list[Element | Text] | None = None,
    ) -> None:
        self.name, self.tag = names
        self.scope, self.parent = scope, parent
        self.start, self.content_start = start, content_start
        self.content_end, self.end = content_end, end
        self._utf8, self._attributes, self._children = utf8, attributes, children
        self._source, self.piece = source, piece

    @property
    def attributes(self) -> Mapping[str, str]:
        """Give the values of the attributes by their names."""
        if self._attributes is None:
            self._attributes = self._source.attributes(self) if self._source else {}
        return self._attributes

    @property
    def children(self) -> list[Element | Text]:
        """Give the child elements and texts."""
        if self._children is None:
            self._children = self._source.children(self) if self._source else []
        return self._children

    @property
    def parts(self) -> list[Element | Text | Leaf]:
        """Give the children; those without markup in them may be leaves, if none is made yet."""
        if self._children is None and self._source:
            return self._source.parts(self)
        return [*self.children]

    def made(self, leaf: Leaf) -> Element:
        """Give the element that *leaf*, one of the parts, stands for."""
        assert self._source, "who has no source has no leaves"
        return self._source.made(leaf, self)

    @property
    def prefixes(self) -> dict[str, str]:
        """Give the namespace of each prefix in scope."""
        return self.scope.prefixes

    @property
    def line(self) -> int:
        """Give the line that the element begins in, from 1."""
        utf8, end = self._utf8, self.start
        returns = utf8.count(b"\r", 0, end) - utf8.count(b"\r\n", 0, end)
        return 1 + utf8.count(b"\n", 0, end) + returns

    @property
    def local_name(self) -> str:
        """Give the name without its namespace."""
        return self.name.rpartition("}")[2]

    @property
    def elements(self) -> list[Element]:
        """Give the child elements."""
        return [child for child in self.children if isinstance(child, Element)]

    @property
    def text(self) -> str:
        """Give the character data of the element and all that it holds."""
        return "".join(node.value for node in self.nodes() if isinstance(node, Text))

    def nodes(self) -> Iterator[Element | Text]:
        """Give the descendants in document order."""
        stack = list(reversed(self.children))
        while stack:
            node = stack.pop()
            yield node
            if isinstance(node, Element):
                stack.extend(reversed(node.children))

    def descendants(self, name: str) -> Iterator[Element]:
        """Give the descendant elements of that *name* in document order."""
        source = self._source
        stack = [self]
        while stack:
            element = stack.pop()
            if element.name == name and element is not self:
                yield element
            if source is None or source.may_hold(element, name):
                stack += reversed(element.elements)

    def child(self, name: str) -> Element | None:
        """Give the first child element of that *name*."""
        return next((element for element in self.elements if element.name == name), None)

    def prefix_of(self, namespace: str) -> str | None:
        """Give a prefix that stands for *namespace* here; ``""`` is the default namespace."""
        return next((p for p, uri in self.prefixes.items() if uri == namespace), None)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An XML file read to its tree event by event, by expat (XML 1.0, Namespaces in XML 1.0).

Nothing is fetched: an external DTD is passed over. Entity declarations that could fetch, grow or
hide markup are refused. HTML's named entities are known, because XHTML uses them by its DTD.

Leaves out: sound files without a document type, which most are: ``xml_pieces`` reads them faster.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html.entities import html5
from typing import NoReturn
from xml.parsers import expat

from adapters.formats.xml_tree import (
    MAX_DEPTH,
    NO_ATTRIBUTES,
    XML_NAMESPACE,
    Element,
    Scope,
    Text,
)
from audarma.errors import MalformedDocumentError, UnsafeSourceError

_START_TAG = re.compile(rb"""<(?:[^>"']+|"[^"]*"|'[^']*')*>""")


def read_events(utf8: bytes, path: str) -> Element:
    """Give the root element; *path* names the file in messages.

    Raises:
        MalformedDocumentError: it is not well-formed XML; names the line.
        UnsafeSourceError: it declares entities that could fetch, grow or hide markup, or its
            elements are nested too deep.
    """
    return _Builder(utf8, path).build()


class _Builder:
    """Builds the whole tree from expat's events."""

    def __init__(self, utf8: bytes, path: str) -> None:
        self.utf8, self.path = utf8, path
        self.root: Element | None = None
        self.stack: list[Element] = []
        self.pending: dict[str, str] = {}
        self.text: list[str] = []
        self.text_start = -1
        # The declared encoding no longer holds once the text is UTF-8, so it is overridden.
        parser = self.parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.namespace_prefixes = True
        parser.ordered_attributes = True
        parser.buffer_text = False
        parser.StartNamespaceDeclHandler = self._namespace
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.SkippedEntityHandler = self._skipped
        parser.EntityDeclHandler = self._entity
        parser.StartCdataSectionHandler = self._begin_text
        parser.CommentHandler = self._other
        parser.ProcessingInstructionHandler = self._other

    def build(self) -> Element:
        """Parse, and give the root element."""
        try:
            self.parser.Parse(self.utf8, True)
        except expat.ExpatError as error:
            raise MalformedDocumentError(
                f"{self.path}:{error.lineno}: is not well-formed XML "
                f"({expat.ErrorString(error.code)}). Correct it in the source file.",
                self.path,
                error.lineno,
            ) from error
        assert self.root is not None, "expat reports a document without an element"
        return self.root

    def _namespace(self, prefix: str | None, uri: str | None) -> None:
        self.pending[prefix or ""] = uri or ""

    def _start(self, name: str, attributes: list[str]) -> None:
        if self.text_start >= 0:
            self._flush()
        if len(self.stack) >= MAX_DEPTH:
            raise UnsafeSourceError(
                f"{self.path}:{self.parser.CurrentLineNumber}: elements are nested more than "
                f"{MAX_DEPTH} deep. Do not use this file.",
                self.path,
                MAX_DEPTH,
            )
        parent = self.stack[-1] if self.stack else None
        scope = parent.scope if parent else Scope({"xml": XML_NAMESPACE})
        if self.pending:
            scope, self.pending = Scope({**scope.prefixes, **self.pending}), {}
        start = self.parser.CurrentByteIndex
        tag = _START_TAG.match(self.utf8, start)
        element = Element(
            self.utf8,
            (_clark(name), _written(name)),
            scope,
            parent,
            start,
            tag.end() if tag else start,
            attributes=_by_name(attributes) if attributes else NO_ATTRIBUTES,
            children=[],
        )
        if parent is None:
            self.root = element
        else:
            parent.children.append(element)
        self.stack.append(element)

    def _end(self, name: str) -> None:
        if self.text_start >= 0:
            self._flush()
        element = self.stack.pop()
        if self.utf8.endswith(b"/>", element.start, element.content_start):
            element.content_end = element.end = element.content_start
        else:
            element.content_end = self.parser.CurrentByteIndex
            element.end = self.utf8.index(b">", element.content_end) + 1

    def _begin_text(self) -> None:
        if self.text_start < 0:
            self.text_start = self.parser.CurrentByteIndex

    def _characters(self, text: str) -> None:
        if self.text_start < 0:
            self.text_start = self.parser.CurrentByteIndex
        self.text.append(text)

    def _skipped(self, name: str, is_parameter_entity: bool) -> None:
        if is_parameter_entity:
            return
        known = html5.get(f"{name};")
        if known is None:
            self._malformed(f"the entity &{name}; is not declared")
        self._characters(known)

    def _entity(
        self,
        name: str,
        is_parameter_entity: bool,
        value: str | None,
        base: str | None,
        system_id: str | None,
        public_id: str | None,
        notation: str | None,
    ) -> None:
        if is_parameter_entity or value is None or any(mark in value for mark in "&<%"):
            raise UnsafeSourceError(
                f"{self.path}:{self.parser.CurrentLineNumber}: declares the entity {name}, which "
                "could fetch a file, grow without bound or hide markup. Do not use this file, or "
                "write the entity's text out in it.",
                self.path,
                name,
            )

    def _other(self, *_: str) -> None:
        self._flush()

    def _flush(self) -> None:
        if self.text:
            end = self.parser.CurrentByteIndex
            self.stack[-1].children.append(Text(self.text_start, end, "".join(self.text)))
        self.text, self.text_start = [], -1

    def _malformed(self, what: str) -> NoReturn:
        line = self.parser.CurrentLineNumber
        raise MalformedDocumentError(
            f"{self.path}:{line}: {what}. Correct it in the source file.", self.path, line
        )


def _by_name(attributes: list[str]) -> dict[str, str]:
    each = iter(attributes)
    return {_clark(name): value for name, value in zip(each, each, strict=True)}


# A file has few names and many elements: each name is made once, and takes memory once.
@lru_cache(maxsize=4096)
def _clark(name: str) -> str:
    """Turn expat's ``namespace local prefix`` into ``{namespace}local``."""
    parts = name.split(" ")
    return f"{{{parts[0]}}}{parts[1]}" if len(parts) > 1 else name


@lru_cache(maxsize=4096)
def _written(name: str) -> str:
    parts = name.split(" ")
    return f"{parts[2]}:{parts[1]}" if len(parts) > 2 else parts[-1]

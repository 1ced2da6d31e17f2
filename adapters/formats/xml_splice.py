# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""XML as a tree that knows its place in the file, and edits that touch nothing else.

An ``XmlText`` is parsed with expat (XML 1.0, Namespaces in XML 1.0); an ``Edits`` collects
replacements by position and gives the whole file back, byte for byte as it was outside of them:
declaration, comments, white space, quotes and entity references stay.

Nothing is fetched: an external DTD is passed over. Entity declarations that could fetch, grow or
hide markup are refused. HTML's named entities are known, because XHTML uses them by its DTD.

Leaves out: HTML that is not well-formed, which is in ``adapters.formats.html_page``.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html.entities import html5
from types import MappingProxyType
from typing import NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape as escape_text

from audarma.errors import MalformedDocumentError, UnsafeSourceError

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
XML_LANG = f"{{{XML_NAMESPACE}}}lang"
XML_ID = f"{{{XML_NAMESPACE}}}id"
XML_SPACE = f"{{{XML_NAMESPACE}}}space"

MAX_DEPTH = 1000
"""Elements deeper than this are refused: no document has them, and walks would run long."""

_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})

_DECLARED_ENCODING = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._-]*)")
_ATTRIBUTE = re.compile(r"""([^\s=<>/"']+)(\s*=\s*)("[^"]*"|'[^']*')""")
_START_TAG = re.compile(rb"""<(?:[^>"']+|"[^"]*"|'[^']*')*>""")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Text:
    """A run of character data, references resolved; *start* and *end* span it in the file."""

    value: str
    start: int
    end: int


@dataclass(slots=True, eq=False)
class Element:
    """An element and where it stands; offsets count bytes of ``XmlText.utf8``.

    *name* and the keys of *attributes* are ``{namespace}local``, or ``local`` where there is no
    namespace; *tag* is the name as written. The start tag is ``start:content_start``, the content
    ``content_start:content_end``; in ``<empty/>`` the last three offsets are equal.
    *prefixes* gives the namespace of each prefix in scope.
    """

    name: str
    tag: str
    attributes: Mapping[str, str]
    prefixes: dict[str, str]
    start: int
    line: int
    parent: Element | None
    content_start: int = -1
    content_end: int = -1
    end: int = -1
    children: list[Element | Text] = field(default_factory=list)

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
        stack = list(reversed(self.elements))
        while stack:
            element = stack.pop()
            if element.name == name:
                yield element
            if element.children:
                stack += reversed(element.elements)

    def child(self, name: str) -> Element | None:
        """Give the first child element of that *name*."""
        return next((element for element in self.elements if element.name == name), None)

    def prefix_of(self, namespace: str) -> str | None:
        """Give a prefix that stands for *namespace* here; ``""`` is the default namespace."""
        return next((p for p, uri in self.prefixes.items() if uri == namespace), None)


class XmlText:
    """A parsed XML file: *root* and the file's text as UTF-8, which positions count in."""

    def __init__(self, data: bytes, path: str) -> None:
        """Parse *data*; *path* names it in messages.

        Raises:
            MalformedDocumentError: *data* is not well-formed XML; names the line.
            UnsafeSourceError: it declares entities that could fetch, grow or hide markup.
        """
        self.path = path
        self.encoding = _encoding(data)
        self.utf8 = _decoded(data, self.encoding, path).encode("utf-8")
        self.root = _Builder(self.utf8, path).build()

    def markup(self, element: Element) -> str:
        """Give the markup between *element*'s tags, as written."""
        return self.utf8[element.content_start : element.content_end].decode("utf-8")


class Edits:
    """Replacements in one ``XmlText``, which do not overlap; none gives the same bytes back."""

    def __init__(self, source: XmlText) -> None:
        self.source = source
        # By place, then in the order of the calls: a span's are found without a look at all.
        self._changes: list[tuple[int, int, int, str]] = []
        self._count = 0
        self._tags: dict[int, tuple[Element, dict[str, str | None]]] = {}
        self._tag_places: list[int] = []

    def replace(self, start: int, end: int, markup: str) -> None:
        """Put *markup* in place of ``start:end``; at one place the earlier call comes first."""
        self._count += 1
        insort(self._changes, (start, end, self._count, markup))

    def set_text(self, element: Element, text: str) -> None:
        """Make literal *text* all that stands between *element*'s tags."""
        if element.content_start == element.end:
            end = _start_tag_end(self.source.utf8, element)
            self.replace(end, element.end, f">{text_markup(text)}</{element.tag}>")
        else:
            self.replace(element.content_start, element.content_end, text_markup(text))

    def set_attribute(self, element: Element, qname: str, value: str | None) -> None:
        """Write the attribute *qname* (as in the file, prefix and all); ``None`` takes it out."""
        if element.start not in self._tags:
            insort(self._tag_places, element.start)
        self._tags.setdefault(element.start, (element, {}))[1][qname] = value

    def insert_before(self, element: Element, markup: str) -> None:
        """Put *markup* on a line of its own before *element*, indented as it is."""
        self.replace(element.start, element.start, f"{markup}{self._line_break(element)}")

    def insert_after(self, element: Element, markup: str) -> None:
        """Put *markup* on a line of its own after *element*, indented as it is."""
        self.replace(element.end, element.end, f"{self._line_break(element)}{markup}")

    def append(self, parent: Element, markup: str) -> None:
        """Put *markup* behind all that *parent* holds, on a line of its own where those are."""
        if parent.content_start == parent.end:
            end = _start_tag_end(self.source.utf8, parent)
            self.replace(end, parent.end, f">{markup}</{parent.tag}>")
            return
        content = self.source.utf8[parent.content_start : parent.content_end]
        end = parent.content_start + len(content.rstrip(b" \t\r\n"))
        line = self._line_break(parent.elements[-1]) if parent.elements else ""
        self.replace(end, end, f"{line}{markup}")

    def remove(self, element: Element) -> None:
        """Take *element* out, with the white space before it."""
        start = element.start
        while start > 0 and self.source.utf8[start - 1 : start].isspace():
            start -= 1
        self.replace(start, element.end, "")

    def take(self, start: int, end: int) -> str:
        """Give the markup of ``start:end`` with the edits made in it so far, which it forgets.

        For markup that moves: what surrounds it can then be replaced as a whole.
        """
        first, last = bisect_left(self._changes, (start,)), bisect_left(self._changes, (end + 1,))
        inside = [c for c in self._changes[first:last] if c[1] <= end]
        first_tag, last_tag = (bisect_left(self._tag_places, place) for place in (start, end))
        tags = self._tag_places[first_tag:last_tag]
        if not inside and not tags:
            return self.source.utf8[start:end].decode("utf-8")
        self._changes[first:last] = [c for c in self._changes[first:last] if c[1] > end]
        del self._tag_places[first_tag:last_tag]
        inside += [self._tag_change(*self._tags.pop(place)) for place in tags]
        return self._changed(inside, start, end)

    def apply(self) -> bytes:
        """Give the file with the edits made, in its own encoding."""
        tags = [self._tag_change(element, values) for element, values in self._tags.values()]
        text = self._changed([*self._changes, *tags], 0, len(self.source.utf8))
        # A character that the file's encoding lacks can still be written as a reference.
        return text.encode(self.source.encoding, errors="xmlcharrefreplace")

    def _changed(self, changes: list[tuple[int, int, int, str]], start: int, end: int) -> str:
        """Give ``start:end`` with *changes* made."""
        utf8, parts = self.source.utf8, []
        for first, last, _, markup in sorted(changes, key=lambda change: change[:3]):
            parts += [utf8[start:first], markup.encode("utf-8")]
            start = last
        parts.append(utf8[start:end])
        return b"".join(parts).decode("utf-8")

    def _line_break(self, element: Element) -> str:
        before = self.source.utf8[: element.start]
        blank = before[len(before.rstrip(b" \t")) :]
        stripped = before[: len(before) - len(blank)]
        if not stripped.endswith((b"\n", b"\r")):
            return ""
        return ("\r\n" if stripped.endswith(b"\r\n") else "\n") + blank.decode("ascii")

    def _tag_change(
        self, element: Element, values: dict[str, str | None]
    ) -> tuple[int, int, int, str]:
        """Rewrite a start tag's attributes; the tag's end (``>`` or ``/>``) is left alone."""
        end = _start_tag_end(self.source.utf8, element)
        head = self.source.utf8[element.start : end].decode("utf-8")
        left = dict(values)

        def written(match: re.Match[str]) -> str:
            if match[1] not in left:
                return match[0]
            value = left.pop(match[1])
            return "" if value is None else f"{match[1]}{match[2]}{_quoted(value, match[3][0])}"

        changed = _ATTRIBUTE.sub(written, head)
        added = "".join(f" {n}={_quoted(v, chr(34))}" for n, v in left.items() if v is not None)
        body = changed.rstrip()
        return (element.start, end, -1, f"{body}{added}{changed[len(body) :]}")


def text_markup(text: str) -> str:
    """Write literal *text* as character data; characters that XML cannot hold are left out."""
    # A literal carriage return would be read back as a line feed.
    return escape_text(_NOT_XML.sub("", text), {"\r": "&#13;"})


def attribute_markup(value: str) -> str:
    """Write a literal *value* as an attribute's, double-quoted."""
    return _quoted(value, '"')


def _quoted(value: str, quote: str) -> str:
    named = {'"': "&quot;"} if quote == '"' else {"'": "&#39;"}
    # Literal line breaks and tabs in an attribute would be read back as spaces.
    breaks = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
    return f"{quote}{escape_text(_NOT_XML.sub('', value), {**named, **breaks})}{quote}"


def _start_tag_end(utf8: bytes, element: Element) -> int:
    """Give where the start tag's ``>`` or ``/>`` begins."""
    end = element.content_start - 1
    return end - 1 if utf8[end - 1 : end] == b"/" and element.content_start == element.end else end


def _encoding(data: bytes) -> str:
    for bom, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(bom):
            return name
    if data.startswith((b"<\0", b"\0<")):
        return "utf-16-le" if data[:1] == b"<" else "utf-16-be"
    declared = _DECLARED_ENCODING.match(data)
    return declared[1].decode("ascii").lower() if declared else "utf-8"


def _decoded(data: bytes, encoding: str, path: str) -> str:
    """Decode *data*; what could not be written back as it was is refused."""
    try:
        text = data.decode(encoding)
        # Some of Python's encodings ("utf-7", "unicode_escape") write one text in many ways.
        is_kept = encoding == "utf-8" or text.encode(encoding) == data
        fault = "" if is_kept else "its bytes would change when they are written back"
        text.encode("utf-8")
    except LookupError:
        fault = "no such encoding is known"
    except UnicodeError as error:
        place = getattr(error, "start", 0)
        fault = f"byte {place} is no letter in it"
    if fault:
        raise MalformedDocumentError(
            f"{path}: is not in its encoding {encoding} ({fault}). Save it as UTF-8.",
            path,
            encoding,
        )
    return text


class _Builder:
    """Builds the tree from expat's events."""

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
        prefixes = parent.prefixes if parent else {"xml": XML_NAMESPACE}
        if self.pending:
            prefixes, self.pending = {**prefixes, **self.pending}, {}
        start = self.parser.CurrentByteIndex
        element = Element(
            _clark(name),
            _written(name),
            _by_name(attributes) if attributes else _NO_ATTRIBUTES,
            prefixes,
            start,
            self.parser.CurrentLineNumber,
            parent,
        )
        tag = _START_TAG.match(self.utf8, start)
        element.content_start = tag.end() if tag else start
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
            self.stack[-1].children.append(Text("".join(self.text), self.text_start, end))
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

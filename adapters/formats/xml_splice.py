# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""XML as a tree that knows its place in the file, and edits that touch nothing else.

An ``Edits`` collects replacements by position in an ``XmlText`` and gives the whole file back, byte
for byte as it was outside of them: declaration, comments, white space, quotes and entity references
stay.

Leaves out: reading, which is in ``xml_reading``; HTML that is not well-formed, which is in
``html_page``.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left, insort
from xml.sax.saxutils import escape as escape_text

from adapters.formats.xml_pieces import read_pieces
from adapters.formats.xml_reading import read_events
from adapters.formats.xml_tree import MAX_DEPTH as MAX_DEPTH
from adapters.formats.xml_tree import XML_NAMESPACE as XML_NAMESPACE
from adapters.formats.xml_tree import Element as Element
from adapters.formats.xml_tree import Leaf as Leaf
from adapters.formats.xml_tree import Text as Text
from audarma.errors import MalformedDocumentError

XML_LANG = f"{{{XML_NAMESPACE}}}lang"
XML_ID = f"{{{XML_NAMESPACE}}}id"
XML_SPACE = f"{{{XML_NAMESPACE}}}space"

_DECLARED_ENCODING = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._-]*)")
_ATTRIBUTE = re.compile(r"""([^\s=<>/"']+)(\s*=\s*)("[^"]*"|'[^']*')""")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class XmlFile:
    """An XML file's text as UTF-8, which positions count in; it is not parsed."""

    def __init__(self, data: bytes, path: str) -> None:
        """Take *data*; *path* names it in messages.

        Raises:
            MalformedDocumentError: *data* is not in the encoding that it names, UTF-8 excepted.
        """
        self.path = path
        self.encoding = _encoding(data)
        # What is no UTF-8 is not well-formed to expat, so a sound file need not be decoded.
        self.utf8 = data if self.encoding == "utf-8" else _as_utf8(data, self.encoding, path)


class XmlText(XmlFile):
    """A parsed XML file: also *root*, its tree."""

    def __init__(self, data: bytes, path: str) -> None:
        """Parse *data*; *path* names it in messages.

        Raises:
            MalformedDocumentError: *data* is not well-formed XML; names the line.
            UnsafeSourceError: it declares entities that could fetch, grow or hide markup.
        """
        super().__init__(data, path)
        self.root = read_pieces(self.utf8) or self._read_events(path)

    def _read_events(self, path: str) -> Element:
        """Read what has a document type, or a fault to be named."""
        if self.encoding == "utf-8":
            _as_utf8(self.utf8, self.encoding, path)
        return read_events(self.utf8, path)

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


def _as_utf8(data: bytes, encoding: str, path: str) -> bytes:
    """Give *data* as UTF-8; what could not be written back as it was is refused."""
    fault, utf8 = "", data
    try:
        text = data.decode(encoding)
        if encoding != "utf-8":
            # Some of Python's encodings ("utf-7", "unicode_escape") write one text in many ways.
            is_kept = text.encode(encoding) == data
            fault = "" if is_kept else "its bytes would change when they are written back"
            utf8 = text.encode("utf-8")
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
    return utf8

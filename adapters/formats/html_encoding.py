# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A page's bytes as text and back, with no byte changed.

Follows the order of the HTML standard, section 13.2.3 ("The input byte stream"): byte order
mark, then what the page declares, then UTF-8, then windows-1252. A byte that the encoding does
not know becomes a lone surrogate (PEP 383), which ``audarma`` never sees: such bytes are inline
codes in units (see ``html_text``).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from xml.parsers import expat

from audarma.errors import MalformedDocumentError, UnsafeSourceError

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_XML_ENCODING = re.compile(rb"""\A\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)""")
_META_CHARSET = re.compile(rb"""<meta[^>]+?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]+)""", re.I)
_DECLARED_WITHIN = 4096  # bytes; the standard asks for 1024, pages with long comments need more
# The Encoding standard, section 4.2: these labels mean windows-1252 on the web.
_LATIN = frozenset({"ascii", "iso8859-1", "cp1252"})
_PROBE = "<a href='x'>&#38; \\u0041+-~</a>"
_ESCAPED = re.compile("[\udc80-\udcff]")
_BINARY_STARTS = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b")
_LOOKS_XML = re.compile(r"\A\ufeff?\s*<\?xml\s|<[^<>]*http://www\.w3\.org/1999/xhtml")
_ENTITY_DECLARATION = re.compile(r"<!DOCTYPE[^>\[]*\[[^\]]*<!ENTITY", re.I)


@dataclass(frozen=True, slots=True)
class Page:
    """A page's text, which ``encode`` turns back into its bytes.

    *is_xml* says that it is well-formed XHTML, to be read and written as XML.
    """

    text: str
    encoding: str
    is_xml: bool

    @property
    def is_unicode(self) -> bool:
        """Say whether the encoding can write every character."""
        return self.encoding.startswith("utf")

    @property
    def newline(self) -> str:
        """Give the line end that the page uses."""
        return "\r\n" if "\r\n" in self.text else "\n"

    def writable(self, markup: str) -> str:
        """Give *markup* with numeric references for what the encoding lacks."""
        if self.is_unicode or markup.isascii():
            return markup
        return markup.encode(self.encoding, "xmlcharrefreplace").decode(self.encoding)

    def encode(self, text: str) -> bytes:
        """Write *text*, which is this page's text and markup that ``writable`` gave."""
        return text.encode(self.encoding, "surrogateescape")


def read_page(data: bytes, path: str) -> Page:
    """Decode *data*; *path* names it in errors.

    Raises:
        MalformedDocumentError: *data* is empty, binary, or not in the encoding that it declares.
        UnsafeSourceError: it declares XML entities, which can expand without end.
    """
    if not data.strip(b" \t\r\n\f\0\xef\xbb\xbf\xfe\xff"):
        raise MalformedDocumentError(f"{path}: the file is empty. Give a page with text.", path)
    text, encoding = _decode(data, path)
    return Page(text, encoding, _is_xhtml(text, path))


def _decode(data: bytes, path: str) -> tuple[str, str]:
    """Give the text and the name of its encoding."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _decode_as(data, name, path), name
    for start, name in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if data.startswith(start):
            return _decode_as(data, name, path), name
    if b"\0" in data or data.startswith(_BINARY_STARTS):
        raise MalformedDocumentError(
            f"{path}:1: this is a binary file, not HTML. Give the page itself.", path
        )
    encoding = _declared(data) or _guessed(data)
    if encoding == "utf-8" and not _is_utf8(data):
        encoding = _guessed(data)
    return _decode_as(data, encoding, path), encoding


def _decode_as(data: bytes, encoding: str, path: str) -> str:
    """Decode *data* so that encoding gives the same bytes, or refuse it."""
    try:
        text = data.decode(encoding, "surrogateescape")
        if text.encode(encoding, "surrogateescape") == data:
            return text
    except UnicodeError:
        pass
    raise MalformedDocumentError(
        f"{path}:1: the bytes are not {encoding}, which the file says it is. Save it as UTF-8.",
        path,
    )


def _declared(data: bytes) -> str:
    """Give Python's name of the encoding that *data* declares and ASCII is part of, or ``""``."""
    start = data[:_DECLARED_WITHIN]
    xml, meta = _XML_ENCODING.search(start), _META_CHARSET.search(start)
    label = xml or meta
    if label is None:
        return ""
    try:
        name = codecs.lookup(label[1].decode("ascii")).name
        if name.startswith(("utf-16", "utf-32")) or _PROBE.encode(name) != _PROBE.encode("ascii"):
            return ""
    except (LookupError, UnicodeError):
        return ""
    return "cp1252" if xml is None and name in _LATIN else name


def _is_utf8(data: bytes) -> bool:
    """Say whether *data* is UTF-8 throughout."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _guessed(data: bytes) -> str:
    """Tell UTF-8, with some broken bytes or without, from windows-1252."""
    text = data.decode("utf-8", "surrogateescape")
    broken = len(_ESCAPED.findall(text))
    whole = sum(1 for character in text if not character.isascii()) - broken
    return "utf-8" if whole >= broken else "cp1252"


def _is_xhtml(text: str, path: str) -> bool:
    """Say whether *text* claims to be XHTML and is well-formed; nothing is fetched or expanded."""
    if not _LOOKS_XML.search(text[:_DECLARED_WITHIN]):
        return False
    if _ENTITY_DECLARATION.search(text):
        raise UnsafeSourceError(
            f"{path}:1: the DOCTYPE declares XML entities, which can expand without end or fetch "
            "files. Replace each entity by its text.",
            path,
        )
    parser = expat.ParserCreate(encoding="utf-8")
    try:
        parser.Parse(text.removeprefix("\ufeff").encode(), True)
    except (expat.ExpatError, UnicodeEncodeError):
        return False
    return True

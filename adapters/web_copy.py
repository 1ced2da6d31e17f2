# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages as they are kept: their addresses changed no more than they must be to work from a copy.

An address stays as it is written where it leads to the same file in the copy, and where it is
written in full and leads to what was not fetched. Otherwise it becomes the relative path of the
file, or the full address of what was not fetched. ``<base href>`` becomes ``./``; what says where
a page is from (``rel=canonical``) is written in full.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from adapters.formats.html_encoding import read_page
from adapters.web_address import normal
from adapters.web_links import Link, Use, base_of, css_addresses, html_addresses, with_addresses
from audarma.errors import AudarmaError

_SAFE_IN_LINK = "/!$*,;=:@~-._"
_SAFE_IN_FRAGMENT = "/!$&()*+,;=:@~-._?%"


@dataclass(frozen=True, slots=True)
class Copy:
    """Which file of the copy each address has become; *aliases* lead to others of them."""

    files: Mapping[str, str]
    aliases: Mapping[str, str]

    def page(self, data: bytes, key: str, address: str) -> bytes:
        """Give a page, known by *key* and fetched from *address*, as it is kept in the copy."""
        try:
            page = read_page(data, address)
        except AudarmaError:
            return data  # What is no text holds no addresses.
        links = list(html_addresses(page.text, page.is_xml))
        base = base_of(links, address)
        has_base = any(link.use is Use.BASE for link in links)

        def new(link: Link) -> str | None:
            if link.use is Use.BASE:
                return "./"
            if link.use is Use.ORIGIN:
                return _in_full(link.address, base)
            return self._written(link.address, base, self.files[key], has_base=has_base)

        return page.encode(page.writable(with_addresses(page.text, links, new)))

    def styles(self, data: bytes, key: str, address: str) -> bytes:
        """Give a style sheet, known by *key* and fetched from *address*, as it is kept."""
        text = data.decode("utf-8", errors="surrogateescape")
        links = list(css_addresses(text))
        file = self.files[key]
        written = with_addresses(
            text, links, lambda link: self._written(link.address, address, file), is_css=True
        )
        return written.encode("utf-8", errors="surrogateescape")

    def _written(self, written: str, base: str, file: str, *, has_base: bool = False) -> str | None:
        """Give what to write for an address on the page in *file*; None where it can stay."""
        if written.startswith("#") and not has_base:
            return None
        try:
            parts = urlsplit(urljoin(base, written))
            own = urlsplit(written)
        except ValueError:
            return None
        if parts.scheme not in ("http", "https"):
            return None
        key = normal(urlunsplit(parts))
        # What was asked for leads to what answered, and that to what says to be the only one.
        for _step in range(2):
            key = self.aliases.get(key, key)
        to = self.files.get(key)
        if to is None:
            return _in_full(written, base)
        folder = posixpath.dirname(file)
        is_relative = not (own.scheme or own.netloc or own.query or own.path.startswith("/"))
        if is_relative and not has_base:
            here = posixpath.normpath(posixpath.join(folder, unquote(own.path)))
            if here == to and not own.path.endswith("/"):
                return None
        path = quote(posixpath.relpath(to, folder or "."), _SAFE_IN_LINK)
        fragment = quote(parts.fragment, _SAFE_IN_FRAGMENT)
        return f"{path}#{fragment}" if fragment else path


def _in_full(written: str, base: str) -> str | None:
    """Give an address with its host; None where it is written so, or is no address."""
    try:
        return None if urlsplit(written).scheme else urljoin(base, written)
    except ValueError:
        return None

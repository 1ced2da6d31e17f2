# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The addresses in a page or a style sheet, and new ones in their places.

Links lead to other pages; what is shown is fetched with a page: pictures, styles, scripts, sound.
Follows the HTML standard's attributes that hold URLs, and CSS's ``url()`` and ``@import``.
Leaves out: what scripts fetch.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from html import escape, unescape
from urllib.parse import urljoin

from adapters.formats.html_tokens import Attribute, cut, read_attributes


class Use(Enum):
    """What an address is for."""

    PAGE = "leads to a page"
    SHOWN = "is shown with the page"
    SENT_TO = "takes what readers send"
    ORIGIN = "says where the page is from"
    BASE = "stands before all other addresses of the page"


@dataclass(frozen=True, slots=True)
class Link:
    """An address as it stands in a text: its span, quotes left out, and what it is for."""

    start: int
    end: int
    address: str
    use: Use


_SHOWN = frozenset(
    [
        *(("img", "src"), ("source", "src"), ("video", "src"), ("video", "poster")),
        *(("audio", "src"), ("track", "src"), ("embed", "src"), ("object", "data")),
        *(("script", "src"), ("input", "src"), ("body", "background"), ("table", "background")),
        *(("td", "background"), ("image", "href"), ("image", "xlink:href")),
    ]
)
_PAGES = frozenset([("a", "href"), ("area", "href"), ("iframe", "src"), ("frame", "src")])
_SENT_TO = frozenset([("form", "action"), ("button", "formaction"), ("input", "formaction")])
_SHOWN_RELATIONS = frozenset(
    ("stylesheet", "icon", "apple-touch-icon", "mask-icon", "preload", "modulepreload", "manifest")
)
_ORIGIN_RELATIONS = frozenset(("canonical", "alternate", "preconnect", "dns-prefetch", "shortlink"))
_NAME = re.compile(r"<([a-zA-Z][^\s/>]*)")
_CANDIDATE = re.compile(r"(?:^|,)[\s,]*(?P<address>[^\s,](?:\S*[^\s,])?)")
_REFRESH = re.compile(r"\A\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?[\"']?(?P<address>[^\"']+)", re.I)
_CSS = re.compile(
    r"""url\(\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^)\s"']*))\s*\)"""
    r"""|@import\s+(?:"(?P<double_import>[^"]*)"|'(?P<single_import>[^']*)')""",
    re.IGNORECASE,
)


def html_addresses(text: str, is_xml: bool) -> Iterator[Link]:
    """Give the addresses in a page, in order."""
    position = 0
    for number, part in enumerate(cut(text, is_xml)):
        if number % 2 and (name := _NAME.match(part)):
            for link in _in_tag(part, name[1].lower()):
                yield Link(position + link.start, position + link.end, link.address, link.use)
        position += len(part)


def css_addresses(text: str) -> Iterator[Link]:
    """Give the addresses in a style sheet, in order."""
    for match in _CSS.finditer(text):
        group = next(name for name, value in match.groupdict().items() if value is not None)
        if match[group].strip():
            yield Link(match.start(group), match.end(group), match[group].strip(), Use.SHOWN)


def base_of(links: list[Link], address: str) -> str:
    """Give what the relative addresses of the page at *address* are relative to."""
    stated = next((link.address for link in links if link.use is Use.BASE), "")
    return urljoin(address, stated)


def canonical_of(text: str, is_xml: bool) -> str:
    """Give the address that a page says to be its own; empty where it says none."""
    for part in cut(text, is_xml)[1::2]:
        name = _NAME.match(part)
        if name and name[1].lower() == "link":
            attributes = read_attributes(part)
            if "canonical" in _value(attributes, "rel").lower().split():
                return _value(attributes, "href").strip()
    return ""


def with_addresses(
    text: str, links: list[Link], new: Callable[[Link], str | None], *, is_css: bool = False
) -> str:
    """Write the address that *new* gives in the place of each of *links*; None leaves it."""
    parts: list[str] = []
    position = 0
    for link in links:
        address = new(link)
        if address is not None:
            parts += [text[position : link.start], address if is_css else escape(address)]
            position = link.end
    return "".join((*parts, text[position:]))


def _in_tag(tag: str, name: str) -> Iterator[Link]:
    attributes = read_attributes(tag)
    for attribute in attributes:
        if not attribute.value.strip():
            continue
        quoted = tag[attribute.start] in "\"'"
        start, end = attribute.start + quoted, attribute.end - quoted
        raw = tag[start:end]
        key = (name, attribute.name)
        if attribute.name in ("srcset", "imagesrcset"):
            yield from _found(_CANDIDATE, raw, start, Use.SHOWN)
        elif attribute.name == "style":
            for link in css_addresses(raw):
                address = unescape(link.address)
                yield Link(start + link.start, start + link.end, address, link.use)
        elif key == ("meta", "content"):
            if _value(attributes, "http-equiv").lower() == "refresh":
                yield from _found(_REFRESH, raw, start, Use.PAGE)
        elif use := _use(key, attributes):
            yield Link(start, end, attribute.value.strip(), use)
    if name == "style":
        # A style's text is part of its tag; it ends where the next tag begins.
        opening = tag.find(">") + 1
        for link in css_addresses(tag[opening:]):
            yield Link(opening + link.start, opening + link.end, link.address, link.use)


def _use(key: tuple[str, str], attributes: tuple[Attribute, ...]) -> Use | None:
    if key in _SHOWN:
        return Use.SHOWN
    if key in _PAGES:
        return Use.PAGE
    if key in _SENT_TO:
        return Use.SENT_TO
    if key == ("base", "href"):
        return Use.BASE
    if key != ("link", "href"):
        return None
    relations = set(_value(attributes, "rel").lower().split())
    if relations & _ORIGIN_RELATIONS:
        return Use.ORIGIN
    return Use.SHOWN if relations & _SHOWN_RELATIONS else Use.PAGE


def _found(pattern: re.Pattern[str], raw: str, start: int, use: Use) -> Iterator[Link]:
    for match in pattern.finditer(raw):
        first, last = match.span("address")
        yield Link(start + first, start + last, unescape(match["address"]), use)


def _value(attributes: tuple[Attribute, ...], name: str) -> str:
    return next((one.value for one in attributes if one.name == name), "")

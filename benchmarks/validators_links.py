# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the relative links of a site's pages lead somewhere, as lxml and markdown-it read them.

A link leads somewhere where a file is at its path, or a page whose suffix it leaves out, and where
the place that it names is on that page: an identifier, or a heading's words as GitHub makes
anchors of them. Leaves out: notebooks, and links that scripts or templates make.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from lxml import etree, html
from markdown_it import MarkdownIt
from markdown_it.token import Token

_HTML = (".html", ".htm", ".xhtml")
_MARKDOWN = (".md", ".markdown", ".qmd", ".rmd")
_FRONT_MATTER = re.compile(r"\A---\r?\n.*?\r?\n---\r?\n", re.DOTALL)
_GIVEN_ANCHOR = re.compile(r"\{[^{}\n]*#([\w:.-]+)[^{}\n]*\}|^\(([\w:.-]+)\)=\s*$", re.MULTILINE)
_NO_WORD = re.compile(r"[^\w\- ]")
_SUFFIXES_LEFT_OUT = ("", *_MARKDOWN, *_HTML, "/index.md", "/index.html", "/README.md")


@dataclass(slots=True)
class _Page:
    """What a page links to, and which places it has."""

    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)


def broken_links(members: Mapping[str, bytes]) -> str:
    """Give how many relative links the pages among *members* have, and those that lead nowhere."""
    pages = dict(_pages(members))
    names = frozenset(members)
    count, broken = 0, []
    for name, page in pages.items():
        for link in page.links:
            split = urlsplit(link)
            if split.scheme or split.netloc or link.startswith("/") or not link:
                continue
            count += 1
            fault = _fault(name, unquote(split.path), unquote(split.fragment), pages, names)
            if fault:
                broken.append(f"{name}: {link}: {fault}")
    return "\n".join([f"{count} relative links", *sorted(broken)])


def _pages(members: Mapping[str, bytes]) -> Iterator[tuple[str, _Page]]:
    for name, data in members.items():
        if name.lower().endswith(_HTML) and data.strip():
            yield name, _of_html(data.decode("utf-8", "replace"), _Page())
        elif name.lower().endswith(_MARKDOWN):
            yield name, _of_markdown(data.decode("utf-8", "replace"))


def _of_html(text: str, page: _Page) -> _Page:
    try:
        root = html.fromstring(re.sub(r"\A\s*<\?xml[^>]*\?>", "", text))
    except etree.ParserError:  # nothing but comments
        return page
    for element in root.iter(etree.Element):
        page.links += [element.get(name, "") for name in ("href", "src") if element.get(name)]
        page.anchors |= {element.get(name, "") for name in ("id", "name")}
    return page


def _of_markdown(text: str) -> _Page:
    page = _Page()
    text = _FRONT_MATTER.sub("", text)
    page.anchors |= {given or label for given, label in _GIVEN_ANCHOR.findall(text)}
    tokens = MarkdownIt().enable("table").parse(text)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before and before.type == "heading_open":
            words = "".join(
                t.content for t in token.children or () if t.type in ("text", "code_inline")
            )
            page.anchors.add(_NO_WORD.sub("", words.strip().lower()).replace(" ", "-"))
        for inner in (token, *(token.children or ())):
            _of_token(inner, page)
    return page


def _of_token(token: Token, page: _Page) -> None:
    if token.type in ("html_block", "html_inline"):
        _of_html(token.content, page)
    elif token.type in ("link_open", "image"):
        page.links.append(str(token.attrGet("href") or token.attrGet("src") or ""))


def _fault(
    page: str, path: str, anchor: str, pages: Mapping[str, _Page], names: frozenset[str]
) -> str:
    """Say what is wrong with a link on *page*; nothing where it leads somewhere."""
    to = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    stem = re.sub(r"\.html?$", "", to)
    found = [to + suffix for suffix in _SUFFIXES_LEFT_OUT if to + suffix in names]
    found += [stem + suffix for suffix in _SUFFIXES_LEFT_OUT if stem + suffix in names]
    if not found:
        is_folder = any(name.startswith(f"{to.rstrip('/')}/") for name in names) or to == "."
        return "" if is_folder else "no such file"
    has_place = not anchor or found[0] not in pages or anchor in pages[found[0]].anchors
    return "" if has_place else "no such place"

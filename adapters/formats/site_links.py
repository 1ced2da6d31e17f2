# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The links of a site's pages to each other, in the order in which they stand.

They say in what order the pages are read. A look is enough for that, so nothing is parsed.
Leaves out: links that scripts make.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import unquote, urlsplit

_HTML = re.compile(
    r"<(?:a|area|frame|iframe|link)\b[^<>]{0,2000}?\s(?:href|src)\s*=\s*"
    r"(?:\"([^\"<>]{1,2000})\"|'([^'<>]{1,2000})'|([^\s\"'<>]{1,2000}))",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(
    # Hugo's "ref" and "relref", which may stand where an address does.
    r"(?:\]\()?\{\{[<%]\s*(?:rel)?ref\s+\"?([^\s\"<>%]{1,500})"
    r"|\]\(\s*<?([^\s()<>]{1,2000})|^ {0,3}\[[^\]\n]{1,200}\]:\s*<?([^\s<>]{1,2000})"
    r"|\{doc\}`(?:[^`<\n]{0,200}<)?([^`<>\n]{1,500})>?`",
    re.MULTILINE,
)
_TOCTREE = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{toctree\}[^\n]*\n(?P<body>.*?)^(?P=fence)", re.MULTILINE | re.DOTALL
)
_ENTRY = re.compile(r"^[ \t]*(?:[^<\n:]*<)?(?P<path>[^\s<>:*]+)>?[ \t]*$", re.MULTILINE)
_PAGE_SUFFIXES = (
    *("", ".md", ".qmd", ".Rmd", ".rmd", ".ipynb", ".markdown"),
    *(".html", ".htm", ".xhtml"),
)
_INDEXES = ("index", "README", "_index")


def html_links(text: str) -> Iterator[str]:
    """Give the addresses that the links of a page in HTML lead to."""
    for match in _HTML.finditer(text):
        yield unescape(next(filter(None, match.groups())))


def markdown_links(text: str) -> Iterator[str]:
    """Give the addresses that a text in Markdown links to, its tables of contents first."""
    for tree in _TOCTREE.finditer(text):
        for entry in _ENTRY.finditer(tree["body"]):
            yield entry["path"]
    for match in _MARKDOWN.finditer(text):
        yield next(filter(None, match.groups()))
    yield from html_links(text)


def resolved(address: str, page: str, roots: Iterable[str], pages: frozenset[str]) -> str:
    """Give which of *pages* an *address* on *page* leads to; empty where it is none.

    *roots* are where an address that begins with ``/`` may begin. Suffixes may be left out,
    ``.html`` may stand for a page that is yet to be made, and a folder for its index page.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    path = unquote(parts.path)
    if parts.scheme or parts.netloc or not path:
        return ""
    # A page "roots.md" is often served as the folder "roots/", and links are written for that.
    served = posixpath.splitext(page)[0]
    folders = roots if path.startswith("/") else [posixpath.dirname(page), served]
    for folder in folders:
        whole = posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
        if found := named_page(whole, pages):
            return found
    return ""


def named_page(path: str, pages: frozenset[str]) -> str:
    """Give which of *pages* a *path* names, with its suffix or without."""
    stem, suffix = posixpath.splitext(path)
    stems = [path, *([stem] if suffix.lower() in (".html", ".htm") else [])]
    folder = "" if path == "." else f"{path}/"
    for candidate in (*stems, *(folder + index for index in _INDEXES)):
        for page_suffix in _PAGE_SUFFIXES:
            if candidate + page_suffix in pages:
                return candidate + page_suffix
    return ""

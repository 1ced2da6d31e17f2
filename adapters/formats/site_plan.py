# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files of a folder are a site's pages, and in which order they are read.

A site is a folder with a configuration that is known, or with an index page, at its root. What a
configuration names comes first, in its order; then the index page and what it links to, each page
followed by those that it alone leads to; then the rest by name.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import unquote

from adapters.formats.folder_container import Container
from adapters.formats.site_config import SiteConfig, is_configured, site_config
from adapters.formats.site_links import html_links, markdown_links, named_page, resolved

_HTML_SUFFIXES = (".html", ".htm", ".xhtml", ".xht")
_WRITTEN_SUFFIXES = (".md", ".markdown", ".qmd", ".rmd", ".ipynb")
_INDEX = re.compile(
    r"_?index(?:\.en(?:-\w+)?)?\.(?:x?html?|md|markdown|qmd|rmd|ipynb)", re.IGNORECASE
)
_TEMPLATE_FOLDERS = frozenset(
    ("_data", "_includes", "_layouts", "_sass", "_sources", "_static", "_templates")
)
_OWN_FILE = re.compile(
    r"(?:readme|contributing|contributors|code[_-]of[_-]conduct|changelog|changes|history|news"
    r"|authors|citation|security|support|governance|maintainers|pull_request_template)\.\w+",
    re.IGNORECASE,
)
_LICENCE_FILE = re.compile(r"(?:licen[cs]e|copying)(?:[-.]\w+)*", re.IGNORECASE)
_OTHER_RESOURCES = frozenset({"imsmanifest.xml", "h5p.json", "mimetype", "[Content_Types].xml"})
_FRONT_MATTER = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n")
_LINKS_READ_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A site's pages in reading order.

    *base* is the site's root in the container, with its ``/``. *index* is its first page. *twins*
    gives, for a page with the same bytes as an earlier one, that page. *unread* are files that
    look like pages and are none: a tool's templates, and what a repository says of itself.
    *fragments* are the identifiers by which pages link into a page.
    """

    base: str
    config: SiteConfig | None
    index: str
    pages: tuple[str, ...]
    twins: Mapping[str, str]
    unread: tuple[str, ...]
    fragments: Mapping[str, frozenset[str]]

    @property
    def texts(self) -> tuple[str, ...]:
        """Give the configuration files that hold texts for readers."""
        return tuple(self.base + name for name in self.config.texts) if self.config else ()


def site_base(files: Container, *, is_named: bool = False) -> str | None:
    """Give the root of the site that *files* are; None where they are none.

    An archive often holds all in one folder. What *is_named* a site needs no more than a page.
    """
    names = files.names
    if is_named:
        return "" if any(map(_is_page, names)) else None
    tops = {name.partition("/")[0] for name in names}
    single = f"{tops.pop()}/" if len(tops) == 1 and any("/" in name for name in names) else ""
    for base in dict.fromkeys(("", single)):
        inside = [name[len(base) :] for name in names if name.startswith(base)]
        at_root = {name for name in inside if "/" not in name}
        if at_root & _OTHER_RESOURCES:
            return None
        if is_configured(files, base):
            return base if any(map(_is_page, inside)) else None
        is_latex = any(name.lower().endswith(".tex") for name in at_root)
        if any(_INDEX.fullmatch(name) for name in at_root) and not is_latex:
            return base
    return None


def is_output(name: str, base: str, config: SiteConfig | None) -> bool:
    """Say whether the file *name* is one that the tool of *config* has made of the pages."""
    return any(name.startswith(base + folder) for folder in (config.output if config else ()))


def site_plan(files: Container, base: str) -> SitePlan:
    """Find the pages of the site at *base*; each is read once, and none is kept.

    Raises:
        MalformedDocumentError: its configuration is broken.
    """
    config = site_config(files, base)
    root = base + (config.folder if config else "")
    candidates = [
        name
        for name in files.names
        if name.startswith(root) and not is_output(name, base, config) and _is_page(name)
    ]
    index = _index(candidates, root)
    is_made = bool(config and config.tool != "Jekyll") or _is_written(index)
    looks = _Looks(files, base, root, frozenset(n for n in candidates if _may_be_read(n, base)))
    likely = [
        name
        for name in sorted(looks.possible)
        if not _OWN_FILE.fullmatch(posixpath.basename(name)) and (_is_written(name) or not is_made)
    ]
    named = [looks.named(base + path) for path in (config.named if config else ())]
    starts = [index, *named] if index not in named else named
    pages = looks.in_order([*filter(None, starts)], likely)
    unread = tuple(name for name in candidates if name not in looks.digests)
    index = index or next(iter(pages), "")
    return SitePlan(base, config, index, pages, looks.twins(), unread, looks.fragments())


class _Looks:
    """A first look at each page, in reading order: its links, and the digest of its bytes."""

    def __init__(self, files: Container, base: str, root: str, possible: frozenset[str]) -> None:
        self.files, self.possible = files, possible
        self._roots = (root, base)
        self.digests: dict[str, bytes] = {}
        self._fragments: dict[str, set[str]] = {}

    def named(self, path: str) -> str:
        """Give the page that a configuration names, with its suffix or without."""
        return named_page(posixpath.normpath(path.partition("#")[0]), self.possible)

    def in_order(self, starts: Iterable[str], likely: Iterable[str]) -> tuple[str, ...]:
        """Take *starts*, then what they link to, then each page of *likely* not reached so far."""
        firsts = dict.fromkeys(starts)
        claimed = set(firsts)
        found: dict[str, None] = {}
        for page in firsts:
            found |= dict.fromkeys(to for to in self._links(page) if to not in claimed)
        for beginnings in (tuple(found), *((page,) for page in likely)):
            waiting = [page for page in reversed(beginnings) if page not in claimed]
            claimed.update(waiting)
            while waiting:
                page = waiting.pop()
                # A page claims all its links before any page that it leads to does.
                found = dict.fromkeys(to for to in self._links(page) if to not in claimed)
                claimed.update(found)
                waiting += reversed(found)
        return tuple(self.digests)

    def twins(self) -> dict[str, str]:
        """Give, for each page with the same bytes as an earlier one, that page."""
        first: dict[bytes, str] = {}
        found = {name: first.setdefault(digest, name) for name, digest in self.digests.items()}
        return {name: earlier for name, earlier in found.items() if name != earlier}

    def fragments(self) -> dict[str, frozenset[str]]:
        """Give the identifiers by which pages link into a page; twins have those of both."""
        twins = self.twins()
        found: dict[str, frozenset[str]] = {}
        for page, fragments in self._fragments.items():
            first = twins.get(page, page)
            found[first] = found.get(first, frozenset()) | fragments
        return found

    def _links(self, name: str) -> Iterator[str]:
        data = self.files.read(name)
        if not _is_written(name) and _FRONT_MATTER.match(data):
            # A page in HTML that begins so is a template for Jekyll or its like.
            return
        self.digests[name] = sha256(data).digest()
        text = data[:_LINKS_READ_BYTES].decode("utf-8", errors="ignore")
        for address in markdown_links(text) if _is_written(name) else html_links(text):
            if to := resolved(address, name, self._roots, self.possible):
                if fragment := unquote(address.partition("#")[2]):
                    self._fragments.setdefault(to, set()).add(fragment)
                yield to


def _index(candidates: Iterable[str], root: str) -> str:
    """Give the page at the *root* that reading begins with: HTML goes before its sources."""
    found = [name for name in candidates if _INDEX.fullmatch(name[len(root) :])]
    return min(found, key=lambda name: (_is_written(name), name), default="")


def _is_page(name: str) -> bool:
    return name.lower().endswith((*_HTML_SUFFIXES, *_WRITTEN_SUFFIXES))


def _is_written(name: str) -> bool:
    """Say whether a page is written in Markdown, from which a tool makes HTML."""
    return name.lower().endswith(_WRITTEN_SUFFIXES)


def _may_be_read(name: str, base: str) -> bool:
    folders = name[len(base) :].split("/")[:-1]
    is_licence = not folders and _is_written(name) and _LICENCE_FILE.fullmatch(name[len(base) :])
    return _TEMPLATE_FOLDERS.isdisjoint(folders) and not is_licence

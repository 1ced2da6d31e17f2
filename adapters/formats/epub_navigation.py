# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An EPUB's tables of contents: the NCX's units, chapter titles by file, and new entries.

Follows EPUB 3.3, section 7 (navigation document), and DAISY's NCX, ANSI/NISO Z39.86-2005.

Leaves out: page lists, whose labels are numbers; the navigation document's own units, which are
those of any XHTML page.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from adapters.formats.epub_package import resolve
from adapters.formats.xml_fields import Field
from adapters.formats.xml_splice import (
    Edits,
    Element,
    XmlText,
    attribute_markup,
    text_markup,
)
from audarma.model import UnitKind

_XHTML = "{http://www.w3.org/1999/xhtml}"
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_LABELLED = frozenset({"navPoint", "navTarget", "navMap", "navList"})


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A line of a table of contents: its title path, the member it opens, and where it stands."""

    title_path: tuple[str, ...]
    path: str
    element: Element


def ncx_fields(ncx: XmlText) -> Iterator[Field]:
    """Give the NCX's translatable texts: its title and the labels of its points."""
    number = 0
    for node in ncx.root.nodes():
        if not isinstance(node, Element) or node.local_name != "text" or node.parent is None:
            continue
        label, owner = node.parent, node.parent.parent
        if label.local_name == "docTitle":
            yield Field("title", UnitKind.TITLE, node)
        elif label.local_name == "navLabel" and owner and owner.local_name in _LABELLED:
            number += 1
            yield Field(f"label-{number}", UnitKind.NAVIGATION, node)


def ncx_entries(ncx: XmlText) -> Iterator[TocEntry]:
    """Give the NCX's points in their order."""
    for node in ncx.root.nodes():
        if isinstance(node, Element) and node.local_name == "navPoint":
            source = next((e for e in node.elements if e.local_name == "content"), None)
            reference = source.attributes.get("src", "") if source else ""
            yield TocEntry(_ncx_titles(node), resolve(ncx.path, reference), node)


def nav_entries(navigation: XmlText) -> Iterator[TocEntry]:
    """Give the entries of the navigation document's table of contents in their order."""
    toc = _toc(navigation)
    if toc is None:
        return
    for item in toc.descendants(f"{_XHTML}li"):
        link = item.child(f"{_XHTML}a")
        reference = link.attributes.get("href", "") if link else ""
        yield TocEntry(_nav_titles(item, toc), resolve(navigation.path, reference), item)


def title_paths(entries: Iterator[TocEntry]) -> dict[str, tuple[str, ...]]:
    """Give the titles that lead to each member: those of the first entry that opens it."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        if entry.path:
            found.setdefault(entry.path, entry.title_path)
    return found


def add_to_navigation(navigation: XmlText, title: str, path: str, earlier: set[str]) -> bytes:
    """List the member *path* in the table of contents, behind all members that are *earlier*.

    A table's order must be the spine's (EPUB 3.3, section 7.4.1).
    """
    edits = Edits(navigation)
    toc = _toc(navigation)
    top = toc.child(f"{_XHTML}ol") if toc else None
    items = [item for item in top.elements if item.name == f"{_XHTML}li"] if top else []
    if not items:
        return edits.apply()
    colon = items[0].tag.removesuffix("li")
    reference = attribute_markup(_relative(navigation.path, path))
    markup = f"<{colon}li><{colon}a href={reference}>{text_markup(title)}</{colon}a></{colon}li>"
    entries = [entry for entry in nav_entries(navigation) if entry.path]
    for item in items:
        opened = (e.path for e in entries if item.start <= e.element.start < item.end)
        if next(opened, None) not in {*earlier, None}:
            edits.insert_before(item, markup)
            break
    else:
        edits.insert_after(items[-1], markup)
    return edits.apply()


def add_to_ncx(edits: Edits, title: str, path: str) -> None:
    """List the member *path* as the last point of the NCX."""
    root = edits.source.root
    nav_map = next((e for e in root.elements if e.local_name == "navMap"), None)
    points = [e for e in nav_map.elements if e.local_name == "navPoint"] if nav_map else []
    if not points:
        return
    nodes = [node for node in root.nodes() if isinstance(node, Element)]
    orders = [int(v) for n in nodes if (v := n.attributes.get("playOrder", "")).isdecimal()]
    order = f' playOrder="{max(orders) + 1}"' if orders else ""
    name = fresh_id("audarma-notice", {n.attributes.get("id", "") for n in nodes})
    colon = points[0].tag.removesuffix("navPoint")
    edits.insert_after(
        points[-1],
        f"<{colon}navPoint id={attribute_markup(name)}{order}>"
        f"<{colon}navLabel><{colon}text>{text_markup(title)}</{colon}text></{colon}navLabel>"
        f"<{colon}content src={attribute_markup(_relative(edits.source.path, path))}/>"
        f"</{colon}navPoint>",
    )


def fresh_id(wanted: str, taken: set[str]) -> str:
    """Give *wanted*, with a number behind it where it is *taken*."""
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def _toc(navigation: XmlText) -> Element | None:
    for nav in navigation.root.descendants(f"{_XHTML}nav"):
        if "toc" in nav.attributes.get(_EPUB_TYPE, "").split():
            return nav
    return None


def _ncx_titles(point: Element) -> tuple[str, ...]:
    titles: list[str] = []
    current: Element | None = point
    while current is not None and current.local_name == "navPoint":
        label = next((e for e in current.elements if e.local_name == "navLabel"), None)
        titles.append(_clean(label))
        current = current.parent
    return tuple(title for title in reversed(titles) if title)


def _nav_titles(item: Element, toc: Element) -> tuple[str, ...]:
    titles: list[str] = []
    current: Element | None = item
    while current is not None and current is not toc:
        if current.name == f"{_XHTML}li":
            titles.append(_clean(next(iter(current.elements), None)))
        current = current.parent
    return tuple(title for title in reversed(titles) if title)


def _clean(element: Element | None) -> str:
    return " ".join(element.text.split()) if element else ""


def _relative(base: str, path: str) -> str:
    return quote(posixpath.relpath(path, posixpath.dirname(base) or "."))

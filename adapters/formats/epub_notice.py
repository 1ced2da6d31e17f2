# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page that tells an adapted EPUB's readers where it comes from: its place in the book.

A warning that people have not reviewed the translation stands in front, behind the cover and
title pages; without one the page goes to the end.

Leaves out: the page itself, which is in ``html_notice``.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from itertools import takewhile
from urllib.parse import quote

from adapters.formats.epub_navigation import fresh_id
from adapters.formats.epub_package import XHTML_MEDIA_TYPE, Item, Package
from adapters.formats.xml_splice import Edits, Element, attribute_markup
from audarma.model import Attribution

_COVER_NAME = re.compile(r"cover|title[-_]?page|^title\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NoticePlace:
    """Where the notice page goes: its member, its heading, and the members that come before it."""

    path: str
    title: str
    index: int
    earlier: frozenset[str]


def notice_place(package: Package, attribution: Attribution, members: set[str]) -> NoticePlace:
    """Choose the page's member name, which *members* does not hold, and its place in the spine."""
    folder = posixpath.dirname(package.path)
    stem = fresh_id(
        "audarma-notice", {name.removesuffix(".xhtml") for name in _in(folder, members)}
    )
    spine = package.spine
    covers = list(takewhile(_is_cover, spine))
    index = len(covers) if attribution.warning else len(spine)
    return NoticePlace(
        path=posixpath.join(folder, f"{stem}.xhtml"),
        title=attribution.heading or attribution.title,
        index=index,
        earlier=frozenset(item.path for item in spine[:index]),
    )


def add_to_package(package: Package, edits: Edits, place: NoticePlace) -> None:
    """Name the page in the manifest and in the spine."""
    name = attribute_markup(fresh_id("audarma-notice", package.ids))
    href = attribute_markup(quote(posixpath.basename(place.path)))
    edits.append(
        package.manifest,
        f'<{_like(package.manifest)}item id={name} href={href} media-type="{XHTML_MEDIA_TYPE}"/>',
    )
    references = package.spine_element.elements
    markup = f"<{_like(package.spine_element)}itemref idref={name}/>"
    if place.index < len(references):
        edits.insert_before(references[place.index], markup)
    else:
        edits.insert_after(references[-1], markup)


def _is_cover(item: Item) -> bool:
    return any(_COVER_NAME.search(name) for name in (item.id, posixpath.basename(item.path)))


def _like(parent: Element) -> str:
    """Give the prefix, with its colon, that *parent*'s name is written with."""
    return parent.tag.removesuffix(parent.local_name)


def _in(folder: str, members: set[str]) -> set[str]:
    return {posixpath.basename(name) for name in members if posixpath.dirname(name) == folder}

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a PreTeXt file says of its book: on its title page, in its colophon, in ``bibinfo``.

Follows the PreTeXt Guide, "Front Matter" and "Bibliographic Information".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from adapters.formats.xml_splice import XML_LANG, Element
from adapters.formats.xml_units import clean
from audarma.model import Metadata

_WHOLE = ("book", "article", "slideshow")
_WEB_ADDRESS = re.compile(r"https?://\S+")


def pretext_metadata(root: Element) -> Metadata:
    """Read what the file with that *root* says of its book."""
    whole = next((e for name in _WHOLE for e in _all(root, name)), root)
    rights = tuple(_rights(root))
    return Metadata(
        title=_title(whole),
        creators=tuple(
            clean(name.text)
            for place in ("titlepage", "bibinfo")
            for front in _all(root, place)
            for author in _all(front, "author")
            for name in _all(author, "personname")
        ),
        source_url=next(_addresses(root), ""),
        licence_statements=tuple(dict.fromkeys(_licences(root))),
        language=root.attributes.get(XML_LANG, ""),
        published=next(_texts(root, ("titlepage", "bibinfo"), "date"), "")
        or next(_texts(root, ("copyright",), "year"), ""),
        description=next(_texts(root, ("docinfo",), "blurb"), ""),
        rights_statement="\n".join(rights),
    )


def joined(parts: Sequence[Metadata]) -> Metadata:
    """Give what the files of one book say together: of each field, the first that says it.

    All licence statements count, because they may contradict each other.
    """
    values: dict[str, Any] = {}
    for field in fields(Metadata):
        said = [value for part in parts if (value := getattr(part, field.name))]
        if said:
            values[field.name] = said[0]
    statements = (one for part in parts for one in part.licence_statements)
    return Metadata(**{**values, "licence_statements": tuple(dict.fromkeys(statements))})


def _title(whole: Element) -> str:
    found = (_text_of(whole, "title"), _text_of(whole, "subtitle"))
    return ": ".join(text for text in found if text)


def _licences(root: Element) -> Iterator[str]:
    """Give each licence's addresses, then its words, as the copyright notices state them."""
    for notice in _notices(root):
        for url in _all(notice, "url"):
            yield url.attributes.get("href", "").strip()
        if text := clean(notice.text):
            yield text


def _rights(root: Element) -> Iterator[str]:
    for copyright_ in _all(root, "copyright"):
        owner = f"{_text_of(copyright_, 'year')} {_text_of(copyright_, 'holder')}".strip()
        if owner:
            yield f"© {owner}"
    for notice in _notices(root):
        if text := clean(notice.text):
            yield text


def _notices(root: Element) -> Iterator[Element]:
    for name in ("shortlicense", "minilicense"):
        yield from _all(root, name)


def _addresses(root: Element) -> Iterator[str]:
    for website in _all(root, "website"):
        urls = (url.attributes.get("href", "") for url in _all(website, "url"))
        for stated in (*urls, _text_of(website, "address")):
            if _WEB_ADDRESS.fullmatch(stated.strip()):
                yield stated.strip()


def _texts(root: Element, places: Sequence[str], name: str) -> Iterator[str]:
    for place in places:
        for element in _all(root, place):
            if text := _text_of(element, name):
                yield text


def _text_of(element: Element, name: str) -> str:
    child = element.child(name)
    return "" if child is None else clean(child.text)


def _all(root: Element, name: str) -> Iterator[Element]:
    if root.name == name:
        yield root
    yield from root.descendants(name)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a page says of itself: meta and link elements, RDFa, microdata, JSON-LD, notices.

Vocabularies: HTML's standard metadata names and ``rel=license``, Dublin Core, Open Graph,
schema.org, Creative Commons' ccREL (https://www.w3.org/Submission/ccREL/) and the Highwire
``citation_`` names. Beautiful Soup reads the page; it is given complete tags only, for the
standard library's parser under it needs quadratic time for cut-off ones. Leaves out: which
licence a statement means, which is in ``audarma.licence``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Tag

from adapters.formats.html_encoding import Page
from adapters.formats.html_tokens import cut
from audarma.model import Metadata

_KEPT_SCRIPT = re.compile(r"<script\b[^>]*\bld\+json", re.I)
_STRAY = re.compile(r"<(?=[a-zA-Z/!?])")
# Surrogates stand for bytes that are no text (``html_encoding``).
_NO_CHARACTER = re.compile("&#[0-9]{9,}+;?|[\ud800-\udfff]")
_CC_ADDRESS = re.compile(r"https?://(?:www\.)?creativecommons\.org/(?:licen[sc]es|publicdomain)/")
_NAMES_LICENCE = re.compile(
    r"creative commons|\bcc[ -]by\b|\bcc0\b|public domain|licen[sc]ed under|under the terms of"
    r"|gnu [\w ]*licen[sc]e|free documentation licen[sc]e|all rights reserved",
    re.I,
)
_NOTICE_PLACE = re.compile(r"footer|copyright|licen[sc]e|legal|rights|attribution|colophon", re.I)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z©])")
_ABOUT_ITSELF = re.compile(
    r"\A(?:(?:except|unless) (?:where )?otherwise"
    r"|(?:the |all )?(?:text|contents?|materials?) (?:of|on|in) this"
    r"|this (?:\w+ ){0,2}(?:article|book|chapter|content|course|document|guide|handbook|lesson"
    r"|manual|material|page|publication|resource|site|text|textbook|tutorial|website|work)\b)",
    re.I,
)
_LONGEST_NOTICE = 600  # characters; a longer sentence around a licence's name is no notice
_MOST_NOTICES = 5
_JSON_DEPTH = 20


def read_metadata(page: Page) -> Metadata:
    """Collect what *page* says of itself, the most authoritative statement first."""
    soup = _soup(page)
    named = _named(soup)
    linked = list(_json_ld(soup))

    def first(*values: str) -> str:
        return next((value for value in values if value), "")

    rights = first(*named("dc.rights", "dcterms.rights", "copyright", "rights"))
    return Metadata(
        title=first(
            *named("dc.title", "dcterms.title", "citation_title", "og:title"),
            *_texts(linked, "name", "headline"),
            _text(soup.title),
            _text(soup.h1),
        ),
        creators=_unique(
            [
                *named("author", "dc.creator", "dcterms.creator", "citation_author"),
                *_names(linked, "author", "creator"),
                *_marked(soup, "author", "creator", "attributionname"),
            ]
        ),
        source_url=first(
            *_links(soup, "canonical"),
            *named("og:url", "dc.source", "dcterms.source"),
            *_texts(linked, "url", "isBasedOn"),
        ),
        licence_statements=_unique(_licences(soup, named, linked)),
        language=first(_root_language(soup), *named("content-language", "dc.language")),
        published=first(
            *named("dcterms.issued", "dc.date", "dcterms.date", "citation_publication_date"),
            *named("article:published_time", "date"),
            *_texts(linked, "datePublished"),
            *_marked(soup, "datepublished"),
        ),
        publisher=first(
            *named("dc.publisher", "dcterms.publisher", "citation_publisher", "publisher"),
            *_names(linked, "publisher"),
            *named("og:site_name"),
        ),
        description=first(
            *named("description", "dc.description", "dcterms.description", "og:description"),
            *_texts(linked, "description"),
        ),
        rights_statement=rights,
    )


def _soup(page: Page) -> BeautifulSoup:
    """Parse what matters of *page*: no comments, no scripts but JSON-LD, no cut-off tags."""
    parts = cut(page.text, page.is_xml)
    for place in range(1, len(parts), 2):
        tag = parts[place]
        lower = tag[:8].lower()
        if lower.startswith("<script"):
            if not _KEPT_SCRIPT.match(tag):
                parts[place] = "<script>"
        elif lower.startswith(("<style", "<textare")):
            parts[place] = tag[: tag.find(">") + 1]
        elif tag[1] in "!?" or tag[-1] != ">":
            parts[place] = ""
    for place in range(0, len(parts), 2):
        if "<" in parts[place]:
            parts[place] = _STRAY.sub("&lt;", parts[place])
    # Python refuses to read a number of thousands of digits, and to encode half a character.
    return BeautifulSoup(_NO_CHARACTER.sub("\ufffd", "".join(parts)), "html.parser")


class _Named:
    """The page's meta elements by lower-case name."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self.values: dict[str, list[str]] = {}
        for meta in soup.find_all("meta"):
            content = _attribute(meta, "content")
            for key in ("name", "property", "http-equiv", "itemprop"):
                name = (
                    _attribute(meta, key).lower().replace("dc:", "dc.").replace("terms:", "terms.")
                )
                if name and content:
                    self.values.setdefault(name, []).append(content)

    def __call__(self, *names: str) -> list[str]:
        """Give the contents of the elements of these names, in the order of the names."""
        return [value for name in names for value in self.values.get(name, [])]


def _named(soup: BeautifulSoup) -> _Named:
    return _Named(soup)


def _attribute(tag: Tag, name: str) -> str:
    """Give an attribute's value as one string."""
    value = tag.get(name) or ""
    return " ".join((value if isinstance(value, str) else " ".join(value)).split())


def _text(tag: Tag | None) -> str:
    """Give the visible text of *tag* on one line."""
    return " ".join(tag.get_text().split()) if tag else ""


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _links(soup: BeautifulSoup, relation: str) -> list[str]:
    """Give the addresses, or else the texts, of the links of this relation."""
    return [
        _attribute(tag, "href") or _text(tag)
        for tag in soup.find_all(["link", "a", "area"], rel=True)
        if relation in _attribute(tag, "rel").lower().split()
    ]


def _marked(soup: BeautifulSoup, *names: str) -> list[str]:
    """Give what RDFa's ``property`` and microdata's ``itemprop`` mark with one of *names*."""
    return [
        _attribute(tag, "content") or _attribute(tag, "href") or _text(tag)
        if names == ("license",)
        else _attribute(tag, "content") or _text(tag)
        for tag in soup.find_all(_is_marked)
        if tag.name != "meta"
        and not {
            word.rpartition(":")[2].lower()
            for key in ("property", "itemprop")
            for word in _attribute(tag, key).split()
        }.isdisjoint(names)
    ]


def _is_marked(tag: Tag) -> bool:
    return tag.has_attr("property") or tag.has_attr("itemprop")


def _root_language(soup: BeautifulSoup) -> str:
    root = soup.html
    return (_attribute(root, "lang") or _attribute(root, "xml:lang")) if root else ""


def _licences(soup: BeautifulSoup, named: _Named, linked: list[dict[str, Any]]) -> Iterator[str]:
    """Give the statements of a licence in order of authority: machines' first, prose last."""
    yield from _links(soup, "license")
    yield from _links(soup, "cc:license")
    yield from _marked(soup, "license")
    yield from named("dcterms.license", "dc.rights.license", "license", "cc:license")
    yield from _texts(linked, "license")
    yield from named("dcterms.rights", "dc.rights", "rights", "copyright")
    yield from (_attribute(link, "href") for link in soup.find_all("a", href=_CC_ADDRESS))
    yield from _notices(soup)


def _notices(soup: BeautifulSoup) -> list[str]:
    """Give sentences that name a licence: where notices stand, or about the page itself."""
    places = [_text(tag) for tag in soup.find_all(_is_notice_place)]
    paragraphs = [_text(tag) for tag in soup.find_all(["p", "dd", "li"])]
    found = [
        sentence
        for texts, is_notice in ((places, True), (paragraphs, False))
        for text in texts
        if _NAMES_LICENCE.search(text)
        for sentence in _SENTENCE_END.split(text)
        if len(sentence) <= _LONGEST_NOTICE
        and _NAMES_LICENCE.search(sentence)
        and (is_notice or _ABOUT_ITSELF.search(sentence))
    ]
    return list(dict.fromkeys(found))[:_MOST_NOTICES]


def _is_notice_place(tag: Tag) -> bool:
    names = f"{_attribute(tag, 'class')} {_attribute(tag, 'id')}"
    return tag.name in ("footer", "small") or bool(_NOTICE_PLACE.search(names))


def _json_ld(soup: BeautifulSoup) -> Iterator[dict[str, Any]]:
    """Give the objects of the page's JSON-LD; a block that is no JSON says nothing."""
    for script in soup.find_all("script"):
        if "ld+json" in _attribute(script, "type"):
            text = script.get_text().strip().removeprefix("//<![CDATA[").removesuffix("//]]>")
            try:
                yield from _objects(json.loads(text), 0)
            except (ValueError, RecursionError):
                continue


def _objects(value: object, depth: int) -> Iterator[dict[str, Any]]:
    """Give the top objects of JSON-LD: one, a list, or a graph."""
    if isinstance(value, list) and depth < _JSON_DEPTH:
        for member in value:
            yield from _objects(member, depth + 1)
    elif isinstance(value, dict):
        if "@graph" in value:
            yield from _objects(value["@graph"], depth + 1)
        else:
            yield value


def _texts(objects: list[dict[str, Any]], *keys: str) -> list[str]:
    """Give the strings, or the addresses, under *keys* of *objects*."""
    return [
        text
        for key in keys
        for value in objects
        for text in _strings(value.get(key), ("@id", "url", "name"))
    ]


def _names(objects: list[dict[str, Any]], *keys: str) -> list[str]:
    """Give the names of the people or organisations under *keys* of *objects*."""
    return [
        text for key in keys for value in objects for text in _strings(value.get(key), ("name",))
    ]


def _strings(value: object, keys: tuple[str, ...]) -> list[str]:
    """Give *value* as strings: itself, each of a list, or the first of *keys* that it has."""
    if isinstance(value, str):
        return [value.strip()]
    if isinstance(value, list):
        return [
            text
            for member in value
            if not isinstance(member, list)
            for text in _strings(member, keys)
        ]
    if isinstance(value, dict):
        found = next((value[key] for key in keys if isinstance(value.get(key), str)), "")
        return [found.strip()]
    return []

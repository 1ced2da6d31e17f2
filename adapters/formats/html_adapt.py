# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What changes in a page besides its units: its language, and the notice of what it is.

Where a page leaves tags out that HTML lets it leave out, the notice goes where browsers put
the element that the tag stands for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from html import escape

from adapters.formats import html_notice as notice
from adapters.formats.html_encoding import Page
from adapters.formats.html_splice import Edit, Edits
from adapters.formats.html_text import WHITE_SPACE
from adapters.formats.html_tokens import Attribute, Tag, is_english
from adapters.formats.html_units import Walked
from audarma.model import Attribution

_OPEN_GRAPH = {"kk": "kk_KZ", "ru": "ru_RU"}
_LANGUAGE_NAMES = frozenset(
    {"content-language", "language", "dc.language", "dcterms.language", "citation_language"}
)
# What schema.org's properties in a page's JSON-LD say of its language.
_IN_LANGUAGE = re.compile(r'"inLanguage"\s*:\s*"(?P<tag>en(?:-[A-Za-z0-9-]+)?)"', re.IGNORECASE)
_HEAD = frozenset(
    ["html", "head", "title", "meta", "link", "base", "script", "style", "noscript", "template"]
)


def language_edits(parts: list[str], walked: Walked, page: Page, locale: str) -> Edits:
    """Give the edits that make *locale* the language wherever the page says English."""
    edits: Edits = defaultdict(list)
    for place in walked.english_tags:
        tag = walked.tags[parts[place]]
        if tag.name != "html":
            edits[place] += [_set(a, locale) for a in tag.languages if is_english(a.value)]
    has_root = False
    for place in range(1, len(parts), 2):
        tag = walked.tags[parts[place]]
        if tag.name == "meta":
            edits[place] += _meta_edits(tag, locale)
        elif tag.name == "script" and "ld+json" in parts[place]:
            # HTML's scripts are in one part with their tag, XHTML's in the next.
            for holder in (place, place + 1):
                said = _IN_LANGUAGE.finditer(parts[holder])
                edits[holder] += [(*match.span("tag"), locale) for match in said]
        elif tag.name == "html" and not has_root:
            has_root = True
            edits[place] += _root_edits(parts, place, tag, page, locale)
    return edits


def _set(attribute: Attribute, value: str) -> Edit:
    """Give *attribute* another value."""
    equals = "=" if attribute.start == attribute.end else ""
    return attribute.start, attribute.end, f'{equals}"{escape(value)}"'


def _meta_edits(tag: Tag, locale: str) -> list[Edit]:
    """Change what a meta element says of the page's language."""
    name = (tag.get("http-equiv") or tag.get("name") or tag.get("property")).lower()
    if name == "og:locale":
        locale = _OPEN_GRAPH.get(locale, locale.replace("-", "_"))
    elif name not in _LANGUAGE_NAMES:
        return []
    return [_set(a, locale) for a in tag.attributes if a.name == "content" and is_english(a.value)]


def _root_edits(parts: list[str], place: int, tag: Tag, page: Page, locale: str) -> list[Edit]:
    """Set the root's language; XHTML 1.1 and OPS 2 know ``xml:lang`` alone."""
    said = [a for a in tag.attributes if a.name in ("lang", "xml:lang")]
    if said:
        return [_set(attribute, locale) for attribute in said]
    after_name = 1 + len(parts[place][1:].split(None, 1)[0].rstrip("/>"))
    attributes = notice.language_attributes(locale, page.is_xml)
    if page.is_xml and _wants_xml_lang_alone(parts[:place]):
        attributes = f' xml:lang="{escape(locale)}"'
    return [(after_name, after_name, attributes)]


def _wants_xml_lang_alone(before: list[str]) -> bool:
    """Say whether the parts before the root have no DOCTYPE, or XHTML 1.1's."""
    doctypes = [part for part in before if part[:9].upper() == "<!DOCTYPE"]
    return not doctypes or "XHTML 1.1" in doctypes[0]


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Where things go: before the parts at these places; ``None`` where there is no such place.

    *head_end* is in the head, *flow_start* where the visible page begins, *flow_end* where it
    ends. *empty_element* is around both and must be opened up: XML closed it in its only tag.
    """

    head_end: int | None
    flow_start: int
    flow_end: int
    empty_element: int | None = None


def landmarks(parts: list[str], walked: Walked, page: Page) -> Landmarks:
    """Find the landmarks of *parts*, as they were cut."""
    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    for place in range(1, len(parts), 2):
        name = walked.tags[parts[place]].name
        if name in ("html", "head", "body"):
            if parts[place][1] == "/":
                ends[name] = place
            else:
                starts.setdefault(name, place)
    body = starts.get("body")
    opener = _first_element(parts) if body is None and page.is_xml else body
    flow_start = _first_flow(parts, walked) if opener is None else opener + 1
    is_empty = page.is_xml and opener is not None and parts[opener].endswith("/>")
    flow_end = ends.get("body", ends.get("html", _end(parts, page)))
    return Landmarks(
        head_end=ends.get("head", body if "html" in starts and not page.is_xml else None),
        flow_start=flow_start,
        flow_end=flow_start if is_empty else max(flow_start, flow_end),
        empty_element=opener if is_empty else None,
    )


def _first_element(parts: list[str]) -> int:
    """Give the place of the root of an XML page."""
    return next(place for place in range(1, len(parts), 2) if parts[place][1] not in "!?")


def _end(parts: list[str], page: Page) -> int:
    """Give the end of the page: in XML that of its root, in HTML before a tag that is cut off."""
    last = len(parts) - 2
    while last > 0 and page.is_xml and not parts[last].startswith("</"):
        last -= 2
    if page.is_xml and last > 0:
        return last
    is_cut_off = len(parts) > 1 and not parts[-1] and not parts[-2].endswith(">")
    return len(parts) - 2 if is_cut_off else len(parts)


def _first_flow(parts: list[str], walked: Walked) -> int:
    """Give the place of what opens the body where its tag is left out."""
    in_title = False
    for place, part in enumerate(parts):
        if place % 2 == 0:
            if not in_title and part.strip(f"\ufeff{WHITE_SPACE}"):
                return place
            continue
        name = walked.tags[part].name
        if name and name not in _HEAD:
            return place
        in_title = name == "title" and part[1] != "/"
    return len(parts)


def insert_notice(parts: list[str], at: Landmarks, page: Page, attribution: Attribution) -> None:
    """Write warning, notice and metadata into *parts*; lists of parts keep their length."""
    is_xml, line_end = page.is_xml, page.newline
    if at.empty_element is not None:
        tag = parts[at.empty_element]
        parts[at.empty_element] = f"{tag[:-2]}>"
        parts[at.empty_element + 1] = f"</{tag[1:-2].split()[0]}>{parts[at.empty_element + 1]}"
    metadata = notice.head_metadata(attribution, line_end, page.is_unicode)
    closing = notice.footer(attribution, is_xml, line_end)
    if at.head_end is None:
        data = notice.json_ld(attribution, page.is_unicode)
        closing = line_end.join([closing, *data])
    else:
        _insert(parts, at.head_end, metadata + line_end, page)
    _insert(parts, at.flow_end, closing + line_end, page)
    warning = notice.warning(attribution, is_xml)
    if warning:
        _insert(parts, at.flow_start, line_end + warning, page)


def _insert(parts: list[str], place: int, markup: str, page: Page) -> None:
    """Put *markup* before the part at *place*; after all parts where it is one too many."""
    if place == len(parts):
        parts[-1] += page.newline + page.writable(markup)
    else:
        parts[place] = page.writable(markup) + parts[place]

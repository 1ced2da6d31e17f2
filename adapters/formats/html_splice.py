# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Targets put in the place of their units; every other character of the page stays.

A target is text: what is not one of its unit's codes is escaped. What the source wrote as a
character reference (``&nbsp;``) is written so again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from adapters.formats.html_encoding import Page
from adapters.formats.html_inline import Item
from adapters.formats.html_text import escape_attribute, escape_text, written_forms
from adapters.formats.html_units import Found
from audarma.inline_code import parse

Edit = tuple[int, int, str]
"""Where in a part the old text starts and ends, and the new text."""

Edits = defaultdict[int, list[Edit]]
"""Edits that do not overlap, by the place of their part."""


def splice(
    changed: Iterable[tuple[Found, str]], edits: Edits, parts: list[str], page: Page
) -> None:
    """Put each target in the place of its unit in *parts*, and apply *edits* to tags."""
    runs: list[tuple[Found, str]] = []
    for found, target in changed:
        if found.attribute:
            place = found.run.items[0].first
            edits[place].append(_attribute_edit(found, target, parts[place], page))
        else:
            runs.append((found, target))
    # First the tags, for those within a run are written with it.
    for place, place_edits in edits.items():
        for start, end, new in sorted(place_edits, reverse=True):
            parts[place] = parts[place][:start] + new + parts[place][end:]
    for found, target in runs:
        _replace_run(found, target, parts, page)


def _attribute_edit(found: Found, target: str, tag: str, page: Page) -> Edit:
    """Write *target* as the value of an attribute of *tag*; a value without quotes gets them."""
    items = found.run.items
    quote = tag[items[0].start - 1]
    is_bare = quote not in "\"'"
    forms = written_forms(tag[items[0].start : items[-1].end])
    value = "".join(
        page.writable(escape_attribute(token, '"' if is_bare else quote, forms))
        if isinstance(token, str)
        else _span(found.run.codes[str(token)], tag)
        for token in parse(target)
    )
    return items[0].start, items[-1].end, f'"{value}"' if is_bare else value


def _replace_run(found: Found, target: str, parts: list[str], page: Page) -> None:
    """Write *target* over the parts of a run: into the first, the rest left empty."""
    items = found.run.items
    first, last = items[0].first, items[-1].last
    forms = written_forms("".join(parts[first : last + 1]))
    new = "".join(
        page.writable(escape_text(token, forms))
        if isinstance(token, str)
        else _stands(found.run.codes[str(token)], parts)
        for token in parse(target)
    )
    before = "" if first % 2 else parts[first][: items[0].start]
    after = "" if items[-1].first % 2 else parts[last][items[-1].end :]
    parts[first] = before + new + after
    for place in range(first + 1, last + 1):
        parts[place] = ""


def _span(item: Item, part: str) -> str:
    return part[item.start : item.end]


def _stands(item: Item, parts: list[str]) -> str:
    """Give what stands in the page where *item* is: a tag, an element, a span of text."""
    if item.first % 2:
        return "".join(parts[item.first : item.last + 1])
    return _span(item, parts[item.first])

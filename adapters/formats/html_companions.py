# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that a page in HTML embeds; ``companions`` says which of them go with it."""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import Tag

_ATTRIBUTES = ("src", "poster", "data", "srcset")
_STYLES = frozenset({"stylesheet", "icon"})
_PAGES = frozenset({"iframe", "frame"})


def shown_by_html(markup: str) -> Iterator[str]:
    """Give the addresses of what a page in HTML embeds."""
    for element in BeautifulSoup(markup, "html.parser").find_all(True):
        if not isinstance(element, Tag) or element.name in _PAGES:
            continue
        for name in _ATTRIBUTES:
            value = str(element.get(name) or "")
            candidates = value.split(",") if name == "srcset" else [value]
            yield from (candidate.split()[0] for candidate in candidates if candidate.strip())
        if element.name == "link" and _STYLES & set(element.get("rel") or ()):
            yield str(element.get("href") or "")

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields: text for readers inside inline codes, as alt texts, link titles and inline notes.

Leaves out: the titles of link reference definitions, and titles in parentheses, which stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from adapters.formats.markdown_marks import Mark
from adapters.formats.markdown_syntax import ATTRIBUTES
from audarma.inline_code import CodeKind
from audarma.model import UnitKind

_TITLE_ATTRIBUTE = re.compile(
    r"""(?<=[\s{])(?P<name>(?:fig-)?(?:alt|cap)|title)=(?P<quote>["'])(?P<value>.*?)(?P=quote)"""
)
_LINK_TITLE = re.compile(r"""[\s](?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')[ \t\n]*\)""", re.DOTALL)
_HOLDERS = frozenset({"img", "a", "span", "attr", "fn"})


@dataclass(frozen=True, slots=True)
class Field:
    """Text for readers inside a code: its span of the inline source, and its quotation mark.

    Without a *quote* it is inline Markdown, else a quoted string.
    """

    kind: UnitKind
    start: int
    end: int
    quote: str = ""


def fields(source: str, marks: Iterable[Mark]) -> Iterator[Field]:
    """Give the texts for readers inside the constructs, in order."""
    for mark in marks:
        if mark.name not in _HOLDERS:
            continue
        raw = source[mark.start : mark.end]
        if mark.name == "img" and raw.startswith("!["):
            label_end = _label_end(raw)
            if label_end > 2:
                yield Field(UnitKind.ALT_TEXT, mark.start + 2, mark.start + label_end)
        if mark.name == "fn" and raw.startswith("^["):
            yield Field(UnitKind.FOOTNOTE, mark.start + 2, mark.end - 1)
        is_link = mark.name == "a" and mark.kind is CodeKind.CLOSE and not mark.is_html
        if is_link or (mark.name == "img" and raw.startswith("![")):
            label_end = 0 if is_link else _label_end(raw)
            title = raw.startswith("](", label_end) and _LINK_TITLE.search(raw, label_end)
            if title:
                quoted = title.group().rstrip(") \t\n")
                start = mark.start + title.start() + 2
                yield Field(UnitKind.LABEL, start, start + len(quoted) - 3, quoted[1])
        attributes = _trailing_attributes(mark, raw)
        if attributes >= 0:
            for found in _TITLE_ATTRIBUTE.finditer(raw, attributes):
                kind = {"alt": UnitKind.ALT_TEXT, "cap": UnitKind.CAPTION}
                yield Field(
                    kind.get(found["name"].removeprefix("fig-"), UnitKind.LABEL),
                    mark.start + found.start("value"),
                    mark.start + found.end("value"),
                    found["quote"],
                )


def _label_end(image: str) -> int:
    """Give where the label of an *image* ends, whose brackets balance."""
    depth = 0
    position = 1
    while position < len(image):
        letter = image[position]
        if letter == "\\":
            position += 1
        depth += (letter == "[") - (letter == "]")
        if depth == 0:
            return position
        position += 1
    return -1


def _trailing_attributes(mark: Mark, raw: str) -> int:
    """Give where in *raw* its attributes begin, or -1."""
    if not raw.endswith("}") or mark.name == "fn":
        return -1
    return next(
        (match.start() for match in ATTRIBUTES.finditer(raw) if match.end() == len(raw)), -1
    )

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Simple inline Markdown: most of what texts hold, read in one pass with what markdown-it finds.

Simple are code spans, links whose brackets hold an address alone, emphasis that stands clearly
around its text and holds no other, line breaks without spaces beside them, and signs that can
begin nothing where they stand. A source that holds anything else is not simple, and markdown-it
reads it: each pattern here matches less than CommonMark 0.31 allows, and never more.

Leaves out: all else, which is in ``markdown_syntax``.
"""

from __future__ import annotations

import re

from adapters.formats.markdown_marks import Mark
from audarma.inline_code import CodeKind

# A bracket in a code span would be none of the link's, so spans in labels hold none.
_LABEL = r"(?:[^\[\]`]++|(?P<inner>`++)[^`\[\]]++(?P=inner)(?!`))*+"
# markdown-it makes no links of these schemes; entities, which could hide one, are left to it.
_ADDRESS = r"(?!(?i:javascript|vbscript|file|data):)[A-Za-z0-9_./:?\#@%=~+,!$'*;-]++"
_RUN = r"(?:\*\*?|__?)"
_PUNCTUATION = r"[!-)+-/:-@\[-^`{-~]"  # of ASCII, but for the marks of emphasis
# One that opens is CommonMark's "left-flanking" and not "right-flanking": behind a space, or
# behind punctuation and before a letter. One that closes is the reverse.
_OPENS = rf"(?<![^ \n]){_RUN}(?=[^\s*_])|(?<={_PUNCTUATION}){_RUN}(?=[^\W_])"
_CLOSES = rf"(?<=[^\s*_]){_RUN}(?![^ \n])|(?<=[^\W_]){_RUN}(?={_PUNCTUATION})"
_TEXT = (
    r"(?:[^\n\\`~*_\[\]!<&${@^]++|(?<!\ )\n(?=\S)"
    r"|!(?!\[)|&(?![\#A-Za-z])|<(?![A-Za-z/!?])|(?<=[^\W_])_++(?=[^\W_]))*+"
)
_NEXT = re.compile(
    rf"""{_TEXT}(?:
      (?P<code>(?P<ticks>`++)[^`]++(?P=ticks)(?!`))
    | (?P<opens>{_OPENS})
    | (?P<closes>{_CLOSES})
    | (?P<link>\[(?={_LABEL}\]\({_ADDRESS}\)))
    | (?P<link_end>\]\({_ADDRESS}\))
    | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
_EMPHASIS = {"*": "em", "_": "em", "**": "strong", "__": "strong"}

Opened = tuple[int, int, int]
"""An opening mark that nothing has closed yet: its index, start and end."""


def simple_marks(source: str) -> list[Mark] | None:
    """Give the constructs of *source*, whose line breaks are spaces; None if it is not simple."""
    marks: list[Mark] = []
    link: Opened | None = None
    emphasis: Opened | None = None
    around_link: Opened | None = None
    position = 0
    while match := _NEXT.match(source, position):
        kind = str(match.lastgroup)
        start, position = match.span(kind)
        if kind == "code":
            marks.append(Mark("code", CodeKind.STANDALONE, start, position))
        elif kind == "opens" and emphasis is None:
            emphasis = _open(marks, start, position)
        elif kind == "closes" and emphasis and source[start:position] == _text(source, emphasis):
            _close(marks, _EMPHASIS[source[start:position]], emphasis, start, position)
            emphasis = None
        elif kind == "link":
            link, around_link, emphasis = _open(marks, start, position), emphasis, None
        elif kind == "link_end" and link and emphasis is None:
            _close(marks, "a", link, start, position)
            link, emphasis = None, around_link
        elif kind == "end":
            return None if emphasis or link else marks
        else:
            return None
    return None


def _text(source: str, opened: Opened) -> str:
    return source[opened[1] : opened[2]]


def _open(marks: list[Mark], start: int, end: int) -> Opened:
    """Keep a place among *marks* for the opening one of a pair."""
    marks.append(Mark("", CodeKind.OPEN, start, end))
    return len(marks) - 1, start, end


def _close(marks: list[Mark], name: str, opened: Opened, start: int, end: int) -> None:
    """Add both marks of a pair."""
    index = opened[0]
    marks[index] = Mark(name, CodeKind.OPEN, opened[1], opened[2], False, len(marks))
    marks.append(Mark(name, CodeKind.CLOSE, start, end, False, index))

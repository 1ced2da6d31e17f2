# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Marks: the constructs of inline Markdown in order, before they are numbered as codes.

Leaves out: where they come from and what they become, which is in ``markdown_inline``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from audarma.inline_code import CodeKind

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_VOID_TAGS = frozenset({"br", "hr", "img", "input", "wbr", "embed", "source", "track", "area"})
_PROTECTED_TAGS = frozenset(
    {"code", "kbd", "samp", "var", "tt", "pre", "script", "style", "math", "svg", "textarea"}
)


class Mark(NamedTuple):
    """A construct before it is numbered; a *partner* is its other half's index, or -1."""

    name: str
    kind: CodeKind
    start: int
    end: int
    is_html: bool = False
    partner: int = -1


def html_mark(tag: str, start: int, end: int) -> Mark:
    """Give the construct for a raw tag; a comment or a void element stands alone."""
    match = _TAG.match(tag)
    if match is None:
        return Mark("html", CodeKind.STANDALONE, start, end)
    name = match[2].lower()
    if name in _VOID_TAGS or tag.endswith("/>"):
        return Mark(name, CodeKind.STANDALONE, start, end)
    return Mark(name, CodeKind.CLOSE if match[1] else CodeKind.OPEN, start, end, is_html=True)


def paired(marks: list[Mark]) -> list[Mark]:
    """Find the partners of paired constructs; an HTML tag without a partner stands alone."""
    partner = [-1] * len(marks)
    stack: list[int] = []
    for index, mark in enumerate(marks):
        if mark.kind is CodeKind.OPEN:
            stack.append(index)
        elif mark.kind is CodeKind.CLOSE:
            depth = len(stack) - 1
            while depth >= 0 and not _closes(mark, marks[stack[depth]]):
                # Only HTML can be unbalanced, and it cannot reach out of a Markdown construct.
                depth = depth - 1 if marks[stack[depth]].is_html else -1
            if depth >= 0:
                partner[index], partner[stack[depth]] = stack[depth], index
                del stack[depth:]
    return [
        mark
        if mark.kind is CodeKind.STANDALONE
        else mark._replace(partner=other)
        if other >= 0
        else mark._replace(kind=CodeKind.STANDALONE)
        for mark, other in zip(marks, partner, strict=True)
    ]


def _closes(closing: Mark, opening: Mark) -> bool:
    return (closing.name, closing.is_html) == (opening.name, opening.is_html)


def without_protected_text(marks: list[Mark]) -> list[Mark]:
    """Take an HTML element whose text is not for translation as one standalone code."""
    if not any(mark.is_html and mark.name in _PROTECTED_TAGS for mark in marks):
        return marks
    kept: list[Mark] = []
    position: dict[int, int] = {}
    until = -1
    for index, mark in enumerate(marks):
        if index <= until:
            continue
        if mark.is_html and mark.partner > index and mark.name in _PROTECTED_TAGS:
            until = mark.partner
            mark = Mark(mark.name, CodeKind.STANDALONE, mark.start, marks[until].end)
        position[index] = len(kept)
        kept.append(mark)
    return [
        mark if mark.partner < 0 else mark._replace(partner=position[mark.partner]) for mark in kept
    ]


def attributes_joined(marks: list[Mark]) -> list[Mark]:
    """Join ``{...}`` to the construct that it directly follows."""
    joined: list[Mark] = []
    shift: list[int] = []
    for mark in marks:
        follows = bool(joined) and mark.name == "attr" and joined[-1].end == mark.start
        if follows and joined[-1].kind is not CodeKind.OPEN and joined[-1].name != "br":
            joined[-1] = joined[-1]._replace(end=mark.end)
        else:
            joined.append(mark)
        shift.append(len(joined) - 1)
    return [
        mark if mark.partner < 0 else mark._replace(partner=shift[mark.partner]) for mark in joined
    ]

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run of inline text and tags as content: codes paired, edges cleaned, white space collapsed.

Tags that have no partner in their run (broken nesting, or an element that blocks cut in pieces)
become standalone codes, so that content always nests. What merely wraps, leads or trails a run
stays outside it, and what can be one code is one.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple

from adapters.formats.html_text import WHITE_SPACE, collapse
from adapters.formats.html_text import decode as decode_text
from audarma.inline_code import escape

CDATA = "cdata"


class Role(IntEnum):
    """What an item of a run is."""

    TEXT = 0
    OPEN = 1
    CLOSE = 2
    WORD = 3  # protected, and read as a word of the sentence
    THING = 4  # protected, and no word


# Names of their own: looking a member up (before Python 3.12) takes longer than comparing it.
TEXT, OPEN, CLOSE, WORD, THING = Role


class Item(NamedTuple):
    """A stretch of a page's parts: from *start* in the part *first* to *end* in the part *last*.

    *name* is its name as a code; for text it is empty, or ``CDATA`` for a whole CDATA section.
    """

    role: Role
    name: str
    first: int
    last: int
    start: int
    end: int


class Run(NamedTuple):
    """Content, the items that it was made of in their order, and its codes' written forms.

    *codes* gives, for the written form of each code, the item that stands there.
    """

    content: str
    items: tuple[Item, ...]
    codes: dict[str, Item]


def make_run(
    items: list[Item], parts: list[str], decode: Callable[[str], str] = decode_text
) -> Run | None:
    """Make content of *items*; ``None`` if no letter is in them. *decode* reads references."""
    if len(items) == 1:
        # The most common run: text alone.
        text = _literal(items[0], parts, decode) if items[0].role is TEXT else ""
        if not any(map(str.isalpha, text)):
            return None
        return Run(escape(collapse(text).strip(" ")), (_without_space(items[0], parts),), {})
    texts = [_literal(item, parts, decode) if item.role is TEXT else "" for item in items]
    if not any(any(map(str.isalpha, text)) for text in texts):
        return None
    partners = _pair(items)
    low, high = _without_edges(items, texts, partners)
    kept = items[low:high]
    kept[0] = _without_space(kept[0], parts, right=False)
    kept[-1] = _without_space(kept[-1], parts, left=False)
    return _write(_fused(kept, texts[low:high], [partner - low for partner in partners[low:high]]))


def _literal(item: Item, parts: list[str], decode: Callable[[str], str]) -> str:
    """Give the literal text of a text item."""
    raw = parts[item.first][item.start : item.end]
    return raw[len("<![CDATA[") : -len("]]>")] if item.name == CDATA else decode(raw)


def _without_space(item: Item, parts: list[str], *, left: bool = True, right: bool = True) -> Item:
    """Take the white space from the sides of *item*, if that is text."""
    role, name, first, last, start, end = item
    if role is not TEXT or name == CDATA:
        return item
    raw = parts[first][start:end]
    before = len(raw) - len(raw.lstrip(WHITE_SPACE)) if left else 0
    after = len(raw) - len(raw.rstrip(WHITE_SPACE)) if right else 0
    if not before and not after:
        return item
    return Item(role, name, first, last, start + before, end - after)


def _pair(items: list[Item]) -> list[int]:
    """Give for each item the place of its partner, or -1."""
    partners = [-1] * len(items)
    opened: list[int] = []
    open_count: dict[str, int] = {}
    for index, item in enumerate(items):
        if item.role is OPEN:
            opened.append(index)
            open_count[item.name] = open_count.get(item.name, 0) + 1
        elif item.role is CLOSE and open_count.get(item.name):
            while True:
                start = opened.pop()
                open_count[items[start].name] -= 1
                if items[start].name == item.name:
                    break
            partners[index], partners[start] = start, index
    return partners


def _without_edges(items: list[Item], texts: list[str], partners: list[int]) -> tuple[int, int]:
    """Give where the sentence begins and ends (exclusive) among *items*."""
    words = [0]  # How many items before each place hold a word.
    for item, text in zip(items, texts, strict=True):
        is_word = item.role is WORD or any(map(str.isalnum, text))
        words.append(words[-1] + is_word)
    low, high = 0, len(items)
    while True:
        partner = partners[low]
        if partner == high - 1 > low and items[low].role is OPEN:
            low, high = low + 1, high - 1
        elif _is_beside(items[low], texts[low], partner):
            low += 1
        elif items[low].role is OPEN and words[partner] == words[low]:
            low = partner + 1
        elif _is_beside(items[high - 1], texts[high - 1], partners[high - 1]):
            high -= 1
        elif items[high - 1].role is CLOSE and words[partners[high - 1]] == words[high]:
            high = partners[high - 1]
        else:
            return low, high


def _is_beside(item: Item, text: str, partner: int) -> bool:
    """Say whether an item at an edge is no part of the sentence."""
    if item.role is TEXT:
        return not text.strip(WHITE_SPACE)
    return item.role is THING or (item.role is not WORD and partner < 0)


def _fused(items: list[Item], texts: list[str], partners: list[int]) -> list[tuple[Item, str, int]]:
    """Give the items, each with its text and its partner's place, fewer where they say one thing.

    Elements that hold but one another are one pair of codes, named by the first that says
    something; elements that hold nothing are one standalone code.
    """
    fused: list[tuple[Item, str, int]] = []
    ends: dict[int, tuple[int, int]] = {}  # By a closing code: the last of its chain, its opening.
    index = 0
    while index < len(items):
        item, partner = items[index], partners[index]
        if index in ends:
            last, opening = ends[index]
            fused[opening] = (*fused[opening][:2], len(fused))
            joined = item._replace(name=fused[opening][0].name, last=items[last].last)
            fused.append((joined, "", opening))
            index = last + 1
        elif item.role is OPEN and partner > index:
            inner = index
            while items[inner + 1].role is OPEN and partners[inner + 1] == partners[inner] - 1:
                inner += 1
            names = [link.name for link in items[index : inner + 1] if link.name != "span"]
            joined = item._replace(name=names[0] if names else item.name, last=items[inner].last)
            if partners[inner] == inner + 1:
                fused.append((joined._replace(role=THING, last=items[partner].last), "", -1))
                index = partner + 1
            else:
                ends[partners[inner]] = (partner, len(fused))
                fused.append((joined, "", -1))
                index = inner + 1
        else:
            fused.append((item, texts[index], -1))
            index += 1
    return fused


def _write(items: list[tuple[Item, str, int]]) -> Run:
    """Write *items*, each with its text and its partner's place, as content."""
    out: list[str] = []
    codes: dict[str, Item] = {}
    forms: list[str] = []
    count = 0
    after_space = True
    for item, text, partner in items:
        form = ""
        if item.role is TEXT:
            text = collapse(text)
            if after_space:
                text = text.removeprefix(" ")
            if text:
                after_space = text[-1] == " "
                out.append(escape(text))
        elif item.role is CLOSE and partner >= 0:
            form = f"</{forms[partner][1:]}"
        else:
            count += 1
            form = f"<{item.name}{count}{'>' if partner >= 0 else '/>'}"
            if item.name == "br":
                _strip_last(out)
            after_space = item.name == "br" or (after_space and partner >= 0)
        if form:
            codes[form] = item
            out.append(form)
        forms.append(form)
    _strip_last(out)
    return Run("".join(out), tuple(item for item, _, _ in items), codes)


def _strip_last(out: list[str]) -> None:
    """Take the space before a line's end, which browsers do not show."""
    if out and out[-1][-1] == " ":
        out[-1] = out[-1][:-1]
        if not out[-1]:
            out.pop()


def visible_text(run: Run, parts: list[str]) -> str:
    """Give a run's text on one line, with that of its protected elements."""
    texts = [
        _literal(item, parts, decode_text) if item.role is TEXT else protected_text(item, parts)
        for item in run.items
    ]
    return collapse("".join(texts)).strip()


def protected_text(item: Item, parts: list[str]) -> str:
    """Give the text inside a code: none for a lone tag, itself for a span of text."""
    if item.first == item.last and not item.first % 2:
        return parts[item.first][item.start : item.end]
    texts = range(item.first + 1, item.last + 1, 2)
    return collapse(decode_text("".join(parts[place] for place in texts))).strip()

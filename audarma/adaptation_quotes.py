# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Quotation marks by CLDR: kk «outer “inner”», ru «outer „inner“».

All marks of a passage change, or none: where one has no partner, or may be an inch, a part of
code or an apostrophe, the passage stays as it is.

Leaves out: straight single marks, which nothing tells from apostrophes and feet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from audarma.adaptation_text import HIDDEN, Edit

# CLDR 47, delimiters: quotationStart and -End, alternateQuotationStart and -End.
_MARKS = {"kk": (("«", "»"), ("“", "”")), "ru": (("«", "»"), ("„", "“"))}
_CLOSING = {"«": "»", "“": "”", "„": "“", "‘": "’", '"': '"'}
_ALSO_CLOSING = {"„": "”", "“": "”", "«": "»"}
_QUOTES = frozenset('«»“”„"‘’')
# Behind these a straight mark may open; behind a bracket it may as well be a string in code.
_BEFORE_OPENING = frozenset("«“„‘(—–-/…" + HIDDEN)


class _DoubtError(Exception):
    """The marks of the passage cannot be told for certain."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A mark that waits for its partner."""

    mark: str
    place: int


def quotes(text: str, locale: str) -> Iterator[Edit]:
    """Give the edits that make the quotation marks of *text* those of *locale*.

    Source: CLDR 47, ``common/main/{kk,ru}.xml``, delimiters.
    """
    try:
        pairs = list(_pairs(text))
    except _DoubtError:
        return
    wanted: dict[int, str] = {}
    for start, end, depth in pairs:
        opening, closing = _MARKS[locale][depth % 2]
        wanted |= {start: opening, end: closing}
    for place, mark in sorted(wanted.items()):
        if text[place] != mark:
            yield Edit(place, place + 1, mark)


def _pairs(text: str) -> Iterator[tuple[int, int, int]]:
    """Give the place of each opening mark, of its partner, and how deep inside others they are."""
    has_single = "‘" in text
    waiting: list[_Open] = []
    for place, mark in enumerate(text):
        if mark not in _QUOTES:
            continue
        if mark == "’" and (not has_single or _is_inside_word(text, place)):
            continue
        if waiting and mark in (
            _CLOSING[waiting[-1].mark],
            _ALSO_CLOSING.get(waiting[-1].mark),
        ):
            _require(place > 0 and not text[place - 1].isspace())
            # Kazakh endings may follow a closing mark; nothing says that a straight one closes.
            _require(mark not in '"’' or not text[place + 1 : place + 2].isalnum())
            yield waiting.pop().place, place, len(waiting)
        else:
            _require(mark in _CLOSING)
            _require(mark not in [opened.mark for opened in waiting] or mark != '"')
            _require(_may_open(text, place))
            waiting.append(_Open(mark, place))
    _require(not waiting)


def _may_open(text: str, place: int) -> bool:
    """Say whether the mark at *place* stands where one opens."""
    before, after = text[:place], text[place + 1 : place + 2]
    if not after or after.isspace():
        return False
    if not before or before[-1].isspace():
        return text[place] != '"' or not before.rstrip().endswith("=")
    if text[place] == '"' and before[-1] == "(" and before[-2:-1].isalnum():
        return False
    return before[-1] in _BEFORE_OPENING


def _is_inside_word(text: str, place: int) -> bool:
    return text[place - 1 : place].isalpha() and text[place + 1 : place + 2].isalpha()


def _require(certain: bool) -> None:
    if not certain:
        raise _DoubtError

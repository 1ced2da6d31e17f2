# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates and times by CLDR, through Babel, where a target still has them in English.

A date or a time changes only where the target repeats it from the source, word for word. What
an engine or a person has put into Kazakh or Russian is not looked at; neither are ISO dates.

Leaves out: names of weekdays; ranges; ``3/5/2026``, which means two days.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from babel.dates import format_date, format_skeleton, format_time

from audarma.adaptation_text import SPACES, Edit

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_MONTH = (
    r"(?P<month{0}>January|February|March|April|May|June|July|August|September|October|November|"
    r"December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DAY = "(?P<day{0}>[0-9]{{1,2}})(?:st|nd|rd|th)?"
_YEAR = "(?P<year{0}>[0-9]{{4}})"
_GAP = f"[{SPACES}]"
_SHAPES = (
    f"{_MONTH}{_GAP}{_DAY}(?:,?{_GAP}{_YEAR})?",
    f"{_DAY}{_GAP}{_MONTH}(?:,?{_GAP}{_YEAR})?",
    f"{_MONTH},?{_GAP}{_YEAR}",
    "(?P<month{0}>[0-9]{{1,2}})/(?P<day{0}>[0-9]{{1,2}})/(?P<year{0}>[0-9]{{4}})",
)
_NOT_AFTER, _NOT_BEFORE = r"(?<![\w/.,:-])", rf"(?![\w/]|[{SPACES}]?[–—-])"
_DATE = re.compile(
    _NOT_AFTER
    + "(?:"
    + "|".join(shape.format(number) for number, shape in enumerate(_SHAPES))
    + ")"
    + _NOT_BEFORE
)
_TIME = re.compile(
    rf"{_NOT_AFTER}(?P<hour>1[0-2]|0?[1-9])(?::(?P<minute>[0-5][0-9]))?{_GAP}?"
    rf"(?P<half>[AaPp])(?:\.{_GAP}?[Mm]\.|[Mm]\b){_NOT_BEFORE}"
)
_BEGINS = re.compile(r"(?:^|[.!?…]\s+)[«„“\"(]*$")
_ANY_YEAR = 2000
"""For a day without a year; a leap year, so that 29 February is a day."""


def dates(source: str, target: str, locale: str) -> Iterator[Edit]:
    """Give the edits that write in *locale* the English dates and times that *target* repeats.

    Source: CLDR, date formats ``long``, ``MMMMd``, ``yMMMM``, ``yMd`` and time format ``short``.
    """
    repeated = {match[0] for pattern in (_DATE, _TIME) for match in pattern.finditer(source)}
    edits: list[Edit] = []
    for pattern, write in ((_DATE, _date), (_TIME, _time)):
        for match in pattern.finditer(target):
            if match[0] in repeated and (written := write(match, locale)):
                edits.append(_edit(match, written))
    yield from sorted(edits, key=lambda edit: edit.start)


def _edit(match: re.Match[str], written: str) -> Edit:
    """Replace *match*, with one full stop where an abbreviation ends its sentence."""
    text, end = match.string, match.end()
    if written.endswith(".") and text.startswith(".", end) and not text.startswith("..", end):
        return Edit(match.start(), end + 1, written)
    ends_sentence = not text[end:].strip() or text[end:].lstrip()[:1].isupper()
    if match[0].endswith(".") and not written.endswith(".") and ends_sentence:
        written += "."
    return Edit(match.start(), end, written)


def _date(match: re.Match[str], locale: str) -> str:
    """Write a date in *locale*; empty where it is no day of the calendar, or may be another."""
    before = match.string[: match.start()]
    parts = {name.rstrip("0123"): text for name, text in match.groupdict().items() if text}
    year = int(parts.get("year", _ANY_YEAR))
    is_numeric = parts["month"].isdigit()
    month = int(parts["month"]) if is_numeric else _month(parts["month"])
    day = int(parts.get("day", 1))
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        return ""
    if is_numeric:
        return format_skeleton("yMd", date, locale=locale) if day > len(_MONTHS) else ""
    if "day" not in parts:
        written = format_skeleton("yMMMM", date, locale=locale)
        return written[0].upper() + written[1:] if _BEGINS.search(before) else written
    if "year" not in parts:
        return format_skeleton("MMMMd", date, locale=locale)
    return format_date(date, "long", locale=locale)


def _month(name: str) -> int:
    short = name.lower()[:3]
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(short))


def _time(match: re.Match[str], locale: str) -> str:
    hour = int(match["hour"]) % 12 + (12 if match["half"] in "Pp" else 0)
    return format_time(datetime.time(hour, int(match["minute"] or 0)), "short", locale=locale)

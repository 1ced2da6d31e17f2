# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The check of numbers: lost, changed or added, however each language writes them.

``1,234.5``, ``1 234,5`` and ``1234.5`` are one number. A separator before exactly three digits
can mean two things, so both readings count. Equal are also ``200,000``, ``200K`` and 200 мың,
and ``3.30 p.m.`` and 15:30. Tolerated besides: small numbers in words (``two``, екі, два), Roman
numerals for ordinals and centuries, two-digit decades (``1990s``).

Leaves out: units of measurement; large numbers in words (триста тысяч).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from audarma.model import Finding, Severity
from audarma.qa_text import Pair, without_addresses

_SPACE = " \u00a0\u2009\u202f"
# Digits, then groups of three after a space of any width, then points and commas with digits.
_NUMBER = re.compile(rf"[0-9]+(?:[{_SPACE}][0-9]{{3}}(?![0-9]))*(?:[.,:][0-9]+)*")
_SPACES = re.compile(f"[{_SPACE}]")
_SEPARATOR = re.compile("[.,:]")
_SCALES = (
    (3, re.compile(r"K\b|\s*(?:thousand|мың|тыс)")),
    (6, re.compile(r"M\b|\s*(?:million|миллион|млн)")),
    (9, re.compile(r"B\b|\s*(?:billion|миллиард|млрд)")),
)

_ENGLISH_WORDS = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|first|second|third|"
    r"fourth|fifth|sixth|seventh|eighth|ninth|tenth|once|twice|half|dozen|hundred|thousand|"
    r"\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)(?:s|th)?\b",
    re.IGNORECASE,
)
_WORDS = {
    "kk": (
        *("нөл", "бір", "екі", "үш", "төрт", "бес", "алт", "жеті", "сегіз", "тоғыз", "он"),
        *("он бір", "он екі"),
    ),
    "ru": (
        *("нол|нул", "од[ин]|перв|раз", "дв[аеуо]|втор", "тр[иеё]", "четыр|четв", "пят", "шест"),
        *("сем|седьм", "вос[ье]м", "девят", "десят", "одиннадцат", "двенадцат"),
    ),
}
# I and X are as often typed in Cyrillic.
_ROMAN = re.compile(r"\b[IVXІХ]+\b")
_ROMAN_TENS = ("", "X", "XX", "XXX")
_ROMAN_UNITS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_LARGEST_ROMAN = 39
_DECADE = re.compile(r"\b[0-9]{2}[0-9]0['’]?s\b")
_AFTERNOON = re.compile(r"\s*p\.?m\b", re.IGNORECASE)
_MONTHS = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as written, the values it can mean, and where it stands."""

    written: str
    values: frozenset[Decimal]
    start: int
    end: int

    @property
    def whole(self) -> int | None:
        """Give its value where that is a short whole number."""
        return int(self.written) if self.written.isdigit() and len(self.written) < 5 else None


def numbers(pair: Pair) -> Iterator[Finding]:
    """Report numbers that the target lacks, and numbers that the source lacks."""
    lost = _numbers(pair.source)
    added: list[_Number] = []
    for number in _numbers(pair.target):
        if (like := _first_like(number, lost)) is not None:
            lost.remove(like)
        else:
            added.append(number)
    lost = [number for number in lost if not _may_be_lost(number, pair, added)]
    added = [number for number in added if not _may_be_added(number, pair)]
    if lost:
        written = ", ".join(number.written for number in lost)
        instead = ", ".join(number.written for number in added)
        message = f"The source has {written}; the target has {instead or 'it not'}."
    elif added:
        message = f"The target has {', '.join(n.written for n in added)}; the source has it not."
    else:
        return
    place = (added[0].start, added[0].end) if added else (0, 0)
    yield Finding("numbers", Severity.WARNING, message, *place)


def _numbers(text: str) -> list[_Number]:
    """Find the numbers of *text*; the parts of a date or a version are numbers of their own."""
    text = without_addresses(text)
    found = []
    for match in _NUMBER.finditer(text):
        values = _values(_SPACES.sub("", match[0]))
        if values:
            meant = values | _scaled(values, text, match.end())
            found.append(_Number(match[0], meant, *match.span()))
            continue
        for part in re.finditer("[0-9]+", match[0]):
            start = match.start() + part.start()
            end = match.start() + part.end()
            found.append(_Number(part[0], _values(part[0]), start, end))
    return found


def _values(written: str) -> frozenset[Decimal]:
    """Give what a number without spaces can mean; nothing for a list of parts."""
    groups = _SEPARATOR.split(written)
    separators = _SEPARATOR.findall(written)
    values = set()
    if all(len(group) == 3 for group in groups[1:]) and separators in (
        [mark] * len(separators) for mark in ",."
    ):
        values.add(Decimal("".join(groups)))
    is_decimal = separators and separators[-1] not in separators[:-1]
    if is_decimal and all(len(group) == 3 for group in groups[1:-1]):
        values.add(Decimal("".join(groups[:-1]) + "." + groups[-1]))
    return frozenset(values)


def _scaled(values: frozenset[Decimal], text: str, end: int) -> frozenset[Decimal]:
    """Give what *values* mean with the word behind them, at *end*: thousands, or an hour."""
    if _AFTERNOON.match(text, end):
        return frozenset(value + 12 for value in values)
    for exponent, scale in _SCALES:
        if scale.match(text, end):
            return frozenset(value.scaleb(exponent) for value in values)
    return frozenset()


def _first_like(number: _Number, others: list[_Number]) -> _Number | None:
    """Give the first of *others* that can mean the same."""
    return next((other for other in others if other.values & number.values), None)


def _may_be_lost(number: _Number, pair: Pair, added: list[_Number]) -> bool:
    """Say whether the target may well write this number of the source in another way.

    A number in *added* that does so is taken out of it.
    """
    whole = number.whole
    if whole is None:
        return False
    words = _WORDS.get(pair.language, ())
    if whole < len(words) and re.search(rf"\b(?:{words[whole]})", pair.target.casefold()):
        return True
    if 0 < whole <= _LARGEST_ROMAN and _roman(whole) in {
        found.replace("І", "I").replace("Х", "X") for found in _ROMAN.findall(pair.target)
    }:
        return True
    if not _DECADE.match(pair.source, number.start):
        return False
    instead = next((other for other in added if other.whole == whole % 100), None)
    if instead is not None:
        added.remove(instead)
    return instead is not None


def _roman(value: int) -> str:
    """Write a number up to 39 in Roman numerals."""
    return _ROMAN_TENS[value // 10] + _ROMAN_UNITS[value % 10]


def _may_be_added(number: _Number, pair: Pair) -> bool:
    """Say whether the source may well have this number of the target in words."""
    if _ENGLISH_WORDS.search(pair.source):
        return True
    return number.whole is not None and number.whole <= 12 and bool(_MONTHS.search(pair.source))

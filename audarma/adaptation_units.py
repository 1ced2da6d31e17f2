# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""United States customary units converted to metric ones, the original in brackets behind.

``26.2 miles`` becomes ``42,2 км (26,2 мили)``. A quantity is converted where source and target
both have it in digits, it stands alone (no range, no ``5 ft 10 in``, no ``miles per gallon``), and
no metric value stands beside it already. The result is rounded to as many significant digits as
the source has, two at least; a temperature to as many decimals as the source has.

Follows NIST Special Publication 811 (2008), appendix B: all factors are exact.
Leaves out: pounds in words, which may be money; pints and ounces, which differ by country.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from audarma.adaptation_numbers import localised
from audarma.adaptation_text import SPACES, Edit

_GAP = f"[{SPACES}]"


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit: how English, Kazakh and Russian write it, what it is, in a metric one."""

    english: str
    written: dict[str, str]
    factor: Decimal
    metric: dict[str, str]
    offset: Decimal = Decimal(0)


def _same(symbol: str) -> dict[str, str]:
    return {"kk": symbol, "ru": symbol}


_UNITS = (
    _Unit(
        "miles?|mi",
        {"kk": "миль|миля|mi", "ru": "мил(?:я|и|ь|ю|ей|ям|ями|ях)|mi"},
        Decimal("1.609344"),
        _same("км"),
    ),
    _Unit(
        "mph|miles? per hour|mi/h",
        {"kk": "миль/сағ(?:ат)?|mph", "ru": "миль/ч|мил(?:я|и|ь) в час|mph"},
        Decimal("1.609344"),
        {"kk": "км/сағ", "ru": "км/ч"},
    ),
    _Unit(
        "foot|feet|ft",
        {"kk": "фут|ft", "ru": "фут(?:а|ов|у|ам|ами|ах|е|ом)?|ft"},
        Decimal("0.3048"),
        _same("м"),
    ),
    _Unit(
        "yards?|yd",
        {"kk": "ярд|yd", "ru": "ярд(?:а|ов|у|ам|ами|ах|е|ом)?|yd"},
        Decimal("0.9144"),
        _same("м"),
    ),
    _Unit(
        "inch|inches",
        {"kk": "дюйм", "ru": "дюйм(?:а|ов|у|ам|ами|ах|е|ом)?"},
        Decimal("2.54"),
        _same("см"),
    ),
    _Unit(
        "lbs?",
        {"kk": "фунт|lbs?", "ru": "фунт(?:а|ов|у|ам|ами|ах|е|ом)?|lbs?"},
        Decimal("0.45359237"),
        _same("кг"),
    ),
    _Unit(
        "acres?",
        {"kk": "акр", "ru": "акр(?:а|ов|у|ам|ами|ах|е|ом)?"},
        Decimal("0.40468564224"),
        _same("га"),
    ),
    _Unit(
        "°F|° F|degrees Fahrenheit",
        {
            "kk": f"°{_GAP}?F|Фаренгейт градусы?",
            "ru": f"°{_GAP}?F|градус(?:а|ов)? (?:по )?Фаренгейт[ау]",
        },
        Decimal(5) / Decimal(9),
        _same("°C"),
        Decimal(32),
    ),
)
_LEAST_DIGITS = 2
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_FREE = rf"(?<![\w.,:/$€£₸₽⁄'’–—−-])(?<![0-9]{_GAP})"
_SMALLER = "(?:in|inch|inches|ft|feet|foot|oz|ounces?)"
# The second half of a range, of dimensions, or of a compound (5 ft 10 in).
_IN_RANGE = re.compile(
    rf"(?:[0-9]\S*{_GAP}*(?:[-–—×x±/,]|to|and|or|by)|\b(?:feet|foot|ft|lbs?),?(?: and)?){_GAP}*$"
)
# A range, a compound, a rate, a power, or a metric value in the author's own brackets.
_CONTINUED = re.compile(
    rf"{_GAP}*(?:[-–—×]{_GAP}*[0-9]|,?{_GAP}*(?:and{_GAP})?[0-9.]+{_GAP}*{_SMALLER}\b"
    r"|[/^²³⁻]|per\b|\()|-\w"
)
_IN_BRACKETS = re.compile(rf"[0-9]{_GAP}*[^\W\d]?[^\s(]{{0,8}}{_GAP}?\($")


def units(source: str, target: str, locale: str) -> Iterator[Edit]:
    """Give the edits that convert the customary units of *target*, originals in brackets."""
    edits: dict[int, Edit] = {}
    for unit in _UNITS:
        for number in sorted(_quantities(source, unit.english)):
            converted = _converted(number, unit, locale)
            if re.search(rf"(?<![\w.,]){re.escape(converted)}(?![\w.,])", source):
                continue  # read again, it would be taken for a number of the source
            written = "|".join({re.escape(number), re.escape(localised(number, locale))})
            pattern = rf"{_FREE}(?:{written})(?:{_GAP}|(?=°))(?:{unit.written[locale]})(?![\w-])"
            for match in re.finditer(pattern, target):
                if not _is_taken(target, match):
                    value = converted + "\u00a0" + unit.metric[locale]
                    edits[match.start()] = Edit(*match.span(), f"{value} ({match[0]})")
    yield from (edits[start] for start in sorted(edits))


def _quantities(source: str, english: str) -> set[str]:
    """Give the numbers that stand in *source* with a unit, if it stands with each alone."""
    found: set[str] = set()
    refused: set[str] = set()
    pattern = rf"{_FREE}(?P<number>{_NUMBER})(?:{_GAP}|(?=°))(?:{english})(?![\w-])"
    for match in re.finditer(pattern, source):
        alone = not (
            _IN_RANGE.search(source[: match.start()])
            or _CONTINUED.match(source, match.end())
            or _IN_BRACKETS.search(source[: match.start()])
        )
        (found if alone else refused).add(match["number"])
    return found - refused


def _is_taken(target: str, match: re.Match[str]) -> bool:
    """Say whether a metric value stands beside the quantity already."""
    return bool(
        _IN_BRACKETS.search(target[: match.start()])
        or re.match(rf"{_GAP}*\([0-9]", target[match.end() :])
    )


def _converted(number: str, unit: _Unit, locale: str) -> str:
    """Give the metric value of an English number of *unit*, as *locale* writes it."""
    given = Decimal(number.replace(",", ""))
    value = (given - unit.offset) * unit.factor
    if unit.offset:
        exponent = given.as_tuple().exponent
        assert isinstance(exponent, int)  # digits make no infinity
    else:
        significant = len(given.as_tuple().digits if "." in number else str(given).rstrip("0"))
        exponent = value.adjusted() - max(significant, _LEAST_DIGITS) + 1
    rounded = value.quantize(Decimal(1).scaleb(exponent))
    if "." not in number:
        rounded = rounded.normalize()
    return localised(f"{rounded:,f}", locale)

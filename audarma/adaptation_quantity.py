# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which numbers of an English source are quantities, and not the names of things.

``1,234.5`` is a quantity wherever it stands free. ``1.5`` is one where a unit, a percent sign,
a currency or a counted noun says so, and none in ``Figure 1.5``, ``Python 3.11`` or ``x = 1.5``.
A form that is both in one source is taken for none.
"""

from __future__ import annotations

import re

from audarma.adaptation_text import HIDDEN, SPACES, in_formula

ENGLISH_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]+)"
"""Digits that English writes otherwise than Kazakh and Russian: grouped, or with a decimal part."""

# A number stands free where no letter, digit, code or separator touches it.
BEFORE_NUMBER = rf"(?<![\w.,:/\\#@&=^'’{HIDDEN}])(?<![^\W\d]-)(?<![0-9][{SPACES}])"
AFTER_NUMBER = rf"(?![\w\\@^=({HIDDEN}]|[.,:/'’][\w])"

_GAP = rf"[\s{SPACES}]"
# Possessive, or a long list of numbers would be tried in every way that it can be cut.
_DIGITS = "[0-9]++(?:[.,][0-9]++)*+"
_TOKEN = re.compile(_DIGITS)
_FREE = re.compile(BEFORE_NUMBER + f"({ENGLISH_NUMBER})" + AFTER_NUMBER)
_LINK = rf"(?:,|/|-|–|—|±|×|x|to|and|or|through|by){_GAP}*"
_REFERENCE = re.compile(
    r"\b(?:fig(?:ure)?|table|tab|sec(?:tion)?|chap(?:ter)?|ch|eq(?:uation)?|eqn|example|exercise|"
    r"problem|question|appendix|part|unit|lesson|module|step|theorem|lemma|definition|corollary|"
    r"proposition|listing|box|video|slide|activity|item|level|objective|outcome|standard|"
    r"article|clause|paragraph|rule|page|pp?|vol(?:ume)?|no|number|release|version|ver|edition|"
    rf"lecture|lab|task|test|case|note|plate|map|scheme|chart|graph|diagram|panel)s?\.?{_GAP}+"
    rf"(?:{_DIGITS}[a-z]?{_GAP}*{_LINK})*$",
    re.IGNORECASE,
)
_MEASURE = (
    r"(?:k|c|d|m|µ|μ|n|M|G|T|h)?(?:m|g|l|L|s|W|Hz|V|J|Pa|eV|mol|cal|bar|Wh|B)(?:[²³2-3]|/\w+)?"
    r"|min|h|hrs?|ft|lbs?|oz|mi|mph|rpm|atm|dB|ppm|[KNAΩ]|°\s?[CF]?|AU|ha|ly|pc|ml|mL|kWh"
)
_PREFIXED = "(?:kilo|centi|milli|micro|nano|mega|giga|tera|hecto|deci)?"
_MEASURE_WORD = (
    rf"{_PREFIXED}(?:met(?:er|re)|gram|lit(?:er|re)|second|watt|volt|joule|pascal|amp(?:ere)?|"
    r"newton|mole|bit|byte|calorie|ton(?:ne)?)s?|kelvins?|hertz|minutes?|hours?|days?|weeks?|"
    r"months?|years?|centur(?:y|ies)|miles?|f(?:oo|ee)t|inch(?:es)?|yards?|pounds?|ounces?|"
    r"gallons?|acres?|hectares?|degrees?|dollars?|euros?|cents?|tenge|r[ou]+bles?|points?|times|"
    r"fold|per\s?cent|percentage|thousand|million|billion|trillion"
)
_MEASURED = re.compile(
    rf"(?:{_GAP}*{_LINK}[-−]?[$€£¥₸₽]?{_DIGITS}[⁰-⁹⁻²³]*)*"
    rf"(?:{_GAP}*[%‰°]|(?:{_GAP}|-)(?:(?:{_MEASURE})|(?i:{_MEASURE_WORD}))(?![\w-]))"
)
_COUNTING = re.compile(
    rf"\b(?:about|approximately|nearly|almost|over|under|than|of|only|roughly|around|some|have|has|"
    rf"had|with|least|most|averages?|averaged|is|are|was|were){_GAP}+[-−]?$"
)
_COUNTED = re.compile(
    rf"{_GAP}+(?!is\b|has\b|was\b|this\b|does\b|its\b)(?:[a-z]{{2,}}s|people|children|men|women)\b"
)
_CURRENCY = re.compile(rf"[$€£¥₸₽]{_GAP}?$")
_CAPITALISED = re.compile(rf"\b[A-Z]\w*{_GAP}+$")


def quantities(source: str) -> frozenset[str]:
    """Give the English number forms that stand in *source* as quantities only.

    *source* is a text with its HIDDEN parts.
    """
    free = {match.start(1): match[1] for match in _FREE.finditer(source)}
    found: set[str] = set()
    doubtful: set[str] = set()
    for match in _TOKEN.finditer(source):
        is_quantity = free.get(match.start()) == match[0] and _is_quantity(source, match)
        (found if is_quantity else doubtful).add(match[0])
    certain = found - doubtful
    # 1.234 would be written as 1,234 is in English: where both stand, neither can be told.
    swapped = {form.replace(".", ",") for form in found | doubtful if "," not in form}
    return frozenset(
        form
        for form in certain
        if form not in swapped and ("," in form or form.replace(".", ",") not in found | doubtful)
    )


def _is_quantity(source: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    before = source[:start]
    if in_formula(source, start, end) or _REFERENCE.search(before):
        return False
    if "," in match[0]:
        return not (before.endswith("(") and source.startswith(")", end))
    if _CURRENCY.search(before):
        return True
    is_first = not before.strip(f'"“‘({HIDDEN} ')
    measured = _MEASURED.match(source, end)
    if measured:
        # "2.1 A short history" begins with its number; a single letter is no unit there.
        return not (is_first and len(measured[0].strip()) == 1 and measured[0].strip().isupper())
    if is_first or _CAPITALISED.search(before):
        return False
    return match[0].startswith("0.") or bool(
        _COUNTING.search(before) and _COUNTED.match(source, end)
    )

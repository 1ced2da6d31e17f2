# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers by CLDR: a decimal comma, no-break spaces between thousands, percent and № signs.

A number of the target changes only where the source has it, in the same English form, as a
quantity (``audarma.adaptation_quantity``). The digits stay: nothing is rounded or regrouped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from babel import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol

from audarma.adaptation_quantity import AFTER_NUMBER, BEFORE_NUMBER, quantities
from audarma.adaptation_text import HIDDEN, SPACES, Edit, in_formula

_PERCENT = re.compile(
    rf"(?<![\w.,:/\\#@&=^{HIDDEN}])[0-9]+(?:[.,{SPACES}][0-9]+)*(?P<sign>[{SPACES}]?%)(?![\w%])"
)
_HYPHEN = re.compile(r"-\w")
_NUMERO = re.compile(rf"№[{SPACES}]?(?=[0-9])")


def localised(form: str, locale: str) -> str:
    """Write an English number form as *locale* does, digit for digit.

    Source: CLDR, numbering symbols of the locale, through Babel.
    """
    whole, _, fraction = form.partition(".")
    grouped = whole.replace(",", get_group_symbol(locale))
    return f"{grouped}{get_decimal_symbol(locale)}{fraction}" if fraction else grouped


def numbers(source: str, target: str, locale: str) -> Iterator[Edit]:
    """Give the edits that write the source's quantities in *target* as *locale* does."""
    wanted = {form: localised(form, locale) for form in quantities(source)}
    if not wanted:
        return
    written = {_loosely(form): form for form in wanted} | {form: form for form in wanted}
    forms = "|".join(sorted(map(_pattern, wanted), key=len, reverse=True))
    for match in re.finditer(f"{BEFORE_NUMBER}(?:{forms}){AFTER_NUMBER}", target):
        form = written[match[0] if match[0] in written else _loosely_spaced(match[0])]
        if match[0] != wanted[form]:
            yield Edit(*match.span(), wanted[form])


def percent_and_numero(target: str, locale: str) -> Iterator[Edit]:
    """Give the edits that set the space before ``%`` and behind ``№``.

    Source: CLDR, percent pattern of the locale (kk ``25%``, ru ``25 %``); Milchin's handbook,
    Справочник издателя и автора, for №. Russian closes up what a hyphen continues: 5%-й.
    """
    sign = _percent_sign(locale)
    edits = [
        Edit(*match.span("sign"), wanted)
        for match in _PERCENT.finditer(target)
        if match["sign"] != (wanted := "%" if _HYPHEN.match(target, match.end()) else sign)
        and not in_formula(target, *match.span())
    ]
    edits += [
        Edit(*match.span(), "№\u00a0")
        for match in _NUMERO.finditer(target)
        if match[0] != "№\u00a0"
    ]
    yield from sorted(edits, key=lambda edit: edit.start)


@cache
def _percent_sign(locale: str) -> str:
    pattern: str = Locale.parse(locale).percent_formats[None].pattern
    return pattern[pattern.rindex("0") + 1 :]


def _pattern(form: str) -> str:
    """Match *form*, and a grouped one also where it has spaces already, of any width."""
    if "," not in form:
        return re.escape(form)
    whole, _, fraction = form.partition(".")
    spaced = f"[{SPACES}]".join(whole.split(",")) + (f",{fraction}" if fraction else "")
    return f"{re.escape(form)}|{spaced}"


def _loosely(form: str) -> str:
    """Write a form with plain spaces for its groups and a decimal comma."""
    return form.replace(",", " ").replace(".", ",")


def _loosely_spaced(written: str) -> str:
    return re.sub(f"[{SPACES}]", " ", written)

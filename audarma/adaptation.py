# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adaptation by locale, applied when targets are merged: the store keeps what it was given.

Each rule changes what it recognises with certainty and nothing else, and adapting twice gives
what adapting once does. What people reviewed stays as they wrote it, but for the script, unless
a setting lets the rules of typography at it too.

Leaves out: language tags, which each format sets at merging.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from audarma.adaptation_dates import dates
from audarma.adaptation_kazakh_latin import latin
from audarma.adaptation_numbers import numbers, percent_and_numero
from audarma.adaptation_ordinals import ordinals
from audarma.adaptation_quotes import quotes
from audarma.adaptation_text import Rule, content, passage
from audarma.adaptation_units import units

_CYRILLIC = re.compile("[\u0400-\u052f]")

# What every rule but that of the script needs to see; most sentences hold none of it.
_TYPOGRAPHIC = re.compile('[0-9"“”„«»‘№]')


@dataclass(frozen=True, slots=True)
class Rules:
    """Which rules apply; ``docs/adaptation.md`` shows what each does."""

    quotes: bool = True
    numbers: bool = True
    percent: bool = True
    dates: bool = True
    ordinals: bool = True
    units: bool = False
    latin: bool = False

    def typographic(self) -> Rules:
        """Give those that touch no words and no values, and the script, which is all or none."""
        return replace(self, dates=False, ordinals=False, units=False)

    def script_only(self) -> Rules:
        """Give the rule of the script alone."""
        return Rules(False, False, False, False, False, False, self.latin)


def adapt(source: str, target: str, locale: str, rules: Rules) -> str:
    """Adapt the content *target*, the translation of *source* into *locale*, by *rules*.

    Inline codes stay what and where they are. A target without a Cyrillic letter is not in
    *locale* yet, and stays as it is.
    """
    if not _CYRILLIC.search(target) or not (rules.latin or _TYPOGRAPHIC.search(target)):
        return target
    english = passage(source).visible
    before = adapted = passage(target)
    for rule in _rules(locale, rules):
        adapted = adapted.edited(rule(english, adapted.visible))
    # Content from people may hold an unescaped "<"; what no rule touches stays to the letter.
    return target if adapted == before else content(adapted)


def _rules(locale: str, rules: Rules) -> Iterator[Rule]:
    """Give the rules that apply, in their order: units read what numbers wrote, script is last."""
    if rules.quotes:
        yield lambda _source, target: quotes(target, locale)
    if rules.dates:
        yield lambda source, target: dates(source, target, locale)
    if rules.numbers:
        yield lambda source, target: numbers(source, target, locale)
    if rules.percent:
        yield lambda _source, target: percent_and_numero(target, locale)
    if rules.ordinals:
        yield lambda source, target: ordinals(source, target, locale)
    if rules.units:
        yield lambda source, target: units(source, target, locale)
    if rules.latin and locale == "kk":
        yield lambda _source, target: latin(target)

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
from dataclasses import dataclass, replace

from audarma.adaptation_numbers import numbers, percent_and_numero
from audarma.adaptation_quotes import quotes
from audarma.adaptation_text import Rule, content, passage

_CYRILLIC = re.compile("[\u0400-\u052f]")


@dataclass(frozen=True, slots=True)
class Rules:
    """Which rules apply."""

    quotes: bool = True
    numbers: bool = True
    percent: bool = True

    def typographic(self) -> Rules:
        """Give those of the rules that touch neither words nor values."""
        return self


def adapt(source: str, target: str, locale: str, rules: Rules) -> str:
    """Adapt the content *target*, the translation of *source* into *locale*, by *rules*.

    Inline codes stay what and where they are. A target without a Cyrillic letter is none in
    *locale* yet, and stays as it is.
    """
    if not _CYRILLIC.search(target):
        return target
    english = passage(source).visible
    adapted = passage(target)
    for rule in _rules(locale, rules):
        adapted = adapted.edited(rule(english, adapted.visible))
    return content(adapted)


def _rules(locale: str, rules: Rules) -> list[Rule]:
    """Give the rules that apply, in their order."""
    chosen: list[Rule] = []
    if rules.quotes:
        chosen.append(lambda _source, target: quotes(target, locale))
    if rules.numbers:
        chosen.append(lambda source, target: numbers(source, target, locale))
    if rules.percent:
        chosen.append(lambda _source, target: percent_and_numero(target, locale))
    return chosen

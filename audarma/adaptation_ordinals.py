# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kazakh ordinals in digits: a hyphen instead of an ending, ``7-сынып``.

Follows the rules of Kazakh spelling: after Arabic digits an ordinal takes a hyphen and no ``-ші``.
Years (2026 жыл) and Roman numerals take none. Kazakh nouns have no plural after numbers, so
``7 сынып`` is also "seven classes": the space becomes a hyphen only where the source numbers
such a thing (``grade 7``, ``7th grade``) and counts none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audarma.adaptation_text import SPACES, Edit

_GAP = f"[{SPACES}]"
# Each Kazakh stem with the English nouns that it translates.
_NOUNS = (
    ("сынып", "grade|class|form"),
    ("тарау", "chapter|unit"),
    ("бөлім", "section|part|unit"),
    ("бөлік", "part"),
    ("сурет", "figure|fig|picture"),
    ("кесте", "table"),
    ("ғасыр", "century"),
    ("сабақ", "lesson|class"),
    ("дәріс", "lecture"),
    ("мысал", "example"),
    ("қадам", "step"),
    ("жаттығу", "exercise"),
    ("тапсырма", "task|assignment|exercise"),
    ("сұрақ", "question"),
    ("есеп", "problem"),
    ("теңдеу", "equation|eq"),
    ("модуль", "module"),
    ("қосымша", "appendix"),
    ("теорема", "theorem"),
    ("деңгей", "level"),
    ("кезең", "stage|phase"),
    ("бет", "page|p"),
    ("том", "volume|vol"),
    ("курс", "year|course"),
)
_NUMBER = r"(?<![\w.,:/-])(?P<number>[0-9]{1,3}(?:\.[0-9]{1,3}){0,3})"
_ENDING = "-(?:ыншы|інші|ншы|нші|шы|ші)"
_TARGET = re.compile(
    rf"{_NUMBER}(?P<gap>(?:{_ENDING}|st|nd|rd|th)?{_GAP})"
    rf"(?P<noun>{'|'.join(stem for stem, _english in _NOUNS)})",
    re.IGNORECASE,
)


def ordinals(source: str, target: str, locale: str) -> Iterator[Edit]:
    """Give the edits that write numbered things in the Kazakh *target* with a hyphen."""
    if locale != "kk":
        return
    for match in _TARGET.finditer(target):
        has_ending = bool(match["gap"].strip(SPACES))
        if has_ending or _is_numbered(source, match["number"], match["noun"]):
            yield Edit(*match.span("gap"), "-")


def _is_numbered(source: str, number: str, noun: str) -> bool:
    """Say whether *source* gives a thing that *noun* translates this number, and counts none."""
    english = "|".join(names for stem, names in _NOUNS if stem == noun.lower())
    this = re.escape(number)
    names = re.search(
        rf"\b(?:{english})\.?{_GAP}+{this}(?![\w.]*[0-9])"
        rf"|\b{this}(?:st|nd|rd|th)[-{SPACES}](?:{english})\b",
        source,
        re.IGNORECASE,
    )
    counts = re.search(rf"\b{this}{_GAP}+(?:\w+{_GAP}+)?(?:{english})", source, re.IGNORECASE)
    return bool(names) and not counts

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kazakh in Latin letters by the alphabet of April 2021, on request; Cyrillic is the default.

The table has no agreed letters for ё ц ч щ ъ ь э ю я: a word with one of them stays in Cyrillic
as a whole, so that no word mixes scripts. The way back is not certain: х and һ are both h.
This is not CLDR's own transform ``kk-kk_Latn``, which is another system.

Leaves out: words from other languages in Cyrillic, which are spelt as if they were Kazakh.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from audarma.adaptation_text import Edit, passage
from audarma.model import Attribution, NoticeLine

LATIN_LOCALE = "kk-Latn"

_LOWER = dict(
    zip(
        "аәбвгғдежзийікқлмнңоөпрстуұүфхһшы",
        "aäbvgğdejziiıkqlmnñoöprstuūüfhhşy",
        strict=True,
    )
)
# Upper case is not that of Unicode: и and й are İ, and і is I.
_UPPER = {"И": "İ", "Й": "İ", "І": "I"}
_LETTERS = str.maketrans(
    _LOWER | {small.upper(): latin.upper() for small, latin in _LOWER.items()} | _UPPER
)
_WITHOUT_LETTER = re.compile("[ёцчщъьэюя]", re.IGNORECASE)
_CYRILLIC = re.compile("[\u0400-\u052f]")
_WORD = re.compile(r"[^\W\d_]+")
# Roman numerals are often typed with the Cyrillic letters that look like theirs.
_ROMAN = re.compile("(?=.*[ХXVІI])[ХXVІI]{2,}")
_ROMAN_LETTERS = str.maketrans("ХІ", "XI")
_EXAMPLES = 5


def latin(text: str) -> Iterator[Edit]:
    """Give the edits that write the Kazakh of *text* in Latin letters."""
    for match in _WORD.finditer(text):
        written = _latin_word(match[0])
        if written != match[0]:
            yield Edit(*match.span(), written)


def in_latin(text: str) -> str:
    """Write *text* in Latin letters."""
    return _WORD.sub(lambda match: _latin_word(match[0]), text)


def notice_in_latin(notice: Attribution) -> Attribution:
    """Write a Kazakh notice in Latin letters, its language tags too."""
    lines = tuple(
        NoticeLine(tuple((text if text == url else in_latin(text), url) for text, url in line.runs))
        for line in notice.lines
    )
    facts = {"name": in_latin(notice.title), "inLanguage": LATIN_LOCALE}
    return replace(
        notice,
        locale=LATIN_LOCALE,
        title=in_latin(notice.title),
        heading=in_latin(notice.heading),
        lines=lines,
        warning=in_latin(notice.warning),
        json_ld={**notice.json_ld, **facts} if notice.json_ld else {},
    )


def latin_note(targets: Iterable[str]) -> str:
    """Say, for the package, what the Latin letters of the contents *targets* have lost."""
    left = Counter(
        word.lower()
        for target in targets
        for word in _WORD.findall(passage(target).visible)
        if _CYRILLIC.search(_latin_word(word))
    )
    note = (
        "The Kazakh text is in Latin letters by the alphabet of April 2021. The change loses "
        "differences (х and һ are both h, и and й both i), so keep the Cyrillic review files."
    )
    if not left:
        return note
    examples = ", ".join(word for word, _count in left.most_common(_EXAMPLES))
    return (
        f"{note} {left.total()} words stay in Cyrillic, as the alphabet has no agreed letters "
        f"for ё ц ч щ ъ ь э ю я, or they are not Kazakh ({examples})."
    )


def _latin_word(word: str) -> str:
    if _ROMAN.fullmatch(word):
        return word.translate(_ROMAN_LETTERS)
    if _WITHOUT_LETTER.search(word):
        return word
    written = word.translate(_LETTERS)
    return word if _CYRILLIC.search(written) else written

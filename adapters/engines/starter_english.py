# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Other forms of an English word to look up where a model lacks the one in the text.

Regular endings and the commonest differences of British and American spelling; a guess that is
no word is in no model, so it does no harm. Leaves out: irregular forms.
"""

from __future__ import annotations

import re

SHORTEST = 3
"""A shorter stem tells too little: "using" is no form of "us"."""

_ENDINGS = (
    ("ies", ("y",)),
    ("ied", ("y", "ies")),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ing", ("", "e", "ed", "es", "s")),
    ("ed", ("", "e", "es", "ing", "s")),
    ("er", ("", "e")),
    ("est", ("", "e")),
    ("ly", ("", "le")),
    ("", ("s", "es", "ed", "d", "ing")),
)
_SPELLINGS = (
    (re.compile(r"our(?=[a-z]*$)"), "or"),
    (re.compile(r"or(?=(?:s|ed|ing|ful|less)?$)"), "our"),
    (re.compile(r"is(?=(?:e|es|ed|ing|ation|ations|er|ers)$)"), "iz"),
    (re.compile(r"iz(?=(?:e|es|ed|ing|ation|ations|er|ers)$)"), "is"),
    (re.compile(r"ys(?=(?:e|es|ed|ing|er|ers)$)"), "yz"),
    (re.compile(r"yz(?=(?:e|es|ed|ing|er|ers)$)"), "ys"),
    (re.compile(r"re(?=s?$)"), "er"),
    (re.compile(r"er(?=s?$)"), "re"),
)


def related_forms(form: str) -> list[str]:
    """Give *form* and, nearest first, other spellings and inflected forms of the same word."""
    spellings = [pattern.sub(other, form) for pattern, other in _SPELLINGS]
    related = [form, *(spelling for spelling in spellings if spelling != form)]
    for spelling in tuple(related):
        for ending, others in _ENDINGS:
            stem = spelling.removesuffix(ending)
            if not spelling.endswith(ending) or len(stem) < SHORTEST:
                continue
            related += [stem + other for other in others]
            if len(stem) > SHORTEST and stem[-1] == stem[-2] and ending in ("ing", "ed"):
                related.append(stem[:-1])
    return list(dict.fromkeys(related))

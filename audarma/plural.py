# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plural forms: Unicode CLDR's cardinal plural rules, as gettext writes them.

English has two forms. The forms of another language are made from three texts: one for a single
thing, one for few, one for many; where English knows no difference, the last two are its plural.
"""

from __future__ import annotations

PLURAL_FORMS = {
    "kk": "nplurals=2; plural=(n != 1);",
    "ru": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
        "(n%100<10 || n%100>=20) ? 1 : 2);"
    ),
}

ONE, FEW, MANY = "one", "few", "many"

# A fourth form, for fractions, is written as the third.
_BY_COUNT = {1: (MANY,), 2: (ONE, MANY), 3: (ONE, FEW, MANY), 4: (ONE, FEW, MANY, MANY)}


def form_names(count: int) -> tuple[str, ...]:
    """Say which of the three texts each of *count* forms is; empty where none can say."""
    return _BY_COUNT.get(count, ())

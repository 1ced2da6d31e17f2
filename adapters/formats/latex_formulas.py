# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words in LaTeX's formulas: all that a formula has to translate."""

from __future__ import annotations

import re
from collections.abc import Iterator

from adapters.formats.latex_tokens import Kind, Source

_PROSE = frozenset({"text", "intertext", "shortintertext", "mbox", "textrm", "hbox"})
_VARIABLE = re.compile(r"\s*[A-Za-z]\s*")


def inner_prose(source: Source, first: int, end: int) -> Iterator[tuple[int, int]]:
    r"""Give the bounds of the prose in the formula of the tokens from *first* up to *end*.

    That is what ``\text`` and its like hold, but for indices and single letters.
    """
    index = first
    while index < end:
        token = source.tokens[index]
        group = source.skip_blanks(index + 1, end)
        last = source.partner[group] if group < end else 0
        is_prose = token.kind is Kind.WORD and token.name in _PROSE
        if not is_prose or source.tokens[group].kind is not Kind.OPEN or not group < last < end:
            index += 1
            continue
        before = source.text[max(0, token.start - 2) : token.start].replace("{", "")
        inner = source.text[source.tokens[group].end : source.tokens[last].start]
        if not before.endswith(("_", "^")) and not _VARIABLE.fullmatch(inner):
            yield group + 1, last
        index = last + 1

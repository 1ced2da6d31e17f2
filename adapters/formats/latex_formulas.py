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
        if source.kinds[index] is not Kind.WORD or source.names[index] not in _PROSE:
            index += 1
            continue
        group = source.skip_blanks(index + 1, end)
        last = source.partner[group] if group < end else 0
        if source.kinds[group] is not Kind.OPEN or not group < last < end:
            index += 1
            continue
        start = source.starts[index]
        before = source.text[max(0, start - 2) : start].replace("{", "")
        inner = source.text[source.starts[group + 1] : source.starts[last]]
        if not before.endswith(("_", "^")) and not _VARIABLE.fullmatch(inner):
            yield group + 1, last
        index = last + 1

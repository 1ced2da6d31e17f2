# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Word alignment of any source and target, by a lexicon and a preference for the diagonal.

Each target word takes its best source word, as in Dyer, Chahuneau and Smith 2013, "A simple,
fast, and effective reparameterization of IBM Model 2"; words equal on both sides translate
each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from adapters.engines.starter_model import Lexicon
from adapters.engines.starter_text import Token, TokenKind, tokenise_source, tokenise_target
from audarma.model import Link

DIAGONAL = 4.0
"""How fast the probability falls off the diagonal (lambda of Dyer et al., who tune it to ~5)."""
MIN_PROBABILITY = 0.01
"""Pairs less probable than this, place included, are no link."""
SAME_PROBABILITY = 0.9
SOURCE_LETTERS = 6


def link_words(source: str, target: str, lexicon: Lexicon) -> tuple[Link, ...]:
    """Give the links between the words of *source* and *target*, in target order."""
    sources, targets = tokenise_source(source), tokenise_target(target)
    links: list[Link] = []
    for place, word in enumerate(targets):
        best = _best(sources, word, (place + 0.5) / len(targets), lexicon)
        if best is not None:
            links.append(Link(best.start, best.end, word.start, word.end))
    return tuple(links)


def _best(sources: Sequence[Token], word: Token, height: float, lexicon: Lexicon) -> Token | None:
    best: Token | None = None
    best_score = MIN_PROBABILITY
    for place, candidate in enumerate(sources):
        distance = abs((place + 0.5) / len(sources) - height)
        score = _translates(candidate, word, lexicon) * math.exp(-DIAGONAL * distance)
        if score > best_score:
            best, best_score = candidate, score
    return best


def _translates(source: Token, target: Token, lexicon: Lexicon) -> float:
    if source.surface == target.surface:
        return SAME_PROBABILITY
    if source.kind is not TokenKind.WORD or target.kind is not TokenKind.WORD:
        is_same_mark = source.form == target.form and source.kind is TokenKind.MARK
        return SAME_PROBABILITY if is_same_mark else 0.0
    pair = source.form[:SOURCE_LETTERS], target.form.lower()[: lexicon.letters]
    return lexicon.probabilities.get(pair, 0.0)

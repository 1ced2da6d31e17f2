# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What sequence-to-sequence engines share: texts to pieces, and answers to hypotheses.

Texts longer than the model bears are cut at sentences, else clauses, else words, and their
targets joined. Word links come from cross-attention: a target word is linked to the source words
that its pieces look at most.
Source: attention as alignment, Garg et al. 2019, "Jointly Learning to Align and Translate with
Transformer Models" (EMNLP), section 3; pieces are merged to words by sum and mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adapters.engines.language_codes import Family
from adapters.engines.subwords import WORD_STARTS, Subwords
from audarma.errors import EngineError
from audarma.model import Hypothesis, Link, TranslationRequest

Span = tuple[int, int]
Attention = NDArray[np.floating[Any]]

# Beside the source word that it looks at most, a target word is linked to those that get at least
# this share of that look: one Kazakh word often stands for several English ones.
_LINK_SHARE = 0.5

# Positions beyond this are rare in the training of every family here.
MOST_TOKENS = 512
# A target may need twice its source's tokens, and must find room in the model's positions.
_TARGET_SHARE = 2

_CUTS = tuple(map(re.compile, (r"(?<=[.!?…])\s+", r"(?<=[,;:—–])\s+", r"\s+")))


@dataclass(frozen=True, slots=True)
class Decoded:
    """A model's answer to one input: *pieces* without language token and end.

    *score* is the mean natural log-probability a piece. *attention* has a row a piece and a
    column a source token; None where the model gives none.
    """

    pieces: list[str]
    score: float
    attention: Attention | None


Decode = Callable[[Sequence[list[str]], str], list[Decoded]]
"""Answers inputs, each the tokens of the encoder; the string is the target's first token."""


@dataclass(frozen=True, slots=True)
class TextTranslator:
    """Translates texts with a *decode* that knows tokens alone.

    *max_tokens* is the longest target, the model's positions; a source gets half of them.
    """

    name: str
    family: Family
    subwords: Subwords
    max_tokens: int
    decode: Decode

    def translate(self, requests: Sequence[TranslationRequest], locale: str) -> list[Hypothesis]:
        """Translate each request's source; context and terms are not used.

        Raises:
            EngineError: the model does not write *locale*.
        """
        if locale not in self.family.locales:
            known = " or ".join(sorted(self.family.locales))
            raise EngineError(
                f'{self.name}: writes no "{locale}". Ask for {known}, or take another model.',
                self.name,
                locale,
            )
        sources = [request.source for request in requests]
        spans = [cut(source, lambda text: self._fits(text, locale)) for source in sources]
        parts = [
            source[slice(*span)] for source, s in zip(sources, spans, strict=True) for span in s
        ]
        inputs = [self._tokens(part, locale) for part in parts]
        target_token = self.family.target_tokens.get(locale, "")
        answers = iter(zip(parts, inputs, self.decode(inputs, target_token), strict=True))
        return [
            _joined([(span[0], *self._hypothesis(*next(answers), locale)) for span in source_spans])
            for source_spans in spans
        ]

    def _tokens(self, text: str, locale: str) -> list[str]:
        prefix = self.family.text_prefixes.get(locale, "")
        first = self.family.first_tokens(locale)
        return [*first, *self.subwords.pieces(prefix + text), self.subwords.end]

    def _fits(self, text: str, locale: str) -> bool:
        return len(self._tokens(text, locale)) <= self.max_tokens // _TARGET_SHARE

    def _hypothesis(
        self, text: str, tokens: Sequence[str], decoded: Decoded, locale: str
    ) -> tuple[Hypothesis, int]:
        """Give the hypothesis and how many pieces its score is the mean of."""
        target = self.subwords.text(decoded.pieces)
        links: tuple[Link, ...] = ()
        if decoded.attention is not None:
            first = self.family.first_tokens(locale)
            prefix = self.family.text_prefixes.get(locale, "")
            owners = _owners(tokens[len(first) : -1], prefix + text)
            # A column that stands for no word of the source owns nothing.
            columns = [-1] * len(first) + [
                owner - len(prefix.split()) if owner >= 0 else -1 for owner in owners
            ]
            rows = _owners(decoded.pieces, target)
            links = word_links(decoded.attention, rows, columns, _words(target), _words(text))
        return Hypothesis(target, decoded.score, links), len(decoded.pieces) + 1


def longest_target(inputs: Sequence[Sequence[str]], max_tokens: int) -> int:
    """Give how many tokens the targets of *inputs* may have; random ones never end."""
    longest = max((len(tokens) for tokens in inputs), default=0)
    return min(max_tokens - 1, _TARGET_SHARE * longest + 16)


def cut(text: str, fits: Callable[[str], bool]) -> list[Span]:
    """Give the spans of the parts of *text* that *fits*, white space between them left out.

    Each cut is the one nearest the middle among the ends of sentences, or else of clauses, or
    else of words; a word that does not fit is halved. Text without a letter has no part.
    """
    start = len(text) - len(text.lstrip())
    return _cut(text, start, len(text.rstrip()), fits) if text.strip() else []


def _cut(text: str, start: int, end: int, fits: Callable[[str], bool]) -> list[Span]:
    if end - start < 2 or fits(text[start:end]):
        return [(start, end)]
    middle = (start + end) // 2
    for pattern in _CUTS:
        gaps = [match.span() for match in pattern.finditer(text, start, end)]
        if gaps:
            left, right = min(gaps, key=lambda gap: abs(gap[0] - middle))
            break
    else:
        left = right = middle
    return [*_cut(text, start, left, fits), *_cut(text, right, end, fits)]


def _joined(parts: Iterable[tuple[int, Hypothesis, int]]) -> Hypothesis:
    """Join the hypotheses of a source's parts, each with its place and its count of pieces."""
    target, total, count = "", 0.0, 0
    links: list[Link] = []
    for place, hypothesis, pieces in parts:
        if target and hypothesis.target:
            target += " "
        links += [
            Link(
                link.source_start + place,
                link.source_end + place,
                link.target_start + len(target),
                link.target_end + len(target),
            )
            for link in hypothesis.links
        ]
        target += hypothesis.target
        total += (hypothesis.score or 0.0) * pieces
        count += pieces
    return Hypothesis(target, total / count if count else None, tuple(links))


def _words(text: str) -> list[Span]:
    return [match.span() for match in re.finditer(r"\S+", text)]


def _owners(pieces: Sequence[str], text: str) -> list[int]:
    """Give for each piece the index of its white-space word in *text*, or -1 for all.

    Normalisation may add or drop white space ("½", rare signs); then nothing is known.
    """
    owners: list[int] = []
    index = -1
    for piece in pieces:
        index += piece.startswith(WORD_STARTS) or index < 0
        owners.append(index)
    return owners if index + 1 == len(text.split()) else [-1] * len(owners)


def word_links(
    attention: Attention,
    row_owners: Sequence[int],
    column_owners: Sequence[int],
    target_words: Sequence[Span],
    source_words: Sequence[Span],
) -> tuple[Link, ...]:
    """Link each target word to the source words that it looks at most.

    Args:
        attention: a row a target piece, a column a source token; more of either is not read.
        row_owners: the target word of each row, below 0 for none.
        column_owners: the source word of each column, below 0 for none.
        target_words: the words' spans in the target.
        source_words: the words' spans in the source.
    """
    if not source_words or not target_words:
        return ()
    looks = np.zeros((len(target_words), len(source_words)))
    for row, target in zip(attention, row_owners, strict=False):
        for share, source in zip(row, column_owners, strict=False):
            if target >= 0 and source >= 0:
                looks[target, source] += share
    return tuple(
        Link(*source_words[source], *target_words[target])
        for target, row in enumerate(looks)
        for source in np.flatnonzero((row > 0) & (row >= _LINK_SHARE * row.max())).tolist()
    )

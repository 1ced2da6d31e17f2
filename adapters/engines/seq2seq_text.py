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
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import starmap
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adapters.engines.language_codes import Family
from adapters.engines.subwords import WORD_STARTS, Subwords
from adapters.engines.term_annotation import Annotated, annotated
from audarma.errors import EngineError
from audarma.model import Hypothesis, Link, TermHit, TranslationRequest

Span = tuple[int, int]
Attention = NDArray[np.floating[Any]]

# Beside the source word that it looks at most, a target word is linked to those that get at least
# this share of that look: one Kazakh word often stands for several English ones, yet not for many.
_LINK_SHARE = 0.5
_MOST_LINKS = 4

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


@dataclass(frozen=True, slots=True)
class _Input:
    """A part of a source: its *text*, what the model is *shown* of it, and that as *tokens*."""

    text: str
    shown: Annotated
    tokens: list[str]


_Part = tuple[int, Hypothesis, int]
"""A part of a source translated: its place there, the hypothesis, and its count of pieces."""

Decode = Callable[[Sequence[list[str]], str, Sequence[bool]], Iterable[tuple[int, Decoded]]]
"""Answers inputs, each the tokens of the encoder; the string is the target's first token.

The last argument says for which of them attention is wanted. Each answer comes with its input's
place, in any order, as soon as it is there.
"""


@dataclass(frozen=True, slots=True)
class TextTranslator:
    """Translates texts with a *decode* that knows tokens alone.

    *max_tokens* is the longest target, the model's positions; a source gets half of them.
    *annotates* says that the model was trained on sources annotated with terms.
    """

    name: str
    family: Family
    subwords: Subwords
    max_tokens: int
    decode: Decode
    annotates: bool = False

    def translate(self, requests: Sequence[TranslationRequest], locale: str) -> list[Hypothesis]:
        """Translate each request's source, with its terms where the model reads them.

        Context is not used.

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
        parts = [
            (number, place, part)
            for number, request in enumerate(requests)
            for place, part in self._parts(request, locale)
        ]
        inputs = [part.tokens for _number, _place, part in parts]
        made: list[list[_Part]] = [[] for _ in requests]
        attended = [requests[number].wants_links for number, _place, _part in parts]
        target_token = self.family.target_tokens.get(locale, "")
        for index, decoded in self.decode(inputs, target_token, attended):
            number, place, part = parts[index]
            made[number].append((place, *self._hypothesis(part, decoded, locale)))
        return [_joined(sorted(found, key=itemgetter(0))) for found in made]

    def tokens(self, text: str, locale: str) -> list[str]:
        """Give the encoder's input for *text*, which is to be translated into *locale*."""
        prefix = self.family.text_prefixes.get(locale, "")
        first = self.family.first_tokens(locale)
        return [*first, *self.subwords.pieces(prefix + text), self.subwords.end]

    def _parts(self, request: TranslationRequest, locale: str) -> list[tuple[int, _Input]]:
        """Give the parts of a source that fit, each with its place."""
        source = request.source
        # Most sources fit as they are: their tokens are made once.
        made: dict[str, list[str]] = {}

        def fits(text: str) -> bool:
            made[text] = self.tokens(text, locale)
            return len(made[text]) <= self.max_tokens // _TARGET_SHARE

        parts = []
        for start, end in cut(source, fits):
            text = source[start:end]
            part = self._with_terms(text, start, request.terms, locale)
            tokens = made.get(text) or self.tokens(text, locale)
            parts.append((start, part or _Input(text, Annotated(text, ()), tokens)))
        return parts

    def _with_terms(
        self, text: str, start: int, terms: Sequence[TermHit], locale: str
    ) -> _Input | None:
        """Annotate the part of a source that begins at *start*; None where that is of no use."""
        inside = [
            replace(hit, start=hit.start - start, end=hit.end - start)
            for hit in terms
            if start <= hit.start and hit.end <= start + len(text)
        ]
        if not (self.annotates and inside):
            return None
        shown = annotated(text, inside)
        tokens = self.tokens(shown.text, locale)
        if len(tokens) > self.max_tokens // _TARGET_SHARE:
            return None
        return _Input(text, shown, tokens)

    def _hypothesis(self, part: _Input, decoded: Decoded, locale: str) -> tuple[Hypothesis, int]:
        """Give the hypothesis and how many pieces its score is the mean of."""
        target = self.subwords.text(decoded.pieces)
        links: tuple[Link, ...] = ()
        if decoded.attention is not None:
            first = self.family.first_tokens(locale)
            prefix = self.family.text_prefixes.get(locale, "")
            owners = _owners(part.tokens[len(first) : -1], prefix + part.shown.text)
            # A column that stands for no word of the source owns nothing.
            columns = [-1] * len(first) + [
                owner - len(prefix.split()) if owner >= 0 else -1 for owner in owners
            ]
            if part.shown.owners:
                columns = [part.shown.owners[c] if c >= 0 else -1 for c in columns]
            rows = _owners(decoded.pieces, target)
            words = _words(target), _words(part.text)
            links = word_links(decoded.attention, rows, columns, *words)
        return Hypothesis(target, decoded.score, links), len(decoded.pieces) + 1


def batches(inputs: Sequence[Sequence[str]], max_tokens: int) -> Iterator[list[int]]:
    """Give the indices of *inputs* in batches of like length, longest first."""
    batch: list[int] = []
    for index in sorted(range(len(inputs)), key=lambda index: -len(inputs[index])):
        if batch and (len(batch) + 1) * len(inputs[batch[0]]) > max_tokens:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


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


def _joined(parts: Sequence[_Part]) -> Hypothesis:
    """Join the hypotheses of a source's parts."""
    if len(parts) == 1 and parts[0][0] == 0:
        return parts[0][1]
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
    rows = _membership(row_owners, len(target_words))
    columns = _membership(column_owners, len(source_words))
    height, width = min(len(rows), len(attention)), min(len(columns), attention.shape[1])
    looks = rows[:height].T @ attention[:height, :width] @ columns[:width]
    # A model that looks everywhere alike tells nothing: a few stand for all.
    most = np.argsort(-looks, axis=1, kind="stable")[:, :_MOST_LINKS]
    linked = np.zeros(looks.shape, dtype=bool)
    np.put_along_axis(linked, most, True, axis=1)
    linked &= (looks > 0) & (looks >= _LINK_SHARE * looks.max(axis=1, keepdims=True))
    targets, sources = np.nonzero(linked)
    spans = np.hstack([np.asarray(source_words)[sources], np.asarray(target_words)[targets]])
    return tuple(starmap(Link, spans.tolist()))


def _membership(owners: Sequence[int], count: int) -> Attention:
    """Give a matrix with a row a piece and a column a word: 1 where the word owns the piece."""
    owner = np.asarray(owners, dtype=int)[:, None]
    membership: Attention = (owner == np.arange(count)).astype(np.float32)
    return membership

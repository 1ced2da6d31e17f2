# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A trigram language model with interpolated Kneser-Ney smoothing, in back-off form.

Kneser and Ney 1995; one discount an order, from its counts of counts. N-grams are whole numbers:
the words' numbers, ``WORD_BITS`` each, the last word lowest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from adapters.engines.starter_model import BEGIN, END, WORD_BITS, NGrams

MIN_TRIGRAM_COUNT = 2
Keys = NDArray[np.uint64]
Numbers = NDArray[np.float64]

_SHIFT = np.uint64(WORD_BITS)
_LOW = np.uint64((1 << WORD_BITS) - 1)
_LOW_PAIR = np.uint64((1 << 2 * WORD_BITS) - 1)


def estimate(sentences: Iterable[Sequence[int]], vocabulary_size: int) -> NGrams:
    """Estimate the model from sentences of word numbers, begin and end marks not included."""
    flat = np.fromiter(
        (word for s in sentences for word in (BEGIN, BEGIN, *s, END)), dtype=np.uint64
    )
    grams = (flat[:-2] << _SHIFT << _SHIFT) | (flat[1:-1] << _SHIFT) | flat[2:]
    grams = grams[(flat[2:] != BEGIN) & (flat[:-2] != END) & (flat[1:-1] != END)]
    trigrams, counts = np.unique(grams, return_counts=True)

    # A lower order counts the distinct words before an n-gram, not the n-gram itself.
    bigrams, spread = np.unique(trigrams & _LOW_PAIR, return_counts=True)
    begins = (bigrams >> _SHIFT) == BEGIN
    seen, seen_counts = np.unique(grams & _LOW_PAIR, return_counts=True)
    spread[begins] = seen_counts[np.searchsorted(seen, bigrams[begins])]
    words, word_spread = np.unique(bigrams & _LOW, return_counts=True)

    unigram = np.full(vocabulary_size, 0.5)
    unigram[words.astype(np.int64)] += word_spread
    unigram[BEGIN] = 1e-9
    unigram /= unigram.sum()

    bigram, share = _interpolate(bigrams, spread, unigram[(bigrams & _LOW).astype(np.int64)])
    contexts = np.unique(bigrams >> _SHIFT)
    backoff_1 = np.ones(vocabulary_size)
    backoff_1[contexts.astype(np.int64)] = share

    lower = bigram[np.searchsorted(bigrams, trigrams & _LOW_PAIR)]
    trigram, _ = _interpolate(trigrams, counts, lower)
    # After two begin marks a trigram would say no more than its bigram does.
    kept = (counts >= MIN_TRIGRAM_COUNT) & ((trigrams >> _SHIFT >> _SHIFT) != BEGIN)
    backoff_2 = _backoff(bigrams, trigrams[kept] >> _SHIFT, trigram[kept], lower[kept])
    return NGrams(
        np.log(unigram), np.log(backoff_1), bigrams, np.log(bigram), np.log(backoff_2),
        trigrams[kept], np.log(trigram[kept]),
    )  # fmt: skip


def _interpolate(grams: Keys, counts: NDArray[np.int64], lower: Numbers) -> tuple[Numbers, Numbers]:
    """Give each n-gram's probability, and for each context the share of the lower order."""
    ones, twos = int((counts == 1).sum()), int((counts == 2).sum())
    discount = ones / (ones + 2 * twos) if ones and twos else 0.5
    _, context = np.unique(grams >> _SHIFT, return_inverse=True)
    totals = np.bincount(context, weights=counts)
    share = discount * np.bincount(context) / totals
    return (counts - discount) / totals[context] + share[context] * lower, share


def _backoff(bigrams: Keys, contexts: Keys, kept: Numbers, lower: Numbers) -> Numbers:
    """Give each bigram the weight that makes its kept trigrams and the rest sum to one."""
    weights = np.ones(len(bigrams))
    found, where = np.unique(contexts, return_inverse=True)
    left = 1 - np.bincount(where, weights=kept)
    left_lower = 1 - np.bincount(where, weights=lower)
    value = np.clip(left, 1e-6, 1) / np.clip(left_lower, 1e-6, 1)
    weights[np.searchsorted(bigrams, found)] = np.minimum(value, 1)
    return weights

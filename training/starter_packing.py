# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts phrases, n-grams and a lexicon into the starter engine's model form."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from adapters.engines import starter_model
from adapters.engines.starter_aligner import SOURCE_LETTERS
from adapters.engines.starter_model import Lexicon, PhraseTable, StarterModel
from adapters.engines.starter_text import CLASSES
from training.starter_alignment import Points
from training.starter_corpus import FormPair
from training.starter_ngrams import estimate
from training.starter_phrases import PhrasePair

MAX_SOURCE_VOCABULARY = (1 << starter_model.KEY_BITS) - 1
LEXICON_LETTERS = 5
LEXICON_PER_SOURCE = 8
LEXICON_MIN = 0.02


def pack(
    pairs: Sequence[FormPair],
    points: Sequence[Points],
    phrases: Sequence[PhrasePair],
    sentences: Iterable[Sequence[str]],
    weights: Mapping[str, float],
    classes: Mapping[str, int],
) -> StarterModel:
    """Build the model that the engine reads from a corpus and its phrases.

    The language model learns from *sentences*, target words.
    """
    source_words = _by_frequency(word for phrase in phrases for word in phrase.source)
    source_words = source_words[:MAX_SOURCE_VOCABULARY]
    target_words = [
        *starter_model.SPECIAL_WORDS,
        *(w for w in _by_frequency(w for p in phrases for w in p.target) if w not in CLASSES),
    ]
    target_numbers = {word: number for number, word in enumerate(target_words)}
    numbered = (
        [target_numbers.get(word, starter_model.UNKNOWN) for word in words] for words in sentences
    )
    return StarterModel(
        source_words,
        target_words,
        _table(phrases, source_words, target_numbers),
        estimate(numbered, len(target_words)),
        stem_lexicon(pairs, points),
        weights,
        classes,
    )


def stem_lexicon(pairs: Sequence[FormPair], points: Sequence[Points]) -> Lexicon:
    """Give the likeliest target beginnings of each source beginning, classes left out."""
    joint: Counter[tuple[str, str]] = Counter()
    for pair, links in zip(pairs, points, strict=True):
        for i, j in links:
            source, target = pair.source[i], pair.target[j]
            if source[0].isalnum() and target[0].isalnum():
                stem = target.lower()[:LEXICON_LETTERS]
                joint[source[:SOURCE_LETTERS], stem] += 1
    by_source: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for (source, target), count in joint.items():
        by_source[source].append((count, target))
    kept: dict[tuple[str, str], float] = {}
    for source, found in by_source.items():
        total = sum(count for count, _ in found)
        for count, target in sorted(found, key=lambda f: (-f[0], f[1]))[:LEXICON_PER_SOURCE]:
            if count > LEXICON_MIN * total:
                kept[source, target] = (count - 0.5) / total
    return Lexicon(kept, LEXICON_LETTERS)


def _table(
    phrases: Sequence[PhrasePair], source_words: Sequence[str], target_numbers: Mapping[str, int]
) -> PhraseTable:
    numbers = {word: number for number, word in enumerate(source_words, start=1)}
    keyed = [
        (starter_model.key_of([numbers[word] for word in phrase.source]), phrase)
        for phrase in phrases
        if all(word in numbers for word in phrase.source)
    ]
    keyed.sort(key=lambda pair: pair[0])
    every = np.array([key for key, _ in keyed], dtype=np.uint64)
    keys, counts = np.unique(every, return_counts=True)
    lengths = [len(phrase.target) for _, phrase in keyed]
    return PhraseTable(
        keys,
        np.concatenate([[0], np.cumsum(counts)]),
        np.concatenate([[0], np.cumsum(lengths)]),
        np.array([target_numbers[w] for _, p in keyed for w in p.target], dtype=np.uint32),
        np.array([mask for _, p in keyed for mask in p.links], dtype=np.uint8),
        np.log([p.probabilities for _, p in keyed]),
    )


def _by_frequency(words: Iterable[str]) -> list[str]:
    counts = Counter(words)
    return sorted(counts, key=lambda word: (-counts[word], word))

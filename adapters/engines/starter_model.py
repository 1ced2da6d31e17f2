# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The starter engine's model of one language: phrase table, n-grams, lexicon.

Leaves out: its file, which is in ``starter_file``; how the numbers were found, which is in
``training``.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adapters.engines.starter_text import CLASSES

WORD_BITS = 20
KEY_BITS = 16
MAX_SOURCE_WORDS = 4
UNKNOWN, BEGIN, END = 0, 1, 2
SPECIAL_WORDS = ("<unk>", "<s>", "</s>", *CLASSES)

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class PhraseOption:
    """One translation of a source phrase: target word numbers, their links, and a log score.

    *links* has, for each target word, a bit set of the source words of the phrase. *texts* are
    the target words where the model's own are not meant: copies of source words, and terms.
    """

    words: tuple[int, ...]
    links: tuple[int, ...]
    score: float
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NGrams:
    """A trigram back-off model as sorted arrays; probabilities and weights are natural logs."""

    unigram: Array
    unigram_backoff: Array
    bigram_keys: Array
    bigram: Array
    bigram_backoff: Array
    trigram_keys: Array
    trigram: Array


@dataclass(frozen=True, slots=True)
class _Context:
    """What is known of two words: where the keys stand that begin with them, and the back-off.

    *trigrams* are the places of what follows both, *bigrams* of what follows the *last*.
    """

    last: int
    backoff: float
    last_backoff: float
    trigrams: tuple[int, int] | None
    bigrams: tuple[int, int] | None


class LanguageModel:
    """Looks up how likely a target word is after two others; remembers what it looked up."""

    MEMORY = 400_000

    def __init__(self, ngrams: NGrams) -> None:
        self._unigram = ngrams.unigram.tolist()
        self._unigram_backoff = ngrams.unigram_backoff.tolist()
        self._bigram_keys = array("Q", ngrams.bigram_keys.tobytes())
        self._bigram = array("f", ngrams.bigram.astype(np.float32).tobytes())
        self._bigram_backoff = array("f", ngrams.bigram_backoff.astype(np.float32).tobytes())
        self._trigram_keys = array("Q", ngrams.trigram_keys.tobytes())
        self._trigram = array("f", ngrams.trigram.astype(np.float32).tobytes())
        self._memory: dict[int, float] = {}
        self._contexts: dict[int, _Context] = {}

    def score(self, before: int, word: int) -> float:
        """Give ln p(word | *before*), where *before* packs the two words before it."""
        key = before << WORD_BITS | word
        known = self._memory.get(key)
        if known is None:
            if len(self._memory) > self.MEMORY:
                self._memory.clear()
                self._contexts.clear()
            known = self._memory[key] = self._look_up(key, before, word)
        return known

    def alone(self, word: int) -> float:
        """Give ln p(word), whatever came before."""
        return float(self._unigram[word])

    def _look_up(self, key: int, before: int, word: int) -> float:
        context = self._contexts.get(before)
        if context is None:
            context = self._contexts[before] = self._context(before)
        if context.trigrams:
            place = bisect_left(self._trigram_keys, key, *context.trigrams)
            if place < context.trigrams[1] and self._trigram_keys[place] == key:
                return self._trigram[place]
        if context.bigrams:
            pair = context.last << WORD_BITS | word
            place = bisect_left(self._bigram_keys, pair, *context.bigrams)
            if place < context.bigrams[1] and self._bigram_keys[place] == pair:
                return context.backoff + self._bigram[place]
        return context.backoff + context.last_backoff + float(self._unigram[word])

    def _context(self, before: int) -> _Context:
        last = before & ((1 << WORD_BITS) - 1)
        place = bisect_left(self._bigram_keys, before)
        is_known = place < len(self._bigram_keys) and self._bigram_keys[place] == before
        return _Context(
            last,
            self._bigram_backoff[place] if is_known else 0.0,
            float(self._unigram_backoff[last]),
            _range(self._trigram_keys, before),
            _range(self._bigram_keys, last),
        )


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """Phrase pairs sorted by the packed numbers of their source words.

    *keys*: k distinct sources. *first*: k + 1 offsets of their pairs. *word_first*: n + 1 offsets
    of the pairs' target words. *features*: n rows of the logs of ``FEATURES`` (see ``training``).
    """

    keys: Array
    first: Array
    word_first: Array
    words: Array
    links: Array
    features: Array


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Translations of single words by their first letters, for aligning texts.

    *letters* is how many letters of a target word count.
    """

    probabilities: Mapping[tuple[str, str], float]
    letters: int


@dataclass(slots=True)
class StarterModel:
    """All that the starter engine knows of one language.

    *weights* are the log-linear weights: those of the phrase features, then ``language``,
    ``word``, ``phrase``, ``jump`` by name. *word_classes* says what source words may be, as
    ``starter_tags.WordClass``.
    """

    source_words: Sequence[str]
    target_words: Sequence[str]
    phrases: PhraseTable
    ngrams: NGrams
    lexicon: Lexicon
    weights: Mapping[str, float]
    word_classes: Mapping[str, int]
    source_numbers: dict[str, int] = field(init=False)
    target_numbers: dict[str, int] = field(init=False)
    language_model: LanguageModel = field(init=False)
    scores: Array = field(init=False)
    damaged_words: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        self.source_numbers = {word: n for n, word in enumerate(self.source_words, start=1)}
        self.target_numbers = {word: n for n, word in enumerate(self.target_words)}
        self.language_model = LanguageModel(self.ngrams)
        # Texts to learn from have letters that were lost on their way; nothing is made of them.
        self.damaged_words = frozenset(
            number for number, word in enumerate(self.target_words) if "\ufffd" in word
        )
        self.reweight(self.weights)

    def reweight(self, weights: Mapping[str, float]) -> None:
        """Take other log-linear weights, as tuning does."""
        self.weights = weights
        by_feature = np.array([weights[name] for name in FEATURES], dtype=np.float32)
        lengths = np.diff(self.phrases.word_first)
        self.scores = (
            self.phrases.features @ by_feature + lengths * weights["word"] + weights["phrase"]
        )

    def options(self, forms: Sequence[str]) -> Iterator[tuple[int, int, list[PhraseOption]]]:
        """Give (start, end, options) for each span of *forms* that the phrase table holds."""
        numbers = [self.source_numbers.get(form, 0) for form in forms]
        spans: list[tuple[int, int]] = []
        keys: list[int] = []
        for start in range(len(numbers)):
            key = 0
            for end in range(start + 1, min(start + MAX_SOURCE_WORDS, len(numbers)) + 1):
                if not numbers[end - 1]:
                    break
                key = key << KEY_BITS | numbers[end - 1]
                spans.append((start, end))
                keys.append(key)
        wanted = np.array(keys, dtype=np.uint64)
        places = np.searchsorted(self.phrases.keys, wanted)
        for (start, end), key, place in zip(spans, keys, places.tolist(), strict=True):
            if place < len(self.phrases.keys) and int(self.phrases.keys[place]) == key:
                options = self._options_at(place)
                if not any(map(_has_letters, forms[start:end])):
                    # Pairs learnt from free translations: marks alone never become words.
                    options = [option for option in options if not self._says_words(option)]
                yield start, end, options

    def _says_words(self, option: PhraseOption) -> bool:
        return any(_has_letters(self.target_words[word]) for word in option.words)

    def _options_at(self, place: int) -> list[PhraseOption]:
        table = self.phrases
        options: list[PhraseOption] = []
        for pair in range(int(table.first[place]), int(table.first[place + 1])):
            low, high = int(table.word_first[pair]), int(table.word_first[pair + 1])
            words = tuple(table.words[low:high].tolist())
            if not self.damaged_words.isdisjoint(words):
                continue
            links = tuple(table.links[low:high].tolist())
            options.append(PhraseOption(words, links, float(self.scores[pair])))
        return options


FEATURES = ("direct", "inverse", "lexical", "inverse_lexical", "listed")


def _has_letters(word: str) -> bool:
    return any(map(str.isalpha, word))


def key_of(numbers: Sequence[int]) -> int:
    """Pack the numbers of up to four source words."""
    key = 0
    for number in numbers:
        key = key << KEY_BITS | number
    return key


def _range(keys: array[int], first: int) -> tuple[int, int] | None:
    """Give the places of the keys that begin with *first*; ``None`` where there are none."""
    low = bisect_left(keys, first << WORD_BITS)
    high = bisect_left(keys, (first + 1) << WORD_BITS, low)
    return (low, high) if low < high else None

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Phrase pairs out of word lists: each entry in its forms, weighed by sense and by use.

Leaves out: which forms an entry has, which is in ``dictionary_kk`` and ``dictionary_ru``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from adapters.engines.starter_model import MAX_SOURCE_WORDS
from adapters.engines.starter_order import arranged
from adapters.engines.starter_tags import tag_words
from adapters.engines.starter_text import TokenKind, tokenise_source, tokenise_target
from training.dictionary_kk import kazakh_forms
from training.dictionary_ru import russian_forms
from training.starter_lexicon import Entry

Phrase = tuple[str, ...]
Listed = dict[Phrase, dict[Phrase, float]]
"""By source phrase and translation, how often the pair is counted as if it had been seen."""

MASS = 2.0
"""What the pairs of one entry and form count for together."""
LATER_SENSE = 0.6
LATER_FORM = 0.7
"""What each sense or form counts for beside the one before it."""
USE_POWER = 0.5

_FORMS = {"kk": kazakh_forms, "ru": russian_forms}


def listed_pairs(
    entries: Iterable[Entry], uses: Counter[str], classes: Mapping[str, int], locale: str
) -> Listed:
    """Give the phrase pairs of *entries*; *uses* counts target words as the corpus has them."""
    pairs: Listed = defaultdict(lambda: defaultdict(float))
    senses: Counter[str] = Counter()
    for entry in dict.fromkeys(entries):
        sense = MASS * LATER_SENSE ** senses[entry.english.lower()]
        senses[entry.english.lower()] += 1
        bare: dict[str, Phrase] = {}
        for before, english, after, targets in _FORMS[locale](entry):
            if english not in bare:
                bare[english] = _source(english, classes, locale)
            source = (*before.split(), *bare[english], *after.split())
            if len(source) <= MAX_SOURCE_WORDS:
                for target, share in _shares(targets, uses).items():
                    pairs[source][target] += sense * share
    return pairs


def _source(english: str, classes: Mapping[str, int], locale: str) -> Phrase:
    tokens = tokenise_source(english)
    forms = [token.form for token in tokens]
    tags = tag_words(forms, [token.kind is TokenKind.WORD for token in tokens], classes)
    return tuple(forms[place] for place in arranged(tags, forms, locale))


def _words(target: str) -> Phrase:
    words = target.split()
    if all(map(str.isalpha, words)):
        return tuple(words)
    return tuple(token.form for token in tokenise_target(target))


def _shares(targets: Sequence[str], uses: Counter[str]) -> dict[Phrase, float]:
    weights: dict[Phrase, float] = {}
    for place, target in enumerate(dict.fromkeys(targets)):
        words = _words(target)
        use = min((uses[word] for word in words), default=0)
        weights[words] = (use + 1) ** USE_POWER * LATER_FORM**place
    total = sum(weights.values())
    return {words: weight / total for words, weight in weights.items()}

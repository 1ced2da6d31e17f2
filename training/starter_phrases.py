# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Phrase pairs: extracted from aligned pairs, scored both ways, pruned.

Koehn, Och and Marcu 2003, "Statistical phrase-based translation": a phrase pair is consistent
when no word of either side is aligned outside the other. Leaves out: how phrases are stored.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from adapters.engines.starter_text import CLASSES, KEPT_MARKS, is_latin_word
from training.starter_alignment import Points
from training.starter_corpus import FormPair
from training.starter_dictionary import Listed

MAX_SOURCE_WORDS = 4
MAX_TARGET_WORDS = 5
TARGETS_PER_SOURCE = (8, 5, 4, 3)
"""How many translations are kept, by the number of source words."""
MIN_LONG_COUNT = 2
"""Source phrases of three words and more are kept when seen this often."""
MIN_SHARE = 0.02
DISCOUNT = 0.5
"""Taken off every count: a phrase pair seen once is not certain."""
DROPPED_MIN_COUNT = 50
DROPPED_MIN_SHARE = 0.4
"""Source words (articles, mostly) that often have no counterpart may be left out."""
NEVER_DROPPED = frozenset({"no", "not", "never", "without", "nor", "none", "cannot"})
"""A negation without counterpart is one that an ending expresses: left out, it would be lost."""
FLOOR = 1e-6
UNLISTED = math.exp(-1)
"""Stands for "no" among features that are logs of probabilities; "yes" is 1."""

Phrase = tuple[str, ...]
LinkMasks = tuple[int, ...]
"""For each target word, a bit set of the source words (of its phrase) that it translates."""


@dataclass(frozen=True, slots=True)
class PhrasePair:
    """A source phrase, a translation, its links, and four probabilities.

    *probabilities* are p(target|source), p(source|target), their lexical counterparts, and one
    more that is 1 for pairs of a word list and ``UNLISTED`` for others. An empty target says that
    the source word may be left out.
    """

    source: Phrase
    target: Phrase
    links: LinkMasks
    probabilities: tuple[float, float, float, float, float]


Lexicon = Mapping[tuple[str, str], float]
"""Probability by (given word, word); the empty string is no word at all."""


def lexicons(pairs: Sequence[FormPair], points: Sequence[Points]) -> tuple[Lexicon, Lexicon]:
    """Give p(target word|source word) and p(source word|target word) from alignment points."""
    joint: Counter[tuple[str, str]] = Counter()
    for pair, links in zip(pairs, points, strict=True):
        joint.update((pair.source[i], pair.target[j]) for i, j in links)
        bound_sources, bound_targets = {i for i, _ in links}, {j for _, j in links}
        joint.update((w, "") for i, w in enumerate(pair.source) if i not in bound_sources)
        joint.update(("", w) for j, w in enumerate(pair.target) if j not in bound_targets)
    by_source: Counter[str] = Counter()
    by_target: Counter[str] = Counter()
    for (source, target), count in joint.items():
        by_source[source] += count
        by_target[target] += count
    direct = {(s, t): c / by_source[s] for (s, t), c in joint.items()}
    inverse = {(t, s): c / by_target[t] for (s, t), c in joint.items()}
    return direct, inverse


def phrase_pairs(
    pairs: Sequence[FormPair], points: Sequence[Points], listed: Listed
) -> list[PhrasePair]:
    """Extract, score and prune the phrase pairs of a corpus, in the order of their sources.

    The pairs *listed* count as if they had been seen.
    """
    direct, inverse = lexicons(pairs, points)
    seen: Counter[tuple[Phrase, Phrase, LinkMasks]] = Counter()
    for pair, links in zip(pairs, points, strict=True):
        seen.update(_consistent(pair, links))
    counts: dict[tuple[Phrase, Phrase, LinkMasks], float] = dict(seen)
    for source, found in listed.items():
        for target, mass in found.items():
            if _is_usable(source, target):
                key = source, target, _all_linked(source, target)
                counts[key] = counts.get(key, 0.0) + mass
    targets: dict[Phrase, dict[Phrase, tuple[float, float, LinkMasks]]] = defaultdict(dict)
    by_target: dict[Phrase, float] = defaultdict(float)
    for (source, target, masks), count in counts.items():
        by_target[target] += count
        total, best, best_masks = targets[source].get(target, (0, 0, masks))
        if count > best:
            best, best_masks = count, masks
        targets[source][target] = (total + count, best, best_masks)
    kept: list[PhrasePair] = []
    for source in sorted(targets):
        total = sum(count for count, _, _ in targets[source].values())
        if len(source) >= 3 and total < MIN_LONG_COUNT and source not in listed:
            continue
        own = listed.get(source, {})
        scored: list[PhrasePair] = []
        for target, (count, _, masks) in targets[source].items():
            share = _discounted(count) / total
            inverse_share = _discounted(count) / by_target[target]
            lexical = _lexical(source, target, masks, direct)
            inverse_lexical = _lexical(target, source, _transposed(masks, len(source)), inverse)
            if target in own:
                # Words that no pair has aligned would make a listed pair look impossible.
                lexical = max(lexical, share)
                inverse_lexical = max(inverse_lexical, inverse_share)
            is_listed = 1.0 if target in own else UNLISTED
            scores = (share, inverse_share, lexical, inverse_lexical, is_listed)
            scored.append(PhrasePair(source, target, masks, scores))
        scored.sort(key=_usefulness)
        most = TARGETS_PER_SOURCE[len(source) - 1]
        least = MIN_SHARE * scored[0].probabilities[0]
        kept += [
            p
            for place, p in enumerate(scored)
            if p.target in own or (place < most and p.probabilities[0] > least)
        ]
    return kept + _droppable(pairs, direct)


def _discounted(count: float) -> float:
    return max(count - DISCOUNT, count * DISCOUNT)


def _all_linked(source: Phrase, target: Phrase) -> LinkMasks:
    return ((1 << len(source)) - 1,) * len(target)


def _consistent(pair: FormPair, links: Points) -> Iterator[tuple[Phrase, Phrase, LinkMasks]]:
    source, target = pair.source, pair.target
    of_source: list[list[int]] = [[] for _ in source]
    of_target: list[list[int]] = [[] for _ in target]
    for i, j in links:
        of_source[i].append(j)
        of_target[j].append(i)
    for first in range(len(source)):
        low, high = len(target), -1
        for last in range(first, min(first + MAX_SOURCE_WORDS, len(source))):
            if of_source[last]:
                low, high = min(low, of_source[last][0]), max(high, of_source[last][-1])
            if high < 0:
                continue
            if high - low >= MAX_TARGET_WORDS:
                break
            inside = all(first <= i <= last for j in range(low, high + 1) for i in of_target[j])
            if inside:
                for start, end in _with_free_words(low, high, of_target):
                    phrase = target[start : end + 1]
                    span = source[first : last + 1]
                    if _is_usable(span, phrase):
                        masks = tuple(
                            sum(1 << (i - first) for i in of_target[j])
                            for j in range(start, end + 1)
                        )
                        yield span, phrase, masks


def _with_free_words(low: int, high: int, of_target: list[list[int]]) -> Iterator[tuple[int, int]]:
    """Give a target span and it with the unaligned words at its left and right."""
    yield low, high
    left, right = low, high
    while left > 0 and not of_target[left - 1]:
        left -= 1
    while right + 1 < len(of_target) and not of_target[right + 1]:
        right += 1
    for start, end in {(left, high), (low, right), (left, right)} - {(low, high)}:
        if end - start < MAX_TARGET_WORDS:
            yield start, end


def _is_usable(source: Phrase, target: Phrase) -> bool:
    """Refuse phrases that would invent, lose or double a class, a mark or a Latin word."""
    for name in CLASSES:
        count = source.count(name)
        if count > 1 or count != target.count(name):
            return False
    if any(source.count(mark) != target.count(mark) for mark in KEPT_MARKS):
        return False
    return not any(
        form not in CLASSES and (is_latin_word(form) or any(map(str.isdigit, form)))
        for form in target
    )


def _lexical(given: Phrase, wanted: Phrase, masks: LinkMasks, lexicon: Lexicon) -> float:
    product = 1.0
    for word, mask in zip(wanted, masks, strict=True):
        linked = [given[i] for i in range(len(given)) if mask >> i & 1] or [""]
        mean = sum(lexicon.get((other, word), FLOOR) for other in linked) / len(linked)
        product *= max(mean, FLOOR)
    return product


def _transposed(masks: LinkMasks, length: int) -> LinkMasks:
    return tuple(
        sum(1 << j for j, mask in enumerate(masks) if mask >> i & 1) for i in range(length)
    )


def _usefulness(pair: PhrasePair) -> tuple[float, Phrase]:
    direct, inverse, lexical, inverse_lexical, _ = pair.probabilities
    return -direct * (inverse * lexical * inverse_lexical) ** 0.1, pair.target


def _droppable(pairs: Sequence[FormPair], direct: Lexicon) -> list[PhrasePair]:
    counts = Counter(form for pair in pairs for form in pair.source)
    return [
        PhrasePair((form,), (), (), (share, share, share, share, UNLISTED))
        for form, count in sorted(counts.items())
        if count >= DROPPED_MIN_COUNT
        and (form in ("a", "'s") or (form.isalpha() and len(form) > 1))
        and form not in NEVER_DROPPED
        and (share := direct.get((form, ""), 0.0)) >= DROPPED_MIN_SHARE
    ]

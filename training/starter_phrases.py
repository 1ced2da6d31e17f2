# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Phrase pairs: extracted from aligned pairs, scored both ways, pruned.

Koehn, Och and Marcu 2003, "Statistical phrase-based translation": a phrase pair is consistent
when no word of either side is aligned outside the other. Leaves out: how phrases are stored.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from adapters.engines.starter_text import CLASSES, KEPT_MARKS, is_latin_word
from training.starter_alignment import Points
from training.starter_corpus import FormPair

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

Phrase = tuple[str, ...]
LinkMasks = tuple[int, ...]
"""For each target word, a bit set of the source words (of its phrase) that it translates."""


@dataclass(frozen=True, slots=True)
class PhrasePair:
    """A source phrase, a translation, its links, and four probabilities.

    *probabilities* are p(target|source), p(source|target) and their lexical counterparts. An
    empty target says that the source word may be left out.
    """

    source: Phrase
    target: Phrase
    links: LinkMasks
    probabilities: tuple[float, float, float, float]


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


def phrase_pairs(pairs: Sequence[FormPair], points: Sequence[Points]) -> list[PhrasePair]:
    """Extract, score and prune the phrase pairs of a corpus, in the order of their sources."""
    direct, inverse = lexicons(pairs, points)
    counts: Counter[tuple[Phrase, Phrase, LinkMasks]] = Counter()
    for pair, links in zip(pairs, points, strict=True):
        counts.update(_consistent(pair, links))
    targets: dict[Phrase, dict[Phrase, tuple[int, int, LinkMasks]]] = defaultdict(dict)
    by_target: Counter[Phrase] = Counter()
    for (source, target, masks), count in counts.items():
        by_target[target] += count
        total, best, best_masks = targets[source].get(target, (0, 0, masks))
        if count > best:
            best, best_masks = count, masks
        targets[source][target] = (total + count, best, best_masks)
    kept: list[PhrasePair] = []
    for source in sorted(targets):
        total = sum(count for count, _, _ in targets[source].values())
        if len(source) >= 3 and total < MIN_LONG_COUNT:
            continue
        scored = [
            PhrasePair(
                source,
                target,
                masks,
                (
                    (count - DISCOUNT) / total,
                    (count - DISCOUNT) / by_target[target],
                    _lexical(source, target, masks, direct),
                    _lexical(target, source, _transposed(masks, len(source)), inverse),
                ),
            )
            for target, (count, _, masks) in targets[source].items()
        ]
        scored.sort(key=_usefulness)
        most = TARGETS_PER_SOURCE[len(source) - 1]
        least = MIN_SHARE * scored[0].probabilities[0]
        kept += [p for p in scored[:most] if p.probabilities[0] > least]
    return kept + _droppable(pairs, direct)


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
    direct, inverse, lexical, inverse_lexical = pair.probabilities
    return -direct * (inverse * lexical * inverse_lexical) ** 0.1, pair.target


def _droppable(pairs: Sequence[FormPair], direct: Lexicon) -> list[PhrasePair]:
    counts = Counter(form for pair in pairs for form in pair.source)
    return [
        PhrasePair((form,), (), (), (share, share, share, share))
        for form, count in sorted(counts.items())
        if count >= DROPPED_MIN_COUNT
        and (form in ("a", "'s") or (form.isalpha() and len(form) > 1))
        and form not in NEVER_DROPPED
        and (share := direct.get((form, ""), 0.0)) >= DROPPED_MIN_SHARE
    ]

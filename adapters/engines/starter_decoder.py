# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the best-scoring translation of one segment out of phrase options.

Stack decoding with a beam, hypothesis recombination and future costs as Koehn 2004, "Pharaoh",
describes it; reordering within a window that no mark crosses. Equal scores keep the order in
which they were found, so the result is always the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from adapters.engines.starter_model import (
    BEGIN,
    END,
    UNKNOWN,
    WORD_BITS,
    LanguageModel,
    PhraseOption,
)

BEAM = 12
OPTIONS_A_SPAN = 6
WINDOW = 6
"""The farthest that a phrase may end from the first word not yet translated."""

_PAIR_MASK = (1 << 2 * WORD_BITS) - 1
_START = BEGIN << WORD_BITS | BEGIN
_IMPOSSIBLE = float("-inf")


@dataclass(frozen=True, slots=True)
class Span:
    """The options for the source words from *start* up to *end*."""

    start: int
    end: int
    options: Sequence[PhraseOption]


@dataclass(frozen=True, slots=True)
class Chosen:
    """One phrase of the result, in target order; *option* translates source words from *start*."""

    start: int
    end: int
    option: PhraseOption


class _State(NamedTuple):
    """A partial translation: what it covers, its last two words, where it left the source."""

    score: float
    covered: int
    before: int
    end: int
    previous: _State | None
    chosen: Chosen | None


def decode(
    length: int,
    spans: Sequence[Span],
    walls: frozenset[int],
    language_model: LanguageModel,
    weights: Mapping[str, float],
) -> tuple[list[Chosen], float]:
    """Translate *length* source words; give the phrases in target order, and the total score.

    Args:
        length: number of source words; together *spans* must cover each.
        spans: what each stretch of source may become.
        walls: source positions that no reordering may cross (marks).
        language_model: scores target words.
        weights: log-linear weights ``language`` and ``jump``.
    """
    language, jump = weights["language"], weights["jump"]
    best = [sorted(span.options, key=lambda o: -o.score)[:OPTIONS_A_SPAN] for span in spans]
    starting: list[list[tuple[int, int, Chosen]]] = [[] for _ in range(length)]
    for span, options in zip(spans, best, strict=True):
        mask = (1 << span.end) - (1 << span.start)
        starting[span.start] += [
            (span.end, mask, Chosen(span.start, span.end, option)) for option in options
        ]
    future = _future(length, spans, best, language_model, language)
    futures: dict[int, float] = {}
    scored: dict[tuple[int, int], tuple[float, int]] = {}
    stacks: list[dict[tuple[int, int, int], tuple[float, _State]]] = [{} for _ in range(length + 1)]
    stacks[0][0, _START, 0] = (0.0, _State(0.0, 0, _START, 0, None, None))

    for count in range(length):
        for _, state in sorted(stacks[count].values(), key=lambda found: -found[0])[:BEAM]:
            covered = state.covered
            first = _first_free(covered)
            for start in _starts(first, length, covered, walls):
                step = jump * abs(start - state.end)
                for end, mask, chosen in starting[start]:
                    if covered & mask or (start > first and end > first + WINDOW):
                        continue
                    option = chosen.option
                    memory = (state.before, id(option))
                    known = scored.get(memory)
                    if known is None:
                        known = scored[memory] = _extend(state.before, option, language_model)
                    fluency, before = known
                    score = state.score + option.score + language * fluency - step
                    now = covered | mask
                    left = futures.get(now)
                    if left is None:
                        left = futures[now] = future.left(now)
                    stack = stacks[count + end - start]
                    key = (now, before, end)
                    rival = stack.get(key)
                    if rival is None or rival[1].score < score:
                        stack[key] = (
                            score + left,
                            _State(score, now, before, end, state, chosen),
                        )
    return _result(stacks[length].values(), language_model, language)


def _starts(first: int, length: int, covered: int, walls: frozenset[int]) -> list[int]:
    starts = [first]
    for start in range(first, min(first + WINDOW, length)):
        if start > first and not covered >> start & 1:
            if start in walls:
                break
            starts.append(start)
        if start in walls:
            break
    return starts


def _extend(before: int, option: PhraseOption, model: LanguageModel) -> tuple[float, int]:
    total = 0.0
    for word in option.words:
        total += model.score(before, word)
        before = (before << WORD_BITS | word) & _PAIR_MASK
    return total, before


def _alone(option: PhraseOption, model: LanguageModel) -> float:
    """Score an option's words with the context that the option itself gives."""
    if not option.words:
        return 0.0
    first = option.words[0]
    rest = PhraseOption(option.words[1:], (), 0.0)
    return model.alone(first) + _extend(UNKNOWN << WORD_BITS | first, rest, model)[0]


@dataclass(frozen=True, slots=True)
class _Future:
    """The best scores that stretches not yet translated could have, order and context aside.

    *short[start][size]* is for stretches of up to ``WINDOW`` words, longer than which no gap is;
    *rest[start]* is for all from *start* to the end.
    """

    short: Sequence[Sequence[float]]
    rest: Sequence[float]

    def left(self, covered: int) -> float:
        """Give the score that the words missing in *covered* could add."""
        total = 0.0
        start = _first_free(covered)
        last = covered.bit_length()
        while start < last:
            size = _first_free(~(covered >> start))
            total += self.short[start][size]
            start += size
            start += _first_free(covered >> start)
        return total + self.rest[start]


def _future(
    length: int,
    spans: Sequence[Span],
    best: Sequence[Sequence[PhraseOption]],
    model: LanguageModel,
    language: float,
) -> _Future:
    alone: list[dict[int, float]] = [{} for _ in range(length)]
    for span, options in zip(spans, best, strict=True):
        for option in options:
            score = option.score + language * _alone(option, model)
            size = span.end - span.start
            alone[span.start][size] = max(score, alone[span.start].get(size, _IMPOSSIBLE))
    rest = [0.0] * (length + 1)
    short = [[0.0] + [_IMPOSSIBLE] * WINDOW for _ in range(length + 1)]
    for start in range(length - 1, -1, -1):
        # No span starts inside a term, so nothing is possible from there.
        rest[start] = max(
            (score + rest[start + size] for size, score in alone[start].items()),
            default=_IMPOSSIBLE,
        )
        for total in range(1, min(WINDOW, length - start) + 1):
            short[start][total] = max(
                (
                    score + short[start + size][total - size]
                    for size, score in alone[start].items()
                    if size <= total
                ),
                default=_IMPOSSIBLE,
            )
    return _Future(short, rest)


def _first_free(covered: int) -> int:
    """Give the place of the lowest bit that is not set."""
    return (~covered & (covered + 1)).bit_length() - 1


def _result(
    finished: Iterable[tuple[float, _State]], model: LanguageModel, language: float
) -> tuple[list[Chosen], float]:
    best: _State | None = None
    best_score = _IMPOSSIBLE
    for _, state in finished:
        score = state.score + language * model.score(state.before, END)
        if score > best_score:
            best, best_score = state, score
    phrases: list[Chosen] = []
    while best is not None and best.chosen is not None:
        phrases.append(best.chosen)
        best = best.previous
    return phrases[::-1], best_score

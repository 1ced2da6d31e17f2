# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the log-linear weights of a starter model by trying them on pairs it has not seen.

A coordinate search: each weight in turn is moved by a step, and the move is kept if the sum of
chrF and BLEU rises, on average over the kinds of text. Slower methods (MERT, MIRA) gain little
with nine weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

from adapters.engines.starter import translate_with
from adapters.engines.starter_model import StarterModel
from audarma.model import TranslationRequest
from training.starter_corpus import TextPair

START = {
    "direct": 1.0,
    "inverse": 0.8,
    "lexical": 0.0,
    "inverse_lexical": 0.1,
    "listed": 0.9,
    "language": 0.7,
    "word": 1.6,
    "phrase": -0.4,
    "jump": 0.6,
}
"""What an earlier search ended with."""
STEPS = (0.4, 0.2)
LEAST_JUMP = 0.2
"""Free reordering suits texts that are nearly known, and no others."""
PAIRS_A_SET = 60


def tune(
    model: StarterModel,
    sets: Sequence[Sequence[TextPair]],
    locale: str,
    say: Callable[[str], None],
) -> None:
    """Give *model* the weights that translate the *sets* best; *say* is told each step upward.

    Each set is a kind of text, and counts as much as any other.
    """
    chosen = [pairs[:: max(1, len(pairs) // PAIRS_A_SET)] for pairs in sets if pairs]
    if not chosen:
        return
    weights = dict(model.weights)
    best = quality(model, chosen, locale)
    say(f"quality {best:.2f} to begin with")
    for step in STEPS:
        for name in START:
            for change in (step, -step):
                trial = weights | {name: round(weights[name] + change, 2)}
                if trial["jump"] < LEAST_JUMP:
                    continue
                model.reweight(trial)
                found = quality(model, chosen, locale)
                if found > best:
                    best, weights = found, trial
                    say(f"quality {best:.2f} with {name} {trial[name]}")
                    break
    model.reweight(weights)


def quality(model: StarterModel, sets: Sequence[Sequence[TextPair]], locale: str) -> float:
    """Give chrF plus BLEU, averaged over *sets*; case is left out where the corpus has none."""
    return sum(_quality(model, pairs, locale) for pairs in sets) / len(sets)


def _quality(model: StarterModel, pairs: Sequence[TextPair], locale: str) -> float:
    targets = [
        translate_with(TranslationRequest(pair.source), model, locale).target for pair in pairs
    ]
    references = [pair.target for pair in pairs]
    lowered = [target.lower() for target in targets], [[text.lower() for text in references]]
    return float(CHRF().corpus_score(*lowered).score + BLEU().corpus_score(*lowered).score)

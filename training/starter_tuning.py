# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the log-linear weights of a starter model by trying them on pairs it has not seen.

A coordinate search: each weight in turn is moved by a step, and the move is kept if the sum of
chrF and BLEU rises. Slower methods (MERT, MIRA) gain little with eight weights.
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
    "language": 0.7,
    "word": 1.6,
    "phrase": -0.4,
    "jump": 0.2,
}
"""What an earlier search ended with, for Kazakh."""
STEPS = (0.4, 0.2)
LEAST_JUMP = 0.2
"""Free reordering suits texts that are nearly known, and no others."""
PAIRS = 300


def tune(
    model: StarterModel, pairs: Sequence[TextPair], locale: str, say: Callable[[str], None]
) -> None:
    """Give *model* the weights that translate *pairs* best; *say* is told each step upward."""
    if not pairs:
        return
    chosen = pairs[:: max(1, len(pairs) // PAIRS)]
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


def quality(model: StarterModel, pairs: Sequence[TextPair], locale: str) -> float:
    """Give chrF plus BLEU; case is left out where the corpus has none."""
    targets = [
        translate_with(TranslationRequest(pair.source), model, locale).target for pair in pairs
    ]
    references = [pair.target for pair in pairs]
    lowered = [target.lower() for target in targets], [[text.lower() for text in references]]
    return float(CHRF().corpus_score(*lowered).score + BLEU().corpus_score(*lowered).score)

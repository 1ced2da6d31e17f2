# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Word alignment of the training pairs: eflomal in both directions, symmetrised.

Östling and Tiedemann 2016, "Efficient word alignment with Markov Chain Monte Carlo", as Thot
implements it; grow-diag-final-and of Koehn, Och and Marcu 2003. Needs the extra ``training``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import thot.alignment as ta

from adapters.engines.starter_text import CLASSES
from training.kazakh_pieces import Pieces
from training.starter_corpus import FormPair

STEM_LETTERS = 6
"""Words are aligned by their first letters: endings thin the counts and seldom tell words apart."""

Points = tuple[tuple[int, int], ...]
"""Alignment points of one pair: (source index, target index), sorted."""

Cut = Callable[[str], list[str]]


def align(pairs: Sequence[FormPair], locale: str) -> list[Points]:
    """Give the symmetrised alignment points of each pair; Kazakh is aligned ending by ending."""
    sources = [[_stem(form) for form in pair.source] for pair in pairs]
    cut: Cut = lambda form: [form]  # noqa: E731
    if locale == "kk":
        cut = Pieces(Counter(form.lower() for pair in pairs for form in pair.target)).of
    targets: list[list[str]] = []
    words: list[list[int]] = []
    for pair in pairs:
        pieces = [(n, _stem(p)) for n, f in enumerate(pair.target) for p in _pieces(f, cut)]
        targets.append([piece for _, piece in pieces])
        words.append([word for word, _ in pieces])
    direct, inverse = _train(sources, targets), _train(targets, sources)
    symmetrised = ta.SymmetrizedAlignmentModel(direct, inverse)
    symmetrised.heuristic = ta.SymmetrizationHeuristic.GROW_DIAG_FINAL_AND
    points: list[Points] = []
    for index in range(len(pairs)):
        _, matrix = symmetrised.get_training_alignment(index)
        found = np.argwhere(np.asarray(matrix.to_numpy()))
        points.append(tuple(sorted({(int(i), words[index][int(j)]) for i, j in found})))
    return points


def _train(sources: Sequence[list[str]], targets: Sequence[list[str]]) -> ta.EflomalAlignmentModel:
    model = ta.EflomalAlignmentModel()
    model.seed = 1
    model.deterministic = True
    model.emit_training_alignments = True
    for source, target in zip(sources, targets, strict=True):
        model.add_sentence_pair(source, target, 1)
    model.start_training()
    for _ in range(model.scheduled_iterations):
        model.train()
    model.end_training()
    return model


def _pieces(form: str, cut: Cut) -> list[str]:
    return [form] if form in CLASSES else cut(form)


def _stem(form: str) -> str:
    return form if form in CLASSES or form[0] == "+" else form.lower()[:STEM_LETTERS]

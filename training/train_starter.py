# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains a model of the starter engine: ``python -m training.train_starter --help``."""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable
from pathlib import Path

from adapters.engines.starter_file import load, save
from adapters.engines.starter_model import StarterModel
from training.starter_alignment import align
from training.starter_corpus import TextPair, form_pairs, read_corpus
from training.starter_packing import pack
from training.starter_phrases import phrase_pairs
from training.starter_tuning import START, tune

DEFAULT_WORDS = 3_000_000


def train(pairs: list[TextPair], say: Callable[[str], None]) -> StarterModel:
    """Make a model from *pairs*, its weights not yet tuned; *say* is told each step."""
    forms = form_pairs(pairs)
    say(f"{len(forms)} pairs cut into words")
    points = align(forms)
    say("words aligned")
    phrases = phrase_pairs(forms, points)
    say(f"{len(phrases)} phrase pairs kept")
    model = pack(forms, points, phrases, START)
    say(f"{len(model.ngrams.bigram)} bigrams, {len(model.ngrams.trigram)} trigrams")
    return model


def main() -> None:
    """Read the command line, train, and write ``<locale>.npz``."""
    parser = argparse.ArgumentParser(prog="train_starter", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of train.<locale>.tsv.xz")
    parser.add_argument("--out", type=Path, required=True, help="folder to write <locale>.npz to")
    parser.add_argument("--to", choices=("kk", "ru"), required=True, help="target locale")
    parser.add_argument(
        "--words",
        type=int,
        default=DEFAULT_WORDS,
        help="English words to learn from, sentences first; a million takes some 3 minutes",
    )
    arguments = parser.parse_args()
    gc.disable()  # Millions of tuples and no cycles among them: looking for some costs minutes.
    began = time.monotonic()

    def say(step: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {step}", flush=True)

    pairs, tuning = read_corpus(arguments.data, arguments.to, arguments.words)
    say(f"{len(pairs)} pairs read")
    arguments.out.mkdir(parents=True, exist_ok=True)
    path = arguments.out / f"{arguments.to}.npz"
    save(train(pairs, say), path)
    # Tuned is what will be used: the file's probabilities are rounded.
    model = load(path)
    tune(model, tuning, arguments.to, say)
    save(model, path)
    say(f"{path}: {path.stat().st_size / 1e6:.1f} MB, weights {dict(model.weights)}")


if __name__ == "__main__":
    main()

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains a model of the starter engine: ``python -m training.train_starter --help``."""

from __future__ import annotations

import argparse
import gc
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from adapters.engines.starter_file import load, save
from adapters.engines.starter_model import StarterModel
from adapters.engines.starter_text import tokenise_source
from training.collection_pairs import Use, read_collection
from training.mueller_dictionary import read_mueller
from training.starter_alignment import align
from training.starter_classes import word_classes
from training.starter_corpus import FormPair, TextPair, Truecaser, form_pairs, read_corpus
from training.starter_dictionary import listed_pairs
from training.starter_lexicon import Entry, read_glossaries, read_lexicon
from training.starter_packing import pack
from training.starter_phrases import phrase_pairs
from training.starter_tuning import START, tune

DEFAULT_WORDS = 3_000_000
KNOWN_USES = 20
"""A word seen so often needs no dictionary."""
PROSE_WEIGHT = 5
"""How often a sentence of the collection counts: it is what the engine is for."""
PROSE_WEIGHT_IN_LANGUAGE = 2


def train(
    prose: Sequence[TextPair],
    pairs: Sequence[TextPair],
    entries: Sequence[Entry],
    rare: Sequence[Entry],
    locale: str,
    say: Callable[[str], None],
) -> StarterModel:
    """Make a model, its weights not yet tuned; *say* is told each step.

    Args:
        prose: sentences like those that the engine will translate; they count for more.
        pairs: other sentences, phrases and words.
        entries: a word list.
        rare: another, for words that the rest hardly has.
        locale: the target locale.
        say: takes a line of progress.
    """
    words = list(dict.fromkeys(TextPair(entry.english, entry.target) for entry in entries))
    every = [*prose, *words, *pairs]
    classes = word_classes(
        ([token.form for token in tokenise_source(pair.source)] for pair in every), entries
    )
    forms = form_pairs(every, Truecaser(every), classes, locale)
    say(f"{len(forms)} pairs cut into words")
    points = align(forms, locale)
    say("words aligned")
    count, other = len(prose), len(prose) + len(words)
    listed = listed_pairs(
        [*entries, *_missing(rare, entries, forms)],
        Counter(w for f in forms for w in f.target),
        classes,
        locale,
    )
    say(f"{len(listed)} phrases from word lists")
    more = PROSE_WEIGHT - 1
    phrases = phrase_pairs(forms[:count] * more + forms, points[:count] * more + points, listed)
    say(f"{len(phrases)} phrase pairs kept")
    sentences = (f.target for f in forms[:count] * PROSE_WEIGHT_IN_LANGUAGE + forms[other:])
    model = pack(forms, points, phrases, sentences, START, classes)
    say(f"{len(model.ngrams.bigram)} bigrams, {len(model.ngrams.trigram)} trigrams")
    return model


def _missing(
    rare: Sequence[Entry], entries: Sequence[Entry], forms: Sequence[FormPair]
) -> list[Entry]:
    """Give the *rare* entries of words that neither *entries* nor many pairs have."""
    known = {entry.english.lower() for entry in entries}
    uses = Counter(word for pair in forms for word in pair.source)
    return [e for e in rare if e.english not in known and uses[e.english] < KNOWN_USES]


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
    parser.add_argument("--mueller", type=Path, help="mueller7.dict.dz, for Russian")
    arguments = parser.parse_args()
    gc.disable()  # Millions of tuples and no cycles among them: looking for some costs minutes.
    began = time.monotonic()

    def say(step: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {step}", flush=True)

    locale = arguments.to
    pairs, tuning = read_corpus(arguments.data, locale, arguments.words)
    entries = [*read_lexicon(locale), *read_glossaries(locale)]
    prose = _collection(locale, Use.TRAINING)
    rare = read_mueller(arguments.mueller) if arguments.mueller else []
    say(f"{len(prose)} sentences, {len(pairs)} other pairs, {len(entries)} entries read")
    arguments.out.mkdir(parents=True, exist_ok=True)
    path = arguments.out / f"{locale}.npz"
    save(train(prose, pairs, entries, rare, locale, say), path)
    # Tuned is what will be used: the file's probabilities are rounded.
    model = load(path)
    tune(model, [_collection(locale, Use.TUNING), *tuning], locale, say)
    save(model, path)
    say(f"{path}: {path.stat().st_size / 1e6:.1f} MB, weights {dict(model.weights)}")


def _collection(locale: str, use: Use) -> list[TextPair]:
    return [TextPair(pair.source, pair.target) for pair in read_collection(locale, use)]


if __name__ == "__main__":
    main()

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The small network's training corpus: tagged, annotated pairs, as pieces and in batches.

Reads what ``training.starter_corpus`` reads. Each pair carries its language as a token before
the source (``>>kaz_Cyrl<<``, as OPUS-MT's models have it), so one network writes both languages.
A share of the sources that hold a term of the glossaries, where the target holds it too, is
annotated with the term's dictionary form (``adapters.engines.term_annotation``): the target keeps
the form that its sentence asks for, so the network learns to inflect a term that it is given.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from adapters.engines.term_annotation import CLOSING, OPENING, annotated
from audarma.term_forms import missing_terms
from audarma.termbase import Termbase
from training.starter_corpus import TextPair

TAGS = {"kk": ">>kaz_Cyrl<<", "ru": ">>rus<<"}
END, PAD = "</s>", "<pad>"
MOST_PIECES = 120
ANNOTATED_SHARE = 0.5
_SPM_SENTENCES = 400_000

Example = tuple[list[int], list[int]]
"""A pair as numbers of pieces: the encoder's input, and the target with its end."""


@dataclass(frozen=True, slots=True)
class TaggedPair:
    """A source, perhaps annotated, its target, and the target's locale."""

    source: str
    target: str
    locale: str


def tagged_pairs(
    pairs: Sequence[TextPair], locale: str, termbase: Termbase, seed: int = 1
) -> Iterator[TaggedPair]:
    """Give *pairs* with their locale; a share of those with terms is annotated, at random."""
    chance = random.Random(seed)
    for pair in pairs:
        source = pair.source
        # The marks are tokens: a text that holds them would teach something else.
        if OPENING not in source and chance.random() < ANNOTATED_SHARE:
            source = with_terms(source, pair.target, termbase)
        yield TaggedPair(source, pair.target, locale)


def with_terms(source: str, target: str, termbase: Termbase) -> str:
    """Annotate the terms of *source* that *target* holds."""
    hits = termbase.find(source)
    # What the annotation says must stand there, not another term that the concept may have.
    told = [replace(hit, entries=hit.entries[:1]) for hit in hits]
    missing = missing_terms(told, target) if told else ()
    return annotated(source, [hit for hit in told if hit not in missing]).text


def train_tokenizer(pairs: Sequence[TaggedPair], folder: Path, vocabulary: int) -> None:
    """Train pieces that both sides share, and save them as a Marian tokeniser in *folder*."""
    import sentencepiece

    folder.mkdir(parents=True, exist_ok=True)
    sides = chain.from_iterable((pair.source, pair.target) for pair in pairs)
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=sides,
        model_prefix=str(folder / "source"),
        vocab_size=vocabulary,
        hard_vocab_limit=False,
        character_coverage=0.9998,
        user_defined_symbols=[OPENING, CLOSING],
        input_sentence_size=_SPM_SENTENCES,
        shuffle_input_sentence=True,
        num_threads=1,
        minloglevel=2,
    )
    (folder / "source.vocab").unlink()
    (folder / "source.model").rename(folder / "source.spm")
    shutil.copy(folder / "source.spm", folder / "target.spm")
    learned = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    pieces = [learned.id_to_piece(index) for index in range(3, learned.get_piece_size())]
    tokens = [END, "<unk>", *TAGS.values(), *pieces, PAD]
    numbers = {token: index for index, token in enumerate(tokens)}
    (folder / "vocab.json").write_text(json.dumps(numbers, ensure_ascii=False), encoding="utf-8")
    settings = {
        "tokenizer_class": "MarianTokenizer",
        "source_lang": "en",
        "target_lang": "mul",
        "separate_vocabs": False,
        "eos_token": END,
        "unk_token": "<unk>",
        "pad_token": PAD,
        "model_max_length": 2 * MOST_PIECES,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=2))


class Encoder:
    """Turns pairs into numbers with the tokeniser of a model's folder."""

    def __init__(self, folder: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        self._pieces = SentencePieceProcessor(model_file=str(folder / "source.spm"))
        self._numbers: dict[str, int] = json.loads((folder / "vocab.json").read_text("utf-8"))
        self.size = len(self._numbers)
        self.pad, self.end = self._numbers[PAD], self._numbers[END]

    def examples(self, pairs: Sequence[TaggedPair]) -> list[Example]:
        """Give the pairs that are neither empty nor too long, as numbers."""
        made = (
            (
                [self._numbers[TAGS[pair.locale]], *self._ids(pair.source)],
                self._ids(pair.target),
            )
            for pair in pairs
        )
        return [
            (source, target)
            for source, target in made
            if 2 < len(source) <= MOST_PIECES and 1 < len(target) <= MOST_PIECES
        ]

    def _ids(self, text: str) -> list[int]:
        unknown = self._numbers["<unk>"]
        pieces = self._pieces.encode(text, out_type=str)
        return [*(self._numbers.get(piece, unknown) for piece in pieces), self.end]


def token_batches(
    examples: Sequence[Example], tokens: int, chance: random.Random | None
) -> list[list[int]]:
    """Give the places of *examples* in batches of like length and at most *tokens* a side.

    With *chance*, equal lengths fall together anew each time and the batches are shuffled.
    """
    lengths = [max(len(source), len(target)) for source, target in examples]
    order = list(range(len(examples)))
    if chance:
        chance.shuffle(order)
    order.sort(key=lengths.__getitem__)
    found: list[list[int]] = [[]]
    for place in order:
        if found[-1] and (len(found[-1]) + 1) * lengths[place] > tokens:
            found.append([])
        found[-1].append(place)
    if chance:
        chance.shuffle(found)
    return [batch for batch in found if batch]

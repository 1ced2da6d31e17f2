# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains a small network in one command: ``python -m training.train_network --help``.

Reads the starter engine's training data, trains for the minutes given, and writes a model that
the engine ``transformers`` loads and one in 8-bit integers for ``ctranslate2``. Run again after
an interruption, it goes on.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import torch

from adapters.engines.model_pull import convert
from adapters.wiring import toolbox
from audarma.atomic_file import replacing
from training.network_corpus import Encoder, Example, TaggedPair, tagged_pairs, train_tokenizer
from training.network_loop import Plan, Training
from training.network_model import SIZES, new_network, save
from training.starter_corpus import TextPair, read_corpus, read_tsv

_WORDS = 10**9
_TOKENIZER = "tokenizer"


def main(given: Sequence[str] | None = None) -> None:
    """Read the command line and train."""
    arguments = _arguments(given)
    out: Path = arguments.out
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    work = out / ".training"
    _refuse_other_settings(arguments, work)
    train, held = (
        _kept_pairs(work / f"{name}.tsv", arguments.data, arguments.to, read)
        for name, read in (("train", _train_pairs), ("held", _held_pairs))
    )
    if not (work / _TOKENIZER / "vocab.json").exists():
        train_tokenizer(train, work / _TOKENIZER, SIZES[arguments.size].vocabulary)
    encoder = Encoder(work / _TOKENIZER)
    model = new_network(SIZES[arguments.size], encoder)
    plan = Plan(arguments.minutes, arguments.device, arguments.rate, arguments.batch_tokens)
    examples, held_out = encoder.examples(train), encoder.examples(held)
    print(f"{len(examples)} pairs, {_pieces(examples)} target pieces", flush=True)
    training = Training(model, encoder, plan, work)
    found = training.run(examples, held_out, lambda line: print(line, flush=True))
    print(f"{training.steps} steps, {training.pieces} target pieces: {found}")
    save(training.model.to("cpu"), work / _TOKENIZER, out)
    converted = out.with_name(f"{out.name}-ct2")
    convert(out, converted, quantization="int8")
    size = sum(file.stat().st_size for file in converted.iterdir())
    print(f"{out}; {converted}: {size / 1e6:.1f} MB")


def _train_pairs(data: Path, locale: str) -> list[TextPair]:
    return read_corpus(data, locale, _WORDS)[0]


def _held_pairs(data: Path, locale: str) -> list[TextPair]:
    return list(read_tsv(data / f"dev.{locale}.tsv"))


def _kept_pairs(
    file: Path,
    data: Path,
    locales: Sequence[str],
    read: Callable[[Path, str], list[TextPair]],
) -> list[TaggedPair]:
    """Give the annotated pairs in *file*, writing them first: looking for terms takes minutes."""
    if not file.exists():
        tools = toolbox()
        pairs = [
            pair
            for locale in dict.fromkeys(locales)
            for pair in tagged_pairs(read(data, locale), locale, tools.termbase((), locale))
        ]
        random.Random(1).shuffle(pairs)
        lines = (f"{pair.locale}\t{pair.source}\t{pair.target}\n" for pair in pairs)
        with replacing(file) as stream:
            stream.write("".join(lines).encode())
    rows = (line.split("\t") for line in file.read_text("utf-8").split("\n")[:-1])
    return [TaggedPair(source, target, locale) for locale, source, target in rows]


def _pieces(examples: Sequence[Example]) -> int:
    return sum(len(target) for _source, target in examples)


def _refuse_other_settings(arguments: argparse.Namespace, work: Path) -> None:
    """Let a training go on with its own settings alone.

    Raises:
        SystemExit: *work* holds a training with others.
    """
    settings = {
        "to": sorted(set(arguments.to)),
        "size": asdict(SIZES[arguments.size]),
        "rate": arguments.rate,
        "batch_tokens": arguments.batch_tokens,
    }
    file = work / "settings.json"
    if file.exists() and json.loads(file.read_text()) != settings:
        raise SystemExit(
            f"{work}: holds a training with other settings. Remove it, or name another --out."
        )
    work.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(settings))


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="train_network", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of training data")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model to write")
    parser.add_argument("--to", choices=("kk", "ru"), action="append", required=True)
    parser.add_argument("--minutes", type=float, default=60, help="time to train")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--size", choices=sorted(SIZES), default="small")
    parser.add_argument("--rate", type=float, default=1e-3, help="highest learning rate")
    parser.add_argument("--batch-tokens", type=int, default=2_000, help="tokens a side, a step")
    parser.add_argument("--threads", type=int, default=1, help="threads of a CPU")
    return parser.parse_args(given)


if __name__ == "__main__":
    main()

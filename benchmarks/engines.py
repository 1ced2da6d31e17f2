# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The neural engines' speed beside that of a bare ``translate_batch``, in one run.

    python -m benchmarks.engines FILE [--size base --size tiny] [--beam 1 --beam 4] [--segments 400]

FILE is a resource in any format: its distinct segments are what is translated. The models have
random weights and end their targets as trained ones do (``random_model``); ``--model`` takes a
folder of a trained one instead. ``bare`` is CTranslate2 alone, given tokens that are made
already, in several configurations, of which the best counts; the engine also makes the tokens
and the texts, and the word links where they are wanted; the pipeline also leverages, enforces
terms, checks and stores. Rounds are interleaved and medians taken, for a shared machine is never
quiet; where others keep all cores busy, CPU seconds tell more than those of the wall.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from adapters.engines import seq2seq_ct2
from adapters.engines.model_pull import convert
from adapters.engines.seq2seq_ct2 import Seq2SeqCt2
from adapters.engines.seq2seq_hf import Seq2SeqHf
from adapters.wiring import toolbox
from audarma import job
from audarma.masking import mask
from audarma.model import TranslationRequest
from audarma.ports import Engine
from audarma.settings import load_settings
from audarma.translation import Translator, translate_batch
from benchmarks.random_model import SIZES, build

LOCALE = "ru"
_BATCH_TOKENS = (1024, 2048, 4096)
_SLOW_SEGMENTS = 32
"""What the slow engine is timed on: its time grows with the segments alone."""


@dataclass
class Row:
    """One way to translate *tokens* source tokens, and the times that it took."""

    name: str
    run: Callable[[], object]
    tokens: int
    wall_s: list[float] = field(default_factory=list)
    cpu_s: list[float] = field(default_factory=list)

    def time(self) -> None:
        """Run once."""
        wall, cpu = time.perf_counter(), time.process_time()
        self.run()
        self.wall_s.append(time.perf_counter() - wall)
        self.cpu_s.append(time.process_time() - cpu)

    @property
    def wall(self) -> float:
        """Give the median wall seconds a thousand source tokens."""
        return statistics.median(self.wall_s) / self.tokens * 1000

    @property
    def cpu(self) -> float:
        """Give the median CPU seconds a thousand source tokens."""
        return statistics.median(self.cpu_s) / self.tokens * 1000


def main() -> None:
    """Print a table for each model and beam."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        texts = segments_of(arguments.file, folder, arguments.segments)
        print(f"{len(texts)} segments of {arguments.file.name}, {arguments.repeats} rounds")
        for name, model in _models(arguments, texts, folder):
            for beam in arguments.beam or (1, 4):
                compare(f"{name}, beam {beam}", model, texts, beam, arguments, folder)


def segments_of(source: Path, folder: Path, count: int) -> list[str]:
    """Give the first *count* distinct segments of a resource as an engine sees them."""
    tools = toolbox(load_settings(workspace=folder / "extracted"))
    request = job.Request((LOCALE,), licence="CC-BY-4.0")
    resource = job.take_in(str(source), request, tools, lambda *_: None)
    found: dict[str, None] = {}
    for document_id, _path, _title in tools.store.documents(resource.id):
        for record in tools.store.records(document_id, LOCALE):
            found[mask(record.segment.source, "{{{}}}").text] = None
    return [text for text in found if any(map(str.isalpha, text))][:count]


def compare(
    title: str,
    model: Path,
    texts: Sequence[str],
    beam: int,
    arguments: argparse.Namespace,
    folder: Path,
) -> None:
    """Time every way to translate *texts* with *model* and print the ratios."""
    converted = folder / f"{model.name}-ct2"
    if not converted.is_dir():
        convert(model, converted)
    engine = Seq2SeqCt2(str(converted), folder, beam_size=beam)
    inputs = [engine.tokens(text, LOCALE) for text in texts]
    tokens = sum(map(len, inputs))
    bare = list(_bare_rows(converted, inputs, beam, tokens))
    ours = Row("engine ctranslate2", lambda: _in_batches(engine, texts, False), tokens)
    links = Row("engine, with word links", lambda: _in_batches(engine, texts, True), tokens)
    pipeline = Row("pipeline", _Pipeline(engine, texts, folder), tokens)
    rows = [*bare, ours, links, pipeline]
    if not arguments.no_transformers:
        slow = Seq2SeqHf(str(model), folder, beam_size=beam)
        few = texts[:_SLOW_SEGMENTS]
        few_tokens = sum(map(len, inputs[: len(few)]))
        rows.append(Row("engine transformers", lambda: _in_batches(slow, few, True), few_tokens))
    for _round in range(arguments.repeats):
        for row in rows:
            row.time()
    wall, cpu = min(row.wall for row in bare), min(row.cpu for row in bare)
    print(f"\n{title}: {tokens} source tokens; seconds a thousand of them\n")
    print("| way | wall | CPU | speed by wall, % of the best bare | by CPU |")
    print("| --- | --- | --- | --- | --- |")
    for row in rows:
        speeds = f"{100 * wall / row.wall:.1f} | {100 * cpu / row.cpu:.1f}"
        print(f"| {row.name} | {row.wall:.3f} | {row.cpu:.3f} | {speeds} |", flush=True)


def _bare_rows(folder: Path, inputs: Sequence[list[str]], beam: int, tokens: int) -> Iterator[Row]:
    """Give CTranslate2 alone, with one replica of all threads and with replicas of one thread."""
    import ctranslate2  # type: ignore[import-untyped]  # it has no stubs

    cores = seq2seq_ct2.cores()
    longest = 2 * max(map(len, inputs)) + 16
    for replicas in dict.fromkeys((1, cores)):
        translator = ctranslate2.Translator(
            str(folder),
            "cpu",
            compute_type="int8",
            inter_threads=replicas,
            intra_threads=cores // replicas,
        )
        for size in _BATCH_TOKENS:

            def run(translator: object = translator, size: int = size) -> None:
                translator.translate_batch(  # type: ignore[attr-defined]  # it has no stubs
                    inputs,
                    beam_size=beam,
                    max_batch_size=size,
                    batch_type="tokens",
                    max_decoding_length=longest,
                )

            yield Row(f"bare, {size} tokens, {replicas} × {cores // replicas}", run, tokens)


def _in_batches(engine: Engine, texts: Sequence[str], wants_links: bool) -> None:
    size = load_settings().batch_segments
    for start in range(0, len(texts), size):
        requests = [
            TranslationRequest(text, wants_links=wants_links)
            for text in texts[start : start + size]
        ]
        engine.translate(requests, LOCALE)


class _Pipeline:
    """Translates *texts* as a resource, a new one each time, without ingesting and exporting."""

    def __init__(self, engine: Engine, texts: Sequence[str], folder: Path) -> None:
        self._engine, self._folder = engine, folder
        self._source = folder / "segments.txt"
        # A blank line parts paragraphs, and each becomes a segment or more.
        self._source.write_text("\n\n".join(texts), encoding="utf-8")

    def __call__(self) -> None:
        with tempfile.TemporaryDirectory(dir=self._folder) as workspace:
            tools = toolbox(load_settings(workspace=Path(workspace)))
            request = job.Request((LOCALE,), licence="CC-BY-4.0")
            resource = job.take_in(str(self._source), request, tools, lambda *_: None)
            translator = Translator(
                LOCALE, self._engine, tools.termbase((), LOCALE), tools.memory, tools.word_aligner
            )
            for batch in job.batches(resource, LOCALE, tools):
                translate_batch(tools.store, batch, translator)


def _models(
    arguments: argparse.Namespace, texts: Sequence[str], folder: Path
) -> Iterator[tuple[str, Path]]:
    if arguments.model:
        yield arguments.model.name, arguments.model
        return
    for name in arguments.size or ("base", "tiny"):
        build(SIZES[name], texts, folder / name)
        yield name, folder / name


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path, help="a resource whose segments are translated")
    parser.add_argument("--size", action="append", choices=sorted(SIZES))
    parser.add_argument("--beam", action="append", type=int)
    parser.add_argument("--model", type=Path, help="a trained model's folder instead")
    parser.add_argument("--segments", type=int, default=400)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--no-transformers", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the starter engine on a test set: ``python -m training.evaluate_starter --help``.

chrF2 and BLEU by sacrebleu, printed with their signatures so that others can compare.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

from adapters.engines.starter import StarterEngine
from audarma.evaluation_sets import join_marks
from audarma.model import TranslationRequest


def main() -> None:
    """Read the command line, translate, and print the measures."""
    parser = argparse.ArgumentParser(prog="evaluate_starter", description=__doc__)
    parser.add_argument("--models", type=Path, default=Path("models"), help="folder of models")
    parser.add_argument("--to", choices=("kk", "ru"), required=True, help="target locale")
    parser.add_argument("--tsv", type=Path, help="package, kind, English, target by columns")
    parser.add_argument("--source", type=Path, help="English, a segment a line")
    parser.add_argument("--reference", type=Path, help="its translation, line by line")
    parser.add_argument("--detokenise", action="store_true", help="join spaced marks first")
    arguments = parser.parse_args()
    sources, references = _read(arguments)
    if arguments.detokenise:
        sources, references = [*map(join_marks, sources)], [*map(join_marks, references)]
    engine = StarterEngine(arguments.models)
    engine.translate([TranslationRequest("Ready.")], arguments.to)
    began = time.process_time()
    found = engine.translate([TranslationRequest(source) for source in sources], arguments.to)
    seconds = time.process_time() - began
    targets = [hypothesis.target for hypothesis in found]
    words = sum(len(source.split()) for source in sources)
    unknown = sum(len(hypothesis.unknown_words) for hypothesis in found)
    for metric in (CHRF(), BLEU()):
        print(metric.corpus_score(targets, [references]), "|", metric.get_signature())
    print(f"{len(sources)} segments, {words} words, {words / seconds:.0f} words a second of CPU")
    print(f"{100 * unknown / words:.1f} unknown words in 100; engine revision {engine.revision}")


def _read(arguments: argparse.Namespace) -> tuple[list[str], list[str]]:
    if arguments.tsv:
        rows = [line.split("\t") for line in arguments.tsv.read_text("utf-8").splitlines()]
        return [row[2] for row in rows], [row[3] for row in rows]
    if not (arguments.source and arguments.reference):
        raise SystemExit("no test set. Give --tsv, or --source and --reference.")
    return (
        arguments.source.read_text("utf-8").splitlines(),
        arguments.reference.read_text("utf-8").splitlines(),
    )


if __name__ == "__main__":
    main()

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``audarma evaluate``: engines measured on a test set, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from audarma.atomic_file import replacing
from audarma.command_support import (
    AsJson,
    Glossaries,
    OneLocale,
    print_outcome,
    print_table,
    progress,
    toolbox_of,
)
from audarma.evaluation import Evaluation, Evaluator
from audarma.evaluation_plot import plot
from audarma.evaluation_results import as_values, merged, read_results, write_results
from audarma.evaluation_sets import read_test_set


def evaluate(
    context: typer.Context,
    engines: Annotated[list[str], typer.Argument(help="Engines, as for localize.")],
    test_set: Annotated[
        Path, typer.Option("--set", help="TSV of English and target, TMX, or a plain file.")
    ],
    to: OneLocale,
    references: Annotated[
        Path | None,
        typer.Option("--references", help="Plain file that translates the set line by line."),
    ] = None,
    detokenise: Annotated[
        bool, typer.Option("--detokenise", help="Join marks that the set has spaces around.")
    ] = False,
    glossary: Glossaries = [],  # noqa: B006  # typer reads the default, nobody changes it
    results: Annotated[
        Path | None,
        typer.Option(
            "--results",
            dir_okay=False,
            help="JSON file of results: what is in it is compared with.",
        ),
    ] = None,
    plot_file: Annotated[
        Path | None,
        typer.Option("--plot", dir_okay=False, help="SVG file to draw the results to."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure engines on a test set: BLEU, chrF2, chrF++, terms, consistency, codes, speed."""
    toolbox = toolbox_of(context)
    known = read_results(results) if results else []
    read = read_test_set(
        test_set,
        to.value,
        toolbox.read_memory,
        references=references,
        joins_marks=detokenise,
    )
    built = [toolbox.engine(name) for name in dict.fromkeys(engines)]
    with progress() as show:
        evaluator = Evaluator(
            read,
            toolbox.termbase(glossary, to.value),
            toolbox.word_aligner,
            toolbox.settings.batch_segments,
            show,
        )
        found = merged(known, [evaluator.evaluate(engine) for engine in built])
    if results:
        write_results(results, found)
    if plot_file:
        with replacing(plot_file) as stream:
            stream.write(plot(found).encode())
    if as_json:
        print_outcome(True, as_values(found), [])
        return
    print_table(_table(found))
    print_outcome(False, None, [*_legend(found), *(str(p) for p in (results, plot_file) if p)])


def _table(evaluations: Sequence[Evaluation]) -> Table:
    table = Table(
        "test set",
        "engine",
        "BLEU",
        "chrF2",
        "chrF++",
        "terms",
        "alike",
        "codes",
        "words/s",
        box=None,
    )
    for e in evaluations:
        table.add_row(
            f"{e.test_set} ({e.locale}, {e.segments})",
            e.engine,
            _both(e.plain.bleu, e.termed.bleu),
            _both(e.plain.chrf2, e.termed.chrf2),
            _both(e.plain.chrf_plus_plus, e.termed.chrf_plus_plus),
            _both(e.plain.term_accuracy(e.term_hits), e.termed.term_accuracy(e.term_hits)),
            _both(e.plain.consistency(e.repeated_hits), e.termed.consistency(e.repeated_hits)),
            "–" if e.codes_kept_percent is None else f"{e.codes_kept_percent:.1f}",
            f"{e.words_per_second:.0f}",
        )
    return table


def _both(plain: float | None, termed: float | None) -> str:
    return "–" if plain is None or termed is None else f"{plain:.1f} → {termed:.1f}"


def _legend(evaluations: Sequence[Evaluation]) -> list[str]:
    signatures = dict.fromkeys(s for e in evaluations for s in e.signatures)
    hits = dict.fromkeys(
        f"{e.test_set} ({e.locale}): {e.term_hits} term hits, of which the references satisfy "
        f"{100 * e.terms_in_references / e.term_hits:.1f} %"
        for e in evaluations
        if e.term_hits
    )
    return [
        "a → b: as the engine translates, and told the terms, which are then enforced.",
        "terms: % of hits satisfied. alike: % of repeated terms' hits rendered as mostly.",
        "codes: % that the engine kept by itself.",
        *hits,
        *signatures,
    ]

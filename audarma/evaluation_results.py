# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Evaluations as JSON: a file of results that grows, so that engines of different days compare."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from audarma.atomic_file import replacing
from audarma.errors import MalformedDocumentError
from audarma.evaluation import Evaluation, Measures


def as_values(evaluations: Sequence[Evaluation]) -> list[dict[str, Any]]:
    """Give *evaluations* as plain values, what follows from others included."""
    return [
        {
            **asdict(evaluation),
            "words_per_second": round(evaluation.words_per_second, 1),
            "codes_kept_percent": evaluation.codes_kept_percent,
            "term_accuracy_percent": {
                "plain": evaluation.plain.term_accuracy(evaluation.term_hits),
                "termed": evaluation.termed.term_accuracy(evaluation.term_hits),
            },
            "term_consistency_percent": {
                "plain": evaluation.plain.consistency(evaluation.repeated_hits),
                "termed": evaluation.termed.consistency(evaluation.repeated_hits),
            },
        }
        for evaluation in evaluations
    ]


def read_results(path: Path) -> list[Evaluation]:
    """Read a file of results; none where there is no file yet.

    Raises:
        MalformedDocumentError: it is no such file.
    """
    if not path.exists():
        return []
    try:
        return [_evaluation(values) for values in json.loads(path.read_text("utf-8"))]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise MalformedDocumentError(
            f"{path}: is no file of evaluation results. Name another file, or one that is not "
            "there yet.",
            str(path),
        ) from error


def write_results(path: Path, evaluations: Sequence[Evaluation]) -> None:
    """Write *evaluations* to *path*, whole or not at all."""
    text = json.dumps(as_values(evaluations), ensure_ascii=False, indent=2) + "\n"
    with replacing(path) as stream:
        stream.write(text.encode())


def merged(known: Sequence[Evaluation], new: Sequence[Evaluation]) -> list[Evaluation]:
    """Give *known* with *new* added; a new one replaces that of its engine and test set."""
    found = {_key(evaluation): evaluation for evaluation in (*known, *new)}
    return sorted(found.values(), key=lambda e: (e.locale, e.test_set, -e.termed.chrf2))


def _key(evaluation: Evaluation) -> tuple[str, str, str]:
    return evaluation.engine, evaluation.test_set_digest, evaluation.locale


def _evaluation(values: dict[str, Any]) -> Evaluation:
    # Results of earlier versions lack what was measured later.
    kept = {name: values[name] for name in Evaluation.__dataclass_fields__ if name in values}
    return Evaluation(
        **{
            **kept,
            "plain": Measures(**kept["plain"]),
            "termed": Measures(**kept["termed"]),
            "signatures": tuple(kept["signatures"]),
        }
    )

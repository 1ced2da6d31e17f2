# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``audarma models``: what is known of translation models, and fetching one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from audarma.command_support import AsJson, messages, print_outcome, print_table, toolbox_of
from audarma.errors import LicenceError, ModelNotFoundError
from audarma.model import SOURCE_LOCALE, TargetLocale
from audarma.model_catalogue import (
    TEST_SET,
    UNKNOWN,
    KnownModel,
    Runtime,
    Score,
    cautions,
    known_models,
    model_named,
)
from audarma.model_puller import Remote

models_app = typer.Typer(help="Translation models.", no_args_is_help=True)


@models_app.command("list")
def models_list(context: typer.Context, as_json: AsJson = False) -> None:
    """Show the known models: size, licence, languages, published scores, and what is here."""
    model_dir = toolbox_of(context).settings.models
    if as_json:
        print_outcome(True, [_values(model, model_dir) for model in known_models()], [])
        return
    print_table(_table(model_dir))
    print_outcome(False, None, _legend())


@models_app.command("pull")
def models_pull(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help='Name of a known model, as "models list" has it.')],
    accept: Annotated[
        bool,
        typer.Option("--accept", help="Fetch it although its licence or quality limits its use."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Fetch a known model and convert it; size, licence and limits of use are shown first."""
    toolbox = toolbox_of(context)
    model, model_dir = model_named(name), toolbox.settings.models
    _refuse_unpullable(model, model_dir)
    if model.is_in(model_dir):
        _print_here(model, model_dir / model.folder, as_json)
        return
    remote = toolbox.model_puller.look(model)
    for line in _card(model, remote):
        messages.print(line, soft_wrap=True, markup=False)
    if cautions(model) and not accept:
        raise LicenceError(
            f"{model.name}: nothing was fetched, for there are limits to its use. Read the above, "
            "and add --accept if your use is within them.",
            model.name,
        )
    toolbox.model_puller.pull(model, remote, model_dir)
    _print_here(model, model_dir / model.folder, as_json)


def _refuse_unpullable(model: KnownModel, model_dir: Path) -> None:
    if not model.locales:
        raise ModelNotFoundError(
            f"{model.name}: {' '.join(cautions(model))} It is not fetched; take another model.",
            model.name,
        )
    if model.runtime is Runtime.SERVER:
        raise ModelNotFoundError(
            f"{model.name}: runs on a server that speaks the OpenAI chat protocol (vLLM, Ollama, "
            f"llama.cpp), which fetches it itself. Start one, set openai_url, and use the engine "
            f"{model.engine}. {' '.join(cautions(model))}",
            model.name,
        )
    if not model.is_on_hub and not model.is_in(model_dir):
        raise ModelNotFoundError(
            f"{model.name}: is not on the hub. To have it in {model_dir / model.folder}, "
            f"{model.by_hand}. {' '.join(cautions(model))}",
            model.name,
        )


def _print_here(model: KnownModel, folder: Path, as_json: bool) -> None:
    size = sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
    print_outcome(
        as_json,
        {"name": model.name, "engine": model.engine, "folder": str(folder), "bytes": size},
        [f"{folder}: {_megabytes(size)}. {_use(model)}"],
    )


def _use(model: KnownModel) -> str:
    if model.source_locale == SOURCE_LOCALE:
        return f"Use it as the engine {model.engine}"
    return f"Use it as the second of two engines: pivot:FIRST>{model.engine}"


def _card(model: KnownModel, remote: Remote) -> list[str]:
    """Give what a person should know before fetching."""
    conditions = [f"  condition: {model.licence.condition}"] if model.licence.condition else []
    return [
        f"{model.name}",
        f"  to fetch: {_megabytes(remote.size_bytes)}, version {remote.revision[:12]}",
        f"  licence: {model.licence_text}",
        *conditions,
        f"  for: {', '.join(model.locales)}",
        *(f"  {score}" for score in map(_score_line, model.scores)),
        *([f"  {model.note}"] if model.note else []),
        *(f"  ! {caution}" for caution in cautions(model)),
    ]


def _megabytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"


def _score_line(score: Score) -> str:
    return f"{score.locale}: {score.metric} {score.value:g} ({score.test_set}, {score.source})"


def _table(model_dir: Path) -> Table:
    table = Table(
        "model",
        "size",
        "licence",
        "commercial use",
        "kk BLEU / chrF",
        "ru chrF",
        "runs with",
        "here",
        box=None,
    )
    for model in known_models():
        table.add_row(
            model.name,
            model.parameters or "?",
            model.licence_text,
            _commercial_use(model),
            _scores(model, TargetLocale.KAZAKH, ("BLEU", "chrF")),
            _scores(model, TargetLocale.RUSSIAN, ("chrF",)),
            model.runtime.value,
            "yes" if model.is_in(model_dir) else "",
        )
    return table


def _commercial_use(model: KnownModel) -> str:
    if model.licence.name == UNKNOWN:
        return "?"
    allowed = "yes" if model.licence.commercial else "no"
    return allowed if model.licence_is_checked else f"{allowed}?"


def _scores(model: KnownModel, locale: TargetLocale, metrics: Sequence[str]) -> str:
    """Give a model's scores of a language, or what is to be said in their place."""
    found = [model.score(locale.value, metric) for metric in metrics]
    text = " / ".join(f"{score.value:g}" for score in found if score)
    if locale.value in model.unusable:
        return f"unusable {text}".strip()
    return (text or "?") if locale.value in model.locales else "–"


def _legend() -> list[str]:
    sources = dict.fromkeys(score.source for model in known_models() for score in model.scores)
    return [
        f"Scores: {TEST_SET}, as published by {' or '.join(sources)} (--json says which).",
        "?: not checked, or nothing found. –: not for this language.",
        "A model's licence limits what its translations are used for: "
        '"audarma models pull NAME" says how.',
    ]


def _values(model: KnownModel, model_dir: Path) -> dict[str, Any]:
    return {
        **asdict(model),
        "engine": model.engine,
        "cautions": cautions(model),
        "is_here": model.is_in(model_dir),
    }

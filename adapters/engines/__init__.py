# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The registry of engines: one line an engine, and what third parties add by entry point.

An engine is named ``KIND`` or ``KIND:MODEL``. A third party's package adds a kind with an entry
point of the group ``audarma.engines`` whose object is a ``Builder``; it cannot replace ours.
Each engine's module, and with it its libraries, is imported only when that engine is built.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from audarma.errors import EngineNotFoundError
from audarma.ports import Engine

ENTRY_POINT_GROUP = "audarma.engines"

Builder = Callable[[str, Path], Engine]
"""Builds an engine from what stands after the colon of its name, and the models' folder."""


def _starter(_model: str, model_dir: Path) -> Engine:
    from adapters.engines.starter import StarterEngine

    return StarterEngine(model_dir)


def _pseudo(_model: str, _model_dir: Path) -> Engine:
    from adapters.engines.pseudo import PseudoEngine

    return PseudoEngine()


def _transformers(model: str, model_dir: Path) -> Engine:
    from adapters.engines.seq2seq_hf import Seq2SeqHf

    return Seq2SeqHf(model, model_dir)


def _ctranslate2(model: str, model_dir: Path) -> Engine:
    from adapters.engines.seq2seq_ct2 import Seq2SeqCt2

    return Seq2SeqCt2(model, model_dir)


@dataclass(frozen=True, slots=True)
class _Kind:
    """How an engine is built; *model* says what follows the colon, ``""`` if nothing may."""

    build: Builder
    model: str = ""


_KINDS = {
    "starter": _Kind(_starter),
    "pseudo": _Kind(_pseudo),
    "transformers": _Kind(_transformers, "MODEL"),
    "ctranslate2": _Kind(_ctranslate2, "FOLDER"),
}


def engine_names() -> tuple[str, ...]:
    """Give the name of each engine that can be asked for, ours first: ``ctranslate2:FOLDER``."""
    ours = (f"{name}:{kind.model}" if kind.model else name for name, kind in _KINDS.items())
    return (*ours, *sorted(_third_party()))


def engine_named(name: str, model_dir: Path) -> Engine:
    """Build the engine called *name*, its model loaded.

    Args:
        name: one of ``engine_names()``, with a model's name or path for the capitals.
        model_dir: the folder of models; a model's relative path is looked for there too.

    Raises:
        EngineNotFoundError: no engine is called so, or the extra that it needs is not installed.
        ModelNotFoundError: its model is not on this machine.
    """
    kind_name, colon, model = name.partition(":")
    kind = _KINDS.get(kind_name)
    if kind is not None:
        if bool(kind.model) != bool(model) or (colon and not model):
            form = f"{kind_name}:{kind.model}" if kind.model else kind_name
            raise EngineNotFoundError(f'"{name}" names no engine. Write {form}.', name)
        return kind.build(model, model_dir)
    entry_point = _third_party().get(kind_name)
    if entry_point is None:
        known = ", ".join(engine_names())
        raise EngineNotFoundError(f'no engine is called "{name}". Known: {known}.', name)
    return _load(entry_point)(model, model_dir)


def _third_party() -> dict[str, EntryPoint]:
    found = entry_points(group=ENTRY_POINT_GROUP)
    return {point.name: point for point in found if point.name not in _KINDS}


def _load(entry_point: EntryPoint) -> Builder:
    try:
        builder: Builder = entry_point.load()
    except (ImportError, AttributeError) as error:
        raise EngineNotFoundError(
            f'the engine "{entry_point.name}" of {entry_point.value} does not load: {error}. '
            "Reinstall or remove the package that brings it.",
            entry_point.name,
        ) from error
    return builder

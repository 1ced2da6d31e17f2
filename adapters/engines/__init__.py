# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The registry of engines: one line an engine, and what third parties add by entry point.

An engine is named ``KIND`` or ``KIND:MODEL``. A third party's package adds a kind with an entry
point of the group ``audarma.engines`` whose object is a ``Builder``; it cannot replace ours.
Each engine's module, and with it its libraries, is imported only when that engine is built.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from audarma.errors import EngineNotFoundError
from audarma.model import SOURCE_LOCALE
from audarma.ports import Engine
from audarma.settings import Settings, load_settings

if TYPE_CHECKING:
    from adapters.engines.http_limits import HttpLimits

ENTRY_POINT_GROUP = "audarma.engines"

Builder = Callable[[str, Path], Engine]
"""Builds an engine from what stands after the colon of its name, and the models' folder."""


@dataclass(frozen=True, slots=True)
class _Order:
    """What an engine of ours is built from: *model* stands after the colon of its name.

    *source_locale* is what it is to read; engines that read English alone pass over it.
    """

    model: str
    model_dir: Path
    settings: Settings
    source_locale: str

    @property
    def limits(self) -> HttpLimits:
        """Give the limits of requests to a server."""
        from adapters.engines.http_limits import HttpLimits

        return HttpLimits(
            self.settings.engine_timeout_s,
            self.settings.engine_requests_at_once,
            self.settings.engine_requests_per_minute,
        )


def _starter(order: _Order) -> Engine:
    from adapters.engines.starter import StarterEngine

    return StarterEngine(order.model_dir)


def _pseudo(_order: _Order) -> Engine:
    from adapters.engines.pseudo import PseudoEngine

    return PseudoEngine()


def _transformers(order: _Order) -> Engine:
    from adapters.engines.seq2seq_hf import Seq2SeqHf

    return Seq2SeqHf(
        order.model,
        order.model_dir,
        beam_size=order.settings.engine_beam_size,
        device=order.settings.engine_device,
        precision=order.settings.engine_precision,
        source_locale=order.source_locale,
    )


def _ctranslate2(order: _Order) -> Engine:
    from adapters.engines.seq2seq_ct2 import Seq2SeqCt2

    return Seq2SeqCt2(
        order.model,
        order.model_dir,
        beam_size=order.settings.engine_beam_size,
        device=order.settings.engine_device,
        compute_type=order.settings.engine_precision,
        source_locale=order.source_locale,
    )


def _openai(order: _Order) -> Engine:
    from adapters.engines.chat_openai import KEY_VARIABLE, ChatOpenAi, Prices

    return ChatOpenAi(
        order.model,
        url=order.settings.openai_url,
        key=os.environ.get(KEY_VARIABLE, "").strip(),
        prices=Prices(order.settings.openai_input_price, order.settings.openai_output_price),
        limits=order.limits,
        source_locale=order.source_locale,
    )


def _libretranslate(order: _Order) -> Engine:
    from adapters.engines.libretranslate import KEY_VARIABLE, LibreTranslate

    return LibreTranslate(
        order.model or order.settings.libretranslate_url,
        key=os.environ.get(KEY_VARIABLE, "").strip(),
        limits=order.limits,
        source_locale=order.source_locale,
    )


def _apertium(order: _Order) -> Engine:
    from adapters.engines.apertium import Apertium

    return Apertium(
        order.model or order.settings.apertium_url,
        limits=order.limits,
        source_locale=order.source_locale,
    )


def _pivot(order: _Order) -> Engine:
    from adapters.engines.pivot import PIVOT_LOCALE, Pivot

    first, _, second = order.model.partition(">")
    return Pivot(
        _built(first.strip(), order.model_dir, order.settings, SOURCE_LOCALE),
        _built(second.strip(), order.model_dir, order.settings, PIVOT_LOCALE),
    )


@dataclass(frozen=True, slots=True)
class _Kind:
    """How an engine is built; *model* says what follows the colon, ``""`` if nothing may."""

    build: Callable[[_Order], Engine]
    model: str = ""
    model_is_optional: bool = False

    def form(self, name: str) -> str:
        """Give the form of a whole name, an optional part in brackets."""
        if not self.model:
            return name
        return f"{name}[:{self.model}]" if self.model_is_optional else f"{name}:{self.model}"


_KINDS = {
    "starter": _Kind(_starter),
    "pseudo": _Kind(_pseudo),
    "transformers": _Kind(_transformers, "MODEL"),
    "ctranslate2": _Kind(_ctranslate2, "FOLDER"),
    "openai": _Kind(_openai, "MODEL"),
    "libretranslate": _Kind(_libretranslate, "URL", model_is_optional=True),
    "apertium": _Kind(_apertium, "URL", model_is_optional=True),
    "pivot": _Kind(_pivot, "FIRST>SECOND"),
}


def engine_names() -> tuple[str, ...]:
    """Give the name of each engine that can be asked for, ours first: ``ctranslate2:FOLDER``."""
    ours = (kind.form(name) for name, kind in _KINDS.items())
    return (*ours, *sorted(_third_party()))


def engine_named(name: str, model_dir: Path, settings: Settings | None = None) -> Engine:
    """Build the engine called *name*, its model loaded; a server is not contacted yet.

    Args:
        name: one of ``engine_names()``, with a model's name or path for the capitals.
        model_dir: the folder of models; a model's relative path is looked for there too.
        settings: servers' addresses and limits; by default read anew.

    Raises:
        EngineNotFoundError: no engine is called so, or the extra that it needs is not installed.
        ModelNotFoundError: its model is not on this machine.
        EngineError: a server's address is none, or two engines do not fit in a row.
    """
    return _built(name, model_dir, settings or load_settings(), SOURCE_LOCALE)


def _built(name: str, model_dir: Path, settings: Settings, source_locale: str) -> Engine:
    kind_name, colon, model = name.partition(":")
    kind = _KINDS.get(kind_name)
    if kind is not None:
        is_whole = bool(model) if colon else not kind.model or kind.model_is_optional
        if not is_whole or (model and not kind.model):
            raise EngineNotFoundError(
                f'"{name}" names no engine. Write {kind.form(kind_name)}.', name
            )
        return kind.build(_Order(model, model_dir, settings, source_locale))
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

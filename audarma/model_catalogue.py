# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Known translation models: size, licence, languages, published scores with their sources.

The facts are in ``model_catalogue.toml``; one that nobody has checked says so. A model's name is
its name on the Hugging Face hub, and the name that its engine takes: ``ctranslate2:NAME``.

Leaves out: fetching and converting, which is in ``adapters.engines.model_pull``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from audarma.errors import ModelNotFoundError
from audarma.model import SOURCE_LOCALE, TargetLocale

TEST_SET = "FLORES-200 devtest"
"""What published scores are of where they do not say otherwise."""
UNKNOWN = "unknown"
"""The name of no licence."""


class Runtime(StrEnum):
    """What runs a model: the engines of these names, or a server of one's own."""

    CTRANSLATE2 = "ctranslate2"
    TRANSFORMERS = "transformers"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class ModelLicence:
    """The licence of a model's weights; *condition* is what else its user must know, or ``""``."""

    name: str
    commercial: bool
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """A published score, 0 to 100; *source* says who published it."""

    locale: str
    metric: str
    value: float
    source: str
    test_set: str = TEST_SET


@dataclass(frozen=True, slots=True)
class KnownModel:
    """What is known of one model.

    *locales* are the target locales that it can be used for, *unusable* those that it claims and
    cannot write. *parameters* is empty where it is not known. *licence_is_checked* says whether
    the licence was read where the model is published. *by_hand* tells how to get a model that is
    not on the hub.
    """

    name: str
    licence: ModelLicence
    licence_is_checked: bool
    runtime: Runtime
    locales: tuple[str, ...]
    unusable: tuple[str, ...] = ()
    parameters: str = ""
    source_locale: str = SOURCE_LOCALE
    is_gated: bool = False
    is_on_hub: bool = True
    by_hand: str = ""
    note: str = ""
    scores: tuple[Score, ...] = ()

    @property
    def engine(self) -> str:
        """Give the name of the engine that runs it."""
        kind = "openai" if self.runtime is Runtime.SERVER else self.runtime.value
        return f"{kind}:{self.name}"

    @property
    def folder(self) -> str:
        """Give the name of its folder among the models: engines look for it there."""
        return self.name.replace("/", "--")

    @property
    def licence_text(self) -> str:
        """Give the licence's name, with a question mark where nobody has checked it."""
        name = self.licence.name
        return name if self.licence_is_checked or name == UNKNOWN else f"{name}?"

    def score(self, locale: str, metric: str) -> Score | None:
        """Give its score on the common test set, if one is published."""
        wanted = (locale, metric, TEST_SET)
        return next((s for s in self.scores if (s.locale, s.metric, s.test_set) == wanted), None)

    def is_in(self, model_dir: Path) -> bool:
        """Say whether it lies in *model_dir*, ready for its engine."""
        folder = model_dir / self.folder
        needed = "model.bin" if self.runtime is Runtime.CTRANSLATE2 else "config.json"
        return (folder / needed).is_file()


def known_models() -> tuple[KnownModel, ...]:
    """Give all known models, in the order of the catalogue."""
    return _read()


def model_named(name: str) -> KnownModel:
    """Give the known model called *name*, in any case of letters; its maker may be left out.

    Raises:
        ModelNotFoundError: none is called so; names those that are nearest to it.
    """
    wanted = name.lower().replace("--", "/")
    for model in known_models():
        if wanted in (model.name.lower(), model.name.lower().rpartition("/")[2]):
            return model
    part = wanted.rpartition("/")[2]
    near = [model.name for model in known_models() if part in model.name.lower()]
    shown = f"Did you mean {' or '.join(near)}?" if near else 'See "audarma models list".'
    raise ModelNotFoundError(f"{name}: no known model is called so. {shown}", name)


def cautions(model: KnownModel) -> tuple[str, ...]:
    """Say what *model* must not be used for, or must be looked into first; empty for nothing."""
    return tuple(filter(None, (*_licence_cautions(model), _language_caution(model))))


def _licence_cautions(model: KnownModel) -> tuple[str, ...]:
    name = model.licence.name
    if name == UNKNOWN:
        return (f"Its licence is not known: {model.licence.condition}.",)
    found: list[str] = []
    if not model.licence.commercial:
        found.append(
            f"Its licence, {name}, allows non-commercial use alone: not for a commercial "
            "publication, and not for a package under a licence that allows selling it (CC BY, "
            "CC BY-SA, CC0)."
        )
    if not model.licence_is_checked:
        found.append(
            f"Nobody has checked that its licence is {name}: read it where the model is "
            "published, before you publish what it translates."
        )
    return tuple(found)


def _language_caution(model: KnownModel) -> str:
    if not model.unusable:
        return ""
    languages = " and ".join(TargetLocale(locale).name.title() for locale in model.unusable)
    low = [
        f"{score.metric} {score.value:g} of 100, {score.source}"
        for locale in model.unusable
        if (score := model.score(locale, "chrF"))
    ]
    reason = f" ({'; '.join(low)})" if low else ""
    return f"Its {languages} is unusable{reason}."


@cache
def _read() -> tuple[KnownModel, ...]:
    text = files("audarma").joinpath("model_catalogue.toml").read_text("utf-8")
    values = tomllib.loads(text)
    licences = {name: ModelLicence(name, **terms) for name, terms in values["licences"].items()}
    return tuple(_model(entry, licences, values["sources"]) for entry in values["models"])


def _model(
    entry: Mapping[str, Any], licences: Mapping[str, ModelLicence], sources: Mapping[str, str]
) -> KnownModel:
    return KnownModel(
        name=entry["name"],
        licence=licences[entry["licence"]],
        licence_is_checked=entry["checked"],
        runtime=Runtime(entry["runtime"]),
        locales=tuple(entry["locales"]),
        unusable=tuple(entry.get("unusable", ())),
        parameters=entry.get("parameters", ""),
        source_locale=entry.get("source_locale", SOURCE_LOCALE),
        is_gated=entry.get("gated", False),
        is_on_hub=entry.get("on_hub", True),
        by_hand=entry.get("by_hand", ""),
        note=entry.get("note", ""),
        scores=tuple(
            Score(**{**score, "source": sources[score["source"]]})
            for score in entry.get("scores", ())
        ),
    )

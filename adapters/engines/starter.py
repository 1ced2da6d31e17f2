# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bundled offline engine: phrase-based, small, honest about what it does not know.

Koehn, Och and Marcu 2003, "Statistical phrase-based translation". A word that it does not know
stays as it is in the target and is listed in ``unknown_words``. Its models are made by
``training/train_starter.py``; what they are worth is in ``models/starter/README.md``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from adapters.engines import starter_decoder
from adapters.engines.starter_aligner import link_words
from adapters.engines.starter_file import load
from adapters.engines.starter_input import read_source
from adapters.engines.starter_model import StarterModel
from adapters.engines.starter_output import write_target
from audarma.errors import EngineError, ModelNotFoundError
from audarma.model import Hypothesis, Link, TargetLocale, TranslationRequest

FOLDER = "starter"
RULES_VERSION = 5
"""Raised when the same model files begin to give other targets."""


class _Models:
    """The models of a folder, each read when its language is first asked for.

    *model_dir* is the folder of all engines' models, or the one of this engine's.
    """

    def __init__(self, model_dir: Path) -> None:
        own = model_dir / FOLDER
        self._folder = own if own.is_dir() else model_dir
        self._loaded: dict[str, StarterModel] = {}
        self.paths = {
            str(locale): path
            for locale in TargetLocale
            if (path := self._folder / f"{locale}.npz").is_file()
        }
        if not self.paths:
            raise ModelNotFoundError(
                f"{self._folder}: the starter engine has no model here. "
                "Restore the folder, or train models as training/README.md describes.",
                str(self._folder),
            )

    def model(self, locale: str) -> StarterModel:
        """Give the model of *locale*, read at most once."""
        if locale not in self.paths:
            known = ", ".join(sorted(self.paths))
            raise EngineError(
                f'{self._folder}: the starter engine has no model for "{locale}". Known: {known}.',
                locale,
            )
        if locale not in self._loaded:
            self._loaded[locale] = load(self.paths[locale])
        return self._loaded[locale]


class StarterEngine:
    """Translates English into Kazakh and Russian with the models in *model_dir*.

    Raises:
        ModelNotFoundError: there is none.
    """

    name = "starter"
    keeps_codes = False
    standalone_mask = "{{{}}}"

    def __init__(self, model_dir: Path) -> None:
        self._models = _Models(model_dir)
        self.locales = frozenset(self._models.paths)
        self.revision = _revision(self._models.paths)

    def translate(
        self, requests: Sequence[TranslationRequest], target_locale: str
    ) -> list[Hypothesis]:
        """Translate each request by itself; equal requests give equal hypotheses.

        A term's target stands for its span as it is written in the termbase; ``score`` is the
        model's log-linear score a target word, of use only for ranking.

        Raises:
            ModelNotFoundError: see the class.
            EngineError: no model for *target_locale*, or a file that is none.
        """
        model = self._models.model(target_locale)
        return [translate_with(request, model, target_locale) for request in requests]


class StarterAligner:
    """Aligns words by the starter engine's lexicon, for engines that give no alignment.

    Raises:
        ModelNotFoundError: *model_dir* has no model of the starter engine.
    """

    def __init__(self, model_dir: Path) -> None:
        self._models = _Models(model_dir)

    def align(self, pairs: Sequence[tuple[str, str]], target_locale: str) -> list[tuple[Link, ...]]:
        """Give the links of each (source, target) pair of plain texts."""
        lexicon = self._models.model(target_locale).lexicon
        return [link_words(source, target, lexicon) for source, target in pairs]


def _revision(paths: Mapping[str, Path]) -> str:
    """Give a digest of the models and of the rules for using them."""
    digest = hashlib.sha256(str(RULES_VERSION).encode())
    for locale, path in sorted(paths.items()):
        digest.update(locale.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def translate_with(request: TranslationRequest, model: StarterModel, locale: str) -> Hypothesis:
    """Translate one request with *model*, whatever file it is from (tuning has none yet)."""
    source = read_source(request, model, locale)
    if not source.tokens:
        return Hypothesis(request.source, 0.0)
    phrases, score = starter_decoder.decode(
        len(source.tokens), source.spans, source.walls, model.language_model, model.weights
    )
    return write_target(source, phrases, score, model, locale)

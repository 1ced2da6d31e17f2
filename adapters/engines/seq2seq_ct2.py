# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ``ctranslate2`` engine: a converted model with its tokeniser's files beside it.

Leaves out: language tokens, which are in ``language_codes``; cutting and links, which are in
``seq2seq_text``; converting, which ``audarma models pull`` does.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from adapters.engines.language_codes import family_of
from adapters.engines.model_files import digest, local_model, model_not_found
from adapters.engines.seq2seq_text import MOST_TOKENS, Decoded, TextTranslator, longest_target
from adapters.engines.subwords import mask_for, subwords_in, tokenizer_settings
from audarma.errors import EngineUnavailableError
from audarma.model import SOURCE_LOCALE, Hypothesis, TranslationRequest

# More threads than this do not make one batch faster; more batches at once do.
_THREADS_A_BATCH = 4
_VOCABULARIES = ("shared_vocabulary", "source_vocabulary", "target_vocabulary")


class Seq2SeqCt2:
    """Translates with the model in the folder *model*, a path or a name in *model_dir*.

    Args:
        model: which folder.
        model_dir: where models lie.
        beam_size: 1 for greedy search.
        max_batch_tokens: bounds inputs times the longest of them.
        device: ``cpu``, ``cuda`` or ``auto``.
        compute_type: by default 8-bit integers on a CPU, bfloat16 on an accelerator.
        source_locale: what it is given: English, or Russian as the second of two engines.

    Raises:
        ModelNotFoundError: there is no such model, or no tokeniser beside it.
        EngineError: it writes neither Kazakh nor Russian, or does not read *source_locale*.
    """

    keeps_codes = False

    def __init__(
        self,
        model: str,
        model_dir: Path,
        *,
        beam_size: int = 4,
        max_batch_tokens: int = 2048,
        device: str = "auto",
        compute_type: str | None = None,
        source_locale: str = SOURCE_LOCALE,
    ) -> None:
        folder = local_model(model, model_dir)
        if folder is None or not (folder / "model.bin").is_file():
            raise model_not_found(model, model_dir)
        subwords = subwords_in(folder)
        vocabulary = _vocabulary(folder)
        settings = tokenizer_settings(folder)
        family = family_of(
            vocabulary.__contains__,
            folder.name,
            "t5" if "<extra_id_0>" in vocabulary else "",
            settings.get("target_lang") or "",
            source_locale,
        )
        self._beam_size, self._max_batch_tokens = beam_size, max_batch_tokens
        self._translator, used_type = _translator(folder, device, compute_type)
        self.name = f"ctranslate2:{folder.name}"
        self.revision = (
            f"{digest(folder)}/{family.name}/{source_locale}/beam {beam_size}/{used_type}"
        )
        self.standalone_mask = mask_for(subwords, vocabulary)
        self.locales = family.locales
        self.source_locale = source_locale
        self._limit = min(MOST_TOKENS, int(settings.get("model_max_length") or MOST_TOKENS))
        self._texts = TextTranslator(self.name, family, subwords, self._limit, self._decode)

    def translate(
        self, requests: Sequence[TranslationRequest], target_locale: str
    ) -> list[Hypothesis]:
        """Translate each source; ``score`` is the mean natural log-probability a subword.

        Raises:
            EngineError: the model does not write *target_locale*.
            EngineUnavailableError: the accelerator's memory is full.
        """
        return self._texts.translate(requests, target_locale)

    def _decode(self, inputs: Sequence[list[str]], target_token: str) -> list[Decoded]:
        longest = max((len(tokens) for tokens in inputs), default=0)
        try:
            results = self._translator.translate_batch(
                list(inputs),
                [[target_token]] * len(inputs) if target_token else None,
                beam_size=self._beam_size,
                # An input longer than a batch may be would never be sent.
                max_batch_size=max(self._max_batch_tokens, longest),
                batch_type="tokens",
                max_input_length=0,
                max_decoding_length=longest_target(inputs, self._limit),
                return_scores=True,
                return_attention=True,
            )
        except RuntimeError as error:
            if "out of memory" not in str(error):
                raise
            raise EngineUnavailableError(
                f"{self.name}: the accelerator's memory is full. Free it, or take a smaller model.",
                self.name,
            ) from error
        tagged = bool(target_token)
        return [
            Decoded(
                result.hypotheses[0][tagged:],
                float(result.scores[0]),
                np.asarray(result.attention[0][tagged:]),
            )
            for result in results
        ]


def _vocabulary(folder: Path) -> frozenset[str]:
    """Give all tokens of the model, source and target; older models list one a line."""
    tokens: set[str] = set()
    for name in _VOCABULARIES:
        as_json, as_text = folder / f"{name}.json", folder / f"{name}.txt"
        if as_json.is_file():
            tokens.update(json.loads(as_json.read_text("utf-8")))
        elif as_text.is_file():
            tokens.update(as_text.read_text("utf-8").split("\n"))
    return frozenset(tokens)


def _translator(folder: Path, device: str, compute_type: str | None) -> tuple[Any, str]:
    """Load the model with as many threads as this process may use."""
    import ctranslate2  # type: ignore[import-untyped]  # it has no stubs

    if device == "auto":
        device = "cuda" if ctranslate2.get_cuda_device_count() else "cpu"
    wanted = compute_type or ("int8" if device == "cpu" else "bfloat16")
    supported = ctranslate2.get_supported_compute_types(device)
    used = wanted if wanted in supported else "default"
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    at_once = max(1, (cores or 1) // _THREADS_A_BATCH)
    translator = ctranslate2.Translator(
        str(folder),
        device,
        compute_type=used,
        inter_threads=at_once if device == "cpu" else 1,
        intra_threads=(cores or 1) // at_once,
    )
    return translator, used

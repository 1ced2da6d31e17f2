# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ``ctranslate2`` engine: a converted model with its tokeniser's files beside it.

Leaves out: language tokens, which are in ``language_codes``; cutting and links, which are in
``seq2seq_text``; converting, which ``audarma models pull`` does.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from adapters.engines.language_codes import family_of
from adapters.engines.model_files import chosen_device, digest, local_model, model_not_found
from adapters.engines.seq2seq_text import (
    MOST_TOKENS,
    Decoded,
    TextTranslator,
    batches,
    longest_target,
)
from adapters.engines.subwords import mask_for, subwords_in, tokenizer_settings
from adapters.engines.term_annotation import CLOSING, OPENING
from audarma.errors import EngineError, EngineUnavailableError
from audarma.model import SOURCE_LOCALE, Hypothesis, TranslationRequest

_BATCH_TOKENS = {"cpu": 2048, "cuda": 8192}
# Batches smaller than this are slower for the core that they keep busy.
_LEAST_BATCH_TOKENS = 512
_VOCABULARIES = ("shared_vocabulary", "source_vocabulary", "target_vocabulary")


class Seq2SeqCt2:
    """Translates with the model in the folder *model*, a path or a name in *model_dir*.

    Args:
        model: which folder.
        model_dir: where models lie.
        beam_size: 1 for greedy search.
        max_batch_tokens: bounds inputs times the longest of them; by default as the device bears.
        device: ``cpu``, ``cuda`` or ``auto``.
        compute_type: ``auto`` is 8-bit integers on a CPU, bfloat16 on an accelerator.
        source_locale: what it is given: English, or Russian as the second of two engines.

    Raises:
        ModelNotFoundError: there is no such model, or no tokeniser beside it.
        EngineError: it writes neither Kazakh nor Russian, or does not read *source_locale*; or
            the device does not compute as is asked.
    """

    keeps_codes = False

    def __init__(
        self,
        model: str,
        model_dir: Path,
        *,
        beam_size: int = 4,
        max_batch_tokens: int | None = None,
        device: str = "auto",
        compute_type: str = "auto",
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
        self._beam_size = beam_size
        self._translator, used_type = _translator(folder, device, compute_type)
        self._max_batch_tokens = max_batch_tokens or _BATCH_TOKENS[self._translator.device]
        self._replicas: int = self._translator.num_translators
        self.name = f"ctranslate2:{folder.name}"
        self.revision = (
            f"{digest(folder)}/{family.name}/{source_locale}/beam {beam_size}/{used_type}"
        )
        self.standalone_mask = mask_for(subwords, vocabulary)
        self.locales = family.locales
        self.source_locale = source_locale
        self._limit = min(MOST_TOKENS, int(settings.get("model_max_length") or MOST_TOKENS))
        self._texts = TextTranslator(
            self.name,
            family,
            subwords,
            self._limit,
            self._decode,
            annotates={OPENING, CLOSING} <= vocabulary,
        )

    def translate(
        self, requests: Sequence[TranslationRequest], target_locale: str
    ) -> list[Hypothesis]:
        """Translate each source; ``score`` is the mean natural log-probability a subword.

        Raises:
            EngineError: the model does not write *target_locale*.
            EngineUnavailableError: the accelerator's memory is full.
        """
        return self._texts.translate(requests, target_locale)

    def tokens(self, text: str, target_locale: str) -> list[str]:
        """Give what the model is given for *text*."""
        return self._texts.tokens(text, target_locale)

    def _decode(
        self, inputs: Sequence[list[str]], target_token: str, attended: Sequence[bool]
    ) -> Iterator[tuple[int, Decoded]]:
        """Have all batches decoded at once, and give each one's answers while others are made."""
        size = self._batch_tokens(inputs)
        submitted = [
            (index, answer)
            # Attention costs a small model a tenth of its time.
            for wanted in (True, False)
            for batch in _batches_of(inputs, [want is wanted for want in attended], size)
            for index, answer in zip(
                batch, self._submit([inputs[i] for i in batch], target_token, wanted), strict=True
            )
        ]
        tagged = bool(target_token)
        for index, answer in submitted:
            result = self._result(answer)
            pieces = result.hypotheses[0][tagged:]
            attention = None
            if attended[index]:
                attention = np.asarray(result.attention[0][tagged:], dtype=np.float32)
            yield index, Decoded(pieces, float(result.scores[0]), attention)

    def _batch_tokens(self, inputs: Sequence[list[str]]) -> int:
        """Give a batch's size that keeps all replicas busy to the end."""
        tokens = sum(map(len, inputs))
        rounds = -(-tokens // (self._max_batch_tokens * self._replicas))
        even = -(-tokens // max(1, rounds * self._replicas))
        return max(_LEAST_BATCH_TOKENS, min(self._max_batch_tokens, even))

    def _submit(self, inputs: Sequence[list[str]], target_token: str, attends: bool) -> list[Any]:
        answers: list[Any] = self._translator.translate_batch(
            list(inputs),
            [[target_token]] * len(inputs) if target_token else None,
            beam_size=self._beam_size,
            max_input_length=0,
            max_decoding_length=longest_target(inputs, self._limit),
            return_scores=True,
            return_attention=attends,
            asynchronous=True,
        )
        return answers

    def _result(self, answer: Any) -> Any:
        try:
            return answer.result()
        except RuntimeError as error:
            if "out of memory" not in str(error):
                raise
            raise EngineUnavailableError(
                f"{self.name}: the accelerator's memory is full. Free it, or take a smaller model.",
                self.name,
            ) from error


def _batches_of(
    inputs: Sequence[list[str]], chosen: Sequence[bool], size: int
) -> Iterator[list[int]]:
    """Give batches of the *chosen* inputs' places."""
    places = [place for place, is_chosen in enumerate(chosen) if is_chosen]
    for batch in batches([inputs[place] for place in places], size):
        yield [places[index] for index in batch]


def cores() -> int:
    """Give how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


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


def _translator(folder: Path, device: str, compute_type: str) -> tuple[Any, str]:
    """Load the model for as many cores as this process may use."""
    import ctranslate2  # type: ignore[import-untyped]  # it has no stubs

    device = chosen_device(device, ctranslate2.get_cuda_device_count() > 0, "ctranslate2")
    supported = ctranslate2.get_supported_compute_types(device)
    if compute_type == "auto":
        wanted = "int8" if device == "cpu" else "bfloat16"
        compute_type = wanted if wanted in supported else "default"
    elif compute_type not in supported:
        raise EngineError(
            f"ctranslate2: this machine's {device} does not compute in {compute_type}. Set "
            f"engine_precision to auto, or to one of {', '.join(sorted(supported))}.",
            compute_type,
        )
    translator = ctranslate2.Translator(
        str(folder),
        device,
        compute_type=compute_type,
        # Threads that share a batch wait for each other at each layer; a batch a core has none of
        # that, and the replicas share the weights.
        inter_threads=cores() if device == "cpu" else 1,
        intra_threads=1,
    )
    return translator, compute_type

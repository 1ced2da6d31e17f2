# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ``transformers`` engine: any Hugging Face sequence-to-sequence model, with PyTorch.

Decodes with beam search, then reads scores and cross-attention off one more pass over what was
decoded: it costs a fraction of the search, and beam search keeps no attention worth the name.
Leaves out: language tokens, which are in ``language_codes``; cutting and links, which are in
``seq2seq_text``.
"""

from __future__ import annotations

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
from adapters.engines.subwords import HfSubwords, mask_for
from adapters.engines.term_annotation import CLOSING, OPENING
from audarma.errors import EngineError, EngineNotFoundError, EngineUnavailableError
from audarma.model import SOURCE_LOCALE, Hypothesis, TranslationRequest

_PRECISIONS = ("float32", "bfloat16", "float16")


class Seq2SeqHf:
    """Translates with *model*, a path, a folder's name in *model_dir* or a name on the hub.

    Args:
        model: which model.
        model_dir: where models lie.
        beam_size: 1 for greedy search.
        max_batch_tokens: bounds inputs times the longest of them.
        device: ``cpu``, ``cuda`` or ``auto``, which is CUDA where there is one.
        precision: ``auto`` is bfloat16 on an accelerator, float32 on a CPU.
        source_locale: what it is given: English, or Russian as the second of two engines.

    Raises:
        EngineNotFoundError: PyTorch is not installed.
        ModelNotFoundError: the model is neither on this machine nor to be had.
        EngineError: it writes neither Kazakh nor Russian, or does not read *source_locale*; or
            *precision* is none that it computes in.
    """

    keeps_codes = False

    def __init__(
        self,
        model: str,
        model_dir: Path,
        *,
        beam_size: int = 4,
        max_batch_tokens: int = 4096,
        device: str = "auto",
        precision: str = "auto",
        source_locale: str = SOURCE_LOCALE,
    ) -> None:
        try:
            import torch
        except ImportError as error:
            raise EngineNotFoundError(
                "transformers: PyTorch is not installed. Run pip install 'audarma[transformers]'.",
                "transformers",
            ) from error
        self._beam_size = beam_size
        self._max_batch_tokens = max_batch_tokens
        self._device = chosen_device(device, torch.cuda.is_available(), "transformers")
        if precision == "auto":
            precision = "float32" if self._device == "cpu" else "bfloat16"
        if precision not in _PRECISIONS:
            raise EngineError(
                f"transformers: does not compute in {precision}. Set engine_precision to auto, or "
                f"to one of {', '.join(_PRECISIONS)}; or convert the model for ctranslate2.",
                precision,
            )
        dtype = getattr(torch, precision)
        folder = local_model(model, model_dir)
        self._model, self._tokenizer = _load(model, folder, model_dir, dtype)
        self._model.to(self._device).eval()
        # Each batch says itself how long targets may be; a second limit draws a warning each time.
        self._model.generation_config.max_length = None
        name = folder.name if folder else model
        subwords = HfSubwords(self._tokenizer)
        family = family_of(
            subwords.vocabulary.__contains__,
            name,
            self._model.config.model_type,
            getattr(self._tokenizer, "target_lang", None) or "",
            source_locale,
        )
        self.name = f"transformers:{name}"
        version = digest(folder) if folder else getattr(self._model.config, "_commit_hash", None)
        self.revision = f"{version}/{family.name}/{source_locale}/beam {beam_size}/{precision}"
        self.standalone_mask = mask_for(subwords, subwords.vocabulary)
        self.locales = family.locales
        self.source_locale = source_locale
        self._limit = _limit(self._model.config, self._tokenizer)
        self._texts = TextTranslator(
            self.name,
            family,
            subwords,
            self._limit,
            self._decode,
            annotates={OPENING, CLOSING} <= subwords.vocabulary,
        )

    def translate(
        self, requests: Sequence[TranslationRequest], target_locale: str
    ) -> list[Hypothesis]:
        """Translate each source; ``score`` is the mean natural log-probability a subword.

        Raises:
            EngineError: the model does not write *target_locale*.
            EngineUnavailableError: one segment alone fills the accelerator's memory.
        """
        return self._texts.translate(requests, target_locale)

    def _decode(
        self, inputs: Sequence[list[str]], target_token: str, _attended: Sequence[bool]
    ) -> Iterator[tuple[int, Decoded]]:
        for batch in batches(inputs, self._max_batch_tokens):
            decoded = self._decode_batch([inputs[index] for index in batch], target_token)
            yield from zip(batch, decoded, strict=True)

    def _decode_batch(self, inputs: Sequence[list[str]], target_token: str) -> list[Decoded]:
        import torch

        try:
            with torch.inference_mode():
                return self._generate(inputs, target_token)
        except torch.cuda.OutOfMemoryError as error:
            torch.cuda.empty_cache()
            if len(inputs) == 1:
                raise EngineUnavailableError(
                    f"{self.name}: the accelerator's memory is full. Free it, or take a smaller "
                    "model.",
                    self.name,
                ) from error
        half = len(inputs) // 2
        return [
            *self._decode_batch(inputs[:half], target_token),
            *self._decode_batch(inputs[half:], target_token),
        ]

    def _generate(self, inputs: Sequence[list[str]], target_token: str) -> list[Decoded]:
        ids = [self._tokenizer.convert_tokens_to_ids(tokens) for tokens in inputs]
        encoded = self._tokenizer.pad({"input_ids": ids}, return_tensors="pt").to(self._device)
        settings: dict[str, Any] = {"num_beams": self._beam_size, "do_sample": False}
        if target_token:
            settings["forced_bos_token_id"] = self._tokenizer.convert_tokens_to_ids(target_token)
        settings["max_new_tokens"] = longest_target(inputs, self._limit)
        generated = self._model.generate(
            input_ids=encoded["input_ids"], attention_mask=encoded["attention_mask"], **settings
        )
        return self._read(encoded, generated, len(inputs), bool(target_token))

    def _read(self, encoded: Any, generated: Any, count: int, tagged: bool) -> list[Decoded]:
        """Read scores and attention off a pass over the *generated* ids, start token first."""
        output = self._model(
            input_ids=encoded["input_ids"],
            attention_mask=encoded["attention_mask"],
            decoder_input_ids=generated[:, :-1],
            output_attentions=True,
        )
        targets = generated[:, 1:]
        chances = output.logits.float().log_softmax(-1).gather(-1, targets[..., None])[..., 0]
        layers = output.cross_attentions
        # The middle layers align best; the last looks ahead to the next word.
        used = layers[len(layers) // 2 : max(len(layers) - 1, len(layers) // 2 + 1)]
        attention = sum(layer.float().mean(1) for layer in used) / len(used)
        end = self._tokenizer.eos_token_id
        decoded = []
        for index in range(count):
            ids = targets[index].tolist()[tagged:]
            length = ids.index(end) if end in ids else len(ids)
            # The end counts in the score where there is one: stopping is a choice, too.
            scored = chances[index, tagged : tagged + min(length + 1, len(ids))]
            looks = attention[index, tagged : tagged + length].cpu().numpy()
            pieces = self._tokenizer.convert_ids_to_tokens(ids[:length])
            score = float(scored.mean()) if len(scored) else 0.0
            decoded.append(Decoded(pieces, score, np.asarray(looks)))
        return decoded


def _load(model: str, folder: Path | None, model_dir: Path, dtype: Any) -> tuple[Any, Any]:
    """Load model and tokeniser, from the hub where there is no *folder*."""
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    where = str(folder or model)
    only_local = folder is not None
    try:
        # Eager attention is the one that gives its weights out.
        loaded = AutoModelForSeq2SeqLM.from_pretrained(
            where, dtype=dtype, attn_implementation="eager", local_files_only=only_local
        )
        return loaded, AutoTokenizer.from_pretrained(where, local_files_only=only_local)
    except (OSError, ValueError) as error:
        raise model_not_found(model, model_dir) from error


def _limit(config: Any, tokenizer: Any) -> int:
    """Give the most positions; tokenisers without a limit say a number beyond all measure."""
    positions = getattr(config, "max_position_embeddings", None) or MOST_TOKENS
    return int(min(positions, tokenizer.model_max_length, MOST_TOKENS))

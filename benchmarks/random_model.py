# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Models of random weights to time engines with: a real tokeniser, targets as long as sources.

A model of random weights never ends a target, and its time would say nothing. These carry each
token's position, alone, through one dimension of all layers; the last layer of the decoder takes
from its own position what its look over the whole source tells of the source's length; what is
left, the number of tokens too many, is the end's logit. All else is random, so the work is that
of a trained model of the size.
"""

from __future__ import annotations

import json
import math
import shutil
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TAG = ">>rus<<"
_PERIOD = 120
"""Tokens until the position that tells lengths has risen to its most."""
_END_STEEPNESS = 400.0
_LENGTH_SHARE = -2.2
_END_BIAS = -170
_EMBEDDING_STD = 0.6


@dataclass(frozen=True, slots=True)
class Size:
    """How large a Marian model is."""

    width: int
    encoder_layers: int
    decoder_layers: int
    heads: int
    inner: int
    vocabulary: int


SIZES = {
    # opus-mt-en-ru and its like.
    "base": Size(512, 6, 6, 8, 2048, 62_518),
    # Firefox's translation models and their like.
    "tiny": Size(256, 6, 2, 8, 1536, 32_000),
}


def build(size: Size, texts: Iterable[str], folder: Path) -> None:
    """Save in *folder* a model of *size* whose tokeniser is trained on *texts*."""
    from transformers import MarianConfig, MarianMTModel

    folder.mkdir(parents=True)
    tokenizer = _tokenizer(texts, folder, size.vocabulary)
    pad = size.vocabulary - 1
    sides: dict[str, Any] = {
        f"{side}_{name}": value
        for side in ("encoder", "decoder")
        for name, value in (("attention_heads", size.heads), ("ffn_dim", size.inner))
    }
    config = MarianConfig(
        vocab_size=size.vocabulary,
        d_model=size.width,
        encoder_layers=size.encoder_layers,
        decoder_layers=size.decoder_layers,
        max_position_embeddings=512,
        activation_function="swish",
        scale_embedding=True,
        pad_token_id=pad,
        decoder_start_token_id=pad,
        eos_token_id=0,
        forced_eos_token_id=0,
        tie_word_embeddings=False,
        **sides,
    )
    model = MarianMTModel(config)
    _fill(model, size)
    model.generation_config.bad_words_ids = [[pad]]
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def _tokenizer(texts: Iterable[str], folder: Path, vocabulary: int) -> Any:
    """Train pieces on *texts*; the vocabulary is filled up with pieces that no text has."""
    from sentencepiece import SentencePieceProcessor, SentencePieceTrainer
    from transformers import MarianTokenizer

    SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_prefix=str(folder / "source"),
        vocab_size=8_000,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    (folder / "source.model").rename(folder / "source.spm")
    shutil.copy(folder / "source.spm", folder / "target.spm")
    learned = SentencePieceProcessor(model_file=str(folder / "source.spm"))
    pieces = [learned.id_to_piece(index) for index in range(3, learned.get_piece_size())]
    tokens = ["</s>", "<unk>", _TAG, *pieces]
    tokens += [f"▁unused{number}" for number in range(vocabulary - len(tokens) - 1)]
    tokens.append("<pad>")
    (folder / "vocab.json").write_text(json.dumps({t: i for i, t in enumerate(tokens)}))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it would like sacremoses, which changes nothing here
        return MarianTokenizer(
            str(folder / "source.spm"),
            str(folder / "target.spm"),
            str(folder / "vocab.json"),
            model_max_length=512,
        )


def _fill(model: Any, size: Size) -> None:
    """Set the weights: random ones, but for the dimension that tells positions."""
    import torch

    frequency = math.pi / 2 / _PERIOD
    # Marian's position i of the sines turns by 10000^(-2i/width) a token.
    place = round(-math.log(frequency) / math.log(10_000) * size.width / 2)
    torch.manual_seed(1)
    core = model.model
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.dim() == 2 and "embed" not in name and "lm_head" not in name:
                weight.normal_(std=0.5 / math.sqrt(size.width))
            if name.endswith(("out_proj.weight", "fc2.weight", "out_proj.bias", "fc2.bias")):
                weight[place] = 0
        for embedding in (core.shared, core.encoder.embed_tokens, core.decoder.embed_tokens):
            embedding.weight.normal_(std=_EMBEDDING_STD / math.sqrt(size.width))
            embedding.weight[:, place] = 0
        look = core.decoder.layers[-1].encoder_attn
        head = size.width // size.heads
        # A head that asks nothing looks at all source tokens alike: it gives the mean position.
        look.q_proj.weight[:head] = 0
        look.v_proj.weight[0] = 0
        look.v_proj.weight[0, place] = 1
        look.out_proj.weight[place, 0] = _LENGTH_SHARE
        model.lm_head.weight.normal_(std=1 / math.sqrt(size.width))
        model.lm_head.weight[:, place] = 0
        model.lm_head.weight[0] = 0
        model.lm_head.weight[0, place] = _END_STEEPNESS
        model.final_logits_bias[0, 0] = _END_BIAS

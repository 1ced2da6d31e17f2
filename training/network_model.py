# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The small network itself: a pre-norm Transformer, its loss, its health, its folder.

Layer normalisation before each part, and after the last, keeps deep networks trainable from the
first step; a trial with it behind each part collapsed (training/README.md). The architecture is
that of Pegasus in the Transformers library, which is Marian's with the normalisation there:
the engine ``transformers`` loads it, and CTranslate2 converts it.
Sources: Vaswani et al. 2017, arXiv:1706.03762; Xiong et al. 2020, arXiv:2002.04745.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

from training.network_corpus import MOST_PIECES, Encoder, Example, token_batches

LABEL_SMOOTHING = 0.1
_HEALTH_EXAMPLES = 100
_MOST_ALIKE = 0.98
_LEAST_GAIN = 0.01


@dataclass(frozen=True, slots=True)
class Size:
    """How large a network is; *dropout* is of use where the corpus is passed many times."""

    width: int
    inner: int
    heads: int
    encoder_layers: int
    decoder_layers: int
    vocabulary: int
    dropout: float


SIZES = {
    # 6.3 million numbers: hours on one core give it a few passes.
    "small": Size(256, 1024, 4, 4, 2, 8_000, 0.0),
    # 28 million: 28 MB in 8-bit integers; for a GPU.
    "medium": Size(384, 1536, 6, 8, 4, 12_000, 0.1),
}


@dataclass(frozen=True, slots=True)
class Health:
    """Whether a network reads its sources.

    *alike* is the mean cosine of a source's encoder states, 1 for all the same. *loss* is a
    target's with its own source and *wrong_loss* with another one's, in nats a piece.
    """

    alike: float
    loss: float
    wrong_loss: float

    @property
    def is_collapsed(self) -> bool:
        """Say whether nothing of the source arrives."""
        # Put so that what is no number counts as collapsed too.
        reads = self.alike <= _MOST_ALIKE and self.wrong_loss - self.loss >= _LEAST_GAIN
        return not reads

    def __str__(self) -> str:
        return (
            f"held-out loss {self.loss:.3f}, with wrong sources {self.wrong_loss:.3f}; "
            f"encoder states alike {self.alike:.2f}"
        )


def new_network(size: Size, encoder: Encoder) -> Any:
    """Make a network with fresh weights; equal seeds give equal ones."""
    from transformers import PegasusConfig, PegasusForConditionalGeneration

    config = PegasusConfig(
        vocab_size=encoder.size,
        d_model=size.width,
        encoder_layers=size.encoder_layers,
        decoder_layers=size.decoder_layers,
        encoder_attention_heads=size.heads,
        decoder_attention_heads=size.heads,
        encoder_ffn_dim=size.inner,
        decoder_ffn_dim=size.inner,
        activation_function="relu",
        dropout=size.dropout,
        attention_dropout=0.0,
        activation_dropout=0.0,
        max_position_embeddings=2 * MOST_PIECES + 16,
        scale_embedding=True,
        pad_token_id=encoder.pad,
        eos_token_id=encoder.end,
        forced_eos_token_id=encoder.end,
        decoder_start_token_id=encoder.pad,
        # What CTranslate2's converter asks for.
        normalize_before=True,
        normalize_embedding=False,
    )
    model = PegasusForConditionalGeneration(config)
    shared = model.model.shared.weight
    for name, weight in model.named_parameters():
        if weight is shared:
            torch.nn.init.normal_(weight, std=size.width**-0.5)
        elif weight.dim() == 2 and "position" not in name:
            torch.nn.init.xavier_uniform_(weight)
    model.generation_config.num_beams = 4
    model.generation_config.max_length = 2 * MOST_PIECES
    model.generation_config.bad_words_ids = [[encoder.pad]]
    return model


def save(model: Any, tokenizer: Path, folder: Path) -> None:
    """Write the network and its tokeniser's files to *folder*, as Hugging Face's models lie."""
    import shutil

    model.save_pretrained(folder)
    for file in tokenizer.iterdir():
        shutil.copy(file, folder)


def tensors(
    examples: Sequence[Example], encoder: Encoder, device: str
) -> tuple[torch.Tensor, torch.Tensor]:
    """Give a batch's sources and targets, filled up with pads."""
    return tuple(
        torch.nn.utils.rnn.pad_sequence(
            [torch.tensor(example[side]) for example in examples],
            batch_first=True,
            padding_value=encoder.pad,
        ).to(device)
        for side in (0, 1)
    )  # type: ignore[return-value]  # two sides


def loss(
    model: Any, source: torch.Tensor, target: torch.Tensor, pad: int, smoothing: float
) -> torch.Tensor:
    """Give the mean cross-entropy a target piece, in nats."""
    given = torch.full_like(target, pad)
    given[:, 1:] = target[:, :-1]
    output = model.model(
        input_ids=source,
        attention_mask=(source != pad).long(),
        # What stands behind a target's end is not scored, and the mask of the future hides it.
        decoder_input_ids=given,
        use_cache=False,
    )
    scored = target != pad
    logits = functional.linear(output.last_hidden_state[scored], model.lm_head.weight)
    return functional.cross_entropy(logits.float(), target[scored], label_smoothing=smoothing)


@torch.no_grad()
def health(model: Any, examples: Sequence[Example], encoder: Encoder, device: str) -> Health:
    """Look whether *model* reads the sources of *examples*, which it was not trained on."""
    model.eval()
    few = list(examples[:_HEALTH_EXAMPLES])
    wrong = [(few[place - 1][0], target) for place, (_source, target) in enumerate(few)]
    losses = [_mean_loss(model, some, encoder, device) for some in (few, wrong)]
    source, _target = tensors(few[:20], encoder, device)
    mask = source != encoder.pad
    states = model.model.encoder(input_ids=source, attention_mask=mask.long()).last_hidden_state
    cosines = []
    for row, here in zip(functional.normalize(states.float(), dim=-1), mask, strict=True):
        kept = row[here]
        count = len(kept)
        cosines.append(float((kept @ kept.T).sum() - count) / (count * (count - 1)))
    model.train()
    return Health(sum(cosines) / len(cosines), *losses)


def _mean_loss(model: Any, examples: Sequence[Example], encoder: Encoder, device: str) -> float:
    total = count = 0.0
    for batch in token_batches(examples, 2_000, None):
        source, target = tensors([examples[place] for place in batch], encoder, device)
        pieces = int((target != encoder.pad).sum())
        total += float(loss(model, source, target, encoder.pad, 0.0)) * pieces
        count += pieces
    return total / count

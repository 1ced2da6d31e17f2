# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text to subword pieces and back, with a Hugging Face tokeniser or plain SentencePiece models.

Pieces are strings; one that begins with ``▁`` (or ``Ġ``) begins a word. Language tokens and the
end token are not added here: what they are is the family's business.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from audarma.errors import ModelNotFoundError

WORD_STARTS = ("▁", "Ġ")

# Names under which SentencePiece models lie in model folders: source, then target.
_SENTENCEPIECE_FILES = (
    ("source.spm", "target.spm"),
    ("sentencepiece.bpe.model", "sentencepiece.bpe.model"),
    ("sentencepiece.model", "sentencepiece.model"),
    ("spiece.model", "spiece.model"),
    ("spm.model", "spm.model"),
)


class Subwords(Protocol):
    """Cuts text into pieces and joins pieces to text."""

    end: str

    def pieces(self, text: str) -> list[str]:
        """Cut a source text; nothing is added."""

    def text(self, pieces: Sequence[str]) -> str:
        """Join target pieces; special ones are left out."""


class HfSubwords:
    """A tokeniser of the Transformers library."""

    def __init__(self, tokenizer: Any) -> None:
        self.tokenizer = tokenizer
        self.end: str = tokenizer.eos_token
        self._special = frozenset(tokenizer.all_special_tokens)
        # M2M-100's tokeniser keeps its language tokens apart.
        self.vocabulary = frozenset(
            (*tokenizer.get_vocab(), *getattr(tokenizer, "lang_token_to_id", ()))
        )

    def pieces(self, text: str) -> list[str]:
        """Cut a source text; nothing is added."""
        pieces: list[str] = self.tokenizer.tokenize(text)
        return pieces

    def text(self, pieces: Sequence[str]) -> str:
        """Join target pieces; special ones are left out."""
        kept = [piece for piece in pieces if piece not in self._special]
        joined: str = self.tokenizer.convert_tokens_to_string(kept) if kept else ""
        return joined.strip()


class SentencePieces:
    """SentencePiece models alone, as OPUS-MT and fairseq publish them."""

    end = "</s>"

    def __init__(self, source: Path, target: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        self._source = SentencePieceProcessor(model_file=str(source))
        self._target = SentencePieceProcessor(model_file=str(target))

    def pieces(self, text: str) -> list[str]:
        """Cut a source text; nothing is added."""
        pieces: list[str] = self._source.encode(text, out_type=str)
        return pieces

    def text(self, pieces: Sequence[str]) -> str:
        """Join target pieces; special ones are left out."""
        kept = [piece for piece in pieces if piece not in ("<s>", "</s>", "<pad>", "<unk>")]
        joined: str = self._target.decode_pieces(kept) if kept else ""
        return joined.strip()


def subwords_in(folder: Path) -> Subwords:
    """Load the tokeniser that lies in a model's *folder*.

    Raises:
        ModelNotFoundError: there is none.
    """
    if (folder / "tokenizer_config.json").is_file():
        from transformers import AutoTokenizer

        return HfSubwords(AutoTokenizer.from_pretrained(str(folder), local_files_only=True))
    for source, target in _SENTENCEPIECE_FILES:
        if (folder / source).is_file() and (folder / target).is_file():
            return SentencePieces(folder / source, folder / target)
    raise ModelNotFoundError(
        f"{folder}: this model has no tokeniser beside it. Copy tokenizer_config.json and the "
        "files that it names, or the SentencePiece models, from the model that it was made of.",
        str(folder),
    )


def tokenizer_settings(folder: Path) -> dict[str, Any]:
    """Give what ``tokenizer_config.json`` says, nothing where there is none."""
    path = folder / "tokenizer_config.json"
    if not path.is_file():
        return {}
    settings: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return settings


def mask_for(subwords: Subwords, vocabulary: frozenset[str]) -> str:
    """Give the standalone mask that *vocabulary* can spell, or ``""``: no code is one then."""
    for mask in ("{{{}}}", "[{}]"):
        if vocabulary.issuperset(subwords.pieces(mask.format(1))):
            return mask
    return ""

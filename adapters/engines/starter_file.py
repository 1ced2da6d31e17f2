# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The file of a starter model, ``<locale>.npz``: a zip of numpy arrays, LZMA, without pickles.

Sorted whole numbers are stored as differences and probabilities as bytes,
``round(-ln p * STEPS_A_NAT)``, because both compress well.
"""

from __future__ import annotations

import io
import json
import lzma
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from adapters.engines.starter_model import (
    Array,
    Lexicon,
    NGrams,
    PhraseTable,
    StarterModel,
)
from audarma.errors import EngineError, ModelNotFoundError

FORMAT_VERSION = 2
STEPS_A_NAT = 8


def save(model: StarterModel, path: Path) -> None:
    """Write *model* to *path*; the same model gives the same bytes."""
    about = {"version": FORMAT_VERSION, "weights": dict(model.weights)}
    pairs = sorted(model.lexicon.probabilities)
    arrays: dict[str, Array] = {
        "about": _text([json.dumps(about, sort_keys=True)]),
        "source_words": _text(model.source_words),
        "source_classes": np.array(
            [model.word_classes.get(word, 0) for word in model.source_words], dtype=np.uint8
        ),
        "target_words": _text(model.target_words),
        "phrase_keys": _differences(model.phrases.keys),
        "phrase_pairs": np.diff(model.phrases.first).astype(np.uint8),
        "pair_words": np.diff(model.phrases.word_first).astype(np.uint8),
        "words": model.phrases.words.astype(np.uint32),
        "links": model.phrases.links.astype(np.uint8),
        "features": _bytes(model.phrases.features.T),
        "unigram": _bytes(model.ngrams.unigram),
        "unigram_backoff": _bytes(model.ngrams.unigram_backoff),
        "bigram_keys": _differences(model.ngrams.bigram_keys),
        "bigram": _bytes(model.ngrams.bigram),
        "bigram_backoff": _bytes(model.ngrams.bigram_backoff),
        "trigram_keys": _differences(model.ngrams.trigram_keys),
        "trigram": _bytes(model.ngrams.trigram),
        "lexicon_source": _text([source for source, _ in pairs]),
        "lexicon_target": _text([target for _, target in pairs]),
        "lexicon": _bytes(np.log([model.lexicon.probabilities[pair] for pair in pairs])),
        "lexicon_letters": np.array([model.lexicon.letters], dtype=np.uint8),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        for name, values in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(values), allow_pickle=False)
            # A fixed date: the revision of the engine is the digest of this file.
            member = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            archive.writestr(member, buffer.getvalue(), zipfile.ZIP_LZMA)


def load(path: Path) -> StarterModel:
    """Read the model at *path*.

    Raises:
        ModelNotFoundError: there is none.
        EngineError: the file is no model of this version.
    """
    if not path.is_file():
        raise ModelNotFoundError(
            f"{path}: the starter engine has no model here. "
            "Train one as training/README.md describes, or restore the file.",
            str(path),
        )
    try:
        if not zipfile.is_zipfile(path):
            raise ValueError("no zip archive")
        with np.load(path, allow_pickle=False) as archive:
            about = json.loads(archive["about"].tobytes())
            if about["version"] != FORMAT_VERSION:
                raise ValueError(f"version {about['version']}")
            return _read(archive, about["weights"])
    except (ValueError, KeyError, OSError, zipfile.BadZipFile, lzma.LZMAError, EOFError) as error:
        raise EngineError(
            f"{path}: this is no model that the starter engine can read ({error}). "
            "Restore the file, or train it again.",
            str(path),
        ) from error


def _read(archive: Any, weights: Mapping[str, float]) -> StarterModel:
    source_words = _lines(archive["source_words"])
    return StarterModel(
        source_words,
        _lines(archive["target_words"]),
        PhraseTable(
            _sums(archive["phrase_keys"]),
            _offsets(archive["phrase_pairs"]),
            _offsets(archive["pair_words"]),
            archive["words"],
            archive["links"],
            _logs(archive["features"]).T,
        ),
        NGrams(
            _logs(archive["unigram"]),
            _logs(archive["unigram_backoff"]),
            _sums(archive["bigram_keys"]),
            _logs(archive["bigram"]),
            _logs(archive["bigram_backoff"]),
            _sums(archive["trigram_keys"]),
            _logs(archive["trigram"]),
        ),
        Lexicon(
            dict(
                zip(
                    zip(
                        _lines(archive["lexicon_source"]),
                        _lines(archive["lexicon_target"]),
                        strict=True,
                    ),
                    np.exp(_logs(archive["lexicon"])).tolist(),
                    strict=True,
                )
            ),
            int(archive["lexicon_letters"][0]),
        ),
        weights,
        dict(zip(source_words, archive["source_classes"].tolist(), strict=True)),
    )


def _text(lines: Sequence[str]) -> Array:
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)


def _lines(values: Array) -> list[str]:
    text = values.tobytes().decode()
    return text.split("\n") if text else []


def _bytes(logs: Array) -> Array:
    return np.asarray(np.clip(np.rint(-np.asarray(logs) * STEPS_A_NAT), 0, 255), dtype=np.uint8)


def _logs(values: Array) -> Array:
    return values.astype(np.float32) / -STEPS_A_NAT


def _differences(keys: Array) -> Array:
    return np.asarray(np.diff(keys, prepend=keys.dtype.type(0)))


def _sums(values: Array) -> Array:
    return np.asarray(np.cumsum(values, dtype=np.uint64))


def _offsets(lengths: Array) -> Array:
    return np.asarray(np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]))

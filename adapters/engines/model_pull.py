# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetches a known model from the Hugging Face hub and converts it for CTranslate2, once.

A folder of models holds a model whole or not at all: what is fetched and what is converted lie
under names that begin with a dot until they are done. A fetch that was broken off goes on where
it stopped. Code that comes with a model is never run.

Leaves out: what is known of models, and what their licences allow, which is in
``audarma.model_catalogue``.
"""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime
from fnmatch import fnmatch
from importlib.metadata import version
from pathlib import Path
from typing import Any

from audarma.errors import EngineNotFoundError, EngineUnavailableError, ModelNotFoundError
from audarma.model_catalogue import KnownModel, Runtime
from audarma.model_puller import RECORD, PulledModel, Remote

# bfloat16 halves float32 without T5's overflows in float16; the engine goes on to 8-bit integers
# by itself where it runs on a CPU.
QUANTIZATION = "bfloat16"

_WEIGHTS = ("model*.safetensors", "pytorch_model*.bin")
"""Kinds of weights, the first one that a model has is taken: no two hold different numbers."""
_OTHER_FILES = ("*.json", "*.model", "*.spm", "*.txt", "LICENSE*", "README.md")
_NOT_FOR_TOKENISERS = ("config.json", "generation_config.json", "*.index.json", "README.md")


class HubPuller:
    """Pulls models from the hub at *endpoint*, by default the public one or ``HF_ENDPOINT``."""

    def __init__(self, endpoint: str | None = None) -> None:
        self._endpoint = endpoint

    def look(self, model: KnownModel) -> Remote:
        """Ask the hub how large *model* is there, and which version of it there is.

        Raises:
            ModelNotFoundError: it is not there, is not for everybody, or holds no weights.
            EngineUnavailableError: the hub does not answer.
        """
        from huggingface_hub import HfApi
        from huggingface_hub.errors import (
            GatedRepoError,
            HfHubHTTPError,
            RepositoryNotFoundError,
        )

        try:
            info = HfApi(endpoint=self._endpoint).model_info(model.name, files_metadata=True)
        except GatedRepoError as error:
            raise _gated(model) from error
        except RepositoryNotFoundError as error:
            raise ModelNotFoundError(
                f"{model.name}: the hub has no such model, or shows it to members alone. Check its "
                'page; if you may use it, log in with "hf auth login" first.',
                model.name,
            ) from error
        except _faults(HfHubHTTPError) as error:
            raise _offline(model) from error
        sizes = {file.rfilename: file.size or 0 for file in info.siblings or ()}
        names = _wanted(sizes)
        if not names:
            raise ModelNotFoundError(
                f"{model.name}: its repository holds no weights that can be read. Take another "
                "model.",
                model.name,
            )
        return Remote(info.sha or "main", sum(sizes[name] for name in names), names)

    def pull(self, model: KnownModel, remote: Remote, model_dir: Path) -> PulledModel:
        """Fetch *model* into *model_dir*, convert it where its engine needs that.

        Raises:
            EngineNotFoundError: PyTorch, which converting needs, is not installed.
            ModelNotFoundError: the hub does not give the model to us, or it cannot be converted.
            EngineUnavailableError: the hub does not answer, or the disk is full.
        """
        if model.runtime is Runtime.CTRANSLATE2:
            _require_torch(model)
        model_dir.mkdir(parents=True, exist_ok=True)
        fetched = model_dir / f".{model.folder}.fetched"
        self._fetch(model, remote, fetched)
        shutil.rmtree(fetched / ".cache", ignore_errors=True)
        folder = model_dir / model.folder
        if model.runtime is Runtime.CTRANSLATE2:
            made = model_dir / f".{model.folder}.converted"
            convert(fetched, made, model.name)
            shutil.rmtree(fetched)
        else:
            made = fetched
        _write_record(made, model, remote)
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(made, folder)
        return PulledModel(folder, sum(f.stat().st_size for f in folder.iterdir() if f.is_file()))

    def _fetch(self, model: KnownModel, remote: Remote, into: Path) -> None:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import GatedRepoError, HfHubHTTPError

        try:
            snapshot_download(
                model.name,
                revision=remote.revision,
                local_dir=into,
                allow_patterns=list(remote.files),
                endpoint=self._endpoint,
            )
        except GatedRepoError as error:
            raise _gated(model) from error
        except _faults(HfHubHTTPError) as error:
            raise EngineUnavailableError(
                f"{model.name}: fetching broke off ({error.__class__.__name__}). Check the "
                f"connection and the space in {into.parent}, and run the same command again: "
                "it goes on where it stopped.",
                model.name,
            ) from error


def convert(source: Path, out: Path, name: str = "", quantization: str = QUANTIZATION) -> None:
    """Convert the model in *source* for CTranslate2 into *out*, its tokeniser's files beside it.

    Raises:
        ModelNotFoundError: CTranslate2 does not know such models, or the files are damaged.
    """
    from ctranslate2.converters import (  # type: ignore[import-untyped]  # it has no stubs
        TransformersConverter,
    )

    try:
        TransformersConverter(str(source), low_cpu_mem_usage=True).convert(
            str(out), quantization=quantization, force=True
        )
    except Exception as error:  # readers of damaged weights raise whatever their libraries have
        shutil.rmtree(out, ignore_errors=True)
        reason = " ".join(str(error).split())[:200]
        raise ModelNotFoundError(
            f"{name or source.name}: cannot be converted ({reason}). Remove {source} and pull it "
            "again, or use it with the engine transformers.",
            name or source.name,
        ) from error
    for file in sorted(source.iterdir()):
        is_other = any(fnmatch(file.name, pattern) for pattern in (*_WEIGHTS, *_NOT_FOR_TOKENISERS))
        if file.is_file() and not is_other and not (out / file.name).exists():
            shutil.copy(file, out)


def _wanted(names: Any) -> tuple[str, ...]:
    """Give the files to fetch: one kind of weights, and what is small and needed."""
    weights = next(
        (
            found
            for pattern in _WEIGHTS
            if (found := [name for name in names if fnmatch(name, pattern)])
        ),
        [],
    )
    others = [
        name
        for name in names
        if "/" not in name and any(fnmatch(name, pattern) for pattern in _OTHER_FILES)
    ]
    return (*weights, *others) if weights else ()


def _write_record(folder: Path, model: KnownModel, remote: Remote) -> None:
    """Write down where a pulled model comes from, for whoever finds its folder."""
    record = {
        "name": model.name,
        "revision": remote.revision,
        "licence": model.licence_text,
        "fetched": datetime.now(UTC).replace(microsecond=0).isoformat(),
    }
    if model.runtime is Runtime.CTRANSLATE2:
        record |= {
            "converted_with": f"ctranslate2 {version('ctranslate2')}",
            "quantization": QUANTIZATION,
        }
    text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    (folder / RECORD).write_text(text, encoding="utf-8")


def _require_torch(model: KnownModel) -> None:
    try:
        import torch  # noqa: F401  # the converter needs it, and says so less clearly
    except ImportError as error:
        raise EngineNotFoundError(
            f"{model.name}: converting needs PyTorch, which is not installed. Run "
            "pip install 'audarma[transformers]'; the converted model runs without it.",
            model.name,
        ) from error


def _faults(hub_error: type[Exception]) -> tuple[type[BaseException], ...]:
    """Give what a hub that cannot be asked raises.

    The hub's own error stands on the errors of its HTTP library, which changes between versions,
    and on OSError, which offline mode and a full disk raise.
    """
    return hub_error.__bases__


def _gated(model: KnownModel) -> ModelNotFoundError:
    return ModelNotFoundError(
        f"{model.name}: its makers give it to those who accept their terms. Accept them on the "
        'model\'s page, log in with "hf auth login", and run the same command again.',
        model.name,
    )


def _offline(model: KnownModel) -> EngineUnavailableError:
    return EngineUnavailableError(
        f'{model.name}: the hub cannot be reached. Run "audarma models pull {model.name}" on a '
        "machine with a connection, and copy the folder that it names into this one's models.",
        model.name,
    )

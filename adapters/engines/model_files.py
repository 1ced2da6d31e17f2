# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds models on this machine, and tells one version of a model from another."""

from __future__ import annotations

import hashlib
from pathlib import Path

from audarma.errors import EngineError, ModelNotFoundError

# Weights are sampled at both ends: reading gigabytes at each start would take longer than a page.
_SAMPLE_BYTES = 1 << 20


def local_model(model: str, model_dir: Path) -> Path | None:
    """Give the folder of *model*: a path, or a name in *model_dir* (``/`` may be ``--``)."""
    candidates = (
        Path(model).expanduser(),
        model_dir / model,
        model_dir / model.replace("/", "--"),
    )
    return next((candidate for candidate in candidates if candidate.is_dir()), None)


def model_not_found(model: str, model_dir: Path) -> ModelNotFoundError:
    """Give the error that *model* is not on this machine, with what to run."""
    return ModelNotFoundError(
        f'{model}: model not found in {model_dir}. Run "audarma models pull {model}" on a machine '
        f"with a connection, and copy what it made into {model_dir}.",
        model,
        str(model_dir),
    )


def chosen_device(wanted: str, has_gpu: bool, kind: str) -> str:
    """Give ``cuda`` or ``cpu`` for what ``engine_device`` asks for.

    Raises:
        EngineError: it asks for a GPU that is not there.
    """
    if wanted == "auto":
        return "cuda" if has_gpu else "cpu"
    if wanted == "cuda" and not has_gpu:
        raise EngineError(
            f"{kind}: finds no GPU that it can use. Set engine_device to auto, or see to the "
            "GPU's driver.",
            kind,
        )
    return wanted


def digest(folder: Path) -> str:
    """Give 12 hexadecimal digits that change when a file of *folder* does."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        size = path.stat().st_size
        total.update(f"{path.name}\0{size}\0".encode())
        with path.open("rb") as file:
            total.update(file.read(_SAMPLE_BYTES))
            if size > _SAMPLE_BYTES:
                file.seek(max(_SAMPLE_BYTES, size - _SAMPLE_BYTES))
                total.update(file.read())
    return total.hexdigest()[:12]

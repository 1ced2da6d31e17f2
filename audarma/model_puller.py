# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Models as files: the protocol of what fetches them, and what it tells."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from audarma.model_catalogue import KnownModel

RECORD = "audarma-model.json"
"""The file in a pulled model's folder that says where it comes from."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A model as a hub has it: its version, the bytes to fetch, the files that they are."""

    revision: str
    size_bytes: int
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PulledModel:
    """A model that lies ready for its engine."""

    folder: Path
    size_bytes: int


class ModelPuller(Protocol):
    """Fetches models and makes them ready."""

    def look(self, model: KnownModel) -> Remote:
        """Ask the hub how large *model* is there, and which version of it there is."""

    def pull(self, model: KnownModel, remote: Remote, model_dir: Path) -> PulledModel:
        """Fetch *model* into *model_dir*, ready for its engine: whole or not at all."""

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One input taken through all that must hold; for atheris and for the deterministic run alike."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.mutations import applied, inputs, mutated
from tests.invariants import hold
from tests.samples import Sample

# Files are written and flushed to the disk thousands of times: memory will do, where it is one.
_MEMORY = Path("/dev/shm")


def try_input(sample: Sample, data: bytes) -> str:
    """Hold the resource that an input makes of *sample*; give the sentence it is refused with."""
    with TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        source, out = Path(folder, "source"), Path(folder, "out")
        source.mkdir()
        out.mkdir()
        return hold(applied(sample, data).write(source), out)


def nth_input(sample: Sample, number: int) -> bytes:
    """Give the mutation of that *number*, the same one each time."""
    chance = random.Random(f"{sample.id} {number}")
    return mutated(chance.choice(list(inputs(sample))), chance)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from adapters.wiring import toolbox as new_toolbox
from audarma.settings import load_settings
from audarma.toolbox import Toolbox
from tests.databases import binaries, postgresql

# The same examples each time: a failure found by chance on one machine helps nobody on another.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"


@pytest.fixture
def toolbox(tmp_path: Path) -> Toolbox:
    """A toolbox with the pseudo engine, a small batch and a workspace of its own."""
    return new_toolbox(
        load_settings(
            workspace=tmp_path / "workspace", engine="pseudo", batch_segments=3, engine_pause_s=0
        )
    )


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a real PostgreSQL server, which only some machines have."""
    if binaries() is None:
        pytest.skip("PostgreSQL's server is not installed")
    with postgresql() as url:
        yield url


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real resources, which only some machines have."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real resources is not on this machine")
    return CORPUS

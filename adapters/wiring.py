# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts the adapters into the domain's toolbox, and starts the command with it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from adapters.engines import engine_named, engine_names
from adapters.engines.model_pull import HubPuller
from adapters.exchange.gettext_po import GettextPo
from adapters.exchange.tbx import read_tbx
from adapters.exchange.tbx_writing import write_tbx
from adapters.exchange.tmx import read_tmx, write_tmx
from adapters.exchange.xliff2 import Xliff2Review
from adapters.exchange.xliff12 import Xliff12Review
from adapters.fetch import fetch
from adapters.fetch_site import fetch_site
from adapters.formats import formats
from audarma import command
from audarma.errors import ModelNotFoundError
from audarma.ports import Aligner
from audarma.settings import Settings, load_settings
from audarma.toolbox import Toolbox


def toolbox(settings: Settings | None = None) -> Toolbox:
    """Give a toolbox with all of the project's adapters, and third parties' ones."""
    settings = settings or load_settings()
    return Toolbox(
        settings=settings,
        formats=formats(),
        engine_named=partial(engine_named, settings=settings),
        aligner=_aligner,
        review_formats={
            "po": GettextPo(),
            "xliff2": Xliff2Review(),
            "xliff12": Xliff12Review(),
        },
        fetch=fetch,
        fetch_site=fetch_site,
        write_memory=write_tmx,
        read_memory=read_tmx,
        read_terms=read_tbx,
        write_terms=write_tbx,
        engine_names=engine_names,
        model_puller=HubPuller(),
    )


def main() -> None:
    """Run the command ``audarma``."""
    command.run(toolbox)


def _aligner(models: Path) -> Aligner | None:
    """Give the word aligner of the starter engine's lexicon, where it lies in *models*."""
    from adapters.engines.starter import StarterAligner

    try:
        return StarterAligner(models / "starter")
    except ModelNotFoundError:
        return None

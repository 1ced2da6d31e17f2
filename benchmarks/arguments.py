# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kinds of arguments that several benchmarks take; what is none of its kind is told in words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path, typer.Argument(exists=True, file_okay=False)]
OptionalFolder = Annotated[Path | None, typer.Argument(exists=True, file_okay=False)]
Resource = Annotated[Path, typer.Argument(exists=True)]
NewFolder = Annotated[Path, typer.Argument(file_okay=False)]
Word = Annotated[str, typer.Argument()]
OptionalWords = Annotated[list[str] | None, typer.Argument()]

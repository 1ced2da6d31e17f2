# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The toolbox of this process: opened on first use, shared by all tasks."""

from __future__ import annotations

from functools import cache

from adapters.wiring import toolbox as new_toolbox
from audarma.toolbox import Toolbox


@cache
def toolbox() -> Toolbox:
    """Give the toolbox by the settings of this process."""
    return new_toolbox()

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``audarma doctor``: whether this machine is ready, line by line."""

from __future__ import annotations

from dataclasses import asdict

import typer

from audarma.command_support import AsJson, print_outcome, toolbox_of
from audarma.doctor import Check, examine
from audarma.errors import AudarmaError


def doctor(context: typer.Context, as_json: AsJson = False) -> None:
    """Say whether this machine is ready, and what to do where it is not."""
    checks = list(examine(toolbox_of(context)))
    print_outcome(as_json, [asdict(check) for check in checks], [_line(c) for c in checks])
    faults = [check.name for check in checks if check.needed and not check.is_ok]
    if faults:
        raise AudarmaError(
            f"This machine is not ready: see {', '.join(dict.fromkeys(faults))} above.", faults
        )


def _line(check: Check) -> str:
    mark = "ok" if check.is_ok else "MISSING" if check.needed else "–"
    return f"{mark:<8} {check.name}: {check.message}"

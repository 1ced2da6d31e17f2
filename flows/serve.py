# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts a Prefect server, unless one is named, and serves every flow: ``audarma serve``."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import httpx

from audarma.errors import AudarmaError
from audarma.settings import load_settings

_START_LIMIT_S = 180
_COLLECT_EVERY = timedelta(minutes=15)
_ADDRESS = "http://127.0.0.1:4200/api"
# Prefect's own switches: no usage data, no advertisements, patience with a cold start.
_QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}


def main() -> None:
    """Serve the flows until stopped."""
    workspace = load_settings().workspace.absolute()
    workspace.mkdir(parents=True, exist_ok=True)
    os.environ.update({**_QUIET, **os.environ})
    os.environ.setdefault("PREFECT_RESULTS_LOCAL_STORAGE_PATH", str(workspace / "results"))
    given = os.environ.get("PREFECT_API_URL")
    if given:
        _serve()
        return
    os.environ.setdefault("PREFECT_HOME", str(workspace / "prefect"))
    os.environ["PREFECT_API_URL"] = _ADDRESS
    with _server():
        print(f"The Prefect UI is at {_ADDRESS.removesuffix('/api')} ; stop with Ctrl+C.")
        _serve()


def _serve() -> None:
    # Prefect reads its settings when it is imported.
    from prefect import serve
    from prefect.schedules import Interval

    from flows.main import ALL, collect_reviews

    deployments = [
        each.to_deployment(
            each.name,
            tags=["audarma"],
            schedule=Interval(_COLLECT_EVERY) if each is collect_reviews else None,
        )
        for each in ALL
    ]
    serve(*deployments)


@contextmanager
def _server() -> Iterator[None]:
    """Run a Prefect server as a child process while the block runs."""
    command = [sys.executable, "-m", "prefect", "server", "start"]
    server = subprocess.Popen(command)
    try:
        _wait_for(server)
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_LIMIT_S
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise AudarmaError(
                "The Prefect server stopped while starting. Is port 4200 in use? Stop what uses "
                "it, or set PREFECT_API_URL to a server that runs.",
            )
        try:
            if httpx.get(f"{_ADDRESS}/health", timeout=2).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.5)
    raise AudarmaError(f"The Prefect server did not answer within {_START_LIMIT_S} s. Try again.")


if __name__ == "__main__":
    main()

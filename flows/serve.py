# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts a Prefect server, unless one is named, and serves every flow: ``audarma serve``."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import httpx

from audarma.errors import AudarmaError
from audarma.settings import Settings, load_settings

_START_LIMIT_S = 180
_STOP_LIMIT_S = 30
_PORT = "4200"
# Prefect's own switches: no usage data, no advertisements, patience with a cold start.
_QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}


def main() -> None:
    """Serve the flows until stopped."""
    settings = load_settings()
    # Stopped by a service manager or by Ctrl+C, the server goes down with this process.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    workspace = settings.workspace.absolute()
    workspace.mkdir(parents=True, exist_ok=True)
    os.environ.update({**_QUIET, **os.environ})
    os.environ.setdefault("PREFECT_RESULTS_LOCAL_STORAGE_PATH", str(workspace / "results"))
    given = os.environ.get("PREFECT_API_URL")
    if given:
        _serve(settings)
        return
    os.environ.setdefault("PREFECT_HOME", str(workspace / "prefect"))
    port = os.environ.setdefault("PREFECT_SERVER_API_PORT", _PORT)
    address = f"http://127.0.0.1:{port}"
    os.environ["PREFECT_API_URL"] = f"{address}/api"
    with _server(f"{address}/api/health"):
        print(f"The Prefect UI is at {address} ; stop with Ctrl+C.", flush=True)
        _serve(settings)


def _serve(settings: Settings) -> None:
    # Prefect reads its settings when it is imported.
    from prefect import serve
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.deployments.runner import RunnerDeployment
    from prefect.schedules import Interval

    from flows.main import ALL, collect_reviews

    every = timedelta(seconds=settings.collect_every_s)
    # On a slow machine a run may last longer than the pause to the next, and they would pile up.
    one = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    made = [
        each.to_deployment(
            each.name,
            tags=["audarma"],
            schedule=Interval(every) if each is collect_reviews else None,
            concurrency_limit=one if each is collect_reviews else None,
        )
        for each in ALL
    ]
    # Prefect types what it gives for callers with and without an event loop alike.
    serve(*(deployment for deployment in made if isinstance(deployment, RunnerDeployment)))


@contextmanager
def _server(health: str) -> Iterator[None]:
    """Run a Prefect server as a child process while the block runs."""
    command = [sys.executable, "-m", "prefect", "server", "start"]
    # Ctrl+C reaches a whole session: the server must outlive the runner, which tells it that the
    # schedules pause, and would else knock at its door for a minute.
    server = subprocess.Popen(command, start_new_session=True)
    try:
        _wait_for(server, health)
        yield
    finally:
        server.terminate()
        try:
            server.wait(timeout=_STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait_for(server: subprocess.Popen[bytes], health: str) -> None:
    deadline = time.monotonic() + _START_LIMIT_S
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise AudarmaError(
                f"{health}: the Prefect server stopped while starting. Is the port in use? Stop "
                "what uses it, set PREFECT_SERVER_API_PORT, or set PREFECT_API_URL to a server "
                "that runs.",
                health,
            )
        try:
            if httpx.get(health, timeout=2).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.5)
    raise AudarmaError(
        f"{health}: the Prefect server did not answer within {_START_LIMIT_S} s. Try again.", health
    )


if __name__ == "__main__":
    main()

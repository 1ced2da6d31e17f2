# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How often an engine's server may be asked, and how long it asks to wait.

Leaves out: the requests, which are in ``http_client``.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class HttpLimits:
    """How long and how often a server is asked.

    *timeout_s* is for one whole answer. *at_once* requests are in flight at most.
    *requests_per_minute* is 0 for no limit. A wait that the server asks for is kept if it is
    at most *longest_pause_s*.
    """

    timeout_s: float = 120.0
    at_once: int = 4
    requests_per_minute: float = 0.0
    attempts: int = 4
    first_pause_s: float = 1.0
    longest_pause_s: float = 60.0


@dataclass
class Pacer:
    """Spaces the requests of all threads to one server."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _next: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, per_minute: float) -> None:
        """Return when the next request may go, *per_minute* at most (0: any number)."""
        while True:
            with self._lock:
                now = self.clock()
                if now >= self._next:
                    self._next = now + 60 / per_minute if per_minute else self._next
                    return
                pause = self._next - now
            self.sleep(pause)

    def hold(self, seconds: float) -> None:
        """Let no request go for *seconds*: the server has asked for it."""
        with self._lock:
            self._next = max(self._next, self.clock() + seconds)


_PACERS: dict[str, Pacer] = {}
_PACERS_LOCK = threading.Lock()


def pacer_for(server: str) -> Pacer:
    """Give the one pacer of this process for *server*: engines that share it share its limit."""
    with _PACERS_LOCK:
        return _PACERS.setdefault(server, Pacer())


def retry_after_s(value: str, now: datetime | None = None) -> float:
    """Read ``Retry-After``: seconds, or a date; 0 for nothing that makes sense.

    Source: RFC 9110, section 10.2.3. Some clouds give fractions of seconds.
    """
    try:
        seconds = float(value)
    except ValueError:
        try:
            date = parsedate_to_datetime(value)
        except ValueError:
            return 0.0
        aware = date if date.tzinfo else date.replace(tzinfo=UTC)
        seconds = (aware - (now or datetime.now(UTC))).total_seconds()
    return seconds if 0 < seconds < float("inf") else 0.0

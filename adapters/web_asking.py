# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asking a site for its pages, one at a time: robots.txt obeyed, with pauses, again after faults.

A passing fault (RFC 9110's 429, 500, 502, 503, 504, a lost connection) is tried again; how long to
wait the server may say (``Retry-After``, in seconds).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urljoin

import httpx

from adapters.fetch import opened
from adapters.web_address import normal, origin
from adapters.web_journal import Fetched, Journal
from adapters.web_robots import Robots
from audarma.errors import AudarmaError, UnsafeSourceError
from audarma.fetched_site import SiteLimits

_REDIRECTS = 10
_TRIES = 3
_LONGEST_WAIT_S = 120.0
_LONGEST_ANSWER_S = 300.0
_LONGEST_ROBOTS_BYTES = 512_000  # RFC 9309, section 2.5: at least 500 KiB are read
_PASSING = frozenset({429, 500, 502, 503, 504})


class PassedOverError(Exception):
    """An address that is passed over; *reason* says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Asker:
    """Asks for addresses and keeps the answers' content; *bytes* is how much there is of it."""

    def __init__(self, limits: SiteLimits, journal: Journal) -> None:
        self.limits, self.journal = limits, journal
        self.bytes = 0
        self._rules: dict[str, Robots] = {}
        self._next_at = 0.0

    def ask(self, address: str, near: Callable[[str], bool] | None) -> Fetched:
        """Give what *address* answers; redirects are followed as far as they are *near*.

        Raises:
            PassedOverError: it is not to be had, or must not be; says why.
            UnsafeSourceError: the first page of all, for which nothing is near yet, leads to a
                private network.
        """
        current = address
        for _hop in range(_REDIRECTS):
            if near and not near(normal(current)):
                raise PassedOverError("leads to another host")
            robots = self._robots(current)
            if not robots.allows(current):
                raise PassedOverError("robots.txt does not allow it")
            answer = self._tried(current, robots.pause_s, is_first=near is None)
            if isinstance(answer, Fetched):
                return replace(answer, address=address)
            current = urljoin(current, answer).partition("#")[0]
        raise PassedOverError(f"redirects more than {_REDIRECTS} times")

    def _tried(self, url: str, pause_s: float, *, is_first: bool) -> Fetched | str:
        """Ask for *url*, again after a passing fault; give the answer, or where it is instead."""
        for tries_left in reversed(range(_TRIES)):
            time.sleep(max(0.0, self._next_at - time.monotonic()))
            try:
                with opened(url, self.limits.allow_private) as response:
                    if response.is_redirect:
                        return str(response.headers["location"])
                    if not response.is_error:
                        return self._saved(url, response)
                    fault = f"the server answered {response.status_code}"
                    if response.status_code not in _PASSING or not tries_left:
                        raise PassedOverError(fault)
                    self._next_at = time.monotonic() + _retry_after_s(response, pause_s)
            except UnsafeSourceError as error:
                if is_first:
                    raise
                raise PassedOverError("leads to a private or local network") from error
            except (httpx.HTTPError, AudarmaError) as error:
                if not tries_left:
                    name = str(error) or type(error).__name__
                    raise PassedOverError(f"cannot be fetched: {name}") from error
            finally:
                rested = time.monotonic() + max(self.limits.pause_s, pause_s)
                self._next_at = max(self._next_at, rested)
        raise AssertionError("the last try gives or raises")

    def _saved(self, url: str, response: httpx.Response) -> Fetched:
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        path, size = self.journal.new_file(), 0
        partial = path.with_name(f"{path.name}.partial")
        end = time.monotonic() + _LONGEST_ANSWER_S
        with partial.open("wb") as stream:
            for block in response.iter_bytes():
                size += len(block)
                if size > self.limits.file_bytes:
                    raise PassedOverError("larger than the setting download_limit_mb")
                if self.bytes + size > self.limits.total_bytes:
                    raise PassedOverError("the site is larger than the setting site_limit_mb")
                if time.monotonic() > end:
                    raise PassedOverError(f"takes longer than {_LONGEST_ANSWER_S:.0f} seconds")
                stream.write(block)
        partial.replace(path)
        self.bytes += size
        return Fetched(url, url, media_type, path.name, size)

    def _robots(self, url: str) -> Robots:
        at = origin(normal(url))
        if at not in self._rules:
            self._rules[at] = Robots.of(at, self._plain)
        return self._rules[at]

    def _plain(self, url: str) -> tuple[int, bytes]:
        """Give an address's status and content, through redirects."""
        current = url
        try:
            for _hop in range(_REDIRECTS):
                with opened(current, self.limits.allow_private) as response:
                    if response.is_redirect:
                        current = urljoin(current, response.headers["location"])
                        continue
                    return response.status_code, _head(response)
        except httpx.HTTPError as error:
            name = str(error) or type(error).__name__
            raise AudarmaError(
                f"{url}: cannot be fetched ({name}), and so does not say what may be fetched. "
                "Check the address and the connection, and try again.",
                url,
            ) from error
        return 404, b""


def _head(response: httpx.Response) -> bytes:
    content = b""
    for block in response.iter_bytes():
        content += block
        if len(content) > _LONGEST_ROBOTS_BYTES:
            break
    return content


def _retry_after_s(response: httpx.Response, pause_s: float) -> float:
    """Give the seconds that the server asks to wait, or else a few."""
    stated = response.headers.get("retry-after", "")
    return min(float(stated), _LONGEST_WAIT_S) if stated.isdecimal() else max(1.0, 2 * pause_s)

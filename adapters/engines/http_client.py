# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests to an engine's server by httpx: paced, bounded in time and size, tried again.

Status codes follow RFC 9110 and RFC 6585 (429).
Waits double and are scattered as in Brooker 2015, "Exponential Backoff And Jitter".

Leaves out: what a request says, which is each engine's; pace, in ``http_limits``; batches, in
``http_batches``.
"""

from __future__ import annotations

import ipaddress
import json
import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from adapters.engines.http_limits import HttpLimits, Pacer, pacer_for, retry_after_s
from audarma.errors import EngineError, EngineUnavailableError

_AGENT = "Audarma (adapts open educational resources)"
_LONGEST_ANSWER_BYTES = 16_000_000
_LONGEST_MESSAGE = 200

# The request itself may be at fault: another one may be answered.
_REFUSED = frozenset({400, 413, 422})
# The server may be at fault for now, whatever is asked; 529 is some clouds' "overloaded".
_BUSY = frozenset({408, 425, 429, 502, 503, 504, 529})


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of one request: its JSON, or why there is none.

    *fault* is empty for an answer. *is_refusal* says that the server took offence at the
    request; otherwise it broke over it, or took too long.
    """

    body: Any = None
    fault: str = ""
    is_refusal: bool = False


class HttpClient:
    """Asks one server, from any number of threads; nothing is contacted before the first request.

    Args:
        name: the engine's name, for errors.
        url: the address that paths are added to.
        advice: what to check where the server knows no such address.
        key_advice: what to do where the server wants a key, or another one.
        headers: sent with each request.
        secret: never shown, even where the server repeats it.
        limits: how long and how often to ask.
        pacer: by default the one that all engines of this process share for the server.

    Raises:
        EngineError: *url* is no http(s) address, or holds a user's name or a query; *secret* can
            be no key, or the environment's proxy no proxy.
    """

    def __init__(
        self,
        name: str,
        url: str,
        *,
        advice: str,
        key_advice: str,
        headers: Mapping[str, str] | None = None,
        secret: str = "",
        limits: HttpLimits | None = None,
        pacer: Pacer | None = None,
    ) -> None:
        self.server = _server(name, url)
        self.limits = limits or HttpLimits()
        self.retries = 0
        self._name, self._url = name, url.rstrip("/")
        self._advice, self._key_advice = advice, key_advice
        self._secret = secret
        self._pacer = pacer or pacer_for(self.server)
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(self.limits.at_once)
        if not (secret.isascii() and secret.isprintable()):
            raise EngineError(f"{name}: the key has characters that no key has. {key_advice}", name)
        try:
            self._client = httpx.Client(
                timeout=self.limits.timeout_s,
                headers={"User-Agent": _AGENT, **(headers or {})},
                # A proxy for the outside world cannot reach this machine's own servers.
                trust_env=not _is_local(urlsplit(url).hostname or ""),
            )
        except (ValueError, ImportError, httpx.InvalidURL) as error:
            raise EngineError(
                f"{name}: the proxy that the environment names cannot be used ({error}). "
                "Correct HTTP_PROXY, HTTPS_PROXY or ALL_PROXY.",
                name,
            ) from error

    def get(self, path: str) -> Reply:
        """Ask for *path*."""
        return self._request("GET", path)

    def post_json(self, path: str, body: object) -> Reply:
        """Send *body* as JSON."""
        return self._request("POST", path, json=body)

    def post_form(self, path: str, fields: Mapping[str, str]) -> Reply:
        """Send *fields* as a form."""
        return self._request("POST", path, data=dict(fields))

    def error(self, reply: Reply) -> EngineError:
        """Give the error of a reply with a fault, where the fault is not one segment's."""
        text = f"{self._name}: the server at {self.server} {reply.fault}."
        if reply.is_refusal:
            return EngineError(f"{text} {self._advice}", self._name)
        return EngineUnavailableError(f"{text} Look at its log, or try again later.", self._name)

    def _request(self, method: str, path: str, **content: Any) -> Reply:
        """Send one request until it is answered.

        Raises:
            EngineUnavailableError: the server cannot be reached, or is busy, each time.
            EngineError: the server's answer will not change: its address or the key is wrong.
        """
        for attempt in range(1, self.limits.attempts + 1):
            is_last = attempt == self.limits.attempts
            try:
                status, headers, text = self._send(method, path, content)
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
                if is_last:
                    raise self._unreachable(error) from error
                self._pause(attempt)
                continue
            except httpx.TimeoutException:
                # To ask the same again would take as long: the caller asks for less.
                return Reply(fault=f"gave no answer in {self.limits.timeout_s:g} s")
            except httpx.RequestError as error:
                if is_last:
                    return Reply(fault=f"broke off its answer ({_named(error)})")
                self._pause(attempt)
                continue
            if status in _BUSY:
                wait_s = retry_after_s(headers.get("retry-after", ""))
                if is_last or wait_s > self.limits.longest_pause_s:
                    raise self._busy(status, wait_s, text)
                self._pause(attempt, wait_s)
            elif status >= 500 and not is_last:
                self._pause(attempt)
            else:
                return self._reply(status, text)
        raise AssertionError("a client makes at least one attempt")

    def _send(
        self, method: str, path: str, content: dict[str, Any]
    ) -> tuple[int, httpx.Headers, bytes]:
        """Send once; a server that drips its answer is cut off as one that gives none."""
        with self._slots:
            self._pacer.wait(self.limits.requests_per_minute)
            deadline = time.monotonic() + self.limits.timeout_s
            with self._client.stream(method, self._url + path, **content) as response:
                body = bytearray()
                for block in response.iter_bytes():
                    body += block
                    if time.monotonic() > deadline:
                        raise httpx.ReadTimeout("the answer took too long")
                    if len(body) > _LONGEST_ANSWER_BYTES:
                        raise httpx.ReadTimeout("the answer never ends")
                return response.status_code, response.headers, bytes(body)

    def _reply(self, status: int, text: bytes) -> Reply:
        if 200 <= status < 300:
            try:
                return Reply(json.loads(text))
            except (ValueError, RecursionError):
                return Reply(fault="answered something that is not JSON")
        said = f"answered {status}{self._said(text)}"
        if status in _REFUSED:
            return Reply(fault=said, is_refusal=True)
        if status >= 500:
            return Reply(fault=said)
        advice = self._key_advice if status in (401, 402, 403) else self._advice
        raise EngineError(
            f"{self._name}: the server at {self.server} {said}. {advice}", self._name, status
        )

    def _pause(self, attempt: int, wait_s: float = 0.0) -> None:
        with self._lock:
            self.retries += 1
        longest = min(self.limits.longest_pause_s, self.limits.first_pause_s * 2.0 ** (attempt - 1))
        if wait_s:
            # The next request of any thread waits for it.
            self._pacer.hold(wait_s)
        else:
            self._pacer.sleep(longest * random.uniform(0.5, 1.0))

    def _said(self, text: bytes) -> str:
        """Give what the server says of its refusal, shortened and without the key."""
        message = _message(text)
        if self._secret:
            message = message.replace(self._secret, "…")
        if len(message) > _LONGEST_MESSAGE:
            message = message[:_LONGEST_MESSAGE] + "…"
        return f" ({message.rstrip('.')})" if message else ""

    def _busy(self, status: int, wait_s: float, text: bytes) -> EngineUnavailableError:
        when = f"in {wait_s:g} s" if wait_s else "later"
        return EngineUnavailableError(
            f"{self._name}: the server at {self.server} is busy: {status}{self._said(text)}. "
            f"Try again {when}, or lower the number of requests in the settings.",
            self._name,
            status,
        )

    def _unreachable(self, error: httpx.TransportError) -> EngineUnavailableError:
        return EngineUnavailableError(
            f"{self._name}: the server at {self.server} cannot be reached ({_named(error)}). "
            f"Start it and try again. {self._advice}",
            self._name,
        )


def _server(name: str, url: str) -> str:
    """Give host and port of *url*, which is all that is shown of it."""
    try:
        parts = urlsplit(str(httpx.URL(url)))
        host, port = parts.hostname, parts.port
    except (ValueError, httpx.InvalidURL):
        parts, host, port = urlsplit(""), None, None
    if parts.scheme not in ("http", "https") or not host:
        raise EngineError(
            f"{name}: the server's address must begin with http:// or https:// and name a host. "
            "Correct it in the settings or in the engine's name.",
            name,
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise EngineError(
            f"{name}: the address of the server at {host} holds a user's name, a key or a query. "
            "Give the bare address; keys belong in the environment.",
            name,
        )
    return f"{host}:{port}" if port else host


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _message(text: bytes) -> str:
    """Find what a server says went wrong, in the JSON forms that servers use."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(body, dict):
        return ""
    found = (
        body.get("error") or body.get("explanation") or body.get("message") or body.get("detail")
    )
    if isinstance(found, dict):
        found = found.get("message")
    return " ".join(found.split()) if isinstance(found, str) else ""


def _named(error: Exception) -> str:
    return str(error) or type(error).__name__

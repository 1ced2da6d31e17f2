# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetching a resource over http(s), by httpx, without being led into a private network.

A name is resolved once, every address that it gives is checked, and the connection is made to
one of those addresses: a name that resolves differently the second time changes nothing. Each
redirect is checked in the same way.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import httpx

from adapters.web_address import HTML_TYPES
from adapters.web_shown import keep_shown
from audarma.errors import AudarmaError, UnsafeSourceError

_REDIRECTS = 10
_TIMEOUT_S = 30.0
_AGENT = "Audarma (adapts open educational resources)"
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "application/epub+zip": ".epub",
}


def fetch(url: str, folder: Path, *, allow_private: bool, limit_bytes: int) -> Path:
    """Fetch *url* into *folder*; give the file's path, named as the address names it.

    What a page shows from its own host lies beside it.

    Raises:
        UnsafeSourceError: the address leads to a private network, or the file is too large.
        AudarmaError: the server cannot be reached or refuses.
    """
    path, final, media_type = _fetched(url, folder, allow_private, limit_bytes)
    if media_type in HTML_TYPES:

        def get(address: str) -> tuple[bytes, str, str] | None:
            try:
                # The page's folder must not hold what it shows under another name.
                shown = folder / "shown"
                found, at, kind = _fetched(address, shown, allow_private, limit_bytes)
            except AudarmaError:
                return None
            content = found.read_bytes()
            found.unlink()
            return content, at, kind

        keep_shown(path, final, get, limit_bytes)
    return path


def _fetched(
    url: str, folder: Path, allow_private: bool, limit_bytes: int
) -> tuple[Path, str, str]:
    """Give the file of *url*, the address that answered, and the media type."""
    address = url
    try:
        for _hop in range(_REDIRECTS):
            with opened(address, allow_private) as response:
                if response.is_redirect:
                    address = urljoin(address, response.headers["location"])
                    continue
                if response.is_error:
                    raise AudarmaError(
                        f"{url}: the server answered {response.status_code} "
                        f"{response.reason_phrase}. Check the address.",
                        url,
                        response.status_code,
                    )
                path = _save(response, url, folder, limit_bytes)
                return path, address.partition("#")[0], _media_type(response)
    except httpx.HTTPError as error:
        raise AudarmaError(
            f"{url}: cannot be fetched ({str(error) or type(error).__name__}). Check the address "
            "and the connection, and try again.",
            url,
        ) from error
    raise AudarmaError(f"{url}: redirects more than {_REDIRECTS} times. Check the address.", url)


@contextmanager
def opened(url: str, allow_private: bool) -> Iterator[httpx.Response]:
    """Ask for *url* and give the answer, whose content has not been read; no redirect is followed.

    Raises:
        UnsafeSourceError: it leads to a private network.
        AudarmaError: there is no such host.
        httpx.HTTPError: the server does not answer.
    """
    parts = urlsplit(url)
    host = parts.hostname
    if parts.scheme not in ("http", "https") or not host:
        raise UnsafeSourceError(
            f"{url}: only http and https addresses are fetched. Check the address.", url
        )
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise AudarmaError(f"{url}: the port is not a number. Check it.", url) from error
    ip = _checked_ip(url, host, port, allow_private)
    shown = f"[{ip}]" if ":" in ip else ip
    pinned = parts._replace(netloc=f"{shown}:{port}", fragment="").geturl()
    headers = {"Host": parts.netloc.rpartition("@")[2], "User-Agent": _AGENT}
    with (
        httpx.Client(timeout=_TIMEOUT_S, trust_env=False, verify=_tls()) as client,
        client.stream(
            "GET", pinned, headers=headers, extensions={"sni_hostname": host}
        ) as response,
    ):
        yield response


@cache
def _tls() -> ssl.SSLContext:
    """Give the certificates to trust, which take a while to read."""
    return httpx.create_ssl_context(trust_env=False)


def _checked_ip(url: str, host: str, port: int, allow_private: bool) -> str:
    """Give one address of *host*; every one of them must be public unless private is allowed."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AudarmaError(
            f"{url}: there is no host {host!r}. Check the address and the connection.", url
        ) from error
    ips = [str(entry[4][0]).partition("%")[0] for entry in found]
    private = [ip for ip in ips if not _is_public(ip)]
    if private and not allow_private:
        raise UnsafeSourceError(
            f"{url}: leads to a private or local network ({private[0]}), which is not fetched. "
            "Set AUDARMA_ALLOW_PRIVATE_ADDRESSES=true if that is meant.",
            url,
            private[0],
        )
    return ips[0]


def _is_public(ip: str) -> bool:
    address = ipaddress.ip_address(ip)
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return address.is_global and not address.is_multicast and (inner is None or inner.is_global)


def _save(response: httpx.Response, url: str, folder: Path, limit_bytes: int) -> Path:
    # Each address has a folder of its own, so that two pages of one name do not meet.
    path = folder / sha256(url.encode()).hexdigest()[:16] / _file_name(url, response)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    size = 0
    with partial.open("wb") as stream:
        for block in response.iter_bytes():
            size += len(block)
            if size > limit_bytes:
                stream.close()
                partial.unlink()
                raise UnsafeSourceError(
                    f"{url}: larger than the {limit_bytes // 1_000_000} MB that are fetched. "
                    "Raise AUDARMA_DOWNLOAD_LIMIT_MB, or fetch it yourself.",
                    url,
                )
            stream.write(block)
    partial.replace(path)
    return path


def _file_name(url: str, response: httpx.Response) -> str:
    """Give a plain file name: the address's last part, with a suffix that fits its media type."""
    last = unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])
    name = re.sub(r"[^\w.-]+", "-", last).lstrip(".-")[:80] or "page"
    media_type = _media_type(response)
    if Path(name).suffix.lower() in {".html", ".htm", ".xhtml", ".md", ".txt", ".epub"}:
        return name
    return name + _SUFFIXES.get(media_type, "")


def _media_type(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()

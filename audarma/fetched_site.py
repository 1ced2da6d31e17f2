# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sites given by address: how one is written, what fetching keeps to, and what it gives.

``site+https://host/book/`` is all pages under that address; the address alone is one page.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_MARK = "site+"


@dataclass(frozen=True, slots=True)
class SiteLimits:
    """What fetching a site keeps to; *pause_s* is the least time between two requests."""

    pages: int
    total_bytes: int
    file_bytes: int
    pause_s: float
    allow_private: bool


@dataclass(frozen=True, slots=True)
class FetchedSite:
    """A site's folder on disk, and a sentence for each kind of what was not fetched."""

    folder: Path
    remarks: tuple[str, ...]


def is_site_address(source: str) -> bool:
    """Say whether *source* names all pages under an http(s) address."""
    return source.lower().startswith((f"{_MARK}http://", f"{_MARK}https://"))


def site_address(url: str) -> str:
    """Write the source that is all pages under *url*; what is no address stays."""
    return f"{_MARK}{url}" if url.lower().startswith(("http://", "https://")) else url


def web_address(source: str) -> str:
    """Give the http(s) address in *source*."""
    return source[len(_MARK) :] if is_site_address(source) else source

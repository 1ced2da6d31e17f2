# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Readings of files that are kept for a while, by what the files hold.

A resource is asked for its metadata, its units and a merge for each locale, often in one run and
of all its files in turn. Only readings that nobody changes may be kept: threads share them.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from cachetools import LRUCache, cached
from cachetools.keys import hashkey

KEPT_BYTES = 2**26
"""So much memory the readings that a reader keeps may take, the latest used; larger ones go."""

_Reading = TypeVar("_Reading")
_caches: list[LRUCache[object, object]] = []


def kept(
    size: Callable[..., int], key: Callable[..., object] = hashkey
) -> Callable[[Callable[..., _Reading]], Callable[..., _Reading]]:
    """Make a reader keep its readings: *size* gives about how many bytes of memory one takes.

    *key* gives what the reading hangs on, of the reader's arguments.
    """
    cache: LRUCache[object, object] = LRUCache(KEPT_BYTES, size)
    _caches.append(cache)
    return cached(cache, key, Lock())


def forget_readings() -> None:
    """Keep no reading any longer, as in a process that has just begun: for measurements."""
    for cache in _caches:
        cache.clear()

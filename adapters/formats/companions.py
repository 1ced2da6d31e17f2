# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that a page shows or needs beside itself: pictures, styles, sound.

A page that is published without them is a page with holes. Only files below the page's own
folder count; links to other pages do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Protocol, runtime_checkable
from urllib.parse import unquote, urlsplit

_IN_STYLES = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s"']*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""",
    re.IGNORECASE,
)


@runtime_checkable
class ShowsFiles(Protocol):
    """A document format whose documents may show files beside them."""

    def shown_files(self, data: bytes) -> Iterable[str]:
        """Give the addresses of the files that *data* shows, as they are written."""


def local_files(addresses: Iterable[str], folder: Path) -> list[str]:
    """Give those *addresses* that name files below *folder*, as paths relative to it."""
    root = folder.resolve()
    found: dict[str, None] = {}
    for address in addresses:
        try:
            parts = urlsplit(address)
        except ValueError:
            continue
        relative = unquote(parts.path)
        if parts.scheme or parts.netloc or not relative or relative.startswith("/"):
            continue
        try:
            path = (root / relative).resolve()
            if path.is_file() and path.is_relative_to(root) and path != root:
                found[PurePosixPath(path.relative_to(root)).as_posix()] = None
        except (OSError, ValueError):
            # A name that the file system cannot hold is no file of it.
            continue
    return list(found)


def with_styles(files: Iterable[str], folder: Path) -> list[str]:
    """Give *files*, and those below *folder* that the style sheets among them show."""
    found: dict[str, None] = {}
    waiting = list(files)[::-1]
    while waiting:
        file = waiting.pop()
        if file in found:
            continue
        found[file] = None
        if file.lower().endswith(".css"):
            text = (folder / file).read_text(encoding="utf-8", errors="replace")
            shown = ("".join(match.groups("")).strip() for match in _IN_STYLES.finditer(text))
            above = PurePosixPath(file).parent
            waiting += local_files((str(above / one) for one in shown if _is_relative(one)), folder)
    return list(found)


def _is_relative(address: str) -> bool:
    return bool(address) and not re.match(r"[a-z][a-z0-9+.-]*:|/|#", address, re.IGNORECASE)

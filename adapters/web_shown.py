# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a single page shows, fetched from its own host and put beside it.

What lies elsewhere, or cannot be had, stays where it is: its address is then written in full, as
those of other pages are. Leaves out: sites, which are ``adapters.fetch_site``'s.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

from adapters.formats.html_encoding import read_page
from adapters.web_address import Folder, folder_of, normal
from adapters.web_copy import Copy
from adapters.web_links import Use, base_of, css_addresses, html_addresses
from audarma.errors import AudarmaError

_MOST_FILES = 500
_CSS = "text/css"

Get = Callable[[str], tuple[bytes, str, str] | None]
"""Gives an address's content, the address that answered and its media type; None for a fault."""


def keep_shown(path: Path, address: str, get: Get, limit_bytes: int) -> None:
    """Put what the page in *path*, fetched from *address*, shows beside it.

    Where the page is no text that can be read, it stays as it is.
    """
    data = path.read_bytes()
    try:
        waiting = deque(_shown_by_page(data, address))
    except AudarmaError:
        return
    key = normal(address)
    folder = Folder(folder_of(key), "")
    files = {key: path.name}
    styles: dict[str, tuple[bytes, str]] = {}
    total = 0
    while waiting and len(files) <= _MOST_FILES:
        wanted = waiting.popleft()
        if wanted in files or not folder.is_near(wanted):
            continue
        found = get(wanted)
        total += len(found[0]) if found else 0
        if found is None or total > limit_bytes:
            continue
        content, final, media_type = found
        files[wanted] = folder.file_of(wanted, media_type)
        if media_type == _CSS:
            styles[wanted] = (content, final)
            waiting += _shown_by_styles(content, final)
        else:
            _write(path.parent / files[wanted], content)
    copy = Copy(files, {})
    for wanted, (content, final) in styles.items():
        _write(path.parent / files[wanted], copy.styles(content, wanted, final))
    _write(path, copy.page(data, key, address))


def _shown_by_page(data: bytes, address: str) -> Iterator[str]:
    page = read_page(data, address)
    links = list(html_addresses(page.text, page.is_xml))
    base = base_of(links, address)
    yield from filter(None, (normal(link.address, base) for link in links if link.use is Use.SHOWN))


def _shown_by_styles(content: bytes, address: str) -> Iterator[str]:
    text = content.decode("utf-8", errors="replace")
    yield from filter(None, (normal(link.address, address) for link in css_addresses(text)))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.partial")
    partial.write_bytes(content)
    partial.replace(path)

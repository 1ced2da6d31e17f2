# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paragraphs that are text alone, as most of OpenDocument's are, read without gathering a run.

What is looked for is looked for in the bytes: there are many paragraphs, and most hold none of it.

Leaves out: paragraphs with markup, which ``odf_runs`` gathers.
"""

from __future__ import annotations

import re

from adapters.formats.html_text import collapse, decode, pieces
from adapters.formats.odf_slots import Slot
from audarma.inline_code import escape
from audarma.model import UnitKind

_WHITE_SPACE = b" \t\r\n"
# Bytes as numbers: to look for them in bytes is the fastest search that there is.
_AMPERSAND, _BACKSLASH, _DOLLAR, _TAB, _LINE, _RETURN = b"&\\$\t\n\r"
_UNCOMMON_ENTITY = re.compile(rb"&(?!(?:lt|gt|amp|apos|quot);|#)")


def plain_text(raw: bytes) -> str | None:
    """Give the text that *raw* shows, which is without markup: none where no letter is in it.

    ``None`` where something in it must stay as it is (see ``pieces``).
    """
    is_escaped = _AMPERSAND in raw
    is_odd = _DOLLAR in raw or _BACKSLASH in raw or (is_escaped and _UNCOMMON_ENTITY.search(raw))
    text = raw.decode("utf-8")
    if is_odd and any(name for name, _, _ in pieces(text, True)):
        return None
    if is_escaped:
        text = collapse(decode(text))
    elif "  " in text or _LINE in raw or _TAB in raw or _RETURN in raw:
        text = collapse(text)
    text = text.strip(" ")
    return text if text[:1].isalpha() or any(map(str.isalpha, text)) else ""


def plain_slot(
    kind: UnitKind, text: str, title_path: tuple[str, ...], raw: bytes, start: int
) -> Slot:
    """Give the slot of *text*, which stands as *raw* at *start*."""
    content = escape(text) if _AMPERSAND in raw else text
    end = start + len(raw)
    if raw[0] in _WHITE_SPACE or raw[-1] in _WHITE_SPACE:
        start, end = end - len(raw.lstrip(_WHITE_SPACE)), start + len(raw.rstrip(_WHITE_SPACE))
    return Slot(kind, content, title_path, start, end)

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


def is_plain(raw: bytes) -> bool:
    """Say whether nothing in *raw*, text without markup, must stay as it is (see ``pieces``)."""
    if _DOLLAR in raw or _BACKSLASH in raw or (_AMPERSAND in raw and _UNCOMMON_ENTITY.search(raw)):
        return not any(name for name, _, _ in pieces(raw.decode("utf-8"), True))
    return True


def shown_text(raw: bytes) -> str:
    """Give the text that *raw* shows, or none where no letter is in it."""
    text = raw.decode("utf-8")
    if _AMPERSAND in raw:
        text = decode(text)
    if "  " in text or _LINE in raw or _TAB in raw or _RETURN in raw or _AMPERSAND in raw:
        text = collapse(text)
    return text.strip(" ") if any(map(str.isalpha, text)) else ""


def plain_slot(
    kind: UnitKind, text: str, title_path: tuple[str, ...], raw: bytes, start: int
) -> Slot:
    """Give the slot of *text*, which stands as *raw* at *start*."""
    content = escape(text) if _AMPERSAND in raw else text
    end = start + len(raw.rstrip(_WHITE_SPACE))
    return Slot(kind, content, title_path, start + len(raw) - len(raw.lstrip(_WHITE_SPACE)), end)

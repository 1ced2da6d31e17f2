# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Literal text escaped for Markdown, from the fewest escapes to entities alone.

Backslash escapes and entities are CommonMark's (sections 2.4 and 2.5). Spaces inside text are
written as NUL, which no file holds, until it is known where lines break.

Leaves out: the choice among the ways, which is in ``markdown_writing``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from adapters.formats.markdown_blocks import Style
from adapters.formats.markdown_slots import decoded_string

Escape = Callable[[str], str]

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_MARKUP = re.compile(r"[\\`*_\[\]{}<>&$@~|^!#:%+=\"']|(?<=www)\.")
_LIGHT: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\\(?=[!-/:-@\[-`{-~]|$)"), r"\\\\"),
    (re.compile(r"`"), r"\\`"),
    (re.compile(r"\*(?! |$)|(?<! )(?<!^)\*"), r"\\*"),
    (re.compile(r"(?<![^\W_])_|_(?![^\W_])"), r"\\_"),
    (re.compile(r"~(?=~)|(?<=~)~"), r"\\~"),
    (re.compile(r"<(?=[A-Za-z/!?])"), r"\\<"),
    (re.compile(r"&(?=#?\w+;)"), "&amp;"),
)
_LINE_START = re.compile(r"(\d{1,9}(?=[.)])|(?=[-+>#=:%|~]))")


def light(text: str) -> str:
    """Escape what Markdown most likely reads as markup where it stands."""
    for pattern, replacement in _LIGHT:
        text = pattern.sub(replacement, text)
    return text


def careful(text: str) -> str:
    """Escape every letter that can begin inline markup."""
    return _MARKUP.sub(lambda match: "\\" + match.group(), text)


def entities(text: str) -> str:
    """Write all ASCII punctuation as entities, which no rule reads as markup."""
    return _PUNCTUATION.sub(lambda match: f"&#{ord(match.group())};", text)


def quoted_string(text: str, quote: str, in_cell: bool) -> str:
    """Write literal *text* between quotation marks."""
    special = f"[\\\\&{quote}\n{'|' if in_cell else ''}{{}}]"
    written = re.sub(special, lambda match: f"&#{ord(match.group())};", text)
    plain = text.replace(quote, "\\" + quote)
    return plain if decoded_string(plain) == text and not in_cell and "\\" not in text else written


def escaped_run(
    text: str, escaped: Escape, style: Style, *, begins: bool, ends: bool, starts_line: bool
) -> str:
    """Escape a run of text that may begin or end its line."""
    core = text
    lead = trail = ""
    if begins:
        core = core.lstrip()
        lead = text[: len(text) - len(core)]
    if ends:
        bare = core.rstrip()
        core, trail = bare, core[len(bare) :]
    if style is Style.CELL:
        parts = re.split(r"([\\|])", core)
        cell = {"\\": "&#92;", "|": "\\|"}
        core = "".join(cell.get(part) or escaped(part) for part in parts)
    else:
        core = escaped(core)
    if begins and starts_line and not lead:
        core = start_escaped(core)
    if ends and style is Style.LINE and core.endswith("#") and not core.endswith("\\#"):
        core = core[:-1] + "\\#"
    core = core.replace("\n", "&#10;").replace("\t", "&#9;").replace(" ", "\0")
    return _spaces(lead) + core + _spaces(trail)


def start_escaped(text: str) -> str:
    """Escape what would begin a block at the start of a line."""
    match = _LINE_START.match(text)
    return f"{match.group()}\\{text[match.end() :]}" if match else text


def _spaces(text: str) -> str:
    """Write white space at a line's edge, which Markdown would drop, as entities."""
    return "".join(f"&#{ord(letter)};" for letter in text)

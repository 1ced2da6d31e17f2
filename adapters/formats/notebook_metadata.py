# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a notebook says of itself: nbformat's keys and common ones, then its Markdown cells.

nbformat 4 defines ``title`` and ``authors``; ``license``, ``date`` and ``description`` are what
Jupyter Book, Quarto and nbdev call them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from adapters.formats.notebook_cells import NotebookText
from adapters.formats.notebook_notice import LANGUAGE_KEYS, LANGUAGE_TAG
from audarma.model import Metadata

_LICENCE_CELLS = 2
_COPYRIGHT = re.compile(
    r"^(?:Copyright|\(c\)|©)(?:[ ,]|\(c\)|©)*(?:\d{4}[-–, \d]*)(?:by )?(?P<holder>[^\n]{2,80})$",
    re.IGNORECASE | re.MULTILINE,
)
_LINK = re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)")


def read_metadata(notebook: NotebookText, cells: Sequence[Metadata]) -> Metadata:
    """Read the metadata of *notebook*, whose Markdown cells say of themselves what *cells* hold."""
    front = cells[0] if cells else Metadata()
    stated = notebook.described
    copyright_line, holders = _copyright(notebook)
    statements = (
        *_texts(stated("license")),
        *_texts(stated("licence")),
        *_cell_statements(cells),
    )
    tags = (_text(stated(key)) for key in LANGUAGE_KEYS)
    named = _names(stated("authors")) or _names(stated("author"))
    return replace(
        front,
        title=_text(stated("title")) or next((cell.title for cell in cells if cell.title), ""),
        creators=named or front.creators or holders,
        licence_statements=tuple(dict.fromkeys(statements)),
        language=next((tag for tag in tags if LANGUAGE_TAG.fullmatch(tag)), front.language),
        published=_text(stated("date")) or front.published,
        description=_text(stated("description")) or front.description,
        rights_statement=front.rights_statement or copyright_line,
    )


def _cell_statements(cells: Sequence[Metadata]) -> list[str]:
    """Give the licence statements of the first and last cells, or of all where those have none.

    In between, a text on public domain word lists or on licences of software speaks of others.
    """
    ends = cells if len(cells) <= 2 * _LICENCE_CELLS else None
    for chosen in (ends or [*cells[:_LICENCE_CELLS], *cells[-_LICENCE_CELLS:]], cells):
        found = [statement for cell in chosen for statement in cell.licence_statements]
        if found:
            return found
    return []


def _copyright(notebook: NotebookText) -> tuple[str, tuple[str, ...]]:
    """Give the last copyright line in the Markdown, and whom it names."""
    for cell in reversed(notebook.cells):
        found = _COPYRIGHT.search(cell.text)
        if found:
            line = _LINK.sub(r"\1", found.group()).strip()
            return line, (_LINK.sub(r"\1", found["holder"]).strip(" .*_\r"),)
    return "", ()


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _texts(value: Any) -> tuple[str, ...]:
    """Give what a statement says: a string, or an object's name and address, or some of either."""
    if isinstance(value, list):
        return tuple(text for entry in value for text in _texts(entry))
    if isinstance(value, Mapping):
        keys = ("spdx", "id", "url", "name", "title")
        return tuple(text for key in keys if (text := _text(value.get(key))))
    return (value.strip(),) if _text(value) else ()


def _names(value: Any) -> tuple[str, ...]:
    """Give the names of people: strings, or objects with a ``name``."""
    people = value if isinstance(value, list) else [value]
    names = (
        _text(person.get("name") if isinstance(person, Mapping) else person) for person in people
    )
    return tuple(name for name in names if name)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cells of a Jupyter notebook, by nbformat 4: which are text, and what stands in them.

A cell's ``source`` is a string, or an array of strings whose join is the source; it stays what
it was. Leaves out: what is in the Markdown, which is the Markdown format's business.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from adapters.formats.notebook_json import Edit, JsonText, Value
from audarma.errors import MalformedDocumentError

_CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Cell:
    """A Markdown cell: its *name* in the notebook, its number from 1, its text."""

    name: str
    number: int
    text: str
    source: Value


@dataclass(frozen=True, slots=True)
class NotebookText:
    """A notebook, read; *mark* is the byte order mark that its file begins with, if it does."""

    mark: bytes
    json: JsonText
    minor: int
    all_cells: Value
    metadata: Value
    cells: tuple[Cell, ...]

    def encode(self, text: str) -> bytes:
        """Write *text* as this notebook was written."""
        return self.mark + text.encode("utf-8")

    def described(self, key: str) -> Any:
        """Give the notebook's metadata named *key*, or ``None``."""
        value = self.metadata.members.get(key)
        return None if value is None else self.json.plain(value)

    def new_source(self, cell: Cell, text: str) -> Edit:
        """Give the edit by which *cell* holds *text*; lines that stay keep their bytes."""
        whole, style = self.json, self.json.style
        source = cell.source
        if source.is_string:
            return source.start, source.end, style.dumps(text)
        kept: dict[str, str] = {}
        for entry in source.entries:
            kept.setdefault(whole.string(entry), whole.text[entry.start : entry.end])
        # nbformat.v4.rwbase.split_lines cuts a source as str.splitlines does.
        lines = [kept.get(line) or style.dumps(line) for line in text.splitlines(keepends=True)]
        first, last = source.entries[0], source.entries[-1]
        before = whole.text[source.start + 1 : first.start]
        between = (
            whole.text[first.end : source.entries[1].start]
            if len(source.entries) > 1
            else f",{before or style.colon.lstrip(':')}"
        )
        return first.start, last.end, between.join(lines)


def read_notebook(data: bytes, path: str) -> NotebookText:
    """Read *data* as nbformat 4.

    Raises:
        MalformedDocumentError: it is no notebook, or one of another version; names *path*, the
            line where it can, and what to do.
        UnsafeSourceError: it nests deeper than any notebook.
    """
    mark = _BYTE_ORDER_MARK if data.startswith(_BYTE_ORDER_MARK) else b""
    try:
        text = data[len(mark) :].decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, len(mark) + error.start) + 1
        raise MalformedDocumentError(
            f"{path}:{line}: is not in UTF-8, as a notebook must be. Open and save it in Jupyter.",
            path,
            line,
        ) from error
    whole = JsonText(text, path)
    root = whole.root
    major = _number(whole, root.members.get("nbformat"))
    if not root.is_object or major is None:
        raise _malformed(whole, root, 'has no "nbformat", so it is no notebook. Give a notebook')
    if major != 4:
        raise _malformed(
            whole,
            root.members["nbformat"],
            f"is a notebook of format {major}, and only format 4 is read. Open and save it in "
            "Jupyter, which brings it to format 4",
        )
    cells = _required(whole, "cells", "[", "an array")
    metadata = _required(whole, "metadata", "{", "an object")
    minor = _number(whole, root.members.get("nbformat_minor")) or 0
    return NotebookText(mark, whole, minor, cells, metadata, _markdown_cells(whole, cells))


def _markdown_cells(whole: JsonText, cells: Value) -> tuple[Cell, ...]:
    ids = Counter(whole.string(cell.members.get("id")) for cell in cells.entries)
    found = []
    for number, cell in enumerate(cells.entries, 1):
        kind = whole.string(cell.members.get("cell_type"))
        if not kind:
            raise _malformed(whole, cell, f'cell {number} has no "cell_type". {_SAVE_AGAIN}')
        if kind != "markdown":
            continue
        source = cell.members.get("source")
        is_text = source is not None and (
            source.is_string
            or (source.is_array and all(entry.is_string for entry in source.entries))
        )
        if source is None or not is_text:
            raise _malformed(
                whole, source or cell, f'the "source" of cell {number} is no text. {_SAVE_AGAIN}'
            )
        text = "".join(map(whole.string, source.entries)) + whole.string(source)
        if _HALF_PAIR.search(text):
            raise _malformed(
                whole,
                source,
                f"cell {number} holds half of a surrogate pair, which is no letter. Delete it",
            )
        identifier = whole.string(cell.members.get("id"))
        is_name = bool(_CELL_ID.fullmatch(identifier)) and ids[identifier] == 1
        # "@" stands in no cell's identifier, so a number is never taken for one.
        found.append(Cell(identifier if is_name else f"@{number}", number, text, source))
    return tuple(found)


_SAVE_AGAIN = "Open and save it in Jupyter, or take a fresh copy"


def _required(whole: JsonText, key: str, kind: str, described: str) -> Value:
    value = whole.root.members.get(key)
    if value is None or value.kind != kind:
        raise _malformed(whole, value or whole.root, f'"{key}" is not {described}. {_SAVE_AGAIN}')
    return value


def _number(whole: JsonText, value: Value | None) -> int | None:
    found = whole.plain(value) if value is not None else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def _malformed(whole: JsonText, value: Value, what: str) -> MalformedDocumentError:
    line = whole.line_of(value)
    return MalformedDocumentError(f"{whole.path}:{line}: {what}.", whole.path, line)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an adapted notebook says of itself: its metadata, and cells that readers see.

nbformat 4 knows ``title`` and ``authors`` and leaves other keys free. It has no key for a
language that people speak (``language_info`` is the kernel's), so the language is ``lang``, as
Pandoc and Quarto name it; the licence is ``license``, and schema.org's description ``jsonld``.

Leaves out: the wording, which is in ``audarma.attribution``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from adapters.formats.markdown_notice import notice, warning
from adapters.formats.notebook_cells import NotebookText
from adapters.formats.notebook_json import Edit
from audarma.model import Attribution
from audarma.ports import Adaptation

LANGUAGE_KEYS = ("lang", "inLanguage", "language")
# Old notebooks keep the kernel's language ("Julia") in "language".
LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

_CELL_IDS_SINCE = 5  # nbformat 4.5
_CELL_DEPTH = 2


def adaptation_edits(notebook: NotebookText, adaptation: Adaptation) -> Iterator[Edit]:
    """Give the edits that state the language, and the attribution where there is one."""
    attribution = adaptation.attribution
    yield from notebook.json.set_members(
        notebook.metadata, _members(notebook, adaptation.locale, attribution), 1
    )
    if attribution is not None:
        yield from _cell_edits(notebook, attribution)


def _members(
    notebook: NotebookText, locale: str, attribution: Attribution | None
) -> dict[str, Any]:
    stated = [key for key in LANGUAGE_KEYS if _is_language(notebook.described(key))]
    members: dict[str, Any] = dict.fromkeys(stated or LANGUAGE_KEYS[:1], locale)
    if attribution is not None:
        members["license"] = attribution.licence_id or attribution.licence_name
        members["translator"] = ", ".join(attribution.translators)
        members["jsonld"] = dict(attribution.json_ld)
    return {key: value for key, value in members.items() if value}


def _is_language(value: Any) -> bool:
    return isinstance(value, str) and LANGUAGE_TAG.fullmatch(value) is not None


def _cell_edits(notebook: NotebookText, attribution: Attribution) -> Iterator[Edit]:
    """Give the warning as the first cell that may be one, and the notice as the last."""
    new = {}
    if attribution.warning:
        new[_first_place(notebook)] = _cell(
            notebook, "audarma-warning", warning(attribution, "\n").strip()
        )
    last = len(notebook.all_cells.entries)
    closing = _cell(notebook, "audarma-attribution", notice(attribution, "\n").strip())
    if last in new:
        yield _inserted(notebook, [new[last], closing], last)
        return
    for at, cell in new.items():
        yield _inserted(notebook, [cell], at)
    yield _inserted(notebook, [closing], last)


def _inserted(notebook: NotebookText, cells: list[dict[str, Any]], at: int) -> Edit:
    written = [notebook.json.style.dumps(cell, _CELL_DEPTH) for cell in cells]
    return notebook.json.inserted(
        notebook.all_cells, notebook.all_cells.entries, written, _CELL_DEPTH - 1, at
    )


def _first_place(notebook: NotebookText) -> int:
    """Give the index of the first cell; front matter must stay before it (Quarto, MyST)."""
    cells = notebook.all_cells.entries
    if not cells:
        return 0
    kind = notebook.json.string(cells[0].members.get("cell_type"))
    first = next((cell for cell in notebook.cells if cell.number == 1), None)
    return int(kind == "raw" or (first is not None and first.text.startswith("---")))


def _cell(notebook: NotebookText, name: str, text: str) -> dict[str, Any]:
    """Give a Markdown cell with its keys in nbformat's order."""
    cell: dict[str, Any] = {"cell_type": "markdown"}
    if notebook.minor >= _CELL_IDS_SINCE:
        taken = {
            notebook.json.string(entry.members.get("id")) for entry in notebook.all_cells.entries
        }
        number = 1
        while (free := name if number == 1 else f"{name}-{number}") in taken:
            number += 1
        cell["id"] = free
    return cell | {"metadata": {}, "source": text.splitlines(keepends=True)}

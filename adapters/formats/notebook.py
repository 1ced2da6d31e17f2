# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jupyter notebooks (nbformat 4): their Markdown cells, and their title where they state one.

Cells are read by the registry's Markdown format, each by itself, as Jupyter shows them. Code,
outputs, raw cells, attachments, identifiers and metadata keep their bytes.

Leaves out: comments and strings in code, and what it prints; front matter in raw cells; formats
before 4, which Jupyter brings to 4 when it saves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from adapters.formats.companions import ShowsFiles
from adapters.formats.markdown_blocks import Page
from adapters.formats.markdown_slots import SlotReader
from adapters.formats.notebook_cells import Cell, NotebookText, read_notebook
from adapters.formats.notebook_json import Edit
from adapters.formats.notebook_notice import LANGUAGE_KEYS, LANGUAGE_TAG, adaptation_edits
from audarma.errors import InlineCodeError, UnsupportedFormatError
from audarma.inline_code import escape, has_text, plain_text, require_same_codes
from audarma.model import Document, Metadata, Unit, UnitKind
from audarma.ports import Adaptation, DocumentFormat, FormatRegistry, Targets

_TITLE = "title"
_LICENCE_CELLS = 2
_COPYRIGHT = re.compile(
    r"^(?:Copyright|\(c\)|©)(?:[ ,]|\(c\)|©)*(?:\d{4}[-–, \d]*)(?:by )?(?P<holder>[^\n]{2,80})$",
    re.IGNORECASE | re.MULTILINE,
)
_LINK = re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)")
_MARKDOWN = "text/markdown"


class Notebook:
    """Jupyter notebooks, read and written in place; meets ``audarma.ports.DocumentFormat``."""

    name = "notebook"
    suffixes = frozenset({".ipynb"})
    media_types = frozenset({"application/x-ipynb+json"})

    def __init__(self, registry: FormatRegistry) -> None:
        """Take the *registry* that knows the format of Markdown cells."""
        self.registry = registry

    def metadata(self, data: bytes) -> Metadata:
        """Read the notebook's metadata; what they lack is looked for in the Markdown cells.

        Raises:
            MalformedDocumentError: *data* is no notebook of format 4.
        """
        notebook = read_notebook(data, self.name)
        markdown = self._markdown()
        cells = [markdown.metadata(_cell_bytes(cell)) for cell in notebook.cells]
        front = cells[0] if cells else Metadata()
        stated = notebook.described
        copyright_line, holders = _copyright(notebook)
        statements = (
            *_texts(stated("license")),
            *_texts(stated("licence")),
            *_cell_statements(cells),
        )
        return replace(
            front,
            title=_text(stated("title")) or next((cell.title for cell in cells if cell.title), ""),
            creators=_names(stated("authors"))
            or _names(stated("author"))
            or front.creators
            or holders,
            licence_statements=tuple(dict.fromkeys(statements)),
            language=next(
                (tag for key in LANGUAGE_KEYS if LANGUAGE_TAG.fullmatch(tag := _text(stated(key)))),
                front.language,
            ),
            published=_text(stated("date")) or front.published,
            description=_text(stated("description")) or front.description,
            rights_statement=front.rights_statement or copyright_line,
        )

    def shown_files(self, data: bytes) -> Iterator[str]:
        """Give the addresses of the files that the Markdown cells show."""
        markdown = self._markdown()
        if isinstance(markdown, ShowsFiles):
            for cell in read_notebook(data, self.name).cells:
                yield from markdown.shown_files(_cell_bytes(cell))

    def extract(self, data: bytes, path: str) -> Document:
        """Give the units of the Markdown cells; a notebook of code alone has none.

        Raises:
            MalformedDocumentError: *data* is no notebook of format 4.
        """
        notebook = read_notebook(data, path)
        markdown = self._markdown()
        outline = _Outline()
        units = list(_title_units(notebook))
        for cell in notebook.cells:
            inner = markdown.extract(_cell_bytes(cell), f"{path}, cell {cell.number}")
            units += [
                replace(unit, id=f"{cell.name}.{unit.id}") for unit in outline.placed(inner, cell)
            ]
        titles = (
            plain_text(unit.content)
            for unit in units
            if unit.kind in (UnitKind.TITLE, UnitKind.HEADING)
        )
        return Document(path, tuple(units), next(titles, ""))

    def merge(self, data: bytes, targets: Targets, adaptation: Adaptation | None) -> bytes:
        """Splice *targets* into *data*.

        Raises:
            InlineCodeError: a target does not hold its unit's codes.
            MalformedDocumentError: *data* is no notebook of format 4.
        """
        notebook = read_notebook(data, self.name)
        edits = [*_title_edits(notebook, targets), *self._cell_edits(notebook, targets)]
        if adaptation is not None:
            edits += adaptation_edits(notebook, adaptation)
        return notebook.encode(notebook.json.applied(edits)) if edits else data

    def _cell_edits(self, notebook: NotebookText, targets: Targets) -> Iterator[Edit]:
        markdown = self._markdown()
        by_cell: dict[str, dict[str, str]] = {}
        for identifier, target in targets.items():
            name, _, inner = identifier.rpartition(".")
            by_cell.setdefault(name, {})[inner] = target
        for cell in notebook.cells:
            own = by_cell.get(cell.name)
            if not own:
                continue
            before = _cell_bytes(cell)
            after = _merged(markdown, cell, before, own)
            if after != before:
                yield notebook.new_source(cell, after.decode("utf-8")[_guard(cell) :])

    def _markdown(self) -> DocumentFormat:
        found = self.registry.document_format("cell.md", _MARKDOWN)
        if found is None:
            raise UnsupportedFormatError(
                f"notebook: no adapter reads {_MARKDOWN}, which its cells hold. Install one.",
                _MARKDOWN,
            )
        return found


class _Outline:
    """Follows the headings from cell to cell: each cell alone knows only its own."""

    def __init__(self) -> None:
        self._headings: list[tuple[int, str]] = []

    def placed(self, document: Document, cell: Cell) -> list[Unit]:
        """Give the cell's units under the headings of the cells before it."""
        levels: dict[str, int] = {}
        found = _cell_headings(document, cell)
        for level, heading in reversed(found):
            levels[heading] = level
        placed = []
        for unit in document.units:
            own = unit.title_path[0] if unit.title_path else ""
            if not own and unit.kind is UnitKind.HEADING:
                own = plain_text(unit.content).strip()
            around = self._above(levels.get(own, 0))
            placed.append(replace(unit, title_path=(*around, *unit.title_path)))
        for level, heading in found:
            self._headings = [entry for entry in self._headings if entry[0] < level]
            self._headings.append((level, heading))
        return placed

    def _above(self, level: int) -> tuple[str, ...]:
        """Give the headings that one of *level* stands under; all of them for none (0)."""
        return tuple(heading for own, heading in self._headings if not level or own < level)


def _cell_headings(document: Document, cell: Cell) -> list[tuple[int, str]]:
    """Give the level and text of each heading of *cell*, in order."""
    if not any(unit.kind is UnitKind.HEADING for unit in document.units):
        return []
    slots = SlotReader().slots(Page(cell.text.replace("\0", "")), 0)
    return [
        (slot.block.level, plain_text(slot.unit.content).strip())
        for slot in slots
        if slot.block.level and slot.unit is not None
    ]


def _guard(cell: Cell) -> int:
    """Say how many line feeds keep a thematic break from being read as front matter.

    Only a notebook's first cell can hold front matter, as MyST has it.
    """
    return int(cell.number > 1 and cell.text.startswith("---"))


def _cell_bytes(cell: Cell) -> bytes:
    return ("\n" * _guard(cell) + cell.text).encode("utf-8")


def _merged(markdown: DocumentFormat, cell: Cell, before: bytes, targets: Targets) -> bytes:
    try:
        return markdown.merge(before, targets, None)
    except InlineCodeError as error:
        message = "\n".join(f"{cell.name}.{line}" for line in error.message.split("\n"))
        raise InlineCodeError(message, *error.args[1:]) from error


def _cell_statements(cells: list[Metadata]) -> list[str]:
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
            return line, (_LINK.sub(r"\1", found["holder"]).strip(" .*_"),)
    return "", ()


def _title_units(notebook: NotebookText) -> Iterator[Unit]:
    content = escape(_text(notebook.described(_TITLE)))
    if has_text(content):
        yield Unit(_TITLE, UnitKind.TITLE, content)


def _title_edits(notebook: NotebookText, targets: Targets) -> Iterator[Edit]:
    for unit in _title_units(notebook):
        target = targets.get(unit.id)
        if target and target != unit.content:
            require_same_codes(unit.content, target, unit.id)
            value = notebook.metadata.members[_TITLE]
            yield value.start, value.end, notebook.json.style.dumps(plain_text(target))


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

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jupyter notebooks (nbformat 4): their Markdown cells, and their title where they state one.

Cells are read by the registry's Markdown format, each by itself, as Jupyter shows them. Code,
outputs, raw cells, attachments, identifiers and metadata keep their bytes.

Leaves out: comments and strings in code, and what it prints; front matter in raw cells; formats
before 4, which Jupyter brings to 4 when it saves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from adapters.formats.companions import ShowsFiles
from adapters.formats.markdown_anchors import Anchors, LinkedPages, fragments_within
from adapters.formats.markdown_dialects import in_notebooks
from adapters.formats.notebook_cells import Cell, NotebookText, read_notebook
from adapters.formats.notebook_json import Edit
from adapters.formats.notebook_metadata import read_metadata
from adapters.formats.notebook_notice import adaptation_edits
from adapters.formats.notebook_outline import Outline
from audarma.errors import InlineCodeError, UnsupportedFormatError
from audarma.inline_code import escape, has_text, plain_text, require_same_codes
from audarma.model import Document, Metadata, Unit, UnitKind
from audarma.ports import Adaptation, DocumentFormat, FormatRegistry, Targets

_TITLE = "title"
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
        return read_metadata(notebook, cells)

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
        outline = Outline()
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
        return self.merge_linked(data, targets, adaptation, Anchors())

    def merge_linked(
        self, data: bytes, targets: Targets, adaptation: Adaptation | None, anchors: Anchors
    ) -> bytes:
        """Splice *targets* into *data*; links to headings, and *anchors*, still lead there.

        Raises:
            InlineCodeError, MalformedDocumentError: as ``merge`` does.
        """
        notebook = read_notebook(data, self.name)
        within = {fragment for cell in notebook.cells for fragment in fragments_within(cell.text)}
        anchors = Anchors(anchors.wanted | within, in_notebooks(anchors.dialect))
        edits = [*_title_edits(notebook, targets), *self._cell_edits(notebook, targets, anchors)]
        if adaptation is not None:
            edits += adaptation_edits(notebook, adaptation)
        return notebook.encode(notebook.json.applied(edits)) if edits else data

    def _cell_edits(
        self, notebook: NotebookText, targets: Targets, anchors: Anchors
    ) -> Iterator[Edit]:
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
            after = _merged(markdown, cell, before, own, anchors)
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


def _guard(cell: Cell) -> int:
    """Say how many line feeds keep a thematic break from being read as front matter.

    Only a notebook's first cell can hold front matter, as MyST has it.
    """
    return int(cell.number > 1 and cell.text.startswith("---"))


def _cell_bytes(cell: Cell) -> bytes:
    return ("\n" * _guard(cell) + cell.text).encode("utf-8")


def _merged(
    markdown: DocumentFormat, cell: Cell, before: bytes, targets: Targets, anchors: Anchors
) -> bytes:
    try:
        if isinstance(markdown, LinkedPages):
            return markdown.merge_linked(before, targets, None, anchors)
        return markdown.merge(before, targets, None)
    except InlineCodeError as error:
        message = "\n".join(f"{cell.name}.{line}" for line in error.message.split("\n"))
        raise type(error)(message, *error.args[1:]) from error


def _title_units(notebook: NotebookText) -> Iterator[Unit]:
    content = escape(notebook.json.string(notebook.metadata.members.get(_TITLE)).strip())
    if has_text(content):
        yield Unit(_TITLE, UnitKind.TITLE, content)


def _title_edits(notebook: NotebookText, targets: Targets) -> Iterator[Edit]:
    for unit in _title_units(notebook):
        target = targets.get(unit.id)
        if target and target != unit.content:
            require_same_codes(unit.content, target, unit.id)
            value = notebook.metadata.members[_TITLE]
            yield value.start, value.end, notebook.json.style.dumps(plain_text(target))

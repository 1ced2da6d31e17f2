# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""LaTeX: one file, a whole document or a part of one.

Units are paragraphs, titles, captions, footnotes, items, table cells and the words in formulas.
Formulas, references, code, comments and commands that are not known stay as they are. Nothing is
expanded and nothing is run.

Leaves out: books of many files, which are in ``latex_book``; entries of the index, which stay
English, and text that comes from macros.
"""

from __future__ import annotations

from adapters.formats.latex_document import LatexFile
from adapters.formats.latex_writing import Writer
from audarma.errors import MalformedDocumentError
from audarma.model import Document, Metadata
from audarma.ports import Adaptation, Targets


class Latex:
    """A file of LaTeX."""

    name = "latex"
    suffixes = frozenset({".tex", ".ltx"})
    media_types = frozenset({"application/x-latex"})

    def metadata(self, data: bytes) -> Metadata:
        """Read the title, the authors and what the text says of its licence."""
        return Metadata(title=_read(data, self.name).title)

    def extract(self, data: bytes, path: str) -> Document:
        """Give the units of *data*.

        Raises:
            MalformedDocumentError: *data* is empty or no text.
        """
        return latex_document(_read(data, path))

    def merge(self, data: bytes, targets: Targets, adaptation: Adaptation | None) -> bytes:
        """Splice *targets* into *data*.

        Raises:
            InlineCodeError: names every unit whose target does not hold its codes, and why.
        """
        return merge_latex(_read(data, self.name), data, targets, adaptation)


def latex_document(latex: LatexFile) -> Document:
    """Give the units of a file."""
    return Document(latex.path, tuple(slot.unit for slot in latex.slots), latex.title)


def merge_latex(
    latex: LatexFile, data: bytes, targets: Targets, adaptation: Adaptation | None
) -> bytes:
    """Splice *targets* into a file."""
    writer = Writer(latex.text, latex.slots, targets, latex.file.newline)
    text = writer.rendered(0, len(latex.text))
    return data if text == latex.text else latex.file.encode(text)


def _read(data: bytes, path: str) -> LatexFile:
    latex = LatexFile(data, path)
    if not latex.text.strip():
        raise MalformedDocumentError(f"{path}: is empty. Give a file that holds text.", path)
    return latex

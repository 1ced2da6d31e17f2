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

from collections.abc import Iterator

from adapters.formats.kept_readings import kept
from adapters.formats.latex_adaptation import Surroundings, language_edits
from adapters.formats.latex_companions import shown_by_latex
from adapters.formats.latex_document import LatexFile
from adapters.formats.latex_metadata import latex_metadata
from adapters.formats.latex_notice import notice_edits
from adapters.formats.latex_writing import Edit, Writer
from adapters.formats.text_bytes import TextFile, read_text
from audarma.errors import MalformedDocumentError
from audarma.model import Document, Metadata
from audarma.ports import Adaptation, Targets

_MEMORY = 30  # bytes that a character takes, read, as measured


class Latex:
    """A file of LaTeX."""

    name = "latex"
    suffixes = frozenset({".tex", ".ltx"})
    media_types = frozenset({"application/x-latex"})

    def metadata(self, data: bytes) -> Metadata:
        """Read the title page, PDF properties, and what is said of the licence.

        Raises:
            MalformedDocumentError: *data* is empty or no text.
        """
        return latex_metadata(_read(data, self.name))

    def shown_files(self, data: bytes) -> Iterator[str]:
        """Give the names of the pictures and files that *data* reads, with likely suffixes."""
        return shown_by_latex(_read(data, self.name).text)

    def extract(self, data: bytes, path: str) -> Document:
        """Give the units of *data*.

        Raises:
            MalformedDocumentError: *data* is empty or no text.
        """
        return latex_document(_read(data, path), path)

    def merge(self, data: bytes, targets: Targets, adaptation: Adaptation | None) -> bytes:
        """Splice *targets* into *data*.

        Raises:
            InlineCodeError: names every unit whose target does not hold its codes, and why.
        """
        latex = _read(data, self.name)
        surroundings = Surroundings.of([latex.text])
        return merge_latex(latex, data, targets, adaptation, surroundings)


def latex_document(latex: LatexFile, path: str) -> Document:
    """Give the units of the file at *path*."""
    return Document(path, tuple(slot.unit for slot in latex.slots), latex.title)


def merge_latex(
    latex: LatexFile,
    data: bytes,
    targets: Targets,
    adaptation: Adaptation | None,
    surroundings: Surroundings,
    *,
    has_notice: bool = True,
) -> bytes:
    """Splice *targets* into a file; the notice too where it *has_notice*.

    Raises:
        InlineCodeError: names every unit whose target does not hold its codes, and why.
    """
    edits: list[Edit] = []
    if adaptation:
        edits += language_edits(latex, adaptation.locale, surroundings)
        if adaptation.attribution and has_notice:
            notice = notice_edits(latex, adaptation.attribution, has_links=surroundings.has_links)
            edits += notice
    macros = latex.vocabulary.macros
    writer = Writer(latex.text, latex.slots, targets, edits, latex.file.newline, macros)
    text = writer.merged()
    if adaptation and surroundings.old_encoding:
        return latex.file.mark + text.encode("utf-8", "replace")
    return data if text == latex.text else latex.file.encode(text)


def _read(data: bytes, path: str) -> LatexFile:
    file = read_text(data, path)
    if not file.text.strip():
        raise MalformedDocumentError(f"{path}: is empty. Give a file that holds text.", path)
    return _latex(file)


@kept(lambda latex: _MEMORY * len(latex.text))
def _latex(file: TextFile) -> LatexFile:
    return LatexFile(file)

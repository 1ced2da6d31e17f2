# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""One LaTeX file, read: its preamble, its body and their units.

A file with ``\begin{document}`` has a preamble, in which only the title, the names of theorems and
the PDF's title are text. One without is a part of a document, and all of it is body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from adapters.formats.latex_arguments import Arguments
from adapters.formats.latex_macros import vocabulary
from adapters.formats.latex_pieces import Slot
from adapters.formats.latex_tokens import NO_PARTNER, Kind, Source
from adapters.formats.latex_units import Reader
from adapters.formats.latex_vocabulary import BLOCKS, Vocabulary
from adapters.formats.text_bytes import TextFile
from audarma.inline_code import plain_text
from audarma.model import UnitKind

_PDF_TITLE = re.compile(r"\bpdftitle\s*=\s*(?=\{)")
_PREAMBLE_COMMANDS = frozenset({"title", "subtitle", "newtheorem"})
_INCLUDING = frozenset({"input", "include"})
_DEFINING = frozenset(
    {"newcommand", "renewcommand", "providecommand", "DeclareRobustCommand", "newenvironment"}
    | {"renewenvironment"}
)


@dataclass(frozen=True, slots=True)
class Body:
    """Where a document's body is, as indices of tokens and as positions."""

    first: int
    last: int
    start: int
    end: int


class LatexFile:
    """The units of a *file*."""

    def __init__(
        self, file: TextFile, known: Vocabulary | None = None, above: tuple[str, ...] = ()
    ) -> None:
        """Read a file, with what is *known* from others, under the titles *above*."""
        self.file = file
        self.source = Source(self.file.text, known.marks if known else "")
        self._known = known
        self._above = above

    @property
    def text(self) -> str:
        """Give the file's text."""
        return self.file.text

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Give what the file declares, or what it was told."""
        return self._known or vocabulary([self.source])

    @cached_property
    def body(self) -> Body | None:
        r"""Give where the body is, in a file that has a preamble."""
        source = self.source
        for index in source.of_kind(Kind.BEGIN):
            if source.names[index] == "document":
                partner = source.partner[index]
                last = partner if partner != NO_PARTNER else len(source)
                return Body(index + 1, last, source.starts[index + 1], source.starts[last])
        return None

    @cached_property
    def _reader(self) -> Reader:
        reader = Reader(self.source, self.vocabulary, self._above)
        end = len(self.source)
        if self.body is None:
            reader.read(0, end, UnitKind.PARAGRAPH)
        else:
            self._read_preamble(reader, self.body.first - 1)
            reader.read(self.body.first, self.body.last, UnitKind.PARAGRAPH)
        return reader

    @property
    def slots(self) -> list[Slot]:
        """Give the slots in reading order."""
        return self._reader.slots

    def title_path_at(self, position: int) -> tuple[str, ...]:
        """Give the titles that the inclusion at *position* stands under."""
        return self._reader.titles_at.get(position, self._above)

    @property
    def title(self) -> str:
        """Give the document's title, else its first heading."""
        for kind in (UnitKind.TITLE, UnitKind.HEADING):
            for slot in self.slots:
                if slot.unit.kind is kind and not slot.in_brackets:
                    return " ".join(plain_text(slot.unit.content).split())
        return ""

    def _read_preamble(self, reader: Reader, last: int) -> None:
        titles = {match.end() for match in _PDF_TITLE.finditer(self.text)}
        arguments = Arguments(self.source, last)
        index = 0
        while index < last:
            name, partner = self.source.names[index], self.source.partner[index]
            is_command = self.source.kinds[index] is Kind.WORD
            end = index + 1
            if is_command and name in _PREAMBLE_COMMANDS:
                end = arguments.read(index, BLOCKS[name][0])[1]
                reader.read(index, end, UnitKind.TITLE)
            elif is_command and name in _INCLUDING:
                end = arguments.read(index, "{")[1]
                reader.read(index, end, UnitKind.TITLE)
            elif is_command and name in _DEFINING:
                end = arguments.protected_end(index, name)
            elif self.source.starts[index] in titles and index < partner < last:
                reader.read(index + 1, partner, UnitKind.METADATA)
                end = partner + 1
            index = end

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""Units of LaTeX and their places: paragraphs, titles, items, cells, captions and footnotes.

One pass over the tokens, whatever the nesting: a paragraph ends at a blank line, at a command
between paragraphs, and at a brace or an environment that reaches over such an end. Arguments
that hold prose of their own are read for themselves.

Leaves out: what stands before ``\begin{document}``, which is in ``latex_document``; writing, which
is in ``latex_writing``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from adapters.formats.latex_arguments import Argument, Arguments
from adapters.formats.latex_formulas import inner_prose
from adapters.formats.latex_inclusions import BARE_INPUT, INCLUSIONS
from adapters.formats.latex_pieces import Piece, Slot, content_of, hints, numbered, trimmed
from adapters.formats.latex_text import (
    BLANKS,
    CONTROL_SYMBOLS,
    LONE_IN_BRACES,
    NO_BREAK_SPACE,
    SYMBOLS,
    read_accent,
    read_text,
)
from adapters.formats.latex_tokens import Kind, Source
from adapters.formats.latex_vocabulary import (
    BLOCKS,
    BREAKS,
    CODE_DECLARATIONS,
    DECLARATIONS,
    FORMULA_ENVIRONMENTS,
    HEADING_LEVELS,
    HOLDERS,
    INVISIBLE,
    LISTS,
    PAIRED,
    QUOTATIONS,
    TABLES,
    TRANSPARENT,
    Vocabulary,
)
from audarma.inline_code import code_name, has_text, plain_text
from audarma.model import Unit, UnitKind

MAX_DEPTH = 12
"""Prose in arguments in arguments …: what nests deeper stays as it is."""

_ACCENTS = "'`^\"~=."


@dataclass
class Reader:
    """Finds the slots of a source; *above* are the titles that the file stands under.

    *titles_at* are the titles that each inclusion stands under, by its place.
    """

    source: Source
    vocabulary: Vocabulary
    above: tuple[str, ...] = ()
    slots: list[Slot] = field(default_factory=list)
    titles_at: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _headings: list[tuple[int, str]] = field(default_factory=list)

    def read(
        self, first: int, last: int, kind: UnitKind, *, in_brackets: bool = False, depth: int = 0
    ) -> None:
        """Find the slots among the tokens from *first* up to *last*."""
        if depth <= MAX_DEPTH:
            _Flow(self, first, last, kind, in_brackets, depth).run()

    @property
    def title_path(self) -> tuple[str, ...]:
        """Give the titles that the place that is read stands under."""
        return (*self.above, *(title for _, title in self._headings))

    def add(self, pieces: list[Piece], kind: UnitKind, in_brackets: bool) -> None:
        """Add a slot for *pieces* if there is text in them."""
        pieces = numbered(trimmed(pieces))
        content = content_of(pieces)
        if not has_text(content):
            return
        unit = Unit(
            f"u{len(self.slots) + 1}",
            kind,
            content,
            self.title_path,
            hints(pieces, self.source.text),
        )
        self.slots.append(Slot(unit, pieces[0].start, pieces[-1].end, tuple(pieces), in_brackets))

    def leave_headings(self, level: int) -> None:
        """Note that the titles of *level* and below have ended."""
        self._headings = [entry for entry in self._headings if entry[0] < level]

    def enter_heading(self, level: int, before: int) -> None:
        """Note the title that follows: the last slot after the first *before*, but a short form."""
        titles = [slot for slot in self.slots[before:] if slot.unit.kind is UnitKind.HEADING]
        wanted = next((slot for slot in titles if not slot.in_brackets), None)
        if wanted:
            text = " ".join(plain_text(wanted.unit.content).split())
            self._headings.append((level, text))


@dataclass(frozen=True, slots=True)
class _Child:
    """Prose inside a code, read after the paragraph that holds the code."""

    first: int
    last: int
    kind: UnitKind
    in_brackets: bool


class _Flow:
    """Reads tokens as running text."""

    def __init__(
        self,
        reader: Reader,
        first: int,
        last: int,
        kind: UnitKind,
        in_brackets: bool,
        depth: int,
    ) -> None:
        self.reader, self.source = reader, reader.source
        self.text, self.kinds = reader.source.text, reader.source.kinds
        self.names, self.starts = reader.source.names, reader.source.starts
        self.partner = reader.source.partner
        self.arguments = Arguments(reader.source, last)
        self.first, self.last = first, last
        self.kind, self.in_brackets, self.depth = kind, in_brackets, depth
        self.pieces: list[Piece] = []
        self.children: list[_Child] = []
        self.openings: list[tuple[int, int]] = []  # index in pieces, index of the closing token
        self.closers: dict[int, int] = {}  # index of the closing token, to the code's number
        self.environments: list[tuple[str, int]] = []  # name, index of its end
        self.codes = 0
        self.steps: dict[Kind, Callable[[int], int]] = {
            Kind.TEXT: self._text,
            Kind.ACCENT: self._accent,
            Kind.BRACKET: self._text,
            Kind.SPACE: self._space,
            Kind.PARAGRAPH: self._boundary,
            Kind.COMMENT: self._comment,
            Kind.WORD: self._word,
            Kind.SYMBOL: self._symbol,
            Kind.OPEN: self._open,
            Kind.CLOSE: self._close,
            Kind.DOLLAR: self._formula,
            Kind.SPECIAL: self._special,
            Kind.VERBATIM: self._verbatim,
            Kind.BEGIN: self._begin,
            Kind.END: self._end,
        }

    def run(self) -> None:
        """Read all tokens."""
        index = self.first
        while index < self.last:
            index = self.steps[self.kinds[index]](index)
        self._flush()

    # What stands in a sentence.

    def _add_text(self, text: str, first: int, end: int) -> int:
        if text:
            self.pieces.append(Piece(text, self.starts[first], self.starts[end]))
        return end

    def _text(self, index: int) -> int:
        end = self.source.runs.get(index, index + 1)
        if end > self.last:
            end = index + 1
        raw = self.text[self.starts[index] : self.starts[end]]
        return self._add_text(read_text(BLANKS.sub(" ", raw)), index, end)

    def _accent(self, index: int) -> int:
        return self._add_text(read_accent(self.source.raw(index)), index, index + 1)

    def _space(self, index: int) -> int:
        return self._add_text(" ", index, index + 1)

    def _comment(self, index: int) -> int:
        if not self.source.raw(index).strip("% \t\r\n"):
            return index + 1  # joins two lines, and says nothing
        return self._standalone("comment", index, index + 1, False)

    def _special(self, index: int) -> int:
        character = self.text[self.starts[index]]
        if character == "~":
            return self._add_text(NO_BREAK_SPACE, index, index + 1)
        if character == "&" and self._is_in(TABLES):
            return self._boundary(index)
        return self._standalone("x", index, index + 1, True)

    def _standalone(self, name: str, first: int, end: int, is_visible: bool) -> int:
        """Add the tokens from *first* up to *end* as one code."""
        self.codes += 1
        start, stop = self.source.start_of(first), self.source.start_of(end)
        self.pieces.append(Piece.standalone(code_name(name), self.codes, start, stop, is_visible))
        return end

    def _opening(self, name: str, first: int, end: int, closer: int) -> int:
        self.codes += 1
        start, stop = self.source.start_of(first), self.source.start_of(end)
        self.openings.append((len(self.pieces), closer))
        self.closers[closer] = self.codes
        self.pieces.append(Piece.opening(code_name(name), self.codes, start, stop))
        return end

    def _verbatim(self, index: int) -> int:
        name = self.names[index]
        if name in ("verb", "url", ""):
            return self._standalone(name or "verb", index, index + 1, True)
        return self._boundary(index)

    def _formula(self, index: int) -> int:
        last = self.partner[index]
        if not index < last < self.last:
            return self._boundary(index)
        return self._formula_code("math", index, last + 1)

    def _formula_code(self, name: str, first: int, end: int) -> int:
        for start, stop in inner_prose(self.source, first, end):
            self._child(start, stop, UnitKind.LABEL)
        return self._standalone(name, first, end, True)

    # Groups.

    def _open(self, index: int) -> int:
        last = self.partner[index]
        if not index < last < self.last:
            return self._boundary(index)
        inner = self.text[self.starts[index + 1] : self.starts[last]]
        if len(inner) <= 1 and inner in LONE_IN_BRACES:
            return self._add_text(inner, index, last + 1) if inner else last + 1
        head = self.source.skip_blanks(index + 1, last)
        name = self.names[head] if self.kinds[head] is Kind.WORD else ""
        if name in CODE_DECLARATIONS:
            return self._standalone(name, index, last + 1, True)
        if name in DECLARATIONS:
            return self._opening(name, index, self.source.skip_blanks(head + 1, last), last)
        return self._opening("g", index, index + 1, last)

    def _close(self, index: int) -> int:
        number = self.closers.pop(index, None)
        if number is None:
            return self._boundary(index)
        place, _ = self.openings.pop()
        span = self.starts[index], self.starts[index + 1]
        self.pieces.append(self.pieces[place].closing(*span))
        return index + 1

    # Commands.

    def _symbol(self, index: int) -> int:
        name = self.names[index]
        if name in CONTROL_SYMBOLS:
            return self._add_text(CONTROL_SYMBOLS[name], index, index + 1)
        if name in "([":
            return self._formula(index)
        if name == "\\":
            end = self.arguments.line_break_end(index)
            if self._is_in(TABLES):
                return self._boundary(index, end)
            return self._standalone("br", index, end, True)
        end = index + 1
        if name in _ACCENTS and end < self.last:  # on what is no plain letter
            end = max(end, self.partner[end]) + 1
        return self._standalone("x", index, min(end, self.last), True)

    def _word(self, index: int) -> int:
        name = self.names[index]
        if name in SYMBOLS:
            return self._add_text(SYMBOLS[name], index, self._symbol_end(index))
        if name in self.reader.vocabulary.macros and name not in BLOCKS:
            return self._known(name, self.reader.vocabulary.macros[name], index)
        if name in BLOCKS:
            return self._block(name, index)
        if name in INCLUSIONS:
            return self._inclusion(index)
        if name in BREAKS:
            _, end = self.arguments.read(index, BREAKS[name])
            return self._boundary(index, self.arguments.dimension_end(name, end))
        if name in HOLDERS:
            signature, kind = HOLDERS[name]
            return self._known(name, signature, index, kind)
        if name in PAIRED:
            return self._known(name, PAIRED[name], index)
        return self._protected(name, index)

    def _symbol_end(self, index: int) -> int:
        """Give the index behind a symbol's command, and behind what ends its name."""
        following = index + 1
        if following >= self.last:
            return following
        kind = self.kinds[following]
        if kind is Kind.SPACE:
            return following + 1
        is_group = kind is Kind.OPEN and self.partner[following] == following + 1
        return following + 2 if is_group else following

    def _known(
        self, name: str, signature: str, index: int, kind: UnitKind = UnitKind.PARAGRAPH
    ) -> int:
        """Read a command whose signature is known: a pair around its only prose, or a code."""
        found, end = self.arguments.read(index, signature)
        prose = [argument for argument in found if argument.is_prose]
        is_holder = name in HOLDERS
        if not is_holder and prose and prose == found[-1:] and signature.count("p") == 1:
            last = prose[0]
            return self._opening(name, index, last.first, last.last)
        for argument in prose:
            self._child(argument.first, argument.last, kind, argument.in_brackets)
        is_visible = name not in INVISIBLE and not name.startswith("index")
        return self._standalone(name, index, end, is_visible)

    def _protected(self, name: str, index: int) -> int:
        defined = self.arguments.definition_end(index)
        if defined is not None:
            # One whose body never ends is in doubt.
            end = min(defined, self.last)
            return (
                self._standalone(name, index, end, False) if end > index else self._boundary(index)
            )
        end = self.arguments.protected_end(index, name)
        return self._standalone(
            name,
            index,
            self.arguments.dimension_end(name, end) if end == index + 1 else end,
            name not in INVISIBLE and not name.startswith("index"),
        )

    # What stands between paragraphs.

    def _boundary(self, index: int, end: int = 0) -> int:
        """End the paragraph; the tokens up to *end* are no part of any."""
        self._flush()
        return end or index + 1

    def _block(self, name: str, index: int) -> int:
        self._flush()
        signature, kind = BLOCKS[name]
        found, end = self.arguments.read(index, signature)
        prose = [argument for argument in found if argument.is_prose]
        level = HEADING_LEVELS.get(name)
        if level is not None and prose:
            before = len(self.reader.slots)
            self.reader.leave_headings(level)
            self._read_arguments(prose, kind)
            if level >= 0:
                self.reader.enter_heading(level, before)
            return end
        if name == "item" and self._is_in(("description", "description*")):
            kind = UnitKind.DEFINITION
        self._read_arguments(prose, kind)
        return end

    def _read_arguments(self, found: list[Argument], kind: UnitKind) -> None:
        for argument in found:
            self.reader.read(
                argument.first,
                argument.last,
                kind,
                in_brackets=argument.in_brackets,
                depth=self.depth + 1,
            )

    def _inclusion(self, index: int) -> int:
        start = self.starts[index]
        bare = BARE_INPUT.match(self.text, start)
        _, end = self.arguments.read(index, INCLUSIONS[self.names[index]])
        self._flush()
        self.reader.titles_at[start] = self.reader.title_path
        return self.source.index_at(bare.end()) if bare else end

    def _begin(self, index: int) -> int:
        name, last = self.names[index], self.partner[index]
        if not index < last < self.last:
            return self._boundary(index)
        signature = self.reader.vocabulary.environments.get(name, TRANSPARENT.get(name))
        if signature is None and name in FORMULA_ENVIRONMENTS:
            return self._formula_code(name, index, last + 1)
        if signature is None:
            return self._boundary(index, last + 1)
        self._flush()
        self.environments.append((name, last))
        found, end = self.arguments.read(index, signature)
        self._read_arguments([a for a in found if a.is_prose], UnitKind.HEADING)
        return end

    def _end(self, index: int) -> int:
        self._flush()
        while self.environments and self.environments[-1][1] <= index:
            self.environments.pop()
        return index + 1

    def _is_in(self, names: Collection[str]) -> bool:
        """Say whether the innermost environment that counts is one of *names*."""
        return bool(self.environments) and self.environments[-1][0] in names

    def _kind(self) -> UnitKind:
        for name, _ in reversed(self.environments):
            if name in LISTS:
                return UnitKind.LIST_ITEM
            if name in TABLES:
                return UnitKind.TABLE_CELL
            if name in QUOTATIONS:
                return UnitKind.QUOTATION
        return self.kind

    def _child(self, first: int, last: int, kind: UnitKind, in_brackets: bool = False) -> None:
        self.children.append(_Child(first, last, kind, in_brackets))

    def _flush(self) -> None:
        """End the paragraph, cut at codes that reach over its end; then read what it holds."""
        pieces, children = self.pieces, self.children
        if not pieces:
            return
        self.pieces, self.children = [], []
        for part in self._cut(pieces):
            self.reader.add(part, self._kind(), self.in_brackets)
        for child in children:
            self.reader.read(
                child.first,
                child.last,
                child.kind,
                in_brackets=child.in_brackets,
                depth=self.depth + 1,
            )

    def _cut(self, pieces: list[Piece]) -> Iterator[list[Piece]]:
        start = 0
        for place, closer in self.openings:
            del self.closers[closer]
            yield pieces[start:place]
            start = place + 1
        self.openings = []
        yield pieces[start:]

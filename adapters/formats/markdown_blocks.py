# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The blocks of a Markdown document that hold text, each with its place in the file.

markdown-it tells which lines a block has and what stands in them without their containers'
prefixes (``> ``, indentation, ``- ``); where in each line that is, is found from the line's end,
because prefixes are all that was taken away. Directives written as fences (MyST) are read again
as Markdown where their body is prose.

Leaves out: HTML blocks, code, maths, raw TeX, Pandoc's own tables and the options of directives
other than their titles, captions and alt texts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from markdown_it.token import Token

from adapters.formats.markdown_block_rules import option_lines
from adapters.formats.markdown_inline import Env
from adapters.formats.markdown_syntax import block_tokens
from adapters.formats.text_bytes import line_spans
from audarma.model import UnitKind

TITLED_DIRECTIVES = frozenset(
    {
        *("note", "tip", "warning", "important", "hint", "caution", "danger", "error"),
        *("attention", "seealso", "admonition", "dropdown", "card", "tab-item", "topic"),
        *("sidebar", "exercise", "solution", "proof", "theorem", "lemma", "definition"),
        *("example", "remark", "corollary", "proposition", "algorithm", "table", "list-table"),
        *("prf:proof", "prf:theorem", "prf:lemma", "prf:definition", "prf:example"),
        *("prf:remark", "prf:corollary", "prf:proposition", "prf:algorithm", "versionadded"),
    }
)
PROSE_DIRECTIVES = TITLED_DIRECTIVES | {
    *("figure", "grid", "tab-set", "epigraph", "pull-quote", "blockquote", "highlights", "margin"),
    *("aside", "glossary", "div", "container", "solution-start", "abstract", "keypoints"),
    *("objectives", "questions", "grid-item", "grid-item-card", "button", "subfigure"),
}
_READ_OPTION = re.compile(
    r":(?P<name>alt|title|caption|header|footer):[ \t]+(?P<value>\S.*?)[ \t]*$"
)
_DIRECTIVE = re.compile(r"\{([\w:.+-]+)\}[ \t]*(.*?)[ \t]*$")
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_CAPTION = re.compile(r"(?:Table|Figure)?:[ \t]+")
_CLOSING_HASHES = re.compile(r"[ \t]+#+[ \t]*$|[ \t]+$")
_NO_MARGIN = re.compile(r"[^>\t]")
_CELL = re.compile(r"(?:[^|]|(?<=\\)\|)*")


class Style(Enum):
    """How a block's text is written: wrapped lines, one line, a table cell."""

    PARAGRAPH = "paragraph"
    TERM = "term"
    LINE = "line"
    CELL = "cell"


class Block(NamedTuple):
    """Inline source of one block: its *lines*, each with its offset in the file.

    *prefix* is written before each line but the first. *level* is a heading's, else 0.
    """

    kind: UnitKind
    style: Style
    lines: tuple[tuple[int, str], ...]
    prefix: str = ""
    level: int = 0

    @property
    def source(self) -> str:
        """Give the inline source, its lines joined by line feeds."""
        return "\n".join(line for _, line in self.lines)

    def offset(self, position: int) -> int:
        """Give the file's offset of a *position* in the inline source."""
        for start, line in self.lines:
            if position <= len(line):
                return start + position
            position -= len(line) + 1
        return self.lines[-1][0] + len(self.lines[-1][1])


class Page:
    """The lines of a Markdown file, and the reading of its blocks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = line_spans(text)
        self.lines = [text[start:end] for start, end in self.spans]
        self.env: Env = {}

    def blocks(self, first: int) -> Iterator[Block]:
        """Give the blocks with text from line *first* on (counted from 0), in reading order."""
        body = "\n".join(self.lines[first:])
        yield from self._walk(block_tokens(body, self.env), first)

    def line_of(self, offset: int) -> int:
        """Give the number (from 0) of the line that *offset* stands in."""
        return bisect_right(self.spans, (offset, len(self.text))) - 1

    def _walk(self, tokens: Sequence[Token], base: int, within: str = "") -> Iterator[Block]:
        """Give the blocks of *tokens*, whose lines count from *base*."""
        containers: list[UnitKind] = [UnitKind.CAPTION] if within == "figure" else []
        row: list[tuple[int, str]] = []
        for index, token in enumerate(tokens):
            if token.type in _CONTAINERS:
                containers.append(_CONTAINERS[token.type])
            elif token.type in _CONTAINER_ENDS:
                containers.pop()
            elif token.type == "tr_open":
                row = self._cells(token, base)
            elif token.type == "inline":
                opening = tokens[index - 1]
                if opening.type in ("th_open", "td_open"):
                    if row:
                        yield Block(UnitKind.TABLE_CELL, Style.CELL, (row.pop(0),))
                    continue
                around = containers[-1] if containers else UnitKind.PARAGRAPH
                yield from self._inline(token, opening, base, around)
            elif token.type == "fence":
                yield from self._fence(token, base)
            elif token.type == "div_line":
                yield from self._div(token, base)
            elif token.type == "titled_block" and token.content:
                yield self._quoted_title(token, base)

    def _place(self, line: int, text: str) -> tuple[int, str] | None:
        """Find *text*, the end of a line without its prefix, in the file's *line*."""
        text = text.lstrip(" \t")
        whole = self.lines[line]
        if not whole.endswith(text):
            whole = whole.rstrip(" \t")
            if not whole.endswith(text):
                return None
        return self.spans[line][0] + len(whole) - len(text), text

    def _inline(self, token: Token, opening: Token, base: int, around: UnitKind) -> Iterator[Block]:
        assert token.map is not None
        first = base + token.map[0]
        contents = token.content.split("\n")
        if opening.type == "heading_open" and opening.markup.startswith("#"):
            yield from self._atx_heading(token.content, int(opening.tag[1]), first)
            return
        places = [self._place(first + at, text) for at, text in enumerate(contents)]
        lines = tuple(filter(None, places))
        if not lines or len(lines) != len(places):
            return
        prefix = self._continuation(lines, first)
        if opening.type == "heading_open":
            level = int(opening.tag[1])
            yield Block(UnitKind.HEADING, Style.TERM, lines, prefix, level)
        elif opening.type == "dt_open":
            yield Block(UnitKind.DEFINITION, Style.TERM, lines, prefix)
        elif lines[0][1].startswith("| ") and all(text.startswith("| ") for _, text in lines):
            # Pandoc's line blocks: each line is a verse, and stays one.
            for start, text in lines:
                yield Block(around, Style.TERM, ((start + 2, text[2:]),))
        else:
            start, text = lines[0]
            cut = _CAPTION.match(text) or (around is UnitKind.LIST_ITEM and _TASK.match(text))
            if cut:
                kind = around if cut.re is _TASK else UnitKind.CAPTION
                lines = ((start + cut.end(), text[cut.end() :]), *lines[1:])
                yield Block(kind, Style.PARAGRAPH, lines, prefix)
            else:
                yield Block(around, Style.PARAGRAPH, lines, prefix)

    def _atx_heading(self, content: str, level: int, line: int) -> Iterator[Block]:
        whole = self.lines[line]
        for candidate in (_CLOSING_HASHES.sub("", whole), whole.rstrip(" \t")):
            if content and candidate.endswith(content):
                start = self.spans[line][0] + len(candidate) - len(content)
                yield Block(UnitKind.HEADING, Style.LINE, ((start, content),), "", level)
                return

    def _continuation(self, lines: tuple[tuple[int, str], ...], first: int) -> str:
        """Give what to write before a block's second line: as it is there, or as it must be."""
        if len(lines) > 1:
            return self.text[self.spans[first + 1][0] : lines[1][0]]
        before = self.text[self.spans[first][0] : lines[0][0]]
        return _NO_MARGIN.sub(" ", before)

    def _cells(self, row: Token, base: int) -> list[tuple[int, str]]:
        """Cut a table row into cells, as GFM does."""
        assert row.map is not None
        place = self._place(base + row.map[0], row.meta["row"])
        if place is None:
            return []
        start, text = place
        cells = []
        for match in _CELL.finditer(text):
            at_edge = match.start() == 0 or match.end() == len(text)
            if at_edge and not match.group().strip(" \t"):
                continue
            if match.start() == match.end() and text[match.start() - 1 : match.start()] != "|":
                continue
            cell = match.group()
            lead = len(cell) - len(cell.lstrip(" \t"))
            cells.append((start + match.start() + lead, cell.strip(" \t")))
        return cells

    def _fence(self, token: Token, base: int) -> Iterator[Block]:
        match = _DIRECTIVE.match(token.info.strip())
        if match is None or match[1] not in PROSE_DIRECTIVES:
            return
        assert token.map is not None
        line = base + token.map[0]
        if match[1] in TITLED_DIRECTIVES:
            yield from self._title(line, match[2])
        body = token.content.removesuffix("\n").split("\n")
        options = option_lines(body)
        yield from self._options(line + 1, options)
        content = "\n".join(body[options:])
        yield from self._walk(block_tokens(content, self.env), line + 1 + options, match[1])

    def _div(self, token: Token, base: int) -> Iterator[Block]:
        assert token.map is not None
        line = base + token.map[0]
        if token.info in TITLED_DIRECTIVES:
            yield from self._title(line, token.content)
        yield from self._options(line + 1, token.map[1] - token.map[0] - 1)

    def _title(self, line: int, title: str) -> Iterator[Block]:
        place = self._place(line, title) if title else None
        if place is not None:
            yield Block(UnitKind.HEADING, Style.LINE, (place,))

    def _quoted_title(self, token: Token, base: int) -> Block:
        """Give the title that stands between quotation marks at the end of a line."""
        assert token.map is not None
        line = base + token.map[0]
        start = self.spans[line][0] + self.lines[line].rindex(f'"{token.content}"') + 1
        return Block(UnitKind.HEADING, Style.LINE, ((start, token.content),))

    def _options(self, first: int, count: int) -> Iterator[Block]:
        """Give a directive's options that readers meet: its alt text, title and caption."""
        for line in range(first, first + count):
            match = _READ_OPTION.search(self.lines[line])
            if match:
                kind = _OPTION_KINDS.get(match["name"], UnitKind.LABEL)
                place = (self.spans[line][0] + match.start("value"), match["value"])
                yield Block(kind, Style.LINE, (place,))


_OPTION_KINDS = {"alt": UnitKind.ALT_TEXT, "caption": UnitKind.CAPTION}
_CONTAINERS = {
    "list_item_open": UnitKind.LIST_ITEM,
    "blockquote_open": UnitKind.QUOTATION,
    "footnote_reference_open": UnitKind.FOOTNOTE,
    "dd_open": UnitKind.DEFINITION,
}
_CONTAINER_ENDS = frozenset(name.replace("_open", "_close") for name in _CONTAINERS)

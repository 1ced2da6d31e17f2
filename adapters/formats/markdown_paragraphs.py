# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paragraphs, and headings with a line of ``=`` or ``-`` below them.

CommonMark 0.31, sections "Paragraphs" and "Setext headings". Most of a document is paragraphs,
and markdown-it looks at each of their lines twice: for a line that makes a heading of them, then
for their end. Here one look answers both, and what is read stays the same, with what
markdown-it's own rules leave in the state.

Leaves out: the rules that end a paragraph, which are its ruler's chain "paragraph".
"""

from __future__ import annotations

import re
from itertools import accumulate
from operator import add

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock, code, paragraph
from markdown_it.token import Token
from markdown_it.utils import EnvType

_BLANKS = " \t"
_INDENT = re.compile(r"^[ \t]*", re.MULTILINE)
_TAB = 4


class LineState(StateBlock):
    """markdown-it's state, its tables of lines made at once.

    *text_end* is the line that the text from *text_start* ends before, as last looked for.
    """

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        super().__init__("", md, env, tokens)
        self.src = src
        self.text_start = self.text_end = -1
        lines = src.split("\n")
        if not lines[-1].strip(_BLANKS):
            lines.pop()  # what stands behind the last line end counts where it is text
        lengths = [len(line) for line in lines]
        starts = [0, *accumulate(length + 1 for length in lengths)]
        indents = _INDENT.findall(src)[: len(lines)]
        # One entry more than there are lines, for looks behind the end.
        self.bMarks = [*starts[:-1], len(src)]
        self.eMarks = [*map(add, starts, lengths), len(src)]
        self.tShift = [*map(len, indents), 0]
        self.sCount = [*[len(indent.expandtabs(_TAB)) if indent else 0 for indent in indents], 0]
        self.bsCount = [0] * (len(lines) + 1)
        self.lineMax = len(lines)


class LineParser(ParserBlock):
    """markdown-it's parser of blocks, with states of this module."""

    def __init__(self) -> None:
        super().__init__()
        self.ruler.at("code", _indented_code)
        self.ruler.at("lheading", _underlined_heading)
        self.ruler.at("paragraph", _paragraph)

    def parse(
        self,
        src: str,
        md: MarkdownIt,
        env: EnvType,
        outTokens: list[Token],  # noqa: N803
    ) -> list[Token] | None:
        """Add the tokens of *src* to *outTokens*."""
        if not src:
            return None
        state = LineState(src, md, env, outTokens)
        self.tokenize(state, state.line, state.lineMax)
        return state.tokens


def _indented_code(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    # Asked at nearly every line, it is answered here before markdown-it's rule writes its log.
    return bool(state.is_code_block(start)) and code(state, start, end, silent)


def _underlined_heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    assert isinstance(state, LineState)
    around, state.parentType = state.parentType, "paragraph"
    last, mark = _text_end(state, start, end)
    if not mark:
        # The parent's type is left as it is by markdown-it too.
        state.text_start, state.text_end = (start, last) if end == state.lineMax else (-1, -1)
        return False
    _push(state, f"h{1 if mark == '=' else 2}", "heading", start, last, last + 1)
    state.tokens[-3].markup = state.tokens[-1].markup = mark
    state.parentType = around
    return True


def _paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    assert isinstance(state, LineState)
    if state.text_start != start:
        return paragraph(state, start, end, silent)
    _push(state, "p", "paragraph", start, state.text_end, state.text_end)
    return True


def _push(state: StateBlock, tag: str, kind: str, start: int, text_end: int, end: int) -> None:
    """Add a block's three tokens, and go behind its last line."""
    content = mdTrim(state.getLines(start, text_end, state.blkIndent, False))
    state.line = end
    state.push(f"{kind}_open", tag, 1).map = [start, end]
    token = state.push("inline", "", 0)
    token.content = content
    token.map = [start, text_end]
    token.children = []
    state.push(f"{kind}_close", tag, -1)


def _text_end(state: StateBlock, start: int, end: int) -> tuple[int, str]:
    """Give the line that the text from *start* ends before, and the mark that underlines it."""
    (interrupts,) = state.md.block.ruler.getRules("paragraph")
    source, starts, shifts, ends = state.src, state.bMarks, state.tShift, state.eMarks
    for line in range(start + 1, end):
        first, last = starts[line] + shifts[line], ends[line]
        if first >= last:
            return line, ""
        indent = state.sCount[line]
        if indent - state.blkIndent > 3:
            continue  # no code, behind text
        mark = source[first]
        if mark in "-=" and indent >= state.blkIndent and _is_of(mark, source[first:last]):
            return line, mark
        if indent >= 0 and interrupts(state, line, end, True):
            return line, ""
    return end, ""


def _is_of(mark: str, line: str) -> bool:
    return not line.rstrip(_BLANKS).strip(mark)

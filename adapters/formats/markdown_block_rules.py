# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Block rules for markdown-it: what Pandoc, Quarto, Carpentries and MyST add to CommonMark.

A line of three or more colons opens or closes a div (Pandoc's User's Guide, "Divs and Spans";
MyST, "Directives"); it is structure by itself, so that nesting need not be counted: what stands
between such lines is Markdown like the rest. Only the body of a code-like directive is taken as
a whole. Grid, simple and multiline tables of Pandoc, TeX environments and Pandoc's title block
are taken as a whole too, and stay as they are. MkDocs' admonitions and tabs (``!!! note "Title"``,
``=== "Title"``: Python-Markdown's ``admonition``, PyMdown's ``details`` and ``tabbed``) are read
with what is indented below them.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import table as gfm_table
from mdit_py_plugins.deflist import deflist_plugin

CODE_DIRECTIVES = frozenset(
    {
        *("code", "code-block", "code-cell", "sourcecode", "math", "mermaid", "raw", "include"),
        *("literalinclude", "toctree", "bibliography", "embed", "csv-table", "iframe", "image"),
        *("eval-rst", "output", "video", "graphviz", "parsed-literal", "tableofcontents", "any"),
        *("myst", "autofunction", "automodule", "autoclass", "contents", "index", "show-index"),
    }
)
_DIV = re.compile(r"(:{3,})[ \t]*(?:\{([\w:.+-]+)\})?(.*)$")
_OPTION = re.compile(r":[\w-]+:(?:[ \t]|$)")
_TITLED_BLOCK = re.compile(
    r"(?:(?:!!!|\?\?\?\+?) ?[\w-]+(?: +[\w-]+)*(?: +\"(?P<title>.*)\")?"
    r"|===[!+]* +\"(?P<tab>.+)\")[ \t]*$"
)
_TITLED_INDENT = 4
_TEX_OPENING = re.compile(r"\\begin\{([A-Za-z]+\*?)\}")
_GRID_LINE = re.compile(r"\+(?:[-=:]+\+)+[ \t]*$")
_FULL_DASHES = re.compile(r"-{10,}[ \t]*$")
_COLUMN_DASHES = re.compile(r"-{2,}(?:[ \t]+-{2,})+[ \t]*$")
_INTERRUPTS: RuleOptionsType = {
    "alt": ["paragraph", "reference", "blockquote", "list", "footnote_def"]
}


def add_block_rules(parser: MarkdownIt) -> None:
    """Teach *parser* the block constructs of this module."""
    parser.use(deflist_plugin)
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.before("fence", "div_line", _div_line, _INTERRUPTS)
    parser.block.ruler.before("div_line", "tex_environment", _tex_environment, _INTERRUPTS)
    parser.block.ruler.before("table", "pandoc_table", _pandoc_table)
    # First of all: a look for a table goes on to the next empty line.
    parser.block.ruler.before("pandoc_table", "titled_block", _titled_block, _INTERRUPTS)


def option_lines(lines: list[str]) -> int:
    """Count the lines at the start of a directive's body that hold its options."""
    if lines and lines[0].strip() == "---":
        closing = (i for i, line in enumerate(lines[1:], 1) if line.strip() == "---")
        return next(closing, -1) + 1
    count = 0
    while count < len(lines) and _OPTION.match(lines[count].lstrip()):
        count += 1
    return count


def _line(state: StateBlock, line: int) -> str:
    """Give a line without its container's prefix and its indentation."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _letter(state: StateBlock, line: int) -> str:
    """Give the first letter of a line, empty if it has none."""
    at = state.bMarks[line] + state.tShift[line]
    return state.src[at : at + 1] if at < state.eMarks[line] else ""


def _take(state: StateBlock, kind: str, start: int, end: int) -> None:
    """Make the lines from *start* up to *end* one token of *kind*."""
    token = state.push(kind, "", 0)
    token.map = [start, end]
    state.line = end


def _is_outside(state: StateBlock, line: int) -> bool:
    """Say whether *line* is code, or outside the container that is being read."""
    return bool(state.is_code_block(line)) or state.sCount[line] < state.blkIndent


def _div_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not _line(state, start).startswith(":::") or _is_outside(state, start):
        return False
    match = _DIV.match(_line(state, start))
    if match is None:
        return False
    if silent:
        return True
    fence, name, rest = match.groups()
    following = start + 1
    if name in CODE_DIRECTIVES:
        closing = re.compile(rf":{{{len(fence)},}}[ \t]*$")
        while following < end and not closing.match(_line(state, following)):
            following += 1
        _take(state, "protected_block", start, min(following + 1, end))
        return True
    if name:
        following += option_lines([_line(state, line) for line in range(following, end)][:40])
    _take(state, "div_line", start, following)
    state.tokens[-1].info = name or ""
    state.tokens[-1].content = rest.strip() if name else ""
    return True


def _tex_environment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    match = _TEX_OPENING.match(_line(state, start))
    if match is None or _is_outside(state, start):
        return False
    closing = f"\\end{{{match[1]}}}"
    lines = range(start, end)
    last = next((line for line in lines if closing in _line(state, line)), None)
    if last is None:
        return False
    if not silent:
        _take(state, "protected_block", start, last + 1)
    return True


def _may_be_pandoc_table(state: StateBlock, start: int, end: int) -> bool:
    """Say whether one of two lines begins as those of a table do; most do not."""
    return _letter(state, start) in {"+", "-"} or (
        start + 1 < end and _letter(state, start + 1) == "-"
    )


def _pandoc_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if silent or not _may_be_pandoc_table(state, start, end) or _is_outside(state, start):
        return False
    chunk_end = start
    while chunk_end < end and not state.isEmpty(chunk_end):
        chunk_end += 1
    lines = [_line(state, line) for line in range(start, chunk_end)]
    if not lines or chunk_end - start < 2:
        return False
    if _GRID_LINE.match(lines[0]) or any(map(_COLUMN_DASHES.match, lines[:2])):
        _take(state, "protected_block", start, chunk_end)
        return True
    if not (_FULL_DASHES.match(lines[0]) and any(map(_COLUMN_DASHES.match, lines))):
        return False
    for line in range(start + 1, end):
        closes = _FULL_DASHES.match(_line(state, line))
        if closes and (line + 1 >= end or state.isEmpty(line + 1)):
            _take(state, "protected_block", start, line + 1)
            return True
    return False


def _titled_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read an admonition or a tab of MkDocs, whose body is indented by four spaces."""
    line = _line(state, start)
    if not line.startswith(("!!!", "???", "===")) or _is_outside(state, start):
        return False
    match = _TITLED_BLOCK.match(line)
    if match is None:
        return False
    following = last = start + 1
    while following < end:
        is_empty = state.isEmpty(following)
        if not is_empty and state.sCount[following] < state.blkIndent + _TITLED_INDENT:
            break
        following += 1
        last = last if is_empty else following
    if last == start + 1 and not line.rstrip().endswith('"'):
        # Words after an exclamation, with nothing below them that would be its body.
        return False
    if silent:
        return True
    _take(state, "titled_block", start, start + 1)
    state.tokens[-1].content = match["title"] or match["tab"] or ""
    around, indent, maximum = state.parentType, state.blkIndent, state.lineMax
    state.parentType, state.blkIndent, state.lineMax = "admonition", indent + _TITLED_INDENT, last
    state.md.block.tokenize(state, start + 1, last)
    state.parentType, state.blkIndent, state.lineMax = around, indent, maximum
    state.line = last
    return True


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a GFM table, noting each row's own text for cutting it into cells."""
    # The line below the head says whether this is a table, and most often that it is none.
    if start + 1 >= end or _letter(state, start + 1) not in {"|", "-", ":"}:
        return False
    count = len(state.tokens)
    if not gfm_table(state, start, end, silent):
        return False
    for token in state.tokens[count:]:
        if token.type == "tr_open" and token.map:
            token.meta["row"] = _line(state, token.map[0])
    return True

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Markdown that Audarma reads: CommonMark 0.31, with the extensions of teaching materials.

GFM tables and strikethrough, footnotes, definition lists, dollar maths, MyST targets, comments
and roles come from markdown-it-py and mdit-py-plugins; block constructs of Pandoc, Quarto,
Carpentries and MyST are in ``markdown_block_rules``, inline ones here. The inline parser is
markdown-it's own, made to note where in the source each construct stands
(``token.meta["span"]``), so that there is one reading of the text and never two that disagree.

Leaves out: Pandoc's sub- and superscripts and implicit header references, which stay text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping, Sequence
from functools import cache, cached_property
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline, RuleFuncInlineType
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from adapters.formats.markdown_block_rules import add_block_rules
from adapters.formats.markdown_paragraphs import LineParser
from adapters.formats.markdown_rule_choice import INLINE_LETTERS, LetterRuler

ATTRIBUTES = re.compile(
    r"""\{(?=[#.:=]|-\}|[\w-]+=|[ \t]*[#.])(?:[^{}"'\n`]|"[^"]*"|'[^'\n]*')*\}"""
)
# Neither holds another that is opened in it: many that nothing closes must not each look on to
# the end of the paragraph.
_VARIABLE = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}", re.DOTALL)
_CITATION_GROUP = re.compile(r"\[(?:[^\[\]@]*[^\[\]@\w])?@[\w{][^\[\]]*\](?![(\[{])")
_CITATION = re.compile(r"@(?:\{[^{}\s]+\}|\w(?:[\w:.#$%&+?<>~/-]*\w)?)")
_TEX_COMMAND = re.compile(r"\\[A-Za-z]+(?:\[[^\[\]\n]*\]|\{(?:[^{}]|\{[^{}]*\})*\})+")
_TEX_MATHS = re.compile(r"\\\((?=[^\n]*?[\\^_=\d])(?:[^\\\n]|\\[^()\n])+\\\)")

MARKS = frozenset("".join(INLINE_LETTERS.values())) | {"]"}
MARK = re.compile(f"[{re.escape(''.join(sorted(MARKS)))}]")

_PROTECTED_BY_START = {
    "{": (("attr", ATTRIBUTES), ("var", _VARIABLE)),
    "[": (("cite", _CITATION_GROUP),),
    "@": (("cite", _CITATION),),
    "\\": (("tex", _TEX_COMMAND), ("math", _TEX_MATHS)),
}


@cache
def markdown_parser() -> MarkdownIt:
    """Give the parser; it keeps no state between texts, so that threads may share it."""
    parser = MarkdownIt("commonmark", {"html": True})
    parser.block, parser.inline = LineParser(), PositionedInline()
    parser.inline.ruler2.disable("fragments_join")
    parser.use(footnote_plugin, inline=False, move_to_end=False)
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    parser.use(myst_block_plugin)
    parser.use(myst_role_plugin)
    parser.inline.ruler.before("escape", "protected", _protected)
    parser.inline.ruler.after("image", "bracketed_span", _bracketed_span)
    parser.inline.ruler.before("bracketed_span", "inline_note", _inline_note)
    add_block_rules(parser)
    parser.block.ruler = LetterRuler(parser.block.ruler)
    # Blocks first, everywhere, so that every link reference is known before any text is read.
    parser.core.ruler.enableOnly(["normalize", "block"])
    # markdown-it lists the rules where they are first asked for, and another thread that asks
    # meanwhile is given half of them; so they are listed before any thread has the parser.
    parser.core.ruler.getRules()
    parser.inline.ruler.getRules()
    parser.inline.ruler2.getRules()
    return parser


def block_tokens(text: str, env: MutableMapping[str, Any]) -> list[Token]:
    """Read the blocks of *text*, whose lines end in line feeds, as all of a page's do."""
    parser = markdown_parser()
    tokens: list[Token] = []
    parser.block.parse(text, parser, env, tokens)
    return tokens


class PositionedInline(ParserInline):
    """markdown-it's inline parser, noting each token's span of the source.

    Both methods do as the parent's do, but they go from mark to mark, and try the rules that can
    begin with one. A mark is a letter that begins or ends more than text.
    """

    def tokenize(self, state: StateInline) -> None:
        """Read *state*'s source from its position to its end."""
        source, end = state.src, state.posMax
        deepest = state.md.options["maxNesting"]
        while state.pos < end:
            mark = MARK.search(source, state.pos, end) if state.level < deepest else None
            start = mark.start() if mark else end
            if start > state.pos:
                state.append_pending(source[state.pos : start])
                state.pos = start
                continue
            count, pending = len(state.tokens), bool(state.pending)
            for rule in self._rules_at[source[start]]:
                if rule(state, False):
                    if len(state.tokens) > count:
                        _note_spans(state, count, start, pending)
                    break
            else:
                state.append_pending(source[start])
                state.pos = start + 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802
        """Go behind the text or the construct at *state*'s position, making no tokens."""
        start = state.pos
        if start in state.cache:
            state.pos = state.cache[start]
            return
        if state.level >= state.md.options["maxNesting"]:
            state.pos = state.posMax + 1
        elif (mark := MARK.search(state.src, start)) is None or mark.start() > start:
            state.pos = mark.start() if mark else state.posMax
        else:
            state.level += 1
            if not any(rule(state, True) for rule in self._rules_at[state.src[start]]):
                state.pos += 1
            state.level -= 1
        state.cache[start] = state.pos

    @cached_property
    def _rules_at(self) -> Mapping[str, Sequence[RuleFuncInlineType]]:
        """Give the rules to try at each mark, in their order."""
        rules = list(zip(self.ruler.get_active_rules(), self.ruler.getRules(""), strict=True))
        return {
            mark: [rule for name, rule in rules if mark in INLINE_LETTERS[name]] for mark in MARKS
        }


def _note_spans(state: StateInline, count: int, start: int, pending: bool) -> None:
    """Note where the tokens from index *count* stand, which one rule made from *start* on."""
    tokens, end = state.tokens[count:], state.pos
    if pending and tokens[0].type == "text":
        # Text before the construct, which pushing its token flushed.
        tokens = tokens[1:]
    if not tokens:
        return
    if state.src[start] in "*_~" and all(token.type == "text" for token in tokens):
        for token in tokens:
            token.meta["span"] = (start, start + len(token.content))
            start += len(token.content)
    elif tokens[0].type == "link_open" and not tokens[0].markup:
        maximum = state.posMax
        state.posMax = end
        label_end = state.md.helpers.parseLinkLabel(state, start, True)
        state.posMax = maximum
        tokens[0].meta["span"] = (start, start + 1)
        tokens[-1].meta["span"] = (label_end, end)
    elif tokens[0].type == "link_open":
        tokens[0].type, tokens[0].meta["span"] = "url", (start, end)
    elif "span" not in tokens[0].meta:
        tokens[0].meta["span"] = (start, end)


def _push(state: StateInline, kind: str, start: int, end: int) -> Token:
    """Add a token of *kind* for that span of the source."""
    token = state.push(kind, "", 0)
    token.meta["span"] = (start, end)
    return token


def _protected(state: StateInline, silent: bool) -> bool:
    """Read a construct that stays as it is: attributes, variables, citations, TeX commands."""
    start = state.pos
    for name, pattern in _PROTECTED_BY_START.get(state.src[start], ()):
        match = pattern.match(state.src, start, state.posMax)
        if not match or (name == "cite" and _is_within_word(state.src, start)):
            continue
        if not silent:
            _push(state, name, start, match.end())
        state.pos = match.end()
        return True
    return False


def _is_within_word(source: str, position: int) -> bool:
    return position > 0 and (source[position - 1].isalnum() or source[position - 1] in "._/")


def _bracketed_span(state: StateInline, silent: bool) -> bool:
    """Read Pandoc's ``[text]{.class}``."""
    start, maximum = state.pos, state.posMax
    if state.src[start] != "[":
        return False
    label_end = state.md.helpers.parseLinkLabel(state, start)
    match = label_end > 0 and ATTRIBUTES.match(state.src, label_end + 1, maximum)
    if not match:
        return False
    if not silent:
        state.pos, state.posMax = start + 1, label_end
        state.push("span_open", "span", 1).meta["span"] = (start, start + 1)
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1).meta["span"] = (label_end, match.end())
    state.pos, state.posMax = match.end(), maximum
    return True


def _inline_note(state: StateInline, silent: bool) -> bool:
    """Read Pandoc's ``^[note]``; what stands in it is text of its own."""
    start = state.pos
    if not state.src.startswith("^[", start):
        return False
    label_end = state.md.helpers.parseLinkLabel(state, start + 1)
    if label_end < 0:
        return False
    if not silent:
        _push(state, "inline_note", start, label_end + 1)
    state.pos = label_end + 1
    return True

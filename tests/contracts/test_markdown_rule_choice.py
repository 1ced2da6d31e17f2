# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trying only the rules that a letter can begin reads Markdown as trying all of them does.

So does looking at the lines of a paragraph once.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.parser_inline import ParserInline
from markdown_it.ruler import Ruler
from markdown_it.rules_block import lheading, paragraph
from markdown_it.token import Token

from adapters.formats.markdown import Markdown
from adapters.formats.markdown_rule_choice import INLINE_LETTERS
from adapters.formats.markdown_syntax import markdown_parser
from audarma.model import Document

_MARKS = (
    *"*_`~[]()<>!\\&#$@{}^:|-+=%\"'.1a \t\n\x0b\x85\u00a0é",
    *("\n\n", "\n    ", "\n- ", "\n1. ", "\n2) ", "\n> ", "\n# ", "\n---\n", "\n===\n", "\n: b"),
    *("\n~ b", "\n:::", "\n```\n", "\n~~~", "\n$$\n", "\n[a]: b 'c'\n", "\n[^1]: n", "[^1]"),
    *("![a](b)", "[a](b)", "[a]{.b}", "^[n]", "$x$", "{{v}}", "@cite", "[@c]", "<b>", "</b>"),
    *("<!-- c -->", "<http://a.b>", "&amp;", "&#65;", "\\*", "\\\n", "  \n", "\n|-|\n", "| a |"),
    *("\n+-+-+\n", "\n-- --\n", "\n---------- \n", "\n% c", "\n+++", "\n(t)=", "\n\u00a0(t)="),
    *("\n\\begin{a}\n", "\n\\end{a}", "{n}`x`", "\\textbf{x}", "\\(x_1\\)", "word ", "## b"),
)


def _trying_all_rules() -> MarkdownIt:
    """Give markdown-it's own parsers, with the rules that Audarma reads by."""
    chosen, plain = markdown_parser(), MarkdownIt("commonmark", {"html": True})
    plain.inline = ParserInline()
    plain.inline.ruler, plain.inline.ruler2 = chosen.inline.ruler, chosen.inline.ruler2
    blocks = Ruler[RuleFuncBlockType]()
    blocks.__rules__ = [
        replace(rule, fn={"lheading": lheading, "paragraph": paragraph}.get(rule.name, rule.fn))
        for rule in chosen.block.ruler.__rules__
    ]
    plain.block.ruler = blocks
    plain.core.ruler.enableOnly(["normalize", "block"])
    return plain


def _read(parser: MarkdownIt, text: str) -> list[dict[str, Any]]:
    """Give the tokens of *text*, those of its inline text behind each block."""
    env: dict[str, Any] = {}
    found: list[Token] = []
    for block in parser.parse(text, env):
        found.append(block)
        if block.type == "inline":
            parser.inline.parse(block.content, parser, env, found)
    return [_compared(token) for token in found]


def _compared(token: Token) -> dict[str, Any]:
    """Give a token's fields without what Audarma's reading notes besides: spans, and addresses."""
    fields = dict(token.as_dict())
    fields["meta"] = {key: value for key, value in token.meta.items() if key != "span"}
    fields["type"] = "link_open" if token.type == "url" else token.type
    return fields


@given(st.lists(st.sampled_from(_MARKS), max_size=25).map("".join))
@example("- a\n\n\n-\n\n\n- b\n")
@example("[a [b] ![c](d) `]` e](f)")
@example("[" * 30 + "a" + "]" * 30)
@example("***a** b*\n(t)=\n")
def test_marks_alone_begin_what_markdown_it_reads(text: str) -> None:
    chosen = _read(markdown_parser(), text)
    try:
        expected = _read(_trying_all_rules(), text)
    except IndexError:  # a plugin looks behind the end of a text that ends in an empty item
        return
    assert chosen == expected


def test_quotation_that_ends_in_an_empty_item_is_read() -> None:
    document = Markdown().extract(b"Before.\n\n> -\n>\n>", "quotation.md")
    assert [unit.content for unit in document.units] == ["Before."]


def test_threads_that_read_at_once_for_the_first_time_read_the_same() -> None:
    text = b"# A *b* [c](d)\n\n- \\* ~~e~~ **f** &amp; g\n\n> h\n\n| i |\n|---|\n| j |\n\nk\n: l\n"
    expected = Markdown().extract(text, "page.md")
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(40):
            markdown_parser.cache_clear()
            markdown_parser()
            start = Barrier(4)

            def read(number: int, start: Barrier = start) -> Document:
                start.wait()
                return Markdown().extract(text + b"\n" * number, "page.md")

            with ThreadPoolExecutor(4) as threads:
                assert list(threads.map(read, range(4))) == [expected] * 4
    finally:
        sys.setswitchinterval(interval)


def test_every_active_inline_rule_has_its_letters() -> None:
    assert set(markdown_parser().inline.ruler.get_active_rules()) == set(INLINE_LETTERS)

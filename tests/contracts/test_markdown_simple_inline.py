# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Simple inline Markdown is read with what markdown-it finds in it, and with less work."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from adapters.formats.markdown_inline import all_marks, read_inline
from adapters.formats.markdown_simple_inline import simple_marks
from tests.effort import instructions

_WORDS = (
    "a",
    "é",
    "ж1",
    "x ",
    " y",
    " ",
    ". ",
    "a_b",
    "(",
    ")",
    ", ",
    "—",
    "«",
    "²",
    "Ⓐ",
    "€",
    "\n",
)
_SIMPLE = (
    *("`x`", "`` y ``", "`*[`", "*a*", "_b_", "**c d**", "__e__", "[f](g)", "[`h` *i*](j.md)"),
    *("x\ny", "! ", "& ", "< ", "**a `b` [c](d)**", "[a\nb](http://c.d/e_f#g)"),
)
_MARKS = (
    *"*_`[]()<>!\\&#$@{}^~:'\" \t\u00a0\u2028\x1c\x85\u0301",
    *("**", "__", "``", "](", "](u)", "](javascript:x)", "](DATA:,)", "](<a b>)", "](a 'b')", "!["),
    *(
        "[`]`](a)",
        "  \n",
        "\n ",
        "\n\n",
        "<b>",
        "<a@b.c>",
        "&amp;",
        "\\*",
        "{#a}",
        "[^1]",
        "www.a.b",
    ),
)


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from((*_WORDS, *_SIMPLE, *_WORDS, *_SIMPLE, *_MARKS)), max_size=14).map(
        "".join
    )
)
@example("*a* b* c*")
@example("*a *b*")
@example("*a _b_ c*")
@example("*a_")
@example("`a\nb`\nc")
@example("[a](javascript:x)")
@example("[a `@b]` c](d)")
@example("a </b> c")
@example("`a``b`")
@example("**a*")
@example("*[a* b](c)")
@example("[a *b](c) d*")
@example("[a `b](c) d` e](f)")
@example('("*a*") (*"b"*) *(c)*')
@example("a  \nb")
@example("\n a")
def test_simple_source_is_read_as_markdown_it_reads_it(source: str) -> None:
    found = simple_marks(source)
    assume(found is not None)
    assert found is not None
    env: dict[str, Any] = {}
    codes = {at for mark in found if mark.name == "code" for at in range(mark.start, mark.end)}
    breaks = {match.start() for match in re.finditer("\n", source)} - codes
    assert (found, {at: (at + 1, " ") for at in breaks}) == all_marks(source, env)
    assert env == {}


@pytest.mark.parametrize(
    "source", [*_SIMPLE, "Type `ls -F`, then _see_ the\n[manual](https://a.b)."]
)
def test_common_constructs_are_simple(source: str) -> None:
    assert simple_marks(f"a {source} b") is not None


@pytest.mark.parametrize(
    "source",
    [
        "\\*",
        "a&amp;b",
        "<b>c</b>",
        "[a][b]",
        "[a]",
        "![a](b)",
        "$x$",
        "~~a~~",
        "{{v}}",
        "@a",
        "***a***",
    ],
)
def test_what_needs_more_than_one_look_is_left_to_markdown_it(source: str) -> None:
    assert simple_marks(source) is None


def test_reading_simple_text_is_less_than_half_the_work() -> None:
    source = "Run `ls` in *every* folder,\nas the [manual](https://example.org) **says**. " * 5
    simple, other = source + "1 < 2", source + "1 \\< 2"
    read_inline(other, {})
    assert instructions(lambda: read_inline(simple, {})) * 2 < instructions(
        lambda: read_inline(other, {})
    )

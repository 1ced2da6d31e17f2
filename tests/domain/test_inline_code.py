# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Content's written form, and what counts as a fault of a target's codes."""

from __future__ import annotations

import pickle
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audarma.errors import InlineCodeError
from audarma.inline_code import (
    Code,
    CodeKind,
    Token,
    closing,
    code_faults,
    code_name,
    codes,
    escape,
    has_text,
    opening,
    parse,
    plain_text,
    require_same_codes,
    serialise,
    standalone,
    unescape,
)

# Text that looks like codes and entities is what could go wrong.
TRICKY = st.text(st.sampled_from("<>/&;altmp1 б"), max_size=12)
TEXTS = st.one_of(st.text(), TRICKY)
CODES = st.builds(
    Code,
    st.sampled_from(CodeKind),
    st.sampled_from(["a", "math", "epub.switch", "x-y"]),
    st.integers(1, 999_999_999),
)


@given(text=TEXTS)
def test_escaped_text_reads_back(text: str) -> None:
    assert unescape(escape(text)) == text
    assert plain_text(escape(text)) == text
    assert codes(escape(text)) == ()


@given(tokens=st.lists(st.one_of(TEXTS, CODES)))
def test_serialised_tokens_parse_to_the_same_tokens(tokens: list[Token]) -> None:
    joined: list[Token] = []
    for token in tokens:
        if isinstance(token, str) and joined and isinstance(joined[-1], str):
            joined[-1] += token
        elif token != "":
            joined.append(token)
    assert parse(serialise(tokens)) == tuple(joined)


@given(content=TEXTS)
def test_parsing_what_people_type_loses_nothing_but_spelling(content: str) -> None:
    tokens = parse(content)
    assert all(token != "" for token in tokens)
    assert not any(isinstance(one, str) and isinstance(two, str) for one, two in pairwise(tokens))
    again = serialise(tokens)
    assert parse(again) == tokens
    assert serialise(parse(again)) == again


@pytest.mark.parametrize(
    ("content", "tokens"),
    [
        ("a < b", ("a < b",)),
        ("a <b> c", ("a <b> c",)),
        ("<a0>", ("<a0>",)),
        ("</a1/>", ("</a1/>",)),
        ("&lt;a1>", ("<a1>",)),
        ("&amp;lt;", ("&lt;",)),
        ("&nbsp;", ("&nbsp;",)),
        ("x<a1>y</a1>", ("x", opening("a", 1), "y", closing("a", 1))),
        ("<math2/>", (standalone("math", 2),)),
    ],
)
def test_only_codes_are_codes(content: str, tokens: tuple[Token, ...]) -> None:
    assert parse(content) == tokens


@given(tag=st.text())
def test_code_name_is_one_that_parses(tag: str) -> None:
    code = standalone(code_name(tag), 1)
    assert parse(str(code)) == (code,)


def test_text_is_a_letter_outside_codes() -> None:
    assert has_text("<b1>ж</b1>")
    assert not has_text("<b1>12</b1> <math2/> — &amp;")


@pytest.mark.parametrize(
    ("source", "target", "faults"),
    [
        ("<b1>x</b1>", "<b1>у</b1>", ()),
        ("<b1>x</b1> <i2>y</i2>", "<i2>у</i2> <b1>х</b1>", ()),
        ("<b1>x</b1> <i2>y</i2>", "<b1>х <i2>у</i2></b1>", ()),
        ("a <m1/> <m2/>", "<m2/> а <m1/>", ()),
        ("<a1>x</a1> <a2>y</a2>", "<a1>х <a2>у</a2></a1>", ("has the link <a2> inside the link",)),
        ("<a1>x <a2>y</a2></a1>", "<a1><a2>у</a2> х</a1>", ()),
        ("</a1>x<a1>", "<a1>x</a1>", ()),
        ("x</a1> <a2>y</a2>", "<a2>у</a2> х</a1>", ("has the link <a2> inside the link <a1>",)),
        ("<a1>x</a1> <b2>y</b2>", "<a1>х <b2>у</b2></a1>", ()),
        ("<b1>x</b1>", "у", ("lost inline code </b1>; put it back", "lost inline code <b1>; put")),
        ("x", "<b1/>", ("has inline code <b1/> that the source lacks; take it out",)),
        ("<b1/>", "<b1/><b1/>", ("has inline code <b1/> twice; take it out",)),
        ("<b1>x</b1>", "</b1>x<b1>", ("has </b1> out of its nesting",)),
        ("<b1>x</b1><i2>y</i2>", "<b1>x<i2></b1>y</i2>", ("has </b1> out of its nesting",)),
        ("x</b1> <i2>y</i2>", "<i2>x</b1> y</i2>", ("has </b1> inside <i2>; move it out",)),
        ("x</b1> y <i2>", "x<i2> y</b1>", ("must keep the order </b1> <i2>",)),
        ("<b1>x", "x<b1>", ()),
    ],
)
def test_faults_of_a_target_are_told(source: str, target: str, faults: tuple[str, ...]) -> None:
    found = code_faults(source, target)
    assert len(found) == len(faults)
    assert all(told.startswith(fault) for told, fault in zip(found, faults, strict=True))


def test_refusal_names_the_segment_and_survives_pickling() -> None:
    with pytest.raises(InlineCodeError) as caught:
        require_same_codes("<b1>x</b1>", "<b1>x", "u1/0")
    error = pickle.loads(pickle.dumps(caught.value))
    assert str(error) == "u1/0: target lost inline code </b1>; put it back."
    assert str(error) == str(caught.value)

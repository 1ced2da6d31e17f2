# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Codes taken out of a source for an engine, and put into what it answered."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audarma.errors import InlineCodeError
from audarma.inline_code import (
    CodeKind,
    Token,
    closing,
    code_faults,
    codes,
    opening,
    plain_text,
    serialise,
    standalone,
)
from audarma.model import Link
from audarma.projection import mask, project

BRACES = "{{{}}}"
MASKS = st.sampled_from([BRACES, "", "X{}", "⟦{}⟧"])
TEXTS = st.one_of(
    st.sampled_from([" ", "word", "two words", ". ", "{1}", "X1", "a-b", "(", " — ", "3.5"]),
    st.text(max_size=8),
)
LINKS = st.lists(st.builds(Link, *[st.integers(-2, 40)] * 4), max_size=8)


@st.composite
def slices_of_units(draw: st.DrawFn) -> str:
    """Give any run of the tokens of a well-nested unit, so halves of pairs too."""
    tokens: list[Token] = []
    open_codes: list[tuple[str, int]] = []
    number = 0
    for step in draw(st.lists(st.sampled_from("tttosc"), max_size=14)):
        if step == "t":
            tokens.append(draw(TEXTS))
        elif step == "c" and open_codes:
            tokens.append(closing(*open_codes.pop()))
        else:
            number += 1
            name = draw(st.sampled_from(["a", "b", "math"]))
            tokens.append((opening if step == "o" else standalone)(name, number))
            if step == "o":
                open_codes.append((name, number))
    tokens += [closing(*code) for code in reversed(open_codes)]
    start, end = sorted(draw(st.tuples(*[st.integers(0, len(tokens))] * 2)))
    return serialise(tokens[start:end])


WILD_CONTENTS = st.lists(
    st.one_of(
        TEXTS,
        st.builds(opening, st.sampled_from("ab"), st.integers(1, 3)),
        st.builds(closing, st.sampled_from("ab"), st.integers(1, 3)),
        st.builds(standalone, st.sampled_from("ab"), st.integers(1, 3)),
    ),
    max_size=10,
).map(serialise)


def links_by_word(*pairs: str, source: str, target: str) -> list[Link]:
    """Give links from ``"source word=target word"`` pairs, each word the first of its kind."""
    links = []
    for pair in pairs:
        left, right = pair.split("=")
        start, there = source.index(left), target.index(right)
        links.append(Link(start, start + len(left), there, there + len(right)))
    return links


def same_words(text: str) -> list[Link]:
    return [Link(*match.span(), *match.span()) for match in re.finditer(r"\w+", text)]


def projected(source: str, target: str, *pairs: str, standalone_mask: str = BRACES) -> str:
    masked = mask(source, standalone_mask)
    links = links_by_word(*pairs, source=masked.text, target=target)
    result = project(masked, target, links)
    assert code_faults(source, result) == ()
    return result


@pytest.mark.parametrize(
    ("content", "shown", "left_out"),
    [
        pytest.param("See <a1>this</a1>.", "See this.", "See this.", id="paired codes go"),
        pytest.param("If <m1/> is", "If {1} is", "If is", id="two spaces become one"),
        pytest.param(
            "word<fn1/>, so", "word {1}, so", "word, so", id="a mask stands free of words"
        ),
        pytest.param("where <m1/>, so", "where {1}, so", "where, so", id="no space before a comma"),
        pytest.param("one<br1/>two", "one {1} two", "one two", id="a break parts words"),
        pytest.param("a <m1/> <m2/> b", "a {1} {2} b", "a b", id="neighbouring codes"),
        pytest.param("a<fn1/><fn2/> b", "a {1} {2} b", "a b", id="touching codes"),
        pytest.param("<img1/> a", "{1} a", "a", id="first"),
        pytest.param("a <img1/>", "a {1}", "a", id="last"),
        pytest.param("<m1/>", "{1}", "", id="alone"),
        pytest.param("{1} is <m1/>", "{1} is {2}", "{1} is", id="a text that is like a mask"),
        pytest.param("1 &lt; 2 &amp; <b1>3</b1>", "1 < 2 & 3", "1 < 2 & 3", id="escapes"),
    ],
)
def test_masked_text_reads_well(content: str, shown: str, left_out: str) -> None:
    assert mask(content, BRACES).text == shown
    assert mask(content).text == left_out


@pytest.mark.parametrize(
    ("source", "target", "pairs", "expected"),
    [
        pytest.param(
            "See <a1>chapter 2</a1> for details.",
            "Толығырақ 2-тарауды қараңыз.",
            ("See=қараңыз", "chapter=2-тарауды", "details=Толығырақ"),
            "Толығырақ <a1>2-тарауды</a1> қараңыз.",
            id="a pair follows its words when their order changes",
        ),
        pytest.param(
            "Open the <b1>red</b1> <i2>book</i2>.",
            "Откройте книгу красного цвета.",
            ("Open=Откройте", "red=красного", "red=цвета", "book=книгу"),
            "Откройте <i2>книгу</i2> <b1>красного цвета</b1>.",
            id="neighbouring pairs change places",
        ),
        pytest.param(
            "<b1>All of it.</b1>",
            "Всё это полностью.",
            ("All=Всё",),
            "<b1>Всё это полностью.</b1>",
            id="a pair around the whole stays around the whole",
        ),
        pytest.param(
            "(<b1>All</b1>)",
            "(Барлығы осы)",
            (),
            "(<b1>Барлығы осы</b1>)",
            id="brackets stay outside",
        ),
        pytest.param(
            "<b1>Note:</b1> read it.",
            "Примечание: прочтите это.",
            ("Note=Примечание", "read=прочтите", "it=это"),
            "<b1>Примечание:</b1> прочтите это.",
            id="a colon inside stays inside",
        ),
        pytest.param(
            "Say “<b1>yes</b1>”, please.",
            "Скажите «да», пожалуйста.",
            ("yes=да",),
            "Скажите «<b1>да</b1>», пожалуйста.",
            id="quotation marks outside stay outside",
        ),
        pytest.param(
            "<q1>“Yes”</q1>, she said.",
            "«Да», — сказала она.",
            ("Yes=Да", "she=она", "said=сказала"),
            "<q1>«Да»</q1>, — сказала она.",
            id="quotation marks inside stay inside",
        ),
        pytest.param(
            "a <b1>very <i2>big</i2></b1> cell",
            "өте үлкен жасуша",
            ("very=өте", "big=үлкен", "cell=жасуша"),
            "<b1>өте <i2>үлкен</i2></b1> жасуша",
            id="nested pairs stay nested",
        ),
        pytest.param(
            "The mass<fn1/> of a body.",
            "Дененің массасы {1}.",
            ("mass=массасы",),
            "Дененің массасы<fn1/>.",
            id="a footnote mark hugs its word",
        ),
        pytest.param(
            "The mass<fn1/> of a body.",
            "Дененің массасы мынау.",
            ("mass=массасы", "body=Дененің"),
            "Дененің массасы<fn1/> мынау.",
            id="a lost mask is put back beside its word",
        ),
        pytest.param(
            "Press <icon1/>Save now.",
            "Қазір Сақтау түймесін басыңыз.",
            ("Save=Сақтау", "Press=басыңыз"),
            "Қазір <icon1/>Сақтау түймесін басыңыз.",
            id="a code before its word stays before it",
        ),
        pytest.param(
            "If <m1/> is less than <m2/>, stop.",
            "Егер { 2 }-ден {1} аз болса, тоқтаңыз.",
            (),
            "Егер <m2/>-ден <m1/> аз болса, тоқтаңыз.",
            id="masks change places, take suffixes and may be spaced",
        ),
        pytest.param(
            "If <m1/> holds.",
            "Егер {1} {1} орындалса.",
            (),
            "Егер <m1/> орындалса.",
            id="a doubled mask is there once",
        ),
        pytest.param(
            "of the cell.</b1> Then <i2>it divides",
            "жасушаның. Сонда ол бөлінеді",
            ("cell=жасушаның", "Then=Сонда", "it=ол", "divides=бөлінеді"),
            "жасушаның.</b1> Сонда <i2>ол бөлінеді",
            id="halves of pairs part the words as in the source",
        ),
        pytest.param(
            "H<sub1>2</sub1>O is wet.",
            "Су (H2O) ылғалды.",
            (),
            "Су (H<sub1>2</sub1>O) ылғалды.",
            id="codes inside a word that is kept",
        ),
        pytest.param(
            "Read <a1>OpenStax</a1> today.",
            "Бүгін OpenStax оқыңыз.",
            (),
            "Бүгін <a1>OpenStax</a1> оқыңыз.",
            id="a word that is kept needs no link",
        ),
        pytest.param(
            "one <b1>two</b1> three four",
            "бір екі үш төрт",
            (),
            "бір <b1>екі</b1> үш төрт",
            id="without links the share of words decides",
        ),
        pytest.param(
            "The <b1>cat</b1> sat on a mat in the room.",
            "Мышық бөлмеде төсеніште отырды осы да cat.",
            ("cat=Мышық", "cat=cat", "room=бөлмеде", "mat=төсеніште", "sat=отырды"),
            "<b1>Мышық</b1> бөлмеде төсеніште отырды осы да cat.",
            id="a stray link far away does not stretch a pair",
        ),
        pytest.param("<a1><img2/></a1> x", "у {1}", (), "у <a1><img2/></a1>", id="image in a link"),
        pytest.param("<b1>x</b1><fn2/>", "", (), "<b1></b1><fn2/>", id="an empty target"),
        pytest.param("<br1/>x y<br2/>", "а ә б", (), "<br1/>а ә б<br2/>", id="first and last stay"),
        pytest.param(
            "<b1>y</b1>",
            "<b1>&amp;",
            (),
            "<b1>&lt;b1>&amp;amp;</b1>",
            id="markup is text",
        ),
    ],
)
def test_codes_land_where_a_reader_expects(
    source: str, target: str, pairs: tuple[str, ...], expected: str
) -> None:
    assert projected(source, target, *pairs) == expected


def test_codes_that_were_left_out_come_back_with_their_spaces() -> None:
    source = "Here <m1/> is <b2>less</b2> than <m3/>, so stop<fn4/>."
    target = "Мұнда аз, сондықтан тоқтаңыз."
    pairs = ("Here=Мұнда", "less=аз", "so=сондықтан", "stop=тоқтаңыз")
    assert (
        projected(source, target, *pairs, standalone_mask="")
        == "Мұнда <m1/> <b2>аз</b2> <m3/>, сондықтан тоқтаңыз<fn4/>."
    )


@given(content=slices_of_units(), target=st.text(), links=LINKS, standalone_mask=MASKS)
def test_result_has_the_codes_of_its_source_whatever_the_engine_answers(
    content: str, target: str, links: list[Link], standalone_mask: str
) -> None:
    result = project(mask(content, standalone_mask), target, links)
    assert code_faults(content, result) == ()


@given(
    content=slices_of_units(),
    words=st.lists(st.one_of(TEXTS, st.sampled_from(["{1}", "{2}", "{ 3 }"]))),
    links=LINKS,
)
def test_result_says_what_the_engine_said(
    content: str, words: list[str], links: list[Link]
) -> None:
    target = " ".join(words)
    masked = mask(content, BRACES)
    said = plain_text(project(masked, target, links))
    for code in masked.codes:
        target = re.sub(r"\s*".join(map(re.escape, code.mask)), "", target)
    assert "".join(said.split()) == "".join(target.split())


@given(content=WILD_CONTENTS, target=st.text(), links=LINKS, standalone_mask=MASKS)
def test_codes_that_do_not_nest_in_the_source_nest_in_the_result_or_are_refused(
    content: str, target: str, links: list[Link], standalone_mask: str
) -> None:
    opened, closed = (
        Counter(code.number for code in codes(content) if code.kind is kind)
        for kind in (CodeKind.OPEN, CodeKind.CLOSE)
    )
    if any(closed[number] > opened[number] for number in opened):
        with pytest.raises(InlineCodeError, match="more often than it opens it"):
            project(mask(content, standalone_mask), target, links)
    else:
        result = project(mask(content, standalone_mask), target, links)
        assert code_faults(content, result) == ()


@given(content=slices_of_units())
def test_masked_text_that_comes_back_unchanged_gives_the_source(content: str) -> None:
    masked = mask(content, "⟦{}⟧")
    assert project(masked, masked.text, same_words(masked.text)) == content


@given(content=slices_of_units(), standalone_mask=MASKS)
def test_masked_text_knows_its_places_in_the_plain_text(content: str, standalone_mask: str) -> None:
    masked = mask(content, standalone_mask)
    assert masked.plain == plain_text(content)
    assert len(masked.plain_offsets) == len(masked.text) + 1
    assert [*masked.plain_offsets] == sorted(masked.plain_offsets)
    shown = "".join(
        masked.text[index]
        for index in range(len(masked.text))
        if masked.plain_offsets[index] < masked.plain_offsets[index + 1]
    )
    assert "".join(shown.split()) == "".join(masked.plain.split())


def test_codes_that_an_engine_sets_side_by_side_do_not_touch() -> None:
    masked = mask("Run <code1/> with <code2/>, then <code3/>.", BRACES)
    assert project(masked, "{1}{2}{3} іске қосыңыз.") == (
        "<code1/> <code2/> <code3/> іске қосыңыз."
    )
    masked = mask("Run <code1/><code2/>.", BRACES)
    assert project(masked, "{1}{2} іске қосыңыз.") == "<code1/><code2/> іске қосыңыз."

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audarma.inline_code import CodeKind, codes, escape
from audarma.model import Document, Unit, UnitKind
from audarma.segmentation import join, segments, split, unit_segments

PIECES = st.lists(
    st.one_of(
        st.text(max_size=12).map(escape),
        st.sampled_from(
            ["One. ", "Fig. 2. ", "“Yes!” ", "<a1>", "</a1>", "<i2>", "</i2>", "<br3/>", "\n\n"]
        ),
    ),
    max_size=12,
).map("".join)


@given(PIECES, st.sampled_from(["en", "kk", "ru"]))
def test_the_segments_of_a_unit_joined_are_the_unit(content: str, locale: str) -> None:
    unit = Unit("u1", UnitKind.PARAGRAPH, content)
    cut = unit_segments("d", unit, locale)
    assert join(cut, [segment.source for segment in cut]) == content


@given(st.lists(st.sampled_from(["One. Two. ", "<a1>", "</a1>", "Three."]), max_size=9))
def test_no_cut_parts_a_code_pair(parts: list[str]) -> None:
    content = "".join(parts)
    if [str(code) for code in codes(content)] != ["<a1>", "</a1>"]:
        return
    for piece in split(content):
        kinds = [code.kind for code in codes(piece)]
        assert kinds in ([], [CodeKind.OPEN, CodeKind.CLOSE])


@pytest.mark.parametrize(
    ("locale", "content", "expected"),
    [
        pytest.param(
            "en",
            "Dr. Smith is 5.5 ft tall, e.g. very tall. See Fig. 2. Really? Yes.",
            ["Dr. Smith is 5.5 ft tall, e.g. very tall. ", "See Fig. 2. ", "Really? ", "Yes."],
            id="English abbreviations",
        ),
        pytest.param(
            "kk",
            "Бұл 2026 ж. 5 наурызда болды. Ол келді. А. Құнанбайұлы жазды.",
            ["Бұл 2026 ж. 5 наурызда болды. ", "Ол келді. ", "А. Құнанбайұлы жазды."],
            id="Kazakh dates and initials",
        ),
        pytest.param(
            "ru",
            "См. рис. 2. Это т.е. так. А. С. Пушкин родился в 1799 г. в Москве. Да.",
            [
                "См. рис. 2. ",
                "Это т.е. так. ",
                "А. С. Пушкин родился в 1799 г. в Москве. ",
                "Да.",
            ],
            id="Russian abbreviations and initials",
        ),
        pytest.param(
            "en",
            "It is <math1/>. <b2>Bold one.</b2> The end.<fn3/> New one.",
            ["It is <math1/>. ", "<b2>Bold one.</b2> ", "The end.<fn3/> ", "New one."],
            id="codes stay with their sentence",
        ),
        pytest.param("en", "", [], id="nothing"),
    ],
)
def test_sentences(locale: str, content: str, expected: list[str]) -> None:
    assert list(split(content, locale)) == expected


def test_white_space_around_a_sentence_is_set_apart() -> None:
    document = Document("d", (Unit("u1", UnitKind.PARAGRAPH, "One.  Two."),))
    first, second = segments(document)
    assert (first.source, first.trailing, second.source) == ("One.", "  ", "Two.")
    assert (first.name, second.name) == ("u1/0", "u1/1")

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from translate.storage.tmx import tmxfile

from adapters.exchange.tmx import read_tmx, write_tmx
from audarma.errors import MalformedDocumentError, UnsafeSourceError
from audarma.inline_code import Token, closing, opening, serialise, standalone
from audarma.model import Match

PAIRS = [
    Match("A limit.", "Шек.", 100, "person:Айгүл", True),
    Match("See <a1>it</a1> &amp; <math2/>: 1 &lt; 2", "<math2/>: <a1>қара</a1> &amp; 1", 100),
    Match("half</b3> of a pair <i4>", "жартысы</b3> <i4>", 100, "engine:starter"),
]

TOKENS = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1).filter(
            lambda text: not {"\ufffe", "\uffff"} & set(text)
        ),
        st.builds(opening, st.just("a"), st.integers(1, 5)),
        st.builds(closing, st.just("a"), st.integers(1, 5)),
        st.builds(standalone, st.just("math"), st.integers(6, 9)),
    ),
    min_size=1,
)


def tmx(path: Path, body: str, head: str = "", srclang: str = "en") -> Path:
    path.write_text(
        f'<?xml version="1.0"?>\n{head}<tmx version="1.4"><header srclang="{srclang}"/>'
        f"<body>{body}</body></tmx>",
        encoding="utf-8",
    )
    return path


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "memory.tmx"
    write_tmx(path, iter(PAIRS), "kk")
    assert list(read_tmx(path)) == [(pair.source, pair.target, "kk") for pair in PAIRS]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(source=TOKENS, target=TOKENS)
def test_any_content_comes_back_to_the_character(
    tmp_path: Path, source: list[Token], target: list[Token]
) -> None:
    path = tmp_path / "m.tmx"
    pair = (serialise(source), serialise(target))
    write_tmx(path, [Match(*pair, 100)], "ru")
    assert list(read_tmx(path)) == [(*pair, "ru")]


def test_other_tools_read_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    write_tmx(path, PAIRS, "kk")
    store = tmxfile(path.read_bytes(), sourcelanguage="en", targetlanguage="kk")
    first, second, third = store.units
    assert (first.source, first.target) == ("A limit.", "Шек.")
    assert "it" in second.source and "қара" in second.target
    assert third.target.startswith("жартысы")


def test_this_tool_reads_what_others_write(tmp_path: Path) -> None:
    store = tmxfile(sourcelanguage="en", targetlanguage="kk")
    store.addtranslation("Slope & <speed>", "en", "Көлбеулік & <жылдамдық>", "kk")
    path = tmp_path / "other.tmx"
    store.savefile(str(path))
    assert list(read_tmx(path)) == [
        ("Slope &amp; &lt;speed>", "Көлбеулік &amp; &lt;жылдамдық>", "kk")
    ]


def test_equal_memories_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("1.tmx", "2.tmx"):
        write_tmx(tmp_path / name, PAIRS, "kk")
    assert (tmp_path / "1.tmx").read_bytes() == (tmp_path / "2.tmx").read_bytes()


def test_codes_of_other_tools_match_across_the_languages(tmp_path: Path) -> None:
    path = tmx(
        tmp_path / "cat.tmx",
        '<tu><tuv xml:lang="en-US"><seg>A <bpt i="1" x="1" type="bold">{b}</bpt>word<ept i="1">'
        '{/b}</ept><ph x="2">{br}</ph> and <hi type="term">term</hi></seg></tuv>'
        '<tuv xml:lang="kk-KZ"><seg><ph x="2">{br}</ph><bpt i="7" x="1" type="bold">{b}</bpt>сөз'
        '<ept i="7">{/b}</ept> және <hi>термин</hi></seg></tuv></tu>',
    )
    assert list(read_tmx(path)) == [
        (
            "A <bold1>word</bold1><x2/> and term",
            "<x2/><bold1>сөз</bold1> және термин",
            "kk",
        )
    ]


def test_codes_without_marks_match_by_pair_and_by_order(tmp_path: Path) -> None:
    path = tmx(
        tmp_path / "cat.tmx",
        '<tu><tuv lang="EN"><seg><ph>1</ph>a<it pos="begin">b</it></seg></tuv>'
        '<tuv lang="RU"><seg>а<ph>1</ph><it pos="begin">b</it></seg></tuv></tu>',
    )
    assert list(read_tmx(path)) == [("<x1/>a<x2>", "а<x1/><x2>", "ru")]


def test_each_language_beside_english_is_given_whatever_the_header_says(tmp_path: Path) -> None:
    path = tmx(
        tmp_path / "many.tmx",
        '<tu><tuv xml:lang="ru"><seg>Предел</seg></tuv><tuv xml:lang="en"><seg>Limit</seg></tuv>'
        '<tuv xml:lang="kk-Latn-KZ"><seg>Şek</seg></tuv></tu>'
        '<tu><tuv xml:lang="ru"><seg>Без английского</seg></tuv></tu>'
        '<tu><tuv xml:lang="en"><seg>Empty</seg></tuv><tuv xml:lang="ru"><seg/></tuv></tu>',
        srclang="*all*",
    )
    assert list(read_tmx(path)) == [("Limit", "Предел", "ru"), ("Limit", "Şek", "kk-Latn")]


def test_a_dtd_that_is_only_named_is_not_fetched(tmp_path: Path) -> None:
    path = tmx(
        tmp_path / "dtd.tmx",
        '<tu><tuv xml:lang="en"><seg>A</seg></tuv><tuv xml:lang="ru"><seg>Б</seg></tuv></tu>',
        head='<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n',
    )
    assert list(read_tmx(path)) == [("A", "Б", "ru")]


@pytest.mark.parametrize(
    "declaration",
    ['<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">', '<!ENTITY b SYSTEM "file:///etc/hostname">'],
    ids=["entity bomb", "external entity"],
)
def test_entities_are_refused(tmp_path: Path, declaration: str) -> None:
    path = tmx(
        tmp_path / "bomb.tmx",
        '<tu><tuv xml:lang="en"><seg>A</seg></tuv><tuv xml:lang="ru"><seg>&b;</seg></tuv></tu>',
        head=f"<!DOCTYPE tmx [{declaration}]>\n",
    )
    with pytest.raises(UnsafeSourceError, match=r"bomb\.tmx: declares XML entities"):
        list(read_tmx(path))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", r"bad\.tmx.*not well-formed"),
        ("<tmx><body>\n<tu></body></tmx>", r"bad\.tmx:2: is not well-formed"),
        ("<html/>", "<html>, not <tmx>"),
        ("plain text", "not well-formed"),
    ],
)
def test_a_file_that_is_no_memory_is_refused_by_name(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "bad.tmx"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MalformedDocumentError, match=words):
        list(read_tmx(path))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MalformedDocumentError, match=r"absent\.tmx: cannot be read"):
        list(read_tmx(tmp_path / "absent.tmx"))


def test_a_control_character_does_not_break_the_file(tmp_path: Path) -> None:
    path = tmp_path / "m.tmx"
    write_tmx(path, [Match("a\x0cb", "а\x00б", 100)], "ru")
    assert list(read_tmx(path)) == [("a b", "а б", "ru")]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "m.tmx"
    write_tmx(path, PAIRS, "kk")
    before = path.read_bytes()

    def failing() -> Iterator[Match]:
        yield PAIRS[0]
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        write_tmx(path, failing(), "kk")
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["m.tmx"]

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plain text in place: paragraphs, lines that stay lines, encodings, and what is refused."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.formats.plain_text import PlainText
from audarma.errors import InlineCodeError, MalformedDocumentError
from audarma.inline_code import escape, plain_text
from audarma.model import Attribution, NoticeLine, UnitKind
from audarma.ports import Adaptation

FORMAT = PlainText()
LETTER = (Path(__file__).parents[1] / "corpus" / "text" / "letter.txt").read_bytes()
NOVEL = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "text" / "LittleWomen.txt"
needs_corpus = pytest.mark.skipif(not NOVEL.is_file(), reason=f"no dev corpus at {NOVEL}")


def contents(data: bytes) -> dict[str, str]:
    return {unit.id: unit.content for unit in FORMAT.extract(data, "letter.txt").units}


def test_paragraphs_join_their_lines_and_verse_keeps_them() -> None:
    found = [(unit.kind, unit.content) for unit in FORMAT.extract(LETTER, "letter.txt").units]
    assert found[0] == (UnitKind.HEADING, "A SHORT LETTER")
    assert found[1][1].startswith("Dear reader, this is") and found[1][1].endswith("was dear.")
    assert [content for _, content in found[2:4]] == ["Roses are red,", "Violets blue."]
    assert found[5] == (UnitKind.HEADING, "Chapter 2")
    assert FORMAT.extract(LETTER, "letter.txt").units[-1].title_path == ("Chapter 2",)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "cp1252"),
    ],
)
def test_encoding_and_line_ends_are_kept(mark: bytes, encoding: str, newline: str) -> None:
    text = (LETTER.decode() + "A caf\xe9.\n").replace("\n", newline)
    data = mark + text.encode(encoding)
    assert FORMAT.merge(data, contents(data), None) == data
    last = max(contents(data), key=lambda name: int(name[1:]))
    changed = FORMAT.merge(data, {last: "Un autre caf\xe9."}, None)
    expected = text.replace("The end." + newline + "A caf\xe9.", "The end." + newline)
    assert changed == mark + expected.replace(
        "The end." + newline, "The end." + newline + "Un autre caf\xe9."
    ).encode(encoding)


def test_a_western_file_that_gains_kazakh_letters_becomes_utf_8() -> None:
    assert FORMAT.merge(b"Caf\xe9", {"u1": "Дәмхана"}, None).decode("utf-8") == "Дәмхана"


def test_a_changed_paragraph_is_wrapped_to_its_own_width_and_indentation() -> None:
    changed = FORMAT.merge(LETTER, {"u5": "сөз " * 40}, None).decode()
    lines = [line for line in changed.splitlines() if "сөз" in line]
    assert len(lines) > 2 and all(line.startswith("    сөз") for line in lines)
    assert max(map(len, lines)) <= 72
    untouched = [line for line in LETTER.decode().splitlines() if not line.startswith("    ")]
    assert [line for line in changed.splitlines() if "сөз" not in line] == untouched


@given(st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "), min_size=1))
def test_arbitrary_text_is_read_back_but_for_its_spacing(text: str) -> None:
    target = escape("ж" + " ".join(text.split()))
    changed = FORMAT.merge(b"A word.\n\nAnother word.\n", {"u1": target}, None)
    assert contents(changed) == {"u1": target, "u2": "Another word."}


@needs_corpus
def test_a_whole_novel_keeps_its_bytes_and_its_shape() -> None:
    data = NOVEL.read_bytes()
    before = contents(data)
    assert len(before) > 4000
    assert FORMAT.merge(data, before, None) == data
    cyrillic = str.maketrans("aeiouAEIOUtsnTSN", "аеіоүАЕІОҮтснТСН")
    targets = {name: text.translate(cyrillic) + " иә" for name, text in before.items()}
    merged = FORMAT.merge(data, targets, None)
    # The last line of a paragraph can come out so long that the line after it seems to go on.
    written = {" ".join(plain_text(text).split()) for text in targets.values()}
    read = {" ".join(plain_text(text).split()) for text in contents(merged).values()}
    assert len(written - read) < 0.02 * len(written)
    assert merged.count(b"\n") == merged.count(b"\r\n")


def test_metadata_is_read_from_a_gutenberg_header() -> None:
    data = b"Title: Little Women\n\nAuthor: L. M. Alcott\n\nLanguage: English\n\nText.\n"
    found = FORMAT.metadata(data)
    assert (found.title, found.creators) == ("Little Women", ("L. M. Alcott",))
    assert found.language == "English"


def test_an_adaptation_warns_at_the_start_and_attributes_at_the_end() -> None:
    attribution = Attribution(
        locale="kk",
        title="Хат",
        heading="Авторлық",
        lines=(NoticeLine((("Дереккөз: ", ""), ("Letter", "https://example.org/"))),),
        warning="Бұл — машиналық аударма.",
        licence_id="CC0-1.0",
        licence_name="CC0",
        licence_url="",
        source_url="",
        source_title="",
        creators=(),
        translators=(),
        date="",
    )
    out = FORMAT.merge(b"Text.\r\n", {}, Adaptation("kk", attribution)).decode()
    assert out == (
        "Бұл — машиналық аударма.\r\n\r\nText.\r\n\r\nАвторлық\r\n\r\n"
        "Дереккөз: Letter (https://example.org/)\r\n"
    )


def test_a_target_with_a_code_is_refused() -> None:
    with pytest.raises(InlineCodeError, match="u1"):
        FORMAT.merge(b"A word.", {"u1": "<b1>x</b1>"}, None)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "letter.txt: is empty"),
        (b" \n\t\n", "letter.txt: is empty"),
        (b"one\ntwo\0three", "letter.txt:2: holds NUL bytes"),
        (b"one\ntw\xe9 \x81", "letter.txt:2: byte 8"),
    ],
    ids=["empty", "blank", "binary", "no known encoding"],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, message: str) -> None:
    with pytest.raises(MalformedDocumentError) as caught:
        FORMAT.extract(data, "letter.txt")
    assert str(caught.value).startswith(message)

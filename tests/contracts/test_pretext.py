# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""PreTeXt: identity, what is read, what an adaptation says anew, and what is refused."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.formats import formats
from adapters.formats.pretext import PreTeXt
from adapters.formats.pretext_book import PreTeXtBook
from adapters.formats.xml_splice import XML_LANG, XmlText
from audarma.errors import (
    InlineCodeError,
    MalformedDocumentError,
    UnsafeSourceError,
    UnsupportedFormatError,
)
from audarma.inline_code import parse, plain_text, serialise
from audarma.model import Attribution, Document, NoticeLine, Unit, UnitKind
from audarma.ports import Adaptation, Targets

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "pretext"
BOOKS = sorted(folder for folder in CORPUS.glob("*") if folder.is_dir())
needs_corpus = pytest.mark.skipif(
    not BOOKS, reason="the shared corpus is not beside the repository"
)
CHAPTER = (Path(__file__).parents[1] / "corpus" / "pretext" / "chapter.ptx").read_bytes()
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
XI = 'xmlns:xi="http://www.w3.org/2001/XInclude"'

FRONT = """<frontmatter>
  <titlepage>
    <author><personname>Ada Adams</personname><institution>College</institution></author>
    <date>Fall 2024</date>
  </titlepage>
  <colophon>
    <website><url href="https://press.example/sets"/></website>
    <copyright><year>2024</year><holder>Ada Adams</holder>
      <shortlicense>Licensed under <url href="http://creativecommons.org/licenses/by/4.0/"/>
        CC BY 4.0.</shortlicense>
    </copyright>
  </colophon>
  <preface><title>To the reader</title><p>Read on.</p></preface>
</frontmatter>
"""
MAIN = f"""<pretext {XI} xml:lang="en-US">
  <docinfo><blurb>A short book.</blurb><macros>\\def\\x{{y}}</macros>
    <rename element="aside" xml:lang="en-US">By the way</rename></docinfo>
  <book><title>Sets</title><subtitle>A First Course</subtitle>
    <xi:include href="./front.ptx"/>
    <part><title>Part One</title><xi:include href="parts/chapter.ptx"/></part>
    <xi:include href="macros.tex" parse="text"/>
  </book>
</pretext>
"""
MANIFEST = """<project ptx-version="2"><targets>
<target name="web" format="html" source="book.ptx"/><target name="pdf" source="book.ptx"/>
</targets></project>"""


def files() -> dict[str, bytes]:
    """Give a small project."""
    return {
        "LICENSE": b"CC BY-SA 4.0\n",
        "project.ptx": MANIFEST.encode(),
        "source/book.ptx": MAIN.encode(),
        "source/front.ptx": FRONT.encode(),
        "source/macros.tex": b"\\def\\x{1}",
        "source/old.ptx": b"<pretext><book><title>Old</title></book></pretext>",
        "source/parts/chapter.ptx": CHAPTER,
    }


def folder(root: Path, made: dict[str, bytes]) -> Path:
    for name, content in made.items():
        path = root / "book" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root / "book"


def archive(root: Path, made: dict[str, bytes]) -> Path:
    path = root / "book.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in made.items():
            written.writestr(name, content)
    return path


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def attribution(warning: str = "Бұл аударманы адам тексермеген.") -> Attribution:
    return Attribution(
        locale="kk",
        title="Жиындар",
        heading="Аударма туралы",
        lines=(NoticeLine((("Лицензия: ", ""), ("CC BY 4.0", CC_BY), (" & т.б.", "ftp://a"))),),
        warning=warning,
        licence_id="CC-BY-4.0",
        licence_name="CC BY 4.0",
        licence_url=CC_BY,
        source_url="https://press.example/sets",
        source_title="Sets",
        creators=("Ada Adams",),
        translators=("Айгүл",),
        date="2026-11-24",
    )


def pseudo(content: str) -> str:
    """Write each text in Kazakh letters and brackets; codes stay where they are."""
    letters = str.maketrans("aeiou", "әіңғү")
    return serialise(
        f"⟦{token.translate(letters)}⟧" if isinstance(token, str) and token.strip() else token
        for token in parse(content)
    )


def translated(documents: list[Document], change: Callable[[str], str]) -> dict[str, Targets]:
    return {
        document.path: {unit.id: change(unit.content) for unit in document.units}
        for document in documents
    }


def units(data: bytes = CHAPTER) -> dict[str, Unit]:
    return {unit.content: unit for unit in PreTeXt().extract(data, "chapter.ptx").units}


def test_each_kind_of_text_is_a_unit_and_code_is_none() -> None:
    found = units()
    kinds = {content: unit.kind for content, unit in found.items()}
    assert kinds["Sets &amp; maps"] is UnitKind.HEADING
    assert kinds["Or <em1>start</em1>."] is UnitKind.FOOTNOTE
    assert kinds["set"] is UnitKind.METADATA
    assert kinds["empty"] is UnitKind.METADATA
    assert kinds["one"] is kinds["two"] is UnitKind.LIST_ITEM
    assert kinds["so that"] is UnitKind.PARAGRAPH
    assert kinds["a set"] is UnitKind.DEFINITION
    assert kinds["A map is a rule."] is UnitKind.PARAGRAPH
    assert kinds["Why? <var1/>"] is UnitKind.QUIZ_PROMPT
    assert kinds["Because."] is UnitKind.QUIZ_ANSWER
    assert kinds["Right!"] is kinds["Think."] is kinds["Try again"] is UnitKind.FEEDBACK
    assert kinds["It is so."] is UnitKind.QUIZ_ANSWER
    assert kinds["A <alert1>map</alert1>"] is UnitKind.CAPTION
    assert kinds["An arrow"] is UnitKind.ALT_TEXT
    assert kinds["Name"] is UnitKind.TABLE_CELL
    assert kinds["All is number."] is UnitKind.QUOTATION
    assert kinds["Give <var1/>."] is UnitKind.QUIZ_PROMPT
    assert not any("do not translate" in content for content in found)


def test_sentence_keeps_what_is_inside_it_as_codes() -> None:
    found = units()
    assert "A <term1>set</term1> holds <q2>things</q2>:" in found
    rest = (
        "see <xref1/>, <xref2>the chapter</xref2> and <url3>this page</url3>; <comment4/> run "
        "<c5/><nbsp6/>now"
    )
    unit = found[rest]
    assert unit.code_hints["<url3>"] == "https://example.org/?a=1&b=2"
    assert (unit.code_hints["<xref1/>"], unit.code_hints["<c5/>"]) == ("s1", "len(A)")
    assert unit.title_path == ("Sets & maps", "The set A")
    assert "Then <md1/>." in found
    assert "Written in <pretext1/> <notation2/> here." in found
    assert found["We begin<fn1/> with <m2/>."].code_hints["<m2/>"] == r"x \lt 1"


def test_merge_without_changes_gives_the_same_bytes() -> None:
    same = {unit.id: unit.content for unit in units().values()}
    assert PreTeXt().merge(CHAPTER, {}, None) == CHAPTER
    assert PreTeXt().merge(CHAPTER, same, None) == CHAPTER


def test_pseudo_translation_comes_back_and_touches_nothing_else() -> None:
    document = PreTeXt().extract(CHAPTER, "chapter.ptx")
    targets = {unit.id: pseudo(unit.content) for unit in document.units}
    merged = PreTeXt().merge(CHAPTER, targets, None)
    again = PreTeXt().extract(merged, "chapter.ptx")
    assert {unit.id: unit.content for unit in again.units} == targets
    assert merged.count(b"do not translate") == CHAPTER.count(b"do not translate")
    assert b"<mrow>a &amp;= b</mrow>" in merged
    assert b"<!-- check -->" in merged
    assert PreTeXt().merge(CHAPTER, {"e1": "Неге? <var1/>"}, None) == CHAPTER.replace(
        b"Why?", "Неге?".encode()
    )


def test_codes_move_with_what_is_translated_inside_them() -> None:
    data = (
        b"<section><p xml:id='p'>We<fn>small</fn> use <md><intertext>so</intertext></md>.</p>"
        b"</section>"
    )
    found = {unit.content: unit.id for unit in PreTeXt().extract(data, "a.ptx").units}
    targets = {
        found["We<fn1/> use <md2/>."]: "<md2/> біз<fn1/> аламыз.",
        found["small"]: "кіші <",
        found["so"]: "сонда",
    }
    merged = PreTeXt().merge(data, targets, None).decode()
    assert merged == (
        "<section><p xml:id='p'><md><intertext>сонда</intertext></md> біз<fn>кіші &lt;</fn> "
        "аламыз.</p></section>"
    )


def test_target_without_its_codes_is_refused_by_name() -> None:
    with pytest.raises(InlineCodeError, match=r"e1.*lost inline code <var1/>"):
        PreTeXt().merge(CHAPTER, {"e1": "Неге?"}, None)


def test_metadata_is_what_the_front_matter_says() -> None:
    found = PreTeXt().metadata(FRONT.encode())
    assert found.creators == ("Ada Adams",)
    assert found.published == "Fall 2024"
    assert found.source_url == "https://press.example/sets"
    assert found.licence_statements == (
        "http://creativecommons.org/licenses/by/4.0/",
        "Licensed under CC BY 4.0.",
    )
    assert found.rights_statement.startswith("© 2024 Ada Adams")


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("<pretext><book><title>T</title><chapter/></book></pretext>", "preface"),
        ("<pretext><book><frontmatter/></book></pretext>", "preface"),
        ("<pretext><article><title>T</title><p>a</p></article></pretext>", "colophon"),
        ("<backmatter><colophon><p>a</p></colophon></backmatter>", "colophon"),
        ("<section><title>T</title><p>a</p></section>", "paragraphs"),
        ("<section><title>T</title><subsection/></section>", "conclusion"),
        ("<exercises><exercise/><conclusion><p>a</p></conclusion></exercises>", "conclusion"),
    ],
)
def test_notice_stands_where_the_schema_has_room_for_it(source: str, place: str) -> None:
    merged = PreTeXt().merge(source.encode(), {}, Adaptation("kk", attribution()))
    holders = list(XmlText(merged, "a.ptx").root.descendants(place))
    assert len(holders) == 1
    text = holders[0].text
    assert "Бұл аударманы адам тексермеген.Лицензия: CC BY 4.0 & т.б." in text
    assert [url.attributes["href"] for url in holders[0].descendants("url")] == [CC_BY]
    reviewed = PreTeXt().merge(source.encode(), {}, Adaptation("kk", attribution(warning="")))
    assert b"<alert>" not in reviewed


def test_file_without_room_for_the_notice_is_refused() -> None:
    data = b"<docinfo><blurb>A book.</blurb></docinfo>"
    assert b"kk" not in PreTeXt().merge(data, {}, Adaptation("kk"))
    with pytest.raises(UnsupportedFormatError, match="no room for the notice"):
        PreTeXt().merge(data, {}, Adaptation("kk", attribution()))


def test_language_is_set_where_it_is_stated_and_on_the_whole_document() -> None:
    root = XmlText(PreTeXt().merge(MAIN.encode(), {}, Adaptation("kk")), "a.ptx").root
    assert root.attributes[XML_LANG] == "kk"
    assert next(root.descendants("rename")).attributes[XML_LANG] == "kk"
    unstated = PreTeXt().merge(b"<pretext><book/></pretext>", {}, Adaptation("ru"))
    assert unstated == b'<pretext xml:lang="ru"><book/></pretext>'


@pytest.mark.parametrize("make", [folder, archive])
def test_book_is_read_along_its_includes(
    tmp_path: Path, make: Callable[[Path, dict[str, bytes]], Path]
) -> None:
    source, out = make(tmp_path, files()), tmp_path / "out.zip"
    book = formats().resource_format(source)
    assert book.name == "pretext-book"
    documents = list(book.extract(source))
    assert [document.path for document in documents] == [
        "source/book.ptx",
        "source/front.ptx",
        "source/parts/chapter.ptx",
    ]
    assert documents[2].units[0].title_path == ("Sets", "Part One")
    book.merge(source, translated(documents, str).__getitem__, None, out)
    assert contents(out) == files()
    wanted = translated(documents, pseudo)
    book.merge(source, wanted.__getitem__, None, out)
    assert translated(list(formats().resource_format(out).extract(out)), str) == wanted
    book.merge(source, lambda path: {}, Adaptation("kk", attribution()), out)
    made = contents(out)
    assert made["source/front.ptx"].count("Аударма туралы".encode()) == 1
    assert made["source/parts/chapter.ptx"] == CHAPTER
    assert made["source/old.ptx"] == files()["source/old.ptx"]


def test_contradicting_licences_of_a_book_are_all_read(tmp_path: Path) -> None:
    metadata = PreTeXtBook().metadata(folder(tmp_path, files()))
    assert metadata.licence_statements == (
        "http://creativecommons.org/licenses/by/4.0/",
        "Licensed under CC BY 4.0.",
        "CC BY-SA 4.0",
    )
    assert (metadata.title, metadata.language) == ("Sets: A First Course", "en-US")


@pytest.mark.parametrize("href", ["../../secret.ptx", "/etc/passwd", "http://a.example/b.ptx"])
def test_includes_outside_of_the_book_are_refused(tmp_path: Path, href: str) -> None:
    (tmp_path / "secret.ptx").write_text("<p>secret</p>")
    made = files()
    made["source/book.ptx"] = MAIN.replace("./front.ptx", href).encode()
    with pytest.raises(UnsafeSourceError, match="below the book's folder"):
        list(PreTeXtBook().extract(folder(tmp_path, made)))


def test_missing_and_circular_includes_are_seen(tmp_path: Path) -> None:
    made = files()
    made["source/parts/chapter.ptx"] = (
        f'<chapter {XI}><xi:include href="../book.ptx"/></chapter>'.encode()
    )
    paths = [document.path for document in PreTeXtBook().extract(folder(tmp_path, made))]
    assert paths == ["source/book.ptx", "source/front.ptx", "source/parts/chapter.ptx"]
    del made["source/front.ptx"]
    with pytest.raises(MalformedDocumentError, match=r"source/book\.ptx:5: .*not there"):
        list(PreTeXtBook().extract(archive(tmp_path, made)))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<section><p></section>", "a.ptx:1"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "namespace"),
        (b"", "a.ptx"),
        (b"<p>&nope;</p>", "undefined entity"),
    ],
)
def test_broken_files_are_refused_with_their_place(data: bytes, said: str) -> None:
    with pytest.raises(MalformedDocumentError, match=said):
        PreTeXt().extract(data, "a.ptx")


def test_entities_that_fetch_or_grow_are_refused() -> None:
    for entity in ('SYSTEM "file:///etc/passwd"', '"&b;&b;"'):
        data = f"<!DOCTYPE p [<!ENTITY a {entity}>]><p>&a;</p>".encode()
        with pytest.raises(UnsafeSourceError):
            PreTeXt().extract(data, "a.ptx")


def test_xml_is_recognised_by_its_root(tmp_path: Path) -> None:
    path = tmp_path / "book.xml"
    path.write_bytes(MAIN.encode())
    assert formats().resource_format(path).name == "pretext"
    path.write_bytes(CHAPTER)
    assert formats().resource_format(path).name == "pretext"
    path.write_bytes(b"<chapter><para>DocBook</para></chapter>")
    with pytest.raises(UnsupportedFormatError):
        formats().resource_format(path)


TEXT = st.text("aя &<>\"'\n\t;]\u00a0", max_size=12).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "]]&gt;")
)
INLINE = ("em", "term", "q", "fn", "idx", "h", "m", "md", "ol", "li", "nbsp", "xref", "unknown")
MARKUP = st.recursive(
    TEXT,
    lambda inner: st.tuples(st.sampled_from(INLINE), st.lists(inner, max_size=3)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=8,
)


@given(st.lists(MARKUP, max_size=5))
def test_any_markup_keeps_its_bytes_and_gives_targets_back(markup: list[str]) -> None:
    data = f"<section><p>{''.join(markup)}<!-- c --></p> text</section>".encode()
    found = PreTeXt().extract(data, "a.ptx").units
    assert len({unit.id for unit in found}) == len(found)
    same = {unit.id: unit.content for unit in found}
    assert PreTeXt().merge(data, same, None) == data
    wanted = {unit.id: pseudo(unit.content) for unit in found}
    merged = PreTeXt().merge(data, wanted, Adaptation("kk", attribution()))
    again = PreTeXt().extract(merged, "a.ptx").units[: len(found)]
    # White space between two tags goes, and tags that hold one another then are one code.
    assert [plain_text(unit.content) for unit in again] == list(map(plain_text, wanted.values()))


@needs_corpus
@pytest.mark.parametrize("source", BOOKS, ids=lambda folder: folder.name)
def test_real_book_keeps_every_byte_and_takes_every_target(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.zip"
    copy = shutil.copytree(source, tmp_path / "copy")
    wanted = {path.relative_to(copy).as_posix(): path for path in copy.rglob("*") if path.is_file()}
    book = formats().resource_format(copy)
    documents = list(book.extract(copy))
    book.merge(copy, translated(documents, str).__getitem__, None, out)
    assert contents(out) == {name: path.read_bytes() for name, path in wanted.items()}
    targets = translated(documents, pseudo)
    book.merge(copy, targets.__getitem__, Adaptation("kk"), out)
    assert translated(list(book.extract(out)), str) == targets
    for path in copy.rglob("*.ptx"):
        data = path.read_bytes()
        same = {unit.id: unit.content for unit in PreTeXt().extract(data, path.name).units}
        assert PreTeXt().merge(data, same, None) == data

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenStax CNXML: identity, what is read, what an adaptation says anew, and what is refused."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.formats import formats
from adapters.formats.cnxml import Cnxml
from adapters.formats.cnxml_book import CnxmlBook
from adapters.formats.xml_splice import XmlText
from audarma.errors import InlineCodeError, MalformedDocumentError, UnsafeSourceError
from audarma.inline_code import parse, plain_text, serialise
from audarma.model import Attribution, Document, NoticeLine, Unit, UnitKind
from audarma.ports import Adaptation, Targets

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "cnxml"
BOOKS = sorted(folder for folder in CORPUS.glob("*") if folder.is_dir())
needs_corpus = pytest.mark.skipif(
    not BOOKS, reason="the shared corpus is not beside the repository"
)
MODULE = (Path(__file__).parents[1] / "corpus" / "cnxml" / "index.cnxml").read_bytes()
MD = "{http://cnx.rice.edu/mdml}"
CN = "{http://cnx.rice.edu/cnxml}"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"

COLLECTION = """<col:collection xmlns:col="http://cnx.rice.edu/collxml" xmlns:md="http://cnx.rice.edu/mdml">
  <col:metadata>
    <md:title>Physics</md:title>
    <md:language>en</md:language>
    <md:license url="{licence}">The licence</md:license>
  </col:metadata>
  <col:content>
    <col:subcollection>
      <md:title>Motion</md:title>
      <col:content><col:module document="m2"/><col:module document="m1"/></col:content>
    </col:subcollection>
  </col:content>
</col:collection>
"""
SMALL = """<document xmlns="http://cnx.rice.edu/cnxml"><title>Rest</title>
<metadata xmlns:md="http://cnx.rice.edu/mdml"><md:title>Rest</md:title></metadata>
<content/></document>
"""
OTHER = COLLECTION.replace("m1", "m3").replace("Physics", "Chemistry")
BOOKS_XML = """<container xmlns="https://openstax.org/namespaces/book-container" version="1">
   <book slug="physics" href="../collections/physics.collection.xml" />
   <book slug="chemistry" href="../collections/chemistry.collection.xml" />
</container>
"""


def files() -> dict[str, bytes]:
    """Give a small repository of two books."""
    return {
        "META-INF/books.xml": BOOKS_XML.encode(),
        "LICENSE": b"Attribution 4.0 International\n\n===\n",
        "collections/physics.collection.xml": COLLECTION.format(licence=CC_BY).encode(),
        "collections/chemistry.collection.xml": OTHER.format(licence=CC_BY).encode(),
        "media/stone.png": b"\x89PNG",
        "modules/m1/index.cnxml": MODULE,
        "modules/m2/index.cnxml": SMALL.encode(),
        "modules/m3/index.cnxml": SMALL.encode(),
    }


def folder(root: Path, made: dict[str, bytes]) -> Path:
    for name, content in made.items():
        path = root / "book" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root / "book"


def archive(root: Path, made: dict[str, bytes], prefix: str = "") -> Path:
    path = root / "book.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in made.items():
            written.writestr(f"{prefix}{name}", content)
    return path


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def attribution(warning: str = "Бұл аударманы адам тексермеген.") -> Attribution:
    return Attribution(
        locale="kk",
        title="Физика",
        heading="Аударма туралы",
        lines=(NoticeLine((("Лицензия: ", ""), ("CC BY 4.0", CC_BY), (".", "javascript:a"))),),
        warning=warning,
        licence_id="CC-BY-4.0",
        licence_name="CC BY 4.0",
        licence_url=CC_BY,
        source_url="https://press.example/physics?a=1&b=2",
        source_title="Physics",
        creators=("Ada Adams",),
        translators=("Айгүл Ко", "Audarma"),
        date="2026-11-24",
        json_ld={"translator": [{"@type": "Person", "name": "Айгүл Ко"}]},
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


def units() -> dict[str, Unit]:
    return {unit.content: unit for unit in Cnxml().extract(MODULE, "index.cnxml").units}


def wrap(body: str) -> bytes:
    return (
        '<document xmlns="http://cnx.rice.edu/cnxml" xmlns:m="http://www.w3.org/1998/Math/MathML">'
        f"<title>T</title><content>{body}</content></document>"
    ).encode()


def test_each_kind_of_text_is_a_unit_and_code_is_none() -> None:
    found = units()
    kinds = {content: unit.kind for content, unit in found.items()}
    assert kinds["Falling &amp; rising"] is UnitKind.METADATA
    assert kinds["gravity"] is UnitKind.METADATA
    assert kinds["How things <emphasis1>fall</emphasis1>."] is UnitKind.METADATA
    assert kinds["A stone"] is UnitKind.HEADING
    assert kinds["Galileo, in <emphasis1>Pisa</emphasis1>."] is UnitKind.FOOTNOTE
    assert kinds['A stone "falls"'] is UnitKind.ALT_TEXT
    assert kinds["Free <emphasis1>fall</emphasis1>"] is UnitKind.CAPTION
    assert kinds["Hint"] is UnitKind.LABEL
    assert kinds["deeper"] is UnitKind.LIST_ITEM
    assert kinds["Times"] is UnitKind.ALT_TEXT
    assert kinds["Time"] is UnitKind.TABLE_CELL
    assert kinds["All falls."] is UnitKind.QUOTATION
    assert kinds["Why?"] is UnitKind.QUIZ_PROMPT
    assert kinds["Because <math1/>."] is UnitKind.QUIZ_ANSWER
    assert kinds["stone"] is UnitKind.DEFINITION
    assert kinds["what falls"] is UnitKind.DEFINITION
    assert not any("translate" in content or "fall()" in content for content in found)


def test_sentence_keeps_what_is_inside_it_as_codes() -> None:
    unit = units()[
        "A <term1>stone</term1> falls<footnote2/> by <math3/>, see <link4/> or "
        "<link5>this page</link5>.<newline6/>Run <code7/>; <comment8/> H<sub9>2</sub9>O."
    ]
    assert unit.title_path == ("Falling & rising", "A stone")
    assert unit.code_hints["<link5>"] == "https://example.org/?a=1&b=2"
    assert unit.code_hints["<link4/>"] == "f1"
    assert unit.code_hints["<code7/>"] == "fall()"
    assert unit.id == "p1"


def test_emphasis_around_a_list_does_not_swallow_it() -> None:
    found = units()
    assert {"It is", "broken", "up."} <= set(found)


def test_merge_without_changes_gives_the_same_bytes() -> None:
    same = {unit.id: unit.content for unit in units().values()}
    assert Cnxml().merge(MODULE, {}, None) == MODULE
    assert Cnxml().merge(MODULE, same, None) == MODULE


def test_pseudo_translation_comes_back_and_touches_nothing_else() -> None:
    document = Cnxml().extract(MODULE, "index.cnxml")
    targets = {unit.id: pseudo(unit.content) for unit in document.units}
    merged = Cnxml().merge(MODULE, targets, None)
    again = Cnxml().extract(merged, "index.cnxml")
    assert {unit.id: unit.content for unit in again.units} == targets
    for kept in (b'<preformat id="pre1">do not translate</preformat>', b"<!-- check -->"):
        assert kept in merged
    one = {"p4": "Себебі <math1/>."}
    assert Cnxml().merge(MODULE, one, None) == MODULE.replace(
        b"Because <m:math>", "Себебі <m:math>".encode()
    )


def test_codes_move_with_what_is_translated_inside_them() -> None:
    data = wrap(
        '<para id="p">One<footnote id="f">small</footnote> and '
        '<media id="m" alt="big"><image src="a"/></media> end '
        '<term xml:lang="en-GB">word</term></para>'
    )
    document = Cnxml().extract(data, "a.cnxml")
    assert [unit.id for unit in document.units] == ["u1", "p", "f", "m"]
    targets = {
        "p": "<term3>Сөз</term3> <media2/> соң<footnote1/>",
        "f": "кіші",
        "m": 'үлкен "',
    }
    merged = Cnxml().merge(data, targets, Adaptation("kk"))
    assert merged == wrap(
        '<para id="p"><term xml:lang="kk">Сөз</term> <media id="m" alt="үлкен &quot;">'
        '<image src="a"/></media> соң<footnote id="f">кіші</footnote></para>'
    )


def test_target_is_text_and_never_markup() -> None:
    target = '<script>alert("1")</script> ]]> &amp;amp; <media1/>'
    data = wrap('<para id="p">a <media id="m"/> b</para>')
    merged = Cnxml().merge(data, {"p": target}, None)
    root = XmlText(merged, "a.cnxml").root
    para = next(root.descendants(f"{CN}para"))
    assert para.text == '<script>alert("1")</script> ]]> &amp; '
    assert [child.local_name for child in para.elements] == ["media"]


def test_target_without_its_codes_is_refused_by_name() -> None:
    with pytest.raises(InlineCodeError, match=r"p4.*lost inline code <math1/>"):
        Cnxml().merge(MODULE, {"p4": "Себебі."}, None)


def test_metadata_is_what_the_module_says() -> None:
    found = Cnxml().metadata(MODULE)
    assert found.title == "Falling & rising"
    assert found.creators == ("Ada Adams",)
    assert found.source_url == "https://example.org/m1"
    assert found.licence_statements == (
        "http://creativecommons.org/licenses/by/3.0/",
        "CC BY 3.0",
    )
    assert (found.language, found.published) == ("en", "2021/03/04")
    assert found.description == "How things fall."


def test_adaptation_is_told_to_readers_and_machines() -> None:
    merged = Cnxml().merge(MODULE, {}, Adaptation("kk", attribution()))
    root = XmlText(merged, "index.cnxml").root
    content = root.child(f"{CN}content")
    assert content is not None
    assert content.elements[0].text == "Бұл аударманы адам тексермеген."
    notice = content.elements[-1]
    assert [child.local_name for child in notice.elements] == ["title", "para"]
    assert "Лицензия: CC BY 4.0." in notice.text
    assert [link.attributes["url"] for link in notice.descendants(f"{CN}link")] == [CC_BY]
    metadata = root.child(f"{CN}metadata")
    assert metadata is not None
    said = {child.local_name: child for child in metadata.elements}
    assert said["license"].attributes["url"] == CC_BY
    assert said["license"].text == "CC BY 4.0"
    assert said["language"].text == "kk"
    assert said["derived-from"].attributes["url"] == "https://press.example/physics?a=1&b=2"
    assert said["uuid"].text != "86943012-711e-4e15-bd11-1f41e22e75f1"
    names = [name.text for name in said["actors"].descendants(f"{MD}fullname")]
    assert names == ["Ada Adams", "Айгүл Ко", "Audarma"]
    assert root.attributes["{http://www.w3.org/XML/1998/namespace}lang"] == "kk"
    assert Cnxml().metadata(merged).creators == ("Ada Adams",)


def test_reviewed_adaptation_has_no_warning() -> None:
    merged = Cnxml().merge(MODULE, {}, Adaptation("kk", attribution(warning="")))
    assert b"audarma-warning" not in merged


def test_language_alone_changes_where_nothing_is_attributed() -> None:
    merged = Cnxml().merge(MODULE, {}, Adaptation("ru"))
    before = MODULE.replace(b'xml:lang="en"', b'xml:lang="ru"')
    before = before.replace(b"<md:language>en<", b"<md:language>ru<")
    old = b"86943012-711e-4e15-bd11-1f41e22e75f1"
    start = merged.index(b"<md:uuid>") + len(b"<md:uuid>")
    assert before.replace(old, merged[start : start + len(old)]) == merged


@pytest.mark.parametrize("make", [folder, archive])
def test_book_is_one_archive_of_the_same_layout(
    tmp_path: Path, make: Callable[[Path, dict[str, bytes]], Path]
) -> None:
    source, out = make(tmp_path, files()), tmp_path / "out.zip"
    book = formats().resource_format(source)
    assert book.name == "openstax"
    documents = list(book.extract(source))
    paths = [document.path for document in documents]
    assert sorted(paths) == sorted(name for name in files() if name[0] == "c" or name[:2] == "mo")
    assert all(paths.index(p) > 0 for p in paths if p.startswith("modules/"))
    book.merge(source, translated(documents, str).__getitem__, None, out)
    assert contents(out) == files()
    wanted = translated(documents, pseudo)
    book.merge(source, wanted.__getitem__, None, out)
    again = formats().resource_format(out)
    assert again.name == "openstax"
    assert translated(list(again.extract(out)), str) == wanted


def test_units_of_a_module_stand_under_its_chapter(tmp_path: Path) -> None:
    source = folder(tmp_path, files())
    documents = {d.path: d for d in CnxmlBook().extract(source)}
    unit = next(u for u in documents["modules/m1/index.cnxml"].units if u.id == "p4")
    assert unit.title_path == ("Motion", "Falling & rising", "A stone")
    titles = [u.content for u in documents["collections/physics.collection.xml"].units]
    assert titles == ["Physics", "Motion"]


def test_archive_may_have_one_folder_around_the_book(tmp_path: Path) -> None:
    source = archive(tmp_path, files(), "osbooks-physics-main/")
    paths = [document.path for document in CnxmlBook().extract(source)]
    assert "osbooks-physics-main/modules/m1/index.cnxml" in paths


def test_one_collection_of_several_is_adapted_without_the_others(tmp_path: Path) -> None:
    source = folder(tmp_path, files()) / "collections" / "physics.collection.xml"
    book, out = formats().resource_format(source), tmp_path / "out.zip"
    assert book.name == "openstax"
    paths = [document.path for document in book.extract(source)]
    assert paths == [
        "collections/physics.collection.xml",
        "modules/m2/index.cnxml",
        "modules/m1/index.cnxml",
    ]
    book.merge(source, lambda path: {}, None, out)
    made = contents(out)
    assert "collections/chemistry.collection.xml" not in made
    assert "modules/m3/index.cnxml" not in made
    assert made["media/stone.png"] == b"\x89PNG"
    assert b"chemistry" not in made["META-INF/books.xml"]
    assert b"physics" in made["META-INF/books.xml"]


def test_book_tells_its_adaptation_once_a_collection(tmp_path: Path) -> None:
    source, out = folder(tmp_path, files()), tmp_path / "out.zip"
    only = source / "collections" / "physics.collection.xml"
    CnxmlBook().merge(only, lambda path: {}, Adaptation("kk", attribution()), out)
    made = contents(out)
    first = made["modules/m2/index.cnxml"].decode()
    assert first.count('class="audarma-attribution"') == 1
    assert first.count('class="audarma-warning"') == 1
    assert b"audarma" not in made["modules/m1/index.cnxml"]
    metadata = CnxmlBook().metadata(out)
    assert (metadata.language, metadata.title) == ("kk", "Physics")
    assert CC_BY in metadata.licence_statements


def test_every_licence_that_the_book_states_is_read(tmp_path: Path) -> None:
    source = folder(tmp_path, files()) / "collections" / "physics.collection.xml"
    assert CnxmlBook().metadata(source).licence_statements == (
        CC_BY,
        "The licence",
        "Attribution 4.0 International",
        "http://creativecommons.org/licenses/by/3.0/",
        "CC BY 3.0",
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<document xmlns='http://cnx.rice.edu/cnxml'><content></document>", "index.cnxml:1"),
        (b"<html/>", "begins with <html>"),
        (b"<document xmlns='http://cnx.rice.edu/cnxml'/>", "no <content>"),
        (b"\xff\xfe\x00", "index.cnxml"),
        (b"", "index.cnxml"),
    ],
)
def test_broken_modules_are_refused_with_their_place(data: bytes, said: str) -> None:
    with pytest.raises(MalformedDocumentError, match=said):
        Cnxml().extract(data, "index.cnxml")


def test_entities_that_fetch_or_grow_are_refused() -> None:
    for entity in ('SYSTEM "file:///etc/passwd"', '"&b;&b;"'):
        data = b"<!DOCTYPE document [<!ENTITY a %s>]>" % entity.encode() + MODULE.split(b"?>\n")[1]
        with pytest.raises(UnsafeSourceError):
            Cnxml().extract(data, "index.cnxml")


def test_deep_nesting_is_read_without_recursion() -> None:
    data = wrap(f"<para>{'<emphasis>' * 900}deep{'</emphasis>' * 900}</para>")
    contents_ = [unit.content for unit in Cnxml().extract(data, "a.cnxml").units]
    assert contents_ == ["T", "deep"]


def test_missing_and_misnamed_modules_are_told(tmp_path: Path) -> None:
    made = files()
    del made["modules/m1/index.cnxml"]
    with pytest.raises(MalformedDocumentError, match=r"modules/m1/index\.cnxml"):
        list(CnxmlBook().extract(folder(tmp_path, made)))
    made["collections/physics.collection.xml"] = (
        COLLECTION.format(licence=CC_BY).replace('"m1"', '"../../m1"').encode()
    )
    with pytest.raises(MalformedDocumentError, match="no module's name"):
        list(CnxmlBook().extract(archive(tmp_path, made)))
    alone = tmp_path / "physics.collection.xml"
    alone.write_text(COLLECTION)
    with pytest.raises(MalformedDocumentError, match="not beside it"):
        CnxmlBook().metadata(alone)


def test_links_and_hidden_files_are_no_part_of_a_folder(tmp_path: Path) -> None:
    source, out = folder(tmp_path, files()), tmp_path / "out.zip"
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    (source / "media" / "link.txt").symlink_to(secret)
    (source / "modules" / "linked").symlink_to(tmp_path)
    (source / ".git").mkdir()
    (source / ".git" / "config").write_text("x")
    CnxmlBook().merge(source, lambda path: {}, None, out)
    assert contents(out) == files()


def test_file_name_that_no_archive_can_hold_is_told(tmp_path: Path) -> None:
    source = folder(tmp_path, files())
    (source / "media" / "st\udce9.png").write_bytes(b"")
    with pytest.raises(MalformedDocumentError, match="is not UTF-8"):
        CnxmlBook().metadata(source)


def test_killed_merge_leaves_what_was_there(tmp_path: Path) -> None:
    source, out = folder(tmp_path, files()), tmp_path / "out.zip"
    out.write_bytes(b"before")
    with pytest.raises(InlineCodeError):
        CnxmlBook().merge(source, lambda path: {"p4": "жоқ"}, None, out)
    assert out.read_bytes() == b"before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book", "out.zip"]


TEXT = st.text("aя &<>\"'\n\t;]\u00a0", max_size=12).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "]]&gt;")
)
INLINE = ("emphasis", "term", "link", "footnote", "media", "newline", "sub", "code", "quote")
MARKUP = st.recursive(
    TEXT,
    lambda inner: st.tuples(st.sampled_from(INLINE), st.lists(inner, max_size=3)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=8,
)


@given(st.lists(MARKUP, max_size=5))
def test_any_markup_keeps_its_bytes_and_gives_targets_back(markup: list[str]) -> None:
    data = wrap(f"<para>{''.join(markup)}<!-- c --><![CDATA[ d <]]></para>")
    found = Cnxml().extract(data, "a.cnxml").units
    assert len({unit.id for unit in found}) == len(found)
    same = {unit.id: unit.content for unit in found}
    assert Cnxml().merge(data, same, None) == data
    wanted = {unit.id: pseudo(unit.content) for unit in found}
    again = Cnxml().extract(Cnxml().merge(data, wanted, None), "a.cnxml").units
    # White space between two tags goes, and tags that hold one another then are one code.
    assert [(unit.id, plain_text(unit.content)) for unit in again] == [
        (name, plain_text(target)) for name, target in wanted.items()
    ]


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
    for path in copy.glob("modules/*/index.cnxml"):
        data = path.read_bytes()
        same = {unit.id: unit.content for unit in Cnxml().extract(data, path.name).units}
        assert Cnxml().merge(data, same, None) == data

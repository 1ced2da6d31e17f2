# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""DOCX: identity, what is read as units, how targets are written, notices, and what is refused."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.formats import formats
from adapters.formats.docx import Docx
from adapters.formats.xml_splice import XmlText
from audarma.errors import (
    InlineCodeError,
    MalformedDocumentError,
    UnsafeSourceError,
    UnsupportedFormatError,
)
from audarma.model import Attribution, Metadata, NoticeLine, Unit, UnitKind
from audarma.ports import Adaptation

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "docx"
FILES = sorted(CORPUS.glob("*.docx"))
needs_corpus = pytest.mark.skipif(
    not FILES, reason="the shared corpus is not beside the repository"
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
STYLES = f"""<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US"/>
</w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="own"><w:name w:val="Own"/><w:basedOn w:val="2"/></w:style>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="cap"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="q"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="src"><w:name w:val="Source Code"/></w:style>
<w:style w:type="character" w:styleId="vc"><w:name w:val="Verbatim Char"/></w:style>
<w:style w:type="character" w:styleId="em"><w:name w:val="Emphasis"/></w:style>
</w:styles>"""

ATTRIBUTION = Attribution(
    locale="kk",
    title="Алгебра",
    heading="Аударма туралы",
    lines=(
        NoticeLine((("Түпнұсқа: ", ""), ("«Algebra»", 'https://a.example/?q="x"&r=1'), (".", ""))),
        NoticeLine((("Лицензия: ", ""), ("CC BY 4.0", "https://cc.example/by/4.0/"))),
        NoticeLine((("Қауіпті <w:p> & сілтеме", "javascript:alert(1)"),)),
    ),
    warning="Бұл аударманы адамдар тексерген жоқ.",
    licence_id="CC-BY-4.0",
    licence_name="Creative Commons Attribution 4.0",
    licence_url="https://cc.example/by/4.0/",
    source_url="https://a.example/",
    source_title="Algebra",
    creators=("Ada Adams",),
    translators=("starter (1)",),
    date="2026-01-02",
)


def package(folder: Path, body: str, name: str = "doc.docx", **parts: str) -> Path:
    """Make the smallest package with *body*; *parts* are more parts of the text, by name."""
    types = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{MAIN}.{part}+xml"/>' for part in parts
    )
    related = "".join(
        f'<Relationship Id="p{part}" Type="{R}/{re.sub("[0-9]", "", part)}" Target="{part}.xml"/>'
        for part in parts
    )
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{MAIN}.document.main+xml"/>'
            f"{types}</Types>",
        )
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
            "</Relationships>",
        )
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0" encoding="UTF-8"?>\n<w:document {NAMESPACES}><w:body>{body}'
            "<w:sectPr/></w:body></w:document>",
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="link" Type="{R}/hyperlink" Target="https://x.example/" '
            f'TargetMode="External"/><Relationship Id="s" Type="{R}/styles" Target="styles.xml"/>'
            f"{related}</Relationships>",
        )
        archive.writestr("word/styles.xml", STYLES)
        for part, markup in parts.items():
            archive.writestr(f"word/{part}.xml", markup)
    return path


def p(*runs: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r w:rsidR="00AB">{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def units(path: Path) -> list[Unit]:
    (document,) = Docx().extract(path)
    return list(document.units)


def contents(path: Path) -> list[str]:
    return [unit.content for unit in units(path)]


def merged(
    path: Path, targets: dict[str, str], adaptation: Adaptation | None = None
) -> dict[str, bytes]:
    """Merge, check that python-docx opens what comes out, and give its members."""
    out = path.with_name("out.docx")
    Docx().merge(path, lambda _: targets, adaptation, out)
    return members(out)


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def one(folder: Path, *inside: str) -> str:
    """Give the content of the one paragraph with *inside*."""
    (content,) = contents(package(folder, p(*inside)))
    return content


def rewritten(folder: Path, inside: str, target: str) -> str:
    """Give the one paragraph's markup once it has *target*."""
    path = package(folder, p(inside))
    document = merged(path, {"u1": target})["word/document.xml"].decode()
    return document[document.index("<w:p>") + 5 : document.rindex("</w:p>")]


# Identity


def test_merge_without_targets_gives_every_member_back(tmp_path: Path) -> None:
    path = package(tmp_path, p(r("Some "), r("text", "<w:b/>")))
    source = members(path)
    assert merged(path, {}) == source
    assert merged(path, {unit.id: unit.content for unit in units(path)}) == source


def test_bytes_outside_the_changed_paragraph_stay(tmp_path: Path) -> None:
    odd = "<w:p ><w:r  w:rsidR='1'><w:t>Kept &#x41;</w:t></w:r></w:p><!-- note -->"
    path = package(tmp_path, odd + p(r("Changed")) + odd)
    before = members(path)["word/document.xml"]
    after = merged(path, {"u2": "Өзгерді"})["word/document.xml"]
    assert after == before.replace(
        p(r("Changed")).encode(), "<w:p><w:r><w:t>Өзгерді</w:t></w:r></w:p>".encode()
    )


@needs_corpus
@pytest.mark.parametrize("source", FILES, ids=lambda path: path.name)
def test_real_file_is_identical_and_takes_targets(source: Path, tmp_path: Path) -> None:
    found = units(source)
    assert found
    assert len({unit.id for unit in found}) == len(found)
    out = tmp_path / source.name
    Docx().merge(source, lambda _: {unit.id: unit.content for unit in found}, None, out)
    assert members(out) == members(source)
    targets = {unit.id: f"⟦{unit.content}⟧ қазақша" for unit in found}
    Docx().merge(source, lambda _: targets, Adaptation("kk"), out)
    assert {unit.id: unit.content for unit in units(out)} == targets
    docx.Document(str(out))


# Runs and formats


def test_runs_that_look_the_same_are_one_text(tmp_path: Path) -> None:
    runs = (
        r("One ", '<w:lang w:val="en-US"/>'),
        '<w:proofErr w:type="spellStart"/>',
        r("sen", "<w:noProof/>"),
        "<w:r><w:lastRenderedPageBreak/><w:t>tence</w:t></w:r>",
        '<w:smartTag w:uri="u" w:element="e"><w:r><w:t>.</w:t></w:r></w:smartTag>',
    )
    assert one(tmp_path, *runs) == "One sentence."


def test_formats_that_differ_are_codes_named_as_html_names_them(tmp_path: Path) -> None:
    runs = (
        r("Plain text that is long, "),
        r("bold", "<w:b/>"),
        r(" "),
        r("italic", '<w:i w:val="true"/>'),
        r(" H"),
        r("2", '<w:vertAlign w:val="subscript"/>'),
        r("O "),
        r("word", '<w:rStyle w:val="em"/>'),
    )
    assert one(tmp_path, *runs) == (
        "Plain text that is long, <b1>bold</b1> <i2>italic</i2> H<sub3>2</sub3>O <em4>word</em4>"
    )


def test_formats_nest_with_the_widest_outside(tmp_path: Path) -> None:
    runs = (
        r("Some long plain text "),
        r("a ", "<w:b/>"),
        r("b", "<w:b/><w:i/>"),
        r(" c", "<w:b/>"),
    )
    assert one(tmp_path, *runs) == "Some long plain text <b1>a <i2>b</i2> c</b1>"


def test_format_of_the_whole_paragraph_is_no_code(tmp_path: Path) -> None:
    look = "<w:b/><w:sz w:val='40'/>"
    inside = r("All ", look) + r("bold", look)
    assert one(tmp_path, inside) == "All bold"
    written = rewritten(tmp_path, inside, "Бәрі")
    assert written == f"<w:r><w:rPr>{look}</w:rPr><w:t>Бәрі</w:t></w:r>"


def test_letter_spacing_makes_no_codes(tmp_path: Path) -> None:
    runs = [r(text, f'<w:spacing w:val="{n}"/><w:w w:val="9{n}"/>') for n, text in enumerate("abc")]
    assert one(tmp_path, *runs) == "abc"


def test_formatting_lands_where_the_target_puts_its_codes(tmp_path: Path) -> None:
    inside = r("Read the ") + r("whole", "<w:b/>") + r(" book") + r(" now", "<w:i/>")
    assert one(tmp_path, inside) == "Read the <b1>whole</b1> book<i2> now</i2>"
    written = rewritten(tmp_path, inside, "<i2>Қазір</i2> кітапты <b1>түгел</b1> оқы")
    assert written == (
        "<w:r><w:rPr><w:i/></w:rPr><w:t>Қазір</w:t></w:r>"
        '<w:r><w:t xml:space="preserve"> кітапты </w:t></w:r>'
        "<w:r><w:rPr><w:b/></w:rPr><w:t>түгел</w:t></w:r>"
        '<w:r><w:t xml:space="preserve"> оқы</w:t></w:r>'
    )


def test_codes_that_a_target_nests_anew_combine_their_formats(tmp_path: Path) -> None:
    inside = r("Some plain text ") + r("a", "<w:b/>") + r(" and ") + r("b", "<w:i/>")
    written = rewritten(tmp_path, inside, "Мәтін <b1>бір <i2>екі</i2></b1>")
    assert "<w:r><w:rPr><w:b/><w:i/></w:rPr><w:t>екі</w:t></w:r>" in written


def test_target_is_text_and_never_markup(tmp_path: Path) -> None:
    hostile = 'a &lt;w:br/> &amp;amp; ]]> " \x00 \ud800'
    path = package(tmp_path, p(r("Text")))
    document = merged(path, {"u1": hostile})["word/document.xml"]
    assert b"&lt;w:br/&gt; &amp;amp; ]]&gt;" in document
    assert contents(path.with_name("out.docx")) == ['a &lt;w:br/> &amp;amp; ]]> "']


def test_target_that_loses_codes_is_refused_with_all_faults(tmp_path: Path) -> None:
    path = package(tmp_path, p(r("Long text "), r("b", "<w:b/>")) * 2)
    with pytest.raises(InlineCodeError, match=r"doc\.docx: target of u1: lost .*u2: lost"):
        merged(path, {"u1": "жоқ", "u2": "жоқ"})
    assert not path.with_name("out.docx").exists()


def test_namespace_that_a_run_declares_goes_with_what_it_holds(tmp_path: Path) -> None:
    run = (
        '<w:r xmlns:o="urn:o"><w:rPr><o:x/></w:rPr><w:t>text </w:t><o:thing/><w:t>more</w:t></w:r>'
    )
    path = package(tmp_path, p(run))
    assert contents(path) == ["text<thing1/>more"]
    document = merged(path, {"u1": "бұл <thing1/> сол"})["word/document.xml"]
    XmlText(document, "document.xml")


def test_white_space_that_word_trims_is_not_read(tmp_path: Path) -> None:
    runs = "<w:r><w:t> one </w:t></w:r><w:r><w:t>\ntwo</w:t></w:r>"
    assert one(tmp_path, runs) == "onetwo"


# What stands in text


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", "a<tab1/>b"),
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>", "a<br1/>b"),
        ('<w:r><w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t></w:r>', "a<page1/>b"),
        ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>", "a\u2011b"),
        ("<w:r><w:t>hy</w:t><w:softHyphen/><w:t>phen</w:t></w:r>", "hyphen"),
        ('<w:r><w:t>a</w:t><w:footnoteReference w:id="2"/><w:t>b</w:t></w:r>', "a<footnote1/>b"),
        ('<w:r><w:t>end.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>', "end."),
        (
            r("where ") + "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>" + r(" is"),
            "where <math1/> is",
        ),
        (r("a") + '<w:bookmarkStart w:id="1" w:name="n"/>' + r("b"), "a<bookmark1/>b"),
        (
            r("wo") + '<w:bookmarkStart w:id="1" w:name="n"/><w:bookmarkEnd w:id="1"/>' + r("rd"),
            "word",
        ),
        (r("call ") + r("main", '<w:rStyle w:val="vc"/>') + r(" now"), "call <code1/> now"),
        (r("call ") + r("main", '<w:rFonts w:ascii="Courier New"/>') + r("."), "call <code1/>."),
        (r("seen ") + r("unseen", "<w:vanish/>") + r("too"), "seen <hidden1/>too"),
        (r("the formula $x^2$ here"), "the formula <tex1/> here"),
    ],
)
def test_what_stands_in_text_is_a_code(tmp_path: Path, inside: str, expected: str) -> None:
    assert one(tmp_path, inside) == expected
    written = rewritten(tmp_path, inside, f"⟦{expected}⟧")
    assert one(tmp_path, written) == f"⟦{expected}⟧"


def test_link_is_a_pair_that_says_where_it_leads(tmp_path: Path) -> None:
    link = '<w:hyperlink r:id="link" w:anchor="top">' + r("here", "<w:u w:val='single'/>")
    path = package(tmp_path, p(r("Look at the text "), link, "</w:hyperlink>"))
    (unit,) = units(path)
    assert unit.content == "Look at the text <a1>here</a1>"
    assert unit.code_hints == {"<a1>": "https://x.example/#top"}


def test_inserted_text_is_translated_and_deleted_text_stays(tmp_path: Path) -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>old</w:delText></w:r></w:del>'
    moved = '<w:moveFrom w:id="3">' + r("moved") + "</w:moveFrom>"
    inside = r("The ") + deleted + '<w:ins w:id="2">' + r("new") + "</w:ins>" + moved + r(" text")
    assert one(tmp_path, inside) == "The <del1/><ins2>new</ins2><del3/> text"
    written = rewritten(tmp_path, inside, "<ins2>Жаңа</ins2> <del1/>мәтін<del3/>")
    assert deleted in written
    assert moved in written
    assert '<w:ins w:id="2"><w:r><w:t>Жаңа</w:t></w:r></w:ins>' in written


def test_row_that_is_deleted_has_no_units(tmp_path: Path) -> None:
    row = "<w:tr><w:trPr>{}</w:trPr><w:tc>{}</w:tc></w:tr>"
    table = f"<w:tbl>{row.format('<w:del/>', p(r('gone')))}{row.format('', p(r('here')))}</w:tbl>"
    assert [(u.kind, u.content) for u in units(package(tmp_path, table))] == [
        (UnitKind.TABLE_CELL, "here")
    ]


def test_content_control_keeps_its_place(tmp_path: Path) -> None:
    control = "<w:sdt><w:sdtPr><w:id w:val='1'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    inside = r("Dear ") + control.format(r("reader")) + r("!")
    assert one(tmp_path, inside) == "Dear <control1>reader</control1>!"
    written = rewritten(tmp_path, inside, "Құрметті <control1>оқырман</control1>!")
    assert control.format("<w:r><w:t>оқырман</w:t></w:r>") in written
    box = "<w:sdt><w:sdtPr><w14:checkbox/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    assert one(tmp_path, r("Tick ") + box.format(r("x")) + r(" here")) == "Tick <checkbox1/> here"


# Fields


def field(code: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        f"{mark.format('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>"
        f"{mark.format('separate')}{result}{mark.format('end')}"
    )


def test_field_that_word_computes_is_one_word(tmp_path: Path) -> None:
    path = package(tmp_path, p(r("See "), field(" REF _Ref1 \\h ", r("Figure 1")), r(" below")))
    (unit,) = units(path)
    assert unit.content == "See <ref1/> below"
    assert unit.code_hints == {"<ref1/>": "Figure 1"}


def test_link_field_is_a_pair(tmp_path: Path) -> None:
    inside = r("See the ") + field('HYPERLINK "https://y.example"', r("page")) + r(" there")
    assert one(tmp_path, inside) == "See the <a1>page</a1> there"
    written = rewritten(tmp_path, inside, "<a1>Бетті</a1> қара")
    assert written.index("separate") < written.index("Бетті") < written.index('"end"')
    assert one(tmp_path, written) == "<a1>Бетті</a1> қара"


def test_fields_in_fields_are_one_code(tmp_path: Path) -> None:
    inner = field("PAGE", r("3"))
    inside = r("Go ") + field(f"IF </w:instrText></w:r>{inner}<w:r><w:instrText>", r("on")) + r("!")
    assert one(tmp_path, inside) == "Go <if1/>!"


def test_table_of_contents_over_many_paragraphs_is_left_to_word(tmp_path: Path) -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    begin = mark.format("begin") + "<w:r><w:instrText>TOC</w:instrText></w:r>"
    begin += mark.format("separate") + r("One")
    body = p(begin) + p(r("Two")) + p(r("Three"), mark.format("end")) + p(r("Text"))
    assert contents(package(tmp_path, body)) == ["Text"]


def test_simple_fields_are_read_as_complex_ones(tmp_path: Path) -> None:
    simple = '<w:fldSimple w:instr=" {} ">{}</w:fldSimple>'
    inside = r("On ") + simple.format("PAGE", r("3")) + r(" of ")
    inside += simple.format("HYPERLINK &quot;u&quot;", r("this"))
    assert one(tmp_path, inside) == "On <page1/> of <a2>this</a2>"


def test_field_that_never_ends_protects_what_follows(tmp_path: Path) -> None:
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    )
    assert contents(package(tmp_path, p(r("Before"), begin, r("after")))) == ["Before<page1/>"]


# Where units are


def test_kinds_and_title_paths_come_from_styles(tmp_path: Path) -> None:
    number = '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    body = (
        p(r("Book"), style="T")
        + p(r("One"), style="1")
        + p(r("Text"))
        + p(r("Deep"), style="own")
        + f"{number}{r('Item')}</w:p>"
        + p(r("def main():"), style="src")
        + p(r("A picture"), style="cap")
        + p(r("Said"), style="q")
        + p(r("Two"), style="1")
    )
    found = [(u.kind.value, u.content, u.title_path) for u in units(package(tmp_path, body))]
    assert found == [
        ("title", "Book", ()),
        ("heading", "One", ()),
        ("paragraph", "Text", ("One",)),
        ("heading", "Deep", ("One",)),
        ("list item", "Item", ("One", "Deep")),
        ("caption", "A picture", ("One", "Deep")),
        ("quotation", "Said", ("One", "Deep")),
        ("heading", "Two", ()),
    ]


def test_notes_comments_and_margins_are_read(tmp_path: Path) -> None:
    stories = {
        "footnotes": f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{p(r("Note"))}</w:footnote>'
        "</w:footnotes>",
        "comments": f'<w:comments xmlns:w="{W}"><w:comment w:id="0">{p(r("Remark"))}</w:comment>'
        "</w:comments>",
        "header1": f'<w:hdr xmlns:w="{W}">{p(r("Header"))}</w:hdr>',
        "footer1": f'<w:ftr xmlns:w="{W}">{p(r("Footer"))}</w:ftr>',
    }
    path = package(tmp_path, p(r("Text")), **stories)
    found = {unit.id: (unit.kind.value, unit.content) for unit in units(path)}
    assert found == {
        "u1": ("paragraph", "Text"),
        "footnotes-u1": ("footnote", "Note"),
        "comments-u1": ("paragraph", "Remark"),
        "header1-u1": ("paragraph", "Header"),
        "footer1-u1": ("paragraph", "Footer"),
    }
    after = merged(path, {"footnotes-u1": "Ескерту"})
    assert "Ескерту" in after["word/footnotes.xml"].decode()
    assert after["word/comments.xml"] == members(path)["word/comments.xml"]


TEXT_BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:inline>"
    "<wp:docPr id='1' name='n' descr='A green box'/><wps:txbx><w:txbxContent>{}</w:txbxContent>"
    "</wps:txbx></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    "<v:shape alt='A green box'><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape>"
    "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def test_text_box_and_its_fallback_stay_in_step(tmp_path: Path) -> None:
    inner = p(r("In the "), r("box", "<w:b/>"))
    path = package(tmp_path, p(r("Around "), TEXT_BOX.format(inner, inner), r(" it")))
    found = {unit.id: unit.content for unit in units(path)}
    assert found == {
        "u1": "Around <image1/> it",
        "u2": "A green box",
        "u3": "In the <b1>box</b1>",
    }
    targets = {
        "u1": "Айнала <image1/> тұр",
        "u2": "Жасыл «қорап» & 'жақша'",
        "u3": "<b1>Қорапта</b1>",
    }
    document = merged(path, targets)["word/document.xml"].decode()
    assert document.count("Қорапта") == 2
    assert document.count("Жасыл «қорап» &amp; &#39;жақша&#39;") == 2
    assert {u.id: u.content for u in units(path.with_name("out.docx"))} == targets | {
        "u2": "Жасыл «қорап» &amp; 'жақша'",
        "u3": "Қорапта",
    }


def test_fallback_with_a_text_of_its_own_is_a_unit(tmp_path: Path) -> None:
    box = TEXT_BOX.format(p(r("New")), p(r("Old")))
    assert contents(package(tmp_path, p(box))) == ["A green box", "New", "Old"]


def test_alternative_text_that_names_a_file_is_left(tmp_path: Path) -> None:
    picture = "<w:r><w:drawing><wp:docPr id='1' name='n' descr='{}'/></w:drawing></w:r>"
    for name in ("image1.png", "C:\\Users\\A B\\x.jpg", "/tmp/a b.PNG", "https://x.example/a"):
        assert contents(package(tmp_path, p(picture.format(name)))) == []
    for text in ("Diagram.", "A cat, sleeping", "Fig"):
        assert contents(package(tmp_path, p(picture.format(text)))) == [text]


def test_choices_and_tooltips_are_labels(tmp_path: Path) -> None:
    choice = '<w:listItem w:displayText="First choice" w:value="1"/>'
    control = (
        f"<w:sdt><w:sdtPr><w:dropDownList>{choice}</w:dropDownList></w:sdtPr>"
        f"<w:sdtContent>{r('First choice')}</w:sdtContent></w:sdt>"
    )
    link = f'<w:hyperlink r:id="link" w:tooltip="Opens a page">{r("link")}</w:hyperlink>'
    path = package(tmp_path, p(r("Choose "), control, r(" or "), link))
    found = {unit.content: unit.id for unit in units(path)}
    assert set(found) == {
        "Choose <control1>First choice</control1> or <a2>link</a2>",
        "First choice",
        "Opens a page",
    }
    main = "Таңда: <control1>бірінші</control1>, <a2>сілтеме</a2>"
    targets = {found["First choice"]: "Бірінші", found["Opens a page"]: "Бет ашады", "u1": main}
    document = merged(path, targets)["word/document.xml"].decode()
    assert 'w:displayText="Бірінші" w:value="1"' in document
    assert 'w:tooltip="Бет ашады"' in document


def test_strict_documents_and_other_prefixes_are_read(tmp_path: Path) -> None:
    path = package(tmp_path, "<x/>")
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    document = f'<d xmlns="{strict}"><body><p><r><t>Strict</t></r></p></body></d>'
    replace_member(path, "word/document.xml", document.encode())
    assert contents(path) == ["Strict"]
    after = merged(path, {"u1": "Қатаң"}, Adaptation("kk", ATTRIBUTION))["word/document.xml"]
    assert "<p><r><t>Қатаң</t></r></p>" in after.decode()
    XmlText(after, "document.xml")


def replace_member(path: Path, name: str, content: bytes) -> None:
    known = members(path) | {name: content}
    with zipfile.ZipFile(path, "w") as archive:
        for member, data in known.items():
            archive.writestr(member, data)


# Adaptation


def made(folder: Path) -> Path:
    """Make a document as python-docx does, with properties, a list, a table and a picture."""
    document = docx.Document()
    document.core_properties.title = "Algebra & logic"
    document.core_properties.author = "Ada Adams; Bo Berg"
    document.core_properties.comments = "For beginners. Licensed under CC BY 4.0."
    document.core_properties.language = "en-GB"
    document.add_heading("Numbers", 1)
    document.add_paragraph("One is a number.")
    document.add_paragraph("first", style="List Bullet")
    document.add_table(1, 1).cell(0, 0).text = "Cell"
    path = folder / "made.docx"
    document.save(str(path))
    return path


def test_metadata_is_read_from_the_properties(tmp_path: Path) -> None:
    found = Docx().metadata(made(tmp_path))
    assert found == Metadata(
        title="Algebra & logic",
        creators=("Ada Adams", "Bo Berg"),
        licence_statements=("For beginners. Licensed under CC BY 4.0.",),
        language="en-GB",
        published=found.published,
        description="For beginners. Licensed under CC BY 4.0.",
    )
    assert found.published.startswith("20")


def test_licence_is_looked_for_in_the_text(tmp_path: Path) -> None:
    path = package(tmp_path, p(r("Text")) + p(r("This work is licensed under CC BY-SA 4.0.")))
    assert Docx().metadata(path).licence_statements == (
        "This work is licensed under CC BY-SA 4.0.",
    )


def test_adaptation_states_its_language_everywhere(tmp_path: Path) -> None:
    english, french = '<w:lang w:val="en-GB"/>', '<w:lang w:val="fr-FR"/>'
    path = package(
        tmp_path, p(r("Text", english)) + p(r("Untouched", english)) + p(r("Mots", french))
    )
    after = merged(path, {"u1": "Мәтін"}, Adaptation("ru"))
    document = after["word/document.xml"].decode()
    assert document.count('<w:lang w:val="ru-RU"/>') == 2
    assert french in document
    assert '<w:lang w:val="ru-RU"/>' in after["word/styles.xml"].decode()
    assert "<dc:language" in after["docProps/core.xml"].decode()


@pytest.mark.parametrize(
    "styles",
    [
        "",
        "<w:docDefaults/>",
        "<w:docDefaults><w:pPrDefault/></w:docDefaults>",
        "<w:docDefaults><w:rPrDefault><w:rPr/></w:rPrDefault></w:docDefaults>",
        "<w:docDefaults><w:rPrDefault><w:rPr><w:b/></w:rPr></w:rPrDefault></w:docDefaults>",
    ],
)
def test_default_language_is_stated_where_there_was_none(tmp_path: Path, styles: str) -> None:
    path = package(tmp_path, p(r("Text")))
    content = f'<w:styles xmlns:w="{W}">{styles}<w:style w:styleId="x"/></w:styles>'
    replace_member(path, "word/styles.xml", content.encode())
    after = XmlText(merged(path, {}, Adaptation("kk"))["word/styles.xml"], "styles.xml")
    (language,) = after.root.descendants(f"{{{W}}}lang")
    assert language.attributes == {f"{{{W}}}val": "kk-KZ"}
    place = [language]
    while place[-1].parent is not None:
        place.append(place[-1].parent)
    assert [element.local_name for element in place] == [
        "lang",
        "rPr",
        "rPrDefault",
        "docDefaults",
        "styles",
    ]


def test_readers_see_the_warning_first_and_the_attribution_last(tmp_path: Path) -> None:
    path = made(tmp_path)
    merged(path, {"u2": "Бір — сан."}, Adaptation("kk", ATTRIBUTION))
    document = docx.Document(str(path.with_name("out.docx")))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == ATTRIBUTION.warning
    assert texts[1:4] == ["Numbers", "Бір — сан.", "first"]
    assert texts[-4] == ATTRIBUTION.heading
    assert document.paragraphs[-4].style is not None
    assert document.paragraphs[-4].style.name == "Heading 1"
    assert texts[-1] == "Қауіпті <w:p> & сілтеме"


def test_only_safe_addresses_become_links(tmp_path: Path) -> None:
    after = merged(made(tmp_path), {}, Adaptation("kk", ATTRIBUTION))["word/document.xml"].decode()
    codes = re.findall(r'w:instr="([^"]*)"', after)
    assert codes == [
        " HYPERLINK &quot;https://a.example/?q=%22x%22&amp;r=1&quot; ",
        " HYPERLINK &quot;https://cc.example/by/4.0/&quot; ",
    ]


def test_reviewed_translation_has_no_warning(tmp_path: Path) -> None:
    path = made(tmp_path)
    merged(path, {}, Adaptation("kk", replace(ATTRIBUTION, warning="")))
    document = docx.Document(str(path.with_name("out.docx")))
    assert document.paragraphs[0].text == "Numbers"


def test_properties_say_what_the_adaptation_is(tmp_path: Path) -> None:
    path = made(tmp_path)
    targets = {"title": "Алгебра &amp; логика", "description": "Жаңадан бастағандарға."}
    after = merged(path, targets, Adaptation("kk", ATTRIBUTION))
    properties = docx.Document(str(path.with_name("out.docx"))).core_properties
    assert properties.title == "Алгебра & логика"
    assert properties.language == "kk"
    assert properties.comments.startswith("Жаңадан бастағандарға.\n")
    assert "https://cc.example/by/4.0/" in properties.comments
    custom = XmlText(after["docProps/custom.xml"], "custom.xml").root
    assert {e.attributes["name"]: e.text for e in custom.elements} == {
        "License": "https://cc.example/by/4.0/",
        "License name": "Creative Commons Attribution 4.0",
        "Source": "https://a.example/",
        "Translator": "starter (1)",
        "Notice": ATTRIBUTION.warning,
    }
    assert len({e.attributes["pid"] for e in custom.elements}) == 5
    adapted = Docx().metadata(path.with_name("out.docx"))
    assert adapted.licence_statements[0] == "https://cc.example/by/4.0/"


def test_adapting_the_adaptation_again_adds_no_property_twice(tmp_path: Path) -> None:
    path = made(tmp_path)
    merged(path, {}, Adaptation("kk", ATTRIBUTION))
    again = tmp_path / "again.docx"
    path.with_name("out.docx").rename(again)
    after = merged(again, {}, Adaptation("ru", ATTRIBUTION))
    custom = XmlText(after["docProps/custom.xml"], "custom.xml").root
    names = [element.attributes["name"] for element in custom.elements]
    assert len(names) == len(set(names)) == 5
    core = XmlText(after["docProps/core.xml"], "core.xml").root
    assert len({element.name for element in core.elements}) == len(core.elements)
    types = after["[Content_Types].xml"]
    assert types.count(b"/docProps/custom.xml") == 1


def test_word_is_asked_to_update_what_repeats_the_text(tmp_path: Path) -> None:
    settings = f'<w:settings xmlns:w="{W}"><w:zoom w:percent="1"/><w:compat/></w:settings>'
    plain_path = package(tmp_path, p(r("On "), field("PAGE", r("1"))), settings=settings)
    after = merged(plain_path, {}, Adaptation("kk"))["word/settings.xml"]
    assert after == settings.encode()
    path = package(tmp_path, p(r("See "), field(" REF a ", r("Text"))), settings=settings)
    after = merged(path, {}, Adaptation("kk"))["word/settings.xml"]
    update = '<w:updateFields w:val="true"/>'
    assert after.decode() == settings.replace("<w:compat/>", f"{update}<w:compat/>")


def test_translated_control_is_no_more_bound_to_data(tmp_path: Path) -> None:
    binding = '<w:dataBinding w:xpath="/a" w:storeItemID="{1}"/>'
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = (
        control.format(binding, p(r("Block")))
        + p(r("In "), control.format(binding, r("line")), r(" text"))
        + control.format(binding, p(r("Left")))
    )
    path = package(tmp_path, body)
    targets = {"u1": "Блок", "u2": "<control1>Жол</control1> ішінде"}
    document = merged(path, targets)["word/document.xml"].decode()
    assert document.count(binding) == 1
    assert document.index(binding) < document.index("Left")


# What is refused


def test_registry_finds_documents_by_suffix_and_by_what_they_hold(tmp_path: Path) -> None:
    path = made(tmp_path)
    assert formats().resource_format(path).name == "docx"
    hidden = tmp_path / "upload.zip"
    hidden.write_bytes(path.read_bytes())
    assert formats().resource_format(hidden).name == "docx"


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        (b"PK\x03\x04 no archive", MalformedDocumentError, "zip archive"),
        (b"plain text", MalformedDocumentError, "zip archive"),
        (b"", MalformedDocumentError, "zip archive"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            UnsupportedFormatError,
            "protected by a password",
        ),
    ],
)
def test_what_is_no_package_is_refused(
    tmp_path: Path, content: bytes, error: type[Exception], message: str
) -> None:
    path = tmp_path / "bad.docx"
    path.write_bytes(content)
    for read in (Docx().metadata, lambda source: list(Docx().extract(source))):
        with pytest.raises(error, match=rf"^bad\.docx: .*{message}"):
            read(path)


def test_package_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = package(tmp_path, p(r("Text")))
    types = members(path)["[Content_Types].xml"].replace(b"document.main", b"sheet.main")
    replace_member(path, "[Content_Types].xml", types)
    with pytest.raises(MalformedDocumentError, match=r"^doc\.docx: holds no document"):
        units(path)


BOMB = '<!DOCTYPE d [<!ENTITY a "&#38;b;&#38;b;"><!ENTITY b "x">]>'
FETCH = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("member", ["word/document.xml", "word/styles.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("prologue", [BOMB, FETCH])
def test_entities_are_refused(tmp_path: Path, member: str, prologue: str) -> None:
    path = package(tmp_path, p(r("Text")))
    old = members(path)[member].decode()
    content = old[old.index("?>") + 2 :] if old.startswith("<?xml") else old
    replace_member(path, member, (prologue + content).encode())
    with pytest.raises(UnsafeSourceError, match=rf"^{re.escape(member)}:1: declares the entity"):
        units(path)


def test_broken_markup_is_refused_with_its_line(tmp_path: Path) -> None:
    path = package(tmp_path, p(r("Text")) + "\n</w:q>")
    with pytest.raises(MalformedDocumentError, match=r"^word/document\.xml:3: is not well-formed"):
        units(path)


def test_deeply_nested_tables_are_read_without_recursion(tmp_path: Path) -> None:
    deep = 250
    body = "<w:tbl><w:tr><w:tc>" * deep + p(r("Deep")) + "</w:tc></w:tr></w:tbl>" * deep
    assert contents(package(tmp_path, body)) == ["Deep"]


@pytest.mark.parametrize(
    "inside",
    [
        "<w:ins>" * 400 + r("Deep") + "</w:ins>" * 400,
        "<w:smartTag>" * 400 + r("Deep") + "</w:smartTag>" * 400,
        "".join(r("x", "".join(f"<w:x{m}/>" for m in range(n))) for n in range(400)),
    ],
    ids=["insertions", "smart tags", "properties"],
)
def test_text_nested_beyond_all_reason_is_refused(tmp_path: Path, inside: str) -> None:
    with pytest.raises(UnsafeSourceError, match=r"^word/document\.xml:2: .* more than 100 "):
        units(package(tmp_path, p(inside)))


def test_relationship_that_leads_out_of_the_package_is_no_part(tmp_path: Path) -> None:
    path = package(tmp_path, p(r("Text")))
    rels = members(path)["word/_rels/document.xml.rels"]
    evil = f'<Relationship Id="e" Type="{R}/header" Target="../../../etc/passwd"/></R'.encode()
    replace_member(path, "word/_rels/document.xml.rels", rels.replace(b"</R", evil, 1))
    assert contents(path) == ["Text"]


# Invariants

TEXTS = st.text(st.sampled_from("abc dé<&>\u00a0\u2011\"'"), min_size=1, max_size=8)
LOOKS = st.sampled_from(["", "<w:b/>", "<w:i/>", "<w:b/><w:i/>", "<w:u w:val='single'/>"])


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


RUNS = st.builds(lambda text, look: r(escaped(text), look), TEXTS, LOOKS)
ATOMS = st.sampled_from(
    [
        "<w:r><w:tab/></w:r>",
        "<w:r><w:rPr><w:b/></w:rPr><w:br/></w:r>",
        '<w:bookmarkStart w:id="1" w:name="n"/>',
        "<w:del w:id='1'><w:r><w:delText>x</w:delText></w:r></w:del>",
        field("REF a", r("ref")),
        "<m:oMath/>",
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    ]
)
INLINE = st.recursive(
    RUNS | ATOMS,
    lambda inner: st.builds(
        lambda tag, parts: f"<w:{tag}>{''.join(parts)}</w:{tag}>",
        st.sampled_from(["hyperlink", "ins", "smartTag"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=8,
)
PARAGRAPHS = st.lists(st.lists(INLINE, max_size=5).map("".join), min_size=1, max_size=3)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(PARAGRAPHS)
def test_any_runs_keep_their_bytes_and_take_targets(tmp_path: Path, paragraphs: list[str]) -> None:
    path = package(tmp_path, "".join(p(inside) for inside in paragraphs))
    found = units(path)
    source = members(path)
    assert merged(path, {unit.id: unit.content for unit in found}) == source
    targets = {unit.id: f"Ә {unit.content} Ә" for unit in found}
    merged(path, targets)
    after = {unit.id: unit.content for unit in units(path.with_name("out.docx"))}
    assert {name: plain(content) for name, content in after.items()} == {
        name: plain(content) for name, content in targets.items()
    }


def plain(content: str) -> str:
    """Give content's text without codes and blanks, of which line breaks take some along."""
    return "".join(re.sub(r"</?[A-Za-z]+[0-9]+/?>", "", content).split())


def test_adapted_package_is_an_archive_that_can_be_streamed(tmp_path: Path) -> None:
    path = made(tmp_path)
    merged(path, {}, Adaptation("kk", ATTRIBUTION))
    with zipfile.ZipFile(io.BytesIO(path.with_name("out.docx").read_bytes())) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenDocument texts and presentations: identity, what is read, and what an adaptation says."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.formats import formats
from adapters.formats.xml_splice import XmlText
from audarma.errors import (
    InlineCodeError,
    MalformedDocumentError,
    UnsafeSourceError,
    UnsupportedFormatError,
)
from audarma.inline_code import escape, parse, serialise
from audarma.model import Attribution, NoticeLine, Unit, UnitKind
from audarma.ports import Adaptation
from tests.effort import instructions

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "odt"
TEXTS = sorted(CORPUS.glob("*.odt"))
needs_corpus = pytest.mark.skipif(
    not TEXTS, reason="the shared corpus is not beside the repository"
)
ATTACK = "&lt;text:p>]]> &amp; &lt;script>"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = " ".join(
    [
        f'xmlns:office="{OASIS}:office:1.0"',
        f'xmlns:style="{OASIS}:style:1.0"',
        f'xmlns:text="{OASIS}:text:1.0"',
        f'xmlns:table="{OASIS}:table:1.0"',
        f'xmlns:draw="{OASIS}:drawing:1.0"',
        f'xmlns:presentation="{OASIS}:presentation:1.0"',
        f'xmlns:svg="{OASIS}:svg-compatible:1.0"',
        f'xmlns:fo="{OASIS}:xsl-fo-compatible:1.0"',
        f'xmlns:meta="{OASIS}:meta:1.0"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'xmlns:xlink="http://www.w3.org/1999/xlink"',
        'xmlns:officeooo="http://openoffice.org/2009/office"',
        'office:version="1.3"',
    ]
)
AUTOMATIC = """
<style:style style:name="R1" style:family="text">
 <style:text-properties officeooo:rsid="00aa"/></style:style>
<style:style style:name="B1" style:family="text">
 <style:text-properties fo:font-weight="bold" officeooo:rsid="00aa"/></style:style>
<style:style style:name="B2" style:family="text">
 <style:text-properties fo:font-weight="bold" officeooo:rsid="00bb"/></style:style>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Illustration"/>
<style:style style:name="P2" style:family="paragraph"
 style:parent-style-name="Preformatted_20_Text"/>
"""
STYLES = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-styles {NAMESPACES}><office:styles>
<style:default-style style:family="paragraph"><style:text-properties fo:language="de"
 fo:country="DE" style:language-asian="zh"/></style:default-style>
<style:style style:name="Heading_20_1" style:family="paragraph"/>
<style:style style:name="Illustration" style:family="paragraph" style:parent-style-name="Caption"/>
<style:style style:name="Quotes" style:family="text"><style:text-properties fo:language="en"
 fo:country="GB"/></style:style>
<style:style style:name="Code" style:family="text"><style:text-properties fo:language="zxx"
 fo:country="none"/></style:style>
</office:styles><office:automatic-styles><style:page-layout style:name="PM1">
<style:page-layout-properties fo:page-width="25.4cm" fo:page-height="7.5in"/></style:page-layout>
</office:automatic-styles><office:master-styles>
<style:master-page style:name="Standard" style:page-layout-name="PM1">
<style:header><text:p>Algebra, page <text:page-number>7</text:page-number></text:p></style:header>
<draw:frame presentation:class="title"><draw:text-box><text:p>Click to edit the title</text:p>
</draw:text-box></draw:frame>
</style:master-page></office:master-styles></office:document-styles>"""
META = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-meta {NAMESPACES}><office:meta><dc:title>Algebra &amp; Logic</dc:title>
<meta:initial-creator>Ada Adams</meta:initial-creator><dc:creator>An Editor</dc:creator>
<dc:description>For beginners.</dc:description><meta:keyword>algebra</meta:keyword>
<dc:language>en-GB</dc:language><meta:creation-date>2020-01-02T00:00:00</meta:creation-date>
<meta:user-defined meta:name="License">CC BY 4.0</meta:user-defined>
<meta:user-defined meta:name="Source">https://press.example/algebra</meta:user-defined>
</office:meta></office:document-meta>"""
CHART = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content {NAMESPACES} xmlns:chart="{OASIS}:chart:1.0"><office:body><office:chart>
<chart:chart><chart:title><text:p>Rainfall</text:p></chart:title></chart:chart>
</office:chart></office:body></office:document-content>"""


def content(body: str, kind: str = "text", automatic: str = AUTOMATIC) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {NAMESPACES}>'
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>"
    )


def odf(folder: Path, body: str, kind: str = "text", **members: str) -> Path:
    """Write a file whose body is *body*; *members* come beside the usual ones."""
    suffix = {"text": "odt", "presentation": "odp"}[kind]
    path = folder / f"source.{suffix}"
    made = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": content(body, kind),
        "styles.xml": STYLES,
        "meta.xml": META,
        "Thumbnails/thumbnail.png": "no picture",
        "META-INF/manifest.xml": manifest(f"application/vnd.oasis.opendocument.{kind}"),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**made, **members}.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else None
            archive.writestr(name, text, stored)
    return path


def manifest(media_type: str, inner: str = "") -> str:
    entries = {"/": media_type, "content.xml": "text/xml", "styles.xml": "text/xml"}
    entries |= {"meta.xml": "text/xml", "Thumbnails/thumbnail.png": "image/png"}
    written = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}">'
        f"{inner}</manifest:file-entry>"
        for path, kind in entries.items()
    )
    namespace = f'xmlns:manifest="{OASIS}:manifest:1.0" manifest:version="1.3"'
    return f"<manifest:manifest {namespace}>{written}</manifest:manifest>"


def units(path: Path) -> tuple[Unit, ...]:
    (document,) = formats().resource_format(path).extract(path)
    return document.units


def texts(path: Path) -> list[str]:
    """Give the contents of the body's units."""
    return [unit.content for unit in units(path) if unit.id.startswith("u")]


def pseudo(source: str) -> str:
    """Write each text in Kazakh letters and brackets; codes stay where they are."""
    letters = str.maketrans("aeiou", "әіңғү")
    return serialise(
        f"⟦{token.translate(letters)}⟧" if isinstance(token, str) and token.strip() else token
        for token in parse(source)
    )


def merged(
    source: Path,
    change: Callable[[str], str] = str,
    adaptation: Adaptation | None = None,
) -> Path:
    targets = {unit.id: change(unit.content) for unit in units(source)}
    out = source.with_name(f"out{source.suffix}")
    formats().resource_format(source).merge(source, lambda _: targets, adaptation, out)
    return out


def read(path: Path, member: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(member).decode()


def members_of(path: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def attribution(warning: str = "Бұл аударманы адам тексермеген.") -> Attribution:
    return Attribution(
        locale="kk",
        title="Алгебра",
        heading="Аударма туралы",
        lines=(NoticeLine((("Лицензия: ", ""), ("CC BY 4.0", CC_BY))),),
        warning=warning,
        licence_id="CC-BY-4.0",
        licence_name="CC BY 4.0",
        licence_url=CC_BY,
        source_url="https://press.example/algebra",
        source_title="Algebra & Logic",
        creators=("Ada Adams",),
        translators=("Audarma", "Айгүл & Ко"),
        date="2026-11-24",
    )


class TestReading:
    def test_metadata_is_the_files_own(self, tmp_path: Path) -> None:
        source = odf(tmp_path, "<text:p>Some text.</text:p>")
        found = formats().resource_format(source).metadata(source)
        assert found.title == "Algebra & Logic"
        assert found.creators == ("Ada Adams",)
        assert found.licence_statements == ("CC BY 4.0",)
        assert found.source_url == "https://press.example/algebra"
        assert (found.language, found.published) == ("en-GB", "2020-01-02T00:00:00")
        assert found.description == "For beginners."

    def test_licence_that_the_metadata_lacks_is_found_in_the_text(self, tmp_path: Path) -> None:
        body = (
            f'<text:p>Under <text:a xlink:href="{CC_BY}">CC BY</text:a>.</text:p>'
            "<text:p>This book is licensed under CC BY 4.0.</text:p>"
        )
        meta = META.replace("License", "Checked by")
        source = odf(tmp_path, body, **{"meta.xml": meta})
        found = formats().resource_format(source).metadata(source).licence_statements
        assert found == (CC_BY, "This book is licensed under CC BY 4.0.")

    def test_title_and_headers_are_units_and_keywords_and_masters_are_not(
        self, tmp_path: Path
    ) -> None:
        found = {unit.id: unit.content for unit in units(odf(tmp_path, "<text:p>Text.</text:p>"))}
        assert found == {
            "meta-title": "Algebra &amp; Logic",
            "meta-description": "For beginners.",
            "u1": "Text.",
            "styles-u1": "Algebra, page <pagenumber1/>",
        }

    def test_spans_links_and_marks_are_codes(self, tmp_path: Path) -> None:
        body = (
            '<text:p>See <text:a xlink:href="https://a.example/">the <text:span '
            'text:style-name="B1">second</text:span> page</text:a>, <text:bookmark '
            'text:name="x"/>or<text:s text:c="3"/>the<text:tab/>third.</text:p>'
        )
        source = odf(tmp_path, body)
        (unit,) = [u for u in units(source) if u.id == "u1"]
        assert unit.content == (
            "See <a1>the <span2>second</span2> page</a1>, <bookmark3/>or<s4/>the<tab5/>third."
        )
        assert unit.code_hints["<a1>"] == "https://a.example/"

    def test_spans_that_say_nothing_and_seams_between_equal_spans_are_no_codes(
        self, tmp_path: Path
    ) -> None:
        body = (
            '<text:p>A<text:span text:style-name="R1">no</text:span>ther <text:span '
            'text:style-name="B1">very </text:span><text:span text:style-name="B2">bold'
            "</text:span> word<text:soft-page-break/> here.</text:p>"
        )
        assert texts(odf(tmp_path, body)) == ["Another <span1>very bold</span1> word here."]

    def test_notes_comments_and_text_boxes_are_units_after_their_paragraph(
        self, tmp_path: Path
    ) -> None:
        body = (
            '<text:p>One<text:note text:note-class="footnote"><text:note-citation>1'
            "</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body>"
            "</text:note> two<office:annotation><dc:creator>Ada</dc:creator><text:p>A comment."
            "</text:p></office:annotation> three<draw:frame draw:name='f'><draw:text-box>"
            "<text:p>In a box.</text:p></draw:text-box><svg:title>A picture</svg:title>"
            "<svg:desc>Of a tree</svg:desc></draw:frame> four.</text:p><text:p>Next.</text:p>"
        )
        found = [u for u in units(odf(tmp_path, body)) if u.id.startswith("u")]
        assert [(u.content, u.kind) for u in found] == [
            ("One<note1/> two<annotation2/> three<frame3/> four.", UnitKind.PARAGRAPH),
            ("A note.", UnitKind.FOOTNOTE),
            ("A comment.", UnitKind.FOOTNOTE),
            ("In a box.", UnitKind.PARAGRAPH),
            ("A picture", UnitKind.ALT_TEXT),
            ("Of a tree", UnitKind.ALT_TEXT),
            ("Next.", UnitKind.PARAGRAPH),
        ]

    def test_kinds_follow_structure_and_styles(self, tmp_path: Path) -> None:
        body = (
            '<text:h text:outline-level="1">One</text:h><text:h text:outline-level="2">Two</text:h>'
            "<text:list><text:list-item><text:p>Point</text:p></text:list-item></text:list>"
            "<table:table><table:table-row><table:table-cell><text:p>Cell</text:p>"
            "</table:table-cell></table:table-row></table:table>"
            '<text:p text:style-name="P1">Figure <text:sequence>1</text:sequence>: A tree</text:p>'
        )
        found = [u for u in units(odf(tmp_path, body)) if u.id.startswith("u")]
        assert [(u.kind, u.title_path) for u in found] == [
            (UnitKind.HEADING, ()),
            (UnitKind.HEADING, ("One",)),
            (UnitKind.LIST_ITEM, ("One", "Two")),
            (UnitKind.TABLE_CELL, ("One", "Two")),
            (UnitKind.CAPTION, ("One", "Two")),
        ]
        assert found[-1].content == "Figure <sequence1/>: A tree"

    def test_program_code_tracked_changes_and_cited_works_are_no_units(
        self, tmp_path: Path
    ) -> None:
        body = (
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>Gone</text:p>"
            "</text:deletion></text:changed-region></text:tracked-changes>"
            '<text:p text:style-name="P2">print(x)</text:p>'
            '<text:p>Run <text:span text:style-name="Source_20_Text">main()</text:span> now.'
            "</text:p><text:bibliography><text:index-body><text:index-title><text:p>Sources"
            "</text:p></text:index-title><text:p>On Trees</text:p></text:index-body>"
            "</text:bibliography>"
        )
        assert texts(odf(tmp_path, body)) == ["Run <code1/> now.", "Sources"]

    def test_charts_in_a_text_are_read(self, tmp_path: Path) -> None:
        source = odf(tmp_path, "<text:p>Text.</text:p>", **{"Object 1/content.xml": CHART})
        assert ("object1-u1", "Rainfall") in [(u.id, u.content) for u in units(source)]

    def test_slides_and_their_notes_are_read_and_empty_prompts_are_not(
        self, tmp_path: Path
    ) -> None:
        body = (
            '<draw:page draw:name="p1" draw:master-page-name="Standard"><draw:frame '
            'presentation:class="title"><draw:text-box><text:p>Trees</text:p></draw:text-box>'
            '</draw:frame><draw:frame presentation:class="outline" presentation:placeholder="true">'
            "<draw:text-box><text:p>Click to add text</text:p></draw:text-box></draw:frame>"
            "<draw:custom-shape><text:p>Leaf</text:p></draw:custom-shape><presentation:notes>"
            '<draw:frame presentation:class="notes"><draw:text-box><text:p>Say hello.</text:p>'
            "</draw:text-box></draw:frame></presentation:notes></draw:page>"
        )
        source = odf(tmp_path, body, "presentation")
        assert texts(source) == ["Trees", "Leaf", "Say hello."]

    def test_files_are_recognised_by_their_first_member(self, tmp_path: Path) -> None:
        source = odf(tmp_path, "<text:p>Text.</text:p>")
        renamed = source.rename(tmp_path / "source.zip")
        assert formats().resource_format(renamed).name == "odt"


class TestMerging:
    def test_targets_equal_to_their_sources_change_no_byte(self, tmp_path: Path) -> None:
        source = odf(tmp_path, "<text:p>One <text:s/>two.</text:p>")
        assert merged(source).read_bytes() == source.read_bytes()

    def test_bytes_outside_a_changed_unit_stay(self, tmp_path: Path) -> None:
        source = odf(tmp_path, "<text:p>One.</text:p>\n<!-- kept --><text:p >  Two. </text:p>")
        out = merged(source, lambda text: "Екі." if text == "Two." else text)
        expected = read(source, "content.xml").replace("Two.", "Екі.")
        assert read(out, "content.xml") == expected

    def test_target_of_a_note_is_written_within_that_of_its_paragraph(self, tmp_path: Path) -> None:
        body = (
            "<text:p>One<text:note><text:note-body><text:p>A note.</text:p></text:note-body>"
            "</text:note> two.</text:p>"
        )
        wanted = {"One<note1/> two.": "Екі<note1/> бір.", "A note.": "Ескертпе."}
        out = merged(odf(tmp_path, body), lambda text: wanted.get(text, text))
        assert (
            "<text:p>Екі<text:note><text:note-body><text:p>Ескертпе.</text:p></text:note-body>"
            "</text:note> бір.</text:p>"
        ) in read(out, "content.xml")

    @pytest.mark.parametrize(
        "body",
        [
            '<text:span text:style-name="R1">First</text:span> rest',
            'First <text:span text:style-name="R1">rest</text:span>',
            'A <text:span text:style-name="R1">b <text:span text:style-name="B1">c</text:span>'
            "</text:span> d",
            '<text:span text:style-name="B1">a </text:span><text:span text:style-name="B2">b'
            "</text:span> c",
            '<text:bookmark/><text:span text:style-name="R1"><text:s/>First</text:span> rest',
        ],
    )
    def test_tags_that_are_no_codes_leave_well_formed_text(self, tmp_path: Path, body: str) -> None:
        out = merged(odf(tmp_path, f"<text:p>{body}</text:p>"), pseudo)
        (target,) = texts(out)
        assert target == pseudo(texts(tmp_path / "source.odt")[0])

    def test_target_is_text_and_never_markup(self, tmp_path: Path) -> None:
        source = odf(tmp_path, "<text:p>One.</text:p>")
        out = merged(source, lambda text: ATTACK if text == "One." else text)
        assert texts(out) == [ATTACK]
        assert "<script>" not in read(out, "content.xml")

    def test_target_that_loses_a_code_is_refused_by_name(self, tmp_path: Path) -> None:
        source = odf(tmp_path, "<text:p>One<text:tab/>two.</text:p>")
        with pytest.raises(InlineCodeError, match=r"u1: target lost inline code <tab1/>"):
            merged(source, lambda text: text.replace("<tab1/>", ""))

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(pieces=st.lists(st.sampled_from(["t", "span", "same", "rsid", "a", "s", "note"])))
    def test_any_paragraph_gives_its_targets_back(self, tmp_path: Path, pieces: list[str]) -> None:
        forms = {
            "t": "text & more",
            "span": '<text:span text:style-name="B1">bold</text:span>',
            "same": '<text:span text:style-name="B2">too </text:span>',
            "rsid": '<text:span text:style-name="R1">typed<text:s/></text:span>',
            "a": '<text:a xlink:href="#x"><text:span text:style-name="R1">to</text:span></text:a>',
            "s": "<text:s/>",
            "note": "<text:note><text:note-body><text:p>note</text:p></text:note-body></text:note>",
        }
        body = "".join(forms[piece].replace(" & ", " &amp; ") for piece in pieces)
        source = odf(tmp_path, f"<text:p>{body}</text:p>")
        out = merged(source, pseudo)
        assert texts(out) == [pseudo(text) for text in texts(source)]

    @settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(target=st.text(min_size=1))
    def test_any_text_can_be_a_target(self, tmp_path: Path, target: str) -> None:
        source = odf(tmp_path, "<text:p>One.</text:p>")
        out = merged(source, lambda text: escape(target) if text == "One." else text)
        XmlText(read(out, "content.xml").encode(), "content.xml")

    @needs_corpus
    @pytest.mark.parametrize("source", TEXTS, ids=lambda path: path.stem)
    def test_real_files_come_back_byte_for_byte(self, tmp_path: Path, source: Path) -> None:
        copy = Path(shutil.copy(source, tmp_path))
        assert members_of(merged(copy)) == members_of(source)

    @needs_corpus
    @pytest.mark.parametrize("source", TEXTS, ids=lambda path: path.stem)
    def test_targets_of_real_files_are_there_when_they_are_read_again(
        self, tmp_path: Path, source: Path
    ) -> None:
        copy = Path(shutil.copy(source, tmp_path))
        out = merged(copy, pseudo, Adaptation("kk"))
        wanted = [(unit.id, pseudo(unit.content)) for unit in units(source)]
        assert [(unit.id, unit.content) for unit in units(out)] == wanted


class TestAdaptation:
    def test_language_of_default_styles_and_of_english_text_is_the_target(
        self, tmp_path: Path
    ) -> None:
        source = odf(tmp_path, "<text:p>Text.</text:p>")
        styles = read(merged(source, adaptation=Adaptation("kk")), "styles.xml")
        assert 'fo:language="kk"\n fo:country="KZ" style:language-asian="zh"' in styles
        assert 'fo:language="en"' not in styles
        assert 'fo:language="zxx"' in styles

    def test_metadata_says_language_translators_source_and_licence(self, tmp_path: Path) -> None:
        source = odf(tmp_path, "<text:p>Text.</text:p>")
        meta = read(merged(source, adaptation=Adaptation("kk", attribution())), "meta.xml")
        assert "<dc:language>kk</dc:language>" in meta
        assert f'<meta:user-defined meta:name="License">{CC_BY}</meta:user-defined>' in meta
        assert 'meta:name="Translator">Audarma, Айгүл &amp; Ко<' in meta
        assert meta.count('meta:name="Source"') == 1
        assert "<dc:creator>An Editor</dc:creator>" in meta

    def test_warning_stands_before_the_text_and_attribution_behind_it(self, tmp_path: Path) -> None:
        body = "<text:sequence-decls/><text:p>First.</text:p><text:p>Last.</text:p>"
        out = merged(odf(tmp_path, body), adaptation=Adaptation("kk", attribution()))
        assert texts(out) == [
            "Бұл аударманы адам тексермеген.",
            "First.",
            "Last.",
            "Аударма туралы",
            "Лицензия: <a1>CC BY 4.0</a1>",
        ]
        assert f'xlink:href="{CC_BY}"' in read(out, "content.xml")

    def test_reviewed_text_has_no_warning(self, tmp_path: Path) -> None:
        source = odf(tmp_path, "<text:p>First.</text:p>")
        out = merged(source, adaptation=Adaptation("kk", attribution("")))
        assert texts(out)[0] == "First."

    @pytest.mark.parametrize(("warning", "place"), [("Тексерілмеген.", 1), ("", 2)])
    def test_slide_of_the_notice_follows_the_first_or_the_last(
        self, tmp_path: Path, warning: str, place: int
    ) -> None:
        page = '<draw:page draw:name="{0}" draw:master-page-name="Standard"/>'
        source = odf(tmp_path, page.format("a") + page.format("b"), "presentation")
        out = merged(source, adaptation=Adaptation("kk", attribution(warning)))
        root = XmlText(read(out, "content.xml").encode(), "content.xml").root
        pages = list(root.descendants(f"{{{OASIS}:drawing:1.0}}page"))
        assert "Аударма туралы" in pages[place].text
        assert warning in pages[place].text

    def test_only_addresses_of_the_web_become_links(self, tmp_path: Path) -> None:
        line = NoticeLine((("here", "javascript:alert(1)"),))
        credit = attribution()
        credit = Attribution(
            **{name: getattr(credit, name) for name in Attribution.__slots__} | {"lines": (line,)}
        )
        out = merged(odf(tmp_path, "<text:p>A</text:p>"), adaptation=Adaptation("kk", credit))
        assert "javascript" not in read(out, "content.xml")

    @pytest.mark.parametrize("kind", ["text", "presentation"])
    def test_office_program_opens_the_outcome(self, tmp_path: Path, kind: str) -> None:
        program = shutil.which("soffice") or shutil.which("libreoffice")
        if program is None:
            pytest.skip("LibreOffice is not installed")
        slide = (
            '<draw:page draw:name="a" draw:master-page-name="Standard"><draw:frame svg:x="1cm" '
            'svg:y="1cm" svg:width="9cm" svg:height="2cm"><draw:text-box><text:p>Hello</text:p>'
            "</draw:text-box></draw:frame></draw:page>"
        )
        source = odf(tmp_path, "<text:p>Hello</text:p>" if kind == "text" else slide, kind)
        out = merged(source, pseudo, Adaptation("kk", attribution()))
        command = [
            program,
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            *("--convert-to", "pdf", "--outdir", str(tmp_path), str(out)),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-")


class TestRefusals:
    def test_password_is_asked_to_be_taken_off(self, tmp_path: Path) -> None:
        media_type = "application/vnd.oasis.opendocument.text"
        locked = {
            "META-INF/manifest.xml": manifest(media_type, "<manifest:encryption-data/>"),
            "content.xml": "\x00\x01",
        }
        source = odf(tmp_path, "", **locked)
        with pytest.raises(UnsupportedFormatError, match=r"source\.odt: is protected by a passw"):
            units(source)

    def test_entity_bomb_is_refused(self, tmp_path: Path) -> None:
        bomb = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><a>&b;</a>'
        with pytest.raises(UnsafeSourceError, match=r"content\.xml:1: declares the entity"):
            units(odf(tmp_path, "", **{"content.xml": bomb}))

    def test_broken_xml_is_told_with_its_line(self, tmp_path: Path) -> None:
        with pytest.raises(
            MalformedDocumentError, match=r"source\.odt: content\.xml:\d+: is not well-formed"
        ):
            units(odf(tmp_path, "<text:p>"))

    def test_zip_without_content_is_no_document(self, tmp_path: Path) -> None:
        path = tmp_path / "source.odt"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("other.txt", "text")
        with pytest.raises(MalformedDocumentError, match=r"holds no content\.xml"):
            units(path)

    def test_spreadsheet_with_a_texts_name_is_refused(self, tmp_path: Path) -> None:
        source = odf(tmp_path, "", **{"content.xml": content("", "spreadsheet")})
        with pytest.raises(MalformedDocumentError, match="holds spreadsheet, not a text"):
            units(source)

    def test_file_that_is_no_zip_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "source.odt"
        path.write_bytes(b"no zip")
        with pytest.raises(MalformedDocumentError, match=r"source\.odt: is not a zip archive"):
            units(path)

    def test_text_nested_without_end_is_refused(self, tmp_path: Path) -> None:
        deep = "<text:p>" + "<text:span>" * 1500 + "x" + "</text:span>" * 1500 + "</text:p>"
        with pytest.raises(UnsafeSourceError, match="nested more than 1000 deep"):
            units(odf(tmp_path, deep))


def test_a_paragraph_of_plain_text_is_little_work(tmp_path: Path) -> None:
    def work(count: int) -> int:
        source = odf(tmp_path, '<text:p text:style-name="Standard">Plain text.</text:p>' * count)
        list(formats().resource_format(source).extract(source))
        return instructions(lambda: list(formats().resource_format(source).extract(source)))

    # One whose run is gathered item by item takes more than twice as much.
    assert work(300) - work(100) < 200 * 1100

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Common Cartridge and SCORM: identity, what is read, what an adaptation says, refusals."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.formats import formats
from adapters.formats.xml_splice import Element, XmlText
from audarma.errors import InlineCodeError, MalformedDocumentError, UnsafeSourceError
from audarma.inline_code import escape, parse, serialise
from audarma.model import Attribution, Document, NoticeLine, UnitKind
from audarma.ports import Adaptation, ResourceFormat, Targets

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev"
PACKAGES = sorted([*CORPUS.glob("imscc/*.imscc"), *CORPUS.glob("scorm/*.zip")])
BROKEN = {"badscorm.zip", "singlescobasic_missingorg.zip"}
needs_corpus = pytest.mark.skipif(
    not PACKAGES, reason="the shared corpus is not beside the repository"
)
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
WARNING = "Бұл аударманы адам тексермеген."

LOM = """<lom:lom><lom:general><lom:title><lom:string language="en">Rivers</lom:string>
      <lom:string language="fr">Rivières</lom:string></lom:title>
    <lom:language>en-GB</lom:language>
    <lom:description><lom:string>A course on rivers.</lom:string></lom:description>
    <lom:keyword><lom:string>water</lom:string></lom:keyword></lom:general>
    <lom:lifeCycle><lom:contribute><lom:role><lom:source>LOMv1.0</lom:source>
      <lom:value>author</lom:value></lom:role>
      <lom:entity>BEGIN:VCARD&#13;
FN:Ada Adams&#13;
END:VCARD</lom:entity><lom:date><lom:dateTime>2020-01-02</lom:dateTime></lom:date>
    </lom:contribute></lom:lifeCycle>
    <lom:rights><lom:copyrightAndOtherRestrictions><lom:value>yes</lom:value>
      </lom:copyrightAndOtherRestrictions>
    <lom:description><lom:string>CC BY 4.0</lom:string></lom:description></lom:rights></lom:lom>"""
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"
 xmlns:lom="http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest">
  <metadata>
    <schema>IMS Common Cartridge</schema><schemaversion>1.3.0</schemaversion>
    {lom}
  </metadata>
  <organizations>
    <organization identifier="o" structure="rooted-hierarchy">
      <item identifier="root">
        <item identifier="i1">
          <title>Part one</title>
          <item identifier="i2" identifierref="r1"><title>Sources &amp; mouths</title></item>
          <item identifier="i3" identifierref="r2"><title>Talk</title></item>
        </item>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="r3" type="imswl_xmlv1p3"><file href="link.xml"/></resource>
    <resource identifier="r1" type="webcontent" href="pages/first%20page.html">
      <file href="pages/first%20page.html"/></resource>
    <resource identifier="r2" type="imsdt_xmlv1p1"><file href="topic.xml"/></resource>
    <resource identifier="r4" type="imsqti_xmlv1p2/imscc_xmlv1p3/assessment">
      <file href="quiz.xml"/></resource>
    <resource identifier="r5" type="webcontent"><file href="gone.html"/></resource>
  </resources>
</manifest>
"""
PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Sources &amp; mouths</title></head>
<body><h1>Sources &amp; mouths</h1>
<p>See <a href="%24IMS-CC-FILEBASE%24/map.png">the  map</a>.</p></body></html>
"""
TOPIC = """<?xml version="1.0" encoding="UTF-8"?>
<topic xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imsdt_v1p3">
  <title>Talk</title>
  <text texttype="text/html">&lt;p&gt;Which &lt;b&gt;river&lt;/b&gt; is longest?&lt;/p&gt;</text>
  <attachments><attachment href="map.png"/></attachments>
</topic>
"""
LINK = """<webLink xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imswl_v1p3"><title>Maps</title>
<url href="https://maps.example/en"/></webLink>"""
QUIZ = """<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">
<assessment ident="a" title="Quiz"><section ident="s"><item ident="i"><presentation><material>
<mattext texttype="text/html">&lt;p&gt;Name a river.&lt;/p&gt;</mattext></material></presentation>
</item></section></assessment></questestinterop>"""
SCORM = """<?xml version="1.0"?>
<manifest identifier="m" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="o"><organization identifier="o"><title>Rivers</title>
    <item identifier="i" identifierref="r"><title>Start</title></item></organization>
  </organizations>
  <resources><resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="go.html">
    <file href="go.html"/><file href="go.js"/></resource></resources>
</manifest>
"""


def packed(path: Path, members: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def epub() -> bytes:
    """Give a small publication, as a course may hold one."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
            '<rootfiles><rootfile full-path="b.opf" media-type="application/oebps-package+xml"/>'
            "</rootfiles></container>",
        )
        archive.writestr(
            "b.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">x'
            "</dc:identifier><dc:title>A booklet</dc:title><dc:language>en</dc:language>"
            '</metadata><manifest><item id="p" href="p.xhtml" '
            'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="p"/></spine>'
            "</package>",
        )
        archive.writestr(
            "p.xhtml",
            '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head>'
            "<body><p>Words in a booklet.</p></body></html>",
        )
    return buffer.getvalue()


def cartridge(folder: Path, lom: str = LOM, **more: str | bytes) -> Path:
    return packed(
        folder / "course.imscc",
        {
            "imsmanifest.xml": MANIFEST.format(lom=lom),
            "topic.xml": TOPIC,
            "link.xml": LINK,
            "quiz.xml": QUIZ,
            "pages/first page.html": PAGE,
            "map.png": b"\x89PNG\r\n",
            "licence.txt": "The licence of a program library.",
            "booklet.epub": epub(),
            **{name.replace("__", "."): content for name, content in more.items()},
        },
    )


def scorm(folder: Path, **more: str | bytes) -> Path:
    members: dict[str, str | bytes] = {
        "imsmanifest.xml": SCORM,
        "go.html": PAGE,
        "go.js": 'say("Words")',
    }
    return packed(
        folder / "scorm.zip", members | {k.replace("__", "."): v for k, v in more.items()}
    )


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read(source: Path) -> tuple[ResourceFormat, list[Document]]:
    format_ = formats().resource_format(source)
    return format_, list(format_.extract(source))


def targets_of(documents: list[Document]) -> dict[str, dict[str, str]]:
    return {d.path: {unit.id: unit.content for unit in d.units} for d in documents}


def pseudo(content: str) -> str:
    return serialise(
        f"⟦{token.replace('e', 'ё')}⟧" if isinstance(token, str) and token.strip() else token
        for token in parse(content)
    )


def merged(source: Path, targets: dict[str, dict[str, str]], adaptation: Adaptation | None) -> Path:
    out = source.with_name(f"out-{source.name}")

    def own(path: str) -> Targets:
        return targets.get(path, {})

    formats().resource_format(source).merge(source, own, adaptation, out)
    return out


def attribution(warning: str = WARNING) -> Attribution:
    return Attribution(
        locale="kk",
        title="Өзендер",
        heading="Осы аударма туралы",
        lines=(NoticeLine((("Лицензия: ", ""), ("CC BY 4.0", CC_BY))),),
        warning=warning,
        licence_id="CC-BY-4.0",
        licence_name="CC BY 4.0",
        licence_url=CC_BY,
        source_url="https://rivers.example/",
        source_title="Rivers",
        creators=("Ada Adams",),
        translators=("audarma",),
        date="2026-01-02",
    )


def elements(xml: bytes, local_name: str) -> list[Element]:
    root = XmlText(xml, "imsmanifest.xml").root
    return [n for n in root.nodes() if isinstance(n, Element) and n.local_name == local_name]


class TestExtraction:
    def test_documents_come_in_the_order_of_the_items_and_then_of_the_manifest(
        self, tmp_path: Path
    ) -> None:
        format_, documents = read(cartridge(tmp_path))
        assert format_.name == "common-cartridge"
        assert [document.path for document in documents] == [
            "imsmanifest.xml",
            "pages/first page.html",
            "topic.xml",
            "link.xml",
            "quiz.xml",
            "booklet.epub!/b.opf",
            "booklet.epub!/p.xhtml",
        ]

    def test_manifest_gives_titles_and_lom_in_english(self, tmp_path: Path) -> None:
        manifest = read(cartridge(tmp_path))[1][0]
        assert [(unit.kind, unit.content, unit.title_path) for unit in manifest.units] == [
            (UnitKind.NAVIGATION, "Part one", ()),
            (UnitKind.NAVIGATION, "Sources &amp; mouths", ("Part one",)),
            (UnitKind.NAVIGATION, "Talk", ("Part one",)),
            (UnitKind.TITLE, "Rivers", ()),
            (UnitKind.METADATA, "A course on rivers.", ()),
        ]

    def test_page_stands_under_its_items_with_each_title_once(self, tmp_path: Path) -> None:
        page = read(cartridge(tmp_path))[1][1]
        last = page.units[-1]
        assert last.content == "See <a1>the map</a1>."
        assert last.title_path == ("Part one", "Sources & mouths")

    def test_topic_is_read_as_html_and_link_by_its_title_alone(self, tmp_path: Path) -> None:
        documents = {d.path: [u.content for u in d.units] for d in read(cartridge(tmp_path))[1]}
        assert documents["topic.xml"] == ["Talk", "Which <b1>river</b1> is longest?"]
        assert documents["link.xml"] == ["Maps"]
        assert documents["quiz.xml"] == ["Quiz", "Name a river."]

    def test_text_file_is_read_only_where_an_item_shows_it(self, tmp_path: Path) -> None:
        shown = MANIFEST.format(lom=LOM).replace('href="topic.xml"', 'href="licence.txt"')
        source = cartridge(tmp_path, imsmanifest__xml=shown)
        assert "licence.txt" in [d.path for d in read(source)[1]]
        assert "licence.txt" not in [d.path for d in read(cartridge(tmp_path))[1]]

    def test_canvas_settings_give_titles_and_descriptions(self, tmp_path: Path) -> None:
        settings_file = (
            '<course xmlns="http://canvas.instructure.com/xsd/cccv1p0"><title>Rivers</title>'
            "<course_code>RIV</course_code><description>&lt;p&gt;All.&lt;/p&gt;</description>"
            "<description>https://rivers.example/page</description></course>"
        )
        documents = read(cartridge(tmp_path, settings__xml=settings_file))[1]
        found = next(d for d in documents if d.path == "settings.xml")
        assert [unit.content for unit in found.units] == ["Rivers", "All."]

    def test_scorm_is_recognised_without_its_suffix(self, tmp_path: Path) -> None:
        source = scorm(tmp_path)
        format_, documents = read(source)
        assert format_.name == "scorm"
        assert [document.path for document in documents] == ["imsmanifest.xml", "go.html"]

    def test_empty_page_is_left_alone(self, tmp_path: Path) -> None:
        source = scorm(tmp_path, blank__html=" \n")
        adapted = merged(source, {}, Adaptation("kk", attribution()))
        assert contents(adapted)["blank.html"] == b" \n"


class TestMetadata:
    def test_metadata_come_from_lom(self, tmp_path: Path) -> None:
        source = cartridge(tmp_path)
        found = formats().resource_format(source).metadata(source)
        assert found.title == "Rivers"
        assert found.creators == ("Ada Adams",)
        assert found.licence_statements == ("CC BY 4.0",)
        assert found.language == "en-GB"
        assert found.published == "2020-01-02"
        assert found.description == "A course on rivers."

    def test_licence_that_lom_lacks_is_found_in_the_pages(self, tmp_path: Path) -> None:
        page = PAGE.replace("</body>", f'<a rel="license" href="{CC_BY}">CC BY</a></body>')
        source = scorm(tmp_path, go__html=page)
        assert CC_BY in formats().resource_format(source).metadata(source).licence_statements

    def test_licence_that_a_script_writes_is_found(self, tmp_path: Path) -> None:
        script = f'document.write(\'<a rel="license" href="{CC_BY}">CC BY</a>\');'
        source = scorm(tmp_path, go__js=script)
        found = formats().resource_format(source).metadata(source)
        assert (found.title, found.licence_statements) == ("Rivers", (CC_BY,))


class TestMerging:
    def test_nothing_changes_without_targets(self, tmp_path: Path) -> None:
        source = cartridge(tmp_path)
        assert contents(merged(source, {}, None)) == contents(source)

    def test_targets_equal_to_their_sources_change_nothing(self, tmp_path: Path) -> None:
        source = cartridge(tmp_path)
        same = targets_of(read(source)[1])
        assert contents(merged(source, same, None)) == contents(source)

    def test_targets_come_back_from_the_adapted_package(self, tmp_path: Path) -> None:
        source = cartridge(tmp_path)
        targets = {
            path: {name: pseudo(content) for name, content in units.items()}
            for path, units in targets_of(read(source)[1]).items()
        }
        out = merged(source, targets, Adaptation("kk"))
        assert targets_of(read(out)[1]) == targets
        assert contents(out)["map.png"] == contents(source)["map.png"]

    def test_change_of_one_title_leaves_all_other_bytes(self, tmp_path: Path) -> None:
        source = cartridge(tmp_path)
        out = contents(merged(source, {"imsmanifest.xml": {"title1.u1": "Бөлім & <1>"}}, None))
        before = contents(source)
        wanted = before["imsmanifest.xml"].replace(b"Part one", "Бөлім &amp; &lt;1>".encode(), 1)
        assert out.pop("imsmanifest.xml") == wanted
        del before["imsmanifest.xml"]
        assert out == before

    def test_targets_are_asked_for_documents_alone(self, tmp_path: Path) -> None:
        empty = '<fileMeta xmlns="http://canvas.instructure.com/xsd/cccv1p0"/>'
        source = cartridge(tmp_path, files_meta__xml=empty, blank__html=" ")
        format_, documents = read(source)
        asked: set[str] = set()

        def own(path: str) -> Targets:
            asked.add(path)
            return {}

        format_.merge(source, own, Adaptation("kk", attribution()), tmp_path / "out.imscc")
        assert asked == {document.path for document in documents}

    def test_lost_code_is_refused_by_name(self, tmp_path: Path) -> None:
        source = cartridge(tmp_path)
        topic = {"topic.xml": {"text2.u1": "Қай өзен?"}}
        with pytest.raises(InlineCodeError, match=r"^topic\.xml text2\.u1: .*<b1>"):
            merged(source, topic, None)
        page = {"pages/first page.html": {"u3": "Картаны қараңыз."}}
        with pytest.raises(InlineCodeError, match=r"^pages/first page\.html u3: .*<a1>"):
            merged(source, page, None)
        assert not source.with_name("out-course.imscc").exists()

    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(st.text(st.characters(codec="utf-8"), max_size=12))
    def test_any_text_is_written_as_text(self, tmp_path: Path, text: str) -> None:
        source = cartridge(tmp_path)
        target = escape(f"Ж{text}Ж")
        out = merged(source, {"topic.xml": {"title1.u1": target}}, None)
        topic = elements(contents(out)["topic.xml"], "title")
        assert len(topic) == 1
        assert topic[0].text.startswith("Ж")
        assert topic[0].text.endswith("Ж")


class TestAdaptation:
    def test_language_is_set_where_it_was_stated(self, tmp_path: Path) -> None:
        out = contents(merged(cartridge(tmp_path), {}, Adaptation("kk")))
        manifest = out["imsmanifest.xml"]
        assert [e.text for e in elements(manifest, "language")] == ["kk"]
        assert [e.attributes.get("language") for e in elements(manifest, "string")][:2] == [
            "kk",
            "fr",
        ]
        assert b'<html lang="kk">' in out["pages/first page.html"]

    @pytest.mark.parametrize("warning", [WARNING, ""])
    def test_cartridge_gets_a_page_of_the_notice_as_an_item(
        self, tmp_path: Path, warning: str
    ) -> None:
        adaptation = Adaptation("kk", attribution(warning))
        out = merged(cartridge(tmp_path), {}, adaptation)
        page = contents(out)["audarma-notice.html"].decode()
        assert CC_BY in page
        assert (WARNING in page) == bool(warning)
        items = elements(contents(out)["imsmanifest.xml"], "item")
        root = items[0]
        own = [item for item in root.elements if item.text.strip() == "Осы аударма туралы"]
        assert len(own) == 1
        # A warning is read first, an attribution last.
        assert root.elements.index(own[0]) == (0 if warning else len(root.elements) - 1)
        resources = {
            e.attributes["identifier"]: e
            for e in elements(contents(out)["imsmanifest.xml"], "resource")
        }
        resource = resources[own[0].attributes["identifierref"]]
        assert resource.attributes["href"] == "audarma-notice.html"
        assert resource.elements[0].attributes["href"] == "audarma-notice.html"

    def test_rights_name_the_licence_and_the_warning(self, tmp_path: Path) -> None:
        out = merged(cartridge(tmp_path), {}, Adaptation("kk", attribution()))
        rights = formats().resource_format(out).metadata(out).rights_statement
        assert CC_BY in rights
        assert WARNING in rights

    @pytest.mark.parametrize(
        ("lom", "count"),
        [
            ("", 1),
            ("<lom:lom><lom:general/></lom:lom>", 1),
            ("<lom:lom><lom:rights/><lom:relation/></lom:lom>", 1),
        ],
    )
    def test_rights_are_added_where_lom_lacks_them(
        self, tmp_path: Path, lom: str, count: int
    ) -> None:
        out = merged(cartridge(tmp_path, lom), {}, Adaptation("kk", attribution()))
        manifest = contents(out)["imsmanifest.xml"]
        assert len(elements(manifest, "rights")) == count
        assert CC_BY in formats().resource_format(out).metadata(out).rights_statement

    def test_canvas_export_shows_the_notice_on_its_first_page(self, tmp_path: Path) -> None:
        modules = '<modules xmlns="http://canvas.instructure.com/xsd/cccv1p0"/>'
        source = packed(
            tmp_path / "canvas.imscc",
            contents(cartridge(tmp_path)) | {"course_settings/module_meta.xml": modules.encode()},
        )
        out = contents(merged(source, {}, Adaptation("kk", attribution())))
        assert "audarma-notice.html" not in out
        assert WARNING in out["pages/first page.html"].decode()

    def test_scorm_shows_the_notice_on_its_first_page_and_keeps_its_items(
        self, tmp_path: Path
    ) -> None:
        out = merged(scorm(tmp_path), {}, Adaptation("kk", attribution()))
        page = contents(out)["go.html"].decode()
        assert WARNING in page
        assert CC_BY in page
        manifest = contents(out)["imsmanifest.xml"]
        assert len(elements(manifest, "item")) == 1
        # SCORM 1.2 uses the binding of LOM that calls its strings langstring.
        assert CC_BY in elements(manifest, "langstring")[-1].text
        assert [e.text for e in elements(manifest, "language")] == ["kk"]

    def test_resource_in_the_package_carries_its_own_notice(self, tmp_path: Path) -> None:
        out = merged(cartridge(tmp_path), {}, Adaptation("kk", attribution()))
        with zipfile.ZipFile(io.BytesIO(contents(out)["booklet.epub"])) as inner:
            assert "audarma-notice.xhtml" in inner.namelist()


class TestRefusals:
    def test_package_without_a_manifest_is_refused(self, tmp_path: Path) -> None:
        source = packed(tmp_path / "empty.imscc", {"a.txt": "a"})
        with pytest.raises(MalformedDocumentError, match=r"has no imsmanifest\.xml"):
            read(source)

    def test_manifest_in_a_folder_is_refused_with_advice(self, tmp_path: Path) -> None:
        source = packed(tmp_path / "course.zip", {"course/imsmanifest.xml": SCORM})
        with pytest.raises(MalformedDocumentError, match=r"in the folder course.*Zip what is"):
            read(source)

    def test_scorm_without_an_organization_is_refused(self, tmp_path: Path) -> None:
        manifest = SCORM[: SCORM.index("<organizations")] + "<organizations/></manifest>"
        source = scorm(tmp_path, imsmanifest__xml=manifest)
        with pytest.raises(MalformedDocumentError, match="has no organization"):
            read(source)

    def test_broken_manifest_is_refused_with_its_line(self, tmp_path: Path) -> None:
        source = scorm(tmp_path, imsmanifest__xml="<manifest>\n<open></manifest>")
        with pytest.raises(MalformedDocumentError, match=r"imsmanifest\.xml:2: "):
            read(source)

    def test_manifest_with_entities_is_refused(self, tmp_path: Path) -> None:
        hostile = '<!DOCTYPE m [<!ENTITY e SYSTEM "file:///etc/hostname">]><manifest>&e;</manifest>'
        with pytest.raises(UnsafeSourceError, match="declares the entity e"):
            read(scorm(tmp_path, imsmanifest__xml=hostile))

    def test_member_that_leads_out_is_refused(self, tmp_path: Path) -> None:
        source = packed(tmp_path / "out.zip", {"imsmanifest.xml": SCORM, "../x.html": PAGE})
        with pytest.raises(UnsafeSourceError, match="leads out of the archive"):
            read(source)

    def test_packages_in_packages_without_end_are_refused(self, tmp_path: Path) -> None:
        inner = scorm(tmp_path).read_bytes()
        for _ in range(6):
            inner = packed(
                tmp_path / "p.zip", {"imsmanifest.xml": SCORM, "go.html": PAGE, "in.zip": inner}
            ).read_bytes()
        with pytest.raises(UnsafeSourceError, match="container in a container"):
            read(tmp_path / "p.zip")


@needs_corpus
@pytest.mark.parametrize("source", PACKAGES, ids=lambda path: path.name)
class TestRealPackages:
    def test_broken_one_gets_a_sentence_and_the_others_come_back(
        self, source: Path, tmp_path: Path
    ) -> None:
        if source.name in BROKEN:
            with pytest.raises(MalformedDocumentError, match=f"^{source.name}: "):
                read(source)
            return
        copy = tmp_path / source.name
        copy.write_bytes(source.read_bytes())
        same = targets_of(read(copy)[1])
        assert contents(merged(copy, {}, None)) == contents(copy)
        assert contents(merged(copy, same, None)) == contents(copy)
        # How a plain text is cut depends on how long its lines are, which a translation changes.
        targets = {
            path: {name: pseudo(content) for name, content in units.items()}
            for path, units in same.items()
            if not path.endswith(".txt")
        }
        again = targets_of(read(merged(copy, targets, Adaptation("kk")))[1])
        assert {path: again[path] for path in targets} == targets
        merged(copy, targets, Adaptation("kk", attribution()))

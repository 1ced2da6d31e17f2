# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""QTI 1.2 and 2: identity, which texts are read, what stays protected, packages, refusals."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.formats import formats
from adapters.formats.qti import Qti
from adapters.formats.xml_splice import XmlText
from audarma.errors import InlineCodeError, MalformedDocumentError, UnsafeSourceError
from audarma.inline_code import escape, parse, plain_text, serialise
from audarma.model import Attribution, NoticeLine, Unit, UnitKind
from audarma.ports import Adaptation, ResourceFormat

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "qti"
ITEMS = sorted(CORPUS.glob("*/*.xml"))
PACKAGE = CORPUS / "interaction_mix_sachsen.zip"
needs_corpus = pytest.mark.skipif(
    not ITEMS, reason="the shared corpus is not beside the repository"
)
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
TEST = """<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="t"
 title="Rivers test"><testPart identifier="p" navigationMode="linear" submissionMode="individual">
<assessmentSection identifier="s" title="Part one" visible="true"><ordering shuffle="true"/>
<assessmentItemRef identifier="i" href="item.xml"/></assessmentSection></testPart>
</assessmentTest>"""
MANIFEST = """<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
 xmlns:imsmd="http://www.imsglobal.org/xsd/imsmd_v1p2"><metadata><imsmd:lom><imsmd:general>
<imsmd:title><imsmd:langstring xml:lang="en">Rivers</imsmd:langstring></imsmd:title>
<imsmd:language>en-GB</imsmd:language></imsmd:general><imsmd:rights><imsmd:description>
<imsmd:langstring>CC BY 4.0</imsmd:langstring></imsmd:description></imsmd:rights></imsmd:lom>
</metadata><resources><resource href="test.xml" type="imsqti_test_xmlv2p1"/>
<resource href="item.xml" type="imsqti_item_xmlv2p1"/></resources></manifest>"""
LEGACY = """<?xml version="1.0"?>
<questestinterop><assessment ident="a" title="Rivers quiz"><section ident="s">
<item ident="i" title="Longest"><presentation><material><mattext texttype="text/html">{prompt}
</mattext></material><response_lid ident="r"><render_choice><response_label ident="A"><material>
<mattext>The  Nile &amp; co</mattext></material></response_label></render_choice></response_lid>
</presentation><resprocessing><respcondition><conditionvar><varequal respident="r">A</varequal>
</conditionvar></respcondition></resprocessing><itemfeedback ident="f"><material>
<mattext texttype="text/html">&lt;p&gt;Well done.&lt;/p&gt;</mattext></material></itemfeedback>
</item></section></assessment></questestinterop>"""


def item(body: str, outside: str = "", attributes: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" '
        f'title="Rivers" adaptive="false" timeDependent="false"{attributes}>\n'
        '<responseDeclaration identifier="R"><correctResponse><value>words</value>'
        f"</correctResponse></responseDeclaration><itemBody>{body}</itemBody>{outside}"
        "</assessmentItem>\n"
    ).encode()


def legacy(prompt: str = "<![CDATA[<p>Which is <b>longest</b>?</p>]]>") -> bytes:
    return LEGACY.format(prompt=prompt).encode()


def qti() -> Qti:
    return Qti(formats())


def units(data: bytes) -> tuple[Unit, ...]:
    return qti().extract(data, "item.xml").units


def contents(data: bytes) -> list[str]:
    """Give the contents of all units but the item's title."""
    return [unit.content for unit in units(data)[1:]]


def merged(
    data: bytes, change: Callable[[str], str] = str, adaptation: Adaptation | None = None
) -> bytes:
    targets = {unit.id: change(unit.content) for unit in units(data)}
    return qti().merge(data, targets, adaptation)


def pseudo(source: str) -> str:
    """Write each text in Kazakh letters and brackets; codes stay where they are."""
    letters = str.maketrans("aeiou", "әіңғү")
    return serialise(
        f"⟦{token.translate(letters)}⟧" if isinstance(token, str) and token.strip() else token
        for token in parse(source)
    )


def attribution(warning: str = "Тексерілмеген.") -> Attribution:
    return Attribution(
        locale="kk",
        title="Өзендер",
        heading="Аударма туралы",
        lines=(NoticeLine((("Лицензия: ", ""), ("CC BY 4.0", CC_BY))),),
        warning=warning,
        licence_id="CC-BY-4.0",
        licence_name="CC BY 4.0",
        licence_url=CC_BY,
        source_url="https://press.example/rivers",
        source_title="Rivers",
        creators=(),
        translators=("Audarma",),
        date="2026-11-24",
    )


class TestItems:
    def test_titles_prompts_choices_and_feedback_are_units_of_their_kinds(self) -> None:
        data = item(
            '<choiceInteraction responseIdentifier="R"><prompt>Which is <b>longest</b>?</prompt>'
            '<simpleChoice identifier="A">Nile <feedbackInline identifier="A">Right.'
            "</feedbackInline></simpleChoice></choiceInteraction>"
            '<p><endAttemptInteraction responseIdentifier="H" title="Show hint"/></p>'
            '<rubricBlock view="scorer"><p>One point.</p></rubricBlock>',
            '<modalFeedback identifier="m" title="Result">Well done.</modalFeedback>',
        )
        assert [(unit.kind, unit.content) for unit in units(data)] == [
            (UnitKind.TITLE, "Rivers"),
            (UnitKind.QUIZ_PROMPT, "Which is <b1>longest</b1>?"),
            (UnitKind.QUIZ_ANSWER, "Nile"),
            (UnitKind.FEEDBACK, "Right."),
            (UnitKind.LABEL, "Show hint"),
            (UnitKind.PARAGRAPH, "One point."),
            (UnitKind.TITLE, "Result"),
            (UnitKind.FEEDBACK, "Well done."),
        ]

    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ("<p>See <printedVariable identifier='X'/> now</p>", ["See <printedVariable1/> now"]),
            (
                "<p>It is <inlineChoiceInteraction responseIdentifier='R'><inlineChoice "
                "identifier='a'>long</inlineChoice></inlineChoiceInteraction> so</p>",
                ["It is <inlineChoiceInteraction1/> so", "long"],
            ),
            (
                "<p>If <math xmlns='http://www.w3.org/1998/Math/MathML'><mi>rate</mi></math> is"
                "</p>",
                ["If <math1/> is"],
            ),
            ("<p>Run <code>main</code> now</p><pre>text</pre>", ["Run <code1/> now"]),
            (
                "<p>A map <img src='m.png' alt='The map'/> of it</p>",
                ["A map <img1/> of it", "The map"],
            ),
            (
                "<p>A <hottext identifier='A'>word</hottext> here</p>",
                ["A <hottext1>word</hottext1> here"],
            ),
            ("<object data='m.png' type='image/png'>A map</object>", ["A map"]),
        ],
    )
    def test_interactions_and_formulas_are_codes(self, body: str, expected: list[str]) -> None:
        assert contents(item(body)) == expected
        assert contents(merged(item(body), pseudo)) == [pseudo(text) for text in expected]

    def test_target_within_a_code_is_written_with_that_around_it(self) -> None:
        data = item(
            "<p>It is <inlineChoiceInteraction><inlineChoice>long</inlineChoice>"
            "</inlineChoiceInteraction> so</p>"
        )
        wanted = {
            "long": "ұзын",
            "It is <inlineChoiceInteraction1/> so": "Ол <inlineChoiceInteraction1/>",
        }
        out = merged(data, lambda text: wanted.get(text, text)).decode()
        assert (
            "<p>Ол <inlineChoiceInteraction><inlineChoice>ұзын</inlineChoice>"
            "</inlineChoiceInteraction></p>"
        ) in out

    @settings(max_examples=60)
    @given(st.text(min_size=1))
    def test_target_is_text_and_never_markup(self, target: str) -> None:
        out = merged(item("<p>word</p>"), lambda text: escape(f"]]><x>a{target}"))
        assert contents(out)[0].startswith("]]>&lt;x>a")
        XmlText(out, "item.xml")

    def test_lost_codes_are_refused_by_unit(self) -> None:
        with pytest.raises(InlineCodeError, match=r"u2: lost inline code <b1>"):
            merged(item("<p>One <b>word</b> more</p>"), lambda text: "x")

    def test_metadata_is_title_and_language(self) -> None:
        found = qti().metadata(item("<p>Words</p>", attributes=' xml:lang="en-GB"'))
        assert (found.title, found.language) == ("Rivers", "en-GB")

    def test_item_is_recognised_by_its_root(self, tmp_path: Path) -> None:
        path = tmp_path / "rivers.xml"
        path.write_bytes(item("<p>Words</p>"))
        assert formats().resource_format(path).name == "qti"

    @needs_corpus
    def test_real_items_come_back_byte_for_byte(self) -> None:
        for path in ITEMS:
            data = path.read_bytes()
            assert units(data), path
            assert merged(data) == data, path

    @needs_corpus
    def test_targets_of_real_items_are_there_when_they_are_read_again(self) -> None:
        for path in ITEMS:
            data = path.read_bytes()
            out = merged(data, pseudo, Adaptation("kk"))
            # Where white space alone parted two tags, their codes become one.
            wanted = [plain_text(pseudo(unit.content)) for unit in units(data)]
            assert [plain_text(unit.content) for unit in units(out)] == wanted, path


class TestLegacy:
    def test_titles_prompts_choices_and_feedback_are_units_of_their_kinds(self) -> None:
        assert [(unit.kind, unit.content) for unit in units(legacy())] == [
            (UnitKind.TITLE, "Rivers quiz"),
            (UnitKind.TITLE, "Longest"),
            (UnitKind.QUIZ_PROMPT, "Which is <b1>longest</b1>?"),
            (UnitKind.QUIZ_ANSWER, "The Nile &amp; co"),
            (UnitKind.FEEDBACK, "Well done."),
        ]

    @pytest.mark.parametrize(
        "prompt", ["<![CDATA[<p>Word <i>x</i></p>]]>", "&lt;p>Word &lt;i>x&lt;/i>&lt;/p>"]
    )
    def test_targets_come_back_and_nothing_else_changes(self, prompt: str) -> None:
        data = legacy(prompt)
        assert merged(data) == data
        out = merged(data, pseudo)
        assert [u.content for u in units(out)] == [pseudo(u.content) for u in units(data)]
        assert b'<varequal respident="r">A</varequal>' in out

    def test_rights_are_read_from_its_metadata(self) -> None:
        field = (
            "<qtimetadata><qtimetadatafield><fieldlabel>rights</fieldlabel>"
            "<fieldentry>CC BY 4.0</fieldentry></qtimetadatafield></qtimetadata><section"
        )
        data = legacy().replace(b"<section", field.encode(), 1)
        assert qti().metadata(data).licence_statements == ("CC BY 4.0",)
        assert qti().metadata(data).title == "Rivers quiz"

    def test_notice_is_a_rubric_before_the_questions(self) -> None:
        out = merged(legacy(), adaptation=Adaptation("kk", attribution())).decode()
        assert out.index("Тексерілмеген.") < out.index("<section")
        assert "&lt;a rel=&quot;license&quot;" in out or '&lt;a rel="license"' in out


class TestAdaptation:
    def test_language_is_the_target(self) -> None:
        data = item('<p xml:lang="en">Words</p><p xml:lang="fr">Mots</p>')
        out = merged(data, adaptation=Adaptation("kk")).decode()
        assert 'timeDependent="false" xml:lang="kk"' in out
        assert '<p xml:lang="kk">Words' in out
        assert '<p xml:lang="fr">' in out

    def test_warning_stands_first_and_attribution_last(self) -> None:
        out = merged(item("<p>Words</p>"), adaptation=Adaptation("kk", attribution()))
        assert contents(out) == [
            "Тексерілмеген.",
            "Words",
            "Аударма туралы",
            "Лицензия: <a1>CC BY 4.0</a1>",
        ]

    def test_reviewed_item_has_no_warning(self) -> None:
        out = merged(item("<p>Words</p>"), adaptation=Adaptation("kk", attribution("")))
        assert contents(out)[0] == "Words"


class TestPackages:
    def package(self, folder: Path, *left_out: str) -> Path:
        path = folder / "rivers.zip"
        members = {
            "imsmanifest.xml": MANIFEST,
            "item.xml": item("<p>Words</p>").decode(),
            "test.xml": TEST,
            "images/map.png": "no picture",
        }
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in members.items():
                if name not in left_out:
                    archive.writestr(name, text)
        return path

    def format(self, source: Path) -> ResourceFormat:
        found = formats().resource_format(source)
        assert found.name == "qti-package"
        return found

    def test_documents_are_the_manifest_tests_and_items(self, tmp_path: Path) -> None:
        source = self.package(tmp_path)
        documents = list(self.format(source).extract(source))
        assert [document.path for document in documents] == [
            "imsmanifest.xml",
            "test.xml",
            "item.xml",
        ]
        assert [u.content for u in documents[1].units] == ["Rivers test", "Part one"]

    def test_metadata_is_the_manifests(self, tmp_path: Path) -> None:
        source = self.package(tmp_path)
        found = self.format(source).metadata(source)
        assert (found.title, found.language) == ("Rivers", "en-GB")
        assert found.licence_statements == ("CC BY 4.0",)

    def test_notice_is_in_the_test_alone(self, tmp_path: Path) -> None:
        source, out = self.package(tmp_path), tmp_path / "out.zip"
        adaptation = Adaptation("kk", attribution())
        self.format(source).merge(source, lambda _: {}, adaptation, out)
        with zipfile.ZipFile(out) as archive:
            test, single = archive.read("test.xml").decode(), archive.read("item.xml").decode()
            manifest = archive.read("imsmanifest.xml").decode()
        assert test.index("<ordering") < test.index("Тексерілмеген.") < test.index("ItemRef")
        assert "Тексерілмеген." not in single
        assert "<imsmd:language>kk<" in manifest
        assert 'xml:lang="kk"' in manifest

    def test_package_without_test_and_manifest_is_read(self, tmp_path: Path) -> None:
        source = self.package(tmp_path, "imsmanifest.xml", "test.xml")
        assert [d.path for d in self.format(source).extract(source)] == ["item.xml"]

    @needs_corpus
    def test_real_package_comes_back_byte_for_byte(self, tmp_path: Path) -> None:
        out = tmp_path / "out.zip"
        found = {
            document.path: {unit.id: unit.content for unit in document.units}
            for document in self.format(PACKAGE).extract(PACKAGE)
        }
        assert sum(map(len, found.values())) > 30
        self.format(PACKAGE).merge(PACKAGE, found.__getitem__, None, out)
        with zipfile.ZipFile(PACKAGE) as old, zipfile.ZipFile(out) as new:
            assert old.namelist() == new.namelist()
            assert all(old.read(name) == new.read(name) for name in old.namelist())


class TestRefusals:
    def test_other_xml_is_told_by_its_root(self) -> None:
        with pytest.raises(MalformedDocumentError, match=r"item\.xml:1: begins with <a>"):
            units(b"<a/>")

    def test_broken_xml_is_told_with_its_line(self) -> None:
        with pytest.raises(MalformedDocumentError, match=r"item\.xml:2: is not well-formed"):
            units(b"<assessmentItem>\n<itemBody></assessmentItem>")

    def test_external_entity_is_refused(self) -> None:
        bomb = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><assessmentItem>&a;</assessmentItem>'
        with pytest.raises(UnsafeSourceError, match="declares the entity"):
            units(bomb)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moodle XML: identity, which texts are read, what stays protected, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.formats import formats
from adapters.formats.moodle_cloze import cloze_units, merged_cloze
from adapters.formats.moodle_xml import MoodleXml
from adapters.formats.quiz_masks import mask
from audarma.errors import InlineCodeError, MalformedDocumentError, UnsafeSourceError
from audarma.inline_code import escape, parse, serialise
from audarma.model import Attribution, NoticeLine, Unit, UnitKind
from audarma.ports import Adaptation
from tests.effort import instructions

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "moodle" / "xml"
BANKS = sorted(CORPUS.glob("*.xml"))
needs_corpus = pytest.mark.skipif(
    not BANKS, reason="the shared corpus is not beside the repository"
)
CC_BY = "https://creativecommons.org/licenses/by/4.0/"


def bank(questions: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{questions}\n</quiz>\n'.encode()


def question(inside: str, kind: str = "multichoice") -> bytes:
    name = "<name><text>Rivers</text></name>"
    return bank(f'  <question type="{kind}">\n    {name}\n    {inside}\n  </question>')


def prompt(html: str, kind: str = "multichoice") -> bytes:
    return question(
        f'<questiontext format="html"><text><![CDATA[{html}]]></text></questiontext>', kind
    )


def moodle() -> MoodleXml:
    return MoodleXml(formats())


def units(data: bytes) -> tuple[Unit, ...]:
    return moodle().extract(data, "quiz.xml").units


def contents(data: bytes) -> list[str]:
    """Give the contents of all units but the question's name."""
    return [unit.content for unit in units(data) if ".name" not in unit.id]


def merged(
    data: bytes, change: Callable[[str], str] = str, adaptation: Adaptation | None = None
) -> bytes:
    targets = {unit.id: change(unit.content) for unit in units(data)}
    return moodle().merge(data, targets, adaptation)


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


class TestReading:
    def test_texts_that_people_read_are_units_of_their_kinds(self) -> None:
        data = question(
            '<questiontext format="html"><text><![CDATA[<p>Which is <b>longest</b>?</p>]]></text>'
            '</questiontext><generalfeedback format="html"><text>&lt;p&gt;The Nile.&lt;/p&gt;'
            '</text></generalfeedback><answer fraction="100" format="html"><text>Nile</text>'
            '<feedback format="html"><text>Right.</text></feedback></answer>'
            '<hint format="html"><text>In Africa.</text></hint>'
            "<tags><tag><text>geography</text></tag></tags><idnumber>river</idnumber>"
        )
        assert [(u.id, u.kind, u.content) for u in units(data)] == [
            ("q1.name1.u1", UnitKind.TITLE, "Rivers"),
            ("q1.questiontext1.u1", UnitKind.QUIZ_PROMPT, "Which is <b1>longest</b1>?"),
            ("q1.generalfeedback1.u1", UnitKind.FEEDBACK, "The Nile."),
            ("q1.answer1.u1", UnitKind.QUIZ_ANSWER, "Nile"),
            ("q1.feedback1.u1", UnitKind.FEEDBACK, "Right."),
            ("q1.hint1.u1", UnitKind.FEEDBACK, "In Africa."),
        ]

    @pytest.mark.parametrize("kind", ["truefalse", "numerical", "calculated"])
    def test_answers_that_moodle_compares_as_keys_are_no_units(self, kind: str) -> None:
        assert contents(question("<answer><text>true</text></answer>", kind)) == []

    def test_pairs_of_matching_are_units(self) -> None:
        data = question(
            '<subquestion format="html"><text><![CDATA[<p>Kenya</p>]]></text>'
            "<answer><text>Nairobi &lt;city></text></answer></subquestion>",
            "matching",
        )
        assert contents(data) == ["Kenya", "Nairobi &lt;city>"]

    def test_category_paths_stay_and_name_the_bank(self) -> None:
        data = bank(
            '<question type="category"><category><text>$course$/top/Lakes</text></category>'
            '<info format="html"><text>About lakes</text></info></question>'
        )
        assert [unit.content for unit in units(data)] == ["About lakes"]
        assert moodle().metadata(data).title == "Lakes"

    def test_markdown_texts_are_read_as_markdown(self) -> None:
        data = question(
            '<questiontext format="markdown"><text># Head\n\nSome *bold* [[input:a]].</text>'
            "</questiontext>"
        )
        assert contents(data) == ["Head", "Some <em1>bold</em1> <code2/>."]

    def test_plain_texts_have_a_unit_for_each_line(self) -> None:
        data = question(
            '<questiontext format="plain_text"><text>One &amp;  two\n\n  {@x@} is &lt;b></text>'
            "</questiontext>"
        )
        assert contents(data) == ["One &amp; two", "<var1/> is &lt;b>"]

    def test_licence_is_found_in_a_comment(self) -> None:
        data = bank("<!-- Licensed under CC BY 4.0 -->\n<question type='essay'/>")
        assert moodle().metadata(data).licence_statements == ("Licensed under CC BY 4.0",)

    def test_bank_is_recognised_by_its_root(self, tmp_path: Path) -> None:
        path = tmp_path / "questions.xml"
        path.write_bytes(prompt("x"))
        assert formats().resource_format(path).name == "moodle-xml"


class TestProtection:
    @pytest.mark.parametrize(
        ("html", "expected"),
        [
            ("Find {@a+b@} now", ["Find <tex1/> now"]),
            (r"Find \(x={@a@}\) now", ["Find <tex1/> now"]),
            ("Answer [[input:ans1]] here [[validation:ans1]]", ["Answer <tex1/> here"]),
            ("[[if test='a[1]<2']]Yes, so[[/if]]", ["Yes, so"]),
            ("[[comment]]For teachers[[/comment]]Words", ["Words"]),
            ('<img alt="The plot {@p@}"/>', ["The plot <tex1/>"]),
            ("{mlang en}Hello{mlang}{mlang ru}Привет{mlang} Bob", ["Bob"]),
            ("Drop [[1]] into [[2]]", ["Drop <tex1/> into <tex2/>"]),
        ],
    )
    def test_variables_and_blocks_are_codes(self, html: str, expected: list[str]) -> None:
        data = prompt(html, "stack")
        assert contents(data) == expected
        assert contents(merged(data, pseudo)) == [pseudo(text) for text in expected]

    def test_hints_show_what_a_code_stands_for(self) -> None:
        (unit,) = units(prompt("Find {@a+b@} now", "stack"))[1:]
        assert unit.code_hints == {"<tex1/>": "{@a+b@}"}

    def test_wildcards_of_calculated_questions_are_codes(self) -> None:
        data = prompt("What is {a} + {b}, or {={a}+{b}}?", "calculated")
        assert contents(data) == ["What is <tex1/> + <tex2/>, or <tex3/>?"]
        assert contents(prompt("A set {a}")) == ["A set {a}"]

    @given(st.text(alphabet="ab{}@[]()\\#:<>/'\" input", max_size=40))
    def test_unmasking_gives_the_text_back(self, text: str) -> None:
        masked = mask(text)
        assert masked.unmask(masked.text) == text

    def test_target_cannot_name_a_mask(self) -> None:
        data = prompt("Find {@a@} now", "stack")
        out = merged(data, lambda text: text.replace("now", "quiz0:0"))
        assert b"Find {@a@} quiz0:0" in out


class TestCloze:
    TEXT = "The capital is {1:MULTICHOICE:=Paris#Right, yes~%50%Lyon &amp; more#No~*Nice} now."

    def test_question_is_a_code_and_its_answers_and_feedback_are_units(self) -> None:
        data = prompt(self.TEXT, "cloze")
        found = [(u.kind, u.content) for u in units(data)[1:]]
        assert found == [
            (UnitKind.QUIZ_PROMPT, "The capital is <tex1/> now."),
            (UnitKind.QUIZ_ANSWER, "Paris"),
            (UnitKind.FEEDBACK, "Right, yes"),
            (UnitKind.QUIZ_ANSWER, "Lyon &amp; more"),
            (UnitKind.FEEDBACK, "No"),
            (UnitKind.QUIZ_ANSWER, "Nice"),
        ]

    def test_prompt_and_answers_are_written_together(self) -> None:
        wanted = {"Paris": "Париж", "The capital is <tex1/> now.": "Астана <tex1/>."}
        out = merged(prompt(self.TEXT, "cloze"), lambda text: wanted.get(text, text))
        assert "Астана {1:MULTICHOICE:=Париж#Right, yes~%50%Lyon &amp; more".encode() in out

    def test_answers_with_markup_numbers_or_escapes_stay_as_they_are(self) -> None:
        text = r"{1:NUMERICAL:=5:0.1#Five~=six} {1:SA:=<b>x</b>~=a\}b} {2:SHORTANSWER:=word}"
        assert [unit.content for unit in cloze_units(text, "")] == ["Five", "word"]

    @given(st.text(min_size=1).map(lambda text: f"a{text}z"))
    def test_any_target_of_an_answer_is_read_back(self, target: str) -> None:
        (unit,) = cloze_units("{1:SA:=word}", "")
        written = merged_cloze("{1:SA:=word}", "", {unit.id: escape(target)})
        (again,) = cloze_units(written, "")
        wanted = " ".join("".join(c if c > "\x1f" else " " for c in target).split(" "))
        assert again.content.split() == escape(wanted).split()


class TestMerging:
    @pytest.mark.parametrize(
        "inside",
        [
            "<hint><text>&lt;p&gt;It&apos;s &quot;big&quot;&lt;/p&gt;</text></hint>",
            "<questiontext><text>&lt;p>One&#160;two&lt;/p></text></questiontext>",
            '<questiontext format="html"><text>\r\n <![CDATA[<p>a</p>\r\n<p>b</p>]]>\r\n</text>'
            "</questiontext>",
            "<questiontext><text><p>Bare <b>markup</b></p></text></questiontext>",
            "<questiontext><text/></questiontext>",
        ],
    )
    def test_texts_are_written_as_they_were(self, inside: str) -> None:
        data = question(inside)
        assert merged(data) == data
        out = merged(data, pseudo)
        assert contents(out) == [pseudo(text) for text in contents(data)]
        assert out.count(b"\r\n") == data.count(b"\r\n")
        assert (b"<![CDATA[" in out) == (b"<![CDATA[" in data)

    def test_bytes_outside_a_changed_unit_stay(self) -> None:
        data = question(
            '<hint format="html"><text>&lt;p class=&quot;a&quot;>Say it&apos;s&lt;/p></text>'
            "</hint><!-- kept --><penalty >0.3</penalty>"
        )
        out = merged(data, lambda text: "Де" if text == "Say it's" else text)
        assert out == data.replace(b"Say it&apos;s", "Де".encode())

    @settings(max_examples=60)
    @given(st.text(min_size=1))
    def test_target_is_text_and_never_markup(self, target: str) -> None:
        for data in (
            prompt("<p>word</p>"),
            question("<questiontext><text>word</text></questiontext>"),
        ):
            out = merged(data, lambda text: escape(f"]]><x>a{target}") if text == "word" else text)
            (content,) = contents(out)
            assert content.startswith("]]>&lt;x>")
            assert b"<x>" not in out.replace(b"&lt;x>", b"")

    def test_lost_codes_are_refused_by_unit(self) -> None:
        with pytest.raises(InlineCodeError, match=r"u1: target lost inline code"):
            merged(prompt("Find {@a@} now", "stack"), lambda text: "x")

    @needs_corpus
    @pytest.mark.parametrize("path", BANKS, ids=lambda path: path.stem[:20])
    def test_real_banks_come_back_byte_for_byte(self, path: Path) -> None:
        data = path.read_bytes()
        assert len(units(data)) > 5
        assert merged(data) == data

    @needs_corpus
    @pytest.mark.parametrize("path", BANKS, ids=lambda path: path.stem[:20])
    def test_targets_of_real_banks_are_there_when_they_are_read_again(self, path: Path) -> None:
        data = path.read_bytes()
        out = merged(data, pseudo, Adaptation("kk"))
        assert [u.content for u in units(out)] == [pseudo(u.content) for u in units(data)]


class TestAdaptation:
    def test_notice_is_a_description_before_the_first_question(self) -> None:
        data = bank(
            '<question type="category"><category><text>top/A</text></category></question>\n'
            '<question type="essay"><name><text>Essay</text></name></question>'
        )
        out = merged(data, adaptation=Adaptation("kk", attribution()))
        notice, essay = [unit for unit in units(out) if ".name" in unit.id]
        assert (notice.content, essay.content) == ("Аударма туралы", "Essay")
        assert "Тексерілмеген.".encode() in out
        assert f'<a rel="license" href="{CC_BY}">'.encode() in out

    def test_reviewed_bank_has_no_warning(self) -> None:
        out = merged(prompt("x"), adaptation=Adaptation("kk", attribution("")))
        assert b"audarma-warning" not in out
        assert b"audarma-attribution" in out

    def test_language_of_a_text_becomes_the_target(self) -> None:
        data = prompt('<p lang="en">Words</p><p lang="fr">Mots</p>')
        out = merged(data, adaptation=Adaptation("kk"))
        assert b'<p lang="kk">' in out
        assert b'<p lang="fr">' in out


class TestRefusals:
    def test_other_xml_is_told_by_its_root(self) -> None:
        with pytest.raises(MalformedDocumentError, match=r"quiz\.xml:1: the root element is <a>"):
            units(b"<a/>")

    def test_broken_xml_is_told_with_its_line(self) -> None:
        with pytest.raises(MalformedDocumentError, match=r"quiz\.xml:3: is not well-formed"):
            units(b"<quiz>\n<question>\n</quiz>")

    def test_entity_bomb_is_refused(self) -> None:
        bomb = b'<!DOCTYPE quiz [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><quiz>&c;</quiz>'
        with pytest.raises(UnsafeSourceError, match="declares the entity"):
            units(bomb)


def test_merging_four_times_the_questions_is_four_times_the_work() -> None:
    answer = (
        '<answer fraction="0"><text>Nile {0}</text><feedback><text>No.</text></feedback></answer>'
    )

    def work(questions: int) -> int:
        data = bank(
            "\n".join(
                f'<question type="shortanswer"><name><text>Question {number}</text></name>'
                f"{answer.format(1)}{answer.format(2)}</question>"
                for number in range(questions)
            )
        )
        targets = {unit.id: f"{unit.content} ру" for unit in units(data)}
        return instructions(lambda: moodle().merge(data, targets, None))

    assert work(200) < 4.5 * work(50)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""GIFT: identity, which texts are read, escapes, what stays protected, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.formats import formats
from adapters.formats.gift import Gift
from adapters.formats.gift_syntax import escape as escape_gift
from adapters.formats.gift_syntax import unescape as unescape_gift
from audarma.errors import InlineCodeError, MalformedDocumentError
from audarma.inline_code import escape, parse, serialise
from audarma.model import Attribution, NoticeLine, Unit
from audarma.ports import Adaptation
from benchmarks.validators_gift import gift_questions, lacks_gift
from tests.effort import instructions

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "moodle" / "gift"
BANKS = sorted(CORPUS.glob("*.gift.txt"))
needs_corpus = pytest.mark.skipif(
    not BANKS, reason="the shared corpus is not beside the repository"
)
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
EVERY_KIND = r"""// Licence: CC BY 4.0
$CATEGORY: $course$/top/Rivers

::Longest\: part 1:: Which is longest? {
    ~%50%Amazon#Nearly.
    // a comment
    =Nile#Yes\!
    ####About rivers.
}

The Nile is in {=Africa ~Asia} and is long.

Rivers flow. {TRUE#They do.#Right.}

How long is it? {#6650:10#Good.}

Match. {=Nile -> Egypt =Volga -> Russia}

Name one. {=Nile =the Volga river}

Write about rivers. {}

[html]<p>Only <b>shown</b>.</p>
"""
PARSED = r"""$CATEGORY: Rivers

::Longest:: [html]<p>Which is longest?</p> { ~%50%Amazon#Nearly. =Nile#Yes! ####About rivers. }

The Nile is in {=Africa ~Asia} and is long.

Rivers flow. {TRUE#They do.#Right.}

How long is it? {#6650:10}

Match. {=Nile -> Egypt =Volga -> Russia}

[markdown]Name *one*. {=Nile =%50%the Volga river#Nearly}

Write about rivers. {}

Rivers are long.
"""


def gift() -> Gift:
    return Gift(formats())


def units(text: str | bytes) -> tuple[Unit, ...]:
    data = text.encode() if isinstance(text, str) else text
    return gift().extract(data, "bank.gift").units


def contents(text: str | bytes) -> list[str]:
    return [unit.content for unit in units(text)]


def merged(
    text: str, change: Callable[[str], str] = str, adaptation: Adaptation | None = None
) -> str:
    targets = {unit.id: change(unit.content) for unit in units(text)}
    return gift().merge(text.encode(), targets, adaptation).decode()


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
        heading="Аударма: туралы",
        lines=(NoticeLine((("Лицензия = ", ""), ("CC BY 4.0", CC_BY))),),
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
    def test_every_kind_of_question_is_read(self) -> None:
        found = [(unit.id, unit.kind.value, unit.content) for unit in units(EVERY_KIND)]
        assert found == [
            ("q1.name.u1", "title", "Longest: part 1"),
            ("q1.prompt.u1", "quiz prompt", "Which is longest?"),
            ("q1.answer1.u1", "quiz answer", "Amazon"),
            ("q1.feedback1.u1", "feedback", "Nearly."),
            ("q1.answer2.u1", "quiz answer", "Nile"),
            ("q1.feedback2.u1", "feedback", "Yes\\!"),
            ("q1.general.u1", "feedback", "About rivers."),
            ("q2.prompt.u1", "quiz prompt", "The Nile is in <var1/> and is long."),
            ("q2.answer1.u1", "quiz answer", "Africa"),
            ("q2.answer2.u1", "quiz answer", "Asia"),
            ("q3.prompt.u1", "quiz prompt", "Rivers flow."),
            ("q3.feedback1.u1", "feedback", "They do."),
            ("q3.feedback2.u1", "feedback", "Right."),
            ("q4.prompt.u1", "quiz prompt", "How long is it?"),
            ("q4.feedback1.u1", "feedback", "Good."),
            ("q5.prompt.u1", "quiz prompt", "Match."),
            ("q5.pair1.u1", "quiz prompt", "Nile"),
            ("q5.answer1.u1", "quiz answer", "Egypt"),
            ("q5.pair2.u1", "quiz prompt", "Volga"),
            ("q5.answer2.u1", "quiz answer", "Russia"),
            ("q6.prompt.u1", "quiz prompt", "Name one."),
            ("q6.answer1.u1", "quiz answer", "Nile"),
            ("q6.answer2.u1", "quiz answer", "the Volga river"),
            ("q7.prompt.u1", "quiz prompt", "Write about rivers."),
            ("q8.prompt.u1", "quiz prompt", "Only <b1>shown</b1>."),
        ]

    def test_hint_of_a_blank_is_its_answers(self) -> None:
        (unit, *_) = units("It is in {=Africa ~Asia} now.")
        assert unit.code_hints == {"<var1/>": "{=Africa ~Asia}"}

    def test_metadata_is_the_category_and_the_licence_in_a_comment(self) -> None:
        found = gift().metadata(EVERY_KIND.encode())
        assert (found.title, found.licence_statements) == ("Rivers", ("CC BY 4.0",))

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (r"Two \= 1 \+ 1 \{so\} {T}", [r"Two = 1 \+ 1 {so}"]),
            ("Wrapped\nin  lines {T}", ["Wrapped in lines"]),
            (r"One\nTwo {T}", ["One", "Two"]),
            ("[markdown]Some *bold* {T}", ["Some <em1>bold</em1>"]),
            (r"Find \(x\=2\) now {T}", ["Find <var1/> now"]),
            ("[plain]A <b> & c {T}", ["A &lt;b> &amp; c"]),
            ("A &lt; b &amp; c {T}", ["A &lt; b &amp; c"]),
        ],
    )
    def test_texts_are_read_by_their_format(self, text: str, expected: list[str]) -> None:
        assert contents(text) == expected
        assert contents(merged(text, pseudo)) == [pseudo(one) for one in expected]

    def test_suffix_goes_before_that_of_plain_text(self, tmp_path: Path) -> None:
        path = tmp_path / "bank.gift.txt"
        path.write_text("A {T}")
        assert formats().resource_format(path).name == "gift"

    @given(st.text())
    def test_unescaping_gives_the_text_back(self, text: str) -> None:
        assert unescape_gift(escape_gift(text)) == text


class TestMerging:
    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    def test_targets_equal_to_their_sources_change_no_byte(self, newline: str) -> None:
        text = EVERY_KIND.replace("\n", newline)
        assert merged(text) == text

    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    def test_targets_are_there_when_they_are_read_again(self, newline: str) -> None:
        text = EVERY_KIND.replace("\n", newline)
        out = merged(text, pseudo)
        assert contents(out) == [pseudo(content) for content in contents(text)]
        assert out.count("// a comment") == 1

    def test_bytes_outside_a_changed_unit_stay(self) -> None:
        out = merged(EVERY_KIND, lambda text: "Ніл" if text == "Nile" else text)
        assert out == (
            EVERY_KIND.replace("=Nile#", "=Ніл#")
            .replace("=Nile ->", "=Ніл ->")
            .replace("{=Nile =the", "{=Ніл =the")
        )

    def test_answers_move_with_their_blank(self) -> None:
        wanted = {"It is in <var1/> now.": "<var1/> ішінде.", "Africa": "Африка"}
        out = merged("It is in {=Africa ~Asia} now.", lambda text: wanted.get(text, text))
        assert out == "{=Африка ~Asia} ішінде."

    @settings(max_examples=200)
    @given(
        st.text(alphabet="ab:~=#{}\\/[]%->$ \n\ue000\u0416", min_size=1),
        st.integers(min_value=0, max_value=24),
    )
    def test_no_target_changes_what_else_a_bank_says(self, target: str, place: int) -> None:
        found = units(EVERY_KIND)
        unit = found[place]
        codes = "<var1/>" if "<var1/>" in unit.content else ""
        codes = "<b1></b1>" if "<b1>" in unit.content else codes
        out = gift().merge(EVERY_KIND.encode(), {unit.id: escape(f"x{target}") + codes}, None)
        others = [(u.id, u.content) for u in found if u.id != unit.id]
        assert [(u.id, u.content) for u in units(out) if u.id != unit.id] == others

    @pytest.mark.parametrize(
        "target", ["[html]&lt;b>", "//not said", "::no::", "%50%half", "$CATEGORY: x"]
    )
    def test_target_that_looks_like_syntax_is_text(self, target: str) -> None:
        out = merged("One {=two ~three}", lambda _: target)
        assert contents(out) == [target] * 3

    def test_arrow_in_feedback_makes_no_pairs_of_answers(self) -> None:
        # Moodle looks for = and -> anywhere between the braces.
        bank = "[plain]Which? {=two#Right}"
        assert merged(bank, lambda content: f"{content} a -> b") == (
            "[plain]Which? a -> b {=two a → b#Right a → b}"
        )

    @pytest.mark.skipif(lacks_gift(), reason="gift-pegjs is not installed")
    @pytest.mark.parametrize("target", ["Қ", "a: b", "=x ~y {z} #w ::v %50% -> \\", "T"])
    def test_another_parser_sees_the_same_questions(self, target: str, tmp_path: Path) -> None:
        source, made = tmp_path / "source.gift", tmp_path / "made.gift"
        source.write_text(PARSED, "utf-8")
        made.write_text(merged(PARSED, lambda content: f"{target} {content}"), "utf-8")
        assert "no GIFT" not in gift_questions(source)
        assert gift_questions(made) == gift_questions(source)

    def test_text_that_looks_like_a_format_keeps_its_own(self) -> None:
        bank = "[html]Which? {=two ~three}"
        assert "~[html][1] three" in merged(bank, lambda content: f"[1] {content}")

    def test_markup_in_a_target_is_text(self) -> None:
        out = merged("One {=two ~three}", lambda _: "&lt;script>")
        assert "<script>" not in out
        assert contents(out) == ["&lt;script>"] * 3

    def test_comment_above_an_answer_does_not_end_the_question(self) -> None:
        text = "Which? {\nNile\n// a comment\nor Ob\n}\n"
        out = merged(text, pseudo)
        assert out == "⟦Whңch?⟧ {\n// a comment\n⟦Nңlі ғr Ob⟧\n}\n"

    def test_lost_blank_is_refused_by_unit(self) -> None:
        with pytest.raises(
            InlineCodeError, match=r"q1\.prompt\.u1: target lost inline code <var1/>"
        ):
            merged("It is {=a} now.", lambda _: "x")

    @needs_corpus
    @pytest.mark.parametrize("path", BANKS, ids=lambda path: path.stem)
    def test_real_banks_come_back(self, path: Path) -> None:
        text = path.read_bytes().decode()
        assert len(units(text)) > 100
        assert merged(text) == text
        assert contents(merged(text, pseudo)) == [pseudo(content) for content in contents(text)]


class TestAdaptation:
    def test_notice_is_a_description_before_the_first_question(self) -> None:
        out = merged(EVERY_KIND, adaptation=Adaptation("kk", attribution()))
        assert out.startswith(f"// Language: kk\n// License: {CC_BY}\n")
        found = units(out)
        assert found[0].content == "Аударма: туралы"
        assert out.index("$CATEGORY") < out.index("Тексерілмеген.") < out.index("::Longest")
        assert f'<a rel\\="license" href\\="{escape_gift(CC_BY)}">' in out

    def test_reviewed_bank_has_no_warning(self) -> None:
        out = merged(EVERY_KIND, adaptation=Adaptation("kk", attribution("")))
        assert "audarma-warning" not in out

    def test_language_of_a_text_becomes_the_target(self) -> None:
        out = merged('[html]<p lang\\="en">Words</p> {T}', adaptation=Adaptation("kk"))
        assert '<p lang\\="kk">' in out


class TestRefusals:
    def test_every_brace_without_a_partner_is_told_with_its_line(self) -> None:
        with pytest.raises(MalformedDocumentError) as caught:
            units("Fine. {T}\n\nOpen {=a\n\nStray } here\n")
        assert [line.split(" ")[0] for line in str(caught.value).splitlines()] == [
            "bank.gift:3:",
            "bank.gift:5:",
        ]

    @pytest.mark.parametrize("data", [b"", b" \n ", b"A {T}\0"])
    def test_what_is_no_text_is_refused(self, data: bytes) -> None:
        with pytest.raises(MalformedDocumentError, match=r"bank\.gift"):
            units(data)


def test_merging_four_times_the_questions_is_four_times_the_work() -> None:
    def work(questions: int) -> int:
        text = "\n\n".join(
            f"::Question {n}:: Which? {{=Nile {n}#Yes. ~Volga#No.}}" for n in range(questions)
        )
        targets = {unit.id: f"{unit.content} ру" for unit in units(text)}
        return instructions(lambda: gift().merge(text.encode(), targets, None))

    assert work(200) < 4.5 * work(50)

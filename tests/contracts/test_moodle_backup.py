# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moodle course backups: identity, which texts are read, the notice, and hostile archives."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.formats import formats
from adapters.formats.tar_container import TarContainer
from adapters.formats.xml_splice import XmlText
from adapters.formats.zip_container import Limits
from audarma.errors import InlineCodeError, MalformedDocumentError, UnsafeSourceError
from audarma.inline_code import escape, parse, serialise
from audarma.model import Attribution, NoticeLine, Unit, UnitKind
from audarma.ports import Adaptation, Targets

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "moodle" / "mbz"
BACKUPS = sorted(CORPUS.glob("*.mbz"))
needs_corpus = pytest.mark.skipif(
    not BACKUPS, reason="the shared corpus is not beside the repository"
)
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
WARNING = "Бұл аударманы адам тексермеген."

ABOUT = """<?xml version="1.0" encoding="UTF-8"?>
<moodle_backup><information><name>backup-rivers.mbz</name>
<backup_date>1724244491</backup_date><original_wwwroot>https://moodle.example</original_wwwroot>
<original_course_id>63</original_course_id>
<original_course_fullname>Rivers</original_course_fullname>
<contents><activities><activity><moduleid>5</moduleid><title>Sources</title>
<directory>activities/page_5</directory></activity></activities>
<sections><section><sectionid>9</sectionid><title>0</title></section></sections></contents>
</information></moodle_backup>"""
COURSE = """<course id="63"><shortname>RIV</shortname><fullname>Rivers</fullname>
<summary>&lt;p&gt;All on &lt;b&gt;rivers&lt;/b&gt;. &lt;a rel="license" href="{licence}"&gt;CC BY\
 4.0&lt;/a&gt;&lt;/p&gt;</summary><summaryformat>1</summaryformat><lang>en_us</lang>
<category id="2"><name>Geography</name></category></course>"""
SECTION = """<section id="9"><number>0</number><name>$@NULL@$</name>
<summary>{summary}</summary><summaryformat>{format}</summaryformat></section>"""
PAGE = """<activity id="1" moduleid="5" modulename="page"><page id="1"><name>Sources</name>
<intro>$@NULL@$</intro><introformat>1</introformat>
<content><![CDATA[<p>See <a href="$@PAGEVIEWBYID*5@$">this  page</a>: $@PAGEVIEWBYID*5@$.</p>
<img src="@@PLUGINFILE@@/a.png" alt="A river">]]></content><contentformat>1</contentformat>
</page></activity>"""
FORUM = """<activity id="1" moduleid="6" modulename="forum"><forum id="1"><name>Talk</name>
<intro>Ask here.</intro><introformat>0</introformat>
<discussions><discussion id="1"><name>Help</name><posts><post id="1"><message>I am lost.</message>
<messageformat>1</messageformat></post></posts></discussion></discussions></forum></activity>"""
LESSON = """<activity id="1" moduleid="7" modulename="lesson"><lesson id="1"><name>Steps</name>
<intro></intro><introformat>1</introformat><pages><page id="1"><title>First step</title>
<contents>Look **up**.</contents><contentsformat>4</contentsformat><answers><answer id="1">
<answer_text>On</answer_text><answerformat>2</answerformat><response>Well done.</response>
<responseformat>1</responseformat></answer></answers></page></pages></lesson></activity>"""
QUESTIONS = """<question_categories><question_category id="1"><name>top</name><info></info>
<infoformat>0</infoformat></question_category><question_category id="2"><name>Rivers</name>
<info>About rivers</info><infoformat>0</infoformat><question_bank_entries>
<question_bank_entry id="1"><question_version><question_versions id="1"><questions>
<question id="1"><name>Longest</name>
<questiontext>&lt;p&gt;Which is {#1}?&lt;/p&gt;</questiontext>
<questiontextformat>1</questiontextformat><generalfeedback>Read on.</generalfeedback>
<generalfeedbackformat>1</generalfeedbackformat><qtype>multianswer</qtype></question>
<question id="2"><name>Longest 1</name>
<questiontext>{1:MULTICHOICE:=Nile#Right~Ob#Wrong}</questiontext>
<questiontextformat>1</questiontextformat><qtype>multichoice</qtype>
<answers><answer id="1"><answertext>Nile</answertext><answerformat>0</answerformat>
<fraction>1</fraction><feedback>Right</feedback><feedbackformat>1</feedbackformat></answer>
</answers></question>
<question id="3"><name>Flat</name><questiontext>Is it?</questiontext>
<questiontextformat>0</questiontextformat><qtype>truefalse</qtype>
<answers><answer id="2"><answertext>True</answertext><answerformat>0</answerformat></answer>
</answers></question>
<question id="4"><name>Sum</name>
<questiontext>&lt;p&gt;How much is {a} + {b}?&lt;/p&gt;</questiontext>
<questiontextformat>1</questiontextformat><qtype>calculated</qtype></question>
<question id="5"><name>Match</name><questiontext>Match them.</questiontext>
<questiontextformat>0</questiontextformat><qtype>match</qtype><matches><match id="1">
<questiontext>&lt;p&gt;Volga&lt;/p&gt;</questiontext><questiontextformat>1</questiontextformat>
<answertext>Caspian Sea</answertext></match></matches></question>
</questions></question_versions></question_version></question_bank_entry>
</question_bank_entries></question_category></question_categories>"""


def members(summary: str = "Start here.", form: str = "1") -> dict[str, bytes]:
    """Give a small course, its index of files first as Moodle packs it."""
    files = {
        "course/course.xml": COURSE.format(licence=CC_BY),
        "sections/section_9/section.xml": SECTION.format(summary=summary, format=form),
        "activities/page_5/page.xml": PAGE,
        "activities/page_5/module.xml": "<module id='5'><lang>$@NULL@$</lang></module>",
        "activities/forum_6/forum.xml": FORUM,
        "activities/lesson_7/lesson.xml": LESSON,
        "questions.xml": QUESTIONS,
        "moodle_backup.xml": ABOUT,
        "users.xml": "<users><user id='1'><description>Me</description>"
        "<descriptionformat>1</descriptionformat></user></users>",
        "files/ab/abcd": "a picture",
    }
    lines = [f"Moodle archive file index. Count: {len(files)}"]
    lines += [f"{name}\tf\t{len(text.encode())}\t1724244486" for name, text in files.items()]
    encoded = {name: text.encode() for name, text in files.items()}
    return {".ARCHIVE_INDEX": "\n".join(lines).encode() + b"\n"} | encoded


def tar(content: Mapping[str, bytes], *extra: tarfile.TarInfo) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in content.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in extra:
            archive.addfile(info)
    return buffer.getvalue()


def packed(folder: Path, content: Mapping[str, bytes], kind: str = "tar") -> Path:
    path = folder / "rivers.mbz"
    if kind == "tar":
        path.write_bytes(gzip.compress(tar(content)))
    else:
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in content.items():
                archive.writestr(name, data)
    return path


def contents(path: Path) -> dict[str, bytes]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    with tarfile.open(path) as archive:
        files = (member for member in archive if member.isreg())
        return {member.name: archive.extractfile(member).read() for member in files}  # type: ignore[union-attr]  # regular files have one


def units(source: Path) -> dict[str, list[Unit]]:
    return {
        document.path: list(document.units)
        for document in formats().resource_format(source).extract(source)
    }


def targets_of(source: Path) -> dict[str, dict[str, str]]:
    return {path: {unit.id: unit.content for unit in own} for path, own in units(source).items()}


def pseudo(content: str) -> str:
    return serialise(
        f"⟦{token.replace('e', 'ё')}⟧" if isinstance(token, str) and token.strip() else token
        for token in parse(content)
    )


def all_pseudo(source: Path) -> dict[str, dict[str, str]]:
    return {
        path: {name: pseudo(content) for name, content in own.items()}
        for path, own in targets_of(source).items()
    }


def merged(
    source: Path, targets: Mapping[str, Mapping[str, str]], adaptation: Adaptation | None
) -> Path:
    out = source.with_name(f"out-{source.name}")

    def own(path: str) -> Targets:
        return targets.get(path, {})

    formats().resource_format(source).merge(source, own, adaptation, out)
    return out


def attribution() -> Attribution:
    return Attribution(
        locale="kk",
        title="Өзендер",
        heading="Осы аударма туралы",
        lines=(NoticeLine((("Лицензия: ", ""), ("CC BY 4.0", CC_BY))),),
        warning=WARNING,
        licence_id="CC-BY-4.0",
        licence_name="CC BY 4.0",
        licence_url=CC_BY,
        source_url="https://moodle.example/",
        source_title="Rivers",
        creators=(),
        translators=("audarma",),
        date="2026-01-02",
    )


class TestExtraction:
    def test_course_comes_first_and_questions_after_activities(self, tmp_path: Path) -> None:
        assert list(units(packed(tmp_path, members()))) == [
            "course/course.xml",
            "sections/section_9/section.xml",
            "activities/page_5/page.xml",
            "activities/forum_6/forum.xml",
            "activities/lesson_7/lesson.xml",
            "questions.xml",
            "moodle_backup.xml",
        ]

    def test_texts_are_read_as_their_formats_say(self, tmp_path: Path) -> None:
        found = {
            path: [unit.content for unit in own]
            for path, own in units(packed(tmp_path, members())).items()
        }
        assert found["course/course.xml"] == [
            "Rivers",
            "All on <b1>rivers</b1>. <a2>CC BY 4.0</a2>",
        ]
        assert found["activities/page_5/page.xml"] == [
            "Sources",
            "See <a1>this page</a1>: <tex2/>.",
            "A river",
        ]
        assert found["activities/lesson_7/lesson.xml"] == [
            "Steps",
            "First step",
            "Look <strong1>up</strong1>.",
            "On",
            "Well done.",
        ]

    def test_links_between_activities_are_codes(self, tmp_path: Path) -> None:
        text = units(packed(tmp_path, members()))["activities/page_5/page.xml"][1]
        assert "PAGEVIEWBYID" not in text.content
        assert "$@PAGEVIEWBYID*5@$" in text.code_hints.values()

    def test_what_users_wrote_is_no_unit(self, tmp_path: Path) -> None:
        found = units(packed(tmp_path, members()))
        assert [unit.content for unit in found["activities/forum_6/forum.xml"]] == [
            "Talk",
            "Ask here.",
        ]
        assert "users.xml" not in found

    def test_questions_give_texts_and_no_keys(self, tmp_path: Path) -> None:
        found = units(packed(tmp_path, members()))["questions.xml"]
        assert [(unit.kind, unit.content) for unit in found] == [
            (UnitKind.METADATA, "Rivers"),
            (UnitKind.METADATA, "About rivers"),
            (UnitKind.TITLE, "Longest"),
            (UnitKind.QUIZ_PROMPT, "Which is <tex1/>?"),
            (UnitKind.FEEDBACK, "Read on."),
            (UnitKind.TITLE, "Longest 1"),
            (UnitKind.QUIZ_ANSWER, "Nile"),
            (UnitKind.FEEDBACK, "Right"),
            (UnitKind.QUIZ_ANSWER, "Ob"),
            (UnitKind.FEEDBACK, "Wrong"),
            (UnitKind.QUIZ_ANSWER, "Nile"),
            (UnitKind.FEEDBACK, "Right"),
            (UnitKind.TITLE, "Flat"),
            (UnitKind.QUIZ_PROMPT, "Is it?"),
            (UnitKind.TITLE, "Sum"),
            (UnitKind.QUIZ_PROMPT, "How much is <tex1/> + <tex2/>?"),
            (UnitKind.TITLE, "Match"),
            (UnitKind.QUIZ_PROMPT, "Match them."),
            (UnitKind.QUIZ_PROMPT, "Volga"),
            (UnitKind.QUIZ_ANSWER, "Caspian Sea"),
        ]
        assert found[3].title_path == ("Longest",)

    def test_metadata_come_from_the_backup_and_its_summary(self, tmp_path: Path) -> None:
        source = packed(tmp_path, members())
        found = formats().resource_format(source).metadata(source)
        assert found.title == "Rivers"
        assert found.source_url == "https://moodle.example/course/view.php?id=63"
        assert CC_BY in found.licence_statements
        assert (found.language, found.published) == ("en-us", "2024-08-21")
        assert found.description == "All on rivers. CC BY 4.0"


@pytest.mark.parametrize("kind", ["tar", "zip"])
class TestMerging:
    def test_nothing_changes_without_targets_or_with_equal_ones(
        self, tmp_path: Path, kind: str
    ) -> None:
        source = packed(tmp_path, members(), kind)
        before = source.read_bytes()
        assert contents(merged(source, {}, None)) == members()
        out = merged(source, targets_of(source), None)
        assert contents(out) == members()
        assert kind == "zip" or out.read_bytes() == before

    def test_targets_come_back_from_the_adapted_backup(self, tmp_path: Path, kind: str) -> None:
        source = packed(tmp_path, members(), kind)
        targets = all_pseudo(source)
        out = merged(source, targets, Adaptation("kk"))
        assert targets_of(out) == targets
        assert contents(out)["users.xml"] == members()["users.xml"]

    def test_targets_are_asked_for_documents_alone(self, tmp_path: Path, kind: str) -> None:
        source = packed(tmp_path, members() | {"outcomes.xml": b"<outcomes/>"}, kind)
        asked: set[str] = set()

        def own(path: str) -> Targets:
            asked.add(path)
            return {}

        out, adaptation = tmp_path / "out.mbz", Adaptation("kk", attribution())
        formats().resource_format(source).merge(source, own, adaptation, out)
        assert asked == set(units(source))

    def test_lost_code_is_refused(self, tmp_path: Path, kind: str) -> None:
        source = packed(tmp_path, members(), kind)
        with pytest.raises(InlineCodeError, match=r"^questions\.xml questiontext1\.u1: .*<tex1/>"):
            merged(source, {"questions.xml": {"questiontext1.u1": "Қайсысы?"}}, None)


class TestArchive:
    def test_index_states_the_new_sizes(self, tmp_path: Path) -> None:
        out = contents(merged(packed(tmp_path, members()), {}, Adaptation("kk", attribution())))
        lines = out[".ARCHIVE_INDEX"].decode().splitlines()[1:]
        stated = {cells[0]: int(cells[2]) for cells in (line.split("\t") for line in lines)}
        assert stated == {name: len(data) for name, data in out.items() if name in stated}
        assert stated["course/course.xml"] != len(members()["course/course.xml"])

    def test_same_merge_gives_the_same_bytes(self, tmp_path: Path) -> None:
        source = packed(tmp_path, members())
        adaptation = Adaptation("kk", attribution())
        first = merged(source, {}, adaptation).read_bytes()
        assert merged(source, {}, adaptation).read_bytes() == first

    def test_headers_of_unchanged_members_stay(self, tmp_path: Path) -> None:
        source = packed(tmp_path, members())
        out = merged(source, {"questions.xml": {"name2.u1": "Ең ұзыны"}}, None)
        with tarfile.open(source) as old, tarfile.open(out) as new:
            assert [m.name for m in old] == [m.name for m in new]
        unpacked = gzip.decompress(source.read_bytes()), gzip.decompress(out.read_bytes())
        end = unpacked[0].index(b"activities/page_5/page.xml\0")
        start = unpacked[0].index(b"course/course.xml\0")
        assert unpacked[0][start:end] == unpacked[1][start:end]

    @settings(
        max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(st.dictionaries(st.text("abc/é", min_size=1, max_size=150), st.binary(max_size=1500)))
    def test_any_files_come_back_resized(self, tmp_path: Path, files: dict[str, bytes]) -> None:
        names = {
            f"f{number}/x{name.replace('/', '_')}": d
            for number, (name, d) in enumerate(files.items())
        }
        source = packed(tmp_path, names)
        out = source.with_name("out.mbz")
        with TarContainer(source) as container:
            assert set(container.names) == set(names)
            container.rewrite(out, lambda name: names[name] * 3)
        assert contents(out) == {name: data * 3 for name, data in names.items()}

    @settings(
        max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(st.text(st.characters(codec="utf-8"), max_size=12))
    def test_any_text_is_written_as_text(self, tmp_path: Path, text: str) -> None:
        source = packed(tmp_path, members())
        targets = {
            "activities/page_5/page.xml": {"name1.u1": escape(f"Ж{text}Ж")},
            "course/course.xml": {"fullname1.u1": escape(f"Ж{text}Ж")},
        }
        out = contents(merged(source, targets, None))
        name = XmlText(out["activities/page_5/page.xml"], "page.xml").root.elements[0].child("name")
        assert name is not None
        assert name.text.startswith("Ж")
        assert name.text.endswith("Ж")


class TestAdaptation:
    def test_forced_language_is_set(self, tmp_path: Path) -> None:
        out = contents(merged(packed(tmp_path, members()), {}, Adaptation("kk")))
        assert b"<lang>kk</lang>" in out["course/course.xml"]
        assert b"<lang>$@NULL@$</lang>" in out["activities/page_5/module.xml"]

    @pytest.mark.parametrize(
        ("summary", "form", "wanted"),
        [("Start here.", "1", "1"), ("$@NULL@$", "2", "1"), ("Start here.", "2", "2")],
    )
    def test_notice_stands_in_the_summaries(
        self, tmp_path: Path, summary: str, form: str, wanted: str
    ) -> None:
        source = packed(tmp_path, members(summary, form))
        out = contents(merged(source, {}, Adaptation("kk", attribution())))
        for name in ("course/course.xml", "sections/section_9/section.xml"):
            text = XmlText(out[name], name).root.text
            assert text.index(WARNING) < text.index(CC_BY, text.index(WARNING))
        section = XmlText(out["sections/section_9/section.xml"], "section.xml").root
        stated, shown = section.child("summaryformat"), section.child("summary")
        assert stated is not None
        assert shown is not None
        assert stated.text == wanted
        assert ("<footer" in shown.text) == (wanted == "1")
        assert "$@NULL@$" not in shown.text

    def test_backup_of_one_activity_shows_the_notice_in_its_description(
        self, tmp_path: Path
    ) -> None:
        names = ("activities/forum_6/forum.xml", "moodle_backup.xml")
        source = packed(tmp_path, {name: members()[name] for name in names})
        out = contents(merged(source, {}, Adaptation("kk", attribution())))
        assert WARNING in out["activities/forum_6/forum.xml"].decode()


def link(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


class TestRefusals:
    @pytest.mark.parametrize(
        ("info", "message"),
        [
            (link("a", tarfile.SYMTYPE, "/etc/passwd"), "member a is a symbolic link"),
            (link("a", tarfile.LNKTYPE, "users.xml"), "is a link to another file"),
            (link("a", tarfile.CHRTYPE), "is neither a file nor a folder"),
            (link("/a", tarfile.REGTYPE), "has an absolute path"),
            (link("x/../../a", tarfile.REGTYPE), "leads out of the archive"),
            (link("./users.xml", tarfile.REGTYPE), "has the same path as users.xml"),
        ],
    )
    def test_hostile_member_is_refused(
        self, tmp_path: Path, info: tarfile.TarInfo, message: str
    ) -> None:
        path = tmp_path / "bad.mbz"
        path.write_bytes(gzip.compress(tar(members(), info)))
        with pytest.raises(UnsafeSourceError, match=message):
            units(path)

    def test_second_entry_of_a_file_that_names_itself_is_harmless(self, tmp_path: Path) -> None:
        path = tmp_path / "rivers.mbz"
        itself = link("./users.xml", tarfile.LNKTYPE, "users.xml")
        path.write_bytes(gzip.compress(tar(members(), itself)))
        assert "course/course.xml" in units(path)

    def test_bomb_is_refused_before_it_has_grown(self, tmp_path: Path) -> None:
        path = tmp_path / "bomb.mbz"
        path.write_bytes(gzip.compress(b"\0" * 2**25))
        with pytest.raises(UnsafeSourceError, match="expands over 200 times"):
            units(path)
        path.write_bytes(gzip.compress(tar(members())))
        with pytest.raises(UnsafeSourceError, match="expands to over 9 bytes"):
            TarContainer(path, Limits(total_bytes=9))

    @pytest.mark.parametrize("cut", [30, 400])
    def test_cut_off_archive_is_refused(self, tmp_path: Path, cut: int) -> None:
        path = tmp_path / "cut.mbz"
        path.write_bytes(gzip.compress(tar(members()))[:-cut])
        with pytest.raises(MalformedDocumentError, match=r"cut\.mbz: is not a tar archive"):
            units(path)

    def test_broken_header_is_not_taken_for_the_end(self, tmp_path: Path) -> None:
        data = bytearray(tar(members()))
        place = data.index(b"questions.xml\0")
        data[place : place + 4] = b"QQQQ"
        path = tmp_path / "broken.mbz"
        path.write_bytes(gzip.compress(bytes(data)))
        with pytest.raises(MalformedDocumentError, match="a header is broken at byte"):
            units(path)

    @pytest.mark.parametrize("kind", ["tar", "zip"])
    def test_archive_of_something_else_is_refused(self, tmp_path: Path, kind: str) -> None:
        with pytest.raises(MalformedDocumentError, match=r"has no moodle_backup\.xml"):
            units(packed(tmp_path, {"a.txt": b"a"}, kind))

    def test_broken_file_is_refused_with_its_line(self, tmp_path: Path) -> None:
        source = packed(tmp_path, members() | {"questions.xml": b"<a>\n<b></a>"})
        with pytest.raises(MalformedDocumentError, match=r"questions\.xml:2: is not well-formed"):
            units(source)

    def test_entities_are_refused(self, tmp_path: Path) -> None:
        hostile = b'<!DOCTYPE a [<!ENTITY e "1234567890&e;">]><a>&e;</a>'
        with pytest.raises(UnsafeSourceError, match="declares the entity e"):
            units(packed(tmp_path, members() | {"questions.xml": hostile}))


@needs_corpus
@pytest.mark.parametrize("source", BACKUPS, ids=lambda path: path.name)
class TestRealBackups:
    def test_backup_comes_back_and_takes_targets(self, source: Path, tmp_path: Path) -> None:
        copy = tmp_path / source.name
        copy.write_bytes(source.read_bytes())
        assert merged(copy, {}, None).read_bytes() == copy.read_bytes()
        targets = all_pseudo(copy)
        assert targets_of(merged(copy, targets, None)) == targets

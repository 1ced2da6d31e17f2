# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""H5P: identity, what semantics make text, gaps, what an adaptation says, refusals."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.formats import formats
from adapters.formats.h5p_gaps import MARKUPS, GappedText
from adapters.formats.quiz_fragment import Fragment, Fragments, Kind
from audarma.errors import InlineCodeError, MalformedDocumentError, UnsafeSourceError
from audarma.inline_code import escape, parse, serialise
from audarma.model import Attribution, NoticeLine, Unit, UnitKind
from audarma.ports import Adaptation, Targets

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "h5p"
PACKAGES = sorted(CORPUS.glob("*.h5p"))
BROKEN = {
    "broken-content-json.h5p": r"content/content\.json:11: is no JSON",
    "corrupt_archive.h5p": r"corrupt_archive\.h5p: is not a zip archive",
}
needs_corpus = pytest.mark.skipif(
    not PACKAGES, reason="the shared corpus is not beside the repository"
)
CC_BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"
WARNING = "Бұл аударманы адам тексермеген."

SEMANTICS: dict[str, list[dict[str, Any]]] = {
    "H5P.Blanks-1.0": [
        {"name": "text", "type": "text", "widget": "html", "tags": ["strong"]},
        {
            "name": "questions",
            "type": "list",
            "field": {"name": "question", "type": "text", "widget": "html"},
        },
        {"name": "color", "type": "text", "widget": "colorSelector"},
        {"name": "link", "type": "text"},
        {"name": "checkAnswer", "type": "text", "common": True},
        {"name": "behaviour", "type": "group", "fields": [{"name": "retry", "type": "text"}]},
        {
            "name": "overallFeedback",
            "type": "group",
            "fields": [
                {
                    "name": "overallFeedback",
                    "type": "list",
                    "field": {
                        "name": "overallFeedback",
                        "type": "group",
                        "fields": [
                            {"name": "from", "type": "number"},
                            {"name": "feedback", "type": "text"},
                        ],
                    },
                }
            ],
        },
        {"name": "media", "type": "library", "options": ["H5P.Image 1.1"]},
    ],
    "H5P.Image-1.1": [
        {"name": "file", "type": "image"},
        {"name": "alt", "type": "text"},
        {"name": "contentName", "type": "text", "common": True},
    ],
}
CONTENT = {
    "text": "<p>Fill in the <strong>gaps</strong> &amp; check.</p>\n",
    "questions": ["<p>Oslo is in *Norway/Kingdom of Norway:A country*.</p>\n"],
    "color": "#ffffff red",
    "link": "https://example.org/a",
    "checkAnswer": "Check :num answers",
    "behaviour": "Retry now",
    "overallFeedback": [{"from": 0, "feedback": "Tom &amp; Ann: @score of @total."}],
    "media": {
        "library": "H5P.Image 1.1",
        "params": {
            "file": {
                "path": "images/a.png",
                "mime": "image/png",
                "copyright": {"license": "CC BY", "title": "A fjord", "author": "Ann Author"},
            },
            "alt": "Water between hills",
            "contentName": "Image",
        },
        "metadata": {"title": "The fjord", "license": "CC BY", "authors": [{"name": "Ann"}]},
        "subContentId": "4f2e",
    },
    "unknown": "Not in the semantics",
}
ABOUT = {
    "title": "Towns",
    "language": "en",
    "mainLibrary": "H5P.Blanks",
    "embedTypes": ["div"],
    "license": "CC BY-SA",
    "licenseVersion": "4.0",
    "authors": [{"name": "Ada Adams", "role": "Author"}],
    "source": "https://towns.example/",
    "yearFrom": 2019,
    "defaultLanguage": "en",
    "preloadedDependencies": [
        {"machineName": "H5P.Image", "majorVersion": "1", "minorVersion": "1"},
        {"machineName": "H5P.Blanks", "majorVersion": 1, "minorVersion": 0},
    ],
}


def package(folder: Path, **more: str | None) -> Path:
    """Pack the example; *more* replaces members, or leaves out those that are ``None``."""
    members: dict[str, str | None] = {
        "h5p.json": json.dumps(ABOUT, indent=2),
        # As PHP writes it: on one line, slashes escaped.
        "content/content.json": json.dumps(CONTENT).replace("/", "\\/"),
        "content/images/a.png": "picture",
    }
    members |= {f"{n}/semantics.json": json.dumps(fields) for n, fields in SEMANTICS.items()}
    members |= {name.replace("__", "/").replace("_json", ".json"): v for name, v in more.items()}
    path = folder / "towns.h5p"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            if content is not None:
                archive.writestr(name, content)
    return path


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def units(source: Path) -> dict[str, dict[str, Unit]]:
    documents = formats().resource_format(source).extract(source)
    return {d.path: {unit.id: unit for unit in d.units} for d in documents}


def targets_of(source: Path) -> dict[str, dict[str, str]]:
    return {path: {k: u.content for k, u in own.items()} for path, own in units(source).items()}


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


def content_of(path: Path) -> Any:
    return json.loads(contents(path)["content/content.json"])


def attribution() -> Attribution:
    return Attribution(
        locale="kk",
        title="Қалалар",
        heading="Осы аударма туралы",
        lines=(NoticeLine((("Лицензия: ", ""), ("CC BY-SA 4.0", CC_BY_SA))),),
        warning=WARNING,
        licence_id="CC-BY-SA-4.0",
        licence_name="CC BY-SA 4.0",
        licence_url=CC_BY_SA,
        source_url="https://towns.example/",
        source_title="Towns",
        creators=("Ada Adams",),
        translators=("audarma", "Айгүл"),
        date="2026-01-02",
    )


class TestExtraction:
    def test_semantics_say_what_is_text_and_the_interface_comes_last(self, tmp_path: Path) -> None:
        found = units(package(tmp_path))["content/content.json"].values()
        assert [(u.kind, u.content, u.title_path) for u in found] == [
            (UnitKind.PARAGRAPH, "Fill in the <strong1>gaps</strong1> &amp; check.", ()),
            (UnitKind.QUIZ_PROMPT, "Oslo is in <gap1>Norway</gap1>.", ()),
            (UnitKind.QUIZ_ANSWER, "Kingdom of Norway", ()),
            (UnitKind.FEEDBACK, "A country", ()),
            (UnitKind.FEEDBACK, "Tom &amp; Ann: <var1/> of <var2/>.", ()),
            (UnitKind.METADATA, "The fjord", ()),
            (UnitKind.METADATA, "A fjord", ()),
            (UnitKind.ALT_TEXT, "Water between hills", ()),
            (UnitKind.LABEL, "Check <var1/> answers", ("interface",)),
            (UnitKind.LABEL, "Retry now", ("interface",)),
            (UnitKind.LABEL, "Image", ("interface",)),
        ]

    def test_titles_of_the_package_are_units(self, tmp_path: Path) -> None:
        found = units(package(tmp_path))["h5p.json"]
        assert [unit.content for unit in found.values()] == ["Towns"]

    def test_metadata_come_from_the_package(self, tmp_path: Path) -> None:
        source = package(tmp_path)
        found = formats().resource_format(source).metadata(source)
        assert found.title == "Towns"
        assert found.creators == ("Ada Adams",)
        assert found.licence_statements == ("CC BY-SA 4.0",)
        assert found.source_url == "https://towns.example/"
        assert (found.language, found.published) == ("en", "2019")

    @pytest.mark.parametrize(
        ("licence", "wanted"),
        [("U", ()), ("C", ("All rights reserved",)), ("CC0 1.0", ("CC0 1.0",))],
    )
    def test_licence_codes_are_read(
        self, tmp_path: Path, licence: str, wanted: tuple[str, ...]
    ) -> None:
        about = ABOUT | {"license": licence, "licenseVersion": ""}
        source = package(tmp_path, h5p_json=json.dumps(about))
        assert formats().resource_format(source).metadata(source).licence_statements == wanted

    def test_package_is_recognised_without_its_suffix(self, tmp_path: Path) -> None:
        source = package(tmp_path).rename(tmp_path / "towns.zip")
        assert formats().resource_format(source).name == "h5p"


class TestMerging:
    def test_nothing_changes_without_targets_or_with_equal_ones(self, tmp_path: Path) -> None:
        source = package(tmp_path)
        assert contents(merged(source, {}, None)) == contents(source)
        assert contents(merged(source, targets_of(source), None)) == contents(source)

    def test_targets_come_back_from_the_adapted_package(self, tmp_path: Path) -> None:
        source = package(tmp_path)
        targets = {
            path: {name: pseudo(content) for name, content in own.items()}
            for path, own in targets_of(source).items()
        }
        assert targets_of(merged(source, targets, Adaptation("kk"))) == targets

    def test_only_the_changed_value_changes(self, tmp_path: Path) -> None:
        source = package(tmp_path)
        targets = {"content/content.json": {"media.params.alt.u1": 'Су & "тау"'}}
        before = contents(source)["content/content.json"]
        after = contents(merged(source, targets, None))["content/content.json"]
        start = before.index(b'"Water between hills"')
        end = start + len(b'"Water between hills"')
        assert after.startswith(before[:start])
        assert after.endswith(before[end:])
        assert content_of(source.with_name("out-towns.h5p"))["media"]["params"]["alt"] == (
            'Су &amp; "тау"'
        )

    def test_gap_keeps_its_marks_around_inflected_answers(self, tmp_path: Path) -> None:
        source = package(tmp_path)
        own = {
            "questions.0.u1": "Осло <gap1>Норвегияда</gap1>.",
            "questions.0.gap1.part1.u1": "Норвегия Корольдігінде",
            "questions.0.gap1.part2.u1": "Ел",
        }
        out = merged(source, {"content/content.json": own}, None)
        assert content_of(out)["questions"] == [
            "<p>Осло *Норвегияда/Норвегия Корольдігінде:Ел*.</p>\n"
        ]

    def test_lost_gap_is_refused(self, tmp_path: Path) -> None:
        targets = {"content/content.json": {"questions.0.u1": "Осло Норвегияда."}}
        with pytest.raises(InlineCodeError, match=r"content\.json questions\.0\.u1: .*<gap1>"):
            merged(package(tmp_path), targets, None)

    def test_byte_order_mark_is_kept(self, tmp_path: Path) -> None:
        source = package(tmp_path, h5p_json=f"\ufeff{json.dumps(ABOUT)}")
        out = merged(source, {"h5p.json": {"title.u1": "Қалалар"}}, None)
        assert contents(out)["h5p.json"].startswith(b"\xef\xbb\xbf{")


class TestFilms:
    CAPTIONS = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\nWater runs down.\n"

    def film(self, folder: Path) -> Path:
        """Give a package of a library with captions, its folder named with the patch version."""
        fields = [
            {
                "name": "film",
                "type": "group",
                "fields": [{"name": "track", "type": "file"}, {"name": "srcLang", "type": "text"}],
            }
        ]
        content = {"film": {"track": {"path": "files/a.vtt"}, "srcLang": "en"}}
        return package(
            folder,
            **{
                "H5P.Blanks-1.0__semantics_json": None,
                "H5P.Blanks-1.0.7__semantics_json": json.dumps(fields),
                "content__content_json": json.dumps(content),
                "content__files__a.vtt": self.CAPTIONS,
            },
        )

    def test_captions_are_documents_and_their_language_is_set(self, tmp_path: Path) -> None:
        source = self.film(tmp_path)
        found = units(source)
        captions = found["content/files/a.vtt"]
        assert [unit.content for unit in captions.values()] == ["Water runs down."]
        assert found["content/content.json"] == {}
        targets = {"content/files/a.vtt": dict.fromkeys(captions, "Су төмен ағады.")}
        out = merged(source, targets, Adaptation("kk"))
        assert "Су төмен ағады." in contents(out)["content/files/a.vtt"].decode()
        assert content_of(out)["film"]["srcLang"] == "kk"
        assert contents(merged(source, {}, None)) == contents(source)


class TestGaps:
    FRAGMENTS = Fragments(formats())

    def gapped(self, text: str, library: str = "H5P.DragText") -> GappedText:
        kind = Kind.LINES if library == "H5P.DragText" else Kind.HTML
        name = "questions" if library == "H5P.Blanks" else "textField"
        whole = Fragment(text, kind, "t.", UnitKind.QUIZ_PROMPT)
        return GappedText(whole, MARKUPS[library, name])

    def test_tip_and_feedback_of_dragged_words_are_units(self) -> None:
        text = "It is *blue:Look: up!\\+Right \\-Wrong*.\nIt is *red*."
        found = [unit.content for unit in self.gapped(text).units(self.FRAGMENTS)]
        assert found == [
            "It is <gap1>blue</gap1>.",
            "It is <gap1>red</gap1>.",
            "Look: up!",
            "Right",
            "Wrong",
        ]

    def test_signs_of_gaps_in_a_target_are_written_as_others(self) -> None:
        gapped = self.gapped("<p>At *ten*.</p>", "H5P.Blanks")
        targets = {"t.u1": "Сағат <gap1>10:30/11</gap1> 2*3."}
        assert gapped.merged(self.FRAGMENTS, targets, None) == "<p>Сағат *10∶30⁄11* 2∗3.</p>"

    def test_asterisks_that_mark_nothing_stay(self) -> None:
        text = "<p>2 * 3</p><p>4 * 5</p>"
        found = self.gapped(text, "H5P.MarkTheWords")
        assert found.merged(self.FRAGMENTS, {}, "kk") == text

    @settings(max_examples=150, deadline=None)
    @given(st.text(st.sampled_from("a*b:/\\+-\n <>&;"), max_size=30))
    def test_any_text_comes_back_without_targets(self, text: str) -> None:
        for library in ("H5P.DragText", "H5P.Blanks", "H5P.MarkTheWords"):
            gapped = self.gapped(text, library)
            assert gapped.merged(self.FRAGMENTS, {}, None) == text
            same = {unit.id: unit.content for unit in gapped.units(self.FRAGMENTS)}
            assert gapped.merged(self.FRAGMENTS, same, None) == text


class TestAdaptation:
    def test_language_is_set(self, tmp_path: Path) -> None:
        out = merged(package(tmp_path), {}, Adaptation("kk"))
        about = json.loads(contents(out)["h5p.json"])
        assert (about["language"], about["defaultLanguage"]) == ("kk", "kk")
        assert about["license"] == "CC BY-SA"

    def test_rights_of_use_tell_licence_changes_and_translators(self, tmp_path: Path) -> None:
        out = merged(package(tmp_path), {}, Adaptation("kk", attribution()))
        about = json.loads(contents(out)["h5p.json"])
        assert (about["license"], about["licenseVersion"]) == ("CC BY-SA", "4.0")
        assert CC_BY_SA in about["licenseExtras"]
        assert about["authors"] == ABOUT["authors"]
        assert about["changes"] == [
            {
                "date": "02-01-26 00:00:00",
                "author": "audarma, Айгүл",
                "log": f"Осы аударма туралы {WARNING}",
            }
        ]

    def test_warning_stands_before_the_first_text_with_markup(self, tmp_path: Path) -> None:
        out = merged(package(tmp_path), {}, Adaptation("kk", attribution()))
        assert content_of(out)["text"].startswith('<p role="note"')
        assert WARNING in content_of(out)["text"]
        assert WARNING not in content_of(out)["questions"][0]

    def test_media_keep_their_authors_and_licences(self, tmp_path: Path) -> None:
        out = merged(package(tmp_path), {}, Adaptation("kk", attribution()))
        copyright_ = content_of(out)["media"]["params"]["file"]["copyright"]
        assert copyright_ == {"license": "CC BY", "title": "A fjord", "author": "Ann Author"}

    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(st.text(st.characters(codec="utf-8"), max_size=12))
    def test_any_text_is_written_as_text(self, tmp_path: Path, text: str) -> None:
        targets = {
            "h5p.json": {"title.u1": escape(f"Ж{text}Ж")},
            "content/content.json": {"media.params.alt.u1": escape(f"Ж{text}Ж")},
        }
        out = merged(package(tmp_path), targets, None)
        title = json.loads(contents(out)["h5p.json"])["title"]
        assert title.startswith("Ж")
        assert title.endswith("Ж")
        assert "<" not in content_of(out)["media"]["params"]["alt"]


class TestRefusals:
    def test_package_without_a_librarys_semantics_is_refused(self, tmp_path: Path) -> None:
        source = package(tmp_path, **{"H5P.Image-1.1__semantics_json": None})
        with pytest.raises(
            MalformedDocumentError, match=r"H5P\.Image-1\.1/semantics\.json is missing.*libraries"
        ):
            units(source)

    @pytest.mark.parametrize(
        ("member", "content", "message"),
        [
            ("content__content_json", '{"text": 1};', r"content/content\.json:1: is no JSON"),
            ("content__content_json", "[]", r"content/content\.json: holds no object"),
            ("content__content_json", None, r"content/content\.json is missing"),
            ("h5p_json", "{}", r"h5p\.json does not name the library"),
            (
                "H5P.Blanks-1.0__semantics_json",
                "[",
                r"H5P\.Blanks-1\.0/semantics\.json: is no JSON",
            ),
            ("content__content_json", '{"text": "\\ud800"}', r"content\.json:1: holds half"),
        ],
    )
    def test_broken_member_is_refused_by_name(
        self, tmp_path: Path, member: str, content: str | None, message: str
    ) -> None:
        with pytest.raises(MalformedDocumentError, match=message):
            units(package(tmp_path, **{member: content}))

    def test_json_without_bottom_is_refused(self, tmp_path: Path) -> None:
        source = package(tmp_path, content__content_json='{"a":' + "[" * 500 + "]" * 500 + "}")
        with pytest.raises(UnsafeSourceError, match="nests deeper"):
            units(source)


@needs_corpus
@pytest.mark.parametrize("source", PACKAGES, ids=lambda path: path.name)
class TestRealPackages:
    def test_broken_one_gets_a_sentence_and_the_others_come_back(
        self, source: Path, tmp_path: Path
    ) -> None:
        if source.name in BROKEN:
            with pytest.raises(MalformedDocumentError, match=BROKEN[source.name]):
                units(source)
            return
        copy = tmp_path / source.name
        copy.write_bytes(source.read_bytes())
        same = targets_of(copy)
        assert contents(merged(copy, {}, None)) == contents(copy)
        assert contents(merged(copy, same, None)) == contents(copy)
        targets = {
            path: {name: pseudo(content) for name, content in own.items()}
            for path, own in same.items()
        }
        assert targets_of(merged(copy, targets, Adaptation("kk"))) == targets

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Languages side by side: Moodle's filters find in them what a file of one language holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.formats import formats
from adapters.formats.gift import Gift
from adapters.formats.gift_syntax import questions, unescape
from adapters.formats.moodle_backup_texts import text_places as backup_places
from adapters.formats.moodle_fields import text_places
from adapters.formats.moodle_xml import MoodleXml
from adapters.formats.multilang import side_by_side
from adapters.formats.quiz_fragment import Kind
from adapters.formats.tar_container import TarContainer
from adapters.formats.xml_splice import XmlText
from adapters.formats.xml_text_fields import held_text
from audarma.inline_code import parse, serialise
from audarma.model import Attribution, Document, NoticeLine
from audarma.ports import (
    DocumentFormat,
    LanguageMarks,
    MultilingualDocument,
    MultilingualFormat,
    SideBySide,
    Targets,
)
from tests.http_servers import spelt

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "moodle"
BANKS = sorted([*CORPUS.glob("xml/*.xml"), *CORPUS.glob("gift/*")])
BACKUPS = sorted(CORPUS.glob("mbz/*.mbz"))
LOCALES = ("kk", "ru")
MARKS: tuple[LanguageMarks, ...] = ("mlang", "span")

# As filter_multilang2 (classes/text_filter.php) and Moodle's own filter_multilang write them.
MLANG = re.compile(
    r"""{\s*mlang\s+(
            (?:[a-z0-9_-]+)
            (?:\s*,\s*[a-z0-9_-]+\s*)*
        )\s*}
        (.*?)
        {\s*mlang\s*}""",
    re.I | re.S | re.X,
)
_SPAN = r'<span(\s+lang="[a-zA-Z0-9_-]+"|\s+class="multilang"){2}\s*>.*?<\/span>'
SPANS = re.compile(rf"({_SPAN})(\s*{_SPAN})+", re.I | re.S)
SPLIT = re.compile(
    r'<(?:lang|span)[^>]+lang="([a-zA-Z0-9_-]+)"[^>]*>(.*?)<\/(?:lang|span)>', re.I | re.S
)


def shown(text: str, language: str, marks: LanguageMarks) -> str:
    """What a reader with that language sees."""
    if marks == "span":

        def chosen(match: re.Match[str]) -> str:
            found = dict(SPLIT.findall(match[0]))
            return str(found.get(language, next(iter(found.values()))))

        return SPANS.sub(chosen, text)
    for wanted in (language, "other"):
        done: list[str] = []

        def kept(match: re.Match[str], wanted: str = wanted, done: list[str] = done) -> str:
            if wanted not in match[1].replace(" ", "").split(","):
                return ""
            done.append(wanted)
            return match[2]

        result = MLANG.sub(kept, text)
        if done:
            return result
    return text


def solid(text: str) -> str:
    """A text without white space: around marks it is English's."""
    return "".join(text.split())


def translated(document: Document, locale: str) -> Targets:
    return {
        unit.id: serialise(
            spelt(token, locale) if isinstance(token, str) else token
            for token in parse(unit.content)
        )
        for unit in document.units
    }


def notice(locale: str) -> Attribution:
    return Attribution(
        locale=locale,
        title="T",
        heading=f"Heading {locale}",
        lines=(NoticeLine(((f"Line {locale}", ""),)),),
        warning=f"Warning {locale}",
        licence_id="CC-BY-4.0",
        licence_name="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        source_url="",
        source_title="T",
        creators=(),
        translators=(),
        date="2026-11-05",
    )


def in_all(
    form: DocumentFormat, data: bytes, marks: LanguageMarks, *notices: Attribution
) -> tuple[str, list[str], Mapping[str, Targets]]:
    assert isinstance(form, MultilingualDocument)
    document = form.extract(data, "d")
    targets = {locale: translated(document, locale) for locale in LOCALES}
    out, remarks = form.merge_side_by_side(data, targets, SideBySide(marks, LOCALES, notices))
    return out.decode(), remarks, targets


def xml_texts(data: bytes) -> dict[str, str]:
    xml = XmlText(data, "d")
    return {place.prefix: held_text(xml, place.element) for place in text_places(xml.root)}


def bank(*questions: str) -> bytes:
    return f"<quiz>{''.join(questions)}</quiz>".encode()


def question(kind: str, text: str, answers: str = "") -> str:
    return (
        f'<question type="{kind}"><name><text>River</text></name><questiontext format="html">'
        f"<text><![CDATA[{text}]]></text></questiontext>{answers}</question>"
    )


@pytest.mark.parametrize("marks", MARKS)
@pytest.mark.parametrize("path", BANKS, ids=lambda path: path.name)
def test_each_reader_sees_of_a_real_bank_what_its_language_alone_would_hold(
    path: Path, marks: LanguageMarks
) -> None:
    form = Gift(formats()) if "gift" in path.name else MoodleXml(formats())
    data = path.read_bytes()
    joined, _remarks, targets = in_all(form, data, marks)
    for language in ("en", *LOCALES):
        alone = form.merge(data, targets.get(language, {}), None)
        seen = list(_texts(form, joined.encode()))
        for (name, text), (_n, english), (_m, wanted) in zip(
            seen, _texts(form, data), _texts(form, alone), strict=True
        ):
            if text != english:
                assert solid(shown(text, language, marks)) == solid(wanted), name
    assert sum("mlang" in text or "multilang" in text for _, text in seen) > len(seen) / 4


def _texts(form: DocumentFormat, data: bytes) -> Iterator[tuple[str, str]]:
    """Each text with its name, but of questions whose answers are typed."""
    if isinstance(form, MoodleXml):
        yield from xml_texts(data).items()
        return
    text = data.decode()
    for number, one in enumerate(questions(text, "d")):
        names = {place.name for place in one.places}
        if any(p.is_compared and p.name.replace("answer", "pair") not in names for p in one.places):
            continue
        for place in one.places:
            raw = text[place.start : place.end]
            if place.blank:
                raw = raw.replace(text[place.blank[0] : place.blank[1]], "…")
            yield f"{number}.{place.name}", unescape(" ".join(raw.split()))


@pytest.mark.parametrize(
    ("path", "marks"),
    # The large one takes long, so it is held to one of the two ways.
    [
        pytest.param(path, marks, id=f"{path.name}-{marks}")
        for path in BACKUPS
        for marks in MARKS
        if marks is MARKS[0] or path.stat().st_size < 500_000
    ],
)
def test_each_reader_sees_of_a_real_backup_what_its_language_alone_would_hold(
    path: Path, marks: LanguageMarks, tmp_path: Path
) -> None:
    form = formats().resource_format(path)
    assert isinstance(form, MultilingualFormat)
    targets = {
        document.path: {locale: translated(document, locale) for locale in LOCALES}
        for document in form.extract(path)
    }
    languages = SideBySide(marks, LOCALES)
    form.merge_languages(path, lambda name: targets[name], languages, tmp_path / "all.mbz")
    form.merge(path, lambda name: targets[name]["kk"], None, tmp_path / "kk.mbz")
    joined = 0
    paths = (tmp_path / "all.mbz", tmp_path / "kk.mbz", path)
    members = (_members(one, list(targets)) for one in paths)
    for name, *same in zip(targets, *members, strict=True):
        found, wanted, english = (
            [place.fragment.text for place in backup_places(XmlText(data, name))] for data in same
        )
        for all_text, kazakh, source in zip(found, wanted, english, strict=True):
            if all_text != source:
                joined += 1
                assert solid(shown(all_text, "kk", marks)) == solid(kazakh)
    assert joined > 10


def _members(path: Path, names: list[str]) -> list[bytes]:
    with TarContainer(path) as container:
        return [container.read(name) for name in names]


GAPS = "<p>{1:MC:=Paris town#Right~Lyon} lies at {2:SA:%50%a river#Good}.</p>"


@pytest.mark.parametrize("marks", MARKS)
def test_embedded_answers_are_marked_and_typed_ones_stand_beside(marks: LanguageMarks) -> None:
    joined, remarks, _targets = in_all(MoodleXml(formats()), bank(question("cloze", GAPS)), marks)
    assert not remarks
    gaps = re.findall(r"\{\d:(?:MC|SA):(?:\\.|[^\\}])*\}", joined)
    assert len(gaps) == 2
    options = [part.replace("\\}", "}") for part in gaps[0][7:-1].split("~")]
    assert shown(options[0], "kk", marks) == f"{spelt('Paris town', 'kk')}#{spelt('Right', 'kk')}"
    answers = [part.partition("#")[0] for part in gaps[1][6:-1].split("~")]
    assert answers == ["%50%a river", *(f"%50%{spelt('a river', locale)}" for locale in LOCALES)]


def test_an_answer_that_learners_type_stands_beside_in_each_language_without_marks() -> None:
    answer = (
        '<answer fraction="50" format="moodle_auto_format"><text>Nile</text>'
        '<feedback format="html"><text>Good</text></feedback></answer>'
    )
    joined, _remarks, _targets = in_all(
        MoodleXml(formats()), bank(question("shortanswer", "Name it.", answer)), "mlang"
    )
    texts = re.findall(r'<answer fraction="50"[^>]*>\s*<text>([^<]*)</text>', joined)
    assert texts == ["Nile", *(spelt("Nile", locale) for locale in LOCALES)]
    assert joined.count("{mlang en,other}Good{mlang}") == 3
    gift, _remarks, _targets = in_all(
        Gift(formats()), b"::N:: Name it. {=%50%Nile#Good =Volga}\n", "mlang"
    )
    for word in ("Nile", *(spelt("Nile", locale) for locale in LOCALES)):
        assert f"=%50%{word}#\\{{mlang en,other\\}}Good" in gift
    assert f"=Volga ={spelt('Volga', 'kk')} =" in gift


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (bank(question("essay", "Go on.")).replace(b"River", b"River " * 20), "of a name"),
        (bank(question("essay", "Go.").replace('"html"', '"plain_text"')), "no plain text"),
        (bank(question("essay", "Go {mlang on.")), "nests marks"),
    ],
)
def test_what_cannot_stand_side_by_side_stays_in_english_and_is_named(
    data: bytes, reason: str
) -> None:
    _joined, remarks, _targets = in_all(MoodleXml(formats()), data, "mlang")
    assert [remark for remark in remarks if reason in remark]


def test_gaps_in_another_order_are_not_mixed_up() -> None:
    texts = {"en": "<p>[[1]] of [[2]]</p>", "kk": "<p>[[2]] туралы [[1]]</p>"}
    assert side_by_side(texts, Kind.HTML, "mlang") is None


@pytest.mark.parametrize("marks", MARKS)
def test_a_text_that_is_in_several_languages_already_is_left_as_it_is(marks: LanguageMarks) -> None:
    text = (
        "<p>{mlang en}Hello{mlang}{mlang es}Hola{mlang} to all</p>"
        '<p><span lang="en" class="multilang">Bye</span>'
        '<span class="multilang" lang="es">Adios</span></p>'
    )
    form = MoodleXml(formats())
    data = bank(question("essay", text))
    read = " ".join(unit.content for unit in form.extract(data, "d").units)
    assert "Hola" not in read
    assert "Adios" not in read
    joined, _remarks, _targets = in_all(form, data, marks)
    assert "{mlang en}Hello{mlang}{mlang es}Hola{mlang} " in joined
    assert text[text.index("<p><span") :] in joined


def test_lines_of_a_text_are_not_taken_for_one_choice() -> None:
    texts = {"en": "One\\nTwo", "kk": "Бір\\nЕкі", "ru": "Один\\nДва"}
    for marks in MARKS:
        joined = side_by_side(texts, Kind.LINES, marks)
        assert joined is not None
        assert shown(joined, "kk", marks) == texts["kk"]


@pytest.mark.parametrize("marks", MARKS)
@pytest.mark.parametrize("form", [MoodleXml(formats()), Gift(formats())], ids=lambda f: f.name)
def test_the_notice_is_in_all_languages(form: DocumentFormat, marks: LanguageMarks) -> None:
    data = bank(question("essay", "Go.")) if form.name == "moodle-xml" else b"[html]<p>Go.</p> {}\n"
    notices = [notice(locale) for locale in ("en", *LOCALES)]
    joined, _remarks, _targets = in_all(form, data, marks, *notices)
    plain = unescape(joined) if form.name == "gift" else joined.replace("&lt;", "<")
    for language in ("en", *LOCALES):
        seen = shown(plain.replace("&gt;", ">"), language, marks)
        assert re.findall("(?:Line|Warning) ..", seen) == [
            f"Warning {language}",
            f"Line {language}",
        ]


@given(
    st.lists(st.text(alphabet="ab <>{}&\n", max_size=12), min_size=3, max_size=3),
    st.sampled_from(MARKS),
)
def test_whatever_the_texts_each_language_is_found_again(
    texts: list[str], marks: LanguageMarks
) -> None:
    by_language = dict(zip(("en", *LOCALES), texts, strict=True))
    joined = side_by_side(by_language, Kind.HTML, marks)
    if joined is not None:
        for language, text in by_language.items():
            assert solid(shown(joined, language, marks)) == solid(text)

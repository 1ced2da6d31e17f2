# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""XLIFF as a source: identity, inline codes, states, languages, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from translate.storage.xliff import Xliff1File
from translate.storage.xliff2 import Xliff2File

from adapters.formats import formats
from adapters.formats.xliff import Xliff
from audarma.errors import (
    AudarmaError,
    InlineCodeError,
    MalformedDocumentError,
    UnsafeSourceError,
    UnsupportedFormatError,
)
from audarma.inline_code import parse, serialise
from audarma.model import Attribution, NoticeLine, Unit
from audarma.ports import Adaptation
from tests.effort import instructions

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "xliff"
FILES = sorted(CORPUS.glob("*.xlf"))
needs_corpus = pytest.mark.skipif(
    not FILES, reason="the shared corpus is not beside the repository"
)
OWN = Path(__file__).parents[1] / "corpus" / "xliff"
V12 = (OWN / "lesson-12.xlf").read_bytes()
V2 = (OWN / "lesson-2.xlf").read_bytes()
XLIFF = Xliff()
NAMESPACE_12 = "urn:oasis:names:tc:xliff:document:1.2"
NAMESPACE_2 = "urn:oasis:names:tc:xliff:document:2.0"


def notice(warning: str) -> Attribution:
    return Attribution(
        locale="kk",
        title="Lesson",
        heading="Материал туралы",
        lines=(NoticeLine((("Лицензия: ", ""), ("CC BY", "https://example.org/by"))),),
        warning=warning,
        licence_id="CC-BY-4.0",
        licence_name="CC BY 4.0",
        licence_url="https://example.org/by",
        source_url="",
        source_title="Lesson",
        creators=(),
        translators=(),
        date="2026-11-05",
    )


def units(data: bytes) -> dict[str, Unit]:
    return {unit.id: unit for unit in XLIFF.extract(data, "x.xlf").units}


def cyrillic(content: str) -> str:
    table = str.maketrans("aeiou", "аеиоу")
    return serialise(t.translate(table) if isinstance(t, str) else t for t in parse(content))


def translated(data: bytes, locale: str = "kk", about: Attribution | None = None) -> bytes:
    targets = {unit.id: cyrillic(unit.content) for unit in units(data).values()}
    return XLIFF.merge(data, targets, Adaptation(locale, about))


def v12(body: str, attributes: str = "") -> bytes:
    return (
        f'<xliff version="1.2" xmlns="{NAMESPACE_12}"><file original="a" source-language="en" '
        f'datatype="plaintext"{attributes}><body>{body}</body></file></xliff>'
    ).encode()


def v2(body: str, attributes: str = "") -> bytes:
    return (
        f'<xliff version="2.0" xmlns="{NAMESPACE_2}" srcLang="en"{attributes}>'
        f'<file id="f">{body}</file></xliff>'
    ).encode()


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_real_files_come_back_to_the_byte(path: Path) -> None:
    data = path.read_bytes()
    sources = {name: unit.content for name, unit in units(data).items()}
    assert sources
    assert XLIFF.merge(data, {}, None) == data
    assert XLIFF.merge(data, sources, None) == data


@pytest.mark.parametrize("data", [V12, V2], ids=["1.2", "2.0"])
def test_own_files_come_back_to_the_byte(data: bytes) -> None:
    sources = {name: unit.content for name, unit in units(data).items()}
    assert XLIFF.merge(data, sources, None) == data


def test_inline_elements_of_1_2_are_codes() -> None:
    found = {name: unit.content for name, unit in units(V12).items()}
    assert found == {
        "title": "Plants &amp; light",
        "p1": "See <a1>the <mrk2/> page</a1> for <x3/>.",
        "p2": "Press <bold1>Enter</bold1>,<it2/> <x3/><br4/>and wait.",
        # The last two pairs overlap, so they are no pairs.
        "p4": "<bx1>One </bx1>and <bx2/>two <bx3/>three<ex4/> four",
    }


def test_inline_elements_of_2_are_codes() -> None:
    found = {name: unit.content for name, unit in units(V2).items()}
    assert found == {
        "s1": "Plants &amp; light",
        "u2": "See <link1>the <mrk2/> page</link1> for <ph3/>.",
        "u2.2": "Press <b1>Enter</b1> <d2/> times<cp3/> now.",
        "u4": "<ph1/>Said otherwise",
    }


def test_units_say_where_they_stand_and_what_codes_are() -> None:
    assert units(V12)["title"].title_path == (
        "lesson.html",
        "Plants",
        "lesson.title",
        "The title of the page",
    )
    assert units(V2)["s1"].title_path[-1] == "The title of the page"
    assert units(V12)["p2"].code_hints["<x3/>"] == "{0}"


def test_targets_of_1_2_are_what_translate_toolkit_reads() -> None:
    read = Xliff1File.parsestring(translated(V12))
    assert read.gettargetlanguage() == "kk"
    by_id = {unit.xmlelement.get("id"): unit for unit in read.units}
    assert by_id["title"].target == "Plаnts & lиght"
    assert by_id["p1"].target_dom.get("state") == "translated"
    assert [e.tag.split("}")[1] for e in by_id["p2"].target_dom] == ["bpt", "ept", "it"]
    assert by_id["p3"].target is None
    assert [m.target for m in by_id["p1"].getalttrans()] == ["Бетті қараңыз"]


def test_targets_of_2_are_what_translate_toolkit_reads() -> None:
    read = Xliff2File.parsestring(translated(V2))
    assert read.gettargetlanguage() == "kk"
    by_id = {unit.getid(): unit for unit in read.units}
    assert by_id["u1::s1"].target == "Plаnts & lиght"
    assert by_id["u1::s1"].xmlelement.attrib == {"id": "s1", "state": "translated"}
    assert by_id["u2::segment-1"].istranslated()
    assert by_id["u3"].target is None


@pytest.mark.parametrize("data", [V12, V2], ids=["1.2", "2.0"])
def test_all_but_targets_and_their_marks_stays(data: bytes) -> None:
    outside = re.compile(
        r"<(?P<name>source|note|data|alt-trans)\b.*?</(?P=name)>|<!--.*?-->|<\?.*?\?>|<unit .*?>",
        re.DOTALL,
    )
    kept = [match[0] for match in outside.finditer(data.decode())]
    assert len(kept) > 5
    assert [match[0] for match in outside.finditer(translated(data).decode())] == kept


@pytest.mark.parametrize("data", [V12, V2], ids=["1.2", "2.0"])
def test_merged_file_waits_for_nothing_more(data: bytes) -> None:
    assert units(translated(data)) == {}


def test_states_tell_a_draft_from_a_reviewed_file() -> None:
    unit = '<trans-unit id="1" approved="yes"><source>One</source></trans-unit>'
    draft = translated(v12(unit), about=notice("Адам тексермеген."))
    assert b'approved="no"' in draft
    assert b'state="needs-review-translation"' in draft
    reviewed = translated(v12(unit), about=notice(""))
    assert b'approved="yes"' in reviewed
    assert b'state="signed-off"' in reviewed
    segment = '<unit id="1"><segment><source>One</source></segment></unit>'
    assert b'state="translated"' in translated(v2(segment), about=notice("Адам тексермеген."))
    assert b'state="reviewed"' in translated(v2(segment), about=notice(""))


def test_notice_stands_in_a_note_of_the_file() -> None:
    for data in (V12, V2, v12('<trans-unit id="1"><source>One</source></trans-unit>')):
        merged = translated(data, about=notice("Адам тексермеген."))
        assert "Лицензия: CC BY (https://example.org/by)" in merged.decode()
        assert len(XLIFF.metadata(merged).licence_statements) < 2


@pytest.mark.parametrize(
    ("target", "approved", "is_open"),
    [
        ("", "", True),
        ("<target/>", "", True),
        ('<target state="new">Один</target>', "", True),
        ('<target state="needs-review-translation">Один</target>', "", True),
        ("<target>One</target>", "", True),
        ("<target>Один</target>", "", False),
        ('<target state="translated">One</target>', "", False),
        ("<target>One</target>", ' approved="yes"', False),
        ('<target state="final">Один</target>', "", False),
    ],
)
def test_what_people_are_done_with_in_our_language_stays(
    target: str, approved: str, is_open: bool
) -> None:
    unit = f'<trans-unit id="1"{approved}><source>One</source>{target}</trans-unit>'
    assert bool(units(v12(unit, ' target-language="ru-RU"'))) == is_open
    assert units(v12(unit)), "a file without a target language is translated whole"


@pytest.mark.parametrize(
    ("state", "is_open"),
    [("initial", True), ("translated", False), ("reviewed", False), ("final", False)],
)
def test_states_of_2_say_what_is_done(state: str, is_open: bool) -> None:
    unit = (
        f'<unit id="1"><segment state="{state}"><source>One</source><target>Бір</target>'
        "</segment></unit>"
    )
    assert bool(units(v2(unit, ' trgLang="kk"'))) == is_open


def test_targets_of_a_third_language_do_not_stay() -> None:
    unit = '<trans-unit id="{}"><source>{}</source><target>{}</target></trans-unit>'
    data = v12(unit.format("a", "One", "Un") + unit.format("b", "Two", "Deux"))
    merged = XLIFF.merge(data, {"a": "Бір"}, Adaptation("kk")).decode()
    assert '<target state="translated">Бір</target>' in merged
    assert "Un" not in merged
    assert "Deux" not in merged


def test_file_for_the_other_language_is_refused() -> None:
    for data in (v12("", ' target-language="kk"'), v2("", ' trgLang="kk"')):
        with pytest.raises(UnsupportedFormatError, match="cannot become 'ru'"):
            XLIFF.merge(data, {}, Adaptation("ru"))


def test_target_is_text_and_never_markup() -> None:
    hostile = "</target><script>&x;</script>]]>"
    merged = XLIFF.merge(V12, {"title": hostile}, Adaptation("kk"))
    unit = next(u for u in Xliff1File.parsestring(merged).units if u.target)
    assert unit.target == hostile


def test_target_without_its_codes_is_refused() -> None:
    with pytest.raises(InlineCodeError, match=r"p1: lost inline code </?a1>"):
        XLIFF.merge(V12, {"p1": "Бетті қараңыз"}, None)


def test_prefixed_elements_get_prefixed_targets() -> None:
    data = (
        f'<x:xliff version="1.2" xmlns:x="{NAMESPACE_12}"><x:file original="a" '
        'source-language="en" datatype="plaintext"><x:body><x:trans-unit id="1"><x:source>One'
        "</x:source></x:trans-unit></x:body></x:file></x:xliff>"
    ).encode()
    merged = XLIFF.merge(data, {"1": "Бір"}, None).decode()
    assert '<x:target state="translated">Бір</x:target>' in merged


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (b"<xliff><file>", MalformedDocumentError, "x.xlf:1: is not well-formed XML"),
        (b"<html/>", MalformedDocumentError, "begins with <html>"),
        (b'<xliff xmlns="urn:oasis:names:tc:xliff:document:9"/>', MalformedDocumentError, "no XL"),
        (v12("")[:-30], MalformedDocumentError, "is not well-formed XML"),
        (b'<xliff version="1.2"/>', MalformedDocumentError, "has no <file>"),
        (
            b'<!DOCTYPE x [<!ENTITY a "&b;&b;">]><xliff><file/></xliff>',
            UnsafeSourceError,
            "declares the entity a",
        ),
        (
            b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff><file/></xliff>',
            UnsafeSourceError,
            "declares the entity a",
        ),
        (b"<xliff>" + b"<g>" * 3000, UnsafeSourceError, "nested more than"),
    ],
)
def test_broken_and_hostile_files_are_refused_in_a_sentence(
    data: bytes, error: type[AudarmaError], message: str
) -> None:
    with pytest.raises(error, match=message) as caught:
        XLIFF.extract(data, "x.xlf")
    assert "\n" not in str(caught.value)


def test_four_times_the_overlapping_pairs_are_four_times_the_work() -> None:
    def work(pairs: int) -> int:
        opened = "".join(f'<bx id="{n}"/>a' for n in range(pairs))
        closed = "".join(f'<ex id="{n}"/>' for n in range(pairs))
        data = v12(f'<trans-unit id="1"><source>{opened}{closed}</source></trans-unit>')
        content = units(data)["1"].content
        assert XLIFF.merge(data, {"1": content}, None) == data
        return instructions(lambda: XLIFF.merge(data, {"1": content}, None))

    assert work(800) < 4.5 * work(200)


def test_xliff_is_recognised_whatever_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "lesson.xml"
    path.write_bytes(V2)
    assert formats().resource_format(path).name == "xliff"


_TEXT = st.text(st.sampled_from("ab &<>%s{0}\n é\u00a0]"), max_size=12)
_INLINE = st.recursive(
    st.one_of(
        _TEXT.map(lambda t: t.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map("".join),
        inner.map(lambda m: f'<pc id="1">{m}</pc>'),
        inner.map(lambda m: f'<mrk id="2" translate="no">{m}</mrk>'),
        inner.map(lambda m: f'<sc id="3"/>{m}<ec startRef="3"/>'),
        inner.map(lambda m: f'{m}<ec startRef="4"/><ph id="5"/><sc id="4"/><!-- x -->'),
    ),
    max_leaves=8,
)


@given(st.lists(_INLINE, min_size=1, max_size=3), st.booleans())
def test_any_inline_markup_comes_back(sources: list[str], has_target: bool) -> None:
    target = "<target>x</target>" if has_target else ""
    body = "".join(
        f'<unit id="u{n}"><segment><source>{source}</source>{target}</segment></unit>'
        for n, source in enumerate(sources)
    )
    data = v2(body)
    contents = {name: unit.content for name, unit in units(data).items()}
    assert XLIFF.merge(data, contents, None) == data
    targets = {name: f"{content} ы" for name, content in contents.items()}
    merged = XLIFF.merge(data, targets, Adaptation("kk"))
    for unit in Xliff2File.parsestring(merged).units:
        if unit.target_dom is not None and unit.xmlelement.get("state"):
            assert sorted(e.tag for e in unit.source_dom.iter("{*}*")) == sorted(
                e.tag.replace("target", "source") for e in unit.target_dom.iter("{*}*")
            )

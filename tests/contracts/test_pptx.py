# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""PPTX: identity, what is read as units, how targets are written, notices, and what is refused."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pptx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from adapters.formats import formats
from adapters.formats.pptx import Pptx
from adapters.formats.xml_splice import XmlText
from audarma.errors import InlineCodeError, MalformedDocumentError, UnsafeSourceError
from audarma.model import Attribution, NoticeLine, Unit, UnitKind
from audarma.ports import Adaptation

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "pptx"
FILES = sorted(CORPUS.glob("*.pptx"))
needs_corpus = pytest.mark.skipif(
    not FILES, reason="the shared corpus is not beside the repository"
)
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
DRAWING_2010 = "http://schemas.microsoft.com/office/drawing/2010/main"
SECTIONS = (
    '<p:extLst><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}">'
    '<p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
    '<p14:section name="All" id="{{00000000-0000-0000-0000-000000000001}}"><p14:sldIdLst>{}'
    "</p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst>"
)
ATTRIBUTION = Attribution(
    locale="ru",
    title="Алгебра",
    heading="О переводе",
    lines=(
        NoticeLine((("Оригинал: ", ""), ("«Algebra»", "https://a.example/?q=1&r=2"))),
        NoticeLine((("Опасная <a:p> & ссылка", "javascript:alert(1)"),)),
    ),
    warning="Этот перевод не проверен людьми.",
    licence_id="CC-BY-4.0",
    licence_name="Creative Commons Attribution 4.0",
    licence_url="https://cc.example/by/4.0/",
    source_url="https://a.example/",
    source_title="Algebra",
    creators=("Ada Adams",),
    translators=("starter (1)",),
    date="2026-01-02",
)


def made(folder: Path) -> Path:
    """Make a presentation with what python-pptx can make: two slides, one full of things."""
    deck = pptx.Presentation()
    deck.core_properties.title = "Algebra"
    first = deck.slides.add_slide(deck.slide_layouts[0])
    first.shapes.title.text = "Numbers"
    first.placeholders[1].text = "For beginners"
    second = deck.slides.add_slide(deck.slide_layouts[1])
    second.shapes.title.text = "Sets"
    body = second.placeholders[1].text_frame
    body.text = "A set holds "
    body.paragraphs[0].add_run().text = "things"
    body.paragraphs[0].runs[1].font.bold = True
    second.shapes.add_table(1, 1, 0, 0, Inches(1), Inches(1)).table.cell(0, 0).text = "Cell"
    inner = second.shapes.add_group_shape().shapes.add_textbox(0, 0, Inches(1), Inches(1))
    inner.text_frame.text = "In a group"
    inner._element.nvSpPr.cNvPr.set("descr", "A box with words")
    data = CategoryChartData()
    data.categories = ["East", "West"]
    data.add_series("Sales", (1.0, 2.0))
    chart = second.shapes.add_chart(
        XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, Inches(2), Inches(2), data
    ).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Sales by place"
    second.notes_slide.notes_text_frame.text = "Speak slowly."
    path = folder / "deck.pptx"
    deck.save(str(path))
    return path


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("deck"))


def units(path: Path) -> list[Unit]:
    (document,) = Pptx().extract(path)
    return list(document.units)


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def merged(
    path: Path, folder: Path, targets: dict[str, str], adaptation: Adaptation | None = None
) -> Path:
    out = folder / "out.pptx"
    Pptx().merge(path, lambda _: targets, adaptation, out)
    return out


def changed(path: Path, folder: Path, name: str, edit: Callable[[str], str]) -> Path:
    """Give a copy of *path* with one member edited."""
    known = members(path)
    known[name] = edit(known[name].decode()).encode()
    out = folder / "changed.pptx"
    with zipfile.ZipFile(out, "w") as archive:
        for member, data in known.items():
            archive.writestr(member, data)
    return out


def with_paragraphs(path: Path, folder: Path, *paragraphs: str) -> Path:
    """Give a copy whose first slide's title has these paragraphs' content."""
    body = "".join(f"<a:p>{inside}</a:p>" for inside in paragraphs)
    title = "<a:p><a:r><a:t>Numbers</a:t></a:r></a:p>"

    def edit(slide: str) -> str:
        assert title in slide
        return slide.replace(title, body)

    return changed(path, folder, "ppt/slides/slide1.xml", edit)


def run(text: str, attributes: str = "", inside: str = "") -> str:
    look = f"<a:rPr {attributes}>{inside}</a:rPr>" if attributes or inside else ""
    return f"<a:r>{look}<a:t>{text}</a:t></a:r>"


def test_merge_without_targets_gives_every_member_back(deck: Path, tmp_path: Path) -> None:
    assert members(merged(deck, tmp_path, {})) == members(deck)
    same = {unit.id: unit.content for unit in units(deck)}
    assert members(merged(deck, tmp_path, same)) == members(deck)


@needs_corpus
@pytest.mark.parametrize("source", FILES, ids=lambda path: path.name)
def test_real_file_is_identical_and_takes_targets(source: Path, tmp_path: Path) -> None:
    found = units(source)
    assert found
    assert len({unit.id for unit in found}) == len(found)
    same = merged(source, tmp_path, {unit.id: unit.content for unit in found})
    assert members(same) == members(source)
    targets = {unit.id: f"⟦{unit.content}⟧ қазақша" for unit in found}
    out = merged(source, tmp_path, targets, Adaptation("kk"))
    assert {unit.id: unit.content for unit in units(out)} == targets
    slides = pptx.Presentation(str(out)).slides
    assert len(slides) == len(pptx.Presentation(str(source)).slides)


def test_slides_are_read_in_order_with_all_that_belongs_to_them(deck: Path) -> None:
    found = [
        (u.id, u.kind, u.content, u.title_path)
        for u in units(deck)
        if "slide1" in u.id or "slide2" in u.id or "chart" in u.id.lower() or "notesSlide" in u.id
    ]
    slides = [(unit, kind, content, path) for unit, kind, content, path in found if path]
    assert slides == [
        ("slide1-u1", UnitKind.HEADING, "Numbers", ("Numbers",)),
        ("slide1-u2", UnitKind.HEADING, "For beginners", ("Numbers",)),
        ("slide2-u1", UnitKind.HEADING, "Sets", ("Sets",)),
        ("slide2-u2", UnitKind.PARAGRAPH, "A set holds <b1>things</b1>", ("Sets",)),
        ("slide2-u3", UnitKind.TABLE_CELL, "Cell", ("Sets",)),
        ("slide2-u4", UnitKind.ALT_TEXT, "A box with words", ("Sets",)),
        ("slide2-u5", UnitKind.PARAGRAPH, "In a group", ("Sets",)),
        ("notesSlide1-u1", UnitKind.PARAGRAPH, "Speak slowly.", ("Sets",)),
    ]
    labels = {content for unit, _, content, _ in found if unit.startswith("chart")}
    assert labels == {"Sales by place", "Sales", "East", "West"}


def test_prompt_that_layouts_share_is_one_unit(deck: Path, tmp_path: Path) -> None:
    prompts = [u for u in units(deck) if u.content == "Click to edit Master title style"]
    assert len(prompts) == 1
    source = members(deck)
    places = [n for n, data in source.items() if b"Click to edit Master title style" in data]
    assert len(places) > 5
    after = members(merged(deck, tmp_path, {prompts[0].id: "Образец заголовка"}))
    for name in places:
        assert "Образец заголовка" in after[name].decode()
        assert b"Click to edit Master title style" not in after[name]
    assert {n for n in source if source[n] != after[n]} == set(places)


def test_order_is_the_presentations_and_not_that_of_names(deck: Path, tmp_path: Path) -> None:
    def swap(presentation: str) -> str:
        first, second = re.findall(r"<p:sldId [^>]*>", presentation)
        return presentation.replace(first + second, second + first)

    path = changed(deck, tmp_path, "ppt/presentation.xml", swap)
    slides = [unit.id for unit in units(path) if unit.id.startswith("slide") and "-u1" in unit.id]
    assert slides[:2] == ["slide2-u1", "slide1-u1"]


def test_formats_links_and_breaks_are_codes(deck: Path, tmp_path: Path) -> None:
    link = f'<a:hlinkClick xmlns:r="{OFFICE}" r:id="rId1"/>'
    paragraph = (
        run("Some plain text ", 'lang="en-US" dirty="0"')
        + run("bold", 'lang="en-GB" b="1"')
        + "<a:br/>"
        + run("x", "", "<a:latin typeface='Consolas'/>")
        + run(" and\tlink ", 'err="1"')
        + run("here", "", link)
        + '<a:fld id="{1}" type="slidenum"><a:t>3</a:t></a:fld>'
        + run(" CO")
        + run("2", 'baseline="-25000"')
    )
    path = with_paragraphs(deck, tmp_path, paragraph)
    content = next(unit.content for unit in units(path) if unit.id == "slide1-u1")
    assert content == (
        "Some plain text <b1>bold</b1><br2/><code3/> and<tab4/>link <a5>here</a5><field6/> CO"
        "<sub7>2</sub7>"
    )
    target = (
        "<a5>Мұнда</a5> <b1>қалың</b1> мәтін<br2/><code3/> және<tab4/>сілтеме <field6/> "
        "CO<sub7>2</sub7>"
    )
    out = merged(path, tmp_path, {"slide1-u1": target}, Adaptation("kk"))
    slide = members(out)["ppt/slides/slide1.xml"].decode()
    assert f'<a:r><a:rPr lang="kk-KZ">{link}</a:rPr><a:t>Мұнда</a:t></a:r>' in slide
    assert '<a:rPr lang="kk-KZ" b="1"/><a:t>қалың</a:t>' in slide
    assert "\t" in slide
    # Codes are numbered anew, in their new order.
    written = next(unit.content for unit in units(out) if unit.id == "slide1-u1")
    assert re.sub("[0-9]", "", written) == re.sub("[0-9]", "", target)


def test_formula_is_a_word_that_stays(deck: Path, tmp_path: Path) -> None:
    formula = (
        f'<mc:AlternateContent xmlns:mc="{COMPATIBILITY}">'
        f'<mc:Choice xmlns:a14="{DRAWING_2010}" Requires="a14">'
        "<a14:m><x/></a14:m></mc:Choice><mc:Fallback>"
        f"{run('picture')}</mc:Fallback></mc:AlternateContent>"
    )
    path = with_paragraphs(deck, tmp_path, run("where ") + formula + run(" is small"))
    assert next(u.content for u in units(path) if u.id == "slide1-u1") == (
        "where <math1/> is small"
    )
    out = merged(path, tmp_path, {"slide1-u1": "мұнда <math1/> аз"})
    assert formula.encode() in members(out)["ppt/slides/slide1.xml"]


def test_diagram_and_the_picture_of_it_stay_in_step(tmp_path: Path, deck: Path) -> None:
    data = (
        f'<dgm:dataModel xmlns:dgm="{A[:-10]}2006/diagram" xmlns:a="{A}"><dgm:ptLst><dgm:pt>'
        f"<dgm:t><a:p>{run('Top')}</a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"
    )
    picture = (
        '<dsp:drawing xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram" '
        f'xmlns:a="{A}"><dsp:txBody><a:p>{run("Top")}</a:p></dsp:txBody></dsp:drawing>'
    )
    known = members(deck)
    rels = known["ppt/slides/_rels/slide1.xml.rels"].decode()
    links = (
        f'<Relationship Id="d1" Type="{OFFICE}/diagramData" Target="../diagrams/data1.xml"/>'
        '<Relationship Id="d2" Type="http://schemas.microsoft.com/office/2007/relationships/'
        'diagramDrawing" Target="../diagrams/drawing1.xml"/></Relationships>'
    )
    known["ppt/slides/_rels/slide1.xml.rels"] = rels.replace("</Relationships>", links).encode()
    known |= {
        "ppt/diagrams/data1.xml": data.encode(),
        "ppt/diagrams/drawing1.xml": picture.encode(),
    }
    path = tmp_path / "diagram.pptx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in known.items():
            archive.writestr(name, content)
    assert [u.id for u in units(path) if u.content == "Top"] == ["data1-u1"]
    after = members(merged(path, tmp_path, {"data1-u1": "Верх"}))
    assert "Верх" in after["ppt/diagrams/data1.xml"].decode()
    assert "Верх" in after["ppt/diagrams/drawing1.xml"].decode()


def test_adaptation_states_its_language(deck: Path, tmp_path: Path) -> None:
    path = with_paragraphs(deck, tmp_path, run("Text", 'lang="en-US"'), run("Mots", 'lang="fr-FR"'))
    after = members(merged(path, tmp_path, {}, Adaptation("ru")))
    slide = after["ppt/slides/slide1.xml"].decode()
    assert 'lang="ru-RU"' in slide
    assert 'lang="en' not in slide
    assert 'lang="fr-FR"' in slide
    assert 'lang="en' not in after["ppt/presentation.xml"].decode()
    assert "<dc:language" in after["docProps/core.xml"].decode()


def texts(slide: pptx.slide.Slide) -> list[str]:
    return [
        paragraph.text
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
    ]


def test_readers_see_the_notice_behind_the_first_slide_where_it_warns(
    deck: Path, tmp_path: Path
) -> None:
    out = merged(deck, tmp_path, {}, Adaptation("ru", ATTRIBUTION))
    slides = list(pptx.Presentation(str(out)).slides)
    assert len(slides) == 3
    assert slides[0].shapes.title.text == "Numbers"
    assert slides[1].shapes.title.text == ATTRIBUTION.heading
    assert texts(slides[1])[1:] == [
        ATTRIBUTION.warning,
        "Оригинал: «Algebra»",
        "Опасная <a:p> & ссылка",
    ]
    runs = slides[1].shapes[1].text_frame.paragraphs[1].runs
    assert [one.hyperlink.address for one in runs] == [None, "https://a.example/?q=1&r=2"]
    assert slides[1].shapes[1].text_frame.paragraphs[2].runs[0].hyperlink.address is None


def test_reviewed_translation_has_its_notice_at_the_end(deck: Path, tmp_path: Path) -> None:
    reviewed = replace(ATTRIBUTION, warning="")
    out = merged(deck, tmp_path, {}, Adaptation("ru", reviewed))
    slides = list(pptx.Presentation(str(out)).slides)
    assert [slide.shapes.title.text for slide in slides] == ["Numbers", "Sets", "О переводе"]
    assert len({slide.slide_id for slide in slides}) == 3


def test_slide_of_the_notice_joins_the_section_of_the_one_before(
    deck: Path, tmp_path: Path
) -> None:
    def add_sections(presentation: str) -> str:
        identifiers = re.findall(r'<p:sldId [^>]*?\bid="(\d+)"', presentation)
        entries = "".join(f'<p14:sldId id="{one}"/>' for one in identifiers)
        sections = SECTIONS.format(entries)
        return presentation.replace("</p:presentation>", f"{sections}</p:presentation>")

    path = changed(deck, tmp_path, "ppt/presentation.xml", add_sections)
    out = merged(path, tmp_path, {}, Adaptation("ru", ATTRIBUTION))
    presentation = members(out)["ppt/presentation.xml"].decode()
    listed = re.findall(r'<p:sldId [^>]*?\bid="(\d+)"', presentation)
    assert re.findall(r'<p14:sldId id="(\d+)"', presentation) == listed
    assert len(listed) == 3


def test_presentation_without_slides_takes_an_adaptation(tmp_path: Path) -> None:
    path = tmp_path / "empty.pptx"
    pptx.Presentation().save(str(path))
    out = merged(path, tmp_path, {}, Adaptation("ru", ATTRIBUTION))
    assert len(pptx.Presentation(str(out)).slides) == 0


def test_adapting_the_adaptation_again_keeps_the_package_sound(deck: Path, tmp_path: Path) -> None:
    first = merged(deck, tmp_path, {}, Adaptation("ru", ATTRIBUTION)).rename(tmp_path / "1.pptx")
    out = merged(first, tmp_path, {}, Adaptation("kk", ATTRIBUTION))
    assert len(pptx.Presentation(str(out)).slides) == 4
    types = XmlText(members(out)["[Content_Types].xml"], "types").root
    parts = [e.attributes["PartName"] for e in types.elements if "PartName" in e.attributes]
    assert len(parts) == len(set(parts))


def test_all_faults_of_all_slides_are_told_at_once(deck: Path, tmp_path: Path) -> None:
    with pytest.raises(InlineCodeError, match=r"slide1-u1: has .*slide2-u2: lost"):
        merged(deck, tmp_path, {"slide1-u1": "<b1/>", "slide2-u2": "жоқ"})
    assert not (tmp_path / "out.pptx").exists()


def test_registry_finds_presentations_by_suffix_and_by_what_they_hold(
    deck: Path, tmp_path: Path
) -> None:
    assert formats().resource_format(deck).name == "pptx"
    misnamed = tmp_path / "deck.docx"
    misnamed.write_bytes(deck.read_bytes())
    assert formats().resource_format(misnamed).name == "pptx"


def test_entities_and_broken_markup_are_refused(deck: Path, tmp_path: Path) -> None:
    bomb = '<!DOCTYPE p [<!ENTITY a "&#38;b;&#38;b;"><!ENTITY b "x">]>'

    def prefix(slide: str) -> str:
        return bomb + slide[slide.index("?>") + 2 :]

    with pytest.raises(UnsafeSourceError, match=r"^ppt/slides/slide1\.xml:1: declares"):
        units(changed(deck, tmp_path, "ppt/slides/slide1.xml", prefix))
    with pytest.raises(MalformedDocumentError, match=r"^ppt/slides/slide2\.xml:\d+: is not"):
        units(changed(deck, tmp_path, "ppt/slides/slide2.xml", lambda slide: slide[:-9]))


def test_slide_that_is_missing_is_passed_over_as_powerpoint_does(
    deck: Path, tmp_path: Path
) -> None:
    known = members(deck)
    del known["ppt/slides/slide1.xml"]
    path = tmp_path / "missing.pptx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in known.items():
            archive.writestr(name, content)
    assert not [unit.id for unit in units(path) if unit.id.startswith("slide1-")]


RUNS = st.builds(
    lambda text, look: run(text.replace("&", "&amp;").replace("<", "&lt;"), look),
    st.text(st.sampled_from("abc dé<&>\t'"), min_size=1, max_size=8),
    st.sampled_from(["", 'b="1"', 'i="1"', 'b="1" i="1"', 'lang="en-US"', 'sz="1200"']),
)
INLINE = RUNS | st.sampled_from(["<a:br/>", '<a:fld id="{1}" type="slidenum"/>'])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.lists(INLINE, max_size=5).map("".join), min_size=1, max_size=3))
def test_any_runs_keep_their_bytes_and_take_targets(
    tmp_path: Path, deck: Path, paragraphs: list[str]
) -> None:
    path = with_paragraphs(deck, tmp_path, *paragraphs)
    found = [unit for unit in units(path) if unit.id.startswith("slide1-")]
    same = merged(path, tmp_path, {unit.id: unit.content for unit in found})
    assert members(same) == members(path)
    targets = {unit.id: f"Ә {unit.content} Ә" for unit in found}
    after = {unit.id: unit.content for unit in units(merged(path, tmp_path, targets))}
    for name, content in targets.items():
        assert plain(after[name]) == plain(content)


def plain(content: str) -> str:
    """Give content's text without codes and blanks, of which line breaks take some along."""
    return "".join(re.sub(r"</?[A-Za-z]+[0-9]+/?>", "", content).split())

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The review loop with XLIFF, changed by translate-toolkit as a CAT tool would change it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from lxml import etree
from translate.storage.xliff import Xliff1File
from translate.storage.xliff2 import Xliff2File

from audarma import job
from audarma.model import Match, State, Translation
from audarma.publication import publish
from audarma.review_export import export
from audarma.review_file import ReviewEntry, ReviewFile
from audarma.review_import import UNMATCHED, import_reviews
from audarma.store import Resource, SegmentRecord
from audarma.toolbox import Toolbox
from tests.pipeline.test_review_loop import PAGE, edit

REQUEST = job.Request(("kk",))
FORMATS = ["xliff2", "xliff12"]


@pytest.fixture
def resource(tmp_path: Path, toolbox: Toolbox) -> Resource:
    path = tmp_path / "plants.html"
    path.write_text(PAGE, encoding="utf-8")
    (outcome,) = job.localize(str(path), REQUEST, toolbox, lambda *_: None)
    return outcome.resource


def exported(resource: Resource, toolbox: Toolbox, form: str) -> Path:
    (path,) = export(resource, "kk", toolbox, form=form)
    return path


def record(resource: Resource, toolbox: Toolbox, source: str) -> SegmentRecord:
    return next(
        record
        for document_id, _path, _title in toolbox.store.documents(resource.id)
        for record in toolbox.store.records(document_id, "kk")
        if record.segment.source.startswith(source)
    )


Store = Xliff1File | Xliff2File


def opened(path: Path) -> Store:
    kind = Xliff2File if b'version="2.0"' in path.read_bytes() else Xliff1File
    return kind.parsefile(str(path))


def change(path: Path, by_source: dict[str, Callable[[etree._Element], None]]) -> None:
    """Let each function change the element that holds source and target, then save the file."""
    store = opened(path)
    for unit in store.units:
        for source, done in by_source.items():
            if unit.source.startswith(source):
                done(unit.xmlelement)
    store.savefile(str(path))


def target_of(holder: etree._Element) -> etree._Element:
    found = holder.find("{*}target")
    assert found is not None
    return found


def approve(holder: etree._Element) -> None:
    if holder.tag.endswith("segment"):
        holder.set("state", "reviewed")
    else:
        target_of(holder).set("state", "signed-off")


def rewrite(text: str) -> Callable[[etree._Element], None]:
    def done(holder: etree._Element) -> None:
        target = target_of(holder)
        for child in list(target):
            target.remove(child)
        target.text = text

    return done


def both(*steps: Callable[[etree._Element], None]) -> Callable[[etree._Element], None]:
    def done(holder: etree._Element) -> None:
        for step in steps:
            step(holder)

    return done


@pytest.mark.parametrize("form", FORMATS)
def test_translate_toolkit_reads_the_exported_file(
    resource: Resource, toolbox: Toolbox, form: str
) -> None:
    store = opened(exported(resource, toolbox, form))
    assert store.gettargetlanguage() == "kk"
    units = {unit.source: unit for unit in store.units}
    unit = units["The roots take in the water."]
    assert unit.target == record(resource, toolbox, "The roots").translation.target
    assert not unit.isapproved()
    inline = {
        etree.QName(e).localname
        for u in store.units
        for e in u.source_dom.iterdescendants()
        if isinstance(e.tag, str)
    }
    assert inline == ({"pc"} if form == "xliff2" else {"g"})


@pytest.mark.parametrize("form", FORMATS)
def test_an_untouched_file_decides_nothing(resource: Resource, toolbox: Toolbox, form: str) -> None:
    path = exported(resource, toolbox, form)
    store = opened(path)
    store.savefile(str(path))
    report = import_reviews([path], toolbox)
    assert (report.unchanged, report.taken, report.remarks) == (report.taken, report.taken, [])


@pytest.mark.parametrize("form", FORMATS)
def test_a_raised_state_approves_and_a_changed_text_is_a_draft(
    resource: Resource, toolbox: Toolbox, form: str
) -> None:
    path = exported(resource, toolbox, form)
    machine = record(resource, toolbox, "The roots").translation.target
    changes = {
        "The roots": approve,
        "Plants need": both(rewrite("Өсімдікке жарық керек."), approve),
        "Light gives": rewrite("Жарық қуат береді."),
    }
    change(path, changes)
    report = import_reviews([path], toolbox)
    assert (report.approved, report.edited, report.drafts) == (1, 1, 1)
    assert report.remarks == []
    kept, edited, draft = (record(resource, toolbox, source).translation for source in changes)
    assert (kept.target, kept.state) == (machine, State.REVIEWED)
    assert (edited.target, edited.state) == ("Өсімдікке жарық керек.", State.REVIEWED)
    assert (draft.target, draft.state) == ("Жарық қуат береді.", State.TRANSLATED)
    again = import_reviews([path], toolbox)
    assert again.unchanged == again.taken


def test_approved_yes_approves_whatever_the_state(resource: Resource, toolbox: Toolbox) -> None:
    path = exported(resource, toolbox, "xliff12")
    change(path, {"The roots": lambda unit: unit.set("approved", "yes")})
    assert import_reviews([path], toolbox).approved == 1


@pytest.mark.parametrize(
    ("state", "taken"),
    [("initial", "drafts"), ("translated", "drafts"), ("reviewed", "edited"), ("final", "edited")],
)
def test_states_of_xliff_2_decide(
    resource: Resource, toolbox: Toolbox, state: str, taken: str
) -> None:
    path = exported(resource, toolbox, "xliff2")
    step = both(rewrite("Тамыр су тартады."), lambda segment: segment.set("state", state))
    change(path, {"The roots": step})
    report = import_reviews([path], toolbox)
    assert (report.drafts, report.edited) == ((1, 0) if taken == "drafts" else (0, 1))


@pytest.mark.parametrize("form", FORMATS)
def test_published_targets_go_out_as_final(resource: Resource, toolbox: Toolbox, form: str) -> None:
    path = exported(resource, toolbox, form)
    store = opened(path)
    for unit in store.units:
        approve(unit.xmlelement)
    store.savefile(str(path))
    import_reviews([path], toolbox)
    assert publish(resource, "kk", toolbox).package.is_file()
    states = {
        (e.get("state") if form == "xliff2" else target_of(e).get("state"))
        for e in (unit.xmlelement for unit in opened(exported(resource, toolbox, form)).units)
    }
    assert states == {"final"}


@pytest.mark.parametrize("form", FORMATS)
def test_broken_codes_are_refused_with_the_reason_and_come_back(
    resource: Resource, toolbox: Toolbox, form: str
) -> None:
    path = exported(resource, toolbox, form)
    change(path, {"See": both(rewrite("Екінші тарауды қараңыз."), approve)})
    report = import_reviews([path], toolbox)
    (refused,) = report.refused
    assert "lost inline code <a1>" in refused.message
    again = exported(resource, toolbox, form).read_text(encoding="utf-8")
    assert "RETURNED:" in again
    assert "Екінші тарауды қараңыз." in again


@pytest.mark.parametrize("form", FORMATS)
def test_a_code_that_a_tool_copied_is_told_to_be_there_twice(
    resource: Resource, toolbox: Toolbox, form: str
) -> None:
    path = exported(resource, toolbox, form)

    def double(holder: etree._Element) -> None:
        target = target_of(holder)
        (link,) = target
        copied = deepcopy(link)
        copied.tail = "."
        target.append(copied)

    change(path, {"See": both(double, approve)})
    assert "twice" in import_reviews([path], toolbox).refused[0].message


@pytest.mark.parametrize("form", FORMATS)
def test_an_emptied_target_is_a_rejection_and_a_missing_one_says_nothing(
    resource: Resource, toolbox: Toolbox, form: str
) -> None:
    path = exported(resource, toolbox, form)
    change(
        path,
        {
            "The roots": rewrite(""),
            "Light gives": lambda holder: holder.remove(target_of(holder)),
        },
    )
    report = import_reviews([path], toolbox)
    assert (report.rejected, report.refused) == (1, [])
    assert record(resource, toolbox, "The roots").translation.target == ""
    assert record(resource, toolbox, "Light gives").translation.target


@pytest.mark.parametrize("form", FORMATS)
def test_a_source_that_a_tool_wrote_as_target_is_no_draft(
    resource: Resource, toolbox: Toolbox, form: str
) -> None:
    path = exported(resource, toolbox, form)
    change(path, {"The roots": rewrite("The roots take in the water.")})
    report = import_reviews([path], toolbox)
    assert report.unchanged == report.taken


@pytest.mark.parametrize("form", FORMATS)
def test_a_note_of_the_reviewer_comes_back_and_goes_out_again(
    resource: Resource, toolbox: Toolbox, form: str
) -> None:
    path = exported(resource, toolbox, form)
    store = opened(path)
    next(u for u in store.units if u.source.startswith("The roots")).addnote(
        "Терминді тексеру керек"
    )
    store.savefile(str(path))
    import_reviews([path], toolbox)
    assert record(resource, toolbox, "The roots").translation.comment == "Терминді тексеру керек"
    assert "Терминді тексеру керек" in exported(resource, toolbox, form).read_text("utf-8")


@pytest.mark.parametrize("form", FORMATS)
def test_a_source_that_changed_is_kept_in_a_side_file(
    resource: Resource, toolbox: Toolbox, form: str
) -> None:
    path = exported(resource, toolbox, form)

    def other(holder: etree._Element) -> None:
        source = holder.find("{*}source")
        assert source is not None
        source.text = "Something else."

    change(path, {"The roots": both(other, rewrite("Басқа нәрсе."), approve)})
    report = import_reviews([path], toolbox)
    assert len(report.unmatched) == 1
    side = path.with_name(f"{path.stem}{UNMATCHED}{path.suffix}")
    assert "Басқа нәрсе." in side.read_text(encoding="utf-8")
    assert import_reviews([path.parent], toolbox).files == 2, "side files are never imported"


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_of_another_workspace_is_told_and_left_alone(
    resource: Resource, toolbox: Toolbox, form: str
) -> None:
    path = exported(resource, toolbox, form)
    text = path.read_text(encoding="utf-8").replace(f">{resource.id}<", ">elsewhere<")
    path.write_text(text, encoding="utf-8")
    (fault,) = import_reviews([path], toolbox).faults
    assert "'elsewhere', which this workspace does not have" in fault.message


@pytest.mark.parametrize("suffix", [".xlf", ".xliff"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<xliff><file>", "not well-formed XML"),
        (b"", "not well-formed XML"),
        (b"<tmx/>", "no XLIFF with a <file>"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><xliff><file/></xliff>', "declares XML entities"),
        (b"<xliff><file original='a'/></xliff>", "names no resource"),
    ],
)
def test_broken_files_are_told_in_a_line(
    tmp_path: Path, toolbox: Toolbox, suffix: str, content: bytes, said: str
) -> None:
    path = tmp_path / f"broken{suffix}"
    path.write_bytes(content)
    (fault,) = import_reviews([path], toolbox).faults
    assert said in fault.message


def test_units_that_a_tool_cut_are_joined(resource: Resource, toolbox: Toolbox) -> None:
    path = exported(resource, toolbox, "xliff2")

    def cut(segment: etree._Element) -> None:
        unit = segment.getparent()
        assert unit is not None
        markup = "<unit xmlns='urn:oasis:names:tc:xliff:document:2.0'>{}</unit>"
        pieces = markup.format(
            "<segment state='final'><source>The roots</source><target>Тамыр</target></segment>"
            "<ignorable><source> </source></ignorable>"
            "<segment state='reviewed'><source>take in the water.</source>"
            "<target>су тартады.</target></segment>"
        )
        unit.remove(segment)
        unit.extend(list(etree.fromstring(pieces)))

    change(path, {"The roots": cut})
    report = import_reviews([path], toolbox)
    assert (report.edited, report.remarks) == (1, [])
    assert record(resource, toolbox, "The roots").translation.target == "Тамыр су тартады."


def test_files_of_other_formats_beside_are_written_again(
    resource: Resource, toolbox: Toolbox
) -> None:
    path = exported(resource, toolbox, "xliff2")
    po = path.with_suffix(".po")
    edit(po, {"The roots": "Тамыр су тартады."})
    change(path, {"Light gives": both(rewrite("Жарық қуат береді."), approve)})
    told: list[str] = []
    export(resource, "kk", toolbox, told.append)
    assert len(told) == 2
    for text in (path.read_text(encoding="utf-8"), po.read_text(encoding="utf-8")):
        assert "Тамыр су тартады." in text
        assert "Жарық қуат береді." in text


def test_conflict_with_a_po_of_another_person_is_reported(
    resource: Resource, toolbox: Toolbox
) -> None:
    path = exported(resource, toolbox, "xliff2")
    po = path.with_suffix(".po")
    edit(po, {"The roots": "Тамыр су тартады."})
    change(path, {"The roots": both(rewrite("Тамырлар суды алады."), approve)})
    report = import_reviews([path.parent], toolbox)
    (conflict,) = report.conflicts
    assert "Тамыр су тартады." in conflict.message
    # A tool that writes no date has no claim over one that does.
    assert record(resource, toolbox, "The roots").translation.target == "Тамыр су тартады."


@pytest.mark.parametrize("form", FORMATS)
def test_any_content_comes_back_as_it_was(tmp_path: Path, toolbox: Toolbox, form: str) -> None:
    contents = [
        "Plain &lt;b> &amp; text",
        "See <a1>the <math2/> page</a1> now",
        "<i1><b2>Both</b2></i1>",
        "End of a half</a3> and <a4>the next",
        "</b1>first<b1>",
        "  spaces   kept  ",
        "two\nlines",
    ]
    match = Match("See <a1>page</a1>", "Бетті <a1>қараңыз</a1>", 83, "memory")
    entries = tuple(
        ReviewEntry(f"u{number}/0", content, content, number % 2 == 0, match=match, is_final=True)
        for number, content in enumerate(contents)
    )
    written = toolbox.review_formats[form]
    path = tmp_path / f"x{written.suffix}"
    written.write(ReviewFile("r", "ch 1/a.html", "ru", "00", entries), path)
    back = written.read(path)
    assert [(e.context, e.source, e.target) for e in back.entries] == [
        (e.context, e.source, e.target) for e in entries
    ]
    assert [e.needs_review for e in back.entries] == [e.needs_review for e in entries]
    assert (back.resource_id, back.document_path, back.locale) == ("r", "ch 1/a.html", "ru")


def test_match_of_the_memory_stands_in_its_module(tmp_path: Path, toolbox: Toolbox) -> None:
    match = Translation(match=Match("One <a1>a</a1>", "Бір <a1>a</a1>", 83, "memory")).match
    entry = ReviewEntry("u1/0", "One <a1>b</a1>", "", False, notes=("Where: A",), match=match)
    file = ReviewFile("r", "a.html", "kk", "00", (entry,))
    toolbox.review_formats["xliff2"].write(file, tmp_path / "a.xlf")
    toolbox.review_formats["xliff12"].write(file, tmp_path / "a.xliff")
    two = etree.parse(str(tmp_path / "a.xlf"))
    held = two.find("{*}file/{*}unit")
    assert held is not None
    # The order that XLIFF 2 asks for: modules, notes, data, segments.
    assert [etree.QName(e).localname for e in held] == [
        "matches",
        "notes",
        "originalData",
        "segment",
    ]
    found = two.find(".//{urn:oasis:names:tc:xliff:matches:2.0}match")
    assert found is not None
    assert found.get("similarity") == "83.0"
    (unit,) = opened(tmp_path / "a.xliff").units
    (other,) = unit.getalttrans()
    assert (other.source, other.target) == ("One a", "Бір a")

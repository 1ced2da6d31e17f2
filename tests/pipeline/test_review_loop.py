# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The review loop with real PO files, changed by polib as an editor would change them."""

import shutil
import subprocess
from pathlib import Path

import polib
import pytest

from audarma import job
from audarma.memory import MemoryQuery
from audarma.model import State
from audarma.refresh import refresh
from audarma.review_export import export
from audarma.review_import import import_reviews
from audarma.store import Resource, SegmentRecord
from audarma.toolbox import Toolbox

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Plants</title>
<link rel="license" href="https://creativecommons.org/licenses/by/4.0/"></head>
<body><h1>Plants</h1>
<p>Plants need light and water. See <a href="c2.html">the second chapter</a> for more.</p>
<p>Light gives the plant its energy. The roots take in the water.</p>
</body></html>
"""
REQUEST = job.Request(("kk",))
AIGUL, BOLAT = "Aigul <aigul@example.org>", "Bolat <bolat@example.org>"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "plants.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.fixture
def exported(page: Path, toolbox: Toolbox) -> tuple[Resource, Path]:
    (outcome,) = job.localize(str(page), REQUEST, toolbox, lambda *_: None)
    return outcome.resource, outcome.review_files[0]


def record(resource: Resource, toolbox: Toolbox, source: str) -> SegmentRecord:
    return next(
        record
        for document_id, _path, _title in toolbox.store.documents(resource.id)
        for record in toolbox.store.records(document_id, "kk")
        if record.segment.source.startswith(source)
    )


def edit(
    path: Path,
    changes: dict[str, str | None],
    *,
    by: str = AIGUL,
    at: str = "2026-11-05 10:00+0000",
) -> polib.POFile:
    """Save *path* as an editor would: each change is a target by source, None approves it."""
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        for source, target in changes.items():
            if entry.msgid.startswith(source):
                entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
                entry.msgstr = entry.msgstr if target is None else target
    catalogue.metadata["Last-Translator"] = by
    catalogue.metadata["PO-Revision-Date"] = at
    catalogue.save(str(path))
    return catalogue


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")
def test_msgfmt_accepts_the_exported_file(exported: tuple[Resource, Path]) -> None:
    _resource, path = exported
    done = subprocess.run(
        ["msgfmt", "--check", "-o", "/dev/null", str(path)], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_machine_targets_carry_the_fuzzy_mark_and_say_where_they_stand(
    exported: tuple[Resource, Path],
) -> None:
    catalogue = polib.pofile(str(exported[1]))
    assert all("fuzzy" in entry.flags for entry in catalogue)
    entry = next(entry for entry in catalogue if entry.msgid.startswith("Light gives"))
    assert "Where: Plants › paragraph" in entry.comment
    assert "From: engine:pseudo" in entry.comment


def test_a_removed_mark_approves_the_target(
    exported: tuple[Resource, Path], toolbox: Toolbox
) -> None:
    resource, path = exported
    before = record(resource, toolbox, "The roots").translation.target
    edit(path, {"The roots": None})
    report = import_reviews([path], toolbox)
    after = record(resource, toolbox, "The roots").translation
    assert (report.approved, report.edited) == (1, 0)
    assert (after.target, after.state) == (before, State.REVIEWED)
    # The person answers for the machine's words and has not written them.
    assert (after.origin, after.changed_by) == ("engine:pseudo", f"person:{AIGUL}")


def test_an_edited_target_is_used_and_remembered(
    exported: tuple[Resource, Path], toolbox: Toolbox
) -> None:
    resource, path = exported
    edit(path, {"The roots": "Тамырлар суды сіңіреді."})
    assert import_reviews([path], toolbox).edited == 1
    assert record(resource, toolbox, "The roots").translation.target == "Тамырлар суды сіңіреді."
    (match,) = toolbox.memory.leverage([MemoryQuery("The roots take in the water.")], "kk")
    assert match is not None
    assert (match.target, match.reviewed) == ("Тамырлар суды сіңіреді.", True)


def test_importing_again_changes_nothing(exported: tuple[Resource, Path], toolbox: Toolbox) -> None:
    resource, path = exported
    edit(path, {"The roots": "Тамырлар суды сіңіреді.", "Light gives": None})
    import_reviews([path], toolbox)
    first = record(resource, toolbox, "The roots")
    report = import_reviews([path.parent], toolbox)
    assert (report.approved, report.edited, report.conflicts) == (0, 0, [])
    assert record(resource, toolbox, "The roots") == first


def test_an_emptied_target_is_a_rejection_that_waits_for_people(
    exported: tuple[Resource, Path], toolbox: Toolbox
) -> None:
    resource, path = exported
    edit(path, {"The roots": ""})
    assert import_reviews([path], toolbox).rejected == 1
    rejected = record(resource, toolbox, "The roots")
    assert (rejected.translation.state, rejected.translation.target) == (State.INITIAL, "")
    assert job.batches(resource, "kk", toolbox) == []
    assert toolbox.store.waiting(resource.id, "kk") > 0


def test_comments_travel_both_ways(exported: tuple[Resource, Path], toolbox: Toolbox) -> None:
    resource, path = exported
    catalogue = polib.pofile(str(path))
    catalogue.find("The roots take in the water.").tcomment = "«Сіңіреді» дұрыс па?"
    catalogue.save(str(path))
    import_reviews([path], toolbox)
    (again,) = export(resource, "kk", toolbox)
    entry = polib.pofile(str(again)).find("The roots take in the water.")
    assert entry.tcomment == "«Сіңіреді» дұрыс па?"
    assert "fuzzy" in entry.flags


def test_a_target_with_broken_codes_comes_back_with_the_reason(
    exported: tuple[Resource, Path], toolbox: Toolbox
) -> None:
    resource, path = exported
    edit(path, {"See ": "Қосымша екінші тарауды қараңыз.", "The roots": None})
    report = import_reviews([path], toolbox)
    assert report.approved == 1
    (refused,) = report.refused
    assert "lost inline code <a1>" in refused.message
    (again,) = export(resource, "kk", toolbox)
    entry = next(e for e in polib.pofile(str(again)) if e.msgid.startswith("See "))
    assert "RETURNED" in entry.comment
    assert "Қосымша екінші тарауды қараңыз." in entry.comment
    assert "fuzzy" in entry.flags


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["older first", "newer first"])
def test_of_two_reviewers_versions_the_later_wins_in_any_order_and_both_are_kept(
    exported: tuple[Resource, Path], toolbox: Toolbox, tmp_path: Path, order: tuple[int, int]
) -> None:
    resource, path = exported
    copies = [Path(shutil.copy(path, tmp_path / name)) for name in ("a.po", "b.po")]
    edit(copies[0], {"The roots": "Тамырлар суды алады."}, by=AIGUL, at="2026-11-05 10:00+0000")
    edit(copies[1], {"The roots": "Тамыр су сіңіреді."}, by=BOLAT, at="2026-11-06 10:00+0000")
    conflicts = []
    for number in order:
        conflicts += import_reviews([copies[number]], toolbox).conflicts
    final = record(resource, toolbox, "The roots")
    assert final.translation.target == "Тамыр су сіңіреді."
    (conflict,) = conflicts
    assert "Aigul" in conflict.message and "Bolat" in conflict.message
    kept = {row.target for row in toolbox.store.history(resource.id, "kk", final.digest)}
    assert {"Тамырлар суды алады.", "Тамыр су сіңіреді."} <= kept
    assert import_reviews(copies, toolbox).summary().count("0 edited") == 1


def test_an_older_copy_that_nobody_worked_on_changes_nothing(
    exported: tuple[Resource, Path], toolbox: Toolbox, tmp_path: Path
) -> None:
    resource, path = exported
    old = Path(shutil.copy(path, tmp_path / "old.po"))
    edit(path, {"The roots": "Тамырлар суды сіңіреді."})
    import_reviews([path], toolbox)
    export(resource, "kk", toolbox)
    edit(old, {"Light gives": None}, by=BOLAT, at="2026-11-07 10:00+0000")
    report = import_reviews([old], toolbox)
    assert (report.approved, report.drafts, report.conflicts) == (1, 0, [])
    kept = record(resource, toolbox, "The roots").translation
    assert (kept.target, kept.state) == ("Тамырлар суды сіңіреді.", State.REVIEWED)


def test_a_file_that_a_tool_has_emptied_rejects_nothing(toolbox: Toolbox, tmp_path: Path) -> None:
    page = tmp_path / "many.html"
    sentences = "".join(f"<p>Plant number {n} needs light.</p>" for n in range(30))
    page.write_text(PAGE.replace("<h1>Plants</h1>", f"<h1>Plants</h1>{sentences}"), "utf-8")
    (outcome,) = job.localize(str(page), REQUEST, toolbox, lambda *_: None)
    path = outcome.review_files[0]
    edit(path, {"Plant number": "", "The roots": "Тамырлар суды сіңіреді."})
    report = import_reviews([path], toolbox)
    assert (report.rejected, report.edited) == (0, 1)
    assert "targets are empty" in report.faults[0].message


def test_reviewers_addresses_stay_with_the_team(
    exported: tuple[Resource, Path], toolbox: Toolbox
) -> None:
    resource, path = exported
    edit(path, {"The roots": "Тамырлар суды сіңіреді.", "Light gives": None})
    import_reviews([path], toolbox)
    (again,) = export(resource, "kk", toolbox)
    text = again.read_text(encoding="utf-8")
    assert "From: person:Aigul\n" in text
    assert "From: engine:pseudo, approved by Aigul" in text
    assert "example.org" not in text
    assert all("example.org" not in entry.origin for entry in toolbox.memory.entries("kk"))


def test_an_entry_that_matches_nothing_is_kept_in_a_side_file(
    exported: tuple[Resource, Path], toolbox: Toolbox
) -> None:
    _resource, path = exported
    catalogue = polib.pofile(str(path))
    catalogue.append(polib.POEntry(msgctxt="u99/0", msgid="Gone.", msgstr="Жоқ."))
    catalogue.save(str(path))
    report = import_reviews([path], toolbox)
    assert [remark.context for remark in report.unmatched] == ["u99/0"]
    side = path.with_name(f"{path.stem}.unmatched.po")
    assert [(e.msgid, e.msgstr) for e in polib.pofile(str(side))] == [("Gone.", "Жоқ.")]
    import_reviews([path], toolbox)
    assert len(polib.pofile(str(side))) == 1


def test_a_broken_entry_is_told_by_line_and_the_others_are_taken(
    exported: tuple[Resource, Path], toolbox: Toolbox
) -> None:
    _resource, path = exported
    edit(path, {"The roots": None})
    path.write_text(
        path.read_text(encoding="utf-8") + '\nmsgid "Broken\nmsgstr nothing\n', encoding="utf-8"
    )
    report = import_reviews([path], toolbox)
    assert report.approved == 1
    (fault,) = report.faults
    assert "line " in fault.message and "not valid PO" in fault.message


def test_a_file_in_another_encoding_is_read_and_told(
    exported: tuple[Resource, Path], toolbox: Toolbox
) -> None:
    resource, path = exported
    edit(path, {"The roots": "Русский текст."})
    text = "".join(c if c in "\n" or ord(c) < 0x460 else "?" for c in path.read_text("utf-8"))
    path.write_bytes(text.encode("cp1251", "replace"))
    report = import_reviews([path], toolbox)
    assert "cp1251" in report.faults[0].message
    assert record(resource, toolbox, "The roots").translation.target == "Русский текст."


def test_a_file_of_another_workspace_is_told_and_left(
    exported: tuple[Resource, Path], toolbox: Toolbox
) -> None:
    _resource, path = exported
    catalogue = edit(path, {"The roots": None})
    catalogue.metadata["X-Audarma-Resource"] = "elsewhere"
    catalogue.save(str(path))
    report = import_reviews([path], toolbox)
    assert report.approved == 0
    assert "'elsewhere'" in report.faults[0].message


def test_exporting_again_loses_nothing_that_a_reviewer_has_not_handed_in_yet(
    exported: tuple[Resource, Path], toolbox: Toolbox
) -> None:
    resource, path = exported
    edit(path, {"The roots": "Тамырлар суды сіңіреді."})
    (again,) = export(resource, "kk", toolbox)
    assert record(resource, toolbox, "The roots").translation.target == "Тамырлар суды сіңіреді."
    entry = polib.pofile(str(again)).find("The roots take in the water.")
    assert (entry.msgstr, entry.flags) == ("Тамырлар суды сіңіреді.", [])


def test_a_file_that_cannot_be_read_whole_is_kept_before_it_is_written_again(
    exported: tuple[Resource, Path], toolbox: Toolbox
) -> None:
    resource, path = exported
    broken = path.read_text(encoding="utf-8") + '\nmsgid "Broken\nmsgstr "Маңызды сөз"\n'
    path.write_text(broken, encoding="utf-8")
    export(resource, "kk", toolbox)
    (kept,) = path.parent.glob("*.unmatched-*.po")
    assert "Маңызды сөз" in kept.read_text(encoding="utf-8")
    assert import_reviews([path.parent], toolbox).faults == []


def test_refresh_keeps_what_is_valid_and_queues_the_difference(
    exported: tuple[Resource, Path], page: Path, toolbox: Toolbox
) -> None:
    resource, path = exported
    edit(path, {"The roots": "Тамырлар суды сіңіреді.", "Light gives": "Жарық энергия береді."})
    import_reviews([path], toolbox)
    page.write_text(
        PAGE.replace("Light gives the plant its energy.", "Light gives a plant its energy."),
        "utf-8",
    )
    report = refresh(resource, toolbox)
    assert (report.is_changed, report.changed, report.new) == (True, 1, 0)
    resource = job.resource_named(resource.id, toolbox)
    assert record(resource, toolbox, "The roots").translation.state is State.REVIEWED
    changed = record(resource, toolbox, "Light gives")
    assert changed.previous_source == "Light gives the plant its energy."
    assert changed.translation.match is not None
    assert changed.translation.match.target == "Жарық энергия береді."
    assert job.batches(resource, "kk", toolbox) == [(changed.id,)]
    job.translate(resource, "kk", REQUEST, toolbox, lambda *_: None)
    (again,) = export(resource, "kk", toolbox)
    entry = next(e for e in polib.pofile(str(again)) if e.msgid.startswith("Light gives"))
    assert entry.previous_msgid == "Light gives the plant its energy."
    assert not refresh(resource, toolbox).is_changed

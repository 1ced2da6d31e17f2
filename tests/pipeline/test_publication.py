# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Packages, from the gate before them to the bytes in them."""

import json
import zipfile
from datetime import date
from pathlib import Path

import bagit
import polib
import pytest

from audarma import job
from audarma.errors import PublishError
from audarma.publication import publish
from audarma.publication_side_by_side import publish_side_by_side
from audarma.review_export import export
from audarma.review_import import import_reviews
from audarma.store import Resource
from audarma.toolbox import Toolbox
from tests.conftest import ROOT

TODAY = date(2026, 11, 5)


@pytest.fixture
def resource(toolbox: Toolbox) -> Resource:
    source = str(ROOT / "examples" / "photosynthesis.html")
    (outcome,) = job.localize(source, job.Request(("kk",)), toolbox, lambda *_: None)
    return outcome.resource


def approve(resource: Resource, toolbox: Toolbox) -> None:
    folder = toolbox.settings.workspace / "review" / resource.id / "kk"
    for path in folder.glob("*.po"):
        catalogue = polib.pofile(str(path))
        for entry in catalogue:
            entry.flags = []
        catalogue.metadata["Last-Translator"] = "Айгүл Серікова <aigul@example.org>"
        catalogue.metadata["PO-Revision-Date"] = "2026-11-04 10:00+0000"
        catalogue.save(str(path))


def unpacked(package: Path, folder: Path) -> Path:
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    (bag,) = folder.iterdir()
    return bag


def test_nothing_is_published_while_segments_wait(resource: Resource, toolbox: Toolbox) -> None:
    with pytest.raises(PublishError, match=r"segments wait for review.*--draft"):
        publish(resource, "kk", toolbox)
    assert not (toolbox.settings.workspace / "packages").exists()


def test_a_draft_warns_its_readers(resource: Resource, toolbox: Toolbox, tmp_path: Path) -> None:
    published = publish(resource, "kk", toolbox, draft=True, today=TODAY)
    bag = unpacked(published.package, tmp_path / "bag")
    assert bagit.Bag(str(bag)).validate()
    page = (bag / "data" / "adapted" / "photosynthesis.html").read_text(encoding="utf-8")
    assert '<html lang="kk">' in page
    assert "audarma-warning" in page
    assert "адам әлі тексерген жоқ" in page
    assert (bag / "data" / "adapted" / "images" / "leaf.svg").is_file()


def test_what_people_reviewed_names_them_and_carries_no_warning(
    resource: Resource, toolbox: Toolbox, tmp_path: Path
) -> None:
    approve(resource, toolbox)
    published = publish(resource, "kk", toolbox, today=TODAY)
    assert published.waiting == 0
    bag = unpacked(published.package, tmp_path / "bag")
    page = (bag / "data" / "adapted" / "photosynthesis.html").read_text(encoding="utf-8")
    assert "audarma-warning" not in page
    assert "Айгүл Серікова" in page and "aigul@example.org" not in page
    crate = json.loads((bag / "data" / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    assert "Айгүл Серікова" in json.dumps(crate, ensure_ascii=False)
    (line,) = toolbox.store.queue(resource.id)
    assert line.final == 56


def test_publishing_again_gives_the_same_bytes(resource: Resource, toolbox: Toolbox) -> None:
    approve(resource, toolbox)
    package = publish(resource, "kk", toolbox, today=TODAY).package
    # Only the review files say when they were written.
    first = _without_reviews(package)
    assert _without_reviews(publish(resource, "kk", toolbox, today=TODAY).package) == first


def _without_reviews(package: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(package) as archive:
        return {
            name: archive.read(name)
            for name in archive.namelist()
            if "/review/" not in name and "manifest" not in name and "bag-info" not in name
        }


def test_a_language_that_was_never_translated_is_not_published(
    resource: Resource, toolbox: Toolbox
) -> None:
    with pytest.raises(PublishError, match="nothing has been translated"):
        publish(resource, "ru", toolbox, draft=True)


def test_reviewers_addresses_are_nowhere_in_the_package(
    resource: Resource, toolbox: Toolbox
) -> None:
    approve(resource, toolbox)
    package = publish(resource, "kk", toolbox, today=TODAY).package
    with zipfile.ZipFile(package) as archive:
        for name in archive.namelist():
            assert b"aigul@example.org" not in archive.read(name), name


LESSON = """---
license: CC-BY-4.0
---

# Rivers

[Rivers](rivers.html) carry water to the sea [@smith].

Lakes hold water.
"""
UNWRITABLE = "<a1>Өзендер <cite2/> суды теңізге жеткізеді.</a1>"


@pytest.fixture
def lesson(toolbox: Toolbox, tmp_path: Path) -> tuple[Resource, Path]:
    """Give a lesson of which one approved target nests codes as Markdown cannot."""
    page = tmp_path / "rivers.md"
    page.write_text(LESSON, encoding="utf-8")
    (outcome,) = job.localize(str(page), job.Request(("kk",)), toolbox, lambda *_: None)
    (path,) = outcome.review_files
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        if "<cite2/>" in entry.msgid:
            entry.msgstr, entry.flags = UNWRITABLE, []
    catalogue.save(str(path))
    assert import_reviews([path], toolbox).edited == 1
    return outcome.resource, path


def test_a_draft_keeps_the_source_of_what_its_format_cannot_hold_and_says_so(
    lesson: tuple[Resource, Path], toolbox: Toolbox, tmp_path: Path
) -> None:
    resource, path = lesson
    published = publish(resource, "kk", toolbox, draft=True, today=TODAY)
    bag = unpacked(published.package, tmp_path / "bag")
    page = (bag / "data" / "adapted" / "rivers.md").read_text(encoding="utf-8")
    assert "[Rivers](rivers.html) carry water to the sea [@smith]." in page
    assert "Lakes hold water." not in page
    assert [note for note in published.report.notes if "left in English" in note]
    export(resource, "kk", toolbox)
    (entry,) = (e for e in polib.pofile(str(path)) if e.msgstr == UNWRITABLE)
    assert "RETURNED: Markdown cannot hold this target" in entry.comment


def test_what_people_approved_is_published_whole_or_not_at_all(
    lesson: tuple[Resource, Path], toolbox: Toolbox
) -> None:
    resource, _path = lesson
    approve(resource, toolbox)
    with pytest.raises(PublishError, match=r"Markdown cannot hold.*Correct it in the review file"):
        publish(resource, "kk", toolbox)
    assert toolbox.store.queue(resource.id)[0].final == 0


def test_one_package_holds_all_languages_side_by_side(toolbox: Toolbox, tmp_path: Path) -> None:
    bank = tmp_path / "rivers.gift"
    bank.write_text("// Licence: CC BY 4.0\n\n::Rivers:: Name a river. {=the Nile}\n")
    request = job.Request(("kk", "ru"), waits_for_review=False, marks="mlang")
    kazakh, russian = job.localize(str(bank), request, toolbox, lambda *_: None)
    assert kazakh.published
    assert russian.published
    assert kazakh.published.package == russian.published.package
    bag = unpacked(kazakh.published.package, tmp_path / "bag")
    assert bagit.Bag(str(bag)).validate()
    text = (bag / "data" / "adapted" / "rivers.gift").read_text(encoding="utf-8")
    assert r"{mlang en,other\}Name a river.\{mlang\}\{mlang kk\}" in text
    attribution = (bag / "data" / "ATTRIBUTION.md").read_text(encoding="utf-8")
    for phrase in ("Аударма мен лицензия", "О переводе и лицензии", "into Kazakh", "into Russian"):
        assert phrase in attribution
    crate = json.loads((bag / "data" / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    (root,) = (entity for entity in crate["@graph"] if entity["@id"] == "./")
    assert root["inLanguage"] == ["en", "kk", "ru"]
    assert root["creativeWorkStatus"] == "Draft"
    for name in ("rivers-kk.tmx", "rivers-ru.tmx", "preview-kk.html", "qa-report-ru.json"):
        assert (bag / "data" / name).is_file()


def test_a_format_without_a_place_for_several_languages_is_refused(
    resource: Resource, toolbox: Toolbox
) -> None:
    with pytest.raises(PublishError, match=r"html has no place for several languages.*Moodle"):
        publish_side_by_side(resource, ["kk"], toolbox, marks="span", draft=True)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import datetime
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import bagit
import pytest
from rocrate.rocrate import ROCrate

from audarma.attribution import attribution
from audarma.errors import PublishError
from audarma.licence import gate
from audarma.model import Attribution, Metadata
from audarma.package import PackageContents, build_package

BOOK = Metadata(
    title="Calculus Volume 1",
    creators=("Gilbert Strang", "Edwin Herman"),
    source_url="https://openstax.org/details/books/calculus-volume-1",
    licence_statements=("CC BY-NC-SA 4.0",),
    publisher="OpenStax",
)


def notice(locale: str, metadata: Metadata = BOOK) -> Attribution:
    return attribution(
        metadata,
        gate(metadata),
        locale,
        title="Математикалық талдау",
        engine="starter",
        engine_revision="1.2",
        people=["Айгүл Серікқызы"],
        date=datetime.date(2026, 11, 23),
        reviewed=True,
        translation_locale="kk",
    )


@pytest.fixture
def contents(tmp_path: Path) -> PackageContents:
    files = {
        "кітап 1.html": "<p>Шек.</p>",
        "po/ch1/a.po": 'msgid ""',
        "po/ch2/a.po": 'msgid "2"',
        "calculus-kk.tmx": "<tmx/>",
        "p.html": "<p>preview</p>",
        "r.html": "<p>report</p>",
        "r.json": "{}",
    }
    for name, text in files.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    folder = tmp_path / "in"
    return PackageContents(
        name="calculus-kk",
        adapted=folder / "кітап 1.html",
        locale="kk",
        attribution=notice("kk"),
        english=notice("en"),
        review_files=(folder / "po/ch1/a.po", folder / "po/ch2/a.po"),
        memory=folder / "calculus-kk.tmx",
        preview=folder / "p.html",
        report_html=folder / "r.html",
        report_json=folder / "r.json",
        permission_text="Go ahead.",
        organisation="Nazarbayev\nUniversity",
    )


def unpacked(package: Path) -> Path:
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None
        archive.extractall(package.parent / "out")
    folders = list((package.parent / "out").iterdir())
    assert len(folders) == 1
    return folders[0]


def test_the_package_is_a_bag_that_validates(contents: PackageContents, tmp_path: Path) -> None:
    package = build_package(contents, tmp_path / "packages" / "calculus-kk.zip")
    folder = unpacked(package)
    assert folder.name == "calculus-kk"
    bag = bagit.Bag(str(folder))
    bag.validate()
    assert bag.info["Source-Organization"] == "Nazarbayev University"
    assert bag.info["Bagging-Date"] == "2026-11-23"
    assert bag.info["External-Identifier"] == "calculus-kk"


def test_a_percent_sign_in_a_name_is_encoded_in_the_manifest(
    contents: PackageContents, tmp_path: Path
) -> None:
    adapted = tmp_path / "100%.html"
    adapted.write_text("<p>Шек.</p>", encoding="utf-8")
    folder = unpacked(build_package(replace(contents, adapted=adapted), tmp_path / "p.zip"))
    assert "data/100%25.html\n" in (folder / "manifest-sha256.txt").read_text(encoding="utf-8")
    assert (folder / "data" / "100%.html").is_file()


def test_a_changed_byte_is_noticed(contents: PackageContents, tmp_path: Path) -> None:
    folder = unpacked(build_package(contents, tmp_path / "p.zip"))
    (folder / "data" / "кітап 1.html").write_text("<p>Шок.</p>", encoding="utf-8")
    assert not bagit.Bag(str(folder)).is_valid()


def test_everything_is_in_its_place(contents: PackageContents, tmp_path: Path) -> None:
    data = unpacked(build_package(contents, tmp_path / "p.zip")) / "data"
    assert {p.relative_to(data).as_posix() for p in data.rglob("*") if p.is_file()} == {
        "ATTRIBUTION.md",
        "calculus-kk.tmx",
        "permission.txt",
        "preview.html",
        "qa-report.html",
        "qa-report.json",
        "review/ch1/a.po",
        "review/ch2/a.po",
        "ro-crate-metadata.json",
        "кітап 1.html",
    }
    assert "About this translation" in (data / "ATTRIBUTION.md").read_text(encoding="utf-8")


def test_equal_contents_give_equal_bytes(contents: PackageContents, tmp_path: Path) -> None:
    one = build_package(contents, tmp_path / "1.zip")
    contents.adapted.touch()
    two = build_package(contents, tmp_path / "2.zip")
    assert one.read_bytes() == two.read_bytes()


def test_repositories_read_the_crate(contents: PackageContents, tmp_path: Path) -> None:
    data = unpacked(build_package(contents, tmp_path / "p.zip")) / "data"
    crate = ROCrate(data)
    root = crate.root_dataset
    assert root["inLanguage"] == "kk"
    assert root["license"].id == "https://creativecommons.org/licenses/by-nc-sa/4.0/"
    assert root["isBasedOn"].id == root["translationOfWork"].id == BOOK.source_url
    assert [author["name"] for author in root["author"]] == list(BOOK.creators)
    assert [t["name"] for t in root["translator"]] == ["Айгүл Серікқызы", "starter (1.2)"]
    assert root["mainEntity"]["name"] == "Математикалық талдау"
    assert root["learningResourceType"]
    assert root["datePublished"] == "2026-11-23"
    listed = {entity.source for entity in crate.data_entities}
    there = {path for path in data.rglob("*") if path.is_file()}
    assert listed == there - {data / "ro-crate-metadata.json"}


def test_the_crates_links_all_lead_somewhere(contents: PackageContents, tmp_path: Path) -> None:
    data = unpacked(build_package(contents, tmp_path / "p.zip")) / "data"
    graph = json.loads((data / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    known = {entity["@id"] for entity in graph}

    def links(value: object) -> set[str]:
        if isinstance(value, dict):
            if set(value) == {"@id"}:
                return {value["@id"]}
            return set().union(*map(links, value.values()))
        return set().union(*map(links, value)) if isinstance(value, list) else set()

    assert {link for link in links(graph) if not link.startswith("http")} <= known


def test_a_resource_of_many_files_keeps_its_folder(
    contents: PackageContents, tmp_path: Path
) -> None:
    folder = tmp_path / "book"
    (folder / "part").mkdir(parents=True)
    (folder / "part" / "a.html").write_text("a", encoding="utf-8")
    (folder / "index.html").write_text("i", encoding="utf-8")
    unfolded = unpacked(build_package(replace(contents, adapted=folder), tmp_path / "p.zip"))
    bagit.Bag(str(unfolded)).validate()
    assert (unfolded / "data" / "book" / "part" / "a.html").read_text(encoding="utf-8") == "a"
    assert ROCrate(unfolded / "data").root_dataset["mainEntity"].id == "book/"


def test_a_resource_named_as_one_of_our_files_is_not_overwritten(
    contents: PackageContents, tmp_path: Path
) -> None:
    mine = tmp_path / "preview.html"
    mine.write_text("mine", encoding="utf-8")
    data = unpacked(build_package(replace(contents, adapted=mine), tmp_path / "p.zip")) / "data"
    assert (data / "preview.html").read_text(encoding="utf-8") == "mine"
    assert "preview" in (data / "preview.audarma.html").read_text(encoding="utf-8")


def test_a_source_without_author_address_and_licence_page_is_still_described(
    contents: PackageContents, tmp_path: Path
) -> None:
    bare = Metadata(title="Notes", licence_statements=("Public domain in the USA.",))
    package = build_package(
        replace(contents, attribution=notice("kk", bare), english=notice("en", bare)),
        tmp_path / "p.zip",
    )
    root = ROCrate(unpacked(package) / "data").root_dataset
    assert root["isBasedOn"]["name"] == "Notes"


@pytest.mark.parametrize("field", ["adapted", "preview", "memory"])
def test_a_missing_file_is_named_and_nothing_is_written(
    contents: PackageContents, tmp_path: Path, field: str
) -> None:
    out = tmp_path / "packages" / "p.zip"
    absent = tmp_path / "absent.x"
    lacking = {
        "adapted": replace(contents, adapted=absent),
        "preview": replace(contents, preview=absent),
        "memory": replace(contents, memory=absent),
    }
    with pytest.raises(PublishError, match=r"absent\.x is missing"):
        build_package(lacking[field], out)
    assert not out.parent.exists() or not list(out.parent.iterdir())


def test_a_failed_build_leaves_the_old_package(contents: PackageContents, tmp_path: Path) -> None:
    out = build_package(contents, tmp_path / "packages" / "p.zip")
    before = out.read_bytes()
    broken = replace(contents, attribution=replace(contents.attribution, date="someday"))
    with pytest.raises(ValueError, match="someday"):
        build_package(broken, out)
    assert out.read_bytes() == before
    assert [path.name for path in out.parent.iterdir()] == ["p.zip"]

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which rules of adaptation apply to whose targets, up to the published package."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.wiring import toolbox as new_toolbox
from audarma import job
from audarma.adaptation_merge import adapted_unit, published_locale
from audarma.model import Segment, State, Translation
from audarma.publication import publish
from audarma.settings import load_settings
from audarma.store import SegmentRecord
from tests.conftest import ROOT

NBSP = "\u00a0"


def record(
    source: str,
    target: str,
    *,
    index: int = 0,
    state: State = State.TRANSLATED,
    origin: str = "engine:pseudo",
) -> SegmentRecord:
    return SegmentRecord(
        id=index, resource_id="r", segment=Segment("d", "u1", index, source, trailing=" "),
        kind="paragraph", title_path=(), code_hints={}, digest="", before="", after="",
        previous_source="", translation=Translation(target, state, origin),
    )  # fmt: skip


MACHINE = record("“It is 1.5 kg.", "“Это 1.5 кг.")


def test_a_machines_target_is_adapted() -> None:
    assert adapted_unit([record("1.5 kg", "вес 1.5 кг")], "ru", load_settings()) == "вес 1,5 кг "


@pytest.mark.parametrize(
    ("state", "origin"),
    [
        (State.REVIEWED, "engine:pseudo"),
        (State.FINAL, "memory"),
        (State.TRANSLATED, "person:Айгүл"),
    ],
)
def test_what_a_person_wrote_or_approved_is_adapted_on_request_only(
    state: State, origin: str
) -> None:
    persons = record("1.5 kg, May 2026", "вес 1.5 кг, May 2026", state=state, origin=origin)
    assert adapted_unit([persons], "ru", load_settings()) == "вес 1.5 кг, May 2026 "
    asked = load_settings(adapt_reviewed=True)
    assert adapted_unit([persons], "ru", asked) == "вес 1,5 кг, May 2026 "


def test_quotation_marks_find_their_partners_in_other_sentences() -> None:
    unit = [MACHINE, record("Yes.”", "Да.”", index=1)]
    assert adapted_unit(unit, "ru", load_settings()) == "«Это 1,5 кг. Да.» "


def test_quotation_marks_that_a_person_shares_stay() -> None:
    unit = [MACHINE, record("Yes.”", "Да.”", index=1, state=State.REVIEWED)]
    assert adapted_unit(unit, "ru", load_settings()) == "“Это 1,5 кг. Да.” "


def test_a_segment_without_a_target_keeps_its_source() -> None:
    untranslated = replace(MACHINE, translation=Translation())
    unit = [untranslated, record("25%", "рост 25%", index=1)]
    adapted = adapted_unit(unit, "ru", load_settings())
    assert adapted == f"“It is 1.5 kg. рост 25{NBSP}% "


def test_latin_letters_are_for_all_of_the_text_in_kazakh_alone() -> None:
    latin = load_settings(kazakh_script="latin")
    approved = record("cell", "жасуша", state=State.FINAL)
    assert adapted_unit([approved, record("blood", "қан", index=1)], "kk", latin) == "jasuşa qan "
    assert adapted_unit([approved], "ru", latin) == "жасуша "
    assert published_locale("kk", latin) == "kk-Latn"
    assert published_locale("ru", latin) == "ru"
    assert published_locale("kk", load_settings()) == "kk"


def test_a_package_in_latin_letters_says_so_in_its_tags_and_its_report(tmp_path: Path) -> None:
    toolbox = new_toolbox(
        load_settings(workspace=tmp_path / "workspace", engine="starter", kazakh_script="latin")
    )
    source = str(ROOT / "examples" / "photosynthesis.html")
    (outcome,) = job.localize(source, job.Request(("kk",)), toolbox, lambda *_: None)
    package = publish(outcome.resource, "kk", toolbox, draft=True).package
    with zipfile.ZipFile(package) as archive:
        folder = f"{outcome.resource.id}-kk/data"
        page = archive.read(f"{folder}/adapted/photosynthesis.html").decode()
        report = json.loads(archive.read(f"{folder}/qa-report.json"))
        crate = json.loads(archive.read(f"{folder}/ro-crate-metadata.json"))
        (review,) = (name for name in archive.namelist() if name.endswith(".po"))
        assert "жасуша" in archive.read(review).decode().lower()
    assert '<html lang="kk-Latn">' in page
    assert "jasuşa" in page.lower() and "жасуша" not in page.lower()
    assert '"inLanguage": "kk-Latn"' in page
    assert any("Latin letters" in note for note in report["notes"])
    assert "kk-Latn" in {entity.get("inLanguage") for entity in crate["@graph"]}

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kept readings: a file is read once for all that it is asked for, and again when it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.formats import formats
from adapters.formats.kept_readings import KEPT_BYTES, forget_readings, kept
from audarma.ports import Adaptation
from tests.effort import instructions
from tests.invariants import NOTICE
from tests.samples import Sample, samples, samples_of


def test_a_reading_is_kept_until_others_have_taken_its_room() -> None:
    made: list[tuple[str, int]] = []

    @kept(lambda reading: reading[1])
    def read(name: str, size: int) -> tuple[str, int]:
        made.append((name, size))
        return name, size

    half = KEPT_BYTES // 2
    for name in "abab":
        read(name, half)
    assert made == [("a", half), ("b", half)]
    read("c", half)  # "a" was used longest ago.
    read("b", half)
    read("a", half)
    assert [name for name, _ in made] == ["a", "b", "c", "a"]
    forget_readings()
    read("a", half)
    assert [name for name, _ in made] == ["a", "b", "c", "a", "a"]


def test_what_is_too_large_to_keep_is_read_each_time() -> None:
    made: list[int] = []

    @kept(lambda reading: reading)
    def read(size: int) -> int:
        made.append(size)
        return size

    assert read(KEPT_BYTES + 1) == read(KEPT_BYTES + 1) == made[0]
    assert len(made) == 2


@pytest.mark.parametrize("name", ["markdown", "latex", "odt", "odp"])
def test_a_file_is_read_once_for_its_units_and_its_merge(name: str, tmp_path: Path) -> None:
    source = samples_of(name)[0].write(tmp_path)
    form = formats().resource_format(source)

    def merge() -> None:
        form.merge(source, lambda _: {}, None, tmp_path / "out")

    forget_readings()
    anew = instructions(merge)
    forget_readings()
    list(form.extract(source))
    assert instructions(merge) * 2 < anew


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.id)
@pytest.mark.parametrize("adaptation", [None, Adaptation("kk", NOTICE)], ids=["plain", "adapted"])
def test_what_is_kept_says_what_is_read_anew(
    sample: Sample, adaptation: Adaptation | None, tmp_path: Path
) -> None:
    source = sample.write(tmp_path)
    form = formats().resource_format(source)

    def told() -> tuple[object, ...]:
        documents = list(form.extract(source))
        targets = {d.path: {unit.id: f"{unit.content} ж" for unit in d.units} for d in documents}
        out = tmp_path / f"out-{source.name}"
        form.merge(source, lambda path: targets.get(path, {}), adaptation, out)
        return documents, form.metadata(source), out.read_bytes()

    forget_readings()
    assert told() == told()


def test_a_file_that_changes_is_read_anew(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    for text in ("One.", "Two.", "One."):
        page.write_text(text)
        (document,) = formats().resource_format(page).extract(page)
        assert [unit.content for unit in document.units] == [text]

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of the design's table "Bad input", for each registered format that one makes sense for.

Every file is read by a process of its own kind (``tests.bounded``): it is handled, or refused in a
sentence, in bounded time and memory. What only one format knows is in that format's own tests.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests import hostile
from tests.bounded import SECRET, Outcome, read_bounded
from tests.samples import Sample, names, samples, samples_of

FIRST = [samples_of(name)[0] for name in names() if samples_of(name)]
EACH = pytest.mark.parametrize("sample", FIRST, ids=lambda sample: sample.format)
ZIPS = [sample for sample in samples() if sample.packing == "zip"]
TARS = [sample for sample in samples() if sample.packing == "tar"]


def outcomes(
    cases: Iterable[hostile.Case], folder: Path, cpu_s: float = 120.0
) -> dict[str, Outcome]:
    """Read all *cases*; give what became of each by its label."""
    paths = {}
    for number, (label, sample) in enumerate(cases):
        place = folder / str(number)
        place.mkdir()
        paths[label] = sample.write(place)
    found = read_bounded(list(paths.values()), cpu_s)

    return dict(zip(paths, found, strict=True))


@EACH
def test_what_is_cut_off_is_read_or_refused(sample: Sample, tmp_path: Path) -> None:
    found = outcomes(hostile.cut_off(sample), tmp_path)
    if sample.packing:
        assert [
            label for label, one in found.items() if label.startswith("cut") and not one.error
        ] == []


@EACH
def test_text_in_a_wrong_encoding_is_read_or_refused(sample: Sample, tmp_path: Path) -> None:
    outcomes(hostile.in_wrong_encodings(sample), tmp_path)


@EACH
def test_entities_are_neither_fetched_nor_expanded(sample: Sample, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/dtd"
        cases = hostile.with_entities(sample, secret.as_uri(), address)
        found = outcomes(cases, tmp_path)
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert [label for label, one in found.items() if one.told_secret] == []


@EACH
def test_deep_nesting_is_read_or_refused(sample: Sample, tmp_path: Path) -> None:
    outcomes(hostile.nested(sample), tmp_path)


@pytest.mark.parametrize("sample", ZIPS, ids=lambda sample: sample.id)
def test_unsafe_zip_archive_is_refused(sample: Sample, tmp_path: Path) -> None:
    found = outcomes(hostile.unsafe_zips(sample), tmp_path)
    assert {label: one.units for label, one in found.items() if not one.error} == {}


@pytest.mark.parametrize("sample", TARS, ids=lambda sample: sample.id)
def test_unsafe_tar_archive_is_refused(sample: Sample, tmp_path: Path) -> None:
    found = outcomes(hostile.unsafe_tars(sample), tmp_path)
    assert {label: one.units for label, one in found.items() if not one.error} == {}

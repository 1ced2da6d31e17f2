# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds of every registered format; one is tested here as soon as it has a sample."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.formats import formats
from audarma.errors import AudarmaError, InlineCodeError
from tests.invariants import hold, sentence
from tests.samples import Sample, names, samples, samples_of

EVERY = pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.id)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("name", names())
def test_format_has_a_sample(name: str) -> None:
    assert samples_of(name), f"put a small real {name} file into tests/corpus/{name}"


@EVERY
def test_sample_comes_back_to_the_byte_and_so_do_its_targets(
    sample: Sample, tmp_path: Path, out: Path
) -> None:
    path = sample.write(tmp_path)
    assert formats().resource_format(path).name == sample.format
    assert hold(path, out) == ""


@EVERY
def test_merge_leaves_what_is_read_of_the_source_as_it_was(
    sample: Sample, tmp_path: Path, out: Path
) -> None:
    path = sample.write(tmp_path)
    form = formats().resource_format(path)
    documents = list(form.extract(path))
    targets = {d.path: {unit.id: f"{unit.content} ә" for unit in d.units} for d in documents}
    form.merge(path, lambda name: targets.get(name, {}), None, out / path.name)
    assert list(form.extract(path)) == documents


@EVERY
def test_target_with_a_code_that_its_source_lacks_is_refused(
    sample: Sample, tmp_path: Path, out: Path
) -> None:
    path = sample.write(tmp_path)
    form = formats().resource_format(path)
    document = next(document for document in form.extract(path) if document.units)
    targets = {document.units[0].id: f"{document.units[0].content} <x99/>"}
    with pytest.raises(InlineCodeError) as caught:
        form.merge(path, lambda name: targets if name == document.path else {}, None, out / "out")
    assert sentence(caught.value)
    assert list(out.iterdir()) == [], "nothing is written"


@EVERY
@pytest.mark.parametrize("data", [b"", b"\0" * 64, bytes(range(128, 256)) * 8])
def test_what_is_of_no_format_is_refused_or_has_no_text(
    sample: Sample, data: bytes, tmp_path: Path
) -> None:
    path = tmp_path / sample.file_name
    path.write_bytes(data)
    try:
        documents = list(formats().resource_format(path).extract(path))
    except AudarmaError as error:
        assert path.name in sentence(error)
    else:
        assert not sample.packing
        assert len(documents) == 1

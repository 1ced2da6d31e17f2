# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory does not grow with a resource: what is no text is never unpacked to memory.

``python -m benchmarks.memory`` prints the figures for resources of a gigabyte.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.large_inputs import archives, in_folder, nested, with_media
from benchmarks.memory import measured
from tests.samples import Sample

MEDIA_MB = 120
# The program with its formats takes some 60 MB; the media are 120 MB.
MOST_MB = 110


@pytest.mark.parametrize("sample", archives(), ids=lambda sample: sample.id)
def test_media_in_an_archive_are_not_unpacked_to_memory(sample: Sample, tmp_path: Path) -> None:
    peak, _seconds = measured("merge", with_media(sample, tmp_path, MEDIA_MB))
    assert peak < MOST_MB


def test_archives_in_an_archive_are_not_unpacked_to_memory(tmp_path: Path) -> None:
    peak, _seconds = measured("merge", nested(tmp_path, 2 * MEDIA_MB))
    assert peak < MOST_MB


def test_media_in_a_folder_are_not_read_to_memory(tmp_path: Path) -> None:
    peak, _seconds = measured("merge", in_folder(tmp_path, MEDIA_MB))
    assert peak < MOST_MB

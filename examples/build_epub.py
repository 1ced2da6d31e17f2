# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the example ``water-cycle.epub`` from the folder ``water-cycle``, the same each time."""

from __future__ import annotations

import zipfile
from pathlib import Path

FOLDER = Path(__file__).parent / "water-cycle"
_TIME = (2026, 11, 1, 0, 0, 0)


def build(out: Path) -> None:
    """Write the EPUB to *out*: the media type first and stored, as EPUB OCF 3.3 demands."""
    files = sorted(p for p in FOLDER.rglob("*") if p.is_file() and p.name != "mimetype")
    with zipfile.ZipFile(out, "w") as archive:
        mimetype = zipfile.ZipInfo("mimetype", _TIME)
        archive.writestr(mimetype, (FOLDER / "mimetype").read_bytes(), zipfile.ZIP_STORED)
        for path in files:
            info = zipfile.ZipInfo(path.relative_to(FOLDER).as_posix(), _TIME)
            archive.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    build(FOLDER.with_suffix(".epub"))

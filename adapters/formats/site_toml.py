# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The texts for readers in TOML that configures a site (Hugo, mdBook, Zensical, Zola), in place.

Leaves out: which texts readers see, which is in ``site_texts``.
"""

from __future__ import annotations

from functools import partial

from adapters.formats.site_texts import ConfigText, merged_texts, texts_document
from adapters.formats.text_bytes import read_text
from adapters.formats.toml_places import toml_places, written_toml
from audarma.model import Document
from audarma.ports import Adaptation, Targets


def toml_document(data: bytes, path: str) -> Document:
    """Give the texts of a configuration for readers, as a document; there may be none."""
    return texts_document(_texts(read_text(data, path).text, path), path)


def merge_toml(data: bytes, path: str, targets: Targets, adaptation: Adaptation | None) -> bytes:
    """Splice *targets* into a configuration; its language changes where it is stated.

    Raises:
        InlineCodeError: names every unit whose target holds a code, of which these have none.
    """
    file = read_text(data, path)
    merged = merged_texts(file, _texts(file.text, path), path, targets, adaptation)
    return data if merged == file.text else file.encode(merged)


def _texts(text: str, path: str) -> list[ConfigText]:
    return [
        ConfigText(
            found.trail,
            found.start,
            found.end,
            found.text,
            partial(written_toml, text[found.start : found.end]),
            found.is_key,
        )
        for found in toml_places(text, path).strings
    ]

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The licence that a book's repository states beside the book, in a file of its own."""

from __future__ import annotations

import re

from adapters.formats.folder_container import Container

_NAME = re.compile(r"(?:licen[cs]e|copying)(?:\.(?:md|txt))?", re.IGNORECASE)
_LONGEST = 500  # characters; a statement, not the licence's whole text


def licence_file_statement(container: Container, folder: str) -> str:
    """Give the first paragraph of the licence file in *folder* (``""`` or with its ``/``)."""
    for name in container.names:
        if name.startswith(folder) and _NAME.fullmatch(name[len(folder) :]):
            text = container.read(name).decode("utf-8", errors="replace").strip("\ufeff \t\r\n")
            return " ".join(re.split(r"\n\s*\n", text)[0].split())[:_LONGEST]
    return ""

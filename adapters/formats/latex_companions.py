# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that a LaTeX file reads; ``companions`` says which of them are there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_READS = re.compile(
    r"\\(?P<command>includegraphics|includesvg|input|include|subfile|bibliography|addbibresource"
    r"|usepackage|documentclass|lstinputlisting|verbatiminput|inputminted|includepdf)\*?"
    r"\s*(?:\[[^]]{0,1000}\])?\s*(?:\{(?:[^{}]{0,50})\}(?=\{))?\{(?P<names>[^{}]{1,1000})\}"
)
_FOLDERS = re.compile(r"\\graphicspath\s*\{((?:\s*\{[^{}]*\})+)\s*\}")
_PICTURES = ("", ".pdf", ".png", ".jpg", ".jpeg", ".eps", ".svg", ".mps")
_SUFFIXES: Mapping[str, tuple[str, ...]] = {
    "includegraphics": _PICTURES,
    "includesvg": _PICTURES,
    "includepdf": _PICTURES,
    "input": ("", ".tex"),
    "include": (".tex",),
    "subfile": ("", ".tex"),
    "bibliography": (".bib",),
    "usepackage": (".sty",),
    "documentclass": (".cls",),
}


def shown_by_latex(text: str) -> Iterator[str]:
    """Give the names of the files that *text* may mean: a name's suffix can be left out."""
    folders = ["", *(f for m in _FOLDERS.finditer(text) for f in re.findall(r"\{(.*?)\}", m[1]))]
    for match in _READS.finditer(text):
        command = match["command"]
        for name in match["names"].split(","):
            for suffix in _SUFFIXES.get(command, ("",)):
                for folder in folders if _SUFFIXES.get(command) is _PICTURES else [""]:
                    yield f"{folder}{name.strip()}{suffix}"

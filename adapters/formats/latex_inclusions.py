# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""The files that LaTeX reads where they are named: ``\input``, ``\include`` and their like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from adapters.formats.latex_arguments import Arguments
from adapters.formats.latex_tokens import Kind, Source

INCLUSIONS = {"input": "{", "include": "{", "subfile": "{", "import": "{{", "subimport": "{{"}
"""Commands that include a file, with their signatures."""

BARE_INPUT = re.compile(r"\\input\s+([^\s{}\\%]+)")
"""TeX's own form, without braces."""


def inclusions(source: Source) -> Iterator[tuple[str, int]]:
    """Give the files that a source includes, as it names them, and where."""
    arguments = Arguments(source, len(source))
    for index in source.of_kind(Kind.WORD):
        if source.names[index] in INCLUSIONS:
            start = source.starts[index]
            bare = BARE_INPUT.match(source.text, start)
            found, _ = arguments.read(index, INCLUSIONS[source.names[index]])
            parts = (source.text[source.start_of(a.first) : source.start_of(a.last)] for a in found)
            path = bare[1] if bare else "/".join(part.strip().rstrip("/") for part in parts)
            if path and "\\" not in path and "#" not in path:
                yield path, start

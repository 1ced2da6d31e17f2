# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""PO written as text, many times faster than polib does it; the GNU gettext manual, "PO Files".

Long strings are folded at spaces, as msgcat folds them. polib reads the files; it would also
write them, but folds by ``textwrap``, and cuts strings at characters that are no line ends to
gettext (U+0085, U+2028).

Leaves out: what stands in an entry, which is in ``adapters.exchange.gettext_po``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from audarma.review_file import ReviewEntry

WIDTH = 100
_LINE = re.compile("[^\\n]*\\n|[^\\n]+")
_ESCAPES = str.maketrans(
    {
        "\\": r"\\", '"': r"\"", "\n": r"\n", "\t": r"\t", "\r": r"\r",
        "\v": r"\v", "\b": r"\b", "\f": r"\f",
    }
)  # fmt: skip


def catalogue(comment: str, header: Mapping[str, str], entries: Iterable[ReviewEntry]) -> str:
    """Give the PO file of *entries*, with *comment* before its *header*."""
    fields = "".join(f"{name}: {value}\n" for name, value in header.items())
    lines = [*_comments("#", comment), 'msgid ""', *_string("msgstr", fields), ""]
    for entry in entries:
        lines += _entry(entry)
    return "\n".join(lines)


def _entry(entry: ReviewEntry) -> Iterator[str]:
    yield from _comments("#", entry.comment)
    for note in entry.notes:
        yield from _comments("#.", " ".join(note.splitlines()))
    yield from _references(entry.references)
    if entry.needs_review:
        yield "#, fuzzy"
    if entry.previous_source:
        yield from (f"#| {line}" for line in _string("msgid", entry.previous_source))
    yield from _string("msgctxt", entry.context)
    yield from _string("msgid", entry.source)
    yield from _string("msgstr", entry.target)
    yield ""


def _comments(mark: str, text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield f"{mark} {line}"


def _references(references: Iterable[str]) -> Iterator[str]:
    # A space would end the reference: gettext has no quoting that every editor reads.
    names = ["_".join(reference.split()) for reference in references]
    if names:
        yield f"#: {' '.join(names)}"


def _string(keyword: str, text: str) -> Iterator[str]:
    r"""Give the lines of one string, folded after each ``\n`` and, where long, after spaces."""
    if len(text) < WIDTH - len(keyword) - 3 and "\n" not in text[:-1]:
        yield f'{keyword} "{text.translate(_ESCAPES)}"'
        return
    yield f'{keyword} ""'
    for line in _LINE.findall(text):
        for part in _folded(line):
            yield f'"{part.translate(_ESCAPES)}"'


def _folded(line: str) -> Iterator[str]:
    """Cut *line* after spaces into parts of at most ``WIDTH`` characters, longer words whole."""
    start, room = 0, WIDTH - 2
    while len(line) - start > room:
        cut = line.rfind(" ", start, start + room) + 1 or line.find(" ", start + room) + 1
        if not cut:
            break
        yield line[start:cut]
        start = cut
    if start < len(line):
        yield line[start:]

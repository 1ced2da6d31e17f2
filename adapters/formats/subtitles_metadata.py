# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What subtitles say of themselves: in WebVTT's header and comments, and in what is spoken.

Headers are lines of a key and a value, as YouTube and the W3C's older drafts write them. SubRip
has only its cues: licences are looked for in the first and the last of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from audarma.licence_recognition import mentions
from audarma.model import Metadata

HEADER_LANGUAGE = re.compile(r"^(?P<key>Language:[ \t]*)(?P<tag>[A-Za-z-]+)[ \t]*$", re.MULTILINE)

_FIELD = re.compile(r"^(Title|Author|Licen[cs]e|Language|Publisher|Source|Date):[ \t]*(.+)$", re.I)
_CREATED_BY = re.compile(
    r"\b(?:created|written|captioned|subtitled|transcribed|(?:sub)?titles|captions) by[: ]+"
    r"(?P<name>[^\d,.;()<>\n]{2,60})",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S+")
_WORDING = re.compile(r"creative commons|licen[cs]ed under|all rights reserved|public domain", re.I)
_ENDS = 5


def read_metadata(notes: Sequence[str], spoken: Sequence[str]) -> Metadata:
    """Read the header and the comments in *notes*, header first, and the first and last speech.

    Args:
        notes: texts outside cues, in the file's order.
        spoken: what is said, a text a unit.
    """
    fields: dict[str, str] = {}
    for line in (line for note in notes for line in note.split("\n")):
        match = _FIELD.match(line.strip())
        if match:
            fields.setdefault(match[1].lower().replace("licence", "license"), match[2].strip())
    opening = notes[0].partition("\n")[0].removeprefix("WEBVTT") if notes else ""
    ends = spoken if len(spoken) <= 2 * _ENDS else [*spoken[:_ENDS], *spoken[-_ENDS:]]
    named = (_CREATED_BY.search(text) for text in (*notes, *ends))
    creators = [fields.get("author", ""), *(match["name"] for match in named if match)]
    return Metadata(
        title=fields.get("title", "") or opening.strip(" \t-–—:"),
        creators=tuple(dict.fromkeys(name.strip() for name in creators if name.strip()))[:1],
        source_url=_address(fields.get("source", "")),
        licence_statements=_statements(fields.get("license", ""), notes, ends),
        language=fields.get("language", ""),
        published=fields.get("date", ""),
        publisher=fields.get("publisher", ""),
    )


def _statements(stated: str, notes: Iterable[str], spoken: Iterable[str]) -> tuple[str, ...]:
    """Give what is said of licences: in the field for it, else in comments, else in speech."""
    if stated:
        return (stated,)
    for texts in ((line for note in notes for line in note.split("\n")), spoken):
        found = tuple(dict.fromkeys(text.strip() for text in texts if _states_licence(text)))
        if found:
            return found
    return ()


def _states_licence(text: str) -> bool:
    return bool(_WORDING.search(text) or mentions(text))


def _address(text: str) -> str:
    match = _ADDRESS.search(text)
    return match.group() if match else ""

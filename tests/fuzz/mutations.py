# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Inputs for fuzzing: a sample's texts, changed a little, back in the sample.

An input is one byte that says which text of the sample it takes the place of, and that text. A
single document has one text; an archive has its members', and as the last one its own bytes.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace

from tests.samples import Sample

_BINARY = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04")
# What formats give a meaning to, alone and unclosed.
TOKENS = tuple(
    token.encode()
    for token in (
        *"<>&\"'{}[]()=~#%\\$^_*`|:;!@/-+.,\t\n\r\0",
        *("<b>", "</b>", "<p", "<!--", "-->", "<![CDATA[", "]]>", "<?x", "?>", "&amp;", "&#x0;"),
        *("&nbsp;", "&lt;b&gt;", "<x1/>", "</x1>", "{#1}", "->", "\r\n", "\n\n", "    ", "\u2028"),
        *("```", "~~~", "$$", "\\(", "\\[", "\\begin{a}", "\\end{a}", "\\item", "\\\\", "| a |"),
        *("::a::", "{=a ~b}", "%50%", "00:00:01,000 --> 00:00:02,000", "NOTE", "---", "***"),
        *("*a/b:c*", "@a", "$@NULL@$", "]", "null", "\\u0000", '"', "e\u0301", "\u202e", "\ufeff"),
        *("қ", "\U0001f30d", "<!DOCTYPE a>", "xml:lang='en'", "[^1]", "![a](b 'c')", "<a href=x>"),
    )
)
_MOST_CHANGES = 4
_ELEMENT = re.compile(rb"<([\w:.-]+)\b[^<>]*(?:/>|>(?:[^<]|<(?!/\1>))*</\1>)")
_RUN = re.compile(rb"(?<=>)[^<>]+(?=<)")


def texts_of(sample: Sample) -> list[int]:
    """Give the places of the *sample*'s texts; the last one of an archive is the archive."""
    texts = [n for n, (_, content) in enumerate(sample.members) if _is_text(content)]
    return [*texts, len(sample.members)] if sample.packing else texts


def inputs(sample: Sample) -> Iterator[bytes]:
    """Give *sample* as inputs: each of its texts."""
    for place in texts_of(sample):
        content = sample.members[place][1] if place < len(sample.members) else sample.data
        yield bytes([place]) + content


def applied(sample: Sample, data: bytes) -> Sample:
    """Give *sample* with an input's text in the place that the input says."""
    places = texts_of(sample)
    said = data[0] if data else 0
    place = said if said in places else places[said % len(places)]
    content = data[1:]
    if place == len(sample.members):
        return replace(sample, members=((sample.file_name, content),), packing="")
    members = list(sample.members)
    members[place] = (members[place][0], content)
    return replace(sample, members=tuple(members))


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Give an input with a few changes in its text."""
    text = data[1:]
    if text.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<") and chance.randrange(4):
        for _ in range(chance.randint(1, _MOST_CHANGES)):
            text = _changed_markup(text, chance)
        return data[:1] + text
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        start, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        end = min(end, start + chance.choice((1, 4, 40, 400)))
        piece = text[start:end]
        change = chance.randrange(6)
        if change == 0:  # leave something out
            piece = b""
        elif change == 1:  # say it twice
            piece += piece
        elif change == 2:  # put a token in
            piece += chance.choice(TOKENS)
        elif change == 3:  # put a token in its place
            piece = chance.choice(TOKENS)
        elif change == 4 and piece:  # change a byte
            at = chance.randrange(len(piece))
            piece = piece[:at] + bytes([chance.randrange(256)]) + piece[at + 1 :]
        elif change == 5:  # take something from elsewhere
            other = chance.randrange(len(text) + 1)
            piece = text[other : other + 40]
        text = text[:start] + piece + text[end:]
    return data[:1] + text


def _changed_markup(text: bytes, chance: random.Random) -> bytes:
    """Change XML or HTML so that it stays well-formed: an element or a run of text in it."""
    places = list(_ELEMENT.finditer(text)) if chance.randrange(2) else list(_RUN.finditer(text))
    if not places:
        return text
    place = chance.choice(places)
    other = chance.choice(places)[0]
    token = chance.choice(TOKENS)
    piece = chance.choice(
        (
            b"",  # leave it out
            place[0] * 2,  # say it twice
            other,  # put another in its place
            place[0] + other,  # put another behind it
            place[0] + _escaped(token),
            _escaped(token),
            place[0][: len(place[0]) // 2] + _escaped(token) + place[0][len(place[0]) // 2 :]
            if not place[0].startswith(b"<")
            else place[0],
        )
    )
    return text[: place.start()] + piece + text[place.end() :]


def _escaped(token: bytes) -> bytes:
    return token.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b"\0", b" ")


def _is_text(content: bytes) -> bool:
    return not content.startswith(_BINARY)

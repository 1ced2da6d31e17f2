# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replacements in one XML part that may lie within one another; all other bytes stay.

A replacement is written by a function that may ask for stretches of the part that it keeps (a
picture in a sentence, say); what is replaced inside them is then written anew as well.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import NamedTuple

from adapters.formats.xml_splice import XmlText


class Change(NamedTuple):
    """Bytes *start* to *end* of ``XmlText.utf8``, and what writes them anew."""

    start: int
    end: int
    write: Callable[[Splice], bytes]


class Splice:
    """A part with *changes*, of which any two are apart or one in the other."""

    def __init__(self, xml: XmlText, changes: Iterable[Change]) -> None:
        self.xml = xml
        # An insertion comes before what begins at its place, and an outer change before inner ones.
        self._changes = sorted(changes, key=lambda one: (one.start, one.start < one.end, -one.end))
        self._starts = [change.start for change in self._changes]

    def between(self, start: int, end: int) -> bytes:
        """Give the bytes of ``start:end`` with the changes that lie in them."""
        written: list[bytes] = []
        index = bisect_left(self._starts, start)
        while index < len(self._changes) and self._starts[index] < end:
            change = self._changes[index]
            index += 1
            if change.start >= start and change.end <= end:
                written += [self.xml.utf8[start : change.start], change.write(self)]
                start = change.end
                if change.start < change.end:
                    index = bisect_left(self._starts, start, index)
        written.append(self.xml.utf8[start:end])
        return b"".join(written)

    def apply(self) -> bytes:
        """Give the whole part in its own encoding."""
        utf8 = self.between(0, len(self.xml.utf8))
        if self.xml.encoding == "utf-8":
            return utf8
        # A character that the part's encoding lacks can still be written as a reference.
        return utf8.decode("utf-8").encode(self.xml.encoding, errors="xmlcharrefreplace")


def put(start: int, end: int, markup: str) -> Change:
    """Give the change that puts *markup* in place of ``start:end``."""
    written = markup.encode("utf-8")
    return Change(start, end, lambda _: written)

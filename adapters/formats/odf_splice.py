# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Targets written into the slots of OpenDocument's text; all other bytes stay.

A target is text: what is not one of its unit's codes is escaped. A code stands for the bytes that
stood there, with the targets of the units that it holds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

from adapters.formats.html_inline import Item
from adapters.formats.html_text import escape_attribute, escape_text, written_forms
from adapters.formats.odf_slots import MadeOf, Slot
from adapters.formats.xml_splice import XmlFile
from audarma.errors import InlineCodeError
from audarma.inline_code import parse, plain_text, require_same_codes
from audarma.ports import Targets


def splice(xml: XmlFile, slots: Mapping[str, Slot], targets: Targets) -> bytes | None:
    """Give the file with *targets* in their slots, or ``None`` where it stays as it is.

    An empty target leaves its unit as it is.

    Raises:
        InlineCodeError: names every unit whose target does not hold its codes, and why.
    """
    changed = changed_slots(xml.path, slots, targets)
    if not changed:
        return None
    utf8 = _Splicer(xml.utf8, changed).between(0, len(xml.utf8))
    # A character that the file's encoding lacks can still be written as a reference.
    return utf8.decode("utf-8").encode(xml.encoding, errors="xmlcharrefreplace")


def changed_slots(path: str, slots: Mapping[str, Slot], targets: Targets) -> list[tuple[Slot, str]]:
    """Choose the slots with a target of their own, each checked.

    Raises:
        InlineCodeError: names every unit whose target does not hold its codes, and why.
    """
    changed: list[tuple[Slot, str]] = []
    faults: list[InlineCodeError] = []
    for name, slot in slots.items():
        source, target = slot.content, targets.get(name)
        if not target or target == source:
            continue
        try:
            require_same_codes(source, target, f"{path} {name}")
        except InlineCodeError as fault:
            faults.append(fault)
        changed.append((slot, target))
    if faults:
        raise InlineCodeError("\n".join(map(str, faults)), *(f.args[1] for f in faults))
    return changed


class _Splicer:
    """Writes changed slots, which may stand within one another's codes."""

    def __init__(self, utf8: bytes, changed: list[tuple[Slot, str]]) -> None:
        self.utf8 = utf8
        self.changed = sorted(changed, key=lambda change: (change[0].start, -change[0].end))
        self.starts = [slot.start for slot, _ in self.changed]

    def between(self, start: int, end: int) -> bytes:
        """Give the bytes of ``start:end`` with the slots that lie in them written anew."""
        written: list[bytes] = []
        index = bisect_left(self.starts, start)
        while index < len(self.changed) and self.starts[index] < end:
            slot, target = self.changed[index]
            index += 1
            if start <= slot.start and slot.end <= end:
                written += [self.utf8[start : slot.start], self._markup(slot, target)]
                start = slot.end
        return b"".join((*written, self.utf8[start:end]))

    def _markup(self, slot: Slot, target: str) -> bytes:
        forms = written_forms(self.utf8[slot.start : slot.end].decode("utf-8"))
        if slot.quote:
            return escape_attribute(plain_text(target), slot.quote, forms).encode("utf-8")
        made_of = slot.made_of
        if made_of is None:
            return escape_text(plain_text(target), forms).encode("utf-8")
        written = [
            escape_text(token, forms).encode("utf-8")
            if isinstance(token, str)
            else self._stands(made_of, made_of.run.codes[str(token)])
            for token in parse(target)
        ]
        return b"".join((made_of.before.encode("utf-8"), *written, made_of.after.encode("utf-8")))

    def _stands(self, made_of: MadeOf, item: Item) -> bytes:
        """Give what stands in the file where a code is."""
        if item.first % 2 == 0:
            return made_of.parts[item.first][item.start : item.end].encode("utf-8")
        stood: list[bytes] = []
        for place in range(item.first, item.last + 1):
            start = made_of.offsets[place]
            length = len(made_of.parts[place].encode("utf-8"))
            stood.append(self.between(start, start + length))
        return b"".join(stood)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""XLIFF 1.1, 1.2, 2.0 and 2.1 as a source: other tools' bilingual files, targets filled in.

A file without a target language, or with a third one, is translated whole. In a file for Kazakh
or Russian, targets that people have done with stay, by their states. translate-toolkit reads
XLIFF, but writes a file anew and knows no inline element's meaning; so a file is read and spliced
by ``xml_units`` and ``xml_splice``, which keep each byte that does not change.

Leaves out: what elements mean (``xliff_vocabulary``); states and languages (``xliff_targets``);
``<seg-source>``, whose cuts are another tool's; dialects such as SDLXLIFF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from adapters.formats.first_look import FirstLook
from adapters.formats.xliff_targets import Slot, XliffMerge, document_language, slots
from adapters.formats.xliff_vocabulary import NAMESPACES, XLIFF
from adapters.formats.xml_splice import Element, XmlText
from adapters.formats.xml_unit_edits import units_of
from audarma.errors import MalformedDocumentError
from audarma.model import Document, Metadata, Unit
from audarma.ports import Adaptation, Targets

_ABOUT_LICENCE = re.compile(r"licen[cs]e|creativecommons\.org", re.IGNORECASE)


class Xliff:
    """A bilingual file of a localisation tool."""

    name = "xliff"
    suffixes = frozenset({".xlf", ".xliff"})
    media_types = frozenset({"application/xliff+xml", "application/x-xliff+xml"})

    def recognises(self, look: FirstLook) -> bool:
        """Say whether it is XML that begins as XLIFF does."""
        namespace, _, local = look.xml_root.rpartition("}")
        return local == "xliff" and namespace[1:] in NAMESPACES

    def metadata(self, data: bytes) -> Metadata:
        """Read the source's name and language, and notes that speak of a licence."""
        root = read_xliff(data, self.name).root
        file = next(_files(root), None)
        notes = [note.text for holder in _files(root) for note in _file_notes(holder)]
        return Metadata(
            title=file.attributes.get("original", "") if file else "",
            licence_statements=tuple(note for note in notes if _ABOUT_LICENCE.search(note)),
            language=document_language(root, "source"),
        )

    def extract(self, data: bytes, path: str) -> Document:
        """Give the units whose targets wait for translation."""
        xml = read_xliff(data, path)
        waiting = slots(xml)
        units = units_of(waiting.walked, XLIFF)
        shown = tuple(
            _placed(unit, slot)
            for unit, slot in zip(units, waiting.slots, strict=True)
            if slot.is_open
        )
        return Document(path, shown, self.metadata(data).title)

    def merge(self, data: bytes, targets: Targets, adaptation: Adaptation | None) -> bytes:
        """Fill in *targets*, with their states; the language too where there is an *adaptation*.

        Raises:
            InlineCodeError: names every unit whose target does not hold its codes, and why.
            UnsupportedFormatError: the file is of another language than the adaptation.
        """
        if not targets and adaptation is None:
            return data
        return XliffMerge(read_xliff(data, self.name), targets, adaptation).merged()


def read_xliff(data: bytes, path: str) -> XmlText:
    """Parse a file.

    Raises:
        MalformedDocumentError: it is no XLIFF; names *path* and the line.
    """
    xml = XmlText(data, path)
    namespace, _, local = xml.root.name.rpartition("}")
    if local != "xliff" or namespace[1:] not in NAMESPACES:
        raise MalformedDocumentError(
            f"{path}:{xml.root.line}: begins with <{xml.root.tag}> of the namespace "
            f"{namespace[1:] or 'none'}, which is no XLIFF 1.1, 1.2, 2.0 or 2.1. Export it as one.",
            path,
            xml.root.line,
        )
    if next(_files(xml.root), None) is None:
        raise MalformedDocumentError(
            f"{path}:{xml.root.line}: has no <file>. Export it again.", path, xml.root.line
        )
    return xml


def _files(root: Element) -> Iterator[Element]:
    return (element for element in root.elements if element.local_name == "file")


def _file_notes(file: Element) -> Iterator[Element]:
    for element in file.elements:
        if element.local_name in ("header", "notes"):
            yield from (child for child in element.elements if child.local_name == "note")


def _placed(unit: Unit, slot: Slot) -> Unit:
    """Say where a unit stands: its groups' and its own names, and what developers noted."""
    named: list[str] = []
    notes: list[str] = []
    holder: Element | None = slot.holder
    while holder is not None and holder.local_name != "xliff":
        attributes = holder.attributes
        label = attributes.get("resname") or attributes.get("name") or attributes.get("original")
        named += [label] if label else []
        if holder.local_name in ("unit", "trans-unit"):
            found = [*holder.elements, *(n for e in holder.elements for n in _in_notes(e))]
            notes = [" ".join(e.text.split()) for e in found if e.local_name == "note"]
        holder = holder.parent
    return replace(unit, title_path=(*reversed(named), *filter(None, notes)))


def _in_notes(element: Element) -> list[Element]:
    return element.elements if element.local_name == "notes" else []

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An open course package: how each member is read, and the documents in reading order.

Leaves out: writing, which is in ``cartridge``; what the manifest says, in ``cartridge_manifest``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from adapters.formats.cartridge_manifest import MANIFEST, read_manifest
from adapters.formats.cartridge_parts import holds_texts, part_places, part_title
from adapters.formats.inner_resources import inner_documents, is_container
from adapters.formats.quiz_fragment import Fragments
from adapters.formats.xml_places import place_units
from adapters.formats.xml_root import root_name
from adapters.formats.xml_splice import XmlText
from adapters.formats.zip_container import ZipContainer
from adapters.formats.zip_writer import ZIP_MAGIC
from audarma.model import Document, Unit
from audarma.ports import DocumentFormat, FormatRegistry

_HEAD_BYTES = 8192
_XML = (".xml", ".qti")
_QTI_TYPES = {
    "questestinterop": "imsqti_xmlv1p2",
    "assessmentItem": "text/x-imsqti-item-xml",
    "assessmentTest": "text/x-imsqti-test-xml",
}
_LICENCE_PAGES = 5
"""So many pages at either end are searched for a licence that the manifest lacks."""
# Read-me files, licences of program libraries and Canvas's mark of its exports are no pages.
_TEXTS_ONLY_IF_SHOWN = (".txt", ".md", ".markdown")
_SCRIPT_BYTES = 2**20
_LICENCE_LINK = re.compile(
    rb"""rel=\\?["']license\\?["'][^<>]*?href=\\?["'](https?://[!-\[\]-~]+?)\\?["']"""
)


class Package:
    """An open package: its manifest, and how each member is read."""

    def __init__(self, container: ZipContainer, registry: FormatRegistry) -> None:
        self.container = container
        self.registry = registry
        self.fragments = Fragments(registry)
        self.manifest = read_manifest(container)
        self.shown = self.manifest.members(container)

    @property
    def members(self) -> list[str]:
        """Give the members in reading order, the manifest left out."""
        names = dict.fromkeys((*self.shown, *self.container.names))
        names.pop(MANIFEST, None)
        return list(names)

    @property
    def pages(self) -> list[str]:
        """Give the members that are HTML, in reading order."""
        html = self.registry.document_format("", "text/html")
        return [name for name in self.members if html and self.format_of(name) is html]

    def format_of(self, name: str) -> DocumentFormat | None:
        """Give the format that reads a member as one document."""
        lowered = name.lower()
        if lowered.endswith(_TEXTS_ONLY_IF_SHOWN):
            shown = self.shown.get(name)
            if shown is None or not shown.is_shown:
                return None
        if not lowered.endswith(_XML):
            return self.registry.document_format(name)
        local = self.root_of(name).rpartition("}")[2]
        return self.registry.document_format("", _QTI_TYPES.get(local, ""))

    def root_of(self, name: str) -> str:
        """Give the name of the first element of a member that is XML."""
        return root_name(self.container.head(name, _HEAD_BYTES))

    def is_part(self, name: str) -> bool:
        """Say whether a member is one of a cartridge's own XML files that hold texts."""
        return name.lower().endswith(_XML) and holds_texts(self.root_of(name))

    def is_blank(self, name: str) -> bool:
        """Say whether a member is a page that nobody has filled."""
        return not self.container.head(name, _HEAD_BYTES).strip()

    def documents(self) -> Iterator[Document]:
        """Give the manifest's document, then those of the members under their items' titles."""
        places = self.manifest.places()
        yield Document(MANIFEST, tuple(place_units(places, self.fragments)), self.manifest.title)
        for name in self.members:
            for document in self._documents(name):
                above = self.shown[name].title_path if name in self.shown else ()
                yield replace(document, units=tuple(_under(above, u) for u in document.units))

    def _documents(self, name: str) -> Iterator[Document]:
        format_ = self.format_of(name)
        if format_ is not None:
            if not self.is_blank(name):
                yield format_.extract(self.container.read(name), name)
        elif self.is_part(name):
            xml = XmlText(self.container.read(name), name)
            units = tuple(place_units(part_places(xml), self.fragments))
            if units:
                yield Document(name, units, part_title(xml))
        elif is_container(self.container.head(name, len(ZIP_MAGIC))):
            yield from inner_documents(self.registry, self.container, name)

    def licence_statements(self) -> dict[str, None]:
        """Give the licence statements of the first and last pages."""
        pages = [name for name in self.pages if not self.is_blank(name)]
        html = self.registry.document_format("", "text/html")
        ends = dict.fromkeys((*pages[:_LICENCE_PAGES], *pages[-_LICENCE_PAGES:]))
        found = (html.metadata(self.container.read(name)) for name in ends) if html else ()
        stated = dict.fromkeys(said for metadata in found for said in metadata.licence_statements)
        return stated or dict.fromkeys(self._in_scripts())

    def _in_scripts(self) -> Iterator[str]:
        """Give the licences that scripts write into the pages, as SCORM's players do."""
        for name in self.container.names:
            if name.lower().endswith(".js"):
                for match in _LICENCE_LINK.finditer(self.container.head(name, _SCRIPT_BYTES)):
                    yield match[1].decode("ascii")


def _under(above: tuple[str, ...], unit: Unit) -> Unit:
    """Put the items' titles in front of the unit's, its own title only once."""
    inner = unit.title_path
    if above and inner and inner[0] == above[-1]:
        inner = inner[1:]
    return replace(unit, title_path=(*above, *inner)) if above else unit

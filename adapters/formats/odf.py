# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenDocument texts (ODT) and presentations (ODP), as LibreOffice and others write them.

Follows OpenDocument 1.3 (OASIS, 2021), parts 2 (packages) and 3 (schema). A file is one document:
its title and description, its text, its headers, footers and masters, and the charts in it.
Members that do not change keep their bytes, compressed as they were.

Leaves out: flat XML files, spreadsheets and drawings; formulas, scripts and pictures stay as they
are; files with a password, which are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

from adapters.formats.first_look import FirstLook
from adapters.formats.odf_adaptation import set_language, set_metadata
from adapters.formats.odf_grammar import OdfGrammar
from adapters.formats.odf_metadata import metadata_fields, read_metadata, read_title
from adapters.formats.odf_notice import add_paragraphs, add_slide
from adapters.formats.odf_runs import slots
from adapters.formats.odf_slots import Slot
from adapters.formats.odf_splice import splice
from adapters.formats.odf_styles import MANIFEST, OFFICE, Styles
from adapters.formats.xml_fields import field_units, splice_fields
from adapters.formats.xml_splice import Edits, XmlText
from adapters.formats.zip_container import ZipContainer
from audarma.errors import MalformedDocumentError, UnsupportedFormatError
from audarma.model import Document, Metadata, Unit
from audarma.ports import Adaptation, Targets

_CONTENT, _STYLES, _META, _MANIFEST = (
    "content.xml",
    "styles.xml",
    "meta.xml",
    "META-INF/manifest.xml",
)
_OBJECT = re.compile(r"Object \d+/content\.xml")


class _OpenDocument:
    """A file in OpenDocument's package."""

    name: str
    suffixes: frozenset[str]
    media_type: bytes
    body: str

    def recognises(self, look: FirstLook) -> bool:
        """Say whether it begins as packages should: a stored member that names the type."""
        # Section 3.3 of part 2; what follows the name must not be part of it (text-template).
        begins = look.packed_type.startswith(self.media_type)
        return begins and not look.packed_type.startswith(self.media_type + b"-")

    def metadata(self, source: Path) -> Metadata:
        """Read ``meta.xml``; a licence that it lacks is looked for in the text."""
        with ZipContainer(source) as container:
            package = _Package(container, self.body)
            return read_metadata(package.meta, package.parts.values(), list(package.units()))

    def companions(self, source: Path) -> list[str]:
        """Give nothing: a file holds all that it shows."""
        return []

    def extract(self, source: Path) -> Iterator[Document]:
        """Give the one document."""
        with ZipContainer(source) as container:
            package = _Package(container, self.body)
            units = tuple(package.units())
            yield Document(source.name, units, read_title(package.meta, units))

    def merge(
        self,
        source: Path,
        targets_of: Callable[[str], Targets],
        adaptation: Adaptation | None,
        out: Path,
    ) -> None:
        """Write the adapted file to *out*, whole or not at all."""
        with ZipContainer(source) as container:
            package = _Package(container, self.body)
            merger = _Merger(package, targets_of(source.name), adaptation)
            container.rewrite(out, merger.change)


class OdtText(_OpenDocument):
    """A text document."""

    name = "odt"
    suffixes = frozenset({".odt"})
    media_type = b"application/vnd.oasis.opendocument.text"
    body = "text"


class OdpSlides(_OpenDocument):
    """A presentation."""

    name = "odp"
    suffixes = frozenset({".odp"})
    media_type = b"application/vnd.oasis.opendocument.presentation"
    body = "presentation"


class _Package:
    """An open file: its parts that hold text, in reading order."""

    def __init__(self, container: ZipContainer, body: str) -> None:
        self.container = container
        _refuse_encrypted(container)
        if _CONTENT not in container:
            raise MalformedDocumentError(
                f"{container.source.name}: holds no {_CONTENT}, so it is no OpenDocument file. "
                "Save it again in LibreOffice or another office program.",
                container.source.name,
            )
        objects = sorted(filter(_OBJECT.fullmatch, container.names), key=_object_number)
        names = [_CONTENT, *([_STYLES] if _STYLES in container else []), *objects]
        self.parts = {name: self._read(name) for name in names}
        self.meta = self._read(_META) if _META in container else None
        self._require(body)

    def _read(self, name: str) -> XmlText:
        return XmlText(self.container.read(name), f"{self.container.source.name}: {name}")

    def _require(self, wanted: str) -> None:
        """Refuse a file whose body is not what its name says."""
        body = self.parts[_CONTENT].root.child(f"{{{OFFICE}}}body")
        kinds = [element.local_name for element in body.elements] if body else []
        if wanted not in kinds:
            found = kinds[0] if kinds else "no body"
            name = self.container.source.name
            raise MalformedDocumentError(
                f"{name}: {_CONTENT} holds {found}, not a {wanted}. Give the file the suffix of "
                "what it is.",
                name,
                found,
            )

    def styles(self, part: str) -> Styles:
        """Give the styles that hold in *part*: its own above the package's."""
        if part == _STYLES:
            return self._shared_styles
        return Styles(self.parts[part], self._shared_styles)

    @cached_property
    def _shared_styles(self) -> Styles:
        return Styles(self.parts.get(_STYLES))

    @cached_property
    def slots(self) -> dict[str, dict[str, Slot]]:
        """Give the slots of each part, by the ids of their units."""
        return {name: self._slots(name) for name in self.parts}

    def _slots(self, name: str) -> dict[str, Slot]:
        root = self.parts[name].root
        regions = {
            f"{{{OFFICE}}}body",
            f"{{{OFFICE}}}master-styles",
        }
        # Automatic styles hold no text, and named ones only names.
        roots = [element for element in root.elements if element.name in regions]
        return slots(self.parts[name], roots, OdfGrammar(self.styles(name)), _prefix(name))

    def units(self) -> Iterator[Unit]:
        """Give the units in reading order."""
        yield from field_units(metadata_fields(self.meta))
        for found in self.slots.values():
            yield from (slot.unit(name) for name, slot in found.items())


class _Merger:
    """Gives each member's new content."""

    def __init__(self, package: _Package, targets: Targets, adaptation: Adaptation | None) -> None:
        self.package, self.targets, self.adaptation = package, targets, adaptation

    def change(self, member: str) -> bytes | None:
        """Give the member's new content, or ``None`` where it stays as it is."""
        if member in self.package.parts:
            return self._part(member)
        return self._meta() if member == _META else None

    def _part(self, member: str) -> bytes | None:
        part = self.package.parts[member]
        merged = splice(part, self.package.slots[member], self.targets)
        if self.adaptation is None:
            return merged
        if merged is not None:
            part = XmlText(merged, part.path)
        edits = Edits(part)
        set_language(part, edits, self.adaptation.locale)
        notice = self.adaptation.attribution
        if notice and member == _CONTENT:
            add_paragraphs(part, edits, self.package.styles(member), notice)
            add_slide(part, edits, self.package.parts.get(_STYLES), notice)
        return edits.apply()

    def _meta(self) -> bytes | None:
        meta = self.package.meta
        if meta is None:
            return None
        edits = Edits(meta)
        splice_fields(edits, metadata_fields(meta), self.targets)
        if self.adaptation:
            set_metadata(meta, edits, self.adaptation.locale, self.adaptation.attribution)
        return edits.apply()


def _prefix(member: str) -> str:
    """Give what the ids of a part's units begin with."""
    if member == _CONTENT:
        return "u"
    return "styles-u" if member == _STYLES else f"object{_object_number(member)}-u"


def _object_number(member: str) -> int:
    return int(re.sub(r"\D", "", member))


def _refuse_encrypted(container: ZipContainer) -> None:
    """Refuse a file with a password (part 2, section 3.4); its members are no XML."""
    if _MANIFEST not in container:
        return
    data = container.read(_MANIFEST)
    if b"encryption-data" not in data.replace(b"\0", b""):  # in UTF-16, too
        return
    manifest = XmlText(data, f"{container.source.name}: {_MANIFEST}")
    if any(manifest.root.descendants(f"{{{MANIFEST}}}encryption-data")):
        source = container.source.name
        raise UnsupportedFormatError(
            f"{source}: is protected by a password. Save a copy without it (File, Save As), or ask "
            "its author for one.",
            source,
        )

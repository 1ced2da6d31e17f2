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
from typing import NamedTuple

from adapters.formats.first_look import FirstLook
from adapters.formats.kept_readings import kept
from adapters.formats.odf_adaptation import set_language, set_metadata
from adapters.formats.odf_grammar import OdfGrammar
from adapters.formats.odf_metadata import metadata_fields, read_metadata, read_title
from adapters.formats.odf_notice import add_paragraphs, add_slide
from adapters.formats.odf_runs import slots
from adapters.formats.odf_slots import Slot
from adapters.formats.odf_splice import splice
from adapters.formats.odf_styles import MANIFEST, OFFICE, Styles
from adapters.formats.xml_fields import field_units, splice_fields
from adapters.formats.xml_splice import Edits, XmlFile, XmlText
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
_MEMORY = 4  # bytes that a byte of a member takes, with its slots, as measured
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
            units = list(package.units())
            return read_metadata(package.meta, map(package.part, package.members), units)

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
    """An open file: its members that hold text, in reading order, parsed when they are needed."""

    def __init__(self, container: ZipContainer, body: str) -> None:
        self.container, self.body = container, body
        _refuse_encrypted(container)
        if _CONTENT not in container:
            raise MalformedDocumentError(
                f"{container.source.name}: holds no {_CONTENT}, so it is no OpenDocument file. "
                "Save it again in LibreOffice or another office program.",
                container.source.name,
            )
        objects = sorted(filter(_OBJECT.fullmatch, container.names), key=_object_number)
        names = [_CONTENT, *([_STYLES] if _STYLES in container else []), *objects]
        self.members = {name: container.read(name) for name in names}
        self._parts: dict[str, XmlText] = {}

    def path(self, member: str) -> str:
        """Give what messages call a member."""
        return f"{self.container.source.name}: {member}"

    def part(self, member: str) -> XmlText:
        """Give a member that holds text, parsed."""
        if member not in self._parts:
            self._parts[member] = XmlText(self.members[member], self.path(member))
        return self._parts[member]

    @cached_property
    def meta(self) -> XmlText | None:
        """Give the metadata."""
        if _META not in self.container:
            return None
        return XmlText(self.container.read(_META), self.path(_META))

    def styles(self, member: str) -> Styles:
        """Give the styles that hold in *member*: its own above the package's."""
        if member == _STYLES:
            return self._shared_styles
        return Styles(self.part(member), self._shared_styles)

    @cached_property
    def _shared_styles(self) -> Styles:
        return Styles(self.part(_STYLES) if _STYLES in self.members else None)

    @cached_property
    def slots(self) -> dict[str, dict[str, Slot]]:
        """Give the slots of each member, by the ids of their units."""
        return _slots(self).by_member

    def units(self) -> Iterator[Unit]:
        """Give the units in reading order."""
        slots = self.slots
        yield from field_units(metadata_fields(self.meta))
        for found in slots.values():
            yield from (slot.unit(name) for name, slot in found.items())


class _Slots(NamedTuple):
    """The slots of a file's members, and about how many bytes of *memory* they take."""

    by_member: dict[str, dict[str, Slot]]
    memory: int


def _contents(package: _Package) -> tuple[object, ...]:
    """Give all that the slots of a file hang on."""
    return package.body, package.container.source.name, *package.members.items()


@kept(lambda slots: slots.memory, key=_contents)
def _slots(package: _Package) -> _Slots:
    for member in package.members:
        package.part(member)  # What is no XML is refused before all else.
    _require(package, package.body)
    found = {member: _slots_in(package, member) for member in package.members}
    return _Slots(found, _MEMORY * sum(map(len, package.members.values())))


def _require(package: _Package, wanted: str) -> None:
    """Refuse a file whose body is not what its name says."""
    body = package.part(_CONTENT).root.child(f"{{{OFFICE}}}body")
    kinds = [element.local_name for element in body.elements] if body else []
    if wanted not in kinds:
        found = kinds[0] if kinds else "no body"
        name = package.container.source.name
        raise MalformedDocumentError(
            f"{name}: {_CONTENT} holds {found}, not a {wanted}. Give the file the suffix of "
            "what it is.",
            name,
            found,
        )


def _slots_in(package: _Package, member: str) -> dict[str, Slot]:
    part = package.part(member)
    regions = {
        f"{{{OFFICE}}}body",
        f"{{{OFFICE}}}master-styles",
    }
    # Automatic styles hold no text, and named ones only names.
    roots = [element for element in part.root.elements if element.name in regions]
    return slots(part, roots, OdfGrammar(package.styles(member)), _prefix(member))


class _Merger:
    """Gives each member's new content."""

    def __init__(self, package: _Package, targets: Targets, adaptation: Adaptation | None) -> None:
        self.package, self.targets, self.adaptation = package, targets, adaptation

    def change(self, member: str) -> bytes | None:
        """Give the member's new content, or ``None`` where it stays as it is."""
        if member in self.package.members:
            return self._part(member)
        return self._meta() if member == _META else None

    def _part(self, member: str) -> bytes | None:
        path, slots = self.package.path(member), self.package.slots[member]
        merged = splice(XmlFile(self.package.members[member], path), slots, self.targets)
        if self.adaptation is None:
            return merged
        part = self.package.part(member) if merged is None else XmlText(merged, path)
        edits = Edits(part)
        set_language(part, edits, self.adaptation.locale)
        notice = self.adaptation.attribution
        if notice and member == _CONTENT:
            add_paragraphs(part, edits, self.package.styles(member), notice)
            masters = self.package.part(_STYLES) if _STYLES in self.package.members else None
            add_slide(part, edits, masters, notice)
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

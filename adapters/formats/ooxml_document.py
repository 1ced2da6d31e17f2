# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What DOCX and PPTX share: a package's parts read in order, and merged with their targets.

A file is one document. One part at a time is parsed; parts that do not change keep their bytes.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from adapters.formats.first_look import FirstLook
from adapters.formats.html_text import escape_attribute
from adapters.formats.ooxml_language import language_changes
from adapters.formats.ooxml_package import (
    CONTENT_TYPES,
    PACKAGE_RELATIONSHIPS,
    OfficePackage,
    add_override,
    add_relationship,
    has_main_type,
    open_container,
)
from adapters.formats.ooxml_properties import (
    CORE_RELATIONSHIP,
    CORE_TYPE,
    CUSTOM_TYPE,
    EMPTY_CORE,
    EMPTY_CUSTOM,
    Properties,
    adapted_core,
    adapted_custom,
)
from adapters.formats.ooxml_splice import Change, Splice, put
from adapters.formats.ooxml_tokens import PartContext
from adapters.formats.ooxml_units import KindOf, Place, Slot, find_slots
from adapters.formats.ooxml_write import paragraph_markup
from adapters.formats.xml_fields import field_units
from adapters.formats.xml_splice import Edits, XmlText, text_markup
from audarma.errors import InlineCodeError
from audarma.inline_code import code_faults, plain_text
from audarma.model import Document, Metadata, Unit
from audarma.ports import Adaptation, Targets


@dataclass(frozen=True, slots=True)
class Part:
    """A part that holds units, and how they are found and named."""

    name: str
    place: Place
    kind_of: KindOf
    context: PartContext


@dataclass(slots=True)
class Members:
    """What becomes of the package's members: new content, and members that it lacked."""

    package: OfficePackage
    changed: dict[str, bytes] = field(default_factory=dict)
    added: dict[str, bytes] = field(default_factory=dict)

    def text(self, name: str) -> XmlText:
        """Give a member as it is by now."""
        known = self.changed.get(name) or self.added.get(name)
        return XmlText(known, name) if known else self.package.read(name)

    def edit(self, name: str, edit: Callable[[Edits], None]) -> None:
        """Change a member."""
        edits = Edits(self.text(name))
        edit(edits)
        (self.added if name in self.added else self.changed)[name] = edits.apply()

    def add(self, name: str, content: bytes, content_type: str) -> None:
        """Add a part."""
        self.added[name] = content
        self.edit(CONTENT_TYPES, lambda edits: add_override(edits, name, content_type))


class OfficeDocument(ABC):
    """A format in Office Open XML's package; subclasses say which parts hold units."""

    name: str
    suffixes: frozenset[str]
    content_types: frozenset[str]

    @abstractmethod
    def parts(self, package: OfficePackage, main: str) -> Iterator[Part]:
        """Give the parts in reading order."""

    @abstractmethod
    def language_parts(self, package: OfficePackage, main: str) -> list[str]:
        """Give the parts without units that state a language."""

    def consequences(self, part: XmlText, changes: list[Change]) -> Iterator[Change]:
        """Give what must change in *part* because of *changes*, its targets."""
        yield from ()

    @abstractmethod
    def notice(self, members: Members, main: str, adaptation: Adaptation) -> None:
        """Write the notice that readers see."""

    def recognises(self, look: FirstLook) -> bool:
        """Say whether it is a package that begins with this kind of document."""
        return look.is_zip and has_main_type(look.path, self.content_types)

    def companions(self, source: Path) -> list[str]:
        """Give nothing: a package holds all that it shows."""
        return []

    def metadata(self, source: Path) -> Metadata:
        """Read the document's properties; a licence that they lack is looked for in the text."""
        with open_container(source) as container:
            package = OfficePackage(container)
            main = package.main_part(self.content_types)
            units: list[Unit] = []
            addresses: list[str] = []
            for part in self.parts(package, main):
                units += self._units(package, part)
                addresses += part.context.links.values()
            return Properties(package).metadata(units, addresses)

    def extract(self, source: Path) -> Iterator[Document]:
        """Give the one document: its properties, then its parts."""
        with open_container(source) as container:
            package = OfficePackage(container)
            main = package.main_part(self.content_types)
            properties = Properties(package)
            units = [*field_units(properties.fields())]
            for part in self.parts(package, main):
                units += self._units(package, part)
            title = properties.metadata(units, ()).title
            yield Document(source.name, tuple(units), title)

    def merge(
        self,
        source: Path,
        targets_of: Callable[[str], Targets],
        adaptation: Adaptation | None,
        out: Path,
    ) -> None:
        """Write the adapted file to *out*, whole or not at all."""
        with open_container(source) as container:
            package = OfficePackage(container)
            main = package.main_part(self.content_types)
            members = Members(package)
            targets = targets_of(source.name)
            self.merge_parts(members, main, targets, adaptation)
            self._merge_properties(members, targets, adaptation)
            if adaptation and adaptation.attribution:
                self.notice(members, main, adaptation)
            container.rewrite(out, members.changed.get, members.added.items())

    @staticmethod
    def _units(package: OfficePackage, part: Part) -> list[Unit]:
        slots = find_slots(package.read(part.name), part.place, part.context, part.kind_of)
        return [slot.unit for slot in slots if not slot.repeats]

    def merge_parts(
        self, members: Members, main: str, targets: Targets, adaptation: Adaptation | None
    ) -> None:
        """Write *targets* into the parts, and the language that they are in.

        Raises:
            InlineCodeError: names every unit whose target does not hold its codes, and why.
        """
        locale = adaptation.locale if adaptation else ""
        faults: list[str] = []
        for part in self.parts(members.package, main):
            xml = members.package.read(part.name)
            slots = find_slots(xml, part.place, part.context, part.kind_of)
            changes: list[Change] = []
            for slot in slots:
                target = targets.get(slot.unit.id)
                if not target or target == slot.unit.content:
                    continue
                faults += [f"{slot.unit.id}: {f}" for f in code_faults(slot.unit.content, target)]
                changes.append(_change(slot, target, locale))
            if not faults:
                changes += [*self.consequences(xml, changes)]
                _keep(members, xml, changes, locale)
        if faults:
            source = members.package.container.source.name
            message = f"{source}: target of {'; '.join(dict.fromkeys(faults))}."
            raise InlineCodeError(message, source, tuple(faults))
        if locale:
            for name in self.language_parts(members.package, main):
                _keep(members, members.package.read(name), [], locale)

    @staticmethod
    def _merge_properties(
        members: Members, targets: Targets, adaptation: Adaptation | None
    ) -> None:
        package = members.package
        properties = Properties(package)
        if properties.core:
            fields = properties.fields()
            content = adapted_core(properties.core, fields, targets, adaptation)
            members.changed[properties.core.path] = content
        elif adaptation:
            name = _fresh(package, "docProps/core.xml")
            _relate(members, name, EMPTY_CORE, CORE_TYPE, CORE_RELATIONSHIP)
            members.added[name] = adapted_core(members.text(name), [], targets, adaptation)
        if adaptation and adaptation.attribution:
            if properties.custom:
                content = adapted_custom(properties.custom, adaptation.attribution)
                members.changed[properties.custom.path] = content
                return
            name = _fresh(package, "docProps/custom.xml")
            _relate(members, name, EMPTY_CUSTOM, CUSTOM_TYPE, "custom-properties")
            members.added[name] = adapted_custom(members.text(name), adaptation.attribution)


def _relate(members: Members, name: str, content: bytes, content_type: str, kind: str) -> None:
    """Add a part that the package itself is linked to."""
    members.add(name, content, content_type)
    members.edit(PACKAGE_RELATIONSHIPS, lambda edits: _link(edits, kind, name))


def _link(edits: Edits, kind: str, target: str) -> None:
    add_relationship(edits, kind, target)


def _fresh(package: OfficePackage, name: str) -> str:
    """Give *name*, or one like it that no member has."""
    stem, dot, suffix = name.rpartition(".")
    number = 1
    while name in package.container:
        number += 1
        name = f"{stem}{number}{dot}{suffix}"
    return name


def _keep(members: Members, xml: XmlText, changes: list[Change], locale: str) -> None:
    """Remember the part with *changes*, and in the language *locale* where one is given."""
    if locale:
        changes = [*changes, *language_changes(xml, locale)]
    if changes:
        members.changed[xml.path] = Splice(xml, changes).apply()


def _change(slot: Slot, target: str, locale: str) -> Change:
    """Give the change that writes *target* where its unit stands."""
    paragraph = slot.paragraph
    if paragraph:
        return Change(
            slot.start,
            slot.end,
            lambda splice: paragraph_markup(splice, slot.element, paragraph, target, locale),
        )
    text = plain_text(target)
    markup = escape_attribute(text, slot.quote, {}) if slot.quote else text_markup(text)
    return put(slot.start, slot.end, markup)


def unit_prefix(name: str, taken: set[str]) -> str:
    """Give what the ids of a part's units begin with: the part's name, with a number if taken."""
    stem = name.rpartition("/")[2].removesuffix(".xml")
    prefix, number = f"{stem}-u", 1
    while prefix in taken:
        number += 1
        prefix = f"{stem}.{number}-u"
    taken.add(prefix)
    return prefix


def links(package: OfficePackage, part: str) -> dict[str, str]:
    """Give the addresses that *part* links to, by relationship."""
    return {
        relationship.id: relationship.target
        for relationship in package.relationships(part)
        if relationship.is_external
    }

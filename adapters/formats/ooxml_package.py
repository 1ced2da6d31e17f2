# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An Office Open XML package: its parts, their content types and their relationships.

Follows ISO/IEC 29500-2:2021, Open Packaging Conventions. Part names are without their leading
slash, as members of archives are named.

Leaves out: encrypted packages, which are refused; digital signatures, which no change survives.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from adapters.formats.xml_splice import Edits, Element, XmlText, attribute_markup
from adapters.formats.zip_container import ZipContainer
from audarma.errors import MalformedDocumentError, UnsupportedFormatError

CONTENT_TYPES = "[Content_Types].xml"
PACKAGE_RELATIONSHIPS = "_rels/.rels"

_COMPOUND_FILE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_HEAD_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from a part: *kind* is the last word of its type, *target* a part or an address."""

    id: str
    kind: str
    target: str
    is_external: bool


class OfficePackage:
    """An open package; close its *container* when done."""

    def __init__(self, container: ZipContainer) -> None:
        self.container = container
        self._names = {name.casefold(): name for name in container.names}
        self._relationships: dict[str, list[Relationship]] = {}

    def read(self, part: str) -> XmlText:
        """Parse *part*."""
        return XmlText(self.container.read(part), part)

    def main_part(self, content_types: frozenset[str]) -> str:
        """Give the part that the document begins with, whose content type is to be one of these.

        Raises:
            MalformedDocumentError: there is none.
        """
        source = self.container.source.name
        if CONTENT_TYPES in self.container:
            types = self.content_types()
            for part in self.related("", "officeDocument"):
                if types.get(part.casefold()) in content_types:
                    return part
        raise MalformedDocumentError(
            f"{source}: holds no document of the kind that its suffix says. Save it again in an "
            "office program, or give it the suffix of what it is.",
            source,
        )

    def content_types(self) -> dict[str, str]:
        """Give the content types of parts that have one of their own, by name in lower case."""
        root = self.read(CONTENT_TYPES).root
        return {
            override.attributes.get("PartName", "").lstrip("/").casefold(): override.attributes.get(
                "ContentType", ""
            )
            for override in root.elements
            if override.local_name == "Override"
        }

    def related(self, part: str, *kinds: str) -> list[str]:
        """Give the parts that *part* (``""``: the package) is linked to by one of *kinds*."""
        found = (
            relationship.target
            for relationship in self.relationships(part)
            if relationship.kind in kinds and not relationship.is_external
        )
        return [name for name in dict.fromkeys(found) if name in self.container]

    def relationships(self, part: str) -> list[Relationship]:
        """Give the links from *part*; those to parts name them as the archive does."""
        if part not in self._relationships:
            name = self._names.get(relationships_name(part).casefold())
            root = self.read(name).root if name else None
            self._relationships[part] = [*self._links(root, part)] if root else []
        return self._relationships[part]

    def _links(self, root: Element, part: str) -> Iterator[Relationship]:
        for element in root.elements:
            target = element.attributes.get("Target", "")
            is_external = element.attributes.get("TargetMode") == "External"
            if not is_external:
                target = self._resolved(target, part)
            kind = element.attributes.get("Type", "").rpartition("/")[2]
            yield Relationship(element.attributes.get("Id", ""), kind, target, is_external)

    def _resolved(self, target: str, part: str) -> str:
        """Give the member that a relative reference in *part*'s relationships leads to."""
        path = posixpath.join("/", posixpath.dirname(part), unquote(target.partition("#")[0]))
        name = posixpath.normpath(path).lstrip("/")
        return self._names.get(name.casefold(), name)


def relationships_name(part: str) -> str:
    """Give the name of the part that holds *part*'s relationships (clause 6.5.2)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def open_container(source: Path) -> ZipContainer:
    """Open *source*.

    Raises:
        UnsupportedFormatError: it is encrypted, or of the formats before 2007.
        MalformedDocumentError: it is no archive.
        UnsafeSourceError: unpacking it could do harm.
    """
    try:
        with source.open("rb") as stream:
            head = stream.read(len(_COMPOUND_FILE_MAGIC))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise MalformedDocumentError(
            f"{source.name}: cannot be read ({reason}). Check that it is a file and that you may "
            "read it.",
            source.name,
            reason,
        ) from error
    if head == _COMPOUND_FILE_MAGIC:
        raise UnsupportedFormatError(
            f"{source.name}: is protected by a password, or in Office's format from before 2007. "
            f"Open it in an office program and save it as {source.suffix.lower()} without a "
            "password.",
            source.name,
        )
    return ZipContainer(source)


def has_main_type(source: Path, content_types: frozenset[str]) -> bool:
    """Say whether *source* is a package that names one of *content_types*; never raises."""
    try:
        with zipfile.ZipFile(source) as archive, archive.open(CONTENT_TYPES) as stream:
            head = stream.read(_HEAD_BYTES).decode("utf-8", errors="replace")
    except Exception:  # whatever a damaged archive makes zipfile raise
        return False
    return any(f'"{name}"' in head or f"'{name}'" in head for name in content_types)


def add_override(edits: Edits, part: str, content_type: str) -> None:
    """Name the content type of a new *part* in ``[Content_Types].xml``."""
    root = edits.source.root
    prefix = root.tag.removesuffix(root.local_name)
    edits.append(
        root,
        f"<{prefix}Override PartName={attribute_markup(f'/{part}')} "
        f"ContentType={attribute_markup(content_type)}/>",
    )


def add_relationship(edits: Edits, kind: str, target: str) -> str:
    """Add a link to a new part, and give its identifier; *kind* is its type or that's last word."""
    root = edits.source.root
    taken = {element.attributes.get("Id", "") for element in root.elements}
    number = len(taken) + 1
    while f"rId{number}" in taken:
        number += 1
    prefix = root.tag.removesuffix(root.local_name)
    type_ = kind if "/" in kind else f"{_OFFICE_RELATIONSHIPS}/{kind}"
    markup = (
        f'<{prefix}Relationship Id="rId{number}" Type={attribute_markup(type_)} '
        f"Target={attribute_markup(target)}/>"
    )
    if root.elements:
        edits.append(root, markup)
    else:
        end = "" if root.content_start < root.end else f"</{root.tag}>"
        tag = edits.source.utf8[root.start : root.content_start].decode("utf-8")
        head = f"{tag.removesuffix('/>').rstrip()}>" if end else tag
        edits.replace(root.start, root.content_start, f"{head}{markup}{end}")
    return f"rId{number}"

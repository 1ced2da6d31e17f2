# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An EPUB's package document (OPF): what files the publication has, and in what order.

Follows EPUB 3.3, sections 4.2.6.3.1 (container.xml) and 5 (package document), and OPF 2.0.1.

Leaves out: what the package says of the publication, which is in ``epub_metadata``.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from adapters.formats.xml_splice import Element, XmlText
from adapters.formats.zip_container import ZipContainer
from audarma.errors import MalformedDocumentError

OPF_NAMESPACE = "http://www.idpf.org/2007/opf"
DC_NAMESPACE = "http://purl.org/dc/elements/1.1/"

CONTAINER_PATH = "META-INF/container.xml"
PACKAGE_MEDIA_TYPE = "application/oebps-package+xml"
NCX_MEDIA_TYPE = "application/x-dtbncx+xml"
XHTML_MEDIA_TYPE = "application/xhtml+xml"


@dataclass(frozen=True, slots=True)
class Item:
    """A file that the manifest names; *path* is its member's, or empty where it is elsewhere."""

    id: str
    path: str
    media_type: str
    properties: frozenset[str]
    element: Element


class Package:
    """A parsed package document; *path* is its member's."""

    def __init__(self, xml: XmlText) -> None:
        self.xml = xml
        self.path = xml.path
        self.root = xml.root
        self.version = 2 if self.root.attributes.get("version", "2").startswith(("1", "2")) else 3
        self.metadata = self._part("metadata")
        self.manifest = self._part("manifest")
        self.spine_element = self._part("spine")
        self.items = {item.id: item for item in self._manifest_items()}

    @property
    def spine(self) -> tuple[Item, ...]:
        """Give the files of the reading order, first to last."""
        references = (ref.attributes.get("idref", "") for ref in self.spine_element.elements)
        return tuple(self.items[name] for name in references if name in self.items)

    @property
    def navigation(self) -> Item | None:
        """Give EPUB 3's navigation document."""
        return next((item for item in self.items.values() if "nav" in item.properties), None)

    @property
    def ncx(self) -> Item | None:
        """Give the NCX: EPUB 2's navigation, which EPUB 3 may hold for older readers."""
        named = self.items.get(self.spine_element.attributes.get("toc", ""))
        return named or next(
            (item for item in self.items.values() if item.media_type == NCX_MEDIA_TYPE), None
        )

    @property
    def identifier(self) -> Element | None:
        """Give the element that holds the publication's unique identifier."""
        name = self.root.attributes.get("unique-identifier", "")
        return next(
            (
                found
                for found in self.dublin_core("identifier")
                if found.attributes.get("id") == name
            ),
            None,
        )

    @property
    def ids(self) -> set[str]:
        """Give every ``id`` in use."""
        return {
            node.attributes["id"]
            for node in self.root.nodes()
            if isinstance(node, Element) and "id" in node.attributes
        }

    def dublin_core(self, local_name: str) -> list[Element]:
        """Give the Dublin Core elements of that name that hold text, in their order."""
        found = self.metadata.descendants(f"{{{DC_NAMESPACE}}}{local_name}")
        return [element for element in found if element.text.strip()]

    def described(self, local_name: str) -> Iterator[Element]:
        """Give the ``meta`` or ``link`` elements that are about the publication as a whole."""
        for node in self.metadata.nodes():
            if isinstance(node, Element) and node.local_name == local_name:
                refined = node.attributes.get("refines", "").removeprefix("#")
                if refined in ("", self.root.attributes.get("id")):
                    yield node

    def refinements(self, element: Element) -> list[Element]:
        """Give the ``meta`` elements that say more of *element*."""
        name = element.attributes.get("id")
        return [
            node
            for node in self.metadata.elements
            if name and node.local_name == "meta" and node.attributes.get("refines") == f"#{name}"
        ]

    def _part(self, local_name: str) -> Element:
        for element in self.root.elements:
            if element.local_name == local_name and element.elements:
                return element
        raise MalformedDocumentError(
            f"{self.path}: the package has no {local_name}, or an empty one. Export the EPUB "
            "again, or repair it in an EPUB editor.",
            self.path,
            local_name,
        )

    def _manifest_items(self) -> Iterator[Item]:
        for element in self.manifest.elements:
            values = element.attributes
            if "id" in values and "href" in values:
                yield Item(
                    id=values["id"],
                    path=resolve(self.path, values["href"]),
                    media_type=values.get("media-type", ""),
                    properties=frozenset(values.get("properties", "").split()),
                    element=element,
                )


def packages(container: ZipContainer) -> tuple[Package, ...]:
    """Give the publication's package documents: one, or one a rendition.

    Raises:
        MalformedDocumentError: this is no EPUB.
    """
    if CONTAINER_PATH not in container:
        raise MalformedDocumentError(
            f"{container.source.name}: has no {CONTAINER_PATH}, so it is no EPUB. Check the file, "
            "or give it the suffix of what it is.",
            container.source.name,
        )
    root = XmlText(container.read(CONTAINER_PATH), CONTAINER_PATH).root
    paths = dict.fromkeys(
        unquote(node.attributes.get("full-path", ""))
        for node in root.nodes()
        if isinstance(node, Element)
        and node.local_name == "rootfile"
        and node.attributes.get("media-type") == PACKAGE_MEDIA_TYPE
    )
    if not paths:
        raise MalformedDocumentError(
            f"{container.source.name}: {CONTAINER_PATH} names no package document. Export the EPUB "
            "again, or repair it in an EPUB editor.",
            container.source.name,
        )
    return tuple(Package(XmlText(container.read(path), path)) for path in paths)


def resolve(base: str, reference: str) -> str:
    """Give the member that *reference* in the member *base* means; empty if it is none."""
    parts = urlsplit(reference)
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(parts.path)))
    return "" if path.startswith(("/", "../")) or path in (".", "..") else path

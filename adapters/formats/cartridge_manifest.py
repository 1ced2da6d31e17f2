# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manifest of a content package: what files it has, in what order, and under which titles.

Follows IMS Content Packaging 1.1 and 1.2, and its profiles in IMS Common Cartridge 1.0 to 1.3 and
SCORM 1.2 and 2004. Elements are known by their local names: the profiles differ in namespaces.

Leaves out: what the manifest says of the package as a whole, which is in ``cartridge_lom``.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from adapters.formats.cartridge_lom import lom_strings, loms
from adapters.formats.quiz_fragment import Fragment, Kind
from adapters.formats.xml_places import Place
from adapters.formats.xml_splice import XML_NAMESPACE, Element, XmlText
from adapters.formats.zip_container import ZipContainer
from audarma.errors import MalformedDocumentError
from audarma.model import UnitKind

MANIFEST = "imsmanifest.xml"

_XML_BASE = f"{{{XML_NAMESPACE}}}base"
_TITLED = frozenset({"organization", "item"})
_DESCRIBED = {"title": UnitKind.TITLE, "description": UnitKind.METADATA}


@dataclass(frozen=True, slots=True)
class Shown:
    """A member that the manifest names, with the titles that lead to it.

    *is_shown* says that an item of an organisation does.
    """

    title_path: tuple[str, ...]
    is_shown: bool


class Manifest:
    """A parsed manifest."""

    def __init__(self, xml: XmlText) -> None:
        """Take the parsed file.

        Raises:
            MalformedDocumentError: its root element is no manifest.
        """
        self.xml = xml
        self.root = xml.root
        if self.root.local_name != "manifest":
            raise MalformedDocumentError(
                f"{xml.path}:{self.root.line}: begins with <{self.root.tag}> and not with "
                "<manifest>. Export the package again.",
                xml.path,
                self.root.tag,
            )
        self.resources = {
            element.attributes.get("identifier", ""): element for element in self._all("resource")
        }

    @property
    def organizations(self) -> list[Element]:
        """Give the trees of items, first to last."""
        return list(self._all("organization"))

    @property
    def identifiers(self) -> set[str]:
        """Give every identifier in use."""
        return {
            node.attributes["identifier"]
            for node in (self.root, *self.root.nodes())
            if isinstance(node, Element) and "identifier" in node.attributes
        }

    @property
    def schema(self) -> str:
        """Give what the package says that it is: ``IMS Common Cartridge``, ``ADL SCORM``."""
        found = (element.text.strip() for element in self._all("schema"))
        return next(found, "")

    @property
    def title(self) -> str:
        """Give the package's title: that of its metadata, or of its first organisation."""
        stated = (
            element.text
            for lom in loms(self.root)
            for element in lom_strings(lom, "general", "title")
        )
        titles = (
            child.text
            for owner in (*self.organizations, *self._all("item"))
            for child in owner.elements
            if child.local_name == "title"
        )
        return next((" ".join(t.split()) for t in (*stated, *titles) if t.strip()), "")

    def places(self) -> Iterator[Place]:
        """Give the texts of the manifest that people read: titles, and descriptions in LOM."""
        number = 0
        for node in self.root.nodes():
            if not isinstance(node, Element):
                continue
            if node.local_name == "title" and node.parent and node.parent.local_name in _TITLED:
                number += 1
                kind = UnitKind.NAVIGATION
                fragment = Fragment(node.text, Kind.PLAIN, f"title{number}.", kind)
                yield Place(node, fragment, _titles_above(node.parent))
        number = 0
        for lom in loms(self.root, everywhere=True):
            for name, kind in _DESCRIBED.items():
                for element in lom_strings(lom, "general", name):
                    number += 1
                    yield Place(
                        element, Fragment(element.text, Kind.PLAIN, f"lom-{name}{number}.", kind)
                    )

    def members(self, container: ZipContainer) -> dict[str, Shown]:
        """Give the members that the manifest names, those of its items first, in their order."""
        found: dict[str, Shown] = {}
        for organization in self.organizations:
            for node in organization.nodes():
                if isinstance(node, Element) and node.local_name == "item":
                    resource = self.resources.get(node.attributes.get("identifierref", ""))
                    if resource is not None:
                        path = (*_titles_above(node), *_title_of(node))
                        self._add(found, container, resource, Shown(path, True))
        for resource in self.resources.values():
            self._add(found, container, resource, Shown((), False))
        return found

    def _add(
        self, found: dict[str, Shown], container: ZipContainer, resource: Element, shown: Shown
    ) -> None:
        hrefs = [resource.attributes.get("href", "")]
        hrefs += (
            element.attributes.get("href", "")
            for element in resource.elements
            if element.local_name == "file"
        )
        for href in filter(None, hrefs):
            name = _member(container, resource, href)
            if name:
                found.setdefault(name, shown)

    def _all(self, local_name: str) -> Iterator[Element]:
        for node in self.root.nodes():
            if isinstance(node, Element) and node.local_name == local_name:
                yield node


def read_manifest(container: ZipContainer) -> Manifest:
    """Read the manifest of a package.

    Raises:
        MalformedDocumentError: the package has none where it must be.
    """
    if MANIFEST in container:
        return Manifest(XmlText(container.read(MANIFEST), MANIFEST))
    name = container.source.name
    inner = next((n for n in container.names if n.endswith(f"/{MANIFEST}")), "")
    folder = posixpath.dirname(inner)
    what = f"has its {MANIFEST} in the folder {folder}" if folder else f"has no {MANIFEST}"
    advice = f"Zip what is inside of {folder}" if folder else "Export the package again"
    raise MalformedDocumentError(
        f"{name}: {what}, and a package must have it at the top. {advice}.", name, inner
    )


def _titles_above(element: Element) -> tuple[str, ...]:
    """Give the titles of the items around *element*, outermost first."""
    titles: list[str] = []
    parent = element.parent
    while parent is not None:
        if parent.local_name == "item":
            titles[:0] = _title_of(parent)
        parent = parent.parent
    return tuple(titles)


def _title_of(item: Element) -> tuple[str, ...]:
    title = next((child for child in item.elements if child.local_name == "title"), None)
    text = " ".join(title.text.split()) if title else ""
    return (text,) if text else ()


def _member(container: ZipContainer, resource: Element, href: str) -> str:
    """Give the member that *href* means, escaped or not; empty if it is none."""
    bases: list[str] = []
    element: Element | None = resource
    while element is not None:
        bases.insert(0, element.attributes.get(_XML_BASE, ""))
        element = element.parent
    for path in (unquote(_path(href)), href):
        name = posixpath.normpath(posixpath.join("", *map(unquote, bases), path))
        if name in container:
            return name
    return ""


def _path(href: str) -> str:
    """Give the path of an address of the package; empty where it leads elsewhere."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc else parts.path

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""EPUB 2 and 3: its pages in reading order, its tables of contents and its metadata.

Follows EPUB 3.3 (W3C, 2023) and OPS, OPF and OCF 2.0.1 (IDPF, 2010). A document's path is its
member's. Pages are read by the registry's XHTML format; the package document and the NCX are
spliced. Members that do not change keep their bytes, compressed as they were.

Leaves out: pictures of text, SVG pages, captions where the registry reads no WebVTT (they stay as
they are), and protected publications, which are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from adapters.formats.epub_adaptation import adapt_package, adapted_identifier
from adapters.formats.epub_metadata import package_fields, package_metadata
from adapters.formats.epub_navigation import (
    add_to_navigation,
    add_to_ncx,
    nav_entries,
    ncx_entries,
    ncx_fields,
    title_paths,
)
from adapters.formats.epub_notice import NoticePlace, add_to_package, notice_place
from adapters.formats.epub_package import XHTML_MEDIA_TYPE, Item, Package, packages
from adapters.formats.epub_protection import obfuscates_fonts
from adapters.formats.first_look import FirstLook
from adapters.formats.html_notice import notice_page
from adapters.formats.xml_fields import field_units, relabel_language, splice_fields
from adapters.formats.xml_splice import Edits, XmlText
from adapters.formats.zip_container import ZipContainer
from audarma.errors import MalformedDocumentError, UnsupportedFormatError
from audarma.model import SOURCE_LOCALE, Document, Metadata, Unit
from audarma.ports import Adaptation, DocumentFormat, FormatRegistry, Targets

EPUB_MEDIA_TYPE = b"application/epub+zip"

CAPTIONS_MEDIA_TYPE = "text/vtt"
_PAGE_MEDIA_TYPES = frozenset({XHTML_MEDIA_TYPE, "text/html", CAPTIONS_MEDIA_TYPE})
_LICENCE_PAGES = 5
"""So many pages at either end are searched for a licence: title pages, imprints, colophons."""


class Epub:
    """A publication in EPUB's container."""

    name = "epub"
    suffixes = frozenset({".epub"})

    def __init__(self, registry: FormatRegistry) -> None:
        """Take the *registry* that knows the format of pages."""
        self.registry = registry

    def recognises(self, look: FirstLook) -> bool:
        """Say whether it begins as OCF demands: a stored member that names the format."""
        return look.packed_type.startswith(EPUB_MEDIA_TYPE)

    def metadata(self, source: Path) -> Metadata:
        """Read the package's metadata; a licence that it lacks is looked for in the pages."""
        with ZipContainer(source) as container:
            book = _Book(container, self.registry)
            found = package_metadata(book.packages[0])
            if found.licence_statements:
                return found
            return replace(found, licence_statements=tuple(book.licence_statements()))

    def companions(self, source: Path) -> list[str]:
        """Give nothing: a book holds all that it shows."""
        return []

    def extract(self, source: Path) -> Iterator[Document]:
        """Give the metadata, the pages in spine order, and the tables of contents."""
        with ZipContainer(source) as container:
            book = _Book(container, self.registry)
            for package in book.packages:
                yield book.package_document(package)
            for page in book.pages.values():
                yield book.page_document(page)
            for path in book.ncx_paths:
                yield book.ncx_document(path)

    def merge(
        self,
        source: Path,
        targets_of: Callable[[str], Targets],
        adaptation: Adaptation | None,
        out: Path,
    ) -> None:
        """Write the adapted publication to *out*, whole or not at all."""
        with ZipContainer(source) as container:
            merger = _Merger(_Book(container, self.registry), targets_of, adaptation)
            container.rewrite(out, merger.change, merger.added())


@dataclass(frozen=True, slots=True)
class _Page:
    """A member that a document format reads."""

    item: Item
    format: DocumentFormat


class _Book:
    """An open publication: which members are units' documents, and of what kind."""

    def __init__(self, container: ZipContainer, registry: FormatRegistry) -> None:
        self.container = container
        self.registry = registry
        self.obfuscates_fonts = obfuscates_fonts(container)
        self.packages = packages(container)
        self.pages = {page.item.path: page for page in self._find_pages()}
        ncxs = (package.ncx for package in self.packages)
        self.ncx_paths = tuple(
            dict.fromkeys(ncx.path for ncx in ncxs if ncx and ncx.path in container)
        )
        self.navigation_paths = {
            package.navigation.path for package in self.packages if package.navigation
        }
        self._titles: dict[str, tuple[str, ...]] | None = None

    def _find_pages(self) -> Iterator[_Page]:
        """Give the pages: the spine's, then those that only the manifest names."""
        for package in self.packages:
            for item in (*package.spine, *package.items.values()):
                if item.path and item.media_type in _PAGE_MEDIA_TYPES:
                    format_ = self.registry.document_format(item.path, item.media_type)
                    if format_ is not None:
                        yield _Page(item, format_)
                    elif item.media_type != CAPTIONS_MEDIA_TYPE:
                        raise UnsupportedFormatError(
                            f"{item.path}: no adapter reads {item.media_type}. Install one.",
                            item.path,
                            item.media_type,
                        )

    def ncx(self, path: str) -> XmlText:
        return XmlText(self.container.read(path), path)

    def package_document(self, package: Package) -> Document:
        metadata = package_metadata(package)
        return Document(package.path, tuple(field_units(package_fields(package))), metadata.title)

    def ncx_document(self, path: str) -> Document:
        units = tuple(field_units(ncx_fields(self.ncx(path))))
        return Document(path, units, package_metadata(self.packages[0]).title)

    def page_document(self, page: _Page) -> Document:
        path = page.item.path
        document = page.format.extract(self.container.read(path), path)
        chapter = self.titles.get(path, ())
        units = tuple(_under(chapter, unit) for unit in document.units) if chapter else None
        return document if units is None else replace(document, units=units)

    @property
    def titles(self) -> dict[str, tuple[str, ...]]:
        """Give each member's title path, by the tables of contents; read once."""
        if self._titles is None:
            self._titles = {}
            for path in self.navigation_paths:
                navigation = _well_formed(self.container.read(path), path)
                if navigation:
                    self._titles.update(title_paths(nav_entries(navigation)))
            for path in self.ncx_paths:
                self._titles = title_paths(ncx_entries(self.ncx(path))) | self._titles
        return self._titles

    def licence_statements(self) -> dict[str, None]:
        """Give the licence statements of the first and last pages."""
        pages = list(self.pages.values())
        ends = {
            page.item.path: page for page in (*pages[:_LICENCE_PAGES], *pages[-_LICENCE_PAGES:])
        }
        found = (
            page.format.metadata(self.container.read(path)).licence_statements
            for path, page in ends.items()
        )
        return dict.fromkeys(statement for statements in found for statement in statements)


class _Merger:
    """Gives each member's new content."""

    def __init__(
        self, book: _Book, targets_of: Callable[[str], Targets], adaptation: Adaptation | None
    ) -> None:
        self.book = book
        self.targets_of = targets_of
        self.adaptation = adaptation
        self.places: dict[str, NoticePlace] = {}
        if adaptation and adaptation.attribution:
            members = set(book.container.names)
            for package in book.packages:
                place = notice_place(package, adaptation.attribution, members)
                self.places[package.path] = place
                members.add(place.path)
        self.changes: dict[str, Callable[[], bytes]] = {}
        for path in book.pages:
            self.changes[path] = partial(self._page, path)
        for path in book.ncx_paths:
            self.changes[path] = partial(self._ncx, path)
        for package in book.packages:
            self.changes[package.path] = partial(self._package, package)

    def change(self, member: str) -> bytes | None:
        """Give the member's new content, or ``None`` where it holds no units."""
        return self.changes[member]() if member in self.changes else None

    def added(self) -> Iterator[tuple[str, bytes]]:
        """Give the notice page of each package."""
        if self.adaptation and self.adaptation.attribution:
            for package in self.book.packages:
                page = notice_page(self.adaptation.attribution, epub2=package.version == 2)
                yield self.places[package.path].path, page

    def _package(self, package: Package) -> bytes:
        edits = Edits(package.xml)
        splice_fields(edits, package_fields(package), self.targets_of(package.path))
        if self.adaptation:
            keep = self.book.obfuscates_fonts
            adapt_package(package, edits, self.adaptation, keep_identifier=keep)
        if package.path in self.places:
            add_to_package(package, edits, self.places[package.path])
        return edits.apply()

    def _ncx(self, path: str) -> bytes:
        ncx = self.book.ncx(path)
        edits = Edits(ncx)
        splice_fields(edits, ncx_fields(ncx), self.targets_of(path))
        if self.adaptation:
            relabel_language(edits, ncx.root, SOURCE_LOCALE, self.adaptation.locale)
            self._set_ncx_identifier(ncx, edits, self.adaptation.locale)
        place = self._place(lambda package: package.ncx, path)
        if place:
            add_to_ncx(edits, place.title, place.path)
        return edits.apply()

    def _set_ncx_identifier(self, ncx: XmlText, edits: Edits, locale: str) -> None:
        """Keep the NCX's identifier the same as the package's, as NCX demands."""
        package = self.book.packages[0]
        if self.book.obfuscates_fonts or package.identifier is None:
            return
        new = adapted_identifier(package.identifier.text, locale)
        for head in ncx.root.elements:
            for meta in head.elements:
                if meta.attributes.get("name") == "dtb:uid":
                    edits.set_attribute(meta, "content", new)

    def _page(self, path: str) -> bytes:
        page = self.book.pages[path]
        inner = Adaptation(self.adaptation.locale) if self.adaptation else None
        merged = page.format.merge(self.book.container.read(path), self.targets_of(path), inner)
        place = self._place(lambda package: package.navigation, path)
        navigation = _well_formed(merged, path) if place else None
        if place is None or navigation is None:
            return merged
        return add_to_navigation(navigation, place.title, place.path, set(place.earlier))

    def _place(self, table: Callable[[Package], Item | None], path: str) -> NoticePlace | None:
        """Give the notice of the package whose table of contents is the member *path*."""
        for package in self.book.packages:
            item = table(package)
            if item and item.path == path:
                return self.places.get(package.path)
        return None


def _under(chapter: tuple[str, ...], unit: Unit) -> Unit:
    """Put the chapter's titles in front of the unit's, its own title only once."""
    inner = unit.title_path
    joined = (*chapter[:-1], *inner) if inner and inner[0] == chapter[-1] else (*chapter, *inner)
    return replace(unit, title_path=joined)


def _well_formed(data: bytes, path: str) -> XmlText | None:
    """Parse a navigation document, or give ``None`` where only an HTML parser could read it."""
    try:
        return XmlText(data, path)
    except MalformedDocumentError:
        return None

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Course packages with IMS's manifest: Common Cartridge 1.0 to 1.3, SCORM 1.2 and 2004.

A document is a member, and the manifest is one. Pages, quizzes, captions and whatever else a
document's format reads go through the registry; DOCX, EPUB, H5P and other resources in the package
go through it too (``inner_resources``). Other members keep their bytes, compressed as they were.

Readers see the notice on a page of its own in a cartridge. In SCORM, where another item would
change how a course runs and is tracked, and in Canvas's exports, whose modules are listed
elsewhere, it stands on the first page.

Leaves out: text in scripts, of which SCORM packages have much; PDF; metadata in files that the
manifest names (``adlcp:location``).
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from adapters.formats.cartridge_adaptation import adapt_manifest, add_page
from adapters.formats.cartridge_lom import lom_metadata
from adapters.formats.cartridge_manifest import MANIFEST, Manifest, read_manifest
from adapters.formats.cartridge_package import Package
from adapters.formats.cartridge_parts import part_places
from adapters.formats.epub_navigation import fresh_id
from adapters.formats.first_look import FirstLook
from adapters.formats.html_notice import notice_page
from adapters.formats.inner_resources import is_container, merged_inner
from adapters.formats.xml_places import holds_units, located, splice_places
from adapters.formats.xml_splice import Edits, XmlText
from adapters.formats.zip_container import ZipContainer
from adapters.formats.zip_writer import ZIP_MAGIC, Content
from audarma.errors import AudarmaError, InlineCodeError, MalformedDocumentError
from audarma.inline_code import plain_text
from audarma.model import Document, Metadata
from audarma.ports import Adaptation, DocumentFormat, FormatRegistry, Targets

_CANVAS_MODULES = "course_settings/module_meta.xml"
_CARTRIDGE_SCHEMA = "IMS Common Cartridge"


class CommonCartridge:
    """A Common Cartridge; meets ``audarma.ports.ResourceFormat``."""

    name = "common-cartridge"
    suffixes = frozenset({".imscc"})

    def __init__(self, registry: FormatRegistry) -> None:
        """Take the *registry* that knows the formats of members."""
        self.registry = registry

    def recognises(self, look: FirstLook) -> bool:
        """Say whether it is an archive whose manifest says that it is a cartridge."""
        manifest = _peek(look)
        return isinstance(manifest, Manifest) and _CARTRIDGE_SCHEMA in manifest.schema

    def metadata(self, source: Path) -> Metadata:
        """Read the manifest's metadata; a licence that it lacks is looked for in the pages."""
        with ZipContainer(source) as container:
            package = self._open(container)
            manifest = package.manifest
            found = lom_metadata(manifest.root, manifest.title)
            if found.licence_statements:
                return found
            return replace(found, licence_statements=tuple(package.licence_statements()))

    def companions(self, source: Path) -> list[str]:
        """Give nothing: a package holds all that it shows."""
        return []

    def extract(self, source: Path) -> Iterator[Document]:
        """Give the manifest's texts, what its items show, and the other members that hold text."""
        with ZipContainer(source) as container:
            yield from self._open(container).documents()

    def merge(
        self,
        source: Path,
        targets_of: Callable[[str], Targets],
        adaptation: Adaptation | None,
        out: Path,
    ) -> None:
        """Write the adapted package to *out*, whole or not at all."""
        with ZipContainer(source) as container:
            package = self._open(container)
            merger = _Merger(package, targets_of, adaptation, self._notice_page(package))
            container.rewrite(out, merger.change, merger.added())

    def _open(self, container: ZipContainer) -> Package:
        return Package(container, self.registry)

    def _notice_page(self, package: Package) -> str:
        """Give the name of the page to add for the notice; empty where a page there is takes it."""
        if not package.manifest.organizations or _CANVAS_MODULES in package.container:
            return ""
        taken = {posixpath.splitext(name)[0] for name in package.container.names}
        return f"{fresh_id('audarma-notice', taken)}.html"


class Scorm(CommonCartridge):
    """A SCORM package, or another content package with pages."""

    name = "scorm"
    suffixes = frozenset({".scorm.zip"})

    def recognises(self, look: FirstLook) -> bool:
        """Say whether it is an archive with a manifest, be it in the wrong place."""
        return _peek(look) is not None

    def _open(self, container: ZipContainer) -> Package:
        package = Package(container, self.registry)
        if not package.manifest.organizations:
            name = container.source.name
            raise MalformedDocumentError(
                f"{name}: {MANIFEST} has no organization, so no learning platform can play this "
                "package. Export it again with its table of contents.",
                name,
                MANIFEST,
            )
        return package

    def _notice_page(self, package: Package) -> str:
        return ""


class _Merger:
    """Gives each member's new content; the notice goes to *page*, or to the first page there is."""

    def __init__(
        self,
        package: Package,
        targets_of: Callable[[str], Targets],
        adaptation: Adaptation | None,
        page: str,
    ) -> None:
        self.package = package
        self.targets_of = targets_of
        self.adaptation = adaptation
        self.attribution = adaptation.attribution if adaptation else None
        self.page = page if self.attribution else ""
        self.first_page = ""
        if self.attribution and not page:
            pages = package.pages
            self.first_page = next((name for name in pages if not package.is_blank(name)), "")

    def change(self, name: str) -> Content | None:
        """Give a member's new content, or ``None`` where it holds no units."""
        package = self.package
        if name == MANIFEST:
            return self._manifest()
        format_ = package.format_of(name)
        if format_ is not None:
            return None if package.is_blank(name) else self._document(name, format_)
        if package.is_part(name):
            xml = XmlText(package.container.read(name), name)
            edits = Edits(xml)
            locale = self.adaptation.locale if self.adaptation else None
            places = list(part_places(xml))
            has_units = holds_units(places, package.fragments)
            targets = self.targets_of(name) if has_units else {}
            splice_places(edits, places, package.fragments, targets, locale)
            return edits.apply()
        if is_container(package.container.head(name, len(ZIP_MAGIC))):
            container, registry = package.container, package.registry
            return merged_inner(registry, container, name, self.targets_of, self.adaptation)
        return None

    def added(self) -> Iterator[tuple[str, bytes]]:
        """Give the page of the notice."""
        if self.page and self.attribution:
            yield self.page, notice_page(self.attribution)

    def _document(self, name: str, format_: DocumentFormat) -> bytes:
        inner = Adaptation(self.adaptation.locale) if self.adaptation else None
        if name == self.first_page:
            inner = self.adaptation
        content = self.package.container.read(name)
        try:
            return format_.merge(content, self.targets_of(name), inner)
        except InlineCodeError as fault:
            raise located(fault, f"{name} ") from fault

    def _manifest(self) -> bytes:
        manifest = self.package.manifest
        edits = Edits(manifest.xml)
        targets = self.targets_of(MANIFEST)
        places = list(manifest.places())
        locale = self.adaptation.locale if self.adaptation else None
        splice_places(edits, places, self.package.fragments, targets, locale)
        if self.adaptation:
            named = (targets.get(f"{place.fragment.prefix}u1") for place in places)
            title = plain_text(next(filter(None, named), "")) or manifest.title
            adapt_manifest(manifest, edits, self.adaptation, title)
        if self.page and self.attribution:
            is_first = bool(self.attribution.warning)
            add_page(manifest, edits, self.page, self.attribution, is_first=is_first)
        return edits.apply()


def _peek(look: FirstLook) -> Manifest | Exception | None:
    """Give the manifest of an archive, what is wrong with it, or ``None`` where there is none."""
    if not look.is_zip:
        return None
    try:
        with zipfile.ZipFile(look.path) as archive:
            if not any(posixpath.basename(name) == MANIFEST for name in archive.namelist()):
                return None
    except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile):
        return None
    try:
        with ZipContainer(look.path) as container:
            return read_manifest(container)
    except AudarmaError as error:
        return error

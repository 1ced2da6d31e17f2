# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""QTI content packages: zip archives of items and tests, with IMS's manifest or without one.

Follows IMS Content Packaging 1.1 and 1.2 and IEEE LOM in its two spellings (``langstring`` and
``string``). A document is a member; the manifest's titles and descriptions are one too. The notice
to readers is in the first test, or in the first item where there is none.

Leaves out: cartridges, which hold pages beside their quizzes.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

from adapters.formats.first_look import FirstLook
from adapters.formats.qti import Qti, is_qti
from adapters.formats.xml_fields import Field, field_units, relabel_language, splice_fields
from adapters.formats.xml_root import root_name
from adapters.formats.xml_splice import Edits, Element, XmlText
from adapters.formats.zip_container import ZipContainer
from audarma.errors import AudarmaError
from audarma.model import SOURCE_LOCALE, Document, Metadata, UnitKind
from audarma.ports import Adaptation, FormatRegistry, Targets

_MANIFEST = "imsmanifest.xml"
_HEAD_BYTES = 8192
_PAGES = (".html", ".htm", ".xhtml")
_TEXTS = frozenset({"langstring", "string"})
_HELD = {"title": UnitKind.TITLE, "description": UnitKind.METADATA}


class QtiPackage:
    """A package of items; meets ``audarma.ports.ResourceFormat``."""

    name = "qti-package"
    suffixes = frozenset({".qti.zip"})

    def __init__(self, registry: FormatRegistry) -> None:
        """Take the *registry* that knows the format of QTI 1.2's texts."""
        self.qti = Qti(registry)

    def recognises(self, look: FirstLook) -> bool:
        """Say whether it is an archive whose XML is QTI and that holds no pages."""
        if not look.is_zip:
            return False
        try:
            with ZipContainer(look.path) as container:
                has_pages = any(name.lower().endswith(_PAGES) for name in container.names)
                return not has_pages and bool(_members(container))
        except (OSError, AudarmaError, zipfile.BadZipFile):
            return False

    def metadata(self, source: Path) -> Metadata:
        """Read the manifest's metadata; title and language of the first document without one."""
        with ZipContainer(source) as container:
            members = _members(container)
            found = self.qti.metadata(container.read(members[0])) if members else Metadata()
            manifest = _manifest(container)
            if manifest is None:
                return found
            titles = [field.element.text.strip() for field in _fields(manifest)]
            return Metadata(
                title=next(iter(titles), found.title),
                licence_statements=tuple(_lom(manifest, "rights")),
                language=next(iter(_lom(manifest, "general/language")), found.language),
            )

    def companions(self, source: Path) -> list[str]:
        """Give nothing: a package holds all that it shows."""
        return []

    def extract(self, source: Path) -> Iterator[Document]:
        """Give the manifest's texts, then tests and items in the manifest's order."""
        with ZipContainer(source) as container:
            manifest = _manifest(container)
            if manifest is not None:
                yield Document(_MANIFEST, tuple(field_units(_fields(manifest))))
            for name in _members(container):
                yield self.qti.extract(container.read(name), name)

    def merge(
        self,
        source: Path,
        targets_of: Callable[[str], Targets],
        adaptation: Adaptation | None,
        out: Path,
    ) -> None:
        """Write the adapted package to *out*, whole or not at all."""
        with ZipContainer(source) as container:
            members = dict.fromkeys(_members(container))
            first = next(iter(members), "")

            def change(name: str) -> bytes | None:
                if name == _MANIFEST:
                    return _merged_manifest(container, targets_of(name), adaptation)
                if name not in members:
                    return None
                return self.qti.merged(
                    container.read(name),
                    targets_of(name),
                    adaptation,
                    has_notice=name == first,
                )

            container.rewrite(out, change)


def _members(container: ZipContainer) -> list[str]:
    """Give the members that are QTI: tests first, else in the order that the manifest has."""
    roots = {
        name: root_name(container.read(name)[:_HEAD_BYTES])
        for name in container.names
        if name.lower().endswith(".xml") and name != _MANIFEST
    }
    found = [name for name, root in roots.items() if is_qti(root)]
    manifest = _manifest(container)
    order = _order(manifest) if manifest else {}
    return sorted(
        found,
        key=lambda name: (not roots[name].endswith("assessmentTest"), order.get(name, len(order))),
    )


def _order(manifest: XmlText) -> dict[str, int]:
    hrefs = (
        node.attributes.get("href", "")
        for node in manifest.root.nodes()
        if isinstance(node, Element) and node.local_name in ("resource", "file")
    )
    names = dict.fromkeys(posixpath.normpath(unquote(href)) for href in hrefs if href)
    return {name: place for place, name in enumerate(names)}


def _manifest(container: ZipContainer) -> XmlText | None:
    return XmlText(container.read(_MANIFEST), _MANIFEST) if _MANIFEST in container else None


def _fields(manifest: XmlText) -> Iterator[Field]:
    """Give titles of organisations, and titles and descriptions in LOM's general part."""
    number = 0
    for node in manifest.root.nodes():
        if not isinstance(node, Element) or node.parent is None:
            continue
        parent = node.parent
        is_general = (
            node.local_name in _TEXTS
            and parent.local_name in _HELD
            and parent.parent is not None
            and parent.parent.local_name == "general"
        )
        is_title = node.local_name == "title" and parent.local_name in ("organization", "item")
        if is_general or is_title:
            number += 1
            yield Field(
                f"{parent.local_name if is_general else 'title'}{number}",
                _HELD[parent.local_name] if is_general else UnitKind.NAVIGATION,
                node,
            )


def _lom(manifest: XmlText, path: str) -> Iterator[str]:
    """Give the texts under the LOM elements on *path*, the manifest's own metadata first."""
    names = path.split("/")
    for node in manifest.root.nodes():
        if not isinstance(node, Element) or node.local_name != names[-1]:
            continue
        if len(names) > 1 and (node.parent is None or node.parent.local_name != names[0]):
            continue
        texts = [
            inner
            for inner in node.nodes()
            if isinstance(inner, Element)
            and inner.local_name in _TEXTS
            and inner.parent is not None
            and inner.parent.local_name == "description"
        ]
        for element in texts or ([node] if not node.elements else []):
            if element.text.strip():
                yield " ".join(element.text.split())


def _merged_manifest(
    container: ZipContainer, targets: Targets, adaptation: Adaptation | None
) -> bytes:
    manifest = XmlText(container.read(_MANIFEST), _MANIFEST)
    edits = Edits(manifest)
    splice_fields(edits, _fields(manifest), targets)
    if adaptation:
        for node in manifest.root.nodes():
            if isinstance(node, Element):
                relabel_language(edits, node, SOURCE_LOCALE, adaptation.locale)
                if _is_english_language(node):
                    edits.set_text(node, adaptation.locale)
    return edits.apply()


def _is_english_language(element: Element) -> bool:
    """Say whether *element* is LOM's language of the content, and names English."""
    return (
        element.local_name == "language"
        and element.parent is not None
        and element.parent.local_name == "general"
        and element.text.strip().lower().partition("-")[0] == SOURCE_LOCALE
    )

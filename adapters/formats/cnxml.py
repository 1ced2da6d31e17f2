# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenStax CNXML: one module of a book.

Follows CNXML 0.7 and 0.8. The notice is a section that ends the module, and a note that begins it
where people have not reviewed the translation.
Leaves out: books, which are in ``cnxml_book``; what elements mean, which is in
``cnxml_vocabulary``.
"""

from __future__ import annotations

from adapters.formats.cnxml_metadata import adapt_metadata, module_metadata
from adapters.formats.cnxml_notice import add_notice
from adapters.formats.cnxml_vocabulary import CNXML, MODULE
from adapters.formats.first_look import FirstLook
from adapters.formats.xml_splice import Edits, XmlText
from adapters.formats.xml_unit_edits import relabel, splice_units, units_of
from adapters.formats.xml_units import walk
from audarma.errors import MalformedDocumentError
from audarma.model import Document, Metadata
from audarma.ports import Adaptation, Targets

_ROOT = f"{{{CNXML}}}document"


class Cnxml:
    """A module."""

    name = "cnxml"
    suffixes = frozenset({".cnxml"})
    media_types = frozenset({"application/cnxml+xml"})

    def recognises(self, look: FirstLook) -> bool:
        """Say whether it is XML that begins with a module's element."""
        return look.xml_root == _ROOT

    def metadata(self, data: bytes) -> Metadata:
        """Read the module's metadata."""
        return module_metadata(read_module(data, self.name).root)

    def extract(self, data: bytes, path: str) -> Document:
        """Give the module's units."""
        return module_document(data, path, ())

    def merge(self, data: bytes, targets: Targets, adaptation: Adaptation | None) -> bytes:
        """Splice *targets* into the module.

        Raises:
            InlineCodeError: names every unit whose target does not hold its codes, and why.
        """
        return merge_module(data, self.name, targets, adaptation, has_notice=True)


def read_module(data: bytes, path: str) -> XmlText:
    """Parse a module.

    Raises:
        MalformedDocumentError: it is none; names *path* and the line.
    """
    xml = XmlText(data, path)
    if xml.root.name != _ROOT:
        raise MalformedDocumentError(
            f"{path}:{xml.root.line}: begins with <{xml.root.tag}>, and a CNXML module begins "
            f'with <document xmlns="{CNXML}">. Give the right file.',
            path,
            xml.root.line,
        )
    if xml.root.child(f"{{{CNXML}}}content") is None:
        raise MalformedDocumentError(
            f"{path}:{xml.root.line}: the module has no <content>. Fetch it again.",
            path,
            xml.root.line,
        )
    return xml


def module_document(data: bytes, path: str, title_path: tuple[str, ...]) -> Document:
    """Give the units of a module that stands under *title_path*."""
    xml = read_module(data, path)
    units = tuple(units_of(walk(xml, MODULE, title_path), MODULE))
    return Document(path, units, module_metadata(xml.root).title)


def merge_module(
    data: bytes, path: str, targets: Targets, adaptation: Adaptation | None, *, has_notice: bool
) -> bytes:
    """Splice *targets* into a module; the notice too where it *has_notice*."""
    if not targets and adaptation is None:
        return data
    xml = read_module(data, path)
    walked = walk(xml, MODULE)
    edits = Edits(xml)
    if adaptation:
        relabel(edits, walked, adaptation.locale)
    splice_units(edits, walked, targets)
    if adaptation:
        adapt_metadata(edits, xml.root, adaptation, adds=has_notice)
        if has_notice and adaptation.attribution:
            add_notice(edits, xml, adaptation.attribution)
    return edits.apply()

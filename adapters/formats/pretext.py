# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""PreTeXt: one file of a book or an article, or the whole of it.

Follows the PreTeXt Guide. ``xi:include`` is not followed: each file is a document.
Leaves out: books of many files, which are in ``pretext_book``; what elements mean, which is in
``pretext_vocabulary``.
"""

from __future__ import annotations

from adapters.formats.first_look import FirstLook
from adapters.formats.pretext_metadata import pretext_metadata
from adapters.formats.pretext_notice import add_notice
from adapters.formats.pretext_vocabulary import PRETEXT
from adapters.formats.xml_splice import Edits, XmlText
from adapters.formats.xml_unit_edits import relabel, splice_units, units_of
from adapters.formats.xml_units import walk
from audarma.errors import MalformedDocumentError
from audarma.model import Document, Metadata
from audarma.ports import Adaptation, Targets

WHOLE = frozenset({"pretext", "mathbook"})
"""The root elements of a whole document; the second is the older name."""

_DIVISIONS = frozenset(
    {"frontmatter", "backmatter", "part", "chapter", "section", "subsection", "appendix"}
    | {"exercises", "worksheet"}
)


class PreTeXt:
    """A file of PreTeXt."""

    name = "pretext"
    suffixes = frozenset({".ptx"})
    media_types = frozenset({"application/pretext+xml"})

    def recognises(self, look: FirstLook) -> bool:
        """Say whether it is XML that begins as PreTeXt does.

        Other vocabularies have chapters too, but DocBook's have no ``<p>``.
        """
        root, head = look.xml_root, look.head
        return root in WHOLE or (root in _DIVISIONS and b"<p>" in head and b"<!DOCTYPE" not in head)

    def metadata(self, data: bytes) -> Metadata:
        """Read what the file says of its book."""
        return pretext_metadata(read_pretext(data, self.name).root)

    def extract(self, data: bytes, path: str) -> Document:
        """Give the file's units."""
        return pretext_document(read_pretext(data, path), ())

    def merge(self, data: bytes, targets: Targets, adaptation: Adaptation | None) -> bytes:
        """Splice *targets* into the file.

        Raises:
            InlineCodeError: names every unit whose target does not hold its codes, and why.
            UnsupportedFormatError: the file has no room for the notice to readers.
        """
        return merge_pretext(data, self.name, targets, adaptation, has_notice=True)


def read_pretext(data: bytes, path: str) -> XmlText:
    """Parse a file.

    Raises:
        MalformedDocumentError: its elements are not PreTeXt's; names *path* and the line.
    """
    xml = XmlText(data, path)
    if xml.root.name.startswith("{"):
        raise MalformedDocumentError(
            f"{path}:{xml.root.line}: begins with <{xml.root.tag}> of the namespace "
            f"{xml.root.name[1:].partition('}')[0]}, and PreTeXt has none. Give the right file.",
            path,
            xml.root.line,
        )
    return xml


def pretext_document(xml: XmlText, title_path: tuple[str, ...]) -> Document:
    """Give the units of a file that is included under *title_path*."""
    units = tuple(units_of(walk(xml, PRETEXT, title_path), PRETEXT))
    return Document(xml.path, units, pretext_metadata(xml.root).title)


def merge_pretext(
    data: bytes, path: str, targets: Targets, adaptation: Adaptation | None, *, has_notice: bool
) -> bytes:
    """Splice *targets* into a file; the notice too where it *has_notice*."""
    if not targets and adaptation is None:
        return data
    xml = read_pretext(data, path)
    walked = walk(xml, PRETEXT)
    edits = Edits(xml)
    if adaptation:
        relabel(edits, walked, adaptation.locale)
        if xml.root.name in WHOLE:
            # What names no language is American English.
            edits.set_attribute(xml.root, "xml:lang", adaptation.locale)
    splice_units(edits, walked, targets)
    if adaptation and adaptation.attribution and has_notice:
        add_notice(edits, xml, adaptation.attribution)
    return edits.apply()

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""QTI: one item or test of version 2.0, 2.1 or 2.2, or one file of version 1.2.

Prompts, choices, feedback, hints, rubrics and titles are units; responses, scoring, templates and
MathML stay as they are, byte for byte.

Leaves out: packages of items, which are in ``qti_package``; QTI 3.
"""

from __future__ import annotations

from collections.abc import Iterable

from adapters.formats.first_look import FirstLook
from adapters.formats.qti_legacy import legacy_title, legacy_units, splice_legacy
from adapters.formats.qti_notice import add_notice
from adapters.formats.qti_vocabulary import NAMESPACES, QTI_2
from adapters.formats.quiz_fragment import Fragments
from adapters.formats.xml_splice import XML_LANG, Edits, Element, XmlText
from adapters.formats.xml_unit_edits import relabel, splice_units, units_of
from adapters.formats.xml_units import walk
from audarma.errors import MalformedDocumentError
from audarma.model import Document, Metadata
from audarma.ports import Adaptation, FormatRegistry, Targets

_LEGACY_ROOT = "questestinterop"
_ROOTS = frozenset({"assessmentItem", "assessmentTest", "assessmentSection"})
_RIGHTS = frozenset({"qmd_rights", "rights", "license", "licence", "cc_license"})
_SHOWN = ("src", "data")


class Qti:
    """An item or a test; meets ``audarma.ports.DocumentFormat``."""

    name = "qti"
    suffixes = frozenset({".qti.xml", ".qti"})
    # The official types, and those that the manifests of packages and cartridges name.
    media_types = frozenset(
        {"text/x-imsqti-item-xml", "text/x-imsqti-test-xml", "imsqti_xmlv1p2"}
        | {f"imsqti_{kind}_xmlv2p{minor}" for kind in ("item", "test") for minor in range(3)}
    )

    def __init__(self, registry: FormatRegistry) -> None:
        """Take the *registry* that knows the format of QTI 1.2's texts."""
        self.fragments = Fragments(registry)

    def recognises(self, look: FirstLook) -> bool:
        """Say whether its root is QTI's."""
        return is_qti(look.xml_root)

    def metadata(self, data: bytes) -> Metadata:
        """Read title and language; rights where version 1.2 states them."""
        root = _read(data, self.name).root
        return Metadata(
            title=_title(root),
            licence_statements=tuple(dict.fromkeys(_rights(root))),
            language=_language(root),
        )

    def extract(self, data: bytes, path: str) -> Document:
        """Give the units of *data* in reading order.

        Raises:
            MalformedDocumentError: *data* is no QTI; names *path* and the line.
        """
        xml = _read(data, path)
        if xml.root.local_name == _LEGACY_ROOT:
            units = tuple(legacy_units(xml, self.fragments))
        else:
            units = tuple(units_of(walk(xml, QTI_2), QTI_2))
        return Document(path, units, _title(xml.root))

    def merge(self, data: bytes, targets: Targets, adaptation: Adaptation | None) -> bytes:
        """Write *targets* where their units stand.

        Raises:
            InlineCodeError: names every unit whose target does not hold its codes, and why.
        """
        return self.merged(data, targets, adaptation, has_notice=True)

    def merged(
        self, data: bytes, targets: Targets, adaptation: Adaptation | None, *, has_notice: bool
    ) -> bytes:
        """Write *targets*, and the notice to readers where the file *has_notice*."""
        xml = _read(data, self.name)
        edits = Edits(xml)
        if xml.root.local_name == _LEGACY_ROOT:
            splice_legacy(xml, edits, self.fragments, targets, adaptation)
            return edits.apply()
        walked = walk(xml, QTI_2)
        if adaptation:
            relabel(edits, walked, adaptation.locale)
            if XML_LANG not in xml.root.attributes and xml.root.local_name == "assessmentItem":
                edits.set_attribute(xml.root, "xml:lang", adaptation.locale)
        splice_units(edits, walked, targets)
        if adaptation and adaptation.attribution and has_notice:
            add_notice(xml, edits, adaptation.attribution)
        return edits.apply()

    def shown_files(self, data: bytes) -> Iterable[str]:
        """Give the addresses of the pictures that an item shows."""
        for node in _read(data, self.name).root.nodes():
            if isinstance(node, Element) and node.local_name in ("img", "object", "stylesheet"):
                yield from (node.attributes[key] for key in _SHOWN if key in node.attributes)
                if node.local_name == "stylesheet":
                    yield node.attributes.get("href", "")


def is_qti(name: str) -> bool:
    """Say whether an element of that *name* is the root of a QTI file."""
    namespace, _, local = name.rpartition("}")
    if local == _LEGACY_ROOT:
        return True
    return local in _ROOTS and (not namespace or namespace[1:] in NAMESPACES)


def _read(data: bytes, path: str) -> XmlText:
    xml = XmlText(data, path)
    if not is_qti(xml.root.name):
        raise MalformedDocumentError(
            f"{path}:{xml.root.line}: begins with <{xml.root.tag}>, and QTI 1.2 to 2.2 begins with "
            "<assessmentItem>, <assessmentTest> or <questestinterop>. Give the right file, or "
            "export QTI 2.1.",
            path,
            xml.root.tag,
        )
    return xml


def _title(root: Element) -> str:
    if root.local_name == _LEGACY_ROOT:
        return legacy_title(root)
    return root.attributes.get("title", "").strip()


def _language(root: Element) -> str:
    for node in (root, *root.nodes()):
        if isinstance(node, Element) and node.attributes.get(XML_LANG):
            return node.attributes[XML_LANG]
    return ""


def _rights(root: Element) -> Iterable[str]:
    """Give the metadata fields of version 1.2 that name rights."""
    for node in root.nodes():
        if isinstance(node, Element) and node.local_name == "qtimetadatafield":
            said = {element.local_name: element.text.strip() for element in node.elements}
            if said.get("fieldlabel", "").lower() in _RIGHTS and said.get("fieldentry"):
                yield said["fieldentry"]

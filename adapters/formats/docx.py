# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""DOCX: Word's documents, as Word, LibreOffice, Google Docs and Pandoc write them.

Follows ISO/IEC 29500-1:2016, clause 17, and 29500-4 for what Word still writes of old. A file is
one document: its properties, its text, its notes, comments, headers and footers, its charts and
diagrams.

Leaves out: text in pictures and embedded files; custom XML; what programs compute (tables of
contents, references), which Word updates by itself; glossaries of building blocks.
"""

from __future__ import annotations

from collections.abc import Iterator

from adapters.formats.docx_computed import ask_for_update, repeats_text, unbind
from adapters.formats.docx_notice import notice_changes
from adapters.formats.docx_styles import DocxStyles
from adapters.formats.ooxml_document import Members, OfficeDocument, Part, links, unit_prefix
from adapters.formats.ooxml_package import OfficePackage
from adapters.formats.ooxml_splice import Change, Splice
from adapters.formats.ooxml_tokens import PartContext
from adapters.formats.ooxml_units import Place, Repeats
from adapters.formats.xml_splice import Element, XmlText
from audarma.model import UnitKind
from audarma.ports import Adaptation, Targets

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MACRO_TYPE = "application/vnd.ms-word"
_STORIES = ("footnotes", "endnotes", "comments", "header", "footer")


class Docx(OfficeDocument):
    """A document or template of Word's."""

    name = "docx"
    suffixes = frozenset({".docx", ".docm", ".dotx", ".dotm"})
    content_types = frozenset(
        {
            f"{_MEDIA_TYPE}.document.main+xml",
            f"{_MEDIA_TYPE}.template.main+xml",
            f"{_MACRO_TYPE}.document.macroEnabled.main+xml",
            f"{_MACRO_TYPE}.template.macroEnabledTemplate.main+xml",
        }
    )

    def parts(self, package: OfficePackage, main: str) -> Iterator[Part]:
        """Give the text, its notes and margins, and the charts and diagrams of each."""
        styles = _styles(package, main)
        names, codes = styles.code_names, styles.code_styles
        taken: set[str] = set()
        seen = {main}
        waiting = [main, *(n for kind in _STORIES for n in package.related(main, kind))]
        for name in dict.fromkeys(waiting):
            prefix = "u" if name == main else unit_prefix(name, taken)
            context = PartContext(links(package, name), names, codes)
            yield Part(name, Place(prefix), styles.kind_of, context)
            yield from drawings(package, name, taken, seen)

    def language_parts(self, package: OfficePackage, main: str) -> list[str]:
        """Give the styles, the numbering and the settings."""
        return package.related(main, "styles", "numbering", "settings")

    def consequences(self, part: XmlText, changes: list[Change]) -> Iterator[Change]:
        """Free translated content controls from the data that they would show instead."""
        return unbind(part, changes)

    def merge_parts(
        self, members: Members, main: str, targets: Targets, adaptation: Adaptation | None
    ) -> None:
        """Write *targets*; let Word update contents and references, which repeat the text."""
        super().merge_parts(members, main, targets, adaptation)
        if adaptation and repeats_text(members.package.read(main)):
            for name in members.package.related(main, "settings"):
                settings = members.text(name)
                members.changed[name] = Splice(settings, ask_for_update(settings)).apply()

    def notice(self, members: Members, main: str, adaptation: Adaptation) -> None:
        """Write the warning before the first paragraph, and the attribution behind the last."""
        assert adaptation.attribution is not None, "a notice has something to say"
        heading = _styles(members.package, main).identifier("heading 1")
        text = members.text(main)
        changes = notice_changes(text, adaptation.attribution, heading)
        members.changed[main] = Splice(text, changes).apply()


def drawings(package: OfficePackage, owner: str, taken: set[str], seen: set[str]) -> Iterator[Part]:
    """Give the charts and diagrams that *owner* shows; a diagram's picture repeats its data."""
    for kind in ("chart", "chartEx", "diagramData"):
        repeats = Repeats()
        for name in package.related(owner, kind):
            if name not in seen:
                seen.add(name)
                place = Place(unit_prefix(name, taken), UnitKind.LABEL, repeats=repeats, joins=True)
                yield Part(name, place, _as_around, PartContext(links(package, name)))
        if kind == "diagramData":
            for name in package.related(owner, "diagramDrawing"):
                if name not in seen:
                    seen.add(name)
                    place = Place(unit_prefix(name, taken), UnitKind.LABEL, repeats=repeats)
                    yield Part(name, place, _as_around, PartContext(links(package, name)))


def _as_around(paragraph: Element, around: UnitKind) -> tuple[UnitKind, int]:
    return around, 0


def _styles(package: OfficePackage, main: str) -> DocxStyles:
    names = package.related(main, "styles")
    return DocxStyles(package.read(names[0]) if names else None)

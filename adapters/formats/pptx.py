# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""PPTX: presentations, as PowerPoint, LibreOffice, Google Slides and Pandoc write them.

Follows ISO/IEC 29500-1:2016, clauses 19 and 21. A file is one document: its properties, its slides
in their order, each with its charts, diagrams and notes, then the layouts and masters, whose
prompts repeat each other and are one unit each.

Leaves out: text in pictures and embedded files; comments; names of sections and custom shows.
"""

from __future__ import annotations

from collections.abc import Iterator

from adapters.formats.docx import drawings
from adapters.formats.ooxml_document import Members, OfficeDocument, Part, links, unit_prefix
from adapters.formats.ooxml_names import child, children, known_name
from adapters.formats.ooxml_package import OfficePackage
from adapters.formats.ooxml_tokens import PartContext
from adapters.formats.ooxml_units import Place, Repeats
from adapters.formats.pptx_notice import add_slide
from adapters.formats.pptx_slides import slide_names
from adapters.formats.xml_splice import Element, XmlText
from audarma.model import UnitKind
from audarma.ports import Adaptation

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml"
_MACRO_TYPE = "application/vnd.ms-powerpoint"
_TITLES = frozenset({"title", "ctrTitle"})


class Pptx(OfficeDocument):
    """A presentation, slide show or template of PowerPoint's."""

    name = "pptx"
    suffixes = frozenset({".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"})
    content_types = frozenset(
        {
            f"{_MEDIA_TYPE}.presentation.main+xml",
            f"{_MEDIA_TYPE}.slideshow.main+xml",
            f"{_MEDIA_TYPE}.template.main+xml",
            f"{_MACRO_TYPE}.presentation.macroEnabled.main+xml",
            f"{_MACRO_TYPE}.slideshow.macroEnabled.main+xml",
            f"{_MACRO_TYPE}.template.macroEnabled.main+xml",
        }
    )

    def parts(self, package: OfficePackage, main: str) -> Iterator[Part]:
        """Give the slides, each with what belongs to it, then layouts and masters."""
        taken: set[str] = set()
        seen: set[str] = set()
        for name in slide_names(package, main):
            if name in seen:
                continue
            seen.add(name)
            title = _title(package.read(name))
            yield _part(package, name, Place(unit_prefix(name, taken), title_path=title))
            yield from drawings(package, name, taken, seen)
            for notes in package.related(name, "notesSlide"):
                if notes not in seen:
                    seen.add(notes)
                    yield _part(package, notes, Place(unit_prefix(notes, taken), title_path=title))
        prompts = Repeats()
        for name in _masters(package, main):
            prefix = unit_prefix(name, taken)
            place = Place(prefix, UnitKind.LABEL, repeats=prompts, joins=True)
            yield _part(package, name, place)

    def language_parts(self, package: OfficePackage, main: str) -> list[str]:
        """Give the presentation itself, which holds the default style of text."""
        return [main]

    def notice(self, members: Members, main: str, adaptation: Adaptation) -> None:
        """Write a slide: behind the first where it warns, else the last."""
        assert adaptation.attribution is not None, "a notice has something to say"
        add_slide(members, main, adaptation.attribution)


def _part(package: OfficePackage, name: str, place: Place) -> Part:
    return Part(name, place, _kind_of, PartContext(links(package, name)))


def _kind_of(paragraph: Element, around: UnitKind) -> tuple[UnitKind, int]:
    return around, 0


def _masters(package: OfficePackage, main: str) -> list[str]:
    """Give the masters, each with its layouts behind it."""
    found: list[str] = []
    for master in package.related(main, "slideMaster"):
        found += [master, *package.related(master, "slideLayout")]
    return list(dict.fromkeys([*found, *package.related(main, "notesMaster", "handoutMaster")]))


def _title(slide: XmlText) -> tuple[str, ...]:
    """Give the slide's title, if it has one, as the path of its other units."""
    for node in slide.root.nodes():
        if isinstance(node, Element) and known_name(node.name) == "p:sp":
            holder = child(node, "p:nvSpPr", "p:nvPr", "p:ph")
            if holder is not None and holder.attributes.get("type") in _TITLES:
                paragraphs = children(node, "p:txBody", "a:p")
                text = " ".join(" ".join(one.text for one in paragraphs).split())
                return (text,) if text else ()
    return ()

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The notice to readers of an adapted PPTX file: a slide of its own.

A warning that people have not reviewed the translation stands behind the first slide, with the
rest of the notice; without one the slide is the last. It has the layout of a title alone where the
presentation has that, else of the first slide.

Leaves out: the document's properties.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from adapters.formats.ooxml_document import Members
from adapters.formats.ooxml_names import child, children
from adapters.formats.ooxml_package import (
    OfficePackage,
    add_relationship,
    relationships_name,
)
from adapters.formats.ooxml_write import office_language
from adapters.formats.pptx_slides import insert_slide, slide_names
from adapters.formats.xml_splice import Edits, attribute_markup, text_markup
from audarma.model import Attribution, NoticeLine

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PRESENTATION = "http://schemas.openxmlformats.org/presentationml/2006/main"
_STRICT = {
    _OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
    _DRAWING: "http://purl.oclc.org/ooxml/drawingml/main",
    _PRESENTATION: "http://purl.oclc.org/ooxml/presentationml/main",
}
_SLIDE_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.slide+xml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SLIDE_SIZE = (9_144_000, 6_858_000)  # English Metric Units; PowerPoint's default of old, 4:3
_LINKS = ("http://", "https://", "mailto:")
_TITLE_SIZE, _TEXT_SIZE = 2800, 1400  # hundredths of a point


def add_slide(members: Members, main: str, notice: Attribution) -> None:
    """Write the slide, and name it wherever a slide must be named."""
    package = members.package
    slides = slide_names(package, main)
    if not slides:
        return
    index = 1 if notice.warning else len(slides)
    layout, has_title = _layout(package, main, slides[index - 1])
    if not layout:
        return
    width, height = _size(package, main)
    top = max(_title_end(package, layout), height // 5)
    name = _fresh_name(package, posixpath.dirname(slides[0]))
    namespace = package.read(main).root.name[1:].partition("}")[0]
    writer = _Writer(notice, width, height, top, is_strict=namespace != _PRESENTATION)
    markup = writer.slide(has_title)
    members.add(name, markup.encode("utf-8"), _SLIDE_TYPE)
    related = writer.relationships(posixpath.relpath(layout, posixpath.dirname(name)))
    members.added[relationships_name(name)] = related.encode("utf-8")
    target = posixpath.relpath(name, posixpath.dirname(main))
    identifiers: list[str] = []

    def relate(edits: Edits) -> None:
        identifiers.append(add_relationship(edits, writer.relationship_type("slide"), target))

    members.edit(relationships_name(main), relate)
    members.edit(main, lambda edits: insert_slide(edits, identifiers[0], index))


def _layout(package: OfficePackage, main: str, like: str) -> tuple[str, bool]:
    """Choose a layout of the master that the slide *like* has; say whether it has a title.

    A slide must have a layout (19.3.1.38): in a package without any, there is none to choose.
    """
    own = next(iter(package.related(like, "slideLayout")), "")
    masters = package.related(own, "slideMaster") if own else package.related(main, "slideMaster")
    layouts = package.related(masters[0], "slideLayout") if masters else []
    kinds = {name: package.read(name).root.attributes.get("type", "") for name in layouts}
    title_only = next((name for name, kind in kinds.items() if kind == "titleOnly"), "")
    return (title_only, True) if title_only else (own or next(iter(layouts), ""), False)


def _title_end(package: OfficePackage, layout: str) -> int:
    """Give where the title ends, in English Metric Units from the top; 0 where that is not said."""
    for name in (layout, *package.related(layout, "slideMaster")):
        for shape in children(package.read(name).root, "p:cSld", "p:spTree", "p:sp"):
            holder = child(shape, "p:nvSpPr", "p:nvPr", "p:ph")
            place = child(shape, "p:spPr", "a:xfrm")
            if holder is None or holder.attributes.get("type") != "title" or place is None:
                continue
            said = [(child(place, "a:off"), "y"), (child(place, "a:ext"), "cy")]
            lengths = [one.attributes.get(key, "") for one, key in said if one is not None]
            return sum(int(length) for length in lengths if length.isdigit())
    return 0


def _fresh_name(package: OfficePackage, folder: str) -> str:
    number = 1
    while posixpath.join(folder, f"slide{number}.xml") in package.container:
        number += 1
    return posixpath.join(folder, f"slide{number}.xml")


def _size(package: OfficePackage, main: str) -> tuple[int, int]:
    size = child(package.read(main).root, "p:sldSz")
    said = [size.attributes.get(name, "") for name in ("cx", "cy")] if size is not None else []
    if len(said) == 2 and all(one.isdigit() for one in said):
        return int(said[0]), int(said[1])
    return _SLIDE_SIZE


@dataclass(slots=True)
class _Writer:
    """Writes the slide; *addresses* gathers what it links to."""

    notice: Attribution
    width: int
    height: int
    top: int
    is_strict: bool
    addresses: list[str] = field(default_factory=list)

    def slide(self, has_title: bool) -> str:
        """Write the slide's part."""
        margin = self.width // 16
        title = self._title(has_title, margin)
        body = self._box(
            3, "Notice", margin, self.top, self.height - self.top - margin // 2, self._paragraphs()
        )
        declared = "".join(
            f" xmlns:{prefix}={attribute_markup(self._uri(uri))}"
            for prefix, uri in (("a", _DRAWING), ("r", _OFFICE), ("p", _PRESENTATION))
        )
        return (
            f"{_DECLARATION}<p:sld{declared}><p:cSld><p:spTree><p:nvGrpSpPr>"
            '<p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
            f"{title}{body}</p:spTree></p:cSld></p:sld>"
        )

    def relationships(self, layout: str) -> str:
        """Write the links of the slide."""
        kind = attribute_markup(self.relationship_type("slideLayout"))
        rows = [f'<Relationship Id="rId1" Type={kind} Target={attribute_markup(layout)}/>']
        kind = attribute_markup(self.relationship_type("hyperlink"))
        rows += (
            f'<Relationship Id="rId{number}" Type={kind} Target={attribute_markup(address)} '
            'TargetMode="External"/>'
            for number, address in enumerate(self.addresses, 2)
        )
        return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}">{"".join(rows)}</Relationships>'

    def relationship_type(self, kind: str) -> str:
        """Give the type of a link to a part of that *kind*."""
        return f"{self._uri(_OFFICE)}/{kind}"

    def _uri(self, uri: str) -> str:
        return _STRICT[uri] if self.is_strict else uri

    def _title(self, is_placeholder: bool, margin: int) -> str:
        run = self._run(self.notice.heading, "", 0 if is_placeholder else _TITLE_SIZE)
        paragraph = f"<a:p>{run}</a:p>"
        if not is_placeholder:
            return self._box(2, "Title", margin, margin // 2, self.height // 6, paragraph)
        return (
            '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title"/><p:cNvSpPr/><p:nvPr>'
            '<p:ph type="title"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr>'
            f"<a:normAutofit/></a:bodyPr><a:lstStyle/>{paragraph}</p:txBody></p:sp>"
        )

    def _paragraphs(self) -> str:
        warning = [NoticeLine(((self.notice.warning, ""),))] if self.notice.warning else []
        paragraphs = []
        for line in (*warning, *self.notice.lines):
            is_bold = line in warning
            runs = "".join(self._run(text, url, _TEXT_SIZE, is_bold) for text, url in line.runs)
            spacing = '<a:pPr><a:spcAft><a:spcPts val="400"/></a:spcAft></a:pPr>'
            paragraphs.append(f"<a:p>{spacing}{runs}</a:p>")
        return "".join(paragraphs)

    def _run(self, text: str, url: str, size: int, is_bold: bool = False) -> str:
        look = f' sz="{size}"' if size else ""
        look += ' b="1"' if is_bold else ""
        link = ""
        if url.lower().startswith(_LINKS):
            self.addresses.append(url)
            link = f'<a:hlinkClick r:id="rId{len(self.addresses) + 1}"/>'
        language = attribute_markup(office_language(self.notice.locale))
        return (
            f"<a:r><a:rPr lang={language}{look}>{link}</a:rPr><a:t>{text_markup(text)}</a:t></a:r>"
        )

    def _box(self, number: int, name: str, x: int, y: int, height: int, paragraphs: str) -> str:
        """Write a text box as wide as the slide allows; lengths are English Metric Units."""
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr txBox="1"/><p:nvPr/>'
            f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/>'
            f'<a:ext cx="{self.width - 2 * x}" cy="{height}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
            f'<p:txBody><a:bodyPr wrap="square"><a:normAutofit/></a:bodyPr><a:lstStyle/>'
            f"{paragraphs}</p:txBody></p:sp>"
        )

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order of a presentation's slides, and a new slide put among them.

Follows ISO/IEC 29500-1:2016, 19.2.1.33 and 19.2.1.34 (the list of slides and their identifiers).
PowerPoint keeps sections in an extension, which must name each slide (MS-PPTX, 2.6.4).
"""

from __future__ import annotations

from collections.abc import Iterator

from adapters.formats.ooxml_names import attribute, children, known_name
from adapters.formats.ooxml_package import OfficePackage
from adapters.formats.xml_splice import Edits, Element, attribute_markup

_FIRST_IDENTIFIER = 256  # 19.7.13, ST_SlideId


def slide_names(package: OfficePackage, main: str) -> list[str]:
    """Give the slides' parts as they are shown."""
    targets = {one.id: one.target for one in package.relationships(main) if one.kind == "slide"}
    listed = children(package.read(main).root, "p:sldIdLst", "p:sldId")
    names = (targets.get(attribute(one, "r:id") or "") for one in listed)
    return [name for name in names if name and name in package.container]


def insert_slide(edits: Edits, relationship: str, index: int) -> None:
    """Put a slide, known by its *relationship*, behind *index* others."""
    root = edits.source.root
    slides = children(root, "p:sldIdLst", "p:sldId")
    before = slides[index - 1]
    identifier = str(max(map(_identifier, slides), default=_FIRST_IDENTIFIER) + 1)
    name = next(
        (tag for tag in _attribute_tags(before) if before.attributes.get(tag[1]) is not None), None
    )
    prefix = name[0] if name else "r"
    edits.insert_after(
        before,
        f"<{before.tag} id={attribute_markup(identifier)} "
        f"{prefix}:id={attribute_markup(relationship)}/>",
    )
    for entry in _section_entries(root):
        if entry.attributes.get("id") == before.attributes.get("id"):
            edits.insert_after(entry, f"<{entry.tag} id={attribute_markup(identifier)}/>")
            break


def _identifier(slide: Element) -> int:
    said = slide.attributes.get("id", "")
    return int(said) if said.isdigit() else _FIRST_IDENTIFIER


def _attribute_tags(element: Element) -> Iterator[tuple[str, str]]:
    """Give the prefixes that attributes named ``id`` have, and their names."""
    return ((p, f"{{{uri}}}id") for p, uri in element.prefixes.items() if p)


def _section_entries(root: Element) -> Iterator[Element]:
    for node in root.nodes():
        if isinstance(node, Element) and known_name(node.name) == "p14:sldId":
            yield node

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenDocument's styles, as far as they say what a paragraph or a span of text is.

Follows OpenDocument 1.3, part 3, sections 16 (styles) and 15.4 (text styles). Leaves out: what
styles look like.
"""

from __future__ import annotations

from collections.abc import Iterator

from adapters.formats.xml_splice import Element, XmlText

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
OFFICE = f"{_OASIS}:office:1.0"
STYLE = f"{_OASIS}:style:1.0"
TEXT = f"{_OASIS}:text:1.0"
TABLE = f"{_OASIS}:table:1.0"
DRAW = f"{_OASIS}:drawing:1.0"
PRESENTATION = f"{_OASIS}:presentation:1.0"
SVG = f"{_OASIS}:svg-compatible:1.0"
FO = f"{_OASIS}:xsl-fo-compatible:1.0"
META = f"{_OASIS}:meta:1.0"
MANIFEST = f"{_OASIS}:manifest:1.0"
FORM = f"{_OASIS}:form:1.0"
DC = "http://purl.org/dc/elements/1.1/"
XLINK = "http://www.w3.org/1999/xlink"

_REVISION_MARKS = "http://openoffice.org/2009/office"
"""The namespace of LibreOffice's ``rsid``, which tells editing sessions apart and says no more."""


class Styles:
    """The named and automatic styles of one part, above those of the package."""

    def __init__(self, part: XmlText | None, shared: Styles | None = None) -> None:
        """Read the styles of *part*; of two with one name the later counts."""
        self._styles: dict[tuple[str, str], Element] = dict(shared._styles) if shared else {}
        for style in part.root.descendants(f"{{{STYLE}}}style") if part else ():
            if name := style.attributes.get(f"{{{STYLE}}}name"):
                self._styles[style.attributes.get(f"{{{STYLE}}}family", ""), name] = style

    def names(self, family: str, name: str) -> Iterator[str]:
        """Give the style's name and those that it inherits from, in words, nearest first."""
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            # Section 19.498: a name's blanks are written _20_.
            yield name.replace("_20_", " ")
            style = self._styles.get((family, name))
            name = style.attributes.get(f"{{{STYLE}}}parent-style-name", "") if style else ""

    def look(self, name: str) -> tuple[str, ...]:
        """Give what a text style changes, in a form that is equal for equal looks; empty: nothing.

        A named style is its own look: people choose it for what it means.
        """
        style = self._styles.get(("text", name))
        if style is None or style.parent is None or style.parent.local_name != "automatic-styles":
            return (name,)
        return (
            *(v for k, v in style.attributes.items() if k == f"{{{STYLE}}}parent-style-name"),
            *sorted(
                f"{key}={value}"
                for properties in style.elements
                for key, value in properties.attributes.items()
                if not key.startswith(f"{{{_REVISION_MARKS}}}")
            ),
        )

    def has(self, family: str, name: str) -> bool:
        """Say whether there is such a style."""
        return (family, name) in self._styles

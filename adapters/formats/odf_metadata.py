# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an OpenDocument file says of itself, and which of it is translated.

Follows OpenDocument 1.3, part 3, section 4.3 (``meta.xml``). A licence that the metadata lacks is
looked for in the text: authors write it on the first pages or on the last.

Leaves out: keywords and people's names as units.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from adapters.formats.odf_styles import DC, META, OFFICE, XLINK
from adapters.formats.xml_fields import Field
from adapters.formats.xml_splice import Element, XmlText
from audarma.inline_code import plain_text
from audarma.model import Metadata, Unit, UnitKind

_UNITS = {"title": UnitKind.TITLE, "subject": UnitKind.METADATA, "description": UnitKind.METADATA}
_LICENCE_FIELD = re.compile(r"licen[cs]e|rights|copyright", re.IGNORECASE)
_SOURCE_FIELD = re.compile(r"(?:dc:|dcterms:)?(?:source|url|source url|address)", re.IGNORECASE)
_LICENCE_ADDRESS = re.compile(
    r"https?://(?:www\.)?(?:creativecommons\.org/(?:licen[sc]es|publicdomain)/|gnu\.org/licenses/)"
)
_LICENCE_WORDING = re.compile(
    r"licen[sc]ed under|under the terms of (?:this|the) [^.]{0,60}licen[sc]e|licen[sc]e:"
    r"|all rights reserved|creativecommons\.org/|creative commons",
    re.IGNORECASE,
)
_LICENCE_UNITS = 40
"""So many units at either end are searched for a licence: title pages, imprints, last slides."""


def metadata_root(meta: XmlText | None) -> Element | None:
    """Give the element that holds the metadata."""
    return meta.root.child(f"{{{OFFICE}}}meta") if meta else None


def metadata_fields(meta: XmlText | None) -> Iterator[Field]:
    """Give the metadata's translatable texts: title, subject, description."""
    root = metadata_root(meta)
    for name, kind in _UNITS.items():
        element = root.child(f"{{{DC}}}{name}") if root else None
        if element is not None:
            yield Field(f"meta-{name}", kind, element)


def read_title(meta: XmlText | None, units: Sequence[Unit]) -> str:
    """Give the title: the metadata's, or the first that the text shows."""
    stated = _texts(metadata_root(meta), f"{{{DC}}}title")
    shown = (
        plain_text(unit.content)
        for kind in (UnitKind.TITLE, UnitKind.HEADING)
        for unit in units
        if unit.kind is kind
    )
    return next(chain(stated, shown), "")


def read_metadata(meta: XmlText | None, parts: Iterable[XmlText], units: list[Unit]) -> Metadata:
    """Read the metadata, and what the text says where that says nothing."""
    root = metadata_root(meta)
    licences = [
        *(value for name, value in _user_defined(root) if _LICENCE_FIELD.search(name)),
        *_texts(root, f"{{{DC}}}rights"),
        *_linked_licences(parts),
        *_licence_wording(units),
    ]
    authors = _texts(root, f"{{{META}}}initial-creator") or _texts(root, f"{{{DC}}}creator")
    dates = _texts(root, f"{{{META}}}creation-date") or _texts(root, f"{{{DC}}}date")
    sources = [value for name, value in _user_defined(root) if _SOURCE_FIELD.fullmatch(name)]
    rights = _texts(root, f"{{{DC}}}rights")
    return Metadata(
        title=read_title(meta, units),
        creators=tuple(dict.fromkeys(authors)),
        source_url=next(iter([*_texts(root, f"{{{DC}}}source"), *sources]), ""),
        licence_statements=tuple(dict.fromkeys(licences)),
        language=next(iter(_texts(root, f"{{{DC}}}language")), ""),
        published=next(iter(dates), ""),
        publisher=next(iter(_texts(root, f"{{{DC}}}publisher")), ""),
        description=next(iter(_texts(root, f"{{{DC}}}description")), ""),
        rights_statement="\n".join(rights),
    )


def _texts(root: Element | None, name: str) -> list[str]:
    elements = [e for e in root.elements if e.name == name] if root else []
    return [text for element in elements if (text := " ".join(element.text.split()))]


def _user_defined(root: Element | None) -> Iterator[tuple[str, str]]:
    """Give the fields that authors added, as names and values."""
    for element in root.elements if root else []:
        if element.name == f"{{{META}}}user-defined" and element.text.strip():
            yield element.attributes.get(f"{{{META}}}name", ""), " ".join(element.text.split())


def _linked_licences(parts: Iterable[XmlText]) -> Iterator[str]:
    for part in parts:
        for node in part.root.nodes():
            if isinstance(node, Element):
                address = node.attributes.get(f"{{{XLINK}}}href", "")
                if _LICENCE_ADDRESS.match(address):
                    yield address


def _licence_wording(units: list[Unit]) -> Iterator[str]:
    for unit in (*units[:_LICENCE_UNITS], *units[_LICENCE_UNITS:][-_LICENCE_UNITS:]):
        text = plain_text(unit.content)
        if _LICENCE_WORDING.search(text):
            yield text

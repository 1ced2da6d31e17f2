# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of Office Open XML's elements, by the prefixes that its standard uses for them.

Follows ISO/IEC 29500-1:2016 (Strict) and 29500-4:2016 (Transitional): both variants of a namespace
have one prefix here, whichever prefix a file writes.
"""

from __future__ import annotations

from functools import lru_cache

from adapters.formats.xml_splice import Element

_TRANSITIONAL = "http://schemas.openxmlformats.org"
_STRICT = "http://purl.oclc.org/ooxml"
_MICROSOFT = "http://schemas.microsoft.com/office"

_BOTH = {
    "w": "wordprocessingml/{}main",
    "a": "drawingml/{}main",
    "p": "presentationml/{}main",
    "m": "officeDocument/{}math",
    "r": "officeDocument/{}relationships",
    "wp": "drawingml/{}wordprocessingDrawing",
    "pic": "drawingml/{}picture",
    "c": "drawingml/{}chart",
    "dgm": "drawingml/{}diagram",
}
_PREFIXES = {
    **{f"{_TRANSITIONAL}/{path.format('2006/')}": name for name, path in _BOTH.items()},
    **{f"{_STRICT}/{path.format('')}": name for name, path in _BOTH.items()},
    f"{_TRANSITIONAL}/markup-compatibility/2006": "mc",
    f"{_MICROSOFT}/drawing/2008/diagram": "dsp",
    f"{_MICROSOFT}/drawing/2010/main": "a14",
    f"{_MICROSOFT}/drawing/2014/chartex": "cx",
    f"{_MICROSOFT}/powerpoint/2010/main": "p14",
    f"{_MICROSOFT}/word/2010/wordml": "w14",
    f"{_MICROSOFT}/word/2010/wordprocessingShape": "wps",
    "urn:schemas-microsoft-com:vml": "v",
}


@lru_cache(maxsize=4096)
def known_name(name: str) -> str:
    """Give ``{namespace}local`` as ``prefix:local``; a foreign namespace has the prefix ``?``."""
    namespace, brace, local = name.rpartition("}")
    if not brace:
        return local
    return f"{_PREFIXES.get(namespace[1:], '?')}:{local}"


def children(element: Element, *path: str) -> list[Element]:
    """Give the elements at *path* below *element*, each step a ``prefix:local`` name."""
    found = [element]
    for step in path:
        found = [child for one in found for child in one.elements if known_name(child.name) == step]
    return found


def child(element: Element, *path: str) -> Element | None:
    """Give the first element at *path* below *element*."""
    return next(iter(children(element, *path)), None)


def attribute(element: Element, name: str) -> str | None:
    """Give the value of the attribute ``prefix:local`` of *element*."""
    for key, value in element.attributes.items():
        if known_name(key) == name:
            return value
    return None


def value(element: Element | None) -> str:
    """Give ``w:val`` of *element*, or nothing."""
    return (attribute(element, "w:val") or "") if element else ""


def is_on(element: Element | None) -> bool:
    """Say whether *element* is there and switches on what it names (17.17.4, ``ST_OnOff``)."""
    return element is not None and value(element) not in ("0", "false", "off")

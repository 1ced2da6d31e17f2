# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Learning Object Metadata (LOM) in a manifest: what it says of a package.

Follows IEEE 1484.12.1-2002 in its two bindings: IMS's of 2001 (``langstring``, with SCORM 1.2) and
IEEE 1484.12.3 (``string``, with SCORM 2004 and Common Cartridge).

Leaves out: metadata in files of their own (``adlcp:location``); what is written anew, which is in
``cartridge_adaptation``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from adapters.formats.xml_splice import XML_LANG, Element
from audarma.model import SOURCE_LOCALE, Metadata

_STRINGS = frozenset({"langstring", "string"})
_NO_LANGUAGE = frozenset({"", "x-none", "none", "und"})
_CREATORS = frozenset({"author", "creator", "content provider"})
_NAME = re.compile(r"^FN[^:\r\n]*:(.+)$", re.MULTILINE | re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+")


def loms(root: Element, *, everywhere: bool = False) -> list[Element]:
    """Give the ``lom`` elements of the package, or also those of its parts."""
    found = [
        node for node in root.nodes() if isinstance(node, Element) and node.local_name == "lom"
    ]
    if everywhere:
        return found
    return [lom for lom in found if lom.parent is not None and lom.parent.parent is root]


def lom_strings(lom: Element, *path: str) -> Iterator[Element]:
    """Give the elements that hold text under *path* in *lom*; of several languages, English."""
    for element in _under(lom, path):
        strings = [child for child in element.elements if child.local_name in _STRINGS]
        english = [string for string in strings if _may_be_english(string)]
        yield from english or strings[:1]


def lom_elements(lom: Element, *path: str) -> list[Element]:
    """Give the elements under *path* in *lom*; the case of names differs between bindings."""
    return list(_under(lom, path))


def string_language(string: Element) -> str:
    """Give the language that a string says it is in, in lower case."""
    stated = string.attributes.get("language") or string.attributes.get(XML_LANG, "")
    return stated.strip().lower()


def _may_be_english(string: Element) -> bool:
    language = string_language(string)
    return language in _NO_LANGUAGE or language.partition("-")[0] == SOURCE_LOCALE


def lom_metadata(root: Element, title: str) -> Metadata:
    """Read what the manifest says of the package; *title* is what it is called."""
    described = loms(root)

    def texts(*path: str) -> list[str]:
        found = (_clean(e) for lom in described for e in lom_strings(lom, *path))
        return [text for text in found if text]

    def values(*path: str) -> list[str]:
        found = (_clean(e) for lom in described for e in _under(lom, path))
        return [text for text in found if text]

    rights = texts("rights", "description")
    entries = [*values("general", "identifier", "entry"), *values("technical", "location")]
    dates = [*values("lifecycle", "contribute", "date", "datetime")]
    return Metadata(
        title=title,
        creators=tuple(dict.fromkeys(_people(described, _CREATORS))),
        source_url=next((entry for entry in entries if _ADDRESS.fullmatch(entry)), ""),
        licence_statements=tuple(dict.fromkeys(rights)),
        language=next(iter(values("general", "language")), ""),
        published=next(iter(dates), ""),
        publisher=next(_people(described, frozenset({"publisher"})), ""),
        description=next(iter(texts("general", "description")), ""),
        rights_statement="\n".join(rights),
    )


def _people(described: list[Element], roles: frozenset[str]) -> Iterator[str]:
    """Give the names of those who contributed in one of *roles*, as their vCards have them."""
    for lom in described:
        for contribute in _under(lom, ("lifecycle", "contribute")):
            said = {_clean(value).lower() for value in _under(contribute, ("role", "value"))}
            if said & roles:
                for name in ("entity", "centity"):
                    for entity in _under(contribute, (name,)):
                        match = _NAME.search(entity.text)
                        person = match[1].strip() if match else _clean(entity)
                        if person and "BEGIN:VCARD" not in person.upper():
                            yield person


def _under(element: Element, path: tuple[str, ...]) -> Iterator[Element]:
    if not path:
        yield element
        return
    for child in element.elements:
        if child.local_name.lower() == path[0].lower():
            yield from _under(child, path[1:])


def _clean(element: Element) -> str:
    return " ".join(element.text.split())

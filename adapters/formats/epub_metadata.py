# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an EPUB's package says of the publication, and which of it is translated.

Follows EPUB 3.3, section 5.5 and appendix D, OPF 2.0.1, section 2.2, and the Creative Commons
rights expression language for ``cc:license`` and ``cc:attributionURL``.

Leaves out: creators, publishers and identifiers as units: names are not translated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from adapters.formats.epub_package import Package
from adapters.formats.xml_fields import Field
from adapters.formats.xml_splice import Element
from audarma.model import Metadata, UnitKind

LICENCE_TERMS = frozenset(
    {"cc:license", "dcterms:license", "dc:license", "schema:license", "license"}
    | {"dcterms.license", "dc.license", "dcterms.rights"}
)
_ATTRIBUTION_TERMS = frozenset({"cc:attributionURL"})

_DC_UNITS = {
    "title": UnitKind.TITLE,
    "description": UnitKind.METADATA,
    "subject": UnitKind.METADATA,
}
_TRANSLATED_PROPERTIES = frozenset({"schema:accessibilitySummary"})

# Classification codes (BISAC's EDU029010, Thema's YPMF, LCC's PR4034 .P7) are no words.
_SUBJECT_CODE = re.compile(r"[A-Z]{1,4}[0-9A-Z .]*")
_WEB_ADDRESS = re.compile(r"https?://\S+")


def package_metadata(package: Package) -> Metadata:
    """Read the publication's metadata; statements that refine a single file are left out."""
    rights = tuple(_clean(element) for element in package.dublin_core("rights"))
    return Metadata(
        title=_title(package),
        creators=tuple(_clean(element) for element in package.dublin_core("creator")),
        source_url=_source_url(package),
        licence_statements=tuple(
            dict.fromkeys((*_stated(package, LICENCE_TERMS), *rights)),
        ),
        language=_first(package, "language"),
        published=_published(package),
        publisher=_first(package, "publisher"),
        description=_first(package, "description"),
        rights_statement="\n".join(rights),
    )


def package_fields(package: Package) -> Iterator[Field]:
    """Give the package's translatable texts: titles, descriptions, subjects, guide titles."""
    for local_name, kind in _DC_UNITS.items():
        for number, element in enumerate(package.dublin_core(local_name), 1):
            if local_name != "subject" or not _SUBJECT_CODE.fullmatch(element.text.strip()):
                yield Field(f"{local_name}-{number}", kind, element)
    summaries = (
        meta
        for meta in package.described("meta")
        if meta.attributes.get("property") in _TRANSLATED_PROPERTIES
    )
    for number, element in enumerate(summaries, 1):
        yield Field(f"summary-{number}", UnitKind.METADATA, element)
    references = (
        reference
        for guide in package.root.elements
        if guide.local_name == "guide"
        for reference in guide.elements
        if "title" in reference.attributes
    )
    for number, element in enumerate(references, 1):
        yield Field(f"guide-{number}", UnitKind.NAVIGATION, element, "title")


def licence_elements(package: Package) -> Iterator[Element]:
    """Give the ``link`` and ``meta`` elements that state the publication's licence."""
    for name in ("link", "meta"):
        for element in package.described(name):
            if _terms(element) & LICENCE_TERMS:
                yield element


def _terms(element: Element) -> frozenset[str]:
    """Give the terms that a ``link`` or ``meta`` states; EPUB 2 calls them names."""
    values = (element.attributes.get(key, "") for key in ("rel", "property", "name"))
    return frozenset(term for value in values for term in value.split())


def _stated(package: Package, terms: frozenset[str]) -> Iterator[str]:
    for name in ("link", "meta"):
        for element in package.described(name):
            if _terms(element) & terms:
                values = element.attributes
                value = values.get("href") or values.get("content") or _clean(element)
                if value:
                    yield value


def _title(package: Package) -> str:
    """Give the main title; EPUB 3 may mark which one of several that is."""
    titles = package.dublin_core("title")
    for element in titles:
        for meta in package.refinements(element):
            if meta.attributes.get("property") == "title-type" and meta.text.strip() == "main":
                return _clean(element)
    return _clean(titles[0]) if titles else ""


def _source_url(package: Package) -> str:
    """Give the address that the publication states for itself, the most explicit first."""
    stated = (
        *_stated(package, _ATTRIBUTION_TERMS),
        *map(_clean, package.dublin_core("source")),
        *map(_clean, package.dublin_core("identifier")),
    )
    return next((value for value in stated if _WEB_ADDRESS.fullmatch(value)), "")


def _published(package: Package) -> str:
    dates = package.dublin_core("date")
    for element in dates:
        if any(v == "publication" for k, v in element.attributes.items() if k.endswith("event")):
            return _clean(element)
    return _clean(dates[0]) if dates else ""


def _first(package: Package, local_name: str) -> str:
    return next((_clean(element) for element in package.dublin_core(local_name)), "")


def _clean(element: Element) -> str:
    return " ".join(element.text.split())

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an adapted EPUB's package says anew: language, identifier, translators, source, licence.

Follows EPUB 3.3, section 5, and OPF 2.0.1, section 2.2. An adaptation is another publication, so
it has an identifier of its own, made from the source's and the locale: the same each time.

Leaves out: the notice that readers see, which is in ``epub_notice``.
"""

from __future__ import annotations

import re
from uuid import NAMESPACE_URL, uuid5

from adapters.formats.epub_metadata import licence_elements, package_fields
from adapters.formats.epub_navigation import fresh_id
from adapters.formats.epub_package import DC_NAMESPACE, OPF_NAMESPACE, Package
from adapters.formats.xml_fields import relabel_language
from adapters.formats.xml_splice import Edits, Element, attribute_markup, text_markup
from audarma.model import SOURCE_LOCALE, Attribution
from audarma.ports import Adaptation

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def adapted_identifier(source_identifier: str, locale: str) -> str:
    """Give the identifier of the adaptation into *locale*, the same for the same source."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{source_identifier.strip()}#{locale}')}"


def adapt_package(
    package: Package, edits: Edits, adaptation: Adaptation, *, keep_identifier: bool
) -> None:
    """Write into *edits* what the package says of the adaptation.

    Args:
        package: the source's.
        edits: of ``package.xml``.
        adaptation: its attribution may be ``None``; then only language and identifier change.
        keep_identifier: leave the unique identifier, by which fonts are obfuscated, and add the
            adaptation's as a second.
    """
    writer = _MetadataWriter(package, edits)
    _set_language(package, edits, adaptation.locale)
    _set_identifier(package, writer, adaptation.locale, keep=keep_identifier)
    if adaptation.attribution is not None:
        _set_modified(package, edits, adaptation.attribution.date)
        _add_translators(writer, adaptation.attribution)
        _add_source(package, writer, adaptation.attribution.source_url)
        _add_rights(package, writer, adaptation.attribution)


class _MetadataWriter:
    """Adds elements behind the package's metadata, with the prefixes that it uses."""

    def __init__(self, package: Package, edits: Edits) -> None:
        self.edits = edits
        self.version = package.version
        known = next(
            (e for e in package.metadata.nodes() if isinstance(e, Element) and _is_dc(e)), None
        )
        # OPF 1 and some EPUB 2 files keep Dublin Core in a dc-metadata element of its own.
        self.parent = (known.parent if known else None) or package.metadata
        self.taken = package.ids

    def add(self, local_name: str, text: str, attributes: str = "") -> None:
        """Add a Dublin Core element."""
        prefix = self.parent.prefix_of(DC_NAMESPACE)
        declared = "" if prefix else f' xmlns:dc="{DC_NAMESPACE}"'
        tag = f"{prefix or 'dc'}:{local_name}"
        self._append(f"<{tag}{declared}{attributes}>{text_markup(text)}</{tag}>")

    def add_meta(self, attributes: str, text: str = "") -> None:
        """Add a ``meta`` element."""
        prefix = self.parent.prefix_of(OPF_NAMESPACE)
        tag = f"{prefix}:meta" if prefix else "meta"
        self._append(
            f"<{tag}{attributes}>{text_markup(text)}</{tag}>" if text else f"<{tag}{attributes}/>"
        )

    def opf_attribute(self, name: str, value: str) -> str:
        """Give EPUB 2's attribute *name*, which needs a prefix of its own."""
        uris = self.parent.prefixes.items()
        prefix = next((p for p, uri in uris if p and uri == OPF_NAMESPACE), None)
        declared = "" if prefix else f' xmlns:opf="{OPF_NAMESPACE}"'
        return f"{declared} {prefix or 'opf'}:{name}={attribute_markup(value)}"

    def fresh_id(self, wanted: str) -> str:
        """Give an ``id`` that the package does not use yet."""
        name = fresh_id(wanted, self.taken)
        self.taken.add(name)
        return name

    def _append(self, markup: str) -> None:
        self.edits.append(self.parent, markup)


def _set_language(package: Package, edits: Edits, locale: str) -> None:
    stated = package.dublin_core("language")
    english = [e for e in stated if _language(e.text) == SOURCE_LOCALE]
    for element in (english or stated)[:1]:
        edits.set_text(element, locale)
    relabel_language(edits, package.root, SOURCE_LOCALE, locale)
    for field in package_fields(package):
        relabel_language(edits, field.element, SOURCE_LOCALE, locale)


def _set_identifier(package: Package, writer: _MetadataWriter, locale: str, *, keep: bool) -> None:
    element = package.identifier
    if element is None:
        return
    old = element.text.strip()
    new = adapted_identifier(old, locale)
    if keep:
        writer.add("identifier", new)
        return
    writer.edits.set_text(element, new)
    # The old one names the source from now on; what was said of its kind (ISBN …) is no more true.
    writer.add("source", old)
    for key in element.attributes:
        if key == f"{{{OPF_NAMESPACE}}}scheme":
            qname = next(q for q in _attribute_names(element, package) if q.endswith("scheme"))
            writer.edits.set_attribute(element, qname, "UUID")
    for meta in package.refinements(element):
        writer.edits.remove(meta)


def _set_modified(package: Package, edits: Edits, date: str) -> None:
    day = _ISO_DATE.match(date)
    for meta in package.described("meta"):
        if day and meta.attributes.get("property") == "dcterms:modified":
            edits.set_text(meta, f"{day[0]}T00:00:00Z")


def _add_translators(writer: _MetadataWriter, attribution: Attribution) -> None:
    for translator in attribution.translators:
        if writer.version == 2:
            writer.add("contributor", translator, writer.opf_attribute("role", "trl"))
            continue
        name = writer.fresh_id("audarma-translator")
        writer.add("contributor", translator, f" id={attribute_markup(name)}")
        writer.add_meta(f' refines="#{name}" property="role" scheme="marc:relators"', "trl")


def _add_source(package: Package, writer: _MetadataWriter, address: str) -> None:
    known = {e.text.strip() for name in ("source", "identifier") for e in package.dublin_core(name)}
    if address and address not in known:
        writer.add("source", address)


def _add_rights(package: Package, writer: _MetadataWriter, attribution: Attribution) -> None:
    address = attribution.licence_url
    lines = (line.text for line in attribution.lines if any(url == address for _, url in line.runs))
    name = attribution.licence_name or attribution.licence_id
    text = next(lines, f"{name} ({address})" if address else name)
    writer.add("rights", text, f" xml:lang={attribute_markup(attribution.locale)}")
    if not address:
        return
    stated = list(licence_elements(package))
    for element in stated:
        key = next((key for key in ("href", "content") if key in element.attributes), None)
        if key:
            writer.edits.set_attribute(element, key, address)
        else:
            writer.edits.set_text(element, address)
    if not stated and writer.version == 2:
        writer.add_meta(f' name="dcterms.license" content={attribute_markup(address)}')
    elif not stated:
        writer.add_meta(' property="dcterms:license"', address)


def _attribute_names(element: Element, package: Package) -> list[str]:
    """Give the attributes' names as written, prefixes and all."""
    tag = package.xml.utf8[element.start : element.content_start].decode("utf-8")
    return re.findall(r"""([^\s=<>/"']+)\s*=\s*(?:"[^"]*"|'[^']*')""", tag)


def _is_dc(element: Element) -> bool:
    return element.name.startswith(f"{{{DC_NAMESPACE}}}")


def _language(tag: str) -> str:
    return tag.strip().lower().partition("-")[0]

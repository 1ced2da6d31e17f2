# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an Office Open XML document says of itself, and says anew once it is adapted.

Follows ISO/IEC 29500-2:2021, clause 8 (core properties), and 29500-1:2016, 22.2 and 22.3 (extended
and custom properties). Core properties have no element for rights, and Office refuses files that
add one: the licence goes into the description and into custom properties.

Leaves out: the notice that readers see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from adapters.formats.ooxml_package import OfficePackage
from adapters.formats.xml_fields import Field, splice_fields
from adapters.formats.xml_splice import Edits, Element, XmlText, attribute_markup, text_markup
from audarma.inline_code import plain_text
from audarma.model import Attribution, Metadata, Unit, UnitKind
from audarma.ports import Adaptation, Targets

CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
CORE_RELATIONSHIP = (
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
)

_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_DCTERMS = "http://purl.org/dc/terms/"
_VT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_USER_DEFINED = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # FMTID_UserDefinedProperties, MS-OLEPS
_FIRST_CUSTOM_ID = 2  # 22.3.2.2: 0 and 1 are taken

EMPTY_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<cp:coreProperties xmlns:cp="{_CP}" xmlns:dc="{_DC}" xmlns:dcterms="{_DCTERMS}" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"></cp:coreProperties>'
).encode()
EMPTY_CUSTOM = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VT}"></Properties>'
).encode()

_UNITS = (
    ("title", UnitKind.TITLE),
    ("subject", UnitKind.METADATA),
    ("description", UnitKind.METADATA),
)
_LICENCE_PROPERTY = re.compile(r"licen[cs]e|rights|copyright", re.IGNORECASE)
_SOURCE_PROPERTY = re.compile(r"(?:dc:|dcterms:)?(?:source|url|source url|address)", re.IGNORECASE)
_LICENCE_ADDRESS = re.compile(
    r"https?://(?:www\.)?(?:creativecommons\.org/(?:licen[sc]es|publicdomain)/|gnu\.org/licenses/)"
)
_LICENCE_WORDING = re.compile(
    r"licen[sc]ed under|under the terms of (?:this|the) [^.]{0,60}licen[sc]e|licen[sc]e:"
    r"|all rights reserved|creativecommons\.org/|\bcc[ -]by\b|creative commons",
    re.IGNORECASE,
)
_TITLE_UNITS = 5
"""So many units may come up to the title."""
_LICENCE_UNITS = 40
"""So many units at either end are searched for a licence: title pages, imprints, last slides."""


class Properties:
    """The parts of a package that hold its properties, where there are any."""

    def __init__(self, package: OfficePackage) -> None:
        self.core = _part(package, "core-properties")
        self.custom = _part(package, "custom-properties")
        self.extended = _part(package, "extended-properties")

    def fields(self) -> list[Field]:
        """Give the core properties that are translated."""
        named = ((name, kind, self._core(_DC, name)) for name, kind in _UNITS)
        return [Field(name, kind, elements[0]) for name, kind, elements in named if elements]

    def metadata(self, units: list[Unit], links: Iterable[str]) -> Metadata:
        """Read the metadata, and what *units* and *links* say where that says nothing."""
        described = self._text(_DC, "description")
        custom = dict(_custom(self.custom))
        licences = [
            *(said for name, said in custom.items() if _LICENCE_PROPERTY.search(name)),
            *self._texts(_DC, "rights"),
            *([described] if _LICENCE_WORDING.search(described) else []),
            *(link for link in links if _LICENCE_ADDRESS.match(link)),
            *_licence_wording(units),
        ]
        titles = (
            plain_text(unit.content)
            for unit in units[:_TITLE_UNITS]
            if unit.kind in (UnitKind.TITLE, UnitKind.HEADING)
        )
        sources = (said for name, said in custom.items() if _SOURCE_PROPERTY.fullmatch(name))
        creators = (
            part.strip() for name in self._texts(_DC, "creator") for part in name.split(";")
        )
        rights = (said for name, said in custom.items() if "right" in name.lower())
        return Metadata(
            title=self._text(_DC, "title") or next(titles, ""),
            creators=tuple(dict.fromkeys(filter(None, map(str.strip, creators)))),
            source_url=self._text(_DC, "source") or next(sources, ""),
            licence_statements=tuple(dict.fromkeys(licences)),
            language=self._text(_DC, "language"),
            published=self._text(_DCTERMS, "created") or self._text(_DCTERMS, "modified"),
            publisher=self._company(),
            description=described,
            rights_statement="\n".join([*self._texts(_DC, "rights"), *rights]),
        )

    def _core(self, namespace: str, name: str) -> list[Element]:
        elements = self.core.root.elements if self.core else []
        return [one for one in elements if one.name == f"{{{namespace}}}{name}"]

    def _texts(self, namespace: str, name: str) -> list[str]:
        texts = (" ".join(element.text.split()) for element in self._core(namespace, name))
        return [text for text in texts if text]

    def _text(self, namespace: str, name: str) -> str:
        return next(iter(self._texts(namespace, name)), "")

    def _company(self) -> str:
        elements = self.extended.root.elements if self.extended else []
        return next((e.text.strip() for e in elements if e.local_name == "Company"), "")


def _part(package: OfficePackage, kind: str) -> XmlText | None:
    names = package.related("", kind)
    return package.read(names[0]) if names else None


def _custom(custom: XmlText | None) -> Iterator[tuple[str, str]]:
    for element in custom.root.elements if custom else []:
        if element.text.strip():
            yield element.attributes.get("name", ""), " ".join(element.text.split())


def _licence_wording(units: list[Unit]) -> Iterator[str]:
    for unit in (*units[:_LICENCE_UNITS], *units[_LICENCE_UNITS:][-_LICENCE_UNITS:]):
        text = plain_text(unit.content)
        if _LICENCE_WORDING.search(text):
            yield text


def adapted_core(
    core: XmlText, fields: list[Field], targets: Targets, adaptation: Adaptation | None
) -> bytes:
    """Write the core properties: translated, and with the language and rights of the adaptation."""
    edits = Edits(core)
    attribution = adaptation.attribution if adaptation else None
    described = next((field for field in fields if field.id == "description"), None)
    rights = _rights(attribution) if attribution else ""
    if described and rights:
        target = targets.get("description") or described.content
        splice_fields(edits, [f for f in fields if f is not described], targets)
        edits.set_text(described.element, f"{plain_text(target)}\n{rights}")
    else:
        splice_fields(edits, fields, targets)
    added: list[tuple[str, str]] = []
    if adaptation:
        language = f"{{{_DC}}}language"
        stated = [element for element in core.root.elements if element.name == language]
        for element in stated:
            edits.set_text(element, adaptation.locale)
        added += [] if stated else [("language", adaptation.locale)]
        added += [("description", rights)] if rights and not described else []
        if attribution and attribution.title and not any(f.id == "title" for f in fields):
            added.append(("title", attribution.title))
    known = {element.name for element in core.root.elements}
    for name, text in added:
        # An element twice makes Office call the file damaged (29500-2, 8.3.4).
        if f"{{{_DC}}}{name}" not in known:
            _append(edits, core.root, _dublin_core(core.root, name, text))
    return edits.apply()


def _rights(attribution: Attribution) -> str:
    lines = [line.text for line in attribution.lines]
    return " ".join([*([attribution.warning] if attribution.warning else []), *lines])


def _dublin_core(root: Element, name: str, text: str) -> str:
    prefix = root.prefix_of(_DC)
    declared = "" if prefix else f' xmlns:dc="{_DC}"'
    tag = f"{prefix or 'dc'}:{name}"
    return f"<{tag}{declared}>{text_markup(text)}</{tag}>"


def adapted_custom(custom: XmlText, attribution: Attribution) -> bytes:
    """Write the licence, the source and the translators as custom properties."""
    edits = Edits(custom)
    fields = {
        "License": attribution.licence_url or attribution.licence_id,
        "License name": attribution.licence_name,
        "Source": attribution.source_url or attribution.source_title,
        "Translator": ", ".join(attribution.translators),
        "Notice": attribution.warning,
    }
    root = custom.root
    prefix = root.tag.removesuffix(root.local_name)
    said = (element.attributes.get("pid", "") for element in root.elements)
    number = max([_FIRST_CUSTOM_ID - 1, *(int(pid) for pid in said if pid.isdigit())])
    # What was said under these names is the source's; the notice names it.
    for element in root.elements:
        if element.attributes.get("name") in fields:
            edits.remove(element)
    markup = []
    for name, text in fields.items():
        if text:
            number += 1
            markup.append(
                f'<{prefix}property fmtid="{_USER_DEFINED}" pid="{number}" '
                f'name={attribute_markup(name)}><vt:lpwstr xmlns:vt="{_VT}">{text_markup(text)}'
                f"</vt:lpwstr></{prefix}property>"
            )
    _append(edits, root, "".join(markup))
    return edits.apply()


def _append(edits: Edits, root: Element, markup: str) -> None:
    """Put *markup* behind all that *root* holds."""
    if root.content_start < root.end:
        edits.replace(root.content_end, root.content_end, markup)
        return
    tag = edits.source.utf8[root.start : root.end].decode("utf-8").removesuffix("/>")
    edits.replace(root.start, root.end, f"{tag}>{markup}</{root.tag}>")

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an adapted OpenDocument file says anew of its language, and in its metadata.

Follows OpenDocument 1.3, part 3, sections 20.203 (``fo:country``), 20.207 (``fo:language``) and
4.3 (``meta.xml``). The language of text is a property of styles: spelling checkers, hyphenation
and screen readers go by it.

Leaves out: the notice that readers see, which is in ``odf_notice``.
"""

from __future__ import annotations

from adapters.formats.odf_metadata import metadata_root
from adapters.formats.odf_styles import DC, FO, META, STYLE
from adapters.formats.xml_splice import Edits, Element, XmlText, attribute_markup, text_markup
from audarma.model import SOURCE_LOCALE, Attribution

_COUNTRIES = {"kk": "KZ", "ru": "RU"}
_PRESENTATIONAL = "none"
_LANGUAGE = f"{{{FO}}}language"
_TAG = f"{{{STYLE}}}rfc-language-tag"
_DC_LANGUAGE = f"{{{DC}}}language"


def set_language(part: XmlText, edits: Edits, locale: str) -> None:
    """Make *locale* the language of default styles, and of all that says that it is English."""
    unstated: list[Element] = []
    is_stated = False
    for node in (part.root, *part.root.nodes()):
        if not isinstance(node, Element):
            continue
        is_default = node.parent is not None and node.parent.local_name == "default-style"
        stated = node.attributes.get(_LANGUAGE)
        if stated is not None and (is_default or _is_english(stated)):
            _write_language(edits, node, locale)
            is_stated = is_stated or is_default
        elif is_default and node.local_name == "text-properties":
            unstated.append(node)
    if not is_stated:
        for node in unstated:
            if node.prefix_of(FO):
                _write_language(edits, node, locale)


def _write_language(edits: Edits, element: Element, locale: str) -> None:
    language, *rest = locale.split("-")
    country = next((part for part in rest if len(part) == 2), _COUNTRIES.get(language))
    script = next((part for part in rest if len(part) == 4), None)
    prefix = element.prefix_of(FO)
    edits.set_attribute(element, f"{prefix}:language", language)
    edits.set_attribute(element, f"{prefix}:country", country or _PRESENTATIONAL)
    if script or f"{{{FO}}}script" in element.attributes:
        edits.set_attribute(element, f"{prefix}:script", script)
    if _TAG in element.attributes:
        edits.set_attribute(element, f"{element.prefix_of(STYLE)}:rfc-language-tag", locale)


def _is_english(tag: str) -> bool:
    return tag.lower().partition("-")[0] == SOURCE_LOCALE


def set_metadata(meta: XmlText, edits: Edits, locale: str, attribution: Attribution | None) -> None:
    """Write language, translators, source and licence into ``meta.xml``."""
    root = metadata_root(meta)
    if root is None:
        return
    languages = [element for element in root.elements if element.name == _DC_LANGUAGE]
    for element in languages:
        edits.set_text(element, locale)
    added = [] if languages else [_markup(root, DC, "dc", "language", locale)]
    fields = _fields(attribution) if attribution else {}
    # What was said under these names is the source's; the notice names it.
    for element in root.elements:
        if element.attributes.get(f"{{{META}}}name") in fields:
            edits.remove(element)
    for name, value in fields.items():
        prefix = root.prefix_of(META) or "meta"
        said = f" {prefix}:name={attribute_markup(name)}"
        added.append(_markup(root, META, "meta", "user-defined", value, said))
    _append(meta, edits, root, "".join(added))


def _fields(attribution: Attribution) -> dict[str, str]:
    """Give the fields that office programs show among a document's properties."""
    fields = {
        "License": attribution.licence_url or attribution.licence_id,
        "License name": attribution.licence_name,
        "Source": attribution.source_url or attribution.source_title,
        "Translator": ", ".join(attribution.translators),
        "Notice": attribution.warning,
    }
    return {name: value for name, value in fields.items() if value}


def _markup(
    root: Element, namespace: str, usual: str, local_name: str, text: str, attributes: str = ""
) -> str:
    prefix = root.prefix_of(namespace)
    declared = "" if prefix else f" xmlns:{usual}={attribute_markup(namespace)}"
    tag = f"{prefix or usual}:{local_name}"
    return f"<{tag}{declared}{attributes}>{text_markup(text)}</{tag}>"


def _append(meta: XmlText, edits: Edits, root: Element, markup: str) -> None:
    if root.content_start < root.end:
        edits.replace(root.content_end, root.content_end, markup)
        return
    tag = meta.utf8[root.start : root.end].decode("utf-8").removesuffix("/>")
    edits.replace(root.start, root.end, f"{tag}>{markup}</{root.tag}>")

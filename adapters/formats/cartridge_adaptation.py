# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an adapted package's manifest says anew: language, rights, and the page of the notice.

LOM that is missing is added only to state rights. Follows the bindings that ``cartridge_lom``
names. Leaves out: the translator, for whom LOM has no role; the sentences, which are in
``audarma.attribution``.
"""

from __future__ import annotations

from adapters.formats.cartridge_lom import lom_elements, lom_strings, loms, string_language
from adapters.formats.cartridge_manifest import Manifest
from adapters.formats.epub_navigation import fresh_id
from adapters.formats.xml_splice import Edits, Element, attribute_markup, text_markup
from audarma.model import SOURCE_LOCALE, Attribution
from audarma.ports import Adaptation

# IMS's binding of 2001 writes names in lower case, and strings as langstring.
_OLD_BINDING = "imsmd"
_AFTER_RIGHTS = frozenset({"relation", "annotation", "classification"})
_BEFORE_LANGUAGE = frozenset({"identifier", "title", "catalogentry"})
_CARTRIDGE_LOM = {
    "http://www.imsglobal.org/xsd/imscc/imscp_v1p1": "http://ltsc.ieee.org/xsd/imscc/LOM",
    **{
        f"http://www.imsglobal.org/xsd/imsccv1p{minor}/imscp_v1p1": (
            f"http://ltsc.ieee.org/xsd/imsccv1p{minor}/LOM/manifest"
        )
        for minor in range(1, 4)
    },
    "http://www.imsproject.org/xsd/imscp_rootv1p1p2": (
        "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
    ),
}
_SCORM_2004_LOM = "http://ltsc.ieee.org/xsd/LOM"


def adapt_manifest(manifest: Manifest, edits: Edits, adaptation: Adaptation, title: str) -> None:
    """Write into *edits* what the manifest says of the adaptation; *title* is its new title."""
    described = loms(manifest.root)
    for lom in loms(manifest.root, everywhere=True):
        _relabel(lom, edits, adaptation.locale)
    attribution = adaptation.attribution
    if attribution is None:
        return
    if described:
        _state_rights(described[0], edits, attribution)
    else:
        _add_lom(manifest, edits, attribution, title)


def add_page(
    manifest: Manifest, edits: Edits, name: str, attribution: Attribution, *, is_first: bool
) -> None:
    """Name the page *name* in the resources, and as an item of the first organisation."""
    taken = manifest.identifiers
    resource, item = fresh_id("audarma-notice", taken), fresh_id("audarma-notice-item", taken)
    resources = next(e for e in manifest.root.elements if e.local_name == "resources")
    tag = _prefix(resources)
    href = attribute_markup(name)
    edits.append(
        resources,
        f'<{tag}resource identifier="{resource}" type="webcontent" href={href}>'
        f"<{tag}file href={href}/></{tag}resource>",
    )
    parent = _items_parent(manifest.organizations[0])
    items = [child for child in parent.elements if child.local_name == "item"]
    title = text_markup(attribution.heading or attribution.title)
    tag = _prefix(parent)
    markup = (
        f'<{tag}item identifier="{item}" identifierref="{resource}">'
        f"<{tag}title>{title}</{tag}title></{tag}item>"
    )
    if items and is_first:
        edits.insert_before(items[0], markup)
    elif items:
        edits.insert_after(items[-1], markup)
    else:
        edits.append(parent, markup)


def _items_parent(organization: Element) -> Element:
    """Give the element that holds the chapters: a cartridge has a root item without a title."""
    items = [child for child in organization.elements if child.local_name == "item"]
    is_root = len(items) == 1 and "identifierref" not in items[0].attributes
    if is_root and all(child.local_name != "title" for child in items[0].elements):
        return items[0]
    return organization


def _relabel(lom: Element, edits: Edits, locale: str) -> None:
    """Make *locale* the language of the content, and of the strings that are translated."""
    for element in lom_elements(lom, "general", "language"):
        if element.text.strip().lower().partition("-")[0] == SOURCE_LOCALE:
            edits.set_text(element, locale)
    for name in ("title", "description"):
        for string in lom_strings(lom, "general", name):
            if string_language(string).partition("-")[0] == SOURCE_LOCALE:
                _set_language(edits, string, locale)


def _set_language(edits: Edits, string: Element, locale: str) -> None:
    name = "language" if "language" in string.attributes else "xml:lang"
    edits.set_attribute(string, name, locale)


def _state_rights(lom: Element, edits: Edits, attribution: Attribution) -> None:
    binding = _Binding.of(lom)
    if not lom_elements(lom, "general", "language"):
        for general in lom_elements(lom, "general")[:1]:
            before = [e for e in general.elements if e.local_name in _BEFORE_LANGUAGE]
            markup = binding.element("language", text_markup(attribution.locale))
            if before:
                edits.insert_after(before[-1], markup)
    strings = list(lom_strings(lom, "rights", "description"))
    rights = lom_elements(lom, "rights")
    if strings:
        edits.set_text(strings[0], _sentence(attribution))
        if string_language(strings[0]) not in ("", attribution.locale):
            _set_language(edits, strings[0], attribution.locale)
    elif rights:
        edits.append(rights[0], binding.description(attribution))
    else:
        markup = binding.rights(attribution)
        following = [e for e in lom.elements if e.local_name in _AFTER_RIGHTS]
        if following:
            edits.insert_before(following[0], markup)
        else:
            edits.append(lom, markup)


def _add_lom(manifest: Manifest, edits: Edits, attribution: Attribution, title: str) -> None:
    root = manifest.root
    namespace = root.name.rpartition("}")[0].removeprefix("{")
    uri = _CARTRIDGE_LOM.get(namespace, _SCORM_2004_LOM)
    binding = _Binding("", is_old=_OLD_BINDING in uri)
    titled = binding.element("title", binding.string(title, attribution.locale))
    language = binding.element("language", text_markup(attribution.locale))
    general = binding.element("general", f"{titled}{language}")
    lom = f"<lom xmlns={attribute_markup(uri)}>{general}{binding.rights(attribution)}</lom>"
    metadata = next((e for e in root.elements if e.local_name == "metadata"), None)
    if metadata is not None:
        edits.append(metadata, lom)
    elif root.elements:
        tag = _prefix(root)
        edits.insert_before(root.elements[0], f"<{tag}metadata>{lom}</{tag}metadata>")


class _Binding:
    """How a binding of LOM writes its elements, with *prefix* and its colon."""

    def __init__(self, prefix: str, *, is_old: bool) -> None:
        self.prefix, self.is_old = prefix, is_old

    @classmethod
    def of(cls, lom: Element) -> _Binding:
        return cls(_prefix(lom), is_old=_OLD_BINDING in lom.name)

    def element(self, name: str, markup: str) -> str:
        written = f"{self.prefix}{name.lower() if self.is_old else name}"
        return f"<{written}>{markup}</{written}>"

    def string(self, text: str, locale: str) -> str:
        name = f"{self.prefix}{'langstring' if self.is_old else 'string'}"
        language = "xml:lang" if self.is_old else "language"
        return f"<{name} {language}={attribute_markup(locale)}>{text_markup(text)}</{name}>"

    def description(self, attribution: Attribution) -> str:
        return self.element("description", self.string(_sentence(attribution), attribution.locale))

    def rights(self, attribution: Attribution) -> str:
        source, value = "LOMv1.0", "yes"
        if self.is_old:
            source, value = (self.string(word, "x-none") for word in (source, value))
        stated = self.element("source", source) + self.element("value", value)
        restricted = self.element("copyrightAndOtherRestrictions", stated)
        return self.element("rights", f"{restricted}{self.description(attribution)}")


def _sentence(attribution: Attribution) -> str:
    """Give the notice as one text: machines show it as they like."""
    lines = [line.text for line in attribution.lines]
    return " ".join(filter(None, (*lines, attribution.warning)))


def _prefix(element: Element) -> str:
    """Give the prefix, with its colon, that *element*'s name is written with."""
    return element.tag.removesuffix(element.local_name)

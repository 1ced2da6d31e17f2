# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a CNXML module or collection says of itself in MDML, read and adapted.

Follows MDML 0.5 (Connexions), whose elements may stand in any order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID, uuid5

from adapters.formats.cnxml_vocabulary import MDML
from adapters.formats.xml_splice import (
    XML_LANG,
    Edits,
    Element,
    attribute_markup,
    text_markup,
)
from adapters.formats.xml_units import clean
from audarma.model import Attribution, Metadata
from audarma.ports import Adaptation

_WEB_ADDRESS = re.compile(r"https?://\S+")
_UUIDS = ("uuid", "canonical-book-uuid")


def module_metadata(root: Element) -> Metadata:
    """Read what *root*, a ``document`` or a ``collection``, says of itself."""
    metadata = _metadata(root)
    if metadata is None:
        return Metadata(title=_title(root), language=root.attributes.get(XML_LANG, ""))
    licence = _first(metadata, "license")
    return Metadata(
        title=_text(metadata, "title") or _title(root),
        creators=tuple(_creators(metadata)),
        source_url=_source_url(metadata),
        licence_statements=tuple(dict.fromkeys(_statements(licence))) if licence else (),
        language=_text(metadata, "language") or root.attributes.get(XML_LANG, ""),
        published=_text(metadata, "revised") or _text(metadata, "created"),
        publisher=_text(metadata, "institution"),
        description=_text(metadata, "abstract"),
        rights_statement=clean(licence.text) if licence else "",
    )


def adapt_metadata(edits: Edits, root: Element, adaptation: Adaptation, *, adds: bool) -> None:
    """Say the language, the licence, the source and the translators of the adaptation.

    Args:
        edits: where the changes go.
        root: the ``document`` or the ``collection``.
        adaptation: what to say.
        adds: also write what *root* does not say yet; else only correct what it says.
    """
    metadata = _metadata(root)
    attribution = adaptation.attribution
    if metadata is None:
        return
    language = _first(metadata, "language")
    if language is not None:
        edits.set_text(language, adaptation.locale)
    for name in _UUIDS:
        element = _first(metadata, name)
        if element is not None and (adapted := _adapted_uuid(element, adaptation.locale)):
            edits.set_text(element, adapted)
    if attribution is None:
        return
    licence = _first(metadata, "license")
    if licence is not None and not _is_stated(licence, attribution):
        edits.set_attribute(licence, "url", attribution.licence_url or None)
        edits.set_text(licence, attribution.licence_name)
    if adds:
        _append(edits, metadata, _new_elements(metadata, adaptation.locale, attribution))
        _add_translators(edits, metadata, attribution)


def _new_elements(metadata: Element, locale: str, attribution: Attribution) -> Iterator[str]:
    """Give the elements that *metadata* lacks."""
    prefix = _prefix(metadata)
    if _first(metadata, "language") is None:
        yield f"<{prefix}language>{text_markup(locale)}</{prefix}language>"
    if _first(metadata, "license") is None:
        url = f" url={attribute_markup(attribution.licence_url)}" if attribution.licence_url else ""
        yield f"<{prefix}license{url}>{text_markup(attribution.licence_name)}</{prefix}license>"
    if attribution.source_url:
        yield f"<{prefix}derived-from url={attribute_markup(attribution.source_url)}/>"


def _add_translators(edits: Edits, metadata: Element, attribution: Attribution) -> None:
    """Name the translators as MDML does: actors, and a role that lists their identifiers."""
    prefix = _prefix(metadata)
    people = {
        translator.get("name", "")
        for translator in attribution.json_ld.get("translator", ())
        if translator.get("@type") == "Person"
    }
    identifiers, actors = [], []
    for number, name in enumerate(attribution.translators, 1):
        identifiers.append(f"audarma-translator-{number}")
        actors.append(_actor(prefix, identifiers[-1], name, is_person=name in people))
    if not actors:
        return
    role = f'<{prefix}role type="translator">{" ".join(identifiers)}</{prefix}role>'
    for name, markup in (("actors", actors), ("roles", [role])):
        there = _first(metadata, name)
        if there is not None and there.elements:
            _append(edits, there, iter(markup))
        elif there is None:
            _append(edits, metadata, iter([f"<{prefix}{name}>{''.join(markup)}</{prefix}{name}>"]))


def _actor(prefix: str, identifier: str, name: str, *, is_person: bool) -> str:
    shown = text_markup(name)
    if is_person:
        first, _, last = shown.rpartition(" ")
        return (
            f'<{prefix}person userid="{identifier}"><{prefix}firstname>{first}</{prefix}firstname>'
            f"<{prefix}surname>{last}</{prefix}surname>"
            f"<{prefix}fullname>{shown}</{prefix}fullname></{prefix}person>"
        )
    return (
        f'<{prefix}organization userid="{identifier}">'
        f"<{prefix}shortname>{shown}</{prefix}shortname>"
        f"<{prefix}fullname>{shown}</{prefix}fullname></{prefix}organization>"
    )


def _append(edits: Edits, parent: Element, markup: Iterator[str]) -> None:
    """Put each piece of *markup* on a line of its own behind what *parent* holds."""
    if parent.elements:
        for one in markup:
            edits.append(parent, one)


def _metadata(root: Element) -> Element | None:
    return next((child for child in root.elements if child.local_name == "metadata"), None)


def _prefix(metadata: Element) -> str:
    """Give the prefix of MDML's elements, with its colon."""
    prefix = metadata.elements[0].prefix_of(MDML) if metadata.elements else None
    return f"{prefix}:" if prefix else ""


def _first(metadata: Element, name: str) -> Element | None:
    return metadata.child(f"{{{MDML}}}{name}")


def _text(metadata: Element, name: str) -> str:
    element = _first(metadata, name)
    return "" if element is None else clean(element.text)


def _title(root: Element) -> str:
    return next((clean(e.text) for e in root.elements if e.local_name == "title"), "")


def _statements(licence: Element) -> Iterator[str]:
    for said in (licence.attributes.get("url", "").strip(), clean(licence.text)):
        if said:
            yield said


def _creators(metadata: Element) -> Iterator[str]:
    """Give the authors' names; a role names its actors by their identifiers."""
    names: dict[str, str] = {}
    for name in ("person", "organization"):
        for actor in metadata.descendants(f"{{{MDML}}}{name}"):
            names[actor.attributes.get("userid", "")] = _text(actor, "fullname")
    for role in metadata.descendants(f"{{{MDML}}}role"):
        if role.attributes.get("type") == "author":
            for identifier in role.text.split():
                yield names.get(identifier) or identifier


def _source_url(metadata: Element) -> str:
    stated = (_text(metadata, name) for name in ("content-url", "repository"))
    return next((url for url in stated if _WEB_ADDRESS.fullmatch(url)), "")


def _adapted_uuid(element: Element, locale: str) -> str:
    """Give the adaptation an identifier of its own, the same each time; empty for no UUID."""
    try:
        return str(uuid5(UUID(element.text.strip()), locale))
    except ValueError:
        return ""


def _is_stated(licence: Element, attribution: Attribution) -> bool:
    """Say whether the source's own licence is the adaptation's."""
    return _address(licence.attributes.get("url", "")) == _address(attribution.licence_url)


def _address(url: str) -> str:
    return url.strip().lower().partition("://")[2].rstrip("/")

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Units that are one XML element's text or one attribute's value, without inline codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from adapters.formats.xml_splice import XML_LANG, Edits, Element
from audarma.inline_code import escape, has_text, plain_text, require_same_codes
from audarma.model import Unit, UnitKind
from audarma.ports import Targets


@dataclass(frozen=True, slots=True)
class Field:
    """Where a unit stands: in *element*'s text, or in its *attribute* (as written)."""

    id: str
    kind: UnitKind
    element: Element
    attribute: str = ""

    @property
    def content(self) -> str:
        """Give what is there, as content."""
        if self.attribute:
            return escape(self.element.attributes.get(self.attribute, ""))
        return escape(self.element.text)


def field_units(fields: Iterable[Field]) -> Iterator[Unit]:
    """Give a unit for each field that holds text to translate."""
    for field in fields:
        if has_text(field.content):
            yield Unit(field.id, field.kind, field.content)


def splice_fields(edits: Edits, fields: Iterable[Field], targets: Targets) -> None:
    """Write *targets* where their units stand; a target equal to its source changes nothing.

    Raises:
        InlineCodeError: a target holds a code.
    """
    for field in fields:
        target = targets.get(field.id, field.content)
        if target == field.content:
            continue
        require_same_codes(field.content, target, f"{edits.source.path} {field.id}")
        if field.attribute:
            edits.set_attribute(field.element, field.attribute, plain_text(target))
        else:
            edits.set_text(field.element, plain_text(target))


def relabel_language(edits: Edits, element: Element, source: str, target: str) -> None:
    """Make *element*'s ``xml:lang`` the locale *target* if it states the language *source*."""
    stated = element.attributes.get(XML_LANG, "")
    if stated.lower().partition("-")[0] == source:
        edits.set_attribute(element, "xml:lang", target)

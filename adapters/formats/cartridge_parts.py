# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The XML files of a cartridge that hold texts: discussions, web links, assignments, tools.

Follows IMS Common Cartridge 1.0 to 1.3 (topics, web links), its assignment extension 1.0, Basic
LTI links 1.0, and the settings that Canvas adds to its exports. Identifiers, addresses, dates and
points are no units. Leaves out: assessments, which are QTI.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from adapters.formats.quiz_fragment import Fragment, Kind, kind_of
from adapters.formats.xml_places import Place
from adapters.formats.xml_splice import Element, XmlText
from adapters.formats.xml_text_fields import held_text
from audarma.model import UnitKind

CANVAS_NAMESPACE = "http://canvas.instructure.com/xsd/cccv1p0"

_ROOTS = frozenset({"topic", "webLink", "assignment", "cartridge_basiclti_link"})
_CANVAS_PLACES = re.compile(r"title|description|long_description|syllabus_body|comments")
_TEXTS = frozenset({"text", "instructor_text"})
_ADDRESS = re.compile(r"\s*(?:[a-z]+://|www\.)\S+\s*", re.IGNORECASE)


def holds_texts(root_name: str) -> bool:
    """Say whether a file whose root element has that name holds texts in a way known here."""
    namespace, _, local = root_name.rpartition("}")
    return local in _ROOTS or namespace[1:] == CANVAS_NAMESPACE


def part_places(xml: XmlText) -> Iterator[Place]:
    """Give the texts of *xml* in the order of the file."""
    is_canvas = xml.root.name.startswith(f"{{{CANVAS_NAMESPACE}}}")
    number = 0
    for node in xml.root.nodes():
        if not isinstance(node, Element):
            continue
        text = held_text(xml, node)
        form = _canvas_form(node, text) if is_canvas else _form(node)
        if form is None or _ADDRESS.fullmatch(text):
            continue
        number += 1
        is_title = node.local_name == "title"
        kind = UnitKind.TITLE if is_title else UnitKind.PARAGRAPH
        yield Place(node, Fragment(text, form, f"{node.local_name}{number}.", kind))


def part_title(xml: XmlText) -> str:
    """Give the title of a part; its file's name tells nobody anything."""
    titles = (e for e in xml.root.elements if e.local_name == "title")
    return next((" ".join(title.text.split()) for title in titles), "")


def _form(element: Element) -> Kind | None:
    """Give what a cartridge's own element is written in; ``None`` where it holds no text."""
    if element.local_name == "title":
        return Kind.PLAIN
    if element.local_name == "description":  # of a tool
        return Kind.PLAIN
    if element.local_name in _TEXTS:
        stated = element.attributes.get("texttype", "text/plain").strip().lower()
        is_html = stated in ("text/html", "text/xhtml") or bool(element.elements)
        return Kind.HTML if is_html else Kind.PLAIN
    return None


def _canvas_form(element: Element, text: str) -> Kind | None:
    if element.elements or not _CANVAS_PLACES.fullmatch(element.local_name):
        return None
    if element.local_name == "title":
        return Kind.PLAIN
    return kind_of("", text)

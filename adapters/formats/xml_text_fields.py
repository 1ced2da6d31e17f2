# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text that an XML element holds as another format's: in a CDATA section, escaped, or as it is.

It is written back as it was written: sections as sections, references as the same references.
"""

from __future__ import annotations

import re

from adapters.formats.html_text import written_forms
from adapters.formats.xml_splice import Edits, Element, XmlText

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SECTION = re.compile(r"\s*<!\[CDATA\[(.*?)\]\]>\s*", re.DOTALL)


def held_text(xml: XmlText, element: Element) -> str:
    """Give the text that *element* holds; markup that nobody escaped is text too."""
    return xml.markup(element) if element.elements else element.text


def set_held_text(edits: Edits, element: Element, text: str) -> None:
    """Make *text* what *element* holds; the same text changes nothing."""
    raw = edits.source.markup(element)
    if text == held_text(edits.source, element):
        return
    text = _NOT_XML.sub("\ufffd", text)
    start, end = element.content_start, element.content_end
    if start == element.end:
        edits.set_text(element, text)
        return
    section = _SECTION.fullmatch(raw)
    if element.elements:
        markup = text
    elif section:
        # White space around the section was read as text, and stands outside of it again.
        before, after = (_unix(raw[: section.start(1)]), _unix(raw[section.end(1) :]))
        lead, trail = len(before) - len("<![CDATA["), len(after) - len("]]>")
        start += len(raw[: section.start(1)].encode("utf-8"))
        end -= len(raw[section.end(1) :].encode("utf-8"))
        markup = text[lead : len(text) - trail].replace("]]>", "]]]]><![CDATA[>")
    else:
        markup = _escaped(text, raw)
    # Line ends are read as line feeds (XML 1.0, section 2.11).
    edits.replace(start, end, markup.replace("\n", "\r\n") if "\r\n" in raw else markup)


def _unix(raw: str) -> str:
    return raw.replace("\r\n", "\n")


def _escaped(text: str, raw: str) -> str:
    """Escape *text* with the references that *raw*, the text before, was written with."""
    plain = _without_sections(raw)
    forms = written_forms(plain)
    if ">" in plain:
        forms.pop(ord(">"), None)
    escaped = text.translate({**forms, ord("&"): "&amp;", ord("<"): "&lt;"})
    return escaped.replace("]]>", "]]&gt;")


def _without_sections(raw: str) -> str:
    return re.sub(r"<!\[CDATA\[.*?\]\]>", "", raw, flags=re.DOTALL)

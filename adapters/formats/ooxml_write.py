# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Targets written as paragraphs of Office Open XML: runs of text, and what stays between them.

A target is text: what is not one of its unit's codes is escaped. A paragraph is written whole,
so that what was at the edges of its sentence stays there.
"""

from __future__ import annotations

from adapters.formats.html_inline import Item
from adapters.formats.html_inline import Role as ItemRole
from adapters.formats.ooxml_content import EndLayer, Layer, Paragraph
from adapters.formats.ooxml_format import Format, drawing_properties, word_properties
from adapters.formats.ooxml_names import attribute, known_name
from adapters.formats.ooxml_splice import Splice
from adapters.formats.ooxml_tokens import Raw
from adapters.formats.xml_splice import Element, attribute_markup, text_markup
from audarma.inline_code import parse

_REGIONS = {"kk": "KZ", "ru": "RU"}


def office_language(locale: str) -> str:
    """Give *locale* with a region, which office programs look for in a language tag."""
    language = locale.partition("-")[0]
    return f"{locale}-{_REGIONS[language]}" if locale in _REGIONS else locale


def paragraph_markup(
    splice: Splice, element: Element, paragraph: Paragraph, target: str, locale: str
) -> bytes:
    """Write what stands between the tags of the paragraph *element*, its properties left out.

    Args:
        splice: gives the bytes that are kept.
        element: the paragraph in the part.
        paragraph: its content.
        target: has exactly the content's codes.
        locale: the target's; empty to leave what the part says of languages.
    """
    writer = _Writer(splice, element, paragraph, locale)
    items = paragraph.run.items
    first, last = items[0], items[-1]
    writer.parts(0, first.first)
    if first.role is ItemRole.TEXT:
        writer.text(paragraph.texts[first.first][: first.start])
    for token in parse(target):
        if isinstance(token, str):
            writer.text(token)
        else:
            writer.code(paragraph.run.codes[str(token)])
    if last.role is ItemRole.TEXT:
        writer.text(paragraph.texts[last.last][last.end :])
    writer.parts(last.last + 1, len(paragraph.parts))
    return writer.finish()


class _Writer:
    """Writes runs; text of one format in a row is one run."""

    def __init__(self, splice: Splice, element: Element, paragraph: Paragraph, locale: str) -> None:
        self.splice, self.element, self.paragraph = splice, element, paragraph
        self.locale = locale
        self.is_word = known_name(element.name) == "w:p"
        self.prefix = element.tag.removesuffix(element.local_name)
        self.language = self._language()
        self.layers: list[Layer] = []
        self.out: list[bytes] = []
        self.head = b""

    def parts(self, start: int, end: int) -> None:
        """Write the parts from *start* to *end* (exclusive) as they stand."""
        for part in self.paragraph.parts[start:end]:
            if isinstance(part, str):
                self.text(part)
            elif isinstance(part, Layer):
                self.layers.append(part)
            elif isinstance(part, EndLayer):
                self.layers.pop()
            else:
                for raw in part:
                    self._raw(raw)

    def code(self, item: Item) -> None:
        """Write what stands where a code is: parts, or a stretch of text."""
        if item.first == item.last and item.end and isinstance(self._part(item), str):
            self.text(self.paragraph.texts[item.first][item.start : item.end])
        else:
            self.parts(item.first, item.last + 1)

    def text(self, text: str) -> None:
        """Write literal *text* in the format that holds here."""
        if not text:
            return
        look = dict(self.paragraph.base)
        for layer in self.layers:
            for name, said in layer.change.items():
                if said is None:
                    look.pop(name, None)
                else:
                    look[name] = said
        if not self.is_word:
            self._open(f"{self._run_head(look)}<{self.prefix}t>".encode())
            self.out.append(text_markup(text).encode("utf-8"))
            return
        self._open(self._run_head(look).encode("utf-8"))
        # A no-break hyphen stays a letter: as an element it would part the text where it is read.
        keep = ' xml:space="preserve"' if text.strip() != text or "  " in text else ""
        tag = f"{self.prefix}t"
        self.out.append(f"<{tag}{keep}>{text_markup(text)}</{tag}>".encode())

    def finish(self) -> bytes:
        """Give what has been written."""
        self._close()
        return b"".join(self.out)

    def _part(self, item: Item) -> object:
        return self.paragraph.parts[item.first]

    def _run_head(self, look: Format) -> str:
        properties = word_properties if self.is_word else drawing_properties
        return f"{self.paragraph.tag}{properties(look, self.prefix, self.language)}"

    def _raw(self, raw: Raw) -> None:
        if raw.head is None:
            self._close()
        else:
            properties = self.splice.between(*raw.head.properties)
            self._open(raw.head.tag.encode("utf-8") + properties)
        self.out.append(self.splice.between(raw.start, raw.end))

    def _open(self, head: bytes) -> None:
        if head != self.head:
            self._close()
            self.out.append(head)
            self.head = head

    def _close(self) -> None:
        if self.head:
            end = f"</{self.prefix}r>" if self.is_word else f"</{self.prefix}t></{self.prefix}r>"
            self.out.append(end.encode("utf-8"))
        self.head = b""

    def _language(self) -> str:
        """Give what new runs say of their language: something only where the old ones did."""
        stated = self.paragraph.language
        if stated is None:
            return ""
        tag = office_language(self.locale)
        if not self.is_word:
            return tag or stated.attributes.get("lang", "") if "lang" in stated.attributes else ""
        if not self.locale:
            return self.splice.xml.utf8[stated.start : stated.end].decode("utf-8")
        prefix = next(
            (p for p, uri in stated.prefixes.items() if p and stated.name == f"{{{uri}}}lang"), ""
        )
        if not prefix or attribute(stated, "w:val") is None:
            return ""
        return f"<{self.prefix}lang {prefix}:val={attribute_markup(tag)}/>"

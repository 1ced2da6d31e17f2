# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The notice to readers of an adapted DOCX file, as paragraphs of its text.

The warning stands in a frame before the first paragraph, the attribution behind the last. Links
are HYPERLINK fields (ISO/IEC 29500-1:2016, 17.16.5.25), which need no relationships.

Leaves out: the document's properties.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from adapters.formats.ooxml_names import child, known_name
from adapters.formats.ooxml_splice import Change, put
from adapters.formats.ooxml_write import office_language
from adapters.formats.xml_splice import Element, XmlText, attribute_markup, text_markup
from audarma.model import Attribution, NoticeLine

_LINKS = ("http://", "https://", "mailto:")


def notice_changes(document: XmlText, notice: Attribution, heading: str) -> Iterator[Change]:
    """Give the insertions; *heading* is the identifier of a heading's style, or nothing."""
    body = child(document.root, "w:body")
    if body is None or body.content_start == body.end:
        return
    writer = _Writer(body, notice.locale)
    if notice.warning:
        line = NoticeLine(((notice.warning, ""),))
        warning = writer.paragraph(line, _framed(writer.prefix), is_bold=True)
        yield put(body.content_start, body.content_start, warning)
    last = body.elements[-1] if body.elements else None
    is_section = last is not None and known_name(last.name) == "w:sectPr"
    place = last.start if last is not None and is_section else body.content_end
    closing = [
        writer.heading(notice.heading, heading),
        *(writer.paragraph(line) for line in notice.lines),
    ]
    yield put(place, place, "".join(closing))


def _framed(prefix: str) -> str:
    """Give the properties of a paragraph in a frame."""
    sides = ("top", "left", "bottom", "right")
    borders = "".join(
        f'<{prefix}{side} {prefix}val="single" {prefix}sz="8" {prefix}space="4" '
        f'{prefix}color="C00000"/>'
        for side in sides
    )
    return f"<{prefix}pPr><{prefix}pBdr>{borders}</{prefix}pBdr></{prefix}pPr>"


class _Writer:
    """Writes paragraphs, each with a declaration of its own where *body* has no prefix for it."""

    def __init__(self, body: Element, locale: str) -> None:
        namespace = body.name[1:].partition("}")[0]
        # Attributes of WordprocessingML need a prefix, whatever its elements have.
        known = next((p for p, uri in body.prefixes.items() if p and uri == namespace), "")
        self.prefix = f"{known or 'w'}:"
        self.declared = "" if known else f" xmlns:w={attribute_markup(namespace)}"
        self.language = office_language(locale)

    def heading(self, text: str, style: str) -> str:
        """Write a heading: in its style, or bold where the document has none."""
        p = self.prefix
        named = f"<{p}pStyle {p}val={attribute_markup(style)}/>" if style else ""
        # A numbered style would make the notice a chapter of the text.
        unnumbered = f'<{p}numPr><{p}numId {p}val="0"/></{p}numPr>'
        properties = f"<{p}pPr>{named}<{p}keepNext/>{unnumbered}</{p}pPr>"
        return self.paragraph(NoticeLine(((text, ""),)), properties, is_bold=not style)

    def paragraph(self, line: NoticeLine, properties: str = "", *, is_bold: bool = False) -> str:
        """Write a paragraph; only addresses of the web and of mail become links."""
        p = self.prefix
        runs = "".join(self._run(text, url, is_bold) for text, url in line.runs)
        return f"<{p}p{self.declared}>{properties}{runs}</{p}p>"

    def _run(self, text: str, url: str, is_bold: bool) -> str:
        p = self.prefix
        is_link = url.lower().startswith(_LINKS)
        look = f"<{p}b/>" if is_bold else ""
        look += f'<{p}color {p}val="0563C1"/><{p}u {p}val="single"/>' if is_link else ""
        language = f"<{p}lang {p}val={attribute_markup(self.language)}/>"
        # The order of CT_RPr: bold, colour, underline, language.
        run = (
            f"<{p}r><{p}rPr>{look}{language}</{p}rPr>"
            f'<{p}t xml:space="preserve">{text_markup(text)}</{p}t></{p}r>'
        )
        if not is_link:
            return run
        # A quotation mark or a backslash would end the address, or hide what follows.
        address = quote(url, safe=":/?#[]@!$&'()*+,;=%~")
        code = attribute_markup(f' HYPERLINK "{address}" ')
        return f"<{p}fldSimple {p}instr={code}>{run}</{p}fldSimple>"

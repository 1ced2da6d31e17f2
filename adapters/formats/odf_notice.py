# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The notice to readers of an adapted OpenDocument file: paragraphs of a text, or a slide.

In a text the warning stands in front and the attribution at the end. In a presentation both are
one slide: behind the first where there is a warning, else the last.

Leaves out: the metadata, which is in ``odf_adaptation``.
"""

from __future__ import annotations

import re

from adapters.formats.odf_styles import DRAW, FO, OFFICE, STYLE, SVG, TEXT, XLINK, Styles
from adapters.formats.xml_splice import Edits, Element, XmlText, attribute_markup, text_markup
from audarma.model import Attribution, NoticeLine

_LINKS = ("http://", "https://", "mailto:")
_BOX_STYLE, _HEADING_STYLE, _LINE_STYLE = "audarma-box", "audarma-heading", "audarma-line"
_SLIDE_SIZE = (28.0, 15.75)  # centimetres: LibreOffice's default, 16:9
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(cm|mm|in|pt)")
_CENTIMETRES = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72}
# What may stand before a text's content (OpenDocument 1.3, part 3, section 3.4).
_PRELUDE = frozenset(
    {
        f"{{{TEXT}}}tracked-changes",
        f"{{{TEXT}}}variable-decls",
        f"{{{TEXT}}}sequence-decls",
        f"{{{TEXT}}}user-field-decls",
        f"{{{TEXT}}}dde-connection-decls",
        f"{{{TEXT}}}alphabetical-index-auto-mark-file",
        f"{{{OFFICE}}}forms",
        f"{{{OFFICE}}}scripts",
    }
)


def add_paragraphs(content: XmlText, edits: Edits, styles: Styles, notice: Attribution) -> None:
    """Write the warning before a text's first paragraph, and the attribution behind its last."""
    body = content.root.child(f"{{{OFFICE}}}body")
    text = body.child(f"{{{OFFICE}}}text") if body else None
    if text is None:
        return
    writer = _Writer(text)
    heading = "Heading_20_1" if styles.has("paragraph", "Heading_20_1") else ""
    closing = writer.heading(notice.heading, heading) + "".join(
        writer.paragraph(line) for line in notice.lines
    )
    opening = writer.paragraph(_line(notice.warning)) if notice.warning else ""
    if text.content_start == text.end:
        tag = content.utf8[text.start : text.end].decode("utf-8").removesuffix("/>")
        edits.replace(text.start, text.end, f"{tag}>{opening}{closing}</{text.tag}>")
        return
    first = next((e for e in text.elements if e.name not in _PRELUDE), None)
    start = first.start if first else text.content_end
    edits.replace(start, start, opening)
    edits.replace(text.content_end, text.content_end, closing)


def add_slide(content: XmlText, edits: Edits, styles: XmlText | None, notice: Attribution) -> None:
    """Write one slide of plain text boxes, on the master of the slide before it."""
    slides = [*content.root.descendants(f"{{{DRAW}}}page")]
    if not slides:
        return
    before = slides[0] if notice.warning else slides[-1]
    writer = _Writer(before)
    master = before.attributes.get(f"{{{DRAW}}}master-page-name", "")
    width, height = _page_size(styles, master)
    has_styles = _add_styles(content, edits)
    warning = [_line(notice.warning)] if notice.warning else []
    margin = width / 14
    texts = (
        (height / 12, height / 6, [_line(notice.heading)], _HEADING_STYLE),
        (height / 4, height * 2 / 3, [*warning, *notice.lines], _LINE_STYLE),
    )
    boxes = [
        writer.box((margin, top, width - 2 * margin, tall), lines, style if has_styles else "")
        for top, tall, lines, style in texts
    ]
    tag = f"{writer.prefix(DRAW, 'draw')}:page"
    said = f" {tag.partition(':')[0]}:master-page-name={attribute_markup(master)}"
    slide = f"<{tag}{writer.declared}{said}>{''.join(boxes)}</{tag}>"
    edits.replace(before.end, before.end, slide)


class _Writer:
    """Writes elements with the prefixes in scope at *place*, and declares what is missing."""

    def __init__(self, place: Element) -> None:
        self.place = place
        self.missing: dict[str, str] = {}
        self.text = self.prefix(TEXT, "text")
        self.xlink = self.prefix(XLINK, "xlink")

    def prefix(self, namespace: str, usual: str) -> str:
        known = self.place.prefix_of(namespace)
        if known is None:
            self.missing[usual] = namespace
        return known or usual

    @property
    def declared(self) -> str:
        """Give the declarations that the outermost written element needs."""
        return "".join(f" xmlns:{p}={attribute_markup(uri)}" for p, uri in self.missing.items())

    def heading(self, text: str, style: str) -> str:
        named = f" {self.text}:style-name={attribute_markup(style)}" if style else ""
        level = f' {self.text}:outline-level="1"'
        return f"<{self.text}:h{self.declared}{named}{level}>{text_markup(text)}</{self.text}:h>"

    def paragraph(self, line: NoticeLine, style: str = "") -> str:
        """Write a paragraph; only addresses of the web and of mail become links."""
        named = f" {self.text}:style-name={attribute_markup(style)}" if style else ""
        runs = "".join(self._run(text, url) for text, url in line.runs)
        return f"<{self.text}:p{self.declared}{named}>{runs}</{self.text}:p>"

    def box(
        self, place: tuple[float, float, float, float], lines: list[NoticeLine], style: str
    ) -> str:
        """Write a text box at *place*: left, top, width and height in centimetres."""
        draw, svg = self.prefix(DRAW, "draw"), self.prefix(SVG, "svg")
        names = ("x", "y", "width", "height")
        said = "".join(
            f' {svg}:{name}="{value:.2f}cm"' for name, value in zip(names, place, strict=True)
        )
        if style:
            said += f' {draw}:style-name="{_BOX_STYLE}"'
        paragraphs = "".join(self.paragraph(line, style) for line in lines)
        return (
            f"<{draw}:frame{self.declared}{said}><{draw}:text-box>{paragraphs}"
            f"</{draw}:text-box></{draw}:frame>"
        )

    def _run(self, text: str, url: str) -> str:
        if not url.lower().startswith(_LINKS):
            return text_markup(text)
        said = f' {self.xlink}:type="simple" {self.xlink}:href={attribute_markup(url)}'
        return f"<{self.text}:a{said}>{text_markup(text)}</{self.text}:a>"


def _line(text: str) -> NoticeLine:
    return NoticeLine(((text, ""),))


def _add_styles(content: XmlText, edits: Edits) -> bool:
    """Declare black text of fitting size on white: masters differ, and so do their defaults."""
    root = content.root
    styles = root.child(f"{{{OFFICE}}}automatic-styles")
    style, fo, draw = (root.prefix_of(namespace) for namespace in (STYLE, FO, DRAW))
    if styles is None or styles.content_start == styles.end or not (style and fo and draw):
        return False
    texts = "".join(
        f'<{style}:style {style}:name="{name}" {style}:family="paragraph">'
        f'<{style}:text-properties {fo}:font-size="{size}pt" {fo}:color="#000000"/></{style}:style>'
        for name, size in ((_LINE_STYLE, 14), (_HEADING_STYLE, 24))
    )
    box = (
        f'<{style}:style {style}:name="{_BOX_STYLE}" {style}:family="graphic">'
        f'<{style}:graphic-properties {draw}:fill="solid" {draw}:fill-color="#ffffff" '
        f'{draw}:stroke="none"/></{style}:style>'
    )
    edits.replace(styles.content_end, styles.content_end, f"{texts}{box}")
    return True


def _page_size(styles: XmlText | None, master: str) -> tuple[float, float]:
    """Give width and height in centimetres of the slides of the master page *master*."""
    pages = styles.root.descendants(f"{{{STYLE}}}master-page") if styles else iter(())
    layout = next(
        (
            page.attributes.get(f"{{{STYLE}}}page-layout-name", "")
            for page in pages
            if page.attributes.get(f"{{{STYLE}}}name") == master
        ),
        "",
    )
    for known in styles.root.descendants(f"{{{STYLE}}}page-layout") if styles and layout else ():
        if known.attributes.get(f"{{{STYLE}}}name") == layout:
            for properties in known.elements:
                width = _LENGTH.fullmatch(properties.attributes.get(f"{{{FO}}}page-width", ""))
                height = _LENGTH.fullmatch(properties.attributes.get(f"{{{FO}}}page-height", ""))
                if width and height:
                    return _centimetres(width), _centimetres(height)
    return _SLIDE_SIZE


def _centimetres(length: re.Match[str]) -> float:
    return float(length[1]) * _CENTIMETRES[length[2]]

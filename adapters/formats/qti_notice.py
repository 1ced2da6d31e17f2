# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The notice to readers of a QTI 2 item or test: rubric blocks that candidates see.

QTI 2.1, section 6.5 (rubricBlock). In an item the warning stands first and the attribution last;
a test shows both at the head of its first section.
"""

from __future__ import annotations

from adapters.formats.xml_splice import Edits, Element, XmlText, attribute_markup, text_markup
from audarma.model import Attribution, NoticeLine

_LINKS = ("http://", "https://", "mailto:")
_BEFORE_RUBRIC = frozenset(
    {"preCondition", "branchRule", "itemSessionControl", "timeLimits", "selection", "ordering"}
)


def add_notice(xml: XmlText, edits: Edits, attribution: Attribution) -> None:
    """Write *attribution* where candidates read it."""
    root = xml.root
    prefix = root.tag.removesuffix(root.local_name)
    opening = _rubric(prefix, [f"<{prefix}p>{text_markup(attribution.warning)}</{prefix}p>"])
    if not attribution.warning:
        opening = ""
    closing = _rubric(prefix, _lines(prefix, attribution))
    body = next((e for e in root.elements if e.local_name == "itemBody"), None)
    if body is not None and body.content_start < body.end:
        edits.replace(body.content_start, body.content_start, opening)
        edits.replace(body.content_end, body.content_end, closing)
        return
    section = _first_section(root)
    if section is not None and section.elements:
        later = (e for e in section.elements if e.local_name not in _BEFORE_RUBRIC)
        edits.insert_before(next(later, section.elements[-1]), f"{opening}{closing}")


def _first_section(root: Element) -> Element | None:
    if root.local_name == "assessmentSection":
        return root
    sections = (
        node
        for node in root.nodes()
        if isinstance(node, Element) and node.local_name == "assessmentSection"
    )
    return next(sections, None)


def _rubric(prefix: str, blocks: list[str]) -> str:
    return f'<{prefix}rubricBlock view="candidate">{"".join(blocks)}</{prefix}rubricBlock>'


def _lines(prefix: str, attribution: Attribution) -> list[str]:
    heading = f"<{prefix}h2>{text_markup(attribution.heading)}</{prefix}h2>"
    return [heading, *(_paragraph(prefix, line) for line in attribution.lines)]


def _paragraph(prefix: str, line: NoticeLine) -> str:
    """Give one paragraph; only addresses of the web and of mail become links."""
    runs = "".join(
        f"<{prefix}a href={attribute_markup(url)}>{text_markup(text)}</{prefix}a>"
        if url.lower().startswith(_LINKS)
        else text_markup(text)
        for text, url in line.runs
    )
    return f"<{prefix}p>{runs}</{prefix}p>"

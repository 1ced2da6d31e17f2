# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The notice to readers in a CNXML module: a section at its end, a warning at its beginning."""

from __future__ import annotations

from adapters.formats.cnxml_vocabulary import CNXML
from adapters.formats.xml_splice import Edits, Element, Text, XmlText, attribute_markup, text_markup
from audarma.model import Attribution, NoticeLine

_LINKS = ("http://", "https://", "mailto:")


def add_notice(edits: Edits, xml: XmlText, attribution: Attribution) -> None:
    """Write *attribution* into the module's content."""
    content = xml.root.child(f"{{{CNXML}}}content")
    assert content is not None, "a module without content is refused when it is read"
    writer = _Writer(content, _free_id(xml.root))
    first = writer.warning(attribution)
    last = writer.section(attribution)
    if content.content_start == content.end:
        edits.append(content, f"{first}{last}")
        return
    if first:
        edits.replace(content.content_start, content.content_start, f"\n{first}")
    edits.append(content, last)


class _Writer:
    """Writes CNXML in the prefix and with the identifiers of one module."""

    def __init__(self, content: Element, identifier: str) -> None:
        prefix, colon, _ = content.tag.rpartition(":")
        self.prefix = f"{prefix}{colon}"
        self.identifier = identifier

    def warning(self, attribution: Attribution) -> str:
        """Give the note that the translation is not reviewed, or nothing where it is."""
        if not attribution.warning:
            return ""
        name = f"{self.identifier}-warning"
        para = self._para(f"{name}-text", text_markup(attribution.warning))
        return f'<{self.prefix}note id="{name}" class="audarma-warning">{para}</{self.prefix}note>'

    def section(self, attribution: Attribution) -> str:
        """Give the section of the notice."""
        paras = (
            self._para(f"{self.identifier}-{number}", self._runs(line))
            for number, line in enumerate(attribution.lines, 1)
        )
        return (
            f'<{self.prefix}section id="{self.identifier}" class="audarma-attribution">'
            f"<{self.prefix}title>{text_markup(attribution.heading)}</{self.prefix}title>"
            f"{''.join(paras)}</{self.prefix}section>"
        )

    def _para(self, identifier: str, markup: str) -> str:
        return f'<{self.prefix}para id="{identifier}">{markup}</{self.prefix}para>'

    def _runs(self, line: NoticeLine) -> str:
        """Give a paragraph's runs; only addresses of the web and of mail become links."""
        link = f"{self.prefix}link"
        return "".join(
            f"<{link} url={attribute_markup(url)}>{text_markup(text)}</{link}>"
            if url.lower().startswith(_LINKS)
            else text_markup(text)
            for text, url in line.runs
        )


def _free_id(root: Element) -> str:
    """Give an identifier that begins none of the module's."""
    taken = {node.attributes.get("id", "") for node in root.nodes() if not isinstance(node, Text)}
    name, number = "audarma-attribution", 1
    while any(one.startswith(name) for one in taken):
        number += 1
        name = f"audarma{number}-attribution"
    return name

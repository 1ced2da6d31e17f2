# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Word computes from a DOCX file's text, or fills in from elsewhere, once the text is changed.

Follows ISO/IEC 29500-1:2016, 17.15.1.81 (``w:updateFields``) and 17.5.2.6 (``w:dataBinding``).
Tables of contents and references would repeat the source's words; Word offers to bring them up to
date when it opens the file. A content control that is bound to data would get the source's words
back from there, so that a translated one is bound no more.

Leaves out: fields without words of the text (page numbers, dates), which need no update.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from adapters.formats.ooxml_names import child, known_name
from adapters.formats.ooxml_splice import Change, put
from adapters.formats.xml_splice import Element, XmlText

_REPEATS_TEXT = re.compile(
    rb"""(?:instrText[^>]*>|instr\s*=\s*["'])\s*(?:TOC|REF|STYLEREF|INDEX|TOA)\b"""
)
# What comes after w:updateFields in the sequence of CT_Settings.
_LATER_SETTINGS = """
hdrShapeDefaults footnotePr endnotePr compat docVars rsids attachedSchema themeFontLang
clrSchemeMapping doNotIncludeSubdocsInStats doNotAutoCompressPictures forceUpgrade captions
readModeInkLockDown smartTagType shapeDefaults doNotEmbedSmartTags decimalSymbol listSeparator
"""
_AFTER = frozenset({"m:mathPr", *(f"w:{name}" for name in _LATER_SETTINGS.split())})


def repeats_text(part: XmlText) -> bool:
    """Say whether *part* has fields that repeat words of the text."""
    return bool(_REPEATS_TEXT.search(part.utf8))


def ask_for_update(settings: XmlText) -> Iterator[Change]:
    """Let Word offer to bring the fields up to date."""
    root = settings.root
    prefix = root.tag.removesuffix(root.local_name)
    if child(root, "w:updateFields") is not None or not prefix or root.content_start == root.end:
        return
    later = (e.start for e in root.elements if known_name(e.name) in _AFTER)
    place = next(later, root.content_end)
    yield put(place, place, f'<{prefix}updateFields {prefix}val="true"/>')


def unbind(part: XmlText, changes: list[Change]) -> Iterator[Change]:
    """Take the binding from each content control whose text is among the *changes*."""
    for node in part.root.nodes():
        if not isinstance(node, Element) or known_name(node.name) != "w:dataBinding":
            continue
        control = node.parent.parent if node.parent else None
        if control and any(c.start < control.end and control.start < c.end for c in changes):
            yield put(node.start, node.end, "")

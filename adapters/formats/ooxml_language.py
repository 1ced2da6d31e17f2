# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The language that text in Office Open XML is said to be in; spelling checkers go by it.

Follows ISO/IEC 29500-1:2016, 17.3.2.20 (``w:lang``), 17.7.5 (document defaults) and 21.1.2.3.9
(``lang``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from adapters.formats.ooxml_names import child, known_name
from adapters.formats.ooxml_splice import Change, put
from adapters.formats.ooxml_write import office_language
from adapters.formats.xml_splice import Element, XmlText
from audarma.model import SOURCE_LOCALE

_DEFAULTS = ("w:docDefaults", "w:rPrDefault", "w:rPr")


def language_changes(xml: XmlText, locale: str) -> Iterator[Change]:
    """Make *locale* the language of all that says that it is English, and of the defaults."""
    tag = office_language(locale)
    defaults = _defaults(xml.root)
    for node in (xml.root, *xml.root.nodes()):
        if not isinstance(node, Element):
            continue
        name = known_name(node.name)
        if name in ("w:lang", "w:themeFontLang"):
            attribute = "val"
        elif name.startswith("a:") and "lang" in node.attributes:
            attribute = "lang"
        else:
            continue
        tag_markup = xml.utf8[node.start : node.content_start]
        found = re.search(rb"""[\s:]%s\s*=\s*["']([^"']*)""" % attribute.encode(), tag_markup)
        if found and (_is_english(found[1].decode()) or node is defaults):
            yield put(node.start + found.start(1), node.start + found.end(1), tag)
    if known_name(xml.root.name) == "w:styles" and defaults is None:
        yield from _default_language(xml.root, tag)


def _defaults(root: Element) -> Element | None:
    return child(root, *_DEFAULTS, "w:lang")


def _default_language(styles: Element, tag: str) -> Iterator[Change]:
    """State the default language where no default states one."""
    prefix = styles.tag.removesuffix(styles.local_name)
    uris = styles.prefixes.items()
    said = next((p for p, uri in uris if p and f"{{{uri}}}styles" == styles.name), "")
    if not said or styles.content_start == styles.end:
        return
    markup = f'<{prefix}lang {said}:val="{tag}"/>'
    for depth in range(len(_DEFAULTS), -1, -1):
        element = child(styles, *_DEFAULTS[:depth]) if depth else styles
        if element is None or element.content_start == element.end:
            wrapper = f"{prefix}{_DEFAULTS[depth - 1].removeprefix('w:')}"
            markup = f"<{wrapper}>{markup}</{wrapper}>"
            if element is not None:
                yield put(element.start, element.end, markup)
                return
        else:
            # The language is the last property of a run; defaults come first in all else.
            last = depth == len(_DEFAULTS)
            place = element.content_end if last else element.content_start
            yield put(place, place, markup)
            return


def _is_english(tag: str) -> bool:
    return tag.lower().partition("-")[0] == SOURCE_LOCALE

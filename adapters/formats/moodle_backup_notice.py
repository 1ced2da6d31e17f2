# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an adapted Moodle course says of itself: its language, and the notice to its readers.

The notice stands where Moodle shows a course to people: in its summary and in its first section;
in a backup of one activity, in that activity's description. Moodle has no place for a course's
licence. Leaves out: the wording, which is in ``audarma.attribution``.
"""

from __future__ import annotations

import re

from adapters.formats.moodle_backup_texts import NULL, format_element
from adapters.formats.quiz_notice import Notice
from adapters.formats.xml_splice import Edits, Element, XmlText
from adapters.formats.xml_text_fields import held_text, set_held_text
from audarma.model import SOURCE_LOCALE

_LANGUAGE_FILES = re.compile(r"course/course\.xml|activities/[^/]+/module\.xml")
_HTML, _PLAIN = "1", "2"


def states_language(name: str) -> bool:
    """Say whether the member *name* may force a language upon its readers."""
    return _LANGUAGE_FILES.fullmatch(name) is not None


def set_language(edits: Edits, locale: str) -> None:
    """Make *locale* the language that a course or an activity forces, if it forces English."""
    for element in edits.source.root.elements:
        stated = element.text.strip().lower()
        if element.name == "lang" and re.split("[-_]", stated)[0] == SOURCE_LOCALE:
            edits.set_text(element, locale)


def with_notice(data: bytes, name: str, notice: Notice) -> bytes:
    """Give a member with the notice around its first summary or description."""
    xml = XmlText(data, name)
    element = _shown(xml.root)
    if element is None:
        return data
    edits = Edits(xml)
    stated = format_element(element)
    text = held_text(xml, element)
    if text in ("", NULL):
        text = ""
        if stated is not None and stated.text.strip() != _HTML:
            edits.set_text(stated, _HTML)
        stated = None
    is_plain = stated is not None and stated.text.strip() == _PLAIN
    set_held_text(edits, element, _plain(text, notice) if is_plain else _html(text, notice))
    return edits.apply()


def _shown(root: Element) -> Element | None:
    for owner in (root, *root.elements):
        for name in ("summary", "intro"):
            found = owner.child(name)
            if found is not None:
                return found
    return None


def _html(text: str, notice: Notice) -> str:
    return "\n".join(filter(None, (notice.warning, text, notice.footer)))


def _plain(text: str, notice: Notice) -> str:
    return "\n\n".join(filter(None, (notice.plain_warning, text, notice.plain)))

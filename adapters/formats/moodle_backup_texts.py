# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which texts of a Moodle course backup people read, and what each is written in.

Moodle keeps a rich text's format in the element beside it that is named so (``intro`` and
``introformat``); names and titles are plain and known by where they stand. Follows the backup
structure steps of Moodle 2.0 to 4.x (``backup/moodle2`` and each module's own).

Leaves out: what users wrote (posts, submissions, attempts), templates of databases, events of the
calendar, and settings that are stored encoded (blocks, items of the feedback module).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from adapters.formats.moodle_cloze import CLOZE
from adapters.formats.quiz_fragment import Fragment, kind_of
from adapters.formats.quiz_masks import WILDCARDS
from adapters.formats.xml_places import Place
from adapters.formats.xml_splice import Element, XmlText
from adapters.formats.xml_text_fields import held_text
from audarma.model import UnitKind

NULL = "$@NULL@$"
"""Moodle's mark of a value that there is none of."""

_FILES = re.compile(
    r"moodle_backup\.xml|questions\.xml|gradebook\.xml|outcomes\.xml|scales\.xml|course/course\.xml"
    r"|sections/[^/]+/section\.xml|activities/(?P<type>[^/]+)_\d+/(?:(?P=type)|grades|grading)\.xml"
)
_FORMATS = {"0": "moodle_auto_format", "1": "html", "2": "plain_text", "4": "markdown"}
_BY_USERS = frozenset(
    {"attempts", "submissions", "discussions", "responses", "grades", "overrides", "completeds"}
    | {"completedtmps", "posts", "records", "ratings", "comments", "subwikis", "messages"}
    | {"timers", "userflags", "allocations", "grade_letters", "grade_grades"}
    | {"grading_instances"}
)
_TITLES = {
    ("course", "fullname"),
    ("section", "name"),
    ("chapter", "title"),
    ("page", "title"),
    ("entry", "concept"),
    ("question", "name"),
    ("information", "original_course_fullname"),
}
_NAMES = {
    ("section", "heading"): UnitKind.HEADING,
    ("alias", "alias_text"): UnitKind.LABEL,
    ("option", "text"): UnitKind.QUIZ_ANSWER,
    ("match", "answertext"): UnitKind.QUIZ_ANSWER,
    ("drag", "label"): UnitKind.QUIZ_ANSWER,
    ("item", "name"): UnitKind.QUIZ_PROMPT,
    ("question_category", "name"): UnitKind.METADATA,
    ("scale", "name"): UnitKind.METADATA,
    ("scale", "scale"): UnitKind.LABEL,
    ("outcome", "fullname"): UnitKind.METADATA,
    ("grade_item", "itemname"): UnitKind.NAVIGATION,
    ("activity", "title"): UnitKind.NAVIGATION,
    ("section", "title"): UnitKind.NAVIGATION,
}
_KINDS = (
    (re.compile(r"feedback|hint|response|prt(?:in|partially)?correct"), UnitKind.FEEDBACK),
    (re.compile(r"answer"), UnitKind.QUIZ_ANSWER),
    (re.compile(r"questiontext|graderinfo"), UnitKind.QUIZ_PROMPT),
    (re.compile(r"definition"), UnitKind.DEFINITION),
    (re.compile(r"\A(?:info|questionnote|questiondescription)\Z"), UnitKind.METADATA),
)
_TOP_CATEGORY = "top"  # a key: Moodle names the root of a bank so, and finds it by that
# Answers that are compared as numbers or keys, and feedback that is serialised settings.
_KEYS = {
    "answertext": frozenset({"truefalse", "numerical", "calculated", "calculatedsimple"}),
    "feedback": frozenset({"ddwtos", "gapselect"}),
}
_CALCULATED = frozenset({"calculated", "calculatedmulti", "calculatedsimple"})
_LINKS = r"\$@[A-Z0-9_]+(?:\*[^@\s]*)?@\$"
_PROTECTED = re.compile(rf"{_LINKS}|\{{#\d+\}}|{CLOZE.pattern}", re.DOTALL)
_PROTECTED_IN_CALCULATED = re.compile(rf"{_PROTECTED.pattern}|{WILDCARDS.pattern}", re.DOTALL)


def holds_texts(name: str) -> bool:
    """Say whether the member *name* is one of the files that hold texts."""
    return _FILES.fullmatch(name) is not None


def text_places(xml: XmlText) -> Iterator[Place]:
    """Give the texts of a backup's file in its order."""
    counts: dict[str, int] = {}
    for element, titles, question_type in _written_by_authors(xml.root):
        form, kind = _form(element), UnitKind.PARAGRAPH
        if form is not None:
            kind = next((k for pattern, k in _KINDS if pattern.search(element.name)), kind)
        else:
            found = _plain_kind(element)
            if found is None:
                continue
            form, kind = "plain_text", found
        text = held_text(xml, element)
        if text == NULL or question_type in _KEYS.get(element.name, ()):
            continue
        if question_type == "shortanswer" and element.name == "answertext":
            form = "plain_text"
        count = counts[element.name] = counts.get(element.name, 0) + 1
        is_calculated = question_type in _CALCULATED
        yield Place(
            element,
            Fragment(
                text,
                kind_of(form, text),
                f"{element.name}{count}.",
                kind,
                _PROTECTED_IN_CALCULATED if is_calculated else _PROTECTED,
            ),
            titles,
            has_cloze=element.name == "questiontext",
        )


def format_element(element: Element) -> Element | None:
    """Give the element that states the format of the text in *element*."""
    if element.parent is None:
        return None
    stem = element.name.removesuffix("text").removesuffix("_")
    for name in (f"{element.name}format", f"{stem}format"):
        found = element.parent.child(name)
        if found is not None and name != element.name and found.text.strip() in _FORMATS:
            return found
    return None


def _written_by_authors(root: Element) -> Iterator[tuple[Element, tuple[str, ...], str]]:
    """Give the elements that hold text alone, less those that users filled.

    Each comes with the titles of what it stands in, outermost first, and with the type of the
    question that it belongs to, or nothing.
    """
    stack: list[tuple[Element, tuple[str, ...], str]] = [(root, (), "")]
    while stack:
        element, titles, question_type = stack.pop()
        if element.name in _BY_USERS:
            continue
        inner = element.elements
        if not inner:
            if element.children:
                yield element, titles, question_type
            continue
        title = next(filter(_is_title, inner), None)
        text = " ".join(title.text.split()) if title else ""
        below = (*titles, text) if text not in ("", NULL) else titles
        if element.name == "question":
            question_type = next((e.text.strip() for e in inner if e.name == "qtype"), "")
        stack.extend(
            (child, titles if child is title else below, question_type) for child in reversed(inner)
        )


def _form(element: Element) -> str | None:
    """Give the format of a rich text; ``None`` where *element* is none."""
    if element.name.endswith("format"):
        return None
    stated = format_element(element)
    return None if stated is None else _FORMATS[stated.text.strip()]


def _plain_kind(element: Element) -> UnitKind | None:
    """Give what a plain text is; ``None`` where *element* holds none."""
    parent = element.parent
    if parent is None:
        return None
    place = (parent.name, element.name)
    if place == ("question_category", "name") and element.text.strip() == _TOP_CATEGORY:
        return None
    return UnitKind.TITLE if _is_title(element) else _NAMES.get(place)


def _is_title(element: Element) -> bool:
    """Say whether *element* names what it stands in; an activity's module is in ``<activity>``."""
    parent = element.parent
    if parent is None or (parent.name, element.name) in _TITLES:
        return parent is not None
    above = parent.parent
    return element.name == "name" and above is not None and above.name == "activity"

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which texts of Moodle's question types people read, and what each is.

Follows "Moodle XML format" in Moodle's documentation, its exporters ``qformat_xml`` and
``qtype_stack``. Program code, category paths, keys and tags are no units; neither are answers
that are compared as numbers or keywords.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from adapters.formats.xml_splice import Element
from audarma.model import UnitKind

_KINDS = {
    "name": UnitKind.TITLE,
    "questiontext": UnitKind.QUIZ_PROMPT,
    "subquestion": UnitKind.QUIZ_PROMPT,
    "answer": UnitKind.QUIZ_ANSWER,
    "dragbox": UnitKind.QUIZ_ANSWER,
    "selectoption": UnitKind.QUIZ_ANSWER,
    "drag": UnitKind.QUIZ_ANSWER,
    "responsetemplate": UnitKind.QUIZ_PROMPT,
    "graderinfo": UnitKind.PARAGRAPH,
    "info": UnitKind.METADATA,
    "questionnote": UnitKind.METADATA,
    "questiondescription": UnitKind.METADATA,
    **dict.fromkeys(
        (
            "generalfeedback",
            "specificfeedback",
            "feedback",
            "correctfeedback",
            "partiallycorrectfeedback",
            "incorrectfeedback",
            "prtcorrect",
            "prtpartiallycorrect",
            "prtincorrect",
            "truefeedback",
            "falsefeedback",
            "hint",
        ),
        UnitKind.FEEDBACK,
    ),
}
_COMPARED_AS_KEYS = frozenset({"truefalse", "numerical", "calculated", "calculatedsimple"})
_PLAIN = frozenset({"name", "dragbox", "selectoption"})


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A ``text`` element that people read, and what it is."""

    element: Element
    kind: UnitKind
    format: str
    prefix: str
    question_type: str
    title: str

    @property
    def is_typed(self) -> bool:
        """Say whether what learners type is compared with the text."""
        return self.question_type == "shortanswer" and self.kind is UnitKind.QUIZ_ANSWER

    @property
    def is_unfiltered(self) -> bool:
        """Say whether Moodle shows the text without filtering it."""
        holder = self.element.parent
        stated = holder is not None and holder.attributes.get("format") == "plain_text"
        return bool(stated and holder and holder.name not in _PLAIN)


def text_places(quiz: Element) -> Iterator[TextPlace]:
    """Give the texts of *quiz* in the order of the file; each prefix is its own."""
    number = 0
    for question in quiz.elements:
        if question.name != "question":
            continue
        number += 1
        question_type = question.attributes.get("type", "")
        title = _title(question)
        counts: dict[str, int] = {}
        for text in question.descendants("text"):
            holder = text.parent
            if holder is None or not _is_read(holder, question_type):
                continue
            count = counts[holder.name] = counts.get(holder.name, 0) + 1
            yield TextPlace(
                element=text,
                kind=_KINDS[holder.name],
                format=_format(holder),
                prefix=f"q{number}.{holder.name}{count}.",
                question_type=question_type,
                title="" if holder.name == "name" else title,
            )


def _is_read(holder: Element, question_type: str) -> bool:
    if holder.name not in _KINDS:
        return False
    if holder.name == "answer":
        return question_type not in _COMPARED_AS_KEYS
    # A name elsewhere is a key: of an input, of a tree of answers.
    return holder.name != "name" or (holder.parent is not None and holder.parent.name == "question")


def _format(holder: Element) -> str:
    """Give the format of a holder's text: names are plain, answers are as their attribute says."""
    if holder.name in _PLAIN:
        return "plain_text"
    stated = holder.attributes.get("format", "")
    is_pair = holder.parent is not None and holder.parent.name == "subquestion"
    return stated or ("plain_text" if is_pair else "moodle_auto_format")


def _title(question: Element) -> str:
    name = question.child("name")
    return " ".join(name.text.split()) if name else ""

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""Embedded answers of Moodle's cloze questions: ``{1:MULTICHOICE:=Paris#Right~London#No}``.

Follows "Embedded Answers (Cloze) question type" in Moodle's documentation. Answers and feedback
are units where they are words alone; where they hold markup, formulas or escapes they stay as
they are. What would end an answer is written as a character reference, which Moodle reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape as escape_html
from html import unescape as unescape_html

from audarma.inline_code import escape, has_text, plain_text, require_same_codes
from audarma.model import Unit, UnitKind
from audarma.ports import Targets

_TYPES = (
    "NUMERICAL|NM|SHORTANSWER_C|SHORTANSWER|SAC|SA|MWC|MW|MULTICHOICE_[VHS]{1,2}|MULTICHOICE"
    "|MC[VHS]{0,2}|MULTIRESPONSE_[HS]{1,2}|MULTIRESPONSE|MR[HS]{0,2}"
)
CLOZE = re.compile(rf"\{{\s*\d*\s*:\s*(?:{_TYPES})\s*:(?:\\.|[^\\}}])*\}}", re.DOTALL)
"""One question embedded in a text."""

_PARTS = re.compile(r"\{\s*\d*\s*:\s*(?P<type>[A-Z_]+)\s*:(?P<body>.*)\}", re.DOTALL)
_ALTERNATIVE = re.compile(
    r"\s*(?:=|\*|%-?\d+(?:\.\d+)?%)?(?P<answer>(?:\\.|&#|[^\\~#])*)"
    r"(?:#(?P<feedback>(?:\\.|[^\\~])*))?(?:~|\Z)",
    re.DOTALL,
)
_NO_WORDS = re.compile(r"[<\\$]|\{[@#=]")
_ENDS_ANSWERS = {ord(sign): f"&#{ord(sign)};" for sign in "~#}{$\\"}
_WEIGHTS = re.compile(r"\A[=%*]")
_NUMERICAL = frozenset({"NUMERICAL", "NM"})
_TYPED = ("SHORTANSWER", "SA", "MW")
_SPACE = re.compile(r"[ \t\r\n\v\f\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class ClozePlace:
    """A unit and its span of the text."""

    unit: Unit
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """One answer of an embedded question, with its worth and feedback: ``=Paris#Right``.

    *answer* and *feedback* are None where they are no words. *is_typed* says that learners type
    what is compared with the answer, and do not choose it.
    """

    start: int
    end: int
    answer: ClozePlace | None
    feedback: ClozePlace | None
    is_typed: bool


def cloze_units(text: str, prefix: str) -> Iterator[Unit]:
    """Give the units of the questions embedded in *text*."""
    yield from (place.unit for place in _places(text, prefix))


def merged_cloze(text: str, prefix: str, targets: Targets) -> str:
    """Write *targets* into the questions embedded in *text*.

    Raises:
        InlineCodeError: a target holds a code, of which these have none.
    """
    parts: list[str] = []
    position = 0
    for place in _places(text, prefix):
        target = targets.get(place.unit.id)
        if not target or target == place.unit.content:
            continue
        require_same_codes(place.unit.content, target, place.unit.id)
        parts += [text[position : place.start], written_answer(plain_text(target))]
        position = place.end
    return "".join((*parts, text[position:]))


def alternatives(text: str, prefix: str) -> Iterator[Alternative]:
    """Give the answers of the questions embedded in *text*; units' ids begin with *prefix*."""
    for number, question in enumerate(CLOZE.finditer(text), 1):
        parts = _PARTS.fullmatch(question[0])
        if parts is None:
            continue
        start = question.start() + parts.start("body")
        is_number, is_typed = parts["type"] in _NUMERICAL, parts["type"].startswith(_TYPED)
        for count, found in enumerate(_ALTERNATIVE.finditer(parts["body"]), 1):
            name = f"{prefix}cloze{number}."
            yield Alternative(
                start + found.start(),
                start + max(found.end("answer"), found.end("feedback")),
                None if is_number else _place(found, "answer", f"{name}answer{count}", start),
                _place(found, "feedback", f"{name}feedback{count}", start),
                is_typed,
            )


def _places(text: str, prefix: str) -> Iterator[ClozePlace]:
    for alternative in alternatives(text, prefix):
        yield from filter(None, (alternative.answer, alternative.feedback))


def _place(found: re.Match[str], part: str, name: str, start: int) -> ClozePlace | None:
    """Give the place of a *part* that is words alone; *start* is where its question's are."""
    raw = found[part] or ""
    content = escape(unescape_html(raw.strip()))
    if _NO_WORDS.search(raw) or not has_text(content):
        return None
    lead = start + found.start(part) + len(raw) - len(raw.lstrip())
    kind = UnitKind.QUIZ_ANSWER if part == "answer" else UnitKind.FEEDBACK
    return ClozePlace(Unit(name, kind, content), lead, lead + len(raw.strip()))


def written_answer(text: str) -> str:
    """Write literal *text* as part of an answer in HTML."""
    escaped = escape_html(_SPACE.sub(" ", text).strip(), quote=False).translate(_ENDS_ANSWERS)
    return _WEIGHTS.sub(lambda match: f"&#{ord(match[0])};", escaped)

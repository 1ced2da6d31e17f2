# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""Moodle's embedded answers in several languages: ``{1:MC:=\{mlang en\}Yes…~…}``.

An answer to choose and all feedback are marked; the brace that would end the question is escaped.
An answer that learners type is compared letter by letter: each language's stands beside it as an
answer of its own, of the same worth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from adapters.formats.moodle_backup_texts import format_element
from adapters.formats.moodle_cloze import Alternative, ClozePlace, alternatives, written_answer
from adapters.formats.multilang import (
    NOT_FILTERED,
    LeftInEnglish,
    Texts,
    joined_fragment,
    marked,
)
from adapters.formats.quiz_fragment import Fragments, Kind, TargetsByPrefix
from adapters.formats.xml_places import Place
from adapters.formats.xml_splice import Edits
from adapters.formats.xml_text_fields import held_text, set_held_text
from audarma.inline_code import plain_text
from audarma.model import SOURCE_LOCALE
from audarma.ports import LanguageMarks, Targets

_MARK_END = re.compile(r"(\{mlang[^{}\\]*)\}")


def splice_side_by_side(
    edits: Edits,
    places: Iterable[Place],
    fragments: Fragments,
    targets: Mapping[str, Targets],
    marks: LanguageMarks,
    left: LeftInEnglish,
) -> None:
    """Write *targets*, by locale, beside the English of *places*."""
    by_prefix = {locale: TargetsByPrefix(own) for locale, own in targets.items()}
    for place in places:
        fragment = place.fragment
        own = {locale: found.under(fragment.prefix) for locale, found in by_prefix.items()}
        texts = fragments.in_languages(fragment, own)
        where = " › ".join((*place.title_path, place.element.name))
        if fragment.format is Kind.PLAIN and format_element(place.element) is not None:
            if len(set(texts.values())) > 1:
                left.add(NOT_FILTERED, where)
            continue
        joined = joined_fragment(fragment, texts, marks, left, where)
        if place.has_cloze:
            joined = cloze_side_by_side(joined, fragment.prefix, own, marks)
        if joined != held_text(edits.source, place.element):
            set_held_text(edits, place.element, joined)


def cloze_side_by_side(
    text: str, prefix: str, targets: Mapping[str, Targets], marks: LanguageMarks
) -> str:
    """Write *targets*, by locale, into the questions embedded in *text* beside the English."""
    parts: list[str] = []
    position = 0
    for alternative in alternatives(text, prefix):
        new = _alternative(alternative, text, targets, marks)
        parts += [text[position : alternative.start], new]
        position = alternative.end
    return "".join((*parts, text[position:]))


def _alternative(
    one: Alternative, text: str, targets: Mapping[str, Targets], marks: LanguageMarks
) -> str:
    """Give an answer in all languages, and those beside it that learners type."""
    answers, feedback = (_texts(place, text, targets) for place in (one.answer, one.feedback))
    shown = {SOURCE_LOCALE: answers.get(SOURCE_LOCALE, "")} if one.is_typed else answers
    given = [_marked(shown, marks)]
    if one.is_typed:
        given += [answer for answer in dict.fromkeys(answers.values()) if answer != given[0]]
    return "~".join(_written(one, text, answer, _marked(feedback, marks)) for answer in given)


def _written(one: Alternative, text: str, answer: str, feedback: str) -> str:
    """Give an alternative with that *answer* and *feedback* where it has words there."""
    parts: list[str] = []
    position = one.start
    for place, new in ((one.answer, answer), (one.feedback, feedback)):
        if place is not None:
            parts += [text[position : place.start], new]
            position = place.end
    return "".join((*parts, text[position : one.end]))


def _texts(place: ClozePlace | None, text: str, targets: Mapping[str, Targets]) -> Texts:
    if place is None:
        return {}
    texts = {SOURCE_LOCALE: text[place.start : place.end]}
    for locale, own in targets.items():
        target = own.get(place.unit.id)
        texts[locale] = texts[SOURCE_LOCALE]
        if target and target != place.unit.content:
            texts[locale] = written_answer(plain_text(target))
    return texts


def _marked(texts: Texts, marks: LanguageMarks) -> str:
    return _MARK_END.sub(r"\1\\}", marked(texts, marks)) if texts else ""

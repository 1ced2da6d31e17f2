# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moodle's question banks as XML: names, prompts, answers, feedback and hints.

Texts are read by the registry's format for HTML, Markdown or plain text, as each says of itself.
All else stays as it was, byte for byte: answers' keys, program code, pictures.

Leaves out: GIFT and course backups; words in pictures and in the program code of STACK questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import escape as escape_html

from adapters.formats.first_look import FirstLook
from adapters.formats.moodle_cloze import CLOZE, cloze_units, merged_cloze
from adapters.formats.moodle_fields import TextPlace, text_places
from adapters.formats.moodle_side_by_side import cloze_side_by_side
from adapters.formats.multilang import NOT_FILTERED, LeftInEnglish, Texts, joined_fragment
from adapters.formats.quiz_fragment import Fragment, Fragments, TargetsByPrefix, kind_of
from adapters.formats.quiz_masks import WILDCARDS
from adapters.formats.quiz_notice import Notice, notice_in_languages, notice_of
from adapters.formats.xml_splice import Edits, Element, XmlText, text_markup
from adapters.formats.xml_text_fields import held_text, set_held_text
from audarma.errors import InlineCodeError, MalformedDocumentError
from audarma.model import SOURCE_LOCALE, Document, Metadata, Unit
from audarma.ports import Adaptation, FormatRegistry, SideBySide, Targets

_CALCULATED = frozenset({"calculated", "calculatedmulti", "calculatedsimple"})
_LANGUAGE = re.compile(r"""\blang\s*=\s*["']([A-Za-z-]{2,12})["']""")
_ANSWER_TEXT = re.compile(r"<text>.*?</text>|<text\s*/>", re.DOTALL)
_COMMENTS = re.compile(r"<!--(.*?)-->", re.DOTALL)
_LICENCE = re.compile(r"licen[cs]e|creativecommons\.org/|all rights reserved", re.IGNORECASE)


class MoodleXml:
    """A question bank; meets ``audarma.ports.DocumentFormat``."""

    name = "moodle-xml"
    suffixes = frozenset({".moodle.xml"})
    media_types: frozenset[str] = frozenset()

    def __init__(self, registry: FormatRegistry) -> None:
        """Take the *registry* that knows the formats of texts."""
        self.fragments = Fragments(registry)

    def recognises(self, look: FirstLook) -> bool:
        """Say whether its root is a quiz."""
        return look.xml_root == "quiz"

    def metadata(self, data: bytes) -> Metadata:
        """Read what the bank says of itself: its category, its language, a licence it names."""
        xml = _read(data, self.name)
        texts = [held_text(xml, place.element) for place in text_places(xml.root)]
        comments = _COMMENTS.findall(xml.utf8.decode("utf-8").partition("<question")[0])
        units = [
            unit
            for place in text_places(xml.root)
            if _LICENCE.search(held_text(xml, place.element))
            for unit in self._units(xml, place)
        ]
        said = [*(" ".join(text.split()) for text in comments), *(unit.content for unit in units)]
        languages = (match[1] for text in texts for match in [_LANGUAGE.search(text)] if match)
        return Metadata(
            title=_title(xml.root),
            licence_statements=tuple(dict.fromkeys(filter(_LICENCE.search, said))),
            language=next(languages, ""),
        )

    def extract(self, data: bytes, path: str) -> Document:
        """Give the units of *data* in the order of the file.

        Raises:
            MalformedDocumentError: *data* is no question bank; names *path* and the line.
        """
        xml = _read(data, path)
        units = tuple(unit for place in text_places(xml.root) for unit in self._units(xml, place))
        return Document(path, units, _title(xml.root))

    def merge(self, data: bytes, targets: Targets, adaptation: Adaptation | None) -> bytes:
        """Write *targets* where their units stand.

        Raises:
            InlineCodeError: names every unit whose target does not hold its codes, and why.
        """
        xml = _read(data, self.name)
        edits = Edits(xml)
        faults: list[InlineCodeError] = []
        by_prefix = TargetsByPrefix(targets)
        for place in text_places(xml.root):
            text = held_text(xml, place.element)
            own = by_prefix.under(place.prefix)
            try:
                merged = self._merged(place, text, own, adaptation)
            except InlineCodeError as fault:
                faults.append(fault)
            else:
                set_held_text(edits, place.element, merged)
        if faults:
            raise InlineCodeError("\n".join(map(str, faults)), *(f.args[1] for f in faults))
        if adaptation and adaptation.attribution:
            _add_notice(xml, edits, notice_of(adaptation.attribution))
        return edits.apply()

    def merge_side_by_side(
        self, data: bytes, targets: Mapping[str, Targets], languages: SideBySide
    ) -> tuple[bytes, list[str]]:
        """Write *targets*, by locale, beside the English of *data*."""
        xml = _read(data, self.name)
        edits = Edits(xml)
        left = LeftInEnglish()
        typed: list[tuple[TextPlace, Texts]] = []
        by_prefix = {locale: TargetsByPrefix(own) for locale, own in targets.items()}
        for place in text_places(xml.root):
            text = held_text(xml, place.element)
            fragment = _fragment(place, text)
            own = {locale: found.under(place.prefix) for locale, found in by_prefix.items()}
            texts: Texts = self.fragments.in_languages(fragment, own)
            where = place.title or place.prefix
            if place.is_typed:
                typed.append((place, texts))
            elif place.is_unfiltered:
                if len(set(texts.values())) > 1:
                    left.add(NOT_FILTERED, where)
            else:
                joined = joined_fragment(fragment, texts, languages.marks, left, where)
                if place.question_type == "cloze":
                    joined = cloze_side_by_side(joined, place.prefix, own, languages.marks)
                set_held_text(edits, place.element, joined)
        for place, texts in typed:
            _add_answers(edits, place, texts)
        if languages.notices:
            _add_notice(xml, edits, notice_in_languages(languages))
        return edits.apply(), list(left.remarks())

    def _units(self, xml: XmlText, place: TextPlace) -> Iterator[Unit]:
        text = held_text(xml, place.element)
        above = (place.title,) if place.title else ()
        for unit in self.fragments.units(_fragment(place, text)):
            yield replace(unit, title_path=(*above, *unit.title_path))
        if place.question_type == "cloze":
            for unit in cloze_units(text, place.prefix):
                yield replace(unit, title_path=above)

    def _merged(
        self, place: TextPlace, text: str, own: Targets, adaptation: Adaptation | None
    ) -> str:
        if place.question_type == "cloze":
            text = merged_cloze(text, place.prefix, own)
        locale = adaptation.locale if adaptation else None
        return self.fragments.merged(_fragment(place, text), own, locale)


def _add_answers(edits: Edits, place: TextPlace, texts: Texts) -> None:
    """Put an answer in each language beside one that is compared with what learners type.

    Marks would be compared too, so an answer holds none; its feedback is in all languages.
    """
    answer = place.element.parent
    others = [text for text in dict.fromkeys(texts.values()) if text != texts[SOURCE_LOCALE]]
    if answer is None or not others:
        return
    written = edits.take(answer.start, answer.end)
    before, after = _ANSWER_TEXT.split(written, maxsplit=1)
    copies = (f"{before}<text>{text_markup(other)}</text>{after}" for other in others)
    edits.replace(answer.start, answer.end, "\n    ".join((written, *copies)))


def _fragment(place: TextPlace, text: str) -> Fragment:
    protected = WILDCARDS if place.question_type in _CALCULATED else None
    if place.question_type == "cloze":
        protected = CLOZE
    kind = kind_of(place.format, text)
    return Fragment(text, kind, place.prefix, place.kind, protected)


def _read(data: bytes, path: str) -> XmlText:
    xml = XmlText(data, path)
    if xml.root.name != "quiz":
        raise MalformedDocumentError(
            f"{path}:{xml.root.line}: the root element is <{xml.root.tag}>, so this is no Moodle "
            "question bank. Export it from Moodle's question bank as Moodle XML.",
            path,
            xml.root.tag,
        )
    return xml


def _title(quiz: Element) -> str:
    """Give the last name of the first category's path, or the first question's name."""
    for question in quiz.elements:
        category = question.child("category")
        if category is not None and category.text.strip():
            return category.text.strip().rpartition("/")[2]
        name = question.child("name")
        if name is not None:
            return " ".join(name.text.split())
    return ""


def _add_notice(xml: XmlText, edits: Edits, notice: Notice) -> None:
    """Put a question of type "description", which only shows its text, before all others."""
    shown = "\n".join(filter(None, (notice.warning, notice.footer)))
    fragment = shown.replace("]]>", "]]&gt;")
    markup = (
        '<question type="description">\n'
        f"    <name><text>{escape_html(notice.heading, quote=False)}</text></name>\n"
        f'    <questiontext format="html"><text><![CDATA[{fragment}]]></text></questiontext>\n'
        '    <generalfeedback format="html"><text></text></generalfeedback>\n'
        "    <defaultgrade>0</defaultgrade>\n    <penalty>0</penalty>\n    <hidden>0</hidden>\n"
        "  </question>"
    )
    questions = [element for element in xml.root.elements if element.name == "question"]
    first = next((q for q in questions if q.attributes.get("type") != "category"), None)
    if first is not None:
        edits.insert_before(first, markup)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""GIFT, Moodle's plain-text question banks: names, prompts, answers and feedback.

A text is unescaped, read by the registry's format for what it is written in, and escaped again.
Where the answers stand in the middle of a sentence, the sentence is one unit and they are a code
in it. Numbers, weights, truth values, categories and comments stay as they are.

Leaves out: the grammar, which is in ``gift_syntax``; Moodle's XML, which is in ``moodle_xml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from adapters.formats.gift_syntax import (
    CATEGORY,
    FORMATS,
    Place,
    Question,
    comments,
    escape,
    questions,
    unescape,
)
from adapters.formats.multilang import NOT_FILTERED, LeftInEnglish, joined_fragment
from adapters.formats.quiz_fragment import Fragment, Fragments, TargetsByPrefix, kind_of
from adapters.formats.quiz_notice import Notice, notice_in_languages, notice_of
from adapters.formats.text_bytes import TextFile, read_text
from audarma.errors import InlineCodeError, MalformedDocumentError
from audarma.model import Attribution, Document, Metadata, Unit, UnitKind
from audarma.ports import Adaptation, FormatRegistry, LanguageMarks, SideBySide, Targets

_COMMENT_LINES = re.compile(r"(?:\r\n?|\n)[^\S\r\n]*//[^\r\n]*(?=\r|\n|\Z)")
_LINE_END = re.compile(r"[^\S\r\n]*(?:\r\n?|\n)\s*")
_LICENCE = re.compile(r"licen[cs]e|creativecommons\.org/|all rights reserved", re.IGNORECASE)
_LICENCE_LABEL = re.compile(r"licen[cs]e\s*:\s*", re.IGNORECASE)
_WORTH = re.compile(r"=\s*(?P<weight>(?:%-?[\d.]+%)?)\s*\Z")
_LEADS = re.compile(r"\[|//|::|%|\$CATEGORY:")
_MARKERS = {form: marker for marker, form in FORMATS.items()}
_PRIVATE = range(0xE000, 0xF900)  # characters that no text uses: one stands for the answers
_LONGEST_HINT = 60  # characters


class Gift:
    """A question bank; meets ``audarma.ports.DocumentFormat``."""

    name = "gift"
    suffixes = frozenset({".gift", ".gift.txt"})
    media_types: frozenset[str] = frozenset()

    def __init__(self, registry: FormatRegistry) -> None:
        """Take the *registry* that knows the formats of texts."""
        self.fragments = Fragments(registry)

    def metadata(self, data: bytes) -> Metadata:
        """Read what the bank says of itself: its category, and a licence in its comments."""
        file = _read(data, self.name)
        said = [
            _LICENCE_LABEL.sub("", c, count=1) for c in comments(file.text) if _LICENCE.search(c)
        ]
        return Metadata(
            title=_title(file.text, questions(file.text, self.name)),
            licence_statements=tuple(dict.fromkeys(said)),
        )

    def extract(self, data: bytes, path: str) -> Document:
        """Give the units of *data* in the order of the file.

        Raises:
            MalformedDocumentError: *data* is empty, no text, or its braces do not match.
        """
        file = _read(data, path)
        found = questions(file.text, path)
        units = tuple(unit for held in _held(file.text, found, ()) for unit in self._units(held))
        return Document(path, units, _title(file.text, found))

    def merge(self, data: bytes, targets: Targets, adaptation: Adaptation | None) -> bytes:
        """Write *targets* where their units stand.

        Raises:
            InlineCodeError: names every unit whose target does not hold its codes, and why.
        """
        file = _read(data, self.name)
        found = questions(file.text, self.name)
        locale = adaptation.locale if adaptation else None
        by_prefix = TargetsByPrefix(targets)
        edits: dict[Question, list[_Edit]] = {}
        faults: list[InlineCodeError] = []
        for held in _held(file.text, found, targets.values()):
            try:
                merged = self.fragments.merged(
                    held.fragment, by_prefix.under(held.fragment.prefix), locale
                )
            except InlineCodeError as fault:
                faults.append(fault)
                continue
            if merged != held.fragment.text:
                edit = _Edit(held, _written(merged, held, file))
                edits.setdefault(held.question, []).append(edit)
        if faults:
            raise InlineCodeError("\n".join(map(str, faults)), *(f.args[1] for f in faults))
        text = _edited(file.text, edits)
        if adaptation and (said := adaptation.attribution):
            text = _with_notice(text, said, notice_of(said), file.newline)
        return data if text == file.text else file.encode(text)

    def merge_side_by_side(
        self, data: bytes, targets: Mapping[str, Targets], languages: SideBySide
    ) -> tuple[bytes, list[str]]:
        """Write *targets*, by locale, beside the English of *data*."""
        file = _read(data, self.name)
        left = LeftInEnglish()
        edits: dict[Question, list[_Edit]] = {}
        typed: dict[tuple[int, str], list[str]] = {}
        by_prefix = {locale: TargetsByPrefix(own) for locale, own in targets.items()}
        every = [target for own in targets.values() for target in own.values()]
        for held in _held(file.text, questions(file.text, self.name), every):
            prefix = held.fragment.prefix
            own = {locale: found.under(prefix) for locale, found in by_prefix.items()}
            texts = self.fragments.in_languages(held.fragment, own)
            answers = _answers_beside(file.text, held, texts) if held.is_typed else []
            key = (held.question.start, held.place.name.replace("answer", "feedback"))
            new = held.raw
            if not held.is_typed:
                joined = _joined(held, texts, languages.marks, left)
                changed = joined != held.fragment.text
                new = _written(joined, held, file) if changed else held.raw
                # Each of the answers that learners may type has the feedback behind it.
                answers = [f"{answer}#{new}" for answer in typed.pop(key, ())]
            elif any(place.name == key[1] for place in held.question.places):
                typed[key], answers = answers, []
            edit = _Edit(held, "".join((new, *answers)))
            edits.setdefault(held.question, []).append(edit)
        text = _edited(file.text, edits)
        if languages.notices:
            said = replace(languages.notices[0], locale=", ".join(("en", *languages.locales)))
            text = _with_notice(text, said, notice_in_languages(languages), file.newline)
        return data if text == file.text else file.encode(text), list(left.remarks())

    def _units(self, held: _Held) -> Iterator[Unit]:
        for unit in self.fragments.units(held.fragment):
            hints = {
                form: _shortened(hint.replace(held.token, held.answers))
                for form, hint in unit.code_hints.items()
            }
            yield replace(unit, title_path=(*held.above, *unit.title_path), code_hints=hints)


@dataclass(frozen=True, slots=True)
class _Held:
    """A text of a *question*: its place, its fragment, and its question's name.

    In the fragment *token* stands for the *answers*, where they are in the middle of it. *raw* is
    the text as it stands in the file.
    """

    question: Question
    place: Place
    fragment: Fragment
    above: tuple[str, ...]
    raw: str
    token: str
    answers: str

    @property
    def is_filtered(self) -> bool:
        """Say whether Moodle filters the text: of plain ones, names and halves of pairs alone."""
        is_name = self.place.kind is UnitKind.TITLE or self._is_paired
        return is_name or self.place.format != "plain"

    @property
    def is_typed(self) -> bool:
        """Say whether what learners type is compared with the text."""
        return self.place.is_compared and not self._is_paired

    @property
    def _is_paired(self) -> bool:
        pair = self.place.name.replace("answer", "pair")
        return any(place.name == pair for place in self.question.places)


@dataclass(frozen=True, slots=True)
class _Edit:
    """New text for a place; the answers' token is still in it."""

    held: _Held
    text: str


def _order(edit: _Edit) -> tuple[int, int]:
    """Sort edits by place, what holds before what is held."""
    return edit.held.place.start, -edit.held.place.end


def _read(data: bytes, path: str) -> TextFile:
    file = read_text(data, path)
    if not file.text.strip():
        raise MalformedDocumentError(f"{path}: is empty. Give a file that holds questions.", path)
    return file


def _held(text: str, found: Iterable[Question], targets: Iterable[str]) -> Iterator[_Held]:
    """Give the texts of all questions."""
    taken = set(text).union(*targets)
    token = next(character for character in map(chr, _PRIVATE) if character not in taken)
    for number, question in enumerate((one for one in found if not one.is_category), 1):
        above: tuple[str, ...] = ()
        for place in question.places:
            raw = text[place.start : place.end]
            answers = ""
            if place.blank:
                first, last = (at - place.start for at in place.blank)
                answers = raw[first:last]
                raw = f"{raw[:first]}{token}{raw[last:]}"
            literal = _literal(raw, place)
            form = kind_of(place.format, literal)
            fragment = Fragment(
                literal, form, f"q{number}.{place.name}.", place.kind, re.compile(token)
            )
            yield _Held(question, place, fragment, above, raw, token, answers)
            if place.kind is UnitKind.TITLE:
                above = (" ".join(literal.split()),)


def _literal(raw: str, place: Place) -> str:
    """Give the text that *raw* says, without comments."""
    lines = _COMMENT_LINES.sub("", raw)
    # In the automatic format lines are wrapped for the eye; only \n is a line end.
    is_wrapped = place.format in ("moodle_auto_format", "plain")
    return unescape(_LINE_END.sub(" " if is_wrapped else "\n", lines))


def _written(text: str, held: _Held, file: TextFile) -> str:
    """Write literal *text* as GIFT."""
    written, newline = escape(text), file.newline
    if held.place.name.startswith(("pair", "answer", "feedback")):
        # An arrow would make pairs of answers, or cut a pair at another place.
        written = written.replace("->", "→")
    can_wrap = "\\n" not in held.raw and not re.search(r"\n\s*(?:\n|//)", written)
    written = written.strip("\r\n") if can_wrap else written
    written = re.sub(r"\r\n?|\n", newline if can_wrap else r"\\n", written)
    if not held.place.is_marked and _LEADS.match(written):
        written = f"[{_MARKERS[held.place.format]}]{written}"
    kept = "".join(match[0] for match in _COMMENT_LINES.finditer(held.raw))
    if _begins_line(file.text, held.place.start):
        # A blank line would end the question.
        kept = kept.lstrip("\r\n")
    return f"{kept}{newline}{written}" if kept else written


def _begins_line(text: str, position: int) -> bool:
    """Say whether nothing but blanks stands before *position* in its line, and it is no first."""
    while position and text[position - 1] in " \t":
        position -= 1
    return text[position - 1 : position] in ("\n", "\r")


def _edited(text: str, edits: Mapping[Question, list[_Edit]]) -> str:
    """Give *text* with the *edits* made in its questions, which come in order."""
    parts: list[str] = []
    end = 0
    for question, changes in edits.items():
        new = _spliced(text, question.start, question.end, sorted(changes, key=_order))
        parts += [text[end : question.start], new]
        end = question.end
    return "".join((*parts, text[end:]))


def _joined(
    held: _Held, texts: Mapping[str, str], marks: LanguageMarks, left: LeftInEnglish
) -> str:
    """Give a text in all languages; in English where that cannot be."""
    where = " ".join(held.above) or held.fragment.prefix
    if held.is_filtered:
        return joined_fragment(held.fragment, texts, marks, left, where)
    if len(set(texts.values())) > 1:
        left.add(NOT_FILTERED, where)
    return held.fragment.text


def _answers_beside(text: str, held: _Held, texts: Mapping[str, str]) -> list[str]:
    """Give the answers of other languages beside one that learners type, each of its worth.

    Marks would be compared too, so an answer holds none.
    """
    worth = _WORTH.search(text, held.question.start, held.place.start)
    others = [other for other in dict.fromkeys(texts.values()) if other != held.fragment.text]
    return [f" ={worth['weight']}{escape(other)}" for other in others] if worth else []


def _spliced(text: str, start: int, end: int, edits: list[_Edit]) -> str:
    """Give ``start:end`` of *text* with *edits* made; some lie in the answers of others."""
    parts: list[str] = []
    for edit in edits:
        place = edit.held.place
        if place.start < start or place.end > end:
            continue
        new = edit.text
        if place.blank:
            first, last = place.blank
            inner = [one for one in edits if first <= one.held.place.start and one is not edit]
            answers = _spliced(text, first, last, inner)
            new = new.replace(edit.held.token, answers)
        parts += [text[start : place.start], new]
        start = place.end
    return "".join((*parts, text[start:end]))


def _title(text: str, found: Iterable[Question]) -> str:
    """Give the last name of the first category's path, or the first question's name."""
    for question in found:
        if question.is_category:
            start = text.index(CATEGORY, question.start) + len(CATEGORY)
            line = text[start : question.end].splitlines()[0]
            return line.strip().rpartition("/")[2]
        for place in question.places:
            if place.kind is UnitKind.TITLE:
                return " ".join(unescape(text[place.start : place.end]).split())
    return ""


def _with_notice(text: str, attribution: Attribution, notice: Notice, newline: str) -> str:
    """Put comments for machines first, and before the first question one that only shows text."""
    said: Mapping[str, str] = {
        "Language": attribution.locale,
        "License": attribution.licence_url or attribution.licence_id,
        "Source": attribution.source_url or attribution.source_title,
        "Translators": ", ".join(attribution.translators),
    }
    lines = [f"// {name}: {' '.join(value.split())}" for name, value in said.items() if value]
    markup = " ".join((notice.warning, notice.footer))
    heading = escape(" ".join(notice.heading.split()))
    shown = f"::{heading}::[html]{escape(' '.join(markup.split()))}"
    first = next((q.start for q in questions(text, "gift") if not q.is_category), len(text))
    before, after = text[:first], text[first:]
    return f"{newline.join(lines)}{newline * 2}{before}{shown}{newline * 2}{after}"


def _shortened(hint: str) -> str:
    hint = " ".join(hint.split())
    return f"{hint[: _LONGEST_HINT - 1]}…" if len(hint) > _LONGEST_HINT else hint

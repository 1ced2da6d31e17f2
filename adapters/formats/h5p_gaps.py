# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""H5P's markup of gaps in a text: ``*answer/other answer:tip*``, as its libraries read it.

A gap is a pair of codes around its answer; other answers, tips and feedback are units of their
own. Follows the parsers of H5P.Blanks, H5P.DragText and H5P.MarkTheWords. What a translation holds
of their signs is written with signs that look alike, since the libraries know no escape.

Leaves out: H5P.AdvancedBlanks, whose gaps are fields of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from adapters.formats.quiz_fragment import Fragment, Fragments, Kind
from adapters.formats.xml_places import located
from audarma.errors import InlineCodeError
from audarma.model import Unit, UnitKind
from audarma.ports import Targets

_GAP = re.compile(r"\*([^*\r\n]+)\*")
_BLOCK = re.compile(r"</?(?:p|div|li|ul|ol|h[1-6]|table|t[rdh]|br|hr)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_WRITTEN = re.compile(r'<gap n="(\d+)">(.*?)</gap>', re.DOTALL)
_LINE = re.compile(r"[^\r\n]+")
_ALIKE = {"*": "\u2217", ":": "\u2236", "/": "\u2044", "\\": "\u2216"}


@dataclass(frozen=True, slots=True)
class Markup:
    """What divides a gap's parts: *others* between answers, *notes* before tips and feedback."""

    others: str = ""
    notes: re.Pattern[str] | None = None


_BLANKS = Markup("/", re.compile(":"))
_DRAG = Markup("", re.compile(r":|\\[+-]"))

MARKUPS = {
    ("H5P.Blanks", "questions"): _BLANKS,
    ("H5P.DragText", "textField"): _DRAG,
    ("H5P.DragText", "distractors"): _DRAG,
    ("H5P.MarkTheWords", "textField"): Markup(),
}
"""The fields with gaps, by library and name."""


@dataclass(frozen=True, slots=True)
class _Gap:
    """A gap's answer as written, and the parts after it, each with the sign before it."""

    answer: str
    parts: tuple[tuple[str, Fragment], ...]


class GappedText:
    """A text with gaps, cut into fragments that formats read."""

    def __init__(self, whole: Fragment, markup: Markup) -> None:
        self.whole = whole
        self.markup = markup
        self.gaps: list[_Gap] = []
        self.marked = _GAP.sub(self._mark, whole.text)

    def units(self, fragments: Fragments) -> Iterator[Unit]:
        """Give the units of the text, then those of its gaps."""
        for _, fragment in self._pieces():
            yield from fragments.units(fragment)
        for gap in self.gaps:
            for _, fragment in gap.parts:
                yield from fragments.units(fragment)

    def merged(self, fragments: Fragments, targets: Targets, locale: str | None) -> str:
        """Give the text with *targets*.

        Raises:
            InlineCodeError: a target does not hold the codes of its unit.
        """
        sources = {unit.id: unit.content for unit in self.units(fragments)} if targets else {}
        safe = {
            name: self._without_signs(name, target)
            for name, target in targets.items()
            if target != sources.get(name)
        }
        parts: list[str] = []
        end = 0
        for start, fragment in self._pieces():
            try:
                merged = fragments.merged(fragment, safe, locale)
            except InlineCodeError as fault:
                raise located(fault, "", fragment.prefix) from fault
            parts += [self.marked[end:start], merged]
            end = start + len(fragment.text)
        marked = "".join((*parts, self.marked[end:]))
        return _WRITTEN.sub(lambda match: self._written(match, fragments, safe, locale), marked)

    def _pieces(self) -> Iterator[tuple[int, Fragment]]:
        """Give the fragments of the text itself, each with its place in the marked text.

        A text without tags is escaped HTML, line by line.
        """
        if self.whole.format is Kind.HTML:
            yield 0, replace(self.whole, text=self.marked)
            return
        for number, match in enumerate(_LINE.finditer(self.marked), 1):
            prefix = f"{self.whole.prefix}line{number}."
            yield (
                match.start(),
                replace(self.whole, text=match[0], prefix=prefix, format=Kind.HTML),
            )

    def _mark(self, match: re.Match[str]) -> str:
        inside = match[1]
        if not inside.strip() or _BLOCK.search(inside):
            return match[0]
        number = len(self.gaps) + 1
        note = self.markup.notes.search(_blanked(inside)) if self.markup.notes else None
        head, tail = (inside[: note.start()], inside[note.start() :]) if note else (inside, "")
        answer, *others = _cut(head, self.markup.others)
        if _blanked(answer).strip() == "" or answer.count("<") % 2:
            return match[0]
        parts = [(self.markup.others, other, UnitKind.QUIZ_ANSWER) for other in others]
        parts += [(sign, text, UnitKind.FEEDBACK) for sign, text in self._notes(tail)]
        prefix = f"{self.whole.prefix}gap{number}"
        self.gaps.append(
            _Gap(
                answer,
                tuple(
                    (sign, Fragment(text, Kind.LINES, f"{prefix}.part{place}.", kind))
                    for place, (sign, text, kind) in enumerate(parts, 1)
                ),
            )
        )
        return f'<gap n="{number}">{answer}</gap>'

    def _notes(self, tail: str) -> Iterator[tuple[str, str]]:
        r"""Cut ``:tip\+right\-wrong`` into signs and texts."""
        if self.markup.notes is None or not tail:
            return
        signs = list(self.markup.notes.finditer(tail))
        # Only the first colon begins a tip; those after it belong to the text.
        signs = [sign for at, sign in enumerate(signs) if at == 0 or sign[0] != ":"]
        ends = [*(sign.start() for sign in signs[1:]), len(tail)]
        for sign, end in zip(signs, ends, strict=True):
            yield sign[0], tail[sign.end() : end]

    def _written(
        self, match: re.Match[str], fragments: Fragments, targets: Targets, locale: str | None
    ) -> str:
        gap = self.gaps[int(match[1]) - 1]
        answer = match[2]
        if answer != gap.answer:
            answer = self._replaced(answer)
        rest = (sign + fragments.merged(part, targets, locale) for sign, part in gap.parts)
        return f"*{answer}{''.join(rest)}*"

    def _replaced(self, answer: str) -> str:
        """Write the signs that would divide an answer so that they divide nothing."""
        if self.markup.notes is None:
            return answer
        signs = f":\\{self.markup.others}"
        blanked = _blanked(answer)
        return "".join(
            _ALIKE[letter] if letter in signs and blanked[place] == letter else letter
            for place, letter in enumerate(answer)
        )

    def _without_signs(self, name: str, target: str) -> str:
        """Give a target without the signs that would end a gap where it holds them anew."""
        if name.startswith(f"{self.whole.prefix}gap"):
            return target.replace("*", _ALIKE["*"]).replace("\\", _ALIKE["\\"])
        return target if "*" in self.marked else target.replace("*", _ALIKE["*"])


def _cut(text: str, sign: str) -> list[str]:
    """Cut *text* at each *sign* that stands outside of tags."""
    if not sign:
        return [text]
    blanked = _blanked(text)
    ends = [place for place, letter in enumerate(blanked) if letter == sign]
    starts = [0, *(end + 1 for end in ends)]
    return [text[start:end] for start, end in zip(starts, [*ends, len(text)], strict=True)]


def _blanked(text: str) -> str:
    """Give *text* with spaces where its tags are, so that places stay."""
    return _TAG.sub(lambda match: " " * len(match[0]), text)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Content as the rules of adaptation see it: one text, what must not change in it hidden.

A rule reads across paired codes (``<a1>``), which are taken out and put back where they stood;
a standalone code is one ``HIDDEN`` character. Addresses, file names, identifiers, formulas and
numbers that are names (versions, dates, ISBN) become ``HIDDEN`` characters too, as many as they
are long, so that places in the text stay what they were.

Leaves out: the rules, each in its own module ``audarma.adaptation_…``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from audarma.inline_code import Code, CodeKind, Token, parse, serialise

HIDDEN = "\ufffc"
"""Stands for what a rule must not see: Unicode's own "object replacement character"."""

SPACES = " \u00a0\u2009\u202f"
"""The spaces that stand between digits, and between a number and its sign."""

_OPERATOR = r"[=<>≤≥≈≠+*/^÷·∙√∑~]"
_PROTECTED = re.compile(
    r"""
    `[^`]+`                                              # code in Markdown's manner
    | \$(?=\S)[^$\n]*[^\s$]\$(?![0-9])                   # TeX, delimited as Pandoc requires
    | \\\(.*?\\\) | \\\[.*?\\\] | \\[A-Za-z]+(?:\{[^{}]*\})*
    | \b[a-z][a-z0-9+.-]*://[^\s<>"“”„«»‘’]+             # addresses
    | \b(?:www\.|mailto:|doi:|arXiv:)[^\s<>"“”„«»‘’]+
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
    | \b10\.[0-9]{4,9}/\S+                               # DOI
    | \bIS[BS]N(?:-1[03])?[\s:]*[0-9][0-9Xx\s–-]{6,}[0-9Xx]
    | (?:\b[A-Za-z]:|(?<![\w/])\.{0,2})(?:[\\/][\w.-]+){2,}  # paths
    | \b[A-Za-z_][\w-]+(?:\.[A-Za-z_][\w-]*)+(?:/\S*)?   # file names, host names, attributes
    | \b\w*_\w+\b                                        # identifiers
    | \b[A-Za-z]\w*\([^()\s]*\)                          # calls
    | \b[vV]\.?\s?[0-9]+(?:\.[0-9]+)*\b                  # versions
    | \b[0-9]+(?:\.[0-9]+){2,}\b                         # section numbers, addresses, dates
    | \b[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+Z?)?\b
    | \+[0-9][0-9\s()-]{6,}[0-9]                         # telephone numbers
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Edit:
    """A change: what stands from *start* to *end*, at least a character, becomes *text*."""

    start: int
    end: int
    text: str


Rule = Callable[[str, str], Iterable[Edit]]
"""Reads a source and a target, both with their ``HIDDEN`` parts, and gives edits of the target.

Edits are in order and do not overlap.
"""


@dataclass(frozen=True, slots=True)
class Passage:
    """Content as one text: *pairs* are paired codes by place, *marks* what each HIDDEN is."""

    text: str
    pairs: tuple[tuple[int, Code], ...]
    marks: tuple[Token, ...]

    @property
    def visible(self) -> str:
        """Give the text with what must not change hidden."""
        return _PROTECTED.sub(lambda match: HIDDEN * len(match[0]), self.text)

    def edited(self, edits: Iterable[Edit]) -> Passage:
        """Give the passage after *edits*; one that would reach across a code is not made."""
        pieces: list[str] = []
        pairs: list[tuple[int, Code]] = []
        waiting = list(self.pairs)
        done = length = 0
        for edit in edits:
            if any(edit.start < place < edit.end for place, _code in self.pairs):
                continue
            if HIDDEN in self.text[edit.start : edit.end]:
                continue
            while waiting and waiting[0][0] <= edit.start:
                place, code = waiting.pop(0)
                pairs.append((length + place - done, code))
            pieces += [self.text[done : edit.start], edit.text]
            length += edit.start - done + len(edit.text)
            done = edit.end
        pairs += [(length + place - done, code) for place, code in waiting]
        pieces.append(self.text[done:])
        return Passage("".join(pieces), tuple(pairs), self.marks)


def passage(content: str) -> Passage:
    """Read *content* as a passage."""
    pieces: list[str] = []
    pairs: list[tuple[int, Code]] = []
    marks: list[Token] = []
    length = 0
    for token in parse(content):
        if isinstance(token, Code) and token.kind is not CodeKind.STANDALONE:
            pairs.append((length, token))
            continue
        if isinstance(token, Code):
            marks.append(token)
            token = HIDDEN
        else:
            marks += [HIDDEN] * token.count(HIDDEN)
        pieces.append(token)
        length += len(token)
    return Passage("".join(pieces), tuple(pairs), tuple(marks))


def content(adapted: Passage) -> str:
    """Write a passage as content."""
    return serialise(_tokens(adapted))


def in_formula(text: str, start: int, end: int) -> bool:
    """Say whether an operator stands before or behind a part of *text*."""
    return bool(
        re.search(rf"{_OPERATOR}[\s{SPACES}]*[-−]?$", text[:start])
        or re.match(rf"[\s{SPACES}]*{_OPERATOR}", text[end:])
    )


def _tokens(adapted: Passage) -> Iterator[Token]:
    marks = iter(adapted.marks)
    done = 0
    for place, code in (*adapted.pairs, (len(adapted.text), None)):
        for piece in re.split(f"({HIDDEN})", adapted.text[done:place]):
            if piece:
                yield next(marks) if piece == HIDDEN else piece
        if code:
            yield code
        done = place

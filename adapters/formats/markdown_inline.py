# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Inline Markdown read into content: literal text and inline codes, each with its place.

What stands between two constructs is text, with its escapes and entities decoded and its soft
line breaks as spaces. Emphasis, links and paired HTML tags are paired codes; what has no text
of its own, or must not change, is a standalone code. Text that readers meet inside a code (alt
texts, link titles, inline notes) is a field: a unit of its own, inside the code's span.

Leaves out: text inside ``<code>``, ``<kbd>``, ``<math>`` and their like, which is protected.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from markdown_it.token import Token as MarkdownToken

from adapters.formats.markdown_fields import Field, fields
from adapters.formats.markdown_marks import (
    Mark,
    attributes_joined,
    html_mark,
    paired,
    without_protected_text,
)
from adapters.formats.markdown_simple_inline import simple_marks
from adapters.formats.markdown_syntax import markdown_parser
from audarma.inline_code import CodeKind, Token, closing, code_name, opening, standalone

Env = dict[str, Any]

# An address that stands in the text by itself, as GFM links it ("Autolinks (extension)"); ASCII
# alone, so that a Cyrillic suffix or a quotation mark after it is no part of it.
BARE_ADDRESS = re.compile(
    r"(?<!\w)(?:(?:https?|ftp)://|mailto:|www\.)[!#-;=?-Z\\^_a-z|~]*[#-&+\-/-9=@-Z^a-z|]"
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}(?![\w@])"
)
_ADDRESS_SIGNS = ("@", "://", "mailto:", "www.")
_PAIRED = {"em": "em", "strong": "strong", "s": "del", "link": "a", "span": "span"}
_STANDALONE = {
    **{"code_inline": "code", "math_inline": "math", "math_inline_double": "math"},
    **{"math": "math", "myst_role": "role", "image": "img", "url": "url", "hardbreak": "br"},
    **{"footnote_ref": "fn", "inline_note": "fn", "cite": "cite", "attr": "attr"},
    **{"var": "var", "tex": "tex"},
}


class Piece(NamedTuple):
    """A run of text or a code, and its span of the inline source; *raw* writes a code again."""

    token: Token
    start: int
    end: int
    raw: str = ""


class Reading(NamedTuple):
    """Inline source, read: pieces in order, without gaps, and the fields inside codes."""

    pieces: tuple[Piece, ...]
    fields: tuple[Field, ...]


class _Text:
    """The text of a source; *ends* give, by its start, the end of what stands for other text.

    Escapes do so, as do line breaks. Text without them, and without addresses, *is_literal*.
    """

    def __init__(self, source: str, ends: Mapping[int, tuple[int, str]]) -> None:
        self._source = source
        self._ends = ends
        self._starts = sorted(ends)
        self._may_hold_addresses = any([sign in source for sign in _ADDRESS_SIGNS])
        self.is_literal = not (ends or self._may_hold_addresses)

    def add_to(self, pieces: list[Piece], start: int, end: int, number: int) -> int:
        """Add the text from *start* to *end*, decoded, and the addresses in it as codes.

        *number* is the last code's; gives it again, or the last address's.
        """
        source = self._source
        if self.is_literal:
            pieces.append(Piece(source[start:end], start, end))
            return number
        text: list[str] = []
        position = run = start
        for following in self._stops(start, end):
            for match in self._addresses(position, following):
                text.append(source[position : match.start()])
                if literal := "".join(text):
                    pieces.append(Piece(literal, run, match.start()))
                number += 1
                pieces.append(Piece(standalone("url", number), *match.span(), match.group()))
                text, position = [], match.end()
                run = position
            text.append(source[position:following])
            if following < end:
                position, literal = self._ends[following]
                text.append(literal)
        if literal := "".join(text):
            pieces.append(Piece(literal, run, end))
        return number

    def _stops(self, start: int, end: int) -> list[int]:
        """Give the starts of what stands for other text between *start* and *end*, and *end*."""
        starts = self._starts
        return [*starts[bisect_left(starts, start) : bisect_left(starts, end)], end]

    def _addresses(self, start: int, end: int) -> Iterable[re.Match[str]]:
        return BARE_ADDRESS.finditer(self._source, start, end) if self._may_hold_addresses else ()


def read_inline(source: str, env: Env) -> Reading:
    """Read inline Markdown; *env* knows the document's link references and footnotes."""
    marks = simple_marks(source)
    if marks is not None:
        text = _Text(source.replace("\n", " "), {})
    else:
        marks, literals = all_marks(source, env)
        text = _Text(source, literals)
    return Reading(_pieces(source, marks, text), tuple(fields(source, marks)) if marks else ())


def all_marks(source: str, env: Env) -> tuple[list[Mark], dict[int, tuple[int, str]]]:
    """Give the constructs that markdown-it finds, in order, and what stands for other text."""
    tokens: list[MarkdownToken] = []
    parser = markdown_parser()
    parser.inline.parse(source, parser, env, tokens)
    marks, literals = _marks(tokens, source)
    return attributes_joined(without_protected_text(paired(marks))), literals


def _marks(
    tokens: Sequence[MarkdownToken], source: str
) -> tuple[list[Mark], dict[int, tuple[int, str]]]:
    """Give the constructs in order, and the decoded literals."""
    marks: list[Mark] = []
    literals: dict[int, tuple[int, str]] = {}
    for index, token in enumerate(tokens):
        span = token.meta.get("span")
        if span is None:
            continue
        start, end = span
        stem, _, half = token.type.rpartition("_")
        if token.type == "text_special":
            literals[start] = (end, token.content)
        elif token.type == "softbreak":
            while start and source[start - 1] == " ":
                start -= 1
            literals[start] = (end, " ")
        elif stem in _PAIRED and half in ("open", "close"):
            # markdown-it empties the outer of two markers that make a strong one.
            if stem == "strong" and half == "open":
                start = tokens[index - 1].meta["span"][0]
            elif stem == "strong":
                end = tokens[index + 1].meta["span"][1]
            kind = CodeKind.OPEN if half == "open" else CodeKind.CLOSE
            marks.append(Mark(_PAIRED[stem], kind, start, end))
        elif token.type == "html_inline":
            marks.append(html_mark(token.content, start, end))
        elif token.type in _STANDALONE:
            if token.type == "hardbreak" and source[start] == "\n":
                while source[start - 1] == " ":
                    start -= 1
            marks.append(Mark(_STANDALONE[token.type], CodeKind.STANDALONE, start, end))
    return sorted(marks, key=lambda mark: mark.start), literals


def _pieces(source: str, marks: Sequence[Mark], text: _Text) -> tuple[Piece, ...]:
    """Number the constructs and give them with the text between them."""
    pieces: list[Piece] = []
    position = number = 0
    numbers: dict[int, int] = {}
    for index, mark in enumerate(marks):
        if position < mark.start:
            number = text.add_to(pieces, position, mark.start, number)
        raw = source[mark.start : mark.end]
        if mark.kind is CodeKind.CLOSE:
            code = closing(code_name(mark.name), numbers[mark.partner])
            if mark.name == "a" and raw in ("]", "][]"):
                # The text was its own reference; translated, it must name it.
                raw = f"][{source[marks[mark.partner].end : mark.start]}]"
        else:
            number += 1
            numbers[index] = number
            make = opening if mark.kind is CodeKind.OPEN else standalone
            code = make(code_name(mark.name), number)
        pieces.append(Piece(code, mark.start, mark.end, raw))
        position = mark.end
    if position < len(source):
        text.add_to(pieces, position, len(source), number)
    return tuple(pieces)

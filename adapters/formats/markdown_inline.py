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
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from markdown_it.token import Token as MarkdownToken

from adapters.formats.markdown_syntax import ATTRIBUTES, markdown_parser
from audarma.inline_code import Code, CodeKind, Token, code_name
from audarma.model import UnitKind

Env = dict[str, Any]

# An address that stands in the text by itself, as GFM links it ("Autolinks (extension)"); ASCII
# alone, so that a Cyrillic suffix or a quotation mark after it is no part of it.
BARE_ADDRESS = re.compile(
    r"(?<!\w)(?:(?:https?|ftp)://|mailto:|www\.)[!#-;=?-Z\\^_a-z|~]*[#-&+\-/-9=@-Z^a-z|]"
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}(?![\w@])"
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_VOID_TAGS = frozenset({"br", "hr", "img", "input", "wbr", "embed", "source", "track", "area"})
_PROTECTED_TAGS = frozenset(
    {"code", "kbd", "samp", "var", "tt", "pre", "script", "style", "math", "svg", "textarea"}
)
_PAIRED = {"em": "em", "strong": "strong", "s": "del", "link": "a", "span": "span"}
_STANDALONE = {
    **{"code_inline": "code", "math_inline": "math", "math_inline_double": "math"},
    **{"math": "math", "myst_role": "role", "image": "img", "url": "url", "hardbreak": "br"},
    **{"footnote_ref": "fn", "inline_note": "fn", "cite": "cite", "attr": "attr"},
    **{"var": "var", "tex": "tex"},
}
_TITLE_ATTRIBUTE = re.compile(
    r"""(?<=[\s{])(?P<name>(?:fig-)?(?:alt|cap)|title)=(?P<quote>["'])(?P<value>.*?)(?P=quote)"""
)
_LINK_TITLE = re.compile(r"""[\s](?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')[ \t\n]*\)""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text or a code, and its span of the inline source; *raw* writes a code again."""

    token: Token
    start: int
    end: int
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """Text for readers inside a code: its span of the inline source, and its quotation mark.

    Without a *quote* it is inline Markdown, else a quoted string.
    """

    kind: UnitKind
    start: int
    end: int
    quote: str = ""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A construct before it is numbered; a *partner* is its other half's index, or -1."""

    name: str
    kind: CodeKind
    start: int
    end: int
    is_html: bool = False
    partner: int = -1


@dataclass(frozen=True, slots=True)
class Reading:
    """Inline source, read: pieces in order, without gaps, and the fields inside codes."""

    pieces: tuple[Piece, ...]
    fields: tuple[Field, ...]


def read_inline(source: str, env: Env) -> Reading:
    """Read inline Markdown; *env* knows the document's link references and footnotes."""
    tokens: list[MarkdownToken] = []
    parser = markdown_parser()
    parser.inline.parse(source, parser, env, tokens)
    marks, literals = _marks(tokens, source)
    marks = _without_protected_text(_pair(marks))
    marks = _attributes_joined(marks)
    pieces = tuple(_pieces(source, marks, literals))
    return Reading(pieces, tuple(_fields(source, marks)))


def _marks(
    tokens: Iterable[MarkdownToken], source: str
) -> tuple[list[_Mark], Mapping[int, tuple[int, str]]]:
    """Give the constructs in order, and the decoded literals (end and text by start)."""
    marks: list[_Mark] = []
    literals: dict[int, tuple[int, str]] = {}
    tokens = list(tokens)
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
            marks.append(_Mark(_PAIRED[stem], kind, start, end))
        elif token.type == "html_inline":
            marks.append(_html_mark(token.content, start, end))
        elif token.type in _STANDALONE:
            if token.type == "hardbreak" and source[start] == "\n":
                while source[start - 1] == " ":
                    start -= 1
            marks.append(_Mark(_STANDALONE[token.type], CodeKind.STANDALONE, start, end))
    return sorted(marks, key=lambda mark: mark.start), dict(sorted(literals.items()))


def _html_mark(tag: str, start: int, end: int) -> _Mark:
    """Give the construct for a raw tag; a comment or a void element stands alone."""
    match = _TAG.match(tag)
    if match is None:
        return _Mark("html", CodeKind.STANDALONE, start, end)
    name = match[2].lower()
    if name in _VOID_TAGS or tag.endswith("/>"):
        return _Mark(name, CodeKind.STANDALONE, start, end)
    return _Mark(name, CodeKind.CLOSE if match[1] else CodeKind.OPEN, start, end, is_html=True)


def _pair(marks: list[_Mark]) -> list[_Mark]:
    """Find the partners of paired constructs; an HTML tag without a partner stands alone."""
    partner = [-1] * len(marks)
    stack: list[int] = []
    for index, mark in enumerate(marks):
        if mark.kind is CodeKind.OPEN:
            stack.append(index)
        elif mark.kind is CodeKind.CLOSE:
            depth = len(stack) - 1
            while depth >= 0 and not _closes(mark, marks[stack[depth]]):
                # Only HTML can be unbalanced, and it cannot reach out of a Markdown construct.
                depth = depth - 1 if marks[stack[depth]].is_html else -1
            if depth >= 0:
                partner[index], partner[stack[depth]] = stack[depth], index
                del stack[depth:]
    return [
        mark
        if mark.kind is CodeKind.STANDALONE
        else replace(mark, partner=other)
        if other >= 0
        else replace(mark, kind=CodeKind.STANDALONE)
        for mark, other in zip(marks, partner, strict=True)
    ]


def _closes(closing: _Mark, opening: _Mark) -> bool:
    return (closing.name, closing.is_html) == (opening.name, opening.is_html)


def _without_protected_text(marks: list[_Mark]) -> list[_Mark]:
    """Take an HTML element whose text is not for translation as one standalone code."""
    if not any(mark.is_html and mark.name in _PROTECTED_TAGS for mark in marks):
        return marks
    kept: list[_Mark] = []
    position: dict[int, int] = {}
    until = -1
    for index, mark in enumerate(marks):
        if index <= until:
            continue
        if mark.is_html and mark.partner > index and mark.name in _PROTECTED_TAGS:
            until = mark.partner
            mark = _Mark(mark.name, CodeKind.STANDALONE, mark.start, marks[until].end)
        position[index] = len(kept)
        kept.append(mark)
    return [
        mark if mark.partner < 0 else replace(mark, partner=position[mark.partner]) for mark in kept
    ]


def _attributes_joined(marks: list[_Mark]) -> list[_Mark]:
    """Join ``{...}`` to the construct that it directly follows."""
    joined: list[_Mark] = []
    shift: list[int] = []
    for mark in marks:
        follows = bool(joined) and mark.name == "attr" and joined[-1].end == mark.start
        if follows and joined[-1].kind is not CodeKind.OPEN and joined[-1].name != "br":
            joined[-1] = replace(joined[-1], end=mark.end)
        else:
            joined.append(mark)
        shift.append(len(joined) - 1)
    return [
        mark if mark.partner < 0 else replace(mark, partner=shift[mark.partner]) for mark in joined
    ]


def _pieces(
    source: str, marks: list[_Mark], literals: Mapping[int, tuple[int, str]]
) -> Iterable[Piece]:
    """Number the constructs and give them with the text between them."""
    position = number = 0
    numbers: dict[int, int] = {}
    for index, mark in enumerate(marks):
        for piece in _text_pieces(source, position, mark.start, literals):
            number += isinstance(piece.token, Code)
            yield piece if isinstance(piece.token, str) else _renumbered(piece, number)
        if mark.kind is CodeKind.CLOSE:
            own = numbers[mark.partner]
        else:
            number += 1
            own = numbers[index] = number
        raw = source[mark.start : mark.end]
        if mark.name == "a" and mark.kind is CodeKind.CLOSE and raw in ("]", "][]"):
            # The text was its own reference; translated, it must name it.
            raw = f"][{source[marks[mark.partner].end : mark.start]}]"
        name = code_name(mark.name)
        yield Piece(Code(mark.kind, name, own), mark.start, mark.end, raw)
        position = mark.end
    for piece in _text_pieces(source, position, len(source), literals):
        number += isinstance(piece.token, Code)
        yield piece if isinstance(piece.token, str) else _renumbered(piece, number)


def _renumbered(piece: Piece, number: int) -> Piece:
    assert isinstance(piece.token, Code)
    return replace(piece, token=replace(piece.token, number=number))


def _text_pieces(
    source: str, start: int, end: int, literals: Mapping[int, tuple[int, str]]
) -> Iterable[Piece]:
    """Give the text from *start* to *end*, decoded; addresses in it are standalone codes."""
    text: list[str] = []
    position = run = start
    for following in [*(at for at in literals if start <= at < end), end]:
        for match in BARE_ADDRESS.finditer(source, position, following):
            text.append(source[position : match.start()])
            if "".join(text):
                yield Piece("".join(text), run, match.start())
            yield Piece(
                Code(CodeKind.STANDALONE, "url", 1), match.start(), match.end(), match.group()
            )
            text, position = [], match.end()
            run = position
        text.append(source[position:following])
        position = following
        if following < end:
            position, literal = literals[following]
            text.append(literal)
    if "".join(text):
        yield Piece("".join(text), run, end)


def _fields(source: str, marks: list[_Mark]) -> Iterable[Field]:
    """Give the texts for readers inside the constructs, in order."""
    for mark in marks:
        raw = source[mark.start : mark.end]
        if mark.name == "img" and raw.startswith("!["):
            label_end = _label_end(raw)
            if label_end > 2:
                yield Field(UnitKind.ALT_TEXT, mark.start + 2, mark.start + label_end)
        if mark.name == "fn" and raw.startswith("^["):
            yield Field(UnitKind.FOOTNOTE, mark.start + 2, mark.end - 1)
        is_link = mark.name == "a" and mark.kind is CodeKind.CLOSE and not mark.is_html
        if is_link or (mark.name == "img" and raw.startswith("![")):
            label_end = 0 if is_link else _label_end(raw)
            title = raw.startswith("](", label_end) and _LINK_TITLE.search(raw, label_end)
            if title:
                quoted = title.group().rstrip(") \t\n")
                start = mark.start + title.start() + 2
                yield Field(UnitKind.LABEL, start, start + len(quoted) - 3, quoted[1])
        attributes = _trailing_attributes(mark, raw)
        if attributes >= 0:
            for found in _TITLE_ATTRIBUTE.finditer(raw, attributes):
                kind = {"alt": UnitKind.ALT_TEXT, "cap": UnitKind.CAPTION}
                yield Field(
                    kind.get(found["name"].removeprefix("fig-"), UnitKind.LABEL),
                    mark.start + found.start("value"),
                    mark.start + found.end("value"),
                    found["quote"],
                )


def _label_end(image: str) -> int:
    """Give where the label of an *image* ends, whose brackets balance."""
    depth = 0
    position = 1
    while position < len(image):
        letter = image[position]
        if letter == "\\":
            position += 1
        depth += (letter == "[") - (letter == "]")
        if depth == 0:
            return position
        position += 1
    return -1


def _trailing_attributes(mark: _Mark, raw: str) -> int:
    """Give where in *raw* its attributes begin, or -1."""
    if not raw.endswith("}") or mark.name not in ("attr", "img", "a", "span"):
        return -1
    return next(
        (match.start() for match in ATTRIBUTES.finditer(raw) if match.end() == len(raw)), -1
    )

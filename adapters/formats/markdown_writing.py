# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Targets written as Markdown, so that text stays text and each code stays the code it was.

A target is written the lightest way first (few escapes, the source's own marks), then read back;
where that reading differs from the target, it is written again with more care: all of Markdown's
own letters escaped, then emphasis as HTML tags (a mark beside a letter is no emphasis by
CommonMark's flanking rules), then entities alone, then empty comments between codes that touch.
A target that no way can hold, such as a citation inside a link, is refused.

Leaves out: control characters, which no text format holds; they become U+FFFD, as CommonMark
(section 2.3) has it for NUL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from adapters.formats.markdown_blocks import Style
from adapters.formats.markdown_escaping import (
    CONTROL,
    Escape,
    careful,
    entities,
    escaped_run,
    light,
    quoted_string,
    start_escaped,
)
from adapters.formats.markdown_inline import Env, Piece, read_inline
from adapters.formats.markdown_slots import Slot
from adapters.formats.markdown_syntax import markdown_parser
from audarma.errors import UnwritableTargetError
from audarma.inline_code import (
    Code,
    CodeKind,
    Token,
    parse,
    plain_text,
    require_same_codes,
    standalone,
)
from audarma.model import UnitKind

# Spaces of text are NUL, which no file holds, until it is known where lines break.
_BREAK = re.compile(r"(?<![\s\0])\0(?![\s\0])")
# A line may begin with a word that can begin no block, after whatever markup is before it.
_MAY_BEGIN_LINE = re.compile(
    r"(?!\d+[.)](?:\s|$))[^\W_]|[\"'«„“‘(*_](?!\S*\)=)[^\W_]|\[(?!\^)|`(?!``)|—"
)
_UNWRITABLE = (
    "Markdown cannot hold this target; keep notes, citations and spans out of links, as the "
    "source does"
)
_PARTING = "<!-- -->"
_HTML_NAMES = frozenset({"em", "strong", "del"})


@dataclass(frozen=True, slots=True)
class _Way:
    """A way of writing: how text is escaped, whether codes have brackets, and if lines wrap.

    With brackets, emphasis and line breaks are HTML tags, and addresses stand between ``<>``.
    Parted, empty comments keep apart what would be read as one: two code spans, a citation and
    the word before it.
    """

    escaped: Escape
    has_brackets: bool = False
    wraps: bool = True
    is_parted: bool = False


_WAYS = (
    _Way(light),
    _Way(careful),
    _Way(light, has_brackets=True),
    _Way(careful, has_brackets=True),
    _Way(entities, has_brackets=True),
    _Way(entities, has_brackets=True, wraps=False),
    _Way(light, is_parted=True),
    _Way(careful, has_brackets=True, is_parted=True),
)


class Writer:
    """Writes the changed slots of one document; *width* is its lines', or 0 if unwrapped."""

    def __init__(self, targets: Mapping[str, str], env: Env, width: int, newline: str) -> None:
        self._targets = targets
        self._env = env
        self._width = width
        self._newline = newline
        self._unwritable: dict[str, str] = {}

    def edits(self, slot: Slot) -> Iterator[tuple[int, int, str]]:
        """Give what changes in the file for *slot*: start, end and the new text.

        A target that cannot be written leaves the source as it is, for ``require_all_written``.

        Raises:
            InlineCodeError: a target lacks a code of its unit.
        """
        target = self._changed(slot)
        if target is None:
            for child in slot.children:
                yield from self.edits(child)
            return
        block = slot.block
        end = block.offset(slot.end - 1) + 1 if slot.end > slot.start else block.offset(slot.end)
        yield block.offset(slot.start), end, self._written(slot, target)

    def require_all_written(self) -> None:
        """Check that every target could be written so far.

        Raises:
            UnwritableTargetError: some could not; names each one's unit.
        """
        if self._unwritable:
            lines = (
                f"{name}: {_UNWRITABLE} ({plain_text(target)[:40]!r} …)."
                for name, target in self._unwritable.items()
            )
            reasons = dict.fromkeys(self._unwritable.values(), _UNWRITABLE)
            raise UnwritableTargetError("\n".join(lines), reasons)

    def _changed(self, slot: Slot) -> str | None:
        """Give the slot's target where it has one that differs from its source."""
        if slot.unit is None:
            return None
        target = self._targets.get(slot.unit.id)
        if target is None or target == slot.unit.content:
            return None
        require_same_codes(slot.unit.content, target, slot.unit.id)
        return target

    def _written(self, slot: Slot, target: str) -> str:
        """Write *target*; its further lines get the block's prefix."""
        tokens = [
            CONTROL.sub("\ufffd", token) if isinstance(token, str) else token
            for token in parse(target)
        ]
        in_cell = slot.block.style is Style.CELL
        if slot.quote:
            text = "".join(token for token in tokens if isinstance(token, str))
            return quoted_string(text, slot.quote, in_cell)
        raws = {
            str(piece.token): self._raw(slot, piece)
            for piece in slot.pieces
            if isinstance(piece.token, Code)
        }
        is_paragraph = not slot.is_nested and slot.block.style in (Style.PARAGRAPH, Style.TERM)
        for way in _WAYS:
            kept = _parted(tokens, raws) if way.is_parted else tokens
            text = "".join(_runs(kept, raws, way, slot.block.style, is_paragraph))
            wraps = is_paragraph and way.wraps and slot.block.style is Style.PARAGRAPH
            text = _wrapped(text, self._width - len(slot.block.prefix) if wraps else 0)
            if _reading(text, slot, is_paragraph, self._env) == _canonical(kept):
                return text.replace("\n", self._newline + slot.block.prefix)
        assert slot.unit is not None
        self._unwritable[slot.unit.id] = target
        return slot.block.source[slot.start : slot.end]

    def _raw(self, slot: Slot, piece: Piece) -> str:
        """Give a code's own source, with the targets of what stands inside it."""
        raw, start = piece.raw, piece.start
        for child in reversed(slot.children):
            if not (piece.start <= child.start and child.end <= piece.end):
                continue
            text = self._nested(child)
            raw = raw[: child.start - start] + text + raw[child.end - start :]
        assert isinstance(piece.token, Code)
        if piece.token.name == "br" and "\n" in raw:
            return raw.rstrip()[:1] + "\n" if raw.startswith("\\") else "  \n"
        return raw.replace("\n", " ")

    def _nested(self, slot: Slot) -> str:
        """Give a slot inside a code as it is to be, changed or not."""
        target = self._changed(slot)
        if target is not None:
            return self._written(slot, target)
        text = slot.block.source[slot.start : slot.end]
        for child in reversed(slot.children):
            text = (
                text[: child.start - slot.start]
                + self._nested(child)
                + text[child.end - slot.start :]
            )
        return text


def _parted(tokens: Sequence[Token], raws: dict[str, str]) -> list[Token]:
    """Put an empty comment before each code that touches what stands before it."""
    parted: list[Token] = []
    for token in tokens:
        begins = isinstance(token, Code) and token.kind is not CodeKind.CLOSE
        if begins and parted and not str(parted[-1])[-1:].isspace():
            comment = standalone("html", len(raws) + len(tokens))
            raws[str(comment)] = _PARTING
            parted.append(comment)
        parted.append(token)
    return parted


def _runs(
    tokens: Sequence[Token], raws: Mapping[str, str], way: _Way, style: Style, starts_lines: bool
) -> Iterator[str]:
    """Give each token as it is written, the spaces of text as NUL."""
    switched = _to_switch(tokens, raws)
    for index, token in enumerate(tokens):
        if isinstance(token, Code):
            yield _code(token, raws[str(token)], way, token.number in switched)
            continue
        before, after = (_written_code(tokens, raws, at) for at in (index - 1, index + 1))
        begins, ends = before in ("", "\n"), after in ("", "\n")
        yield escaped_run(
            token, way.escaped, style, begins=begins, ends=ends, starts_line=starts_lines
        )


def _written_code(tokens: Sequence[Token], raws: Mapping[str, str], index: int) -> str:
    """Give "" at either end, a line feed for a line break, else the code's raw form."""
    if not 0 <= index < len(tokens):
        return ""
    raw = raws[str(tokens[index])]
    return "\n" if raw.endswith("\n") else raw


def _to_switch(tokens: Sequence[Token], raws: Mapping[str, str]) -> frozenset[int]:
    """Give the numbers of ``_`` emphasis that stands against a letter, where only ``*`` works."""
    numbers = set()
    for index, token in enumerate(tokens):
        if not isinstance(token, Code) or raws[str(token)].strip("_"):
            continue
        beside = index - 1 if token.kind is CodeKind.OPEN else index + 1
        neighbour = tokens[beside] if 0 <= beside < len(tokens) else ""
        if isinstance(neighbour, Code):
            continue
        edge = neighbour[-1:] if token.kind is CodeKind.OPEN else neighbour[:1]
        if edge.isalnum():
            numbers.add(token.number)
    return frozenset(numbers)


def _code(code: Code, raw: str, way: _Way, is_switched: bool) -> str:
    """Write a code as its source has it, or as an HTML tag of the same meaning."""
    if way.has_brackets and code.name in _HTML_NAMES:
        return f"</{code.name}>" if code.kind is CodeKind.CLOSE else f"<{code.name}>"
    if way.has_brackets and code.name == "br":
        return "<br />"
    if way.has_brackets and code.name == "url" and not raw.startswith("<"):
        return f"<{raw}>"
    if way.has_brackets and code.name == "cite" and re.match(r"@[^{]", raw):
        return f"@{{{raw[1:]}}}"
    return raw.replace("_", "*") if is_switched else raw


def _wrapped(text: str, width: int) -> str:
    """Break *text* into lines of up to *width* characters, or into none if that is 0 or less."""
    if width <= 0:
        return text.replace("\0", " ")
    lines: list[str] = []
    for paragraph_line in text.split("\n"):
        line = ""
        for word in _BREAK.split(paragraph_line):
            word = word.replace("\0", " ")
            if line and len(line) + 1 + len(word) > width and _MAY_BEGIN_LINE.match(word):
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return "\n".join(lines)


def _reading(
    text: str, slot: Slot, is_paragraph: bool, env: Env
) -> list[str | tuple[CodeKind, str, int]] | None:
    """Read what was written for *slot* back; None where it is no text of its kind."""
    parser = markdown_parser()
    if is_paragraph:
        blocks = parser.parse(text, {})
        if [block.type for block in blocks] != ["paragraph_open", "inline", "paragraph_close"]:
            return None
        text = blocks[1].content
    elif "\n" in text:
        return None
    elif slot.block.style is Style.LINE and not slot.is_nested:
        blocks = parser.parse(f"# {text}", {})
        if len(blocks) != 3 or blocks[1].content != text:
            return None
    elif slot.is_nested:
        assert slot.unit is not None
        around = f"^[{text}]" if slot.unit.kind is UnitKind.FOOTNOTE else f"![{text}](x)"
        pieces = read_inline(around, env).pieces
        # A bracket without its partner may find one in what stands around the code.
        bare = re.sub(r"\\.", "", text)
        if bare.count("[") != bare.count("]"):
            return None
        if len(pieces) != 1 or isinstance(pieces[0].token, str):
            return None
    return _canonical([piece.token for piece in read_inline(text, env).pieces])


def _canonical(tokens: Sequence[Token]) -> list[str | tuple[CodeKind, str, int]]:
    """Give tokens with text joined and codes numbered by their order, for comparison."""
    numbers: dict[int, int] = {}
    result: list[str | tuple[CodeKind, str, int]] = []
    for token in tokens:
        if isinstance(token, Code):
            number = numbers.setdefault(token.number, len(numbers) + 1)
            result.append((token.kind, token.name, number))
        elif result and isinstance(result[-1], str):
            result[-1] += token
        elif token:
            result.append(token)
    return result


def written_text(text: str) -> str:
    """Write literal *text* as one line of Markdown, with as few escapes as keep it text."""
    text = CONTROL.sub("\ufffd", " ".join(text.splitlines()))
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    core = text.strip()
    for way in _WAYS:
        written = start_escaped(way.escaped(core))
        if _canonical([piece.token for piece in read_inline(written, {}).pieces]) == [core]:
            return f"{lead}{written}{trail}"
    return f"{lead}{entities(core)}{trail}"

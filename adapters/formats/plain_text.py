# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plain text: paragraphs between blank lines, as Project Gutenberg and most authors write it.

A paragraph's lines are joined by spaces, and wrapped again to the file's width when its text
changes. Lines that were not filled (verse, tables of contents, addresses) stay lines: each is a
unit. A short paragraph in capitals, or one line that says "Chapter", is a heading.

Leaves out: markup of any kind, which is text here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from adapters.formats.text_bytes import TextFile, line_spans, read_text
from audarma.errors import MalformedDocumentError
from audarma.inline_code import (
    escape,
    has_text,
    plain_text,
    require_same_codes,
)
from audarma.model import Attribution, Document, Metadata, Unit, UnitKind
from audarma.ports import Adaptation, Targets

_CHAPTER = re.compile(
    r"(?:chapter|part|book|section|lesson|unit|appendix|preface|introduction|contents)\b"
    r"(?:\s+(?:\d+|[IVXLC]+)\b)?",
    re.IGNORECASE,
)
_FIELD = re.compile(r"(Title|Author|Language|Posting Date|Release Date|Publisher): +(.+)")
_LICENCE_WORDING = re.compile(
    r"licen[sc]ed under|under the terms of (?:this|the) [^.]{0,60}licen[sc]e|licen[sc]e:"
    r"|all rights reserved|creativecommons\.org/"
    r"|\bthis \w+ (?:\w+ )?(?:is|was) (?:placed |released )?in(?:to)? the public domain",
    re.IGNORECASE,
)
_HEADING_LENGTH = 60
_LEAST_WIDTH = 40
_DEFAULT_WIDTH = 72
_NARROW = 0.75
_SLACK = 0.9
_PROSE = 0.5
_MOST = 0.6
_BLANKS = " \t\v\f"
_SPACE = re.compile(r"[ \t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A unit and its span of the text; *indent* stands before each line but the first.

    *width* is what its lines are wrapped to, in characters, or 0 where it stays one line.
    """

    unit: Unit
    start: int
    end: int
    indent: str
    width: int


class PlainText:
    """Text files, read and written paragraph by paragraph."""

    name = "text"
    suffixes = frozenset({".txt", ".text"})
    media_types = frozenset({"text/plain"})

    def metadata(self, data: bytes) -> Metadata:
        """Read the fields that Project Gutenberg's header has, and a licence sentence.

        Raises:
            MalformedDocumentError: *data* is empty or no text.
        """
        file = _read(data, "document")
        fields: dict[str, str] = {}
        for match in _FIELD.finditer(file.text[:20_000]):
            fields.setdefault(match[1], match[2].strip())
        contents = [plain_text(place.unit.content) for place in _paragraphs(file)]
        statements = (text for text in contents if _LICENCE_WORDING.search(text))
        return Metadata(
            title=fields.get("Title", ""),
            creators=tuple(name for name in [fields.get("Author", "")] if name),
            licence_statements=tuple(dict.fromkeys(statements)),
            language=fields.get("Language", ""),
            published=fields.get("Release Date", fields.get("Posting Date", "")),
            publisher=fields.get("Publisher", ""),
        )

    def extract(self, data: bytes, path: str) -> Document:
        """Give the paragraphs of *data*.

        Raises:
            MalformedDocumentError: *data* is empty or no text.
        """
        file = _read(data, path)
        units = tuple(place.unit for place in _paragraphs(file))
        found = _FIELD.search(file.text[:20_000])
        title = found[2].strip() if found and found[1] == "Title" else ""
        headings = (plain_text(unit.content) for unit in units if unit.kind is UnitKind.HEADING)
        return Document(path, units, title or next(headings, ""))

    def merge(self, data: bytes, targets: Targets, adaptation: Adaptation | None) -> bytes:
        """Splice *targets* into *data*.

        Raises:
            InlineCodeError: a target has inline codes, of which plain text has none.
            MalformedDocumentError: *data* is empty or no text.
        """
        file = _read(data, "document")
        parts = []
        position = 0
        for place in _paragraphs(file):
            target = targets.get(place.unit.id)
            if target is None or target == place.unit.content:
                continue
            require_same_codes(place.unit.content, target, place.unit.id)
            lines = _lines(plain_text(target), place.indent, place.width)
            parts += [file.text[position : place.start], file.newline.join(lines)]
            position = place.end
        text = "".join((*parts, file.text[position:]))
        if adaptation is not None and adaptation.attribution is not None:
            text = _with_notice(text, adaptation.attribution, _width(text), file.newline)
        return data if text == file.text else file.encode(text)


def _read(data: bytes, path: str) -> TextFile:
    file = read_text(data, path)
    if not file.text.strip():
        raise MalformedDocumentError(
            f"{path}: is empty. Give a file that holds text to translate.", path
        )
    return file


def _paragraphs(file: TextFile) -> Iterator[_Paragraph]:
    """Give the units and their places, in order, each with the heading that it stands under."""
    text = file.text
    width = _width(text)
    number = 0
    heading: tuple[str, ...] = ()
    for spans in _blocks(text):
        lines = [text[start:end] for start, end in spans]
        own_width = width if len(lines) == 1 else max(len(line.rstrip()) for line in lines)
        joins = _joins(lines, width or _DEFAULT_WIDTH)
        is_wrapped = len(lines) == 1 or any(joins)
        for group in _grouped(spans, joins):
            literal = " ".join(text[start:end].strip(_BLANKS) for start, end in group)
            if not has_text(escape(literal)):
                continue
            number += 1
            if len(spans) == 1 and _is_heading(literal):
                unit = Unit(f"u{number}", UnitKind.HEADING, escape(literal))
                heading = (literal,)
            else:
                unit = Unit(f"u{number}", UnitKind.PARAGRAPH, escape(literal), heading)
            start = group[0][0] + _indentation(text, group[0])
            end = group[-1][0] + len(text[slice(*group[-1])].rstrip(_BLANKS))
            model = group[min(1, len(group) - 1)]
            indent = text[model[0] : model[0] + _indentation(text, model)]
            yield _Paragraph(unit, start, end, indent, own_width if is_wrapped else 0)


def _indentation(text: str, span: tuple[int, int]) -> int:
    line = text[slice(*span)]
    return len(line) - len(line.lstrip(_BLANKS))


def _blocks(text: str) -> Iterator[list[tuple[int, int]]]:
    """Give the spans of lines that stand together between blank lines."""
    block: list[tuple[int, int]] = []
    for start, end in line_spans(text):
        if text[start:end].strip():
            block.append((start, end))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _joins(lines: Sequence[str], width: int) -> list[bool]:
    """Say of each line but the last whether its sentence goes on in the next line.

    It does where the next word did not fit. In verse and lists that happens by chance, so that
    most lines must agree; those are narrower than the text around them, too, and each line
    begins with a capital. A small letter goes on with a sentence, however raggedly wrapped.
    """
    longest = max(len(line.rstrip()) for line in lines)
    letters = [next(filter(str.isalpha, line), "A") for line in lines]
    is_narrow = longest < width * _NARROW and all(map(str.isupper, letters))
    is_prose = longest >= width * _PROSE and any(map(str.islower, letters[1:]))
    least = longest * (_PROSE if is_prose else _SLACK)
    joins = [
        len(line.rstrip()) + 1 + len(following.split()[0]) > least
        for line, following in pairwise(lines)
    ]
    agree = not is_narrow and sum(joins) >= len(joins) * _MOST
    return joins if agree else [False] * len(joins)


def _grouped(
    spans: Sequence[tuple[int, int]], joins: Sequence[bool]
) -> Iterator[list[tuple[int, int]]]:
    """Give the lines' *spans* in groups, each of lines that join."""
    group = [spans[0]]
    for span, joined in zip(spans[1:], joins, strict=True):
        if joined:
            group.append(span)
        else:
            yield group
            group = [span]
    yield group


def _is_heading(text: str) -> bool:
    if len(text) > _HEADING_LENGTH:
        return False
    return text.isupper() or bool(_CHAPTER.match(text) and text[-1] not in ".,;:")


def _width(text: str) -> int:
    """Give the width in characters that *text* is wrapped to, or 0 where its lines are whole."""
    lengths = sorted(
        len(text[start:end].rstrip()) for spans in _blocks(text) for start, end in spans[:-1]
    )
    return max(_LEAST_WIDTH, lengths[int(len(lengths) * 0.95)]) if lengths else 0


def _lines(text: str, indent: str, width: int) -> list[str]:
    """Write *text* as lines of up to *width* characters, each but the first indented."""
    words = _SPACE.split(text.strip())
    lines = [""]
    for word in (_CONTROL.sub("\ufffd", word) for word in words):
        taken = len(lines[-1]) + (len(indent) if len(lines) == 1 else 0)
        if width and lines[-1] and taken + 1 + len(word) > width:
            lines.append(indent + word)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return lines


def _with_notice(text: str, attribution: Attribution, width: int, newline: str) -> str:
    """Put the warning at the start and the attribution at the end."""
    begin = [*_lines(attribution.warning, "", width), "", ""] if attribution.warning else []
    end = ["" if text.endswith(("\n", "\r")) else newline, attribution.heading, ""]
    for line in attribution.lines:
        end += [*_lines(line.text, "", width), ""]
    return newline.join(begin) + text + newline.join(end)

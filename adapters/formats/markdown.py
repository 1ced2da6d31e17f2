# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Markdown: CommonMark 0.31 with GFM, Pandoc, Quarto, Carpentries and MyST extensions.

Units are the texts of headings, paragraphs, list items, quotations, table cells, definitions,
footnotes, directive titles and captions, and inside them alt texts and link titles; in the
front matter, the keys that readers see. Everything else stays as it is, to the byte.

Leaves out: raw HTML blocks, text in code chunk options (``#| fig-cap``), titles of link
reference definitions and MyST's ``myst.yml``; all stay as they are. A heading's automatic
identifier changes with its text, as Markdown has it; where a link leads to it, it is written down
(``markdown_anchors``). Roles that name what they lead to by its text (MyST's ``{term}``) stay as
they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from adapters.formats.kept_readings import kept
from adapters.formats.markdown_anchors import Anchors, edits_after, edits_before, kept_headings
from adapters.formats.markdown_blocks import Block, Page, Style
from adapters.formats.markdown_companions import shown_by_markdown
from adapters.formats.markdown_front_matter import (
    FrontMatter,
    Value,
    new_front_matter,
    read_front_matter,
)
from adapters.formats.markdown_notice import notice, warning
from adapters.formats.markdown_slots import Slot, SlotReader
from adapters.formats.markdown_writing import Writer
from adapters.formats.text_bytes import TextFile, read_text
from audarma.errors import MalformedDocumentError
from audarma.inline_code import plain_text
from audarma.model import Document, Metadata, Unit, UnitKind
from audarma.ports import Adaptation, Targets

Edit = tuple[int, int, str]

_MEMORY = 20  # bytes that a character takes, read, as measured
_LICENCE_WORDING = re.compile(
    r"(?:licen[sc]ed|available|distributed|released|published|shared)\s+(?:\w+\s+){0,3}under"
    r"|all rights reserved|public domain|creative commons",
    re.IGNORECASE,
)
_LICENCE_ADDRESS = re.compile(
    r"https?://creativecommons\.org/(?:licenses|publicdomain)/[^\s)>\"'\]]+"
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A Markdown file, read."""

    file: TextFile
    page: Page
    front: FrontMatter | None
    front_slots: tuple[tuple[Value, tuple[Slot, ...]], ...]
    slots: tuple[Slot, ...]

    def units(self) -> Iterator[Unit]:
        """Give the units in reading order."""
        for slot in (*(slot for _, slots in self.front_slots for slot in slots), *self.slots):
            yield from (inner.unit for inner in slot.and_children() if inner.unit is not None)


class Markdown:
    """Markdown files, read and written in place."""

    name = "markdown"
    suffixes = frozenset({".md", ".markdown", ".qmd", ".rmd"})
    media_types = frozenset({"text/markdown"})

    def metadata(self, data: bytes) -> Metadata:
        """Read the front matter, the first heading, and a visible licence statement.

        Raises:
            MalformedDocumentError: *data* is no text, or its front matter no YAML or TOML.
        """
        reading = _read(data, "document")
        front = reading.front or FrontMatter({}, 0, 0)
        headings = (
            plain_text(unit.content)
            for unit in reading.units()
            if unit.kind in (UnitKind.TITLE, UnitKind.HEADING)
        )
        statements = (*front.texts("license", "licence", "copyright", "rights"), *_visible(reading))
        return Metadata(
            title="".join(front.texts("title")[:1]) or next(headings, ""),
            creators=front.texts("author", "authors", "creator"),
            source_url="".join(front.texts("source", "canonical-url", "url")[:1]),
            licence_statements=tuple(dict.fromkeys(statements)),
            language="".join(front.texts("lang", "language")[:1]),
            published="".join(front.texts("date", "published")[:1]),
            publisher="".join(front.texts("publisher")[:1]),
            description=" ".join("".join(front.texts("description", "abstract")[:1]).split()),
            rights_statement="".join(front.texts("copyright", "rights")[:1]),
        )

    def shown_files(self, data: bytes) -> Iterator[str]:
        """Give the addresses of the pictures in the text."""
        return shown_by_markdown(read_text(data, self.name).text)

    def extract(self, data: bytes, path: str) -> Document:
        """Give the units of *data*; a file without text has none.

        Raises:
            MalformedDocumentError: *data* is no text, or its front matter no YAML or TOML.
        """
        units = tuple(_read(data, path).units())
        titles = (
            plain_text(unit.content)
            for unit in units
            if unit.kind in (UnitKind.TITLE, UnitKind.HEADING)
        )
        return Document(path, units, next(titles, ""))

    def merge(self, data: bytes, targets: Targets, adaptation: Adaptation | None) -> bytes:
        """Splice *targets* into *data*.

        Raises:
            InlineCodeError: a target lacks a code of its unit.
            UnwritableTargetError: targets nest codes as Markdown cannot; every one is named.
            MalformedDocumentError: *data* is no text, or its front matter no YAML or TOML.
        """
        return self.merge_linked(data, targets, adaptation, Anchors())

    def merge_linked(
        self, data: bytes, targets: Targets, adaptation: Adaptation | None, anchors: Anchors
    ) -> bytes:
        """Splice *targets* into *data*; links to headings, and *anchors*, still lead there.

        Raises:
            InlineCodeError, UnwritableTargetError, MalformedDocumentError: as ``merge`` does.
        """
        reading = _read(data, "document")
        file = reading.file
        # Reading what is written adds to it, and the reading is kept for the next merge.
        env = deepcopy(reading.page.env)
        writer = Writer(targets, env, _width(reading.slots), file.newline)
        edits = [*_front_edits(reading, writer)]
        for slot in reading.slots:
            edits.extend(writer.edits(slot))
        writer.require_all_written()
        headings = kept_headings(reading.page, reading.slots, targets, anchors)
        edits.extend(edits_after(headings, reading.page))
        if adaptation is not None:
            edits.extend(_adaptation_edits(reading, adaptation))
        # In one place the front matter and the warning come first.
        edits.extend(edits_before(headings, reading.page, file.newline))
        return file.encode(_spliced(file.text, edits)) if edits else data


def _read(data: bytes, path: str) -> _Reading:
    file = read_text(data, path)
    try:
        return _reading(file)
    except MalformedDocumentError as error:
        raise MalformedDocumentError(f"{path}: {error.message}", path) from error


@kept(lambda reading: _MEMORY * len(reading.file.text))
def _reading(file: TextFile) -> _Reading:
    page = Page(file.text)
    front = read_front_matter(file.text)
    reader = SlotReader()
    front_slots = tuple(
        (value, _value_slots(kind, value, reader))
        for kind, value in (front.unit_values() if front else ())
    )
    slots = reader.slots(page, page.line_of(front.body_start) if front else 0)
    return _Reading(file, page, front, front_slots, slots)


def _value_slots(kind: UnitKind, value: Value, reader: SlotReader) -> tuple[Slot, ...]:
    """Give the slots of a front matter's value, one a paragraph."""
    return tuple(
        reader.slot(Block(kind, Style.LINE, ((0, re.sub(r"\s*\n\s*", " ", paragraph)),)), {})
        for paragraph in re.split(r"\n\s*\n", value.text.strip())
    )


def _front_edits(reading: _Reading, writer: Writer) -> Iterator[Edit]:
    for value, slots in reading.front_slots:
        paragraphs = [_spliced(slot.block.source, list(writer.edits(slot))) for slot in slots]
        if paragraphs != [slot.block.source for slot in slots]:
            assert reading.front is not None, "it holds the slots"
            text = "\n\n".join(paragraphs)
            yield value.start, value.end, reading.front.written(value, text)


def _adaptation_edits(reading: _Reading, adaptation: Adaptation) -> Iterator[Edit]:
    """Give the edits that state the language, and the attribution where there is one."""
    attribution, newline = adaptation.attribution, reading.file.newline
    text = reading.file.text
    if reading.front is not None:
        yield from reading.front.edits(adaptation.locale, attribution, newline)
    elif attribution is not None:
        yield 0, 0, new_front_matter(adaptation.locale, attribution, newline)
    if attribution is None:
        return
    if attribution.warning:
        at, before, after = _warning_place(reading)
        yield at, at, before + warning(attribution, newline) + after
    end = "" if text.endswith(("\n", "\r")) or not text else newline
    yield len(text), len(text), end + notice(attribution, newline)


def _warning_place(reading: _Reading) -> tuple[int, str, str]:
    """Give where the warning goes, and the blank lines around it."""
    newline = reading.file.newline
    body = reading.front.body_start if reading.front else 0
    first = next((slot.block for slot in reading.slots), None)
    if (
        first is None
        or not first.level
        or reading.file.text[body : first.offset(0)].strip("# \t\r\n")
    ):
        return body, newline if reading.front else "", newline
    line = reading.page.line_of(first.offset(len(first.source)))
    if first.style is Style.TERM:
        line += 1
    lines = reading.page.spans
    if line + 1 < len(lines):
        return lines[line + 1][0], newline, newline if reading.page.lines[line + 1].strip() else ""
    return lines[line][1], newline * 2, ""


def _visible(reading: _Reading) -> Iterator[str]:
    """Give the sentences in the text that state a licence, each with its address."""
    for slot in reading.slots:
        if slot.unit is None or not _LICENCE_WORDING.search(text := plain_text(slot.unit.content)):
            continue
        addresses = _LICENCE_ADDRESS.findall(" ".join(slot.unit.code_hints.values()))
        yield from addresses
        yield text


def _width(slots: tuple[Slot, ...]) -> int:
    """Give the width that the file's paragraphs are wrapped to, in characters, or 0."""
    paragraphs = [slot.block for slot in slots if slot.block.style is Style.PARAGRAPH]
    wrapped = [block for block in paragraphs if len(block.lines) > 1]
    if not wrapped:
        return 0
    widths = sorted(
        len(block.prefix) + len(line) for block in wrapped for _, line in block.lines[:-1]
    )
    width = widths[int(len(widths) * 0.95)]
    long_lines = sum(len(block.lines) == 1 and len(block.source) > width for block in paragraphs)
    return width if len(wrapped) >= long_lines else 0


def _spliced(text: str, edits: list[Edit]) -> str:
    """Put each edit's text in the place of its span of *text*; insertions keep their order."""
    parts = []
    position = 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        parts += [text[position:start], new]
        position = end
    return "".join((*parts, text[position:]))

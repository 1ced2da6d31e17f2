# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Links to headings, kept: the identifier that a tool makes of a heading goes with its text.

Where a link leads to a heading by such an identifier, and the heading's target would no longer
give it, the identifier is written down, as the dialect has it (``markdown_dialects``). Headings
that no link leads to stay as they are; so do those whose text stays.

Leaves out: Pandoc's implicit header references (``[Getting started]``) and links by titles (the
autosectionlabel of Sphinx, wiki links), which name a heading by its text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Protocol, runtime_checkable
from urllib.parse import unquote

from adapters.formats.markdown_blocks import Page, Style
from adapters.formats.markdown_dialects import Dialect, Means, dialect_of_text
from adapters.formats.markdown_slots import Slot
from adapters.formats.site_links import markdown_links
from audarma.inline_code import Code, CodeKind, Token, parse
from audarma.ports import Adaptation, Targets

Edit = tuple[int, int, str]

_WRITTEN = re.compile(
    r"<[^<>]*\s(?:id|name)\s*=\s*[\"']?([^\s\"'<>]+)|\{[^{}\n]*#([\w.:-]+)|^\(([^()\n]+)\)=",
    re.MULTILINE,
)
_TAG = re.compile(r"<[^<>]*>")
_ROLE = re.compile(r"\{[^{}]*\}`+([^`<]*)")


@dataclass(frozen=True, slots=True)
class Anchors:
    """The identifiers by which other pages link into a page, and the page's dialect if known."""

    wanted: frozenset[str] = frozenset()
    dialect: Dialect | None = None


@runtime_checkable
class LinkedPages(Protocol):
    """A document format whose documents other documents link into."""

    def merge_linked(
        self, data: bytes, targets: Targets, adaptation: Adaptation | None, anchors: Anchors
    ) -> bytes:
        """Merge as ``DocumentFormat.merge`` does, and keep *anchors*."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A heading whose *identifier* is to be written."""

    slot: Slot
    identifier: str
    means: Means


def fragments_within(text: str) -> Iterator[str]:
    """Give the identifiers that links in Markdown lead to on their own page."""
    for address in markdown_links(text):
        if address.startswith("#") and len(address) > 1:
            yield unquote(address[1:])


def kept_headings(
    page: Page, slots: Iterable[Slot], targets: Targets, anchors: Anchors
) -> list[Kept]:
    """Give the headings that links lead to and that would lose their identifiers by *targets*."""
    headings = [slot for slot in slots if slot.block.level]
    if not any(_target(slot, targets) for slot in headings):
        return []
    written = {next(filter(None, match.groups())) for match in _WRITTEN.finditer(page.text)}
    left = {*anchors.wanted, *fragments_within(page.text)} - written
    if not left:
        return []
    # A heading with an identifier of its own is made none.
    headings = [slot for slot in headings if "#" not in _attributes(slot)]
    before = [_shown([piece.token for piece in slot.pieces], _raws(slot)) for slot in headings]
    after = [
        _shown(parse(target), _raws(slot)) if (target := _target(slot, targets)) else text
        for slot, text in zip(headings, before, strict=True)
    ]
    dialect = anchors.dialect or dialect_of_text(page.text)
    found: dict[int, Kept] = {}
    for rule in dialect.rules:
        for at, (old, new) in enumerate(zip(rule(before), rule(after), strict=True)):
            if old not in left:
                continue
            left.discard(old)
            if old != new and at not in found:
                found[at] = Kept(headings[at], old, dialect.means_for(old))
    return [found[at] for at in sorted(found)]


def edits_after(kept: Iterable[Kept], page: Page) -> Iterator[Edit]:
    """Give the edits that write identifiers behind their headings; closing hashes give way."""
    for heading in kept:
        if heading.means is not Means.ATTRIBUTE:
            continue
        block = heading.slot.block
        end = block.offset(len(block.source))
        attributes = _attributes(heading.slot)
        if attributes:
            at = end - len(attributes) + (2 if attributes.startswith("{:") else 1)
            yield at, at, f"#{heading.identifier} "
            continue
        line_end = page.spans[page.line_of(end)][1] if block.style is Style.LINE else end
        yield end, line_end, f" {{#{heading.identifier}}}"


def edits_before(kept: Iterable[Kept], page: Page, newline: str) -> Iterator[Edit]:
    """Give the edits that write identifiers on lines of their own before their headings."""
    for heading in kept:
        if heading.means is Means.ATTRIBUTE:
            continue
        line, at = _beginning(heading.slot, page)
        lead = page.text[page.spans[line][0] : at]
        margin = "".join(letter if letter in ">\t" else " " for letter in lead)
        if heading.means is Means.LABEL:
            yield at, at, f"({heading.identifier})={newline}{margin}"
            continue
        # The tag is a paragraph of its own, so that it is no part of the one before it.
        above = page.lines[line - 1] if line and margin == lead else ""
        gap = f"{newline}{margin}" if above.strip("> \t") else ""
        tag = f'<a id="{escape(heading.identifier)}"></a>'
        yield at, at, f"{gap}{tag}{newline}{margin.rstrip()}{newline}{margin}"


def _target(slot: Slot, targets: Targets) -> str:
    """Give a heading's target; empty where its text stays."""
    target = targets.get(slot.unit.id, "") if slot.unit is not None else ""
    return target if slot.unit is not None and target != slot.unit.content else ""


def _attributes(slot: Slot) -> str:
    """Give the attribute list at the end of a heading, or nothing."""
    rest = slot.block.source[slot.end :].strip(" \t")
    return rest if rest.startswith("{") else ""


def _beginning(slot: Slot, page: Page) -> tuple[int, int]:
    """Give the line that a heading begins in, and where: at its hashes, or at its text."""
    first = slot.block.lines[0][0]
    line = page.line_of(first)
    if slot.block.style is not Style.LINE:
        return line, first
    start = page.spans[line][0]
    return line, start + len(page.text[start:first].rstrip(" \t").rstrip("#"))


def _raws(slot: Slot) -> Mapping[str, str]:
    return {str(piece.token): piece.raw for piece in slot.pieces}


def _shown(tokens: Iterable[Token], raws: Mapping[str, str]) -> str:
    """Give the text that a heading shows, which identifiers are made of."""
    return "".join(
        token if isinstance(token, str) else _shown_code(token, raws.get(str(token), ""))
        for token in tokens
    ).strip()


def _shown_code(code: Code, raw: str) -> str:
    if code.kind is not CodeKind.STANDALONE:
        return ""
    if code.name == "code":
        return raw.strip("`").strip()
    if code.name == "math":
        return raw.strip("$")
    if code.name == "url":
        return raw.strip("<>")
    if code.name == "role":
        role = _ROLE.match(raw)
        return role[1] if role else ""
    return _TAG.sub("", raw) if raw.startswith("<") else ""

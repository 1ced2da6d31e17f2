# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTML and XHTML pages, also as inner parts of EPUBs and cartridges.

Follows the HTML standard (WHATWG) for HTML as browsers read it, XML 1.0 for XHTML that is
well-formed. A page is cut into parts whose join is the page; targets are spliced into them, and
all other bytes stay. Beautiful Soup reads the metadata (``html_metadata``); units are found
without a tree (``html_units``), because a tree forgets where its text stood. Leaves out: what
scripts draw; the old text of a page's own JSON-LD.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from adapters.formats.html_adapt import insert_notice, landmarks, language_edits
from adapters.formats.html_companions import shown_by_html
from adapters.formats.html_encoding import read_page
from adapters.formats.html_inline import Item, protected_text, visible_text
from adapters.formats.html_inline import Role as ItemRole
from adapters.formats.html_metadata import read_metadata
from adapters.formats.html_splice import splice
from adapters.formats.html_text import collapse
from adapters.formats.html_tokens import cut, read_attributes
from adapters.formats.html_units import Found, Walked, walk
from audarma.errors import InlineCodeError
from audarma.inline_code import require_same_codes
from audarma.model import Document, Metadata, Unit, UnitKind
from audarma.ports import Adaptation, Targets

_LONGEST_HINT = 60  # characters


class HtmlPage:
    """One HTML or XHTML page; meets ``audarma.ports.DocumentFormat``."""

    name = "html"
    suffixes = frozenset({".html", ".htm", ".xhtml", ".xht"})
    media_types = frozenset({"text/html", "application/xhtml+xml"})

    def metadata(self, data: bytes) -> Metadata:
        """Read what the page says of itself: meta, link, RDFa, microdata, JSON-LD, notices.

        Raises:
            MalformedDocumentError: *data* is empty, binary, or not in the encoding it declares.
        """
        page = read_page(data, self.name)
        return read_metadata(page)

    def shown_files(self, data: bytes) -> Iterator[str]:
        """Give the addresses of the files that the page embeds."""
        return shown_by_html(read_page(data, self.name).text)

    def extract(self, data: bytes, path: str) -> Document:
        """Give the units of *data* in reading order, as the document named *path*.

        Raises:
            MalformedDocumentError: *data* is empty, binary, or not in the encoding it declares.
        """
        page = read_page(data, path)
        parts = cut(page.text, page.is_xml)
        walked = walk(parts, page.is_xml)
        units = tuple(
            Unit(
                id=f"u{number}",
                kind=found.kind,
                content=found.run.content,
                title_path=found.title_path,
                code_hints=_hints(found, parts) if found.run.codes else {},
            )
            for number, found in enumerate(walked.units, 1)
        )
        return Document(path, units, _title(walked, parts))

    def merge(self, data: bytes, targets: Targets, adaptation: Adaptation | None) -> bytes:
        """Splice *targets* into *data*; an empty target leaves its unit as it is.

        Raises:
            InlineCodeError: names every unit whose target does not hold its codes, and why.
        """
        page = read_page(data, self.name)
        parts = cut(page.text, page.is_xml)
        walked = walk(parts, page.is_xml)
        changed = _changed(walked, targets)
        if adaptation is None:
            splice(changed, defaultdict(list), parts, page)
            return page.encode("".join(parts))
        edits = language_edits(parts, walked, page, adaptation.locale)
        places = landmarks(parts, walked, page)
        splice(changed, edits, parts, page)
        if adaptation.attribution:
            insert_notice(parts, places, page, adaptation.attribution)
        return page.encode("".join(parts))


def _changed(walked: Walked, targets: Targets) -> list[tuple[Found, str]]:
    """Choose the units with a target of their own, each checked."""
    changed: list[tuple[Found, str]] = []
    faults: list[InlineCodeError] = []
    for number, found in enumerate(walked.units, 1):
        target = targets.get(f"u{number}")
        source = found.run.content
        if not target or target == source:
            continue
        if found.run.codes or "<" in target:
            try:
                require_same_codes(source, target, f"u{number}")
            except InlineCodeError as fault:
                faults.append(fault)
        changed.append((found, target))
    if len(faults) > 1:
        raise InlineCodeError("\n".join(map(str, faults)), *(f.args[1] for f in faults))
    if faults:
        raise faults[0]
    return changed


def _title(walked: Walked, parts: list[str]) -> str:
    """Give the page's title, or else its first heading."""
    for kind in (UnitKind.TITLE, UnitKind.HEADING):
        for found in walked.units:
            if found.kind is kind and not found.attribute:
                return visible_text(found.run, parts)
    return ""


def _hints(found: Found, parts: list[str]) -> dict[str, str]:
    """Say what the codes of a unit stand for, as far as a reviewer gains by it."""
    hints: dict[str, str] = {}
    for form, item in found.run.codes.items():
        if item.role is ItemRole.CLOSE:
            continue
        if found.attribute:
            hint = parts[item.first][item.start : item.end]
        else:
            hint = _said(item, parts) or protected_text(item, parts)
        if hint:
            is_long = len(hint) > _LONGEST_HINT
            hints[form] = f"{hint[: _LONGEST_HINT - 1]}…" if is_long else hint
    return hints


def _said(item: Item, parts: list[str]) -> str:
    """Give what the tags of a code say of it: a link's address, an image's or formula's text."""
    keys = ("href",) if item.role is ItemRole.OPEN else ("alttext", "alt", "href", "src", "title")
    last = item.first if item.role is ItemRole.WORD else item.last
    for place in range(item.first | 1, last + 1, 2):
        values = {a.name: a.value for a in read_attributes(parts[place])}
        for key in keys:
            if values.get(key):
                return collapse(values[key])
    return ""

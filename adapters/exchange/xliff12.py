# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""XLIFF 1.2 as the reviewers' file (OASIS standard of 2008), for tools that know no XLIFF 2.

A segment is a ``<trans-unit>``; its codes are ``g``, ``x``, and ``it`` for a half whose partner
another segment holds. ``ctype`` names a code. A draft is ``needs-review-translation``, which an
approval raises. A memory's match is an ``alt-trans``; what else a reviewer should know is notes.

Leaves out: reading, which is in ``xliff_reading``.
"""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from adapters.exchange.xliff_markup import XML_SPACE, fill, lay_out, xml_text
from adapters.exchange.xliff_reading import OURS, read_xliff_review
from audarma.atomic_file import replacing
from audarma.inline_code import Code, CodeKind
from audarma.model import SOURCE_LOCALE
from audarma.review_file import ReviewEntry, ReviewFile

_CORE = "urn:oasis:names:tc:xliff:document:1.2"
_ROOT = f'<xliff xmlns="{_CORE}" version="1.2"/>'


class Xliff12Review:
    """Review files in XLIFF 1.2."""

    suffix = ".xliff"

    def write(self, file: ReviewFile, path: Path) -> None:
        """Write *file* to *path*, whole or not at all."""
        root = etree.fromstring(_ROOT)
        holder = _core(
            root,
            "file",
            {
                "original": xml_text(file.document_path),
                "source-language": SOURCE_LOCALE,
                "target-language": file.locale,
                "datatype": "x-audarma",
                "tool-id": OURS,
            },
        )
        header = _core(holder, "header", {})
        _core(header, "tool", {"tool-id": OURS, "tool-name": "Audarma"})
        for name, value in (("resource", file.resource_id), ("source-sha256", file.source_digest)):
            if value:
                _core(header, "note", {"from": f"{OURS}:{name}"}).text = xml_text(value)
        body = _core(holder, "body", {})
        for entry in file.entries:
            _unit(body, entry)
        lay_out(root)
        with replacing(path) as stream:
            stream.write(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
            stream.write(b"\n")

    def read(self, path: Path) -> ReviewFile:
        """Read *path*, taking what can be taken; what cannot is in the file's ``faults``."""
        return read_xliff_review(path)


def _core(parent: etree._Element, name: str, attributes: dict[str, str]) -> etree._Element:
    return etree.SubElement(parent, f"{{{_CORE}}}{name}", attributes)


def _unit(body: etree._Element, entry: ReviewEntry) -> None:
    is_approved = bool(entry.target) and not entry.needs_review
    name = xml_text(entry.context)
    unit = _core(body, "trans-unit", {"id": name, "resname": name, XML_SPACE: "preserve"})
    unit.set("approved", "yes" if is_approved else "no")
    fill(_core(unit, "source", {}), entry.source, _make)
    if entry.target:
        target = _core(unit, "target", {"state": _state(entry)})
        fill(target, entry.target, _make)
    for text in entry.notes:
        kind = text.split(maxsplit=1)[0].rstrip(":").lower()
        _core(unit, "note", {"from": f"{OURS}:{kind}"}).text = xml_text(text)
    if entry.previous_source:
        note = _core(unit, "note", {"from": f"{OURS}:previous", "annotates": "source"})
        note.text = xml_text(entry.previous_source)
    if entry.comment:
        _core(unit, "note", {"from": "comment"}).text = xml_text(entry.comment)
    if entry.match:
        score = f"{min(entry.match.score_percent, 100)}%"
        other = _core(unit, "alt-trans", {"match-quality": score})
        if entry.match.origin:
            other.set("origin", xml_text(entry.match.origin))
        fill(_core(other, "source", {}), entry.match.source, _make)
        fill(_core(other, "target", {}), entry.match.target, _make)


def _state(entry: ReviewEntry) -> str:
    if entry.needs_review:
        return "needs-review-translation"
    return "final" if entry.is_final else "signed-off"


def _make(parent: etree._Element, code: Code, is_pair: bool) -> etree._Element:
    attributes = {"id": str(code.number), "ctype": f"x-{code.name}"}
    if is_pair:
        return _core(parent, "g", attributes)
    if code.kind is CodeKind.STANDALONE:
        return _core(parent, "x", {**attributes, "equiv-text": str(code)})
    position = "open" if code.kind is CodeKind.OPEN else "close"
    half = _core(parent, "it", {**attributes, "pos": position})
    half.text = str(code)
    return half

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""XLIFF 2 as the reviewers' file: OASIS XLIFF 2.1, written as version 2.0, which more tools read.

A segment is a ``<unit>`` whose ``name`` is the segment's; its codes are ``pc``, ``ph``, and ``sc``
and ``ec`` for halves, and ``originalData`` holds each one's written form. What the file belongs to
stands in the Metadata module (section 5.6), a memory's match in the Translation Candidates module
(5.1), all else that a reviewer should know in notes.

Leaves out: reading, which is in ``xliff_reading``.
"""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from adapters.exchange.xliff_markup import XML_SPACE, fill, lay_out, xml_text
from adapters.exchange.xliff_reading import OURS, read_xliff_review
from audarma.atomic_file import replacing
from audarma.inline_code import Code, CodeKind, closing
from audarma.model import SOURCE_LOCALE, Match, State
from audarma.review_file import ReviewEntry, ReviewFile

_CORE = "urn:oasis:names:tc:xliff:document:2.0"
_MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
_METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
_ROOT = f'<xliff xmlns="{_CORE}" xmlns:mtc="{_MATCHES}" xmlns:mda="{_METADATA}" version="2.0"/>'
_SEGMENT = "s1"
# Values of "type" that XLIFF 2 knows (section 4.3.1.39), by the names of codes.
_TYPES = {"a": "link", "link": "link", "img": "image", "image": "image", "q": "quote"}
_FORMATS = frozenset(["b", "i", "u", "s", "em", "strong", "sub", "sup", "code", "small", "br"])


class Xliff2Review:
    """Review files in XLIFF 2."""

    suffix = ".xlf"

    def write(self, file: ReviewFile, path: Path) -> None:
        """Write *file* to *path*, whole or not at all."""
        root = etree.fromstring(_ROOT)
        root.set("srcLang", SOURCE_LOCALE)
        root.set("trgLang", file.locale)
        body = _core(root, "file", id="f1", canResegment="no")
        body.set("original", xml_text(file.document_path))
        _metadata(body, file)
        for number, entry in enumerate(file.entries, 1):
            _unit(body, entry, f"u{number}")
        lay_out(root)
        with replacing(path) as stream:
            stream.write(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
            stream.write(b"\n")

    def read(self, path: Path) -> ReviewFile:
        """Read *path*, taking what can be taken; what cannot is in the file's ``faults``."""
        return read_xliff_review(path)


def _core(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_CORE}}}{tag}", attributes)


def _metadata(body: etree._Element, file: ReviewFile) -> None:
    holder = etree.SubElement(body, f"{{{_METADATA}}}metadata")
    group = etree.SubElement(holder, f"{{{_METADATA}}}metaGroup", category=OURS)
    for name, value in (("resource", file.resource_id), ("source-sha256", file.source_digest)):
        if value:
            etree.SubElement(group, f"{{{_METADATA}}}meta", type=name).text = xml_text(value)


def _unit(body: etree._Element, entry: ReviewEntry, identifier: str) -> None:
    unit = _core(body, "unit", id=identifier, name=xml_text(entry.context))
    unit.set(XML_SPACE, "preserve")
    if entry.match:
        holder = etree.SubElement(unit, f"{{{_MATCHES}}}matches")
        _match(holder, entry.match)
    _notes(unit, entry)
    segment = etree.Element(f"{{{_CORE}}}segment", id=_SEGMENT, state=_state(entry).value)
    data: dict[str, str] = {}
    _fill(_core(segment, "source"), entry.source, data)
    if entry.target:
        _fill(_core(segment, "target"), entry.target, data)
    _original_data(unit, data)
    unit.append(segment)


def _state(entry: ReviewEntry) -> State:
    if not entry.target:
        return State.INITIAL
    if entry.needs_review:
        return State.TRANSLATED
    return State.FINAL if entry.is_final else State.REVIEWED


def _match(holder: etree._Element, match: Match) -> None:
    score = f"{min(match.score_percent, 100)}.0"
    element = etree.SubElement(
        holder,
        f"{{{_MATCHES}}}match",
        ref=f"#{_SEGMENT}",
        type="tm",
        similarity=score,
        matchQuality=score,
    )
    if match.origin:
        element.set("origin", xml_text(match.origin))
    data: dict[str, str] = {}
    source, target = (etree.Element(f"{{{_CORE}}}{name}") for name in ("source", "target"))
    _fill(source, match.source, data)
    _fill(target, match.target, data)
    _original_data(element, data)
    element.extend((source, target))


def _notes(unit: etree._Element, entry: ReviewEntry) -> None:
    notes = _core(unit, "notes")
    for number, text in enumerate(entry.notes, 1):
        kind = text.split(maxsplit=1)[0].rstrip(":").lower()
        note = _core(notes, "note", id=f"n{number}", category=f"{OURS}:{kind}")
        note.text = xml_text(text)
        if kind == "check":
            note.set("appliesTo", "target")
    if entry.previous_source:
        note = _core(notes, "note", category=f"{OURS}:previous", appliesTo="source")
        note.text = xml_text(entry.previous_source)
    if entry.comment:
        _core(notes, "note", category="comment").text = xml_text(entry.comment)
    if not len(notes):
        unit.remove(notes)


def _original_data(holder: etree._Element, data: dict[str, str]) -> None:
    if data:
        original = _core(holder, "originalData")
        for form, identifier in data.items():
            _core(original, "data", id=identifier).text = form


def _fill(element: etree._Element, content: str, data: dict[str, str]) -> None:
    """Write *content*; *data* gathers the written forms of its codes, each with an identifier."""

    def reference(code: Code) -> str:
        return data.setdefault(str(code), f"d{len(data) + 1}")

    def make(parent: etree._Element, code: Code, is_pair: bool) -> etree._Element:
        number = str(code.number)
        kind = _kind(code.name)
        if is_pair:
            end = closing(code.name, code.number)
            return _core(
                parent,
                "pc",
                id=number,
                dataRefStart=reference(code),
                dataRefEnd=reference(end),
                canCopy="no",
                canDelete="no",
                **kind,
            )
        if code.kind is CodeKind.STANDALONE:
            name, marks = "ph", {}
        elif code.kind is CodeKind.OPEN:
            name, marks = "sc", {"isolated": "yes"}
        else:
            # Both halves of a pair may stand in one segment, the closing one first.
            name, number, marks = "ec", f"e{number}", {"isolated": "yes"}
        return _core(
            parent,
            name,
            id=number,
            dataRef=reference(code),
            canCopy="no",
            canDelete="no",
            **marks,
            **kind,
        )

    fill(element, content, make)


def _kind(name: str) -> dict[str, str]:
    kind = "fmt" if name in _FORMATS else _TYPES.get(name)
    return {"type": kind} if kind else {}

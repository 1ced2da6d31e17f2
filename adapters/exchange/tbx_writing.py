# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A termbase as TBX-Basic of ISO 30042:2008 (``martif``), which more tools read than the later one.

A concept is an English term, its part of speech and its domain; its targets follow, each with its
status, its note, and its origin as ``source``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from lxml import etree

from adapters.exchange.xliff_markup import xml_text
from audarma.atomic_file import replacing
from audarma.glossary import concept_key
from audarma.model import SOURCE_LOCALE, TermEntry, TermStatus

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DOCTYPE = '<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">'
_STATUSES = {
    TermStatus.PREFERRED: "preferredTerm-admn-sts",
    TermStatus.ADMITTED: "admittedTerm-admn-sts",
    TermStatus.FORBIDDEN: "deprecatedTerm-admn-sts",
}
_PARTS = {"name": "properNoun", "abbreviation": "acronym"}


def write_tbx(path: Path, entries: Sequence[TermEntry], locale: str) -> None:
    """Write *entries* for *locale* to *path*, whole or not at all."""
    root = etree.Element("martif", {"type": "TBX-Basic", _XML_LANG: SOURCE_LOCALE})
    description = etree.SubElement(etree.SubElement(root, "martifHeader"), "fileDesc")
    title = etree.SubElement(etree.SubElement(description, "titleStmt"), "title")
    title.text = f"Termbase, {SOURCE_LOCALE} to {locale}"
    source = etree.SubElement(etree.SubElement(description, "sourceDesc"), "p")
    source.text = "Written by Audarma."
    body = etree.SubElement(etree.SubElement(root, "text"), "body")
    ordered = sorted(entries, key=concept_key)
    for number, (_key, group) in enumerate(groupby(ordered, key=concept_key), 1):
        _concept(body, f"c{number}", list(group), locale)
    etree.indent(root)
    with replacing(path) as stream:
        stream.write(
            etree.tostring(root, xml_declaration=True, encoding="UTF-8", doctype=_DOCTYPE) + b"\n"
        )


def _concept(
    body: etree._Element, identifier: str, entries: Sequence[TermEntry], locale: str
) -> None:
    concept = etree.SubElement(body, "termEntry", id=identifier)
    first = entries[0]
    if first.domain:
        etree.SubElement(concept, "descrip", type="subjectField").text = xml_text(first.domain)
    _part(_term(concept, SOURCE_LOCALE, first.source_term), first.part_of_speech)
    for entry in entries:
        term = _term(concept, locale, entry.target_term)
        _part(term, entry.part_of_speech)
        status = etree.SubElement(term, "termNote", type="administrativeStatus")
        status.text = _STATUSES[entry.status]
        if entry.origin:
            etree.SubElement(term, "admin", type="source").text = xml_text(entry.origin)
        if entry.note:
            etree.SubElement(term, "note").text = xml_text(entry.note)


def _term(concept: etree._Element, locale: str, text: str) -> etree._Element:
    """Add a term to the concept's section for *locale*, which is made where there is none."""
    section = concept.find(f"langSet[@{_XML_LANG}='{locale}']")
    if section is None:
        section = etree.SubElement(concept, "langSet", {_XML_LANG: locale})
    term = etree.SubElement(section, "tig")
    etree.SubElement(term, "term").text = xml_text(text)
    return term


def _part(term: etree._Element, part_of_speech: str) -> None:
    if part_of_speech:
        note = etree.SubElement(term, "termNote", type="partOfSpeech")
        note.text = _PARTS.get(part_of_speech, part_of_speech)

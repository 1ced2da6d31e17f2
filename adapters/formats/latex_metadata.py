# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""What a LaTeX file says of itself: title page, PDF properties, licence wording.

A licence is read where readers see it, in the options of doclicense and hyperxmp, and in comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from adapters.formats.latex_arguments import Arguments
from adapters.formats.latex_document import LatexFile
from adapters.formats.latex_tokens import Kind
from adapters.formats.latex_units import Reader
from audarma.inline_code import plain_text
from audarma.model import Metadata, UnitKind

_WORDING = re.compile(
    r"(?:licen[sc]ed|available|distributed|released|published|shared)\s+(?:\w+\s+){0,3}under"
    r"|licen[sc]e\s*:|all rights reserved|public domain|creative commons",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\W*(?:SPDX-)?licen[sc]e(?:-Identifier)?\s*:\s*", re.IGNORECASE)
_ADDRESS = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(?:licenses|publicdomain)/[\w./-]*[\w/]"
)
_RIGHTS = re.compile(r"©|\bcopyright\b.{0,20}\d{4}", re.IGNORECASE)
_PROPERTY = re.compile(
    r"\b(?P<key>pdfauthor|pdflicenseurl|pdfcopyright|pdfurl|pdfsubject|pdflang|baseurl)"
    r"\s*=\s*(?:\{(?P<braced>[^{}]*)\}|(?P<bare>[^{},\]\s]+))"
)
_DOCLICENSE = re.compile(
    r"\\(?:usepackage|RequirePackage)\s*\[(?P<options>[^]]*)\]\s*\{doclicense\}|\\doclicenseSet"
)
_CC_OPTION = re.compile(r"\b(modifier|version)\s*=\s*\{?([\w.-]+)")
_ENGLISH = re.compile(
    r"\\usepackage\s*\[[^]]*\b(?:english|american|british|USenglish|UKenglish)\b[^]]*\]\s*\{babel\}"
    r"|\\set(?:default|main)language\s*(?:\[[^]]*\])?\s*\{english\}"
)
_COMMENT_MARKS = re.compile(r"^[%\s]+|\s+$")


def latex_metadata(file: LatexFile) -> Metadata:
    """Read what *file* says."""
    properties = dict(_properties(file))
    creators = tuple(_authors(file)) or tuple(filter(None, [properties.get("pdfauthor", "")]))
    statements = (
        *_visible(file),
        *(properties[key] for key in ("pdflicenseurl", "pdfcopyright") if key in properties),
        *_doclicense(file.text),
        *_comments(file),
    )
    return Metadata(
        title=_title(file),
        creators=creators,
        source_url=properties.get("pdfurl", properties.get("baseurl", "")),
        licence_statements=tuple(dict.fromkeys(statements)),
        language=properties.get("pdflang", "en" if _ENGLISH.search(file.text) else ""),
        published=_date(file),
        description=properties.get("pdfsubject", ""),
        rights_statement=next(_rights(file), ""),
    )


def joined(found: Iterable[Metadata]) -> Metadata:
    """Join what the files of one document say, the first first; all their licences count."""
    said = list(found)
    values: dict[str, Any] = {
        field.name: next((value for one in said if (value := getattr(one, field.name))), "")
        for field in fields(Metadata)
        if isinstance(field.default, str)
    }
    statements = (statement for one in said for statement in one.licence_statements)
    return Metadata(
        **values,
        creators=next((one.creators for one in said if one.creators), ()),
        licence_statements=tuple(dict.fromkeys(statements)),
    )


def _title(file: LatexFile) -> str:
    """Give the title, else the PDF's."""
    for kind in (UnitKind.TITLE, UnitKind.METADATA):
        for slot in file.slots:
            if slot.unit.kind is kind and not slot.in_brackets:
                return _text(slot.unit.content)
    return ""


def _text(content: str) -> str:
    return " ".join(plain_text(content).split())


def _properties(file: LatexFile) -> Iterator[tuple[str, str]]:
    for match in _PROPERTY.finditer(file.text):
        value = (match["braced"] or match["bare"] or "").strip()
        if value and "\\" not in value:
            yield match["key"], value


def _authors(file: LatexFile) -> Iterator[str]:
    r"""Give the names in ``\author``: those between ``\and``, each up to its line's end."""
    names = file.source.names
    arguments = Arguments(file.source, len(names))
    for index in file.source.of_kind(Kind.WORD):
        if names[index] != "author":
            continue
        found, _ = arguments.read(index, "[{")
        if not found or found[-1].in_brackets:
            continue
        first, last = found[-1].first, found[-1].last
        ends = [at for at in range(first, last) if names[at] in ("and", "And", "AND")]
        for start, end in zip([first, *(at + 1 for at in ends)], [*ends, last], strict=True):
            line_end = next((at for at in range(start, end) if names[at] == "\\"), end)
            reader = Reader(file.source, file.vocabulary)
            reader.read(start, line_end, UnitKind.METADATA)
            named = [slot for slot in reader.slots if slot.unit.kind is UnitKind.METADATA]
            if named and (name := _text(named[0].unit.content).strip(" ,")):
                yield name


def _date(file: LatexFile) -> str:
    match = re.search(r"\\date\s*\{([^{}\\%]+)\}", file.text)
    return " ".join(match[1].split()) if match else ""


def _visible(file: LatexFile) -> Iterator[str]:
    """Give the sentences that state a licence, and the addresses in them before them."""
    for slot in file.slots:
        text = _text(slot.unit.content)
        if _WORDING.search(text):
            yield from _ADDRESS.findall(file.text[slot.start : slot.end])
            yield text


def _rights(file: LatexFile) -> Iterator[str]:
    for slot in file.slots:
        text = _text(slot.unit.content)
        if len(text) < 300 and _RIGHTS.search(text):
            yield text


def _doclicense(text: str) -> Iterator[str]:
    for match in _DOCLICENSE.finditer(text):
        options = dict(
            _CC_OPTION.findall(match["options"] or text[match.end() : match.end() + 200])
        )
        if "modifier" in options:
            yield f"CC {options['modifier'].upper()} {options.get('version', '4.0')}"


def _comments(file: LatexFile) -> Iterator[str]:
    for index in file.source.of_kind(Kind.COMMENT):
        said = _COMMENT_MARKS.sub("", file.source.raw(index))
        if _WORDING.search(said) or _LABEL.match(said) or _ADDRESS.search(said):
            yield _LABEL.sub("", said)

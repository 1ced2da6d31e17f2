# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gettext PO as the reviewers' file, read by polib; follows the GNU gettext manual, "PO Files".

Whatever a person's editor left is read as far as it goes: another encoding than the header
says, or a broken entry among sound ones, is reported with its line and the rest is taken.

Leaves out: what an entry means for a segment, which is in ``audarma.review_import``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import polib

from adapters.exchange.po_writing import catalogue
from audarma.atomic_file import replacing
from audarma.plural import PLURAL_FORMS
from audarma.review_file import ReviewEntry, ReviewFile

_DATE = "%Y-%m-%d %H:%M%z"
_NOBODY = ("Audarma", "FULL NAME <EMAIL@ADDRESS>", "")
_CHARSET = re.compile(rb"charset=([A-Za-z0-9_.:-]+)")
_COMMENT = (
    "Review file of Audarma. Edit msgstr; a saved entry without the fuzzy mark is approved,\n"
    "an emptied msgstr is rejected. Keep codes such as <a1> and </a1>."
)
# polib ends lines at these, which to gettext are letters like others; they pass it as private ones.
_SEPARATORS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_SEPARATOR = re.compile(f"[{_SEPARATORS}]")
_HIDDEN = {ord(mark): 0xF0000 + place for place, mark in enumerate(_SEPARATORS)}
_SHOWN = {private: chr(mark) for mark, private in _HIDDEN.items()}
_BLANK_LINES = re.compile(r"\n[ \t]*\n")
# polib passes over lines that it does not understand; nothing may be lost in silence.
_LINE = re.compile(
    r'\s*(#.*|((msgctxt|msgid|msgid_plural|msgstr(\[\d\])?)\s*)?"([^"\\]|\\.)*"\s*)?$'
)


class GettextPo:
    """Review files in PO."""

    suffix = ".po"

    def write(self, file: ReviewFile, path: Path) -> None:
        """Write *file* to *path*, whole or not at all."""
        text = catalogue(_COMMENT, _header(file), file.entries)
        with replacing(path) as stream:
            stream.write(text.encode())

    def read(self, path: Path) -> ReviewFile:
        """Read *path*, taking what can be taken; what cannot is in the file's ``faults``."""
        faults: list[str] = []
        text = _decoded(path.read_bytes(), faults)
        is_hidden = bool(_SEPARATOR.search(text))
        parsed = _parsed(text.translate(_HIDDEN) if is_hidden else text, faults)
        header = parsed.metadata
        reviewer = header.get("Last-Translator", "")
        return ReviewFile(
            resource_id=header.get("X-Audarma-Resource", ""),
            document_path=header.get("X-Audarma-Document", ""),
            locale=header.get("Language", ""),
            source_digest=header.get("X-Audarma-Source-SHA256", ""),
            entries=tuple(
                _review_entry(entry, _SHOWN if is_hidden else {})
                for entry in parsed
                if not entry.obsolete
            ),
            reviewer="" if reviewer in _NOBODY else reviewer,
            revised_at=_date(header.get("PO-Revision-Date", "")),
            faults=tuple(faults),
        )


def _header(file: ReviewFile) -> dict[str, str]:
    created = datetime.now(UTC).strftime(_DATE)
    revised = file.revised_at.strftime(_DATE) if file.revised_at else created
    plural = {"Plural-Forms": PLURAL_FORMS[file.locale]} if file.locale in PLURAL_FORMS else {}
    return {
        "Project-Id-Version": f"{file.resource_id or file.document_path} (Audarma)",
        "POT-Creation-Date": created,
        "PO-Revision-Date": revised,
        "Last-Translator": file.reviewer or _NOBODY[0],
        "Language-Team": file.locale,
        "Language": file.locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        **plural,
        "X-Audarma-Resource": file.resource_id,
        "X-Audarma-Document": file.document_path,
        "X-Audarma-Source-SHA256": file.source_digest,
    }


def _review_entry(entry: polib.POEntry, shown: Mapping[int, str]) -> ReviewEntry:
    def text(field: str | None) -> str:
        return (field or "").translate(shown) if shown else field or ""

    return ReviewEntry(
        context=text(entry.msgctxt),
        source=text(entry.msgid),
        target=text(entry.msgstr),
        needs_review="fuzzy" in entry.flags,
        comment=text(entry.tcomment),
        notes=tuple(text(entry.comment).split("\n")) if entry.comment else (),
        previous_source=text(entry.previous_msgid),
    )


def _date(value: str) -> datetime | None:
    try:
        return datetime.strptime(value, _DATE)
    except ValueError:
        return None


def _decoded(data: bytes, faults: list[str]) -> str:
    """Decode by the byte-order mark, UTF-8, the header's charset, or Windows Cyrillic."""
    stated = _CHARSET.search(data[:4000])
    charset = stated[1].decode("ascii") if stated else "UTF-8"
    names = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else []
    for name in [*names, "utf-8-sig", charset, "cp1251"]:
        try:
            text = data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        if name not in ("utf-8-sig", charset):
            faults.append(
                f"the file is not in {charset}, as its header says; it was read as {name}. "
                "Save it as UTF-8"
            )
        return text.replace("\r\n", "\n")
    faults.append(
        "the file is in no encoding that Audarma knows. Save it as UTF-8; "
        "letters that could not be read are shown as \ufffd"
    )
    return data.decode("utf-8", "replace").replace("\r\n", "\n")


def _parsed(text: str, faults: list[str]) -> polib.POFile:
    """Parse *text*; where an entry is broken, tell its line and take the others."""
    sound: list[str] = []
    for line, block in _blocks(text):
        wrong = next((n for n, row in enumerate(block.split("\n")) if not _LINE.match(row)), None)
        if wrong is None:
            sound.append(block)
        else:
            faults.append(_broken(line + wrong, block.split("\n")[wrong]))
    try:
        return polib.pofile("\n\n".join(sound) + "\n", check_for_duplicates=False)
    except (OSError, ValueError, IndexError):
        return _parsed_one_by_one(text, faults)


def _parsed_one_by_one(text: str, faults: list[str]) -> polib.POFile:
    """Parse each entry by itself, since an order of lines in one of them is wrong."""
    catalogue = polib.POFile()
    for line, block in _blocks(text):
        if not all(map(_LINE.match, block.split("\n"))):
            continue
        try:
            part = polib.pofile(block + "\n", check_for_duplicates=False)
        except (OSError, ValueError, IndexError):
            faults.append(_broken(line, block.split("\n")[0]))
            continue
        if part.metadata and not catalogue.metadata:
            catalogue.metadata = part.metadata
        catalogue.extend(part)
    return catalogue


def _broken(line: int, text: str) -> str:
    return (
        f"line {line}: the entry is not valid PO ({text.strip()[:60]}) and was not taken. Correct "
        "it and import the file again"
    )


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Give each block between blank lines, with the number of its first line."""
    start, number = 0, 1
    for gap in [*_BLANK_LINES.finditer(text), None]:
        end = gap.start() if gap else len(text)
        block = text[start:end].strip("\n")
        if block.strip():
            yield number, block
        number += text.count("\n", start, gap.end() if gap else end)
        start = gap.end() if gap else end

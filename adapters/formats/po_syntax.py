# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A PO file as entries that know their place in it; follows the GNU gettext manual, "PO Files".

Neither polib nor translate-toolkit keeps a file's bytes: both write all strings anew, wrapped by
one rule and with the comments put in order. So the entries are found here, by line, and only what
changes is spliced. How a string is quoted and wrapped is translate-toolkit's, which does it as
gettext does.

Leaves out: obsolete entries (``#~``), which stay as they are; ``domain`` directives.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn

from translate.storage.pypo import PoWrapper, quoteforpo, unescape

from audarma.errors import MalformedDocumentError

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_STRING = re.compile(
    r"[ \t]*(?P<key>msgctxt|msgid_plural|msgid|msgstr(?:\[(?P<form>[0-9])\])?)?[ \t]*"
    r'"(?P<string>(?:[^"\\]|\\.)*)"[ \t]*'
)
_CHARSET = re.compile(rb"Content-Type:[^\"\n]*?charset=[ \t]*([A-Za-z0-9_.:-]+)")
_WIDTH = 77
_UNWRAPPED = 100_000
_LONGEST_WRAPPED = 82  # columns; a file with longer lines that could be broken is not wrapped


class Edit(NamedTuple):
    """A stretch of the file's text, and what takes its place."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class PoString:
    """A keyword with its string; *start* and *end* span its lines, the last line's end left out."""

    value: str
    start: int
    end: int


@dataclass(slots=True)
class PoEntry:
    """An entry: where it stands, its strings, and what its comments say.

    *forms* holds ``msgstr`` under -1, or each ``msgstr[n]`` under n. *flags* and *previous* span
    the lines of ``#,`` and ``#|``.
    """

    line: int
    start: int
    comments: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    flags: list[tuple[str, int, int]] = field(default_factory=list)
    previous: list[tuple[int, int]] = field(default_factory=list)
    context: PoString | None = None
    id: PoString | None = None
    plural: PoString | None = None
    forms: dict[int, PoString] = field(default_factory=dict)

    @property
    def is_fuzzy(self) -> bool:
        """Say whether a translator has yet to confirm it."""
        return any("fuzzy" in _flag_names(text) for text, _start, _end in self.flags)

    @property
    def is_filled(self) -> bool:
        """Say whether all of its forms hold text."""
        return bool(self.forms) and all(form.value for form in self.forms.values())


class PoText:
    """A parsed PO file: its text, its entries, and how it is written."""

    def __init__(self, data: bytes, path: str) -> None:
        """Parse *data*; *path* names it in messages.

        Raises:
            MalformedDocumentError: names the line and what is wrong there.
        """
        self.path = path
        self.mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        self.encoding = _encoding(data)
        try:
            self.text = data[len(self.mark) :].decode(self.encoding)
        except (UnicodeDecodeError, LookupError) as error:
            raise MalformedDocumentError(
                f"{path}: is not in {self.encoding}, which its header names, or which holds where "
                "it names none. Save it as UTF-8, and say so in its header.",
                path,
                self.encoding,
            ) from error
        if "\r\r\n" in self.text:
            raise MalformedDocumentError(
                f"{path}: ends its lines with two carriage returns and a line feed, so every other "
                "line of it is empty. Save it with the usual line ends.",
                path,
            )
        self.newline = "\r\n" if "\r\n" in self.text else "\n"
        self.entries = tuple(_Scan(self.text, path).entries())
        header = self.entries[0] if self.entries else None
        is_header = header and header.id and not header.id.value and header.context is None
        self.header = header if is_header else None
        self.width = _width(self.text)

    @property
    def messages(self) -> tuple[PoEntry, ...]:
        """Give the entries but the header."""
        return self.entries[1:] if self.header else self.entries

    @property
    def fields(self) -> dict[str, str]:
        """Give the header's fields; their names are case-sensitive."""
        if self.header is None:
            return {}
        rows = (row.partition(":") for row in self.header.forms[-1].value.split("\n"))
        return {name.strip(): value.strip() for name, colon, value in rows if colon}

    def written(self, key: str, value: str) -> str:
        """Give the lines of the keyword *key* with the string *value*, without the last end."""
        lines = quoteforpo(value, PoWrapper(self.width)) or ['""']
        return f"{key} {self.newline.join(lines)}"

    def can_write(self, text: str) -> bool:
        """Say whether the file's encoding has all letters of *text*."""
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True

    def edited(self, edits: Iterable[Edit]) -> bytes:
        """Give the file with *edits* made, which do not overlap."""
        out: list[str] = []
        place = 0
        for start, end, text in sorted(edits, key=lambda edit: edit[:2]):
            out += [self.text[place:start], text]
            place = end
        return self.mark + "".join([*out, self.text[place:]]).encode(self.encoding)


def with_fuzzy(flags: str) -> str:
    """Give a line ``#, …`` with the flag ``fuzzy``."""
    names = _flag_names(flags)
    return flags if "fuzzy" in names else f"#, {', '.join(['fuzzy', *names])}"


def without_fuzzy(flags: str) -> str:
    """Give a line ``#, …`` without the flag ``fuzzy``, or nothing where no other is left."""
    names = _flag_names(flags)
    if "fuzzy" not in names:
        return flags
    left = [name for name in names if name != "fuzzy"]
    return f"#, {', '.join(left)}" if left else ""


def _flag_names(flags: str) -> list[str]:
    return [name for part in flags[2:].split(",") if (name := part.strip())]


def _encoding(data: bytes) -> str:
    stated = _CHARSET.search(data)
    name = stated[1].decode("ascii") if stated else "utf-8"
    # A template's header says CHARSET until someone fills it in.
    return "utf-8" if name == "CHARSET" else name


def _width(text: str) -> int:
    """Give the width at which the file's strings are wrapped."""
    rows = (row for row in text.splitlines() if len(row) > _LONGEST_WRAPPED)
    unwrapped = any(row.startswith(('"', "msg")) and " " in row[10:_WIDTH] for row in rows)
    return _UNWRAPPED if unwrapped else _WIDTH


class _Scan:
    """One reading of a file, line by line."""

    def __init__(self, text: str, path: str) -> None:
        self.text, self.path = text, path
        self.entry: PoEntry | None = None
        self.last: PoString | None = None
        self.line = 0

    def entries(self) -> Iterator[PoEntry]:
        """Give the entries in their order."""
        for match in _LINE.finditer(self.text):
            if match.start() == match.end():
                break
            self.line += 1
            row = match[0].rstrip("\r\n")
            stripped = row.lstrip(" \t")
            if not stripped:
                self.last = None
            elif stripped.startswith("#"):
                yield from self._comment(stripped, match.start(), match.end())
            else:
                yield from self._string(row, match.start())
        if self.entry and (self.entry.id or self.entry.context):
            yield self._finished(self.entry)

    def _comment(self, row: str, start: int, end: int) -> Iterator[PoEntry]:
        self.last = None
        if row.startswith("#~"):
            return
        if self.entry and self.entry.id:
            yield self._finished(self.entry)
            self.entry = None
        entry = self._current(start)
        if row.startswith("#,"):
            entry.flags.append((row, start, end))
        elif row.startswith("#|"):
            entry.previous.append((start, end))
        elif row.startswith("#."):
            entry.notes.append(row[2:].strip())
        elif row.startswith("#:"):
            entry.references += row[2:].split()
        else:
            entry.comments.append(row[1:].strip())

    def _string(self, row: str, start: int) -> Iterator[PoEntry]:
        match = _STRING.fullmatch(row)
        if match is None:
            self._fault(f"is no line of a PO file ({row.strip()[:40]})")
        end = start + len(row.rstrip(" \t"))
        key, value = match["key"], unescape(match["string"])
        if key is None:
            if self.last is None:
                self._fault("has a string that belongs to no keyword")
            self.last.value += value
            self.last.end = end
            return
        entry = self.entry
        if entry and entry.forms and not key.startswith("msgstr"):
            yield self._finished(entry)
            self.entry = None
        self.last = PoString(value, start, end)
        self._put(self._current(start), key, match["form"])

    def _put(self, entry: PoEntry, key: str, form: str | None) -> None:
        assert self.last is not None, "a string was just read"
        number = -1 if form is None else int(form)
        if key == "msgctxt" and entry.id is None and entry.context is None:
            entry.context = self.last
        elif key == "msgid" and entry.id is None:
            entry.id = self.last
        elif key == "msgid_plural" and entry.id and not entry.plural and not entry.forms:
            entry.plural = self.last
        elif key.startswith("msgstr") and self._is_next_form(entry, number):
            entry.forms[number] = self.last
        else:
            self._fault(f"has {key} where none can stand")

    def _is_next_form(self, entry: PoEntry, number: int) -> bool:
        if entry.id is None:
            return False
        return number == len(entry.forms) if entry.plural else number < 0 and not entry.forms

    def _current(self, start: int) -> PoEntry:
        if self.entry is None:
            self.entry = PoEntry(self.line, start)
        return self.entry

    def _finished(self, entry: PoEntry) -> PoEntry:
        if entry.id is None or not entry.forms:
            missing = "msgid" if entry.id is None else "msgstr"
            raise MalformedDocumentError(
                f"{self.path}:{entry.line}: the entry that begins here has no {missing}. "
                "Correct the file; msgfmt --check names its faults.",
                self.path,
                entry.line,
            )
        return entry

    def _fault(self, what: str) -> NoReturn:
        raise MalformedDocumentError(
            f"{self.path}:{self.line}: {what}. Correct the file; msgfmt --check names its faults.",
            self.path,
            self.line,
        )

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The strings of a TOML text (TOML 1.0), each with its place, so that new ones can be spliced in.

``tomllib`` says whether the text is TOML and what a string says; where the strings stand is found
by a walk along the grammar, which may rely on the text being sound.

Leaves out: numbers, dates and truth values, which no reader reads as text.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from audarma.errors import MalformedDocumentError

Trail = tuple[str, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_OTHER_VALUE = re.compile(r"[^,\]}\n#]*")
_CONTROL = re.compile("[\x7f]")


@dataclass(frozen=True, slots=True)
class TomlString:
    """A string, or a key (*is_key*), from *start* to *end*; *trail* is the way there by keys."""

    trail: Trail
    start: int
    end: int
    text: str
    is_key: bool = False


def read_toml(text: str, path: str) -> dict[str, Any]:
    """Give what a TOML *text* says.

    Raises:
        MalformedDocumentError: it is no TOML; names *path*.
    """
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _malformed(path, error) from error


@dataclass(frozen=True, slots=True)
class TomlPlaces:
    """The strings and keys of a TOML text in its order, and where its first table begins."""

    strings: tuple[TomlString, ...]
    root_end: int


def toml_places(text: str, path: str) -> TomlPlaces:
    """Find the strings and keys of a TOML *text*.

    Raises:
        MalformedDocumentError: it is no TOML; names *path*.
    """
    read_toml(text, path)
    walk = _Walk(text)
    try:
        strings = tuple(walk.statements())
    except RecursionError as error:
        raise _malformed(path, error) from error
    return TomlPlaces(strings, len(text) if walk.first_table < 0 else walk.first_table)


def _malformed(path: str, error: Exception) -> MalformedDocumentError:
    return MalformedDocumentError(
        f"{path}: this is no TOML ({error}). Correct it in the source file.", path
    )


def written_toml(raw: str, text: str) -> str:
    """Write *text* as a string on one line, in the quotes of *raw* where they can hold it."""
    if raw.startswith("'") and not re.search(r"['\x00-\x1f\x7f]", text):
        return f"'{text}'"
    return _CONTROL.sub(r"\\u007f", json.dumps(text, ensure_ascii=False))


class _Walk:
    """A walk along a sound TOML text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.first_table = -1

    def statements(self) -> Iterator[TomlString]:
        table: Trail = ()
        while self._skip() < len(self.text):
            if self.text[self.at] == "[":
                if self.first_table < 0:
                    self.first_table = self.text.rfind("\n", 0, self.at) + 1
                self.at += 2 if self.text.startswith("[[", self.at) else 1
                table = tuple(part.text for part in self._key(()))
                self.at = self.text.index("]", self.at)
                self.at += 2 if self.text.startswith("]]", self.at) else 1
            else:
                yield from self._entry(table)

    def _skip(self) -> int:
        """Pass over blanks and comments, and give where that leads."""
        blank = _BLANK.match(self.text, self.at)
        assert blank is not None, "the pattern matches nothing too"
        self.at = blank.end()
        return self.at

    def _entry(self, table: Trail) -> Iterator[TomlString]:
        """Read ``key = value``."""
        parts = list(self._key(table))
        yield from parts
        self.at = self.text.index("=", self.at) + 1
        self._skip()
        yield from self._value((*table, *(part.text for part in parts)))

    def _key(self, above: Trail) -> Iterator[TomlString]:
        """Read a key, which may have parts with full stops between them."""
        while True:
            self._skip()
            bare = _BARE_KEY.match(self.text, self.at)
            if bare is not None:
                found = TomlString((*above, bare[0]), bare.start(), bare.end(), bare[0], True)
                self.at = bare.end()
            else:
                found = self._string(above, is_key=True)
            yield found
            above = (*above, found.text)
            if not self.text.startswith(".", self._skip()):
                return
            self.at += 1

    def _string(self, trail: Trail, *, is_key: bool = False) -> TomlString:
        match = _STRING.match(self.text, self.at)
        assert match is not None, "sound TOML has a string here"
        self.at = match.end()
        said = str(tomllib.loads(f"x = {match[0]}")["x"])
        own = (*trail, said) if is_key else trail
        return TomlString(own, match.start(), match.end(), said, is_key)

    def _value(self, trail: Trail) -> Iterator[TomlString]:
        sign = self.text[self.at]
        if sign in "\"'":
            yield self._string(trail)
        elif sign == "[":
            yield from self._listed("]", trail, is_table=False)
        elif sign == "{":
            yield from self._listed("}", trail, is_table=True)
        else:
            other = _OTHER_VALUE.match(self.text, self.at)
            assert other is not None, "the pattern matches nothing too"
            self.at = other.end()

    def _listed(self, end: str, trail: Trail, *, is_table: bool) -> Iterator[TomlString]:
        """Read an array's values, or an inline table's entries."""
        self.at += 1
        while self.text[self._skip()] != end:
            yield from self._entry(trail) if is_table else self._value(trail)
            if self.text[self._skip()] == ",":
                self.at += 1
        self.at += 1

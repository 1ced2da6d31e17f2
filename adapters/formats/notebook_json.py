# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""JSON (RFC 8259) read with the place of each value, so that new values can be spliced in.

A reader that builds Python's own values forgets key order, white space and how letters were
escaped; here a value is a span of the text. What changes is written in the text's own style.

Leaves out: what the values mean, which is in ``notebook_cells`` and ``h5p_semantics``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from audarma.errors import MalformedDocumentError, UnsafeSourceError

Edit = tuple[int, int, str]
"""Start and end of what is replaced, and the new text."""

_TOKEN = re.compile(
    r'[ \t\r\n]*(?:(?P<string>"[^"\\]*(?:\\.[^"\\]*)*")'
    r'|(?P<mark>[][{}:,])|(?P<atom>[^][{}:,"\s]+))'
)
_ESCAPED_LETTER = re.compile(r"(?<!\\)(?:\\\\)*\\u(?!00[0-7])[0-9a-fA-F]{4}")
_MAX_DEPTH = 200
_ADVICE = "Open and save it in Jupyter, or take a fresh copy."
_HALF_PAIR = re.compile("[\ud800-\udfff]")


@dataclass(slots=True)
class Value:
    """A JSON value from *start* to *end* of the text; *kind* is its first character.

    *members* are an object's, by key, and *entries* an array's; both are empty for the rest. Of
    a key that stands twice the last value counts, as Python's reader has it.
    """

    start: int
    end: int
    kind: str
    members: dict[str, Value]
    entries: list[Value]

    @property
    def is_object(self) -> bool:
        """Say whether the value is an object."""
        return self.kind == "{"

    @property
    def is_array(self) -> bool:
        """Say whether the value is an array."""
        return self.kind == "["

    @property
    def is_string(self) -> bool:
        """Say whether the value is a string."""
        return self.kind == '"'


@dataclass(frozen=True, slots=True)
class Style:
    """How a JSON text is written: its *indent* a level (or ``None``: on one line) and the rest."""

    indent: str | None
    colon: str
    is_ascii: bool
    newline: str

    def dumps(self, value: Any, depth: int = 0) -> str:
        """Write *value* as it stands at *depth* levels inside the text."""
        comma = "," if self.indent is not None else ", " if self.colon.endswith(" ") else ","
        written = json.dumps(
            value, ensure_ascii=self.is_ascii, indent=self.indent, separators=(comma, self.colon)
        )
        written = _HALF_PAIR.sub(lambda half: f"\\u{ord(half.group()):04x}", written)
        if self.indent is None:
            return written
        # A string holds no raw line feed: each one here is between values.
        return written.replace("\n", f"{self.newline}{self.indent * depth}")


class JsonText:
    """A JSON text: its root, and the edits that give another text."""

    def __init__(self, text: str, path: str, advice: str = _ADVICE) -> None:
        """Read *text*; *advice* is the sentence that ends a message on broken JSON.

        Raises:
            MalformedDocumentError: it is no JSON; names *path* and the line.
            UnsafeSourceError: it nests deeper than any document of people does.
        """
        self.text = text
        self.path = path
        try:
            json.loads(text)
        except json.JSONDecodeError as error:
            raise MalformedDocumentError(
                f"{path}:{error.lineno}: is no JSON ({error.msg}). {advice}",
                path,
                error.lineno,
            ) from error
        except RecursionError as error:
            raise _too_deep(path) from error
        except ValueError as error:  # a number of more digits than Python converts
            raise MalformedDocumentError(
                f"{path}: holds a number that is too long ({error}). Shorten it.", path
            ) from error
        self.root = _read(text, path)

    def line_of(self, value: Value) -> int:
        """Give the number of the line, from 1, that *value* begins on."""
        return self.text.count("\n", 0, value.start) + 1

    def plain(self, value: Value) -> Any:
        """Give *value* as Python's own."""
        return json.loads(self.text[value.start : value.end])

    def string(self, value: Value | None) -> str:
        """Give what a string says, or ``""`` where *value* is none."""
        return str(self.plain(value)) if value is not None and value.is_string else ""

    @cached_property
    def style(self) -> Style:
        """Tell how the text is written, by its first member and its letters."""
        opening = re.match(r'\s*\{(?P<space>\s*)"(?:[^"\\]|\\.)*"(?P<colon>\s*:\s*)', self.text)
        space = opening["space"] if opening else ""
        newline = "\r\n" if "\r\n" in space else "\n"
        is_ascii = self.text.isascii() and bool(_ESCAPED_LETTER.search(self.text))
        return Style(
            space.rpartition("\n")[2] if "\n" in space else None,
            opening["colon"] if opening else ": ",
            is_ascii,
            newline,
        )

    def applied(self, edits: Sequence[Edit]) -> str:
        """Give the text with *edits*, which do not overlap; insertions keep their order."""
        parts = []
        position = 0
        for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
            parts += [self.text[position:start], new]
            position = end
        return "".join((*parts, self.text[position:]))

    def set_members(self, parent: Value, new: Mapping[str, Any], depth: int) -> Iterator[Edit]:
        """Give the edits that set members of the object *parent*, which stands at *depth*."""
        style = self.style
        added = []
        for key, value in new.items():
            old = parent.members.get(key)
            written = style.dumps(value, depth + 1)
            if old is None:
                added.append(f"{json.dumps(key)}{style.colon}{written}")
            elif self.plain(old) != value:
                yield old.start, old.end, written
        if added:
            yield self.inserted(parent, list(parent.members.values()), added, depth)

    def inserted(
        self,
        parent: Value,
        inside: Sequence[Value],
        written: Sequence[str],
        depth: int,
        at: int | None = None,
    ) -> Edit:
        """Give the edit that puts *written* among the values *inside* of *parent*.

        They go before the value with the index *at*, or after the last one.
        """
        style = self.style
        between = "" if style.indent is None else style.newline + style.indent * (depth + 1)
        comma = f",{between or (' ' if style.colon.endswith(' ') else '')}"
        if not inside:
            closing = "" if style.indent is None else style.newline + style.indent * depth
            return parent.start + 1, parent.end - 1, between + comma.join(written) + closing
        if at is None or at >= len(inside):
            end = max(value.end for value in inside)
            return end, end, comma + comma.join(written)
        start = inside[at].start
        return start, start, comma.join(written) + comma


def _too_deep(path: str) -> UnsafeSourceError:
    return UnsafeSourceError(
        f"{path}: nests deeper than {_MAX_DEPTH} levels, as nothing that people write does. Take "
        "it from a source that you trust.",
        path,
    )


def _read(text: str, path: str) -> Value:
    """Give the root of *text*, which is known to be JSON."""
    root: Value | None = None
    stack: list[Value] = []
    keys: list[str] = []
    last: Value | None = None
    for match in _TOKEN.finditer(text):
        mark = match["mark"]
        start, end = match.span(match.lastgroup or 0)
        if mark == ":":
            # The string before a colon was a key, not a value.
            assert last is not None
            keys.append(json.loads(text[last.start : last.end]))
            continue
        if mark == ",":
            continue
        if mark in ("]", "}"):
            stack.pop().end = end
            continue
        value = Value(start, end, text[start], {}, []) if mark else _scalar(start, end, text)
        last = value
        if root is None:
            root = value
        elif stack[-1].is_array:
            stack[-1].entries.append(value)
        elif not (value.is_string and _is_key(text, end)):
            stack[-1].members[keys.pop()] = value
        if mark:
            stack.append(value)
            if len(stack) > _MAX_DEPTH:
                raise _too_deep(path)
    assert root is not None
    return root


def _scalar(start: int, end: int, text: str) -> Value:
    """Give a value that holds no others; outputs can have millions, which share their emptiness."""
    return Value(start, end, text[start], _NO_MEMBERS, _NO_ENTRIES)


_NO_MEMBERS: dict[str, Value] = {}
_NO_ENTRIES: list[Value] = []
_COLON = re.compile(r"[ \t\r\n]*:")


def _is_key(text: str, end: int) -> bool:
    return _COLON.match(text, end) is not None

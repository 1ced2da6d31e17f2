# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which values of an H5P package's content people read, by its libraries' own semantics.

Follows "Semantics" in H5P's developer documentation (https://h5p.org/semantics) and the validator
of H5P's core: a group of one field is stored as that field's value, and a text without tags is
stored escaped. Leaves out: titles of libraries; texts that a library has in its code alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.formats.h5p_gaps import MARKUPS, Markup
from adapters.formats.notebook_json import JsonText, Value
from adapters.formats.quiz_fragment import Kind
from adapters.formats.zip_container import ZipContainer
from audarma.errors import MalformedDocumentError
from audarma.model import UnitKind

INTERFACE = "interface"
"""The title path of the texts of buttons and labels, which all content of a kind shares."""

_INTERFACE_GROUPS = frozenset({"l10n", "behaviour", "behavior"})
_NOT_PROSE_WIDGETS = frozenset({"colorSelector", "none", "timecode", "duration", "dateTime"})
_NOT_PROSE = frozenset({"url", "language", "srcLang", "id", "code", "videoId", "uuid"})
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.|#)\S*", re.IGNORECASE)
_MEDIA = frozenset({"image", "video", "audio", "file"})
_MEDIA_TITLES = (("copyright", "title"), ("metadata", "title"), ("metadata", "extraTitle"))
_LIBRARY = re.compile(r"(?P<name>[\w.-]+) (?P<major>\d+)\.(?P<minor>\d+)")
_KINDS = (
    (re.compile(r"feedback|\btip\b|hint|correctText|wrongText", re.I), UnitKind.FEEDBACK),
    (re.compile(r"\balt\b|altText", re.I), UnitKind.ALT_TEXT),
    (re.compile(r"answer|correct|distractor|option|\bword|solution", re.I), UnitKind.QUIZ_ANSWER),
    (re.compile(r"question|taskDescription|textField|clue", re.I), UnitKind.QUIZ_PROMPT),
    (re.compile(r"title|heading|header", re.I), UnitKind.TITLE),
    (re.compile(r"caption|description", re.I), UnitKind.CAPTION),
)


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A string that people read: where it stands, what it is written in, what it is.

    *path* is the keys and indexes that lead to it, joined by full stops.
    """

    value: Value
    path: str
    form: Kind
    kind: UnitKind
    is_interface: bool
    markup: Markup | None = None


class Libraries:
    """The semantics of the libraries in a package."""

    def __init__(self, container: ZipContainer) -> None:
        self.container = container
        self._known: dict[str, list[Any]] = {}

    def semantics(self, name: str, version: str) -> list[Any]:
        """Give the fields of the library *name* in that *version* (``1.16``).

        Raises:
            MalformedDocumentError: the package does not hold them.
        """
        # Newer platforms put the patch version into the folder's name, too.
        folder = re.compile(rf"{re.escape(f'{name}-{version}')}(?:\.\d+)?/semantics\.json")
        path = next(filter(folder.fullmatch, self.container.names), "")
        path = path or f"{name}-{version}/semantics.json"
        if path not in self._known:
            self._known[path] = self._read(name, path)
        return self._known[path]

    def _read(self, name: str, path: str) -> list[Any]:
        if path not in self.container:
            archive = self.container.source.name
            raise MalformedDocumentError(
                f"{archive}: {path} is missing, and only it says which values of {name} are text. "
                "Export the content with its libraries.",
                archive,
                path,
            )
        try:
            fields = json.loads(self.container.read(path).decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise MalformedDocumentError(
                f"{path}: is no JSON that can be read. Take the package from a platform that runs "
                "it.",
                path,
            ) from error
        return fields if isinstance(fields, list) else []


class Walk:
    """A walk over one content file, along the semantics of its libraries."""

    def __init__(self, content: JsonText, libraries: Libraries) -> None:
        self.content = content
        self.libraries = libraries

    def places(self, name: str, version: str) -> Iterator[TextPlace]:
        """Give the texts of the content, which is of the library *name*, in its editor's order."""
        fields = self.libraries.semantics(name, version)
        yield from self._members(fields, self.content.root, "", name, False)

    def _members(
        self, fields: list[Any], params: Value, path: str, library: str, is_interface: bool
    ) -> Iterator[TextPlace]:
        named: dict[str, Mapping[str, Any]] = {}
        for field in fields:
            if isinstance(field, dict) and isinstance(name := field.get("name"), str):
                # A value that two fields name is one text all the same.
                named.setdefault(name, field)
        for name, field in named.items():
            value = params.members.get(name)
            if value is not None:
                yield from self._field(field, value, f"{path}{name}", library, is_interface)

    def _field(
        self,
        field: Mapping[str, Any],
        value: Value,
        path: str,
        library: str,
        is_interface: bool,
    ) -> Iterator[TextPlace]:
        is_interface = is_interface or field.get("common") is True
        type_ = field.get("type")
        if type_ == "text" and value.is_string:
            yield from self._text(field, value, path, library, is_interface)
        elif type_ == "group":
            yield from self._group(field, value, path, library, is_interface)
        elif type_ == "list" and isinstance(entry := field.get("field"), dict):
            for number, inner in enumerate(value.entries):
                yield from self._field(entry, inner, f"{path}.{number}", library, is_interface)
        elif type_ == "library" and value.is_object:
            yield from self._sub_content(value, path, is_interface)
        elif type_ in _MEDIA:
            for number, file in enumerate(value.entries or [value]):
                where = f"{path}.{number}" if value.is_array else path
                yield from self._titles(file, where)

    def _group(
        self,
        field: Mapping[str, Any],
        value: Value,
        path: str,
        library: str,
        is_interface: bool,
    ) -> Iterator[TextPlace]:
        fields = [inner for inner in field.get("fields") or () if isinstance(inner, dict)]
        is_interface = is_interface or field.get("name") in _INTERFACE_GROUPS
        if len(fields) == 1 and fields[0].get("name") not in value.members:
            yield from self._field(fields[0], value, path, library, is_interface)
        else:
            yield from self._members(fields, value, f"{path}.", library, is_interface)

    def _sub_content(self, value: Value, path: str, is_interface: bool) -> Iterator[TextPlace]:
        """Give the texts of content in the content, which is of a library of its own."""
        stated = _LIBRARY.fullmatch(self.content.string(value.members.get("library")))
        params = value.members.get("params")
        yield from self._titles(value, path)
        if stated and params is not None and params.is_object:
            version = f"{stated['major']}.{stated['minor']}"
            fields = self.libraries.semantics(stated["name"], version)
            yield from self._members(
                fields, params, f"{path}.params.", stated["name"], is_interface
            )

    def _titles(self, value: Value, path: str) -> Iterator[TextPlace]:
        """Give the titles that a picture, a film or content states of itself; authors stay."""
        for holder, name in _MEDIA_TITLES:
            inner = value.members.get(holder)
            title = inner.members.get(name) if inner is not None else None
            if title is not None and title.is_string:
                where = f"{path}.{holder}.{name}"
                yield TextPlace(title, where, Kind.LINES, UnitKind.METADATA, False)

    def _text(
        self,
        field: Mapping[str, Any],
        value: Value,
        path: str,
        library: str,
        is_interface: bool,
    ) -> Iterator[TextPlace]:
        text = self.content.string(value).strip()
        is_key = field.get("widget") in _NOT_PROSE_WIDGETS or field.get("name") in _NOT_PROSE
        if is_key or _ADDRESS.fullmatch(text):
            return
        is_html = field.get("widget") == "html" or bool(field.get("tags"))
        yield TextPlace(
            value=value,
            path=path,
            form=Kind.HTML if is_html else Kind.LINES,
            kind=UnitKind.LABEL if is_interface else _kind(path),
            is_interface=is_interface,
            markup=MARKUPS.get((library, _own_name(path))),
        )


def _own_name(path: str) -> str:
    """Give the last key of *path*, the indexes after it left out."""
    return next((part for part in reversed(path.split(".")) if not part.isdigit()), "")


def _kind(path: str) -> UnitKind:
    """Give what a text is, by the last key that tells."""
    for part in reversed(path.split(".")):
        for pattern, kind in _KINDS:
            if pattern.search(part):
                return kind
    return UnitKind.PARAGRAPH

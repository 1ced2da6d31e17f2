# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The YAML that configures a site: as plain values, and its texts for readers, in place.

Tags that a tool gives meaning to (MkDocs' ``!!python/name``) are read over: nothing is made of
them. The texts are a document of the site: its title and description, and the titles in its
navigation. Follows the manuals of MkDocs, Quarto, MyST, Jupyter Book, the Carpentries Workbench
and Jekyll.

Leaves out: texts that hold markup (footers, copyright lines), themes' own options, and TOML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from adapters.formats.markdown_front_matter import Value, written_value
from adapters.formats.text_bytes import read_text
from audarma.errors import InlineCodeError, MalformedDocumentError
from audarma.inline_code import code_faults, escape, has_text, plain_text
from audarma.model import SOURCE_LOCALE, Document, Unit, UnitKind
from audarma.ports import Adaptation, Targets

Trail = tuple[str, ...]

_MOST_NODES = 100_000
_NOT_TEXT = re.compile(r"\S*[/\\]\S*|\S+\.\w{1,5}|[{$%].*|<.*", re.DOTALL)
_IN_FLOW = frozenset(",[]{}")
_TITLES = {
    "title": UnitKind.TITLE,
    "site_name": UnitKind.TITLE,
    **dict.fromkeys(("subtitle", "short_title", "description", "abstract"), UnitKind.METADATA),
    **dict.fromkeys(("site_description", "site_subtitle"), UnitKind.METADATA),
}
_ENTRIES = dict.fromkeys(("title", "text", "section", "part", "caption"), UnitKind.NAVIGATION)
_OVER_TITLES = frozenset({(), ("project",), ("site",), ("website",), ("book",)})
_OVER_ENTRIES = frozenset({"toc", "nav", "parts", "chapters", "appendices", "sidebar", "navbar"})
_LANGUAGE_TRAILS = frozenset({("lang",), ("language",), ("theme", "language"), ("locale",)})


@dataclass(frozen=True, slots=True)
class _Text:
    """A scalar that readers see, or the language, with the way there through the mappings."""

    trail: Trail
    value: Value
    is_key: bool = False

    @property
    def kind(self) -> UnitKind | None:
        """Say what the text is to readers; None for what they do not read."""
        *above, key = self.trail
        if not has_text(escape(self.value.text)) or _NOT_TEXT.fullmatch(self.value.text.strip()):
            return None
        if self.is_key:
            # MkDocs' navigation has titles for keys: "- Home: index.md".
            return UnitKind.NAVIGATION if above[:1] == ["nav"] else None
        if tuple(above) in _OVER_TITLES and key in _TITLES:
            return _TITLES[key]
        in_navigation = not _OVER_ENTRIES.isdisjoint(above) or not above
        return _ENTRIES.get(key) if in_navigation else None


def plain_yaml(data: bytes, path: str) -> Any:
    """Give the YAML *data* as mappings, lists and strings.

    Raises:
        MalformedDocumentError: it is no YAML.
    """
    root = _composed(read_text(data, path).text, path)
    return _plain(root, set()) if root is not None else None


def yaml_document(data: bytes, path: str) -> Document:
    """Give the texts of a configuration for readers, as a document; there may be none."""
    units = tuple(
        Unit(f"y{number}", kind, escape(" ".join(text.value.text.split())))
        for number, (text, kind) in enumerate(_readable(data, path), 1)
    )
    return Document(path, units, next((plain_text(unit.content) for unit in units), ""))


def merge_yaml(data: bytes, path: str, targets: Targets, adaptation: Adaptation | None) -> bytes:
    """Splice *targets* into a configuration; its language changes where it is stated.

    Raises:
        InlineCodeError: names every unit whose target holds a code, of which these have none.
    """
    file = read_text(data, path)
    edits: list[tuple[int, int, str]] = []
    faults: list[str] = []
    for number, (text, _kind) in enumerate(_readable(data, path), 1):
        source, target = escape(" ".join(text.value.text.split())), targets.get(f"y{number}", "")
        if target and target != source:
            faults += (f"y{number}: {fault}" for fault in code_faults(source, target))
            edits.append(_edit(text.value, " ".join(plain_text(target).split())))
    if faults:
        raise InlineCodeError(f"{path}: target of {'; '.join(faults)}.", path, tuple(faults))
    if adaptation is not None:
        for text in _texts(_composed(file.text, path), file.text):
            is_english = text.value.text.partition("-")[0] == SOURCE_LOCALE
            if text.trail in _LANGUAGE_TRAILS and not text.is_key and is_english:
                edits.append(_edit(text.value, adaptation.locale))
    if not edits:
        return data
    parts, position = [], 0
    for start, end, new in sorted(edits):
        parts += [file.text[position:start], new]
        position = end
    return file.encode("".join((*parts, file.text[position:])))


def _edit(value: Value, new: str) -> tuple[int, int, str]:
    style = '"' if value.style == "" and not _IN_FLOW.isdisjoint(new) else value.style
    return value.start, value.end, written_value(Value(0, 0, style, value.text), new)


def _readable(data: bytes, path: str) -> Iterator[tuple[_Text, UnitKind]]:
    text = read_text(data, path).text
    for found in _texts(_composed(text, path), text):
        if kind := found.kind:
            yield found, kind


def _composed(text: str, path: str) -> Node | None:
    try:
        root: Node | None = YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise MalformedDocumentError(
            f"{path}:{(mark.line if mark else 0) + 1}: this is no YAML "
            f"({getattr(error, 'problem', None) or error}). Correct it in the source file.",
            path,
        ) from error
    return root


def _texts(root: Node | None, text: str) -> Iterator[_Text]:
    """Give the scalars below *root* in the file's order; what aliases repeat, once."""
    seen: set[int] = set()

    def below(node: Node | None, trail: Trail) -> Iterator[_Text]:
        if node is None or id(node) in seen or len(seen) > _MOST_NODES:
            return
        seen.add(id(node))
        if isinstance(node, ScalarNode) and trail:
            yield _Text(trail, _value(node, text))
        elif isinstance(node, SequenceNode):
            for entry in node.value:
                yield from below(entry, trail)
        elif isinstance(node, MappingNode):
            for key, entry in node.value:
                if isinstance(key, ScalarNode):
                    yield _Text((*trail, str(key.value)), _value(key, text), is_key=True)
                    yield from below(entry, (*trail, str(key.value)))

    return below(root, ())


def _value(node: ScalarNode, text: str) -> Value:
    start, end = node.start_mark.index, node.end_mark.index
    end = start + len(text[start:end].rstrip())
    return Value(start, end, node.style or "", str(node.value))


def _plain(node: Node, seen: set[int]) -> Any:
    """Give plain values; an alias is empty, so that a few of them cannot stand for millions."""
    if id(node) in seen:
        return ""
    seen.add(id(node))
    if isinstance(node, MappingNode):
        return {
            str(key.value): _plain(value, seen)
            for key, value in node.value
            if isinstance(key, ScalarNode)
        }
    if isinstance(node, SequenceNode):
        return [_plain(entry, seen) for entry in node.value]
    is_null = node.tag == "tag:yaml.org,2002:null"
    return "" if is_null else str(node.value)


def strings_below(value: Any) -> Iterator[str]:
    """Give the strings of plain *value* in their order, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for entry in value:
            yield from strings_below(entry)
    elif isinstance(value, Mapping):
        for entry in value.values():
            yield from strings_below(entry)

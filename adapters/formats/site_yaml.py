# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The YAML that configures a site: as plain values, and its texts for readers, in place.

Tags that a tool gives meaning to (MkDocs' ``!!python/name``) are read over: nothing is made of
them. Follows the manuals of MkDocs, Quarto, MyST, Jupyter Book, the Carpentries Workbench, Jekyll
and Hugo.

Leaves out: which texts readers see, which is in ``site_texts``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from adapters.formats.markdown_front_matter import Value, written_value
from adapters.formats.site_texts import ConfigText, Trail, merged_texts, texts_document
from adapters.formats.text_bytes import read_text
from audarma.errors import MalformedDocumentError
from audarma.model import Document
from audarma.ports import Adaptation, Targets

_MOST_NODES = 100_000
_IN_FLOW = frozenset(",[]{}")


def plain_yaml(data: bytes, path: str) -> Any:
    """Give the YAML *data* as mappings, lists and strings.

    Raises:
        MalformedDocumentError: it is no YAML.
    """
    root = _composed(read_text(data, path).text, path)
    return _plain(root, set()) if root is not None else None


def yaml_document(data: bytes, path: str) -> Document:
    """Give the texts of a configuration for readers, as a document; there may be none."""
    text = read_text(data, path).text
    return texts_document(_texts(_composed(text, path), text), path)


def merge_yaml(data: bytes, path: str, targets: Targets, adaptation: Adaptation | None) -> bytes:
    """Splice *targets* into a configuration; its language changes where it is stated.

    Raises:
        InlineCodeError: names every unit whose target holds a code, of which these have none.
    """
    file = read_text(data, path)
    texts = list(_texts(_composed(file.text, path), file.text))
    merged = merged_texts(file, texts, path, targets, adaptation)
    return data if merged == file.text else file.encode(merged)


def _written(value: Value, new: str) -> str:
    style = '"' if value.style == "" and not _IN_FLOW.isdisjoint(new) else value.style
    return written_value(Value(0, 0, style, value.text), new)


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


def _texts(root: Node | None, text: str) -> Iterator[ConfigText]:
    """Give the scalars below *root* in the file's order; what aliases repeat, once."""
    seen: set[int] = set()

    def below(node: Node | None, trail: Trail) -> Iterator[ConfigText]:
        if node is None or id(node) in seen or len(seen) > _MOST_NODES:
            return
        seen.add(id(node))
        if isinstance(node, ScalarNode) and trail:
            yield _config_text(node, text, trail)
        elif isinstance(node, SequenceNode):
            for entry in node.value:
                yield from below(entry, trail)
        elif isinstance(node, MappingNode):
            for key, entry in node.value:
                if isinstance(key, ScalarNode):
                    yield _config_text(key, text, (*trail, str(key.value)), is_key=True)
                    yield from below(entry, (*trail, str(key.value)))

    return below(root, ())


def _config_text(node: ScalarNode, text: str, trail: Trail, *, is_key: bool = False) -> ConfigText:
    start, end = node.start_mark.index, node.end_mark.index
    end = start + len(text[start:end].rstrip())
    value = Value(start, end, node.style or "", str(node.value))
    return ConfigText(trail, start, end, value.text, partial(_written, value), is_key)


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

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The YAML front matter of Markdown files: its units, its metadata, and new values for keys.

A value is spliced in where the old one stood and quoted as it was, where YAML 1.2 allows it.
Keys are those of Pandoc, Quarto, MyST and Carpentries.

Leaves out: nested options (Quarto's ``format:``, Hugo's ``menu:``), which stay as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from audarma.errors import MalformedDocumentError
from audarma.model import Attribution, UnitKind

_OPENING = re.compile(r"---[ \t]*(?:\r\n?|\n)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)", re.MULTILINE)
_LANGUAGE_KEYS = ("lang", "language")
_UNIT_KEYS = {
    "title": UnitKind.TITLE,
    **dict.fromkeys(("subtitle", "short_title", "description", "abstract"), UnitKind.METADATA),
    **dict.fromkeys(("summary", "keypoints", "questions", "objectives"), UnitKind.METADATA),
}


@dataclass(frozen=True, slots=True)
class Value:
    """A scalar of the front matter: its span of the file, its YAML style, and what it says."""

    start: int
    end: int
    style: str
    text: str


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A front matter: *values* by key, the span of its YAML, and where the body begins."""

    values: Mapping[str, tuple[Value, ...]]
    yaml_start: int
    yaml_end: int
    body_start: int

    def unit_values(self) -> Iterator[tuple[UnitKind, Value]]:
        """Give the values that readers see, in the file's order."""
        found = [
            (kind, value) for key, kind in _UNIT_KEYS.items() for value in self.values.get(key, ())
        ]
        yield from sorted(found, key=lambda entry: entry[1].start)

    def texts(self, *keys: str) -> tuple[str, ...]:
        """Give what the first of *keys* that is there says."""
        for key in keys:
            texts = tuple(value.text.strip() for value in self.values.get(key, ()))
            if any(texts):
                return texts
        return ()

    def edits(
        self, locale: str, attribution: Attribution | None, newline: str
    ) -> Iterator[tuple[int, int, str]]:
        """Give what must change for the adaptation: start, end and the new text of each."""
        wanted = _adapted_keys(locale, attribution)
        if "language" in self.values:
            wanted["language"] = wanted.pop("lang")
        for key, text in wanted.items():
            values = self.values.get(key, ())
            if len(values) == 1:
                yield values[0].start, values[0].end, written_value(values[0], text)
            elif not values:
                yield self.yaml_end, self.yaml_end, f"{key}: {_plain_or_quoted(text)}{newline}"


def read_front_matter(text: str) -> FrontMatter | None:
    """Read the front matter that *text* begins with, if it does.

    Raises:
        MalformedDocumentError: what stands there is meant as YAML and is none.
    """
    opening = _OPENING.match(text)
    closing = opening and _CLOSING.search(text, opening.end())
    if not opening or not closing:
        return None
    start, end = opening.end(), closing.start()
    try:
        root = YAML(typ="safe", pure=True).compose(text[start:end])
    except YAMLError as error:
        if not re.match(r"\s*[\w-]+:(?:\s|$)", text[start:end]):
            return None
        mark = getattr(error, "problem_mark", None)
        line = (mark.line if mark else 0) + 2
        raise MalformedDocumentError(
            f"line {line}: the front matter is no YAML ({getattr(error, 'problem', error)}). "
            "Correct it in the source file; quote values that hold a colon.",
            line,
        ) from error
    if root is not None and not isinstance(root, MappingNode):
        return None
    values = (
        {str(key.value): tuple(_values(node, text, start)) for key, node in root.value}
        if root is not None
        else {}
    )
    return FrontMatter(values, start, end, closing.end())


def new_front_matter(locale: str, attribution: Attribution, newline: str) -> str:
    """Give a front matter for a file that has none."""
    lines = [
        f"{key}: {_plain_or_quoted(text)}"
        for key, text in _adapted_keys(locale, attribution).items()
    ]
    return newline.join(("---", *lines, "---", "", ""))


def written_value(value: Value, text: str) -> str:
    """Write *text* in the style of *value*, or in double quotes where that cannot hold it."""
    if value.style == "'":
        candidate = "'" + text.replace("'", "''") + "'"
    elif value.style == "" and not value.text.count("\n"):
        candidate = text
    else:
        candidate = _double_quoted(text)
    return candidate if _reads_as(candidate, text) else _double_quoted(text)


def _adapted_keys(locale: str, attribution: Attribution | None) -> dict[str, str]:
    wanted = {"lang": locale}
    if attribution is not None:
        wanted["license"] = attribution.licence_id or attribution.licence_name
        wanted["translator"] = ", ".join(attribution.translators)
    return {key: text for key, text in wanted.items() if text}


def _values(node: Node, text: str, base: int) -> Iterator[Value]:
    """Give the scalars of a value: itself, or a list's entries (an author's ``name``)."""
    if isinstance(node, ScalarNode):
        start, end = base + node.start_mark.index, base + node.end_mark.index
        end = start + len(text[start:end].rstrip())
        yield Value(start, end, node.style or "", str(node.value))
    elif isinstance(node, SequenceNode):
        for entry in node.value:
            yield from _values(entry, text, base)
    elif isinstance(node, MappingNode):
        for key, entry in node.value:
            if key.value in ("name", "id", "url") and isinstance(entry, ScalarNode):
                yield from _values(entry, text, base)
                return


def _plain_or_quoted(text: str) -> str:
    return text if _reads_as(text, text) else _double_quoted(text)


def _double_quoted(text: str) -> str:
    """Write *text* in double quotes; JSON strings are YAML, but for YAML's own line ends."""
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub(
        "[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]",
        lambda match: f"\\u{ord(match.group()):04x}",
        quoted,
    )


def _reads_as(written: str, text: str) -> bool:
    """Say whether YAML reads *written*, as a value, as the string *text*."""
    if "\n" in written or "\r" in written:
        return False
    try:
        read = YAML(typ="safe", pure=True).load(f"key: {written}\nnext: 1\n")
    except YAMLError:
        return False
    return bool(read == {"key": text, "next": 1})

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The front matter of Markdown files: its units, its metadata, and new values for keys.

A value is spliced in where the old one stood and quoted as it was, where YAML 1.2 or TOML 1.0
allows it. YAML stands between lines of ``---``, TOML (Hugo, Zola) between lines of ``+++``. Keys
are those of Pandoc, Quarto, MyST, Carpentries and Hugo.

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

from adapters.formats.toml_places import toml_places, written_toml
from audarma.errors import MalformedDocumentError
from audarma.model import Attribution, UnitKind

_OPENING = re.compile(r"---[ \t]*(?:\r\n?|\n)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)", re.MULTILINE)
# A key and a plain scalar that end with their line, whatever is before and below them (YAML 1.2.2,
# section 7.3.3), written in letters that are never indicators there.
_PLAIN_LINE = re.compile(
    r"([A-Za-z][A-Za-z0-9_-]{0,99}): ([A-Za-z0-9](?:[A-Za-z0-9 ,.()'/&!?-]*[A-Za-z0-9.)!?])?)\n"
)
_TOML = re.compile(
    r"\+\+\+[ \t]*(?:\r\n?|\n)(?P<toml>.*?)^\+\+\+[ \t]*(?:\r\n?|\n|\Z)",
    re.MULTILINE | re.DOTALL,
)
_TOML_ENTRY = re.compile(r"""\s*(?:[\w.-]+|"[^"\n]*"|'[^'\n]*')[ \t]*=|\s*[#\[]""")
_UNIT_KEYS = {
    "title": UnitKind.TITLE,
    **dict.fromkeys(("subtitle", "short_title", "description", "abstract"), UnitKind.METADATA),
    **dict.fromkeys(("summary", "keypoints", "questions", "objectives"), UnitKind.METADATA),
}


@dataclass(frozen=True, slots=True)
class Value:
    """A scalar of the front matter: its span of the file, its style, and what it says.

    The style is YAML's sign for it; in TOML, it is the string as it stands.
    """

    start: int
    end: int
    style: str
    text: str


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A front matter: *values* by key, where new keys go, and where the body begins."""

    values: Mapping[str, tuple[Value, ...]]
    keys_end: int
    body_start: int
    is_toml: bool = False

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
                yield values[0].start, values[0].end, self.written(values[0], text)
            elif not values:
                entry = f"{key} = {written_toml('', text)}"
                entry = entry if self.is_toml else f"{key}: {_plain_or_quoted(text)}"
                yield self.keys_end, self.keys_end, f"{entry}{newline}"

    def written(self, value: Value, text: str) -> str:
        """Write *text* in the style of *value*."""
        return written_toml(value.style, text) if self.is_toml else written_value(value, text)


def read_front_matter(text: str) -> FrontMatter | None:
    """Read the front matter that *text* begins with, if it does.

    Raises:
        MalformedDocumentError: what stands there is meant as YAML or TOML and is none.
    """
    toml = _TOML.match(text)
    # A line of "+++" alone also parts MyST's pages into blocks.
    if toml and (not toml["toml"].strip() or _TOML_ENTRY.match(toml["toml"])):
        return _toml_front_matter(text, *toml.span("toml"), toml.end())
    opening = _OPENING.match(text)
    closing = opening and _CLOSING.search(text, opening.end())
    if not opening or not closing:
        return None
    start, end = opening.end(), closing.start()
    plain = _plain_values(text, start, end)
    if plain is not None:
        return FrontMatter(plain, end, closing.end())
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
    return FrontMatter(values, end, closing.end())


def _plain_values(text: str, start: int, end: int) -> dict[str, tuple[Value, ...]] | None:
    """Read lines that are keys with plain scalars; None where another is among them.

    Most front matters are no more than that, and a parser of YAML takes as long for them as the
    reading of a page.
    """
    values: dict[str, tuple[Value, ...]] = {}
    while start < end:
        line = _PLAIN_LINE.match(text, start, end)
        if line is None or line[1] in values:
            return None
        values[line[1]] = (Value(*line.span(2), "", line[2]),)
        start = line.end()
    return values


def _toml_front_matter(text: str, start: int, end: int, body: int) -> FrontMatter:
    values: dict[str, list[Value]] = {}
    places = toml_places(text[start:end], "front matter")
    for found in places.strings:
        is_name = len(found.trail) == 2 and found.trail[1] == "name"
        if not found.is_key and (len(found.trail) == 1 or is_name):
            raw = text[start + found.start : start + found.end]
            value = Value(start + found.start, start + found.end, raw, found.text)
            values.setdefault(found.trail[0], []).append(value)
    held = {key: tuple(found) for key, found in values.items()}
    return FrontMatter(held, start + places.root_end, body, is_toml=True)


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

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fragments of text that quizzes hold: HTML, Markdown or plain, each read by its own format.

A fragment's units are those of the registry's format for it, their ids after a prefix. Plain text
has a unit for each line; so has Moodle's automatic format where it holds no markup, but what is
written into it must not become any.

Leaves out: where fragments stand in their files, which each quiz format knows.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from html import escape as escape_html
from html import unescape as unescape_html

from adapters.formats.quiz_masks import mask, spans_of
from audarma.errors import UnsupportedFormatError
from audarma.inline_code import (
    Code,
    escape,
    has_text,
    parse,
    require_same_codes,
    serialise,
    standalone,
)
from audarma.model import SOURCE_LOCALE, Unit, UnitKind
from audarma.ports import Adaptation, DocumentFormat, FormatRegistry, Targets

_MARK = "\ufeff"  # tells the format of pages that the fragment is UTF-8, whatever it says itself
_LINES = re.compile(r"([^\r\n]+)")
_SPACE = re.compile(r"[ \t\r\n\v\f]+")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<!--")


class Kind(Enum):
    """What a fragment is written in."""

    HTML = "text/html"
    MARKDOWN = "text/markdown"
    PLAIN = "text/plain"
    LINES = "text/plain; markup=possible"


def kind_of(moodle_format: str, text: str) -> Kind:
    """Give the kind of a *text* in one of Moodle's formats; its automatic one may be HTML."""
    if moodle_format == "html":
        return Kind.HTML
    if moodle_format == "markdown":
        return Kind.MARKDOWN
    if moodle_format in ("plain_text", "plain"):
        return Kind.PLAIN
    return Kind.HTML if _MARKUP.search(text) else Kind.LINES


_OF_LINES = frozenset({Kind.PLAIN, Kind.LINES})


@dataclass(frozen=True, slots=True)
class Fragment:
    """A text and how it is read; its units' ids begin with *prefix*, its prose is of *kind*.

    *protected* finds spans in it that are no text, besides those that all quizzes know.
    """

    text: str
    format: Kind
    prefix: str
    kind: UnitKind
    protected: re.Pattern[str] | None = None


class TargetsByPrefix:
    """Targets in the order of their ids: those of a fragment are found without a look at all."""

    def __init__(self, targets: Targets) -> None:
        self._targets = targets
        self._names = sorted(targets)

    def under(self, prefix: str) -> dict[str, str]:
        """Give the targets of the units whose ids begin with *prefix*."""
        found: dict[str, str] = {}
        for at in range(bisect_left(self._names, prefix), len(self._names)):
            name = self._names[at]
            if not name.startswith(prefix):
                break
            found[name] = self._targets[name]
        return found


class Fragments:
    """Reads and writes fragments with the formats of a registry."""

    def __init__(self, registry: FormatRegistry) -> None:
        self.registry = registry

    def units(self, fragment: Fragment) -> Iterator[Unit]:
        """Give the units of *fragment* in reading order."""
        if not has_text(escape(fragment.text)):
            return
        if fragment.format in _OF_LINES:
            yield from (unit for _, unit in _lines(fragment))
            return
        is_markdown = fragment.format is Kind.MARKDOWN
        masked = mask(fragment.text, (), fragment.protected, is_markdown=is_markdown)
        data = f"{_MARK}{masked.text}".encode()
        for unit in self._format(fragment).extract(data, fragment.prefix).units:
            yield replace(
                unit,
                id=f"{fragment.prefix}{unit.id}",
                kind=fragment.kind if unit.kind is UnitKind.PARAGRAPH else unit.kind,
                title_path=tuple(map(masked.unmask, unit.title_path)),
                code_hints={form: masked.unmask(said) for form, said in unit.code_hints.items()},
            )

    def merged(self, fragment: Fragment, targets: Targets, locale: str | None) -> str:
        """Give the text of *fragment* with *targets*, by the units' whole ids.

        Raises:
            InlineCodeError: a target does not hold the codes of its unit.
        """
        length = len(fragment.prefix)
        own = {
            name[length:]: target
            for name, target in targets.items()
            if name.startswith(fragment.prefix)
        }
        if not has_text(escape(fragment.text)) or (not own and locale is None):
            return fragment.text
        if fragment.format in _OF_LINES:
            return _merged_lines(fragment, targets)
        is_markdown = fragment.format is Kind.MARKDOWN
        masked = mask(fragment.text, own.values(), fragment.protected, is_markdown=is_markdown)
        adaptation = Adaptation(locale) if locale and not is_markdown else None
        data = f"{_MARK}{masked.text}".encode()
        written = self._format(fragment).merge(data, own, adaptation)
        return masked.unmask(written.decode("utf-8").removeprefix(_MARK))

    def in_languages(self, fragment: Fragment, targets: Mapping[str, Targets]) -> dict[str, str]:
        """Give the text of *fragment* by language: English, then with each locale's targets."""
        return {
            SOURCE_LOCALE: fragment.text,
            **{locale: self.merged(fragment, own, None) for locale, own in targets.items()},
        }

    def _format(self, fragment: Fragment) -> DocumentFormat:
        found = self.registry.document_format("", fragment.format.value)
        if found is None:
            raise UnsupportedFormatError(
                f"{fragment.prefix}: no adapter reads {fragment.format.value}. Install one.",
                fragment.prefix,
                fragment.format.value,
            )
        return found


def _lines(fragment: Fragment) -> Iterator[tuple[re.Match[str], Unit]]:
    """Give the lines that hold text, each with its unit."""
    number = 0
    for match in _LINES.finditer(fragment.text):
        line = match[0].strip()
        tokens = _tokens(line, fragment)
        content = serialise(token for token, _ in tokens)
        if has_text(content):
            number += 1
            hints = {str(token): raw for token, raw in tokens if isinstance(token, Code)}
            yield (
                match,
                Unit(f"{fragment.prefix}u{number}", fragment.kind, content, code_hints=hints),
            )


def _tokens(line: str, fragment: Fragment) -> list[tuple[str | Code, str]]:
    """Cut a *line* into literal text and codes, each code with what stands there."""
    tokens: list[tuple[str | Code, str]] = []
    end = 0
    for number, (start, stop) in enumerate(spans_of(line, fragment.protected), 1):
        if start > end:
            tokens.append((_literal(line[end:start], fragment), ""))
        tokens.append((standalone("var", number), line[start:stop]))
        end = stop
    return [*tokens, (_literal(line[end:], fragment), "")] if end < len(line) else tokens


def _literal(raw: str, fragment: Fragment) -> str:
    text = unescape_html(raw) if fragment.format is Kind.LINES else raw
    return _SPACE.sub(" ", text)


def _written(text: str, fragment: Fragment) -> str:
    text = _UNWRITABLE.sub("\ufffd", _SPACE.sub(" ", text))
    return escape_html(text, quote=False) if fragment.format is Kind.LINES else text


def _merged_lines(fragment: Fragment, targets: Targets) -> str:
    parts: list[str] = []
    end = 0
    for match, unit in _lines(fragment):
        target = targets.get(unit.id)
        if not target or target == unit.content:
            continue
        require_same_codes(unit.content, target, unit.id)
        stood = dict(unit.code_hints)
        written = "".join(
            stood[str(token)] if isinstance(token, Code) else _written(token, fragment)
            for token in parse(target)
        )
        lead = match.start() + len(match[0]) - len(match[0].lstrip())
        parts += [fragment.text[end:lead], written.strip()]
        end = lead + len(match[0].strip())
    return "".join((*parts, fragment.text[end:]))

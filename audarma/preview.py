# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A bilingual page: source and target side by side, unit by unit, with states and findings.

One HTML file that works offline and without scripts; texts are escaped, and a policy in its head
forbids all but its own style.
Leaves out: the look (``audarma/templates``) and the words (``audarma.wording_pages``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from audarma.inline_code import Code, CodeKind, parse, plain_text
from audarma.model import Finding, Severity, State, UnitKind
from audarma.pages import rendered
from audarma.wording_pages import PAGE_WORDS

_HEADINGS = frozenset({UnitKind.TITLE, UnitKind.HEADING})
_SEVERITIES = (Severity.INFO, Severity.WARNING, Severity.ERROR)
_STATES = (State.INITIAL, State.TRANSLATED, State.REVIEWED, State.FINAL)


@dataclass(frozen=True, slots=True)
class PreviewSegment:
    """One segment to show; *source* and *target* are content, an empty target is none yet."""

    source: str
    target: str = ""
    state: State = State.INITIAL
    findings: tuple[Finding, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True)
class PreviewUnit:
    """One unit to show; *kind* is a ``UnitKind`` or its value."""

    kind: str
    segments: tuple[PreviewSegment, ...]


@dataclass(frozen=True, slots=True)
class PreviewDocument:
    """One document to show."""

    path: str
    title: str
    units: tuple[PreviewUnit, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A unit as the template wants it."""

    anchor: str
    tag: str
    kind_class: str
    label: str
    source: Markup
    target: Markup
    state: State
    origin: str
    findings: tuple[Finding, ...]
    severity: Severity | None


@dataclass(frozen=True, slots=True)
class _Section:
    """A document as the template wants it."""

    anchor: str
    title: str
    path: str
    units: tuple[_Row, ...]
    has_findings: bool


@dataclass(frozen=True, slots=True)
class _Listed:
    """A document in the table of contents; *headings* are anchors and labels."""

    anchor: str
    title: str
    headings: tuple[tuple[str, str], ...]


def preview_html(
    title: str, locale: str, documents: Iterable[PreviewDocument], *, ui_locale: str = ""
) -> Iterator[str]:
    """Give the page, piece by piece; one document at a time is in memory.

    Args:
        title: the adaptation's title.
        locale: the target locale.
        documents: in reading order; gone through twice, for the table of contents comes first.
        ui_locale: the language of the page's own words; the target locale's if empty.
    """
    ui_locale = ui_locale or locale
    states: Counter[State] = Counter()
    listed: list[_Listed] = []
    flagged = 0
    for section in _sections(documents, ui_locale, states):
        labels = ((row.anchor, row.label) for row in section.units if row.tag != "p" and row.label)
        listed.append(_Listed(section.anchor, section.title, tuple(labels)))
        flagged += sum(bool(row.findings) for row in section.units)
    return rendered(
        "preview.html",
        ui_locale=ui_locale,
        title=title,
        locale=locale,
        listed=listed,
        documents=_sections(documents, ui_locale, Counter()),
        states=[(state, states[state]) for state in _STATES if states[state]],
        flagged=flagged,
    )


def _sections(
    documents: Iterable[PreviewDocument], ui_locale: str, states: Counter[State]
) -> Iterator[_Section]:
    """Give each document as the template wants it; count its segments by state."""
    for number, document in enumerate(map(_without_blanks, documents), 1):
        states.update(segment.state for unit in document.units for segment in unit.segments)
        yield _section(document, f"d{number}", ui_locale)


def _without_blanks(document: PreviewDocument) -> PreviewDocument:
    """Leave out segments of white space alone, and units of nothing else."""
    units = (
        PreviewUnit(unit.kind, tuple(s for s in unit.segments if s.source.strip()))
        for unit in document.units
    )
    return replace(document, units=tuple(unit for unit in units if unit.segments))


def _section(document: PreviewDocument, anchor: str, ui_locale: str) -> _Section:
    rows = tuple(
        _row(unit, f"{anchor}u{number}", ui_locale) for number, unit in enumerate(document.units, 1)
    )
    return _Section(
        anchor=anchor,
        title=document.title or document.path,
        path=document.path,
        units=rows,
        has_findings=any(row.findings for row in rows),
    )


def _row(unit: PreviewUnit, anchor: str, ui_locale: str) -> _Row:
    findings = tuple(finding for segment in unit.segments for finding in segment.findings)
    origins = dict.fromkeys(segment.origin for segment in unit.segments if segment.origin)
    return _Row(
        anchor=anchor,
        tag="h3" if unit.kind in _HEADINGS else "p",
        kind_class=str(unit.kind).replace(" ", "-"),
        label=" ".join(plain_text(s.target or s.source) for s in unit.segments).strip(),
        source=_shown([segment.source for segment in unit.segments], ui_locale),
        target=_shown([segment.target for segment in unit.segments], ui_locale),
        # A unit stands where the least advanced of its segments stands.
        state=min((segment.state for segment in unit.segments), key=_STATES.index),
        origin=", ".join(origins),
        findings=findings,
        severity=max((f.severity for f in findings), key=_SEVERITIES.index, default=None),
    )


def _shown(contents: Sequence[str], ui_locale: str) -> Markup:
    """Write segments' content as HTML, their codes as chips and absent targets as such."""
    absent = Markup('<span class="absent" lang="{}">{}</span>').format(
        ui_locale, PAGE_WORDS[ui_locale]["untranslated"]
    )
    if not any(contents):
        return absent
    return Markup(" ").join(_chips(content) if content else absent for content in contents)


def _chips(content: str) -> Markup:
    return Markup("").join(
        _chip(token) if isinstance(token, Code) else escape(token) for token in parse(content)
    )


def _chip(code: Code) -> Markup:
    kind = {CodeKind.OPEN: "open", CodeKind.CLOSE: "close", CodeKind.STANDALONE: "alone"}[code.kind]
    slash = "/" if code.kind is CodeKind.CLOSE else ""
    return Markup('<span class="code code-{}" title="{}">{}{}{}</span>').format(
        kind, str(code), slash, code.name, code.number
    )

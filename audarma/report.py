# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The QA report of one resource in one locale: for people as HTML and Markdown, and as JSON.

Leaves out: counting, which is done where the segments are; the words (``audarma.wording_pages``)
and the look (``audarma/templates``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from babel.numbers import format_decimal, format_percent

from audarma.model import Severity, State
from audarma.pages import render
from audarma.wording_pages import PAGE_WORDS

SCHEMA = 1
"""The version of the JSON form; it changes when a reader of the last one would fail."""

_STATES = tuple(str(state) for state in State)
_SEVERITIES = tuple(str(severity) for severity in reversed(Severity))


@dataclass(frozen=True, slots=True)
class Report:
    """What was counted; *locale* is the target's.

    *states* and *origins* count segments, by state and by kind of origin (``engine``, ``memory``,
    ``person``, ``none``). *findings* counts by rule and severity. *term_hits* are termbase hits
    in the sources, *terms_satisfied* those of them that stand in the targets. *unknown_words*
    counts source words that the engine left as they were. *notes* are what people must know
    before publishing, such as the licence's warnings.
    """

    resource: str
    title: str
    locale: str
    segments: int
    words: int
    states: Mapping[str, int]
    origins: Mapping[str, int]
    findings: Mapping[tuple[str, str], int] = field(default_factory=dict)
    term_hits: int = 0
    terms_satisfied: int = 0
    engines: tuple[str, ...] = ()
    documents: int = 0
    unknown_words: Mapping[str, int] = field(default_factory=dict)
    durations_s: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    date: str = ""

    @property
    def term_accuracy(self) -> float | None:
        """Give the share of term hits satisfied, 0 to 1; ``None`` where there was no hit."""
        return self.terms_satisfied / self.term_hits if self.term_hits else None


def report_html(report: Report, *, ui_locale: str = "en") -> str:
    """Give the report as one HTML file that needs nothing else."""
    return render(
        "report.html",
        ui_locale=ui_locale,
        report=report,
        states=_states(report),
        origins=_by_count(report.origins),
        findings=_findings(report),
        unknown_words=_by_count(report.unknown_words),
        accuracy=_percent(report.term_accuracy or 0, ui_locale),
        share=lambda count: _percent(count / report.segments if report.segments else 0, ui_locale),
    )


def report_markdown(report: Report, *, ui_locale: str = "en") -> str:
    """Give the report as Markdown, as Prefect's artifacts show it."""
    words = PAGE_WORDS[ui_locale]
    rows = [
        f"# {words['report']}: {_cell(report.title or report.resource)} · {report.locale}",
        "",
        f"{words['segments']}: {format_decimal(report.segments, locale=ui_locale)} · "
        f"{words['words']}: {format_decimal(report.words, locale=ui_locale)}"
        + (f" · {words['engines']}: {_cell(', '.join(report.engines))}" if report.engines else ""),
        "",
        *[f"> {_cell(note)}\n" for note in report.notes],
        *_table(
            (words["state"], words["segments"]),
            [(words[state], count) for state, count in _states(report)],
        ),
        *_table(
            (words["origin"], words["segments"]),
            [(words.get(origin, origin), count) for origin, count in _by_count(report.origins)],
        ),
    ]
    if report.term_accuracy is None:
        rows += [words["no_terms"], ""]
    else:
        line = words["term_line"].format(satisfied=report.terms_satisfied, hits=report.term_hits)
        share = _percent(report.term_accuracy, ui_locale)
        rows += [f"**{words['term_accuracy']}: {share}.** {line}", ""]
    found = [
        (f"{_cell(rule)} ({words.get(severity, severity)})", count)
        for (rule, severity), count in _findings(report)
    ]
    rows += _table((words["findings"], words["count"]), found) if found else [words["no_findings"]]
    return "\n".join(rows).rstrip() + "\n"


def to_json(report: Report) -> str:
    """Give the report as JSON, with its term accuracy and the form's version."""
    values = asdict(report)
    values["findings"] = [
        {"rule": rule, "severity": severity, "count": count}
        for (rule, severity), count in _findings(report)
    ]
    values["term_accuracy"] = report.term_accuracy
    return json.dumps({"schema": SCHEMA, **values}, ensure_ascii=False, indent=2) + "\n"


def _states(report: Report) -> list[tuple[str, int]]:
    return [(state, report.states[state]) for state in _STATES if report.states.get(state)]


def _findings(report: Report) -> list[tuple[tuple[str, str], int]]:
    """Give the findings, the gravest and most frequent first."""
    return sorted(
        report.findings.items(),
        key=lambda entry: (_SEVERITIES.index(entry[0][1]), -entry[1], entry[0][0]),
    )


def _by_count(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))


def _percent(share: float, locale: str) -> str:
    return format_percent(share, "#,##0.#%" if locale == "en" else "#,##0.#\xa0%", locale=locale)


def _table(head: tuple[str, str], rows: list[tuple[str, int]]) -> list[str]:
    return [
        f"| {head[0]} | {head[1]} |",
        "| --- | ---: |",
        *(f"| {name} | {count} |" for name, count in rows),
        "",
    ]


def _cell(text: str) -> str:
    """Keep *text* from being read as markup or as the end of a table's cell."""
    plain = " ".join(text.split()).replace("\\", "\\\\")
    for character in "|`*_[]<>#&":
        plain = plain.replace(character, f"\\{character}")
    return plain

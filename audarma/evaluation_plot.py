# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Evaluations as a bar chart in SVG: chrF2 as it is and with terms, and term accuracy both ways.

Written by hand, for two kinds of bars need no plotting library. Colours are of one lightness
apart, so that the kinds are told in grey print and by people who see colours otherwise; each bar
bears its number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from audarma.evaluation import Evaluation

_PANEL = 223
_NUMBER = 52
_LETTER = 7.5
"""Width of a letter of a label, at most, in this size."""
_BAR = 15
_GAP = 2
_ROW = 2 * _BAR + 16
_HEADING = 30
_TOP = 64
_KINDS = (("as it is", "#7fb2d9"), ("with terms", "#1f5f8b"))


def plot(evaluations: Sequence[Evaluation]) -> str:
    """Draw *evaluations* in their order, grouped by test set, as an SVG document."""
    groups: dict[str, list[Evaluation]] = {}
    for evaluation in evaluations:
        groups.setdefault(f"{evaluation.test_set} ({evaluation.locale})", []).append(evaluation)
    longest = max((len(evaluation.engine) for evaluation in evaluations), default=0)
    left = round(max(120, 24 + _LETTER * longest))
    body = [*_legend(left)]
    y = _TOP
    for title, group in groups.items():
        body.append(_text(12, y + 18, title, weight="bold"))
        y += _HEADING
        for evaluation in group:
            body += _row(evaluation, left, y)
            y += _ROW
    return _document(body, left + 2 * (_PANEL + _NUMBER), y + 12)


def _document(body: Sequence[str], width: int, height: int) -> str:
    described = "chrF2 and term accuracy of engines, as they are and with terms enforced"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13" role="img" '
        f'aria-label="{described}">\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n'
        + "\n".join(body)
        + "\n</svg>\n"
    )


def _legend(left: int) -> Iterator[str]:
    x = left
    for name, colour in _KINDS:
        yield f'<rect x="{x}" y="12" width="12" height="12" fill="{colour}"/>'
        yield _text(x + 18, 23, name)
        x += 110
    yield _text(left, 50, "chrF2 (0–100)", weight="bold")
    yield _text(left + _PANEL + _NUMBER, 50, "terms satisfied, %", weight="bold")


def _row(evaluation: Evaluation, left: int, y: int) -> Iterator[str]:
    yield _text(12, y + _BAR + 4, evaluation.engine)
    hits = evaluation.term_hits
    both = (evaluation.plain, evaluation.termed)
    for place, ((_name, colour), measures) in enumerate(zip(_KINDS, both, strict=True)):
        top = y + place * (_BAR + _GAP)
        yield from _bar(left, top, measures.chrf2, colour)
        accuracy = measures.term_accuracy(hits)
        if accuracy is not None:
            yield from _bar(left + _PANEL + _NUMBER, top, accuracy, colour)


def _bar(x: int, y: int, percent: float, colour: str) -> Iterator[str]:
    width = _PANEL * percent / 100
    yield f'<rect x="{x}" y="{y}" width="{width:.1f}" height="{_BAR}" fill="{colour}"/>'
    yield _text(x + width + 5, y + _BAR - 3, f"{percent:.1f}", size=11)


def _text(x: float, y: int, text: str, *, weight: str = "normal", size: int = 13) -> str:
    return (
        f'<text x="{x:.1f}" y="{y}" font-weight="{weight}" font-size="{size}" fill="#222222">'
        f"{escape(text)}</text>"
    )

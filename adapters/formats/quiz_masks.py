# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What quizzes keep in their text that is no text: variables, blanks, blocks of programs.

Such a span is masked by something that the fragment's format protects, so that it becomes an
inline code, and unmasked when the fragment has been written. Known are STACK's
(https://docs.stack-assessment.org, "CASText" and "Question blocks"), Moodle's ``[[1]]`` blanks,
sections in ``{mlang}`` or in spans of the class "multilang", and calculated questions' wildcards.

Leaves out: embedded answers of cloze questions, which are in ``moodle_cloze``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Blocks whose inside is a program, a remark to teachers, or a list that the program reads.
_PROGRAMS = (
    "jsxgraph|geogebra|javascript|script|style|comment|todo|parsons|template|textdownload|iframe"
)
# A span ends before another of its kind begins: looking on from each of many openings that
# nothing closes would take time that grows with their square.
_THINGS = (
    rf"\[\[\s*(?P<block>{_PROGRAMS})\b[^\]]*\]\](?:(?!\[\[\s*(?P=block)).)*?"
    r"\[\[\s*/\s*(?P=block)\s*\]\]"
    r"|\[\[\s*(?:validation|feedback)\s*:[^\]\s]+\s*\]\]"
    r"|\[\[\s*/?\s*[a-z]+(?:\s(?:'(?:[^'\[]|\[(?!\[\s*[a-z]))*'"
    r"|\"(?:[^\"\[]|\[(?!\[\s*[a-z]))*\"|[^\[\]'\"])*)?/?\s*\]\]"
    r"|\{\s*mlang(?:\s+[\w,\s-]+)?\}(?:(?!\{\s*mlang\s+\w).)*?\{\s*mlang\s*\}"
    r"|<span(?:\s+lang=\"[\w-]+\"|\s+class=\"multilang\"){2}\s*>(?:(?!<span).)*?</span>"
)
_WORDS = (
    r"\{@(?:(?!\{@).)*?@\}|\{\#(?:(?!\{\#).)*?\#\}"
    r"|\[\[\s*(?:input\s*:[^\]\s]+|\d+)\s*\]\]"
)
# TeX is protected already, and may hold any of these. A row of a table ends with \\[2pt].
_FORMULAS = (
    r"(?<!\\)\\\((?:(?!(?<!\\)\\\().)*?\\\)"
    r"|(?<!\\)\\\[(?:(?!(?<!\\)\\\[).)*?\\\]"
    r"|\$\$.*?\$\$"
)
WILDCARDS = re.compile(r"\{=[^{}]*(?:\{\w+\}[^{}]*)*\}|\{[A-Za-z]\w*\}")
"""What a calculated question computes: ``{x}`` and ``{={x}+1}``."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with spans masked; *spans* are what stood there, by their number."""

    text: str
    spans: tuple[str, ...]
    mark: str

    def unmask(self, text: str) -> str:
        """Put what stood there in the place of each mask in *text*."""
        if not self.spans:
            return text
        label = rf"{self.mark}:(\d+)"
        # Hints hold what is between an element's tags, so the label alone.
        forms = rf"<object>{label}</object>|\\\({label}\\\)|`{label}`|{label}"
        return re.sub(
            forms, lambda match: self.spans[int(next(filter(None, match.groups())))], text
        )


def mask(
    text: str,
    targets: Iterable[str] = (),
    extra: re.Pattern[str] | None = None,
    *,
    is_markdown: bool = False,
) -> Masked:
    """Mask the spans of *text*, and those that *extra* finds; *targets* will not hold a mask."""
    pattern = _pattern(extra, is_markdown)
    if not pattern.search(text):
        return Masked(text, (), "")
    written = [text, *targets]
    mark = next(
        name for number in range(10**6) if not any((name := f"quiz{number}") in w for w in written)
    )
    spans: list[str] = []

    def masked(match: re.Match[str]) -> str:
        if match["kept"]:
            return match[0]
        if match["tag"]:
            return match[0] if is_markdown else pattern_in_tags.sub(masked_in_tag, match[0])
        return add(match[0], is_thing=bool(match["thing"]))

    def masked_in_tag(match: re.Match[str]) -> str:
        return match[0] if match["kept"] else add(match[0], is_thing=False)

    def add(span: str, *, is_thing: bool) -> str:
        spans.append(span)
        label = f"{mark}:{len(spans) - 1}"
        if is_markdown:
            return f"`{label}`"
        return f"<object>{label}</object>" if is_thing else rf"\({label}\)"

    pattern_in_tags = re.compile(rf"(?P<kept>{_FORMULAS})|{_WORDS}", re.DOTALL)
    return Masked(pattern.sub(masked, text), tuple(spans), mark)


def spans_of(text: str, extra: re.Pattern[str] | None = None) -> list[tuple[int, int]]:
    """Give where in plain *text* the spans stand that are no text, formulas among them."""
    pattern = _pattern(extra, False)
    return [match.span() for match in pattern.finditer(text) if not match["tag"]]


def _pattern(extra: re.Pattern[str] | None, is_markdown: bool) -> re.Pattern[str]:
    words = f"{_WORDS}|{extra.pattern}" if extra else _WORDS
    # Markdown knows no \(…\): there it has to be masked too.
    kept, masked = ("(?!)", f"{words}|{_FORMULAS}") if is_markdown else (_FORMULAS, words)
    tag = r"</?[A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>"
    return re.compile(
        rf"(?P<kept>{kept})|(?P<thing>{_THINGS})|(?P<tag>{tag})|(?P<word>{masked})", re.DOTALL
    )

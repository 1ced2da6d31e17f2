# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The notice to readers as quizzes and courses show it, in one language or in several.

Leaves out: where it stands, which each format knows; the wording (``audarma.attribution``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from adapters.formats.html_notice import footer, warning
from adapters.formats.multilang import marked
from audarma.model import SOURCE_LOCALE, Attribution
from audarma.ports import SideBySide


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice: *warning* and *footer* are HTML, the others plain text; no warning is empty."""

    heading: str
    warning: str
    footer: str
    plain_warning: str
    plain: str


def notice_of(attribution: Attribution) -> Notice:
    """Give the notice in the language of *attribution*."""
    return Notice(
        attribution.heading,
        warning(attribution, False),
        footer(attribution, False),
        attribution.warning,
        "\n".join((attribution.heading, *(line.text for line in attribution.lines))),
    )


def notice_in_languages(languages: SideBySide) -> Notice:
    """Give the notice in all languages that readers may choose.

    As plain text, which Moodle does not filter, the languages stand one below the other.
    """
    # A notice's own language may say its script as well, which no pack of Moodle's does.
    locales = (SOURCE_LOCALE, *languages.locales)
    notices = [notice_of(notice) for notice in languages.notices]

    def joined(texts: Iterable[str]) -> str:
        return marked(dict(zip(locales, texts, strict=True)), languages.marks)

    def block(texts: Iterable[str]) -> str:
        # Moodle's filter takes spans for one choice where only white space is between them.
        found = joined(texts)
        return f"<div>{found}</div>" if found else ""

    return Notice(
        joined(notice.heading for notice in notices),
        block(notice.warning for notice in notices),
        block(notice.footer for notice in notices),
        "\n".join(filter(None, (notice.plain_warning for notice in notices))),
        "\n\n".join(notice.plain for notice in notices),
    )

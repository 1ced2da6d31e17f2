# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The attribution as Markdown: a section at the end, and a warning where reading begins.

Leaves out: the wording, which is in ``audarma.attribution``, and the front matter's keys, which
are in ``markdown_front_matter``.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from adapters.formats.markdown_writing import written_text
from audarma.model import Attribution, NoticeLine

_UNSAFE_IN_ADDRESS = re.compile(r"[\s<>()\\\x00-\x1f]")


def notice(attribution: Attribution, newline: str) -> str:
    """Give the section that ends the file: a heading of level 2, each line a paragraph."""
    heading = f"## {written_text(attribution.heading)}"
    paragraphs = (heading, *(_paragraph(line) for line in attribution.lines))
    return "".join(f"{newline}{paragraph}{newline}" for paragraph in paragraphs)


def warning(attribution: Attribution, newline: str) -> str:
    """Give the sentence that nobody has reviewed the translation, as a quotation."""
    return f"> {written_text(attribution.warning)}{newline}"


def _paragraph(line: NoticeLine) -> str:
    return "".join(_run(text, url) for text, url in line.runs)


def _run(text: str, url: str) -> str:
    address = _UNSAFE_IN_ADDRESS.sub(lambda match: quote(match.group()), url)
    if not url:
        return written_text(text)
    if url == text and re.match(r"https?://", address):
        return f"<{address}>"
    return f"[{written_text(text)}]({address})"

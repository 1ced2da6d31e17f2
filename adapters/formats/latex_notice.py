# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""The notice to readers in LaTeX: a section without a number at the end, a warning at the start.

For machines the same is said in comments at the head of the file, and to PDF readers by hyperref.

Leaves out: the wording, which is in ``audarma.attribution``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from adapters.formats.latex_document import LatexFile
from adapters.formats.latex_text import written_text
from adapters.formats.latex_tokens import Kind
from adapters.formats.latex_writing import Edit
from audarma.model import Attribution, NoticeLine

_HEAD_COMMENTS = re.compile(r"\A(?:[ \t]*%[^\r\n]*(?:\r\n?|\n))*")
_HYPERREF = re.compile(r"\\(?:usepackage|RequirePackage)\s*(?:\[[^]]*\])?\s*\{[^{}]*\bhyperref\b")
_BEAMER = re.compile(r"\\documentclass\s*(?:\[[^][]*\])?\s*\{beamer\}")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_UNSAFE_IN_ADDRESS = re.compile(r"[^A-Za-z0-9:/?#=@!'()*+,;.~&%_-]")
_SPECIAL_IN_ADDRESS = re.compile(r"[%#&_~]")


def loads_links(text: str) -> bool:
    """Say whether *text* loads hyperref, or is of a class that does."""
    return bool(_HYPERREF.search(text) or _BEAMER.search(text))


def notice_edits(latex: LatexFile, attribution: Attribution, *, has_links: bool) -> Iterator[Edit]:
    r"""Give the edits that write *attribution*.

    Args:
        latex: the file; one without ``\begin{document}`` shows the notice at its own ends.
        attribution: what to say.
        has_links: the document loads hyperref.
    """
    newline = latex.file.newline
    is_beamer = bool(_BEAMER.search(latex.text))
    head = _HEAD_COMMENTS.match(latex.text)
    at = head.end() if head else 0
    yield at, at, "".join(f"% {line}{newline}" for line in _comments(attribution))
    body = latex.body
    start, end = (body.start, body.end) if body else (at, len(latex.text))
    if attribution.warning:
        place = start if is_beamer else _behind_title(latex, start)
        warning = written_text(attribution.warning)
        shown = (
            f"\\begin{{frame}}\\textbf{{{warning}}}\\end{{frame}}"
            if is_beamer
            else f"\\begin{{quote}}\\textbf{{{warning}}}\\end{{quote}}"
        )
        before = newline if body else ""
        yield place, place, f"{before}{shown}{newline}{'' if body else newline}"
    if has_links and body:
        language = f"\\hypersetup{{pdflang={{{attribution.locale}}}}}{newline}"
        place = latex.source.starts[body.first - 1]
        yield place, place, language
    last = latex.text[:end]
    before = "" if last.endswith(("\n", "\r")) or not last else newline
    yield end, end, before + newline.join(_section(attribution, is_beamer, has_links)) + newline


def _behind_title(latex: LatexFile, start: int) -> int:
    r"""Give the place behind ``\maketitle`` where that stands in the body itself, else *start*."""
    body = latex.body
    if body is None:
        return start
    source, index = latex.source, body.first
    while index < body.last:
        if source.kinds[index] is Kind.WORD and source.names[index] == "maketitle":
            return source.starts[index + 1]
        partner = source.partner[index]
        index = partner + 1 if partner > index else index + 1
    return start


def _comments(attribution: Attribution) -> Iterator[str]:
    said: Mapping[str, str] = {
        "Language": attribution.locale,
        "Title": attribution.title,
        "License": attribution.licence_url or attribution.licence_id,
        "Source": attribution.source_url or attribution.source_title,
        "Creators": ", ".join(attribution.creators),
        "Translators": ", ".join(attribution.translators),
        "Date": attribution.date,
    }
    for name, value in said.items():
        if value:
            yield f"{name}: {' '.join(value.split())}"


def _section(attribution: Attribution, is_beamer: bool, has_links: bool) -> Iterator[str]:
    heading = written_text(attribution.heading)
    paragraphs = [_paragraph(line, has_links) for line in attribution.lines]
    if is_beamer:
        yield f"\\begin{{frame}}[allowframebreaks]{{{heading}}}"
    else:
        yield ""
        yield f"\\section*{{{heading}}}"
    for paragraph in paragraphs:
        yield ""
        yield paragraph
    if is_beamer:
        yield "\\end{frame}"


def _paragraph(line: NoticeLine, has_links: bool) -> str:
    if not has_links:
        return written_text(line.text)
    return "".join(_run(text, url) for text, url in line.runs)


def _run(text: str, url: str) -> str:
    written = written_text(text)
    if not _WEB.match(url):
        return written
    address = _UNSAFE_IN_ADDRESS.sub(lambda match: quote(match[0]), url)
    # Inside of other arguments only escaped characters are safe.
    address = _SPECIAL_IN_ADDRESS.sub(lambda match: f"\\{match[0]}", address)
    return f"\\href{{{address}}}{{{written}}}"

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The identifiers that tools make of headings, so that links lead to them: a rule a tool.

GitHub's rule (github-slugger) is that of most tools: Hugo, Jekyll, MyST, mdBook, Docusaurus.
Others are ``toc.slugify`` of Python-Markdown, ``auto_identifiers`` of Pandoc's User's Guide,
``nodes.make_id`` of docutils, and Jupyter's, which keeps capitals and counts no duplicates.

Leaves out: emoji by name, and what a site's own settings make of headings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import count

Rule = Callable[[Sequence[str]], list[str]]
"""Gives the identifiers of a page's headings by their texts, in order; empty for none."""

_DOCUTILS_LEAD = re.compile(r"^[-0-9]+|-+$")


def github(headings: Sequence[str]) -> list[str]:
    """Give identifiers as GitHub does: lower case, hyphens for spaces, no punctuation."""
    slugs = [_words(text.strip().lower(), "_- \t").translate(_HYPHENS) for text in headings]
    return _numbered(slugs, "-")


def python_markdown(headings: Sequence[str]) -> list[str]:
    """Give identifiers as MkDocs does: in ASCII, duplicates counted with ``_1``."""
    slugs = []
    for text in headings:
        plain = re.sub(r"[^\w\s-]", "", _ascii(text)).strip().lower()
        slugs.append(re.sub(r"[-\s]+", "-", plain))
    # What is empty is counted from 1 on, as a duplicate of nothing.
    return _numbered(slugs, "_", taken=("",))


def pandoc(headings: Sequence[str]) -> list[str]:
    """Give identifiers as Pandoc does: they begin with a letter and may hold full stops."""
    slugs = []
    for text in headings:
        slug = "-".join(_words(text.lower(), "_-. \t\n").split())
        first = next((at for at, letter in enumerate(slug) if letter.isalpha()), len(slug))
        slugs.append(slug[first:] or "section")
    return _numbered(slugs, "-")


def docutils(headings: Sequence[str]) -> list[str]:
    """Give identifiers as Sphinx does; it counts duplicates over all elements, so they get none."""
    found: dict[str, None] = {}
    ids = []
    for text in headings:
        slug = _DOCUTILS_LEAD.sub("", re.sub(r"[^a-z0-9]+", "-", _ascii(text.lower())))
        ids.append("" if slug in found else slug)
        found[slug] = None
    return ids


def jupyter(headings: Sequence[str]) -> list[str]:
    """Give identifiers as Jupyter does: the text, with hyphens for spaces."""
    return [text.strip().replace(" ", "-") for text in headings]


_HYPHENS = str.maketrans(" \t", "--")


def _words(text: str, others: str) -> str:
    """Leave letters, their marks, digits, and *others* of *text*."""
    return "".join(c for c in text if c in others or unicodedata.category(c)[0] in "LMN")


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")


def _numbered(slugs: Sequence[str], sign: str, taken: Sequence[str] = ()) -> list[str]:
    """Tell duplicates apart by a number behind a *sign*."""
    used = set(taken)
    following: dict[str, int] = {}
    ids = []
    for slug in slugs:
        own = slug
        if own in used:
            numbers = count(following.get(slug, 1))
            number = next(n for n in numbers if f"{slug}{sign}{n}" not in used)
            following[slug] = number + 1
            own = f"{slug}{sign}{number}"
        used.add(own)
        ids.append(own)
    return ids

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dialects of Markdown: how a heading's identifier is made, and how one is written.

A tool that reads attribute lists is given ``## Title {#id}``: it drops nothing of that, whatever
it makes of the page (Pandoc no raw HTML in PDF, Hugo none at all). MyST is given the label
``(id)=``, for it resolves links by labels. All others are given ``<a id="id"></a>`` before the
heading: GitHub and every CommonMark renderer keep it, while braces would be shown to readers.

Leaves out: what a site's own templates and settings change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from adapters.formats.heading_ids import Rule, docutils, github, jupyter, pandoc, python_markdown
from adapters.formats.markdown_block_rules import CODE_DIRECTIVES
from adapters.formats.markdown_blocks import PROSE_DIRECTIVES


class Means(Enum):
    """How an identifier is written: ``{#id}`` after a heading; ``(id)=`` or a tag before it."""

    ATTRIBUTE = "attribute"
    LABEL = "label"
    TAG = "tag"


_ALL_RULES: tuple[Rule, ...] = (github, python_markdown, pandoc, docutils)
_ANY_ID = re.compile(r"[\w.:-]+")
# kramdown/parser/kramdown/header.rb: HEADER_ID.
_KRAMDOWN_ID = re.compile(r"[A-Za-z][A-Za-z0-9_:-]*")


@dataclass(frozen=True, slots=True)
class Dialect:
    """A dialect: the *means* for identifiers that *ids* match, and the *rules* that make them.

    The tool's own rule comes first. The others follow, for a page is often read by two tools,
    the site's and GitHub.
    """

    means: Means
    rules: tuple[Rule, ...] = _ALL_RULES
    ids: re.Pattern[str] = _ANY_ID

    def means_for(self, identifier: str) -> Means:
        """Give how *identifier* is written: as a tag where the dialect's own way cannot."""
        return self.means if self.ids.fullmatch(identifier) else Means.TAG


def _rules(own: Rule) -> tuple[Rule, ...]:
    return (own, *(rule for rule in _ALL_RULES if rule is not own))


_PLAIN = Dialect(Means.TAG)
_ATTRIBUTES = Dialect(Means.ATTRIBUTE)
_PANDOC = Dialect(Means.ATTRIBUTE, _rules(pandoc))
_MYST = Dialect(Means.LABEL)
_PYTHON_MARKDOWN = _rules(python_markdown)
_BY_TOOL = {
    "Carpentries Workbench": _ATTRIBUTES,
    "Hugo": _ATTRIBUTES,
    "Jekyll": Dialect(Means.ATTRIBUTE, ids=_KRAMDOWN_ID),
    "Jupyter Book": _MYST,
    "MkDocs": Dialect(Means.TAG, _PYTHON_MARKDOWN),
    "MyST": _MYST,
    "Quarto": _PANDOC,
    "Sphinx": _MYST,
    "Zensical": Dialect(Means.TAG, _PYTHON_MARKDOWN),
    "Zola": _ATTRIBUTES,
    "mdBook": _ATTRIBUTES,
}
_NAMES = "|".join(map(re.escape, sorted(PROSE_DIRECTIVES | CODE_DIRECTIVES)))
_MYST_SIGN = re.compile(
    rf"^\([^()\n]+\)=[ \t]*$|^(?:`{{3,}}|:{{3,}})\{{(?:{_NAMES})\}}", re.MULTILINE
)
_LIST_AT_END = re.compile(r"\{([^{}\n]*)\}[ \t#]*$")
_PANDOC_SIGN = re.compile(r"^(?:`{3,} ?\{(?:r|python|julia|ojs)\b|:{3,} ?\{[.#])", re.MULTILINE)


def dialect_of_tool(tool: str, *, has_attribute_lists: bool) -> Dialect | None:
    """Give the dialect of a site's *tool*; None where the tool is not known."""
    found = _BY_TOOL.get(tool)
    if found is not None and has_attribute_lists:
        return Dialect(Means.ATTRIBUTE, found.rules)
    return found


def dialect_of_text(text: str) -> Dialect:
    """Give the dialect of a page by what stands in it; plain CommonMark if nothing tells."""
    if _MYST_SIGN.search(text):
        return _MYST
    if _PANDOC_SIGN.search(text):
        return _PANDOC
    headings = (line for line in text.splitlines() if line.startswith("#"))
    lists = (found[1] for line in headings if (found := _LIST_AT_END.search(line)))
    return _ATTRIBUTES if any("#" in one for one in lists) else _PLAIN


def in_notebooks(dialect: Dialect | None) -> Dialect:
    """Give the dialect of a notebook's cells: Jupyter shows them, and perhaps another tool too."""
    known = dialect or _PLAIN
    return Dialect(known.means, (jupyter, *known.rules), known.ids)

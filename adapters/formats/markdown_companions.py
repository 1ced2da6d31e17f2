# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of a Markdown text; ``companions`` says which of them go with it."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it import MarkdownIt

from adapters.formats.html_companions import shown_by_html


def shown_by_markdown(text: str) -> Iterator[str]:
    """Give the addresses of the pictures of a Markdown text, and of its HTML."""
    for block in MarkdownIt("commonmark", {"html": True}).parse(text):
        for token in (block, *(block.children or ())):
            if token.type == "image":
                yield str(token.attrs.get("src") or "")
            elif token.type in ("html_block", "html_inline"):
                yield from shown_by_html(token.content)

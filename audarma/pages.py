# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills the HTML templates in ``audarma/templates``: one file out, no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from audarma.wording_pages import PAGE_WORDS


def render(template: str, *, ui_locale: str, **facts: Any) -> str:
    """Fill *template*, its words in *ui_locale*; every fact is escaped unless it is ``Markup``."""
    return "".join(rendered(template, ui_locale=ui_locale, **facts))


def rendered(template: str, *, ui_locale: str, **facts: Any) -> Iterator[str]:
    """Fill *template* as ``render`` does; give the page piece by piece."""
    words = PAGE_WORDS[ui_locale]
    return _environment().get_template(template).generate(words=words, ui_locale=ui_locale, **facts)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("audarma"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )

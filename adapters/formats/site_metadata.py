# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a site says of itself: its configuration, its index page, and the files beside the pages.

The licence is that of the first of them that names one: configuration and index page,
``CITATION.cff`` (Citation File Format 1.2), the licence file, the README. A licence file is often
the code's, so it does not contradict what the pages say.
Leaves out: what single pages say; ``Site`` remarks on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.formats.book_licence import licence_file_statement
from adapters.formats.folder_container import Container
from adapters.formats.site_plan import SitePlan
from adapters.formats.site_yaml import plain_yaml, strings_below
from audarma.errors import MalformedDocumentError
from audarma.model import Metadata
from audarma.ports import FormatRegistry

_CITATION = "CITATION.cff"
_READMES = ("README.md", "README.markdown", "readme.md", "README.html")
_LICENCE_PAGES = ("LICENSE.md", "LICENCE.md", "license.md", "licence.md")


def site_metadata(files: Container, plan: SitePlan, registry: FormatRegistry) -> Metadata:
    """Collect what the site at *plan* says of itself, the most authoritative first."""
    config = plan.config.metadata if plan.config else Metadata()
    index = _of_page(files, plan.index, registry)
    cited = _cited(files, plan.base)
    sources = (config, index, cited)
    return Metadata(
        title=config.title or index.title or cited.title,
        creators=next((s.creators for s in sources if s.creators), ()),
        source_url=index.source_url or config.source_url or cited.source_url,
        licence_statements=_licence(files, plan, registry, sources),
        language=config.language or index.language,
        published=index.published or cited.published,
        publisher=index.publisher,
        description=config.description or index.description or cited.description,
        rights_statement=index.rights_statement,
    )


def _licence(
    files: Container, plan: SitePlan, registry: FormatRegistry, sources: tuple[Metadata, ...]
) -> tuple[str, ...]:
    config, index, cited = sources
    beside = (plan.base + name for name in (*_LICENCE_PAGES, *_READMES))
    statements = [
        (*config.licence_statements, *index.licence_statements),
        cited.licence_statements,
        *(_of_page(files, name, registry).licence_statements for name in beside),
    ]
    statements.insert(-len(_READMES), (licence_file_statement(files, plan.base),))
    first = next((found for found in statements if any(found)), ())
    return tuple(dict.fromkeys(first))


def _cited(files: Container, base: str) -> Metadata:
    """Read the site's citation file; one that is broken says nothing."""
    if base + _CITATION not in files:
        return Metadata()
    try:
        values = plain_yaml(files.read(base + _CITATION), _CITATION)
    except MalformedDocumentError:
        return Metadata()
    if not isinstance(values, Mapping):
        return Metadata()

    def text(*keys: str) -> str:
        return next((" ".join(v.split()) for k in keys if isinstance(v := values.get(k), str)), "")

    authors = values.get("authors")
    licences = values.get("license")
    return Metadata(
        title=text("title"),
        creators=tuple(filter(None, map(_person, authors if isinstance(authors, list) else []))),
        source_url=text("url", "repository"),
        licence_statements=tuple(filter(None, strings_below(licences))),
        published=text("date-released"),
        description=text("abstract"),
    )


def _person(author: Any) -> str:
    """Give the name of a person, or of an entity."""
    if not isinstance(author, Mapping):
        return ""
    keys = ("given-names", "name-particle", "family-names", "name-suffix")
    names = [str(author[key]) for key in keys if author.get(key)]
    return " ".join(names) or str(author.get("name") or author.get("alias") or "")


def _of_page(files: Container, name: str, registry: FormatRegistry) -> Metadata:
    """Give what a page says of itself; nothing where it is not there or cannot be read."""
    form = registry.document_format(name)
    if name not in files or form is None:
        return Metadata()
    try:
        return form.metadata(files.read(name))
    except MalformedDocumentError:
        return Metadata()

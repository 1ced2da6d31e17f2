# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sites: a folder or a zip archive of pages that link to each other, as one resource.

Pages are HTML, Markdown or notebooks; each is a document, read by the registry's format for it.
So are the titles in a configuration. All other files are carried along unchanged, and no link is
changed: paths stay, and so do the identifiers of headings that links lead to. The adapted site is
one zip archive of the same layout.

Leaves out: texts in files that are no pages (slides, subtitles, PDF), what a tool makes of the
pages, which it can make of the adapted ones again, and pages that are not in English. ``remarks``
names what is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from adapters.formats.first_look import FirstLook
from adapters.formats.folder_container import Container, container
from adapters.formats.markdown_anchors import Anchors, LinkedPages
from adapters.formats.markdown_dialects import dialect_of_tool
from adapters.formats.site_metadata import site_metadata
from adapters.formats.site_plan import SitePlan, is_output, site_base, site_plan
from adapters.formats.site_toml import merge_toml, toml_document
from adapters.formats.site_yaml import merge_yaml, yaml_document
from audarma.errors import AudarmaError, MalformedDocumentError
from audarma.inline_code import plain_text
from audarma.language_id import UNDETERMINED, detect_language
from audarma.model import SOURCE_LOCALE, Document, Metadata
from audarma.ports import Adaptation, DocumentFormat, FormatRegistry, Targets

_SAMPLE_CHARACTERS = 6000
_LEAST_SAMPLE = 200
"""A page of fewer characters is taken for what the site is: names and numbers have no language."""
_SURE = 0.9
_SHOWN_NAMES = 4
_TOML = ".toml"


class Site:
    """A folder of pages."""

    name = "site"
    suffixes = frozenset({".site.zip"})

    def __init__(self, registry: FormatRegistry) -> None:
        """Take the *registry* that knows the formats of pages."""
        self.registry = registry

    def recognises(self, look: FirstLook) -> bool:
        """Say whether it is a folder or a zip archive with a site in it."""
        if not look.may_hold_files or (look.is_zip and look.path.suffix.lower() != ".zip"):
            return False
        try:
            with container(look.path) as files:
                return site_base(files, is_named=_is_named(look.path)) is not None
        except (OSError, AudarmaError):
            return False

    def metadata(self, source: Path) -> Metadata:
        """Read what the site says of itself."""
        with container(source) as files:
            return site_metadata(files, _plan(source, files), self.registry)

    def remarks(self, source: Path) -> list[str]:
        """Say, a sentence each, what of the site is left out or stays in English."""
        with container(source) as files:
            plan = _plan(source, files)
            return list(_Reader(self.registry, files, plan).remarks())

    def is_spread(self, source: Path) -> bool:
        """Say whether it is a folder, and no archive."""
        return source.is_dir()

    def companions(self, source: Path) -> list[str]:
        """Give nothing: the adapted site holds all that it needs."""
        return []

    def extract(self, source: Path) -> Iterator[Document]:
        """Give the pages in English, each once, in reading order."""
        with container(source) as files:
            plan = _plan(source, files)
            reader = _Reader(self.registry, files, plan)
            for name in plan.texts:
                texts = _texts_document(files.read(name), name)
                if texts.units:
                    yield texts
            for name in plan.pages:
                if name not in plan.twins and (page := reader.document(name)):
                    yield page

    def merge(
        self,
        source: Path,
        targets_of: Callable[[str], Targets],
        adaptation: Adaptation | None,
        out: Path,
    ) -> None:
        """Write the adapted site to the archive *out*, whole or not at all."""
        with container(source) as files:
            plan = _plan(source, files)
            files.keep(lambda name: not is_output(name, plan.base, plan.config))
            reader = _Reader(self.registry, files, plan)
            files.rewrite(out, lambda name: reader.merged(name, targets_of, adaptation))


class _Reader:
    """Reads and merges the pages of a site, one at a time."""

    def __init__(self, registry: FormatRegistry, files: Container, plan: SitePlan) -> None:
        self.registry, self.files, self.plan = registry, files, plan
        self._pages = frozenset(plan.pages)
        self._copied = frozenset(plan.twins.values())
        self._copies: dict[str, bytes] = {}

    def document(self, name: str) -> Document | None:
        """Give the page *name*; None where it has no text, or is in another language."""
        document = self._format(name).extract(self.files.read(name), name)
        return document if document.units and not _other_language(document) else None

    def merged(
        self, name: str, targets_of: Callable[[str], Targets], adaptation: Adaptation | None
    ) -> bytes | None:
        """Give the new content of a file; None where it stays as it is."""
        first = self.plan.twins.get(name, name)
        if first in self._copies:
            return self._copies[first]
        if first not in self._pages and first not in self.plan.texts:
            return None
        # Whether a page is in English is asked only where something else is to be written on it.
        if adaptation is not None and not self._is_document(first):
            return None
        targets = targets_of(first)
        if not targets and adaptation is None:
            return None
        data = self.files.read(first)
        if first in self.plan.texts:
            merge = merge_toml if first.endswith(_TOML) else merge_yaml
            return merge(data, first, targets, adaptation)
        merged = self._merged_page(first, data, targets, adaptation)
        if first in self._copied:
            self._copies[first] = merged
        return merged

    def _merged_page(
        self, name: str, data: bytes, targets: Targets, adaptation: Adaptation | None
    ) -> bytes:
        """Merge a page, so that other pages' links to its headings still lead there."""
        form = self._format(name)
        if not isinstance(form, LinkedPages):
            return form.merge(data, targets, adaptation)
        dialect = None
        if config := self.plan.config:
            has_lists = config.has_attribute_lists
            dialect = dialect_of_tool(config.tool, has_attribute_lists=has_lists)
        wanted = self.plan.fragments.get(name, frozenset())
        return form.merge_linked(data, targets, adaptation, Anchors(wanted, dialect))

    def remarks(self) -> Iterator[str]:
        """Say what is left out or stays in English, and why."""
        plan, tool = self.plan, self.plan.config.tool if self.plan.config else ""
        made = [name for name in self.files.names if is_output(name, plan.base, plan.config)]
        if made:
            yield (
                f"{_listed(made)}: left out, since {tool} makes such files of the pages. Run "
                f"{tool} on the adapted site."
            )
        if plan.unread:
            yield (
                f"{_listed(plan.unread)}: kept in English, since neither the site's navigation nor "
                "its links lead there."
            )
        if plan.twins:
            copies = list(plan.twins)
            yield f"{_listed(copies)}: the same as another page, and will be the same again."
        others: dict[str, list[str]] = {}
        for name in plan.pages:
            document = self._format(name).extract(self.files.read(name), name)
            if language := _other_language(document):
                others.setdefault(language, []).append(name)
        for language, names in others.items():
            yield f"{_listed(names)}: the text is in {language!r}, not English, and stays as it is."

    def _is_document(self, name: str) -> bool:
        if name in self.plan.texts:
            return bool(_texts_document(self.files.read(name), name).units)
        return self.document(name) is not None

    def _format(self, name: str) -> DocumentFormat:
        form = self.registry.document_format(name)
        if form is None:
            raise MalformedDocumentError(
                f"{name}: no format for this page is installed. Take it out of the folder.", name
            )
        return form


def _texts_document(data: bytes, name: str) -> Document:
    """Give a configuration's texts for readers."""
    return toml_document(data, name) if name.endswith(_TOML) else yaml_document(data, name)


def _is_named(source: Path) -> bool:
    """Say whether the name says that it is a site, as those of fetched ones do."""
    return source.name.lower().endswith((".site", ".site.zip"))


def _plan(source: Path, files: Container) -> SitePlan:
    base = site_base(files, is_named=_is_named(source))
    plan = site_plan(files, base) if base is not None else None
    if plan is None or not plan.pages:
        raise MalformedDocumentError(
            f"{source.name}: holds no pages of a site. Give the folder that its index page or its "
            "configuration stands in.",
            source.name,
        )
    return plan


def _other_language(document: Document) -> str:
    """Give the language of a page that is surely not in English."""
    sample = "\n".join(plain_text(unit.content) for unit in document.units)[:_SAMPLE_CHARACTERS]
    if len(sample) < _LEAST_SAMPLE:
        return ""
    language, confidence = detect_language(sample)
    is_other = language not in (SOURCE_LOCALE, UNDETERMINED) and confidence >= _SURE
    return language if is_other else ""


def _listed(names: Iterable[str]) -> str:
    """Name a few files, and count the others."""
    names = list(names)
    shown = ", ".join(names[:_SHOWN_NAMES])
    more = len(names) - _SHOWN_NAMES
    return f"{shown} and {more} more" if more > 0 else shown

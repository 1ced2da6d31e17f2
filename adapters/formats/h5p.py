# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""H5P packages (.h5p): their content by their libraries' semantics, and their title.

Its documents are ``h5p.json`` (titles), ``content/content.json`` (texts; those of buttons and
labels come last, under the title "interface") and the captions of its films. Values are spliced by
position: what is no text keeps its bytes, and so do all other members, libraries included.

Readers see licence, source and translators where players show the "Rights of use", and the
warning in front of the first text with markup. Leaves out: words in pictures, texts in the code of
libraries, and packages that were exported without their libraries, which are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from adapters.formats.first_look import FirstLook
from adapters.formats.h5p_gaps import GappedText
from adapters.formats.h5p_metadata import TITLES, adaptation_edits, package_metadata
from adapters.formats.h5p_semantics import INTERFACE, Libraries, TextPlace, Walk
from adapters.formats.html_notice import warning
from adapters.formats.notebook_json import Edit, JsonText, Value
from adapters.formats.quiz_fragment import Fragment, Fragments, Kind, TargetsByPrefix
from adapters.formats.xml_places import joined, located
from adapters.formats.zip_container import ZipContainer
from audarma.errors import AudarmaError, InlineCodeError, MalformedDocumentError
from audarma.model import SOURCE_LOCALE, Document, Metadata, Unit, UnitKind
from audarma.ports import Adaptation, DocumentFormat, FormatRegistry, Targets

PACKAGE, CONTENT = "h5p.json", "content/content.json"

_CAPTIONS = (".vtt", ".srt")
_ADVICE = "Export the package again from the platform that runs it."
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_HALF_PAIR = re.compile("[\ud800-\udfff]")
# What players put values in place of: @score, :num, %count.
_VARIABLES = re.compile(r"(?<![\w@])@[A-Za-z]\w*|(?<![\w:]):[a-z]\w*|(?<![\w%])%[a-z]\w*")


class H5p:
    """An H5P package; meets ``audarma.ports.ResourceFormat``."""

    name = "h5p"
    suffixes = frozenset({".h5p"})

    def __init__(self, registry: FormatRegistry) -> None:
        """Take the *registry* that knows the formats of HTML and of captions."""
        self.registry = registry
        self.fragments = Fragments(registry)

    def recognises(self, look: FirstLook) -> bool:
        """Say whether it is an archive that holds what every H5P package does."""
        if not look.is_zip:
            return False
        try:
            with ZipContainer(look.path) as container:
                return PACKAGE in container and CONTENT in container
        except (OSError, AudarmaError):
            return False

    def metadata(self, source: Path) -> Metadata:
        """Read what ``h5p.json`` says."""
        with ZipContainer(source) as container:
            return package_metadata(_Package(container).about)

    def companions(self, source: Path) -> list[str]:
        """Give nothing: a package holds all that it shows."""
        return []

    def extract(self, source: Path) -> Iterator[Document]:
        """Give the titles, the content with the interface's texts last, and captions."""
        with ZipContainer(source) as container:
            package = _Package(container)
            title = package_metadata(package.about).title
            yield Document(PACKAGE, tuple(self._title_units(package)), title)
            yield Document(CONTENT, tuple(self._content_units(package)), title)
            for name in container.names:
                format_ = self._captions(name)
                if format_ is not None:
                    yield format_.extract(container.read(name), name)

    def merge(
        self,
        source: Path,
        targets_of: Callable[[str], Targets],
        adaptation: Adaptation | None,
        out: Path,
    ) -> None:
        """Write the adapted package to *out*, whole or not at all."""
        with ZipContainer(source) as container:
            package = _Package(container)

            def change(name: str) -> bytes | None:
                if name == PACKAGE:
                    edits = list(self._title_edits(package, targets_of(name)))
                    if adaptation:
                        edits += adaptation_edits(package.about, adaptation)
                    return package.encoded(name, package.about, edits)
                if name == CONTENT:
                    edits = self._content_edits(package, targets_of(name), adaptation)
                    return package.encoded(name, package.content, edits)
                format_ = self._captions(name)
                if format_ is None:
                    return None
                inner = Adaptation(adaptation.locale) if adaptation else None
                return format_.merge(container.read(name), targets_of(name), inner)

            container.rewrite(out, change)

    def _captions(self, name: str) -> DocumentFormat | None:
        """Give the format of a member that holds captions; ``None`` for all others."""
        if not name.startswith("content/") or not name.lower().endswith(_CAPTIONS):
            return None
        return self.registry.document_format(name)

    def _title_units(self, package: _Package) -> Iterator[Unit]:
        for fragment in package.titles():
            yield from self.fragments.units(fragment)

    def _title_edits(self, package: _Package, targets: Targets) -> Iterator[Edit]:
        for fragment in package.titles():
            text = self.fragments.merged(fragment, targets, None)
            if text != fragment.text:
                value = package.about.root.members[fragment.prefix.removesuffix(".")]
                yield value.start, value.end, package.about.style.dumps(text)

    def _content_units(self, package: _Package) -> Iterator[Unit]:
        places = list(package.places())
        for place in sorted(places, key=lambda place: place.is_interface):
            for unit in self._units(package.fragment(place), place):
                yield replace(unit, title_path=(INTERFACE,)) if place.is_interface else unit

    def _units(self, fragment: Fragment, place: TextPlace) -> Iterator[Unit]:
        if place.markup:
            return GappedText(fragment, place.markup).units(self.fragments)
        return self.fragments.units(fragment)

    def _content_edits(
        self, package: _Package, targets: Targets, adaptation: Adaptation | None
    ) -> list[Edit]:
        locale = adaptation.locale if adaptation else None
        attribution = adaptation.attribution if adaptation else None
        notice = warning(attribution, False) if attribution else ""
        edits: list[Edit] = []
        by_prefix = TargetsByPrefix(targets)
        faults: list[InlineCodeError] = []
        for place in package.places():
            fragment = package.fragment(place)
            own = by_prefix.under(fragment.prefix)
            try:
                if place.markup:
                    gapped = GappedText(fragment, place.markup)
                    text = gapped.merged(self.fragments, own, locale)
                else:
                    text = self.fragments.merged(fragment, own, locale)
            except InlineCodeError as fault:
                faults.append(located(fault, f"{CONTENT} ", fragment.prefix))
                continue
            if notice and _can_hold_notice(place):
                text, notice = f"{notice}\n{text}", ""
            if text != fragment.text:
                written = package.content.style.dumps(text)
                edits.append((place.value.start, place.value.end, written))
        if faults:
            raise joined(faults)
        return [*edits, *package.caption_languages(locale)] if locale else edits


class _Package:
    """An open package: its two JSON files and its libraries."""

    def __init__(self, container: ZipContainer) -> None:
        self.container = container
        self.about = self._json(PACKAGE)
        self.content = self._json(CONTENT)
        self.libraries = Libraries(container)

    def titles(self) -> Iterator[Fragment]:
        """Give the titles of the package as fragments, each with its key as prefix."""
        for key in TITLES:
            value = self.about.root.members.get(key)
            if value is not None and value.is_string:
                text = self._text(self.about, PACKAGE, value)
                yield Fragment(text, Kind.PLAIN, f"{key}.", UnitKind.TITLE)

    def places(self) -> Iterator[TextPlace]:
        """Give the texts of the content."""
        name = self.about.string(self.about.root.members.get("mainLibrary"))
        dependencies = self.about.root.members.get("preloadedDependencies")
        for entry in dependencies.entries if dependencies is not None else ():
            said = {k: str(self.about.plain(v)) for k, v in entry.members.items() if not v.members}
            if said.get("machineName") == name:
                version = f"{said.get('majorVersion')}.{said.get('minorVersion')}"
                yield from Walk(self.content, self.libraries).places(name, version)
                return
        raise MalformedDocumentError(
            f"{self.container.source.name}: {PACKAGE} does not name the library of its content. "
            f"{_ADVICE}",
            self.container.source.name,
        )

    def caption_languages(self, locale: str) -> Iterator[Edit]:
        """Give the edits that make *locale* the language of captions that were in English."""
        stack = [self.content.root]
        while stack:
            value = stack.pop()
            stack += (*value.members.values(), *value.entries)
            stated = value.members.get("srcLang")
            language = self.content.string(stated).lower().partition("-")[0]
            if stated is not None and language == SOURCE_LOCALE:
                yield stated.start, stated.end, self.content.style.dumps(locale)

    def fragment(self, place: TextPlace) -> Fragment:
        """Give the text that stands at *place*."""
        text = self._text(self.content, CONTENT, place.value)
        return Fragment(text, place.form, f"{place.path}.", place.kind, _VARIABLES)

    def encoded(self, name: str, whole: JsonText, edits: list[Edit]) -> bytes | None:
        """Give a member with *edits*, ``None`` where there are none."""
        if not edits:
            return None
        mark = _BYTE_ORDER_MARK if self.container.head(name, 3) == _BYTE_ORDER_MARK else b""
        return mark + whole.applied(edits).encode("utf-8")

    def _json(self, name: str) -> JsonText:
        try:
            text = self.container.read(name).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise MalformedDocumentError(
                f"{name}: is not in UTF-8 ({error.reason}). {_ADVICE}", name
            ) from error
        whole = JsonText(text, name, _ADVICE)
        if not whole.root.is_object:
            raise MalformedDocumentError(f"{name}: holds no object. {_ADVICE}", name)
        return whole

    def _text(self, whole: JsonText, name: str, value: Value) -> str:
        text = whole.string(value)
        if _HALF_PAIR.search(text):
            line = whole.line_of(value)
            raise MalformedDocumentError(
                f"{name}:{line}: holds half of a surrogate pair, which is no letter. Delete it.",
                name,
                line,
            )
        return text


def _can_hold_notice(place: TextPlace) -> bool:
    return place.form is Kind.HTML and not place.is_interface and place.markup is None

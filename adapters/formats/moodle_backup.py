# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moodle course backups (.mbz): names, summaries, pages, books, lessons, glossaries, questions.

A backup is a tar archive under gzip, or a zip archive (Moodle before 2.6, or by choice). A document
is one of its XML files; rich texts are read by the registry's formats for HTML, Markdown and plain
text. Values that are none (``$@NULL@$``), keys, dates, settings and all other members keep their
bytes, and a backup in which nothing changes is copied.

Leaves out: uploaded files, which Moodle stores under the hash of their content; users' own texts
and other texts that ``moodle_backup_texts`` names.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from adapters.formats.first_look import FirstLook
from adapters.formats.moodle_backup_notice import set_language, states_language, with_notice
from adapters.formats.moodle_backup_texts import NULL, holds_texts, text_places
from adapters.formats.moodle_side_by_side import splice_side_by_side
from adapters.formats.multilang import LeftInEnglish
from adapters.formats.quiz_fragment import Fragments, Kind
from adapters.formats.quiz_notice import Notice, notice_in_languages, notice_of
from adapters.formats.tar_container import GZIP_MAGIC, TarContainer
from adapters.formats.xml_places import Place, holds_units, place_units, splice_places
from adapters.formats.xml_splice import Edits, Element, XmlText
from adapters.formats.zip_container import ZipContainer
from adapters.formats.zip_writer import ZIP_MAGIC
from audarma.errors import AudarmaError, MalformedDocumentError
from audarma.inline_code import plain_text
from audarma.model import SOURCE_LOCALE, Document, Metadata
from audarma.ports import Adaptation, FormatRegistry, SideBySide, Targets

ABOUT, INDEX = "moodle_backup.xml", ".ARCHIVE_INDEX"

_COURSE = "course/course.xml"
_SECTION = re.compile(r"sections/[^/]+/section\.xml")
_ACTIVITY = re.compile(r"activities/(?P<type>[^/]+)_\d+/(?P=type)\.xml")
_LICENCE_FILES = re.compile(
    rf"{re.escape(_COURSE)}|{_SECTION.pattern}|activities/(?P<kind>page|label)_\d+/(?P=kind)\.xml"
)
_LICENCE = re.compile(r"licen[cs]e|creativecommons\.org/|all rights reserved", re.IGNORECASE)

_Container = ZipContainer | TarContainer


class MoodleBackup:
    """A backup of a course or an activity; meets ``audarma.ports.ResourceFormat``."""

    name = "moodle-backup"
    suffixes = frozenset({".mbz"})

    def __init__(self, registry: FormatRegistry) -> None:
        """Take the *registry* that knows the formats of texts."""
        self.registry = registry
        self.fragments = Fragments(registry)

    def recognises(self, look: FirstLook) -> bool:
        """Say whether it is a zip archive that holds what every backup does."""
        if not look.is_zip:
            return False
        try:
            with ZipContainer(look.path) as container:
                return ABOUT in container
        except (OSError, AudarmaError):
            return False

    def metadata(self, source: Path) -> Metadata:
        """Read the course's name, address and date; a licence where a summary or page names one."""
        with _opened(source) as container:
            about = XmlText(container.read(ABOUT), ABOUT).root
            said = {e.name: e.text.strip() for e in _information(about)}
            site, number = said.get("original_wwwroot", ""), said.get("original_course_id", "")
            summary = self._summary(container)
            return Metadata(
                title=_title(about),
                source_url=f"{site}/course/view.php?id={number}" if site and number else "",
                licence_statements=tuple(dict.fromkeys(self._licences(container))),
                language=_language(container),
                published=_day(said.get("backup_date", "")),
                description=summary,
            )

    def companions(self, source: Path) -> list[str]:
        """Give nothing: a backup holds all that it shows."""
        return []

    def extract(self, source: Path) -> Iterator[Document]:
        """Give the files that hold texts: the course, its sections, activities, then questions."""
        with _opened(source) as container:
            for name in sorted(filter(holds_texts, container.names), key=_reading_order):
                xml = XmlText(container.read(name), name)
                units = tuple(place_units(text_places(xml), self.fragments))
                if units:
                    yield Document(name, units, _document_title(xml.root))

    def merge(
        self,
        source: Path,
        targets_of: Callable[[str], Targets],
        adaptation: Adaptation | None,
        out: Path,
    ) -> None:
        """Write the adapted backup to *out*, whole or not at all."""
        with _opened(source) as container:
            merger = _Merger(container, self.fragments, targets_of, adaptation)
            if isinstance(container, TarContainer):
                container.rewrite(out, merger.change, frozenset({INDEX}))
            else:
                container.rewrite(out, merger.change)

    def merge_languages(
        self,
        source: Path,
        targets_of: Callable[[str], Mapping[str, Targets]],
        languages: SideBySide,
        out: Path,
    ) -> list[str]:
        """Write the backup in all languages to *out*, whole or not at all."""
        with _opened(source) as container:
            merger = _LanguagesMerger(container, self.fragments, targets_of, languages)
            if isinstance(container, TarContainer):
                container.rewrite(out, merger.change, frozenset({INDEX}))
            else:
                container.rewrite(out, merger.change)
            return list(merger.left.remarks())

    def _summary(self, container: _Container) -> str:
        if _COURSE not in container:
            return ""
        xml = XmlText(container.read(_COURSE), _COURSE)
        places = (p for p in text_places(xml) if p.element.name == "summary")
        return " ".join(plain_text(unit.content) for unit in place_units(places, self.fragments))

    def _licences(self, container: _Container) -> Iterator[str]:
        """Give the licences that readers of the course are told of."""
        html = self.registry.document_format("", Kind.HTML.value)
        for name in sorted(filter(_LICENCE_FILES.fullmatch, container.names), key=_reading_order):
            xml = XmlText(container.read(name), name)
            for place in text_places(xml):
                if html and _LICENCE.search(place.fragment.text):
                    yield from html.metadata(place.fragment.text.encode()).licence_statements


class _Members(ABC):
    """Gives each member's new content, and the index that states their sizes."""

    def __init__(self, container: _Container, notice: Notice | None) -> None:
        self.container, self.notice = container, notice
        self.with_notice = _notice_files(container) if notice else frozenset()
        self.sizes: dict[str, int] = {}

    def change(self, name: str) -> bytes | None:
        """Give a member's new content, or ``None`` where it stays."""
        if name == INDEX:
            return self._index()
        if not holds_texts(name) and not self.changes_language(name):
            return None
        before = self.container.read(name)
        xml = XmlText(before, name)
        edits = Edits(xml)
        if holds_texts(name):
            self.write_texts(edits, list(text_places(xml)))
        if self.changes_language(name):
            self.write_language(edits)
        data = edits.apply()
        if self.notice and name in self.with_notice:
            data = with_notice(data, name, self.notice)
        if data != before:
            self.sizes[name] = len(data)
        return data

    @abstractmethod
    def changes_language(self, name: str) -> bool:
        """Say whether the language that a member forces upon its readers is to change."""

    @abstractmethod
    def write_texts(self, edits: Edits, places: list[Place]) -> None:
        """Write the targets of a member's *places*."""

    @abstractmethod
    def write_language(self, edits: Edits) -> None:
        """Write the language that a member forces upon its readers."""

    def _index(self) -> bytes:
        """Give Moodle's list of the archive's files with their sizes brought up to date."""
        lines = self.container.read(INDEX).split(b"\n")
        for number, line in enumerate(lines):
            cells = line.split(b"\t")
            size = self.sizes.get(cells[0].decode("utf-8", errors="replace"))
            if len(cells) == 4 and size is not None:
                cells[2] = str(size).encode("ascii")
                lines[number] = b"\t".join(cells)
        return b"\n".join(lines)


class _Merger(_Members):
    """Gives the members in one language."""

    def __init__(
        self,
        container: _Container,
        fragments: Fragments,
        targets_of: Callable[[str], Targets],
        adaptation: Adaptation | None,
    ) -> None:
        said = adaptation.attribution if adaptation else None
        super().__init__(container, notice_of(said) if said else None)
        self.fragments, self.targets_of = fragments, targets_of
        self.locale = adaptation.locale if adaptation else None

    def changes_language(self, name: str) -> bool:
        return self.locale is not None and states_language(name)

    def write_texts(self, edits: Edits, places: list[Place]) -> None:
        targets: Targets = {}
        if holds_units(places, self.fragments):
            targets = self.targets_of(edits.source.path)
        splice_places(edits, places, self.fragments, targets, self.locale)

    def write_language(self, edits: Edits) -> None:
        set_language(edits, self.locale or SOURCE_LOCALE)


class _LanguagesMerger(_Members):
    """Gives the members in several languages side by side."""

    def __init__(
        self,
        container: _Container,
        fragments: Fragments,
        targets_of: Callable[[str], Mapping[str, Targets]],
        languages: SideBySide,
    ) -> None:
        super().__init__(container, notice_in_languages(languages) if languages.notices else None)
        self.fragments, self.targets_of, self.languages = fragments, targets_of, languages
        self.left = LeftInEnglish()

    def changes_language(self, name: str) -> bool:
        return states_language(name)

    def write_texts(self, edits: Edits, places: list[Place]) -> None:
        if holds_units(places, self.fragments):
            targets, marks = self.targets_of(edits.source.path), self.languages.marks
            splice_side_by_side(edits, places, self.fragments, targets, marks, self.left)

    def write_language(self, edits: Edits) -> None:
        # Readers must be free to choose, so that the filter has a choice.
        set_language(edits, "")


def _opened(source: Path) -> _Container:
    """Open a backup of either kind.

    Raises:
        MalformedDocumentError: it is no backup.
    """
    try:
        with source.open("rb") as stream:
            head = stream.read(len(ZIP_MAGIC))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise MalformedDocumentError(
            f"{source.name}: cannot be read ({reason}). Check that it is a file and that you may "
            "read it.",
            source.name,
            reason,
        ) from error
    container: _Container
    container = TarContainer(source) if head.startswith(GZIP_MAGIC) else ZipContainer(source)
    if ABOUT not in container:
        container.close()
        raise MalformedDocumentError(
            f"{source.name}: has no {ABOUT}, so it is no backup of a Moodle course. Back the "
            "course up in Moodle again.",
            source.name,
        )
    return container


def _reading_order(name: str) -> tuple[int, str]:
    """Put the course first, then sections, activities, questions, and what repeats their names."""
    if name == _COURSE:
        return 0, ""
    for place, folder in enumerate(("sections/", "activities/"), 1):
        if name.startswith(folder):
            number = "".join(filter(str.isdigit, name))
            return place, number.zfill(20) + name
    return (3, "") if name == "questions.xml" else (4, name)


def _notice_files(container: _Container) -> frozenset[str]:
    """Give the course's own file and that of its first section, or the only activity's."""
    found = {_COURSE} & set(container.names)
    sections = [name for name in container.names if _SECTION.fullmatch(name)]
    activities = [name for name in container.names if _ACTIVITY.fullmatch(name)]
    if sections:
        found.add(min(sections, key=lambda name: _section_number(container, name)))
    elif activities:
        found.add(min(activities, key=_reading_order))
    return frozenset(found)


def _section_number(container: _Container, name: str) -> int:
    number = XmlText(container.read(name), name).root.child("number")
    digits = number.text.strip() if number else ""
    return int(digits) if digits.isdecimal() else 0


def _information(about: Element) -> list[Element]:
    information = about.child("information")
    return information.elements if information is not None else []


def _title(about: Element) -> str:
    """Give the course's name; a backup of one activity says the activity's."""
    activities = list(about.descendants("activity"))
    if len(activities) == 1 and not any(True for _ in about.descendants("section")):
        titles = (e for e in activities[0].elements if e.name == "title")
        return next((" ".join(title.text.split()) for title in titles), "")
    names = (e for e in _information(about) if e.name == "original_course_fullname")
    return next((" ".join(e.text.split()) for e in names), "")


def _language(container: _Container) -> str:
    if _COURSE not in container:
        return ""
    stated = XmlText(container.read(_COURSE), _COURSE).root.child("lang")
    language = stated.text.strip() if stated is not None else ""
    return "" if language == NULL else language.replace("_", "-")


def _day(seconds: str) -> str:
    if not seconds.isdecimal() or len(seconds) > 11:
        return ""
    return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()


def _document_title(root: Element) -> str:
    """Give the name of a course, a section or an activity."""
    for owner in (root, *root.elements):
        for name in ("fullname", "name"):
            found = owner.child(name)
            if found is not None and found.text.strip() not in ("", NULL):
                return " ".join(found.text.split())
    return ""

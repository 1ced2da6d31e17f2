# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""PreTeXt books of many files: a folder or a zip archive, read along ``xi:include``.

The books are those that the project's manifest (``project.ptx``) builds, or else the files of a
whole document. The adapted book is one zip archive of the same layout. Follows the PreTeXt Guide,
"Project Manifest", and XInclude 1.0 as far as PreTeXt uses it.
Leaves out: files that are included as text, and those that no book includes: they stay as they
are.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from adapters.formats.book_licence import licence_file_statement
from adapters.formats.first_look import FirstLook
from adapters.formats.folder_container import Container, container
from adapters.formats.pretext import WHOLE, merge_pretext, pretext_document, read_pretext
from adapters.formats.pretext_metadata import joined, pretext_metadata
from adapters.formats.pretext_notice import has_front_matter
from adapters.formats.xml_root import root_name
from adapters.formats.xml_splice import Element, XmlText
from adapters.formats.xml_units import clean
from audarma.errors import AudarmaError, MalformedDocumentError, UnsafeSourceError
from audarma.model import Document, Metadata
from audarma.ports import Adaptation, Targets

_INCLUDE = "{http://www.w3.org/2001/XInclude}include"
_FALLBACK = "{http://www.w3.org/2001/XInclude}fallback"
_MANIFEST = re.compile(r"(?P<base>(?:[^/]+/)?)project\.ptx")
_SUFFIX = ".ptx"
_SCHEME = re.compile(r"[A-Za-z][\w+.-]*:|/|\\")


class PreTeXtBook:
    """A book of many files."""

    name = "pretext-book"
    suffixes = frozenset({".ptx.zip"})

    def recognises(self, look: FirstLook) -> bool:
        """Say whether it is a folder or an archive with a whole document in it."""
        if not look.may_hold_files:
            return False
        try:
            with container(look.path) as files:
                return next(_mains(files), None) is not None
        except (OSError, AudarmaError):
            return False

    def metadata(self, source: Path) -> Metadata:
        """Read what the book's files and the licence file beside them say."""
        with container(source) as files:
            book = _Book(source, files)
            found = joined([pretext_metadata(book.read(path).root) for path in book.paths])
            statement = licence_file_statement(files, book.base)
            statements = (*found.licence_statements, *([statement] if statement else ()))
            return replace(found, licence_statements=tuple(dict.fromkeys(statements)))

    def is_spread(self, source: Path) -> bool:
        """Say whether it is a folder, and no archive."""
        return source.is_dir()

    def companions(self, source: Path) -> list[str]:
        """Give nothing: the adapted book holds all that it needs."""
        return []

    def extract(self, source: Path) -> Iterator[Document]:
        """Give each file once, where it is first included."""
        with container(source) as files:
            book = _Book(source, files)
            for path, title_path in book.paths.items():
                yield pretext_document(book.read(path), title_path)

    def merge(
        self,
        source: Path,
        targets_of: Callable[[str], Targets],
        adaptation: Adaptation | None,
        out: Path,
    ) -> None:
        """Write the adapted book to the archive *out*, whole or not at all."""
        with container(source) as files:
            book = _Book(source, files)

            def change(name: str) -> bytes | None:
                if name not in book.paths:
                    return None
                return merge_pretext(
                    files.read(name),
                    name,
                    targets_of(name),
                    adaptation,
                    has_notice=name in book.notice_paths,
                )

            files.rewrite(out, change)


@dataclass(frozen=True, slots=True)
class _Inclusion:
    """A file to read, and the titles above the place that includes it."""

    path: str
    title_path: tuple[str, ...]


class _Book:
    """The files of a book in reading order, each with its title path."""

    def __init__(self, source: Path, files: Container) -> None:
        self.source, self.files = source, files
        self.paths: dict[str, tuple[str, ...]] = {}
        self.notice_paths: set[str] = set()
        mains = list(_mains(files))
        if not mains:
            raise MalformedDocumentError(
                f"{source.name}: holds no PreTeXt file of a whole document. Give the folder of the "
                "project, with project.ptx in it.",
                source.name,
            )
        self.base = mains[0].partition("/")[0] + "/" if _has_base(files) else ""
        for main in mains:
            self._follow(main)

    def read(self, path: str) -> XmlText:
        return read_pretext(self.files.read(path), path)

    def _follow(self, main: str) -> None:
        """Note the files of one book; the notice goes where its front matter is."""
        notice = ""
        seen: set[str] = set()
        waiting = [_Inclusion(main, ())]
        while waiting:
            place = waiting.pop()
            if place.path in seen:
                continue
            seen.add(place.path)
            self.paths.setdefault(place.path, place.title_path)
            xml = self.read(place.path)
            if not notice and has_front_matter(xml):
                notice = place.path
            waiting += reversed(list(self._inclusions(xml, place.title_path)))
        self.notice_paths.add(notice or main)

    def _inclusions(self, xml: XmlText, above: tuple[str, ...]) -> Iterator[_Inclusion]:
        for element in xml.root.descendants(_INCLUDE):
            if element.attributes.get("parse", "xml") != "xml":
                continue
            href = element.attributes.get("href", "")
            path = posixpath.normpath(posixpath.join(posixpath.dirname(xml.path), href))
            where = f"{xml.path}:{element.line}"
            if _SCHEME.match(href) or path.startswith("../") or not href:
                raise UnsafeSourceError(
                    f"{where}: includes {href!r}, which is no file below the book's folder. Put "
                    "the file into the folder and correct the address.",
                    xml.path,
                    href,
                )
            if path in self.files:
                yield _Inclusion(path, (*above, *_titles_above(element)))
            elif element.child(_FALLBACK) is None:
                raise MalformedDocumentError(
                    f"{where}: includes {href!r}, which is not there. Fetch the whole book again, "
                    "or take the element out.",
                    xml.path,
                    href,
                )


def _has_base(files: Container) -> bool:
    """Say whether all files stand in one folder."""
    return len({name.partition("/")[0] for name in files.names}) == 1 and any(
        "/" in name for name in files.names
    )


def _mains(files: Container) -> Iterator[str]:
    """Give the files that books begin with: the manifest's, or else all whole documents."""
    for name in files.names:
        if manifest := _MANIFEST.fullmatch(name):
            yield from dict.fromkeys(_manifest_sources(files, name, manifest["base"]))
            return
    for name in files.names:
        if name.lower().endswith(_SUFFIX) and root_name(files.read(name)) in WHOLE:
            yield name


def _manifest_sources(files: Container, name: str, base: str) -> Iterator[str]:
    """Give the sources that a manifest's targets name.

    In version 2 they are attributes, relative to the project's folder of sources; before, they
    were elements, relative to the project.
    """
    root = XmlText(files.read(name), name).root
    if root.attributes.get("ptx-version", "").startswith("2"):
        folder = f"{base}{root.attributes.get('source', 'source')}"
        named = [t.attributes.get("source", "main.ptx") for t in root.descendants("target")]
    else:
        folder = base
        named = [source.text.strip() for source in root.descendants("source")]
    for source in named or ["main.ptx"]:
        path = posixpath.normpath(posixpath.join(folder, source))
        if path in files and root_name(files.read(path)) in WHOLE:
            yield path


def _titles_above(element: Element) -> tuple[str, ...]:
    """Give the titles of the divisions that *element* stands in, outermost first."""
    titles: list[str] = []
    above = element.parent
    while above is not None:
        title = above.child("title")
        if title is not None:
            titles.insert(0, clean(title.text))
        above = above.parent
    return tuple(titles)

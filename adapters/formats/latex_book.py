# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""LaTeX documents of many files: a folder or a zip archive, read along what they include.

``\input``, ``\include``, ``\import`` and ``\subfile`` are followed. A main file is one that no
other includes and that leads to ``\begin{document}``. Commands that any file declares are known in
all. The adapted document is one zip archive of the same layout.

Leaves out: files that no main file includes, and those that are not there: TeX's own, and what a
Makefile writes.
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
from adapters.formats.latex import latex_document, merge_latex
from adapters.formats.latex_adaptation import Surroundings
from adapters.formats.latex_document import LatexFile
from adapters.formats.latex_inclusions import inclusions
from adapters.formats.latex_macros import vocabulary
from adapters.formats.latex_metadata import joined, latex_metadata
from adapters.formats.latex_tokens import Kind, Source
from adapters.formats.latex_vocabulary import HEADING_LEVELS
from adapters.formats.text_bytes import read_text
from audarma.errors import AudarmaError, MalformedDocumentError, UnsafeSourceError
from audarma.model import Document, Metadata
from audarma.ports import Adaptation, Targets

_SUFFIXES = (".tex", ".ltx")
_BEGIN = re.compile(rb"^[^%\r\n]*\\(?:documentclass|begin\s*\{document\})", re.MULTILINE)
_PACKAGES = (".sty", ".cls")
_TITLES = frozenset(HEADING_LEVELS) | {"maketitle"}


class LatexBook:
    """A document of many files."""

    name = "latex-book"
    suffixes = frozenset({".tex.zip"})

    def recognises(self, look: FirstLook) -> bool:
        """Say whether it is a folder or an archive with a whole document in it."""
        if not look.may_hold_files:
            return False
        try:
            with container(look.path) as files:
                return any(_BEGIN.search(files.read(name)) for name in _names(files, _SUFFIXES))
        except (OSError, AudarmaError):
            return False

    def metadata(self, source: Path) -> Metadata:
        """Read what the files and the licence file beside them say."""
        with container(source) as files:
            book = _Book(source, files)
            found = joined(latex_metadata(latex) for latex in book.read())
            statement = licence_file_statement(files, book.base)
            statements = (*found.licence_statements, *([statement] if statement else ()))
            return replace(found, licence_statements=tuple(dict.fromkeys(statements)))

    def is_spread(self, source: Path) -> bool:
        """Say whether it is a folder, and no archive."""
        return source.is_dir()

    def companions(self, source: Path) -> list[str]:
        """Give nothing: the adapted document holds all that it needs."""
        return []

    def extract(self, source: Path) -> Iterator[Document]:
        """Give each file with text once, where it is first included."""
        with container(source) as files:
            book = _Book(source, files)
            for path in book.paths:
                yield latex_document(book.latex(path), path)

    def merge(
        self,
        source: Path,
        targets_of: Callable[[str], Targets],
        adaptation: Adaptation | None,
        out: Path,
    ) -> None:
        """Write the adapted document to the archive *out*, whole or not at all."""
        with container(source) as files:
            book = _Book(source, files)
            surroundings = Surroundings.of(book.texts())

            def change(name: str) -> bytes | None:
                targets = targets_of(name) if name in book.paths else {}
                if name not in book.paths or not (targets or adaptation):
                    return None
                return merge_latex(
                    book.latex(name),
                    files.read(name),
                    targets,
                    adaptation,
                    surroundings,
                    has_notice=name in book.notice_paths,
                )

            files.rewrite(out, change)


@dataclass(frozen=True, slots=True)
class _Place:
    """A file to read, and the titles above the place that includes it."""

    path: str
    title_path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Look:
    """What a first look at a file tells: what it includes, and whether it is a document's frame."""

    inclusions: tuple[tuple[str, int], ...]
    has_body: bool
    has_titles: bool


class _Book:
    """The files of a document; *paths* give them in reading order, with the titles above each.

    One file at a time is in memory. *notice_paths* are those that show the notice to readers.
    """

    def __init__(self, source: Path, files: Container) -> None:
        """Follow the inclusions.

        Raises:
            MalformedDocumentError: there is no main file, or one file is no text.
            UnsafeSourceError: a file outside of the folder is included.
        """
        self.files = files
        self._looks: dict[str, _Look] = {}
        self.vocabulary = vocabulary(self._sources())
        # The whole comes before its covers and lists of errors.
        mains = sorted(self._mains(), key=lambda name: -len(self._reached(name)))
        if not mains:
            raise MalformedDocumentError(
                f"{source.name}: holds no LaTeX file with \\begin{{document}} to start from. Give "
                "the folder of the whole document.",
                source.name,
            )
        top = mains[0].partition("/")[0] + "/"
        self.base = top if all(name.startswith(top) for name in files.names) else ""
        self.paths: dict[str, tuple[str, ...]] = {}
        reached = [self._followed(main) for main in mains]
        # A cover has a body too, and no room for the notice.
        told = [paths for paths in reached if any(self._looks[p].has_titles for p in paths)]
        self.notice_paths = {
            path for paths in told or reached for path in paths if self._looks[path].has_body
        }

    def latex(self, path: str) -> LatexFile:
        """Read one file."""
        file = read_text(self.files.read(path), path)
        return LatexFile(file, self.vocabulary, self.paths[path])

    def read(self) -> Iterator[LatexFile]:
        """Read the files in their order."""
        return map(self.latex, self.paths)

    def texts(self) -> Iterator[str]:
        """Give the files' texts in their order."""
        return (read_text(self.files.read(path), path).text for path in self.paths)

    def _sources(self) -> Iterator[Source]:
        """Give the files that declare commands, having looked at those that hold text."""
        for name in _names(self.files, (*_SUFFIXES, *_PACKAGES)):
            source = Source(read_text(self.files.read(name), name).text)
            if name.lower().endswith(_SUFFIXES):
                self._looks[name] = _look(source)
            yield source

    def _mains(self) -> Iterator[str]:
        """Give the files that no other includes and that lead to a body."""
        included = {
            path
            for name, look in self._looks.items()
            for written, _ in look.inclusions
            if (path := self._resolved(written, name, name)) and path != name
        }
        for name in self._looks:
            if name not in included and any(self._looks[p].has_body for p in self._reached(name)):
                yield name

    def _reached(self, main: str) -> dict[str, None]:
        """Give the files that *main* leads to, itself too."""
        found: dict[str, None] = {}
        waiting = [main]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = None
                paths = (self._resolved(to, name, main) for to, _ in self._looks[name].inclusions)
                waiting += [path for path in paths if path]
        return found

    def _followed(self, main: str) -> list[str]:
        """Note the files of one document in reading order, and give them."""
        found: dict[str, None] = {}
        waiting: list[tuple[str, tuple[str, ...]]] = [(main, ())]
        while waiting:
            path, above = waiting.pop()
            if path in found:
                continue
            found[path] = None
            self.paths.setdefault(path, above)
            if self._looks[path].inclusions:
                waiting += reversed(list(self._next(path, main)))
        return list(found)

    def _next(self, path: str, main: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        latex = self.latex(path)
        for written, position in self._looks[path].inclusions:
            resolved = self._resolved(written, path, main)
            if resolved:
                yield resolved, latex.title_path_at(position)
            elif written.startswith(("/", "../")) or re.match(r"[A-Za-z]:", written):
                raise UnsafeSourceError(
                    f"{path}:{latex.source.line_of(position)}: includes {written}, and only files "
                    "below the document's folder are read. Put the file there and correct the "
                    "name.",
                    path,
                    written,
                )

    def _resolved(self, written: str, including: str, main: str) -> str:
        """Give the path of an included file; empty where there is none.

        TeX looks in the folder that it was started in; some commands in the including file's.
        """
        for folder in dict.fromkeys((posixpath.dirname(main), posixpath.dirname(including))):
            path = posixpath.normpath(posixpath.join(folder, written))
            for suffix in ("", *_SUFFIXES):
                if path + suffix in self._looks:
                    return path + suffix
        return ""


def _names(files: Container, suffixes: tuple[str, ...]) -> Iterator[str]:
    """Give the files of those suffixes, but for what operating systems leave in archives."""
    for name in files.names:
        is_hidden = any(part.startswith((".", "__MACOSX")) for part in name.split("/"))
        if name.lower().endswith(suffixes) and not is_hidden:
            yield name


def _look(source: Source) -> _Look:
    named = set(zip(source.kinds, source.names, strict=True))
    has_body = (Kind.BEGIN, "document") in named
    has_titles = any((Kind.WORD, name) in named for name in _TITLES)
    return _Look(tuple(inclusions(source)), has_body, has_titles)

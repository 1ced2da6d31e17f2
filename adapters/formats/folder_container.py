# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder read as if it were a zip archive, and written as one.

Hidden files and folders (``.git``, for one) and what tools leave (``node_modules``) are no part
of it. A symbolic link to a file in the folder is that file; any other is no part of it.
Leaves out: archives, which are in ``zip_container``; the two are used alike.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Protocol, Self

from adapters.formats.zip_container import ZipContainer
from adapters.formats.zip_writer import Content, Entry, ZipWriter
from audarma.atomic_file import replacing
from audarma.errors import MalformedDocumentError

MAX_FILES = 65_534
"""A zip archive without ZIP64 holds no more."""

_LEFT_OUT = frozenset({"node_modules", "__pycache__"})


class Container(Protocol):
    """Many files under one root, by their paths with ``/`` from there."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...
    def __contains__(self, name: str) -> bool: ...
    @property
    def names(self) -> tuple[str, ...]:
        """Give the paths of all files."""

    def read(self, name: str) -> bytes:
        """Give the content of one file."""

    def keep(self, wanted: Callable[[str], bool]) -> None:
        """Leave out the files whose paths are not *wanted*."""

    def rewrite(
        self,
        out: Path,
        change: Callable[[str], Content | None],
        added: Iterable[tuple[str, bytes]] = (),
    ) -> None:
        """Write all files to the archive *out*, changed or as they are."""


def container(source: Path) -> Container:
    """Open *source*, a folder or a zip archive."""
    return FolderContainer(source) if source.is_dir() else ZipContainer(source)


class FolderContainer:
    """The files of a folder and its folders, in the order of their names."""

    def __init__(self, root: Path) -> None:
        """List the files of *root*.

        Raises:
            MalformedDocumentError: it holds too many to be one resource, or one whose name no
                archive can hold.
        """
        self.root = root
        self._files = dict(islice(self._found(), MAX_FILES + 1))
        if len(self._files) > MAX_FILES:
            raise MalformedDocumentError(
                f"{root.name}: holds more than {MAX_FILES} files. Name the folder of one resource.",
                root.name,
            )
        for name in self._files:
            # Python shows a name's bytes that are no UTF-8 as lone surrogates.
            if any("\ud800" <= letter <= "\udfff" for letter in name):
                raise MalformedDocumentError(
                    f"{root.name}: the file name {name!a} is not UTF-8. Rename the file.",
                    root.name,
                    name,
                )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """There is nothing to let go."""

    def __contains__(self, name: str) -> bool:
        return name in self._files

    @property
    def names(self) -> tuple[str, ...]:
        """Give the paths of all files."""
        return tuple(self._files)

    def read(self, name: str) -> bytes:
        """Give the content of one file.

        Raises:
            MalformedDocumentError: it is not there, or cannot be read.
        """
        if name not in self._files:
            raise MalformedDocumentError(
                f"{self.root.name}: {name} is missing from the folder. Put it back.",
                self.root.name,
                name,
            )
        with self._opened(name) as stream:
            return stream.read()

    def keep(self, wanted: Callable[[str], bool]) -> None:
        """Leave out the files whose paths are not *wanted*."""
        self._files = {name: path for name, path in self._files.items() if wanted(name)}

    def rewrite(
        self,
        out: Path,
        change: Callable[[str], Content | None],
        added: Iterable[tuple[str, bytes]] = (),
    ) -> None:
        """Write the folder to the archive *out*, whole or not at all.

        Args:
            out: the archive, which is not in the list of files even if it stands in the folder.
            change: called with each path, in order; gives its new content, or ``None`` to take
                it as it is.
            added: paths and contents of new files, which go to the end.
        """
        with replacing(out) as stream:
            writer = ZipWriter(stream, self.root.name)
            for name, path in self._files.items():
                if path != out:
                    content = change(name)
                    writer.write(
                        Entry.new(name), self._opened(name) if content is None else content
                    )
            for name, content in added:
                writer.write(Entry.new(name), content)
            writer.finish(b"")

    def _opened(self, name: str) -> IO[bytes]:
        try:
            return self._files[name].open("rb")
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise MalformedDocumentError(
                f"{self.root.name}: {name} cannot be read ({reason}). Check its rights.",
                self.root.name,
                name,
            ) from error

    def _found(self) -> Iterator[tuple[str, Path]]:
        for folder, folders, files in os.walk(self.root):
            folders[:] = sorted(
                name for name in folders if not name.startswith(".") and name not in _LEFT_OUT
            )
            for name in sorted(files):
                path = Path(folder, name)
                if not name.startswith(".") and path.is_file() and self._is_inside(path):
                    yield path.relative_to(self.root).as_posix(), path

    def _is_inside(self, path: Path) -> bool:
        """Say whether *path* is a file of the folder, or a link to one that is shown."""
        if not path.is_symlink():
            return True
        target, root = path.resolve(), self.root.resolve()
        return target.is_relative_to(root) and not any(
            part.startswith(".") for part in target.relative_to(root).parts
        )

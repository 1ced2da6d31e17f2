# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lifts a format of one document to a format of a resource: a file that is one document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from adapters.formats.companions import ShowsFiles, local_files, with_styles
from audarma.atomic_file import replacing
from audarma.errors import AudarmaError, MalformedDocumentError
from audarma.model import Document, Metadata
from audarma.ports import (
    Adaptation,
    DocumentFormat,
    MultilingualDocument,
    SideBySide,
    Targets,
)


class SingleDocument:
    """A resource that is one document, whose path is the file's name."""

    def __init__(self, document_format: DocumentFormat) -> None:
        self.document_format = document_format
        self.name = document_format.name
        self.suffixes = document_format.suffixes

    def metadata(self, source: Path) -> Metadata:
        """Read what the document says of itself."""
        data = _read(source)
        try:
            return self.document_format.metadata(data)
        except AudarmaError:
            # Only extracting is told the file's name, which a message must begin with.
            self.document_format.extract(data, source.name)
            raise

    def extract(self, source: Path) -> Iterator[Document]:
        """Give the one document."""
        yield self.document_format.extract(_read(source), source.name)

    def companions(self, source: Path) -> list[str]:
        """Give the files below *source*'s folder that it shows, as paths relative to it."""
        if not isinstance(self.document_format, ShowsFiles):
            return []
        shown = local_files(self.document_format.shown_files(_read(source)), source.parent)
        return with_styles(shown, source.parent)

    def merge(
        self,
        source: Path,
        targets_of: Callable[[str], Targets],
        adaptation: Adaptation | None,
        out: Path,
    ) -> None:
        """Write the adapted document to *out*, whole or not at all."""
        merged = self.document_format.merge(_read(source), targets_of(source.name), adaptation)
        with replacing(out) as stream:
            stream.write(merged)


class MultilingualSingleDocument(SingleDocument):
    """A resource that is one document, which can hold several languages side by side."""

    def __init__(self, document_format: DocumentFormat, multilingual: MultilingualDocument) -> None:
        super().__init__(document_format)
        self.multilingual = multilingual

    def merge_languages(
        self,
        source: Path,
        targets_of: Callable[[str], Mapping[str, Targets]],
        languages: SideBySide,
        out: Path,
    ) -> list[str]:
        """Write the document in all languages to *out*, whole or not at all."""
        data, targets = _read(source), targets_of(source.name)
        merged, remarks = self.multilingual.merge_side_by_side(data, targets, languages)
        with replacing(out) as stream:
            stream.write(merged)
        return remarks


def _read(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise MalformedDocumentError(
            f"{source.name}: cannot be read ({reason}). Check that it is a file and that you may "
            "read it.",
            source.name,
            reason,
        ) from error

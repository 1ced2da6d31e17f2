# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The registry of formats: one line an adapter, and those that other distributions add.

An adapter is found by its file's suffix, and by a look at the file where the suffix says too
little (``.zip``, ``.xml``, a folder, none at all) or says what is not so. A format that must look
has a method ``recognises(look: FirstLook) -> bool`` that is quick and never raises.

A distribution adds a format with an entry point in the group ``audarma.formats`` that names a
callable: given the registry, it returns a ``DocumentFormat`` or a ``ResourceFormat`` (see
``audarma.ports``). Our own formats come first.

Leaves out: addresses and downloads, which are ingest's.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Generic, Protocol, TypeGuard, TypeVar, cast, runtime_checkable

from adapters.formats.first_look import FirstLook
from adapters.formats.single_document import MultilingualSingleDocument, SingleDocument
from audarma.errors import SettingsError, UnsupportedFormatError
from audarma.ports import DocumentFormat, FormatRegistry, MultilingualDocument, ResourceFormat

ENTRY_POINT_GROUP = "audarma.formats"

AnyFormat = DocumentFormat | ResourceFormat
FormatFactory = Callable[[FormatRegistry], AnyFormat]
_Format = TypeVar("_Format", bound=AnyFormat)

_HTML_OPENINGS = (b"<!doctype html", b"<html")

_OFFICE = "Make a {0} of it with LibreOffice first: soffice --convert-to {0} {1}"
_CALIBRE = "Make an EPUB of it with Calibre first: ebook-convert {0} book.epub"
_PANDOC = "Make Markdown of it with Pandoc first: pandoc {0} -o lesson.md"
_PDF = (
    "A PDF holds pages, not text that can be put back: ask the publisher for the source (DOCX, "
    "LaTeX, HTML, EPUB), or make a DOCX of it with LibreOffice "
    "(soffice --infilter=writer_pdf_import --convert-to docx {0}) and correct that by hand first"
)
_MAGICS = {b"%PDF-": ("it is a PDF", ".pdf"), b"{\\rtf": ("it is an RTF file", ".rtf")}
_ADVICE = {
    ".pdf": _PDF,
    ".djvu": "It holds pictures of pages: ask the publisher for the source, or take the text that "
    "was recognised in them with DjVuLibre (djvutxt {0} book.txt) and correct it by hand first",
    ".xml": "Its first element is of no format that is known",
    **dict.fromkeys((".doc", ".dot", ".rtf", ".wps", ".wpd"), _OFFICE.format("docx", "{0}")),
    **dict.fromkeys((".ppt", ".pps", ".pot"), _OFFICE.format("pptx", "{0}")),
    **dict.fromkeys((".sxw", ".fodt", ".ott"), _OFFICE.format("odt", "{0}")),
    **dict.fromkeys((".sxi", ".fodp", ".otp"), _OFFICE.format("odp", "{0}")),
    **dict.fromkeys((".mobi", ".azw", ".azw3", ".kfx", ".prc", ".lit", ".fb2", ".chm"), _CALIBRE),
    **dict.fromkeys((".rst", ".adoc", ".asciidoc", ".org", ".textile", ".mediawiki"), _PANDOC),
    **dict.fromkeys(
        (".ass", ".ssa", ".sub", ".sbv", ".ttml", ".dfxp"),
        "Make subtitles of the kind SubRip of it with FFmpeg first: ffmpeg -i {0} lesson.srt",
    ),
}


@runtime_checkable
class Recognising(Protocol):
    """A format that tells its own resources by a look inside."""

    def recognises(self, look: FirstLook) -> bool:
        """Say whether the file or folder looked at is of this format; never raises."""


class Formats:
    """The formats that can be read; meets ``audarma.ports.FormatRegistry``."""

    def __init__(self, factories: Iterable[FormatFactory]) -> None:
        """Build each format with this registry, in order of precedence."""
        built = [factory(self) for factory in factories]
        self.documents: tuple[DocumentFormat, ...] = tuple(filter(_is_document_format, built))
        self.resources: tuple[ResourceFormat, ...] = tuple(_lifted(format_) for format_ in built)
        self._document_suffixes = _Suffixes(self.documents)
        self._resource_suffixes = _Suffixes(self.resources)
        # Asked once: what a format can do does not change, and a protocol is slow to ask for.
        self._looking = tuple(
            (format_, inner)
            for format_ in self.resources
            if isinstance(inner := _inner(format_), Recognising)
        )

    @property
    def readable(self) -> tuple[str, ...]:
        """Give each format's name and suffixes, for messages: ``epub (.epub)``."""
        return tuple(
            f"{format_.name} ({' '.join(sorted(format_.suffixes))})"
            for format_ in sorted(self.resources, key=lambda known: known.name)
        )

    def document_format(self, path: str, media_type: str = "") -> DocumentFormat | None:
        """Give the format of an inner part by media type, else by suffix; None if none reads it."""
        essence = media_type.partition(";")[0].strip().lower()
        for document in self.documents:
            if essence in document.media_types:
                return document
        return self._document_suffixes.format_of(path)

    def resource_format(self, source: Path) -> ResourceFormat:
        """Give the format of a file or folder, by a look inside, then by suffix.

        Raises:
            UnsupportedFormatError: names what can be read.
        """
        look = FirstLook(source)
        named = self._resource_suffixes.format_of(source.name)
        # What the suffix names looks first; nothing looks twice.
        for format_, inner in sorted(self._looking, key=lambda known: known[0] is not named):
            if inner.recognises(look):
                return format_
        if look.is_folder:
            raise self._unsupported(source, "no adapter reads this folder", "")
        head = _readable_head(look)
        if named is None and head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML_OPENINGS):
            named = self._html()
        for magic, (what, kind) in _MAGICS.items():
            if head.startswith(magic):
                raise self._unsupported(source, what, _ADVICE[kind])
        if named is None:
            suffix = source.suffix.lower()
            what = f'no adapter reads "{suffix}"' if suffix else "it has no suffix"
            raise self._unsupported(source, what, _ADVICE.get(suffix, ""))
        if look.is_zip and _is_text(named):
            raise self._unsupported(
                source, "it is a zip archive", "Give it the suffix of what it is"
            )
        return named

    def _html(self) -> ResourceFormat | None:
        """Give the resource format that lifts the format of HTML documents."""
        html = self.document_format("", "text/html")
        return next((known for known in self.resources if _inner(known) is html), None)

    def _unsupported(self, source: Path, what: str, advice: str) -> UnsupportedFormatError:
        advised = [advice.format(shlex.quote(source.name))] if advice else []
        sentences = [f"{source.name}: {what}", *advised]
        sentences.append(f"Readable: {', '.join(self.readable)}")
        return UnsupportedFormatError(f"{'. '.join(sentences)}.", source.name, self.readable)


@cache
def formats() -> Formats:
    """Give the registry of this project's formats and of those that are installed beside it."""
    return Formats((*_own(), *_installed()))


def _own() -> Iterator[FormatFactory]:
    """Give this project's adapters; their libraries are imported here, when asked for."""
    from adapters.formats.cartridge import CommonCartridge, Scorm
    from adapters.formats.cnxml import Cnxml
    from adapters.formats.cnxml_book import CnxmlBook
    from adapters.formats.docx import Docx
    from adapters.formats.epub import Epub
    from adapters.formats.gift import Gift
    from adapters.formats.h5p import H5p
    from adapters.formats.html_page import HtmlPage
    from adapters.formats.latex import Latex
    from adapters.formats.latex_book import LatexBook
    from adapters.formats.markdown import Markdown
    from adapters.formats.moodle_backup import MoodleBackup
    from adapters.formats.moodle_xml import MoodleXml
    from adapters.formats.notebook import Notebook
    from adapters.formats.odf import OdpSlides, OdtText
    from adapters.formats.plain_text import PlainText
    from adapters.formats.po_catalogue import PoCatalogue
    from adapters.formats.pptx import Pptx
    from adapters.formats.pretext import PreTeXt
    from adapters.formats.pretext_book import PreTeXtBook
    from adapters.formats.qti import Qti
    from adapters.formats.qti_package import QtiPackage
    from adapters.formats.site import Site
    from adapters.formats.subtitles import SubRip, WebVtt
    from adapters.formats.xliff import Xliff

    yield Epub
    yield lambda registry: Docx()
    yield lambda registry: Pptx()
    yield lambda registry: HtmlPage()
    yield lambda registry: Markdown()
    yield Notebook
    yield lambda registry: Cnxml()
    yield lambda registry: CnxmlBook()
    yield lambda registry: PreTeXt()
    yield lambda registry: PreTeXtBook()
    yield lambda registry: OdtText()
    yield lambda registry: OdpSlides()
    yield lambda registry: SubRip()
    yield lambda registry: WebVtt()
    yield MoodleXml
    yield Qti
    yield CommonCartridge
    yield H5p
    yield MoodleBackup
    yield QtiPackage
    yield Scorm
    yield Gift
    yield Site
    yield lambda registry: Latex()
    yield lambda registry: LatexBook()
    yield lambda registry: PoCatalogue()
    yield lambda registry: Xliff()
    yield lambda registry: PlainText()


def _installed() -> Iterator[FormatFactory]:
    """Give the factories that other distributions declare."""
    for entry_point in sorted(entry_points(group=ENTRY_POINT_GROUP)):
        yield _load(entry_point)


def _load(entry_point: EntryPoint) -> FormatFactory:
    try:
        factory: FormatFactory = entry_point.load()
    except Exception as error:  # whatever a foreign module raises on import
        raise SettingsError(
            f'{entry_point.name}: the format that "{entry_point.value}" should add cannot be '
            f"loaded ({error}). Update or uninstall the distribution that declares it.",
            entry_point.name,
            entry_point.value,
        ) from error
    return factory


def _is_document_format(format_: AnyFormat) -> TypeGuard[DocumentFormat]:
    """Tell the two protocols apart: only a document's format has media types."""
    return hasattr(format_, "media_types")


def _lifted(format_: AnyFormat) -> ResourceFormat:
    if not _is_document_format(format_):
        return cast(ResourceFormat, format_)
    if isinstance(format_, MultilingualDocument):
        return MultilingualSingleDocument(format_, format_)
    return SingleDocument(format_)


def _inner(format_: ResourceFormat) -> AnyFormat:
    return format_.document_format if isinstance(format_, SingleDocument) else format_


def _is_text(format_: ResourceFormat) -> bool:
    inner = _inner(format_)
    return _is_document_format(inner) and any(
        media_type.startswith("text/") for media_type in inner.media_types
    )


class _Suffixes(Generic[_Format]):
    """Formats by their suffixes; of two with one suffix, the first."""

    def __init__(self, known: Iterable[_Format]) -> None:
        self._formats: dict[str, _Format] = {}
        for format_ in known:
            for suffix in format_.suffixes:
                self._formats.setdefault(suffix, format_)
        self._longest = max(map(len, self._formats), default=0)

    def format_of(self, path: str) -> _Format | None:
        """Give the format of *path*'s longest suffix: ``.gift.txt`` goes before ``.txt``."""
        end = path[-self._longest :].lower()
        dot = end.find(".")
        while dot >= 0:
            if format_ := self._formats.get(end[dot:]):
                return format_
            dot = end.find(".", dot + 1)
        return None


def _readable_head(look: FirstLook) -> bytes:
    head, name = look.head, look.path.name
    if look.fault is None:
        return head
    reason = look.fault.strerror or type(look.fault).__name__
    raise UnsupportedFormatError(
        f"{name}: cannot be read ({reason}). Check that it is there and that you may read it.",
        name,
        reason,
    ) from look.fault

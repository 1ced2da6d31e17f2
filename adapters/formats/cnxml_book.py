# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenStax books: a collection and its modules, in the layout of OpenStax's repositories.

That is ``collections/*.collection.xml`` beside ``modules/ID/index.cnxml``, in a folder or a zip
archive; or one collection's file, with the folders around it. Follows CollXML 1.0. The adapted
book is one zip archive of the same layout, what did not change as it was; given one collection of
several, the others and what only they use are left out.
Leaves out: modules that no collection names, which stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from adapters.formats.book_licence import licence_file_statement
from adapters.formats.cnxml import merge_module, module_document, read_module
from adapters.formats.cnxml_metadata import adapt_metadata, module_metadata
from adapters.formats.cnxml_vocabulary import COLLECTION, COLLXML, MDML
from adapters.formats.first_look import FirstLook
from adapters.formats.folder_container import Container, FolderContainer, container
from adapters.formats.xml_splice import Edits, Element, XmlText
from adapters.formats.xml_unit_edits import relabel, splice_units, units_of
from adapters.formats.xml_units import clean, walk
from adapters.formats.zip_container import ZipContainer
from adapters.formats.zip_writer import ZIP_MAGIC
from audarma.errors import AudarmaError, MalformedDocumentError
from audarma.model import Document, Metadata
from audarma.ports import Adaptation, Targets

_SUFFIX = ".collection.xml"
_FOLDER = "collections/"
_MODULES = "modules/"
_BOOKS = "META-INF/books.xml"
_ROOT = f"{{{COLLXML}}}collection"
_COLLECTION = re.compile(rf"(?P<base>(?:[^/]+/)?){_FOLDER}[^/]+{re.escape(_SUFFIX)}")
_MODULE_ID = re.compile(r"[A-Za-z0-9][\w.-]*")


class CnxmlBook:
    """A book, or a repository of several."""

    name = "openstax"
    suffixes = frozenset({_SUFFIX})

    def recognises(self, look: FirstLook) -> bool:
        """Say whether it is a collection, or a folder or an archive that holds one."""
        if not look.may_hold_files:
            return look.xml_root == _ROOT
        try:
            if look.is_folder:
                return any((look.path / _FOLDER).glob(f"*{_SUFFIX}"))
            with ZipContainer(look.path) as archive:
                return any(map(_COLLECTION.fullmatch, archive.names))
        except (OSError, AudarmaError):
            return False

    def metadata(self, source: Path) -> Metadata:
        """Read the first collection's metadata, and every licence that the book states."""
        with _files(source) as files:
            book = _Book(source, files)
            found = module_metadata(book.collections[0].root)
            return replace(
                found, licence_statements=tuple(dict.fromkeys(book.licence_statements()))
            )

    def is_spread(self, source: Path) -> bool:
        """Say whether *source* is a folder or a collection file, and no archive."""
        return source.is_dir() or _is_xml(source)

    def companions(self, source: Path) -> list[str]:
        """Give nothing: the adapted book holds all that it needs."""
        return []

    def extract(self, source: Path) -> Iterator[Document]:
        """Give each collection's titles, then its modules in its order."""
        with _files(source) as files:
            book = _Book(source, files)
            for collection in book.collections:
                units = tuple(units_of(walk(collection, COLLECTION), COLLECTION))
                title = module_metadata(collection.root).title
                yield Document(collection.path, units, title)
                for place in book.places:
                    if place.collection is collection:
                        data = files.read(place.path)
                        yield module_document(data, place.path, place.title_path)

    def merge(
        self,
        source: Path,
        targets_of: Callable[[str], Targets],
        adaptation: Adaptation | None,
        out: Path,
    ) -> None:
        """Write the adapted book to the archive *out*, whole or not at all."""
        with _files(source) as files:
            book = _Book(source, files)
            collections = {collection.path: collection for collection in book.collections}
            places = {place.path: place for place in book.places}

            def change(name: str) -> bytes | None:
                if name in collections:
                    return _merge_collection(collections[name], targets_of(name), adaptation)
                if name in places:
                    return merge_module(
                        files.read(name),
                        name,
                        targets_of(name),
                        adaptation,
                        has_notice=places[name].is_first,
                    )
                return book.books_file() if name == f"{book.base}{_BOOKS}" else None

            files.keep(book.holds)
            files.rewrite(out, change)


@dataclass(frozen=True, slots=True)
class _Place:
    """A module where a collection first names it."""

    path: str
    collection: XmlText
    title_path: tuple[str, ...]
    is_first: bool


class _Book:
    """The collections that are adapted, and their modules in reading order."""

    def __init__(self, source: Path, files: Container) -> None:
        self.source, self.files = source, files
        found = [match for name in files.names if (match := _COLLECTION.fullmatch(name))]
        if not found:
            raise MalformedDocumentError(
                f"{source.name}: holds no {_FOLDER}*{_SUFFIX}. Give a folder or an archive in the "
                "layout of OpenStax's repositories.",
                source.name,
            )
        self.base = found[0]["base"]
        paths = [match[0] for match in found if match["base"] == self.base]
        chosen = [f"{_FOLDER}{source.name}"] if source.is_file() and _is_xml(source) else paths
        self.is_part = len(chosen) < len(paths)
        self.collections = [_read_collection(files, path) for path in chosen]
        places: dict[str, _Place] = {}
        for collection in self.collections:
            for number, place in enumerate(self._places(collection)):
                places.setdefault(place.path, replace(place, is_first=number == 0))
        self.places = tuple(places.values())
        missing = [path for path in places if path not in files]
        if missing:
            raise MalformedDocumentError(
                f"{source.name}: modules are missing: {', '.join(missing)}. Fetch the whole "
                "repository again, and give its folder or a zip archive of it.",
                source.name,
                tuple(missing),
            )

    def _places(self, collection: XmlText) -> Iterator[_Place]:
        for module in collection.root.descendants(f"{{{COLLXML}}}module"):
            name = module.attributes.get("document", "")
            if not _MODULE_ID.fullmatch(name):
                raise MalformedDocumentError(
                    f"{collection.path}:{module.line}: {name!r} is no module's name. Correct the "
                    "attribute document.",
                    collection.path,
                    module.line,
                )
            path = f"{self.base}{_MODULES}{name}/index.cnxml"
            yield _Place(path, collection, _titles_above(module), is_first=False)

    def holds(self, name: str) -> bool:
        """Say whether a file is of the book, or is another collection's alone."""
        inside = name.removeprefix(self.base)
        if self.is_part and inside.startswith(_FOLDER):
            return any(name == collection.path for collection in self.collections)
        if self.is_part and inside.startswith(_MODULES):
            folder = "/".join(inside.split("/")[:2])
            return f"{self.base}{folder}/index.cnxml" in self._paths
        return True

    @cached_property
    def _paths(self) -> frozenset[str]:
        return frozenset(place.path for place in self.places)

    def books_file(self) -> bytes | None:
        """Give the list of books without those that are left out; ``None`` where none is."""
        if not self.is_part:
            return None
        xml = XmlText(self.files.read(f"{self.base}{_BOOKS}"), _BOOKS)
        edits = Edits(xml)
        kept = {collection.path.rpartition("/")[2] for collection in self.collections}
        for book in xml.root.elements:
            if book.attributes.get("href", "").rpartition("/")[2] not in kept:
                edits.remove(book)
        return edits.apply()

    def licence_statements(self) -> Iterator[str]:
        """Give what the collections, the licence file and the modules state, in this order."""
        for collection in self.collections:
            yield from module_metadata(collection.root).licence_statements
        statement = licence_file_statement(self.files, self.base)
        if statement:
            yield statement
        for place in self.places:
            data = self.files.read(place.path)
            if b"license" in data.partition(b"<content")[0]:
                root = read_module(data, place.path).root
                yield from module_metadata(root).licence_statements


def _files(source: Path) -> Container:
    """Open what *source* stands in: itself, or the folder above a collection's folder.

    Raises:
        MalformedDocumentError: a collection's file stands by itself.
    """
    if source.is_dir() or not _is_xml(source):
        return container(source)
    folder = source.absolute().parent
    if f"{folder.name}/" != _FOLDER:
        raise MalformedDocumentError(
            f"{source.name}: the collection's modules are not beside it. Give the book's folder, "
            f"or a zip archive of it, with {_FOLDER} and {_MODULES} in it.",
            source.name,
        )
    return FolderContainer(folder.parent)


def _is_xml(source: Path) -> bool:
    with source.open("rb") as stream:
        return not stream.read(len(ZIP_MAGIC)).startswith(ZIP_MAGIC)


def _read_collection(files: Container, path: str) -> XmlText:
    xml = XmlText(files.read(path), path)
    if xml.root.name != _ROOT:
        raise MalformedDocumentError(
            f"{path}:{xml.root.line}: begins with <{xml.root.tag}>, and a collection begins with "
            f'<collection xmlns="{COLLXML}">. Fetch the book again.',
            path,
            xml.root.line,
        )
    return xml


def _titles_above(module: Element) -> tuple[str, ...]:
    """Give the titles of the subcollections that *module* stands in, outermost first."""
    titles: list[str] = []
    above = module.parent
    while above is not None:
        title = above.child(f"{{{MDML}}}title")
        if above.local_name == "subcollection" and title is not None:
            titles.insert(0, clean(title.text))
        above = above.parent
    return tuple(titles)


def _merge_collection(
    collection: XmlText, targets: Targets, adaptation: Adaptation | None
) -> bytes:
    walked = walk(collection, COLLECTION)
    edits = Edits(collection)
    if adaptation:
        relabel(edits, walked, adaptation.locale)
    splice_units(edits, walked, targets)
    if adaptation:
        adapt_metadata(edits, collection.root, adaptation, adds=True)
    return edits.apply()

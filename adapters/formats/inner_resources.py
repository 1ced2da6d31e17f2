# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resources inside of resources: a DOCX, an EPUB or a package that is a member of a container.

Such a member is read by the registry's format for it from a temporary file of the same name. The
path of a document in it is the member's, ``!/``, and the path that the inner format gives.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

from adapters.formats.zip_container import ZipContainer
from adapters.formats.zip_writer import COPY_BLOCK_BYTES, ZIP_MAGIC
from audarma.errors import UnsafeSourceError, UnsupportedFormatError
from audarma.model import Document
from audarma.ports import Adaptation, FormatRegistry, ResourceFormat, Targets

SEPARATOR = "!/"
CONTAINER_MAGICS = (ZIP_MAGIC, b"\x1f\x8b")

_MAX_DEPTH = 4
"""A course holds packages that hold slides: deeper than this only traps are."""
_depth: ContextVar[int] = ContextVar("inner_resource_depth", default=0)


def is_container(head: bytes) -> bool:
    """Say whether a member that begins so may hold a resource of its own."""
    return head.startswith(CONTAINER_MAGICS)


def inner_documents(
    registry: FormatRegistry, container: ZipContainer, name: str
) -> Iterator[Document]:
    """Give the documents of the member *name*; none where no format reads it."""
    with _unpacked(registry, container, name) as (format_, path):
        # The depth must not leak to whoever takes the documents, so all are read at once.
        found = tuple(format_.extract(path)) if format_ else ()
    for document in found:
        yield replace(document, path=f"{name}{SEPARATOR}{document.path}")


def merged_inner(
    registry: FormatRegistry,
    container: ZipContainer,
    name: str,
    targets_of: Callable[[str], Targets],
    adaptation: Adaptation | None,
) -> IO[bytes] | None:
    """Give the new content of the member *name* as a stream; ``None`` where nothing changes."""

    def inner_targets(path: str) -> Targets:
        return targets_of(f"{name}{SEPARATOR}{path}")

    with _unpacked(registry, container, name) as (format_, path):
        if format_ is None:
            return None
        if adaptation is None and not _changes(format_, path, inner_targets):
            return None
        out = path.with_name(f"out-{path.name}")
        format_.merge(path, inner_targets, adaptation, out)
        return _kept(out)


@contextmanager
def _unpacked(
    registry: FormatRegistry, container: ZipContainer, name: str
) -> Iterator[tuple[ResourceFormat | None, Path]]:
    """Give the format of a member and the file that it has been written to."""
    depth = _depth.get()
    if depth >= _MAX_DEPTH:
        raise UnsafeSourceError(
            f"{name}: is a container in a container, more than {_MAX_DEPTH} deep. Unpack it and "
            "give what is inside by itself.",
            name,
        )
    with TemporaryDirectory(prefix="audarma-") as folder:
        path = Path(folder) / PurePosixPath(name).name
        container.copy_to(name, path)
        try:
            format_: ResourceFormat | None = registry.resource_format(path)
        except UnsupportedFormatError:
            format_ = None
        token = _depth.set(depth + 1)
        try:
            yield format_, path
        finally:
            _depth.reset(token)


def _kept(path: Path) -> IO[bytes]:
    """Give the content of *path* as a stream that outlives the folder around it."""
    stream = TemporaryFile()  # noqa: SIM115  # whoever reads it closes it
    with path.open("rb") as merged:
        shutil.copyfileobj(merged, stream, COPY_BLOCK_BYTES)
    stream.seek(0)
    return stream


def _changes(format_: ResourceFormat, path: Path, targets_of: Callable[[str], Targets]) -> bool:
    """Say whether any target differs from its source."""
    for document in format_.extract(path):
        targets = targets_of(document.path)
        if any(targets.get(unit.id) not in (None, "", unit.content) for unit in document.units):
            return True
    return False

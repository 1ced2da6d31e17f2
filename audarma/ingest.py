# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ingest: a file, a folder or an address becomes a resource with a snapshot that stays.

What stands in a sidecar ``resource.yaml`` beside a file or in a book's folder (or
``NAME.resource.yaml`` for one file of many) comes before what the format says of itself: the
person who wrote it knows better.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from audarma.errors import (
    AudarmaError,
    LicenceError,
    MalformedDocumentError,
    NotEnglishError,
    UnsupportedFormatError,
)
from audarma.fetched_site import SiteLimits, is_site_address, web_address
from audarma.inline_code import plain_text
from audarma.language_id import detect_language
from audarma.licence import LicenceDecision, gate
from audarma.model import Metadata
from audarma.ports import RemarkingFormat, ResourceFormat, SpreadFormat
from audarma.store import Resource
from audarma.toolbox import Toolbox

_SAMPLE_UNITS = 200
_SAMPLE_CHARACTERS = 6000
_LEAST_SAMPLE = 40
_LISTS = frozenset({"creators", "licence_statements"})
_NOT_STATED = frozenset({"remarks"})
_SIDECAR_NAMES = {
    "licence": "licence_statements",
    "license": "licence_statements",
    "authors": "creators",
    "author": "creators",
}


def is_address(source: str) -> bool:
    """Say whether *source* is an http(s) address, of a page or of a site."""
    return source.lower().startswith(("http://", "https://")) or is_site_address(source)


def expand(sources: list[str], toolbox: Toolbox) -> list[str]:
    """Give every resource that *sources* name: a folder stands for each readable file in it.

    Raises:
        AudarmaError: a path is not there, or a folder holds nothing readable.
    """
    found: list[str] = []
    for source in sources:
        path = Path(source)
        if is_address(source) or path.is_file() or (path.is_dir() and _is_resource(path, toolbox)):
            found.append(source)
        elif path.is_dir():
            inside = [str(p) for p in sorted(path.rglob("*")) if _is_readable(p, toolbox)]
            if not inside:
                raise UnsupportedFormatError(
                    f"{source}: the folder holds no file that Audarma reads. Name a file.", source
                )
            found += inside
        else:
            raise AudarmaError(
                f"{source}: there is no such file or folder. Check the path.", source
            )
    return found


def ingest(
    source: str,
    toolbox: Toolbox,
    *,
    licence: str = "",
    adaptation_licence: str = "",
    permission: Path | None = None,
    tell: Callable[[str], None] = lambda _sentence: None,
) -> Resource:
    """Take *source* in: check it, snapshot it, read its metadata, decide on its licence.

    The same source with the same bytes gives the same resource. If its bytes have changed, the
    resource is given as it was: ``audarma.refresh`` brings it up to date.

    Raises:
        AudarmaError: it is refused; the message says why and what can be done.
    """
    origin = source if is_address(source) else str(Path(source).resolve())
    known = toolbox.store.resource_from(origin)
    is_decided = known and not (licence or adaptation_licence or permission)
    if known and is_decided and is_site_address(source):
        return known
    path = locate(source, toolbox, tell=tell)
    if known and is_decided:
        # The decision of the first time stands, a permission given then included.
        return known
    examined = examine(path, toolbox, origin=origin)
    try:
        decision = gate(
            examined.metadata,
            override=licence,
            adaptation_licence=adaptation_licence,
            permission=permission,
        )
    except LicenceError as error:
        raise LicenceError(f"{Path(origin).name}: {error}", *error.args[1:]) from error
    if known:
        known = replace(known, licence=decision_values(decision))
        toolbox.store.save_resource(known)
        return known
    resource_id = _free_id(path.stem, origin, toolbox)
    snapshot = take_snapshot(path, resource_id, examined, toolbox.settings.workspace)
    resource = Resource(
        resource_id,
        origin,
        str(snapshot),
        examined.digest,
        examined.format.name,
        examined.metadata,
        decision_values(decision),
    )
    toolbox.store.save_resource(resource)
    return resource


def locate(
    source: str,
    toolbox: Toolbox,
    *,
    again: bool = False,
    tell: Callable[[str], None] = lambda _sentence: None,
) -> Path:
    """Give a file to read for *source*: fetched if an address, packed in one if many files.

    A site that has been fetched is fetched *again* if that is wanted; *tell* is told how far it is.

    Raises:
        AudarmaError: it cannot be fetched, or is not there.
    """
    settings = toolbox.settings
    incoming = settings.workspace / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    if is_site_address(source):
        return _located_site(source, incoming, toolbox, again=again, tell=tell)
    if is_address(source):
        return toolbox.fetch(
            source,
            incoming,
            allow_private=settings.allow_private_addresses,
            limit_bytes=settings.download_limit_mb * 1_000_000,
        )
    path = Path(source)
    if not path.exists():
        raise AudarmaError(f"{source}: there is no such file or folder. Check the path.", source)
    form = toolbox.formats.resource_format(path)
    if not (isinstance(form, SpreadFormat) and form.is_spread(path)):
        return path
    folder = incoming / sha256(str(path.resolve()).encode()).hexdigest()[:16]
    packed = folder / f"{path.name.partition('.')[0]}.zip"
    # Merging without targets gives the resource as it is, in one file.
    form.merge(path, lambda _document: {}, None, packed)
    return packed


def _located_site(
    source: str, incoming: Path, toolbox: Toolbox, *, again: bool, tell: Callable[[str], None]
) -> Path:
    """Fetch a site and pack it in one file; what was not fetched is noted beside it."""
    settings = toolbox.settings
    limits = SiteLimits(
        pages=settings.site_pages,
        total_bytes=settings.site_limit_mb * 1_000_000,
        file_bytes=settings.download_limit_mb * 1_000_000,
        pause_s=settings.site_pause_s,
        allow_private=settings.allow_private_addresses,
    )
    address = web_address(source)
    site = toolbox.fetch_site(address, incoming, limits=limits, again=again, tell=tell)
    packed = site.folder.with_name(f"{site.folder.name}.zip")
    form = toolbox.formats.resource_format(site.folder)
    form.merge(site.folder, lambda _document: {}, None, packed)
    _remarks_file(packed).write_text("\n".join(site.remarks), encoding="utf-8")
    return packed


def _remarks_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.remarks.txt")


def _remarks(form: ResourceFormat, path: Path, given: Path) -> tuple[str, ...]:
    """Give what fetching *path*, and reading what was *given*, left out."""
    noted = _remarks_file(path)
    fetched = noted.read_text(encoding="utf-8").splitlines() if noted.is_file() else []
    read = form.remarks(given) if isinstance(form, RemarkingFormat) else []
    return (*fetched, *read)


@dataclass(frozen=True, slots=True)
class Examined:
    """What examining a file gave: its format, metadata and SHA-256."""

    format: ResourceFormat
    metadata: Metadata
    digest: str


def examine(path: Path, toolbox: Toolbox, *, origin: str = "") -> Examined:
    """Check that *path* is a readable English resource and read its metadata.

    Raises:
        UnsupportedFormatError, MalformedDocumentError, UnsafeSourceError, NotEnglishError
    """
    try:
        if path.stat().st_size == 0:
            raise MalformedDocumentError(f"{path.name}: the file is empty. Get it again.", path)
        form = toolbox.formats.resource_format(path)
        found = form.metadata(path)
        sample = _sample(form, path)
    except OSError as error:
        raise AudarmaError(
            f"{path}: cannot be read ({error.strerror or error}). Check the path and its rights.",
            str(path),
        ) from error
    given = path if is_address(origin) or not origin else Path(origin)
    metadata = _with_sidecar(found, given)
    if not metadata.source_url and is_address(origin):
        metadata = replace(metadata, source_url=web_address(origin))
    if not metadata.title:
        metadata = replace(metadata, title=path.stem)
    _require_english(path, metadata, sample)
    metadata = replace(metadata, remarks=_remarks(form, path, given))
    return Examined(form, metadata, file_digest(path))


def file_digest(path: Path) -> str:
    """Give the SHA-256 of a file, in hex, read in blocks."""
    total = sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            total.update(block)
    return total.hexdigest()


def take_snapshot(path: Path, resource_id: str, examined: Examined, workspace: Path) -> Path:
    """Copy *path* and the files that it shows into the workspace.

    Gives the copy's path relative to the workspace.
    """
    folder = Path("snapshots") / resource_id / examined.digest[:16]
    for relative in (*examined.format.companions(path), path.name):
        target = workspace / folder / relative
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            partial = target.with_name(target.name + ".partial")
            shutil.copyfile(path.parent / relative, partial)
            partial.replace(target)
    return folder / path.name


def slug(text: str) -> str:
    """Give a short name of ASCII letters, digits and hyphens."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")[:60] or "resource"


def decision_values(decision: LicenceDecision) -> Mapping[str, Any]:
    """Give a licence decision as plain values, for the store."""
    return {
        "source": asdict(decision.source),
        "adaptation": asdict(decision.adaptation),
        "warnings": list(decision.warnings),
        "permission_text": decision.permission_text,
    }


def _is_readable(path: Path, toolbox: Toolbox) -> bool:
    if not path.is_file() or path.name.endswith(("resource.yaml", ".po")):
        return False
    try:
        toolbox.formats.resource_format(path)
    except AudarmaError:
        return False
    return True


def _is_resource(folder: Path, toolbox: Toolbox) -> bool:
    """Say whether *folder* is one resource, as a book's sources are."""
    try:
        form = toolbox.formats.resource_format(folder)
    except AudarmaError:
        return False
    return isinstance(form, SpreadFormat) and form.is_spread(folder)


def _free_id(stem: str, origin: str, toolbox: Toolbox) -> str:
    name = slug(stem)
    taken = toolbox.store.resource(name)
    return name if taken is None else f"{name}-{sha256(origin.encode()).hexdigest()[:8]}"


def _sample(form: ResourceFormat, path: Path) -> str:
    """Give up to some thousand characters of the resource's text, for language recognition."""
    texts: Iterator[str] = (
        plain_text(unit.content) for document in form.extract(path) for unit in document.units
    )
    sample = "\n".join(islice(texts, _SAMPLE_UNITS))
    if not sample.strip():
        raise MalformedDocumentError(
            f"{path.name}: there is no text to translate in it. Check that it is the right file.",
            str(path),
        )
    return sample[:_SAMPLE_CHARACTERS]


def _require_english(path: Path, metadata: Metadata, sample: str) -> None:
    language = detect_language(sample)[0] if len(sample) >= _LEAST_SAMPLE else "en"
    if language != "en":
        stated = f" (it says {metadata.language!r} of itself)" if metadata.language else ""
        raise NotEnglishError(
            f"{path.name}: the text is in {language!r}, not English{stated}. Audarma adapts "
            "English resources; look for the English edition.",
            str(path),
            language,
        )


def _with_sidecar(metadata: Metadata, path: Path) -> Metadata:
    beside = (path.with_name(f"{path.name}.resource.yaml"), path.with_name("resource.yaml"))
    names = (path / "resource.yaml", *beside) if path.is_dir() else beside
    sidecar = next((name for name in names if name.is_file()), None)
    if sidecar is None:
        return metadata
    try:
        values = YAML(typ="safe").load(sidecar.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError) as error:
        raise MalformedDocumentError(
            f"{sidecar.name}: it is not valid YAML ({error}). Correct it.", str(sidecar)
        ) from error
    if not isinstance(values, dict):
        raise MalformedDocumentError(
            f"{sidecar.name}: it must hold lines like 'title: …'. Correct it.", str(sidecar)
        )
    known = {field.name for field in fields(Metadata)} - _NOT_STATED
    offered = sorted(known - _LISTS | {"authors", "licence"})
    changes: dict[str, Any] = {}
    for key, value in values.items():
        name = _SIDECAR_NAMES.get(str(key), str(key))
        if name not in known:
            raise MalformedDocumentError(
                f"{sidecar.name}: there is no field {key!r}. Use: {', '.join(offered)}.",
                str(sidecar),
            )
        if name in _LISTS:
            changes[name] = tuple(map(str, value if isinstance(value, list) else [value]))
        else:
            changes[name] = str(value)
    return replace(metadata, **changes)

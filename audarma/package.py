# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The finished package: a BagIt bag in a zip file, which a repository can check to the byte.

Follows RFC 8493 (BagIt 1.0); the bag is written straight into the zip file, so that nothing is
staged and equal contents give equal bytes. Leaves out: the description of the payload, which is
in ``audarma.crate``, and making what goes in.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from audarma.attribution import attribution_markdown
from audarma.crate import crate_json
from audarma.errors import PublishError
from audarma.model import Attribution

# What is compressed already, and would only cost time.
_COMPRESSED = frozenset(
    (".zip", ".epub", ".docx", ".pptx", ".odt", ".imscc", ".h5p", ".mbz", ".png", ".jpg", ".mp4")
)
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class PackageContents:
    """What goes into a package; an absent path leaves its file out.

    *name* is the package's, such as ``calculus-kk``. *adapted* is a file or a folder.
    *review_files* keep the folders below their common one. *permission_text* is a rights holder's
    answer, kept as ``permission.txt``. *other_notices* and *other_files*, by name, are those of
    further languages in the same package.
    """

    name: str
    adapted: Path
    locale: str
    attribution: Attribution
    english: Attribution
    review_files: tuple[Path, ...] = ()
    memory: Path | None = None
    preview: Path | None = None
    report_html: Path | None = None
    report_json: Path | None = None
    permission_text: str = ""
    organisation: str = ""
    other_notices: tuple[Attribution, ...] = ()
    other_files: Mapping[str, Path] = field(default_factory=dict)


def build_package(contents: PackageContents, out: Path) -> Path:
    """Write the package to *out*, whole or not at all, and give *out*.

    Raises:
        PublishError: a file that should go in is missing.
    """
    payload = _payload(contents)
    out.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            with ZipFile(stream, "w") as archive:
                _write_bag(archive, contents, payload)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, out)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return out


def _payload(contents: PackageContents) -> dict[str, Path | bytes]:
    """Give the payload by path below ``data``, in the order of the paths."""
    if not contents.adapted.exists():
        raise PublishError(
            f"{contents.name}: {contents.adapted.name} is missing. Publish the resource again.",
            contents.name,
        )
    payload: dict[str, Path | bytes] = dict(_files_below(contents.adapted))
    side: list[tuple[str, Path | bytes | None]] = [
        (
            "ATTRIBUTION.md",
            attribution_markdown(
                contents.attribution, *contents.other_notices, contents.english
            ).encode(),
        ),
        ("preview.html", contents.preview),
        ("qa-report.html", contents.report_html),
        ("qa-report.json", contents.report_json),
        ("permission.txt", contents.permission_text.encode() or None),
        (contents.memory.name if contents.memory else "", contents.memory),
        *contents.other_files.items(),
        *((f"review/{name}", path) for name, path in _review_files(contents.review_files)),
    ]
    for name, source in side:
        if source is None:
            continue
        if isinstance(source, Path) and not source.is_file():
            raise PublishError(
                f"{contents.name}: {source.name} is missing. Publish the resource again.",
                contents.name,
            )
        payload[_free_name(name, payload)] = source
    ordered = dict(sorted(payload.items()))
    # The crate describes every other file, and holds no digest of itself.
    main = contents.adapted.name + ("/" if contents.adapted.is_dir() else "")
    described = crate_json(contents.name, contents.attribution, main, ordered)
    ordered["ro-crate-metadata.json"] = described.encode()
    return dict(sorted(ordered.items()))


def _files_below(adapted: Path) -> Iterator[tuple[str, Path]]:
    if adapted.is_file():
        yield adapted.name, adapted
        return
    for path in sorted(adapted.rglob("*")):
        if path.is_file():
            yield f"{adapted.name}/{path.relative_to(adapted).as_posix()}", path


def _review_files(paths: tuple[Path, ...]) -> Iterator[tuple[str, Path]]:
    if not paths:
        return
    common = Path(os.path.commonpath([path.parent for path in paths]))
    for path in paths:
        yield path.relative_to(common).as_posix(), path


def _free_name(name: str, taken: Mapping[str, object]) -> str:
    """Give *name*, or one beside it where the resource itself has a file of that name."""
    if name not in taken:
        return name
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}.audarma{path.suffix}"))


def _write_bag(
    archive: ZipFile, contents: PackageContents, payload: Mapping[str, Path | bytes]
) -> None:
    """Write payload and tag files into one folder, as RFC 8493, section 4.1, wants it."""
    day = date.fromisoformat(contents.attribution.date)
    folder = contents.name
    manifest: list[str] = []
    octets = 0
    for name, source in payload.items():
        digest, size = _add(archive, f"{folder}/data/{name}", source, day)
        manifest.append(f"{digest}  data/{_manifest_name(name)}\n")
        octets += size
    tags = {
        "bag-info.txt": _bag_info(contents, octets, len(payload)),
        "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "manifest-sha256.txt": "".join(manifest),
    }
    tag_manifest = ""
    for name, text in tags.items():
        digest, _size = _add(archive, f"{folder}/{name}", text.encode(), day)
        tag_manifest += f"{digest}  {name}\n"
    _add(archive, f"{folder}/tagmanifest-sha256.txt", tag_manifest.encode(), day)


def _add(archive: ZipFile, name: str, source: Path | bytes, day: date) -> tuple[str, int]:
    """Copy *source* into the archive; give its SHA-256 and its size in bytes."""
    entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type = (
        ZIP_STORED if PurePosixPath(name).suffix.lower() in _COMPRESSED else ZIP_DEFLATED
    )
    entry.create_system = 3  # Unix, so that the bytes do not depend on the machine
    entry.external_attr = 0o100644 << 16
    entry.file_size = len(source) if isinstance(source, bytes) else source.stat().st_size
    digest, size = hashlib.sha256(), 0
    with archive.open(entry, "w") as stream:
        for block in _blocks(source):
            stream.write(block)
            digest.update(block)
            size += len(block)
    return digest.hexdigest(), size


def _blocks(source: Path | bytes) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as stream:
        while block := stream.read(_BLOCK):
            yield block


def _bag_info(contents: PackageContents, octets: int, streams: int) -> str:
    """Write the metadata of RFC 8493, section 2.2.2, one line each."""
    notice = contents.attribution
    lines = {
        "Source-Organization": contents.organisation,
        "External-Description": f"{notice.title} ({notice.locale}), adapted from "
        f"{notice.source_title or notice.title}",
        "External-Identifier": contents.name,
        "Bagging-Date": notice.date,
        "Bag-Software-Agent": f"Audarma {version('audarma')}",
        "Payload-Oxum": f"{octets}.{streams}",
    }
    return "".join(
        f"{label}: {' '.join(value.split())}\n" for label, value in lines.items() if value
    )


def _manifest_name(name: str) -> str:
    """Encode what would break a manifest's line: RFC 8493, section 2.1.3.

    bagit-python 1.9 does not decode ``%25``; other validators do.
    """
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")

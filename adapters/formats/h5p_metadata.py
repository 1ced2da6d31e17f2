# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an H5P package says of itself in ``h5p.json``, and what an adapted one says anew.

Follows "h5p.json" in H5P's documentation of its file format (https://h5p.org/documentation) and
the metadata of its core: players show title, authors, licence, source and changes to readers as
"Rights of use". Leaves out: the licences of single pictures, which stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from adapters.formats.notebook_json import Edit, JsonText
from audarma.model import Attribution, Metadata
from audarma.ports import Adaptation

TITLES = ("title", "extraTitle", "a11yTitle")

_UNDISCLOSED, _UNDETERMINED = "U", "und"
_LICENCES = {
    "C": "All rights reserved",
    "PD": "Public domain",
    "CC PDM": "Public Domain Mark",
    "GNU GPL": "GNU GPL",
}
_CC = re.compile(r"CC-(BY(?:-NC)?(?:-ND|-SA)?)-(\d\.\d)")
_OTHER_CODES = {
    "CC0-1.0": ("CC0 1.0", "CC0 1.0"),
    "GPL-2.0-or-later": ("GNU GPL", "v2"),
    "GPL-3.0-or-later": ("GNU GPL", "v3"),
}
_WEB_ADDRESS = re.compile(r"https?://\S+")


def package_metadata(package: JsonText) -> Metadata:
    """Read what ``h5p.json`` says of the package."""

    def said(key: str) -> str:
        return " ".join(package.string(package.root.members.get(key)).split())

    source, language = said("source"), said("defaultLanguage") or said("language")
    return Metadata(
        title=said("title"),
        creators=tuple(dict.fromkeys(_authors(package))),
        source_url=source if _WEB_ADDRESS.fullmatch(source) else "",
        licence_statements=tuple(dict.fromkeys(_licence(said))),
        language="" if language == _UNDETERMINED else language,
        published=_year(package),
        description=said("metaDescription"),
        rights_statement=said("licenseExtras"),
    )


def adaptation_edits(package: JsonText, adaptation: Adaptation) -> Iterator[Edit]:
    """Give the edits that state the language, and the attribution where there is one."""
    members: dict[str, Any] = {"language": adaptation.locale}
    if "defaultLanguage" in package.root.members:
        members["defaultLanguage"] = adaptation.locale
    if adaptation.attribution is not None:
        members |= _rights(package, adaptation.attribution)
    yield from package.set_members(package.root, members, 0)


def _licence(said: Any) -> Iterator[str]:
    code, version = said("license"), said("licenseVersion")
    if code and code != _UNDISCLOSED:
        name = _LICENCES.get(code, code)
        yield name if not version or version in name else f"{name} {version}"
    if said("licenseExtras"):
        yield said("licenseExtras")


def _authors(package: JsonText) -> Iterator[str]:
    members = package.root.members
    stated = [package.string(members.get("author"))]
    if "authors" in members:
        stated += (package.string(e.members.get("name")) for e in members["authors"].entries)
    yield from (" ".join(name.split()) for name in stated if name.strip())


def _year(package: JsonText) -> str:
    """Give the year of publication, which is a number or the digits of one."""
    value = package.root.members.get("yearFrom")
    if value is None:
        return ""
    written = package.text[value.start : value.end].strip('"')
    return written if re.fullmatch(r"\d{4}", written) else ""


def _rights(package: JsonText, attribution: Attribution) -> dict[str, Any]:
    lines = [line.text for line in attribution.lines]
    notice = "\n".join(filter(None, (*lines, attribution.warning)))
    members: dict[str, Any] = {"licenseExtras": notice, "changes": _changes(package, attribution)}
    cc = _CC.fullmatch(attribution.licence_id)
    if cc:
        members |= {"license": f"CC {cc[1]}", "licenseVersion": cc[2]}
    elif attribution.licence_id in _OTHER_CODES:
        members["license"], members["licenseVersion"] = _OTHER_CODES[attribution.licence_id]
    if attribution.source_url and not package.string(package.root.members.get("source")):
        members["source"] = attribution.source_url
    return members


def _changes(package: JsonText, attribution: Attribution) -> list[Any]:
    """Give the list of changes with the translation as its last."""
    known = package.root.members.get("changes")
    earlier = package.plain(known) if known is not None and known.is_array else []
    change = {
        "date": _stamp(attribution.date),
        "author": ", ".join(attribution.translators),
        "log": " ".join(filter(None, (attribution.heading, attribution.warning))),
    }
    return [*earlier, change]


def _stamp(day: str) -> str:
    """Write a date as H5P's editor does."""
    try:
        return date.fromisoformat(day[:10]).strftime("%d-%m-%y 00:00:00")
    except ValueError:
        return day

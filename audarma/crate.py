# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The description of a package for machines: RO-Crate 1.2, with schema.org's and LRMI's terms.

Says what the adaptation is based on, who and what translated it, under which licence it stands,
and what each file of the payload is. Leaves out: the bag around it (``audarma.package``).
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterable, Mapping
from typing import Any

from rocrate.model.contextentity import ContextEntity
from rocrate.rocrate import ROCrate

from audarma.model import Attribution

RO_CRATE_VERSION = "1.2"

# Python's table differs between machines; these are the package's own kinds of file.
_MEDIA_TYPES = {
    ".po": "text/x-gettext-translation",
    ".tmx": "application/x-tmx+xml",
    ".md": "text/markdown",
    ".json": "application/json",
    ".html": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".epub": "application/epub+zip",
    ".txt": "text/plain",
}
_ROLES = (
    ("review/", "Translation with its review, as Gettext PO"),
    ("ATTRIBUTION", "Attribution and licence, in the target language and in English"),
    ("preview", "Source and translation side by side"),
    ("qa-report", "Quality report"),
    ("permission", "The rights holder's permission"),
)


def crate_json(name: str, notice: Attribution, main: str, files: Iterable[str]) -> str:
    """Give ``ro-crate-metadata.json`` for the payload *files*, of which *main* is the resource.

    Args:
        name: the package's identifier.
        notice: the adaptation's attribution.
        main: the adapted resource's path; ends with ``/`` where it is a folder.
        files: paths below the payload's root, in the order to list them.
    """
    crate = ROCrate(version=RO_CRATE_VERSION)
    root = crate.root_dataset
    facts = dict(notice.json_ld)
    licence = notice.licence_url or f"#{notice.licence_id}"
    root["identifier"] = name
    root["name"] = notice.title
    root["description"] = f"{notice.lines[0].text} {notice.warning}".strip()
    root["datePublished"] = notice.date
    languages = facts.get("inLanguage", notice.locale)
    root["inLanguage"] = languages
    # LRMI; resources seldom say more, and nothing is guessed here.
    root["learningResourceType"] = "learning resource"
    root["educationalUse"] = "instruction"
    root["license"] = _add(
        crate, licence, "CreativeWork", name=notice.licence_name, identifier=notice.licence_id
    )
    for fact in ("creditText", "creativeWorkStatus"):
        if facts.get(fact):
            root[fact] = facts[fact]
    _add_people(crate, facts)
    _add_original(crate, facts)
    added = {path: _add_file(crate, path, main, notice, languages) for path in files}
    root["mainEntity"] = added.get(main) or crate.add_dataset(dest_path=main)
    described = crate.metadata.generate()
    for entity in described["@graph"]:
        if entity["@id"] == root.id:  # the library sets one type only
            entity["@type"] = ["Dataset", "LearningResource"]
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def _add(crate: Any, entity_id: str, kind: str, /, **facts: Any) -> Any:
    """Add an entity that is no file."""
    return crate.add(ContextEntity(crate, entity_id, properties={"@type": kind, **facts}))


def _add_people(crate: Any, facts: Mapping[str, Any]) -> None:
    """Name authors, translators and engines, and the act of translating that ties them."""
    root = crate.root_dataset
    authors = [
        _add(crate, f"#author-{number}", "Person", name=author["name"])
        for number, author in enumerate(facts.get("author", ()), 1)
    ]
    translators = [
        _add(crate, f"#translator-{number}", translator["@type"], name=translator["name"])
        for number, translator in enumerate(facts.get("translator", ()), 1)
    ]
    if authors:
        root["author"] = authors
    if translators:
        root["translator"] = translators
    people = [entity for entity in translators if entity.type == "Person"]
    machines = [entity for entity in translators if entity.type != "Person"]
    action: dict[str, Any] = {"name": "Translation", "endTime": facts["datePublished"]}
    if people:
        action["agent"] = [{"@id": entity.id} for entity in people]
    if machines:
        action["instrument"] = [{"@id": entity.id} for entity in machines]
    original = _original_id(facts)
    _add(
        crate,
        "#translation",
        "CreateAction",
        object={"@id": original},
        result={"@id": "./"},
        **action,
    )


def _add_original(crate: Any, facts: Mapping[str, Any]) -> None:
    original = dict(facts["isBasedOn"])
    identifier = _original_id(facts)
    authors = [author["name"] for author in original.pop("author", ())]
    publisher = original.pop("publisher", {}).get("name", "")
    licence = original.pop("license", "")
    kept = {
        key: value for key, value in original.items() if not key.startswith("@") and key != "url"
    }
    if authors:
        kept["author"] = [{"@id": f"#author-{n}"} for n in range(1, len(authors) + 1)]
    if publisher:
        kept["publisher"] = {"@id": "#publisher"}
        _add(crate, "#publisher", "Organization", name=publisher)
    if licence:
        kept["license"] = {"@id": licence} if licence.startswith("http") else licence
    entity = _add(crate, identifier, "CreativeWork", **kept)
    crate.root_dataset["isBasedOn"] = entity
    crate.root_dataset["translationOfWork"] = entity


def _original_id(facts: Mapping[str, Any]) -> str:
    return str(facts["isBasedOn"].get("@id", "#original"))


def _add_file(crate: Any, path: str, main: str, notice: Attribution, languages: Any) -> Any:
    """Add one payload file with its media type and its part in the package."""
    properties: dict[str, Any] = {"encodingFormat": _media_type(path)}
    if path == main:
        properties["name"] = notice.title
        properties["inLanguage"] = languages
    elif not (main.endswith("/") and path.startswith(main)):
        properties["name"] = next(
            (role for start, role in _ROLES if path.startswith(start)),
            "Translation memory" if path.endswith(".tmx") else path,
        )
    return crate.add_file(dest_path=path, properties=properties)


def _media_type(path: str) -> str:
    suffix = path[path.rfind(".") :].lower() if "." in path else ""
    return _MEDIA_TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")

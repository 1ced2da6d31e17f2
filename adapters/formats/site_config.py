# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a tool's configuration says of a site: its pages in order, its folders, its metadata.

Follows the manuals of MkDocs (``nav``), Quarto (``book``, ``website``), MyST (``project.toc``),
Jupyter Book 1 (``_toc.yml``), the Carpentries Workbench (``episodes``), mdBook (``SUMMARY.md``),
Zensical, Hugo, Zola, Sphinx and Jekyll. Leaves out: patterns and folders in a navigation, which
stand for pages by name, and what Sphinx's ``conf.py`` says, which is a program.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from adapters.formats.folder_container import Container
from adapters.formats.site_yaml import plain_yaml, strings_below
from adapters.formats.text_bytes import read_text
from adapters.formats.toml_places import read_toml
from audarma.errors import MalformedDocumentError
from audarma.model import Metadata

_ATTRIBUTE_LISTS = frozenset(
    {"attr_list", "extra", "markdown.extensions.attr_list", "markdown.extensions.extra"}
)
_WORKBENCH_FOLDERS = ("episodes", "learners", "instructors", "profiles")


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """A site's configuration; paths are from the site's root.

    *tool* names who reads it. Pages stand below *folder*. *named* are the pages in order, as far
    as they are named; suffixes may be left out. What the tool makes goes to the folders *output*.
    *texts* are configuration files that hold texts for readers. *has_attribute_lists* says
    that Markdown's ``{#id}`` is switched on.
    """

    tool: str
    folder: str = ""
    named: tuple[str, ...] = ()
    output: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    has_attribute_lists: bool = False


def site_config(files: Container, base: str) -> SiteConfig | None:
    """Read the configuration of the site at *base* (``""`` or with its ``/``), if it has one.

    Raises:
        MalformedDocumentError: it is not what its name says.
    """
    for name, reader in _READERS.items():
        if base + name in files:
            config = reader(_values(files.read(base + name), name), name)
            if config is not None:
                return _with_texts(config, files, base)
    for folder in ("", "src/"):
        if base + folder + "SUMMARY.md" in files:
            return SiteConfig("mdBook", folder, ("SUMMARY",), ("book/",))
    if base + "conf.py" in files and base + "index.md" in files:
        return SiteConfig("Sphinx", "", ("index",), ("_build/",))
    return None


def is_configured(files: Container, base: str) -> bool:
    """Say whether the folder *base* holds a site's configuration, sound or broken."""
    if any(base + name in files for name in _TELLING_NAMES):
        return True
    return any(
        base + name in files
        and _READERS[name](_values(files.read(base + name), name), name) is not None
        for name in _COMMON_NAMES
    )


def _values(data: bytes, name: str) -> Mapping[str, Any]:
    """Read a configuration; another program's, under a common name, says nothing."""
    try:
        if name.endswith(".toml"):
            values = read_toml(read_text(data, name).text.replace("\r\n", "\n"), name)
        else:
            values = plain_yaml(data, name)
    except MalformedDocumentError:
        if name in _COMMON_NAMES:
            return {}
        raise
    return values if isinstance(values, Mapping) else {"": values}


def _with_texts(config: SiteConfig, files: Container, base: str) -> SiteConfig:
    """Leave out texts that are not there, and read what Jupyter Book's second file says."""
    there = tuple(name for name in config.texts if base + name in files)
    found = config.metadata
    for name in there[1:]:
        found = _joined(found, _metadata(_mapping(plain_yaml(files.read(base + name), name))))
    return replace(config, texts=there, metadata=found)


def _mkdocs(values: Mapping[str, Any], name: str) -> SiteConfig:
    folder = _folder(values.get("docs_dir"), "docs")
    named = tuple(folder + path for path in strings_below(values.get("nav")))
    output = _folder(values.get("site_dir"), "site")
    titles = {"title": "site_name", "description": "site_description", "creators": "site_author"}
    metadata = _metadata(values, url="site_url", rights="copyright", **titles)
    extensions = values.get("markdown_extensions")
    names = {*strings_below(extensions), *_mapping(extensions)}
    for entry in extensions if isinstance(extensions, list) else []:
        names |= set(_mapping(entry))
    has_lists = not names.isdisjoint(_ATTRIBUTE_LISTS)
    return SiteConfig("MkDocs", folder, named, (output,), (name,), metadata, has_lists)


def _zensical(values: Mapping[str, Any], name: str) -> SiteConfig:
    return replace(_mkdocs(_mapping(values.get("project")), name), tool="Zensical")


def _quarto(values: Mapping[str, Any], name: str) -> SiteConfig:
    project = _mapping(values.get("project"))
    default = {"book": "_book", "website": "_site"}.get(str(project.get("type")), "_output")
    output = _folder(project.get("output-dir"), default)
    named: list[str] = []
    metadata = _metadata(values)
    for section in ("website", "book"):
        inside = _mapping(values.get(section))
        metadata = _joined(metadata, _metadata(inside, url="site-url"))
        for key in ("sidebar", "navbar", "chapters", "appendices"):
            named += strings_below(inside.get(key))
    return SiteConfig("Quarto", "", tuple(named), (output,), (name,), metadata)


def _myst(values: Mapping[str, Any], name: str) -> SiteConfig:
    project = _mapping(values.get("project"))
    named = tuple(_files(project.get("toc")))
    metadata = _joined(_metadata(project), _metadata(_mapping(values.get("site"))))
    return SiteConfig("MyST", "", named, ("_build/",), (name,), metadata)


def _jupyter_book(values: Mapping[str, Any], name: str) -> SiteConfig:
    texts = (name, "_config.yml")
    return SiteConfig("Jupyter Book", "", tuple(_files(values)), ("_build/",), texts)


def _workbench(values: Mapping[str, Any], name: str) -> SiteConfig | None:
    if not {"carpentry", "episodes"} & set(values):
        return None
    named = ["index"]
    for folder in _WORKBENCH_FOLDERS:
        named += (f"{folder}/{path}" for path in strings_below(values.get(folder)))
    metadata = _metadata(values)
    output = ("site/built/", "site/docs/")
    return SiteConfig("Carpentries Workbench", "", tuple(named), output, (name,), metadata)


def _mdbook(values: Mapping[str, Any], name: str) -> SiteConfig:
    book = _mapping(values.get("book"))
    folder = _folder(book.get("src"), "src")
    output = _folder(_mapping(values.get("build")).get("build-dir"), "book")
    metadata = _metadata(book, creators="authors")
    return SiteConfig("mdBook", folder, (f"{folder}SUMMARY",), (output,), (name,), metadata)


def _hugo(values: Mapping[str, Any], name: str) -> SiteConfig:
    params = _mapping(values.get("params"))
    metadata = _joined(_metadata(values, rights="copyright"), _metadata(params))
    language = _string(values.get("languageCode") or values.get("defaultContentLanguage"))
    folder = _folder(values.get("contentDir"), "content")
    output = (_folder(values.get("publishDir"), "public"), "resources/_gen/")
    metadata = replace(metadata, language=metadata.language or language)
    return SiteConfig("Hugo", folder, (), output, (name,), metadata)


def _hugo_or_zola(values: Mapping[str, Any], name: str) -> SiteConfig | None:
    """Read what these name alike: Zola has ``base_url``, and Hugo ``baseURL``."""
    if any(key.lower() == "baseurl" for key in values):
        return _hugo(values, name)
    if "base_url" not in values:
        return None
    metadata = _metadata(values)
    language = metadata.language or _string(values.get("default_language"))
    metadata = replace(metadata, language=language)
    return SiteConfig("Zola", "content/", (), ("public/",), (name,), metadata)


def _workbench_or_hugo(values: Mapping[str, Any], name: str) -> SiteConfig | None:
    return _workbench(values, name) or _hugo_or_zola(values, name)


def _jekyll(values: Mapping[str, Any], name: str) -> SiteConfig:
    output = _folder(values.get("destination"), "_site")
    return SiteConfig("Jekyll", "", (), (output,), (name,), _metadata(values))


_READERS: Mapping[str, Callable[[Mapping[str, Any], str], SiteConfig | None]] = {
    "mkdocs.yml": _mkdocs,
    "mkdocs.yaml": _mkdocs,
    "_quarto.yml": _quarto,
    "_quarto.yaml": _quarto,
    "myst.yml": _myst,
    "_toc.yml": _jupyter_book,
    "book.toml": _mdbook,
    "zensical.toml": _zensical,
    "hugo.toml": _hugo,
    "hugo.yaml": _hugo,
    "hugo.yml": _hugo,
    "config.toml": _hugo_or_zola,
    "config.yaml": _workbench_or_hugo,
    "_config.yml": _jekyll,
}
_COMMON_NAMES = ("config.toml", "config.yaml")
_TELLING_NAMES = (*(name for name in _READERS if name not in _COMMON_NAMES), "SUMMARY.md")


def _metadata(
    values: Mapping[str, Any],
    title: str = "title",
    description: str = "description",
    creators: str = "author",
    url: str = "url",
    rights: str = "",
) -> Metadata:
    licences = [values.get("license"), values.get("licence"), values.get(rights)]
    people = values.get(creators) or values.get("authors")
    return Metadata(
        title=_string(values.get(title)),
        creators=tuple(_names(people)),
        source_url=_string(values.get(url)),
        licence_statements=tuple(filter(None, map(_licence, licences))),
        language=_string(values.get("lang") or values.get("language")),
        description=_string(values.get(description)),
    )


def _joined(first: Metadata, second: Metadata) -> Metadata:
    """Give *first*, with what it lacks from *second*."""
    return Metadata(
        title=first.title or second.title,
        creators=first.creators or second.creators,
        source_url=first.source_url or second.source_url,
        licence_statements=first.licence_statements or second.licence_statements,
        language=first.language or second.language,
        description=first.description or second.description,
    )


def _names(value: Any) -> Iterator[str]:
    """Give people's names: a string, a list of them, or of mappings with a ``name``."""
    for one in value if isinstance(value, list) else [value]:
        name = one.get("name") if isinstance(one, Mapping) else one
        if isinstance(name, Mapping):
            name = name.get("literal") or f"{name.get('given', '')} {name.get('family', '')}"
        if isinstance(name, str) and name.strip():
            yield name.strip()


def _licence(value: Any) -> str:
    """Give a licence as a string; MyST parts content from code."""
    if isinstance(value, Mapping):
        value = value.get("content") or value.get("id") or value.get("text") or value.get("url")
    return _string(value)


def _files(value: Any) -> Iterator[str]:
    """Give the files that a table of contents names."""
    if isinstance(value, list):
        for entry in value:
            yield from _files(entry)
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            if key in ("file", "root") and isinstance(entry, str):
                yield entry
            elif not isinstance(entry, str):
                yield from _files(entry)


def _folder(value: Any, default: str) -> str:
    """Give a folder's path with its ``/``; the root is ``""``, one outside of it the default."""
    path = posixpath.normpath(_string(value) or default)
    if path.startswith(("/", "..")):
        path = default
    return "" if path == "." else f"{path}/"


def _string(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}

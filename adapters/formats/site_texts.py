# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which texts of a site's configuration readers see, whatever it is written in.

A text is found by the way to it through the configuration's keys. The texts are a document of the
site: its title and description, and the titles in its navigation and menus.

Leaves out: texts that hold markup (footers, copyright lines), and themes' own options.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from adapters.formats.text_bytes import TextFile
from audarma.errors import InlineCodeError
from audarma.inline_code import code_faults, escape, has_text, plain_text
from audarma.model import SOURCE_LOCALE, Document, Unit, UnitKind
from audarma.ports import Adaptation, Targets

Trail = tuple[str, ...]

_NOT_TEXT = re.compile(r"\S*[/\\]\S*|\S+\.\w{1,5}|[{$%].*|<.*", re.DOTALL)
_TITLES = {
    "title": UnitKind.TITLE,
    "site_name": UnitKind.TITLE,
    **dict.fromkeys(("subtitle", "short_title", "description", "abstract"), UnitKind.METADATA),
    **dict.fromkeys(("site_description", "site_subtitle"), UnitKind.METADATA),
}
_ENTRIES = dict.fromkeys(("title", "text", "section", "part", "caption"), UnitKind.NAVIGATION)
_OVER_TITLES = frozenset(
    {
        *((), ("project",), ("site",), ("website",), ("book",)),
        # Hugo's own, and those of one of its languages.
        *(("params",), ("languages", "en"), ("languages", "en", "params")),
    }
)
_OVER_ENTRIES = frozenset({"toc", "nav", "parts", "chapters", "appendices", "sidebar", "navbar"})
_MENUS = frozenset({"menu", "menus"})
_LANGUAGE_TRAILS = frozenset(
    {
        *(("lang",), ("language",), ("theme", "language"), ("locale",)),
        *(("languageCode",), ("default_language",), ("book", "language")),
        ("project", "theme", "language"),
    }
)
_DEFAULT_LANGUAGE = ("defaultContentLanguage",)


@dataclass(frozen=True, slots=True)
class ConfigText:
    """A scalar of a configuration from *start* to *end*; *written* writes another in its place.

    *trail* is the way there through the mappings. *is_key* says that it is a key itself.
    """

    trail: Trail
    start: int
    end: int
    text: str
    written: Callable[[str], str]
    is_key: bool = False

    @property
    def kind(self) -> UnitKind | None:
        """Say what the text is to readers; None for what they do not read."""
        *above, key = self.trail
        if not has_text(escape(self.text)) or _NOT_TEXT.fullmatch(self.text.strip()):
            return None
        if self.is_key:
            # MkDocs' navigation has titles for keys: "- Home: index.md".
            is_navigation = above[:1] == ["nav"] or above[:2] == ["project", "nav"]
            return UnitKind.NAVIGATION if is_navigation else None
        if tuple(above) in _OVER_TITLES and key in _TITLES:
            return _TITLES[key]
        if key == "name" and not _MENUS.isdisjoint(above[:3]):
            return UnitKind.NAVIGATION
        in_navigation = not _OVER_ENTRIES.isdisjoint(above) or not above
        return _ENTRIES.get(key) if in_navigation else None

    @property
    def source(self) -> str:
        """Give the text as content, on one line."""
        return escape(" ".join(self.text.split()))


def texts_document(texts: Iterable[ConfigText], path: str) -> Document:
    """Give those of *texts* that readers see, as a document; there may be none."""
    units = tuple(
        Unit(f"y{number}", kind, text.source)
        for number, (text, kind) in enumerate(_readable(texts), 1)
    )
    return Document(path, units, next((plain_text(unit.content) for unit in units), ""))


def merged_texts(
    file: TextFile,
    texts: list[ConfigText],
    path: str,
    targets: Targets,
    adaptation: Adaptation | None,
) -> str:
    """Splice *targets* into a configuration; its language changes where it is stated.

    Raises:
        InlineCodeError: names every unit whose target holds a code, of which these have none.
    """
    edits: list[tuple[int, int, str]] = []
    faults: list[str] = []
    for number, (text, _kind) in enumerate(_readable(texts), 1):
        source, target = text.source, targets.get(f"y{number}", "")
        if target and target != source:
            faults += (f"y{number}: {fault}" for fault in code_faults(source, target))
            new = text.written(" ".join(plain_text(target).split()))
            edits.append((text.start, text.end, new))
    if faults:
        raise InlineCodeError(f"{path}: target of {'; '.join(faults)}.", path, tuple(faults))
    if adaptation is not None:
        languages = [text for text in texts if _states_language(text, texts)]
        edits += [(text.start, text.end, text.written(adaptation.locale)) for text in languages]
    parts, position = [], 0
    for start, end, new in sorted(edits):
        parts += [file.text[position:start], new]
        position = end
    return "".join((*parts, file.text[position:]))


def _readable(texts: Iterable[ConfigText]) -> Iterator[tuple[ConfigText, UnitKind]]:
    for text in texts:
        if kind := text.kind:
            yield text, kind


def _states_language(text: ConfigText, texts: Iterable[ConfigText]) -> bool:
    """Say whether *text* says that the site is in English.

    Of a site in several languages Hugo's default one names a folder or a suffix, and stays.
    """
    if text.is_key or re.split("[-_]", text.text)[0] != SOURCE_LOCALE:
        return False
    if text.trail == _DEFAULT_LANGUAGE:
        return not any(other.trail[0] == "languages" for other in texts)
    return text.trail in _LANGUAGE_TRAILS

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""What a LaTeX file says of its language and its letters, said anew for an adaptation.

babel's and polyglossia's English becomes the target language wherever it is named; a document
without either gets the words that its class prints. Cyrillic needs the font encoding T2A, fonts
that have it and, in files that named an older one, the input encoding UTF-8.
Follows the manuals of babel, polyglossia, fontenc and hyperref.

Leaves out: the lines themselves, which are in ``latex_fonts`` and ``latex_names``; encodings that
a package beside the document chooses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from adapters.formats.latex_document import LatexFile
from adapters.formats.latex_fonts import CYRILLIC, SEARCHABLE, preamble_end
from adapters.formats.latex_names import babel_captions, class_names
from adapters.formats.latex_notice import loads_links
from adapters.formats.latex_tokens import Kind
from adapters.formats.latex_writing import Edit

_NAMES: Mapping[str, str] = {"kk": "kazakh", "ru": "russian"}
_ENGLISH = r"(?:english|american|british|USenglish|UKenglish|canadian|australian|newzealand)"
_OPTION = re.compile(rf"(?<![\w-]){_ENGLISH}(?![\w-])")
_PACKAGE = r"\\(?:usepackage|RequirePackage)\s*\[(?P<options>[^][]*)\]\s*\{\s*%s\s*\}"
_BABEL = re.compile(_PACKAGE % "babel")
_PLAIN_BABEL = re.compile(r"\\(?:usepackage|RequirePackage)\s*\{\s*babel\s*\}")
_CLASS = re.compile(r"\\documentclass\s*(?:\[(?P<options>[^][]*)\])?\s*\{[^{}]*\}")
_SELECTED = re.compile(rf"\\(?:selectlanguage|babelprovide\[[^][]*\])\s*\{{(?P<name>{_ENGLISH})\}}")
_POLYGLOSSIA = re.compile(
    rf"\\set(?:default|main)language\s*(?P<options>\[[^][]*\])?\s*\{{(?P<name>{_ENGLISH})\}}"
)
_PDF_LANGUAGE = re.compile(
    r"\b(?:pdflang\s*=\s*\{?|DocumentMetadata\s*\{[^{}]*?\blang\s*=\s*\{?)(?P<tag>en(?:-\w+)*)\b"
)
_FONTS = re.compile(_PACKAGE % "fontenc")
_INPUT = re.compile(_PACKAGE % "inputenc")
_UNICODE_FONTS = re.compile(
    r"\\(?:usepackage|RequirePackage)\s*(?:\[[^][]*\])?\s*\{[^{}]*\b"
    r"(?:fontspec|polyglossia|unicode-math|luatexja|xeCJK)\b"
)
_LOADS = r"\\(?:usepackage|RequirePackage)\s*(?:\[[^][]*\])?\s*\{[^{}]*\b%s\b"
_DECLARATIONS: Mapping[str, re.Pattern[str]] = {
    "encoding": _FONTS,
    "unicode fonts": _UNICODE_FONTS,
    "cmap": re.compile(_LOADS % "cmap"),
    "babel": re.compile(_LOADS % "babel"),
    "polyglossia": re.compile(_LOADS % "polyglossia"),
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the files of one document declare together.

    *declared*: names of ``_DECLARATIONS``. *has_links*: hyperref is loaded. *old_encoding*: a file
    names an input encoding without Cyrillic, so that all become UTF-8.
    """

    declared: frozenset[str]
    has_links: bool
    old_encoding: bool

    @classmethod
    def of(cls, texts: Iterable[str]) -> Surroundings:
        """Look for declarations in *texts*."""
        declared: set[str] = set()
        has_links = old_encoding = False
        for text in texts:
            declared |= {name for name, pattern in _DECLARATIONS.items() if pattern.search(text)}
            has_links |= loads_links(text)
            old_encoding |= _names_old_encoding(text)
        return cls(frozenset(declared), has_links, old_encoding)

    def behind_class(self, locale: str, newline: str) -> str:
        """Give the lines that the class needs behind it for *locale*."""
        lines = ""
        has_unicode_fonts = "unicode fonts" in self.declared
        if "cmap" not in self.declared and not has_unicode_fonts:
            lines += newline + SEARCHABLE
        if "encoding" not in self.declared and not has_unicode_fonts:
            lines += newline + CYRILLIC
        # polyglossia knows no Kazakh words.
        if "babel" not in self.declared and (locale == "kk" or "polyglossia" not in self.declared):
            lines += class_names(locale, newline)
        return lines


def _names_old_encoding(text: str) -> bool:
    """Say whether *text* names an input encoding that has no Cyrillic."""
    match = _INPUT.search(text)
    return match is not None and not re.search(r"\butf8x?\b", match["options"])


def language_edits(latex: LatexFile, locale: str, surroundings: Surroundings) -> list[Edit]:
    """Give the edits that make a file's declarations those of *locale*, ``kk`` or ``ru``."""
    name = _NAMES.get(locale)
    edits = list(_tags(latex.text, locale))
    if name:
        newline = latex.file.newline
        edits += _behind_class(latex, surroundings.behind_class(locale, newline))
        edits += _babel(latex.text, name, newline)
        edits += _named(latex.text, name)
        edits += _encodings(latex.text)
        if latex.body:
            place = latex.source.start_of(latex.body.first - 1)
            edits.append((place, place, preamble_end(locale, newline)))
    return [edit for edit in edits if _is_live(latex, edit[0])]


def _is_live(latex: LatexFile, position: int) -> bool:
    """Say whether *position* is in no comment."""
    index = max(0, latex.source.index_at(position + 1) - 1)
    return latex.source.kinds[index] not in (Kind.COMMENT, Kind.VERBATIM)


def _tags(text: str, locale: str) -> Iterator[Edit]:
    for match in _PDF_LANGUAGE.finditer(text):
        yield *match.span("tag"), locale


def _babel(text: str, name: str, newline: str) -> Iterator[Edit]:
    """Give the edits of babel's options, which may be the class's."""
    loads = _BABEL.search(text) or _PLAIN_BABEL.search(text)
    if not loads:
        return
    places = [loads, _CLASS.search(text)]
    is_named = False
    for place in places:
        if place is None or not place.groupdict().get("options"):
            continue
        start = place.start("options")
        options = place["options"]
        found = list(_OPTION.finditer(options))
        for option in found:
            is_main = not options[option.end() :].strip(", \t\r\n%") or "main=" in options
            provide = "" if name != "kazakh" else "provide=*," if is_main else "provide+=*,"
            is_named = True
            if place is loads:
                before = options[: option.start()]
                cut = len(before) - len("main=") if before.endswith("main=") else len(before)
                yield start + cut, start + cut, provide
                yield start + option.start(), start + option.end(), name
            else:
                yield start + option.start(), start + option.end(), name
    if is_named and name == "kazakh":
        yield loads.end(), loads.end(), babel_captions(newline)


def _named(text: str, name: str) -> Iterator[Edit]:
    for match in _SELECTED.finditer(text):
        yield *match.span("name"), name
    for match in _POLYGLOSSIA.finditer(text):
        if match["options"]:  # a variant of English
            yield *match.span("options"), ""
        yield *match.span("name"), name


def _behind_class(latex: LatexFile, lines: str) -> Iterator[Edit]:
    for match in _CLASS.finditer(latex.text):
        if lines and _is_live(latex, match.start()):
            yield match.end(), match.end(), lines
            return


def _encodings(text: str) -> Iterator[Edit]:
    for fonts in _FONTS.finditer(text):
        # The last is the one that is used.
        if fonts["options"].rpartition(",")[2].strip() != "T2A":
            end = fonts.end("options")
            yield end, end, ",T2A"
    if _names_old_encoding(text) and (match := _INPUT.search(text)):
        yield *match.span("options"), "utf8"

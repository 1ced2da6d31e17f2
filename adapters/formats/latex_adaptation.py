# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""What a LaTeX file says of its language and its letters, said anew for an adaptation.

babel's and polyglossia's English becomes the target language wherever it is named; Cyrillic needs
the font encoding T2A and, in files that named an older one, the input encoding UTF-8.
Follows the manuals of babel, polyglossia, fontenc and hyperref.

Leaves out: fonts of XeLaTeX and LuaLaTeX, which a document chooses by name, and languages where
none is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from adapters.formats.latex_document import LatexFile
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
# babel-kk.ini of TeX Live up to 2025 leaves the captions empty.
_KAZAKH_CAPTIONS: Mapping[str, str] = {
    "preface": "Алғысөз", "ref": "Әдебиеттер", "abstract": "Түйін", "bib": "Әдебиеттер тізімі",
    "chapter": "Тарау", "appendix": "Қосымша", "contents": "Мазмұны", "part": "Бөлім",
    "listfigure": "Суреттер тізімі", "listtable": "Кестелер тізімі", "index": "Көрсеткіш",
    "figure": "Сурет", "table": "Кесте", "page": "бет", "see": "қараңыз",
    "also": "тағы қараңыз", "proof": "Дәлелдеу", "glossary": "Глоссарий",
}  # fmt: skip


def chooses_fonts(text: str) -> bool:
    """Say whether *text* chooses an encoding of fonts, or Unicode fonts."""
    return bool(_FONTS.search(text) or _UNICODE_FONTS.search(text))


def names_old_encoding(text: str) -> bool:
    """Say whether *text* names an input encoding that has no Cyrillic."""
    match = _INPUT.search(text)
    return match is not None and not re.search(r"\butf8x?\b", match["options"])


def language_edits(latex: LatexFile, locale: str, *, needs_fonts: bool) -> list[Edit]:
    """Give the edits that make a file's declarations those of *locale*.

    Args:
        latex: the file.
        locale: the target's, ``kk`` or ``ru``.
        needs_fonts: the whole document declares no fonts that have Cyrillic.
    """
    name = _NAMES.get(locale)
    edits = list(_tags(latex.text, locale))
    if name:
        edits += _babel(latex.text, name, latex.file.newline)
        edits += _named(latex.text, name)
        edits += _encodings(latex.text, latex.file.newline, needs_fonts)
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
        captions = "".join(
            f"{newline}\\setlocalecaption{{{name}}}{{{key}}}{{{caption}}}"
            for key, caption in _KAZAKH_CAPTIONS.items()
        )
        yield loads.end(), loads.end(), captions


def _named(text: str, name: str) -> Iterator[Edit]:
    for match in _SELECTED.finditer(text):
        yield *match.span("name"), name
    for match in _POLYGLOSSIA.finditer(text):
        if match["options"]:  # a variant of English
            yield *match.span("options"), ""
        yield *match.span("name"), name


def _encodings(text: str, newline: str, needs_fonts: bool) -> Iterator[Edit]:
    fonts = _FONTS.search(text)
    if fonts and "T2A" not in fonts["options"]:
        end = fonts.end("options")
        yield end, end, ",T2A"  # the last is the one that is used
    if names_old_encoding(text) and (match := _INPUT.search(text)):
        yield *match.span("options"), "utf8"
    if needs_fonts and (document_class := _CLASS.search(text)):
        yield document_class.end(), document_class.end(), newline + "\\usepackage[T2A]{fontenc}"

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""What a document's own commands and environments take: found by a look at their definitions.

An argument is prose where the definition puts it in running text or in the prose of a known
command: ``\newcommand{\term}[1]{\emph{#1}\index{#1}}``. One that lands in a formula, a name or a
command that is not known is none. Nothing is expanded.

Leaves out: definitions with delimited parameters (``\def\a#1.{…}``), whose arguments stay as
they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from adapters.formats.latex_tokens import NO_PARTNER, Kind, Source, short_verbatim_marks
from adapters.formats.latex_vocabulary import (
    DECLARATIONS,
    FORMULA_ENVIRONMENTS,
    HOLDERS,
    PAIRED,
    TRANSPARENT,
    Vocabulary,
)

_DEFINITION = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|DeclareRobustCommand)\*?\s*"
    r"(?:\{\s*\\(?P<name>[A-Za-z@]+)\s*\}|\\(?P<bare>[A-Za-z@]+))\s*"
    r"(?:\[(?P<count>\d)\]\s*)?(?P<default>\[[^]\r\n]{0,200}\])?\s*(?=\{)"
    r"|\\[gex]?def\s*\\(?P<def>[A-Za-z@]+)(?P<parameters>(?:#\d)*)(?=\{)"
)
_ENVIRONMENT = re.compile(
    r"\\(?:(?:re)?newenvironment|NewEnviron)\*?\s*\{(?P<name>[A-Za-z@*]+)\}\s*"
    r"(?:\[(?P<count>\d)\]\s*)?(?P<default>\[[^]\r\n]{0,200}\])?\s*(?=\{)"
)
_THEOREM = re.compile(
    r"\\(?:(?:re)?newtheorem\*?|declaretheorem(?:\[[^]\r\n]{0,300}\])?|newmdtheoremenv|newtcbtheorem)"
    r"\s*\{(?P<name>[A-Za-z@*]+)\}"
)
_PARAMETER = re.compile(r"#(\d)")
_LOOKED_INTO = DECLARATIONS | HOLDERS.keys()
_LOOK_AHEAD = 400  # tokens of a definition that are looked at
_NOT_PROSE = re.compile(r"\\(?:csname|ensuremath|tikz|verb|lst\w*|begin\{[^}]*\})|\$")


def vocabulary(sources: Iterable[Source]) -> Vocabulary:
    """Give what the *sources* of one resource declare together.

    Where two definitions of a command differ, an argument is prose if both make it so.
    """
    macros: dict[str, str] = {}
    environments: dict[str, str] = {}
    marks = ""
    for source in sources:
        marks += short_verbatim_marks(source.text)
        declaring = []
        for name, signature, body in _definitions(source):
            known = macros.get(name, signature)
            macros[name] = known if len(known) != len(signature) else _common(known, signature)
            if "\\newtheorem{#1}" in body:
                declaring.append(name)
        environments |= _environments(source.text, declaring)
    return Vocabulary(macros, environments, "".join(dict.fromkeys(marks)))


def _common(first: str, second: str) -> str:
    return "".join(a if a == b else "{" for a, b in zip(first, second, strict=True))


def _definitions(source: Source) -> Iterable[tuple[str, str, str]]:
    """Give the name, signature and body of each command that *source* defines."""
    for match in _DEFINITION.finditer(source.text):
        first = source.index_at(match.end())
        if source.start_of(first) != match.end() or source.partner[first] == NO_PARTNER:
            continue  # in a comment, or without an end
        last = source.partner[first]
        body = source.text[source.start_of(first) + 1 : source.start_of(last)]
        count = int(match["count"] or len(match["parameters"] or "") // 2)
        optional = bool(match["default"])
        prose = _prose_parameters(source, first + 1, last)
        letters = ("{p"[number in prose] for number in range(1 + optional, count + 1))
        yield (
            match["name"] or match["bare"] or match["def"],
            "[" * optional + "".join(letters),
            body,
        )


def _prose_parameters(source: Source, first: int, last: int) -> set[int]:
    """Give the numbers of the parameters that are prose in the tokens of a definition."""
    prose: set[int] = set()
    other: set[int] = set()
    index, end = first, min(last, first + _LOOK_AHEAD)
    while index < end:
        kind, name, start = source.kinds[index], source.names[index], source.starts[index]
        partner = source.partner[index]
        stop = index + 1
        if kind is Kind.SPECIAL and source.text[start] == "#":
            number = _PARAMETER.match(source.text, start)
            if number:
                prose.add(int(number[1]))
        elif kind is Kind.WORD:
            stop = _arguments_end(source, index, last)
            if PAIRED.get(name) == "p" or name in _LOOKED_INTO:
                stop = index + 1
            elif name == "index" or name.startswith("index"):
                index = stop
                continue
        elif partner > index and kind in (Kind.DOLLAR, Kind.SYMBOL):
            stop = partner + 1
        elif kind is Kind.BEGIN and (name in FORMULA_ENVIRONMENTS or name not in TRANSPARENT):
            stop = max(partner + 1, _arguments_end(source, index, last))
        if stop > index + 1:
            skipped = source.text[start : source.start_of(stop)]
            other |= {int(number) for number in _PARAMETER.findall(skipped)}
        index = stop
    if end < last:
        rest = source.text[source.start_of(end) : source.start_of(last)]
        other |= {int(number) for number in _PARAMETER.findall(rest)}
    return prose - other


def _arguments_end(source: Source, index: int, last: int) -> int:
    """Give the index behind all groups and brackets that follow the command at *index*."""
    index += 1
    while index < last:
        kind, start = source.kinds[index], source.starts[index]
        if kind is Kind.OPEN and source.partner[index] != NO_PARTNER:
            index = source.partner[index] + 1
        elif kind is Kind.BRACKET and source.text[start] == "[":
            closing = source.text.find("]", start, source.start_of(last))
            if closing < 0:
                return index
            index = source.index_at(closing) + 1
        else:
            return index
    return index


def _environments(text: str, declaring: Iterable[str]) -> Mapping[str, str]:
    """Give the signatures of the environments of prose that *text* declares."""
    found = {match["name"]: "o" for match in _THEOREM.finditer(text)}
    for command in declaring:
        uses = re.finditer(rf"\\{re.escape(command)}\s*\{{([A-Za-z@*]+)\}}", text)
        found |= {match[1]: "o" for match in uses}
    for match in _ENVIRONMENT.finditer(text):
        begin = text[match.end() : match.end() + 500].split("}{")[0].split("}\n")[0]
        inner = re.findall(r"\\begin\{([A-Za-z*]+)\}", begin)
        if all(name in TRANSPARENT for name in inner) and not _NOT_PROSE.search(
            re.sub(r"\\begin\{[^}]*\}", "", begin)
        ):
            optional = bool(match["default"])
            count = int(match["count"] or 0) - optional
            found[match["name"]] = "[" * optional + "{" * count
    return found

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program's message, cut into text and what a program reads in it.

Protected are the conversions of printf and its kin (``%s``, ``%1$d``, ``%(name)s``, ``%@``, Qt's
``%1``), fields in braces (``{0}``, ``{{ name }}``, ``${name}``), HTML's tags and references, and
line ends. An accelerator (``E&xit``, GTK's ``Save _As``) is a pair of codes around its letter: the
word reads as a word, and a translator may mark another letter.

Leaves out: ICU's plural and select messages, whose fields hold text; GTK's accelerators inside a
word, which look as names of files do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from adapters.formats.html_elements import VOID
from adapters.formats.html_inline import Role
from audarma.inline_code import code_name

_LONGEST_LABEL = 60  # characters; longer texts are no labels of menus and buttons

# Bounded where a hostile text could make a search run through it from each of its characters.
_PROTECTED = re.compile(
    r"""
      (?P<line>(?<![ \t])[ \t]*(?:\r\n?|\n)[ \t\r\n]*)
    | (?P<comment><!--.{0,4000}?-->)
    | (?P<tag><(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*)
        (?:\s(?:[^<>"']|"[^"]{0,999}"|'[^']{0,999}'){0,999}?)?(?P<empty>/?)>)
    | (?P<entity>&(?:[A-Za-z][A-Za-z0-9]{1,31}|\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6});)
    | (?P<field>[$%\#]?\{\{[^{}\n]{1,80}\}\} | [$%\#]?\{[^{}\n\s,]{0,80}\})
    | (?P<sign>%%)
    | (?P<conversion>%(?:\([^()\n]{1,80}\))?(?:[1-9][0-9]?\$)?[-+\#0']*(?:\*|[0-9]+)?
        (?:\.(?:\*|[0-9]+))?(?:hh?|ll?|[qjztL])?[diouxXeEfFgGaAcrsp@] | %L?[1-9][0-9]?)
    """,
    re.DOTALL | re.VERBOSE,
)
_WINDOWS_KEY = re.compile(r"&(?=[^\W_])")
_GTK_KEY = re.compile(r"(?<!\w)_(?=[^\W\d_])")
_FIELD_NAME = re.compile(r"[A-Za-z]+")


class Piece(NamedTuple):
    """A stretch of a message; *name* is a code's, and empty for text."""

    role: Role
    name: str
    text: str


def message_pieces(text: str, *, has_lines: bool) -> Iterator[Piece]:
    """Cut *text*; joined again, the pieces are *text*. Line ends count where it *has_lines*."""
    start = 0
    key = _accelerator(text)
    for match in _PROTECTED.finditer(text):
        if match["line"] and not has_lines:
            continue
        yield from _text(text, start, match.start(), key)
        yield _protected(match)
        start = match.end()
    yield from _text(text, start, len(text), key)


def _text(text: str, start: int, end: int, key: int) -> Iterator[Piece]:
    """Give a stretch of text; at *key* stands the mark of an accelerator."""
    if start <= key < end - 1:
        yield from _text(text, start, key, -1)
        yield Piece(Role.OPEN, "key", text[key])
        yield Piece(Role.TEXT, "", text[key + 1])
        yield Piece(Role.CLOSE, "key", "")
        start = key + 2
    if start < end:
        yield Piece(Role.TEXT, "", text[start:end])


def _protected(match: re.Match[str]) -> Piece:
    whole = match[0]
    if match["line"]:
        return Piece(Role.THING, "br", whole)
    if match["comment"]:
        return Piece(Role.THING, "comment", whole)
    if match["tag"]:
        name = code_name(match["name"].lower())
        is_void = match["empty"] or match["name"].lower() in VOID
        role = Role.CLOSE if match["close"] else Role.THING if is_void else Role.OPEN
        return Piece(role, name, whole)
    if match["entity"]:
        return Piece(Role.THING, code_name(whole), whole)
    if match["sign"]:
        return Piece(Role.THING, "percent", whole)
    found = _FIELD_NAME.search(whole)
    return Piece(Role.WORD, found[0] if found else "x", whole)


def _accelerator(text: str) -> int:
    """Give where the one mark of an accelerator stands in *text*, or -1."""
    if len(text) > _LONGEST_LABEL:
        return -1
    if text.count("_") == 1 and "&" not in text and (found := _GTK_KEY.search(text)):
        return found.start()
    if text.count("&") != 1 or "_" in text or "?" in text:
        return -1
    found = _WINDOWS_KEY.search(text)
    if found is None or _PROTECTED.match(text, found.start()):
        return -1
    # "AT&T" and "R&D" are names.
    is_name = text[found.start() - 1 : found.start()].isupper() and text[found.end()].isupper()
    return -1 if is_name else found.start()

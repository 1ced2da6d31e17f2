# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text as the starter engine sees it: tokens with their places, classes, case, and text again.

The same functions cut the training texts, so a model and its engine never disagree. Numbers,
addresses and masks are classes (``<num>``, ``<x>``): a phrase learned with one number holds for
all. Leaves out: which words a model knows, which is in ``starter_model``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

NUMBER_CLASS = "<num>"
VERBATIM_CLASS = "<x>"
COPY_CLASS = "<lat>"
"""A Latin-script word that the translation keeps as it is, such as a product's name."""
CLASSES = (NUMBER_CLASS, VERBATIM_CLASS, COPY_CLASS)


class TokenKind(Enum):
    """What a token is; only a WORD is ever looked up by its letters."""

    WORD = "word"
    NUMBER = "number"
    VERBATIM = "verbatim"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """One token and its place: ``text[start:end]``; *form* is what a model looks up."""

    surface: str
    start: int
    end: int
    kind: TokenKind
    form: str


TITLE_LETTERS = 5
"""English headings leave shorter words, such as "with", in lower case."""

_LETTERS = r"[^\W\d_][\u0300-\u036f]*"
_WORD_PART = rf"(?:{_LETTERS}|\d)+"
_TOKEN = re.compile(
    rf"""
    (?P<verbatim>
        \{{\d+\}}                                        # a mask for an inline code
      | (?:https?|ftp)://[^\s<>«»"]*[\w/]
      | www\.[^\s<>«»"]*[\w/]
      | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
      | \w*_\w*                                          # an identifier
      | (?<![\w.])\w+\.(?:[a-z]{{2,4}}|[a-z]\d)\b(?!\.\w)      # a file's name
    )
  | (?P<number> \d+(?:[.,:–-]\d+)*(?![^\W\d_]) )
  | (?P<word> (?:{_LETTERS}\.){{2,}} | {_WORD_PART}(?:['’-]{_WORD_PART})* )
  | (?P<mark> \.\.\. | \S )
    """,
    re.VERBOSE,
)
_CLITIC = re.compile(r"(?<=\w)['’]s$", re.IGNORECASE)
_QUOTED = re.compile(r"(?=[\w{])[^'’‘]*(?:\w['’]\w[^'’‘]*)*(?<=\S)['’](?!\w)")
_QUOTES = {"“": "«", "„": "«", "”": "»", "«": "«", "»": "»"}
_MARK_FORMS = {"...": "…", "–": "—", "−": "-"}
_APOSTROPHES = frozenset("'’‘")
KEPT_MARKS = frozenset(".:;!?…()[]{}«»%")
"""Marks that a translation neither drops nor adds; reordering does not cross them."""
_ATTACHED_LEFT = frozenset(".,;:!?…)]}»%°")
_ATTACHED_RIGHT = frozenset("([{«$€£₸№")


def tokenise_source(text: str) -> list[Token]:
    """Cut English *text*; a possessive ``'s`` or ``'`` is a token, and so is each mark."""
    tokens: list[Token] = []
    for token in _tokenise(text):
        clitic = _CLITIC.search(token.surface) if token.kind is TokenKind.WORD else None
        if clitic:
            cut = token.start + clitic.start()
            tokens.append(_word(text, token.start, cut))
            tokens.append(Token(text[cut : token.end], cut, token.end, TokenKind.WORD, "'s"))
        elif token.form == "'" and text[: token.start].lower().endswith("s"):
            tokens.append(replace(token, kind=TokenKind.WORD, form="'s"))
        else:
            tokens.append(token)
    return tokens


def tokenise_target(text: str) -> list[Token]:
    """Cut Kazakh or Russian *text*; a word's form keeps its case."""
    return [
        Token(t.surface, t.start, t.end, t.kind, t.surface.replace("’", "'"))
        if t.kind is TokenKind.WORD
        else t
        for t in _tokenise(text)
    ]


def split_compound(token: Token) -> list[Token]:
    """Cut a hyphenated word at its hyphens, which belong to no part."""
    parts: list[Token] = []
    for match in re.finditer(r"[^-]+", token.surface):
        start = token.start + match.start()
        if match.group().isdecimal():
            end = token.start + match.end()
            parts.append(Token(match.group(), start, end, TokenKind.NUMBER, NUMBER_CLASS))
        else:
            parts.append(_word(token.surface, match.start(), match.end(), start))
    return parts


def is_latin_word(form: str) -> bool:
    """Say whether *form* is no class and holds a letter of the basic Latin alphabet."""
    return form not in CLASSES and any("a" <= letter <= "z" for letter in form.lower())


def decapitalise(form: str) -> str:
    """Lower the first letter of a word that has no other capital; others keep their case."""
    return form[:1].lower() + form[1:] if not _has_capital(form[1:]) else form


def capitalise(text: str) -> str:
    """Raise the first letter of *text*, leaving the rest."""
    return text[:1].upper() + text[1:]


def is_shouted(tokens: Sequence[Token]) -> bool:
    """Say whether a text is written in capitals throughout (two words or more)."""
    words = [token.surface for token in tokens if token.kind is TokenKind.WORD]
    return len(words) > 1 and all(word == word.upper() for word in words)


def is_titled(tokens: Sequence[Token]) -> bool:
    """Say whether each longer word of a text begins with a capital, as in English headings."""
    words = [token.surface for token in tokens if token.kind is TokenKind.WORD]
    return all(word[0].isupper() for word in words if len(word) >= TITLE_LETTERS)


def starts_capital(tokens: Sequence[Token]) -> bool:
    """Say whether the first word of *tokens* begins with a capital."""
    for token in tokens:
        if token.kind is TokenKind.WORD:
            return token.surface[0].isupper()
    return False


def needs_space(left: str, right: str, as_source: bool | None) -> bool:
    """Say whether a space stands between two target tokens.

    *as_source* is what the source has between the two tokens that these translate, or ``None``
    where they are no neighbours there; it decides for marks that can stand either way.
    """
    if right[0] in _ATTACHED_LEFT or left[-1] in _ATTACHED_RIGHT:
        # "5 %" and "5 °C" keep the space that their source has.
        return right[0] in "%°" and bool(as_source)
    ambiguous = not (right[0].isalnum() and left[-1].isalnum())
    if as_source is not None and ambiguous:
        return as_source
    return not (left[-1] in "/'-" or right[0] in "/'-")


def _tokenise(text: str) -> list[Token]:
    tokens: list[Token] = []
    quote_is_open = single_is_open = False
    for match in _TOKEN.finditer(text):
        surface, (start, end) = match.group(), match.span()
        if match["word"]:
            tokens.append(_word(text, start, end))
        elif match["number"]:
            tokens.append(Token(surface, start, end, TokenKind.NUMBER, NUMBER_CLASS))
        elif match["verbatim"]:
            tokens.append(Token(surface, start, end, TokenKind.VERBATIM, VERBATIM_CLASS))
        elif surface == '"':
            quote_is_open = _opens_quote(text, start, quote_is_open)
            form = "«" if quote_is_open else "»"
            tokens.append(Token(surface, start, end, TokenKind.MARK, form))
        elif surface in _APOSTROPHES:
            opens = _opens_single(text, start)
            form = "«" if opens else "»" if single_is_open else "'"
            single_is_open = opens
            tokens.append(Token(surface, start, end, TokenKind.MARK, form))
        else:
            form = _QUOTES.get(surface) or _MARK_FORMS.get(surface, surface)
            if form == "-" and _is_alone(text, start):
                form = "—"
            tokens.append(Token(surface, start, end, TokenKind.MARK, form))
    return tokens


def _word(text: str, start: int, end: int, place: int | None = None) -> Token:
    surface = text[start:end]
    place = start if place is None else place
    form = surface.lower().replace("’", "'")
    return Token(surface, place, place + end - start, TokenKind.WORD, form)


def _opens_quote(text: str, at: int, is_open: bool) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    gap_before = before.isspace() or before in "([{—–"
    gap_after = after.isspace() or after in ".,;:!?)]}"
    return gap_before if gap_before != gap_after else not is_open


def _opens_single(text: str, at: int) -> bool:
    """Say whether an apostrophe begins a quotation: before a word, with its fellow behind one."""
    before, rest = text[:at], text[at + 1 :]
    return (not before or not before[-1].isalnum()) and bool(_QUOTED.match(rest))


def _is_alone(text: str, at: int) -> bool:
    return (at == 0 or text[at - 1].isspace()) and (at + 1 >= len(text) or text[at + 1].isspace())


def _has_capital(text: str) -> bool:
    return text != text.lower()

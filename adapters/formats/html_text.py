# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text between tags: character references, and what in it is no text for people.

References follow the HTML standard, section 13.2.5.72 and on, attributes by their own rule.
TeX is found between the delimiters of MathJax and KaTeX; a dollar sign opens a formula by
Pandoc's rule (manual, "Extension: tex_math_dollars"), and only where a formula is plain to see.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape as unescape_html
from html.entities import html5
from itertools import pairwise

_REFERENCE = re.compile(r"&(?:#[0-9]++;?|#[xX][0-9a-fA-F]++;?|[A-Za-z][A-Za-z0-9]*+;?)")
_LEADING_ZEROS = re.compile(r"(&#[xX]?)0+(?=[0-9a-fA-F])")
_LONGEST_NUMBER = 12  # characters; no reference to a code point is longer, and none longer is kept
WHITE_SPACE = " \t\n\r\f"  # HTML's; the no-break space is none
# What XML 1.0 (section 2.2) has no place for, and lone surrogates: bytes of no character.
_NOT_TEXT = "\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_SPECIAL = re.compile(
    f"(?P<byte>[{_NOT_TEXT}]+)"
    r"|(?P<escaped>\\[$\\])"
    r"|(?P<tex>\\\(|\\\[|\\begin\{(?P<name>[A-Za-z]{1,32}\*?)\}|\$\$?)"
    r"|&(?P<entity>[A-Za-z_][\w.-]*);"
)
_MAYBE_SPECIAL = re.compile(f"[$\\\\&{_NOT_TEXT}]")
_CLOSERS = {r"\(": r"\)", r"\[": r"\]", "$$": "$$"}
_LONGEST_TEX = 4000  # characters, to keep a page of openers without closers linear
_DOLLAR_MATHS = re.compile(r"(?=\S)(?:[^$\\]|\\.){1,300}?(?<=\S)\$(?![\w${])", re.DOTALL)
_PLAINLY_MATHS = re.compile(r"[\\^_={}<>+]|\A[A-Za-z0-9']{0,2}[A-Za-z]'?\Z")
_UNWRITABLE = re.compile(f"[{_NOT_TEXT}\x0c]")

Piece = tuple[str, int, int]
"""The code name of a protected span of text (``""`` for text proper), its start and its end."""


def decode(raw: str) -> str:
    """Give the literal text of *raw*, text as it stands in a page."""
    return _REFERENCE.sub(_decode_reference, raw) if "&" in raw else raw


def decode_attribute(raw: str) -> str:
    """Give the literal text of an attribute's value.

    There a name without its semicolon is no reference if ``=`` or a letter follows, or every
    second link with a query would change.
    """
    return _REFERENCE.sub(_decode_in_attribute, raw) if "&" in raw else raw


def _decode_reference(match: re.Match[str]) -> str:
    reference = match[0]
    return (
        _known_character(reference) if len(reference) <= _LONGEST_NUMBER else _character(reference)
    )


def _character(reference: str) -> str:
    if reference[1] == "#":
        # Python refuses to read a number of thousands of digits.
        return unescape_html(_LEADING_ZEROS.sub(r"\1", reference)[:_LONGEST_NUMBER])
    return unescape_html(reference)


# Texts repeat a few references, quotes above all.
_known_character = lru_cache(maxsize=1024)(_character)


def _decode_in_attribute(match: re.Match[str]) -> str:
    reference = match[0]
    if reference[1] == "#":
        return _decode_reference(match)
    if reference[-1] != ";" and match.string[match.end() : match.end() + 1] == "=":
        return reference
    return html5.get(reference[1:], reference)


def collapse(text: str) -> str:
    """Collapse HTML's white space (not the no-break space) as rendering does."""
    # A regular expression stops at each space; these replacements find nothing in most texts.
    for space in "\t\n\r\f":
        text = text.replace(space, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def pieces(raw: str, is_xml: bool) -> list[Piece]:
    """Cut *raw*, text as it stands in a page, into text and spans that stay as they are.

    Protected are TeX (``tex``), references to entities that HTML does not know (``entity``,
    in XML only: in HTML they are text), control characters and bytes that the encoding does not
    know (``byte``).
    The pieces cover *raw* and none is empty.
    """
    if not raw:
        return []
    found = _protected(raw, is_xml) if _MAYBE_SPECIAL.search(raw) else []
    if not found:
        return [("", 0, len(raw))]
    result: list[Piece] = []
    for before, piece in pairwise([("", 0, 0), *found, ("", len(raw), len(raw))]):
        if piece[1] > before[2]:
            result.append(("", before[2], piece[1]))
        if piece[0]:
            result.append(piece)
    return result


def _protected(raw: str, is_xml: bool) -> list[Piece]:
    """Find the protected spans of *raw* in their order."""
    found: list[Piece] = []
    position = 0
    while match := _SPECIAL.search(raw, position):
        position = match.end()
        if match["byte"]:
            found.append(("byte", match.start(), position))
        elif match["entity"]:
            if is_xml and f"{match['entity']};" not in html5:
                found.append(("entity", match.start(), position))
        elif match["tex"] and (end := _end_of_tex(raw, match)):
            found.append(("tex", match.start(), end))
            position = end
    return found


def _end_of_tex(raw: str, opener: re.Match[str]) -> int:
    """Give where the formula that *opener* begins ends, or 0 where it begins none."""
    start = opener.end()
    if opener["tex"] == "$":
        match = _DOLLAR_MATHS.match(raw, start)
        return match.end() if match and _PLAINLY_MATHS.search(match[0][:-1]) else 0
    name = opener["name"]
    closer = rf"\end{{{name}}}" if name else _CLOSERS[opener["tex"]]
    end = raw.find(closer, start, start + _LONGEST_TEX)
    return end + len(closer) if end > start else 0


def written_forms(raw: str) -> dict[int, str]:
    """Give the references of *raw* by the character they stand for, to write them so again.

    A character that *raw* also holds as itself is not among them.
    """
    if "&" not in raw:
        return {}
    forms: dict[int, str] = {}
    for match in _REFERENCE.finditer(raw):
        character = _decode_reference(match)
        if len(character) == 1 and match[0].endswith(";") and character not in raw:
            forms.setdefault(ord(character), match[0])
    return forms


_ESCAPES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}


def escape_text(text: str, forms: dict[int, str]) -> str:
    """Write literal *text* as a page's text; it can never be markup."""
    text = _UNWRITABLE.sub("\ufffd", text)
    if forms:
        return text.translate({**forms, **_ESCAPES})
    # Translating looks at each character; most texts have none of these.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str, quote: str, forms: dict[int, str]) -> str:
    """Write literal *text* as an attribute's value between two *quote* signs."""
    escapes = {**_ESCAPES, ord(quote): "&quot;" if quote == '"' else "&#39;"}
    return _UNWRITABLE.sub("\ufffd", text).translate({**forms, **escapes})

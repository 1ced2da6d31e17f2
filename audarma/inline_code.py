# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Content: text with inline codes, in the one written form that people and the store see.

    See <a1>chapter 2</a1> for <math2/>, where 1 &lt; 2.

A code is opening (``<a1>``), closing (``</a1>``) or standalone (``<math2/>``). Its number is
unique in the unit, an opening and a closing code share one, and its name is a short word taken
from the source. Attributes, and whatever stands inside a standalone code, stay with the
document. A literal ``<`` is written ``&lt;`` and a literal ``&`` is written ``&amp;``; nothing
else is escaped.

Leaves out: where codes land in a translation, which is in ``audarma.projection``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from audarma.errors import InlineCodeError


class CodeKind(Enum):
    """What an inline code does."""

    OPEN = "open"
    CLOSE = "close"
    STANDALONE = "standalone"


@dataclass(frozen=True, slots=True)
class Code:
    """One inline code; *name* is ASCII letters, *number* is 1 or more and unique in its unit."""

    kind: CodeKind
    name: str
    number: int

    def __str__(self) -> str:
        if self.kind is CodeKind.OPEN:
            return f"<{self.name}{self.number}>"
        if self.kind is CodeKind.CLOSE:
            return f"</{self.name}{self.number}>"
        return f"<{self.name}{self.number}/>"


LINK = "a"
"""The name of a link's codes, in every format; no format has a link inside a link."""

Token = str | Code
"""A run of literal text (not escaped), or a code."""

_CODE = re.compile(r"<(/?)([A-Za-z]+(?:[._-][A-Za-z]+)*)([1-9][0-9]{0,8})(/?)>")
_NO_LETTERS = re.compile(r"[^A-Za-z]+")
_ENTITY = re.compile(r"&(lt|amp);")
_LITERAL = {"lt": "<", "amp": "&"}


def escape(text: str) -> str:
    """Write literal *text* as content."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def unescape(text: str) -> str:
    """Read back the literal text of content that holds no code."""
    return _ENTITY.sub(lambda match: _LITERAL[match[1]], text) if "&" in text else text


@lru_cache(maxsize=1024)
def opening(name: str, number: int) -> Code:
    """Give the opening code of that name and number."""
    return Code(CodeKind.OPEN, name, number)


@lru_cache(maxsize=1024)
def closing(name: str, number: int) -> Code:
    """Give the closing code of that name and number."""
    return Code(CodeKind.CLOSE, name, number)


@lru_cache(maxsize=1024)
def standalone(name: str, number: int) -> Code:
    """Give the standalone code of that name and number."""
    return Code(CodeKind.STANDALONE, name, number)


@lru_cache(maxsize=1024)
def code_name(tag: str) -> str:
    """Give a code name for a source *tag*: its letters, or ``x`` where it has none."""
    return _NO_LETTERS.sub("", tag) or "x"


def parse(content: str) -> tuple[Token, ...]:
    """Cut *content* into literal text and codes; anything that is not a code is text.

    A stray ``<`` that begins no code is text too: content comes from people, who forget to
    escape. Neighbouring text is one token and no token is empty.
    """
    tokens: list[Token] = []
    end = 0
    for match, code in _codes(content):
        if match.start() > end:
            tokens.append(unescape(content[end : match.start()]))
        tokens.append(code)
        end = match.end()
    if end < len(content):
        tokens.append(unescape(content[end:]))
    return tuple(tokens)


def _codes(content: str) -> Iterator[tuple[re.Match[str], Code]]:
    """Give the codes of *content*, each with where it is written."""
    for match in _CODE.finditer(content):
        slash, name, number, selfclosing = match.groups()
        if not (slash and selfclosing):
            make = closing if slash else standalone if selfclosing else opening
            yield match, make(name, int(number))


def serialise(tokens: Iterable[Token]) -> str:
    """Write tokens as content; ``parse`` reads the same tokens back if no two texts touch."""
    return "".join([escape(token) if isinstance(token, str) else str(token) for token in tokens])


def codes(content: str) -> tuple[Code, ...]:
    """Give the codes of *content* in their order."""
    return tuple(code for _, code in _codes(content))


def plain_text(content: str) -> str:
    """Give the literal text of *content*, its codes left out."""
    return "".join(token for token in parse(content) if isinstance(token, str))


def has_text(content: str) -> bool:
    """Say whether *content* holds a letter, the least that there can be to translate."""
    if content[:1].isalpha():  # as in nearly all that is asked
        return True
    start = content.partition("<")[0].partition("&")[0]  # literal text as it stands
    return any(map(str.isalpha, start)) or any(map(str.isalpha, plain_text(content)))


def code_faults(source: str, target: str) -> tuple[str, ...]:
    """Say what is wrong with the codes of *target*, each fault a sentence; empty if nothing is.

    A segment may begin inside an element that an earlier segment opened, so a code whose
    partner the source segment lacks is compared as it is.
    """
    if "<" not in source and "<" not in target:
        return ()
    wanted, given = codes(source), codes(target)
    changes = () if wanted == given else _lost_and_added(Counter(wanted), Counter(given))
    return changes or _nesting_faults(wanted, given)


def _lost_and_added(wanted: Counter[Code], given: Counter[Code]) -> tuple[str, ...]:
    lost = [f"lost inline code {code}; put it back" for code in sorted(wanted - given, key=str)]
    added = [
        f"has inline code {code} {'twice' if code in wanted else 'that the source lacks'}; "
        "take it out"
        for code in sorted(given - wanted, key=str)
    ]
    return (*lost, *added)


def require_same_codes(source: str, target: str, where: str) -> None:
    """Raise ``InlineCodeError`` naming *where* unless *target* holds the codes of *source*."""
    faults = code_faults(source, target)
    if faults:
        raise InlineCodeError(f"{where}: target {'; '.join(faults)}.", where, faults)


def _nesting_faults(source: Sequence[Code], target: Sequence[Code]) -> tuple[str, ...]:
    """Compare how the codes of two sequences nest; both hold the same codes."""
    paired = {code.number for code in source if code.kind is CodeKind.OPEN} & {
        code.number for code in source if code.kind is CodeKind.CLOSE
    }
    faults: list[str] = []
    stack: list[Code] = []
    for code in target:
        if code.kind is CodeKind.STANDALONE:
            continue
        if code.number not in paired:
            if stack:
                faults.append(f"has {code} inside {stack[-1]}; move it out")
        elif code.kind is CodeKind.OPEN:
            stack.append(code)
        elif stack and stack[-1].number == code.number:
            stack.pop()
        else:
            faults.append(f"has {code} out of its nesting; close codes in the order they open")
            return tuple(faults)
    # Halves of pairs that other segments hold must keep their order, or the unit mis-nests.
    halves = [
        [c for c in sequence if c.kind is not CodeKind.STANDALONE and c.number not in paired]
        for sequence in (source, target)
    ]
    if halves[0] != halves[1]:
        faults.append(f"must keep the order {' '.join(map(str, halves[0]))}")
    faults += (
        f"has the link <{LINK}{inner}> inside the link <{LINK}{outer}>; put it beside"
        for outer, inner in sorted(_nested_links(target) - _nested_links(source))
    )
    return tuple(faults)


def _nested_links(sequence: Sequence[Code]) -> set[tuple[int, int]]:
    """Give the numbers of the links of *sequence* that stand in another, after that one's."""
    links = [c for c in sequence if c.name == LINK and c.kind is not CodeKind.STANDALONE]
    opened = {link.number for link in links if link.kind is CodeKind.OPEN}
    # What an earlier segment opened is around all that comes before its end.
    around = [link.number for link in links if link.number not in opened]
    nested: set[tuple[int, int]] = set()
    for link in links:
        if link.kind is CodeKind.CLOSE:
            around = [number for number in around if number != link.number]
        else:
            nested.update((outer, link.number) for outer in around)
            around.append(link.number)
    return nested

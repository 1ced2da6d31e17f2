# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sources that are alike: one of them is translated, and the others take its target.

Alike are sources that differ in nothing but

- numbers, where the target language's plural rules treat them alike (5 and 7 files, not 5 and 1);
- the numbers of their codes: ``Solve <math1/>.`` and ``Solve <math3/>.``;
- codes around the whole, and a section's number before it: a heading ``The cell`` and its line
  ``<a1>1.2 The cell</a1>`` in a table of contents.

A target is carried over only where each number stands in it once, as a word of its own, and so
can be told from all else. A number with an ending of its own (12-ден, 5-й) stays where it is:
another number would want another ending.

Leaves out: equal sources and those that are merely similar, which the translation memory finds.
Plural rules: Unicode CLDR, through Babel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel import Locale

from audarma.inline_code import Code, CodeKind, Token, code_faults, parse, serialise

_NUMBER = re.compile(r"(?<![\w.,:])[0-9]+(?:[.,:][0-9]+)*(?!\w)")
_SECTION = re.compile(r"[0-9]+\.(?:[0-9]+\.)*[0-9]*\s+(?=[^\W\d_a-z])")
"""A section's number, ``3.`` or ``3.1``, before a capital: ``3 Apples`` may begin a sentence."""
# What a number bears in writing: cases and ordinals in Kazakh, ordinals in Russian.
_ENDING = re.compile(r"['’]?[-\u2010\u2011](?:\w{1,3}|[иы]?н[шч]?[іыи]\w*|дағы|дегі|тағы|тегі)\b")
_PLACE = "\ufffc"


@dataclass(frozen=True, slots=True)
class Pattern:
    """What alike sources have in common, and what this one has of its own.

    *key* is equal for sources that are alike. *before* and *after* are what stands around the
    core, *codes* the core's codes by their order and *numbers* its numbers, as written.
    """

    key: str
    before: str
    after: str
    codes: tuple[int, ...]
    numbers: tuple[str, ...]


def pattern(source: str, locale: str) -> Pattern:
    """Give the pattern of a source, content to be translated into *locale*."""
    tokens = list(parse(source))
    before, after = _frame(tokens)
    codes: dict[int, int] = {}
    numbers: list[str] = []
    parts = []
    for token in tokens:
        if isinstance(token, Code):
            order = codes.setdefault(token.number, len(codes) + 1)
            parts.append(str(Code(token.kind, token.name, order)))
        else:
            found = _NUMBER.findall(token)
            numbers += found
            parts.append(_NUMBER.sub(_PLACE, token.replace(_PLACE, _PLACE * 2)))
    forms = " ".join(plural_form(number, locale) for number in numbers)
    return Pattern("\0".join([*parts, forms]), before, after, tuple(codes), tuple(numbers))


def first_of_alike(sources: Sequence[str], locale: str) -> dict[str, str]:
    """Give for each source the one of those alike that is to be translated.

    It is the first with nothing around it, for a target may lose what stands around its source;
    else the first.
    """
    first: dict[str, str] = {}
    patterns = {source: pattern(source, locale) for source in sources}
    for source, found in patterns.items():
        known = first.setdefault(found.key, source)
        if (patterns[known].before or patterns[known].after) and not found.before + found.after:
            first[found.key] = source
    return {source: first[found.key] for source, found in patterns.items()}


def carried(source: str, target: str, other: str, locale: str) -> str | None:
    """Give *other* the *target* of *source*, which is alike; None where that is not safe."""
    one, two = pattern(source, locale), pattern(other, locale)
    if one.key != two.key or len(target) < len(one.before) + len(one.after):
        return None
    if not (target.startswith(one.before) and target.endswith(one.after)):
        return None
    core = target[len(one.before) : len(target) - len(one.after)]
    numbers = _mapping(one.numbers, two.numbers)
    codes = dict(zip(one.codes, two.codes, strict=True))
    moved = None if numbers is None else _moved(core, numbers, codes)
    if moved is None:
        return None
    made = f"{two.before}{moved}{two.after}"
    return None if code_faults(other, made) else made


@lru_cache(maxsize=1 << 12)
def plural_form(number: str, locale: str) -> str:
    """Give CLDR's plural category of an English number for *locale*; its places after the point.

    A number with several marks (3:15, 1.2.3) is a category of its own.
    """
    plain = (
        number.replace(",", "")
        if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", number)
        else number
    )
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", plain):
        return re.sub("[0-9]+", "0", plain)
    return Locale.parse(locale).plural_form(Decimal(plain))


def _frame(tokens: list[Token]) -> tuple[str, str]:
    """Take what stands around the whole off *tokens*, in place; give it as content."""
    before, after = "", ""
    while _is_wrapped(tokens):
        before, after = before + str(tokens.pop(0)), str(tokens.pop()) + after
    if tokens and isinstance(tokens[0], str) and (match := _SECTION.match(tokens[0])):
        tokens[0] = tokens[0][match.end() :]
        before += match[0]
    return before, after


def _is_wrapped(tokens: Sequence[Token]) -> bool:
    if len(tokens) < 3:
        return False
    first, last = tokens[0], tokens[-1]
    return (
        isinstance(first, Code)
        and isinstance(last, Code)
        and first.kind is CodeKind.OPEN
        and last.kind is CodeKind.CLOSE
        and first.number == last.number
    )


def _mapping(numbers: Sequence[str], others: Sequence[str]) -> dict[str, str] | None:
    """Say which number stands for which; None where one would stand for two."""
    found: dict[str, str] = {}
    for number, other in zip(numbers, others, strict=True):
        if found.setdefault(number, other) != other:
            return None
    return found


def _moved(core: str, numbers: Mapping[str, str], codes: Mapping[int, int]) -> str | None:
    """Put other numbers and codes into a target; None unless it has each number once."""
    tokens = parse(core)
    changes = any(number != other for number, other in numbers.items())
    if changes and not _has_each_once(tokens, numbers):
        return None
    return serialise(_changed(tokens, numbers if changes else {}, codes))


def _has_each_once(tokens: Sequence[Token], numbers: Mapping[str, str]) -> bool:
    """Say whether the target's numbers are *numbers*, each once and free to be changed."""
    texts = [token for token in tokens if isinstance(token, str)]
    found = [match for text in texts for match in _NUMBER.finditer(text)]
    digits = sum(character.isdigit() for text in texts for character in text)
    return (
        sorted(match[0] for match in found) == sorted(numbers)
        and digits == sum(character.isdigit() for match in found for character in match[0])
        and not any(_ENDING.match(match.string, match.end()) for match in found)
    )


def _changed(
    tokens: Sequence[Token], numbers: Mapping[str, str], codes: Mapping[int, int]
) -> Iterator[Token]:
    for token in tokens:
        if isinstance(token, Code):
            yield Code(token.kind, token.name, codes.get(token.number, token.number))
        else:
            yield _NUMBER.sub(lambda match: numbers.get(match[0], match[0]), token)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of a target's form: punctuation, brackets, quotes, capitals, addresses, spaces, length.

Brackets, the first capital and addresses are told by translate-toolkit's ``pofilter``. Its other
checks are left out, each for a reason:

- ``endpunc``, ``startpunc``, ``puncspacing``, ``purepunc``: English puts the full stop inside the
  closing quote, Russian and Kazakh outside; numbers have commas. Ours looks past closing marks.
- ``doublequoting``, ``singlequoting``: they want English quotes to come back as they are, where
  «…» is right, and take apostrophes for quotes.
- ``doublewords``: it joins the end of one sentence to the start of the next.
- ``doublespacing``: it wants the source's own double spaces kept.
- ``numbers``: it knows no decimal comma; ``audarma.qa_numbers`` does.
- ``short``, ``long``: they bound lengths at a tenth, which finds next to nothing.
- ``simplecaps``: English Title Case has no like in Russian and Kazakh.
- ``acronyms``: most are translated (DNA: ДНҚ, ДНК); the termbase says which.
- ``sentencecount``: a sentence of two may well be one, and segments are sentences already.
- ``xmltags``, ``variables``, ``printf``, ``escapes``, ``accelerators``, ``options``, ``functions``,
  ``filepaths``, ``tabs``, ``newlines``: codes are checked by their own rule, and the rest is for
  programs' strings, not for prose.
- ``unchanged``, ``blank``, ``untranslated``: ours know which words may stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from audarma.inline_code import Code, CodeKind, parse
from audarma.model import Finding, Severity
from audarma.qa_text import Pair

# Of 2,712 sentence pairs of X-WMT and FLORES two are outside these; shorter texts vary more.
_LEAST_LENGTH = 25
_SHORTEST, _LONGEST = 0.5, 2.0

_ENDS = frozenset(".!?…:;,")
_CLOSERS = " \t\n\u00a0\"'”’»“)]}›*_"
_QUOTES = re.compile('["“”„«»‟]')
_INCHES = re.compile('(?<=[0-9])"')
_DOUBLE_SPACE = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_REPEATED = re.compile(r"\b([^\W\d_]+)\s+\1\b", re.IGNORECASE)


@cache
def _checker(language: str) -> Any:
    """Build pofilter's checker once a language: it takes a while."""
    from translate.filters.checks import CheckerConfig, StandardChecker

    return StandardChecker(CheckerConfig(targetlanguage=language))


def _pofilter_says(pair: Pair, check: str) -> bool:
    """Say whether one of pofilter's checks fails."""
    from translate.filters.checks import FilterFailure

    checker = _checker(pair.language)
    # Its cache grows for ever unless it is emptied, as its own ``run_filters`` does.
    checker.results_cache = {}
    test: Callable[[str, str], object] = getattr(checker, check)
    try:
        return not test(pair.source, pair.target)
    except FilterFailure:
        return True


def brackets(pair: Pair) -> Iterator[Finding]:
    """Report lost brackets, and ones without a partner; a translator may add a pair."""
    if not _pofilter_says(pair, "brackets"):
        return
    for opening, closing in ("()", "[]", "{}"):
        wanted = (pair.source.count(opening), pair.source.count(closing))
        given = (pair.target.count(opening), pair.target.count(closing))
        if given[0] < wanted[0] or given[1] < wanted[1]:
            message = f"The target has fewer brackets {opening} {closing} than the source."
        elif given[0] - given[1] != wanted[0] - wanted[1]:
            message = f"A bracket {opening} or {closing} has no partner in the target."
        else:
            continue
        yield Finding("brackets", Severity.WARNING, message)


def capitals(pair: Pair) -> Iterator[Finding]:
    """Report a target that begins in the other case than its source.

    Where a formula or an image comes first, the case of the word after it means nothing.
    """
    first = (_first_letter(pair.source_content), _first_letter(pair.target_content))
    if all(first) and _pofilter_says(pair, "startcaps"):
        wanted = "a capital" if first[0].isupper() else "a small"
        message = f"The source begins with {wanted} letter; begin the target with one too."
        yield Finding("capitals", Severity.INFO, message)


def _first_letter(content: str) -> str:
    """Give the letter that *content* begins with; nothing where it begins otherwise."""
    for token in parse(content):
        if isinstance(token, Code) and token.kind is CodeKind.STANDALONE:
            return ""
        if isinstance(token, str):
            for character in token:
                if character.isalnum():
                    return character if character.isalpha() else ""
    return ""


def urls(pair: Pair) -> Iterator[Finding]:
    """Report addresses that are not the source's."""
    for check, what in (("urls", "web"), ("emails", "e-mail")):
        if _pofilter_says(pair, check):
            message = f"The {what} addresses differ from the source's. Copy them as they are."
            yield Finding("urls", Severity.ERROR, message)


def length(pair: Pair) -> Iterator[Finding]:
    """Report a target much shorter or longer than its source."""
    if len(pair.source) < _LEAST_LENGTH:
        return
    ratio = len(pair.target) / len(pair.source)
    if not _SHORTEST <= ratio <= _LONGEST:
        than = "shorter" if ratio < 1 else "longer"
        message = f"The target is much {than} than the source ({ratio:.0%} of its length)."
        yield Finding("length", Severity.WARNING, message)


def punctuation(pair: Pair) -> Iterator[Finding]:
    """Report a target that ends in other punctuation than its source, closing marks aside."""
    wanted, given = _end(pair.source), _end(pair.target)
    if wanted != given:
        message = (
            f"The source ends with “{wanted}”, the target with “{given}”."
            if wanted and given
            else f"The source ends with “{wanted}”; the target ends without it."
            if wanted
            else f"The target ends with “{given}”; the source ends without it."
        )
        yield Finding("punctuation", Severity.WARNING, message)


def _end(text: str) -> str:
    """Give the mark that *text* ends with, inside or outside of closing quotes and brackets."""
    stripped = text.rstrip(_CLOSERS)
    if stripped.endswith(("...", "..")):
        return "…"
    return stripped[-1:] if stripped[-1:] in _ENDS else ""


def quotes(pair: Pair) -> Iterator[Finding]:
    """Report quotation marks that were lost or have no partner; which marks, is free."""
    wanted, given = _quotes(pair.source), _quotes(pair.target)
    if given % 2 and not wanted % 2:
        message = "A quotation mark has no partner in the target."
    elif given < wanted:
        message = "The source has quotation marks that the target has not."
    else:
        return
    yield Finding("quotes", Severity.WARNING, message)


def _quotes(text: str) -> int:
    """Count double quotation marks; inches are none."""
    return len(_QUOTES.findall(_INCHES.sub("", text)))


def double_spaces(pair: Pair) -> Iterator[Finding]:
    """Report two spaces together, unless the source has such a place too."""
    if _DOUBLE_SPACE.search(pair.source):
        return
    for found in _DOUBLE_SPACE.finditer(pair.target):
        message = "Two spaces stand together. Leave one."
        yield Finding("double_spaces", Severity.INFO, message, *found.span())


def repeated_words(pair: Pair) -> Iterator[Finding]:
    """Report a word written twice in a row, unless the source repeats one too."""
    if _REPEATED.search(pair.source):
        return
    for found in _REPEATED.finditer(pair.target):
        message = f"“{found[1]}” stands twice in a row. Leave one, unless both are meant."
        yield Finding("repeated_words", Severity.WARNING, message, *found.span())

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks: what a reviewer should look at in a target, each rule under a stable name.

    codes, empty                             the target cannot be used as it is
    numbers, urls                            something that does not depend on language changed
    terms, untranslated, language            words in the wrong language, or not the termbase's
    homoglyphs                               letters of another alphabet that look right
    length, punctuation, brackets, quotes    the target's form does not follow the source's
    capitals, double_spaces, repeated_words  slips of the keyboard

Checks never raise, whatever the text, and never edit. Leaves out: whether a term is there in an
inflected form, and the use of forbidden terms, which ``audarma.termbase`` tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from audarma.inline_code import code_faults, plain_text
from audarma.model import Finding, Severity, TermHit
from audarma.qa_language import homoglyphs, language, untranslated
from audarma.qa_numbers import numbers
from audarma.qa_prose import (
    brackets,
    capitals,
    double_spaces,
    length,
    punctuation,
    quotes,
    repeated_words,
    urls,
)
from audarma.qa_text import Pair

Rule = Callable[[Pair], Iterator[Finding]]


def codes(pair: Pair) -> Iterator[Finding]:
    """Report inline codes that are lost, doubled, invented or badly nested."""
    for fault in code_faults(pair.source_content, pair.target_content):
        yield Finding("codes", Severity.ERROR, f"The target {fault}.")


def terms(pair: Pair) -> Iterator[Finding]:
    """Report each term of the source whose preferred target is not there."""
    for hit in pair.missing:
        wanted = hit.preferred.target_term
        message = f"Use “{wanted}” for “{hit.surface}”, in the form that the sentence needs."
        yield Finding("terms", Severity.WARNING, message)


RULES: tuple[Rule, ...] = (
    codes,
    numbers,
    urls,
    terms,
    untranslated,
    language,
    homoglyphs,
    length,
    punctuation,
    brackets,
    quotes,
    capitals,
    double_spaces,
    repeated_words,
)


def check(
    source: str,
    target: str,
    locale: str,
    *,
    hits: Sequence[TermHit] = (),
    missing: Sequence[TermHit] = (),
    unknown_words: Sequence[str] = (),
) -> tuple[Finding, ...]:
    """Give what all rules find in *target*, in their order.

    Args:
        source: content.
        target: content; findings span its plain text.
        locale: BCP 47 tag of the target.
        hits: the termbase's hits in the source; words that it says to keep may stay in Latin.
        missing: those hits whose target is not there.
        unknown_words: source words that the engine left as they were.
    """
    pair = Pair(
        source_content=source,
        target_content=target,
        source=plain_text(source),
        target=plain_text(target),
        locale=locale,
        hits=tuple(hits),
        missing=tuple(missing),
        unknown_words=tuple(unknown_words),
    )
    if pair.source.strip() and not pair.target.strip():
        empty = Finding("empty", Severity.ERROR, "The target is empty. Translate the source.")
        return (*codes(pair), empty)
    return tuple(finding for rule in RULES for finding in rule(pair))

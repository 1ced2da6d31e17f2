# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the starter engine may do with the terms that a request asks for.

A learned phrase that covers a term stays where it holds the term in one of its forms: "for
photosynthesis" is «для фотосинтеза», and no phrase parts a term. Only where there is none for the
term itself, it stands as the termbase writes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.engines.starter_decoder import Span
from adapters.engines.starter_model import UNKNOWN, PhraseOption, StarterModel
from adapters.engines.starter_text import Token, tokenise_target
from audarma.model import TermEntry, TermHit, TermStatus
from audarma.term_forms import present


@dataclass(frozen=True, slots=True)
class PlacedTerm:
    """A term to use, and the span of tokens that it translates."""

    entry: TermEntry
    start: int
    end: int

    @property
    def places(self) -> range:
        """Give the places of its tokens."""
        return range(self.start, self.end)


def placed_terms(tokens: Sequence[Token], hits: Sequence[TermHit], locale: str) -> list[PlacedTerm]:
    """Give the terms of *hits* to use in *locale*, none of which overlap."""
    terms: list[PlacedTerm] = []
    taken: set[int] = set()
    for hit in hits:
        entry = hit.preferred
        places = [n for n, token in enumerate(tokens) if is_in(token, hit)]
        wanted = entry.target_locale == locale and entry.status is not TermStatus.FORBIDDEN
        if not (wanted and places) or taken.intersection(places):
            continue
        if tokenise_target(entry.target_term):
            taken.update(places)
            terms.append(PlacedTerm(entry, places[0], places[-1] + 1))
    return terms


def is_in(token: Token, hit: TermHit) -> bool:
    """Say whether *token* is a part of the term found."""
    return token.start < hit.end and hit.start < token.end


def options_with_terms(
    start: int,
    end: int,
    options: Sequence[PhraseOption],
    terms: Sequence[PlacedTerm],
    model: StarterModel,
) -> list[PhraseOption]:
    """Give the *options* of a span that hold all *terms* in it; none where it parts one."""
    if any(term.start < start or end < term.end for term in terms):
        return []
    return [
        option
        for option in options
        if all(present(term.entry, _text(option, model)) for term in terms)
    ]


def written_term(term: PlacedTerm, model: StarterModel) -> Span:
    """Give the term as it is written in the termbase."""
    words = tokenise_target(term.entry.target_term)
    option = PhraseOption(
        tuple(model.target_numbers.get(word.form, UNKNOWN) for word in words),
        ((1 << len(term.places)) - 1,) * len(words),
        0.0,
        tuple(word.surface for word in words),
    )
    return Span(term.start, term.end, (option,))


def _text(option: PhraseOption, model: StarterModel) -> str:
    return " ".join(model.target_words[word] for word in option.words)

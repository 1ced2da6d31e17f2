# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the starter engine may do with each stretch of a source: learned phrases, copies, terms.

Leaves out: which of it is best, which is in ``starter_decoder``; terms, in ``starter_terms``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.engines.starter_decoder import Span
from adapters.engines.starter_english import related_forms
from adapters.engines.starter_model import UNKNOWN, PhraseOption, StarterModel
from adapters.engines.starter_order import arranged, without_articles
from adapters.engines.starter_tags import tag_words
from adapters.engines.starter_terms import is_in, options_with_terms, placed_terms, written_term
from adapters.engines.starter_text import (
    COPY_CLASS,
    Token,
    TokenKind,
    is_shouted,
    is_titled,
    split_compound,
    starts_capital,
    tokenise_source,
)
from audarma.model import TermHit, TranslationRequest

COPY_SCORE = -6.0
"""Log score of leaving a known word as it is, for want of anything better."""
FORMULA_MARKS = frozenset("=<>≤≥≠≈+×÷^")
FREE_MARKS = frozenset({",", "—", "&"})
"""Marks that each language sets by its own rules; any other stays as it is."""
ACRONYMS = frozenset({"it", "us", "who", "am", "we"})
"""Words that, in capitals, are names: IT, US, WHO."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source ready to decode: its *tokens*, what each span may become, and the *walls*.

    The tokens are those to be translated, in the order that suits the target language; their
    places in *text* tell the order of the source.

    *forms* are what the model is asked for: a token's form, or the class that it belongs to.

    *term_tokens* are the places of tokens that a requested term stands for. *starts_capital* is
    of the whole text, for an article that is left out may begin it.
    """

    text: str
    tokens: tuple[Token, ...]
    forms: tuple[str, ...]
    spans: tuple[Span, ...]
    walls: frozenset[int]
    term_tokens: frozenset[int]
    starts_capital: bool


def read_source(request: TranslationRequest, model: StarterModel, locale: str) -> SourceText:
    """Cut the source of *request* and collect the options of its spans."""
    tokens = _tokens(request.source, model)
    forms = _forms(tokens, model)
    is_capital = starts_capital(tokens)
    order = _order(tokens, request.terms, model, locale)
    tokens, forms = [tokens[place] for place in order], [forms[place] for place in order]
    terms = placed_terms(tokens, request.terms, locale)
    taken = frozenset(place for term in terms for place in term.places)
    spans: list[Span] = []
    single: set[int] = set()
    for start, end, options in model.options(forms):
        touched = [term for term in terms if start < term.end and term.start < end]
        if touched:
            options = options_with_terms(start, end, options, touched, model)
            spans += [Span(start, end, options)] if options else []
            continue
        if end == start + 1:
            if tokens[start].kind is TokenKind.MARK and forms[start] not in FREE_MARKS:
                continue
            if _is_wall(tokens[start]):
                options = [option for option in options if option.words]
            single.update([start] if options else [])
        spans.append(Span(start, end, options))
    for place, form in enumerate(forms):
        if place not in taken and place not in single:
            spans.append(Span(place, place + 1, (_copy(tokens[place], form, model),)))
    met = {(span.start, span.end) for span in spans}
    spans += [written_term(t, model) for t in terms if (t.start, t.end) not in met]
    walls = frozenset(n for n, token in enumerate(tokens) if _is_wall(token)) - taken
    return SourceText(
        request.source, tuple(tokens), tuple(forms), tuple(spans), walls, taken, is_capital
    )


def _tokens(text: str, model: StarterModel) -> list[Token]:
    tokens: list[Token] = []
    for token in tokenise_source(text):
        parts = split_compound(token) if _is_strange_compound(token, model) else []
        # "state-funded" falls into words that are known; "COVID-19" does not, and stays whole.
        known = [part for part in parts if part.form in model.source_numbers]
        tokens += parts if any(part.kind is TokenKind.WORD for part in known) else [token]
    return tokens


def _order(
    tokens: Sequence[Token], hits: Sequence[TermHit], model: StarterModel, locale: str
) -> list[int]:
    """Give the order of translation; the source's own where another parts a term or a formula."""
    is_word = [token.kind is TokenKind.WORD for token in tokens]
    words = [token.form for token in tokens]
    tags = tag_words(words, is_word, model.word_classes)
    order = arranged(tags, words, locale)
    together = [[n for n, token in enumerate(tokens) if is_in(token, hit)] for hit in hits]
    together += [[n - 1, n, n + 1] for n, word in enumerate(words) if word in FORMULA_MARKS]
    if all(_stand_together(places, order) for places in together):
        return order
    return without_articles(tags)


def _stand_together(places: Sequence[int], order: Sequence[int]) -> bool:
    """Say whether those of *places* that are in *order* follow each other there."""
    found = [n for n, place in enumerate(order) if place in places]
    return not found or found[-1] - found[0] < len(found)


def _is_strange_compound(token: Token, model: StarterModel) -> bool:
    is_compound = token.kind is TokenKind.WORD and "-" in token.form
    return is_compound and token.form not in model.source_numbers


def _forms(tokens: Sequence[Token], model: StarterModel) -> list[str]:
    shouted, titled = is_shouted(tokens), is_titled(tokens)
    forms: list[str] = []
    for place, token in enumerate(tokens):
        is_name = token.form in ACRONYMS and token.surface.isupper() and not shouted
        if token.kind is not TokenKind.WORD:
            forms.append(token.form)
        elif is_name or _is_enumerator(tokens, place):
            forms.append(COPY_CLASS)
        else:
            may_be_name = place > 0 and token.surface[0].isupper() and not titled
            candidates = [token.form] if may_be_name else related_forms(token.form)
            known = (form for form in candidates if form in model.source_numbers)
            forms.append(next(known, COPY_CLASS))
    return forms


def _is_enumerator(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a token is the letter of "a)" or "(b)"; "a" would be taken for the article."""
    follower = tokens[place + 1].form if place + 1 < len(tokens) else ""
    return len(tokens[place].form) == 1 and follower == ")"


def _is_wall(token: Token) -> bool:
    """Say whether order matters around a token: a mark, a variable, a unit, but no "a" or "I"."""
    is_symbol = len(token.form) == 1 and token.form not in ("a", "i")
    return token.kind is TokenKind.MARK or is_symbol


def _copy(token: Token, form: str, model: StarterModel) -> PhraseOption:
    number = model.target_numbers.get(form, UNKNOWN)
    is_known_word = token.kind is TokenKind.WORD and form != COPY_CLASS
    text = token.form if token.kind is TokenKind.MARK else token.surface
    return PhraseOption((number,), (1,), COPY_SCORE if is_known_word else 0.0, (text,))

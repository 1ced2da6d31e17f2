# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the phrases that the starter engine chose as text: case, spaces, links, unknown words.

Russian noun phrases that fell apart between phrases are made to agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from adapters.engines.starter_decoder import Chosen
from adapters.engines.starter_input import SourceText
from adapters.engines.starter_model import StarterModel
from adapters.engines.starter_text import (
    CLASSES,
    TokenKind,
    capitalise,
    is_shouted,
    needs_space,
)
from audarma.agreement_ru import mended
from audarma.model import Hypothesis, Link
from audarma.morphology_ru import PREPOSITIONS

LONGEST_ACRONYM = 6
_COMMA_LIKE = frozenset(",.;:!?…")


@dataclass(frozen=True, slots=True)
class _Word:
    """One target word; *sources* are the places of the source tokens that it translates."""

    text: str
    sources: tuple[int, ...]
    is_copy: bool


def write_target(
    source: SourceText, phrases: Sequence[Chosen], score: float, model: StarterModel, locale: str
) -> Hypothesis:
    """Give the hypothesis of *phrases*; where they are all empty, a copy of the source."""
    words = [word for phrase in phrases for word in _words(source, phrase, model)]
    if not words:
        words = [_Word(t.surface, (n,), True) for n, t in enumerate(source.tokens)]
    elif locale == "ru":
        words = _agreeing(words, source)
    words = _cased(_without_stray_commas(words), source)
    target, places = _joined(words, source)
    links = [
        Link(source.tokens[n].start, source.tokens[n].end, start, end)
        for word, (start, end) in zip(words, places, strict=True)
        for n in word.sources
    ]
    return Hypothesis(target, min(0.0, score / len(words)), tuple(links), _unknown(words, source))


def _words(source: SourceText, phrase: Chosen, model: StarterModel) -> list[_Word]:
    words: list[_Word] = []
    for position, (number, mask) in enumerate(
        zip(phrase.option.words, phrase.option.links, strict=True)
    ):
        sources = tuple(
            phrase.start + bit for bit in range(phrase.end - phrase.start) if mask >> bit & 1
        )
        if phrase.option.texts:
            text = phrase.option.texts[position]
        else:
            is_shouted_there = any(source.tokens[place].surface.isupper() for place in sources)
            own = model.target_words[number]
            text = own if is_shouted_there else _unshouted(own)
        is_copy = len(sources) == 1 and text == source.tokens[sources[0]].surface
        if text in CLASSES and not phrase.option.texts:
            place = source.forms.index(text, phrase.start, phrase.end)
            text, sources, is_copy = source.tokens[place].surface, (place,), True
        words.append(_Word(text, sources, is_copy))
    return words


def _unshouted(text: str) -> str:
    """Give a word that the training data shout (a heading's) in small letters; acronyms stay."""
    return text.lower() if len(text) > LONGEST_ACRONYM and text.isupper() else text


def _agreeing(words: list[_Word], source: SourceText) -> list[_Word]:
    """Mend broken Russian noun phrases; copies stay."""
    dependent = {n for n, word in enumerate(words) if n and _follows_of(word, words[n - 1], source)}
    texts = mended([word.text for word in words], dependent)
    return [
        word if word.is_copy else replace(word, text=text)
        for word, text in zip(words, texts, strict=True)
    ]


def _without_stray_commas(words: Sequence[_Word]) -> list[_Word]:
    """Leave out commas that begin the text, or stand before or behind another mark."""
    kept: list[_Word] = []
    for word in words:
        if word.text == "," and (not kept or kept[-1].text in _COMMA_LIKE):
            continue
        if kept and kept[-1].text == "," and word.text in _COMMA_LIKE:
            kept.pop()
        kept.append(word)
    return kept or list(words)


def _follows_of(word: _Word, previous: _Word, source: SourceText) -> bool:
    """Say whether *word* begins what stands behind an "of", which nothing else translates."""
    place = min(word.sources, default=0)
    if not place or source.tokens[place - 1].form != "of":
        return False
    return previous.text.lower() not in PREPOSITIONS and max(previous.sources, default=-1) < place


def _cased(words: list[_Word], source: SourceText) -> list[_Word]:
    if is_shouted(source.tokens):
        return [word if word.is_copy else replace(word, text=word.text.upper()) for word in words]
    if source.starts_capital:
        for place, word in enumerate(words):
            if word.text[0].isalnum():
                # "1-сурет": what follows a number at the start stays small.
                if not word.is_copy:
                    words[place] = replace(word, text=capitalise(word.text))
                break
    return words


def _joined(words: Sequence[_Word], source: SourceText) -> tuple[str, list[tuple[int, int]]]:
    text = ""
    places: list[tuple[int, int]] = []
    previous: _Word | None = None
    for word in words:
        if previous is not None:
            gap = _source_gap(previous, word, source)
            if needs_space(previous.text, word.text, gap):
                text += " "
        places.append((len(text), len(text) + len(word.text)))
        text += word.text
        previous = word
    return text, places


def _source_gap(left: _Word, right: _Word, source: SourceText) -> bool | None:
    """Say whether white space parts the source tokens of two words; None if they are no pair."""
    if len(left.sources) != 1 or len(right.sources) != 1:
        return None
    before, after = source.tokens[left.sources[0]], source.tokens[right.sources[0]]
    gap = source.text[before.end : after.start]
    if before.end > after.start or gap.strip():
        return None
    return bool(gap)


def _unknown(words: Sequence[_Word], source: SourceText) -> tuple[str, ...]:
    """Give the source words that stand in the target as they were, once each, in source order.

    A single letter is a symbol or an initial, and no word.
    """
    copies = sorted(
        (
            source.tokens[place]
            for word in words
            if word.is_copy
            for place in word.sources
            if place not in source.term_tokens
            and source.tokens[place].kind is TokenKind.WORD
            and sum(map(str.isalpha, source.tokens[place].surface)) > 1
        ),
        key=lambda token: token.start,
    )
    return tuple(dict.fromkeys(token.surface for token in copies))

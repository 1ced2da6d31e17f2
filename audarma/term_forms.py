# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a target holds a term in any of its forms, and which form a term should take.

Dispatches by locale to ``audarma.morphology_kk`` and ``audarma.morphology_ru``. Terms that equal
their sources (product names, formats, pH) and abbreviations are compared to the letter, with a
case suffix after a hyphen or an apostrophe allowed: «Python-да», «ДНҚ-ның».

Leaves out: putting terms into a target, which is in ``audarma.enforcement``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from audarma import morphology_kk, morphology_ru
from audarma.model import TermEntry, TermHit, TermStatus
from audarma.morphology_en import is_plural

_TOKEN = re.compile(r"[^\W_]+|[^\w\s-]|_")
_SPACES = re.compile(r"[\s-]+")
_DASHES = str.maketrans({dash: "-" for dash in "\u2010\u2011"} | {"ё": "е"})
_IGNORED = "\u00ad\u200b\u2060"
_SUFFIX = r"(?:[-\u2010\u2011'’][Ѐ-ӿ]+)?"


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Forms:
    """The forms of a term as rows of words, and their lengths; *verb* is a Kazakh verb's words."""

    rows: frozenset[tuple[str, ...]]
    lengths: tuple[int, ...]
    verb: tuple[str, ...] = ()

    def match(self, words: Sequence[str]) -> bool:
        """Say whether *words* are a form of the term."""
        if tuple(words) in self.rows:
            return True
        return (
            len(words) == len(self.verb)
            and tuple(words[:-1]) == self.verb[:-1]
            and morphology_kk.is_verb_form(words[-1], self.verb[-1])
        )


def present(entry: TermEntry, target_text: str) -> bool:
    """Say whether *target_text*, plain text, holds a form of the entry's target term."""
    return next(_spans(entry, target_text), None) is not None


def occurrences(entry: TermEntry, target_text: str) -> tuple[tuple[int, int], ...]:
    """Give the spans of *target_text* at which the entry's target term stands."""
    return tuple(_spans(entry, target_text))


def missing_terms(hits: Sequence[TermHit], target_text: str) -> tuple[TermHit, ...]:
    """Give the hits for which *target_text* holds no preferred or admitted term."""
    standing = standing_terms(hits, target_text)
    return tuple(hit for hit, spans in zip(hits, standing, strict=True) if not spans)


def standing_terms(
    hits: Sequence[TermHit], target_text: str
) -> tuple[frozenset[tuple[int, int]], ...]:
    """Give for each hit the spans of *target_text* where an allowed term for it stands.

    A term inside a longer one of another hit belongs to that one alone: «жасуша мембранасы»
    has no «жасуша» of its own. Hits of one concept share their spans.
    """
    spans = [
        frozenset(span for entry in _allowed(hit) for span in _spans(entry, target_text))
        for hit in hits
    ]
    everywhere = frozenset[tuple[int, int]]().union(*spans)
    return tuple(
        frozenset(
            span for span in own if not any(_is_inside(span, other) for other in everywhere - own)
        )
        for own in spans
    )


def _is_inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]


def forbidden_used(
    hits: Sequence[TermHit], target_text: str
) -> tuple[tuple[TermHit, TermEntry], ...]:
    """Give each hit with its forbidden entry that *target_text* uses.

    A forbidden term inside an allowed one of any hit (клетка in «стволовая клетка») does not
    count.
    """
    allowed = [
        span for hit in hits for entry in _allowed(hit) for span in _spans(entry, target_text)
    ]
    return tuple(
        (hit, entry)
        for hit in hits
        for entry in hit.entries
        if entry.status is TermStatus.FORBIDDEN
        and any(
            not any(first <= start and end <= last for first, last in allowed)
            for start, end in _spans(entry, target_text)
        )
    )


def inflected_like(entry: TermEntry, replaced: str, previous: str = "", source: str = "") -> str:
    """Give the entry's target term in the form of *replaced*, the target words that it replaces.

    Args:
        entry: the term to write.
        replaced: the words as they stand in the target, or what an engine left in English.
        previous: the target word before them; a Russian preposition tells the case.
        source: the source words; their number is taken where *replaced* shows none.
    """
    term = entry.target_term
    if _is_kept(entry) or entry.part_of_speech in ("verb", "adjective", "adverb", "phrase"):
        return term
    plural = bool(source) and is_plural(source.split()[-1])
    if _language(entry) == "kk":
        return _kazakh_like(term, replaced, plural)
    if _language(entry) == "ru":
        form = morphology_ru.read_form(replaced, previous)
        if form is None:
            number = "plur" if plural else "sing"
            form = morphology_ru.Form(number, morphology_ru.case_after(previous))
        return morphology_ru.inflect_phrase(term, form)
    return term


def _kazakh_like(term: str, replaced: str, plural: bool) -> str:
    last = _words_of(replaced)[-1:]
    if not last:
        return term
    if re.fullmatch("[a-z]+", last[0]):
        number = morphology_kk.Number.PLURAL if plural else morphology_kk.Number.SINGULAR
        return morphology_kk.inflect_phrase(term, morphology_kk.Form(number))
    return morphology_kk.inflect_phrase(term, morphology_kk.read_form(last[0]))


def _allowed(hit: TermHit) -> list[TermEntry]:
    return [entry for entry in hit.entries if entry.status is not TermStatus.FORBIDDEN]


def _is_kept(entry: TermEntry) -> bool:
    return entry.source_term == entry.target_term


def _is_verbatim(entry: TermEntry) -> bool:
    """Say whether the target is looked for to the letter: kept from the source, or all capitals."""
    return _is_kept(entry) or entry.target_term.isupper()


def _language(entry: TermEntry) -> str:
    return entry.target_locale.partition("-")[0]


def _spans(entry: TermEntry, text: str) -> Iterator[tuple[int, int]]:
    if _is_verbatim(entry):
        # "CC BY-SA" and "CC BY SA" are one name.
        name = "[ \u00a0-]".join(map(re.escape, _SPACES.split(entry.target_term)))
        pattern = rf"(?<![^\W_]){name}{_SUFFIX}(?![^\W_])"
        for match in re.finditer(pattern, text):
            yield match.span()
        return
    forms = _forms(entry.target_term, entry.part_of_speech, _language(entry))
    tokens = _tokens(text)
    words = [token.text for token in tokens]
    for start in range(len(words)):
        for length in forms.lengths:
            if start + length <= len(words) and forms.match(words[start : start + length]):
                yield tokens[start].start, tokens[start + length - 1].end
                break


@lru_cache(maxsize=1 << 14)
def _forms(term: str, part_of_speech: str, language: str) -> _Forms:
    texts: frozenset[str] = frozenset((term,))
    verb: tuple[str, ...] = ()
    if language == "kk":
        texts |= morphology_kk.phrase_forms(term)
        if part_of_speech == "verb":
            verb = tuple(_words_of(term))
    elif language == "ru":
        texts |= morphology_ru.phrase_forms(term, part_of_speech or "noun")
    rows = frozenset(tuple(_words_of(text)) for text in texts)
    return _Forms(rows, tuple(sorted({len(row) for row in rows}, reverse=True)), verb)


@lru_cache(maxsize=256)
def _tokens(text: str) -> tuple[_Token, ...]:
    return tuple(
        _Token(match.start(), match.end(), _normal(match[0])) for match in _TOKEN.finditer(text)
    )


def _words_of(text: str) -> list[str]:
    return [token.text for token in _tokens(text)]


def _normal(word: str) -> str:
    return unicodedata.normalize("NFC", word).lower().translate(_DASHES)

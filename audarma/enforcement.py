# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Putting the termbase's terms into a target, in place of the words aligned to them.

Only a replacement that is surely one for one is made: the aligned words stand together, belong
to nothing else, and hold no number, mask or other term. Any other hit stays missing, for a
person to see. Enforcing again changes nothing.

Leaves out: engines that can be told of terms beforehand, which is their adapters' business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from audarma import morphology_ru
from audarma.model import Link, TermHit, TermStatus
from audarma.term_forms import inflected_like, missing_terms, occurrences, standing_terms

EXTRA_WORDS = 3
"""How many words more than the term an aligned span may have, to be taken for its translation."""

_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011'’][^\W_]+)*")
_NO_REPLACEMENT = re.compile(r"[\d{}<>.,;:!?()\[\]«»“”\"/=+*]")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words that carry grammar, not the term: links from them to the term's words mean nothing.
_SOURCE_GRAMMAR = _listed(
    """a an the of in on at to for by with from into onto through as and or is are was were be been
    being has have had its their this that these those 's it can will may not than then no"""
)
# Words at the edge of an aligned span that are no part of the term; a pronoun may stand for it.
_TARGET_GRAMMAR = {
    "kk": _listed(
        """және мен бен пен немесе үшін туралы арқылы бойынша ретінде болып болады бар жоқ бұл осы
        сол бір әр әрбір барлық деп кейін дейін ол оның оны оған онда одан олар
        олардың оларды"""
    ),
    "ru": _listed(
        """без в во вместо для до из к ко между на над о об от перед по под при про против с со у
        через и или а но не это этот эта эти тот та те все каждый как что является
        он она оно они его её ее их ему ей им"""
    ),
}


@dataclass(frozen=True, slots=True)
class Enforced:
    """A target after enforcement, its links, and which hits it satisfies now."""

    target: str
    links: tuple[Link, ...]
    satisfied: tuple[TermHit, ...]
    missing: tuple[TermHit, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A target on its way, with the links that fit it."""

    target: str
    links: tuple[Link, ...]


def enforce(
    target: str, hits: Sequence[TermHit], links: Sequence[Link], source: str, locale: str
) -> Enforced:
    """Replace what stands for a missing term by the term, inflected as that was.

    Args:
        target: plain text; standalone codes as masks (``{1}``).
        hits: terms found in *source*.
        links: word alignment between *source* and *target*; without links nothing is replaced.
        source: the plain source text.
        locale: the target locale.

    Returns:
        The target with links adjusted to it. A hit that has several preferred terms (of
        different domains) is never replaced: which one is meant is for a person to say.
    """
    draft = _Draft(target, tuple(links))
    while True:
        for hit in _short(hits, draft.target):
            changed = _replaced(draft, hit, hits, source, locale.partition("-")[0])
            if changed is not None:
                draft = changed
                break
        else:
            missing = missing_terms(hits, draft.target)
            kept = tuple(hit for hit in hits if hit not in missing)
            return Enforced(draft.target, draft.links, kept, missing)


def _replaced(
    draft: _Draft, hit: TermHit, hits: Sequence[TermHit], source: str, language: str
) -> _Draft | None:
    """Give *draft* with the term of *hit* in it; ``None`` where that cannot be done safely."""
    span = _aligned_span(draft, hit, source, language)
    if span is None or not _is_decided(hit):
        return None
    start, end = span
    guarded = _guarded_spans(draft.target, hits)
    if _touches(guarded, start, end):
        return None
    old = draft.target[start:end]
    before = _WORD.findall(draft.target[:start])[-2:]
    term = inflected_like(hit.preferred, old, _preposition(before), hit.surface)
    changed = _spliced(draft, start, end, _cased(term, old, draft.target, hit))
    if language == "ru":
        changed = _agreeing(changed, start, old, hit, guarded)
    return changed if _is_gain(hit, hits, draft.target, changed.target) else None


def _short(hits: Sequence[TermHit], target: str) -> list[TermHit]:
    """Give the hits whose concept stands in *target* fewer times than in the source."""
    return [
        hit
        for hit, spans in zip(hits, standing_terms(hits, target), strict=True)
        if len(spans) < sum(hit.entries == other.entries for other in hits)
    ]


def _is_gain(hit: TermHit, hits: Sequence[TermHit], before: str, after: str) -> bool:
    """Say whether *after* holds the term of *hit* more often than *before*, and others as often."""
    changes = zip(hits, standing_terms(hits, before), standing_terms(hits, after), strict=True)
    return all(
        len(new) > len(old) if other.entries == hit.entries else len(new) >= len(old)
        for other, old, new in changes
    )


def _aligned_span(
    draft: _Draft, hit: TermHit, source: str, language: str
) -> tuple[int, int] | None:
    """Give the span of whole target words that translate *hit*, if they stand together."""
    linked = [
        link
        for link in draft.links
        if link.source_start < hit.end
        and link.source_end > hit.start
        and link.target_end > link.target_start
    ]
    if not linked:
        return None
    first = min(link.target_start for link in linked)
    last = max(link.target_end for link in linked)
    words = [
        match
        for match in _WORD.finditer(draft.target)
        if match.start() < last and match.end() > first
    ]
    grammar = _TARGET_GRAMMAR.get(language, frozenset())
    while words and words[0][0].lower() in grammar:
        del words[0]
    while words and words[-1][0].lower() in grammar:
        del words[-1]
    if not words:
        return None
    start, end = words[0].start(), words[-1].end()
    longest = max(len(_WORD.findall(text)) for text in (hit.preferred.target_term, hit.surface))
    if len(words) > longest + EXTRA_WORDS or _NO_REPLACEMENT.search(draft.target, start, end):
        return None
    if any(_means_else(link, hit, source) for link in _links_into(draft.links, start, end)):
        return None
    return start, end


def _means_else(link: Link, hit: TermHit, source: str) -> bool:
    """Say whether *link* ties target words to source words other than those of *hit*."""
    if link.source_start < hit.end and link.source_end > hit.start:
        return False
    words = _WORD.findall(source[link.source_start : link.source_end])
    return any(word.lower() not in _SOURCE_GRAMMAR for word in words)


def _is_decided(hit: TermHit) -> bool:
    targets = {e.target_term for e in hit.entries if e.status is TermStatus.PREFERRED}
    return len(targets) == 1


def _guarded_spans(target: str, hits: Iterable[TermHit]) -> list[tuple[int, int]]:
    """Give the spans of the terms that *target* already holds."""
    return [
        span
        for hit in hits
        for entry in hit.entries
        if entry.status is not TermStatus.FORBIDDEN
        for span in occurrences(entry, target)
    ]


def _touches(spans: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    return any(first < end and last > start for first, last in spans)


def _links_into(links: Iterable[Link], start: int, end: int) -> list[Link]:
    return [link for link in links if link.target_start < end and link.target_end > start]


def _spliced(draft: _Draft, start: int, end: int, text: str) -> _Draft:
    """Put *text* in place of a span; each source span linked into it is linked to its words."""
    touched = _links_into(draft.links, start, end)
    delta = len(text) - (end - start)
    moved = [
        link
        if link.target_start < end
        else Link(
            link.source_start, link.source_end, link.target_start + delta, link.target_end + delta
        )
        for link in draft.links
        if link not in touched
    ]
    sources = dict.fromkeys((link.source_start, link.source_end) for link in touched)
    words = [(start + match.start(), start + match.end()) for match in _WORD.finditer(text)]
    added = [Link(*source, *word) for source in sources for word in words]
    return _Draft(
        draft.target[:start] + text + draft.target[end:],
        tuple(sorted(moved + added, key=lambda link: (link.target_start, link.source_start))),
    )


def _agreeing(
    draft: _Draft, start: int, old: str, hit: TermHit, guarded: Iterable[tuple[int, int]]
) -> _Draft:
    """Let the Russian adjective right before *start* agree with the term that now stands there."""
    before = list(_WORD.finditer(draft.target, 0, start))[-1:]
    if not before or draft.target[before[0].end() : start] != " ":
        return draft
    match = before[0]
    form = morphology_ru.read_form(old, "")
    if form is None or _touches(guarded, *match.span()):
        return draft
    word = morphology_ru.agreeing_adjective(match[0], old, hit.preferred.target_term, form)
    return draft if word == match[0] else _spliced(draft, *match.span(), word)


def _preposition(words: Sequence[str]) -> str:
    """Give the nearer of the words before that is a Russian preposition, or nothing."""
    found = [word for word in words if word.lower() in morphology_ru.PREPOSITIONS]
    return found[-1] if found else ""


def _cased(term: str, old: str, target: str, hit: TermHit) -> str:
    """Give *term* the capitals of *old*; a term kept from the source has its own."""
    if hit.preferred.source_term == hit.preferred.target_term:
        return term
    if target.isupper() and len(old) > 1:
        return term.upper()
    return term[:1].upper() + term[1:] if old[:1].isupper() else term

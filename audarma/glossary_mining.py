# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds terms that a glossary could have: candidates of a resource, with targets from the memory.

A candidate's likely target is what the memory's targets have most often where its sources have the
candidate: the words aligned to it, else the words that keep its company (the Dice coefficient).
Everything found is marked ``[confirm]``: a person decides.

Leaves out: which phrases are candidates, which is in ``audarma.term_candidates``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from audarma import morphology_kk, morphology_ru
from audarma.model import Link, TermEntry, TermHit, TermStatus
from audarma.ports import Aligner
from audarma.term_candidates import Candidate, candidates
from audarma.termbase import Termbase

LEAST_PAIRS = 2
LEAST_SHARE = 0.3
LEAST_DICE = 0.6
LEAST_EXTENDING_SHARE = 0.8
EXTRA_WORDS = 1
"""How many words more than the candidate a target may have."""
_EXAMPLE_CHARACTERS = 160
_STEM_LETTERS = 5
_ALIGNED_AT_ONCE = 500
_TARGET_WORD = re.compile(r"[Ѐ-ӿ]+(?:-[Ѐ-ӿ]+)*")

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class MinedTerm:
    """A candidate with its likely target, or ``""``; *pairs* of the memory had both."""

    candidate: Candidate
    target: str
    pairs: int

    def entry(self, locale: str, domain: str) -> TermEntry:
        """Give it as a line of a glossary; without a target the line still has to be filled in."""
        example = self.candidate.example
        if len(example) > _EXAMPLE_CHARACTERS:
            example = example[:_EXAMPLE_CHARACTERS].rsplit(" ", 1)[0] + " …"
        seen = f"in {self.pairs} pairs of the memory; " if self.pairs else ""
        return TermEntry(
            self.candidate.term,
            self.target,
            locale,
            self.candidate.kind,
            domain,
            TermStatus.PREFERRED,
            f"[confirm] {self.candidate.frequency} times; {seen}{example}",
            "found by Audarma",
        )


@dataclass
class _Company:
    """The target words that a candidate was seen with."""

    pairs: int = 0
    aligned: Counter[tuple[str, ...]] = field(default_factory=Counter)
    beside: Counter[tuple[str, ...]] = field(default_factory=Counter)
    written: dict[tuple[str, ...], Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )


def mine(
    sentences: Iterable[str],
    memory: Iterable[Pair],
    locale: str,
    *,
    known: Termbase,
    aligner: Aligner | None,
    least: int = 2,
    most: int = 100,
) -> list[MinedTerm]:
    """Find terms that *known* lacks, the likeliest first.

    Args:
        sentences: the resource's plain sources.
        memory: pairs of plain source and target in *locale*.
        locale: the target locale.
        known: the termbase; its source terms are no candidates.
        aligner: aligns the memory's words; without one company alone tells targets.
        least: how often a candidate must stand in *sentences*.
        most: how many to give.
    """
    have = {entry.source_term.lower() for entry in known.entries}
    found = [c for c in candidates(sentences, least) if c.term.lower() not in have][:most]
    company, frequency = _company(found, memory, locale, aligner)
    return [
        MinedTerm(candidate, *_target(company.get(candidate.term), candidate, frequency, locale))
        for candidate in found
    ]


def _company(
    found: Sequence[Candidate], memory: Iterable[Pair], locale: str, aligner: Aligner | None
) -> tuple[dict[str, _Company], Counter[tuple[str, ...]]]:
    """Give each candidate's company, and in how many pairs each target phrase stands."""
    finder = Termbase(TermEntry(c.term, c.term, locale) for c in found)
    company: dict[str, _Company] = {}
    frequency: Counter[tuple[str, ...]] = Counter()
    for batch in _batched(memory):
        hits = [finder.find(source) for source, _target in batch]
        with_hits = [pair for pair, of_pair in zip(batch, hits, strict=True) if of_pair]
        aligned = iter(aligner.align(with_hits, locale) if aligner else [()] * len(with_hits))
        for (_source, target), of_pair in zip(batch, hits, strict=True):
            phrases = _phrases(target)
            frequency.update(set(phrases.values()))
            links = next(aligned) if of_pair else ()
            for term, spans in _spans_by_term(of_pair).items():
                own = company.setdefault(term, _Company())
                own.pairs += 1
                own.beside.update(set(phrases.values()))
                for span, key in phrases.items():
                    own.written[key][target[slice(*span)]] += 1
                linked = (_linked(span, links, phrases) for span in spans)
                own.aligned.update({key for key in linked if key})
    return company, frequency


def _spans_by_term(hits: Iterable[TermHit]) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for hit in hits:
        spans[hit.preferred.source_term].append((hit.start, hit.end))
    return spans


def _phrases(target: str) -> dict[tuple[int, int], tuple[str, ...]]:
    """Give the spans of one to four Cyrillic words that stand together, each with its key."""
    spans = [match.span() for match in _TARGET_WORD.finditer(target)]
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for first in range(len(spans)):
        for last in range(first, min(first + 4, len(spans))):
            if last > first and target[spans[last - 1][1] : spans[last][0]] != " ":
                break
            span = spans[first][0], spans[last][1]
            found[span] = _key(target[slice(*span)])
    return found


def _key(phrase: str) -> tuple[str, ...]:
    """Give what the forms of a phrase have in common: the beginnings of its words."""
    return tuple(word[:_STEM_LETTERS] for word in phrase.lower().split())


def _linked(
    span: tuple[int, int],
    links: Sequence[Link],
    phrases: dict[tuple[int, int], tuple[str, ...]],
) -> tuple[str, ...] | None:
    """Give the key of the target phrase aligned to a source span, if its words stand together."""
    own = [link for link in links if link.source_start < span[1] and link.source_end > span[0]]
    if not own:
        return None
    start, end = min(k.target_start for k in own), max(k.target_end for k in own)
    return phrases.get((start, end))


def _target(
    company: _Company | None, candidate: Candidate, frequency: Counter[tuple[str, ...]], locale: str
) -> tuple[str, int]:
    """Give the likely target and in how many pairs it stands; ``("", 0)`` for none."""
    if company is None:
        return "", 0
    most_words = len(candidate.term.split()) + EXTRA_WORDS
    key = _best_aligned(company, most_words) or _best_company(company, most_words, frequency)
    if key is None:
        return "", 0
    key = _extended(key, company, most_words)
    form = _dictionary_form(company.written[key], locale)
    if candidate.kind == "name":
        form = _as_written(form, company.written[key])
    return form, company.beside[key]


def _best_aligned(company: _Company, most_words: int) -> tuple[str, ...] | None:
    for key, count in company.aligned.most_common():
        if len(key) <= most_words:
            enough = count >= LEAST_PAIRS and count >= LEAST_SHARE * company.pairs
            return key if enough else None
    return None


def _best_company(
    company: _Company, most_words: int, frequency: Counter[tuple[str, ...]]
) -> tuple[str, ...] | None:
    """Give the phrase whose pairs are most nearly the candidate's; of equals the longest."""
    scored = [
        (2 * count / (company.pairs + frequency[key]), len(key), key)
        for key, count in company.beside.items()
        if count >= LEAST_PAIRS and len(key) <= most_words
    ]
    if not scored:
        return None
    dice, _length, key = max(scored)
    return key if dice >= LEAST_DICE else None


def _extended(key: tuple[str, ...], company: _Company, most_words: int) -> tuple[str, ...]:
    """Give the longest phrase around *key* that nearly always stands where *key* does.

    Aligners lose words: «химиялық» alone is linked to "chemical weapon", «қару» follows it.
    """
    enough = LEAST_EXTENDING_SHARE * company.beside[key]
    around = [
        other
        for other, count in company.beside.items()
        if count >= max(enough, LEAST_PAIRS) and len(other) <= most_words and _holds(other, key)
    ]
    return max(around, key=lambda other: (len(other), company.beside[other]), default=key)


def _holds(phrase: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return any(
        phrase[start : start + len(part)] == part for start in range(len(phrase) - len(part) + 1)
    )


def _as_written(form: str, written: Counter[str]) -> str:
    """Give *form* with the capitals that it has most often."""
    same = {shown: count for shown, count in written.items() if shown.lower() == form}
    return max(same, key=lambda shown: same[shown], default=form)


def _dictionary_form(written: Counter[str], locale: str) -> str:
    """Give of the forms in which a phrase was written the one that explains most of them."""
    forms = Counter({form.lower(): 0 for form in written})
    for form, count in written.items():
        forms[form.lower()] += count
    if len(forms) == 1 or locale not in _FORMS_OF:
        return max(forms, key=lambda form: forms[form])
    explained = {
        form: sum(forms[f] for f in _FORMS_OF[locale](form) & set(forms)) for form in forms
    }
    return max(forms, key=lambda form: (explained[form], -len(form), forms[form]))


_FORMS_OF = {"kk": morphology_kk.phrase_forms, "ru": morphology_ru.phrase_forms}


def _batched(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    batch: list[Pair] = []
    for pair in pairs:
        batch.append(pair)
        if len(batch) == _ALIGNED_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch

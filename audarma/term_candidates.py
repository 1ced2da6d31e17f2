# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds what may be terms in English text, by C-value over noun phrases; no model, no tagger.

A candidate is up to four words without a stop word, of which the last may be a noun by its ending.
C-value ranks by frequency and length, and takes from a phrase what it owes to longer ones around
it: "cell" is not "cell membrane". Source: Frantzi, Ananiadou and Mima 2000, "Automatic
recognition of multi-word terms"; the constant for one-word terms is that of Barrón-Cedeño,
Sierra, Drouin and Ananiadou 2009, "An improved automatic term recognition method for Spanish".
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from audarma.english_words import (
    COMMON_WORDS,
    NOUNS_BY_EXCEPTION,
    SINGULARS,
    STOP_WORDS,
    listed,
)
from audarma.morphology_en import noun_lemmas

MAX_WORDS = 4
LEAST_LETTERS = 3
LEAST_LAST_SHARE = 0.25
MOST_VERB_SHARE = 0.3
LEAST_CAPITAL_SHARE = 0.95
# The "th" of "19th" is no word.
_WORD = re.compile(r"(?<![\d_])[A-Za-z]+(?:[-'’][A-Za-z]+)*")
# Between two words of a phrase stands a space; anything else parts phrases.
_GAP = re.compile(r"[ \t\n\u00a0\u202f]+")
_SENTENCE_END = re.compile(r"[.!?:•]")
_ADJECTIVE = re.compile(r"(?:ous|ive|ful|less|able|ible|ic|ical|al|ary|ed|ing|ish|ward|wards|est)$")
_ADVERB = re.compile(r"[a-z]{3,}ly$")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+")
_BEFORE_VERBS = listed(
    """to i you we they he she it who that can cannot could will would may might must should shall
    not don't doesn't didn't let's please"""
)
_NOUNS_IN_LY = frozenset({"anomaly", "assembly", "family", "monopoly", "reply", "supply", "fly"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that may be a term, in its dictionary form.

    *kind* is ``noun``, ``name`` (always with capitals) or ``abbreviation``. *example* is the
    shortest sentence that it stands in.
    """

    term: str
    kind: str
    frequency: int
    c_value: float
    example: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One place where a phrase stands: *previous* is the word before it, or ``""``.

    *is_inside* says that its sentence does not begin with it, *is_last* that no content word
    follows it.
    """

    words: list[str]
    previous: str
    is_inside: bool
    is_last: bool


@dataclass
class _Seen:
    """How often a phrase was seen, in mid-sentence, with capitals there, last, and as a verb."""

    count: int = 0
    inside: int = 0
    capitals: int = 0
    last: int = 0
    as_verb: int = 0
    written: Counter[str] = field(default_factory=Counter)
    example: str = ""


def candidates(sentences: Iterable[str], least: int = 2) -> list[Candidate]:
    """Give the candidates of plain *sentences*, the likeliest terms first.

    Args:
        sentences: plain text, a sentence or a paragraph each.
        least: how often a phrase must stand in them.
    """
    seen: dict[tuple[str, ...], _Seen] = defaultdict(_Seen)
    vocabulary: Counter[str] = Counter()
    texts = [_ADDRESS.sub(".", text) for text in dict.fromkeys(sentences)]
    for text in texts:
        vocabulary.update(match[0].lower() for match in _WORD.finditer(text))
    for text in texts:
        for phrase in _phrases(text):
            _note(seen[_key(phrase.words, vocabulary)], phrase, text)
    frequent = {key: found for key, found in seen.items() if found.count >= least}
    ranked = [
        _candidate(key, frequent[key], value)
        for key, value in _c_values({key: found.count for key, found in frequent.items()}).items()
        if value > 0 and _is_telling(key) and _is_noun(frequent[key])
    ]
    return sorted(ranked, key=lambda c: (-c.c_value, -c.frequency, c.term))


def _phrases(text: str) -> Iterator[_Phrase]:
    """Give each phrase of *text* that may end as a noun does."""
    for run, previous, starts_sentence in _runs(text):
        words = [word.replace("’", "'").removesuffix("'s") for word in run]
        for start in range(len(words)):
            for end in range(start + 1, min(start + MAX_WORDS, len(words)) + 1):
                if _may_be_noun(words[end - 1]):
                    yield _Phrase(
                        words[start:end],
                        words[start - 1] if start else previous,
                        bool(start) or not starts_sentence,
                        end == len(words),
                    )


def _runs(text: str) -> Iterator[tuple[list[str], str, bool]]:
    """Give the longest runs of content words, the word before, and whether a sentence begins."""
    run: list[str] = []
    before, starts_sentence, end = "", True, 0
    previous = ""
    for match in _WORD.finditer(text):
        gap, end = text[end : match.start()], match.end()
        is_joined = _GAP.fullmatch(gap) is not None
        if run and not (is_joined and _is_content(match[0])):
            yield run, before, starts_sentence
            run = []
        if not run:
            starts_sentence = match.start() == len(gap) or bool(_SENTENCE_END.search(gap))
            before = previous if is_joined else ""
        if _is_content(match[0]):
            run.append(match[0])
        previous = match[0].lower()
    if run:
        yield run, before, starts_sentence


def _is_content(word: str) -> bool:
    lower = word.lower().replace("’", "'")
    if lower in STOP_WORDS or lower.removesuffix("s") in STOP_WORDS or len(word) < 2:
        return False
    return lower in _NOUNS_IN_LY or not _ADVERB.search(lower)


def _may_be_noun(word: str) -> bool:
    lower = word.lower()
    return lower in NOUNS_BY_EXCEPTION or word.isupper() or not _ADJECTIVE.search(lower)


def _key(words: list[str], vocabulary: Counter[str]) -> tuple[str, ...]:
    """Give the phrase in lower case with its last word in the singular."""
    *before, head = words
    if head.isupper() and len(head) > 1:
        return (*(word.lower() for word in before), head)
    return (*(word.lower() for word in before), _singular(head.lower(), vocabulary))


def _singular(word: str, vocabulary: Counter[str]) -> str:
    """Give the singular of *word*: the one that the text itself has, else the usual one."""
    if word in SINGULARS or (word.endswith("ics") and vocabulary[word] >= vocabulary[word[:-1]]):
        return word
    choices = noun_lemmas(word)[1:]
    known = [choice for choice in choices if vocabulary[choice]]
    if known:
        return max(known, key=lambda choice: vocabulary[choice])
    if not choices:
        return word
    if word.endswith(("ches", "shes", "xes", "sses", "zzes")):
        return word[:-2]
    # The rules list irregular nouns first, and the plain "s" last.
    return choices[0] if not word.endswith("s") or word.endswith("ies") else choices[-1]


def _note(found: _Seen, phrase: _Phrase, text: str) -> None:
    found.count += 1
    found.written[" ".join(phrase.words)] += 1
    found.last += phrase.is_last
    found.as_verb += phrase.previous in _BEFORE_VERBS
    if phrase.is_inside:
        found.inside += 1
        found.capitals += all(word[0].isupper() for word in phrase.words)
    example = " ".join(text.split())
    if not found.example or len(example) < len(found.example):
        found.example = example


def _c_values(counts: dict[tuple[str, ...], int]) -> dict[tuple[str, ...], float]:
    """Give the C-value of each phrase, longer ones told of first."""
    longer: dict[tuple[str, ...], list[int]] = defaultdict(list)
    values: dict[tuple[str, ...], float] = {}
    for key in sorted(counts, key=len, reverse=True):
        nested = longer.get(key, [])
        own = counts[key] - (sum(nested) / len(nested) if nested else 0)
        values[key] = (1 + math.log2(len(key))) * own
        for start in range(len(key)):
            for end in range(start + 1, len(key) + 1):
                if end - start < len(key):
                    longer[key[start:end]].append(counts[key])
    return values


def _is_telling(key: tuple[str, ...]) -> bool:
    """Say whether a phrase has a word that is not of every day, and is long enough."""
    if all(word.lower() in COMMON_WORDS for word in key):
        return False
    return len(key) > 1 or len(key[0]) >= LEAST_LETTERS


def _is_noun(found: _Seen) -> bool:
    """Say whether a phrase is used as nouns are: last in its phrase, not after "to" or "we"."""
    return (
        found.last >= LEAST_LAST_SHARE * found.count
        and found.as_verb <= MOST_VERB_SHARE * found.count
    )


def _candidate(key: tuple[str, ...], found: _Seen, value: float) -> Candidate:
    if len(key) == 1 and key[0].isupper():
        term, kind = key[0], "abbreviation"
    elif found.inside and found.capitals >= LEAST_CAPITAL_SHARE * found.inside:
        term, kind = found.written.most_common(1)[0][0], "name"
    else:
        term, kind = " ".join(key), "noun"
    return Candidate(term, kind, found.count, round(value, 2), found.example)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What English words may be, noun or verb or else, from the lexicon and from use.

A word after "can" or "they" is a verb there, one after "the" or "of" a noun. Leaves out: which of
it a word is in a sentence, which is in ``adapters.engines.starter_tags``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from adapters.engines.starter_tags import WordClass
from audarma.english_words import listed
from audarma.morphology_en import noun_lemmas, verb_lemmas
from training.starter_lexicon import Entry

_OF_ENTRIES = {
    "noun": WordClass.NOUN,
    "verb": WordClass.VERB,
    "adjective": WordClass.ADJECTIVE,
    "adverb": WordClass.ADVERB,
}
_BEFORE_VERBS = listed(
    """can will not must may should could would cannot you we they i don't might did does let's
    please"""
)
_BEFORE_THIRD_PERSONS = listed("it he she which who that")
_BEFORE_NOUNS = listed(
    """the a an this these those my your his her its our their every each of in on for with from no
    some any by at into between"""
)


def word_classes(sources: Iterable[Sequence[str]], entries: Iterable[Entry]) -> dict[str, int]:
    """Give the classes of each word of *sources*, English forms, by the lexicon's *entries*."""
    named: Counter[str] = Counter()
    for entry in entries:
        named[entry.english.lower()] |= _OF_ENTRIES.get(entry.part_of_speech, 0)
    words: Counter[str] = Counter(named.keys())
    verbs: Counter[str] = Counter()
    nouns: Counter[str] = Counter()
    for source in sources:
        before = ""
        for word in source:
            words[word] += 1
            is_third = word.endswith(("s", "ed"))
            if before in _BEFORE_NOUNS:
                nouns[word] += 1
            elif before in _BEFORE_VERBS or (is_third and before in _BEFORE_THIRD_PERSONS):
                verbs[word] += 1
            before = word
    found = {w: _class_of(w, named, verbs[w], nouns[w]) for w in words if w[0].isalpha()}
    return {word: int(classes) for word, classes in found.items() if classes}


def _class_of(word: str, named: Counter[str], as_verb: int, as_noun: int) -> int:
    classes = named[word]
    if not classes:
        if any(named[lemma] & WordClass.VERB for lemma in verb_lemmas(word)[1:]):
            classes |= WordClass.VERB
        if any(named[lemma] & WordClass.NOUN for lemma in noun_lemmas(word)[1:]):
            classes |= WordClass.NOUN
    if as_verb >= 2 and as_verb > 0.1 * as_noun:
        classes |= WordClass.VERB
    is_noun = as_noun >= 3 and as_noun > 2 * as_verb and not classes & WordClass.ADJECTIVE
    if is_noun or (as_noun and not classes):
        classes |= WordClass.NOUN
    if classes & WordClass.VERB and (as_verb > as_noun or not classes & WordClass.NOUN):
        classes |= WordClass.MOSTLY_VERB
    return classes

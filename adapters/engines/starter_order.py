# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""English words in the order of a verb-final, postpositional language, by rules on tags.

As Collins, Koehn and Kučerová 2005, "Clause restructuring for statistical machine translation",
do it for German, for a language like Kazakh: a verb group goes to the end of its clause, a
preposition behind its noun phrase, "A of B" becomes "B of A", a relative clause goes before its
noun, and a subordinate clause before its main clause. Articles, which neither target language
has, are left out. Training and translation order their sources alike.

Leaves out: how tags are found, which is in ``starter_tags``.
"""

from __future__ import annotations

from collections.abc import Sequence

from adapters.engines.starter_tags import Tag

Places = list[int]

VERB_FINAL_LOCALES = frozenset(("kk",))

MOST_CLAUSE_TOKENS = 100
"""No sentence has a longer clause; what has one could nest deeper than Python can follow."""

_NOMINAL = frozenset(
    (Tag.ARTICLE, Tag.DETERMINER, Tag.ADJECTIVE, Tag.NOUN, Tag.POSSESSIVE, Tag.PARTICIPLE)
)
_NOUN_STARTS = frozenset((Tag.ARTICLE, Tag.DETERMINER))
_VERBAL = frozenset((Tag.AUXILIARY, Tag.VERB, Tag.NEGATION, Tag.ADVERB, Tag.PARTICIPLE))
_HELPERS = frozenset((Tag.AUXILIARY, Tag.NEGATION))
_FINITE = frozenset((Tag.AUXILIARY, Tag.VERB, Tag.NEGATION))
_CLAUSE_WORDS = frozenset((Tag.SUBORDINATOR, Tag.COMPLEMENTISER))
_NO_CLAUSE_AFTER = frozenset(
    (Tag.MARK, Tag.RELATIVE, Tag.SUBORDINATOR, Tag.COMPLEMENTISER, Tag.COORDINATOR, Tag.GERUND)
)


def arranged(tags: Sequence[Tag], forms: Sequence[str], locale: str) -> Places:
    """Give the places of the tokens that are translated into *locale*, in the order for it."""
    if locale in VERB_FINAL_LOCALES:
        order = _Clauses(tags, forms).order()
        return [place for place in order if not _is_needless(tags, place)]
    return without_articles(tags)


def without_articles(tags: Sequence[Tag]) -> Places:
    """Give the places of the tokens but for needless articles, in the order of the source."""
    return [place for place in range(len(tags)) if not _is_needless(tags, place)]


def _is_needless(tags: Sequence[Tag], place: int) -> bool:
    """Say whether the token is an article with a word to follow it."""
    is_last = place + 1 == len(tags) or tags[place + 1] is Tag.MARK
    return tags[place] is Tag.ARTICLE and not is_last


class _Clauses:
    """Reads tags from left to right; each method gives places in the new order."""

    def __init__(self, tags: Sequence[Tag], forms: Sequence[str]) -> None:
        self._tags = tags
        self._forms = forms

    def order(self) -> Places:
        places: Places = []
        start = 0
        while start < len(self._tags):
            end = self._clause_end(start)
            places += self._clause(start, end)
            start = end
        return places

    def _clause_end(self, start: int) -> int:
        """Find where the clause at *start* ends; a mark or a coordinator there stands alone."""
        tags = self._tags
        if tags[start] in (Tag.MARK, Tag.COORDINATOR):
            return start + 1
        end = start
        most = min(len(tags), start + MOST_CLAUSE_TOKENS)
        while end < most and tags[end] is not Tag.MARK:
            if tags[end] is Tag.COORDINATOR and self._parts_clauses(end):
                break
            end += 1
        return end

    def _parts_clauses(self, place: int) -> bool:
        """Say whether a verb group follows the coordinator at *place* before any break."""
        for tag in self._tags[place + 1 :]:
            if tag in _FINITE or tag is Tag.TO:
                return True
            if tag in _NO_CLAUSE_AFTER:
                return False
        return False

    def _clause(self, start: int, end: int) -> Places:
        """Order one clause: subordinate clauses, subject, what follows the verbs, verbs."""
        front: Places = []
        before: Places = []
        after: Places = []
        verbs: Places = []
        place = start
        while place < end:
            tag = self._tags[place]
            here = after if verbs else before
            if tag in _CLAUSE_WORDS:
                inner = [*self._clause(place + 1, end), place]
                if tag is Tag.SUBORDINATOR:
                    front += inner
                else:
                    here += inner
                break
            if tag is Tag.TO or (tag is Tag.GERUND and place > start):
                here += [*self._clause(place + 1, end), place]
                break
            if self._is_verb_group(place, end):
                if verbs:
                    return [*front, *before, *after, *verbs, *self._clause(place, end)]
                stop = self._verbs_end(place, end)
                verbs = self._verb_group(place, stop)
                place = stop
            else:
                is_adjunct = self._tags[place] is Tag.PREPOSITION
                phrase, place = self._phrase(place, end)
                if verbs and is_adjunct:
                    after = [*phrase, *after]
                else:
                    here += phrase
        return [*front, *before, *after, *verbs]

    def _is_verb_group(self, place: int, end: int) -> bool:
        while place < end and self._tags[place] is Tag.ADVERB:
            place += 1
        return place < end and self._tags[place] in _FINITE

    def _verbs_end(self, place: int, end: int) -> int:
        while place < end and self._tags[place] in _VERBAL:
            place += 1
        return place

    def _verb_group(self, start: int, end: int) -> Places:
        """Put adverbs first, then the main verbs, then helpers backwards: "used be can"."""
        group = range(start, end)
        adverbs = [place for place in group if self._tags[place] is Tag.ADVERB]
        helpers = [place for place in group if self._tags[place] in _HELPERS]
        mains = [place for place in group if place not in adverbs and place not in helpers]
        return [*adverbs, *mains, *reversed(helpers)]

    def _phrase(self, start: int, end: int) -> tuple[Places, int]:
        """Read a preposition with its phrase, a noun phrase, or one token; never nothing."""
        tag = self._tags[start]
        if tag is Tag.PREPOSITION:
            if start + 1 < end and self._tags[start + 1] is Tag.GERUND:
                return [*self._clause(start + 2, end), start + 1, start], end
            phrase, stop = self._noun_phrase(start + 1, end)
            return [*phrase, start], stop
        phrase, stop = self._noun_phrase(start, end)
        return (phrase, stop) if phrase else ([start], start + 1)

    def _noun_phrase(self, start: int, end: int) -> tuple[Places, int]:
        """Read a noun phrase with its "of" phrases and its relative clause; empty if none."""
        stop = self._noun_phrase_end(start, end)
        phrase = list(range(start, stop))
        if not phrase or stop == end:
            return phrase, stop
        if self._forms[stop] == "of":
            owner, last = self._noun_phrase(stop + 1, end)
            if owner:
                return [*owner, stop, *phrase], last
        if self._tags[stop] is Tag.RELATIVE:
            relative, last = self._relative(stop, end)
            return [*relative, *phrase], last
        return phrase, stop

    def _noun_phrase_end(self, start: int, end: int) -> int:
        tags = self._tags
        if start < end and tags[start] is Tag.PRONOUN:
            return start + 1
        stop = start
        while stop < end and tags[stop] in _NOMINAL:
            if stop > start and tags[stop] in _NOUN_STARTS and tags[stop - 1] not in _NOUN_STARTS:
                break
            if tags[stop] is Tag.PARTICIPLE and not self._noun_follows(stop, end):
                break
            stop += 1
        joins = start < stop < end - 1 and tags[stop] is Tag.COORDINATOR
        if joins and tags[stop + 1] in _NOMINAL and not self._parts_clauses(stop):
            return self._noun_phrase_end(stop + 1, end)
        return stop

    def _noun_follows(self, place: int, end: int) -> bool:
        return place + 1 < end and self._tags[place + 1] in (Tag.NOUN, Tag.ADJECTIVE)

    def _relative(self, start: int, end: int) -> tuple[Places, int]:
        """Read a relative clause, up to the verbs of the clause around it."""
        place = start + 1
        seen_verbs = False
        while place < end:
            if self._tags[place] not in _FINITE:
                place += 1
            elif seen_verbs:
                break
            else:
                seen_verbs = True
                place = self._verbs_end(place, end)
        return [*self._clause(start + 1, place), start], place

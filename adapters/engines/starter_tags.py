# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of speech of English words where they stand, as far as reordering needs them.

What a word may be comes from a model's word list; which of it is meant, from its neighbours.
Function words are listed here. Leaves out: clauses and phrases, which are in ``starter_order``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, IntFlag

from adapters.engines.starter_text import CLASSES


class WordClass(IntFlag):
    """What a word may be; ``MOSTLY_VERB`` tells "open the file" from "file the list"."""

    NOUN = 1
    VERB = 2
    ADJECTIVE = 4
    ADVERB = 8
    MOSTLY_VERB = 16


class Tag(Enum):
    """What a token does in its clause."""

    ARTICLE = "article"
    DETERMINER = "determiner"
    ADJECTIVE = "adjective"
    NOUN = "noun"
    POSSESSIVE = "possessive"
    PRONOUN = "pronoun"
    PREPOSITION = "preposition"
    TO = "to"
    AUXILIARY = "auxiliary"
    VERB = "verb"
    GERUND = "gerund"
    PARTICIPLE = "participle"
    NEGATION = "negation"
    ADVERB = "adverb"
    COORDINATOR = "coordinator"
    RELATIVE = "relative"
    SUBORDINATOR = "subordinator"
    COMPLEMENTISER = "complementiser"
    MARK = "mark"


def _listed(tag: Tag, words: str) -> dict[str, Tag]:
    return dict.fromkeys(words.split(), tag)


FUNCTION_WORDS: Mapping[str, Tag] = {
    **_listed(Tag.ARTICLE, "a an the"),
    **_listed(
        Tag.DETERMINER,
        """this these those my your his her its our their every each all both some any no another
        other such many much more most few several same own what whose less enough""",
    ),
    **_listed(
        Tag.PRONOUN,
        """i you he she it we they me him us them there here myself yourself himself herself
        itself ourselves themselves one someone anyone everyone nobody something anything
        everything nothing""",
    ),
    **_listed(
        Tag.PREPOSITION,
        """of in on at for from with without by into onto about over under between among through
        during within across against along around behind below above beside besides beyond near
        per than via toward towards upon like as despite inside outside except throughout""",
    ),
    **_listed(
        Tag.AUXILIARY,
        """is are was were be been being am has have had do does did can could will would may might
        must shall should cannot let's""",
    ),
    **_listed(
        Tag.NEGATION,
        """not never don't doesn't didn't can't won't isn't aren't wasn't weren't couldn't wouldn't
        shouldn't haven't hasn't""",
    ),
    **_listed(Tag.COORDINATOR, "and or but nor &"),
    **_listed(Tag.RELATIVE, "which who whom"),
    **_listed(
        Tag.SUBORDINATOR,
        """if when while because although though unless until before after since whenever wherever
        whereas""",
    ),
    **_listed(Tag.COMPLEMENTISER, "that whether where why how"),
    **_listed(Tag.TO, "to"),
    **_listed(Tag.POSSESSIVE, "'s"),
    **_listed(
        Tag.ADVERB,
        """also always often only just already still even very too now then again usually sometimes
        currently automatically up down out off away back together well first so""",
    ),
}
_PREPOSITIONS_TOO = frozenset(("before", "after", "since", "until"))
_AFTER_TO = frozenset(("be", "have", "do"))
_CLAUSE_STARTS = frozenset((None, Tag.MARK, Tag.COORDINATOR, Tag.SUBORDINATOR))
_BEFORE_NOUNS = frozenset(
    (Tag.ARTICLE, Tag.DETERMINER, Tag.ADJECTIVE, Tag.POSSESSIVE, Tag.PREPOSITION)
)
_BEFORE_VERBS = frozenset((Tag.TO, Tag.AUXILIARY, Tag.NEGATION, Tag.PRONOUN, Tag.RELATIVE))
_OBJECT_STARTS = frozenset((Tag.ARTICLE, Tag.DETERMINER, Tag.PRONOUN))
_FOLLOW_VERBS = frozenset((Tag.PREPOSITION, Tag.TO, Tag.SUBORDINATOR, Tag.ADVERB))

_ENDINGS = (
    (("ly",), WordClass.ADVERB),
    (("ed", "ise", "ize", "ify", "ing"), WordClass.VERB),
    (("ous", "ful", "ive", "able", "ible", "less", "ish", "al", "ic"), WordClass.ADJECTIVE),
)


def tag_words(
    forms: Sequence[str], is_word: Sequence[bool], classes: Mapping[str, int]
) -> list[Tag]:
    """Give the tag of each token; *classes* says what words may be, as ``WordClass``."""
    tags: list[Tag] = []
    before: Tag | None = None
    for place, form in enumerate(forms):
        after = forms[place + 1] if place + 1 < len(forms) else ""
        listed = FUNCTION_WORDS.get(form)
        if listed is not None:
            tag = _function(form, listed, before, after, classes)
        elif is_word[place]:
            tag = _content(form, before, after, classes.get(form, 0))
        else:
            tag = Tag.NOUN if form in CLASSES else Tag.MARK
        tags.append(tag)
        if tag is not Tag.ADVERB:
            before = tag
    return tags


def _function(
    form: str, listed: Tag, before: Tag | None, after: str, classes: Mapping[str, int]
) -> Tag:
    follower = FUNCTION_WORDS.get(after)
    if form == "to":
        is_verb = after in _AFTER_TO or classes.get(after, 0) & WordClass.VERB
        return Tag.TO if is_verb else Tag.PREPOSITION
    if form == "that":
        if before is Tag.NOUN:
            return Tag.RELATIVE
        is_alone = before in (None, Tag.MARK, Tag.PREPOSITION) and follower is None
        return Tag.DETERMINER if is_alone else Tag.COMPLEMENTISER
    if form in _PREPOSITIONS_TOO and follower is not Tag.PRONOUN:
        return Tag.PREPOSITION
    return listed


def _content(form: str, before: Tag | None, after: str, may: int) -> Tag:
    if not may:
        may = next((c for ends, c in _ENDINGS if form.endswith(ends)), WordClass.NOUN)
    if may & WordClass.VERB:
        if form.endswith("ing") and len(form) > 5:
            return _gerund(before, may)
        if form.endswith("ed") and not may & WordClass.NOUN:
            return _past(before)
        if _is_verb(form, before, FUNCTION_WORDS.get(after), bool(after), may):
            return Tag.VERB
    if may & WordClass.ADVERB and not may & (WordClass.NOUN | WordClass.ADJECTIVE):
        return Tag.ADVERB
    has_noun_after = after[:1].isalpha() and after not in FUNCTION_WORDS
    if may & WordClass.ADJECTIVE and (has_noun_after or not may & WordClass.NOUN):
        return Tag.ADJECTIVE
    return Tag.NOUN


def _gerund(before: Tag | None, may: int) -> Tag:
    if before is Tag.AUXILIARY:
        return Tag.VERB
    if before in (Tag.ARTICLE, Tag.DETERMINER, Tag.ADJECTIVE, Tag.POSSESSIVE):
        return Tag.NOUN
    return Tag.NOUN if may & WordClass.NOUN and before is not Tag.PREPOSITION else Tag.GERUND


def _past(before: Tag | None) -> Tag:
    if before in _BEFORE_NOUNS:
        return Tag.ADJECTIVE
    return Tag.PARTICIPLE if before is Tag.NOUN else Tag.VERB


def _is_verb(
    form: str, before: Tag | None, follower: Tag | None, has_follower: bool, may: int
) -> bool:
    if not may & (WordClass.NOUN | WordClass.ADJECTIVE | WordClass.ADVERB):
        return before is not Tag.ARTICLE
    if before in _BEFORE_VERBS:
        return before is not Tag.AUXILIARY or not may & WordClass.ADJECTIVE
    if before in _BEFORE_NOUNS:
        return False
    if follower in _OBJECT_STARTS:
        return True
    if before in _CLAUSE_STARTS:
        # An order begins with a verb, a heading with a noun.
        is_order = follower in (Tag.PREPOSITION, None) and has_follower
        return is_order and bool(may & WordClass.MOSTLY_VERB)
    if before is Tag.NOUN and follower in _FOLLOW_VERBS:
        return form.endswith("s") or bool(may & WordClass.MOSTLY_VERB)
    return False

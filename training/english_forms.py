# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""English nouns and verbs inflected, by rule and by the irregular words that are known.

A phrase inflects its last word as a noun, its first as a verb. Leaves out: reading forms back,
which is in ``audarma.morphology_en``.
"""

from __future__ import annotations

import re

from audarma.english_words import listed
from audarma.morphology_en import irregular_forms

_VOWEL = "aeiou"
_VOWELS = re.compile("[aeiouy]+")
_DOUBLED = re.compile(r"(?:[^aeiou]|qu|^)[aeiou][bdgklmnprt]$")
_STRESSED_LAST = listed(
    """prefer refer occur begin permit admit commit submit omit control transfer compel equip infer
    regret forget propel expel repel defer incur patrol program rebel unzip upset"""
)
_SAME = listed("put set read cut let hit cost shut split spread cast hurt burst upset broadcast")


def _pasts(text: str) -> dict[str, tuple[str, str]]:
    """Read "write wrote written; …" as the pasts of each verb."""
    rows = (row.split() for row in text.split(";"))
    return {base: (past, participle) for base, past, participle in rows}


_PASTS = _pasts(
    """be was been; bear bore born; beat beat beaten; bend bent bent; bet bet bet; bite bit bitten;
    bleed bled bled; blow blew blown; bring brought brought; buy bought bought;
    catch caught caught; come came come; cling clung clung; creep crept crept; deal dealt dealt;
    dig dug dug; do did done; drink drank drunk; flee fled fled; forbid forbade forbidden;
    forget forgot forgotten; forgive forgave forgiven; get got got; go went gone;
    hang hung hung; have had had; hide hid hidden; lend lent lent; light lit lit;
    mistake mistook mistaken; pay paid paid; ring rang rung; ride rode ridden; say said said;
    see saw seen; seek sought sought; sell sold sold; shake shook shaken; shine shone shone;
    shoot shot shot; shrink shrank shrunk; sing sang sung; sink sank sunk; sit sat sat;
    sleep slept slept; spend spent spent; spring sprang sprung; steal stole stolen;
    stick stuck stuck; strike struck struck; sweep swept swept; swim swam swum;
    swing swung swung; tear tore torn; throw threw thrown; undergo underwent undergone;
    wake woke woken; weep wept wept; win won won; wind wound wound; withdraw withdrew withdrawn;
    rewrite rewrote rewritten; rebuild rebuilt rebuilt; begin began begun; run ran run;
    become became become; overcome overcame overcome; show showed shown; prove proved proven"""
)
"""What ``audarma.morphology_en`` does not list, or lists without telling past from participle."""


def plural(noun: str) -> str:
    """Give the plural: cells, boxes, studies, mice."""
    lead, last = _cut_last(noun)
    irregular = irregular_forms(last, "noun")
    return lead + (irregular[0] if irregular else _with_s(last))


def third_person(verb: str) -> str:
    """Give the third person: writes, goes, studies."""
    first, rest = _cut_first(verb)
    return _with_s(first) + rest


def gerund(verb: str) -> str:
    """Give the form in -ing: writing, stopping, lying."""
    first, rest = _cut_first(verb)
    if first.endswith("ie"):
        stem = first[:-2] + "y"
    elif first.endswith("e") and not first.endswith(("ee", "oe", "ye")):
        stem = first[:-1]
    else:
        stem = _doubled(first)
    return stem + "ing" + rest


def past_forms(verb: str) -> tuple[str, str]:
    """Give the past and the past participle: wrote, written; opened, opened."""
    first, rest = _cut_first(verb)
    if first in _SAME:
        return verb, verb
    if first in _PASTS:
        past, participle = _PASTS[first]
        return past + rest, participle + rest
    irregular = irregular_forms(first, "verb")
    if irregular:
        participle = next((f for f in irregular if f.endswith(("n", "ne"))), irregular[-1])
        past = next((f for f in irregular if f != participle), participle)
        return past + rest, participle + rest
    if first.endswith("e"):
        regular = first + "d"
    elif first.endswith("y") and first[-2:-1] not in tuple(_VOWEL):
        regular = first[:-1] + "ied"
    else:
        regular = _doubled(first) + "ed"
    return regular + rest, regular + rest


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in tuple(_VOWEL):
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh")) or word in (
        "go",
        "do",
        "potato",
        "tomato",
        "hero",
    ):
        return word + "es"
    return word + "s"


def _doubled(word: str) -> str:
    is_doubled = len(_VOWELS.findall(word)) == 1 or word in _STRESSED_LAST
    return word + word[-1] if _DOUBLED.search(word) and is_doubled else word


def _cut_last(phrase: str) -> tuple[str, str]:
    lead, space, last = phrase.rpartition(" ")
    return lead + space, last


def _cut_first(phrase: str) -> tuple[str, str]:
    first, space, rest = phrase.partition(" ")
    return first, space + rest

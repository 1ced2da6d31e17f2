# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dictionary forms of English words, by rule and by a list of irregular words.

A word has several candidates, since a rule cannot tell "bases" of a base from "bases" of a
basis; the termbase looks each of them up, so a candidate that is no word does no harm.

Leaves out: derivation ("cellular" is no form of "cell"), comparison of adjectives, and part of
speech tagging, but for the plainest signs that a word is a verb where it stands.
"""

from __future__ import annotations

from functools import lru_cache

_NOUNS = {
    "alumni": "alumnus",
    "analyses": "analysis",
    "antennae": "antenna",
    "appendices": "appendix",
    "axes": "axis",
    "bacteria": "bacterium",
    "bases": "basis",
    "children": "child",
    "crises": "crisis",
    "criteria": "criterion",
    "curricula": "curriculum",
    "diagnoses": "diagnosis",
    "ellipses": "ellipsis",
    "emphases": "emphasis",
    "equilibria": "equilibrium",
    "feet": "foot",
    "foci": "focus",
    "formulae": "formula",
    "fungi": "fungus",
    "geese": "goose",
    "genera": "genus",
    "hypotheses": "hypothesis",
    "indices": "index",
    "larvae": "larva",
    "loci": "locus",
    "matrices": "matrix",
    "maxima": "maximum",
    "media": "medium",
    "men": "man",
    "mice": "mouse",
    "minima": "minimum",
    "mitochondria": "mitochondrion",
    "nebulae": "nebula",
    "nuclei": "nucleus",
    "oases": "oasis",
    "ova": "ovum",
    "oxen": "ox",
    "parentheses": "parenthesis",
    "phenomena": "phenomenon",
    "phyla": "phylum",
    "polyhedra": "polyhedron",
    "quanta": "quantum",
    "quizzes": "quiz",
    "radii": "radius",
    "schemata": "schema",
    "spectra": "spectrum",
    "stimuli": "stimulus",
    "strata": "stratum",
    "syllabi": "syllabus",
    "symbioses": "symbiosis",
    "synopses": "synopsis",
    "syntheses": "synthesis",
    "teeth": "tooth",
    "theses": "thesis",
    "vertebrae": "vertebra",
    "vertices": "vertex",
    "women": "woman",
}

_VERBS = {
    "arisen": "arise",
    "arose": "arise",
    "ate": "eat",
    "became": "become",
    "began": "begin",
    "begun": "begin",
    "bound": "bind",
    "broke": "break",
    "broken": "break",
    "brought": "bring",
    "built": "build",
    "burnt": "burn",
    "chose": "choose",
    "chosen": "choose",
    "drawn": "draw",
    "drew": "draw",
    "driven": "drive",
    "drove": "drive",
    "eaten": "eat",
    "fallen": "fall",
    "fed": "feed",
    "fell": "fall",
    "felt": "feel",
    "flew": "fly",
    "flown": "fly",
    "fought": "fight",
    "found": "find",
    "froze": "freeze",
    "frozen": "freeze",
    "gave": "give",
    "given": "give",
    "grew": "grow",
    "grown": "grow",
    "heard": "hear",
    "held": "hold",
    "kept": "keep",
    "knew": "know",
    "known": "know",
    "laid": "lay",
    "learnt": "learn",
    "led": "lead",
    "left": "leave",
    "lost": "lose",
    "made": "make",
    "meant": "mean",
    "met": "meet",
    "overcame": "overcome",
    "ran": "run",
    "risen": "rise",
    "rose": "rise",
    "sent": "send",
    "shown": "show",
    "slid": "slide",
    "spoke": "speak",
    "spoken": "speak",
    "spun": "spin",
    "stood": "stand",
    "sunk": "sink",
    "swam": "swim",
    "taken": "take",
    "taught": "teach",
    "thought": "think",
    "told": "tell",
    "took": "take",
    "understood": "understand",
    "went": "go",
    "wore": "wear",
    "wove": "weave",
    "woven": "weave",
    "written": "write",
    "wrote": "write",
}


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SUBJECTS_AND_MODALS = _listed(
    """i you we they he she can cannot can't could couldn't will won't would wouldn't may might
    must should shouldn't shall do does did don't doesn't didn't let's please"""
)

_NOUN_OR_VERB = _listed(
    """balance base bond burn cause change charge code combine compound conduct conserve contract
    control current design divide estimate experiment exercise experience factor fall
    flow force form function gain grade graph group head heat increase label lever limit link
    list load mark mass matter measure mix model multiple name object order pattern plan plot
    power practice process produce program project prompt question quiz range rate reason record
    reference reflect repeat research resource result review root rotate rule sample scale
    score select sequence set share shift signal sort sound source square state strain stress
    structure study sum support switch table target test transfer transport travel value vary
    wave weather weigh work"""
)


def irregular_forms(word: str, part_of_speech: str) -> tuple[str, ...]:
    """Give the irregular plurals of a noun, or the irregular pasts of a verb, that are listed."""
    forms = _NOUNS if part_of_speech == "noun" else _VERBS
    return tuple(form for form, lemma in forms.items() if lemma == word)


@lru_cache(maxsize=1 << 16)
def noun_lemmas(word: str) -> tuple[str, ...]:
    """Give *word*, in lower case, and what it may be the plural or the possessive of."""
    bare = word.removesuffix("'s").removesuffix("’s")
    return tuple(dict.fromkeys((word, bare, *_singulars(bare))))


@lru_cache(maxsize=1 << 16)
def verb_lemmas(word: str) -> tuple[str, ...]:
    """Give *word*, in lower case, and the infinitives that it may be a form of."""
    return tuple(dict.fromkeys((word, *_infinitives(word))))


def is_plural(word: str) -> bool:
    """Say whether the English *word* looks like a plural noun."""
    lower = word.lower()
    return lower in _NOUNS or (bool(_singulars(lower)) and not lower.endswith("ics"))


def stands_as_verb(word: str, previous: str) -> bool:
    """Say whether *word*, after the word *previous*, is plainly a verb: "we force", "to work".

    After "to" only words that are nouns as well as verbs count, for "to" stands before nouns too.
    """
    lower, before = word.lower(), previous.lower().replace("’", "'")
    return before in _SUBJECTS_AND_MODALS or (before == "to" and lower in _NOUN_OR_VERB)


def _singulars(word: str) -> tuple[str, ...]:
    found = [_NOUNS[word]] if word in _NOUNS else []
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return tuple(found)
    if word.endswith("ies") and len(word) > 4:
        found.append(word[:-3] + "y")
    if word.endswith("ves"):
        found += [word[:-3] + "f", word[:-3] + "fe"]
    if word.endswith(("ches", "shes", "xes", "ses", "zes", "oes")):
        found.append(word[:-2])
    found.append(word[:-1])
    return tuple(found)


def _infinitives(word: str) -> tuple[str, ...]:
    found = [_VERBS[word]] if word in _VERBS else []
    if word.endswith("ies") and len(word) > 4:
        found.append(word[:-3] + "y")
    elif word.endswith("es") and len(word) > 3:
        found += [word[:-2], word[:-1]]
    elif word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        found.append(word[:-1])
    if word.endswith("ied") and len(word) > 4:
        found.append(word[:-3] + "y")
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 1:
            found += [stem, stem + "e"]
            if len(stem) > 2 and stem[-1] == stem[-2]:
                found.append(stem[:-1])
    if word.endswith("ying") and len(word) == 5:
        found.append(word[0] + "ie")
    return tuple(found)

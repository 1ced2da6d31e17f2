# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a source term is translated the same way wherever it stands.

Of each concept that a set has twice or more, the commonest rendering is taken for the intended
one; consistency is the share of all its places that have it. A rendering is the allowed term that
stands in the target, in any form; else the dictionary forms of the words aligned to the term; a
term of which nothing can be found in its target is rendered in no way.
Source: the measure of the WMT 2025 terminology task (after Semenov and Bojar 2022, "Automated
Evaluation Metric for Terminology Consistency in MT", WMT), with the most frequent translation as
pseudo-reference, over all occurrences.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from audarma import morphology_kk, morphology_ru
from audarma.model import Link, TermHit, TermStatus
from audarma.term_forms import present

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def consistent_hits(
    hits: Sequence[Sequence[TermHit]],
    targets: Sequence[str],
    links: Sequence[Sequence[Link]],
    locale: str,
) -> tuple[int, int]:
    """Give how many hits are rendered as their concept mostly is, and how many come repeatedly.

    Args:
        hits: each segment's terms.
        targets: each segment's target, plain text.
        links: the word alignment of each, empty for none.
        locale: the target locale.
    """
    renderings: dict[str, list[str]] = defaultdict(list)
    for found, target, own in zip(hits, targets, links, strict=True):
        for hit in found:
            renderings[hit.preferred.source_term].append(rendering(hit, target, own, locale))
    repeated = [each for each in renderings.values() if len(each) > 1]
    consistent = sum(max(Counter(filter(None, each)).values(), default=0) for each in repeated)
    return consistent, sum(map(len, repeated))


def rendering(hit: TermHit, target: str, links: Sequence[Link], locale: str) -> str:
    """Give how *target* renders the term, in dictionary form; ``""`` where nothing is found."""
    for entry in hit.entries:
        if entry.status is not TermStatus.FORBIDDEN and present(entry, target):
            return entry.target_term.lower()
    spans = {
        (link.target_start, link.target_end)
        for link in links
        if link.source_start < hit.end and hit.start < link.source_end
    }
    words = _WORD.findall(" ".join(target[slice(*span)] for span in sorted(spans)))
    return " ".join(_dictionary_form(word.lower(), locale) for word in words)


def _dictionary_form(word: str, locale: str) -> str:
    if locale.startswith("kk"):
        return morphology_kk.analyses(word)[0][0]
    return morphology_ru.dictionary_form(word)

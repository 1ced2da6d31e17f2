# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kazakh words cut into a stem and marks for its endings, for word alignment alone.

«мектептерінде» becomes «мектеп +plural +3 +locative»: what the endings say, English says with
words ("in", "of", "from"). A cut is made only where its stem stands in the corpus by itself.
Leaves out: the endings of verbs.
"""

from __future__ import annotations

from collections.abc import Mapping

from audarma.morphology_kk import Case, Form, Number, Possession, analyses

MIN_STEM_COUNT = 2
_SILENT_CASES = frozenset((Case.NOMINATIVE, Case.ACCUSATIVE))


class Pieces:
    """Cuts words whose stems are known from *counts*, the corpus's words in lower case."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._known: dict[str, list[str]] = {}

    def of(self, word: str) -> list[str]:
        """Give the stem of *word* and the marks of its endings."""
        lower = word.lower()
        if lower not in self._known:
            stem, form = self._best(lower)
            self._known[lower] = [stem, *_marks(form)]
        return self._known[lower]

    def _best(self, word: str) -> tuple[str, Form]:
        if len(word) > 3 and "а" <= word[0] <= "һ":
            for stem, form in analyses(word):
                is_known = self._counts.get(stem, 0) >= MIN_STEM_COUNT
                if is_known and self._counts[stem] * 4 > self._counts.get(word, 0):
                    return stem, form
        return word, Form()


def _marks(form: Form) -> list[str]:
    marks: list[str] = []
    if form.number is Number.PLURAL:
        marks.append("+plural")
    if form.possession is not Possession.NONE:
        marks.append(f"+{form.possession.value}")
    if form.case not in _SILENT_CASES:
        marks.append(f"+{form.case.value}")
    return marks

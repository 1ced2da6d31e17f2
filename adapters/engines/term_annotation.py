# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sources annotated with the dictionary forms of the terms that their targets should use.

A model trained on such sources (``training/train_network.py``) puts a given term in the form that
its sentence asks for. The target's dictionary form stands behind the source's word, between two
tokens that only such models have.
Source: Bergmanis and Pinnis 2021, "Facilitating Terminology Translation with Target Lemma
Annotations" (EACL), with marks in place of source factors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audarma.model import TermHit

OPENING, CLOSING = "<as>", "</as>"


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with its terms; ``owners[i]`` is the source's word that word *i* of *text* is of."""

    text: str
    owners: tuple[int, ...]


def annotated(source: str, terms: Sequence[TermHit] = ()) -> Annotated:
    """Put each term's preferred target behind its words in *source*.

    Words are what white space parts. Terms that stay as they are need no telling.
    """
    text, place = "", 0
    owners: list[int] = []
    for hit in sorted(terms, key=lambda hit: hit.start):
        target = hit.preferred.target_term
        if hit.start < place or target == hit.surface:
            continue
        text += f"{source[place : hit.end]}{OPENING} {target}{CLOSING}"
        place = hit.end
        _own_up_to(len(source[:place].split()), owners)
        # The target's words, and what follows the term without a space, are its last word's.
        owners += [owners[-1]] * len(target.split())
    _own_up_to(len(source.split()), owners)
    return Annotated(text + source[place:], tuple(owners))


def _own_up_to(end: int, owners: list[int]) -> None:
    owners += range(owners[-1] + 1 if owners else 0, end)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How similar sources are found among a million: an inverted index of words, rarest words first.

A source that is at least 75 % like a query shares most of its letters with it, so it holds some
of the query's rarest words. Their lists are short; the best few hundred sources on them, by
shared letters, are then compared in full. This is prefix filtering (Chaudhuri, Ganti and
Kaushik 2006, "A primitive operator for similarity joins in data cleaning"), cut short where
lists grow long, so a match may be missed: ``benchmarks/memory_lookup.py`` measures how many.

Leaves out: where the lists are stored, which is in ``audarma.memory``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

from audarma.inline_code import plain_text

POSTING = np.dtype([("source", "<u4"), ("length", "<u2")])
"""One posting as it is packed: a source's number, and how many characters its text has."""

Postings = npt.NDArray[np.void]

_WORD = re.compile(r"\w+")
# Inflected forms of a word mostly share this many letters, so they meet in one list.
_STEM_LETTERS = 5
_LONGEST = np.iinfo(np.uint16).max
# Words are read until they hold this share of the query's letters: a source that lacks them all
# could still be 75 % alike only by being made of the rest, which is rare.
_SHARE_OF_LETTERS = 0.6
# More postings than these are not read once two words have been.
_MOST_POSTINGS = 60_000
_MOST_CANDIDATES = 300


def comparable(content: str) -> str:
    """Give the text of *content* that is compared: no codes, one case, single spaces."""
    return " ".join(unicodedata.normalize("NFC", plain_text(content)).lower().split())


def words(text: str) -> dict[int, int]:
    """Give the words of comparable *text*: a hash of each one's stem, and its letters in all."""
    letters: dict[int, int] = {}
    for word in _WORD.findall(text):
        key = crc32(word[:_STEM_LETTERS].encode())
        letters[key] = letters.get(key, 0) + len(word)
    return letters


def postings(texts: Iterable[tuple[int, str]]) -> dict[int, Postings]:
    """Give the list of each word of the numbered *texts*, by rising number."""
    lists: dict[int, list[tuple[int, int]]] = {}
    for number, text in texts:
        posting = (number, min(len(text), _LONGEST))
        for word in words(text):
            lists.setdefault(word, []).append(posting)
    return {word: np.array(sorted(found), dtype=POSTING) for word, found in lists.items()}


def words_to_read(letters: Mapping[int, int], counts: Mapping[int, int]) -> list[int]:
    """Choose which words' lists to read for a query, given how long each list is."""
    present = sorted((counts[word], word) for word in letters if word in counts)
    wanted = _SHARE_OF_LETTERS * sum(letters.values())
    chosen: list[int] = []
    covered = sum(letters[word] for word in letters if word not in counts)
    read = 0
    for count, word in present:
        if chosen and (covered >= wanted or (len(chosen) > 1 and read + count > _MOST_POSTINGS)):
            break
        chosen.append(word)
        covered += letters[word]
        read += count
    return chosen


def candidates(
    length: int, shares: Sequence[tuple[int, Postings]], least_ratio: float
) -> npt.NDArray[np.uint32]:
    """Give the numbers of the sources that share most with a query of *length* characters.

    Args:
        length: characters of the query's text.
        shares: for each word that was read, its letters in the query, and its list.
        least_ratio: the similarity looked for, 0 to 1; it bounds the lengths that can match.
    """
    # A ratio of r is 2m / (a + b) with m ≤ min(a, b), so lengths differ by (2 - r) / r at most.
    widest = (2 - least_ratio) / least_ratio
    kept = []
    letters = []
    for shared, listed in shares:
        lengths = listed["length"]
        near = listed[(lengths >= length / widest) & (lengths <= length * widest)]
        kept.append(near)
        letters.append(np.full(len(near), shared, dtype=np.float32))
    if not kept:
        return np.empty(0, dtype=np.uint32)
    listed = np.concatenate(kept)
    numbers, first, inverse = np.unique(listed["source"], return_index=True, return_inverse=True)
    shared_letters = np.bincount(inverse, weights=np.concatenate(letters))
    likeness = shared_letters / (length + listed["length"][first])
    if len(numbers) <= _MOST_CANDIDATES:
        return numbers
    best = np.argpartition(likeness, -_MOST_CANDIDATES)[-_MOST_CANDIDATES:]
    chosen: npt.NDArray[np.uint32] = numbers[best]
    return chosen

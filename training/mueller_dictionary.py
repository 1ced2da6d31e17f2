# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries of V. K. Müller's English-Russian dictionary, for words that are rare elsewhere.

Reads ``mueller7.dict.dz`` of Debian's package ``mueller7-dict`` (GPL-2.0-or-later). An entry is
taken for its first two senses, each by its first translation that is plain Russian.
Leaves out: old, poetic and slang senses, examples, and headwords of several words.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from training.starter_lexicon import Entry

SENSES = 2
_PARTS = {"_n.": "noun", "_v.": "verb", "_a.": "adjective", "_adv.": "adverb"}
_HEADWORD = re.compile(r"[a-z]{3,}(?:-[a-z]+)*")
_PART = re.compile(r"_(?:n|v|a|adv)\.")
_SENSE = re.compile(r"\b\d+\)")
_NOTE = re.compile(r"\([^)]*\)|\[[^\]]*\]|_[а-яёa-z]+\.(?:-[а-яё]+\.)?")
_UNWANTED = re.compile(r"_(?:уст|поэт|жарг|груб|ист|шотл|редк)\.")
_RUSSIAN = re.compile(r"[а-яё]{2,}(?:-[а-яё]+)*(?: [а-яё]+)?")


def read_mueller(path: Path) -> list[Entry]:
    """Give the entries of the dictionary at *path*."""
    entries: list[Entry] = []
    headword = ""
    body: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line[:1].isspace():
                body.append(line.strip())
            elif line.strip():
                entries += _entries(headword, " ".join(body))
                headword, body = line.strip(), []
    return entries + list(_entries(headword, " ".join(body)))


def _entries(headword: str, body: str) -> Iterator[Entry]:
    if not _HEADWORD.fullmatch(headword):
        return
    marks = list(_PART.finditer(body))
    done: set[str] = set()
    for mark, follower in zip_longest(marks, marks[1:]):
        part = _PARTS[mark[0]]
        if part in done:
            continue
        done.add(part)
        text = body[mark.end() : follower.start() if follower else len(body)]
        found = dict.fromkeys(filter(None, map(_translation, _SENSE.split(text))))
        for target in list(found)[:SENSES]:
            yield Entry(headword, part, target, is_rare=True)


def _translation(sense: str) -> str:
    """Give the first plain translation in the text of a sense; the empty string if none."""
    if _UNWANTED.search(sense):
        return ""
    for part in re.split("[;,]", _NOTE.sub("", sense)):
        if _RUSSIAN.fullmatch(part.strip()):
            return part.strip()
    return ""

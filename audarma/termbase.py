# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The termbase: what glossaries load into, and how its terms are found in a source text.

Terms are found by lemma in a trie of words; the longest match wins, and matches never overlap.

Leaves out: whether a target holds a term, which is in ``audarma.term_forms``, and putting it
there, which is in ``audarma.enforcement``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from audarma.errors import TermbaseError
from audarma.glossary import Fault, concept_key, read_glossary
from audarma.model import TermEntry, TermHit, TermStatus
from audarma.morphology_en import noun_lemmas, stands_as_verb, verb_lemmas

# "Node.js", "C++", "C#" and "Ohm's" are one word each; a hyphen parts words, as a space does.
_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*(?:\+\+|#)?")
_GAP = re.compile(r"[ \t\r\n\u00a0\u202f]{1,3}|[ \u00a0]?[-\u2010-\u2013][ \u00a0]?")
_RANK = {TermStatus.PREFERRED: 0, TermStatus.ADMITTED: 1, TermStatus.FORBIDDEN: 2}
_VERB = "verb "
"""Marks the trie's keys of verbs: no word holds a space."""


@dataclass(slots=True)
class _Node:
    """A state of the trie: the entries that end here, and the words that lead on."""

    entries: list[TermEntry] = field(default_factory=list)
    next: dict[str, _Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the source as it stands, and the keys under which the trie may know it."""

    start: int
    end: int
    surface: str
    keys: tuple[str, ...]


class Termbase:
    """Terms of one target locale, searchable by source text."""

    def __init__(self, entries: Iterable[TermEntry]) -> None:
        """Index *entries*; where two rank equally, the earlier one comes first in a hit."""
        self.entries = tuple(entries)
        self._root = _Node()
        for entry in self.entries:
            for words in _variants(entry.source_term):
                self._add(words, entry)

    def __len__(self) -> int:
        return len(self.entries)

    @cached_property
    def revision(self) -> str:
        """Name the entries: two termbases of equal revision give equal hits."""
        return sha256(repr(self.entries).encode()).hexdigest()[:12]

    def find(self, text: str) -> tuple[TermHit, ...]:
        """Give the terms of plain source *text* in their order; no two overlap.

        A term in lower case matches in any case but that of an acronym; one with capitals
        matches only so.
        """
        words = _words(text)
        shouting = text.isupper()
        found = [
            hit for start in range(len(words)) for hit in self._at(text, words, start, shouting)
        ]
        found.sort(key=lambda match: (-match[1], match[0].start))
        taken: list[TermHit] = []
        covered: set[int] = set()
        for hit, _ in found:
            span = range(hit.start, hit.end)
            if covered.isdisjoint(span):
                covered.update(span)
                taken.append(hit)
        return tuple(sorted(taken, key=lambda hit: hit.start))

    def _add(self, words: Sequence[str], entry: TermEntry) -> None:
        node = self._root
        for index, word in enumerate(words):
            key = word.lower()
            if index == 0 and entry.part_of_speech == "verb":
                key = _VERB + key
            node = node.next.setdefault(key, _Node())
        node.entries.append(entry)

    def _at(
        self, text: str, words: Sequence[_Word], start: int, shouting: bool
    ) -> Iterator[tuple[TermHit, int]]:
        """Give each term that begins at word *start*, with its length in words."""
        nodes = [self._root]
        for end in range(start, len(words)):
            if end > start and not _GAP.fullmatch(text, words[end - 1].end, words[end].start):
                return
            nodes = [
                node.next[key] for node in nodes for key in words[end].keys if key in node.next
            ]
            if not nodes:
                return
            surfaces = [word.surface for word in words[start : end + 1]]
            previous = words[start - 1].surface if start else ""
            entries = {
                entry: None
                for node in nodes
                for entry in node.entries
                if _case_fits(entry.source_term, surfaces, shouting)
                and _part_of_speech_fits(entry, surfaces, previous)
            }
            if entries:
                ranked = tuple(sorted(entries, key=lambda entry: _RANK[entry.status]))
                span = words[start].start, words[end].end
                yield TermHit(*span, text[slice(*span)], ranked), end - start + 1


def load_termbase(
    paths: Sequence[Path], target_locale: str, do_not_translate: Sequence[Path] = ()
) -> Termbase:
    """Load glossaries and do-not-translate lists into the termbase of *target_locale*.

    Where files disagree on the preferred term of one concept, the file named first wins, and the
    others' terms are admitted: a team's own glossary goes before the ones that ship.

    Raises:
        TermbaseError: lists every fault of every file as ``path:line: what; what to do``.
    """
    entries: list[TermEntry] = []
    faults: list[Fault] = []
    decided: dict[tuple[str, str, str], str] = {}
    files = [(path, True) for path in do_not_translate] + [(path, False) for path in paths]
    for path, keep in files:
        rows, wrong = read_glossary(path, target_locale, keep=keep)
        faults += wrong
        for row in rows:
            entry = row.entry
            if entry.status is TermStatus.PREFERRED:
                first = decided.setdefault(concept_key(entry), entry.target_term)
                if first != entry.target_term:
                    entry = replace(entry, status=TermStatus.ADMITTED)
            entries.append(entry)
    if faults:
        raise TermbaseError("\n".join(map(str, faults)), tuple(map(str, faults)))
    return Termbase(dict.fromkeys(entries))


def _words(text: str) -> list[_Word]:
    words = []
    for match in _WORD.finditer(text):
        surface = match[0].replace("’", "'")
        lower = surface.lower()
        keys = (*noun_lemmas(lower), *(_VERB + lemma for lemma in verb_lemmas(lower)))
        words.append(_Word(match.start(), match.end(), surface, keys))
    return words


def _variants(source_term: str) -> list[list[str]]:
    """Cut a term into words; a hyphenated one is known in one word too (e-mail, email)."""
    term = source_term.replace("’", "'")
    words = [match[0] for match in _WORD.finditer(term)]
    joined = [match[0] for match in _WORD.finditer(term.replace("-", ""))]
    return [words] if joined == words else [words, joined]


def _case_fits(source_term: str, surfaces: Sequence[str], shouting: bool) -> bool:
    words = next(words for words in _variants(source_term) if len(words) == len(surfaces))
    return all(
        surface.startswith(word) if word != word.lower() else _is_plain(surface, shouting)
        for word, surface in zip(words, surfaces, strict=True)
    )


def _is_plain(surface: str, shouting: bool) -> bool:
    """Say whether a word may be read in lower case: it is no acronym, nor a name like pH.

    Five capitals and more are taken for emphasis, not for an acronym.
    """
    if surface[1:] == surface[1:].lower():
        return True
    return surface == surface.upper() and (shouting or len(surface) > 4)


def _part_of_speech_fits(entry: TermEntry, surfaces: Sequence[str], previous: str) -> bool:
    if entry.part_of_speech != "noun" or len(surfaces) > 1:
        return True
    return not stands_as_verb(surfaces[0], previous)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cutting a unit's content into sentences, without losing a character or parting a code pair.

sentencex knows each language's abbreviations; the few that it misses in running school texts
are listed here. A sentence is never cut between an opening code and its closing code, so that
each segment can be translated, checked and refused by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import sentencex

from audarma.inline_code import Code, CodeKind, Token, parse, serialise
from audarma.model import SOURCE_LOCALE, Document, Segment, Unit

# Abbreviations after which sentencex 1.0 cuts although the sentence goes on.
_ABBREVIATIONS = {
    "en": "approx ca cf ch chap dept ed eds eq eqs esp est fig figs ibid incl max min no nos p pp "
    "ref refs sec tab viz vol vols vs et al",
    "kk": "ж жж ғ ғғ б бб сур кест мыс т.б т.с.с т.с т.ғ.к млн млрд мың тг тең көш қ обл ауд "
    "рет шам біздің б.з б.з.б ред",
    "ru": "г гг в вв н.э рис табл гл п пп с стр см ср напр т.е т.д т.п т.к т.н и.о др пр им ул обл "
    "тыс млн млрд руб коп ред изд илл прим акад проф доц",
}
_TAIL_WORD = re.compile(r"([\w.]+)\.[\s\u00a0]*$")
_FINAL_PUNCTUATION = frozenset(".!?…:;»”\"’')]")
_STAND_IN = "\ufffc"


def split(content: str, locale: str = SOURCE_LOCALE) -> tuple[str, ...]:
    """Cut *content* into sentences; joined, they are *content* again.

    Each piece keeps the white space after it. White-space-only pieces are joined to a neighbour.
    """
    pieces: list[list[Token]] = [[]]
    for token, cut_after in _tokens_with_cuts(parse(content), locale):
        pieces[-1].append(token)
        if cut_after:
            pieces.append([])
    texts: list[str] = []
    for text in map(serialise, pieces):
        if texts and (not text.strip() or not texts[-1].strip()):
            texts[-1] += text
        elif text:
            texts.append(text)
    # A stray "<" or "&" of an engine or a person is text that would be written escaped.
    return tuple(texts) if "".join(texts) == content else (content,)


def segments(document: Document, locale: str = SOURCE_LOCALE) -> Iterator[Segment]:
    """Give the segments of *document* in reading order."""
    for unit in document.units:
        yield from unit_segments(document.path, unit, locale)


def unit_segments(path: str, unit: Unit, locale: str = SOURCE_LOCALE) -> tuple[Segment, ...]:
    """Give the segments of one unit, white space around each set apart."""
    return tuple(
        _segment(path, unit.id, index, piece)
        for index, piece in enumerate(split(unit.content, locale))
    )


def join(segments: Sequence[Segment], targets: Sequence[str]) -> str:
    """Give a unit's content from its segments' targets, the source's white space between them."""
    return "".join(
        f"{segment.leading}{target}{segment.trailing}"
        for segment, target in zip(segments, targets, strict=True)
    )


def _segment(path: str, unit_id: str, index: int, piece: str) -> Segment:
    source = piece.strip()
    if not source:
        return Segment(path, unit_id, index, "", leading=piece)
    start = piece.index(source)
    return Segment(path, unit_id, index, source, piece[:start], piece[start + len(source) :])


def _tokens_with_cuts(tokens: Sequence[Token], locale: str) -> Iterator[tuple[Token, bool]]:
    """Give each token, text cut at sentence ends, and whether the content is cut after it."""
    text, starts = _reading_text(tokens)
    cuts = [cut for cut in _boundaries(text, locale) if 0 < cut < len(text)]
    depth = 0
    for number, token in enumerate(tokens):
        is_last = number == len(tokens) - 1
        if isinstance(token, Code):
            depth += {CodeKind.OPEN: 1, CodeKind.CLOSE: -1, CodeKind.STANDALONE: 0}[token.kind]
            following = tokens[number + 1] if not is_last else None
            opens_next = not isinstance(following, Code) or following.kind is not CodeKind.CLOSE
            position = starts[number + 1]
            # A cut that falls on codes comes after the closing ones and before the others.
            here = position in cuts and token.kind is CodeKind.CLOSE and opens_next
            yield token, here and depth <= 0 and not is_last
            continue
        begin = starts[number]
        inner = [] if depth > 0 else [c - begin for c in cuts if begin < c < begin + len(token)]
        previous = 0
        for cut in inner:
            yield token[previous:cut], True
            previous = cut
        following = None if is_last else tokens[number + 1]
        ends_here = begin + len(token) in cuts and depth <= 0 and following is not None
        closes = isinstance(following, Code) and following.kind is CodeKind.CLOSE
        yield token[previous:], ends_here and not closes


def _reading_text(tokens: Sequence[Token]) -> tuple[str, list[int]]:
    """Give the text as a reader sees it, and where each token starts in it (and the end)."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for token in tokens:
        starts.append(length)
        shown = token if isinstance(token, str) else _shown(token, parts)
        parts.append(shown)
        length += len(shown)
    starts.append(length)
    return "".join(parts), starts


def _shown(code: Code, before: Sequence[str]) -> str:
    """Let a standalone code read as a word, unless it is a reference mark after a sentence."""
    if code.kind is not CodeKind.STANDALONE:
        return ""
    last = next((part[-1] for part in reversed(before) if part), "")
    return "" if last in _FINAL_PUNCTUATION and last else _STAND_IN


def _boundaries(text: str, locale: str) -> list[int]:
    """Give the ends of all sentences of *text* but the last."""
    found = sentencex.get_sentence_boundaries(locale, text)
    ends = [int(sentence["end_index"]) for sentence in found][:-1]
    return [end for end in ends if text[:end].strip() and not _goes_on(text, end, locale)]


def _goes_on(text: str, end: int, locale: str) -> bool:
    """Say whether the sentence goes on after *end*: an abbreviation, or a small letter follows."""
    following = text[end:].lstrip()
    if not following or following[0].islower():
        return True
    tail = _TAIL_WORD.search(text[max(0, end - 40) : end])
    return tail is not None and tail[1].lower() in _ABBREVIATIONS[locale].split()

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of language and letters: untranslated words, the wrong language, look-alike letters.

Leaves out: spelling; a target of fewer than five words is too short to tell its language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audarma.homoglyphs import is_composed, look_alikes
from audarma.language_id import UNDETERMINED, detect_language
from audarma.model import Finding, Severity
from audarma.qa_text import WORD, Pair, without_addresses

_LEAST_WORDS = 5
_SURE = 0.95
# Short Russian sentences pass for these, so more words are asked for.
_NEAR_RUSSIAN = frozenset(("bg", "mk", "uk"))
_LEAST_WORDS_NEAR_RUSSIAN = 8
# Kyrgyz is told by the letters that it lacks, and a short Kazakh sentence may lack them too.
_NEAR_KAZAKH = "ky"
_LEAST_WORDS_NEAR_KAZAKH = 15
_RUN_OF_WORDS = 3
_NAMES = {
    **{"en": "English", "ru": "Russian", "kk": "Kazakh", "uk": "Ukrainian", "bg": "Bulgarian"},
    **{"mk": "Macedonian", "ky": "Kyrgyz", "tt": "Tatar", "ba": "Bashkir", "uz": "Uzbek"},
    **{"kk-Latn": "Kazakh in Latin letters", "kk-Arab": "Kazakh in Arabic letters"},
    **{"tr": "Turkish", "ar": "Arabic", "fa": "Persian", "ur": "Urdu"},
}
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’-][A-Za-zÀ-ɏ]+)*")
_BETWEEN_WORDS = re.compile(r"[\s,;]+")
# What stands in brackets may be the English term, given on purpose; what has digits,
# underscores, slashes or a dot inside is a name of code.
_KEPT = re.compile(r"\([^()]*\)|\S*(?:[\d_/\\]|\w[.:]\w)\S*")


def untranslated(pair: Pair) -> Iterator[Finding]:
    """Report a target equal to its source, English words left in it, and unknown words."""
    for word in dict.fromkeys(pair.unknown_words):
        message = f"The engine does not know “{word}”. Translate it."
        yield Finding("untranslated", Severity.WARNING, message, *_place(word, pair.target))
    if not pair.is_cyrillic:
        return
    kept = _kept_words(pair)
    words = [
        word
        for word in _LATIN_WORD.finditer(_blank_kept(pair.target))
        if word[0].casefold() not in kept
    ]
    translatable = [word for word in words if len(word[0]) > 2 and word[0].islower()]
    if pair.target.split() == pair.source.split():
        if translatable:
            message = "The target is the source, unchanged. Translate it."
            yield Finding("untranslated", Severity.ERROR, message)
        return
    yield from _left_words(pair, words)


def _left_words(pair: Pair, words: list[re.Match[str]]) -> Iterator[Finding]:
    """Report runs of Latin words, and single small ones, that the source has as well."""
    in_source = {word.casefold() for word in _LATIN_WORD.findall(pair.source)}
    unknown = {word.casefold() for word in pair.unknown_words}
    for run in _runs([word for word in words if word[0].casefold() in in_source], pair.target):
        small = [word[0] for word in run if word[0].islower() and len(word[0]) > 2]
        if not small or all(word.casefold() in unknown for word in small):
            continue
        left = pair.target[run[0].start() : run[-1].end()]
        severity = Severity.ERROR if len(run) >= _RUN_OF_WORDS else Severity.WARNING
        message = f"“{left}” is left in English. Translate it."
        yield Finding("untranslated", severity, message, run[0].start(), run[-1].end())


def _runs(words: list[re.Match[str]], text: str) -> Iterator[list[re.Match[str]]]:
    """Group words with nothing but spaces and commas between them."""
    run: list[re.Match[str]] = []
    for word in words:
        if run and not _BETWEEN_WORDS.fullmatch(text[run[-1].end() : word.start()]):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _kept_words(pair: Pair) -> frozenset[str]:
    """Give the words that the termbase says to leave as they are."""
    return frozenset(
        word.casefold()
        for hit in pair.hits
        for entry in hit.entries[:1]
        for word in WORD.findall(entry.target_term)
    )


def _blank_kept(text: str) -> str:
    """Blank addresses, brackets and names of code, so that places in *text* stay."""
    return _KEPT.sub(lambda match: " " * len(match[0]), without_addresses(text))


def _place(word: str, text: str) -> tuple[int, int]:
    """Give where *word* stands in *text*; (0, 0) if it does not."""
    start = text.find(word)
    return (start, start + len(word)) if start >= 0 else (0, 0)


def language(pair: Pair) -> Iterator[Finding]:
    """Report a target of five words and more in another language or script than the locale's."""
    words = len(WORD.findall(without_addresses(pair.target)))
    if words < _LEAST_WORDS:
        return
    found, confidence = detect_language(pair.target)
    expected = pair.language if pair.is_cyrillic else pair.locale
    if found in (expected, UNDETERMINED) or confidence < _SURE:
        return
    if found in _NEAR_RUSSIAN and words < _LEAST_WORDS_NEAR_RUSSIAN:
        return
    if found == _NEAR_KAZAKH and words < _LEAST_WORDS_NEAR_KAZAKH:
        return
    names = (_NAMES.get(found, f"the language “{found}”"), _NAMES.get(expected, expected))
    message = f"The target seems to be {names[0]}, not {names[1]}."
    yield Finding("language", Severity.ERROR, message)


def homoglyphs(pair: Pair) -> Iterator[Finding]:
    """Report letters of another alphabet inside words, and letters in two pieces."""
    if not pair.is_cyrillic:
        return
    allowed = frozenset(WORD.findall(pair.source))
    for found in look_alikes(without_addresses(pair.target), pair.locale, allowed):
        wrong = "".join(
            dict.fromkeys(a for a, b in zip(found.word, found.repaired, strict=True) if a != b)
        )
        message = (
            f"“{found.word}” has letters of another alphabet ({wrong}). "
            f"Type “{found.repaired}” instead."
        )
        yield Finding("homoglyphs", Severity.WARNING, message, found.start, found.end)
    if not is_composed(pair.target) and is_composed(pair.source):
        message = "Some letters are typed as two characters, such as й as и and a breve. Retype."
        yield Finding("homoglyphs", Severity.WARNING, message)

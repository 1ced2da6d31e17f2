# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many segments by several requests at once: in order, split where one fails, none paid twice.

A chunk of segments is one request. Where a chunk fails, or lacks targets, what is missing is
asked for again in smaller chunks, down to one segment; one that fails alone gets an empty
hypothesis, and so stays in the queue.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from adapters.engines.http_client import Reply
from audarma.errors import EngineError
from audarma.model import Hypothesis, TargetLocale, TranslationRequest

Chunk = Sequence[TranslationRequest]
Answers = Sequence[Hypothesis | None]
"""A hypothesis for each segment of a chunk, None where there is no usable one."""

Ask = Callable[[Chunk, str], Answers | Reply]
"""Asks for a chunk in a locale; gives the reply itself where it has a fault."""

# Tells a server that answers nothing from one that a segment upsets.
_PROBE = (TranslationRequest("The sun rises in the east."),)

# Surrogates and control characters cannot be stored, or not be written as XML.
_NO_TEXT = re.compile("[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")

_EMPTY = Hypothesis("")


def written_from(source_locale: str) -> frozenset[str]:
    """Give the locales that an engine for all languages writes from *source_locale*."""
    return frozenset(map(str, TargetLocale)) - {source_locale}


def require_locale(name: str, locales: frozenset[str], locale: str) -> None:
    """Raise ``EngineError`` unless the engine called *name* writes *locale*."""
    if locale not in locales:
        able = " or ".join(sorted(locales))
        raise EngineError(f'{name}: writes no "{locale}". Ask for {able}.', name, locale)


def is_text(target: str) -> bool:
    """Say whether *target* has text, and nothing that no text has (halves of pairs, controls)."""
    return bool(target.strip()) and not _NO_TEXT.search(target)


@dataclass
class BatchTranslator:
    """Translates batches by *ask*; *error* gives the error of a reply to be raised.

    *at_once* chunks of *most_segments* and *most_characters* at most are asked for.
    """

    ask: Ask
    error: Callable[[Reply], EngineError]
    at_once: int
    most_segments: int
    most_characters: int
    _paid: dict[tuple[str, TranslationRequest], Hypothesis] = field(default_factory=dict)

    def translate(self, requests: Chunk, locale: str) -> list[Hypothesis]:
        """Give one hypothesis a request, in their order.

        What was answered before a fault is kept for the next call: only the rest is asked again.

        Raises:
            EngineUnavailableError, EngineError: the server answers nothing at all.
        """
        call = _Call(self.ask, self.error, locale)
        for request in requests:
            hypothesis = self._paid.pop((locale, request), None)
            if hypothesis is not None:
                call.answered[request] = hypothesis
        left = [request for request in dict.fromkeys(requests) if request not in call.answered]
        try:
            with ThreadPoolExecutor(self.at_once) as pool:
                try:
                    for _done in pool.map(call.run, self._chunks(left)):
                        pass
                finally:
                    # After a fault, what waits is dropped and what is in flight is waited for.
                    pool.shutdown(cancel_futures=True)
        except EngineError:
            for request, answer in call.answered.items():
                self._paid[locale, request] = answer
            raise
        return [call.answered.get(request, _EMPTY) for request in requests]

    def _chunks(self, requests: Chunk) -> list[Chunk]:
        chunks: list[list[TranslationRequest]] = []
        size = 0
        for request in requests:
            size += len(request.source)
            full = chunks and len(chunks[-1]) >= self.most_segments
            if not chunks or full or size > self.most_characters:
                chunks.append([])
                size = len(request.source)
            chunks[-1].append(request)
        return list(chunks)


@dataclass
class _Call:
    """One call's chunks.

    *has_answered* says whether the server has answered any of them; *is_lost*, whether it
    answers nothing, so that no thread need begin another.
    """

    ask: Ask
    error: Callable[[Reply], EngineError]
    locale: str
    answered: dict[TranslationRequest, Hypothesis] = field(default_factory=dict)
    has_answered: bool = False
    is_lost: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, chunk: Chunk) -> None:
        """Ask for *chunk*, unless the call is lost already."""
        if self.is_lost:
            return
        try:
            self._ask_for(chunk)
        except EngineError:
            self.is_lost = True
            raise

    def _ask_for(self, chunk: Chunk) -> None:
        """Ask for *chunk*, and for what is missing in smaller chunks."""
        answers = self.ask(chunk, self.locale)
        if isinstance(answers, Reply):
            self._require_a_server(answers)
            missing = list(chunk)
        else:
            self.has_answered = True
            missing = self._take(chunk, answers)
        if len(missing) < len(chunk) and missing:
            self._ask_for(missing)
        elif len(missing) > 1:
            half = len(missing) // 2
            self._ask_for(missing[:half])
            self._ask_for(missing[half:])

    def _take(self, chunk: Chunk, answers: Answers) -> list[TranslationRequest]:
        missing = []
        for request, hypothesis in zip(chunk, answers, strict=True):
            if hypothesis is None:
                missing.append(request)
            else:
                self.answered[request] = hypothesis
        return missing

    def _require_a_server(self, fault: Reply) -> None:
        """Raise unless the server answers something else than what it just failed on."""
        with self.lock:
            if self.has_answered:
                return
            if isinstance(self.ask(_PROBE, self.locale), Reply):
                raise self.error(fault)
            self.has_answered = True

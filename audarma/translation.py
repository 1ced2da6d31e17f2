# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One batch of segments: leverage the memory, translate, enforce terms, put codes back, check."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from audarma.enforcement import enforce
from audarma.errors import EngineUnavailableError
from audarma.inline_code import code_faults, has_text, plain_text
from audarma.masking import Masked, mask
from audarma.memory import MemoryQuery, TranslationMemory
from audarma.model import (
    Finding,
    Hypothesis,
    Match,
    Severity,
    State,
    TermHit,
    Translation,
    TranslationRequest,
)
from audarma.ports import Aligner, Engine
from audarma.projection import project
from audarma.qa import check
from audarma.store import ENGINE, SegmentRecord, Store, TermUse, now
from audarma.term_forms import forbidden_used, missing_terms
from audarma.termbase import Termbase

EXACT = 100
IN_CONTEXT = 101
_CONTEXT_SEGMENTS = 2

Result = tuple[SegmentRecord, Translation, Sequence[TermUse]]


@dataclass(frozen=True)
class Translator:
    """Everything that translating into one locale takes; made once a run, used by each batch.

    *pause_s* is the wait before an engine's second try, doubled before each further one.
    """

    locale: str
    engine: Engine
    termbase: Termbase
    memory: TranslationMemory
    aligner: Aligner | None = None
    attempts: int = 4
    pause_s: float = 2.0
    sleep: Callable[[float], None] = field(default=time.sleep)

    @property
    def revision(self) -> str:
        """Name all that the targets depend on, for caches and reports."""
        return f"{self.engine.name} {self.engine.revision} {self.termbase.revision}"


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """What became of a batch: segments from the memory, from the engine, and still to do.

    *seconds* is the engine's time. *problem* is why some are still to do.
    """

    from_memory: int = 0
    from_engine: int = 0
    left: int = 0
    term_hits: int = 0
    terms_satisfied: int = 0
    seconds: float = 0.0
    problem: str = ""


def translate_batch(store: Store, ids: Sequence[int], translator: Translator) -> BatchOutcome:
    """Translate the segments of *ids* that still wait, and store each result before returning."""
    waiting = [
        record
        for record in store.records_by_id(ids, translator.locale)
        if record.translation.state is State.INITIAL
    ]
    matches = _matches(waiting, translator)
    remembered = [
        _from_memory(record, match, translator)
        for record, match in zip(waiting, matches, strict=True)
        if match is not None and match.score_percent >= EXACT
    ]
    left = [
        (record, match)
        for record, match in zip(waiting, matches, strict=True)
        if match is None or match.score_percent < EXACT
    ]
    store.save_machine(translator.locale, remembered)
    started = time.monotonic()
    try:
        results = _from_engine(left, translator)
    except EngineUnavailableError as error:
        return BatchOutcome(len(remembered), 0, len(left), problem=str(error))
    seconds = time.monotonic() - started
    store.save_machine(translator.locale, results)
    uses = [use for _record, _translation, terms in (*remembered, *results) for use in terms]
    return BatchOutcome(
        len(remembered),
        len(results),
        0,
        len(uses),
        sum(use.is_satisfied for use in uses),
        seconds,
    )


def checked(
    source: str, target: str, locale: str, termbase: Termbase, unknown_words: Sequence[str] = ()
) -> tuple[tuple[Finding, ...], tuple[TermUse, ...]]:
    """Check *target* (content) against *source*; give the findings and the terms' uses."""
    hits = termbase.find(plain_text(source))
    return _checked(source, target, locale, hits, unknown_words)


def _checked(
    source: str, target: str, locale: str, hits: Sequence[TermHit], unknown_words: Sequence[str]
) -> tuple[tuple[Finding, ...], tuple[TermUse, ...]]:
    text = plain_text(target)
    missing = missing_terms(hits, text)
    findings = check(
        source, target, locale, hits=hits, missing=missing, unknown_words=unknown_words
    )
    for _hit, entry in forbidden_used(hits, text):
        findings = (
            *findings,
            Finding(
                "forbidden_term",
                Severity.WARNING,
                f"“{entry.target_term}” must not be used for “{entry.source_term}”.",
            ),
        )
    uses = tuple(
        TermUse(hit.surface, hit.preferred.target_term, hit.preferred.note, hit not in missing)
        for hit in hits
    )
    return findings, uses


def _matches(records: Sequence[SegmentRecord], translator: Translator) -> list[Match | None]:
    queries = [MemoryQuery(r.segment.source, r.before, r.after) for r in records]
    return translator.memory.leverage(queries, translator.locale)


def _from_memory(record: SegmentRecord, match: Match | None, translator: Translator) -> Result:
    assert match is not None
    findings, uses = checked(
        record.segment.source, match.target, translator.locale, translator.termbase
    )
    state = State.REVIEWED if match.score_percent >= IN_CONTEXT else State.TRANSLATED
    origin = f"memory:{match.origin}" if match.origin else "memory"
    translation = Translation(
        match.target, state, origin, None, findings, match, changed_by=origin, changed_at=now()
    )
    return record, translation, uses


def _from_engine(
    work: Sequence[tuple[SegmentRecord, Match | None]], translator: Translator
) -> list[Result]:
    """Translate each distinct source once; segments without a letter keep their source."""
    sources = list(dict.fromkeys(record.segment.source for record, _match in work))
    made = {source: (Hypothesis(source), source) for source in sources if not has_text(source)}
    wanted = [source for source in sources if source not in made]
    masks = [_masked(source, translator.engine) for source in wanted]
    hits = [translator.termbase.find(masked.text) for masked in masks]
    texts = [masked.text for masked in masks]
    requests = [
        TranslationRequest(
            text,
            terms,
            tuple(texts[max(0, number - _CONTEXT_SEGMENTS) : number]),
            tuple(texts[number + 1 : number + 1 + _CONTEXT_SEGMENTS]),
        )
        for number, (text, terms) in enumerate(zip(texts, hits, strict=True))
    ]
    hypotheses = _with_links(texts, _translate(requests, translator), translator)
    for source, masked, terms, hypothesis in zip(wanted, masks, hits, hypotheses, strict=True):
        made[source] = (hypothesis, _target(masked, terms, hypothesis, translator))
    results = {
        source: _result(source, target, hypothesis, translator)
        for source, (hypothesis, target) in made.items()
    }
    return [
        (record, replace(results[record.segment.source][0], match=match), results[source][1])
        for record, match in work
        for source in (record.segment.source,)
    ]


def _masked(source: str, engine: Engine) -> Masked:
    return mask(source, engine.standalone_mask)


def _translate(requests: Sequence[TranslationRequest], translator: Translator) -> list[Hypothesis]:
    """Ask the engine, again after a pause where it does not answer.

    Raises:
        EngineUnavailableError: the last try failed too.
    """
    if not requests:
        return []
    for attempt in range(translator.attempts):
        try:
            return translator.engine.translate(requests, translator.locale)
        except EngineUnavailableError:
            if attempt + 1 == translator.attempts:
                raise
            translator.sleep(translator.pause_s * 2**attempt)
    raise AssertionError("a translator makes at least one attempt")


def _with_links(
    sources: Sequence[str], hypotheses: Sequence[Hypothesis], translator: Translator
) -> list[Hypothesis]:
    """Align the hypotheses of an engine that gives no alignment."""
    bare = [number for number, hypothesis in enumerate(hypotheses) if not hypothesis.links]
    aligned = list(hypotheses)
    if translator.aligner is not None and bare:
        pairs = [(sources[number], hypotheses[number].target) for number in bare]
        found = translator.aligner.align(pairs, translator.locale)
        for number, links in zip(bare, found, strict=True):
            aligned[number] = replace(hypotheses[number], links=links)
    return aligned


def _target(
    masked: Masked, hits: Sequence[TermHit], hypothesis: Hypothesis, translator: Translator
) -> str:
    """Give the target's content: terms enforced in the text, then the codes put back."""
    enforced = enforce(hypothesis.target, hits, hypothesis.links, masked.text, translator.locale)
    return project(masked, enforced.target, enforced.links)


def _result(
    source: str, target: str, hypothesis: Hypothesis, translator: Translator
) -> tuple[Translation, tuple[TermUse, ...]]:
    findings, uses = checked(
        source, target, translator.locale, translator.termbase, hypothesis.unknown_words
    )
    origin = f"{ENGINE}{translator.engine.name}"
    # A target without its codes could not be merged: the segment stays in the queue.
    is_usable = bool(plain_text(target).strip()) and not code_faults(source, target)
    translation = Translation(
        target if is_usable else "",
        State.TRANSLATED if is_usable else State.INITIAL,
        origin,
        hypothesis.score,
        findings,
        changed_by=f"{origin} {translator.engine.revision}".strip(),
        changed_at=now(),
    )
    return translation, uses

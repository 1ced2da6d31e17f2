# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One batch of segments: leverage the memory, translate, enforce terms, put codes back, check.

A source is translated once in a resource: what another segment of equal source has is taken,
a person's first, and of sources that are alike (``audarma.repetition``) one is translated.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from audarma.enforcement import enforce
from audarma.errors import EngineUnavailableError
from audarma.inline_code import code_faults, codes, escape, has_text, plain_text
from audarma.masking import Masked, mask
from audarma.memory import MemoryQuery, TranslationMemory
from audarma.model import (
    Finding,
    Hypothesis,
    Link,
    Match,
    Severity,
    State,
    TermHit,
    Translation,
    TranslationRequest,
)
from audarma.ports import Aligner, Engine, EngineUsage, usage_of
from audarma.projection import project
from audarma.qa import check
from audarma.repetition import carried, first_of_alike
from audarma.span_map import words
from audarma.store import ENGINE, SegmentRecord, Store, TermUse, now
from audarma.term_forms import forbidden_used, missing_terms
from audarma.termbase import Termbase

EXACT = 100
IN_CONTEXT = 101
_CONTEXT_SEGMENTS = 2
_TARGET_MASK = "{{{}}}"

Result = tuple[SegmentRecord, Translation, Sequence[TermUse]]


@dataclass(frozen=True)
class Translator:
    """Everything that translating into one locale takes; made once a run, used by each batch.

    *pause_s* is the wait before an engine's second try, doubled before each further one;
    *fuzzy_percent* is the least similarity of a match that is shown to the reviewer.
    """

    locale: str
    engine: Engine
    termbase: Termbase
    memory: TranslationMemory
    aligner: Aligner | None = None
    attempts: int = 4
    pause_s: float = 2.0
    fuzzy_percent: int = 75
    sleep: Callable[[float], None] = field(default=time.sleep)

    @property
    def revision(self) -> str:
        """Name all that the targets depend on, for caches and reports."""
        return f"{self.engine.name} {self.engine.revision} {self.termbase.revision}"


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """What became of a batch: segments from the memory, from the engine, and still to do.

    *repeated* took the target of an equal segment of the resource; *asked* is how many sources
    the engine was asked for, those of *from_engine* that are alike once.
    *seconds* is the engine's time and *used* what it used in it, that of batches at the same
    time in the same process included. *problem* is why some are still to do.
    """

    from_memory: int = 0
    from_engine: int = 0
    left: int = 0
    term_hits: int = 0
    terms_satisfied: int = 0
    seconds: float = 0.0
    problem: str = ""
    used: EngineUsage = field(default_factory=EngineUsage)
    repeated: int = 0
    asked: int = 0


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
    known = _known(store, [record for record, _match in left], translator.locale)
    repeated = [
        _repeated(record, match, known[record.digest], translator)
        for record, match in left
        if record.digest in known
    ]
    left = [(record, match) for record, match in left if record.digest not in known]
    store.save_machine(translator.locale, [*remembered, *repeated])
    started, used_before = time.monotonic(), usage_of(translator.engine)
    try:
        results, asked = _from_engine(left, translator)
    except EngineUnavailableError as error:
        return BatchOutcome(
            len(remembered),
            left=len(left),
            problem=str(error),
            used=usage_of(translator.engine).since(used_before),
            repeated=len(repeated),
        )
    seconds = time.monotonic() - started
    used = usage_of(translator.engine).since(used_before)
    store.save_machine(translator.locale, results)
    empty = [record for record, made, _uses in results if made.state is State.INITIAL]
    done = (*remembered, *repeated, *results)
    uses = [use for _record, _translation, terms in done for use in terms]
    return BatchOutcome(
        len(remembered),
        len(results) - len(empty),
        len(empty),
        len(uses),
        sum(use.is_satisfied for use in uses),
        seconds,
        _problem(empty, translator) if empty else "",
        used,
        len(repeated),
        asked,
    )


def _problem(empty: Sequence[SegmentRecord], translator: Translator) -> str:
    """Say which segments the engine gave no usable target for."""
    first = empty[0].segment
    count = f"{len(empty)} segments" if len(empty) > 1 else "1 segment"
    return (
        f"{translator.engine.name}: gave no usable target for {count}, the first of them "
        f"{first.name} of {first.document_path}. Translate what stays empty in the review files, "
        "or run again."
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
    return translator.memory.leverage(queries, translator.locale, translator.fuzzy_percent)


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


def _known(store: Store, records: Sequence[SegmentRecord], locale: str) -> dict[str, Translation]:
    """Give, by digest, the translation that equal segments of the resource have already."""
    digests = sorted({record.digest for record in records})
    return store.equal_translations(records[0].resource_id, locale, digests) if records else {}


def _repeated(
    record: SegmentRecord, match: Match | None, known: Translation, translator: Translator
) -> Result:
    """Take over what an equal segment has; a person's word there is no approval here."""
    findings, uses = checked(
        record.segment.source, known.target, translator.locale, translator.termbase
    )
    is_machine = known.origin.startswith(ENGINE)
    origin = known.origin if is_machine else f"memory:{record.resource_id}"
    translation = Translation(
        known.target,
        State.TRANSLATED,
        origin,
        known.score if is_machine else None,
        findings,
        match,
        changed_by=known.changed_by if is_machine else origin,
        changed_at=now(),
    )
    return record, translation, uses


def _from_engine(
    work: Sequence[tuple[SegmentRecord, Match | None]], translator: Translator
) -> tuple[list[Result], int]:
    """Translate each distinct source once, and one of those that are alike.

    Gives the results and how many sources the engine was asked for. Segments without a letter
    keep their source.
    """
    sources = list(dict.fromkeys(record.segment.source for record, _match in work))
    made = {source: (Hypothesis(source), source) for source in sources if not has_text(source)}
    wanted = [source for source in sources if source not in made]
    first = first_of_alike(wanted, translator.locale)
    firsts = [source for source in wanted if first[source] == source]
    made.update(_asked(firsts, translator))
    taken = {}
    for source in (source for source in wanted if source not in made):
        hypothesis, target = made[first[source]]
        if _is_usable(first[source], target):
            target = carried(first[source], target, source, translator.locale) or ""
            if target:
                taken[source] = (replace(hypothesis, links=()), target)
    made.update(taken)
    rest = [source for source in wanted if source not in made]
    made.update(_asked(rest, translator))
    results = {
        source: _result(source, target, hypothesis, translator, first[source])
        if source in taken
        else _result(source, target, hypothesis, translator)
        for source, (hypothesis, target) in made.items()
    }
    given: list[Result] = [
        (record, replace(results[record.segment.source][0], match=match), results[source][1])
        for record, match in work
        for source in (record.segment.source,)
    ]
    return given, len(firsts) + len(rest)


def _asked(wanted: Sequence[str], translator: Translator) -> dict[str, tuple[Hypothesis, str]]:
    """Give what the engine makes of each source: its hypothesis, and the target as content."""
    if not translator.engine.keeps_codes:
        return dict(_as_text(wanted, translator))
    made = dict(_as_content(wanted, translator))
    # What the engine could not keep the codes of, it may well do without them.
    again = [
        source for source in wanted if codes(source) and not _is_usable(source, made[source][1])
    ]
    made.update(_as_text(again, translator))
    return made


def _as_text(
    sources: Sequence[str], translator: Translator
) -> Iterator[tuple[str, tuple[Hypothesis, str]]]:
    """Translate without codes; give each source's hypothesis and content, its codes put back."""
    engine = translator.engine
    masks = [mask(source, engine.standalone_mask) for source in sources]
    texts = [masked.text for masked in masks]
    hits = [translator.termbase.find(text) for text in texts]
    needs = [bool(found or codes(source)) for source, found in zip(sources, hits, strict=True)]
    if engine.keeps_codes:
        given = _translate(_requests(list(map(escape, texts)), texts, hits, needs), translator)
        answers = [replace(answer, target=plain_text(answer.target)) for answer in given]
    else:
        answers = _translate(_requests(texts, texts, hits, needs), translator)
    hypotheses = _with_links(texts, answers, needs, translator)
    for source, masked, terms, hypothesis in zip(sources, masks, hits, hypotheses, strict=True):
        enforced = enforce(
            hypothesis.target, terms, hypothesis.links, masked.text, translator.locale
        )
        yield source, (hypothesis, project(masked, enforced.target, enforced.links))


def _as_content(
    sources: Sequence[str], translator: Translator
) -> Iterator[tuple[str, tuple[Hypothesis, str]]]:
    """Translate with codes; give each source's hypothesis and content, its terms enforced."""
    texts = [plain_text(source) for source in sources]
    hits = [translator.termbase.find(text) for text in texts]
    needs = [bool(found) for found in hits]
    answers = _translate(_requests(sources, texts, hits, needs), translator)
    masks = [mask(answer.target, _TARGET_MASK) for answer in answers]
    bare = [
        Hypothesis(masked.text, answer.score, (), answer.unknown_words)
        for masked, answer in zip(masks, answers, strict=True)
    ]
    hypotheses = _with_links(texts, bare, needs, translator)
    for source, text, terms, masked, hypothesis in zip(
        sources, texts, hits, masks, hypotheses, strict=True
    ):
        target = masked.content
        if _is_usable(source, target):
            target = _enforced_content(masked, hypothesis.links, terms, text, translator.locale)
        yield source, (hypothesis, target)


def _enforced_content(
    masked: Masked, links: Sequence[Link], hits: Sequence[TermHit], source: str, locale: str
) -> str:
    """Enforce terms in a target whose codes are masked, and put the codes back where they were.

    Args:
        masked: the target.
        links: spans of *source* and of the masked target.
        hits: terms found in *source*.
        source: the source's plain text.
        locale: the target locale.
    """
    enforced = enforce(masked.text, hits, links, source, locale)
    if enforced.target == masked.text:
        return masked.content
    return project(masked, enforced.target, _kept_words(masked.text, enforced.target))


def _kept_words(before: str, after: str) -> tuple[Link, ...]:
    """Link the words of a text to what they are after some of them were replaced."""
    old, new = words(before), words(after)
    changes = SequenceMatcher(
        None, [before[slice(*span)] for span in old], [after[slice(*span)] for span in new], False
    )
    return tuple(
        Link(*old[i], *new[j])
        for what, i1, i2, j1, j2 in changes.get_opcodes()
        for i in range(i1, i2)
        for j in ([j1 + i - i1] if what == "equal" else range(j1, j2))
    )


def _requests(
    sources: Sequence[str],
    texts: Sequence[str],
    hits: Sequence[Sequence[TermHit]],
    needs_links: Sequence[bool],
) -> list[TranslationRequest]:
    """Put *sources* as requests; *texts* are their plain texts, which are their context."""
    return [
        TranslationRequest(
            source,
            tuple(terms),
            tuple(texts[max(0, number - _CONTEXT_SEGMENTS) : number]),
            tuple(texts[number + 1 : number + 1 + _CONTEXT_SEGMENTS]),
            needs_links[number],
        )
        for number, (source, terms) in enumerate(zip(sources, hits, strict=True))
    ]


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
    sources: Sequence[str],
    hypotheses: Sequence[Hypothesis],
    needs_links: Sequence[bool],
    translator: Translator,
) -> list[Hypothesis]:
    """Align the hypotheses of an engine that gives no alignment, where terms or codes need it."""
    bare = [
        number
        for number, hypothesis in enumerate(hypotheses)
        if needs_links[number] and not hypothesis.links
    ]
    aligned = list(hypotheses)
    if translator.aligner is not None and bare:
        pairs = [(sources[number], hypotheses[number].target) for number in bare]
        found = translator.aligner.align(pairs, translator.locale)
        for number, links in zip(bare, found, strict=True):
            aligned[number] = replace(hypotheses[number], links=links)
    return aligned


def _is_usable(source: str, target: str) -> bool:
    """Say whether *target* has text and the codes of *source*: others could not be merged."""
    return bool(plain_text(target).strip()) and not code_faults(source, target)


def _result(
    source: str, target: str, hypothesis: Hypothesis, translator: Translator, alike: str = ""
) -> tuple[Translation, tuple[TermUse, ...]]:
    """Give the translation of *source*; *alike* is the source whose target it took, if any."""
    findings, uses = checked(
        source, target, translator.locale, translator.termbase, hypothesis.unknown_words
    )
    if alike:
        findings = (*findings, _carried_finding(alike))
    origin = f"{ENGINE}{translator.engine.name}"
    # Without a usable target the segment stays in the queue.
    is_usable = _is_usable(source, target)
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


def _carried_finding(alike: str) -> Finding:
    return Finding(
        "carried_over",
        Severity.INFO,
        f"The target of “{plain_text(alike)}”, with this segment's numbers and codes.",
    )

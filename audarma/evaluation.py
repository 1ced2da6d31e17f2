# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an engine is worth on a test set: chrF and BLEU, terms, their consistency, codes, speed.

Each engine translates a set twice: as it is, and told the termbase's terms, which are then
enforced. Term accuracy is hits satisfied out of hits found, as in the pipeline's reports; the
references' own accuracy is measured beside it, for a reference may say it otherwise.

Codes are measured on the engine's raw answer. A set without codes is probed: a standalone code is
put before the middle word of its first segments, translated apart, and looked for.

Leaves out: reading test sets, which is in ``audarma.evaluation_sets``; the plot, which is in
``audarma.evaluation_plot``. Scores: Papineni et al. 2002; Popović 2015 and 2017; the settings are
sacrebleu's (Post 2018), whose signatures are given.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from audarma.enforcement import enforce
from audarma.evaluation_sets import TestSet
from audarma.inline_code import codes, escape, plain_text, standalone
from audarma.masking import mask
from audarma.model import Hypothesis, TermHit, TranslationRequest
from audarma.ports import Aligner, Engine
from audarma.projection import project
from audarma.term_consistency import consistent_hits
from audarma.term_forms import missing_terms
from audarma.termbase import Termbase

if TYPE_CHECKING:
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

PROBED_SEGMENTS = 100
_PACKAGES = ("audarma", "sacrebleu", "ctranslate2", "transformers", "torch", "pymorphy3")

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Measures:
    """The scores of one engine's targets for a set; all 0 to 100.

    *chrf2* and *chrf_plus_plus* are character F-scores with no word n-grams and with bigrams.
    """

    bleu: float
    chrf2: float
    chrf_plus_plus: float
    terms_satisfied: int
    terms_consistent: int = 0

    def consistency(self, repeated_hits: int) -> float | None:
        """Give the per cent of *repeated_hits* rendered as their term mostly is."""
        return 100 * self.terms_consistent / repeated_hits if repeated_hits else None

    def term_accuracy(self, hits: int) -> float | None:
        """Give the per cent of *hits* satisfied; None where there is none."""
        return 100 * self.terms_satisfied / hits if hits else None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One engine on one test set.

    *plain* are its own targets, *termed* those with terms given and enforced. *repeated_hits* are
    hits of terms that the set has more than once. *codes_shown* codes
    were shown to the engine, of which *codes_kept* stood in its answers once. *seconds* is wall
    time of the first translation of the set, the model loaded.
    """

    engine: str
    revision: str
    test_set: str
    test_set_digest: str
    locale: str
    segments: int
    words: int
    seconds: float
    term_hits: int
    terms_in_references: int
    plain: Measures
    termed: Measures
    codes_shown: int
    codes_kept: int
    unknown_words: int
    termbase: str
    signatures: tuple[str, ...] = ()
    versions: dict[str, str] = field(default_factory=dict)
    repeated_hits: int = 0

    @property
    def words_per_second(self) -> float:
        """Give English words translated in a second of wall time."""
        return self.words / self.seconds if self.seconds else 0.0

    @property
    def codes_kept_percent(self) -> float | None:
        """Give the per cent of codes kept; None where the engine is shown none."""
        return 100 * self.codes_kept / self.codes_shown if self.codes_shown else None


@dataclass(frozen=True)
class Evaluator:
    """Measures engines on *test_set* with *termbase*; *aligner* serves those without alignment.

    *told* hears of progress; *batch_segments* is how many segments an engine is given at once.
    """

    test_set: TestSet
    termbase: Termbase
    aligner: Aligner | None
    batch_segments: int
    told: Told

    def evaluate(self, engine: Engine) -> Evaluation:
        """Translate the set with *engine* and measure it.

        Raises:
            EngineError: it does not write the set's locale, or does not answer.
        """
        texts = [_text_shown(engine, source) for source in self.test_set.sources]
        hits = [self.termbase.find(text) for text in texts]
        self._warm_up(engine)
        began = time.perf_counter()
        plain = self._translate(engine, self.test_set.sources, None, "as it is")
        seconds = time.perf_counter() - began
        termed = self._translate(engine, self.test_set.sources, hits, "with terms")
        shown, kept = self._codes(engine, plain)
        plain, termed = (self._with_links(engine, answers, texts) for answers in (plain, termed))
        enforced = self._enforced(engine, termed, texts, hits)
        return Evaluation(
            engine.name,
            engine.revision,
            self.test_set.name,
            self.test_set.digest,
            self.test_set.locale,
            len(texts),
            sum(len(text.split()) for text in texts),
            seconds,
            sum(map(len, hits)),
            _satisfied(hits, self.test_set.references),
            self._measures(engine, plain, hits),
            self._measures(engine, enforced, hits),
            shown,
            kept,
            sum(len(hypothesis.unknown_words) for hypothesis in plain),
            self.termbase.revision,
            _signatures(),
            versions(),
            consistent_hits(hits, texts, [()] * len(texts), self.test_set.locale)[1],
        )

    def _warm_up(self, engine: Engine) -> None:
        """Let the engine read what it reads at its first segment, before the clock runs."""
        engine.translate([TranslationRequest("Ready.")], self.test_set.locale)

    def _translate(
        self,
        engine: Engine,
        sources: Sequence[str],
        hits: Sequence[Sequence[TermHit]] | None,
        what: str,
    ) -> list[Hypothesis]:
        shown = [_shown(engine, source) for source in sources]
        requests = [
            TranslationRequest(source, tuple(hits[place]) if hits else ())
            for place, source in enumerate(shown)
        ]
        answers: list[Hypothesis] = []
        step = f"{engine.name}, {what}"
        for start in range(0, len(requests), self.batch_segments):
            batch = requests[start : start + self.batch_segments]
            answers += engine.translate(batch, self.test_set.locale)
            self.told(step, len(answers), len(requests))
        return answers

    def _targets(self, engine: Engine, answers: Sequence[Hypothesis]) -> list[str]:
        """Give the plain texts of targets, masks of codes taken out."""
        return [
            _plain_target(engine, source, answer)
            for source, answer in zip(self.test_set.sources, answers, strict=True)
        ]

    def _with_links(
        self, engine: Engine, answers: Sequence[Hypothesis], texts: Sequence[str]
    ) -> list[Hypothesis]:
        """Align the answers of an engine that gives no alignment, as plain texts."""
        if self.aligner is None:
            return list(answers)
        bare = [place for place, answer in enumerate(answers) if not answer.links]
        pairs = [(texts[place], _text(engine, answers[place])) for place in bare]
        found = self.aligner.align(pairs, self.test_set.locale)
        linked = list(answers)
        for place, links in zip(bare, found, strict=True):
            linked[place] = replace(answers[place], links=links)
        return linked

    def _enforced(
        self,
        engine: Engine,
        answers: Sequence[Hypothesis],
        texts: Sequence[str],
        hits: Sequence[Sequence[TermHit]],
    ) -> list[Hypothesis]:
        """Put missing terms into *answers*, as the pipeline does."""
        made: list[Hypothesis] = []
        for answer, text, terms in zip(answers, texts, hits, strict=True):
            enforced = enforce(
                _text(engine, answer), terms, answer.links, text, self.test_set.locale
            )
            target = escape(enforced.target) if engine.keeps_codes else enforced.target
            made.append(replace(answer, target=target, links=enforced.links))
        return made

    def _measures(
        self, engine: Engine, answers: Sequence[Hypothesis], hits: Sequence[Sequence[TermHit]]
    ) -> Measures:
        targets = self._targets(engine, answers)
        references = [list(self.test_set.references)]
        bleu, chrf2, chrf_plus_plus = (
            float(metric.corpus_score(targets, references).score) for metric in _metrics()
        )
        shown = [_text(engine, answer) for answer in answers]
        links = [answer.links for answer in answers]
        consistent, _repeated = consistent_hits(hits, shown, links, self.test_set.locale)
        return Measures(bleu, chrf2, chrf_plus_plus, _satisfied(hits, targets), consistent)

    def _codes(self, engine: Engine, plain: Sequence[Hypothesis]) -> tuple[int, int]:
        """Count the codes that the engine is shown, and those that its answers hold once."""
        sources = [source for source in self.test_set.sources if codes(source)]
        if sources:
            coded = zip(self.test_set.sources, plain, strict=True)
            answers = [answer for source, answer in coded if codes(source)]
        else:
            sources = [_probe(source) for source in self.test_set.sources[:PROBED_SEGMENTS]]
            answers = self._translate(engine, sources, None, "with codes")
        marks = [_marks(engine, source) for source in sources]
        kept = sum(
            answer.target.count(mark) == 1
            for answer, shown in zip(answers, marks, strict=True)
            for mark in shown
        )
        return sum(map(len, marks)), kept


def versions() -> dict[str, str]:
    """Give the versions of what has a part in a result."""
    found = {
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
    }
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _metrics() -> tuple[BLEU, CHRF, CHRF]:
    """Give sacrebleu's BLEU, chrF2 and chrF++, with its defaults."""
    # Slow to import, and of no use to the other commands.
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    return BLEU(), CHRF(), CHRF(word_order=2)


def _signatures() -> tuple[str, ...]:
    signatures = []
    for metric in _metrics():
        # The number of references is part of a signature, and known after scoring alone.
        name = metric.corpus_score(["x"], [["x"]]).name
        signatures.append(f"{name} {metric.get_signature()}")
    return tuple(signatures)


def _shown(engine: Engine, source: str) -> str:
    """Give *source*, which is content, as *engine* is shown it."""
    return source if engine.keeps_codes else mask(source, engine.standalone_mask).text


def _text_shown(engine: Engine, source: str) -> str:
    """Give the plain text of what *engine* is shown, where its terms are looked for."""
    return plain_text(source) if engine.keeps_codes else _shown(engine, source)


def _text(engine: Engine, answer: Hypothesis) -> str:
    """Give an answer's plain text, masks of codes in it."""
    return plain_text(answer.target) if engine.keeps_codes else answer.target


def _plain_target(engine: Engine, source: str, answer: Hypothesis) -> str:
    if engine.keeps_codes:
        return plain_text(answer.target)
    if not codes(source):
        return answer.target
    return plain_text(project(mask(source, engine.standalone_mask), answer.target, answer.links))


def _marks(engine: Engine, source: str) -> list[str]:
    """Give what stands for codes in what *engine* is shown of *source*."""
    if engine.keeps_codes:
        return [str(code) for code in codes(source)]
    return [code.mask for code in mask(source, engine.standalone_mask).codes if code.mask]


def _probe(source: str) -> str:
    """Put a standalone code before the middle word of *source*."""
    words = source.split(" ")
    return " ".join([*words[: len(words) // 2], str(standalone("x", 1)), *words[len(words) // 2 :]])


def _satisfied(hits: Sequence[Sequence[TermHit]], targets: Sequence[str]) -> int:
    return sum(
        len(found) - len(missing_terms(found, target))
        for found, target in zip(hits, targets, strict=True)
    )

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole job, step by step, as the command line and the flows call it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from audarma.errors import AudarmaError
from audarma.ingest import ingest
from audarma.ports import EngineUsage, LanguageMarks
from audarma.publication import Published, publish
from audarma.publication_side_by_side import publish_side_by_side, require_multilingual
from audarma.review_export import export
from audarma.store import Resource
from audarma.toolbox import REVIEW_FORMATS, Toolbox
from audarma.translation import BatchOutcome, Translator, translate_batch

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is (0: unknown)."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a team asks for; empty *glossaries* are all of them, an empty *engine* the setting's.

    With *marks*, packages hold English and all *locales* side by side in one file.
    """

    locales: tuple[str, ...]
    engine: str = ""
    glossaries: tuple[str, ...] = ()
    licence: str = ""
    adaptation_licence: str = ""
    permission: Path | None = None
    waits_for_review: bool = True
    review_format: str = REVIEW_FORMATS[0]
    marks: LanguageMarks | None = None


@dataclass
class Tally:
    """The sum of batches' outcomes."""

    from_memory: int = 0
    from_engine: int = 0
    left: int = 0
    term_hits: int = 0
    terms_satisfied: int = 0
    seconds: float = 0.0
    used: EngineUsage = field(default_factory=EngineUsage)
    repeated: int = 0
    asked: int = 0
    problems: list[str] = field(default_factory=list)

    def add(self, outcome: BatchOutcome) -> None:
        """Add one batch."""
        self.from_memory += outcome.from_memory
        self.from_engine += outcome.from_engine
        self.left += outcome.left
        self.term_hits += outcome.term_hits
        self.terms_satisfied += outcome.terms_satisfied
        self.seconds += outcome.seconds
        self.used += outcome.used
        self.repeated += outcome.repeated
        self.asked += outcome.asked
        if outcome.problem and outcome.problem not in self.problems:
            self.problems.append(outcome.problem)

    def summary(self) -> str:
        """Give the sums in a line."""
        if not self.from_engine + self.from_memory + self.repeated + self.left:
            return "everything was translated before; the engine had nothing to do"
        accuracy = f"{self.terms_satisfied} of {self.term_hits} terms satisfied"
        parts = [f"{self.from_engine} segments from the engine", f"{self.from_memory} from memory"]
        alike = self.from_engine + self.left - self.asked
        if alike > 0:
            parts.append(f"{alike} of the engine's alike to others and not asked for")
        if self.repeated:
            parts.append(f"{self.repeated} as translated before in the resource")
        left = [f"{self.left} still to translate"] if self.left else []
        used = [str(self.used)] if self.used.requests else []
        return ", ".join([*parts, *left, accuracy, *used])


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one resource in one locale."""

    resource: Resource
    locale: str
    tally: Tally
    review_files: tuple[Path, ...]
    published: Published | None


def take_in(source: str, request: Request, toolbox: Toolbox, progress: Progress) -> Resource:
    """Ingest *source* and store its segments, unless that was done before.

    Raises:
        AudarmaError: it is refused.
    """
    progress(f"Reading {source}", 0, 0)
    resource = ingest(
        source,
        toolbox,
        licence=request.licence,
        adaptation_licence=request.adaptation_licence,
        permission=request.permission,
        tell=lambda sentence: progress(sentence, 0, 0),
    )
    if not toolbox.store.is_extracted(resource.id):
        snapshot = toolbox.settings.workspace / resource.snapshot
        documents = toolbox.formats.resource_format(snapshot).extract(snapshot)
        toolbox.store.save_documents(resource.id, documents)
    return resource


def translator_for(locale: str, request: Request, toolbox: Toolbox) -> Translator:
    """Load what translating into *locale* takes.

    Raises:
        EngineError, TermbaseError: something is missing or broken.
    """
    settings = toolbox.settings
    engine = toolbox.engine(request.engine or settings.engine)
    if locale not in engine.locales:
        able = ", ".join(sorted(engine.locales)) or "no language"
        raise AudarmaError(
            f"{engine.name}: this engine does not write {locale!r}, only {able}. Use another one.",
            engine.name,
            locale,
        )
    return Translator(
        locale,
        engine,
        toolbox.termbase(request.glossaries, locale),
        toolbox.memory,
        toolbox.word_aligner,
        settings.engine_attempts,
        settings.engine_pause_s,
        settings.fuzzy_percent,
    )


def batches(resource: Resource, locale: str, toolbox: Toolbox) -> list[tuple[int, ...]]:
    """Give the segments still to translate, in batches."""
    return toolbox.store.pending(resource.id, locale, toolbox.settings.batch_segments)


def translate(
    resource: Resource, locale: str, request: Request, toolbox: Toolbox, progress: Progress
) -> Tally:
    """Translate what is left of *resource*; each batch is in the store before the next begins."""
    tally = Tally()
    work = batches(resource, locale, toolbox)
    if not work:
        return tally
    translator = translator_for(locale, request, toolbox)
    total = sum(map(len, work))
    done = 0
    what = f"Translating {resource.id} into {locale}"
    for batch in work:
        progress(what, done, total)
        tally.add(translate_batch(toolbox.store, batch, translator))
        done += len(batch)
    progress(what, done, total)
    return tally


def localize(source: str, request: Request, toolbox: Toolbox, progress: Progress) -> list[Outcome]:
    """Take *source* all the way: to review files, or to draft packages if nobody is to review."""
    resource = take_in(source, request, toolbox, progress)
    if request.marks:
        require_multilingual(resource, toolbox)
    outcomes = [finish(resource, locale, request, toolbox, progress) for locale in request.locales]
    if request.waits_for_review or not request.marks:
        return outcomes
    progress(f"Building the package of {resource.id}", 0, 0)
    published = publish_side_by_side(
        resource, request.locales, toolbox, marks=request.marks, draft=True
    )
    return [replace(outcome, published=published[outcome.locale]) for outcome in outcomes]


def finish(
    resource: Resource, locale: str, request: Request, toolbox: Toolbox, progress: Progress
) -> Outcome:
    """Translate, export and, if nobody is to review, publish *resource* in one locale.

    What is to be published in all languages at once is left for ``localize``.
    """
    tally = translate(resource, locale, request, toolbox, progress)
    progress(f"Writing review files of {resource.id} ({locale})", 0, 0)
    form = request.review_format
    files = export(resource, locale, toolbox, lambda sentence: progress(sentence, 0, 0), form)
    published = None
    if not (request.waits_for_review or request.marks):
        progress(f"Building the package of {resource.id} ({locale})", 0, 0)
        published = publish(resource, locale, toolbox, draft=True)
    return Outcome(resource, locale, tally, tuple(files), published)


def resource_named(name: str, toolbox: Toolbox) -> Resource:
    """Give the resource of that id or origin.

    Raises:
        AudarmaError: there is none.
    """
    origin = str(Path(name).resolve())
    store = toolbox.store
    found = store.resource(name) or store.resource_from(name) or store.resource_from(origin)
    if found is None:
        known: Sequence[str] = [resource.id for resource in store.resources()]
        raise AudarmaError(
            f"{name}: no such resource in this workspace. There are: {', '.join(known) or 'none'}.",
            name,
        )
    return found

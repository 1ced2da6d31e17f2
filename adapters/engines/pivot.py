# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ``pivot`` engine: English to Russian by one engine, Russian to Kazakh by another.

More text is parallel between Russian and Kazakh than between English and Kazakh, so two engines
in a row can beat a direct one. Links are composed: an English word is linked to what the Russian
words that it became are linked to.

Leaves out: terms, which are Kazakh and so mean nothing to the first engine; they are enforced in
the end, as for any engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adapters.engines.http_batches import require_locale
from audarma.errors import EngineError
from audarma.inline_code import escape, plain_text
from audarma.model import SOURCE_LOCALE, Hypothesis, Link, TargetLocale, TranslationRequest
from audarma.ports import Engine, EngineUsage, usage_of

PIVOT_LOCALE = TargetLocale.RUSSIAN.value


class Pivot:
    """Translates by *first* into Russian and by *second* from there.

    Args:
        first: reads English, writes Russian.
        second: reads Russian (its ``source_locale`` says so), writes Kazakh.

    Raises:
        EngineError: either does not.
    """

    def __init__(self, first: Engine, second: Engine) -> None:
        self.name = f"pivot:{first.name}>{second.name}"
        self.revision = f"{first.revision}>{second.revision}"
        self.locales = second.locales - {PIVOT_LOCALE}
        _require(self.name, first, SOURCE_LOCALE, PIVOT_LOCALE in first.locales, "Russian")
        _require(self.name, second, PIVOT_LOCALE, bool(self.locales), "Kazakh")
        self._first, self._second = first, second
        self.keeps_codes = first.keeps_codes and second.keeps_codes
        self.standalone_mask = _common_mask(first, second)

    @property
    def usage(self) -> EngineUsage:
        """Give what both have used so far."""
        return usage_of(self._first) + usage_of(self._second)

    def translate(
        self, requests: Sequence[TranslationRequest], target_locale: str
    ) -> list[Hypothesis]:
        """Translate each source by way of Russian; ``score`` is the sum of both engines'.

        What the first engine finds no target for has none.

        Raises:
            EngineError: the engines do not write *target_locale*.
            EngineUnavailableError: either engine's.
        """
        require_locale(self.name, self.locales, target_locale)
        bare = [replace(request, terms=()) for request in requests]
        halfway = self._ask(self._first, bare, PIVOT_LOCALE)
        # What stands around a segment is plain text, whatever the segment is.
        bare_text = plain_text if self.keeps_codes else str
        russian = {
            bare_text(request.source): bare_text(hypothesis.target)
            for request, hypothesis in zip(requests, halfway, strict=True)
        }
        asked = [
            TranslationRequest(
                hypothesis.target,
                before=_known(request.before, russian),
                after=_known(request.after, russian),
            )
            for request, hypothesis in zip(requests, halfway, strict=True)
            if hypothesis.target.strip()
        ]
        answers = iter(self._ask(self._second, asked, target_locale) if asked else [])
        return [
            _joined(hypothesis, next(answers)) if hypothesis.target.strip() else Hypothesis("")
            for hypothesis in halfway
        ]

    def _ask(
        self, engine: Engine, requests: Sequence[TranslationRequest], locale: str
    ) -> list[Hypothesis]:
        """Ask *engine*; one that keeps codes beside one that does not is given text as content."""
        if not engine.keeps_codes or self.keeps_codes:
            return engine.translate(requests, locale)
        as_content = [replace(request, source=escape(request.source)) for request in requests]
        hypotheses = engine.translate(as_content, locale)
        return [replace(h, target=plain_text(h.target)) for h in hypotheses]


def _require(name: str, engine: Engine, source: str, is_able: bool, language: str) -> None:
    reads = getattr(engine, "source_locale", SOURCE_LOCALE)
    if reads == source and is_able:
        return
    wanted = "English" if source == SOURCE_LOCALE else "Russian"
    raise EngineError(
        f"{name}: {engine.name} does not translate from {wanted} into {language}. "
        "Name an engine into Russian first, and one from Russian into Kazakh after the >.",
        name,
        engine.name,
    )


def _common_mask(first: Engine, second: Engine) -> str:
    """Give the mask that both can spell; an engine that keeps codes keeps any mask."""
    masks = {engine.standalone_mask for engine in (first, second) if not engine.keeps_codes}
    if not masks:
        return first.standalone_mask
    return masks.pop() if len(masks) == 1 else ""


def _known(sources: Sequence[str], russian: dict[str, str]) -> tuple[str, ...]:
    """Give the Russian of those *sources* that have one."""
    return tuple(russian[source] for source in sources if russian.get(source))


def _joined(first: Hypothesis, second: Hypothesis) -> Hypothesis:
    scores = (first.score, second.score)
    unknown = dict.fromkeys((*first.unknown_words, *second.unknown_words))
    return Hypothesis(
        second.target,
        None if first.score is None or second.score is None else sum(filter(None, scores)),
        composed(first.links, second.links),
        # A word that the second engine knew is no longer in the target.
        tuple(word for word in unknown if word in second.target),
    )


def composed(first: Sequence[Link], second: Sequence[Link]) -> tuple[Link, ...]:
    """Link what *first* links to a word that *second* links on; each link once."""
    found = dict.fromkeys(
        Link(one.source_start, one.source_end, two.target_start, two.target_end)
        for one in first
        for two in second
        if one.target_start < two.source_end and two.source_start < one.target_end
    )
    return tuple(sorted(found, key=lambda link: (link.target_start, link.source_start)))

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which rules of adaptation apply to which segments, when a unit's targets are merged.

A machine's targets get the rules that the settings turn on. What a person wrote or approved gets
none, or only the typographic ones where ``adapt_reviewed`` is set; the script, which a text has
in whole or not at all, is everybody's.

Leaves out: what each rule does (``audarma.adaptation``).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from audarma.adaptation import Rules, adapt
from audarma.adaptation_kazakh_latin import LATIN_LOCALE, notice_in_latin
from audarma.model import Attribution
from audarma.segmentation import join
from audarma.settings import Settings
from audarma.store import APPROVED, PERSON, SegmentRecord


def adapted_unit(records: Sequence[SegmentRecord], locale: str, settings: Settings) -> str:
    """Give a unit's target content from its segments, adapted.

    Neighbours to which the same rules apply are adapted as one text, so that quotation marks
    find their partners in other sentences. A segment without a target keeps its source.
    """
    runs = groupby(records, key=lambda record: _rules(record, settings))
    return "".join(_adapted(list(run), locale, rules) for rules, run in runs)


def published_locale(locale: str, settings: Settings) -> str:
    """Give the language tag of what is published in *locale*: with its script if not the usual."""
    return LATIN_LOCALE if is_in_latin(locale, settings) else locale


def published_notice(notice: Attribution, settings: Settings) -> Attribution:
    """Give the notice in the script that is published."""
    return notice_in_latin(notice) if is_in_latin(notice.locale, settings) else notice


def is_in_latin(locale: str, settings: Settings) -> bool:
    """Say whether what is published in *locale* is Kazakh in Latin letters."""
    return locale == "kk" and settings.kazakh_script == "latin"


def _adapted(run: Sequence[SegmentRecord], locale: str, rules: Rules | None) -> str:
    segments = [record.segment for record in run]
    source = join(segments, [segment.source for segment in segments])
    if rules is None:
        return source
    return adapt(
        source, join(segments, [record.translation.target for record in run]), locale, rules
    )


def _rules(record: SegmentRecord, settings: Settings) -> Rules | None:
    """Give the rules for a segment; none where it has no target yet."""
    translation = record.translation
    if not translation.target:
        return None
    rules = Rules(
        quotes=settings.adapt_quotes,
        numbers=settings.adapt_numbers,
        percent=settings.adapt_percent,
        dates=settings.adapt_dates,
        ordinals=settings.adapt_ordinals,
        units=settings.adapt_units == "convert",
        latin=settings.kazakh_script == "latin",
    )
    if translation.state not in APPROVED and not translation.origin.startswith(PERSON):
        return rules
    return rules.typographic() if settings.adapt_reviewed else rules.script_only()

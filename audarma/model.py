# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The data model: what passes between the parts of Audarma, as frozen values.

``content`` fields hold text in the form of ``audarma.inline_code``; ``text`` fields hold
literal text. Locales are BCP 47 tags.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

SOURCE_LOCALE = "en"


class TargetLocale(StrEnum):
    """A language that Audarma adapts into."""

    KAZAKH = "kk"
    RUSSIAN = "ru"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a resource says of itself; an empty value means that it says nothing.

    *licence_statements* are the raw statements, as found and in order of authority: an SPDX
    name, a licence's address, or a sentence. ``audarma.licence`` recognises them. *remarks* are
    sentences for the team on what of the resource is left out.
    """

    title: str = ""
    creators: tuple[str, ...] = ()
    source_url: str = ""
    licence_statements: tuple[str, ...] = ()
    language: str = ""
    published: str = ""
    publisher: str = ""
    description: str = ""
    rights_statement: str = ""
    remarks: tuple[str, ...] = ()


class UnitKind(StrEnum):
    """What a unit is in its document; PO files show it to the reviewer."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    TABLE_CELL = "table cell"
    CAPTION = "caption"
    ALT_TEXT = "alt text"
    LABEL = "label"
    DEFINITION = "definition"
    QUOTATION = "quotation"
    FOOTNOTE = "footnote"
    METADATA = "metadata"
    NAVIGATION = "navigation"
    QUIZ_PROMPT = "quiz prompt"
    QUIZ_ANSWER = "quiz answer"
    FEEDBACK = "feedback"
    CUE = "cue"


@dataclass(frozen=True, slots=True)
class Unit:
    """An addressable piece of a document: a paragraph, a heading, an alt text.

    *id* is unique in its document and the same each time the same bytes are extracted.
    *title_path* names the chapter and sections that the unit stands in, outermost first.
    *code_hints* gives, for a code's written form, what stands there (``<a1>``: a link's address),
    for the reviewer to see.
    """

    id: str
    kind: UnitKind
    content: str
    title_path: tuple[str, ...] = ()
    code_hints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """One file of a resource, as units in reading order; *path* is unique in the resource."""

    path: str
    units: tuple[Unit, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """What is translated at once, usually a sentence.

    *source* is content without the white space around it; *leading* and *trailing* are that
    white space, so that ``leading + source + trailing`` of a unit's segments, joined, is the unit.
    """

    document_path: str
    unit_id: str
    index: int
    source: str
    leading: str = ""
    trailing: str = ""

    @property
    def name(self) -> str:
        """Name the segment within its document, as ``msgctxt`` does: ``u12/0``."""
        return f"{self.unit_id}/{self.index}"


class State(StrEnum):
    """XLIFF 2's states; only a person sets the last two."""

    INITIAL = "initial"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    FINAL = "final"


class Severity(StrEnum):
    """How much a finding matters; an ERROR should not be published."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found; *rule* is its stable name, *start* and *end* a span of the target text.

    A span of (0, 0) means the whole target.
    """

    rule: str
    severity: Severity
    message: str
    start: int = 0
    end: int = 0


class TermStatus(StrEnum):
    """How a term stands in its termbase."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class TermEntry:
    """One line of a termbase: a source term and a target term for it, both dictionary forms."""

    source_term: str
    target_term: str
    target_locale: str
    part_of_speech: str = ""
    domain: str = ""
    status: TermStatus = TermStatus.PREFERRED
    note: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class TermHit:
    """A termbase concept found in a source; *start* and *end* span it in the source's plain text.

    *entries* are all targets for the concept: the preferred one first, then admitted ones, then
    forbidden ones. Do-not-translate items are entries whose target equals the source.
    """

    start: int
    end: int
    surface: str
    entries: tuple[TermEntry, ...]

    @property
    def preferred(self) -> TermEntry:
        """Give the entry that a translation should use."""
        return self.entries[0]


@dataclass(frozen=True, slots=True)
class Link:
    """One word-alignment link: a span of source plain text and a span of target plain text."""

    source_start: int
    source_end: int
    target_start: int
    target_end: int


@dataclass(frozen=True, slots=True)
class TranslationRequest:
    """One segment as an engine sees it.

    *source* is plain text (standalone codes as the engine's ``standalone_mask``), or content where
    the engine keeps codes. *terms* span *source*'s plain text. *before* and *after* are the plain
    sources around it in the document, nearest last and nearest first. *wants_links* is false
    where nobody will look at links, for an engine that has work with them.
    """

    source: str
    terms: tuple[TermHit, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    wants_links: bool = True


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """Raw engine output for one request.

    *score* is comparable only within one engine; nearer 0 is surer (mean natural log-probability
    a token), ``None`` where the engine has none. *links* is empty where it gives no alignment.
    *unknown_words* are source words that the engine could not translate and left as they were.
    """

    target: str
    score: float | None = None
    links: tuple[Link, ...] = ()
    unknown_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A translation-memory hit; *score_percent* is 100 for equal sources, 101 in context."""

    source: str
    target: str
    score_percent: int
    origin: str = ""
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class Translation:
    """The target of one segment in one locale, with all that is known of it.

    *origin* says where the target comes from: ``engine:NAME``, ``memory``, ``person:NAME``, or
    is empty for none. *match* is the best fuzzy match, for the reviewer.
    """

    target: str = ""
    state: State = State.INITIAL
    origin: str = ""
    score: float | None = None
    findings: tuple[Finding, ...] = ()
    match: Match | None = None
    comment: str = ""
    changed_by: str = ""
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One paragraph of a notice to readers: runs of literal text, each with a link or ``""``."""

    runs: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """Give the paragraph as plain text, each link's address in brackets after its text."""
        return "".join(
            f"{text} ({url})" if url and url != text else text for text, url in self.runs
        )


@dataclass(frozen=True, slots=True)
class Attribution:
    """What an adapted resource must say of itself, ready to be written by any format.

    All sentences are in the target locale. *warning* is the sentence that people have not
    reviewed the translation, or empty where they have. *heading* and *lines* are the notice
    (TASL, changes, translators, date). *json_ld* is the schema.org description.
    """

    locale: str
    title: str
    heading: str
    lines: tuple[NoticeLine, ...]
    warning: str
    licence_id: str
    licence_name: str
    licence_url: str
    source_url: str
    source_title: str
    creators: tuple[str, ...]
    translators: tuple[str, ...]
    date: str
    json_ld: Mapping[str, Any] = field(default_factory=dict)

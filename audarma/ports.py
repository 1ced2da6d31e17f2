# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The protocols that adapters meet by shape; the domain knows adapters by these alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

from audarma.model import (
    Attribution,
    Document,
    Hypothesis,
    Link,
    Metadata,
    TranslationRequest,
)


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What merging changes besides the units' text.

    *locale* is the target locale: language tags are set to it wherever the source's language was
    stated (and where a format requires one). *attribution* is written where readers and machines
    find it; ``None`` writes none.
    """

    locale: str
    attribution: Attribution | None = None


Targets = Mapping[str, str]
"""Target content by unit id; a unit that is absent keeps its source."""

LanguageMarks = Literal["mlang", "span"]
"""How languages side by side are told apart: ``{mlang kk}…{mlang}``, or ``<span lang="kk" …>``."""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """What a file of several languages is to hold besides English: the target *locales*.

    *notices* are the attributions, the English one first; none of them writes none.
    """

    marks: LanguageMarks
    locales: tuple[str, ...]
    notices: tuple[Attribution, ...] = ()


class DocumentFormat(Protocol):
    """A format of one document: bytes in, bytes out, no state.

    ``merge(data, {}, None)``, and a merge whose targets equal their sources, give *data* back to
    the byte. Otherwise bytes outside the changed units stay as they were.
    """

    name: str
    suffixes: frozenset[str]
    media_types: frozenset[str]

    def metadata(self, data: bytes) -> Metadata:
        """Read what the document says of itself.

        Raises:
            MalformedDocumentError: *data* is not of this format.
        """

    def extract(self, data: bytes, path: str) -> Document:
        """Give the units of *data* in reading order, as the document named *path*.

        Raises:
            MalformedDocumentError: names *path*, the line, and what is wrong.
        """

    def merge(self, data: bytes, targets: Targets, adaptation: Adaptation | None) -> bytes:
        """Splice *targets* into *data*; a target holds exactly its unit's codes.

        Raises:
            InlineCodeError: a target does not.
            UnwritableTargetError: it does, but the format has no way to write it.
        """


class ResourceFormat(Protocol):
    """A format of a whole resource, on disk, holding one document or many."""

    name: str
    suffixes: frozenset[str]

    def metadata(self, source: Path) -> Metadata:
        """Read what the resource says of itself."""

    def companions(self, source: Path) -> list[str]:
        """Give the files beside *source* that it needs, as paths relative to its folder."""

    def extract(self, source: Path) -> Iterator[Document]:
        """Give the resource's documents in reading order, one at a time."""

    def merge(
        self,
        source: Path,
        targets_of: Callable[[str], Targets],
        adaptation: Adaptation | None,
        out: Path,
    ) -> None:
        """Write the adapted resource to *out*; *targets_of* gives a document path's targets.

        A killed merge leaves no half-written *out*.
        """


@dataclass(frozen=True, slots=True)
class EngineUsage:
    """What an engine that asks a server has used since it was built.

    *retries* are requests sent again. *cost* is in the currency of the prices that are set, None
    where none is.
    """

    requests: int = 0
    retries: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None

    def __add__(self, other: EngineUsage) -> EngineUsage:
        costs = [usage.cost for usage in (self, other) if usage.cost is not None]
        return EngineUsage(
            self.requests + other.requests,
            self.retries + other.retries,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            sum(costs) if costs else None,
        )

    def since(self, earlier: EngineUsage) -> EngineUsage:
        """Give what was used after *earlier*."""
        return EngineUsage(
            self.requests - earlier.requests,
            self.retries - earlier.retries,
            self.input_tokens - earlier.input_tokens,
            self.output_tokens - earlier.output_tokens,
            None if self.cost is None else self.cost - (earlier.cost or 0.0),
        )

    def __str__(self) -> str:
        tokens = f"{self.input_tokens} tokens sent, {self.output_tokens} received"
        cost = "" if self.cost is None else f", cost {self.cost:.4f}"
        return f"{self.requests} requests, {tokens}{cost}"


@runtime_checkable
class SpreadFormat(Protocol):
    """A resource format whose resources may be many files on disk, which merging packs in one."""

    def is_spread(self, source: Path) -> bool:
        """Say whether *source* is such a folder, or the file in it that names the others."""


@runtime_checkable
class MultilingualDocument(Protocol):
    """A document format whose documents can hold several languages side by side."""

    def merge_side_by_side(
        self, data: bytes, targets: Mapping[str, Targets], languages: SideBySide
    ) -> tuple[bytes, list[str]]:
        """Write *targets*, by locale, beside the English of *data*.

        Gives the document, and a sentence for each kind of text that stays in English alone.
        """


@runtime_checkable
class MultilingualFormat(Protocol):
    """A resource format whose resources can hold several languages side by side."""

    def merge_languages(
        self,
        source: Path,
        targets_of: Callable[[str], Mapping[str, Targets]],
        languages: SideBySide,
        out: Path,
    ) -> list[str]:
        """Write the resource in all languages to *out*, whole or not at all.

        *targets_of* gives a document path's targets by locale. Gives what ``merge_side_by_side``
        remarks.
        """


@runtime_checkable
class RemarkingFormat(Protocol):
    """A resource format that can say what of a resource is left out, or stays in English."""

    def remarks(self, source: Path) -> list[str]:
        """Give a sentence for the team a remark; none where all of *source* is adapted."""


class Engine(Protocol):
    """Texts in, texts out; heavy parts are loaded by the constructor's caller, not on import.

    *revision* names model and version: two engines of equal name and revision give equal
    targets. *standalone_mask* is a format string with one number (``"{{{}}}"``) by which the
    engine is shown a standalone code, or empty where it knows no such thing. *locales* are the
    target locales it can write.

    An engine that keeps codes is given content and gives content, and no links. One that asks
    a server may have ``usage``, an ``EngineUsage``; one that reads Russian instead of English has
    ``source_locale`` and can be the second of two engines in a row.
    """

    name: str
    revision: str
    keeps_codes: bool
    standalone_mask: str
    locales: frozenset[str]

    def translate(
        self, requests: Sequence[TranslationRequest], target_locale: str
    ) -> list[Hypothesis]:
        """Translate from English: one hypothesis a request, in their order.

        Raises:
            EngineUnavailableError: a passing fault; the same call may succeed later.
            EngineError: anything else, as a sentence for the person who must act.
        """


def usage_of(engine: Engine) -> EngineUsage:
    """Give what *engine* has used so far; nothing where it counts nothing."""
    usage: EngineUsage = getattr(engine, "usage", EngineUsage())
    return usage


class Aligner(Protocol):
    """Finds which words of a target translate which of its source, for engines that cannot say."""

    def align(self, pairs: Sequence[tuple[str, str]], target_locale: str) -> list[tuple[Link, ...]]:
        """Give the links of each (source, target) pair of plain texts."""


class FormatRegistry(Protocol):
    """Finds formats; containers ask it for the format of an inner part."""

    def document_format(self, path: str, media_type: str = "") -> DocumentFormat | None:
        """Give the format of an inner part by media type, else by suffix; None if none reads it."""

    def resource_format(self, source: Path) -> ResourceFormat:
        """Give the format of a resource on disk.

        Raises:
            UnsupportedFormatError: names what can be read.
        """

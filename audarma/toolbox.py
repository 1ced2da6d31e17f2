# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the domain is handed to work with: adapters, behind protocols, and the store.

``adapters.wiring`` fills a toolbox; the domain never imports an adapter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from audarma.errors import SettingsError, TermbaseError
from audarma.fetched_site import FetchedSite, SiteLimits
from audarma.memory import TranslationMemory
from audarma.model import Match, TermEntry
from audarma.model_puller import ModelPuller
from audarma.ports import Aligner, Engine, FormatRegistry
from audarma.review_file import ReviewFile
from audarma.settings import Settings
from audarma.store import Store
from audarma.termbase import Termbase, load_termbase

REVIEW_FORMATS = ("po", "xliff2", "xliff12")
"""The formats of review files, by the names that people choose them by; the first is the usual."""


class ReviewFiles(Protocol):
    """Writes and reads the files that reviewers work on, in one format."""

    suffix: str

    def write(self, file: ReviewFile, path: Path) -> None:
        """Write *file* to *path*, whole or not at all."""

    def read(self, path: Path) -> ReviewFile:
        """Read *path*, taking what can be taken; what cannot is in the file's ``faults``."""


class Fetcher(Protocol):
    """Fetches an address into a folder."""

    def __call__(self, url: str, folder: Path, *, allow_private: bool, limit_bytes: int) -> Path:
        """Give the fetched file's path.

        Raises:
            UnsafeSourceError: the address leads to a private network, or the file is too large.
            AudarmaError: it cannot be fetched.
        """


class SiteFetcher(Protocol):
    """Fetches the pages under an address into a folder."""

    def __call__(
        self,
        url: str,
        folder: Path,
        *,
        limits: SiteLimits,
        again: bool,
        tell: Callable[[str], None],
    ) -> FetchedSite:
        """Give the fetched site; what an earlier run has fetched is not fetched twice.

        With *again*, a site that is there whole is fetched anew. *tell* is told how far it is.

        Raises:
            UnsafeSourceError, AudarmaError: the first page must not or cannot be fetched.
        """


@dataclass(frozen=True)
class Toolbox:
    """Adapters and settings; what is costly is made when first used and kept."""

    settings: Settings
    formats: FormatRegistry
    engine_named: Callable[[str, Path], Engine]
    aligner: Callable[[Path], Aligner | None]
    review_formats: Mapping[str, ReviewFiles]
    fetch: Fetcher
    fetch_site: SiteFetcher
    write_memory: Callable[[Path, Iterable[Match], str], None]
    read_memory: Callable[[Path], Iterable[tuple[str, str, str]]]
    read_terms: Callable[[Path], Iterable[TermEntry]]
    write_terms: Callable[[Path, Sequence[TermEntry], str], None]
    engine_names: Callable[[], Sequence[str]]
    model_puller: ModelPuller

    @property
    def review_files(self) -> ReviewFiles:
        """Give the usual format of review files, PO."""
        return self.review_formats[REVIEW_FORMATS[0]]

    def review_files_for(self, path: Path) -> ReviewFiles | None:
        """Give the format of review files whose suffix *path* has."""
        known = self.review_formats.values()
        return next((each for each in known if path.name.lower().endswith(each.suffix)), None)

    @cached_property
    def store(self) -> Store:
        """Give the store, opened once.

        Raises:
            SettingsError: the workspace cannot be made, or the database not opened.
        """
        workspace = self.settings.workspace
        try:
            workspace.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = (error.strerror or "it cannot be made").lower()
            raise SettingsError(
                f"{workspace}: cannot be the workspace ({reason}). Set AUDARMA_WORKSPACE to a "
                "folder that can be written.",
                str(workspace),
            ) from error
        return Store(self.settings.store_url)

    @cached_property
    def memory(self) -> TranslationMemory:
        """Give the translation memory, which lies in the store's database."""
        return TranslationMemory(self.store.engine)

    def engine(self, name: str) -> Engine:
        """Give the engine of that name, loaded once a process."""
        if name not in self._engines:
            self._engines[name] = self.engine_named(name, self.settings.models)
        return self._engines[name]

    @cached_property
    def word_aligner(self) -> Aligner | None:
        """Give the word aligner for engines that give no alignment, if its data are there."""
        return self.aligner(self.settings.models)

    @cached_property
    def _engines(self) -> dict[str, Engine]:
        return {}

    def termbase(self, names: Sequence[str], locale: str) -> Termbase:
        """Give the termbase of the glossaries *names*, or of all, for *locale*; loaded once."""
        key = (tuple(names), locale)
        if key not in self._termbases:
            protected = self.settings.glossaries / "do-not-translate.csv"
            self._termbases[key] = load_termbase(
                self.glossary_paths(names, locale),
                locale,
                do_not_translate=[protected] if protected.is_file() else [],
            )
        return self._termbases[key]

    @cached_property
    def _termbases(self) -> dict[tuple[tuple[str, ...], str], Termbase]:
        return {}

    def glossary_paths(self, names: Sequence[str], locale: str) -> list[Path]:
        """Give the glossary files for *locale*: all of them, or those of *names*.

        Raises:
            TermbaseError: there is none of a name.
        """
        folder = self.settings.glossaries / f"en-{locale}"
        if not folder.is_dir():
            raise TermbaseError(
                f"{folder}: there is no such folder of glossaries. Check AUDARMA_GLOSSARIES; an "
                "empty folder is right where no terms are to be enforced.",
                str(folder),
            )
        known = {path.stem: path for path in sorted(folder.glob("*.csv"))}
        missing = [name for name in names if name not in known and not Path(name).is_file()]
        if missing:
            raise TermbaseError(
                f"{folder.name}: no glossary named {', '.join(missing)}. "
                f"There are: {', '.join(known) or 'none'}; or give a CSV file's path.",
                missing,
            )
        return [known.get(name, Path(name)) for name in names] if names else list(known.values())

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A file that a reviewer works on, whatever its format: one document in one locale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from audarma.model import Match


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """One segment as a reviewer sees it.

    *context* is the segment's name. *needs_review* is gettext's ``fuzzy``. *notes* are for the
    reviewer to read, *comment* is for them to write. *previous_source* is what the source was.
    *match* is the memory's best, which stands in the notes too. *is_final* says that an approved
    target was published. Without *has_target* a file that came back says nothing of the target.
    """

    context: str
    source: str
    target: str
    needs_review: bool
    comment: str = ""
    notes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    previous_source: str = ""
    match: Match | None = None
    is_final: bool = False
    has_target: bool = True


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """The entries of one document and what ties the file to its resource.

    *reviewer* and *revised_at* say who changed the file last and when; empty where nobody did.
    *faults* are sentences about what could not be read.
    """

    resource_id: str
    document_path: str
    locale: str
    source_digest: str
    entries: tuple[ReviewEntry, ...]
    reviewer: str = ""
    revised_at: datetime | None = None
    faults: tuple[str, ...] = ()

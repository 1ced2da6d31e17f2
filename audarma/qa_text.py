# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks look at: a source and a target with what is known of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audarma.model import TermHit

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
ADDRESS = re.compile(r"(?:https?|ftp)://\S+|www\.\S+|\S+@\S+\.\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pair:
    """A source and its target, as content and as plain text."""

    source_content: str
    target_content: str
    source: str
    target: str
    locale: str
    hits: tuple[TermHit, ...] = ()
    missing: tuple[TermHit, ...] = ()
    unknown_words: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        """Give the target's language without script or region."""
        return self.locale.partition("-")[0]

    @property
    def is_cyrillic(self) -> bool:
        """Say whether the target's locale is written in Cyrillic letters."""
        return self.language in ("kk", "ru") and "-Latn" not in self.locale


def without_addresses(text: str) -> str:
    """Blank the addresses of *text*, so that places in it stay what they were."""
    return ADDRESS.sub(lambda match: " " * len(match[0]), text)

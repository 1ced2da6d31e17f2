# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pseudo engine: each Latin letter becomes a Cyrillic one, and nothing else changes.

Shows at once what of a resource is translated and what is not, and whether its layout bears
Cyrillic, without any model. Targets use the target language's own letters only, so checks of
script and of lookalike letters pass. Numbers, masks, addresses and punctuation stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from audarma.errors import EngineError
from audarma.model import Hypothesis, Link, TargetLocale, TranslationRequest

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ALPHABETS: Mapping[str, str] = MappingProxyType(
    {
        TargetLocale.KAZAKH: "әбсдефғһіжклмнөпқрстүвұхыз",
        TargetLocale.RUSSIAN: "абсдефгхийклмнопярстувшжыз",
    }
)
# An address or an e-mail address is an identifier: changed letters would break it.
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WORD = re.compile(r"\w+(?:['’]\w+)*")


class PseudoEngine:
    """Writes the source in Cyrillic letters, one for one, so spans are the same on both sides."""

    name = "pseudo"
    revision = "1"
    keeps_codes = False
    standalone_mask = "{{{}}}"
    locales = frozenset(_ALPHABETS)

    def translate(
        self, requests: Sequence[TranslationRequest], target_locale: str
    ) -> list[Hypothesis]:
        """Respell each source; words link to themselves.

        Raises:
            EngineError: *target_locale* is not one of ``locales``.
        """
        alphabet = _ALPHABETS.get(target_locale)
        if alphabet is None:
            raise EngineError(
                f'pseudo: writes no "{target_locale}". Ask for {" or ".join(sorted(_ALPHABETS))}.',
                target_locale,
            )
        return [_pseudo_translate(request.source, alphabet) for request in requests]


def _pseudo_translate(source: str, alphabet: str) -> Hypothesis:
    kept = [match.span() for match in _ADDRESS.finditer(source)]
    letters: list[str] = []
    start = 0
    for kept_start, kept_end in [*kept, (len(source), len(source))]:
        letters += [_respell(letter, alphabet) for letter in source[start:kept_start]]
        letters.append(source[kept_start:kept_end])
        start = kept_end
    spans = [match.span() for match in _WORD.finditer(source)]
    return Hypothesis("".join(letters), links=tuple(Link(*span, *span) for span in spans))


def _respell(letter: str, alphabet: str) -> str:
    """Give one Cyrillic letter for a Latin one, accents dropped; anything else as it is."""
    base = unicodedata.normalize("NFKD", letter)[0]
    position = _LATIN.find(base.lower())
    if position < 0 or not letter.isalpha():
        return letter
    return alphabet[position].upper() if base.isupper() else alphabet[position]

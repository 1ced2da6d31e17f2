# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ``apertium`` engine: an apertium-apy server with the pair installed.

Follows apertium-apy's ``/translate``. Apertium marks what it does not know: ``*word`` has no
analysis, ``@word`` no translation, ``#word`` no inflected form; the marks are read and taken out.

Leaves out: tries, in ``http_client`` and ``http_batches``; terms and context, which it takes
none of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256

from adapters.engines.http_batches import (
    Answers,
    BatchTranslator,
    Chunk,
    is_text,
    require_locale,
    written_from,
)
from adapters.engines.http_client import HttpClient, Reply
from adapters.engines.http_limits import HttpLimits
from audarma.model import SOURCE_LOCALE, Hypothesis, TranslationRequest

# Apertium names languages by ISO 639-3.
_CODES = {"en": "eng", "kk": "kaz", "ru": "rus"}

_MARKED = re.compile(r"(?<!\w)([*@#])(\w+(?:['’-]\w+)*)")
_NOT_TRANSLATED = "*@"


class Apertium:
    """Translates by the server at *url*; nothing is contacted before that.

    Args:
        url: the address that ``/translate`` is added to.
        limits: how long and how often the server is asked.
        source_locale: what it is given: English, or Russian as the second of two engines.

    Raises:
        EngineError: *url* is no http(s) address.
    """

    name = "apertium"
    keeps_codes = False
    standalone_mask = ""

    def __init__(
        self,
        url: str,
        *,
        limits: HttpLimits | None = None,
        source_locale: str = SOURCE_LOCALE,
    ) -> None:
        self.revision = f"{source_locale}/server {sha256(url.encode()).hexdigest()[:8]}"
        self.source_locale = source_locale
        self.locales = written_from(source_locale)
        self._client = HttpClient(
            self.name,
            url,
            advice="Check the setting apertium_url and install the pair at the server, "
            "or take another engine.",
            key_advice="Let the server take requests without a key.",
            limits=limits,
        )
        # The server takes one text a request.
        self._batches = BatchTranslator(
            self._ask, self._client.error, self._client.limits.at_once, 1, 0
        )

    def translate(
        self, requests: Sequence[TranslationRequest], target_locale: str
    ) -> list[Hypothesis]:
        """Translate each source; words that it does not know stay, and are ``unknown_words``.

        Raises:
            EngineUnavailableError: the server is down, or busy, after all tries.
            EngineError: the server refuses, as where the pair is not installed.
        """
        require_locale(self.name, self.locales, target_locale)
        return self._batches.translate(requests, target_locale)

    def _ask(self, chunk: Chunk, locale: str) -> Answers | Reply:
        (request,) = chunk
        fields = {
            "langpair": f"{_CODES[self.source_locale]}|{_CODES[locale]}",
            "q": request.source,
            "markUnknown": "yes",
            "format": "txt",
        }
        reply = self._client.post_form("/translate", fields)
        if reply.fault:
            return reply
        answer = reply.body.get("responseData") if isinstance(reply.body, dict) else None
        text = answer.get("translatedText") if isinstance(answer, dict) else None
        if not isinstance(text, str) or not is_text(text):
            return [None]
        return [_without_marks(request.source, text.strip())]


def _without_marks(source: str, text: str) -> Hypothesis:
    """Take Apertium's marks out; what is so written in the source (``#tag``) stays."""
    unknown: list[str] = []

    def bare(match: re.Match[str]) -> str:
        if match[0] in source:
            return match[0]
        if match[1] in _NOT_TRANSLATED:
            unknown.append(match[2])
        return match[2]

    target = _MARKED.sub(bare, text)
    return Hypothesis(target, unknown_words=tuple(dict.fromkeys(unknown)))

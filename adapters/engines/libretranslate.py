# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ``libretranslate`` engine: a LibreTranslate server, self-hosted or not.

Follows LibreTranslate's API, ``POST /translate`` with a list of texts.

Leaves out: tries and splits, in ``http_client`` and ``http_batches``; terms and context, which
such servers take none of.
"""

from __future__ import annotations

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

KEY_VARIABLE = "LIBRETRANSLATE_API_KEY"

# Public servers take no more characters than this in a request.
_CHUNK_CHARACTERS = 2000
_CHUNK_SEGMENTS = 32


class LibreTranslate:
    """Translates by the server at *url*; nothing is contacted before that.

    Args:
        url: the address that ``/translate`` is added to.
        key: the server's API key, if it wants one; never shown, logged or stored.
        limits: how long and how often the server is asked.
        source_locale: what it is given: English, or Russian as the second of two engines.

    Raises:
        EngineError: *url* is no http(s) address.
    """

    name = "libretranslate"
    keeps_codes = False
    # Its models may spell no mask; what they leave of one would be a stray number.
    standalone_mask = ""

    def __init__(
        self,
        url: str,
        *,
        key: str = "",
        limits: HttpLimits | None = None,
        source_locale: str = SOURCE_LOCALE,
    ) -> None:
        self.revision = f"{source_locale}/server {sha256(url.encode()).hexdigest()[:8]}"
        self.source_locale = source_locale
        self.locales = written_from(source_locale)
        self._key = key
        self._client = HttpClient(
            self.name,
            url,
            advice="Check the setting libretranslate_url and that the server has this pair.",
            key_advice=f"Put the right key into the environment variable {KEY_VARIABLE}.",
            secret=key,
            limits=limits,
        )
        self._batches = BatchTranslator(
            self._ask,
            self._client.error,
            self._client.limits.at_once,
            _CHUNK_SEGMENTS,
            _CHUNK_CHARACTERS,
        )

    def translate(
        self, requests: Sequence[TranslationRequest], target_locale: str
    ) -> list[Hypothesis]:
        """Translate each source; one that nothing comes back for has an empty target.

        Raises:
            EngineUnavailableError: the server is down, or busy, after all tries.
            EngineError: the server refuses: no such pair, no right key.
        """
        require_locale(self.name, self.locales, target_locale)
        return self._batches.translate(requests, target_locale)

    def _ask(self, chunk: Chunk, locale: str) -> Answers | Reply:
        body: dict[str, object] = {
            "q": [request.source for request in chunk],
            "source": self.source_locale,
            "target": locale,
            "format": "text",
        }
        if self._key:
            body["api_key"] = self._key
        reply = self._client.post_json("/translate", body)
        if reply.fault:
            return reply
        texts = reply.body.get("translatedText") if isinstance(reply.body, dict) else None
        if not isinstance(texts, list) or len(texts) != len(chunk):
            return [None] * len(chunk)
        return [
            Hypothesis(text.strip()) if isinstance(text, str) and is_text(text) else None
            for text in texts
        ]

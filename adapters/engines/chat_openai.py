# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ``openai`` engine: any server that speaks the OpenAI chat protocol.

vLLM, Ollama, llama.cpp and clouds do. Segments go in chunks with the text around them, their
terms and their codes; answers are JSON by a schema, and each target is checked before it counts.
What a server cannot do (schemas, a temperature) is left out once it has said so.
Follows the OpenAI API reference, "Create chat completion".

Leaves out: the words of the prompt, in ``chat_prompt``; what an answer must be, in
``chat_answer``; tries and splits, in ``http_client`` and ``http_batches``.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from adapters.engines import chat_answer, chat_prompt
from adapters.engines.http_batches import (
    Answers,
    BatchTranslator,
    Chunk,
    require_locale,
    written_from,
)
from adapters.engines.http_client import HttpClient, Reply
from adapters.engines.http_limits import HttpLimits, Pacer
from audarma.model import SOURCE_LOCALE, Hypothesis, TranslationRequest
from audarma.ports import EngineUsage

KEY_VARIABLE = "OPENAI_API_KEY"

# Small models lose count in longer lists; larger ones gain little from them.
_CHUNK_SEGMENTS = 16
_CHUNK_CHARACTERS = 4000
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Prices:
    """What a million tokens cost, in any one currency; None where it is not known."""

    input: float | None = None
    output: float | None = None


@dataclass(frozen=True, slots=True)
class _Form:
    """How a request is put; servers differ in what they know."""

    response_format: str = "json_schema"
    has_temperature: bool = True

    def without(self, complaint: str) -> _Form | None:
        """Give the form without what *complaint* names; None if it names nothing in it."""
        text = complaint.lower()
        if self.has_temperature and "temperature" in text:
            return replace(self, has_temperature=False)
        words = ("response_format", "json_schema", "json_object", "schema", "grammar", "guided")
        if self.response_format and any(word in text for word in words):
            lesser = "json_object" if self.response_format == "json_schema" else ""
            return replace(self, response_format=lesser)
        return None

    def body(self, model: str, messages: list[dict[str, str]]) -> dict[str, Any]:
        body: dict[str, Any] = {"model": model, "messages": messages}
        if self.has_temperature:
            body["temperature"] = 0
        if self.response_format == "json_schema":
            schema = {
                "name": "translations",
                "strict": True,
                "schema": chat_prompt.ANSWER_SCHEMA,
            }
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif self.response_format:
            body["response_format"] = {"type": self.response_format}
        return body


class ChatOpenAi:
    """Translates with the *model* of the server at *url*; nothing is contacted before that.

    Args:
        model: its name at the server.
        url: the address up to and with ``/v1``.
        key: sent as a bearer token; never shown, logged or stored.
        prices: for the cost in ``usage``.
        limits: how long and how often the server is asked.
        source_locale: what it is given: English, or Russian as the second of two engines.
        pacer: by default the process's own for the server.

    Raises:
        EngineError: *url* is no http(s) address.
    """

    keeps_codes = True
    # For what the model cannot keep the codes of.
    standalone_mask = "{{{}}}"

    def __init__(
        self,
        model: str,
        *,
        url: str,
        key: str = "",
        prices: Prices | None = None,
        limits: HttpLimits | None = None,
        source_locale: str = SOURCE_LOCALE,
        pacer: Pacer | None = None,
    ) -> None:
        self.name = f"openai:{model}"
        # A private server's address is nobody else's business: its digest tells servers apart.
        address = sha256(url.encode()).hexdigest()[:8]
        self.revision = f"{source_locale}/prompt {chat_prompt.REVISION}/server {address}"
        self.source_locale = source_locale
        self.locales = written_from(source_locale)
        self._model, self._prices = model, prices or Prices()
        self._client = HttpClient(
            self.name,
            url,
            advice=f"Check the setting openai_url and that the server has the model {model}.",
            key_advice=f"Put the right key into the environment variable {KEY_VARIABLE}.",
            headers={"Authorization": f"Bearer {key}"} if key else {},
            secret=key,
            limits=limits,
            pacer=pacer,
        )
        self._batches = BatchTranslator(
            self._ask,
            self._client.error,
            self._client.limits.at_once,
            _CHUNK_SEGMENTS,
            _CHUNK_CHARACTERS,
        )
        self._form = _Form()
        self._counts = _Counts()

    @property
    def usage(self) -> EngineUsage:
        """Give what has been used so far."""
        counts, prices = self._counts, self._prices
        requests, sent, received = counts.snapshot()
        cost = None
        if prices.input is not None or prices.output is not None:
            paid = sent * (prices.input or 0.0) + received * (prices.output or 0.0)
            cost = paid / _MILLION
        return EngineUsage(requests, self._client.retries, sent, received, cost)

    def translate(
        self, requests: Sequence[TranslationRequest], target_locale: str
    ) -> list[Hypothesis]:
        """Translate content; a segment that nothing usable comes back for has an empty target.

        Raises:
            EngineUnavailableError: the server is down, or busy, after all tries.
            EngineError: the server refuses: no such model, no right key.
        """
        require_locale(self.name, self.locales, target_locale)
        return self._batches.translate(requests, target_locale)

    def _ask(self, chunk: Chunk, locale: str) -> Answers | Reply:
        """Ask for *chunk*; a segment that is alone gets a second try that names the fault."""
        messages = chat_prompt.messages(chunk, self.source_locale, locale)
        answer = self._chat(messages)
        if isinstance(answer, Reply):
            return answer
        read = self._read(answer, chunk)
        if len(chunk) == 1 and isinstance(read[0], str):
            second = self._chat([*messages, *chat_prompt.repair(answer, read[0])])
            if not isinstance(second, Reply):
                read = self._read(second, chunk)
        return [None if isinstance(one, str) else one for one in read]

    def _read(self, answer: str, chunk: Chunk) -> list[Hypothesis | str]:
        """Give for each segment its hypothesis, or the fault of its target."""
        found = chat_answer.targets(answer)
        read: list[Hypothesis | str] = []
        for number, request in enumerate(chunk, 1):
            if number not in found:
                read.append(f"has no target, or two, for the segment {number} in the asked form")
                continue
            target = chat_answer.tidy(request.source, found[number])
            fault = chat_answer.fault(request.source, target)
            read.append(fault or Hypothesis(target))
        return read

    def _chat(self, messages: list[dict[str, str]]) -> str | Reply:
        """Give what the model says, ``""`` where it breaks off; or the reply with a fault."""
        while True:
            form = self._form
            reply = self._client.post_json("/chat/completions", form.body(self._model, messages))
            self._counts.add(reply.body)
            if not reply.fault:
                return _said(reply.body)
            lesser = form.without(reply.fault) if reply.is_refusal else None
            if lesser is None:
                return reply
            # Another thread may have found out as much already.
            if self._form is form:
                self._form = lesser


@dataclass
class _Counts:
    """Sums of what servers report of each answer."""

    requests: int = 0
    sent: int = 0
    received: int = 0

    def __post_init__(self) -> None:
        self._lock = threading.Lock()

    def add(self, body: object) -> None:
        """Count one answer; servers may leave out what they used."""
        usage = body.get("usage") if isinstance(body, dict) else None
        usage = usage if isinstance(usage, dict) else {}
        with self._lock:
            self.requests += 1
            self.sent += _count(usage.get("prompt_tokens"))
            self.received += _count(usage.get("completion_tokens"))

    def snapshot(self) -> tuple[int, int, int]:
        """Give requests, tokens sent and tokens received, of one moment."""
        with self._lock:
            return self.requests, self.sent, self.received


def _count(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _said(body: object) -> str:
    """Give the text of a completion that ended by itself."""
    choices = body.get("choices") if isinstance(body, dict) else None
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    content = message.get("content") if isinstance(message, dict) else None
    is_whole = isinstance(choice, dict) and choice.get("finish_reason") in ("stop", None)
    return content if is_whole and isinstance(content, str) else ""

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real HTTP servers on loopback that answer as engines' servers do, and misbehave on demand."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from adapters.engines.pseudo import PseudoEngine
from audarma.inline_code import parse, serialise
from audarma.model import TranslationRequest


@dataclass(frozen=True)
class Received:
    """One request as it came; *at* is the monotonic clock."""

    path: str
    headers: Mapping[str, str]
    body: Any
    at: float

    @property
    def text(self) -> str:
        """All of the body, to look for a segment in."""
        return json.dumps(self.body, ensure_ascii=False)


def always(_received: Received) -> bool:
    return True


def holds(*texts: str) -> Callable[[Received], bool]:
    """Say whether a request's body holds all of *texts*."""
    return lambda received: all(text in received.text for text in texts)


@dataclass
class Fault:
    """How to misbehave: *times* times (None: for ever), at requests for which *when* holds.

    *body* None leaves the true answer. *delay_s* comes before it, *drip_s* before each byte.
    *is_cut* closes the connection in the middle of the body.
    """

    status: int = 200
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    drip_s: float = 0.0
    is_cut: bool = False
    times: int | None = 1
    when: Callable[[Received], bool] = always


@dataclass
class Loopback:
    """A running server: what it received, and how it is to misbehave."""

    answer: Callable[[Received], Any]
    url: str = ""
    faults: list[Fault] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    most_at_once: int = 0
    _at_once: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def enter(self, received: Received) -> Fault | None:
        with self._lock:
            self.received.append(received)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            for fault in self.faults:
                if fault.times != 0 and fault.when(received):
                    fault.times = None if fault.times is None else fault.times - 1
                    return fault
            return None

    def leave(self) -> None:
        with self._lock:
            self._at_once -= 1


@contextmanager
def serving(answer: Callable[[Received], Any]) -> Iterator[Loopback]:
    """Serve *answer*'s JSON on loopback until the block ends."""
    loopback = Loopback(answer)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(loopback))
    server.daemon_threads = True
    loopback.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield loopback
    finally:
        server.shutdown()
        server.server_close()


def _handler_for(loopback: Loopback) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            is_json = "json" in self.headers.get("Content-Type", "")
            body = json.loads(raw) if is_json else dict(parse_qsl(raw.decode()))
            received = Received(self.path, dict(self.headers), body, time.monotonic())
            fault = loopback.enter(received) or Fault()
            try:
                time.sleep(fault.delay_s)
                answer = fault.body
                if answer is None:
                    answer = json.dumps(loopback.answer(received), ensure_ascii=False).encode()
            finally:
                # Before the last byte: the client may send its next request right after that.
                loopback.leave()
            with suppress(OSError):
                self._send(fault, answer)

        do_GET = do_POST  # noqa: N815  # the base class's name

        def _send(self, fault: Fault, answer: bytes) -> None:
            self.send_response(fault.status)
            for name, value in fault.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            if fault.is_cut:
                answer = answer[: len(answer) // 2]
                self.close_connection = True
            if not fault.drip_s:
                self.wfile.write(answer)
                return
            for byte in answer:
                self.wfile.write(bytes([byte]))
                time.sleep(fault.drip_s)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: a test's output is its result."""

    return Handler


def spelt(text: str, locale: str) -> str:
    """Translate plain text as the pseudo engine does: into Cyrillic letters."""
    (hypothesis,) = PseudoEngine().translate([TranslationRequest(text)], locale)
    return hypothesis.target


def respelt(content: str, locale: str) -> str:
    """Translate content as a model that keeps codes does."""
    return serialise(
        spelt(token, locale) if isinstance(token, str) else token for token in parse(content)
    )


Model = Callable[[str, str], Any]
"""Gives the target of a source in a locale; None leaves the segment out of the answer."""


def chat_locale(received: Received) -> str:
    """Read off the rules which language is asked for."""
    rules = received.body["messages"][0]["content"]
    return "kk" if "into Kazakh" in rules else "ru"


def chat_segments(received: Received) -> list[dict[str, Any]]:
    """Give the segments that a chat request asks for."""
    segments: list[dict[str, Any]] = json.loads(received.body["messages"][1]["content"])["segments"]
    return segments


def chat(model: Model = respelt) -> Callable[[Received], Any]:
    """Answer as an OpenAI-compatible chat server with *model* behind it."""

    def answer(received: Received) -> Any:
        locale = chat_locale(received)
        targets = [(one["id"], model(one["source"], locale)) for one in chat_segments(received)]
        translations = [{"id": i, "target": target} for i, target in targets if target is not None]
        return completion(json.dumps({"translations": translations}, ensure_ascii=False))

    return answer


def completion(text: object, finish_reason: str = "stop") -> dict[str, Any]:
    """Give a chat completion that says *text*, of 100 tokens for 40."""
    message = {"role": "assistant", "content": text}
    return {
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 40, "total_tokens": 140},
    }


def libretranslate(received: Received) -> Any:
    """Answer as a LibreTranslate server."""
    locale = received.body["target"]
    return {"translatedText": [spelt(text, locale) for text in received.body["q"]]}


def apertium(received: Received) -> Any:
    """Answer as an apertium-apy server that knows no word with a capital inside a sentence."""
    locale = "kk" if received.body["langpair"].endswith("kaz") else "ru"
    words = received.body["q"].split(" ")
    made = [
        f"*{word}" if number and word[:1].isupper() else spelt(word, locale)
        for number, word in enumerate(words)
    ]
    return {"responseData": {"translatedText": " ".join(made)}, "responseStatus": 200}

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real web server on loopback: pages by their path, or a folder's files."""

from __future__ import annotations

import mimetypes
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote


@dataclass(frozen=True)
class Answer:
    """What the server says; *delay_s* before it."""

    body: bytes = b""
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_s: float = 0.0


@dataclass
class Web:
    """A running server: what was asked for, and when by the monotonic clock."""

    url: str
    asked: list[tuple[str, float]] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [path for path, _at in self.asked]


def redirect(to: str) -> Answer:
    return Answer(status=302, headers={"Location": to})


def files_of(folder: Path, below: str) -> Callable[[str], Answer | None]:
    """Answer with the files of *folder*, at addresses that begin with *below*."""

    def answer(path: str) -> Answer | None:
        name = unquote(path.partition("?")[0])
        file = folder / name.removeprefix(below)
        file = file / "index.html" if file.is_dir() else file
        if not name.startswith(below) or not file.is_file():
            return None
        return Answer(file.read_bytes(), mimetypes.guess_type(file.name)[0] or "text/plain")

    return answer


@contextmanager
def web(answer: Callable[[str], Answer | None] | Mapping[str, Answer | str]) -> Iterator[Web]:
    """Serve until the block ends; what there is no answer for is not found."""
    served = Web("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append((self.path, time.monotonic()))
            found = answer.get(self.path) if isinstance(answer, Mapping) else answer(self.path)
            said = Answer(found.encode()) if isinstance(found, str) else found
            said = said or Answer(b"not found", status=404)
            time.sleep(said.delay_s)
            with suppress(OSError):
                self.send_response(said.status)
                for name, value in said.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", said.media_type)
                self.send_header("Content-Length", str(len(said.body)))
                self.end_headers()
                self.wfile.write(said.body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: a test's output is its result."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()

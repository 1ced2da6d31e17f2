# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has been fetched of a site, on disk: a killed run's successor goes on from there.

A line is written after its file is there whole; a line that is cut off is passed over.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

_LINES = "fetched.jsonl"
_DONE = "done"


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: the address asked for, the one that answered, and the file that holds it."""

    address: str
    final: str
    media_type: str
    file: str
    size: int


class Journal:
    """The answers so far, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.answers: dict[str, Fetched] = {}
        lines = folder / _LINES
        for line in lines.read_text(encoding="utf-8").splitlines() if lines.is_file() else []:
            try:
                answer = Fetched(**json.loads(line))
            except (ValueError, TypeError):
                continue
            if (folder / answer.file).is_file():
                self.answers[answer.address] = answer

    def new_file(self) -> Path:
        """Give the path for the next answer."""
        return self.folder / f"{len(self.answers):06d}.answer"

    def add(self, answer: Fetched) -> None:
        """Note an answer, whose file is there."""
        self.answers[answer.address] = answer
        with (self.folder / _LINES).open("a", encoding="utf-8") as stream:
            stream.write(f"\n{json.dumps(asdict(answer))}\n")

    def content(self, answer: Fetched) -> bytes:
        """Give what *answer* holds."""
        return (self.folder / answer.file).read_bytes()

    def finish(self, remarks: list[str]) -> None:
        """Note that all is there, and what is to be said of it."""
        partial = self.folder / f"{_DONE}.partial"
        partial.write_text(json.dumps(remarks), encoding="utf-8")
        partial.replace(self.folder / _DONE)

    @property
    def finished_s(self) -> float:
        """Give when all was there, in seconds since 1970; 0 where something is missing yet."""
        done = self.folder / _DONE
        return done.stat().st_mtime if done.is_file() else 0.0

    @property
    def remarks(self) -> list[str] | None:
        """Give what is to be said of all that is there; None where something is missing yet."""
        done = self.folder / _DONE
        return list(json.loads(done.read_text(encoding="utf-8"))) if done.is_file() else None

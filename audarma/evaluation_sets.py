# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test sets for engines: English segments with reference translations, from files of three kinds.

TSV holds English and target in its first two columns; TMX holds any languages; two plain files
hold a segment a line, the one being the translation of the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from audarma.errors import MalformedDocumentError
from audarma.inline_code import escape, plain_text

_PUBLISHED_MARKS = re.compile(r" ([.,;:!?%)\]»]|[\'’](?:s|t|re|ve|ll|d|m)\b)")
_PUBLISHED_OPENINGS = re.compile(r"([(\[«$]) ")

ReadMemory = Callable[[Path], Iterable[tuple[str, str, str]]]


@dataclass(frozen=True, slots=True)
class TestSet:
    """Sources as content, and a reference for each as plain text.

    *digest* is the SHA-256 of both after any joining of marks: results compare within it.
    """

    # pytest would take a class of this name for tests.
    __test__ = False

    name: str
    locale: str
    sources: tuple[str, ...]
    references: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Give 12 hexadecimal digits that change when any segment does."""
        lines = [*self.sources, "", *self.references]
        return sha256("\n".join(lines).encode()).hexdigest()[:12]


def read_test_set(
    path: Path,
    locale: str,
    read_memory: ReadMemory,
    *,
    references: Path | None = None,
    joins_marks: bool = False,
) -> TestSet:
    """Read the test set in *path*.

    Args:
        path: a ``.tmx`` file; a plain file where *references* is given; else TSV.
        locale: the target locale.
        read_memory: reads TMX.
        references: the plain file that translates *path* line by line.
        joins_marks: undo the spaces around marks of a set that was published tokenised.

    Raises:
        MalformedDocumentError: a file cannot be read, or holds no pair for *locale*, or the two
            plain files have not as many lines.
    """
    if path.suffix.lower() == ".tmx":
        pairs = [
            (source, plain_text(target))
            for source, target, found in read_memory(path)
            if found == locale
        ]
    elif references is not None:
        pairs = _line_pairs(path, references)
    else:
        pairs = _columns(path)
    if not pairs:
        raise MalformedDocumentError(
            f"{path}: holds no pair of English and {locale}. Check the file and --to.", str(path)
        )
    if joins_marks:
        pairs = [(join_marks(source), join_marks(target)) for source, target in pairs]
    sources, targets = zip(*pairs, strict=True)
    return TestSet(path.stem, locale, sources, targets)


def join_marks(line: str) -> str:
    """Join the marks of a line that was published with spaces around them."""
    line = _PUBLISHED_MARKS.sub(r"\1", line)
    line = _PUBLISHED_OPENINGS.sub(r"\1", line)
    pieces = line.split('"')
    return '"'.join(
        piece.strip() if place % 2 and place < len(pieces) - 1 else piece
        for place, piece in enumerate(pieces)
    )


def _line_pairs(path: Path, references: Path) -> list[tuple[str, str]]:
    sources, targets = _lines(path), _lines(references)
    if len(sources) != len(targets):
        raise MalformedDocumentError(
            f"{path}: has {len(sources)} lines, and {references} has {len(targets)}. Give two "
            "files that translate each other line by line.",
            str(path),
        )
    return [(escape(s), t) for s, t in zip(sources, targets, strict=True) if s.strip()]


def _columns(path: Path) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for number, line in enumerate(_lines(path), start=1):
        cells = line.split("\t")
        if not line.strip():
            continue
        if len(cells) < 2 or not cells[0].strip():
            raise MalformedDocumentError(
                f"{path}:{number}: has no English and target with a tab between. Put them in the "
                "first two columns, or give the references with --references.",
                str(path),
                number,
            )
        pairs.append((escape(cells[0]), cells[1]))
    return pairs


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise MalformedDocumentError(
            f"{path}: cannot be read. Check the path.", str(path)
        ) from error
    except UnicodeDecodeError as error:
        raise MalformedDocumentError(
            f"{path}: is not UTF-8. Save the file as UTF-8.", str(path)
        ) from error
    # Not splitlines: U+2028 and the like stand inside lines of web text.
    lines = text.replace("\r\n", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines

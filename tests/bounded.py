# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads files that may do harm in a child process, which has little time and little memory.

Nothing that a file does to the child harms the test: an endless loop, a C stack that overflows, or
all memory taken. ``python -m tests.bounded`` is that child.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
SECRET = "The secret of the machine"
_BASE_MB = 400  # address space that Python and its libraries take before anything is read


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: the sentence that it is refused with and its error, or its units.

    *seconds* are of the CPU; *told_secret* says that a unit holds what no file should reach.
    """

    path: str
    error: str
    sentence: str
    units: int
    seconds: float
    peak_mb: float
    told_secret: bool


def read_bounded(
    paths: Sequence[Path], cpu_s: float = 120.0, memory_mb: int = 600
) -> list[Outcome]:
    """Read each file, and merge it without changes; fail where one breaks its bounds.

    *memory_mb* is what all of it may take at any time, besides the program.
    """
    given = json.dumps([[str(path) for path in paths], cpu_s, memory_mb])
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.bounded"]
    done = subprocess.run(command, input=given, capture_output=True, text=True, cwd=ROOT)
    found = [Outcome(**json.loads(line)) for line in done.stdout.splitlines()]
    if len(found) < len(paths):
        raise AssertionError(
            f"{paths[len(found)]}: ended the process ({done.returncode}). {done.stderr[-2000:]}"
        )
    return found


def _main() -> None:
    paths, cpu_s, memory_mb = json.load(sys.stdin)
    most = (memory_mb + _BASE_MB) * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    # Its default action ends the process, in the middle of C code, too.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    for path in map(Path, paths):
        signal.setitimer(signal.ITIMER_PROF, cpu_s)
        print(json.dumps(asdict(_outcome(path))), flush=True)


def _outcome(path: Path) -> Outcome:
    from adapters.formats import formats
    from audarma.errors import AudarmaError
    from benchmarks.memory import peak_mb
    from tests.invariants import is_same, sentence

    started = os.times()
    error, said, units, told = "", "", 0, False
    try:
        form = formats().resource_format(path)
        form.metadata(path)
        for document in form.extract(path):
            units += len(document.units)
            told = told or any(SECRET in unit.content for unit in document.units)
        with TemporaryDirectory() as folder:
            out = Path(folder, "out")
            form.merge(path, lambda _: {}, None, out)
            assert is_same(path, out)
    except AudarmaError as refusal:
        error, said = type(refusal).__name__, sentence(refusal)
    ended = os.times()
    return Outcome(
        str(path),
        error,
        said,
        units,
        ended.user + ended.system - started.user - started.system,
        peak_mb(),
        told,
    )


if __name__ == "__main__":
    _main()

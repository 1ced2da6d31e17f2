# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fuzzes one format with atheris, or all of them in turn.

``python -m tests.fuzz.run [FORMAT...] [--seconds N]`` needs the extra ``fuzz``. Each format runs in
a process of its own, from the samples of ``tests/samples.py``; what it finds worth keeping stays in
``build/fuzz/FORMAT``, and an input that breaks an invariant is written there as ``crash-…``.
``--show FILE`` takes one such file through the format again.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "build" / "fuzz"
_SLOWEST_S = 60
_MOST_MEMORY_MB = 2048
_LONGEST_INPUT = 65_536


def main() -> int:
    """Fuzz what was asked for; give 1 where an invariant broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.run")
    parser.add_argument("formats", nargs="*", metavar="FORMAT")
    parser.add_argument("--seconds", type=int, default=60, help="for each format")
    parser.add_argument("--show", type=Path, metavar="FILE", help="take one input through")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.here or asked.show:
        _fuzz(asked.formats[0], asked.seconds, asked.show)
        return 0
    from tests.samples import names

    broken = []
    for name in asked.formats or names():
        command = [sys.executable, "-m", "tests.fuzz.run", "--here", name]
        command += ["--seconds", str(asked.seconds)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        said = (done.stdout + done.stderr).splitlines()
        runs = next((line.split()[-1] for line in said if "number_of_executed" in line), "?")
        print(f"{name}: {runs} inputs{', BROKEN' if done.returncode else ''}", flush=True)
        if done.returncode:
            broken.append(name)
            # libFuzzer's progress tells nobody anything.
            print("\n".join(line for line in said if not line.startswith(("#", "INFO", "stat:"))))
    return int(bool(broken))


def _fuzz(name: str, seconds: int, show: Path | None) -> None:
    """Run libFuzzer in this process, which it ends."""
    import atheris

    with atheris.instrument_imports(include=["adapters", "audarma"]):
        from adapters.formats import formats

        formats()
        from tests.fuzz.harness import try_input
        from tests.fuzz.mutations import inputs, mutated
        from tests.samples import samples_of

    every = samples_of(name)

    def one(data: bytes) -> None:
        """Try an input: its first byte says which sample it is of."""
        if data:
            try_input(every[data[0] % len(every)], data[1:])

    def change(data: bytes, most: int, seed: int) -> bytes:
        """Change an input as libFuzzer does, or as one who knows markup does."""
        if seed % 2 and len(data) > 1:
            return (data[:1] + mutated(data[1:], random.Random(seed)))[:most]
        mutation: bytes = atheris.Mutate(data, most)
        return mutation

    corpus = CORPUS / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, sample in enumerate(every):
        for place, data in enumerate(inputs(sample)):
            (corpus / f"seed-{number}-{place}").write_bytes(bytes([number]) + data)
    options = [
        f"-max_total_time={seconds}",
        f"-timeout={_SLOWEST_S}",
        f"-rss_limit_mb={_MOST_MEMORY_MB}",
        f"-max_len={_LONGEST_INPUT}",
        f"-artifact_prefix={corpus}/",
        "-print_final_stats=1",
    ]
    where = [str(show)] if show else [*options, str(corpus)]
    atheris.Setup([sys.argv[0], *where], one, custom_mutator=change)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast the translation memory finds similar sources, and how many of the best it finds.

    python -m benchmarks.memory_lookup --sizes 10000 100000 1000000
    python -m benchmarks.memory_lookup --database postgresql+psycopg://… --sizes 100000

Sources are made from templates whose words follow Zipf's law, or, with ``--texts``, read from
files of a sentence a line. Half the queries are sources with a word or two changed, half are
new. Recall is the share of queries for which rapidfuzz over all sources, where that is asked
for, finds no better match than the memory does. The tables are dropped and made anew.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

from rapidfuzz import fuzz, process
from sqlalchemy import Engine, create_engine

from audarma.memory import MemoryEntry, MemoryQuery, TranslationMemory
from audarma.memory_index import comparable
from audarma.memory_lookup import ENTRIES, POSTINGS, SOURCES
from audarma.tables import Base

_SYLLABLES = (
    *("ba", "co", "de", "fi", "gu", "la", "me", "ni", "or", "pu", "ra", "se", "ti", "un", "ve"),
    *("al", "con", "dis", "er", "in", "ly", "ment", "tion", "ous"),
)
_QUERIES = 300


def vocabulary(rng: random.Random, size: int) -> list[str]:
    """Make distinct words, the twenty commonest of one syllable, others of two to five."""
    words = dict.fromkeys(_SYLLABLES[:20])
    while len(words) < size:
        words["".join(rng.choices(_SYLLABLES, k=rng.randint(2, 5)))] = None
    return list(words)


def sentences(rng: random.Random, count: int) -> Iterator[str]:
    """Make sentences: a template for every forty of them, one to four of its words changed."""
    words = vocabulary(rng, 40_000)
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    templates = [
        rng.choices(words, cum_weights=weights, k=max(3, round(rng.gauss(15, 6))))
        for _ in range(max(1, count // 40))
    ]
    for _ in range(count):
        sentence = list(rng.choice(templates))
        for place in rng.sample(range(len(sentence)), min(len(sentence), rng.randint(1, 4))):
            sentence[place] = rng.choices(words, cum_weights=weights)[0]
        yield " ".join(sentence).capitalize() + "."


def queries(rng: random.Random, sources: list[str], new: list[str]) -> list[str]:
    """Take half the queries from *sources*, with a word or two changed, and half from *new*."""
    words = " ".join(rng.sample(sources, min(500, len(sources)))).split()
    made = []
    for source in rng.sample(sources, _QUERIES // 2):
        changed = source.split()
        for _ in range(rng.randint(1, 2)):
            place = rng.randrange(len(changed))
            changed[place : place + 1] = rng.choice(
                ([], [rng.choice(words)], [changed[place], "x"])
            )
            if not changed:
                changed = [rng.choice(words)]
        made.append(" ".join(changed))
    return made + rng.sample(new, min(_QUERIES // 2, len(new)))


def timed(action: Callable[[], object]) -> tuple[float, float]:
    """Give the wall and CPU seconds of *action*."""
    wall, cpu = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - wall, time.process_time() - cpu


def measure(engine: Engine, sources: list[str], asked: list[str], *, with_recall: bool) -> None:
    """Fill the memory with *sources*, look *asked* up, and print a row of the table."""
    tables = [ENTRIES, SOURCES, POSTINGS]
    Base.metadata.drop_all(engine, tables)
    Base.metadata.create_all(engine, tables)
    memory = TranslationMemory(engine)
    filled, _ = timed(lambda: memory.add(MemoryEntry(s, f"{s} (kk)", "kk") for s in sources))
    batch = [MemoryQuery(text) for text in asked]
    memory.leverage(batch[:1], "kk")
    found = memory.leverage(batch, "kk")
    together = timed(lambda: memory.leverage(batch, "kk"))
    singly = timed(lambda: [memory.leverage([query], "kk") for query in batch[:100]])
    row = [
        f"{len(sources):,}",
        f"{filled:.0f}",
        *(f"{1000 * seconds / len(batch):.2f}" for seconds in together),
        *(f"{1000 * seconds / 100:.2f}" for seconds in singly),
        str(sum(match is not None for match in found)),
    ]
    if with_recall:
        texts = [comparable(source) for source in sources]
        started = time.perf_counter()
        best = [
            process.extractOne(comparable(text), texts, scorer=fuzz.ratio, score_cutoff=75)
            for text in asked
        ]
        over_all = time.perf_counter() - started
        matched = [(hit, match) for hit, match in zip(best, found, strict=True) if hit is not None]
        right = sum(
            match is not None and match.score_percent >= min(99, int(hit[1]))
            for hit, match in matched
        )
        row += [f"{1000 * over_all / len(asked):.1f}", f"{right}/{len(matched)}"]
    print("| " + " | ".join(row) + " |", flush=True)


def main() -> None:
    """Measure at the sizes that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--texts", nargs="+", type=Path, default=[])
    parser.add_argument("--database", default="")
    parser.add_argument("--recall-to", type=int, default=100_000, help="largest size with recall")
    arguments = parser.parse_args()
    columns = (
        "entries|fill s|batch ms a query: wall|CPU|singly ms: wall|CPU|matched|over all ms|recall"
    )
    print("| " + columns.replace("|", " | ") + " |", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(arguments.database or f"sqlite:///{folder}/memory.db")
        for size in arguments.sizes:
            rng = random.Random(size)
            if arguments.texts:
                lines = {
                    line.strip()
                    for path in arguments.texts
                    for line in path.read_text(encoding="utf-8").splitlines()
                }
                pool = sorted(line for line in lines if len(line.split()) > 1)
                rng.shuffle(pool)
                pool = pool[: size + _QUERIES]
            else:
                pool = list(dict.fromkeys(sentences(rng, size + _QUERIES)))
            sources, new = pool[:-_QUERIES], pool[-_QUERIES:]
            asked = queries(rng, sources, new)
            measure(engine, sources, asked, with_recall=size <= arguments.recall_to)


if __name__ == "__main__":
    main()

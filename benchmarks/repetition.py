# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What translating a source once saves in a resource, and what it costs to find out.

    python -m benchmarks.repetition FILE [LOCALE] [ENGINE]

Counts a resource's segments, its distinct sources, and those left when sources that are alike
are one. With an engine it also translates: how many sources the engine was asked for, and its
time beside that of each distinct source.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import typer

from adapters.wiring import toolbox
from audarma import job
from audarma.inline_code import has_text
from audarma.masking import mask
from audarma.model import TranslationRequest
from audarma.repetition import first_of_alike
from audarma.settings import load_settings
from benchmarks.arguments import Resource, Word


def main(source: Resource, locale: Word = "kk", engine_name: Word = "") -> None:
    """Print the counts."""
    with tempfile.TemporaryDirectory() as scratch:
        tools = toolbox(load_settings(workspace=Path(scratch)))
        request = job.Request((locale,), engine_name, licence="CC-BY-4.0")
        resource = job.take_in(str(source), request, tools, lambda *_: None)
        sources = [
            record.segment.source
            for document_id, _path, _title in tools.store.documents(resource.id)
            for record in tools.store.records(document_id, locale)
            if has_text(record.segment.source)
        ]
        distinct = list(dict.fromkeys(sources))
        started = time.process_time()
        alike = len(set(first_of_alike(distinct, locale).values()))
        seconds = time.process_time() - started
        print(f"{len(sources)} segments with text, {len(distinct)} distinct, {alike} not alike")
        print(f"engine calls saved: {1 - alike / len(sources):.1%}; found in {seconds:.2f} CPU s")
        if not engine_name:
            return
        engine = tools.engine(engine_name)
        engine.translate([TranslationRequest("Light.")], locale)
        texts = [TranslationRequest(mask(s, engine.standalone_mask).text) for s in sources]
        size = tools.settings.batch_segments
        started = time.process_time()
        for first in range(0, len(texts), size):
            engine.translate(texts[first : first + size], locale)
        each_s = time.process_time() - started
        counted: list[float] = []
        translate = engine.translate

        def timed(requests: list[TranslationRequest], target_locale: str) -> object:
            began = time.process_time()
            answers = translate(requests, target_locale)
            counted.append(time.process_time() - began)
            return answers

        engine.translate = timed  # type: ignore[method-assign, assignment]  # to time it alone
        tally = job.translate(resource, locale, request, tools, lambda *_: None)
        print(f"asked {tally.asked} of {len(sources)}; engine's CPU s {sum(counted):.1f}", end="")
        print(f" instead of {each_s:.1f}: {each_s / sum(counted):.2f} times as fast")


if __name__ == "__main__":
    typer.run(main)

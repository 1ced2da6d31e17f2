# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole pipeline's time beside the bare engine's on the same segments, in one run.

``python -m benchmarks.pipeline FILE LOCALE [ENGINE]`` prints CPU seconds, their ratio and the
peak memory. The pipeline is everything that ``audarma localize --review none`` does.
"""

from __future__ import annotations

import resource
import tempfile
import time
from pathlib import Path

import typer

from adapters.wiring import toolbox
from audarma import job
from audarma.masking import mask
from audarma.model import TranslationRequest
from audarma.settings import load_settings
from benchmarks.arguments import Resource, Word


def main(source: Resource, locale: Word, engine_name: Word = "starter") -> None:
    """Print the comparison."""
    with tempfile.TemporaryDirectory() as scratch:
        tools = toolbox(load_settings(workspace=Path(scratch)))
        request = job.Request((locale,), engine_name, licence="CC-BY-4.0", waits_for_review=False)
        engine = tools.engine(engine_name)
        # Models load on the first call; loading is not what is compared.
        engine.translate([TranslationRequest("Light.")], locale)
        job.translator_for(locale, request, tools)
        started = time.process_time()
        (outcome,) = job.localize(str(source), request, tools, lambda *_: None)
        pipeline_s = time.process_time() - started
        sources = {
            record.segment.source: None
            for document_id, _path, _title in tools.store.documents(outcome.resource.id)
            for record in tools.store.records(document_id, locale)
        }
        texts = [mask(source, engine.standalone_mask).text for source in sources]
        started = time.process_time()
        for first in range(0, len(texts), tools.settings.batch_segments):
            batch = texts[first : first + tools.settings.batch_segments]
            engine.translate([TranslationRequest(text) for text in batch], locale)
        engine_s = time.process_time() - started
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{outcome.tally.from_engine} segments, {len(texts)} distinct, {engine_name}, {locale}")
    print(f"bare engine {engine_s:.1f} s, pipeline {pipeline_s:.1f} s, ratio", end=" ")
    print(f"{pipeline_s / engine_s:.2f}; peak memory {peak_mb:.0f} MB")


if __name__ == "__main__":
    typer.run(main)

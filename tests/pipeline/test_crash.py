# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run that is killed in the middle, and finished by a second one."""

import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import func, select

from adapters.wiring import toolbox as new_toolbox
from audarma import job
from audarma.settings import load_settings
from audarma.tables import HistoryRow, TranslationRow
from audarma.toolbox import Toolbox

SEGMENTS, BATCH = 400, 20
# The real command's steps, with an engine slowed down so that there is a middle to be killed in.
RUN = """
import sys, time
from pathlib import Path
from adapters.engines.pseudo import PseudoEngine
from adapters.wiring import toolbox
from audarma import job
from audarma.settings import load_settings

class Slow(PseudoEngine):
    def translate(self, requests, target_locale):
        time.sleep(0.1)
        return super().translate(requests, target_locale)

tools = toolbox(load_settings(workspace=Path(sys.argv[2]), batch_segments=int(sys.argv[3])))
tools._engines["slow"] = Slow()
job.localize(sys.argv[1], job.Request(("kk",), engine="slow"), tools, lambda *_: None)
"""


def translated(tools: Toolbox) -> int:
    with tools.store.sessions() as session:
        return session.scalar(select(func.count()).select_from(TranslationRow)) or 0


def test_after_kill_9_a_second_run_loses_nothing_and_repeats_at_most_the_batch_in_flight(
    tmp_path: Path,
) -> None:
    book = tmp_path / "book.md"
    sentences = "\n\n".join(f"Plant number {n} needs light." for n in range(SEGMENTS - 2))
    book.write_text(f"# A book\n\nlicence: CC BY 4.0\n\n{sentences}\n", encoding="utf-8")
    workspace = tmp_path / "workspace"
    tools = new_toolbox(load_settings(workspace=workspace, batch_segments=BATCH))
    resource = job.take_in(
        str(book), job.Request(("kk",), licence="CC-BY-4.0"), tools, lambda *_: None
    )
    command = [sys.executable, "-c", RUN, str(book), str(workspace), str(BATCH)]
    book.with_name("book.md.resource.yaml").write_text("licence: CC-BY-4.0\n", encoding="utf-8")

    first = subprocess.Popen(command)
    while translated(tools) < SEGMENTS // 4:
        assert first.poll() is None, "the first run ended before it could be killed"
        time.sleep(0.02)
    first.send_signal(signal.SIGKILL)
    first.wait()
    done_before = translated(tools)
    assert 0 < done_before < SEGMENTS

    subprocess.run(command, check=True)
    assert translated(tools) == SEGMENTS
    assert tools.store.pending(resource.id, "kk", BATCH) == []
    with tools.store.sessions() as session:
        times = Counter(
            session.scalars(select(HistoryRow.segment_name).where(HistoryRow.event == "translated"))
        )
    assert len(times) == SEGMENTS
    assert sum(count - 1 for count in times.values()) == 0

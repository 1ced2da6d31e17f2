# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the translation memory gives to a resource that is translated after it."""

from pathlib import Path

from audarma import job
from audarma.memory import MemoryEntry
from audarma.model import State
from audarma.store import SegmentRecord, digest
from audarma.toolbox import Toolbox

BEFORE, SAME, NEAR = "Look at the picture.", "Plants need light.", "The roots take in the water."
TEXT = f"{BEFORE}\n\n{SAME}\n\n{NEAR}\n"


def translated(tmp_path: Path, toolbox: Toolbox) -> dict[str, SegmentRecord]:
    path = tmp_path / "plants.md"
    path.write_text(TEXT, encoding="utf-8")
    request = job.Request(("kk",), licence="CC-BY-4.0")
    resource = job.take_in(str(path), request, toolbox, lambda *_: None)
    job.translate(resource, "kk", request, toolbox, lambda *_: None)
    ((document_id, _path, _title),) = toolbox.store.documents(resource.id)
    return {r.segment.source: r for r in toolbox.store.records(document_id, "kk")}


def test_an_exact_match_is_taken_and_waits_for_a_person(tmp_path: Path, toolbox: Toolbox) -> None:
    toolbox.memory.add([MemoryEntry(SAME, "Өсімдіктерге жарық керек.", "kk", reviewed=True)])
    found = translated(tmp_path, toolbox)[SAME].translation
    assert (found.target, found.state) == ("Өсімдіктерге жарық керек.", State.TRANSLATED)
    assert found.origin.startswith("memory")


def test_a_match_in_the_same_context_counts_as_reviewed(tmp_path: Path, toolbox: Toolbox) -> None:
    entry = MemoryEntry(
        SAME, "Өсімдіктерге жарық керек.", "kk", digest(BEFORE), digest(NEAR), reviewed=True
    )
    toolbox.memory.add([entry])
    assert translated(tmp_path, toolbox)[SAME].translation.state is State.REVIEWED


def test_a_fuzzy_match_is_a_suggestion_beside_the_engines_target(
    tmp_path: Path, toolbox: Toolbox
) -> None:
    toolbox.memory.add([MemoryEntry("The roots take in water.", "Тамыр су сіңіреді.", "kk")])
    found = translated(tmp_path, toolbox)[NEAR].translation
    assert found.origin == "engine:pseudo"
    assert found.match is not None
    assert (found.match.target, found.match.score_percent >= 75) == ("Тамыр су сіңіреді.", True)

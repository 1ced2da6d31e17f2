# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The recipe of the small network, on a few pairs: it learns them, and the engines read it."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("torch", reason="the transformers extra is not installed")

from adapters.engines import engine_named  # needs the extra
from audarma.model import TermEntry, TermHit, TranslationRequest
from audarma.termbase import Termbase
from training import network_model, train_network
from training.network_corpus import tagged_pairs, token_batches, with_terms
from training.network_loop import rate_share
from training.network_model import SIZES, Health
from training.starter_corpus import TextPair

CELL = TermEntry("cell", "жасуша", "kk")
SUBJECTS = (
    ("The cell", "Жасуша"),
    ("The plant", "Өсімдік"),
    ("The river", "Өзен"),
    ("The teacher", "Мұғалім"),
    ("The book", "Кітап"),
    ("The star", "Жұлдыз"),
    ("The house", "Үй"),
)
VERBS = (
    ("grows", "өседі"),
    ("is small", "кішкентай"),
    ("is near", "жақын"),
    ("moves", "қозғалады"),
    ("is old", "ескі"),
    ("is beautiful", "әдемі"),
    ("changes", "өзгереді"),
)
PAIRS = [
    (f"{subject} {verb} today.", f"{translated} бүгін {said}.")
    for subject, translated in SUBJECTS
    for verb, said in VERBS
]


def test_term_is_annotated_where_the_target_holds_any_form_of_it() -> None:
    termbase = Termbase([CELL])
    assert with_terms("Two cells.", "Екі жасушаның.", termbase) == "Two cells<as> жасуша</as>."
    assert with_terms("Two cells.", "Екі клетканың.", termbase) == "Two cells."


def test_some_sources_with_a_term_stay_as_they_are() -> None:
    pairs = [TextPair("A cell.", "Бір жасуша.")] * 50
    sources = {pair.source for pair in tagged_pairs(pairs, "kk", Termbase([CELL]))}
    assert sources == {"A cell.", "A cell<as> жасуша</as>."}


@given(
    lengths=st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), min_size=1, max_size=40),
    tokens=st.integers(30, 200),
)
def test_batches_hold_each_example_once_and_no_more_tokens_than_allowed(
    lengths: list[tuple[int, int]], tokens: int
) -> None:
    examples = [([0] * source, [0] * target) for source, target in lengths]
    found = token_batches(examples, tokens, random.Random(1))
    assert sorted(place for batch in found for place in batch) == list(range(len(examples)))
    assert all(
        len(batch) * max(max(lengths[place]) for place in batch) <= tokens for batch in found
    )


def test_rate_rises_for_long_stays_and_falls_to_nothing() -> None:
    shares = [rate_share(step, step / 10_000) for step in range(0, 10_001, 500)]
    assert shares.index(1.0) == 3  # 15 % of the time
    assert shares[3:13] == [1.0] * 10
    assert shares[-1] == pytest.approx(0.01)


@pytest.mark.parametrize(
    ("health", "collapsed"),
    [
        (Health(0.3, 2.0, 4.0), False),
        (Health(1.0, 2.0, 4.0), True),
        (Health(0.3, 4.0, 4.0), True),
    ],
)
def test_network_that_reads_nothing_of_its_source_is_told_from_others(
    health: Health, collapsed: bool
) -> None:
    assert health.is_collapsed is collapsed


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    for name in ("train.kk.tsv", "dev.kk.tsv"):
        lines = [f"package\tmo\t{source}\t{target}\n" for source, target in PAIRS]
        (folder / name).write_text("".join(lines), encoding="utf-8")
    return folder


def train(data: Path, out: Path, *more: str) -> None:
    # Fifty pairs are a batch and a half: more tokens a step would be fewer steps.
    train_network.main(
        ["--data", str(data), "--out", str(out), "--to", "kk", "--batch-tokens", "500", *more]
    )


@pytest.fixture(scope="module")
def model(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("models") / "network"
    size = replace(SIZES["small"], width=64, inner=128, encoder_layers=2, vocabulary=200)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(network_model.SIZES, "small", size)
        # A clock that tells a second more each time: a busy machine changes nothing.
        patch.setattr("training.network_loop.clock", count(0.0, 1.0).__next__)
        train(data, out, "--minutes", "10", "--rate", "3e-3")
    return out


@pytest.mark.model
def test_network_learns_its_pairs_and_both_engines_read_it(model: Path) -> None:
    requests = [TranslationRequest(source) for source, _target in PAIRS]
    for name in (f"transformers:{model}", f"ctranslate2:{model}-ct2"):
        engine = engine_named(name, model.parent)
        assert engine.locales == {"kk", "ru"}
        found = [hypothesis.target for hypothesis in engine.translate(requests, "kk")]
        known = sum(made == target for made, (_source, target) in zip(found, PAIRS, strict=True))
        assert known >= 0.9 * len(PAIRS)


@pytest.mark.model
def test_network_is_given_terms(model: Path) -> None:
    hit = TermHit(4, 8, "cell", (CELL,))
    engine = engine_named(f"ctranslate2:{model}-ct2", model.parent)
    (found,) = engine.translate([TranslationRequest("The cell grows today.", (hit,))], "kk")
    assert found.target == "Жасуша бүгін өседі."
    assert {(link.source_start, link.source_end) for link in found.links} & {(4, 8)}


@pytest.mark.model
def test_broken_off_training_goes_on_with_its_own_settings_alone(
    data: Path, model: Path, tmp_path: Path
) -> None:
    out = tmp_path / "network"
    shutil.copytree(model / ".training", out / ".training")
    with pytest.raises(SystemExit, match="holds a training with other settings"):
        train(data, out, "--rate", "1e-4")


@pytest.mark.model
def test_collapse_stops_training_with_a_sentence(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = replace(SIZES["small"], width=32, inner=32, encoder_layers=1, vocabulary=200)
    monkeypatch.setitem(network_model.SIZES, "small", size)
    monkeypatch.setattr("training.network_loop.clock", count(0.0, 1.0).__next__)
    with pytest.raises(SystemExit, match=r"does not read its sources .* Lower --rate"):
        # So high a rate throws the weights about.
        train(data, tmp_path / "network", "--minutes", "10", "--rate", "10")

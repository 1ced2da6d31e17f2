# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured of an engine, on sets small enough to be known by heart."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

from adapters.engines.pseudo import PseudoEngine
from adapters.exchange.tmx import read_tmx, write_tmx
from audarma.errors import MalformedDocumentError
from audarma.evaluation import Evaluation, Evaluator
from audarma.evaluation_plot import plot
from audarma.evaluation_results import merged, read_results, write_results
from audarma.evaluation_sets import TestSet, join_marks, read_test_set
from audarma.inline_code import serialise, standalone
from audarma.model import Hypothesis, Link, Match, TermEntry, TranslationRequest
from audarma.termbase import Termbase

TERMBASE = Termbase([TermEntry("cell", "жасуша", "kk", "noun")])


class Parrot:
    """Answers what it was told to, by source; keeps masks as they stand."""

    name = "parrot"
    revision = "1"
    keeps_codes = False
    standalone_mask = "{{{}}}"
    locales = frozenset({"kk"})

    def __init__(self, answers: dict[str, str], *, drops_codes: bool = False) -> None:
        self.answers, self.drops_codes = answers, drops_codes
        self.told: list[TranslationRequest] = []

    def translate(
        self, requests: Sequence[TranslationRequest], target_locale: str
    ) -> list[Hypothesis]:
        self.told += requests
        return [Hypothesis(self._answer(request.source)) for request in requests]

    def _answer(self, source: str) -> str:
        answer = self.answers.get(source, source)
        return answer.replace("{1}", "") if self.drops_codes else answer


class CodeKeeper(Parrot):
    """An engine that is given content and gives content."""

    keeps_codes = True


def evaluate(engine: Parrot | PseudoEngine, pairs: dict[str, str]) -> Evaluation:
    test_set = TestSet("set", "kk", tuple(pairs), tuple(pairs.values()))
    return Evaluator(test_set, TERMBASE, None, 2, lambda *_: None).evaluate(engine)


PAIRS = {"The cell is small.": "Жасуша кішкентай.", "Water boils now.": "Су қазір қайнайды."}


def test_engine_that_gives_the_references_is_perfect() -> None:
    found = evaluate(Parrot(PAIRS), PAIRS)
    assert found.plain.chrf2 == found.plain.chrf_plus_plus == pytest.approx(100)
    assert (found.term_hits, found.plain.terms_satisfied, found.terms_in_references) == (1, 1, 1)
    assert (found.segments, found.words) == (2, 7)


def test_scores_are_those_of_sacrebleu() -> None:
    answers = {"The cell is small.": "Ұяшық кішкентай.", "Water boils now.": "Су қайнайды."}
    found = evaluate(Parrot(answers), PAIRS)
    targets, references = list(answers.values()), [list(PAIRS.values())]
    assert found.plain.bleu == BLEU().corpus_score(targets, references).score
    assert found.plain.chrf2 == CHRF().corpus_score(targets, references).score
    assert found.plain.chrf_plus_plus == CHRF(word_order=2).corpus_score(targets, references).score
    assert any(s.startswith("chrF2++ nrefs:1") and "nw:2" in s for s in found.signatures)


def test_terms_are_told_in_the_second_translation_alone() -> None:
    engine = Parrot(PAIRS)
    evaluate(engine, PAIRS)
    told = [bool(request.terms) for request in engine.told if request.source in PAIRS]
    assert told == [False, False, True, False]


def test_term_is_enforced_and_both_ways_are_measured() -> None:
    found = evaluate(PseudoEngine(), PAIRS)
    assert found.plain.terms_satisfied == 0
    assert found.termed.terms_satisfied == 1
    assert found.termed.chrf2 > found.plain.chrf2
    assert found.plain.term_accuracy(found.term_hits) == 0
    assert found.termed.term_accuracy(found.term_hits) == 100


class InOrder:
    """An aligner for texts whose words stand in one order on both sides."""

    def align(self, pairs: Sequence[tuple[str, str]], target_locale: str) -> list[tuple[Link, ...]]:
        return [
            tuple(
                Link(*one.span(), *two.span())
                for one, two in zip(
                    re.finditer(r"\w+", source), re.finditer(r"\w+", target), strict=False
                )
            )
            for source, target in pairs
        ]


@pytest.mark.parametrize(
    ("targets", "consistent"),
    [
        (("Жасуша өседі.", "Жасушаның өсуі.", "Жасушалар бар."), 3),
        (("Клетка өседі.", "Клетканың өсуі.", "Жасушалар бар."), 2),
        (("Клетка өседі.", "Ұяшық өсуі.", "Жасушалар бар."), 1),
        (("", "", ""), 0),
    ],
    ids=["the term", "another word, mostly", "each time another", "nothing"],
)
def test_term_is_consistent_where_it_is_rendered_as_it_mostly_is(
    targets: tuple[str, ...], consistent: int
) -> None:
    sources = ("Cells grow.", "Cell growth.", "Cells are. Plants, too.")
    test_set = TestSet("set", "kk", sources, ("x", "x", "x"))
    engine = Parrot(dict(zip(sources, targets, strict=True)))
    found = Evaluator(test_set, TERMBASE, InOrder(), 2, lambda *_: None).evaluate(engine)
    assert (found.plain.terms_consistent, found.repeated_hits) == (consistent, 3)
    assert found.plain.consistency(found.repeated_hits) == pytest.approx(100 * consistent / 3)


def test_term_that_comes_once_says_nothing_of_consistency() -> None:
    found = evaluate(Parrot(PAIRS), PAIRS)
    assert found.plain.consistency(found.repeated_hits) is None


@pytest.mark.parametrize("engine_class", [Parrot, CodeKeeper])
@pytest.mark.parametrize(("drops", "percent"), [(False, 100), (True, 0)])
def test_codes_that_an_engine_keeps_are_counted_by_a_probe(
    engine_class: type[Parrot], drops: bool, percent: float
) -> None:
    engine = engine_class({}, drops_codes=drops)
    if engine.keeps_codes and drops:
        engine.answers = {"The cell <x1/> is small.": "x", "Water <x1/> boils now.": "y"}
    found = evaluate(engine, PAIRS)
    assert found.codes_shown == 2
    assert found.codes_kept_percent == percent


def test_codes_of_a_set_are_counted_and_do_not_weigh_on_scores() -> None:
    code = str(standalone("math", 1))
    pairs = {f"The cell {code} is small.": "Жасуша кішкентай."}
    engine = Parrot({"The cell {1} is small.": "Жасуша {1} кішкентай."})
    found = evaluate(engine, pairs)
    assert (found.codes_shown, found.codes_kept) == (1, 1)
    assert found.plain.chrf2 == pytest.approx(100)
    assert found.plain.terms_satisfied == 1


def test_versions_and_digests_name_everything_that_a_result_depends_on() -> None:
    found = evaluate(PseudoEngine(), PAIRS)
    assert {"python", "audarma", "sacrebleu"} <= found.versions.keys()
    assert (found.engine, found.revision, found.termbase) == ("pseudo", "1", TERMBASE.revision)
    other = TestSet("set", "kk", tuple(PAIRS), ("x", "y"))
    assert found.test_set_digest != other.digest


# --- Results and plots ---


def test_results_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    assert read_results(path) == []
    found = [evaluate(PseudoEngine(), PAIRS)]
    write_results(path, found)
    assert read_results(path) == found
    assert json.loads(path.read_text("utf-8"))[0]["codes_kept_percent"] == 100


def test_results_of_earlier_versions_are_read(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    write_results(path, [evaluate(PseudoEngine(), PAIRS)])
    values = json.loads(path.read_text("utf-8"))
    del values[0]["repeated_hits"], values[0]["plain"]["terms_consistent"]
    path.write_text(json.dumps(values), encoding="utf-8")
    (found,) = read_results(path)
    assert found.plain.consistency(found.repeated_hits) is None


def test_new_result_replaces_that_of_its_engine_and_set() -> None:
    pseudo = evaluate(PseudoEngine(), PAIRS)
    worse, better = evaluate(Parrot({}), PAIRS), evaluate(Parrot(PAIRS), PAIRS)
    assert merged([pseudo, worse], [better]) == [better, pseudo]


def test_other_json_is_refused_as_results(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text('{"a": 1}')
    with pytest.raises(MalformedDocumentError, match=r"other\.json: is no file of evaluation"):
        read_results(path)


def test_plot_is_xml_with_each_engine_and_number() -> None:
    found = evaluate(Parrot(PAIRS), PAIRS)
    texts = [
        element.text for element in ElementTree.fromstring(plot([found])).iter() if element.text
    ]
    assert "parrot" in texts
    assert "set (kk)" in texts
    assert texts.count("100.0") == 4


# --- Test sets ---


def test_tsv_holds_english_and_target(tmp_path: Path) -> None:
    path = tmp_path / "set.tsv"
    path.write_text("1 < 2\tЕкі бірден көп\tnote\n\nWater\tСу\n", encoding="utf-8")
    found = read_test_set(path, "kk", read_tmx)
    assert found.sources == ("1 &lt; 2", "Water")
    assert found.references == ("Екі бірден көп", "Су")


def test_tmx_gives_the_pairs_of_one_locale(tmp_path: Path) -> None:
    path = tmp_path / "set.tmx"
    source = serialise(["Water ", standalone("math", 1)])
    write_tmx(path, [Match(source, "Су <math1/>", 100)], "kk")
    found = read_test_set(path, "kk", read_tmx)
    assert (found.sources, found.references) == ((source,), ("Су ",))
    with pytest.raises(MalformedDocumentError, match="no pair of English and ru"):
        read_test_set(path, "ru", read_tmx)


def test_plain_files_are_read_side_by_side(tmp_path: Path) -> None:
    source, target = tmp_path / "set.en", tmp_path / "set.kk"
    source.write_bytes("One\r\nTwo \u2028 more\r\n".encode())
    target.write_text("Бір\nЕкі\n", encoding="utf-8")
    found = read_test_set(source, "kk", read_tmx, references=target)
    assert found.sources == ("One", "Two \u2028 more")
    target.write_text("Бір\n", encoding="utf-8")
    with pytest.raises(MalformedDocumentError, match=r"has 2 lines, and .* has 1"):
        read_test_set(source, "kk", read_tmx, references=target)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"no tab\n", ":1: has no English and target"),
        (b"\xff\t\n", "is not UTF-8"),
        (b"", "no pair"),
    ],
)
def test_file_that_is_no_test_set_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "set.tsv"
    path.write_bytes(content)
    with pytest.raises(MalformedDocumentError, match=told):
        read_test_set(path, "kk", read_tmx)


@pytest.mark.parametrize(
    ("spaced", "joined"),
    [
        ("The waters , they say .", "The waters, they say."),
        ('He said " no " to it', 'He said "no" to it'),
        ("It ' s ( not ) 5 %", "It ' s (not) 5%"),
        ("India 's $ 5", "India's $5"),
    ],
)
def test_marks_of_a_tokenised_set_are_joined(spaced: str, joined: str) -> None:
    assert join_marks(spaced) == joined

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audarma.errors import TermbaseError
from audarma.glossary import COLUMNS
from audarma.model import TermEntry, TermStatus
from audarma.termbase import Termbase, load_termbase
from tests.effort import instructions

HEADER = ",".join(COLUMNS) + "\n"


def entry(source: str, target: str = "термин", pos: str = "noun", **facts: object) -> TermEntry:
    return TermEntry(source, target, "kk", pos, **facts)  # type: ignore[arg-type]  # test facts


def surfaces(text: str, *entries: TermEntry) -> list[str]:
    return [hit.surface for hit in Termbase(entries).find(text)]


def glossary(tmp_path: Path, *rows: str, name: str = "terms.csv") -> Path:
    path = tmp_path / name
    path.write_text(HEADER + "".join(row + "\n" for row in rows), encoding="utf-8")
    return path


def faults(path: Path) -> str:
    with pytest.raises(TermbaseError) as caught:
        load_termbase([path], "kk")
    return str(caught.value).replace(str(path), path.name)


@pytest.mark.parametrize(
    ("term", "text", "surface"),
    [
        ("cell", "Cells divide.", "Cells"),
        ("nucleus", "Two nuclei fuse.", "nuclei"),
        ("hypothesis", "State your hypotheses.", "hypotheses"),
        ("theory", "Both theories agree.", "theories"),
        ("leaf", "Green leaves grow.", "leaves"),
        ("base", "Acids and bases react.", "bases"),
        ("basis", "The bases of knowledge", "bases"),
        ("cell", "The cell's wall", "cell's"),
        (
            "open educational resource",
            "Open Educational Resources help.",
            "Open Educational Resources",
        ),
        ("open-source software", "Use open source software.", "open source software"),
        ("e-mail", "Send an email.", "email"),
        ("data set", "A data-set is given.", "data-set"),
        ("Ohm's law", "Ohm’s Law says so.", "Ohm’s Law"),
        ("energy", "ENERGY AND WORK", "ENERGY"),
        ("C++", "Write it in C++.", "C++"),
        ("Node.js", "Run Node.js now", "Node.js"),
        ("DNA", "Many DNAs", "DNAs"),
    ],
)
def test_noun_is_found_in_each_of_its_written_forms(term: str, text: str, surface: str) -> None:
    assert surfaces(text, entry(term)) == [surface]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("solve", "Solving it is easy."),
        ("solve", "It was solved."),
        ("stop", "It stopped."),
        ("apply", "She applies it."),
        ("find", "We found it."),
        ("carry out", "They carried out the test."),
    ],
)
def test_verb_is_found_in_its_inflected_forms(term: str, text: str) -> None:
    assert len(surfaces(text, entry(term, pos="verb"))) == 1


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("cell", "Cellular walls"),
        ("solve", "The solvent"),
        ("WHO", "Those who know"),
        ("aid", "The AID of it"),
        ("Python", "a python is a snake"),
        ("cell membrane", "The cell. Membrane proteins"),
        ("force", "We force it open."),
        ("work", "It has to work."),
        ("news", "A new one"),
    ],
)
def test_what_only_looks_like_the_term_is_no_hit(term: str, text: str) -> None:
    assert surfaces(text, entry(term)) == []


def test_longest_term_wins_and_no_hits_overlap() -> None:
    entries = [entry("cell"), entry("cell membrane"), entry("membrane protein channel")]
    assert surfaces("The cell membrane of a cell", *entries) == ["cell membrane", "cell"]
    assert surfaces("a cell membrane protein channel", *entries) == [
        "cell",
        "membrane protein channel",
    ]


def test_hit_lists_preferred_then_admitted_then_forbidden_entries() -> None:
    entries = [
        entry("cell", "тор", status=TermStatus.FORBIDDEN),
        entry("cell", "клетка", status=TermStatus.ADMITTED),
        entry("cell", "жасуша"),
    ]
    (hit,) = Termbase(entries).find("one cell")
    assert [found.target_term for found in hit.entries] == ["жасуша", "клетка", "тор"]
    assert hit.preferred.target_term == "жасуша"
    assert (hit.start, hit.end) == (4, 8)


@settings(deadline=None)
@given(st.text(alphabet="cel mbrans-'’.C{}1\n", max_size=60))
def test_hits_are_in_order_apart_and_hold_their_own_surface(text: str) -> None:
    hits = Termbase([entry("cell"), entry("cell membrane"), entry("DNA")]).find(text)
    ends = [0, *(hit.end for hit in hits)]
    assert all(hit.start >= end for hit, end in zip(hits, ends, strict=False))
    assert all(text[hit.start : hit.end] == hit.surface for hit in hits)


def test_good_glossary_loads_with_do_not_translate_items(tmp_path: Path) -> None:
    terms = glossary(tmp_path, "cell,жасуша,noun,biology,preferred,,project")
    keep = glossary(tmp_path, "Python,,name,,preferred,,project", name="keep.csv")
    hits = load_termbase([terms], "kk", [keep]).find("A cell in Python")
    assert [hit.preferred.target_term for hit in hits] == ["жасуша", "Python"]


def test_file_named_first_decides_the_preferred_term(tmp_path: Path) -> None:
    own = glossary(tmp_path, "cell,ұяшық,noun,,preferred,,team", name="own.csv")
    ours = glossary(tmp_path, "cell,жасуша,noun,,preferred,,project")
    (hit,) = load_termbase([own, ours], "kk").find("cell")
    assert [(e.target_term, e.status.value) for e in hit.entries] == [
        ("ұяшық", "preferred"),
        ("жасуша", "admitted"),
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            ["a,б,noun,,preferred,,", "a,в,noun,,preferred,,"],
            'terms.csv:3: "a" has two preferred terms. Keep one; mark the other "admitted".',
        ),
        (["cell,,noun,,preferred,,"], 'terms.csv:2: "cell" has no target term.'),
        ([",жасуша,noun,,preferred,,"], "terms.csv:2: source_term is missing."),
        (["cell,тор,noun,,forbidden,,"], 'terms.csv:2: "cell" has no preferred term.'),
        (
            ["cell,тор,noun,,preferred,,", "cell,тор,noun,,forbidden,,"],
            'terms.csv:3: "тор" is both forbidden and allowed for "cell" (line 2).',
        ),
        (
            ["cell,тор,noun,,preferred,,", "cell,тор,noun,,admitted,,"],
            "terms.csv:3: repeats line 2.",
        ),
        (["cell, жасуша,noun,,preferred,,"], "stray white space"),
        (["cell,жаcуша,noun,,preferred,,"], 'target word "жаcуша" mixes Cyrillic with Latin c.'),
        (["cell,жасуша,nuon,,preferred,,"], 'part_of_speech "nuon" is unknown.'),
        (["cell,жасуша,noun,,good,,"], 'status "good" is unknown.'),
        (["cell,жасуша,noun"], "terms.csv:2: has 3 columns where the header has 7."),
        (['cell,"жасуша,noun,,preferred,,'], "terms.csv:2: is not valid CSV"),
        (["cell,123,noun,,preferred,,"], "has no letter"),
    ],
)
def test_fault_is_named_by_file_line_and_remedy(
    tmp_path: Path, rows: list[str], message: str
) -> None:
    assert message in faults(glossary(tmp_path, *rows))


def test_every_fault_of_a_file_is_listed(tmp_path: Path) -> None:
    path = glossary(tmp_path, "cell,,noun,,preferred,,", "atom,aтом,noun,,preferred,,")
    assert [line.split(":")[1] for line in faults(path).splitlines()] == ["2", "3"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "terms.csv:1: is empty."),
        (b"source,target\na,b\n", "terms.csv:1: the header is not the known one."),
        (HEADER.encode() + b"cell,\xe6\xe0\xf1,noun,,preferred,,\n", "terms.csv:2: is not UTF-8."),
    ],
)
def test_unreadable_file_is_refused_with_the_remedy(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "terms.csv"
    path.write_bytes(content)
    assert message in faults(path)


def test_absent_file_is_refused(tmp_path: Path) -> None:
    assert "terms.csv:1: cannot be read" in faults(tmp_path / "terms.csv")


def test_do_not_translate_item_with_a_translation_is_refused(tmp_path: Path) -> None:
    path = glossary(tmp_path, "Python,Питон,name,,preferred,,")
    with pytest.raises(TermbaseError, match="not to be translated"):
        load_termbase([], "kk", [path])


def test_a_segment_is_no_more_work_with_fifty_thousand_entries_than_with_five() -> None:
    letters = "bcdfghjklm"
    names = ["".join(letters[int(digit)] + "a" for digit in f"{n:05}") for n in range(50_000)]
    entries = [entry(name if n % 2 else f"{name} {names[n - 1]}") for n, name in enumerate(names)]
    segments = [" ".join(names[(n * 37 + k) % 5_000] + "s" for k in range(18)) for n in range(20)]

    def work(termbase: Termbase) -> int:
        assert sum(len(termbase.find(segment)) for segment in segments) > 20
        return instructions(lambda: [termbase.find(segment) for segment in segments])

    assert work(Termbase(entries)) < 1.2 * work(Termbase(entries[:5_000]))

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Terms found in texts, glossaries checked against each other, and terms taken in."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.engines.starter import StarterAligner
from adapters.exchange.tbx import read_tbx
from adapters.exchange.tmx import read_tmx, write_tmx
from audarma.errors import TermbaseError, UnsupportedFormatError
from audarma.glossary import COLUMNS, read_glossary
from audarma.glossary_check import check_glossaries
from audarma.glossary_import import ImportReport, Readers, import_glossary, write_glossary
from audarma.glossary_mining import MinedTerm, mine
from audarma.model import Link, Match, TermEntry, TermStatus
from audarma.term_candidates import candidates
from audarma.termbase import Termbase

ROOT = Path(__file__).resolve().parents[2]
READERS = Readers(read_tbx, read_tmx)

BIOLOGY = [
    "The cell membrane is thin.",
    "Every cell has a cell membrane.",
    "A cell membrane lets water through.",
    "Plants make glucose from carbon dioxide.",
    "Carbon dioxide enters the leaf, and leaves give off oxygen.",
    "DNA is in the nucleus, and DNA is copied.",
    "In 1953 James Watson described it with Francis Crick.",
    "Later James Watson wrote a book.",
    "We identify the nuclei, and they identify the oxygen.",
]


def terms(*sentences: str, least: int = 2) -> list[str]:
    return [candidate.term for candidate in candidates(sentences, least)]


# --- Candidates ---


def test_terms_of_a_text_are_found_in_their_dictionary_form() -> None:
    assert set(terms(*BIOLOGY)) == {
        "carbon dioxide", "cell", "cell membrane", "DNA", "James Watson", "leaf", "nucleus",
        "oxygen",
    }  # fmt: skip


def test_kinds_are_told_by_capitals() -> None:
    kinds = {candidate.term: candidate.kind for candidate in candidates(BIOLOGY)}
    assert (kinds["DNA"], kinds["James Watson"]) == ("abbreviation", "name")
    assert kinds["cell membrane"] == "noun"


def test_phrase_that_stands_only_inside_a_longer_one_is_no_term() -> None:
    assert terms("The cell membrane tears.", "Look at a cell membrane.") == ["cell membrane"]


def test_word_that_stands_by_itself_too_stays_beside_the_longer_term() -> None:
    found = terms(
        "A membrane is thin.", "The membrane is dry.", "The cell membrane is wet.", least=1
    )
    assert {"membrane", "cell membrane"} <= set(found)


def test_longer_terms_come_before_shorter_ones_of_the_same_frequency() -> None:
    text = "The golgi apparatus is near the ribosome."
    assert terms(text, text + " Yes.") == ["golgi apparatus", "ribosome"]


def test_example_is_the_shortest_sentence() -> None:
    (found,) = (c for c in candidates(BIOLOGY) if c.term == "cell membrane")
    assert found.example == "The cell membrane is thin."
    assert found.frequency == 3


@pytest.mark.parametrize(
    "text",
    [
        "The first step is a good example. The first step is a way.",
        "We evaporate. They evaporate. You can evaporate.",
        "See https://example.org/quasar and https://example.org/quasar.",
        "In the 19th and 20th year.",
        "It runs quickly; it runs quickly.",
    ],
)
def test_words_of_every_day_verbs_and_addresses_are_no_terms(text: str) -> None:
    assert terms(text) == []


@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_text_gives_candidates_that_stand_in_it(sentences: list[str]) -> None:
    for candidate in candidates(sentences, least=1):
        assert candidate.frequency >= 1
        assert candidate.c_value > 0
        assert candidate.term[:3].lower() in candidate.example.lower()


# --- Targets ---

MEMORY_KK = [
    ("The ribosome is small.", "Рибосома кішкентай."),
    ("Ribosomes make protein.", "Рибосомалар ақуыз түзеді."),
    ("There are two ribosomes.", "Екі рибосома бар."),
    ("Water boils.", "Су қайнайды."),
    ("Protein is food.", "Ақуыз — тағам."),
    ("Salt is white.", "Тұз ақ."),
]
MEMORY_RU = [
    ("The ribosome is small.", "Рибосома мала."),
    ("Ribosomes make protein.", "Рибосомы образуют белок."),
    ("There are many ribosomes.", "Много рибосом."),
    ("Water boils.", "Вода кипит."),
    ("Salt is white.", "Соль белая."),
]


class WordForWord:
    """Aligns nothing but the phrases that it was told."""

    def __init__(self, phrases: dict[str, str]) -> None:
        self.phrases = phrases

    def align(self, pairs: Sequence[tuple[str, str]], target_locale: str) -> list[tuple[Link, ...]]:
        return [
            tuple(
                Link(s.index(a), s.index(a) + len(a), t.index(b), t.index(b) + len(b))
                for a, b in self.phrases.items()
                if a in s and b in t
            )
            for s, t in pairs
        ]


def mined(memory: list[tuple[str, str]], locale: str, **more: object) -> dict[str, MinedTerm]:
    settings: dict[str, object] = {"known": Termbase([]), "aligner": None} | more
    found = mine([source for source, _ in memory], memory, locale, **settings)  # type: ignore[arg-type]  # the values are of many types
    return {term.candidate.term: term for term in found}


@pytest.mark.parametrize(("memory", "locale"), [(MEMORY_KK, "kk"), (MEMORY_RU, "ru")])
def test_target_is_what_keeps_a_terms_company_in_its_dictionary_form(
    memory: list[tuple[str, str]], locale: str
) -> None:
    found = mined(memory, locale)["ribosome"]
    assert (found.target, found.pairs) == ("рибосома", 3)


def test_aligned_words_are_the_target() -> None:
    memory = [
        ("The quark is small.", "Кварк кішкентай."),
        ("A quark is small.", "Кварк кішкентай."),
    ]
    assert mined(memory, "kk")["quark"].target == "кварк кішкентай"
    found = mined(memory, "kk", aligner=WordForWord({"quark": "Кварк"}))
    # "small" goes with the quark in both pairs, so the phrase may be longer; never another word.
    assert found["quark"].target.startswith("кварк")


def test_words_seen_together_once_make_no_target() -> None:
    memory = [("The quark is small.", "Кварк кішкентай."), ("A quark.", "Осы зат.")]
    assert mined(memory, "kk")["quark"].target == ""


def test_name_keeps_its_capitals() -> None:
    memory = [
        ("Then James Watson wrote.", "Кейін Джеймс Уотсон жазды."),
        ("With James Watson it works.", "Онымен Джеймс Уотсон істейді."),
    ]
    assert mined(memory, "kk")["James Watson"].target == "Джеймс Уотсон"


def test_terms_that_the_termbase_has_are_not_found_again() -> None:
    known = Termbase([TermEntry("ribosome", "рибосома", "kk", "noun")])
    assert "ribosome" not in mined(MEMORY_KK, "kk", known=known)


def test_found_terms_make_a_glossary_that_says_what_is_to_be_done(tmp_path: Path) -> None:
    aligner = StarterAligner(ROOT / "models" / "starter")
    found = mine(
        [*BIOLOGY, *(source for source, _ in MEMORY_KK)],
        MEMORY_KK,
        "kk",
        known=Termbase([]),
        aligner=aligner,
    )
    path = tmp_path / "found.csv"
    write_glossary(path, [term.entry("kk", "biology") for term in found])
    rows, faults = read_glossary(path, "kk")
    assert [row.entry.target_term for row in rows if row.entry.source_term == "ribosome"]
    assert all(row.entry.note.startswith("[confirm] ") for row in rows)
    assert faults and all("has no target term. Fill it in" in str(fault) for fault in faults)


# --- Checks ---


def glossary(path: Path, *entries: TermEntry) -> Path:
    write_glossary(path, entries)
    return path


def entry(source: str, target: str, status: str = "preferred", domain: str = "d") -> TermEntry:
    return TermEntry(source, target, "kk", "noun", domain, TermStatus(status), "", "x")


def test_files_that_repeat_or_contradict_each_other_are_remarked_on(tmp_path: Path) -> None:
    first = glossary(tmp_path / "a.csv", entry("cell", "жасуша"), entry("root", "тамыр"))
    second = glossary(tmp_path / "b.csv", entry("cell", "ұяшық"), entry("root", "тамыр"))
    report = check_glossaries([first, second], "kk")
    assert report.faults == ()
    told = list(map(str, report.remarks))
    assert told == [
        f'{second}:2: prefers "ұяшық" for "cell", and {first}:2 prefers "жасуша". '
        "The file named first wins.",
        f'{second}:3: "root": "тамыр" is in {first}:3 too. One is enough.',
    ]


def test_form_of_a_forbidden_term_is_not_to_be_preferred(tmp_path: Path) -> None:
    path = glossary(
        tmp_path / "a.csv",
        entry("cell", "жасуша"),
        entry("cell", "ұяшық", "forbidden"),
        TermEntry("cell", "ұяшықтар", "kk", "", "d", TermStatus.PREFERRED, "", "x"),
    )
    (fault,) = check_glossaries([path], "kk").faults
    assert f'{path}:4: "ұяшықтар" is preferred for "cell"' in str(fault)
    assert "is forbidden for it" in str(fault)


def test_term_forbidden_in_one_domain_may_be_right_in_another(tmp_path: Path) -> None:
    biology = glossary(
        tmp_path / "a.csv", entry("cell", "жасуша"), entry("cell", "ұяшық", "forbidden")
    )
    tables = glossary(tmp_path / "b.csv", entry("cell", "ұяшық", domain="informatics"))
    assert check_glossaries([biology, tables], "kk").faults == ()


def test_missing_fields_are_remarked_on_and_lines_to_confirm_counted(tmp_path: Path) -> None:
    path = glossary(tmp_path / "a.csv", TermEntry("cell", "жасуша", "kk", note="[confirm] really?"))
    report = check_glossaries([path], "kk")
    assert [str(r) for r in report.remarks] == [
        f'{path}:2: "cell" has no part_of_speech, domain, origin.'
    ]
    assert report.to_confirm == 1


@pytest.mark.parametrize("locale", ["kk", "ru"])
def test_the_glossaries_that_ship_have_no_faults_and_need_no_remarks(locale: str) -> None:
    paths = sorted((ROOT / "glossaries" / f"en-{locale}").glob("*.csv"))
    report = check_glossaries(paths, locale, [ROOT / "glossaries" / "do-not-translate.csv"])
    assert report.faults == ()
    assert report.remarks == ()


# --- Import ---


def take_in(
    path: Path, tmp_path: Path, *, domain: str = ""
) -> tuple[ImportReport, list[list[str]]]:
    out = tmp_path / "glossaries" / "out.csv"
    report = import_glossary(path, out, "kk", READERS, domain=domain)
    rows, faults = read_glossary(out, "kk")
    assert faults == ()
    with out.open(encoding="utf-8", newline="") as stream:
        assert next(csv.reader(stream)) == list(COLUMNS)
    return report, [[r.entry.source_term, r.entry.target_term, r.entry.status] for r in rows]


@pytest.mark.parametrize(
    "text",
    [
        "source_term,target_term,status\ncell,жасуша,preferred\n",
        "English;Kazakh;Notes\ncell;жасуша;of a plant\n",
        "term\ttranslation\nce\u0301ll\tжасуша\n".replace("e\u0301", "e"),
        '\ufeffen,kk\n"  cell ","жасуша"\n\n',
    ],
)
def test_csv_of_any_usual_header_is_taken_in(text: str, tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(text, encoding="utf-8")
    report, rows = take_in(path, tmp_path)
    assert rows == [["cell", "жасуша", "preferred"]]
    assert (report.added, report.left_out) == (1, ())


def test_what_people_settled_stands_before_what_is_taken_in(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("en,kk\ncell,жасуша\n", encoding="utf-8")
    take_in(path, tmp_path)
    path.write_text("en,kk\ncell,ұяшық\ncell,Жасуша\nroot,тамыр\n", encoding="utf-8")
    report, rows = take_in(path, tmp_path)
    assert rows == [
        ["cell", "жасуша", "preferred"],
        ["cell", "ұяшық", "admitted"],
        ["root", "тамыр", "preferred"],
    ]
    assert (report.added, report.admitted, report.known) == (2, 1, 1)


def test_taking_in_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("en,kk,status\ncell,жасуша,\ncell,ұяшық,deprecated\n", encoding="utf-8")
    _, once = take_in(path, tmp_path)
    report, twice = take_in(path, tmp_path)
    assert once == twice == [["cell", "жасуша", "preferred"], ["cell", "ұяшық", "forbidden"]]
    assert (report.added, report.known) == (0, 2)


def test_lines_that_cannot_be_taken_are_told_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(
        "en,kk,status\ncell,жаcуша,\nroot,,\nleaf,жапырақ,odd\nstem,сабақ,\nsoil,топырақ,deprecated\n",
        encoding="utf-8",
    )
    report, rows = take_in(path, tmp_path)
    assert rows == [["stem", "сабақ", "preferred"]]
    told = "\n".join(report.left_out)
    assert "mixes Cyrillic with Latin c" in told
    assert "line 3: has no source or no target term" in told
    assert 'line 4: the status "odd" is unknown' in told
    assert '"soil": has forbidden terms alone' in told


def test_terms_of_a_memory_are_taken_and_its_sentences_left_out(tmp_path: Path) -> None:
    path = tmp_path / "terms.tmx"
    write_tmx(
        path, [Match("cell", "жасуша", 100), Match("Water boils.", "Су қайнайды.", 100)], "kk"
    )
    report, rows = take_in(path, tmp_path, domain="biology")
    assert rows == [["cell", "жасуша", "preferred"]]
    assert report.left_out == ('"Water boils.": is a sentence, not a term.',)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", "one,two\n1,2\n", "names no source and target term"),
        ("a.csv", "", "names no source and target term"),
        ("a.csv", 'en,kk\n"cell,x', r"a\.csv:2: is not valid CSV"),
        ("a.csv", "en,kk\ncell,\n", "no line can be taken, so nothing was written. line 2"),
        ("a.csv", "en,kk\n", "holds no English term with a target in kk"),
    ],
)
def test_file_without_terms_is_refused(name: str, content: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(TermbaseError, match=told):
        import_glossary(path, tmp_path / "out.csv", "kk", READERS)
    assert not (tmp_path / "out.csv").exists()


def test_other_suffix_is_refused_with_what_is_read(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFormatError, match="CSV, TSV, TBX or TMX"):
        import_glossary(tmp_path / "a.xlsx", tmp_path / "out.csv", "kk", READERS)


def test_glossary_with_faults_is_not_added_to(tmp_path: Path) -> None:
    path, out = tmp_path / "a.csv", tmp_path / "out.csv"
    path.write_text("en,kk\ncell,жасуша\n", encoding="utf-8")
    out.write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(TermbaseError, match=r"out\.csv:1"):
        import_glossary(path, out, "kk", READERS)
    assert out.read_text() == "nonsense\n"

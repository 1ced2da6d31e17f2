# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""LaTeX: identity, what is read, what text is written as, and what an adaptation says anew."""

from __future__ import annotations

import re
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.formats import formats
from adapters.formats.latex import Latex, Surroundings, latex_document, merge_latex
from adapters.formats.latex_book import LatexBook
from adapters.formats.latex_document import LatexFile
from audarma.errors import InlineCodeError, MalformedDocumentError, UnsafeSourceError
from audarma.inline_code import CodeKind, codes, escape, parse, plain_text, serialise
from audarma.model import Attribution, Document, NoticeLine, Unit, UnitKind
from audarma.ports import Adaptation, Targets

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "latex"
FILES = sorted(CORPUS.rglob("*.tex"))
needs_corpus = pytest.mark.skipif(
    not FILES, reason="the shared corpus is not beside the repository"
)
LESSON = (Path(__file__).parents[1] / "corpus" / "latex" / "lesson.tex").read_bytes()


def pseudo(content: str) -> str:
    """Write each text in Kazakh letters and brackets; codes stay where they are."""
    letters = str.maketrans("aeiou", "әіңғү")
    return serialise(
        f"⟦{token.translate(letters)}⟧" if isinstance(token, str) and token.strip() else token
        for token in parse(content)
    )


def units(data: bytes = LESSON) -> dict[str, Unit]:
    return {unit.content: unit for unit in Latex().extract(data, "lesson.tex").units}


def texts(source: str) -> list[str]:
    return [unit.content for unit in Latex().extract(source.encode(), "a.tex").units]


def test_each_kind_of_text_is_a_unit_and_code_is_none() -> None:
    kinds = {content: unit.kind for content, unit in units().items()}
    assert kinds["Sets &amp; maps<thanks1/>"] is UnitKind.TITLE
    assert kinds["Written for a class."] is UnitKind.FOOTNOTE
    assert kinds["Rule"] is UnitKind.LABEL
    assert kinds["What a set is"] is kinds["Sets"] is kinds["Of thumb"] is UnitKind.HEADING
    assert kinds["one"] is kinds["second"] is kinds["a rule"] is UnitKind.LIST_ITEM
    assert kinds["two"] is UnitKind.LABEL
    assert kinds["Map"] is UnitKind.DEFINITION
    assert kinds["The long table"] is kinds["Short"] is UnitKind.CAPTION
    assert kinds["Name"] is kinds["Size"] is UnitKind.TABLE_CELL
    assert kinds["<multicolumn1>both</multicolumn1>"] is UnitKind.TABLE_CELL
    assert kinds["All is number."] is UnitKind.QUOTATION
    assert kinds["Not <emph1>much</emph1>."] is kinds["Really."] is UnitKind.FOOTNOTE
    assert not any("do not translate" in content for content in kinds)


def test_sentence_keeps_what_is_inside_it_as_codes() -> None:
    found = units()
    unit = found[
        "A set <math1/> holds “things”\u00a0— see Section\u00a0<ref2/> <comment3/>and the café on "
        "page 3–4: <math4/> It costs 5\u2009% of $10.<footnote5/> It is <important6/> "
        "<emph7>and <textbf8>small</textbf8></emph7>."
    ]
    assert unit.title_path == ("What a set is",)
    assert unit.code_hints["<ref2/>"] == r"\ref{sec:sets}"
    assert "We say what a <term1>set</term1> is." in found
    assert "not empty" in found
    assert "Small print with <em1>words</em1> in it." in found
    assert (
        "More of it, typed as <verb1/> or <texttt2/>, by <unknown3/> and <LaTeX4/> itself." in found
    )
    assert "Visit <href1>this page</href1> or <url2/>." in found


def test_merge_without_changes_gives_the_same_bytes() -> None:
    same = {unit.id: unit.content for unit in units().values()}
    assert Latex().merge(LESSON, {}, None) == LESSON
    assert Latex().merge(LESSON, same, None) == LESSON


def test_pseudo_translation_comes_back_and_touches_nothing_else() -> None:
    document = Latex().extract(LESSON, "lesson.tex")
    targets = {unit.id: pseudo(unit.content) for unit in document.units}
    merged = Latex().merge(LESSON, targets, None)
    again = Latex().extract(merged, "lesson.tex")
    assert {unit.id: unit.content for unit in again.units} == targets
    assert merged.count(b"do not translate") == LESSON.count(b"do not translate")
    one = next(unit for unit in document.units if unit.content == "second")
    assert Latex().merge(LESSON, {one.id: "екі"}, None) == LESSON.replace(b"second", "екі".encode())


def test_target_without_its_codes_is_refused_by_name() -> None:
    unit = units()["Not <emph1>much</emph1>."]
    with pytest.raises(InlineCodeError, match=rf"{unit.id}.*lost inline code <emph1>"):
        Latex().merge(LESSON, {unit.id: "Аз."}, None)


@pytest.mark.parametrize("data", [b"", b" \n", b"a\0b"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedDocumentError, match=r"a\.tex"):
        Latex().extract(data, "a.tex")


SOUPS = st.lists(
    st.sampled_from(
        r"\ { } [ ] $ $$ & # _ ^ ~ % a б \\ \( \) \[ \] \emph{ \textbf{x} \foo \foo[y]{z} \bar "
        r"\footnote{ \item \section{ \verb|q| \'e \% \, \dots -- `` '' ' * ( \begin{quote} "
        r"\end{quote} \begin{align} \end{align} \begin{tabular}{l} \end{tabular} \text{so} \def\a "
        r"\begin{verbatim} \end{verbatim} \newcommand{\x}[1]{#1} \label{a} {\em \index{a}% ".split()
        + [" ", "\n", "\n\n", "%\n", "% c\n"]
    ),
    max_size=25,
)
TEXTS = st.text("aя \\{}[]$&#_^~%-–—'\"`“”‘’?!,<>|*(@…\u00a0\u2009\n\t", min_size=1, max_size=12)


@given(SOUPS)
def test_any_source_keeps_its_bytes(parts: list[str]) -> None:
    data = ("Start " + "".join(parts)).encode()
    found = Latex().extract(data, "a.tex").units
    assert len({unit.id for unit in found}) == len(found)
    assert Latex().merge(data, {unit.id: unit.content for unit in found}, None) == data


PLACES = (
    "{}",
    "\\section[Short]{{{}}}",
    "\\item[{}] x",
    "\\unknown{{a{{b}}}}% c\n{} \\nat",
    "\\emph{{{}}}{{\\em b}}",
    "a\\footnote{{{}}}",
    "\\begin{{thm}}[{}]\\end{{thm}}",
    "\\begin{{tabular}}{{l}} {} & b \\\\ {} \\end{{tabular}}",
    "$x \\text{{{}}}$",
    "\\\\ {}",
)


@given(st.sampled_from(PLACES), TEXTS)
def test_text_is_text_wherever_it_stands(place: str, text: str) -> None:
    data = place.format("word", "word").encode()
    found = Latex().extract(data, "a.tex").units
    spaced = re.sub(r"[ \n\t]+", " ", f"д{text}ж" if text[0].isspace() else f"{text}ж")
    targets = {unit.id: unit.content.replace("word", escape(spaced)) for unit in found}
    merged = Latex().merge(data, targets, None)
    again = Latex().extract(merged, "a.tex").units
    assert {unit.id: unit.content for unit in again} == targets


CHUNKS = ("<math1/>", "<nat2/>", "<emph3>a</emph3>", "<unknown4/>", "<comment5/>", "<g6>b</g6>")


@given(st.lists(TEXTS, min_size=6, max_size=6), st.permutations(CHUNKS))
def test_codes_can_change_places_with_any_text_between(
    between: list[str], order: list[str]
) -> None:
    data = b"Text $x$ \\nat \\emph{a} \\unknown{y} % c\n{b} of it"
    (unit,) = Latex().extract(data, "a.tex").units
    assert sorted(map(str, codes(unit.content))) == sorted(map(str, codes("".join(CHUNKS))))
    written = "д".join(f"{escape(text)}{chunk}" for text, chunk in zip(between, order, strict=True))
    target = re.sub(r"[ \n\t]+", " ", f"ж{written}ж")
    merged = Latex().merge(data, {unit.id: target}, None)
    (again,) = Latex().extract(merged, "a.tex").units
    numbers = {code.number: str(n) for n, code in reversed([*enumerate(codes(target), 1)])}
    assert re.sub(r"(?<=[a-z])\d", "", again.content) == re.sub(r"(?<=[a-z])\d", "", target)
    assert len(numbers) == 6


@pytest.mark.parametrize(
    "source",
    ["{", "}", r"\emph{", r"\footnote{a ", r"\foo[", "$", r"\(", r"\begin{quote}a", r"\section[a"],
)
def test_hostile_nesting_is_read_in_linear_time(source: str) -> None:
    data = (source * 100_000).encode()
    start = time.process_time()
    found = Latex().extract(data, "a.tex").units
    assert Latex().merge(data, {unit.id: unit.content for unit in found}, None) == data
    assert time.process_time() - start < 30


@needs_corpus
def test_real_files_keep_every_byte_and_take_every_target() -> None:
    for path in FILES:
        data = path.read_bytes()
        found = Latex().extract(data, path.name).units
        same = {unit.id: unit.content for unit in found}
        assert Latex().merge(data, same, None) == data, path
        targets = {unit.id: pseudo(unit.content) for unit in found}
        merged = Latex().merge(data, targets, None)
        again = Latex().extract(merged, path.name).units
        assert {unit.id: unit.content for unit in again} == targets, path

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jupyter notebooks in place: Markdown cells change, and not one byte elsewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.formats import formats
from adapters.formats.notebook import Notebook
from adapters.formats.notebook_json import JsonText, Value
from audarma.errors import AudarmaError, InlineCodeError, MalformedDocumentError, UnsafeSourceError
from audarma.inline_code import Code, parse, serialise
from audarma.licence import gate
from audarma.model import Attribution, NoticeLine, Unit
from audarma.ports import Adaptation

FORMAT = Notebook(formats())
OWN = Path(__file__).parents[1] / "corpus" / "notebook" / "lesson.ipynb"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "ipynb"
SAMPLE = OWN.read_bytes()
FILES = [OWN, *sorted(CORPUS.rglob("*.ipynb"))]
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no dev corpus at {CORPUS}")

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=12,
)
INDENTS = st.sampled_from([None, 1, 2, "\t"])


def units(data: bytes) -> tuple[Unit, ...]:
    return FORMAT.extract(data, "lesson.ipynb").units


def contents(data: bytes) -> dict[str, str]:
    return {unit.id: unit.content for unit in units(data)}


def cells(data: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(data)["cells"]
    return found


def notebook(*sources: Any, **metadata: Any) -> bytes:
    markdown = [{"cell_type": "markdown", "metadata": {}, "source": text} for text in sources]
    whole = {"cells": markdown, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(whole).encode()


def in_cyrillic(content: str) -> str:
    """Give *content* with each word swapped for a Cyrillic one, its codes as they were."""
    return serialise(
        token if isinstance(token, Code) else re.sub(r"[^\W\d_]+", "аударма", token)
        for token in parse(content)
    )


def attribution(warning: str = "Ескерту: тексерілмеген.") -> Attribution:
    line = NoticeLine((("Түпнұсқа: ", ""), ("«Water»", "https://example.org/water")))
    return Attribution(
        "kk", "Су", "Аударма туралы", (line,), warning, "CC-BY-4.0", "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/", "https://example.org/water", "Water",
        ("Aigul Drop",), ("pseudo",), "2026-01-02", {"@type": "LearningResource"},
    )  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_targets_equal_to_their_sources_change_no_byte(path: Path) -> None:
    data = path.read_bytes()
    assert FORMAT.merge(data, contents(data), None) == data
    assert FORMAT.merge(data, {}, None) == data


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_unit_in_other_words_is_read_back_as_it_was_written(path: Path) -> None:
    data = path.read_bytes()
    targets = {name: f"⟦{in_cyrillic(content)}⟧" for name, content in contents(data).items()}
    merged = FORMAT.merge(data, targets, None)
    assert contents(merged) == targets
    before, after = cells(data), cells(merged)
    for cell in (*before, *after):
        if cell["cell_type"] == "markdown":
            assert isinstance(cell.pop("source"), str | list)
    assert before == after


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_adapted_notebook_is_valid_by_the_schema_of_its_version(path: Path) -> None:
    data = path.read_bytes()
    merged = FORMAT.merge(data, {}, Adaptation("kk", attribution()))
    nbformat.validate(json.loads(merged), relax_add_props=False)
    assert len(cells(merged)) == len(cells(data)) + 2


def test_only_the_lines_of_a_changed_unit_change() -> None:
    merged = FORMAT.merge(SAMPLE, {"intro-1.u1": "Су"}, None)
    assert merged == SAMPLE.replace(b'"# Water\\n"', '"# Су\\n"'.encode())


def test_source_in_one_string_stays_in_one_string() -> None:
    merged = FORMAT.merge(SAMPLE, {"intro-2.u2": "Тамшылап, 20\u00a0км/сағ."}, None)
    assert cells(merged)[3]["source"] == "---\nHow: it falls\n---\n\nТамшылап, 20\u00a0км/сағ."


def test_letters_are_escaped_where_the_notebook_escapes_them() -> None:
    escaped = notebook("Plain", "é")
    assert b"\\u00e9" in escaped
    assert b'"\\u0421\\u0443"' in FORMAT.merge(escaped, {"@1.u1": "Су"}, None)


def test_text_that_looks_like_json_stays_text() -> None:
    target = 'Ол: "су", \\n ], { және \u2028 жаңа'
    merged = FORMAT.merge(notebook(["Plain"]), {"@1.u1": target}, None)
    assert contents(merged)["@1.u1"] == target
    assert len(cells(merged)) == 1


def test_units_stand_under_the_headings_of_earlier_cells() -> None:
    paths = {unit.content: unit.title_path for unit in units(SAMPLE)}
    assert paths["Water for all"] == paths["Water"] == ()
    assert paths["How: it falls"] == ("Water",)
    assert paths["Snow"] == ("Water",)
    assert paths["Snow is cold."] == ("Water", "Snow")
    assert paths["Ice is hard."] == ("Water", "Snow", "Ice")
    assert paths["So is hail."] == ("Water", "Snow", "Ice")
    assert paths["Licence"] == ("Water",)


def test_code_outputs_raw_cells_and_metadata_are_no_units() -> None:
    assert not [unit for unit in units(SAMPLE) if "never" in unit.content]


def test_ids_follow_the_cells_when_a_cell_is_put_before_them() -> None:
    whole = json.loads(SAMPLE)
    new = {"cell_type": "markdown", "id": "new", "metadata": {}, "source": ["New."]}
    whole["cells"].insert(0, new)
    assert contents(SAMPLE).items() < contents(json.dumps(whole).encode()).items()


def test_metadata_is_read_from_the_notebook_and_its_text() -> None:
    found = FORMAT.metadata(SAMPLE)
    assert found.title == "Water for all"
    assert found.creators == ("Aigul Drop",)
    assert found.rights_statement == "Copyright 2024 Aigul Drop"
    assert found.licence_statements[0] == "https://creativecommons.org/licenses/by/4.0/"


@needs_corpus
def test_licence_of_a_real_book_is_found_in_its_text() -> None:
    found = FORMAT.metadata((CORPUS / "thinkpython3" / "chap07.ipynb").read_bytes())
    assert gate(found).source.spdx_id == "CC-BY-NC-SA-4.0"
    assert found.creators == ("Allen B. Downey",)


def test_stated_authors_and_licence_stand_above_the_text() -> None:
    data = notebook(
        "# Rain", authors=[{"name": "A. Drop"}, {"name": "B. Drop"}], license="CC0-1.0", lang="en"
    )
    found = FORMAT.metadata(data)
    assert (found.title, found.language) == ("Rain", "en")
    assert found.creators == ("A. Drop", "B. Drop")
    assert found.licence_statements == ("CC0-1.0",)


def test_kernel_language_is_no_language_of_the_text() -> None:
    assert FORMAT.metadata(notebook("# Rain", language="Julia")).language == ""
    merged = json.loads(FORMAT.merge(notebook("# A", language="Julia"), {}, Adaptation("kk")))
    assert merged["metadata"] == {"language": "Julia", "lang": "kk"}


def test_adaptation_states_its_language_licence_and_translator() -> None:
    merged = json.loads(FORMAT.merge(SAMPLE, {}, Adaptation("kk", attribution())))
    assert (
        merged["metadata"]
        | {
            "title": "Water for all",
            "language_info": {"name": "python"},
            "lang": "kk",
            "license": "CC-BY-4.0",
            "translator": "pseudo",
            "jsonld": {"@type": "LearningResource"},
        }
        == merged["metadata"]
    )


def test_notice_is_the_last_cell_and_warning_the_first_after_front_matter() -> None:
    merged = FORMAT.merge(SAMPLE, {}, Adaptation("kk", attribution()))
    found = cells(merged)
    assert found[0] == cells(SAMPLE)[0]
    assert found[1]["source"] == ["> Ескерту: тексерілмеген."]
    assert found[-1]["source"] == [
        "## Аударма туралы\n",
        "\n",
        "Түпнұсқа: [«Water»](https://example.org/water)",
    ]
    kept = SAMPLE[SAMPLE.index(b'"attachments"') : SAMPLE.index(b"creativecommons.org")]
    assert kept in merged


def test_reviewed_adaptation_carries_no_warning() -> None:
    merged = FORMAT.merge(SAMPLE, {}, Adaptation("kk", attribution(warning="")))
    assert len(cells(merged)) == len(cells(SAMPLE)) + 1


@pytest.mark.parametrize("indent", [None, 1])
def test_notebook_without_cells_gets_its_notice(indent: int | None) -> None:
    data = json.dumps(json.loads(notebook()), indent=indent).encode()
    merged = FORMAT.merge(data, {}, Adaptation("kk", attribution()))
    nbformat.validate(json.loads(merged))
    assert len(cells(merged)) == 2


def test_target_without_its_codes_is_refused_by_its_full_name() -> None:
    with pytest.raises(InlineCodeError, match=r"^intro-1\.u2: .*lost inline code"):
        FORMAT.merge(SAMPLE, {"intro-1.u2": "Жаңбыр"}, None)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", r"lesson\.ipynb:1: is no JSON"),
        (b'{"cells": [\n,]}', r"lesson\.ipynb:2: is no JSON"),
        (b"[]", r'has no "nbformat"'),
        (b'"text"', r'has no "nbformat"'),
        (b'{"nbformat": 3, "worksheets": []}', r"format 3.*Open and save it in Jupyter"),
        (b'{"nbformat": 4, "metadata": {}}', r'"cells" is not an array'),
        (b'{"nbformat": 4, "cells": [], "metadata": []}', r'"metadata" is not an object'),
        (b'{"nbformat": 4, "cells": [1], "metadata": {}}', r'cell 1 has no "cell_type"'),
        (notebook(7), r'the "source" of cell 1 is no text'),
        (notebook(["a", None]), r'the "source" of cell 1 is no text'),
        (notebook("half \ud83d"), r"cell 1 holds half of a surrogate pair"),
        (notebook("nul \0"), r"cell 1:1: holds NUL"),
        (b'{"nbformat": "\xff"}', r"lesson\.ipynb:1: is not in UTF-8"),
        (b'{"nbformat": ' + b"4" * 5000 + b"}", r"number that is too long"),
    ],
)
def test_broken_notebook_is_refused_with_its_place_and_advice(data: bytes, told: str) -> None:
    with pytest.raises(MalformedDocumentError, match=told) as refusal:
        FORMAT.extract(data, "lesson.ipynb")
    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize("depth", [300, 100_000])
def test_bottomless_notebook_is_refused(depth: int) -> None:
    with pytest.raises(UnsafeSourceError, match="nests deeper"):
        FORMAT.extract(b"[" * depth + b"]" * depth, "lesson.ipynb")


@given(st.binary(max_size=60))
def test_random_bytes_are_refused_in_our_own_words(data: bytes) -> None:
    with pytest.raises(AudarmaError):
        FORMAT.extract(data, "lesson.ipynb")


def as_python(whole: JsonText, value: Value) -> Any:
    if value.is_object:
        return {key: as_python(whole, member) for key, member in value.members.items()}
    if value.is_array:
        return [as_python(whole, entry) for entry in value.entries]
    return whole.plain(value)


@given(JSON_VALUES, INDENTS, st.booleans())
def test_placed_values_are_what_the_json_says(value: Any, indent: Any, is_ascii: bool) -> None:
    whole = JsonText(json.dumps(value, indent=indent, ensure_ascii=is_ascii), "any")
    assert as_python(whole, whole.root) == value


@given(
    st.dictionaries(st.text(max_size=4), JSON_VALUES, max_size=4),
    st.dictionaries(st.text(max_size=4), JSON_VALUES, max_size=4),
    INDENTS,
)
def test_set_members_are_there_and_the_others_as_they_were(
    old: dict[str, Any], new: dict[str, Any], indent: Any
) -> None:
    whole = JsonText(json.dumps(old, indent=indent), "any")
    after = whole.applied(list(whole.set_members(whole.root, new, 0)))
    assert json.loads(after) == old | new
    placed = JsonText(after, "any").root.members
    for key in old.keys() - new.keys():
        before = whole.root.members[key]
        assert after[placed[key].start : placed[key].end] == whole.text[before.start : before.end]


@settings(max_examples=60)
@given(
    st.lists(st.text('ab *_`#\n"\\é', max_size=12), min_size=1, max_size=4),
    INDENTS,
    st.booleans(),
    st.sampled_from(["", "\n"]),
)
def test_any_markdown_in_any_layout_keeps_its_bytes(
    sources: list[str], indent: Any, is_ascii: bool, end: str
) -> None:
    whole = json.loads(notebook(*(text.splitlines(keepends=True) for text in sources)))
    data = (json.dumps(whole, indent=indent, ensure_ascii=is_ascii) + end).encode()
    assert FORMAT.merge(data, contents(data), None) == data
    targets = {name: in_cyrillic(content) for name, content in contents(data).items()}
    assert contents(FORMAT.merge(data, targets, None)) == targets


def test_a_heading_that_a_link_in_another_cell_leads_to_keeps_its_identifier() -> None:
    data = notebook("[on](#Getting-Started)", "## Getting Started\n\nText.", "## Other")
    targets = {unit.id: in_cyrillic(unit.content) for unit in units(data)}
    out = [cell["source"] for cell in cells(FORMAT.merge(data, targets, None))]
    heading = in_cyrillic("Getting Started")
    assert out[1].startswith(f'<a id="Getting-Started"></a>\n\n## {heading}\n')
    assert out[2] == f"## {in_cyrillic('Other')}"
    assert FORMAT.merge(data, {unit.id: unit.content for unit in units(data)}, None) == data

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Markdown in place: what is a unit, what stays, and that text can never become markup."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from adapters.formats.markdown import Markdown
from adapters.formats.markdown_anchors import Anchors
from adapters.formats.markdown_front_matter import read_front_matter
from audarma.errors import InlineCodeError, MalformedDocumentError
from audarma.inline_code import Code, escape, parse, serialise
from audarma.model import Attribution, NoticeLine, Unit, UnitKind
from audarma.ports import Adaptation

FORMAT = Markdown()
OWN = Path(__file__).parents[1] / "corpus" / "markdown"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "markdown"
SAMPLE = (OWN / "every-construct.md").read_bytes()
FILES = sorted(
    path
    for folder in (OWN, CORPUS)
    for path in folder.rglob("*")
    if path.suffix.lower() in FORMAT.suffixes
)
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no dev corpus at {CORPUS}")

# Controls (Cc) but tab and line feed, and surrogates (Cs), are no text; Markdown has none.
LITERAL = st.text(st.characters(exclude_categories=("Cc", "Cs"), include_characters="\t\n"))
LITERAL_LINE = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
MARKUP = st.text("*_`~[](){}<>!#+-=|$@&;:%^\\/\"'.1a ж\n\t", max_size=12)


def units(data: bytes) -> tuple[Unit, ...]:
    return FORMAT.extract(data, "page.md").units


def merged(text: str, targets: dict[str, str]) -> str:
    return FORMAT.merge(text.encode(), targets, None).decode()


def content_of(text: str) -> list[str]:
    return [unit.content for unit in units(text.encode())]


def replaced_words(content: str) -> str:
    """Give *content* with each word swapped for a Cyrillic one, its codes as they were."""
    return serialise(
        token if isinstance(token, Code) else re.sub(r"[^\W\d_]+", "аударма", token)
        for token in parse(content)
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize(
    ("mark", "newline"), [(b"", b"\n"), (b"\xef\xbb\xbf", b"\r\n")], ids=["LF", "BOM, CRLF"]
)
def test_targets_equal_to_their_sources_change_no_byte(
    path: Path, mark: bytes, newline: bytes
) -> None:
    data = mark + path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", newline)
    assert FORMAT.merge(data, {unit.id: unit.content for unit in units(data)}, None) == data


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_unit_in_brackets_is_read_back_as_it_was_written(path: Path) -> None:
    data = path.read_bytes()
    targets = {unit.id: f"⟦{unit.content}⟧" for unit in units(data)}
    assert {u.id: u.content for u in units(FORMAT.merge(data, targets, None))} == targets


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_unit_in_other_words_is_read_back_as_it_was_written(path: Path) -> None:
    data = path.read_bytes()
    targets = {unit.id: replaced_words(unit.content) for unit in units(data)}
    assert {u.id: u.content for u in units(FORMAT.merge(data, targets, None))} == targets


@needs_corpus
def test_no_example_of_the_commonmark_specification_changes() -> None:
    path = CORPUS / "commonmark-spec-0.31.2.md"
    example_block = re.compile(r"^`{32} example\n.*?^`{32}$", re.MULTILINE | re.DOTALL)
    before = path.read_text(encoding="utf-8")
    after = merged(before, {u.id: f"⟦{u.content}⟧" for u in units(before.encode())})
    assert len(example_block.findall(before)) > 600
    assert example_block.findall(after) == example_block.findall(before)


def test_one_changed_unit_leaves_every_other_line_as_it_was() -> None:
    before = SAMPLE.decode()
    for unit in units(SAMPLE):
        after = merged(before, {unit.id: replaced_words(unit.content)})
        if unit.content == replaced_words(unit.content):
            continue
        first = next(i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b)
        tail = next(
            i for i, (a, b) in enumerate(zip(before[::-1], after[::-1], strict=False)) if a != b
        )
        changed = before[first : len(before) - tail]
        assert changed.count("\n") <= 3, unit
        assert "never" not in changed


def test_units_of_every_construct_are_read_with_their_kind() -> None:
    found = {unit.content: unit.kind for unit in units(SAMPLE)}
    expected = {
        "It's about water": UnitKind.TITLE,
        "Water is <code1/>": UnitKind.METADATA,
        "The water cycle": UnitKind.HEADING,
        "A map of the cycle": UnitKind.LABEL,
        "Rain falls on the just.": UnitKind.QUOTATION,
        "Look <em1>up</em1>": UnitKind.LIST_ITEM,
        "Drink a glass": UnitKind.LIST_ITEM,
        "first item": UnitKind.LIST_ITEM,
        "Kind": UnitKind.TABLE_CELL,
        "<em1>Share</em1>": UnitKind.TABLE_CELL,
        "Salt | sea": UnitKind.TABLE_CELL,
        "A river": UnitKind.ALT_TEXT,
        "The river": UnitKind.LABEL,
        "A long river": UnitKind.ALT_TEXT,
        "Term": UnitKind.DEFINITION,
        "Its definition, which goes on.": UnitKind.DEFINITION,
        "What is rain?": UnitKind.HEADING,
        "Water.": UnitKind.PARAGRAPH,
        "Mind the <em1>gap</em1>": UnitKind.HEADING,
        "A note body.": UnitKind.PARAGRAPH,
        "A tip title": UnitKind.HEADING,
        "A tip body.": UnitKind.PARAGRAPH,
        "Setext heading": UnitKind.HEADING,
        "The note itself.": UnitKind.FOOTNOTE,
        "Last": UnitKind.HEADING,
    }
    assert expected.items() <= found.items()
    assert not [content for content in found if "never" in content]


def test_inline_constructs_become_named_codes_and_the_rest_plain_text() -> None:
    paragraph = next(unit for unit in units(SAMPLE) if unit.content.startswith("Water <em1>"))
    assert paragraph.content == (
        "Water <em1>moves</em1> between the <strong2>sea</strong2>, the <del3>sky</del3> air and "
        "the land; see <a4>the map</a4> or <a5>the glossary</a5>.  It takes <math6/> days, says "
        "<code7/>, <role8/> and <b9>others</b9> <cite10/>.<br11/>A note<fn12/> and a pipe | and "
        "1 &lt; 2 &amp; more at <url13/>."
    )
    assert paragraph.code_hints["<code7/>"] == "`sun.py`"
    assert "map.html" in paragraph.code_hints["<a4>"]
    assert paragraph.title_path == ("The water cycle",)


def test_a_reference_link_keeps_its_reference_when_its_text_changes() -> None:
    text = "See [sun].\n\n[sun]: https://example.org\n"
    assert merged(text, {"u1": "Қара <a1>күн</a1>."}).startswith("Қара [күн][sun].\n")


def test_a_changed_paragraph_is_wrapped_to_the_files_width_behind_its_prefix() -> None:
    text = "> - " + "word " * 9 + "word\n>   " + "word " * 9 + "word\n"
    out = merged(text, {"u1": "сөздер " * 19 + "сөз"})
    lines = out.splitlines()
    assert len(lines) > 2
    assert lines[0].startswith("> - ") and all(line.startswith(">   ") for line in lines[1:])
    assert max(map(len, lines)) <= 53


def test_an_unwrapped_paragraph_stays_one_line() -> None:
    assert merged("word " * 40 + "\n", {"u1": "сөз " * 60 + "сөз"}).count("\n") == 1


def test_a_suffix_after_emphasis_keeps_the_emphasis() -> None:
    assert merged("The _file_ is new.\n", {"u1": "<em1>файл</em1>дар"}) == "*файл*дар\n"
    text = merged("**Note:** text\n", {"u1": "<strong1>Ескерту:</strong1>мәтін"})
    assert content_of(text) == ["<strong1>Ескерту:</strong1>мәтін"]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("As @smith says.\n", "<cite1/>-дың сөзі."),
        ("At https://example.org now.\n", "<url1/>-да."),
        ("_Use_ `x`.\n", "<code2/><em1>қолдан</em1>."),
    ],
    ids=["citation", "address", "emphasis beside code"],
)
def test_a_code_stays_itself_beside_other_text(text: str, target: str) -> None:
    data = merged(text, {"u1": target}).encode()
    read = [re.sub(r"\d", "", content) for content in content_of(data.decode())]
    assert read == [re.sub(r"\d", "", target)]


@pytest.mark.parametrize(
    ("text", "target", "written"),
    [
        ("See `x` and `y`.\n", "<code2/><code1/> қара.", "`y`<!-- -->`x` қара."),
        ("In @fig.\n", "суретте<cite1/>", "суретте<!-- -->@fig"),
        ("See [@c] or `x`.\n", "<code2/><cite1/> қара.", "`x`[@c] қара."),
        ("See `x` and `y`.\n", "<code2/> <code1/> қара.", "`y` `x` қара."),
    ],
)
def test_codes_that_would_be_read_as_one_are_kept_apart(
    text: str, target: str, written: str
) -> None:
    assert merged(text, {"u1": target}) == written + "\n"


def test_text_inside_a_code_is_neither_wrapped_nor_joined_to_what_is_around_it() -> None:
    text = "word " * 9 + "word\nand ![a picture](x.png)\n"
    data = merged(text, {"u2": "сурет " * 20 + "a [b"}).encode()
    assert data.count(b"\n") == 2
    assert units(data)[1].content == "сурет " * 20 + "a [b"


def test_text_that_needs_no_escape_gets_none() -> None:
    target = "Бағасы - 5 $, яғни [шамамен] 2 000 теңге (snake_case & C#) 50 % *"
    assert merged("Price\n", {"u1": target.replace("&", "&amp;")}) == target + "\n"


ESCAPING_SAMPLE = """---
title: plain title
subtitle: "quoted"
---

# Heading

Paragraph one that is
wrapped over lines, as *some* people do.

- item

> quotation

| a | b |
|---|---|
| cell | ![alt](x.png "title") |

Term
: definition[^1]

[link](y "label") and ^[inline note] [known]

:::{note} Title
Body
:::

Setext
======

[^1]: footnote

[known]: https://example.org
"""


@settings(max_examples=150, deadline=None)
@given(LITERAL | MARKUP)
@example("[known]")
@example("- [ ] # *a* 1. b")
@example("a  \nb\\")
@example("<script>alert(1)</script>")
@example("```")
@example("\xa0 x \u2028")
@example("[^1]: x {#id} {{ v }} @key $a$ https://example.org \\begin{x}")
def test_arbitrary_text_never_becomes_markup(text: str) -> None:
    data = ESCAPING_SAMPLE.encode()
    targets = {
        unit.id: "".join(
            (
                escape(f"{text}ж"),
                *(str(token) for token in parse(unit.content) if isinstance(token, Code)),
                escape(text),
            )
        )
        for unit in units(data)
    }
    assert {u.id: u.content for u in units(FORMAT.merge(data, targets, None))} == targets


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("See *this*.\n", "See this."),
        ("See `x`.\n", "See <code1/> and <code1/>."),
        ("[a](x) [b](y)\n", "<a1>a <a2>b</a2></a1>"),
        ("[a](x) [@b]\n", "<a1>a <cite2/></a1>"),
    ],
    ids=["lost code", "doubled code", "link in a link", "citation in a link"],
)
def test_a_target_that_markdown_cannot_hold_is_refused(text: str, target: str) -> None:
    with pytest.raises(InlineCodeError, match="u1"):
        merged(text, {"u1": target})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a\0b", "page.md:1: holds NUL"),
        (b"---\ntitle: a: b\n---\ntext\n", "page.md: line 2: the front matter"),
        (b"\xff\xfea", "page.md:1: byte"),
    ],
    ids=["NUL", "YAML", "broken UTF-16"],
)
def test_what_cannot_be_read_is_refused_by_name(data: bytes, message: str) -> None:
    with pytest.raises(MalformedDocumentError) as caught:
        FORMAT.extract(data, "page.md")
    assert str(caught.value).startswith(message)


ADMONITIONS = """Text before.
!!! info inline "Keep in mind"
    Roots take in water,
    and more.

    - one

        Its paragraph.

    ```
    code
    ```

    ??? note
        Nested.

After it.

=== "First tab"

    In a tab.

!!! warning ""
    No title.

!!! No admonition

!!! No admonition, this is: "shouting" here
"""


def test_admonitions_and_tabs_of_mkdocs_keep_their_marks_and_their_text_is_read() -> None:
    assert content_of(ADMONITIONS) == [
        *("Text before.", "Keep in mind", "Roots take in water, and more.", "one"),
        *("Its paragraph.", "Nested.", "After it.", "First tab", "In a tab.", "No title."),
        "!!! No admonition",
        '!!! No admonition, this is: "shouting" here',
    ]
    assert merged(
        ADMONITIONS, {"u2": '"Есте" сақта', "u3": "Тамыр.", "u6": "Іште", "u8": "Бет"}
    ) == (
        ADMONITIONS.replace("Keep in mind", '"Есте" сақта')
        .replace("Roots take in water,\n    and more.", "Тамыр.")
        .replace("Nested.", "Іште")
        .replace("First tab", "Бет")
    )


HUGO = """+++
title = "Roots" # kept
tags = [
  ['plants', 'soil'],
]
description = '''
They take in
water.'''
weight = 3
date = 2024-05-01 07:32:00Z
[params]
author = 'A. Writer'
note = "title = 'No'"
+++

# Roots
"""


def test_titles_in_toml_are_units_and_all_else_stays() -> None:
    assert content_of(HUGO) == ["Roots", "They take in water.", "Roots"]
    assert FORMAT.metadata(HUGO.encode()).title == "Roots"
    assert merged(HUGO, {"u1": 'Тамыр "сабақ"', "u2": "Олар \\ алады"}) == HUGO.replace(
        '"Roots" #', '"Тамыр \\"сабақ\\"" #'
    ).replace("'''\nThey take in\nwater.'''", "'Олар \\ алады'")
    data = HUGO.replace("\n", "\r\n").encode()
    assert FORMAT.merge(data, {unit.id: unit.content for unit in units(data)}, None) == data


def test_a_block_between_pluses_that_is_no_toml_is_text() -> None:
    assert content_of("+++\n\nOne block.\n\n+++\n\nAnother.\n") == ["One block.", "Another."]


def test_what_an_adaptation_states_in_toml_stands_before_the_first_table() -> None:
    out = FORMAT.merge(HUGO.encode(), {}, Adaptation("kk", ATTRIBUTION)).decode()
    said = tomllib.loads(out.split("+++\n")[1])
    assert (said["lang"], said["license"], said["translator"]) == (
        *("kk", "CC-BY-SA-4.0", "Audarma: x"),
    )
    assert said["params"] == {"author": "A. Writer", "note": "title = 'No'"}
    assert "# Roots\n\n> Бұл - машиналық аударма.\n" in out


@given(text=st.text(LITERAL_LINE, min_size=1).filter(lambda text: text.strip() == text))
def test_any_title_in_toml_is_read_back(text: str) -> None:
    for quoted in ('"Roots"', "'Roots'", '"""Roots"""'):
        source = HUGO.replace('"Roots"', quoted)
        out = merged(source, {"u1": escape(f"А {text}")})
        assert content_of(out)[0] == escape(f"А {text}")
        assert tomllib.loads(out.split("+++\n")[1])["weight"] == 3


_KEYS = st.sampled_from(("title", "a", "y", "true", "A_b-1", "x y", "1a"))
_SCALARS = st.text("aZ09 ,.()'/!?-:#\"[]*é", max_size=8).filter(str.strip)


@given(st.lists(st.tuples(_KEYS, _SCALARS), max_size=3))
@example([("title", "a - b, c! (d) & 'e'?")])
@example([("a", "1"), ("a", "2")])
def test_plain_front_matter_says_what_yaml_reads_in_it(entries: list[tuple[str, str]]) -> None:
    lines = "".join(f"{key}: {scalar}\n" for key, scalar in entries)
    try:
        expected = read_front_matter(f'---\n{lines}z: "Only YAML reads this."\n---\n')
    except MalformedDocumentError:
        with pytest.raises(MalformedDocumentError):
            read_front_matter(f"---\n{lines}---\n")
        return
    found = read_front_matter(f"---\n{lines}---\n")
    assert expected is not None
    assert found is not None
    assert {**found.values, "z": expected.values["z"]} == expected.values


def test_metadata_is_read_from_the_front_matter_and_the_text() -> None:
    found = FORMAT.metadata(SAMPLE)
    assert (found.title, found.creators, found.language) == (
        "It's about water",
        ("A. Writer",),
        "en",
    )
    assert found.licence_statements == ("CC-BY-4.0",)
    prose = (
        b"# Book\n\nIt is licensed under [CC BY](https://creativecommons.org/licenses/by/4.0/).\n"
    )
    assert "https://creativecommons.org/licenses/by/4.0/" in " ".join(
        FORMAT.metadata(prose).licence_statements
    )


ATTRIBUTION = Attribution(
    locale="kk",
    title="Су *айналымы*",
    heading="Авторлық",
    lines=(NoticeLine((("Дереккөз: ", ""), ("Water [1]", "https://example.org/a_(b)"))),),
    warning="Бұл - машиналық аударма.",
    licence_id="CC-BY-SA-4.0",
    licence_name="CC BY-SA 4.0",
    licence_url="https://creativecommons.org/licenses/by-sa/4.0/",
    source_url="https://example.org",
    source_title="Water",
    creators=("A. Writer",),
    translators=("Audarma: x",),
    date="2026-01-01",
)


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("front", ["", "---\ntitle: T\nlang: en\n---\n"], ids=["none", "front"])
def test_an_adaptation_states_language_licence_warning_and_attribution(
    front: str, newline: str
) -> None:
    source = (front + "# First\n\nText.").replace("\n", newline)
    out = FORMAT.merge(source.encode(), {}, Adaptation("kk", ATTRIBUTION)).decode()
    assert "\n" not in out.replace(newline, "")
    text = out.replace(newline, "\n")
    yaml = YAML(typ="safe").load(text.split("---\n")[1])
    assert (yaml["lang"], yaml["license"]) == ("kk", "CC-BY-SA-4.0")
    assert yaml["translator"] == "Audarma: x"
    assert "# First\n\n> Бұл - машиналық аударма.\n\nText.\n\n## Авторлық\n" in text
    contents = content_of(text)
    assert contents[-2:] == ["Авторлық", "Дереккөз: <a1>Water [1]</a1>"]
    assert "Бұл - машиналық аударма." in contents


def test_a_language_alone_changes_only_the_front_matter() -> None:
    out = FORMAT.merge(SAMPLE, {}, Adaptation("kk"))
    assert out == SAMPLE.replace(b"lang: en\n", b"lang: kk\n")
    assert FORMAT.merge(b"# No front matter\n", {}, Adaptation("kk")) == b"# No front matter\n"


LINKED = "# Guide\n\n[Begin](#getting-started)\n\n## Getting started\n\nText.\n\n## Other\n"


def in_other_words(text: str, anchors: Anchors | None = None) -> str:
    """Give *text* with every heading in other words."""
    data = text.encode()
    changed = {
        unit.id: serialise(
            f"Жаңа {unit.id}" if isinstance(token, str) else token for token in parse(unit.content)
        )
        for unit in units(data)
        if unit.kind is UnitKind.HEADING
    }
    return FORMAT.merge_linked(data, changed, None, anchors or Anchors()).decode()


def test_a_heading_that_a_link_leads_to_keeps_its_identifier_and_others_get_none() -> None:
    assert in_other_words(LINKED) == (
        "# Жаңа u1\n\n[Begin](#getting-started)\n\n"
        '<a id="getting-started"></a>\n\n## Жаңа u3\n\nText.\n\n## Жаңа u5\n'
    )


def test_a_heading_whose_text_stays_or_that_no_link_leads_to_stays_to_the_byte() -> None:
    assert merged(LINKED, {unit.id: unit.content for unit in units(LINKED.encode())}) == LINKED
    # Other punctuation makes the same identifier.
    assert merged(LINKED, {"u3": "Getting started!"}) == LINKED.replace("started\n", "started!\n")
    assert "<a" not in in_other_words(LINKED.replace("[Begin](#getting-started)", "Begin"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("## Begin {#b}\n\n## Roots\n", "## Жаңа u1 {#b}\n\n## Жаңа u2 {#roots}\n"),
        ("## Begin {#b}\n\n## Roots ##\n", "## Жаңа u1 {#b}\n\n## Жаңа u2 {#roots}\n"),
        (
            "## Begin {#b}\n\n## Roots {.unnumbered}\n",
            "## Жаңа u1 {#b}\n\n## Жаңа u2 {#roots .unnumbered}\n",
        ),
        ("## Begin {#b}\n\nRoots\n---\n", "## Жаңа u1 {#b}\n\nЖаңа u2 {#roots}\n---\n"),
        ("::: {.callout}\n## Roots\n:::\n", "::: {.callout}\n## Жаңа u1 {#roots}\n:::\n"),
        ("(b)=\n## Roots\n", "(b)=\n(roots)=\n## Жаңа u1\n"),
        ("Roots\n---\n", '<a id="roots"></a>\n\nЖаңа u1\n---\n'),
        ("> ## Roots\n", '> <a id="roots"></a>\n>\n> ## Жаңа u1\n'),
        ("- # Roots\n", '- <a id="roots"></a>\n\n  # Жаңа u1\n'),
        ("Text.\n## Roots\n", 'Text.\n\n<a id="roots"></a>\n\n## Жаңа u2\n'),
        ("## Roots\n\n## Roots\n", '<a id="roots"></a>\n\n## Жаңа u1\n\n## Жаңа u2\n'),
        ('<a name="roots"></a>\n\n## Roots\n', '<a name="roots"></a>\n\n## Жаңа u1\n'),
        ("## Roots {#r}\n\n## Roots\n", "## Жаңа u1 {#r}\n\n## Жаңа u2 {#roots}\n"),
    ],
)
def test_an_identifier_is_written_as_the_dialect_has_it(before: str, after: str) -> None:
    link = "\n[see](#roots)\n"
    assert in_other_words(before + link) == after + link
    # What is written is no text: the units are the same again.
    again = [unit.kind for unit in units(in_other_words(before + link).encode())]
    assert again == [unit.kind for unit in units((before + link).encode())]


@pytest.mark.parametrize(
    ("heading", "identifier"),
    [
        ("`f()` and *more*: part 2", "f-and-more-part-2"),
        ("2. What's new?", "2-whats-new"),
        ("2. What's new?", "whats-new"),  # Pandoc's
        ("C++ & Über", "c-uber"),  # MkDocs's
        ("Version 1.2", "version-1.2"),  # Pandoc's
        ("A_b c", "a-b-c"),  # Sphinx's
    ],
)
def test_identifiers_of_every_tool_are_known(heading: str, identifier: str) -> None:
    wanted = Anchors(frozenset({identifier}))
    assert f'<a id="{identifier}"></a>' in in_other_words(f"## {heading}\n", wanted)


def test_a_duplicate_that_is_no_duplicate_any_more_keeps_its_number() -> None:
    text = "## Task\n\n## Task\n\n[second](#task-1)\n"
    assert merged(text, {"u1": "Тапсырма"}) == (
        '## Тапсырма\n\n<a id="task-1"></a>\n\n## Task\n\n[second](#task-1)\n'
    )


def test_an_identifier_stands_behind_the_front_matter_and_the_warning_that_are_put_in() -> None:
    text = "## Roots\n## Leaves\n\n[a](#roots) [b](#leaves)\n"
    out = FORMAT.merge(text.encode(), {"u1": "А", "u2": "Б"}, Adaptation("kk", ATTRIBUTION))
    found = out.decode()
    places = [found.index(s) for s in ("lang: kk", 'id="roots"', "## А", 'id="leaves"', "## Б")]
    assert places == sorted(places)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sites: what is one, the order of its pages, identity, and what is left out with a reason."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from adapters.formats import formats
from adapters.formats.first_look import FirstLook
from adapters.formats.site import Site
from audarma.errors import AudarmaError, MalformedDocumentError
from audarma.inline_code import parse, serialise
from audarma.model import Document
from audarma.ports import Adaptation, ResourceFormat, Targets

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev"
SITES = [
    CORPUS / path
    for path in (
        "html/debian-handbook",
        "html/maint-guide",
        "html/developers-reference",
        "markdown/carpentries-shell-novice",
        "markdown/myst-jupyter-book-docs",
    )
]
NAV = (
    '<nav><a href="index.html">Home</a> <a href="b.html">Roots</a> '
    '<a href="a.html">Leaves</a></nav>'
)
GERMAN = (
    "Die Pflanzen brauchen Licht, Wasser und Luft, damit sie wachsen können. Ihre Wurzeln nehmen "
    "das Wasser aus dem Boden auf, und die Blätter fangen das Licht der Sonne ein. Ohne Licht "
    "können die meisten Pflanzen nicht lange leben, denn sie machen ihre Nahrung selbst."
)


def page(title: str, body: str) -> str:
    return f'<html lang="en"><head><title>{title}</title></head><body>{NAV}{body}</body></html>'


HTML_SITE: dict[str, str | bytes] = {
    "a.html": page("Leaves", '<p>Leaves take in light. <img src="img/leaf.png" alt="A leaf"></p>'),
    "b.html": page("Roots", '<p>Roots take in water. <a href="deep/c.html#x">More</a></p>'),
    "deep/c.html": page("Soil", '<p id="x">Soil holds the water.</p>'),
    "index.html": page(
        "Plants",
        '<p>Start here. <a rel="license" '
        'href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a></p>',
    ),
    "img/leaf.png": b"\x89PNG\r\n\x1a\n",
    "z.html": page("Appendix", "<p>Nobody links here.</p>"),
}


def written(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def paths(source: Path) -> list[str]:
    return [document.path for document in formats().resource_format(source).extract(source)]


def remarks(source: Path) -> str:
    form = formats().resource_format(source)
    assert isinstance(form, Site)
    return " ".join(form.remarks(source))


def merged(
    source: Path,
    out: Path,
    targets_of: Callable[[str], Targets] = lambda _path: {},
    adaptation: Adaptation | None = None,
) -> dict[str, bytes]:
    form: ResourceFormat = formats().resource_format(source)
    form.merge(source, targets_of, adaptation, out)
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def shouted(documents: list[Document]) -> Callable[[str], Targets]:
    """Targets in capitals."""
    targets = {
        document.path: {
            unit.id: serialise(t.upper() if isinstance(t, str) else t for t in parse(unit.content))
            for unit in document.units
        }
        for document in documents
    }
    return lambda path: targets[path]


def test_a_folder_with_an_index_page_is_read_from_there_along_its_links(tmp_path: Path) -> None:
    source = written(tmp_path / "plants", HTML_SITE)
    assert formats().resource_format(source).name == "site"
    # The navigation of the index page, what "b" alone leads to, and the rest by name.
    assert paths(source) == ["index.html", "b.html", "deep/c.html", "a.html", "z.html"]


def test_a_folder_of_unrelated_pages_is_no_site(tmp_path: Path) -> None:
    source = written(tmp_path / "mixed", {"a.html": "<p>One.</p>", "b.md": "Two.\n"})
    assert not Site(formats()).recognises(FirstLook(source))


def test_a_packed_site_reads_as_its_folder_also_from_a_folder_within(tmp_path: Path) -> None:
    source = written(tmp_path / "plants", HTML_SITE)
    merged(source, tmp_path / "plants.zip")
    assert paths(tmp_path / "plants.zip") == paths(source)
    deeper = written(tmp_path / "all", {f"plants-main/{n}": c for n, c in HTML_SITE.items()})
    merged(deeper, tmp_path / "main.zip")
    assert paths(tmp_path / "main.zip")[0] == "plants-main/index.html"


def test_other_archives_with_an_index_page_are_no_sites(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "course.zip", "w") as archive:
        archive.writestr("imsmanifest.xml", "<broken")
        archive.writestr("index.html", "<p>Text.</p>")
    assert not Site(formats()).recognises(FirstLook(tmp_path / "course.zip"))


def test_pages_pictures_and_links_stay_where_they_are(tmp_path: Path) -> None:
    source = written(tmp_path / "plants", HTML_SITE)
    documents = list(formats().resource_format(source).extract(source))
    out = merged(source, tmp_path / "o.zip", shouted(documents), Adaptation("kk"))
    assert set(out) == set(HTML_SITE)
    assert out["img/leaf.png"] == HTML_SITE["img/leaf.png"]
    for name in ("index.html", "a.html", "b.html"):
        assert b'<a href="b.html">ROOTS</a> <a href="a.html">LEAVES</a>' in out[name]
    for name in ("index.html", "deep/c.html"):
        assert b'lang="kk"' in out[name]
    assert b'href="deep/c.html#x"' in out["b.html"]
    assert b"SOIL HOLDS THE WATER." in out["deep/c.html"]


@pytest.mark.parametrize("source", SITES, ids=lambda path: path.name)
def test_real_sites_come_back_to_the_byte(source: Path, tmp_path: Path) -> None:
    if not source.is_dir():
        pytest.skip("the shared corpus is not beside the repository")
    form = formats().resource_format(source)
    documents = list(form.extract(source))
    assert len({document.path for document in documents}) == len(documents) > 3
    targets = {d.path: {unit.id: unit.content for unit in d.units} for d in documents}
    out = merged(source, tmp_path / "o.zip", lambda path: targets[path])
    assert all(content == (source / name).read_bytes() for name, content in out.items())


def test_the_lesson_of_a_workbench_is_read_as_its_configuration_says(tmp_path: Path) -> None:
    source = written(
        tmp_path / "lesson",
        {
            "config.yaml": "carpentry: 'swc'\ntitle: 'The Shell: 1' # shown\nlicense: 'CC-BY 4.0'\n"
            "lang: en\nepisodes:\n- second.md\n- first.Rmd\nlearners:\n",
            "index.md": "See [the setup](learners/setup.md).\n",
            "episodes/first.Rmd": "# First\n",
            "episodes/second.md": "# Second\n",
            "learners/setup.md": "# Setup\n",
            "README.md": "How to build this.\n",
            "LICENSE.md": "Legal text.\n",
            "site/built/index.md": "# Built\n",
        },
    )
    found = ["config.yaml", "index.md", "episodes/second.md", "episodes/first.Rmd"]
    assert paths(source) == [*found, "learners/setup.md"]
    metadata = formats().resource_format(source).metadata(source)
    assert (metadata.title, metadata.licence_statements) == ("The Shell: 1", ("CC-BY 4.0",))
    assert "site/built/index.md: left out" in remarks(source)
    assert "LICENSE.md, README.md: kept in English" in remarks(source)
    documents = list(formats().resource_format(source).extract(source))
    out = merged(source, tmp_path / "o.zip", shouted(documents), Adaptation("ru"))
    assert "site/built/index.md" not in out
    assert out["config.yaml"].startswith(b"carpentry: 'swc'\ntitle: 'THE SHELL: 1' # shown\n")
    assert b"lang: ru\n" in out["config.yaml"]
    assert out["LICENSE.md"] == b"Legal text.\n"


NAVIGATION = """site_name: Plants
nav:
  - Home: index.md
  - "The parts":
      - Leaves: parts/leaves.md
      - parts/roots.md
markdown_extensions:
  - x: !!python/name:x.y
extra: {a: [1, 2]}
"""


def test_titles_in_a_navigation_are_translated_and_its_paths_are_not(tmp_path: Path) -> None:
    source = written(
        tmp_path / "book",
        {
            "mkdocs.yml": NAVIGATION,
            "docs/index.md": "# Home\n",
            "docs/parts/leaves.md": "# Leaves\n",
            "docs/parts/roots.md": "# Roots\n",
            "docs/a.md": "# First by name\n",
            "notes.md": "# Outside of the pages\n",
        },
    )
    documents = list(formats().resource_format(source).extract(source))
    assert [unit.content for unit in documents[0].units] == [
        "Plants",
        "Home",
        "The parts",
        "Leaves",
    ]
    assert [d.path[5:] for d in documents[1:]] == [
        *("index.md", "parts/leaves.md", "parts/roots.md", "a.md")
    ]
    targets = {"y2": '- a: [b], "c"', "y3": "#"}
    out = merged(source, tmp_path / "o.zip", lambda p: targets if p == "mkdocs.yml" else {})
    wanted = NAVIGATION.replace("Home:", '"- a: [b], \\"c\\"":').replace('"The parts"', '"#"')
    assert out["mkdocs.yml"].decode() == wanted


@pytest.mark.parametrize(
    ("name", "config", "order"),
    [
        (
            "_quarto.yml",
            "project: {type: book}\nbook:\n  title: T\n  chapters: [index.md, part: b, chapters: "
            "[b.md]]\n  appendices: [a.md]\n",
            ["index.md", "b.md", "a.md"],
        ),
        (
            "myst.yml",
            "project:\n  toc:\n  - file: b\n  - title: Parts\n    children:\n    - file: a.md\n",
            ["index.md", "b.md", "a.md"],
        ),
        ("_toc.yml", "root: b\nparts:\n- caption: C\n  chapters:\n  - file: a\n", ["b.md", "a.md"]),
    ],
)
def test_tables_of_contents_give_the_order(
    tmp_path: Path, name: str, config: str, order: list[str]
) -> None:
    pages = {"index.md": "# I\n", "a.md": "# A\n", "b.md": "# B\n"}
    source = written(tmp_path / "book", {name: config, **pages})
    found = [path for path in paths(source) if path.endswith(".md")]
    assert [path for path in found if path in order] == order
    assert set(found) == set(pages)


def test_entries_of_a_toctree_come_before_other_links(tmp_path: Path) -> None:
    index = "# I\n\n[far](z.md)\n\n```{toctree}\n:maxdepth: 2\n\nb\nThe first <a>\n```\n"
    source = written(
        tmp_path / "book",
        {"index.md": index, "a.md": "# A\n", "b.md": "# B\n", "z.md": "# Z\n"},
    )
    assert paths(source) == ["index.md", "b.md", "a.md", "z.md"]


def test_pages_in_other_languages_and_copies_are_named(tmp_path: Path) -> None:
    files = {
        **HTML_SITE,
        "de.html": page("Pflanzen", f"<p>{GERMAN}</p>"),
        "copy.html": HTML_SITE["z.html"],
    }
    source = written(tmp_path / "plants", files)
    assert "de.html: the text is in 'de', not English" in remarks(source)
    assert "z.html: the same as another page" in remarks(source)
    assert not {"de.html", "z.html"} & set(paths(source))
    documents = list(formats().resource_format(source).extract(source))
    out = merged(source, tmp_path / "o.zip", shouted(documents), Adaptation("kk"))
    assert out["de.html"] == str(files["de.html"]).encode()
    assert out["z.html"] == out["copy.html"] != HTML_SITE["z.html"]


def test_only_files_of_the_folder_itself_are_taken(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    source = written(
        tmp_path / "plants",
        {**HTML_SITE, "node_modules/x/index.html": "x", ".git/config": "x"},
    )
    os.symlink(tmp_path / "secret.png", source / "out.png")
    os.symlink(source / "img" / "leaf.png", source / "same.png")
    os.symlink(source / ".git" / "config", source / "config.txt")
    os.symlink(source, source / "loop")
    assert set(merged(source, tmp_path / "o.zip")) == {*HTML_SITE, "same.png"}


def test_a_file_that_packs_very_well_is_read_again(tmp_path: Path) -> None:
    source = written(tmp_path / "plants", {**HTML_SITE, "zeros.bin": bytes(3_000_000)})
    merged(source, tmp_path / "plants.zip")
    assert len(paths(tmp_path / "plants.zip")) == 5


def test_who_wrote_a_site_and_its_licence_are_read_beside_the_pages(tmp_path: Path) -> None:
    cited = (
        "cff-version: 1.2.0\ntitle: Plants, cited\nauthors:\n- given-names: Aigul\n"
        "  family-names: Serik\n- name: A School\nlicense: CC-BY-SA-4.0\n"
    )
    source = written(
        tmp_path / "plants",
        {
            "index.md": "# Plants\n\nPlants need light.\n",
            "LICENSE": "MIT License\n\nPermission is",
            "CITATION.cff": cited,
        },
    )
    metadata = formats().resource_format(source).metadata(source)
    assert metadata.title == "Plants"
    assert metadata.creators == ("Aigul Serik", "A School")
    assert metadata.licence_statements == ("CC-BY-SA-4.0",)
    (source / "CITATION.cff").unlink()
    assert formats().resource_format(source).metadata(source).licence_statements == ("MIT License",)


@pytest.mark.parametrize("config", ["nav: [", "- a\n-b: c: d\n", "a: &a [*a, *a]\nnav: *a\n"])
def test_a_broken_configuration_is_told_or_read_over(tmp_path: Path, config: str) -> None:
    source = written(tmp_path / "book", {"mkdocs.yml": config, "docs/index.md": "# I\n"})
    try:
        assert paths(source) == ["docs/index.md"]
    except AudarmaError as error:
        assert "mkdocs.yml:" in str(error)


PLANTS = {
    "docs/index.md": "# Plants\n\nSee [roots](parts/roots.md#deep-roots) and [leaves](#leaves).\n",
    "docs/parts/roots.md": "# Roots\n\n## Deep roots\n\nThey go down.\n\n## Other\n",
    "docs/parts/stems.md": "# Stems\n\nAbove the [others](../roots/#other).\n",
}


@pytest.mark.parametrize(
    ("files", "written_down"),
    [
        ({"mkdocs.yml": "site_name: Plants\n"}, '<a id="deep-roots"></a>\n\n## Терең тамыр\n'),
        (
            {"mkdocs.yml": "site_name: Plants\nmarkdown_extensions:\n  - attr_list\n"},
            "## Терең тамыр {#deep-roots}\n",
        ),
        (
            {"mkdocs.yml": "site_name: Plants\nmarkdown_extensions:\n  extra: {}\n"},
            "## Терең тамыр {#deep-roots}\n",
        ),
        ({"book.toml": '[book]\nsrc = "docs"\n'}, "## Терең тамыр {#deep-roots}\n"),
        ({"myst.yml": "project: {}\n"}, "(deep-roots)=\n## Терең тамыр\n"),
        ({"_quarto.yml": "project: {}\n"}, "## Терең тамыр {#deep-roots}\n"),
    ],
)
def test_a_heading_that_another_page_links_to_keeps_its_identifier(
    files: dict[str, str], written_down: str, tmp_path: Path
) -> None:
    source = written(tmp_path / "plants", PLANTS | files)
    kazakh = {"Deep roots": "Терең тамыр", "Other": "Басқа"}
    targets = {
        document.path: {
            unit.id: kazakh.get(unit.content, "") or unit.content for unit in document.units
        }
        for document in formats().resource_format(source).extract(source)
    }
    out = merged(source, tmp_path / "o.zip", lambda path: targets.get(path, {}))
    page = out["docs/parts/roots.md"].decode()
    assert written_down in page
    # "Stems" links to the page's address: "parts/roots.md" is served as "parts/roots/".
    assert page.count("other") == 1
    assert out["docs/index.md"].decode() == PLANTS["docs/index.md"]


HUGO = """baseURL = "https://plants.example/"
title = "Plants"
languageCode = 'en-us'
defaultContentLanguage = "en"

[params]
  description = "All about plants" # kept
  logo = "img/logo.png"

[[menus.main]]
name = "Home"
pageRef = "/"
"""
ZENSICAL = """[project]
site_name = "Plants"
nav = [
  { "Home" = "index.md" },
  { Parts = ["parts/stems.md", { "The roots" = "parts/roots.md" }] },
]
[project.theme]
language = "en"
[project.markdown_extensions.attr_list]
"""
MDBOOK = """[book]
title = "Plants"
authors = ["A. Writer"]
language = "en"
src = "docs"
"""


@pytest.mark.parametrize(
    ("name", "config", "texts"),
    [
        ("hugo.toml", HUGO, ["Plants", "All about plants", "Home"]),
        ("config.toml", HUGO, ["Plants", "All about plants", "Home"]),
        ("zensical.toml", ZENSICAL, ["Plants", "Home", "Parts", "The roots"]),
        ("book.toml", MDBOOK, ["Plants"]),
    ],
)
def test_titles_in_toml_are_translated_in_place(
    name: str, config: str, texts: list[str], tmp_path: Path
) -> None:
    pages = {path.replace("docs/", "content/"): text for path, text in PLANTS.items()}
    files = {name: config, **(pages if "baseURL" in config else PLANTS)}
    source = written(tmp_path / "plants", files)
    documents = list(formats().resource_format(source).extract(source))
    assert documents[0].path == name
    assert [unit.content for unit in documents[0].units] == texts
    kazakh = {unit.id: f'Жаңа "{unit.content}"' for unit in documents[0].units}
    out = merged(source, tmp_path / "o.zip", lambda path: kazakh if path == name else {})
    wanted = config
    for text in texts:
        new = '"Жаңа \\"' + text + '\\""'
        wanted = wanted.replace(f'"{text}"', new).replace(f"{{ {text} =", f"{{ {new} =")
    assert out[name].decode() == wanted
    stated = merged(source, tmp_path / "l.zip", lambda _: {}, Adaptation("kk"))[name].decode()
    assert stated == re.sub(r"""(["'])en(-us)?\1""", r"\1kk\1", config)
    assert merged(source, tmp_path / "i.zip")[name].decode() == config
    metadata = formats().resource_format(source).metadata(source)
    assert metadata.title == "Plants"


@pytest.mark.parametrize(
    "config", ["title = ", "x = " + "[" * 5000 + "]" * 5000, "x = " + "[" * 300 + "'a'" + "]" * 300]
)
def test_broken_or_deep_toml_is_told_or_read(config: str, tmp_path: Path) -> None:
    files = {"hugo.toml": config, "content/_index.md": "Plants take in light.\n"}
    source = written(tmp_path / "plants", files)
    try:
        assert paths(source) == ["content/_index.md"]
    except MalformedDocumentError as error:
        assert str(error).startswith("hugo.toml: this is no TOML")
    front = f"+++\n{config}\n+++\nText.\n"
    (source / "content/_index.md").write_text(front)
    (source / "hugo.toml").write_text("")
    try:
        assert paths(source) == ["content/_index.md"]
    except MalformedDocumentError as error:
        assert str(error).startswith("content/_index.md: front matter: this is no TOML")


def test_the_default_language_of_a_site_in_several_languages_stays(tmp_path: Path) -> None:
    config = HUGO + '[languages.en]\ntitle = "Plants!"\n[languages.de]\ntitle = "Pflanzen"\n'
    source = written(tmp_path / "plants", {"hugo.toml": config, "content/_index.md": "Text.\n"})
    out = merged(source, tmp_path / "o.zip", lambda _: {}, Adaptation("kk"))["hugo.toml"].decode()
    assert out == config.replace("'en-us'", "'kk'")
    units = next(iter(formats().resource_format(source).extract(source))).units
    assert [unit.content for unit in units][-1] == "Plants!"


def test_a_page_of_hugo_is_linked_by_its_short_code_and_by_its_address(tmp_path: Path) -> None:
    source = written(
        tmp_path / "plants",
        {
            "hugo.toml": HUGO,
            "content/_index.md": (
                'See [roots]({{< relref "parts/roots.md#deep-roots" >}}) '
                "and [others](/parts/roots/#other).\n"
            ),
            "content/parts/roots.md": "# Roots\n\n## Deep roots\n\n## Other\n",
        },
    )
    targets = {"u2": "Терең тамыр", "u3": "Басқа"}
    out = merged(source, tmp_path / "o.zip", lambda path: targets if "parts" in path else {})
    assert out["content/parts/roots.md"].decode() == (
        "# Roots\n\n## Терең тамыр {#deep-roots}\n\n## Басқа {#other}\n"
    )

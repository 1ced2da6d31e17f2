# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the documents say is there: files, commands, options, formats, engines, settings."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
import typer
from typer.core import TyperGroup

from adapters.engines import engine_names
from adapters.formats import formats
from adapters.wiring import toolbox
from audarma import job
from audarma.command import app
from audarma.settings import Settings, load_settings
from flows.main import ALL

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "glossaries/README.md"]
)
LINK = re.compile(r"(?:\]\(|src=\")([^)\s\"]+)")
CODE = re.compile(r"^ {4}(.+)$|(?<!`)`([^`\n]+)`(?!`)", re.MULTILINE)
COMMAND = re.compile(r"(?:^|[\s/`:])audarma ((?:[a-z-]+ ?)+[^#;]*)")


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as Git forges make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands() -> dict[str, Any]:
    """Each command by its whole name, such as ``memory import``."""
    root = typer.main.get_command(app)
    assert isinstance(root, TyperGroup)
    found: dict[str, Any] = {}
    for name, command in root.commands.items():
        if isinstance(command, TyperGroup):
            found |= {f"{name} {inner}": below for inner, below in command.commands.items()}
        else:
            found[name] = command
    return found


def commands_shown(page: str) -> Iterator[list[str]]:
    """The words after ``audarma`` in each piece of code of a page."""
    for indented, inline in CODE.findall(text(page)):
        for shown in COMMAND.findall(indented or inline):
            yield shown.split()


@pytest.mark.parametrize("page", PAGES)
def test_each_relative_link_and_picture_of_a_page_is_there(page: str) -> None:
    for target in LINK.findall(text(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        file = (ROOT / page).parent / path if path else ROOT / page
        assert file.exists(), f"{page} links to {target}"
        assert not anchor or anchor in anchors(file), f"{page} links to {target}"


@pytest.mark.parametrize("page", PAGES)
def test_each_command_of_a_page_exists_with_the_options_shown(page: str) -> None:
    known = commands()
    for words in commands_shown(page):
        name = next((n for n in (" ".join(words[:2]), words[0]) if n in known), None)
        assert name, f"{page} shows audarma {' '.join(words)}"
        options = {option for parameter in known[name].params for option in parameter.opts}
        shown = {word for word in words if re.fullmatch(r"--?[a-z][a-z-]*", word)}
        assert shown <= options, f"{page} shows audarma {' '.join(words)}"


def test_each_command_is_described_to_localisation_teams() -> None:
    shown = {" ".join(words) for words in commands_shown("docs/localisation-teams.md")}
    for name in commands():
        assert any(f"{line} ".startswith(f"{name} ") for line in shown), name


def test_each_make_target_of_a_page_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in PAGES:
        for indented, inline in CODE.findall(text(page)):
            if made := re.match(r"make ([a-z-]+)", indented or inline):
                assert made[1] in targets, f"{page} shows make {made[1]}"


def test_each_format_has_a_row_in_the_readme_with_its_suffixes() -> None:
    rows = dict(re.findall(r"^\| `([a-z0-9_-]+)` \| ([^|]*) \|", text("README.md"), re.MULTILINE))
    for known in formats().resources:
        assert known.name in rows, f"{known.name} is missing from the README's table of formats"
        missing = known.suffixes - set(re.findall(r"\.[\w.]+", rows[known.name]))
        assert not missing, f"{known.name} reads {missing} too"


def test_each_format_of_the_readme_is_registered() -> None:
    table = text("README.md").partition("## Formats")[2].partition("\n## ")[0]
    shown = set(re.findall(r"^\| `([a-z0-9_-]+)` \|", table, re.MULTILINE))
    assert shown == {known.name for known in formats().resources}


def test_the_engines_of_the_readme_are_those_that_are_registered() -> None:
    table = text("README.md").partition("## Engines")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)) == set(engine_names())


def test_each_glossary_has_a_link_in_the_readme() -> None:
    for path in ROOT.glob("glossaries/en-*/*.csv"):
        assert f"({path.relative_to(ROOT).as_posix()})" in text("README.md")


def test_each_flow_is_described_to_localisation_teams() -> None:
    for each in ALL:
        assert f"| `{each.name}` |" in text("docs/localisation-teams.md")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_each_setting_is_described_with_its_variable_and_default(name: str) -> None:
    rows = [row for row in text("docs/settings.md").splitlines() if row.startswith(f"| `{name}` |")]
    assert len(rows) == 1, f"docs/settings.md has no row for {name}"
    assert f"| `AUDARMA_{name.upper()}` |" in rows[0]
    field = Settings.model_fields[name]
    assert rows[0].endswith(f"| {field.description} |")
    default = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
    is_plain = field.default not in ("", None) and not Path(default).is_absolute()
    assert not is_plain or f"| `{default}` |" in rows[0]


def test_each_direct_dependency_is_named_in_the_notice() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for requirement in (requirement for part in lists for requirement in part):
        name = re.split(r"[\[<>=~ ]", requirement)[0]
        assert re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", notice), f"{name} is missing"


def test_a_review_page_says_the_same_of_each_state_in_each_language() -> None:
    pages = [text(f"docs/reviewers{language}.md") for language in ("", ".kk", ".ru")]
    assert len({page.count("\n## ") for page in pages}) == 1
    assert len({page.count("\n| ") for page in pages}) == 1
    assert len({page.count("\n- **") for page in pages}) == 1


@pytest.mark.parametrize("language", ["Kazakh", "Russian"])
def test_the_draft_of_the_readme_is_what_the_starter_writes(language: str, tmp_path: Path) -> None:
    table = dict(
        re.findall(r"^\| (source|draft, \w+) \| `(.+)` \|$", text("README.md"), re.MULTILINE)
    )
    locale = {"Kazakh": "kk", "Russian": "ru"}[language]
    page = tmp_path / "page.html"
    page.write_text(f"<title>Life</title><p>{table['source']}</p>", encoding="utf-8")
    tools = toolbox(load_settings(workspace=tmp_path / "workspace"))
    request = job.Request((locale,), engine="starter", licence="CC-BY-4.0", waits_for_review=False)
    (outcome,) = job.localize(str(page), request, tools, lambda *_: None)
    assert outcome.published
    with ZipFile(outcome.published.package) as package:
        adapted = package.read(f"page-{locale}/data/adapted/page.html").decode()
    assert f"<p>{table[f'draft, {language}']}</p>" in adapted

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command as people and scripts meet it: exit status, output, one sentence of error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer
from translate.storage.tmx import tmxfile
from typer.core import TyperGroup

from adapters import wiring
from adapters.engines import engine_names
from audarma.command import app
from audarma.glossary import read_glossary
from audarma.model_catalogue import known_models, model_named

ROOT = Path(__file__).resolve().parents[2]
PAGE = """<html lang="en"><head><title>Lesson</title>
<link rel="license" href="https://creativecommons.org/licenses/by/4.0/"></head><body>
<p>The ribosome is a small part of the cell. Each ribosome makes protein.</p>
<p>Plants need light and water, and the roots take in the water from the soil.</p></body></html>"""


@dataclass(frozen=True)
class Ended:
    """How a command ended: exit status, what it printed, and what it told."""

    status: int
    out: str
    err: str

    @property
    def values(self) -> Any:
        return json.loads(self.out)


Audarma = Callable[..., Ended]


@pytest.fixture
def audarma(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Audarma:
    """Run the real command in a folder of its own, with the pseudo engine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDARMA_ENGINE", "pseudo")
    monkeypatch.setenv("AUDARMA_WORKSPACE", str(tmp_path / "workspace"))

    def run(*arguments: object, **settings: object) -> Ended:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["audarma", *map(str, arguments)])
            for name, value in settings.items():
                patch.setenv(f"AUDARMA_{name.upper()}", str(value))
            status = 0
            try:
                wiring.main()
            except SystemExit as end:
                status = int(end.code or 0)
        captured = capsys.readouterr()
        return Ended(status, captured.out, captured.err)

    return run


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "cells.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def commands() -> dict[str, Any]:
    root = typer.main.get_command(app)
    assert isinstance(root, TyperGroup)
    found: dict[str, Any] = {}
    for name, command in root.commands.items():
        if isinstance(command, TyperGroup):
            found |= {f"{name} {inner}": below for inner, below in command.commands.items()}
        else:
            found[name] = command
    return found


COMMANDS = commands()


def has_told(ended: Ended, *words: str) -> None:
    """Check that a command refused with sentences for a person, and nothing else."""
    assert ended.status == 1, ended
    assert all(word in ended.err for word in words), ended.err
    assert ended.err.strip().endswith((".", "?")), ended.err
    for never in ("Traceback", "Error:", "Errno", "object at 0x", "<class"):
        assert never not in ended.err, ended.err


# --- Every command ---


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_explains_itself(name: str, audarma: Audarma) -> None:
    ended = audarma(*name.split(), "--help")
    assert ended.status == 0
    assert "Usage: " in ended.out
    for parameter in COMMANDS[name].params:
        assert parameter.help or parameter.name in ("help", "to"), f"{name}: {parameter.name}"


@pytest.mark.parametrize("name", COMMANDS)
def test_wrong_usage_of_each_command_exits_2(name: str, audarma: Audarma) -> None:
    ended = audarma(*name.split(), "--nonsense")
    assert ended.status == 2
    assert ended.out == ""
    assert "--nonsense" in ended.err or "Missing" in ended.err
    assert "Traceback" not in ended.err


# What each command is given that cannot be, and a word of the sentence that it answers with.
BAD_INPUT = {
    "localize": ("absent.html --to kk", "there is no such file"),
    "ingest": ("absent.html", "there is no such file"),
    "translate": ("absent --to kk", "no such resource"),
    "export": ("absent --to kk", "no such resource"),
    "import": ("absent.po", "absent.po"),
    "queue": ("absent", "no such resource"),
    "refresh": ("absent", "no such resource"),
    "publish": ("absent --to kk", "no such resource"),
    "extract": ("absent.html --po out.po", "there is no such file"),
    "merge": ("absent.html --po out.po --out out.html", "there is no such file"),
    "licence": ("absent.html", "no such file"),
    "evaluate": ("pseudo --set absent.tsv --to kk", "absent.tsv: cannot be read"),
    "memory import": ("absent.tmx", "there is no such file"),
    "glossary check": ("--to kk --glossary absent", "no glossary named absent"),
    "glossary find": ("absent --to kk --out out.csv", "no such resource"),
    "glossary export": ("out.xlsx --to kk", "Name a .tbx, .csv or .tmx file"),
    "glossary import": ("absent.csv --to kk", "absent.csv: cannot be read"),
    "models pull": ("absent", "absent: no known model is called so"),
}
# These are given nothing that could be bad but the settings.
NO_INPUT = {"memory export": "out.tmx --to kk", "memory stats": "", "models list": "", "doctor": ""}


def test_bad_input_of_each_command_is_tested() -> None:
    # Serving takes nothing, and goes on until it is stopped.
    assert {*BAD_INPUT, *NO_INPUT, "serve"} == set(COMMANDS)


@pytest.mark.parametrize("name", BAD_INPUT)
def test_bad_input_of_each_command_is_told_in_a_sentence(name: str, audarma: Audarma) -> None:
    arguments, told = BAD_INPUT[name]
    ended = audarma(*name.split(), *arguments.split())
    has_told(ended, told)
    assert ended.out == ""


@pytest.mark.parametrize("name", [*BAD_INPUT, *NO_INPUT])
def test_bad_setting_is_told_in_a_sentence_by_each_command(name: str, audarma: Audarma) -> None:
    arguments = NO_INPUT.get(name) or BAD_INPUT.get(name, ("",))[0]
    has_told(audarma(*name.split(), *arguments.split(), batch_segments="many"), "batch_segments")


@pytest.mark.parametrize("name", ["queue", "memory stats", "memory export"])
def test_workspace_that_cannot_be_made_is_told(name: str, audarma: Audarma, page: Path) -> None:
    arguments = NO_INPUT.get(name, "")
    ended = audarma(*name.split(), *arguments.split(), workspace=page / "inside-a-file")
    has_told(ended, "cannot be the workspace", "AUDARMA_WORKSPACE")


@pytest.mark.parametrize(
    "arguments",
    ["memory export taken --to kk", "extract cells.html --po taken"],
)
def test_file_that_cannot_be_written_is_told(
    arguments: str, audarma: Audarma, page: Path, tmp_path: Path
) -> None:
    (tmp_path / "taken").mkdir()
    has_told(audarma(*arguments.split()), "taken: is a directory", "Check the path")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("evaluate pseudo --set lessons.tsv --to kk --plot .", "is a directory"),
        ("glossary find cells.html --to kk --out .", "is a directory"),
        ("localize cells.html --to kk --review maybe", "choose po, xliff2, xliff12 or none"),
        ("localize cells.html --to de", "'de' is not one of"),
        ("localize cells.html", "Missing option '--to'"),
        ("nonsense", "No such command 'nonsense'"),
        ("glossary import terms.csv --to kk --into ../elsewhere", "a name without a folder"),
        ("glossary find cells.html --to kk --out out.csv --most 0", "greater than or equal to 1"),
    ],
)
def test_wrong_value_exits_2(arguments: str, told: str, audarma: Audarma) -> None:
    ended = audarma(*arguments.split())
    assert ended.status == 2
    # The terminal's width breaks lines and draws a box around them.
    assert told in " ".join(ended.err.replace("│", " ").split())


def test_the_installed_command_is_this_one(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "from adapters.wiring import main; main()", "licence", "absent.md"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    has_told(Ended(ended.returncode, ended.stdout, ended.stderr), "absent.md")


# --- The path of a resource ---


def test_each_step_of_a_resource_gives_json_to_scripts(
    audarma: Audarma, page: Path, tmp_path: Path
) -> None:
    (taken,) = audarma("ingest", page, "--json").values
    assert (taken["resource"], taken["format"]) == ("cells", "html")
    translated = audarma("translate", "cells", "--to", "kk", "--json").values
    assert translated["kk"]["from_engine"] > 0
    (po,) = audarma("export", "cells", "--to", "kk", "--json").values
    assert Path(po).is_file()
    (line,) = audarma("queue", "--json").values
    assert line["resource_id"] == "cells" and line["translated"] > 0
    assert "summary" in audarma("import", po, "--json").values
    assert audarma("refresh", "cells", "--json").values["changed"] == 0
    package = audarma("publish", "cells", "--to", "kk", "--draft", "--json").values["kk"]
    assert Path(package).is_file()
    assert audarma("licence", page, "--json").values["source"]["spdx_id"] == "CC-BY-4.0"
    counts = audarma("extract", page, "--po", tmp_path / "out.po", "--json").values
    assert counts["segments"] > 0
    merged = audarma(
        "merge", page, "--po", tmp_path / "out.po", "--out", tmp_path / "out.html", "--json"
    ).values
    assert Path(merged["out"]).read_bytes() == page.read_bytes()


def test_localize_tells_where_the_review_files_are(audarma: Audarma, page: Path) -> None:
    ended = audarma("localize", page, "--to", "kk", "--to", "ru")
    assert ended.status == 0
    assert "cells (kk): " in ended.out and "cells (ru): " in ended.out
    assert str(Path("workspace", "review", "cells", "ru")) in ended.out
    outcomes = audarma("localize", page, "--to", "kk", "--json").values["outcomes"]
    assert [outcome["locale"] for outcome in outcomes] == ["kk"]


def test_refused_source_does_not_stop_the_others(
    audarma: Audarma, page: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "no-licence.html"
    bad.write_text("<p>Plants need light and water, and roots take in the water.</p>")
    ended = audarma("localize", bad, page, "--to", "kk", "--json")
    assert ended.status == 1
    assert [outcome["resource"] for outcome in ended.values["outcomes"]] == ["cells"]
    assert len(ended.values["refused"]) == 1
    assert "Traceback" not in ended.err


def test_publishing_before_review_is_refused(audarma: Audarma, page: Path) -> None:
    audarma("localize", page, "--to", "kk")
    has_told(audarma("publish", "cells", "--to", "kk"), "cells")


def test_memory_goes_out_and_comes_in(audarma: Audarma, tmp_path: Path) -> None:
    tmx = tmp_path / "memory.tmx"
    assert audarma("memory", "export", tmx, "--to", "kk").status == 0
    assert audarma("memory", "import", tmx, "--json").values == {"added": 0}
    assert audarma("memory", "stats", "--json").values == []


# --- Models ---


def test_known_models_are_listed_with_licence_and_scores(audarma: Audarma) -> None:
    ended = audarma("models", "list")
    lines = {line.split()[0]: line for line in ended.out.splitlines() if "/" in line.split()[0]}
    assert {model.name for model in known_models()} <= lines.keys()
    assert "unusable" in lines["facebook/m2m100_418M"]
    assert "unusable" in lines["Helsinki-NLP/opus-mt-en-trk"]
    nllb = lines["facebook/nllb-200-3.3B"]
    assert all(fact in nllb for fact in ("3.3B", "CC-BY-NC-4.0", " no ", "16.6 / 50.6", "56.3"))
    assert "CC-BY-4.0?" in lines["issai/tilmash"], "what nobody has checked is marked"


def test_models_as_json_say_which_source_each_score_has(audarma: Audarma) -> None:
    models = {model["name"]: model for model in audarma("models", "list", "--json").values}
    (score, *_) = models["issai/tilmash"]["scores"]
    assert score["source"] == "the model's own card"
    assert models["facebook/nllb-200-3.3B"]["cautions"]
    assert models["facebook/nllb-200-3.3B"]["is_here"] is False


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("opus-mt-en-trk", "Its Kazakh is unusable"),
        ("google/translategemma-4b-it", "use the engine openai:google/translategemma-4b-it"),
        ("OPUS-MT/eng-kaz-2021-09-05", "run ct2-opus-mt-converter"),
    ],
)
def test_model_that_is_not_pulled_is_told_with_what_to_do(
    name: str, told: str, audarma: Audarma, tmp_path: Path
) -> None:
    has_told(audarma("models", "pull", name, models=tmp_path), told)


def test_pulling_offline_says_what_to_run_where(
    audarma: Audarma, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    name = "Helsinki-NLP/opus-mt-tc-big-en-zle"
    ended = audarma("models", "pull", name, models=tmp_path)
    has_told(ended, f'Run "audarma models pull {name}" on a machine with a connection')


def test_model_that_is_here_is_not_fetched_again(audarma: Audarma, tmp_path: Path) -> None:
    model = model_named("facebook/nllb-200-3.3B")
    (tmp_path / model.folder).mkdir()
    (tmp_path / model.folder / "model.bin").write_bytes(b"0" * 2_000_000)
    ended = audarma("models", "pull", "nllb-200-3.3B", "--json", models=tmp_path)
    assert ended.status == 0
    assert ended.values["engine"] == "ctranslate2:facebook/nllb-200-3.3B"
    assert ended.values["bytes"] == 2_000_000


# --- Evaluation ---


@pytest.fixture
def test_set(tmp_path: Path) -> Path:
    path = tmp_path / "lessons.tsv"
    path.write_text(
        "The cell is small.\tЖасуша кішкентай.\nWater boils now.\tСу қазір қайнайды.\n",
        encoding="utf-8",
    )
    return path


def test_engines_are_compared_in_a_table_a_file_and_a_plot(
    audarma: Audarma, test_set: Path, tmp_path: Path
) -> None:
    results, drawn = tmp_path / "results.json", tmp_path / "results.svg"
    options = ("--set", test_set, "--to", "kk", "--results", results)
    assert audarma("evaluate", "pseudo", *options).status == 0
    ended = audarma("evaluate", "starter", *options, "--plot", drawn)
    assert ended.status == 0
    rows = [line for line in ended.out.splitlines() if line.startswith(" lessons (kk, 2)")]
    assert {row.split()[3] for row in rows} == {"starter", "pseudo"}, "results are kept"
    assert "nw:2|space:no|version:" in ended.out
    assert len(json.loads(results.read_text("utf-8"))) == 2
    assert drawn.read_text("utf-8").startswith("<svg ")


def test_evaluation_is_json_for_scripts(audarma: Audarma, test_set: Path) -> None:
    (found,) = audarma("evaluate", "pseudo", "--set", test_set, "--to", "kk", "--json").values
    assert found["engine"] == "pseudo"
    scores = {"bleu", "chrf2", "chrf_plus_plus", "terms_satisfied", "terms_consistent"}
    assert scores == found["plain"].keys()
    assert found["versions"]["sacrebleu"]


def test_engine_that_is_not_there_is_told_before_anything_is_translated(
    audarma: Audarma, test_set: Path, tmp_path: Path
) -> None:
    ended = audarma(
        "evaluate", "pseudo", "ctranslate2:absent", "--set", test_set, "--to", "kk",
        "--results", tmp_path / "results.json",
    )  # fmt: skip
    has_told(ended, "absent: model not found")
    assert not (tmp_path / "results.json").exists()


# --- Glossaries ---


def test_terms_are_found_filled_in_and_imported(
    audarma: Audarma, page: Path, tmp_path: Path
) -> None:
    glossaries = tmp_path / "glossaries"
    (glossaries / "en-kk").mkdir(parents=True)
    found = tmp_path / "found.csv"
    ended = audarma(
        "glossary", "find", page, "--to", "kk", "--out", found, "--domain", "biology", "--json",
        glossaries=glossaries,
    )  # fmt: skip
    assert [term["candidate"]["term"] for term in ended.values["terms"]] == ["ribosome"]
    found.write_text(found.read_text("utf-8").replace("ribosome,,", "ribosome,рибосома,"))
    imported = ("glossary", "import", found, "--to", "kk", "--into", "biology")
    assert audarma(*imported, "--json", glossaries=glossaries).values["added"] == 1
    assert "1 were there already" in audarma(*imported, glossaries=glossaries).out
    rows, faults = read_glossary(glossaries / "en-kk" / "biology.csv", "kk")
    assert ([row.entry.target_term for row in rows], faults) == (["рибосома"], ())
    checked = audarma("glossary", "check", "--to", "kk", glossaries=glossaries)
    assert checked.status == 0
    assert "1 entries in 1 files, no faults, 1 to confirm" in checked.out


@pytest.mark.parametrize("suffix", ["tbx", "csv"])
def test_exported_termbase_is_imported_as_it_was(
    audarma: Audarma, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"all.{suffix}"
    told = audarma("glossary", "export", out, "--to", "ru", "--json").values
    assert told["terms"] > 1000
    glossaries = tmp_path / "glossaries"
    imported = audarma("glossary", "import", out, "--to", "ru", glossaries=glossaries)
    assert f"{told['terms']} terms added" in imported.out
    own = {
        row.entry
        for path in sorted((ROOT / "glossaries" / "en-ru").glob("*.csv"))
        for row in read_glossary(path, "ru")[0]
    }
    rows, faults = read_glossary(glossaries / "en-ru" / "all.csv", "ru")
    assert (faults, {row.entry for row in rows} - own) == ((), set())


def test_termbase_as_a_memory_has_no_forbidden_terms(audarma: Audarma, tmp_path: Path) -> None:
    glossaries = tmp_path / "glossaries"
    (glossaries / "en-kk").mkdir(parents=True)
    (glossaries / "en-kk" / "maths.csv").write_text(
        "source_term,target_term,part_of_speech,domain,status,note,origin\n"
        "root,түбір,noun,mathematics,preferred,,\nroot,тамыр,noun,mathematics,forbidden,,\n",
        encoding="utf-8",
    )
    out = tmp_path / "terms.tmx"
    assert audarma("glossary", "export", out, "--to", "kk", glossaries=glossaries).status == 0
    units = tmxfile.parsefile(str(out)).units
    assert [(unit.source, unit.target) for unit in units] == [("root", "түбір")]


def test_terms_are_found_in_a_resource_of_the_workspace(
    audarma: Audarma, page: Path, tmp_path: Path
) -> None:
    (tmp_path / "glossaries" / "en-ru").mkdir(parents=True)
    audarma("ingest", page)
    ended = audarma(
        "glossary", "find", "cells", "--to", "ru", "--out", tmp_path / "found.csv",
        glossaries=tmp_path / "glossaries",
    )  # fmt: skip
    assert ended.status == 0
    assert "ribosome" in (tmp_path / "found.csv").read_text("utf-8")


def test_faults_of_glossaries_are_told_with_file_and_line(audarma: Audarma, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "source_term,target_term,part_of_speech,domain,status,note,origin\ncell,,noun,,preferred,,\n",
        encoding="utf-8",
    )
    ended = audarma("glossary", "check", "--to", "kk", "--glossary", path, "--json")
    has_told(ended, f'{path}:2: "cell" has no target term')
    assert len(ended.values["kk"]["faults"]) == 1


# --- Doctor ---


def test_doctor_finds_this_machine_ready(audarma: Audarma) -> None:
    ended = audarma("doctor", "--json")
    checks = {check["name"]: check for check in ended.values}
    assert {"Python", "packages", "workspace", "store", "engine", "glossaries"} <= checks.keys()
    assert ended.status == 0, [check for check in ended.values if not check["is_ok"]]
    assert all(name in checks["engines"]["message"] for name in engine_names())
    assert "ok       store: up to date" in audarma("doctor").out


@pytest.mark.parametrize(
    ("setting", "value", "name", "told"),
    [
        ("engine", "ctranslate2:absent", "engine", "audarma models pull absent"),
        ("workspace", "cells.html/inside", "workspace", "Set AUDARMA_WORKSPACE"),
        ("database_url", "sqlite:////absent/store.sqlite", "store", "AUDARMA_DATABASE_URL"),
        ("database_url", "nonsense", "store", "AUDARMA_DATABASE_URL"),
        ("glossaries", "absent", "glossaries", "AUDARMA_GLOSSARIES"),
    ],
)
def test_doctor_says_what_to_do(
    setting: str, value: str, name: str, told: str, audarma: Audarma, page: Path
) -> None:
    ended = audarma("doctor", **{setting: value})
    has_told(ended, "This machine is not ready", name)
    (line, *_) = (line for line in ended.out.splitlines() if line.startswith(f"MISSING  {name}: "))
    assert told in line


def test_doctor_names_models_with_what_their_licences_forbid(
    audarma: Audarma, tmp_path: Path
) -> None:
    model = model_named("facebook/nllb-200-3.3B")
    (tmp_path / model.folder).mkdir()
    (tmp_path / model.folder / "model.bin").touch()
    out = audarma("doctor", models=tmp_path).out
    assert f"model: {model.engine}. Its licence, CC-BY-NC-4.0, allows non-commercial use" in out
    assert "word aligner: none in" in out

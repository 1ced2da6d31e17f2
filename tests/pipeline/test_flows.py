# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The flows on a real Prefect test server, and the deployments of a served one."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import httpx
import polib
import pytest
from prefect.testing.utilities import prefect_test_harness

from adapters.engines import engine_names
from audarma.settings import load_settings
from flows import main, workbench
from flows.parameters import (
    CollectParameters,
    EngineName,
    LocalizeParameters,
    PublishParameters,
    RefreshParameters,
    Source,
    TranslateParameters,
)

pytestmark = pytest.mark.server
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Plants</title>
<link rel="license" href="https://creativecommons.org/licenses/by/4.0/"></head>
<body><p>Plants need light and water.</p><p>The roots take in the water.</p></body></html>"""


@pytest.fixture(scope="module", autouse=True)
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    # The harness isolates the database but not where results go.
    os.environ["PREFECT_RESULTS_LOCAL_STORAGE_PATH"] = str(tmp_path_factory.mktemp("results"))
    with prefect_test_harness(server_startup_timeout=180):
        yield


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("AUDARMA_WORKSPACE", str(tmp_path / "workspace"))
    workbench.toolbox.cache_clear()
    yield tmp_path / "workspace"
    workbench.toolbox.cache_clear()


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "plants.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def parameters(page: Path, **changes: Any) -> LocalizeParameters:
    values = {"sources": [str(page)], "languages": ["kk"], "engine": "pseudo", **changes}
    return LocalizeParameters(**values)


def approve_all(folder: Path) -> None:
    for path in folder.rglob("*.po"):
        catalogue = polib.pofile(str(path))
        for entry in catalogue:
            entry.flags = []
        catalogue.metadata["Last-Translator"] = "Aigul <aigul@example.org>"
        catalogue.save(str(path))


def test_from_page_to_review_to_package(workspace: Path, page: Path) -> None:
    main.localize(parameters(page, languages=["kk", "ru"]))
    assert not (workspace / "packages").exists()
    approve_all(workspace / "review" / "plants" / "kk")
    main.collect_reviews()
    assert [path.name for path in (workspace / "packages").iterdir()] == ["plants-kk.zip"]
    before = (workspace / "packages" / "plants-kk.zip").stat().st_mtime_ns
    main.collect_reviews(CollectParameters())
    assert (workspace / "packages" / "plants-kk.zip").stat().st_mtime_ns == before


def test_reviewers_may_get_xliff(workspace: Path, page: Path) -> None:
    main.localize(parameters(page, review_files="XLIFF 2"))
    (path,) = (file for file in (workspace / "review").rglob("*") if file.is_file())
    assert path.name == "plants.html.xlf"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('state="translated"', 'state="reviewed"'), encoding="utf-8")
    main.collect_reviews()
    assert (workspace / "packages" / "plants-kk.zip").is_file()


def test_the_steps_one_by_one(workspace: Path, page: Path) -> None:
    ingested = main.ingest(parameters(page))
    assert ingested == ["plants"]
    main.translate(TranslateParameters(resource="plants", languages=["ru"], engine="pseudo"))
    with pytest.raises(Exception, match="wait for review"):
        main.publish(PublishParameters(resource="plants", languages=["ru"]))
    main.publish(PublishParameters(resource="plants", languages=["ru"], draft=True))
    assert (workspace / "packages" / "plants-ru.zip").is_file()
    page.write_text(PAGE.replace("light", "sunlight"), encoding="utf-8")
    main.refresh(RefreshParameters(resource="plants"))
    (line,) = workbench.toolbox().store.queue("plants")
    assert (line.translated, workbench.toolbox().store.waiting("plants", "ru")) == (2, 3)


def test_the_permission_that_a_form_names_counts_when_a_resource_is_taken_in(
    workspace: Path, page: Path
) -> None:
    permission = page.with_name("permission.txt")
    permission.write_text("I permit an adaptation into Kazakh. A. Adams", encoding="utf-8")
    given: dict[str, Any] = {"licence": "CC-BY-ND-4.0", "sources": [str(page)]}
    with pytest.raises(Exception, match=r"CC BY-ND 4\.0"):
        main.ingest(Source(**given))
    assert main.ingest(Source(**given, permission=str(permission))) == ["plants"]


def test_a_refused_source_fails_the_run_and_the_others_go_on(workspace: Path, page: Path) -> None:
    bad = page.with_name("bad.html")
    bad.write_text("<p>Бұл мәтін қазақ тілінде жазылған, ағылшын тілінде емес.</p>", "utf-8")
    with pytest.raises(Exception, match="not English"):
        main.localize(parameters(page, sources=[str(bad), str(page)]))
    assert list((workspace / "review" / "plants" / "kk").iterdir())


def test_the_forms_offer_choices_and_describe_every_field() -> None:
    schema = json.loads(json.dumps(LocalizeParameters.model_json_schema()))
    fields = schema["properties"]
    assert next(iter(fields)) == "sources"
    assert fields["languages"]["items"]["enum"] == ["kk", "ru"]
    assert "starter" in fields["engine"]["enum"]
    assert "mathematics" in schema["$defs"]["GlossaryName"]["enum"]
    assert all(field.get("description") and field.get("title") for field in fields.values())


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """``audarma serve`` with a server of its own, reading reviews every ten seconds."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    environment = {
        **inherited,
        "PREFECT_SERVER_API_PORT": str(port),
        "AUDARMA_WORKSPACE": str(tmp_path / "workspace"),
        "AUDARMA_COLLECT_EVERY_S": "10",
    }
    log = (tmp_path / "serve.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "flows.serve"],
        env=environment,
        stdout=log,
        stderr=log,
        cwd=Path(__file__).resolve().parents[2],
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}/api"
    yield address
    # As a terminal does on Ctrl+C: to all processes of the session.
    os.killpg(server.pid, signal.SIGINT)
    server.wait(timeout=120)
    log.close()
    assert "All deployments have been paused" in (tmp_path / "serve.log").read_text()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address}/health")


def wait_until(what: Callable[[], Any], limit_s: float = 240) -> Any:
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        try:
            found = what()
        except httpx.HTTPError:
            found = None
        if found:
            return found
        time.sleep(1)
    raise AssertionError("it did not happen in time")


def test_every_flow_is_served_and_the_schedule_fires(served: str, page: Path) -> None:
    def deployments() -> dict[str, str]:
        found = httpx.post(f"{served}/deployments/filter", json={}).raise_for_status().json()
        return {each["name"]: each["id"] for each in found} if len(found) == 6 else {}

    ids = wait_until(deployments)
    assert set(ids) == {"localize", "ingest", "translate", "collect-reviews", "publish", "refresh"}
    # A busy SQLite may answer 503 for a while; the key keeps a second try from a second run.
    body = {
        "parameters": {"adaptation": parameters(page).model_dump(mode="json")},
        "idempotency_key": "once",
    }
    address = f"{served}/deployments/{ids['localize']}/create_flow_run"
    run = wait_until(lambda: httpx.post(address, json=body).raise_for_status().json()["id"])

    def ended() -> str:
        answer = httpx.get(f"{served}/flow_runs/{run}").raise_for_status()
        state = answer.json()["state"]["type"]
        return str(state) if state in ("COMPLETED", "FAILED", "CRASHED") else ""

    assert wait_until(ended) == "COMPLETED"

    def scheduled_run() -> Any:
        body = {
            "deployments": {"id": {"any_": [ids["collect-reviews"]]}},
            "flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}},
        }
        runs = httpx.post(f"{served}/flow_runs/filter", json=body).raise_for_status().json()
        return [each for each in runs if each["auto_scheduled"]]

    assert wait_until(scheduled_run)
    artifacts = httpx.post(f"{served}/artifacts/filter", json={}).json()
    assert {"progress", "table"} <= {artifact["type"] for artifact in artifacts}


def test_every_engine_can_be_chosen_in_the_form() -> None:
    names = {re.split(r"[:\[]", name)[0] for name in engine_names()}
    assert set(get_args(EngineName)) == names


def test_settings_are_read_from_the_environment(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDARMA_BATCH_SEGMENTS", "7")
    assert load_settings().batch_segments == 7

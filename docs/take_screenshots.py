# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes the pictures of docs/images from the real Prefect UI, by a headless Chromium.

Start ``make ui`` in the repository's root first; then ``python docs/take_screenshots.py``. The
form of ``localize`` is filled in as a person would, started, and its artifacts are photographed
when it has ended.
"""

from __future__ import annotations

import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
SERVER = "http://127.0.0.1:4200"
SOURCES = ["examples/photosynthesis.html", "examples/water-cycle.epub"]
# Chromium looks for hosts of its maker at each start unless it is told not to.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
_SETTLE_MS = 3000
_RUN_LIMIT_S = 600


def main() -> None:
    """Take every picture; exits with 1 where a run fails."""
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        show(page, "/deployments", "deployments")
        run = start_localize(page)
        state = wait_for(run)
        show(page, f"/runs/flow-run/{run}", "localize-run", height=1100)
        artifacts = query("artifacts", {"artifacts": {"flow_run_id": {"any_": [run]}}})
        for kind, name in (("progress", "progress"), ("table", "table"), ("markdown", "package")):
            found = next((a for a in artifacts if a["type"] == kind), None)
            if found:
                show(page, f"/artifacts/artifact/{found['id']}", f"artifact-{name}")
        show_preview(page)
        browser.close()
    sys.exit(0 if state == "COMPLETED" else f"the run of localize ended as {state}")


def show(page: Page, path: str, name: str, height: int = 900) -> None:
    """Open a page of the UI and take its picture."""
    page.set_viewport_size({"width": 1280, "height": height})
    page.goto(f"{SERVER}{path}", wait_until="domcontentloaded")
    page.wait_for_timeout(_SETTLE_MS)
    page.screenshot(path=IMAGES / f"{name}.png")


def show_preview(page: Page) -> None:
    """Open the bilingual preview of a package that the run has built, and take its picture."""
    package = ROOT / "workspace" / "packages" / "photosynthesis-kk.zip"
    with zipfile.ZipFile(package) as archive, tempfile.TemporaryDirectory() as scratch:
        name = next(name for name in archive.namelist() if name.endswith("preview.html"))
        page.goto(Path(archive.extract(name, scratch)).as_uri())
        page.set_viewport_size({"width": 1280, "height": 1100})
        page.screenshot(path=IMAGES / "preview.png")


def start_localize(page: Page) -> str:
    """Fill in and submit the form of ``localize``; give the flow run's id."""
    deployment = query("deployments", {"deployments": {"name": {"any_": ["localize"]}}})[0]["id"]
    page.set_viewport_size({"width": 1280, "height": 1800})
    page.goto(f"{SERVER}/deployments/deployment/{deployment}/run", wait_until="domcontentloaded")
    add = page.get_by_role("button", name="Add item")
    for _source in SOURCES:
        add.click()
        page.wait_for_timeout(_SETTLE_MS // 3)
    for number, source in enumerate(SOURCES):
        # The sources stand first in the form.
        page.locator("textarea").nth(number).fill(source)
    page.locator("button.p-select-button__control", has_text="wait for reviewers").focus()
    page.keyboard.press("Space")
    page.locator(".p-select-option", has_text="publish a draft").last.click()
    page.wait_for_timeout(_SETTLE_MS)
    page.screenshot(path=IMAGES / "localize-form.png")
    before = {run["id"] for run in query("flow_runs", {})}
    page.get_by_role("button", name="Submit").click()
    deadline = time.monotonic() + _RUN_LIMIT_S
    while time.monotonic() < deadline:
        runs = query("flow_runs", {"deployments": {"id": {"any_": [deployment]}}})
        new = [run["id"] for run in runs if run["id"] not in before]
        if new:
            return str(new[0])
        time.sleep(1)
    sys.exit("the form was submitted and no run appeared")


def wait_for(run: str) -> str:
    """Give the state in which the run ended."""
    deadline = time.monotonic() + _RUN_LIMIT_S
    state = ""
    while time.monotonic() < deadline:
        state = httpx.get(f"{SERVER}/api/flow_runs/{run}").json()["state"]["type"]
        if state in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED"):
            break
        time.sleep(2)
    return state


def query(what: str, body: dict[str, Any]) -> list[dict[str, Any]]:
    """Ask the server's API for things of one kind."""
    found: list[dict[str, Any]] = httpx.post(f"{SERVER}/api/{what}/filter", json=body).json()
    return found


if __name__ == "__main__":
    main()

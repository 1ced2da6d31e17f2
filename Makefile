# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Two commands do everything: `make demo` and `make test`. Both set up .venv first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# uv, where it is installed, is faster; torch always comes through pip, whose index has the CPU build.
INSTALL := $(shell command -v uv >/dev/null 2>&1 && echo "uv pip install -q --python $(BIN)/python" || echo "$(BIN)/python -m pip install -q --disable-pip-version-check")
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check
EXAMPLES := examples/photosynthesis.html examples/linear-equations.md examples/water-cycle.epub

.PHONY: help setup demo test fuzz check format ui lock system-packages clean

help:                ## Show what can be made.
	@grep -E '^[a-z-]+: .*##|^[a-z-]+:  .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

setup: $(VENV)/.ready  ## Make .venv and install Audarma into it.

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) -c constraints.txt -e .
	touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	$(PIP) -c constraints.txt torch==2.13.0
	$(INSTALL) -c constraints.txt -e '.[dev,postgresql,transformers]'
	touch $@

demo: setup          ## Adapt the examples into Kazakh and Russian, up to finished packages.
	$(BIN)/audarma localize $(EXAMPLES) --to kk --to ru --review none
	@echo
	@echo "Look at workspace/packages (finished packages), and workspace/review (PO files for reviewers)."
	@echo "Next: edit a PO file, then: $(BIN)/audarma import workspace/review ; make ui shows the flows."

test: $(VENV)/.ready-dev  ## Run the whole test suite.
	$(BIN)/pytest -n auto --maxprocesses 4 --dist worksteal

fuzz: $(VENV)/.ready-dev  ## Fuzz each format for half a minute (FUZZ_SECONDS=30), on Linux.
	$(INSTALL) -c constraints.txt -e '.[fuzz]'
	$(BIN)/python -m tests.fuzz.run --seconds $(or $(FUZZ_SECONDS),30)

check: $(VENV)/.ready-dev ## Lint and type checks.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.ready-dev ## Format the code.
	$(BIN)/ruff check -q --fix .
	$(BIN)/ruff format -q .

ui: setup            ## Start the Prefect server and serve every flow, at 127.0.0.1:4200.
	$(BIN)/audarma serve

lock:                ## Pin today's versions of everything in constraints.txt (needs uv).
	uv pip compile -q --universal --python-version 3.11 --all-extras --no-header --no-annotate pyproject.toml -o constraints.txt

system-packages:     ## Debian packages that some tests use; without them those tests are skipped.
	apt-get update -q
	DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends gettext epubcheck default-jre-headless postgresql chromium fonts-noto-core php-symfony-translation poppler-utils texlive-latex-recommended texlive-lang-cyrillic texlive-xetex

clean:               ## Remove what was made, but not the workspace.
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

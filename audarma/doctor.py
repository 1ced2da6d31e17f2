# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether this machine is ready: each thing that Audarma stands on, looked at in turn.

Nothing is changed but the store, which is brought up to date as any command does, and a file in
the workspace that is written and removed.
"""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from tempfile import TemporaryFile

from packaging.requirements import Requirement
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from audarma.errors import AudarmaError
from audarma.glossary_check import check_glossaries
from audarma.model import TargetLocale
from audarma.model_catalogue import cautions, known_models
from audarma.toolbox import Toolbox

LEAST_PYTHON = (3, 11)
_DISTRIBUTION = "audarma"

# What other programs are for; Audarma runs without them.
_TOOLS = {
    "msgfmt": "checks PO files as other tools do: Debian package gettext",
    "epubcheck": "checks adapted EPUB files: Debian package epubcheck",
}
_EXTRAS = {
    "torch": "the engine transformers and pulling models: pip install 'audarma[transformers]'",
    "psycopg": "a store on PostgreSQL: pip install 'audarma[postgresql]'",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: *message* says what there is, or what to do.

    What is not *needed* may be missing.
    """

    name: str
    is_ok: bool
    message: str
    needed: bool = True


def examine(toolbox: Toolbox) -> Iterator[Check]:
    """Look at everything, in the order in which it is needed."""
    yield _python()
    yield from _packages()
    yield _workspace(toolbox)
    yield _store(toolbox)
    yield Check("engines", True, ", ".join(toolbox.engine_names()))
    yield _engine(toolbox)
    yield from _models(toolbox)
    yield _aligner(toolbox)
    yield from _glossaries(toolbox)
    yield from _optional()


def _python() -> Check:
    found = platform.python_version()
    if sys.version_info >= LEAST_PYTHON:
        return Check("Python", True, found)
    least = ".".join(map(str, LEAST_PYTHON))
    return Check("Python", False, f"{found} is too old. Install {least} or later.")


def _packages() -> Iterator[Check]:
    try:
        wanted = [Requirement(line) for line in requires(_DISTRIBUTION) or ()]
    except PackageNotFoundError:
        yield Check("packages", False, "Audarma is not installed. Run pip install -e .")
        return
    core = [r for r in wanted if r.marker is None or r.marker.evaluate({"extra": ""})]
    faults = list(filter(None, map(_package_fault, core)))
    for fault in faults:
        yield Check("packages", False, f"{fault} Run pip install -e . again.")
    if not faults:
        yield Check("packages", True, f"{len(core)} packages, as the project asks")


def _package_fault(wanted: Requirement) -> str:
    try:
        found = version(wanted.name)
    except PackageNotFoundError:
        return f"{wanted.name} is not installed."
    if wanted.specifier.contains(found, prereleases=True):
        return ""
    return f"{wanted.name} is {found}, and {wanted.specifier} is asked for."


def _workspace(toolbox: Toolbox) -> Check:
    workspace = toolbox.settings.workspace
    try:
        workspace.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=workspace) as file:
            file.write(b"x")
    except OSError as error:
        reason = (error.strerror or "unwritable").lower()
        return Check(
            "workspace",
            False,
            f"{workspace} cannot be written ({reason}). Set AUDARMA_WORKSPACE to one that can.",
        )
    free = shutil.disk_usage(workspace).free / 1e9
    return Check("workspace", True, f"{workspace.resolve()}, {free:.1f} GB free")


def _store(toolbox: Toolbox) -> Check:
    try:
        with toolbox.store.engine.connect() as connection:
            connection.execute(select(1))
        count = len(toolbox.store.resources())
    except AudarmaError as error:
        return Check("store", False, str(error))
    except (SQLAlchemyError, ImportError, OSError) as error:
        return Check(
            "store",
            False,
            f"the database cannot be used ({error.__class__.__name__}). Check "
            "AUDARMA_DATABASE_URL, and that the server runs.",
        )
    return Check("store", True, f"up to date, {count} resources")


def _engine(toolbox: Toolbox) -> Check:
    name = toolbox.settings.engine
    try:
        engine = toolbox.engine(name)
    except AudarmaError as error:
        return Check("engine", False, f"{error} Or set AUDARMA_ENGINE to another engine.")
    return Check("engine", True, f"{engine.name} for {', '.join(sorted(engine.locales))}")


def _models(toolbox: Toolbox) -> Iterator[Check]:
    here = [model for model in known_models() if model.is_in(toolbox.settings.models)]
    for model in here:
        limits = " ".join(cautions(model))
        yield Check("model", True, f"{model.engine}. {limits}".strip(), needed=False)
    if not here:
        yield Check(
            "model",
            False,
            'no model but the starter\'s, whose drafts are a gist. "audarma models list" shows '
            "better ones.",
            needed=False,
        )


def _aligner(toolbox: Toolbox) -> Check:
    if toolbox.word_aligner is not None:
        return Check("word aligner", True, "the starter engine's lexicon")
    return Check(
        "word aligner",
        False,
        f"none in {toolbox.settings.models / 'starter'}: engines without alignment get no terms "
        "put in. Restore that folder.",
        needed=False,
    )


def _glossaries(toolbox: Toolbox) -> Iterator[Check]:
    for locale in TargetLocale:
        try:
            report = check_glossaries(toolbox.glossary_paths((), locale.value), locale.value)
        except AudarmaError as error:
            yield Check("glossaries", False, str(error))
            continue
        what = f"{locale.value}: {report.entries} entries in {report.files} files"
        if report.faults:
            yield Check(
                "glossaries",
                False,
                f"{what}, {len(report.faults)} faults, the first {report.faults[0]} "
                f'"audarma glossary check --to {locale.value}" tells all.',
            )
        else:
            yield Check("glossaries", True, what)


def _optional() -> Iterator[Check]:
    present: tuple[tuple[dict[str, str], Callable[[str], object]], ...] = (
        (_TOOLS, shutil.which),
        (_EXTRAS, find_spec),
    )
    for wanted, look in present:
        for name, use in wanted.items():
            is_there = look(name) is not None
            yield Check(name, is_there, "found" if is_there else f"not found; {use}", needed=False)

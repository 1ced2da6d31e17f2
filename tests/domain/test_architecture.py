# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may import whom: flows → adapters → audarma."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# What each part must not import, at any depth of its modules.
FORBIDDEN = {
    "audarma": {
        "adapters", "flows", "tests", "prefect", "polib", "bs4", "transformers", "torch",
        "ctranslate2", "lxml", "markdown_it", "machine",
    },
    "adapters/formats": {"flows", "prefect", "adapters.engines", "adapters.exchange"},
    "adapters/engines": {"flows", "prefect", "adapters.formats", "adapters.exchange"},
    "adapters/exchange": {"flows", "prefect", "adapters.formats", "adapters.engines"},
    "flows": {"tests"},
}  # fmt: skip


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("part", FORBIDDEN)
def test_no_arrow_between_the_parts_is_reversed(part: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted((ROOT / part).rglob("*.py"))
        for name in sorted(imports(path))
        if any(name == bad or name.startswith(f"{bad}.") for bad in FORBIDDEN[part])
    ]
    assert wrong == []


def test_every_module_says_its_licence_and_what_it_holds() -> None:
    for part in ("audarma", "adapters", "flows"):
        for path in sorted((ROOT / part).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            assert "SPDX-License-Identifier: GPL-3.0-or-later" in text[:200], path
            assert ast.get_docstring(ast.parse(text)), path

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a LaTeX compiler says of a document of many files: its errors, and whether there is a PDF.

The document is the file that leads to the most others, compiled once by pdfLaTeX, or by XeLaTeX
where it loads Unicode fonts. Corpora leave pictures and generated files out; empty ones stand in.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

_INPUT = re.compile(r"^[^%\n]*?\\(?:input|include)\s*\{?\s*([\w./-]+)", re.MULTILINE)
_UNICODE_FONTS = re.compile(
    r"^[^%\n]*\\usepackage[^%\n]*\{(?:fontspec|polyglossia)\}", re.MULTILINE
)
_NOT_THERE = re.compile(r"File `([^']+)' not found")
_ERROR = re.compile(r"^! .*$", re.MULTILINE)
_MOST_MISSING = 30
_LIMIT_S = 600
_DOT = bytes.fromhex(  # the smallest picture in PNG
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def compiled(members: Mapping[str, bytes]) -> str:
    """Give the errors of the document that *members* are, and whether there is a PDF."""
    texts = {n: d.decode("utf-8", "replace") for n, d in members.items() if n.endswith(".tex")}
    reached = {name: _reached(name, texts) for name in texts}
    mains = [
        name
        for name, found in reached.items()
        if any("\\begin{document}" in texts[one] for one in found)
    ]
    main = max(mains, key=lambda name: (len(reached[name]), name))
    has_unicode_fonts = any(_UNICODE_FONTS.search(texts[name]) for name in reached[main])
    with TemporaryDirectory() as folder:
        for name, data in members.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return _run("xelatex" if has_unicode_fonts else "pdflatex", Path(folder, main))


def _reached(name: str, texts: Mapping[str, str]) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        at = waiting.pop()
        if at in texts and at not in found:
            found.add(at)
            folder = at.rpartition("/")[0]
            written = _INPUT.findall(texts[at])
            waiting += [f"{folder}/{to}".lstrip("/") for to in written]
            waiting += [f"{folder}/{to}.tex".lstrip("/") for to in written]
    return found


def _run(engine: str, main: Path) -> str:
    command = [engine, "-interaction=nonstopmode", main.name]
    for _attempt in range(_MOST_MISSING):
        subprocess.run(command, cwd=main.parent, capture_output=True, timeout=_LIMIT_S, check=False)
        log = main.with_suffix(".log").read_text("utf-8", "replace")
        missing = _NOT_THERE.search(log.replace("\n", ""))
        if missing is None or missing[1].endswith((".sty", ".cls")):
            break
        _stand_in(main.parent / missing[1])
    errors = [*_ERROR.findall(log), *re.findall("Missing character.*", log)]
    made = "a PDF" if main.with_suffix(".pdf").exists() else "no PDF"
    return "\n".join([*errors, made])


def _stand_in(path: Path) -> None:
    """Write an empty file or a dot where *path* should be."""
    if path.suffix == ".tex":
        path.write_text("", "utf-8")
    else:
        path.with_suffix(path.suffix or ".png").write_bytes(_DOT)

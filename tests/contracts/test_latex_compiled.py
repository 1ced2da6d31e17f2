# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""LaTeX, compiled: an adapted document is printed whole, in fonts that have its letters."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest

from adapters.formats.latex import Latex
from audarma.model import Attribution, NoticeLine
from audarma.ports import Adaptation

KAZAKH = "Әр ірі қоңыр үйдің ғұмыры өзгеше, жиһазы мол"
RUSSIAN = "Съешь ещё этих мягких французских булок"
TEXTS = {"kk": KAZAKH, "ru": RUSSIAN}
WARNING = {"kk": "Бұл мәтінді машина аударды", "ru": "Этот текст перевела машина"}
CHAPTER = {"kk": "Тарау", "ru": "Глава"}
CONTENTS = {"kk": "Мазмұны", "ru": "Оглавление"}
SIGNS = "10\u202f000 −5 ≈ 4 №\u00a07 «қ» „ә“ α — 5\u2009% … ° 50 €"
CLASS = r"\documentclass{book}"
BODY = r"""
\begin{document}
\tableofcontents
\chapter{Sets}
Some text, \textbf{bold}, \emph{slanted}, \textsf{plain} and \texttt{typed}.
\section{Numbers}
A number.
\end{document}
"""
PDFTEX, XETEX = "pdflatex", "xelatex"
PREAMBLES = {
    "no language": (PDFTEX, ""),
    "babel": (PDFTEX, r"\usepackage[english]{babel}"),
    "babel, old encodings": (
        PDFTEX,
        r"\usepackage[latin1]{inputenc}\usepackage[T1]{fontenc}\usepackage[british]{babel}",
    ),
    "Latin last": (PDFTEX, r"\usepackage[T2A,T1]{fontenc}"),
    "fonts without Cyrillic": (PDFTEX, r"\usepackage{mathpazo,helvet,courier}"),
    "links": (PDFTEX, r"\usepackage[T1]{fontenc}\usepackage{hyperref}"),
    "Unicode fonts by default": (XETEX, r"\usepackage{fontspec}"),
    "polyglossia": (XETEX, r"\usepackage{polyglossia}\setmainlanguage[variant=british]{english}"),
    "babel, Unicode fonts": (XETEX, r"\usepackage{fontspec}\usepackage[english]{babel}"),
}


def attribution(locale: str) -> Attribution:
    return Attribution(
        locale=locale,
        title=TEXTS[locale],
        heading="Лицензия",
        lines=(NoticeLine((("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),)),),
        warning=WARNING[locale],
        licence_id="CC-BY-4.0",
        licence_name="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        source_url="",
        source_title="Sets",
        creators=(),
        translators=(),
        date="2026-11-26",
    )


def printed(text: bytes, engine: str, folder: Path) -> str:
    """Compile *text*; give what the PDF says."""
    Path(folder, "a.tex").write_bytes(text)
    command = [engine, "-interaction=nonstopmode", "-halt-on-error", "a.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    log = Path(folder, "a.log").read_text("utf-8", "replace")
    assert done.returncode == 0, re.findall(r"^!.*(?:\n.*){3}", log, re.MULTILINE)
    assert "Missing character" not in log
    command = ["pdftotext", "a.pdf", "-"]
    said = subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout.decode()
    return " ".join(said.split())


def same(text: str) -> str:
    """Give *text* with one form of each sign: T2A prints Kazakh і with the glyph of Latin i."""
    return unicodedata.normalize("NFKC", text).replace("і", "i")


def needs(*programs: str) -> None:
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")


@pytest.mark.parametrize("locale", ["kk", "ru"])
@pytest.mark.parametrize(("engine", "preamble"), PREAMBLES.values(), ids=PREAMBLES)
def test_adapted_document_compiles_with_its_letters_and_names(
    engine: str, preamble: str, locale: str, tmp_path: Path
) -> None:
    needs(engine, "pdftotext")
    source = f"{CLASS}\n{preamble}{BODY}".encode()
    units = Latex().extract(source, "a.tex").units
    targets = {u.id: re.sub(r"(?<![</\w])[A-Za-z][\w ]*", TEXTS[locale], u.content) for u in units}
    targets[units[-1].id] = f"{TEXTS[locale]} {SIGNS}."
    merged = Latex().merge(source, targets, Adaptation(locale, attribution(locale)))
    said = same(printed(merged, engine, tmp_path))
    for wanted in (TEXTS[locale], WARNING[locale], f"{CHAPTER[locale]} 1", CONTENTS[locale]):
        assert same(wanted) in said
    for sign in ("10", "000", "≈", "№", "«қ»", "α", "—", "€"):
        assert same(sign) in said


def test_bold_and_slanted_stay_where_the_fonts_chosen_have_no_cyrillic(tmp_path: Path) -> None:
    needs(PDFTEX, "pdftotext")
    shapes = r"\textbf{\emph{\textsc{\textsf{\texttt{a}}}}} \textbf{\textsc{a}} \emph{\textbf{a}}"
    fonts = r"\usepackage{mathpazo,helvet,courier}"
    source = f"{CLASS}{fonts}{BODY}".replace(r"\section", rf"{shapes} \section").encode()
    printed(Latex().merge(source, {}, Adaptation("kk", attribution("kk"))), PDFTEX, tmp_path)
    log = Path(tmp_path, "a.log").read_text("utf-8", "replace")
    used = dict(re.findall(r"shape `T2A/ppl/(\w+/\w+)'.*\n.*`T2A/cmr/(\w+/\w+)' tried", log))
    assert used["b/n"] == "bx/n"
    assert used["b/it"] == "bx/it"
    assert used["b/sc"] == "bx/sc"


LONG_WORDS = {
    "kk": "Экономикалық ынтымақтастықтың халықаралық ұйымдары жауапкершіліктерін түсіндіреді",
    "ru": "Соответствующее законодательство предусматривает совершенствование образовательных",
}


@pytest.mark.parametrize("locale", LONG_WORDS)
def test_lines_of_long_words_stay_on_the_page(locale: str, tmp_path: Path) -> None:
    needs(PDFTEX, "pdftotext")
    source = b"\\documentclass{article}\\textwidth=120mm\\begin{document}Text\\end{document}"
    (unit,) = Latex().extract(source, "a.tex").units
    target = " ".join([LONG_WORDS[locale]] * 20)
    printed(Latex().merge(source, {unit.id: target}, Adaptation(locale)), PDFTEX, tmp_path)
    log = Path(tmp_path, "a.log").read_text("utf-8", "replace")
    # Without the lines for it there are 16 in Kazakh, 20 in Russian.
    assert log.count("Overfull") <= 1

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""The words that LaTeX itself writes: «Тарау», «Мазмұны», «Рис.».

babel's and polyglossia's Russian has them. babel-kk.ini of TeX Live up to 2025 leaves the captions
empty, polyglossia has no Kazakh at all, and a document without either prints the class's English.
Named as babel names them; the Russian words are babel-russian's.

Leaves out: words that a document defines itself, and those of packages beside the classes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

KAZAKH_CAPTIONS: Mapping[str, str] = {
    "preface": "Алғысөз", "ref": "Әдебиеттер", "abstract": "Аңдатпа", "bib": "Әдебиеттер тізімі",
    "chapter": "Тарау", "appendix": "Қосымша", "contents": "Мазмұны", "part": "Бөлім",
    "listfigure": "Суреттер тізімі", "listtable": "Кестелер тізімі", "index": "Көрсеткіш",
    "figure": "Сурет", "table": "Кесте", "page": "бет", "see": "қараңыз",
    "also": "тағы қараңыз", "proof": "Дәлелдеу", "glossary": "Глоссарий",
}  # fmt: skip
_RUSSIAN_CAPTIONS: Mapping[str, str] = {
    "preface": "Предисловие", "ref": "Список литературы", "abstract": "Аннотация",
    "bib": "Литература", "chapter": "Глава", "appendix": "Приложение", "contents": "Оглавление",
    "part": "Часть", "listfigure": "Список иллюстраций", "listtable": "Список таблиц",
    "index": "Предметный указатель", "figure": "Рис.", "table": "Таблица", "page": "с.",
    "see": "см.", "also": "см. также", "proof": "Доказательство", "glossary": "Глоссарий",
}  # fmt: skip
_CAPTIONS = {"kk": KAZAKH_CAPTIONS, "ru": _RUSSIAN_CAPTIONS}
# Their packages provide these words to a document that has none yet.
_OF_PACKAGES = ("see", "also", "proof")


def babel_captions(newline: str) -> str:
    """Give the lines that tell babel its Kazakh captions."""
    return "".join(
        f"{newline}\\setlocalecaption{{kazakh}}{{{key}}}{{{caption}}}"
        for key, caption in KAZAKH_CAPTIONS.items()
    )


def class_names(locale: str, newline: str) -> str:
    """Give the lines that stand behind the class; what the document says later goes over them."""
    return "".join(newline + line for line in _class_names(_CAPTIONS[locale]))


def _class_names(captions: Mapping[str, str]) -> Iterator[str]:
    for key, caption in captions.items():
        name = f"\\{key}name"
        if key in _OF_PACKAGES:
            yield f"\\providecommand*{{{name}}}{{{caption}}}"
        else:
            yield f"\\ifdefined{name}\\renewcommand*{{{name}}}{{{caption}}}\\fi"

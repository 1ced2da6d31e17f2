# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What attributions say to readers, in Kazakh, Russian and English: one table.

Licences keep their English names, which are their legal ones, with a short gloss. The Russian
glosses are those of Creative Commons' licence chooser («Attribution-ShareAlike» («Атрибуция — На
тех же условиях»)); the Kazakh ones are ours and stand in ``TO_CONFIRM``.
Leaves out: how sentences are put together, which is in ``audarma.attribution``; the words of the
preview and the report, which are in ``audarma.wording_pages``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """The phrases of an attribution in one locale; braces name what is filled in.

    Pairs are (one person, several people).
    """

    heading: str
    quotes: tuple[str, str]
    original: str
    author: tuple[str, str]
    publisher: str
    source_licence: str
    adaptation_licence: str
    shared_licence: str
    public_domain: str
    all_rights_reserved: str
    permission: str
    changes: str
    machine: str
    machine_name: str
    translated_by: tuple[str, str]
    reviewed_by: tuple[str, str]
    reviewed: str
    took_part: tuple[str, str]
    date: str
    disclaimer: str
    warning: str
    elements: Mapping[str, str]


WORDINGS: Mapping[str, Wording] = {
    "kk": Wording(
        heading="Аударма мен лицензия туралы",
        quotes=("«", "»"),
        original="Түпнұсқа:",
        author=("Авторы:", "Авторлары:"),
        publisher="Баспасы:",
        source_licence="Түпнұсқаның лицензиясы:",
        adaptation_licence="Аударманың лицензиясы:",
        shared_licence="Түпнұсқаның және аударманың лицензиясы:",
        public_domain="Түпнұсқа қоғамдық игілікке жатады",
        all_rights_reserved="Түпнұсқаға қатысты барлық құқықтар қорғалған.",
        permission="Аударма құқық иесінің рұқсатымен жарияланды.",
        changes="Енгізілген өзгерістер: мәтін ағылшын тілінен қазақ тіліне аударылды.",
        machine="Аударған: {engine} машиналық аударма жүйесі.",
        machine_name="{engine} (машиналық аударма)",
        translated_by=("Аударған:", "Аударғандар:"),
        reviewed_by=("Тексеріп, түзеткен:", "Тексеріп, түзеткендер:"),
        reviewed="Аударманы адамдар тексерді.",
        took_part=("Аударма жұмысына қатысқан:", "Аударма жұмысына қатысқандар:"),
        date="Аударылған күні:",
        disclaimer="Бұл аударма үшін түпнұсқаның авторлары жауап бермейді.",
        warning=(
            "Бұл мәтінді машина аударды, оны адам әлі тексерген жоқ. Аудармада қателер болуы "
            "мүмкін."
        ),
        elements={
            "by": "Атрибуция",
            "nc": "Коммерциялық емес мақсатта пайдалану",
            "nd": "Туынды шығармаларсыз",
            "sa": "Дәл осындай шарттармен тарату",
        },
    ),
    "ru": Wording(
        heading="О переводе и лицензии",
        quotes=("«", "»"),
        original="Оригинал:",
        author=("Автор:", "Авторы:"),
        publisher="Издатель:",
        source_licence="Лицензия оригинала:",
        adaptation_licence="Лицензия перевода:",
        shared_licence="Лицензия оригинала и перевода:",
        public_domain="Оригинал находится в общественном достоянии",
        all_rights_reserved="Все права на оригинал защищены.",
        permission="Перевод опубликован с разрешения правообладателя.",
        changes="Внесённые изменения: текст переведён с английского языка на русский.",
        machine="Перевод выполнен системой машинного перевода {engine}.",
        machine_name="{engine} (машинный перевод)",
        translated_by=("Перевод:", "Перевод:"),
        reviewed_by=("Проверка и правка:", "Проверка и правка:"),
        reviewed="Перевод проверен людьми.",
        took_part=("В работе над переводом участвует:", "В работе над переводом участвуют:"),
        date="Дата перевода:",
        disclaimer="Авторы оригинала не несут ответственности за этот перевод.",
        warning="Это машинный перевод. Люди его ещё не проверили, в нём могут быть ошибки.",
        elements={
            "by": "Атрибуция",
            "nc": "Некоммерческое использование",
            "nd": "Без производных произведений",
            "sa": "На тех же условиях",
        },
    ),
    "en": Wording(
        heading="About this translation and its licence",
        quotes=("“", "”"),
        original="Original:",
        author=("Author:", "Authors:"),
        publisher="Publisher:",
        source_licence="Licence of the original:",
        adaptation_licence="Licence of the translation:",
        shared_licence="Licence of the original and of the translation:",
        public_domain="The original is in the public domain",
        all_rights_reserved="All rights in the original are reserved.",
        permission="The translation is published with the rights holder's permission.",
        changes="Changes made: the text was translated from English into {language}.",
        machine="Translated by the machine translation system {engine}.",
        machine_name="{engine} (machine translation)",
        translated_by=("Translated by:", "Translated by:"),
        reviewed_by=("Reviewed and corrected by:", "Reviewed and corrected by:"),
        reviewed="People have reviewed the translation.",
        took_part=("Taking part in the translation:", "Taking part in the translation:"),
        date="Date of the translation:",
        disclaimer="The authors of the original are not responsible for this translation.",
        warning=(
            "This is a machine translation. People have not reviewed it yet, and it may have "
            "mistakes."
        ),
        elements={},
    ),
}

LANGUAGE_NAMES = {"kk": "Kazakh", "ru": "Russian"}
"""The languages of translations, in English."""

TO_CONFIRM: tuple[tuple[str, str], ...] = (
    ("Attribution", "Атрибуция"),
    ("NonCommercial", "Коммерциялық емес мақсатта пайдалану"),
    ("NoDerivatives", "Туынды шығармаларсыз"),
    ("ShareAlike", "Дәл осындай шарттармен тарату"),
    ("public domain", "қоғамдық игілік"),
    ("original (of a translation)", "түпнұсқа"),
    ("machine translation system", "машиналық аударма жүйесі"),
    ("rights holder", "құқық иесі"),
    ("unreviewed machine translation (the warning)", "машина аударды, адам әлі тексерген жоқ"),
)
"""Kazakh wordings, by their English sense, that a terminologist should confirm."""

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has to be known of Kazakh stems, word by word or ending by ending, to inflect them.

Holds vowel harmony with its loanwords, and the lists of words that the general rules of
``audarma.morphology_kk`` would get wrong. The lists are closed and short by design.
"""

from __future__ import annotations

_BACK = frozenset("аоұыя")
_FRONT = frozenset("әөүіеэё")

# Native words in which и, у decide nothing, and the rules for loanwords would mislead.
_BACK_WORDS = frozenset(("тарих", "ми", "су", "көмірсу", "бу", "ту", "цифр"))


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


ELIDED = _listed(
    """халық орын ерін мұрын мойын қойын ауыз көрік ерік құлық қарын бөрік ғұрып әріп қауіп кейіп
    қалып құлып парық ырық"""
)
"""Words that lose their last vowel before a vowel: орын, орны."""

UNVOICED_P = ("скоп", "изотоп", "тип", "принцип", "чип", "этап", "тарап")
"""Ends of words whose п stays before a vowel: принцип, принципі."""

S_STEMS = tuple(_listed("үлес кеңес қатынас күрес елес талас жолдас көзқарас адрес процес класс"))
"""Ends of stems in -с that a form in -сы, -сі does not cut: үлес, үлесі; жүйе, жүйесі."""

SHORT_S_STEMS = frozenset(("бас", "мыс", "ус", "ис"))
"""The same, but no ends of other words: бас, басы; жоба, жобасы."""

SOFT_SIGN_LOST = tuple(
    _listed(
        """модулі моделі автомобилі медалі профилі циркулі панелі рублі деталі кабелі векселі
        тоннелі туннелі дизелі картелі пикселі"""
    )
)
"""Ends of loanwords that lost a soft sign before the third person: панель, панелі."""

# Nouns and adjectives that end like a possessed noun.
_WHOLE_IN_Y = _listed(
    """дәрі тері түлкі кірпі белгі сүзгі үлгі екі алты жеті жалпы қарсы сары кәрі ірі тірі кісі
    факті акті объекті субъекті дискі ежелгі сыртқы ішкі қазіргі соңғы алғашқы ескі кері қысқы
    жазғы әлі енді тағы толқынды тұрақты айнымалы сызықты күрделі маңызды желі ергежейлі жалақы"""
)
# Nouns that end like a case or another person.
_WHOLE_IN_OTHERS = _listed(
    """адам мәтін білім бөлім өлшем әлем қалам теңіз негіз маңыз жұлдыз түтін егін отын алтын
    қарын жиын бүтін толқын салқын ұшқын жалын қауын мүмкін жақын тығын ағын ұғым таным құрылым
    өнім өсім шешім ілім төлем есім үкім рәсім кезең өлең алаң тұлға пайда майдан орман ғалам
    қоғам мұғалім көлем орын мұрын ерін мойын күн түн жүн сан мән дән дене бүгін кейін дейін үшін
    экран роман орган океан уран титан метан протон фотон электрон нейтрон гормон термин витамин
    протеин гемоглобин домен"""
)
WHOLE_STEMS = _WHOLE_IN_Y | _WHOLE_IN_OTHERS
"""Dictionary forms whose end looks like a suffix, and is none."""

POSSESSED_COMPOUNDS = ("қышқылы",)
"""Ends of compounds in one word that carry the third person: аминқышқылы, аминқышқылдары."""

_LETTER_NAMES = {"Қ": "қа", "К": "ка", "Х": "ха", "Ш": "ша", "Щ": "ща"} | {
    letter: f"э{letter.lower()}" for letter in "ЛМНРСФ"
}


def letter_name(letter: str) -> str:
    """Give the name of a capital Cyrillic letter, which tells an abbreviation's suffixes."""
    if letter in "АӘЕИОӨУҰҮЫІЭЮЯЁ":
        return letter.lower()
    return _LETTER_NAMES.get(letter, letter.lower() + "е")


OF_EITHER_SERIES = tuple(_listed("г нк рк лк кт ск тест х ст ль ид ит ик кл вакуум"))
"""Ends of loanwords that take suffixes of one vowel series by the rules, and from many writers
those of the other."""


def harmonises_back(word: str) -> bool:
    """Say whether *word* takes suffixes with back vowels (-лар), not front ones (-лер).

    The last vowel decides, with these exceptions. A final у, ю or и leaves it to the vowels
    before (оқу, білу). Elsewhere и makes a loanword front (алгоритм, оксид), unless one of қ, ғ,
    ұ, ы stands in it, у makes it back (ресурс, вирус), ю front. A soft sign after the last
    vowel (модуль, импульс) and a final г, нк, рк, лк, кт, ск (педагог, банк, факт) make it front.
    """
    lower = word.lower()
    if lower in _BACK_WORDS:
        return True
    if lower.endswith(("г", "нк", "рк", "лк", "кт", "ск")):
        return False
    for place in range(len(lower) - 1, -1, -1):
        letter = lower[place]
        if letter == "ь":
            return False
        if letter in _BACK:
            return True
        if letter in _FRONT:
            return False
        if letter in "ую" and place < len(lower) - 1:
            return letter == "у"
        if letter == "и" and place < len(lower) - 1:
            return any(native in lower for native in "қғұы")
    return "и" not in lower

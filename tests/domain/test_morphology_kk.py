# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audarma.kazakh_possessed import is_possessed, unpossessed
from audarma.morphology_kk import (
    ALL_FORMS,
    Case,
    Form,
    Number,
    Possession,
    analyses,
    inflect,
    inflect_phrase,
    is_verb_form,
    phrase_forms,
    read_form,
)

N, G, D, A = Case.NOMINATIVE, Case.GENITIVE, Case.DATIVE, Case.ACCUSATIVE
L, AB, INS, AT = Case.LOCATIVE, Case.ABLATIVE, Case.INSTRUMENTAL, Case.ATTRIBUTIVE

# Singular: genitive, dative, accusative, locative, ablative, instrumental, third person.
SINGULAR = """
бала баланың балаға баланы балада баладан баламен баласы
әке әкенің әкеге әкені әкеде әкеден әкемен әкесі
кітап кітаптың кітапқа кітапты кітапта кітаптан кітаппен кітабы
мектеп мектептің мектепке мектепті мектепте мектептен мектеппен мектебі
оқулық оқулықтың оқулыққа оқулықты оқулықта оқулықтан оқулықпен оқулығы
бөлік бөліктің бөлікке бөлікті бөлікте бөліктен бөлікпен бөлігі
адам адамның адамға адамды адамда адамнан адаммен адамы
мұғалім мұғалімнің мұғалімге мұғалімді мұғалімде мұғалімнен мұғаліммен мұғалімі
күн күннің күнге күнді күнде күннен күнмен күні
сан санның санға санды санда саннан санмен саны
таң таңның таңға таңды таңда таңнан таңмен таңы
жол жолдың жолға жолды жолда жолдан жолмен жолы
тіл тілдің тілге тілді тілде тілден тілмен тілі
дәптер дәптердің дәптерге дәптерді дәптерде дәптерден дәптермен дәптері
үй үйдің үйге үйді үйде үйден үймен үйі
су судың суға суды суда судан сумен суы
теңдеу теңдеудің теңдеуге теңдеуді теңдеуде теңдеуден теңдеумен теңдеуі
сөз сөздің сөзге сөзді сөзде сөзден сөзбен сөзі
қыз қыздың қызға қызды қызда қыздан қызбен қызы
теңіз теңіздің теңізге теңізді теңізде теңізден теңізбен теңізі
күш күштің күшке күшті күште күштен күшпен күші
жасуша жасушаның жасушаға жасушаны жасушада жасушадан жасушамен жасушасы
түр түрдің түрге түрді түрде түрден түрмен түрі
энергия энергияның энергияға энергияны энергияда энергиядан энергиямен энергиясы
ресурс ресурстың ресурсқа ресурсты ресурста ресурстан ресурспен ресурсы
алгоритм алгоритмнің алгоритмге алгоритмді алгоритмде алгоритмнен алгоритммен алгоритмі
модуль модульдің модульге модульді модульде модульден модульмен модулі
объект объектінің объектіге объектіні объектіде объектіден объектімен объектісі
код кодтың кодқа кодты кодта кодтан кодпен коды
принцип принциптің принципке принципті принципте принциптен принциппен принципі
график графиктің графикке графикті графикте графиктен графикпен графигі
вирус вирустың вирусқа вирусты вируста вирустан вируспен вирусы
"""
CASES = (G, D, A, L, AB, INS)

# Plural; plural with the third person in the nominative, genitive and dative.
PLURAL = """
бала балалар балалары балаларының балаларына
кітап кітаптар кітаптары кітаптарының кітаптарына
мұғалім мұғалімдер мұғалімдері мұғалімдерінің мұғалімдеріне
жол жолдар жолдары жолдарының жолдарына
дәптер дәптерлер дәптерлері дәптерлерінің дәптерлеріне
су сулар сулары суларының суларына
теңдеу теңдеулер теңдеулері теңдеулерінің теңдеулеріне
қыз қыздар қыздары қыздарының қыздарына
процесс процестер процестері процестерінің процестеріне
металл металдар металдары металдарының металдарына
факт фактілер фактілері фактілерінің фактілеріне
орын орындар орындары орындарының орындарына
модуль модульдер модульдері модульдерінің модульдеріне
хлоропласт хлоропластар хлоропластары хлоропластарының хлоропластарына
цифр цифрлар цифрлары цифрларының цифрларына
"""

PERSONS = [
    ("кітап", Possession.MY, N, "кітабым"),
    ("кітап", Possession.MY, G, "кітабымның"),
    ("кітап", Possession.MY, D, "кітабыма"),
    ("кітап", Possession.MY, AB, "кітабымнан"),
    ("кітап", Possession.YOUR, N, "кітабың"),
    ("кітап", Possession.YOUR, D, "кітабыңа"),
    ("кітап", Possession.YOUR, A, "кітабыңды"),
    ("кітап", Possession.YOUR_POLITE, N, "кітабыңыз"),
    ("кітап", Possession.YOUR_POLITE, D, "кітабыңызға"),
    ("кітап", Possession.YOUR_POLITE, INS, "кітабыңызбен"),
    ("кітап", Possession.OUR, N, "кітабымыз"),
    ("кітап", Possession.OUR, G, "кітабымыздың"),
    ("кітап", Possession.OUR, L, "кітабымызда"),
    ("мектеп", Possession.OUR, D, "мектебімізге"),
    ("әке", Possession.MY, D, "әкеме"),
    ("әке", Possession.YOUR_POLITE, AB, "әкеңізден"),
    ("бала", Possession.THIRD, A, "баласын"),
    ("бала", Possession.THIRD, D, "баласына"),
    ("бала", Possession.THIRD, L, "баласында"),
    ("бала", Possession.THIRD, AB, "баласынан"),
    ("бала", Possession.THIRD, INS, "баласымен"),
    ("үй", Possession.THIRD, AT, "үйіндегі"),
    ("орын", Possession.THIRD, N, "орны"),
    ("орын", Possession.THIRD, L, "орнында"),
    ("әріп", Possession.THIRD, N, "әрпі"),
    ("халық", Possession.THIRD, G, "халқының"),
    ("процесс", Possession.THIRD, L, "процесінде"),
    ("критерий", Possession.THIRD, N, "критерийі"),
    ("банк", Possession.THIRD, G, "банкінің"),
    ("парк", Possession.THIRD, A, "паркін"),
    ("тарап", Possession.THIRD, AB, "тарапынан"),
    ("ток", Possession.THIRD, N, "тогы"),
    ("педагогика", Possession.THIRD, N, "педагогикасы"),
    ("функция", Possession.THIRD, G, "функциясының"),
    ("кітап", Possession.NONE, AT, "кітаптағы"),
    ("жасуша", Possession.NONE, AT, "жасушадағы"),
    ("мектеп", Possession.NONE, AT, "мектептегі"),
]

PHRASES = [
    ("білім беру ресурсы", Form(case=G), "білім беру ресурсының"),
    ("білім беру ресурсы", Form(Number.PLURAL, case=G), "білім беру ресурстарының"),
    ("білім беру ресурсы", Form(Number.PLURAL, Possession.OUR), "білім беру ресурстарымыз"),
    ("білім беру ресурстары", Form(case=D), "білім беру ресурстарына"),
    ("ток күші", Form(case=L), "ток күшінде"),
    ("ток күші", Form(possession=Possession.THIRD, case=A), "ток күшін"),
    ("жасуша мембранасы", Form(Number.PLURAL), "жасуша мембраналары"),
    ("жарық жылдамдығы", Form(case=D), "жарық жылдамдығына"),
    ("жарық жылдамдығы", Form(Number.PLURAL), "жарық жылдамдықтары"),
    ("өзара әсер", Form(case=AB), "өзара әсерден"),
    ("білім алушы", Form(Number.PLURAL, case=D), "білім алушыларға"),
    ("білім алушы", Form(possession=Possession.THIRD), "білім алушысы"),
    ("теңдеулер жүйесі", Form(Number.PLURAL, case=A), "теңдеулер жүйелерін"),
    ("оқу орны", Form(Number.PLURAL), "оқу орындары"),
    ("электр тогы", Form(case=G), "электр тогының"),
    ("сулы ерітінді", Form(case=L), "сулы ерітіндіде"),
    ("үйкеліс күші", Form(case=INS), "үйкеліс күшімен"),
    ("Ом заңы", Form(case=D), "Ом заңына"),
    ("тепе-теңдік", Form(case=G), "тепе-теңдіктің"),
    ("жауын-шашын", Form(case=AB), "жауын-шашыннан"),
    ("аминқышқылы", Form(Number.PLURAL), "аминқышқылдары"),
    ("ДНҚ", Form(case=G), "ДНҚ-ның"),
    ("ДНҚ", Form(case=INS), "ДНҚ-мен"),
    ("нейрондық желі", Form(Number.PLURAL), "нейрондық желілер"),
    ("симметрия осі", Form(Number.PLURAL), "симметрия осьтері"),
    ("симметрия осі", Form(case=D), "симметрия осіне"),
    ("мұхит ағысы", Form(Number.PLURAL), "мұхит ағыстары"),
    ("күн панелі", Form(Number.PLURAL), "күн панельдері"),
    ("ғылыми жоба", Form(Number.PLURAL), "ғылыми жобалар"),
    ("зерттеу жобасы", Form(Number.PLURAL, case=A), "зерттеу жобаларын"),
]


def _rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.split("\n") if line]


@pytest.mark.parametrize("row", _rows(SINGULAR), ids=lambda row: row[0])
def test_singular_noun_has_its_cases_and_its_third_person(row: list[str]) -> None:
    word, *expected = row
    given = [inflect(word, Form(case=case)) for case in CASES]
    assert [*given, inflect(word, Form(possession=Possession.THIRD))] == expected


@pytest.mark.parametrize("row", _rows(PLURAL), ids=lambda row: row[0])
def test_plural_noun_has_its_possessed_forms(row: list[str]) -> None:
    word, *expected = row
    third = [Form(Number.PLURAL, Possession.THIRD, case) for case in (N, G, D)]
    assert [inflect(word, form) for form in (Form(Number.PLURAL), *third)] == expected


@pytest.mark.parametrize(("word", "possession", "case", "expected"), PERSONS)
def test_possessed_noun_declines(
    word: str, possession: Possession, case: Case, expected: str
) -> None:
    assert inflect(word, Form(possession=possession, case=case)) == expected


@pytest.mark.parametrize(("phrase", "form", "expected"), PHRASES)
def test_phrase_inflects_its_last_word(phrase: str, form: Form, expected: str) -> None:
    assert inflect_phrase(phrase, form) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("жүйесі", "жүйе"),
        ("қозғалысы", "қозғалыс"),
        ("ағысы", "ағыс"),
        ("құрылғысы", "құрылғы"),
        ("басы", "бас"),
        ("жобасы", "жоба"),
        ("тұрақтысы", "тұрақты"),
        ("осі", "ось"),
        ("панелі", "панель"),
        ("үлесі", "үлес"),
        ("күші", "күш"),
        ("жылдамдығы", "жылдамдық"),
        ("бөлігі", "бөлік"),
        ("кітабы", "кітап"),
        ("орны", "орын"),
        ("әрпі", "әріп"),
        ("халқы", "халық"),
        ("объектісі", "объект"),
        ("модулі", "модуль"),
        ("ресурсы", "ресурс"),
        ("белгісі", "белгі"),
        ("мүшесі", "мүше"),
        ("каталогі", "каталог"),
    ],
)
def test_possessed_word_gives_its_dictionary_form(word: str, expected: str) -> None:
    assert unpossessed(word) == expected


@pytest.mark.parametrize(
    "word", ["алушы", "белгі", "ерітінді", "жалпы", "сүзгі", "жұмысшы", "желі", "кесте"]
)
def test_word_that_only_ends_like_a_possessed_one_is_not_taken_for_it(word: str) -> None:
    assert not is_possessed(word)


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("ресурстарының", Form(Number.PLURAL, Possession.THIRD, G)),
        ("жасушалардың", Form(Number.PLURAL, case=G)),
        ("кітабында", Form(possession=Possession.THIRD, case=L)),
        ("мектепте", Form(case=L)),
        ("энергияны", Form(case=A)),
        ("ұяшықтың", Form(case=G)),
        ("әдісімен", Form(possession=Possession.THIRD, case=INS)),
        ("оқушыларға", Form(Number.PLURAL, case=D)),
        ("жасушадағы", Form(case=AT)),
        ("кітабыңыз", Form(possession=Possession.YOUR_POLITE)),
        ("мәтін", Form()),
        ("тапсырма", Form()),
        ("схема", Form()),
        ("теңіз", Form()),
    ],
)
def test_inflected_word_is_read_back(word: str, form: Form) -> None:
    assert read_form(word) == form


@pytest.mark.parametrize("word", [row[0] for row in _rows(SINGULAR + PLURAL)])
def test_every_form_has_itself_among_its_readings(word: str) -> None:
    wanted = [form for form in ALL_FORMS if len(word) >= 3 or form == Form()]
    lost = [form for form in wanted if (word, form) not in analyses(inflect(word, form))]
    assert [form for form in lost if inflect(word, form) != word] == []


def test_loanword_counts_in_either_vowel_series() -> None:
    assert {"педагогтердің", "педагогтардың"} <= phrase_forms("педагог")
    assert {"объектінің", "объектің"} <= phrase_forms("объект")
    assert {"вакуумда", "вакуумде"} <= phrase_forms("вакуум")


def test_other_words_of_the_same_beginning_are_no_forms() -> None:
    assert phrase_forms("жасуша").isdisjoint({"жасушалық", "жас", "жасушаша"})


@pytest.mark.parametrize("word", ["есептейді", "есептеңіз", "есептелген", "есептеп", "есептесе"])
def test_finite_verb_form_is_recognised(word: str) -> None:
    assert is_verb_form(word, "есептеу")


@pytest.mark.parametrize(
    ("word", "infinitive"), [("қосымша", "қосу"), ("табиғат", "табу"), ("есепті", "есептеу")]
)
def test_noun_with_the_letters_of_a_verb_is_no_form_of_it(word: str, infinitive: str) -> None:
    assert not is_verb_form(word, infinitive)


@settings(deadline=None)
@given(st.text(alphabet="абгдеёзиклмнопрстуфхцчшщъыьэюяәғқңөұүһі-", min_size=1, max_size=12))
def test_any_word_is_inflected_and_read_without_fail(word: str) -> None:
    assert all(inflect_phrase(word, form) for form in ALL_FORMS)
    assert analyses(word)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adaptation by locale: what each rule changes, and what none may."""

import re
from decimal import Decimal

import pytest
from babel.numbers import parse_decimal
from hypothesis import given
from hypothesis import strategies as st

from audarma.adaptation import Rules, adapt
from audarma.adaptation_kazakh_latin import in_latin, latin_note, notice_in_latin
from audarma.adaptation_quantity import quantities
from audarma.inline_code import codes, plain_text
from audarma.model import Attribution, NoticeLine
from tests.conftest import ROOT

NBSP, NNBSP = "\u00a0", "\u202f"
ALL = Rules(units=True)
LATIN = Rules(latin=True)


def table(*rows: tuple[str, str, str, str, str]) -> pytest.MarkDecorator:
    """Rows of what the case is, locale, source, target, adapted target ("": as it was)."""
    return pytest.mark.parametrize(
        ("locale", "source", "target", "adapted"),
        [(*row[1:4], row[4] or row[3]) for row in rows],
        ids=[row[0] for row in rows],
    )


@table(
    ("curly", "ru", "", "слово “да”", "слово «да»"),
    ("straight", "kk", "", 'бұл "иә" деді', "бұл «иә» деді"),
    ("inner, Kazakh", "kk", "", "«ол «иә» деді»", "«ол “иә” деді»"),
    ("inner, Russian", "ru", "", "“он сказал “да””", "«он сказал „да“»"),
    ("inner single", "ru", "", "“он ‘да’ сказал”", "«он „да“ сказал»"),
    ("outer single", "ru", "", "слово ‘да’.", "слово «да»."),
    ("already right, Kazakh", "kk", "", "«а “ә” б»", ""),
    ("already right, Russian", "ru", "", "«а „б“ в»", ""),
    ("across codes", "ru", "", "а “<b1>б</b1> в” г", "а «<b1>б</b1> в» г"),
    ("around a code", "ru", "", 'формула "<math1/>" есть', "формула «<math1/>» есть"),
    ("inside a code", "ru", "", '<b1>"а</b1> б"', "<b1>«а</b1> б»"),
    ("Kazakh ending", "kk", "", "“Абай”дың өлеңі", "«Абай»дың өлеңі"),
    ("apostrophe", "ru", "", "книга “О’Нил”", "книга «О’Нил»"),
    ("unbalanced", "ru", "", "слово “да", ""),
    ("crossed", "ru", "", "а “б «в” г»", ""),
    ("inch", "ru", "", 'экран 5" и 7"', ""),
    ("one inch in quotes", "ru", "", '"экран 5" большой"', ""),
    ("string in code", "ru", "", 'вызов print("да") тут', ""),
    ("attribute", "ru", "", 'пишут class="да" тут', ""),
    ("code in backticks", "ru", "", 'пишут `"да"` тут', ""),
)
def test_quotation_marks(locale: str, source: str, target: str, adapted: str) -> None:
    assert adapt(source, target, locale, ALL) == adapted


@table(
    ("grouped", "ru", "1,234.5 m", "1,234.5 м", f"1{NBSP}234,5 м"),
    ("grouped, Kazakh", "kk", "1,234,567 m", "1,234,567 м", f"1{NBSP}234{NBSP}567 м"),
    ("plain spaces", "ru", "1,234 m", "1 234 м", f"1{NBSP}234 м"),
    ("decimal", "ru", "about 1.5 kg", "около 1.5 кг", "около 1,5 кг"),
    ("million", "ru", "2.5 million cells", "2.5 миллиона клеток", "2,5 миллиона клеток"),
    ("percent", "kk", "by 12.5%", "12.5% артты", "12,5% артты"),
    ("counted", "ru", "about 2.5 children", "около 2.5 детей", "около 2,5 детей"),
    ("range", "ru", "from 1.5 to 2.5 kg", "от 1.5 до 2.5 кг", "от 1,5 до 2,5 кг"),
    ("currency", "ru", "costs $1.50.", "стоит $1.50.", "стоит $1,50."),
    ("zero", "ru", "a share of 0.05", "доля 0.05", "доля 0,05"),
    ("negative", "ru", "at -1.5 °C", "при -1.5 °C", "при -1,5 °C"),
    ("hyphenated", "ru", "a 1.5-liter jar", "1.5-литровая банка", "1,5-литровая банка"),
    (
        "in a code",
        "ru",
        "a <b1>1.5</b1> m rod",
        "стержень <b1>1.5</b1> м",
        "стержень <b1>1,5</b1> м",
    ),
    ("trailing zero", "ru", "2.50 m", "2.50 м", "2,50 м"),
    ("not in the source", "ru", "some metres", "1.5 м и 1,234 м", ""),
    ("figure", "ru", "Figure 1.5 shows cells", "Рисунок 1.5 показывает клетки", ""),
    ("figures", "ru", "Figures 1.5, 1.6 and 1.7", "Рисунки 1.5, 1.6 и 1.7", ""),
    ("table, Kazakh", "kk", "see Table 2.1 below", "2.1-кестені қараңыз", ""),
    ("heading", "ru", "1.5 Solving Equations", "1.5 Решение уравнений", ""),
    ("heading with a letter", "ru", "2.1 A short history", "2.1 Краткая история", ""),
    ("version", "ru", "Python 3.11 is out", "Вышел Python 3.11 для всех", ""),
    ("version, v", "ru", "v1.5 and v 2.5 of it", "v1.5 и v 2.5 тут", ""),
    ("address", "ru", "at 192.168.0.1 port", "на 192.168.0.1 порт", ""),
    ("sections", "ru", "in section 2.1.3", "в разделе 2.1.3", ""),
    ("ISO date", "ru", "on 2026-11-24", "дата 2026-11-24", ""),
    ("time", "ru", "at 15:07.5 sharp", "в 15:07.5 ровно", ""),
    ("ISBN", "ru", "ISBN 978-1-234-56789-7", "книга ISBN 978-1-234-56789-7", ""),
    ("URL", "ru", "https://a.org/1.5/1,234 m", "сайт https://a.org/1.5/1,234 м", ""),
    ("formula", "ru", "where x = 1.5 and y", "где x = 1.5 и y", ""),
    ("TeX", "ru", "where $x 1.5 m$ is", "где $x 1.5 m$ есть", ""),
    ("call", "ru", "f(1,234) gives 1.5", "вызов f(1,234) даёт 1.5", ""),
    ("identifier", "ru", "size_1.5 kg or a_1,234", "имя size_1.5 или a_1,234", ""),
    ("figure and quantity alike", "ru", "1.5 kg in Figure 1.5", "1.5 кг на рисунке 1.5", ""),
    ("two readings", "ru", "1.234 m and 1,234 m", "1.234 м и 1,234 м", ""),
    ("cut by a code", "ru", "1.5 m", "1.<b1>5</b1> м", ""),
    ("English yet", "ru", "1,234.5 kg", "1,234.5 kg", ""),
)
def test_numbers(locale: str, source: str, target: str, adapted: str) -> None:
    assert adapt(source, target, locale, ALL) == adapted


@table(
    ("Russian", "ru", "", "рост 25% в год", f"рост 25{NBSP}% в год"),
    ("Russian, plain space", "ru", "", "рост 25 %", f"рост 25{NBSP}%"),
    ("Kazakh", "kk", "", "өсім 25 %", "өсім 25%"),
    ("adjective", "ru", "", "раствор 5 %-й", "раствор 5%-й"),
    ("across a code", "ru", "", "рост <b1>25</b1>%", f"рост <b1>25</b1>{NBSP}%"),
    ("escaped address", "ru", "", "адрес https://a.org/а%20б и 5%2", ""),
    ("numero", "ru", "", "школа №5", f"школа №{NBSP}5"),
    ("numero, Kazakh", "kk", "", "№ 5 мектеп", f"№{NBSP}5 мектеп"),
)
def test_percent_and_numero(locale: str, source: str, target: str, adapted: str) -> None:
    assert adapt(source, target, locale, ALL) == adapted


@table(
    ("long", "ru", "March 5, 2026", "дата March 5, 2026", f"дата 5 марта 2026{NNBSP}г."),
    ("long, Kazakh", "kk", "March 5, 2026", "күні March 5, 2026", f"күні 2026{NNBSP}ж. 5 наурыз"),
    ("British", "ru", "5th March 2026", "дата 5th March 2026", f"дата 5 марта 2026{NNBSP}г."),
    ("one full stop", "ru", "5 May 2026.", "Дата 5 May 2026.", f"Дата 5 мая 2026{NNBSP}г."),
    ("no year", "kk", "on March 5", "күні March 5", "күні 5 наурыз"),
    ("month", "ru", "in May 2026", "это May 2026", f"это май 2026{NNBSP}г."),
    ("month that begins", "ru", "May 2026: a", "May 2026: а", f"Май 2026{NNBSP}г.: а"),
    ("American digits", "ru", "3/25/2026", "дата 3/25/2026", "дата 25.03.2026"),
    ("time", "ru", "at 3:07 p.m. on", "в 3:07 p.m. на", "в 15:07 на"),
    ("time that ends", "ru", "at 3 p.m.", "Начало в 3 p.m.", "Начало в 15:00."),
    ("midnight", "kk", "at 12 AM", "сағат 12 AM", "сағат 00:00"),
    ("two readings", "ru", "3/5/2026", "дата 3/5/2026", ""),
    ("no day", "ru", "February 30, 2026", "дата February 30, 2026", ""),
    ("not in the source", "ru", "on that day", "дата March 5, 2026", ""),
    ("range", "ru", "March 5–7", "дни March 5–7", ""),
    ("with an ending", "kk", "March 5, 2026", "March 5, 2026-да", ""),
    ("translated", "ru", "March 5, 2026", "5 марта 2026", ""),
)
def test_dates_and_times(locale: str, source: str, target: str, adapted: str) -> None:
    assert adapt(source, target, locale, ALL) == adapted


@table(
    ("grade", "kk", "in grade 7", "7 сыныпта", "7-сыныпта"),
    ("ordinal", "kk", "the 7th grade", "7 сынып", "7-сынып"),
    ("ending", "kk", "the 7th grade", "7-ші сынып", "7-сынып"),
    ("English ending", "kk", "the 7th grade", "7th сынып", "7-сынып"),
    ("figure", "kk", "Figure 2.1", "2.1 сурет", "2.1-сурет"),
    ("counted", "kk", "7 grades", "7 сынып", ""),
    ("numbered and counted", "kk", "chapter 7 of 7 chapters", "7 тараудың 7 тарауы", ""),
    ("year", "kk", "the year 2026", "2026 жыл", ""),
    ("Roman", "kk", "the 19th century", "XIX ғасыр", ""),
    ("Russian", "ru", "grade 7", "7 класс", ""),
)
def test_kazakh_ordinals(locale: str, source: str, target: str, adapted: str) -> None:
    assert adapt(source, target, locale, ALL) == adapted


@table(
    ("miles", "ru", "26.2 miles", "бег 26.2 мили", f"бег 42,2{NBSP}км (26,2 мили)"),
    ("Kazakh", "kk", "26.2 miles", "26.2 миль жол", f"42,2{NBSP}км (26,2 миль) жол"),
    ("whole", "ru", "5 miles", "5 миль", f"8{NBSP}км (5 миль)"),
    ("two digits", "ru", "6 feet", "6 футов", f"1,8{NBSP}м (6 футов)"),
    ("grouped", "ru", "12,000 feet", "12,000 футов", f"3{NBSP}700{NBSP}м (12{NBSP}000 футов)"),
    ("heat", "ru", "98.6 °F", "жар 98.6 °F", f"жар 37,0{NBSP}°C (98,6 °F)"),
    ("speed", "ru", "60 miles per hour", "60 миль в час", f"97{NBSP}км/ч (60 миль в час)"),
    ("with an ending", "kk", "6 feet", "6 футқа", ""),
    ("range", "ru", "5 to 10 miles", "от 5 до 10 миль", ""),
    ("compound", "ru", "5 feet 10 inches", "5 футов 10 дюймов", ""),
    ("rate", "ru", "30 miles per gallon", "30 миль на галлон", ""),
    ("given by the author", "ru", "5 miles (8 km)", "5 миль (8 км)", ""),
    ("given in front", "ru", "8 km (5 miles)", "8 км (5 миль)", ""),
    ("money", "ru", "5 pounds", "5 фунтов", ""),
)
def test_units(locale: str, source: str, target: str, adapted: str) -> None:
    assert adapt(source, target, locale, ALL) == adapted
    assert adapt(source, adapted, locale, ALL) == adapted


def test_units_are_kept_unless_asked_for() -> None:
    assert adapt("5 miles", "5 миль", "ru", Rules()) == "5 миль"


def test_kazakh_in_latin_letters_follows_the_table_of_april_2021() -> None:
    table = "аәбвгғдежзийікқлмнңоөпрстуұүфхһшы"
    assert in_latin(table) == "aäbvgğdejziiıkqlmnñoöprstuūüfhhşy"
    assert in_latin(table.upper()) == "AÄBVGĞDEJZİİIKQLMNÑOÖPRSTUŪÜFHHŞY"


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Қазақстан Республикасы", "Qazaqstan Respublikasy"),
        ("Ішкі Иә Тәжік", "Işkı İä Täjık"),
        ("химия және қан", "химия jäne qan"),
        ("ХІХ ғасыр", "XIX ğasyr"),
        ("<b1>Жасуша</b1> мен <math2/>", "<b1>Jasuşa</b1> men <math2/>"),
        ("DNA молекуласы 7-сыныпта", "DNA molekulasy 7-synypta"),
        ("қара: https://мысал.kz/бет", "qara: https://мысал.kz/бет"),
    ],
)
def test_kazakh_words_without_agreed_letters_stay_whole_in_cyrillic(
    cyrillic: str, latin: str
) -> None:
    assert adapt("x", cyrillic, "kk", LATIN) == latin


def test_russian_is_never_written_in_latin_letters() -> None:
    assert adapt("x", "клетка", "ru", LATIN) == "клетка"


def test_the_loss_of_latin_letters_is_told_with_the_words_that_stay() -> None:
    assert "2 words stay in Cyrillic" in latin_note(["химия мен <b1>Химия</b1>", "қан"])
    assert "stay in Cyrillic" not in latin_note(["қан"])


def test_a_notice_is_written_in_latin_letters_but_for_its_addresses() -> None:
    address = "https://мысал.kz/"
    notice = Attribution(
        locale="kk", title="Жасуша", heading="Дереккөз", warning="", licence_id="CC-BY-4.0",
        licence_name="", licence_url="", source_url=address, source_title="Cell", creators=(),
        translators=(), date="", lines=(NoticeLine((("Мына жерде", address), (address, address))),),
        json_ld={"name": "Жасуша", "inLanguage": "kk"},
    )  # fmt: skip
    written = notice_in_latin(notice)
    assert (written.locale, written.title, written.heading) == ("kk-Latn", "Jasuşa", "Derekköz")
    assert written.lines[0].runs == (("Myna jerde", address), (address, address))
    assert written.json_ld == {"name": "Jasuşa", "inLanguage": "kk-Latn"}


def test_what_a_person_approved_keeps_its_words_and_values() -> None:
    source, target = "March 5, 2026: 1.5 kg, 5 miles, grade 7", "March 5, 2026: 1.5 кг “о”, 5 миль"
    assert adapt(source, target, "ru", ALL.typographic()) == "March 5, 2026: 1,5 кг «о», 5 миль"
    assert adapt(source, target, "ru", ALL.script_only()) == target


@pytest.mark.parametrize("rule", ["quotes", "numbers", "percent", "dates", "ordinals", "units"])
def test_each_rule_can_be_turned_off(rule: str) -> None:
    source = "March 5, 2026: 1.5 kg, 26 miles, 25%, the 7th grade"
    target = "March 5, 2026: 1.5 кг, 26 миль, 25 %, 7-ші сынып “о”"
    everything = adapt(source, target, "kk", ALL)
    without = adapt(source, target, "kk", Rules(**({"units": True} | {rule: False})))
    assert without != everything
    assert adapt(source, without, "kk", ALL) == everything


def test_an_unescaped_sign_of_a_person_stays_where_no_rule_applies() -> None:
    assert adapt("1 < 2", "один < два", "ru", ALL) == "один < два"


PIECES = st.sampled_from(
    [
        *("1,234.5", "1.5", "0.05", "1,234", "1.234", "12", "2.1.3", "3.11", "25%", "25 %", "№5"),
        *(" кг", " м", " million", " kg", " m", " миль", " miles", " футов", " feet", "°F"),
        *("Figure ", "Рисунок ", "Python ", "grade 7", "7 сынып", "7-ші сынып", " to ", " = "),
        *("March 5, 2026", "May 2026", "3:07 p.m.", "3/25/2026", "https://a.org/1.5", "a_b"),
        *(" ", ", ", ". ", "“", "”", '"', "«", "»", "„", "‘", "’", "(", ")", "-", "–", "`", "$"),
        *("<b1>", "</b1>", "<math2/>", "&lt;", "\ufffc", NBSP, NNBSP),
        *("а", "слово", "Химия", "қазақ", "ХІХ"),
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)
RULES = st.builds(Rules, *[st.booleans()] * 7)
LOCALES = st.sampled_from(["kk", "ru"])


@given(TEXTS, TEXTS, LOCALES, RULES)
def test_adapting_twice_is_adapting_once(
    source: str, target: str, locale: str, rules: Rules
) -> None:
    once = adapt(source, target, locale, rules)
    assert adapt(source, once, locale, rules) == once


@given(TEXTS, LOCALES, RULES)
def test_a_target_like_its_source_is_adapted_but_once(text: str, locale: str, rules: Rules) -> None:
    once = adapt(text, f"{text} ә", locale, rules)
    assert adapt(text, once, locale, rules) == once


@given(TEXTS, TEXTS, LOCALES, RULES)
def test_codes_stay_in_their_order(source: str, target: str, locale: str, rules: Rules) -> None:
    assert codes(adapt(source, target, locale, rules)) == codes(target)


@given(st.decimals(min_value=0, max_value=10**9, places=3), LOCALES)
def test_numbers_keep_their_values(value: Decimal, locale: str) -> None:
    english = f"{value:,}"
    adapted = adapt(f"It weighs {english} kg.", f"салмағы {english} кг", locale, Rules())
    written = re.fullmatch("салмағы (.+) кг", plain_text(adapted))
    assert written
    assert parse_decimal(written[1], locale=locale) == value
    assert "." not in written[1]


@given(st.text(max_size=60), st.text(max_size=60), LOCALES)
def test_no_text_is_too_odd_to_adapt(source: str, target: str, locale: str) -> None:
    once = adapt(source, f"{target}ә", locale, ALL)
    assert adapt(source, once, locale, ALL) == once


def test_a_long_list_of_numbers_is_read_in_no_time() -> None:
    assert quantities("Figures " + "1.5," * 20_000 + " x") == frozenset()


def test_the_table_of_rules_in_the_documents_is_what_the_rules_do() -> None:
    page = (ROOT / "docs" / "adaptation.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in row.split("|")[1:-1]]
        for row in page.splitlines()
        if re.match(r"\| `(?:adapt|kazakh)_", row)
    ]
    assert len(rows) == 9
    for asked, source, before, *adapted in rows:
        rules = Rules(units="convert" in asked, latin="latin" in asked)
        for locale, shown in zip(("kk", "ru"), adapted, strict=True):
            for target in before.split(", ") if "сынып" in before else [before]:
                written = adapt(source, f"{target} а", locale, rules)[: -len(" а")]
                assert not shown or shown == written.replace(NBSP, "·").replace(NNBSP, "·")

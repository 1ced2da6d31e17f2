# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the glossaries of names from Unicode CLDR, as Babel carries it.

    python -m training.cldr_glossary glossaries

writes ``en-kk/names-cldr.csv`` and ``en-ru/names-cldr.csv``: countries and regions, cities,
languages and currencies that have a name in all three languages, so that both files hold the same
source terms.

Leaves out: names that mean other things in English prose (``AMBIGUOUS``), names for lists rather
than for sentences ("Congo - Kinshasa"), currencies out of use, and the bare names of languages,
which in English are adjectives too ("Kazakh steppe").
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel import Locale
from babel.core import get_cldr_version, get_global
from babel.numbers import get_currency_name

from audarma.glossary import COLUMNS

LOCALES = ("kk", "ru")

AMBIGUOUS = frozenset(
    (
        *("Chad", "Creston", "Darwin", "Dawson", "Georgia", "Jersey", "Jordan", "Kirov"),
        *("Mendoza", "Oral", "Phoenix", "Regina", "Resolute"),
        *("Saint Martin", "Saint Thomas", "Saint Vincent"),
    )
)
"""Names of people, of other places too, or common words at the beginning of a sentence."""

_OURS = frozenset({"UN", "US"})
"""Territories whose short forms («АҚШ», «ООН») are in the project's own glossaries."""
_NO_PLACE = frozenset({"001", "EZ", "QO", "XA", "XB", "ZZ"})
_MISTAKEN = frozenset({"America/Coral_Harbour"})
"""Zones whose English city is not the city of the other languages in CLDR 47."""
_CONTINENTS_OF_CITIES = frozenset({"Africa", "America", "Asia", "Australia", "Europe"})
_NOT_FOR_PROSE = re.compile(r"[(),\d\[\]]| - | SAR |Outlying| region\b", re.IGNORECASE)
_RUSSIAN_ADJECTIVE = re.compile(r"(?:ск|цк|н)(?:ий|ый|ой)\Z")
_LICENCE = """SPDX-FileCopyrightText: 1991-2026 Unicode, Inc.

SPDX-License-Identifier: Unicode-3.0
"""

_NameIn = Callable[[Locale, str], str | None]


@dataclass(frozen=True, slots=True)
class Name:
    """A thing's names by locale, the English one first, and where CLDR has them."""

    source: str
    targets: dict[str, str]
    note: str


def names() -> Iterator[Name]:
    """Give each name once; of two things with one English name, the first: places lead."""
    seen: set[str] = set()
    for name in (*_territories(), *_cities(), *_languages(), *_currencies()):
        if name.source not in seen and name.source not in AMBIGUOUS:
            seen.add(name.source)
            yield name


def rows(locale: str) -> list[dict[str, str]]:
    """Give the glossary of *locale*, by source term."""
    found = sorted(names(), key=lambda name: (name.source.casefold(), name.source))
    return [
        dict(
            zip(
                COLUMNS,
                (
                    name.source,
                    name.targets[locale],
                    "name",
                    "names",
                    "preferred",
                    name.note,
                    f"CLDR {get_cldr_version()}",
                ),
                strict=True,
            )
        )
        for name in found
    ]


def _name(name_in: _NameIn, key: str) -> Iterator[Name]:
    """Give the name of what CLDR calls *key*, if all locales have one for a sentence.

    Babel gives a currency's key where CLDR has no name.
    """
    texts = [_written_out(name_in(Locale(code), key) or "") for code in ("en", *LOCALES)]
    source, *targets = texts
    if all(texts) and key not in targets and not any(map(_NOT_FOR_PROSE.search, texts)):
        yield Name(source, dict(zip(LOCALES, targets, strict=True)), key)


def _written_out(name: str) -> str:
    """Give *name* as running text has it; the termbase finds no term across a full stop."""
    return " ".join(name.replace(" & ", " and ").replace("St. ", "Saint ").split())


def _territories() -> Iterator[Name]:
    for code in sorted(Locale("en").territories.keys() - _NO_PLACE - _OURS):
        yield from _name(_territory, code)


def _territory(locale: Locale, code: str) -> str | None:
    return locale.territories.get(code)


def _cities() -> Iterator[Name]:
    """Give the cities that stand for time zones."""
    for zone in sorted(Locale("kk").time_zones.keys() - _MISTAKEN):
        if zone.partition("/")[0] in _CONTINENTS_OF_CITIES:
            yield from _name(_city, zone)


def _city(locale: Locale, zone: str) -> str | None:
    """Give a zone's city; CLDR leaves out the English one where the zone's key tells it."""
    city: str | None = locale.time_zones.get(zone, {}).get("city")
    if city is None and locale.language == "en":
        return zone.rpartition("/")[2].replace("_", " ")
    return city


def _languages() -> Iterator[Name]:
    for code in sorted(Locale("kk").languages):
        yield from _name(_language, code)


def _language(locale: Locale, code: str) -> str | None:
    """Give a language's name with the word "language" in it, or none where CLDR's has another."""
    name: str | None = locale.languages.get(code)
    if name is None or "language" in name or "язык" in name:
        return None
    if locale.language == "en":
        return f"{name} language"
    if locale.language == "ru":
        return f"{name} язык" if _RUSSIAN_ADJECTIVE.search(name) else f"язык {name}"
    return name if name.endswith(" тілі") else None


def _currencies() -> Iterator[Name]:
    """Give what is legal tender somewhere today."""
    tender = {
        code
        for used in get_global("territory_currencies").values()
        for code, _, until, is_tender in used
        if is_tender and until is None
    }
    for code in sorted(tender):
        yield from _name(_currency, code)


def _currency(locale: Locale, code: str) -> str:
    """Give a currency's name in the form that follows the number one, which is in lower case."""
    return get_currency_name(code, 1, locale)


def main() -> None:
    """Write the glossaries into the folder that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("glossaries", type=Path)
    folder = parser.parse_args().glossaries
    for locale in LOCALES:
        path = folder / f"en-{locale}" / "names-cldr.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows(locale))
        path.with_name(f"{path.name}.license").write_text(_LICENCE, encoding="utf-8")


if __name__ == "__main__":
    main()

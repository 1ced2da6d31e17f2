# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Places in an XML file where elements hold texts of other formats, read and written there.

A place's units are its fragment's. Leaves out: which elements hold what, which each format knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from adapters.formats.moodle_cloze import cloze_units, merged_cloze
from adapters.formats.quiz_fragment import Fragment, Fragments, TargetsByPrefix
from adapters.formats.xml_splice import Edits, Element
from adapters.formats.xml_text_fields import held_text, set_held_text
from audarma.errors import InlineCodeError
from audarma.model import Unit
from audarma.ports import Targets


@dataclass(frozen=True, slots=True)
class Place:
    """An element that holds a text, and how the text is read; its prefix has one full stop.

    *has_cloze* says that questions may be embedded in the text.
    """

    element: Element
    fragment: Fragment
    title_path: tuple[str, ...] = ()
    has_cloze: bool = False


def place_units(places: Iterable[Place], fragments: Fragments) -> Iterator[Unit]:
    """Give the units of *places* in their order."""
    for place in places:
        for unit in fragments.units(place.fragment):
            yield replace(unit, title_path=(*place.title_path, *unit.title_path))
        if place.has_cloze:
            for unit in cloze_units(place.fragment.text, place.fragment.prefix):
                yield replace(unit, title_path=place.title_path)


def holds_units(places: Iterable[Place], fragments: Fragments) -> bool:
    """Say whether there is any unit in *places*."""
    return next(place_units(places, fragments), None) is not None


def splice_places(
    edits: Edits,
    places: Iterable[Place],
    fragments: Fragments,
    targets: Targets,
    locale: str | None,
) -> None:
    """Write *targets* where their units stand, and *locale* where the texts say English.

    Raises:
        InlineCodeError: names every unit whose target does not hold its codes, and why.
    """
    faults: list[InlineCodeError] = []
    by_prefix = TargetsByPrefix(targets)
    for place in places:
        own = by_prefix.under(place.fragment.prefix)
        fragment = place.fragment
        try:
            if place.has_cloze:
                fragment = replace(fragment, text=merged_cloze(fragment.text, fragment.prefix, own))
            merged = fragments.merged(fragment, own, locale)
        except InlineCodeError as fault:
            faults.append(located(fault, f"{edits.source.path} ", fragment.prefix))
            continue
        # An unchanged text keeps the markup that it was written with.
        if merged != held_text(edits.source, place.element):
            set_held_text(edits, place.element, merged)
    if faults:
        raise joined(faults)


def located(fault: InlineCodeError, where: str, prefix: str = "") -> InlineCodeError:
    """Give *fault* with *where* it is, and the whole ids of a fragment's units."""
    lines = (
        f"{where}{line if line.startswith(prefix) else prefix + line}"
        for line in fault.message.split("\n")
    )
    return type(fault)("\n".join(lines), *fault.args[1:])


def joined(faults: list[InlineCodeError]) -> InlineCodeError:
    """Give all *faults* as one, a line each."""
    return InlineCodeError("\n".join(map(str, faults)), *(f.args[1] for f in faults))

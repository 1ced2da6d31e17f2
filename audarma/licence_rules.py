# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Under which licences an adaptation of a licensed work may be published.

Sources: Creative Commons' FAQ, "If I derive or adapt material offered under a Creative Commons
license, which CC license(s) can I use?" (the adapter's licence chart) and "Can I combine material
under different Creative Commons licenses in my work?" (the remix chart); its list of compatible
licences; clause 4(b) of BY-SA 2.0 to 3.0 and 3(b) of 4.0; clause 9 of the GPL 2 and 14 of the
GPL 3; clause 3 of the LGPL 2.1; clause 10 of the GFDL.
Leaves out: what a resource's statements amount to, which is in ``audarma.licence``.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from audarma.errors import LicenceError
from audarma.licence_table import ALL_RIGHTS_RESERVED, CC0, Licence, creative_commons

# creativecommons.org/compatiblelicenses: the Free Art License 1.3 both ways since 2014, and one
# way to the GPL 3 since 2015, for BY-SA 4.0 alone.
_COMPATIBLE = {
    "CC-BY-SA-4.0": frozenset({"LAL-1.3", "GPL-3.0-only"}),
    "LAL-1.3": frozenset({"CC-BY-SA-4.0"}),
}


def default_adaptation(source: Licence) -> Licence:
    """Give the licence that an adaptation takes when nobody chooses: the source's own.

    What was in the public domain stays as free: CC0. (The Public Domain Mark is only for works
    whose rights have ended, and a new translation is not one.)
    """
    return CC0 if source.public_domain else source


def may_adapt_as(source: Licence, adaptation: Licence) -> bool:
    """Say whether an adaptation of work under *source* may be published under *adaptation*."""
    if not source.adaptations_allowed or adaptation == ALL_RIGHTS_RESERVED:
        return False
    if source.public_domain or source == adaptation:
        return True
    if source.share_alike:
        return _is_same_or_compatible(source, adaptation)
    if source.non_commercial and not adaptation.non_commercial:
        return False
    return adaptation.attribution_required or not source.attribution_required


def combine(licences: Iterable[Licence]) -> Licence:
    """Give the licence for one adaptation made of parts under several licences.

    Of those that every part allows it is the least restrictive, in its latest version. Parts
    that merely stand side by side in a collection keep their own licences and need none of this.

    Raises:
        LicenceError: names two parts' licences that do not go together.
    """
    parts = tuple(dict.fromkeys(licences))
    if not parts:
        raise LicenceError("No licence is given to combine. Name each part's licence.")
    fitting = _common(parts)
    if fitting:
        return min(fitting, key=_restrictions)
    clash = next((pair for pair in combinations(parts, 2) if not _common(pair)), parts)
    raise LicenceError(
        f"{' and '.join(str(licence) for licence in clash)} do not let their works be adapted into "
        "one. Publish the parts separately, or ask a rights holder.",
        *(licence.spdx_id for licence in clash),
    )


def _common(parts: tuple[Licence, ...]) -> list[Licence]:
    """Give the licences that all *parts* allow, out of their own and the latest of their kind."""
    candidates: dict[Licence, None] = {}
    for part in parts:
        candidates[default_adaptation(part)] = None
        if part.is_creative_commons:
            latest = creative_commons(frozenset(part.elements), "4.0")
            if latest is not None and part.share_alike:
                candidates[latest] = None
    return [
        candidate
        for candidate in candidates
        if all(may_adapt_as(part, candidate) for part in parts)
    ]


def _restrictions(licence: Licence) -> tuple[bool, bool, bool, float]:
    """Order licences: the free ones first, of those of one kind the latest first."""
    return (
        licence.non_commercial,
        licence.share_alike,
        licence.attribution_required,
        -float(licence.version or 0),
    )


def _is_same_or_compatible(source: Licence, adaptation: Licence) -> bool:
    if adaptation.spdx_id in _COMPATIBLE.get(source.spdx_id, frozenset()):
        return True
    if source.is_creative_commons:
        # Version 1.0's clause knows neither later versions nor ports.
        return (
            source.version != "1.0"
            and source.elements == adaptation.elements
            and float(adaptation.version) >= float(source.version)
        )
    return bool(source.elements) and _gnu_allows(source, adaptation)


def _gnu_allows(source: Licence, adaptation: Licence) -> bool:
    """Follow "or any later version", and the LGPL's leave to use the GPL instead."""
    if not adaptation.elements or adaptation.is_creative_commons:
        return False
    is_family = source.elements == adaptation.elements
    # A GFDL with invariant sections cannot lose them: the identifiers' middle part must agree.
    same_cover = _cover(source) == _cover(adaptation)
    to_gpl = source.elements == ("LGPL",) and adaptation.elements == ("GPL",)
    if to_gpl:
        return float(adaptation.version) >= float(int(float(source.version)))
    if not (is_family and same_cover):
        return False
    if source.version == adaptation.version:
        return source.spdx_id.endswith("or-later")
    is_later = float(adaptation.version) > float(source.version)
    return source.spdx_id.endswith("or-later") and is_later


def _cover(licence: Licence) -> str:
    stem = f"{licence.elements[0]}-{licence.version}-"
    return licence.spdx_id.removeprefix(stem).removesuffix("or-later").removesuffix("only")

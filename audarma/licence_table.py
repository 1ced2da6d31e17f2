# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The licences that Audarma knows: what each is called, where it stands, what it asks.

Identifiers follow the SPDX License List 3.27; a Creative Commons port that the list lacks is
``LicenseRef-CC-BY-3.0-CZ``, as SPDX 2.3, clause 10.1, asks of a licence outside the list.
Creative Commons' own forms, versions and ports follow creativecommons.org/licenses/list.en.
Leaves out: how statements are read, which is in ``audarma.licence_recognition``.
"""

from __future__ import annotations

from dataclasses import dataclass

CC_ROOT = "https://creativecommons.org/"


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence, and what it asks of an adaptation.

    *spdx_id* is for machines, *short_name* for people (``CC BY-SA 4.0``). *elements* and
    *version* are set where versions make a family: ``("by", "sa")`` and ``"3.0"``, or
    ``("GPL",)`` and ``"2.0"``; *jurisdiction* for ports: ``"us"``. *is_software* says that the
    licence was written for programs.
    """

    spdx_id: str
    name: str
    short_name: str
    url: str
    adaptations_allowed: bool = True
    share_alike: bool = False
    non_commercial: bool = False
    public_domain: bool = False
    attribution_required: bool = True
    is_software: bool = False
    elements: tuple[str, ...] = ()
    version: str = ""
    jurisdiction: str = ""

    def __str__(self) -> str:
        return self.short_name

    @property
    def is_creative_commons(self) -> bool:
        """Say whether it is one of Creative Commons' numbered licences, made of elements."""
        return bool(self.elements) and self.elements[0].islower()


# Listed by SPDX; every other port takes "LicenseRef-".
_SPDX_PORTS = {
    "CC-BY": ("2.5-AU", "3.0-AT", "3.0-AU", "3.0-DE", "3.0-IGO", "3.0-NL", "3.0-US"),
    "CC-BY-NC": ("3.0-DE",),
    "CC-BY-NC-ND": ("3.0-DE", "3.0-IGO"),
    "CC-BY-NC-SA": ("2.0-DE", "2.0-FR", "2.0-UK", "3.0-DE", "3.0-IGO"),
    "CC-BY-ND": ("3.0-DE",),
    "CC-BY-SA": ("2.0-UK", "2.1-JP", "3.0-AT", "3.0-DE", "3.0-IGO"),
}
_ELEMENT_NAMES = {
    "by": "Attribution",
    "nc": "NonCommercial",
    "nd": "NoDerivs",
    "sa": "ShareAlike",
}
_FORMS = frozenset(
    {("by",), ("by", "sa"), ("by", "nc"), ("by", "nd"), ("by", "nc", "sa"), ("by", "nc", "nd")}
)
# Retired in 2004; they ask for no attribution (creativecommons.org/retiredlicenses).
_FORMS_WITHOUT_BY = frozenset({("sa",), ("nc",), ("nd",), ("nc", "sa"), ("nc", "nd")})
_VERSIONS = {"1.0": "Generic", "2.0": "Generic", "2.5": "Generic", "3.0": "Unported"}

# creativecommons.org/licenses/list.en: ports end with version 3.0. Keys are as addresses have them.
JURISDICTIONS = {
    "am": "Armenia", "ar": "Argentina", "at": "Austria", "au": "Australia", "az": "Azerbaijan",
    "be": "Belgium", "bg": "Bulgaria", "br": "Brazil", "ca": "Canada", "ch": "Switzerland",
    "cl": "Chile", "cn": "China Mainland", "co": "Colombia", "cr": "Costa Rica",
    "cz": "Czech Republic", "de": "Germany", "dk": "Denmark", "ec": "Ecuador", "ee": "Estonia",
    "eg": "Egypt", "es": "Spain", "fi": "Finland", "fr": "France", "ge": "Georgia", "gr": "Greece",
    "gt": "Guatemala", "hk": "Hong Kong", "hr": "Croatia", "hu": "Hungary", "ie": "Ireland",
    "igo": "IGO", "il": "Israel", "in": "India", "it": "Italy", "jp": "Japan", "kr": "Korea",
    "lu": "Luxembourg", "mk": "North Macedonia", "mt": "Malta", "mx": "Mexico", "my": "Malaysia",
    "nl": "Netherlands", "no": "Norway", "nz": "New Zealand", "pe": "Peru", "ph": "Philippines",
    "pl": "Poland", "pr": "Puerto Rico", "pt": "Portugal", "ro": "Romania", "rs": "Serbia",
    "scotland": "UK: Scotland", "se": "Sweden", "sg": "Singapore", "si": "Slovenia",
    "th": "Thailand", "tw": "Taiwan", "ug": "Uganda", "uk": "UK: England & Wales",
    "us": "United States", "ve": "Venezuela", "vn": "Vietnam", "za": "South Africa",
}  # fmt: skip


def creative_commons(
    elements: frozenset[str], version: str, jurisdiction: str = ""
) -> Licence | None:
    """Give the Creative Commons licence of those elements; ``None`` if there never was one."""
    form = tuple(element for element in _ELEMENT_NAMES if element in elements)
    if form in _FORMS_WITHOUT_BY:
        if version not in {"1.0", "2.0"} or (version == "2.0" and jurisdiction != "jp"):
            return None
    elif form not in _FORMS:
        return None
    if version == "4.0":
        if jurisdiction:
            return None
    elif version == "2.1":  # there are ports of 2.1, and no generic form
        if not jurisdiction:
            return None
    elif version not in _VERSIONS:
        return None
    if jurisdiction and (jurisdiction not in JURISDICTIONS or version == "1.0"):
        return None
    return _creative_commons(form, version, jurisdiction)


def _creative_commons(form: tuple[str, ...], version: str, jurisdiction: str) -> Licence:
    """Build the licence of a form that exists."""
    stem = "-".join(["CC", *(element.upper() for element in form)])
    edition_id = version + (f"-{jurisdiction.upper()}" if jurisdiction else "")
    if jurisdiction:
        listed = edition_id in _SPDX_PORTS.get(stem, ())
    else:
        listed = form[0] == "by" or form == ("sa",)
    # Addresses of 1.0 have the elements in another order: /by-nd-nc/1.0/.
    order = ("by", "nd", "nc", "sa") if version == "1.0" else ("by", "nc", "nd", "sa")
    slug = "-".join(sorted(form, key=order.index))
    names = dict(_ELEMENT_NAMES)
    if version == "4.0":
        names["nd"] = "NoDerivatives"
        edition = "International"
    else:
        edition = JURISDICTIONS.get(jurisdiction, _VERSIONS.get(version, ""))
    return Licence(
        spdx_id=f"{'' if listed else 'LicenseRef-'}{stem}-{edition_id}",
        name=f"Creative Commons {'-'.join(names[element] for element in form)} {version} {edition}",
        short_name=" ".join(
            part for part in ("CC", "-".join(form).upper(), version, jurisdiction.upper()) if part
        ),
        url=f"{CC_ROOT}licenses/{slug}/{version}/" + (f"{jurisdiction}/" if jurisdiction else ""),
        adaptations_allowed="nd" not in form,
        share_alike="sa" in form,
        non_commercial="nc" in form,
        attribution_required="by" in form,
        elements=form,
        version=version,
        jurisdiction=jurisdiction,
    )


CC0 = Licence(
    "CC0-1.0",
    "Creative Commons CC0 1.0 Universal",
    "CC0 1.0",
    f"{CC_ROOT}publicdomain/zero/1.0/",
    public_domain=True,
    attribution_required=False,
)
PUBLIC_DOMAIN_MARK = Licence(
    "CC-PDM-1.0",
    "Creative Commons Public Domain Mark 1.0 Universal",
    "Public Domain Mark 1.0",
    f"{CC_ROOT}publicdomain/mark/1.0/",
    public_domain=True,
    attribution_required=False,
)
PUBLIC_DOMAIN_DEDICATION = Licence(
    "CC-PDDC",
    "Creative Commons Public Domain Dedication and Certification",
    "CC PDDC",
    f"{CC_ROOT}licenses/publicdomain/",
    public_domain=True,
    attribution_required=False,
)
PUBLIC_DOMAIN = Licence(
    "LicenseRef-Public-Domain",
    "Public domain",
    "Public domain",
    "",
    public_domain=True,
    attribution_required=False,
)
PUBLIC_DOMAIN_US = Licence(
    "LicenseRef-Public-Domain-US",
    "Public domain in the United States",
    "Public domain in the USA",
    "",
    public_domain=True,
    attribution_required=False,
)
ALL_RIGHTS_RESERVED = Licence(
    "LicenseRef-All-Rights-Reserved",
    "All rights reserved",
    "All rights reserved",
    "",
    adaptations_allowed=False,
)


def _permissive(spdx_id: str, name: str, short_name: str = "") -> Licence:
    return Licence(
        spdx_id,
        name,
        short_name or spdx_id,
        f"https://spdx.org/licenses/{spdx_id}.html",
        is_software=True,
    )


def _gnu(family: str, version: str, suffix: str, *, is_software: bool = True) -> Licence:
    """Build a GNU licence; *suffix* is ``only``, ``or-later`` or a longer GFDL form."""
    names = {
        "GPL": "GNU General Public License",
        "LGPL": "GNU Lesser General Public License",
        "AGPL": "GNU Affero General Public License",
        "GFDL": "GNU Free Documentation License",
    }
    short = version.removesuffix(".0")
    later = " or later" if suffix.endswith("or-later") else ""
    page = "fdl" if family == "GFDL" else family.lower()
    folder = "" if version in {"3.0", "1.3"} else "old-licenses/"
    return Licence(
        f"{family}-{version}-{suffix}",
        f"{names[family]}, version {short}{later}",
        f"GNU {family.replace('GFDL', 'FDL')} {short}{later}",
        f"https://www.gnu.org/licenses/{folder}{page}-{version}.html",
        share_alike=True,
        is_software=is_software,
        elements=(family,),
        version=version,
    )


def _gnu_family() -> tuple[Licence, ...]:
    found = [
        _gnu(family, version, suffix)
        for family, versions in (
            ("GPL", ("1.0", "2.0", "3.0")),
            ("LGPL", ("2.1", "3.0")),
            ("AGPL", ("3.0",)),
        )
        for version in versions
        for suffix in ("only", "or-later")
    ]
    found += [
        _gnu("GFDL", version, cover + suffix, is_software=False)
        for version in ("1.1", "1.2", "1.3")
        for cover in ("", "no-invariants-", "invariants-")
        for suffix in ("only", "or-later")
    ]
    return tuple(found)


def _share_alike(spdx_id: str, name: str, short_name: str, url: str, software: bool) -> Licence:
    return Licence(spdx_id, name, short_name, url, share_alike=True, is_software=software)


_SPDX_PAGE = "https://spdx.org/licenses/"

OTHER_LICENCES: dict[str, Licence] = {
    licence.spdx_id: licence
    for licence in (
        CC0,
        PUBLIC_DOMAIN_MARK,
        PUBLIC_DOMAIN_DEDICATION,
        PUBLIC_DOMAIN,
        PUBLIC_DOMAIN_US,
        ALL_RIGHTS_RESERVED,
        *_gnu_family(),
        _permissive("MIT", "MIT License", "MIT License"),
        _permissive("BSD-2-Clause", 'BSD 2-Clause "Simplified" License'),
        _permissive("BSD-3-Clause", 'BSD 3-Clause "New" or "Revised" License'),
        _permissive("ISC", "ISC License", "ISC License"),
        _permissive("Apache-2.0", "Apache License 2.0", "Apache License 2.0"),
        _permissive("Artistic-2.0", "Artistic License 2.0", "Artistic License 2.0"),
        Licence(
            "MIT-0", "MIT No Attribution", "MIT-0", f"{_SPDX_PAGE}MIT-0.html",
            public_domain=True, attribution_required=False, is_software=True,
        ),
        Licence(
            "0BSD", "BSD Zero Clause License", "0BSD", f"{_SPDX_PAGE}0BSD.html",
            public_domain=True, attribution_required=False, is_software=True,
        ),
        Licence(
            "Unlicense", "The Unlicense", "Unlicense", "https://unlicense.org/",
            public_domain=True, attribution_required=False, is_software=True,
        ),
        Licence(
            "PDDL-1.0", "Open Data Commons Public Domain Dedication & License 1.0", "PDDL 1.0",
            "https://opendatacommons.org/licenses/pddl/1-0/",
            public_domain=True, attribution_required=False,
        ),
        Licence(
            "ODC-By-1.0", "Open Data Commons Attribution License 1.0", "ODC-By 1.0",
            "https://opendatacommons.org/licenses/by/1-0/",
        ),
        _share_alike(
            "ODbL-1.0", "Open Data Commons Open Database License 1.0", "ODbL 1.0",
            "https://opendatacommons.org/licenses/odbl/1-0/", False,
        ),
        _share_alike(
            "MPL-2.0", "Mozilla Public License 2.0", "MPL 2.0",
            "https://www.mozilla.org/MPL/2.0/", True,
        ),
        _share_alike(
            "EUPL-1.2", "European Union Public Licence 1.2", "EUPL 1.2",
            f"{_SPDX_PAGE}EUPL-1.2.html", True,
        ),
        _share_alike(
            "LAL-1.3", "Licence Art Libre 1.3", "Free Art License 1.3",
            "https://artlibre.org/licence/lal/en/", False,
        ),
        *(
            Licence(
                f"OGL-UK-{version}", f"Open Government Licence for public sector information "
                f"v{version} (United Kingdom)", f"OGL UK {version}",
                "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/"
                f"{version[0]}/",
            )
            for version in ("1.0", "2.0", "3.0")
        ),
    )
}  # fmt: skip
"""Every known licence outside Creative Commons' numbered ones, by SPDX identifier."""

# The SPDX list's deprecated forms; "GPL-2.0" meant that version alone.
DEPRECATED_IDS = {
    f"{family}-{version}{plus}": f"{family}-{version}-{'or-later' if plus else 'only'}"
    for family, versions in (
        ("GPL", ("1.0", "2.0", "3.0")),
        ("LGPL", ("2.1", "3.0")),
        ("AGPL", ("3.0",)),
        ("GFDL", ("1.1", "1.2", "1.3")),
    )
    for version in versions
    for plus in ("", "+")
}

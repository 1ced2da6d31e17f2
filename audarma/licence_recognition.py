# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which licence a statement names: an SPDX name, a licence's address, or a sentence.

Nothing is guessed. A statement that names a licence without its version ("CC BY") is a
*partial* mention: too little to go by alone, yet it can agree with or contradict another.
Leaves out: what follows from the licence, which is in ``audarma.licence``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from audarma.licence_table import (
    ALL_RIGHTS_RESERVED,
    CC0,
    DEPRECATED_IDS,
    JURISDICTIONS,
    OTHER_LICENCES,
    PUBLIC_DOMAIN,
    PUBLIC_DOMAIN_DEDICATION,
    PUBLIC_DOMAIN_MARK,
    PUBLIC_DOMAIN_US,
    Licence,
    creative_commons,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One place of a statement that names a licence.

    *licence* is ``None`` where something is missing or wrong; *problem* then says what, and
    *elements* is the family that is known even so. *is_open*: a mention beside it may be more
    exact, as the address of a port is beside "CC BY 3.0", or "version 3 or later" beside the
    address of the GPL 3. *about_code*: its clause speaks of code, which is never translated.
    """

    text: str
    licence: Licence | None
    elements: tuple[str, ...] = ()
    problem: str = ""
    is_open: bool = False
    about_code: bool = False

    def agrees_with(self, licence: Licence) -> bool:
        """Say whether the mention can mean *licence*."""
        if self.licence is None:
            return bool(self.elements) and self.elements == licence.elements
        if self.licence in (licence, PUBLIC_DOMAIN):
            return self.licence == licence or licence.public_domain
        return self.is_open and (self.licence.elements, self.licence.version) == (
            licence.elements,
            licence.version,
        )


_VERSION = r"(?P<version>[1-9](?:\.[0-9])?)"
_ADDRESS = re.compile(
    r"creativecommons\.org/+(?:licen[cs]es/+(?P<elements>(?:by|nc|nd|sa)(?:-(?:nc|nd|sa))*)"
    r"(?:/+(?P<version>\d\.\d))?(?:/+(?P<jurisdiction>scotland|igo|[a-z]{2})(?![a-z._-]))?"
    r"|(?P<zero>(?:publicdomain/+|licen[cs]es/+)zero)|(?P<mark>publicdomain/+mark)"
    r"|(?P<dedication>licen[cs]es/+publicdomain))",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"(?<![A-Za-z0-9])(?:LicenseRef-)?(?:CC|Creative\s+Commons)[\s_:-]*"
    r"(?P<elements>BY(?:[\s_-]*(?:NC|SA|ND)(?![A-Za-z]))*)"
    r"(?:\s+Licen[cs]e)?(?:[\s_,-]*(?:version\s*|v\.?\s*)?" + _VERSION + r"(?![0-9]))?"
    r"(?P<place>[\s_-]+(?:IGO|SCOTLAND|[A-Z]{2})(?![A-Za-z]))?",
    re.IGNORECASE,
)
_ELEMENT = (
    r"non[\s-]?commercial|share[\s-]?alike|no[\s-]?deriv(?:ative|s)?(?:s|\s+works?)?"
    r"|nc(?![a-z])|sa(?![a-z])|nd(?![a-z])"
)
_LONG = re.compile(
    r"(?P<cc>(?:Creative\s+Commons|\bCC)[\s:,(\"“«'-]*)?\bAttribution"
    rf"(?P<elements>(?:[\s–—/&,-]*(?:and\s+)?(?:{_ELEMENT}))*)"
    r"(?P<middle>[\s,()\"”»'-]*(?:public\s+)?(?:licen[cs]e)?[\s,(-]*(?:version|v\.?)?\s*)"
    r"(?:" + _VERSION + r"(?![0-9])(?P<place>[\s(-]+[A-Z][A-Za-z.:& ]{1,30})?)?",
    re.IGNORECASE,
)
_GNU = re.compile(
    r"(?:\bGNU\s+)?(?:(?P<lesser>\bLGPL|Lesser\s+(?:General\s+Public\s+Licen[cs]e|GPL))"
    r"|(?P<affero>\bAGPL|Affero\s+(?:General\s+Public\s+Licen[cs]e|GPL))"
    r"|(?P<free>\bGFDL|\bFDL|Free\s+Documentation\s+Licen[cs]e)"
    r"|(?P<general>\bGPL|(?:GNU\s+)?\bGeneral\s+Public\s+Licen[cs]e))"
    r"(?P<gap>[\s,(]*(?:as\s+published\s+by\s+the\s+Free\s+Software\s+Foundation[;,]?\s*)?"
    r"(?:either\s+)?(?:licen[cs]e\s*)?(?:GPL|LGPL|AGPL|GFDL)?[\s),-]*(?:version|v\.?)?\s*)"
    r"(?:(?P<version>[1-3](?:\.[0-9])?)(?![0-9])"
    r"(?P<later>\+|[\s),-]*(?:of\s+the\s+licen[cs]e)?[\s,]*(?:or|and)[\s,(-]*(?:at\s+your\s+option)?"
    r"[\s),-]*(?:any\s+)?(?:later|newer|higher))?(?P<only>[\s-]+only)?)?",
    re.IGNORECASE,
)
_GNU_ADDRESS = re.compile(
    r"gnu\.org/(?:licen[cs]es|copyleft)/(?:old-licenses/)?"
    r"(?P<family>lgpl|agpl|gpl|fdl)(?:-(?P<version>\d\.\d))?",
    re.IGNORECASE,
)
_ID_ADDRESS = re.compile(
    r"(?:spdx\.org|opensource\.org)/licen[cs]es?/(?P<id>[A-Za-z0-9.+-]+?)(?:\.html|\.json)?(?=[\s/)\"'>,;#]|$)",
    re.IGNORECASE,
)

_PHRASES: tuple[tuple[re.Pattern[str], Licence], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), licence)
    for pattern, licence in (
        (r"\bCC[\s_-]?(?:0|zero)\b(?:[\s_-]*1\.0)?", CC0),
        (r"public\s+domain\s+mark", PUBLIC_DOMAIN_MARK),
        (r"\bCC-PDDC\b|public\s+domain\s+dedication\s+and\s+certification",
         PUBLIC_DOMAIN_DEDICATION),
        (r"public\s+domain\s+in\s+the\s+(?:USA|U\.S\.A?\.?|United\s+States)", PUBLIC_DOMAIN_US),
        (r"^\W*public\s+domain\W*$|(?:is|are|into|to|dedicated\s+to)\s+(?:in\s+)?the\s+public\s+domain"
         r"(?!\s+in\s+the\s+U)", PUBLIC_DOMAIN),
        (r"(?<!no )(?<!not )\ball\s+rights\s+(?:are\s+)?reserved", ALL_RIGHTS_RESERVED),
        (r"\b(?:the\s+|an?\s+)?MIT\s+licen[cs]e|mit-license\.org|\bexpat\s+licen[cs]e",
         OTHER_LICENCES["MIT"]),
        (r"\bBSD[\s-]*3|\b(?:3|three)[\s-]*clause\s+BSD|\b(?:new|modified|revised)\s+BSD",
         OTHER_LICENCES["BSD-3-Clause"]),
        (r"\bBSD[\s-]*2|\b(?:2|two)[\s-]*clause\s+BSD|\b(?:simplified|FreeBSD)\s+BSD",
         OTHER_LICENCES["BSD-2-Clause"]),
        (r"\bApache(?:\s+software)?\s+(?:licen[cs]e)?[\s,]*(?:version|v\.?)?\s*2(?:\.0)?\b"
         r"|apache\.org/licen[cs]es/LICENSE-2\.0", OTHER_LICENCES["Apache-2.0"]),
        (r"\bMozilla\s+public\s+licen[cs]e[\s,]*(?:version|v\.?)?\s*2|mozilla\.org/MPL/2\.0",
         OTHER_LICENCES["MPL-2.0"]),
        (r"\bopen\s+database\s+licen[cs]e|opendatacommons\.org/licen[cs]es/odbl",
         OTHER_LICENCES["ODbL-1.0"]),
        (r"opendatacommons\.org/licen[cs]es/by\b", OTHER_LICENCES["ODC-By-1.0"]),
        (r"opendatacommons\.org/licen[cs]es/pddl", OTHER_LICENCES["PDDL-1.0"]),
        (r"\bopen\s+government\s+licen[cs]e(?:\s+for\s+public\s+sector\s+information)?[\s,]*"
         r"(?:version\s*|v\.?\s*)3(?:\.0)?\b|/doc/open-government-licence/version/3",
         OTHER_LICENCES["OGL-UK-3.0"]),
        (r"/doc/open-government-licence/version/2|\bopen\s+government\s+licen[cs]e\s+v?2",
         OTHER_LICENCES["OGL-UK-2.0"]),
        (r"\b(?:free\s+art\s+licen[cs]e|licence\s+art\s+libre)\s*1\.3|artlibre\.org/licence/lal",
         OTHER_LICENCES["LAL-1.3"]),
        (r"unlicense\.org|\bthe\s+unlicense\b", OTHER_LICENCES["Unlicense"]),
    )
)  # fmt: skip

_BY_LOWER_ID = {identifier.lower(): licence for identifier, licence in OTHER_LICENCES.items()} | {
    old.lower(): OTHER_LICENCES[new] for old, new in DEPRECATED_IDS.items()
}
_PLACES = {name.lower(): code for code, name in JURISDICTIONS.items()} | {
    "usa": "us", "u.s.": "us", "united kingdom": "uk", "england and wales": "uk",
}  # fmt: skip
_ID_TOKEN = re.compile(
    r"(?<![A-Za-z0-9.+/-])[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9.]+)+\+?(?![A-Za-z0-9/-])"
)
_NEGATION = re.compile(
    r"\b(?:not|never|no longer|cannot be)\s+(?:be\s+)?(?:licen[cs]ed|available|released|covered)"
    r"\s+(?:under|by)",
    re.IGNORECASE,
)
_CODE = re.compile(r"\b(?:code|software|programs?|scripts?)\b", re.IGNORECASE)


def recognise(statement: str) -> Licence | None:
    """Give the licence that *statement* names; ``None`` if it names none, several, or half of one.

    "CC BY" without a version is ``None``: the versions differ in what they ask.
    """
    found = mentions(statement)
    licences = settle(found)
    return licences[0] if len(licences) == 1 else None


def settle(found: tuple[Mention, ...]) -> tuple[Licence, ...]:
    """Give the distinct licences that mentions amount to; empty where a mention stays partial."""
    whole = [m.licence for m in found if m.licence is not None]
    kept = [
        licence
        for licence in dict.fromkeys(whole)
        if not any(
            other != licence and all(m.agrees_with(other) for m in found if m.licence == licence)
            for other in whole
        )
    ]
    partial = [m for m in found if m.licence is None]
    if any(not any(m.agrees_with(licence) for licence in kept) for m in partial):
        return ()
    return tuple(kept)


def mentions(statement: str) -> tuple[Mention, ...]:
    """Give each mention of a licence in *statement*, in its order; none where it says "not"."""
    if _NEGATION.search(statement):
        return ()
    exact = _exact_id(statement.strip())
    if exact is not None:
        return (Mention(statement.strip(), exact, exact.elements),)
    found: list[tuple[int, int, Mention]] = []
    for reader in (_addresses, _identifiers, _short_names, _long_names, _gnu_names, _phrases):
        for start, end, mention in reader(statement):
            if not any(start < other_end and other < end for other, other_end, _ in found):
                found.append((start, end, mention))
    return tuple(mention for _, _, mention in sorted(found, key=lambda entry: entry[:2]))


def _exact_id(text: str) -> Licence | None:
    """Read *text* as an SPDX identifier and nothing else."""
    bare = text.removeprefix("LicenseRef-")
    other = _BY_LOWER_ID.get(text.lower()) or _BY_LOWER_ID.get(f"licenseref-{bare}".lower())
    if other is not None:
        return other
    match = re.fullmatch(
        r"CC-((?:BY|NC|ND|SA)(?:-(?:NC|ND|SA))*)-(\d\.\d)(?:-([A-Z]+))?", bare, re.IGNORECASE
    )
    if match is None:
        return None
    return creative_commons(
        frozenset(match[1].lower().split("-")), match[2], (match[3] or "").lower()
    )


_Found = Iterator[tuple[int, int, Mention]]


def _mention(
    statement: str, match: re.Match[str], licence: Licence | None, **facts: object
) -> tuple[int, int, Mention]:
    """Place a mention; it is about code where its clause says so."""
    before = re.split(r"[.;\n](?:\s|$)", statement[: match.start()])[-1]
    after = re.split(r"[.;\n](?:\s|$)", statement[match.end() :])[0]
    mention = Mention(
        match[0].strip(),
        licence,
        about_code=bool(_CODE.search(before) or _CODE.search(after)),
        **facts,  # type: ignore[arg-type]  # the callers' keywords are Mention's
    )
    return match.start(), match.end(), mention


def _cc_mention(
    statement: str,
    match: re.Match[str],
    elements: frozenset[str],
    version: str,
    jurisdiction: str,
    is_open: bool,
) -> tuple[int, int, Mention]:
    """Place a mention of a Creative Commons licence, whole or partial."""
    form = tuple(element for element in ("by", "nc", "nd", "sa") if element in elements)
    if version and "." not in version:
        version += ".0"
    licence = creative_commons(elements, version, jurisdiction) if version else None
    problem = ""
    if not version:
        problem = "gives no version"
    elif licence is None:
        form, problem = (), "is no licence that Creative Commons ever published"
    return _mention(statement, match, licence, elements=form, problem=problem, is_open=is_open)


def _addresses(statement: str) -> _Found:
    for match in _ADDRESS.finditer(statement):
        if match["zero"] or match["mark"] or match["dedication"]:
            tool = (
                CC0 if match["zero"] else PUBLIC_DOMAIN_MARK if match["mark"]
                else PUBLIC_DOMAIN_DEDICATION
            )  # fmt: skip
            yield _mention(statement, match, tool)
            continue
        yield _cc_mention(
            statement,
            match,
            frozenset(match["elements"].lower().split("-")),
            match["version"] or "",
            (match["jurisdiction"] or "").lower(),
            is_open=False,
        )
    for match in _GNU_ADDRESS.finditer(statement):
        family = match["family"].upper().replace("FDL", "GFDL")
        yield _gnu_mention(
            statement, match, family, match["version"] or "", later=False, is_open=True
        )
    for match in _ID_ADDRESS.finditer(statement):
        identifier = match["id"]
        licence = _exact_id(identifier) or _exact_id(identifier.removesuffix("-license"))
        if licence is not None:
            yield _mention(statement, match, licence, elements=licence.elements)


def _identifiers(statement: str) -> _Found:
    """Find SPDX identifiers inside a sentence or an SPDX expression."""
    for match in _ID_TOKEN.finditer(statement):
        licence = _exact_id(match[0].rstrip("."))
        if licence is not None:
            yield _mention(statement, match, licence, elements=licence.elements)


def _short_names(statement: str) -> _Found:
    for match in _SHORT.finditer(statement):
        place = (match["place"] or "").strip(" _-\t\n")
        # "CC BY 3.0 US" names a port; in "CC BY 3.0 in full" the word is no place.
        jurisdiction = place.lower() if place.isupper() and place.lower() in JURISDICTIONS else ""
        yield _cc_mention(
            statement,
            match,
            frozenset(re.findall(r"by|nc|nd|sa", match["elements"].lower())),
            match["version"] or "",
            jurisdiction,
            is_open=not jurisdiction,
        )


def _long_names(statement: str) -> _Found:
    for match in _LONG.finditer(statement):
        words = match["elements"].lower()
        if not match["cc"] and not (words or match["version"]):
            continue  # the English word "attribution" alone
        elements = {"by"}
        for element, pattern in (
            ("nc", r"non[\s-]?commercial|nc(?![a-z])"),
            ("sa", r"share[\s-]?alike|sa(?![a-z])"),
            ("nd", r"no[\s-]?deriv|nd(?![a-z])"),
        ):
            if re.search(pattern, words):
                elements.add(element)
        place = (match["place"] or "").strip(" (-\t\n").lower()
        jurisdiction = next(
            (code for name, code in _PLACES.items() if re.match(rf"{re.escape(name)}\b", place)), ""
        )
        is_stated = bool(re.match(r"unported|generic|international", place))
        yield _cc_mention(
            statement,
            match,
            frozenset(elements),
            match["version"] or "",
            jurisdiction,
            is_open=not (jurisdiction or is_stated),
        )


def _gnu_names(statement: str) -> _Found:
    for match in _GNU.finditer(statement):
        family = (
            "LGPL" if match["lesser"] else "AGPL" if match["affero"] else "GFDL" if match["free"]
            else "GPL"
        )  # fmt: skip
        yield _gnu_mention(
            statement, match, family, match["version"] or "", later=bool(match["later"])
        )


def _gnu_mention(
    statement: str,
    match: re.Match[str],
    family: str,
    version: str,
    *,
    later: bool,
    is_open: bool = False,
) -> tuple[int, int, Mention]:
    """Place a mention of a GNU licence; without "or later" it is that version only."""
    if version and "." not in version:
        version += ".0"
    suffix = "or-later" if later else "only"
    licence = OTHER_LICENCES.get(f"{family}-{version}-{suffix}")
    problem = "" if licence else "is no version of it" if version else "gives no version"
    known = () if version and licence is None else (family,)
    return _mention(statement, match, licence, elements=known, problem=problem, is_open=is_open)


def _phrases(statement: str) -> _Found:
    for pattern, licence in _PHRASES:
        for match in pattern.finditer(statement):
            yield _mention(statement, match, licence)

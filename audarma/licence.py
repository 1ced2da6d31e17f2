# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a resource may be adapted, and under which licence the adaptation goes out.

``gate`` decides from what a resource states, a person's word and a rights holder's permission.
Nothing is guessed: what cannot be recognised is an error that asks for ``--licence``.
Leaves out: reading statements (``audarma.licence_recognition``), which licence may follow which
(``audarma.licence_rules``) and the list of them (``audarma.licence_table``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audarma.errors import LicenceError
from audarma.licence_recognition import Mention, mentions, recognise, settle
from audarma.licence_rules import combine, default_adaptation, may_adapt_as
from audarma.licence_table import (
    ALL_RIGHTS_RESERVED,
    PUBLIC_DOMAIN,
    PUBLIC_DOMAIN_US,
    Licence,
)
from audarma.model import Metadata

__all__ = [
    "ALL_RIGHTS_RESERVED",
    "Licence",
    "LicenceDecision",
    "combine",
    "default_adaptation",
    "gate",
    "licence_of",
    "may_adapt_as",
    "recognise",
]

_CHOICE = re.compile(
    r"\bdual[\s-]licen|\b(?:two|either) (?:of )?(?:the )?licen[cs]es?\b|\bat your choice\b"
    r"|\bchoice of licen|\bOR\b",
)
_EXCEPT = re.compile(
    r"\b(?:except where|unless|if not) (?:otherwise|noted|stated|indicated)|\bwhere otherwise",
    re.IGNORECASE,
)
_EXAMPLE = "--licence CC-BY-4.0"


@dataclass(frozen=True, slots=True)
class LicenceDecision:
    """That a resource may be adapted: its licence, the adaptation's, and what people must know.

    *permission_text* is the rights holder's answer, where one was needed and given.
    """

    source: Licence
    adaptation: Licence
    warnings: tuple[str, ...] = ()
    permission_text: str = ""


def gate(
    metadata: Metadata,
    *,
    override: str = "",
    adaptation_licence: str = "",
    permission: Path | None = None,
) -> LicenceDecision:
    """Decide whether the resource that *metadata* describes may be adapted, and on what terms.

    Args:
        metadata: the resource's own statements, in order of authority.
        override: the source's licence on a person's word; stands above the statements.
        adaptation_licence: the licence chosen for the adaptation; the source's own if empty.
        permission: a text file with the rights holder's answer.

    Raises:
        LicenceError: the licence is missing, not recognised, contradictory or half-stated, does
            not let adaptations be shared, or does not go with *adaptation_licence*.
    """
    where = metadata.title or metadata.source_url or "The resource"
    permission_text = _read_permission(permission) if permission else ""
    if override:
        source, warnings = _overridden(metadata, override, where)
    else:
        source, warnings = _stated(metadata, where, is_permitted=bool(permission))
    if not source.adaptations_allowed and permission is None:
        raise LicenceError(_refusal(source, where), where, source.spdx_id)
    if source.adaptations_allowed and permission is not None:
        warnings.append(f"{source} lets adaptations be shared; the permission is kept, not needed.")
    adaptation = _adaptation(source, adaptation_licence, where, is_permitted=bool(permission))
    return LicenceDecision(
        source, adaptation, (*warnings, *_notes(source, adaptation)), permission_text
    )


def licence_of(values: Mapping[str, Any]) -> Licence:
    """Give back a licence kept as plain values (``dataclasses.asdict``, JSON)."""
    return Licence(**{**values, "elements": tuple(values["elements"])})


def _stated(metadata: Metadata, where: str, *, is_permitted: bool) -> tuple[Licence, list[str]]:
    """Give the licence that the resource states, with warnings."""
    statements = _statements(metadata)
    found = [(statement, mentions(statement)) for statement in statements]
    everything = tuple(mention for _, several in found for mention in several)
    about_text, warnings = _set_code_aside(everything)
    licences = settle(about_text)
    is_choice = any(_CHOICE.search(statement) for statement in statements)
    if len(licences) > 1 and is_choice and ALL_RIGHTS_RESERVED not in licences:
        choice = _freest(licences)
        others = ", ".join(str(licence) for licence in licences if licence != choice)
        warnings.append(
            f"The licence is at choice: {choice} is taken. For {others} give it with --licence."
        )
        licences = (choice,)
    if len(licences) == 1:
        warnings += [
            f"Parts may be under other terms: “{_shorten(statement)}”. Check them."
            for statement, several in found
            if several and _EXCEPT.search(statement)
        ]
        warnings += [
            f"This statement was not understood: “{_shorten(statement)}”. Check that it asks "
            "nothing more."
            for statement, several in found
            if not several and not _is_copyright_line(statement)
        ]
        return licences[0], warnings
    if not about_text and is_permitted:
        # Without a licence all rights are reserved: Berne Convention, articles 5(2) and 8.
        return ALL_RIGHTS_RESERVED, warnings
    raise LicenceError(_unsettled(where, statements, about_text, licences), where, *statements)


def _overridden(metadata: Metadata, override: str, where: str) -> tuple[Licence, list[str]]:
    """Give the licence that a person vouches for; warn where the resource states another."""
    licence = recognise(override)
    if licence is None:
        raise LicenceError(f"--licence: {_why_unrecognised(override)}", where, override)
    about_text, warnings = _set_code_aside(
        tuple(mention for text in _statements(metadata) for mention in mentions(text))
    )
    stated = [other for other in settle(about_text) if other != licence]
    if stated:
        names = " and ".join(str(other) for other in stated)
        warnings.append(f"The resource states {names}; {licence} is taken on your word.")
    return licence, warnings


def _adaptation(source: Licence, chosen: str, where: str, *, is_permitted: bool) -> Licence:
    """Give the adaptation's licence: the chosen one where it may be chosen."""
    if not chosen:
        return default_adaptation(source)
    licence = recognise(chosen)
    if licence is None:
        raise LicenceError(f"adaptation licence: {_why_unrecognised(chosen)}", where, chosen)
    if not source.adaptations_allowed and is_permitted:
        return licence  # the permission sets the terms, and a person has read it
    if may_adapt_as(source, licence):
        return licence
    if source.share_alike:
        reason = "asks for the same or a compatible licence (ShareAlike)"
    elif source.non_commercial and not licence.non_commercial:
        reason = "allows no commercial use, and the adaptation's licence must carry that over"
    else:
        reason = "must be credited, and the adaptation's licence must ask for that too"
    raise LicenceError(
        f"{where}: {source} {reason}, so the adaptation cannot be under {licence}. "
        f"Leave the choice out to take {default_adaptation(source)}.",
        where,
        source.spdx_id,
        licence.spdx_id,
    )


def _notes(source: Licence, adaptation: Licence) -> list[str]:
    """Tell what people who publish the adaptation must know of the two licences."""
    notes = []
    if adaptation.non_commercial:
        notes.append(
            f"{adaptation}: the adaptation may not be used mainly for commercial advantage or "
            "money (NonCommercial)."
        )
    if source == PUBLIC_DOMAIN_US:
        notes.append(
            "The source is in the public domain in the USA; check that it is so where the "
            "adaptation is published."
        )
    if source == PUBLIC_DOMAIN:
        notes.append(
            "The source says that it is in the public domain without saying why; check that it is "
            "so where the adaptation is published."
        )
    if source.elements == ("GFDL",) and "no-invariants" not in source.spdx_id:
        notes.append(
            f"{source}: keep invariant sections in English beside their translation (clause 8)."
        )
    if not source.adaptations_allowed:
        notes.append(
            f"The source is under {source}: the adaptation rests on the permission given. Check "
            f"that it covers publishing under {adaptation}."
        )
    return notes


def _refusal(source: Licence, where: str) -> str:
    if source == ALL_RIGHTS_RESERVED:
        reason = "all rights are reserved, and a translation needs the rights holder's leave"
    else:
        reason = f"{source} does not let adaptations be shared, and a translation is one"
    return (
        f"{where}: {reason}. Ask the rights holder, and give the answer with --permission FILE "
        "to have it recorded in the package."
    )


def _unsettled(
    where: str,
    statements: tuple[str, ...],
    found: tuple[Mention, ...],
    licences: tuple[Licence, ...],
) -> str:
    """Say why the statements give no one licence, and what to do."""
    if not statements:
        return (
            f"{where}: no licence is stated, so all rights are reserved. If you know the licence, "
            f"give it, as in {_EXAMPLE}; if there is none, ask the rights holder and give the "
            "answer with --permission FILE."
        )
    if not found:
        return (
            f"{where}: “{_shorten(' / '.join(statements))}” names no licence known here. Find out "
            f"the licence and give it, as in {_EXAMPLE}."
        )
    if len(licences) > 1:
        names = " and ".join(f"{licence} ({licence.spdx_id})" for licence in licences)
        return (
            f"{where}: the statements contradict each other, naming {names}. Find out which "
            "holds, and give it with --licence."
        )
    if any(mention.licence for mention in found):
        texts = list(dict.fromkeys(f"“{mention.text}”" for mention in found))
        return (
            f"{where}: the statements contradict each other: {' and '.join(texts)}. Find out "
            "which holds, and give it with --licence."
        )
    kinds = {mention.elements for mention in found}
    if len(kinds) > 1:
        texts = list(dict.fromkeys(f"“{mention.text}”" for mention in found))
        return (
            f"{where}: {' and '.join(texts)} are named, without versions. Find out which holds, "
            f"and give it, as in {_EXAMPLE}."
        )
    return (
        f"{where}: “{found[0].text}” {found[0].problem}. Find out the licence and give it, as in "
        f"{_EXAMPLE}."
    )


def _why_unrecognised(text: str) -> str:
    found = mentions(text)
    if len(found) == 1 and found[0].problem:
        return f"“{text}” {found[0].problem}. Give the full name, as in CC-BY-4.0."
    if len(found) > 1:
        return f"“{text}” names several licences. Give one, as in CC-BY-4.0."
    return f"“{text}” is no licence known here. Give an SPDX name, as in CC-BY-4.0."


def _set_code_aside(found: tuple[Mention, ...]) -> tuple[tuple[Mention, ...], list[str]]:
    """Leave out the licence of a textbook's code where its text has one: code stays as it is."""
    code = [
        mention
        for mention in found
        if mention.about_code and mention.licence is not None and mention.licence.is_software
    ]
    text = tuple(mention for mention in found if mention not in code)
    if not code or not any(mention.licence for mention in text):
        return found, []
    names = ", ".join(dict.fromkeys(str(mention.licence) for mention in code))
    return text, [f"The code in it is under {names}; code is not translated."]


def _statements(metadata: Metadata) -> tuple[str, ...]:
    every = (*metadata.licence_statements, metadata.rights_statement)
    return tuple(dict.fromkeys(statement.strip() for statement in every if statement.strip()))


def _freest(licences: tuple[Licence, ...]) -> Licence:
    """Choose among alternatives: one made for texts, with the fewest conditions."""
    return min(
        licences,
        key=lambda licence: (
            not licence.adaptations_allowed,
            licence.is_software,
            licence.non_commercial,
            licence.share_alike,
            licence.attribution_required,
        ),
    )


def _is_copyright_line(statement: str) -> bool:
    """Say whether *statement* only names the holder: "© 2020 Rice University"."""
    return len(statement) < 200 and bool(
        re.match(r"\W*(?:copyright|©|\(c\))", statement, re.IGNORECASE)
    )


def _shorten(text: str, limit: int = 120) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _read_permission(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise LicenceError(
            f"{path.name}: cannot be read ({error.strerror}). Check the path given with "
            "--permission.",
            str(path),
        ) from error
    except UnicodeDecodeError as error:
        raise LicenceError(
            f"{path.name}: is no text file. Save the rights holder's answer as UTF-8 text.",
            str(path),
        ) from error
    if not text.strip():
        raise LicenceError(
            f"{path.name}: is empty. Save the rights holder's answer in it.", str(path)
        )
    return text

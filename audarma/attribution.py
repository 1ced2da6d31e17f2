# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an adapted resource says of where it comes from, to readers and to machines.

Follows Creative Commons' "Recommended practices for attribution" (title, author, source, licence,
and the changes made), clause 3(a) of its 4.0 licences, schema.org's CreativeWork for machines, and
CLDR's dates through Babel.
Leaves out: the phrases (``audarma.wording``); where a format shows the notice, which is the
format's business.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from babel.dates import format_date

from audarma.licence import ALL_RIGHTS_RESERVED, Licence, LicenceDecision
from audarma.model import SOURCE_LOCALE, Attribution, Metadata, NoticeLine
from audarma.wording import LANGUAGE_NAMES, WORDINGS, Wording

_Run = tuple[str, str]
_DATES = {"kk": "kk", "ru": "ru", "en": "en_GB"}


def attribution(
    metadata: Metadata,
    decision: LicenceDecision,
    locale: str,
    *,
    title: str,
    engine: str,
    engine_revision: str,
    people: Sequence[str],
    date: datetime.date,
    reviewed: bool,
    translation_locale: str = "",
) -> Attribution:
    """Write the attribution of an adaptation in *locale*.

    Args:
        metadata: the source's own description.
        decision: the two licences.
        locale: the language of the notice: ``kk``, ``ru``, or ``en``.
        title: the adaptation's title.
        engine: the machine translation engine's name; empty where people translated alone.
        engine_revision: its model and version.
        people: who translated or reviewed, as they want to be named.
        date: the day of the translation.
        reviewed: whether people have reviewed the whole of it; if not, the notice warns readers.
        translation_locale: the translation's language; must be given where the notice is in
            another, as the English notice of a Kazakh translation is.
    """
    translated_into = translation_locale or locale
    wording = WORDINGS[locale]
    named = tuple(person.strip() for person in people if person.strip())
    machine = f"{engine} ({engine_revision})" if engine and engine_revision else engine
    lines = (
        _original_line(metadata, wording, title),
        *_licence_lines(decision, wording),
        _text_line(wording.changes.format(language=LANGUAGE_NAMES[translated_into])),
        *_people_lines(wording, machine, named, reviewed),
        _text_line(_sentence(f"{wording.date} {format_date(date, 'long', locale=_DATES[locale])}")),
        *([_text_line(wording.disclaimer)] if metadata.creators else []),
    )
    credit = " ".join(line.text for line in lines)
    return Attribution(
        locale=locale,
        title=title,
        heading=wording.heading,
        lines=lines,
        warning="" if reviewed else wording.warning,
        licence_id=decision.adaptation.spdx_id,
        licence_name=decision.adaptation.name,
        licence_url=decision.adaptation.url,
        source_url=_web_address(metadata.source_url),
        source_title=metadata.title,
        creators=metadata.creators,
        translators=(
            *named,
            *([wording.machine_name.format(engine=machine)] if machine else []),
        ),
        date=date.isoformat(),
        json_ld=_json_ld(
            metadata, decision, translated_into, title, machine, named, date, reviewed, credit
        ),
    )


def attribution_markdown(*notices: Attribution) -> str:
    """Write the notices, the English one last, as the Markdown file that goes with the package."""
    sections = ("\n".join(_markdown_section(notice)) for notice in notices)
    return "\n\n---\n\n".join(sections) + "\n"


def joined(notices: Sequence[Attribution]) -> Attribution:
    """Give the notices of several translations as one, in their language: each line once.

    It stands beside English, so the warning of unreviewed translations is left to theirs.
    """
    first = notices[0]
    lines = dict.fromkeys(line for notice in notices for line in notice.lines)
    translators = dict.fromkeys(name for notice in notices for name in notice.translators)
    named = {one["name"]: one for n in notices for one in n.json_ld.get("translator", ())}
    languages = [SOURCE_LOCALE, *(n.json_ld["inLanguage"] for n in notices if n.json_ld)]
    facts = {**first.json_ld, "inLanguage": languages}
    if named:
        facts["translator"] = list(named.values())
    return replace(
        first, lines=tuple(lines), translators=tuple(translators), warning="", json_ld=facts
    )


def _original_line(metadata: Metadata, wording: Wording, title: str) -> NoticeLine:
    """Name the source: title with its address, authors, publisher."""
    opening, closing = wording.quotes
    shown = metadata.title or title
    runs: list[_Run] = [
        (f"{wording.original} ", ""),
        (f"{opening}{shown}{closing}", _web_address(metadata.source_url)),
        (".", ""),
    ]
    if metadata.creators:
        label = wording.author[len(metadata.creators) > 1]
        runs.append((_sentence(f" {label} {', '.join(metadata.creators)}"), ""))
    if metadata.publisher:
        runs.append((_sentence(f" {wording.publisher} {metadata.publisher}"), ""))
    return NoticeLine(tuple(runs))


def _licence_lines(decision: LicenceDecision, wording: Wording) -> list[NoticeLine]:
    source, adaptation = decision.source, decision.adaptation
    own = [_licence_line(wording.adaptation_licence, adaptation, wording)]
    if source.public_domain:
        if not source.url:
            return [_text_line(f"{wording.public_domain}."), *own]
        return [_licence_line(f"{wording.public_domain}:", source, wording), *own]
    if source == ALL_RIGHTS_RESERVED:
        lines = [_text_line(wording.all_rights_reserved), *(own if source != adaptation else [])]
    elif source == adaptation:
        lines = [_licence_line(wording.shared_licence, source, wording)]
    else:
        lines = [_licence_line(wording.source_licence, source, wording), *own]
    if not source.adaptations_allowed:
        lines.append(_text_line(wording.permission))
    return lines


def _licence_line(label: str, licence: Licence, wording: Wording) -> NoticeLine:
    """Name a licence: in full with a gloss, then short with its address."""
    full = licence.name
    if licence.is_creative_commons and wording.elements:
        opening, closing = wording.quotes
        parts = " — ".join(wording.elements[element] for element in licence.elements)
        full += f" ({opening}{parts}{closing})"
    if licence.name == licence.short_name:
        return NoticeLine(((f"{label} ", ""), (full, licence.url), (".", "")))
    return NoticeLine(((f"{label} {full}, ", ""), (licence.short_name, licence.url), (".", "")))


def _people_lines(
    wording: Wording, machine: str, named: tuple[str, ...], reviewed: bool
) -> list[NoticeLine]:
    """Tell who translated and who reviewed."""
    lines = [_text_line(wording.machine.format(engine=machine))] if machine else []
    if named:
        if not machine:
            labels = wording.translated_by
        else:
            labels = wording.reviewed_by if reviewed else wording.took_part
        lines.append(_text_line(_sentence(f"{labels[len(named) > 1]} {', '.join(named)}")))
    elif reviewed:
        lines.append(_text_line(wording.reviewed))
    return lines


def _json_ld(
    metadata: Metadata,
    decision: LicenceDecision,
    locale: str,
    title: str,
    machine: str,
    named: tuple[str, ...],
    date: datetime.date,
    reviewed: bool,
    credit: str,
) -> dict[str, Any]:
    """Describe the adaptation in schema.org's terms.

    schema.org expects a person or an organisation as translator; the machine stands there as the
    SoftwareApplication that it is, so that nobody takes it for a person.
    """
    address = _web_address(metadata.source_url)
    authors = [{"@type": "Person", "name": creator} for creator in metadata.creators]
    original = _without_empty(
        {
            "@type": "CreativeWork",
            "@id": address,
            "url": address,
            "name": metadata.title,
            "inLanguage": metadata.language or SOURCE_LOCALE,
            "license": decision.source.url or decision.source.name,
            "author": authors,
            "publisher": {"@type": "Organization", "name": metadata.publisher}
            if metadata.publisher
            else "",
            "datePublished": metadata.published,
        }
    )
    translators: list[dict[str, str]] = [{"@type": "Person", "name": name} for name in named]
    if machine:
        translators.append({"@type": "SoftwareApplication", "name": machine})
    return _without_empty(
        {
            "@context": "https://schema.org",
            "@type": "LearningResource",
            "name": title,
            "inLanguage": locale,
            "license": decision.adaptation.url or decision.adaptation.name,
            "author": authors,
            "translator": translators,
            "datePublished": date.isoformat(),
            "creativeWorkStatus": "Published" if reviewed else "Draft",
            "isBasedOn": original,
            "translationOfWork": original,
            "creditText": credit,
        }
    )


def _without_empty(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: fact for name, fact in facts.items() if fact}


def _web_address(address: str) -> str:
    """Give *address* if it leads to the web; a local path is nothing to show to readers."""
    return address if re.match(r"https?://", address, re.IGNORECASE) else ""


def _sentence(text: str) -> str:
    return text if text.endswith((".", "…", "!", "?")) else f"{text}."


def _text_line(text: str) -> NoticeLine:
    return NoticeLine(((text, ""),))


def _markdown_section(notice: Attribution) -> list[str]:
    rows = [f"# {_escaped(notice.title)}", "", f"## {_escaped(notice.heading)}", ""]
    if notice.warning:
        rows += [f"> **{_escaped(notice.warning)}**", ""]
    for line in notice.lines:
        runs = (
            f"[{_escaped(text)}](<{_quoted(address)}>)" if address else _escaped(text)
            for text, address in line.runs
        )
        rows.append(f"- {''.join(runs)}")
    return rows


def _escaped(text: str) -> str:
    """Escape what Markdown would read as markup; CommonMark 0.31.2, section 2.4."""
    return re.sub(r"([\\`*_\[\]<>#&!~|])", r"\\\1", " ".join(text.splitlines()))


def _quoted(address: str) -> str:
    """Make *address* safe between angle brackets; CommonMark 0.31.2, section 6.3."""
    return re.sub(r"[<>\s\\]", lambda match: f"%{ord(match[0]):02X}", address)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a chat model answered: read, and refused where it can be no translation.

The checks are for what a model does that follows its text, talks about it or breaks off. They
let no nonsense in, at the price of a rare good target that a person then has to write.

Leaves out: how good a translation is, which is for ``audarma.qa``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from adapters.engines.http_batches import is_text
from audarma.inline_code import code_faults, parse, plain_text, serialise

# Beyond these a target is no translation: real ones have 0.6 to 2 times their source's letters.
_LONGEST_SHARE, _LONGEST_EXTRA = 3, 60
_SHORTEST_SHARE, _SHORTEST_FROM = 0.25, 40

_THOUGHTS = re.compile(r"\A\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)
_FENCE = re.compile(r"\A```\w*\s*\n(.*)\n```\Z", re.DOTALL)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>«»\"']+", re.IGNORECASE)
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_WORD = re.compile(r"[^\W\d_]+")


def targets(answer: str) -> Mapping[int, str]:
    """Read the targets of an answer by the number of their segment.

    Thoughts before the JSON and a code fence around it are passed over. A number that is there
    twice is left out; so is all that has not the asked form.
    """
    text = _THOUGHTS.sub("", answer).strip()
    fence = _FENCE.match(text)
    try:
        body = json.loads(fence[1] if fence else text)
    except (ValueError, RecursionError):
        return {}
    entries = body.get("translations") if isinstance(body, dict) else None
    found: dict[int, str] = {}
    doubled: set[int] = set()
    for entry in entries if isinstance(entries, list) else []:
        if not isinstance(entry, dict):
            continue
        number, target = entry.get("id"), entry.get("target")
        if type(number) is int and isinstance(target, str):
            if number in found:
                doubled.add(number)
            found[number] = target
    return {number: target for number, target in found.items() if number not in doubled}


def tidy(source: str, target: str) -> str:
    """Give *target* in content's one written form, on one line where its source is."""
    if "\n" not in source:
        target = " ".join(target.split("\n"))
    return serialise(parse(target.strip()))


def fault(source: str, target: str) -> str:
    """Say why *target* cannot be a translation of *source*, both content; ``""`` if it can."""
    before, after = plain_text(source), plain_text(target)
    if not is_text(after):
        return "has an empty target, or characters that are no text"
    faults = code_faults(source, target)
    if faults:
        return "; it ".join(faults)
    if len(after) > _LONGEST_SHARE * len(before) + _LONGEST_EXTRA:
        return "has a target that is far longer than its source"
    if len(before) >= _SHORTEST_FROM and len(after) < _SHORTEST_SHARE * len(before):
        return "has a target that is far shorter than its source"
    if {a.rstrip(".,;:!?)") for a in _ADDRESS.findall(after)} - set(_known_addresses(before)):
        return "has an address that its source has not"
    if not _CYRILLIC.search(after) and _words(before) != _words(after):
        return "has a target in another alphabet"
    return ""


def _known_addresses(text: str) -> list[str]:
    return [address.rstrip(".,;:!?)") for address in _ADDRESS.findall(text)]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())

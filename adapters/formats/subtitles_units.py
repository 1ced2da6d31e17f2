# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Units of subtitles: what a speaker says over several cues, joined until a sentence ends.

A sentence ends at its full stop, where another speaker begins, or at a pause of more than two
seconds. Songs and lists of chapters have no full stops: there each cue is a unit.

Leaves out: cutting targets back into cues, which is in ``subtitles_cutting``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from adapters.formats.subtitles_text import Item, Place, Tag, TagRole
from audarma.inline_code import (
    Code,
    Token,
    closing,
    code_name,
    has_text,
    opening,
    serialise,
    standalone,
)
from audarma.model import Unit, UnitKind

_LONGEST_PAUSE_MS = 2000
# Speech that a machine wrote down may have no full stop at all.
_MOST_CUES = 40
_MOST_NESTED = 8  # tags around one text, of those that are read as one
_CLOSERS = "\"'”’»)]⟧"
_END = re.compile(rf"[.!?…][{re.escape(_CLOSERS)}]*$")
_ELLIPSIS = re.compile(rf"(?:\.\.|…)[{re.escape(_CLOSERS)}]*$")
_ELLIPSIS_FIRST = re.compile(r"\W*(?:\.\.|…)")
_WHOLE = re.compile(r"[(\[♪♫#].*[)\]♪♫#]$")
_ADDRESS = re.compile(r"\S+(?:#xywh=\S*|://\S*|\.(?:jpe?g|png|gif|webp))$")
# A cue seldom ends after these; where one does, its sentence goes on.
_ABBREVIATIONS = frozenset(
    {"mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "vs.", "e.g.", "i.e.", "fig.", "approx."}
)
_MOST = 0.9
_HALF, _FEW = 0.5, 0.1


@dataclass(frozen=True, slots=True)
class Speech:
    """A unit with its places, and for each of its codes the raw text that is written for it."""

    unit: Unit
    places: tuple[Place, ...]
    raws: Mapping[Code, str]


def speeches(places: Sequence[Place]) -> Iterator[Speech]:
    """Give the units in the order in which they are spoken."""
    for group in _groups([place for place in places if not _is_machine_data(place.text)]):
        speech = _speech(group)
        if has_text(speech.unit.content):
            yield speech


def are_titles(places: Sequence[Place]) -> bool:
    """Say whether each cue is a line by itself, as in songs and lists of chapters.

    Its lines begin with capitals and have no full stops. Where all letters are capitals, those
    tell nothing.
    """
    texts = [place.text for place in places if any(map(str.isalpha, place.text))]
    ended = sum(bool(_END.search(text)) for text in texts)
    begun = sum(not _begins_small(text) for text in texts)
    few = _FEW if all(map(str.isupper, texts)) else _HALF
    return ended < few * len(texts) and begun >= _MOST * len(texts)


def _groups(places: Sequence[Place]) -> Iterator[tuple[Place, ...]]:
    apart = are_titles(places)
    group: list[Place] = []
    for place in places:
        if group and (apart or len(group) >= _MOST_CUES or not _goes_on(group[-1], place)):
            yield tuple(group)
            group = []
        group.append(place)
    if group:
        yield tuple(group)


def _goes_on(before: Place, after: Place) -> bool:
    """Say whether the sentence of one place goes on in the next."""
    if (
        after.cue.number != before.cue.number + 1
        or after.begins_speaker
        or before.voice != after.voice
    ):
        return False
    pause = after.cue.start_ms - before.cue.end_ms
    if pause > _LONGEST_PAUSE_MS or after.cue.start_ms < before.cue.start_ms:
        return False
    if _WHOLE.match(before.text) or _WHOLE.match(after.text):
        return False
    return not _ends(before.text, after.text)


def _ends(text: str, following: str) -> bool:
    """Say whether a sentence ends with *text*, before *following*."""
    if not _END.search(text):
        return False
    if _ELLIPSIS.search(text):
        return not (_ELLIPSIS_FIRST.match(following) or _begins_small(following))
    if _begins_small(following):
        return False
    last = text.rpartition(" ")[2].strip("\"'“‘«([").lower()
    return not (last in _ABBREVIATIONS or (len(last) == 2 and last[0].isalpha()))


def _begins_small(text: str) -> bool:
    return next(filter(str.isalpha, text), "A").islower()


def _is_machine_data(text: str) -> bool:
    """Say whether scripts read a cue, not people: JSON, or a picture's address."""
    if text.startswith(("{", "[")):
        try:
            return isinstance(json.loads(text), dict | list)
        except (ValueError, RecursionError):
            return False
    return " " not in text and bool(_ADDRESS.match(text))


def _speech(group: tuple[Place, ...]) -> Speech:
    group = _unwrapped(group)
    tokens, raws = _tokens(_joined(group))
    first = group[0]
    name = f"c{first.cue.number}" + (f".{first.ordinal}" if first.ordinal > 1 else "")
    hints = {
        str(code): raw for code, raw in raws.items() if code == opening(code.name, code.number)
        or code == standalone(code.name, code.number)
    }  # fmt: skip
    unit = Unit(name, UnitKind.CUE, serialise(tokens), (), hints)
    return Speech(unit, group, raws)


def _unwrapped(group: tuple[Place, ...]) -> tuple[Place, ...]:
    """Leave the tags that stand around every place of *group* to the file."""
    for _ in range(_MOST_NESTED):
        if not _wrapper(group[0]) or len(set(map(_wrapper, group))) != 1:
            break
        group = tuple(_without_wrapper(place) for place in group)
    return group


def _wrapper(place: Place) -> str:
    """Give the opening tag that stands around all of *place*, or ``""``."""
    first, last = place.items[0], place.items[-1]
    is_wrapped = (
        len(place.items) > 2
        and isinstance(first, Tag)
        and isinstance(last, Tag)
        and first.role is TagRole.OPEN
        and last.role is TagRole.CLOSE
        and first.pair == last.pair
        and any(isinstance(item, str) and item.strip() for item in place.items)
    )
    return first.raw if is_wrapped and isinstance(first, Tag) else ""


def _without_wrapper(place: Place) -> Place:
    first, last = place.items[0], place.items[-1]
    assert isinstance(first, Tag) and isinstance(last, Tag)
    return replace(
        place,
        start=place.start + len(first.raw),
        end=place.end - len(last.raw),
        items=place.items[1:-1],
    )


def _joined(group: Sequence[Place]) -> list[Item]:
    """Join the places' items; a tag that closes in one cue to open in the next stays open."""
    joined: list[Item] = []
    pairs = 0
    for place in group:
        new_pairs = {
            item.pair: pairs + number
            for number, item in enumerate(
                (i for i in place.items if isinstance(i, Tag) and i.role is TagRole.OPEN), 1
            )
        }
        pairs += len(new_pairs)
        items: list[Item] = [
            replace(item, pair=new_pairs.get(item.pair, 0)) if isinstance(item, Tag) else item
            for item in place.items
        ]
        if joined:
            _bridge(joined, items)
            joined.append(" ")
        joined += items
    return joined


def _bridge(before: list[Item], after: list[Item]) -> None:
    """Take out the tags that only the cues' border made necessary."""
    for _ in range(_MOST_NESTED):
        if not before or not after:
            return
        last, first = before[-1], after[0]
        if not (isinstance(last, Tag) and isinstance(first, Tag)):
            return
        if last.role is not TagRole.CLOSE or first.role is not TagRole.OPEN:
            return
        begun = next(i for i in before if isinstance(i, Tag) and i.pair == last.pair)
        if begun.raw != first.raw:
            return
        before.pop()
        after[:] = [
            replace(item, pair=last.pair)
            if isinstance(item, Tag) and item.pair == first.pair
            else item
            for item in after[1:]
        ]


def _tokens(items: Sequence[Item]) -> tuple[list[Token], dict[Code, str]]:
    """Give the items as a unit's tokens, white space collapsed, and the raw text of each code."""
    tokens: list[Token] = []
    raws: dict[Code, str] = {}
    numbers: dict[int, Code] = {}
    number = 0
    spoken = ""
    for item in items:
        if isinstance(item, str):
            text = item.lstrip(" ") if not spoken or spoken.endswith(" ") else item
            spoken += text
            if text and tokens and isinstance(tokens[-1], str):
                tokens[-1] += text
            elif text:
                tokens.append(text)
            continue
        if item.role is TagRole.CLOSE:
            code = numbers[item.pair]
            code = closing(code.name, code.number)
        else:
            number += 1
            make = opening if item.role is TagRole.OPEN else standalone
            code = numbers[item.pair] = make(code_name(item.name), number)
        raws[code] = item.raw
        tokens.append(code)
    if tokens and isinstance(tokens[-1], str):
        tokens[-1] = tokens[-1].rstrip(" ")
    return [token for token in tokens if token != ""], raws

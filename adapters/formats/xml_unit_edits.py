# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The units that a walk found, for people to translate, and their targets spliced back."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.formats.html_inline import Role as ItemRole
from adapters.formats.html_inline import Run
from adapters.formats.xml_splice import Edits, text_markup
from adapters.formats.xml_units import Found, Part, Walked, clean
from adapters.formats.xml_vocabulary import Vocabulary
from audarma.errors import InlineCodeError
from audarma.inline_code import code_faults, parse, plain_text
from audarma.model import Unit
from audarma.ports import Targets

_XML_SPACE = b" \t\r\n"
_LONGEST_HINT = 80  # characters


def units_of(walked: Walked, vocabulary: Vocabulary) -> Iterator[Unit]:
    """Give the units for people to translate."""
    for found in walked.units:
        hints = _hints(found, vocabulary) if found.run and found.run.codes else {}
        yield Unit(found.id, found.kind, found.content, found.title_path, hints)


def splice_units(edits: Edits, walked: Walked, targets: Targets) -> None:
    """Write *targets* where their units stand; an empty one leaves its unit as it is.

    Raises:
        InlineCodeError: names every unit whose target does not hold its codes, and why.
    """
    changed: list[tuple[Found, str]] = []
    faults: list[str] = []
    for found in walked.units:
        target = targets.get(found.id)
        if target and target != found.content:
            changed.append((found, target))
            faults += (f"{found.id}: {fault}" for fault in code_faults(found.content, target))
    if faults:
        message = f"{edits.source.path}: target of {'; '.join(faults)}."
        raise InlineCodeError(message, edits.source.path, tuple(faults))
    # What is nested in a run comes after it, and must be written before the run moves it.
    for found, target in reversed(changed):
        if found.element:
            edits.set_attribute(found.element, found.attribute, plain_text(target))
        elif found.run:
            start, end = _span(found.run, found.parts, edits.source.utf8)
            edits.replace(start, end, _markup(edits, found.run, found.parts, target))


def relabel(edits: Edits, walked: Walked, locale: str) -> None:
    """Make *locale* the language of every translated element that says that it is English."""
    for element in walked.english:
        edits.set_attribute(element, "xml:lang", locale)


def _markup(edits: Edits, run: Run, parts: tuple[Part, ...], target: str) -> str:
    """Write *target* as markup, each code as it stands in the source."""
    out: list[str] = []
    for token in parse(target):
        if isinstance(token, str):
            out.append(text_markup(token))
            continue
        item = run.codes[str(token)]
        start, end = parts[item.first].start, parts[item.last].end
        if any(part.may_change for part in parts[item.first : item.last + 1]):
            out.append(edits.take(start, end))
        else:
            out.append(edits.source.utf8[start:end].decode("utf-8"))
    return "".join(out)


def _span(run: Run, parts: tuple[Part, ...], utf8: bytes) -> tuple[int, int]:
    """Give where a run's content begins and ends, white space around it left out."""
    first, last = run.items[0], run.items[-1]
    start, end = parts[first.first].start, parts[last.last].end
    if first.role is ItemRole.TEXT:
        raw = utf8[start : parts[first.first].end]
        start += len(raw) - len(raw.lstrip(_XML_SPACE))
    if last.role is ItemRole.TEXT:
        raw = utf8[start if first is last else parts[last.first].start : end]
        end -= len(raw) - len(raw.rstrip(_XML_SPACE))
    return start, end


def _hints(found: Found, vocabulary: Vocabulary) -> dict[str, str]:
    """Say what the codes of a unit stand for, as far as a reviewer gains by it."""
    assert found.run is not None, "only runs have codes"
    hints: dict[str, str] = {}
    for form, item in found.run.codes.items():
        part = found.parts[item.first]
        element = part.element
        if item.role is ItemRole.CLOSE:
            continue
        if element is None:
            hint = clean(part.value)
        else:
            said = (element.attributes.get(name, "") for name in vocabulary.hints)
            hint = next(filter(None, said), "")
            if not hint and item.role is not ItemRole.OPEN:
                hint = clean(element.text)
        if hint:
            hints[form] = hint if len(hint) <= _LONGEST_HINT else f"{hint[: _LONGEST_HINT - 1]}…"
    return hints

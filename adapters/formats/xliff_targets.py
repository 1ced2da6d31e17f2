# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The targets of an XLIFF file: which wait for translation, and how they are filled in.

States follow XLIFF 1.2, section 2.3 (``state`` of ``<target>``, ``approved``), and XLIFF 2.1,
section 4.3.1.28 (``state`` and ``subState`` of ``<segment>``). A draft that people have not
reviewed needs review (1.2) or is translated (2); a reviewed file is signed off (1.2) or reviewed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from adapters.formats.html_inline import Role as ItemRole
from adapters.formats.xliff_vocabulary import NAMESPACES, XLIFF
from adapters.formats.xml_splice import XML_LANG, Edits, Element, XmlText, text_markup
from adapters.formats.xml_units import Found, Part, Walked, walk
from audarma.errors import InlineCodeError, UnsupportedFormatError
from audarma.inline_code import code_faults, parse
from audarma.model import Attribution, TargetLocale
from audarma.ports import Adaptation, Targets

_UNFINISHED = frozenset(
    {"new", "needs-translation", "needs-adaptation", "needs-l10n"}
    | {"needs-review-translation", "needs-review-adaptation", "needs-review-l10n", "initial"}
)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a unit's target stands, or is to stand.

    *holder* is the ``<trans-unit>`` or ``<segment>``; *is_open* says that the target waits.
    """

    found: Found
    source: Element
    holder: Element
    target: Element | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class Slots:
    """The units of a file and where their targets stand, in one order."""

    walked: Walked
    slots: tuple[Slot, ...]


def slots(xml: XmlText) -> Slots:
    """Find the units of *xml* and their targets."""
    walked = walk(xml, XLIFF)
    sources = [
        node
        for node in xml.root.nodes()
        if isinstance(node, Element) and node.local_name == "source" and node.parent
    ]
    starts = [source.content_start for source in sources]
    found: list[Slot] = []
    for unit in walked.units:
        source = sources[bisect_right(starts, unit.parts[0].start) - 1]
        holder = source.parent
        assert holder is not None, "a source stands in something"
        target = next((e for e in holder.elements if e.local_name == "target"), None)
        found.append(Slot(unit, source, holder, target, _is_open(source, holder, target)))
    return Slots(walked, tuple(found))


def document_language(element: Element, side: str) -> str:
    """Give the *side* language (``source`` or ``target``) that holds for *element*, or nothing.

    It is written on ``<xliff>`` in version 2 and on each ``<file>`` before.
    """
    names = (f"{side}-language", "srcLang" if side == "source" else "trgLang")
    holder: Element | None = element
    while holder is not None:
        stated = next(filter(None, map(holder.attributes.get, names)), "")
        if stated:
            return stated
        holder = holder.parent
    below = (e.attributes.get(names[0], "") for e in element.elements)
    return next(filter(None, below), "")


def _primary(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()


def _is_open(source: Element, holder: Element, target: Element | None) -> bool:
    """Say whether a target waits: always, unless people are done with it in our language."""
    if _primary(document_language(holder, "target")) not in tuple(TargetLocale):
        return True
    if target is None or not (target.text.strip() or target.elements):
        return True
    state = target.attributes.get("state") or holder.attributes.get("state", "")
    if state in _UNFINISHED:
        return True
    # Some tools write the source where there is no target yet.
    is_stated = bool(state) or holder.attributes.get("approved") == "yes"
    return not is_stated and target.text == source.text


class XliffMerge:
    """One merge: the edits that it takes."""

    def __init__(self, xml: XmlText, targets: Targets, adaptation: Adaptation | None) -> None:
        self.xml, self.targets, self.adaptation = xml, targets, adaptation
        self.edits = Edits(xml)
        self.version = NAMESPACES[xml.root.name.rpartition("}")[0][1:]]
        self.slots = slots(xml).slots

    def merged(self) -> bytes:
        """Give the file with the edits made.

        Raises:
            InlineCodeError: names every unit whose target does not hold its codes, and why.
            UnsupportedFormatError: the file is of another language than the adaptation.
        """
        self._require_codes()
        for slot in self.slots:
            target = self.targets.get(slot.found.id)
            if slot.is_open and target and (self.adaptation or target != slot.found.content):
                self._fill(slot, target)
            elif slot.target and self._is_foreign(slot.holder):
                self._clear(slot, slot.target)
        if self.adaptation:
            self._relabel(self.adaptation.locale)
            if self.adaptation.attribution:
                self._note(self.adaptation.attribution)
        return self.edits.apply()

    def _require_codes(self) -> None:
        faults = [
            f"{slot.found.id}: {fault}"
            for slot in self.slots
            if (target := self.targets.get(slot.found.id))
            for fault in code_faults(slot.found.content, target)
        ]
        if faults:
            message = f"{self.xml.path}: target of {'; '.join(faults)}."
            raise InlineCodeError(message, self.xml.path, tuple(faults))

    def _is_foreign(self, holder: Element) -> bool:
        """Say whether a target that is there is no translation into the adaptation's language."""
        stated = _primary(document_language(holder, "target"))
        return self.adaptation is not None and stated != _primary(self.adaptation.locale)

    def _fill(self, slot: Slot, target: str) -> None:
        markup = self._markup(slot, target)
        if slot.target is None:
            prefix = slot.source.tag.removesuffix("source")
            state = f' state="{self._state()}"' if self.version == 1 else ""
            self.edits.insert_after(
                _last_source(slot), f"<{prefix}target{state}>{markup}</{prefix}target>"
            )
        else:
            self._replace(slot.target, markup)
        if self.version == 2:
            self.edits.set_attribute(slot.holder, "state", self._state())
            # What a tool says below a state is said of that state alone.
            self.edits.set_attribute(slot.holder, "subState", None)
        elif "approved" in slot.holder.attributes:
            approved = "yes" if self._state() == "signed-off" else "no"
            self.edits.set_attribute(slot.holder, "approved", approved)

    def _replace(self, element: Element, markup: str) -> None:
        if element.content_start == element.end:
            self.edits.append(element, markup)
        else:
            self.edits.replace(element.content_start, element.content_end, markup)
        if self.version == 1:
            self.edits.set_attribute(element, "state", self._state())
            self.edits.set_attribute(element, "state-qualifier", None)
        if self.adaptation and XML_LANG in element.attributes:
            self.edits.set_attribute(element, "xml:lang", self.adaptation.locale)

    def _clear(self, slot: Slot, target: Element) -> None:
        self.edits.remove(target)
        if self.version == 2 and "state" in slot.holder.attributes:
            self.edits.set_attribute(slot.holder, "state", "initial")
            self.edits.set_attribute(slot.holder, "subState", None)
        elif "approved" in slot.holder.attributes:
            self.edits.set_attribute(slot.holder, "approved", "no")

    def _state(self) -> str:
        notice = self.adaptation.attribution if self.adaptation else None
        if self.version == 2:
            return "reviewed" if notice and not notice.warning else "translated"
        if notice is None:
            return "translated"
        return "needs-review-translation" if notice.warning else "signed-off"

    def _markup(self, slot: Slot, target: str) -> str:
        """Write what stands between a target's tags: *target*, and what the unit left aside."""
        run, parts = slot.found.run, slot.found.parts
        assert run is not None, "a source is a run of text and codes"
        first, last = run.items[0], run.items[-1]
        out = [self._parts(parts[: first.first])]
        out.append(text_markup(parts[first.first].value[: first.start]))
        for token in parse(target):
            if isinstance(token, str):
                out.append(text_markup(token))
            else:
                item = run.codes[str(token)]
                out.append(self._parts(parts[item.first : item.last + 1]))
        if last.role is ItemRole.TEXT:
            out.append(text_markup(parts[last.last].value[last.end :]))
        out.append(self._parts(parts[last.last + 1 :]))
        return "".join(out)

    def _parts(self, parts: tuple[Part, ...]) -> str:
        """Write parts as they stand in the source."""
        return "".join(
            self.xml.utf8[part.start : part.end].decode("utf-8")
            if part.element or not part.value
            else text_markup(part.value)
            for part in parts
        )

    def _relabel(self, locale: str) -> None:
        files = [e for e in self.xml.root.elements if e.local_name == "file"]
        for holder in [self.xml.root] if self.version == 2 else files:
            stated = _primary(document_language(holder, "target"))
            if stated in tuple(TargetLocale) and stated != _primary(locale):
                raise UnsupportedFormatError(
                    f"{self.xml.path}:{holder.line}: holds translations into {stated!r}, so it "
                    f"cannot become {locale!r}. Give the file without targets.",
                    self.xml.path,
                    stated,
                )
            name = "trgLang" if self.version == 2 else "target-language"
            self.edits.set_attribute(holder, name, locale)

    def _note(self, attribution: Attribution) -> None:
        """Tell readers of the file what it is, in a note of its first ``<file>``."""
        file = next(e for e in self.xml.root.elements if e.local_name == "file")
        prefix = file.tag.removesuffix("file")
        text = "\n".join(_said(attribution))
        note = f"<{prefix}note>{text_markup(text)}</{prefix}note>"
        name = "notes" if self.version == 2 else "header"
        holder = next((e for e in file.elements if e.local_name == name), None)
        body = next((e for e in file.elements if e.local_name in ("body", "unit", "group")), None)
        if holder is not None:
            self.edits.append(holder, note)
        elif body is not None:
            self.edits.insert_before(body, f"<{prefix}{name}>{note}</{prefix}{name}>")


def _said(attribution: Attribution) -> Iterator[str]:
    said = (attribution.warning, attribution.heading, *(line.text for line in attribution.lines))
    return (" ".join(sentence.split()) for sentence in said if sentence)


def _last_source(slot: Slot) -> Element:
    """Give the element after which a new target stands."""
    cut = (e for e in slot.holder.elements if e.local_name == "seg-source")
    return next(cut, slot.source)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""QTI 1.2 (IMS, 2002), as cartridges and older platforms hold it: its texts and its notice.

Texts stand in ``mattext``, plain or as HTML that is escaped, and in titles. Scoring and the values
that it compares are no units.
"""

from __future__ import annotations

from collections.abc import Iterator

from adapters.formats.html_notice import footer, warning
from adapters.formats.quiz_fragment import Fragment, Fragments, Kind, TargetsByPrefix
from adapters.formats.xml_fields import Field, field_units, relabel_language, splice_fields
from adapters.formats.xml_splice import Edits, Element, XmlText, text_markup
from adapters.formats.xml_text_fields import held_text, set_held_text
from audarma.errors import InlineCodeError
from audarma.model import SOURCE_LOCALE, Attribution, Unit, UnitKind
from audarma.ports import Adaptation, Targets

_TITLED = frozenset({"assessment", "section", "item", "itemfeedback"})
_KINDS = {
    "presentation": UnitKind.QUIZ_PROMPT,
    "response_label": UnitKind.QUIZ_ANSWER,
    "itemfeedback": UnitKind.FEEDBACK,
    "assessfeedback": UnitKind.FEEDBACK,
    "sectionfeedback": UnitKind.FEEDBACK,
    "hint": UnitKind.FEEDBACK,
    "solution": UnitKind.FEEDBACK,
}
# What follows rubrics in an assessment, a section and an item (QTI 1.2, XML binding).
_AFTER_RUBRIC = frozenset(
    {"presentation_material", "outcomes_processing", "assessfeedback", "sectionfeedback"}
    | {"selection_ordering", "reference", "itemref", "item", "sectionref", "section"}
    | {"presentation", "resprocessing", "itemproc_extension", "itemfeedback"}
)


def legacy_units(xml: XmlText, fragments: Fragments) -> Iterator[Unit]:
    """Give the units in the order of the file."""
    for place in _places(xml):
        if isinstance(place, Field):
            yield from field_units([place])
        else:
            yield from fragments.units(place[1])


def splice_legacy(
    xml: XmlText,
    edits: Edits,
    fragments: Fragments,
    targets: Targets,
    adaptation: Adaptation | None,
) -> None:
    """Write *targets*, and what an adaptation says anew.

    Raises:
        InlineCodeError: names every unit whose target does not hold its codes, and why.
    """
    locale = adaptation.locale if adaptation else None
    filled = {name: target for name, target in targets.items() if target}
    by_prefix = TargetsByPrefix(targets)
    faults: list[InlineCodeError] = []
    for place in _places(xml):
        try:
            if isinstance(place, Field):
                splice_fields(edits, [place], filled)
            else:
                element, fragment = place
                own = by_prefix.under(fragment.prefix)
                set_held_text(edits, element, fragments.merged(fragment, own, locale))
        except InlineCodeError as fault:
            faults.append(fault)
    if faults:
        raise InlineCodeError("\n".join(map(str, faults)), *(f.args[1] for f in faults))
    if adaptation:
        for node in xml.root.nodes():
            if isinstance(node, Element):
                relabel_language(edits, node, SOURCE_LOCALE, adaptation.locale)
        if adaptation.attribution:
            _add_rubric(xml, edits, adaptation.attribution)


def legacy_title(root: Element) -> str:
    """Give the first title of an assessment, a section or an item."""
    for node in root.nodes():
        if isinstance(node, Element) and node.local_name in _TITLED:
            title = node.attributes.get("title", "").strip()
            if title:
                return title
    return ""


def _places(xml: XmlText) -> Iterator[Field | tuple[Element, Fragment]]:
    """Give where units stand: titles, and texts with what they are written in."""
    titles = texts = 0
    for node in xml.root.nodes():
        if not isinstance(node, Element):
            continue
        if node.local_name in _TITLED and "title" in node.attributes:
            titles += 1
            yield Field(f"title{titles}", UnitKind.TITLE, node, "title")
        elif node.local_name == "mattext":
            texts += 1
            stated = node.attributes.get("texttype", "text/plain").strip().lower()
            is_html = stated in ("text/html", "text/xhtml") or bool(node.elements)
            text = held_text(xml, node)
            form = Kind.HTML if is_html else Kind.PLAIN
            yield node, Fragment(text, form, f"text{texts}.", _kind(node))


def _kind(element: Element) -> UnitKind:
    parent = element.parent
    while parent is not None:
        if parent.local_name in _KINDS:
            return _KINDS[parent.local_name]
        parent = parent.parent
    return UnitKind.PARAGRAPH


def _add_rubric(xml: XmlText, edits: Edits, attribution: Attribution) -> None:
    """Put the notice where participants read instructions: before all questions."""
    owner = next(
        (
            node
            for name in ("assessment", "section", "item")
            for node in xml.root.nodes()
            if isinstance(node, Element) and node.local_name == name
        ),
        None,
    )
    if owner is None:
        return
    following = next((e for e in owner.elements if e.local_name in _AFTER_RUBRIC), None)
    if following is None:
        return
    prefix = owner.tag.removesuffix(owner.local_name)
    notice = "\n".join(filter(None, (warning(attribution, False), footer(attribution, False))))
    edits.insert_before(
        following,
        f"<{prefix}rubric><{prefix}material>"
        f'<{prefix}mattext texttype="text/html">{text_markup(notice)}</{prefix}mattext>'
        f"</{prefix}material></{prefix}rubric>",
    )

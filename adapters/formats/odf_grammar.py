# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What OpenDocument's elements are to translation.

Follows OpenDocument 1.3, part 3: sections 5 and 6 (text), 7 (fields), 8 (indexes), 10 (graphics).
Tracked changes, formulas, scripts and cited works stay as they are; so do paragraphs and spans in
the styles that Writer keeps for program code.

Leaves out: texts of form controls, and spreadsheets that are embedded as objects.
"""

from __future__ import annotations

from adapters.formats.odf_rules import Role, Rule
from adapters.formats.odf_styles import DRAW, OFFICE, PRESENTATION, SVG, TABLE, TEXT, XLINK, Styles
from adapters.formats.xml_splice import Element
from audarma.model import UnitKind


def _names(namespace: str, local_names: str) -> frozenset[str]:
    return frozenset(f"{{{namespace}}}{name}" for name in local_names.split())


PARAGRAPHS = _names(TEXT, "p h")
_LINES = PARAGRAPHS | _names(TEXT, "span a meta ruby-base")
_SKIPPED = (
    _names(TEXT, "tracked-changes variable-decls user-field-decls sequence-decls ")
    | _names(TEXT, "dde-connection-decls note-citation alphabetical-index-auto-mark-file")
    | _names(OFFICE, "forms scripts settings font-face-decls binary-data spreadsheet database")
    | _names(DRAW, "object object-ole plugin applet floating-frame layer-set control")
    | _names(TABLE, "covered-table-cell calculation-settings content-validations")
)
# They may stand in a paragraph, and mark a place in it.
_MARKS = _names(
    TEXT,
    "s tab line-break bookmark bookmark-start bookmark-end reference-mark reference-mark-start "
    "reference-mark-end change change-start change-end number script",
) | _names(OFFICE, "annotation-end event-listeners")
_INDEX_MARKS = _names(
    TEXT,
    "toc-mark toc-mark-start alphabetical-index-mark alphabetical-index-mark-start "
    "user-index-mark user-index-mark-start",
)
_INDEX_TEXTS = tuple(
    (f"{{{TEXT}}}{name}", UnitKind.LABEL) for name in ("string-value", "key1", "key2")
)
_LINK_TITLE = ((f"{{{OFFICE}}}title", UnitKind.LABEL),)
_BLOCK_KINDS = {
    f"{{{TEXT}}}list-item": UnitKind.LIST_ITEM,
    f"{{{TEXT}}}list-header": UnitKind.LIST_ITEM,
    f"{{{TEXT}}}numbered-paragraph": UnitKind.LIST_ITEM,
    f"{{{TABLE}}}table-cell": UnitKind.TABLE_CELL,
    f"{{{TEXT}}}index-body": UnitKind.NAVIGATION,
    f"{{{TEXT}}}index-title-template": UnitKind.NAVIGATION,
    f"{{{PRESENTATION}}}header-decl": UnitKind.LABEL,
    f"{{{PRESENTATION}}}footer-decl": UnitKind.LABEL,
    **dict.fromkeys(_names(SVG, "title desc") | _names(TABLE, "title desc"), UnitKind.ALT_TEXT),
}
_STYLE_KINDS = {
    "Title": UnitKind.TITLE,
    "Subtitle": UnitKind.TITLE,
    "Heading": UnitKind.HEADING,
    "Caption": UnitKind.CAPTION,
    "Quotations": UnitKind.QUOTATION,
}
_FRAME_KINDS = {"title": UnitKind.HEADING, "subtitle": UnitKind.HEADING}
_SHOWN_ON_MASTERS = frozenset({"", "header", "footer", "date-time", "page-number"})
# The names that LibreOffice, and Pandoc, give them.
_CODE_STYLES = frozenset({"Source Text", "Source_Text", "Preformatted Text", "Preformatted_Text"})


# Names that are asked for at every element.
_HEADING, _SPAN = f"{{{TEXT}}}h", f"{{{TEXT}}}span"
_OUTLINE_LEVEL, _STYLE_NAME = f"{{{TEXT}}}outline-level", f"{{{TEXT}}}style-name"
_INDEX_BODY, _FRAME = f"{{{TEXT}}}index-body", f"{{{DRAW}}}frame"

_SKIPPED_RULE, _MARK_RULE = Rule(Role.SKIPPED), Rule(Role.THING)


class OdfGrammar:
    """The rule of each element of one part; meets ``odf_rules.Grammar``."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        # Texts have few styles and many paragraphs.
        self._paragraphs: dict[tuple[str, str | None], Rule] = {}
        self._spans: dict[str, Rule | None] = {}

    def __call__(self, element: Element) -> Rule:
        """Say what *element* is."""
        name = element.name
        if name in _SKIPPED or (name == _FRAME and _is_prompt(element)) or _is_cited_work(element):
            return _SKIPPED_RULE
        if name in PARAGRAPHS:
            return self._paragraph(element)
        if name == _SPAN:
            return self._span(element)
        if name in _MARKS:
            return _MARK_RULE
        if name in _INDEX_MARKS:
            return Rule(Role.THING, attributes=_INDEX_TEXTS)
        return _inline(element) or Rule(Role.BLOCK, _BLOCK_KINDS.get(name))

    def _paragraph(self, element: Element) -> Rule:
        is_heading = element.name == _HEADING
        level = element.attributes.get(_OUTLINE_LEVEL, "1") if is_heading else None
        key = (_style(element), level)
        if key not in self._paragraphs:
            self._paragraphs[key] = self._paragraph_in(*key)
        return self._paragraphs[key]

    def _paragraph_in(self, style: str, level: str | None) -> Rule:
        """Say what a paragraph in that *style* is; a *level* says that it is a heading."""
        names = list(self.styles.names("paragraph", style))
        if not _CODE_STYLES.isdisjoint(names):
            return _SKIPPED_RULE
        if level is not None:
            return Rule(Role.BLOCK, UnitKind.HEADING, int(level) if level.isdecimal() else 1)
        kinds = (_STYLE_KINDS[name] for name in names if name in _STYLE_KINDS)
        return Rule(Role.BLOCK, next(kinds, None))

    def _span(self, element: Element) -> Rule:
        style = _style(element)
        if style not in self._spans:
            self._spans[style] = self._span_in(style)
        return self._spans[style] or Rule(Role.WORD, name="code", hint=element.text)

    def _span_in(self, style: str) -> Rule | None:
        """Say what a span in that *style* is; ``None`` for program code."""
        names = list(self.styles.names("text", style))
        if not _CODE_STYLES.isdisjoint(names):
            return None
        look = self.styles.look(style)
        if not look or not style:
            return Rule(Role.TRANSPARENT)
        return Rule(Role.INLINE, hint=names[-1] if names[0] != names[-1] else "", sameness=look)


def _inline(element: Element) -> Rule | None:
    """Say what an element in a line of text is, or ``None`` if it is a block."""
    name, attributes = element.name, element.attributes
    if name == f"{{{TEXT}}}a":
        hint = attributes.get(f"{{{XLINK}}}href", "")
        return Rule(Role.INLINE, hint=hint, attributes=_LINK_TITLE)
    if name == f"{{{TEXT}}}meta":
        return Rule(Role.INLINE)
    if name == f"{{{TEXT}}}soft-page-break":
        return Rule(Role.TRANSPARENT)
    if name == f"{{{TEXT}}}note":
        body = element.child(f"{{{TEXT}}}note-body")
        return Rule(Role.THING, UnitKind.FOOTNOTE, is_walked=True, hint=body.text if body else "")
    if name == f"{{{OFFICE}}}annotation":
        return Rule(Role.THING, UnitKind.FOOTNOTE, is_walked=True)
    if name.startswith(f"{{{DRAW}}}") and element.local_name not in ("page", "text-box", "image"):
        kind = _FRAME_KINDS.get(attributes.get(f"{{{PRESENTATION}}}class", ""))
        hint = attributes.get(f"{{{DRAW}}}name", "")
        return Rule(Role.THING, kind, is_walked=True, hint=hint, attributes=_LINK_TITLE)
    if element.parent is not None and element.parent.name in _LINES:
        if name.startswith(f"{{{TEXT}}}"):
            # Fields: page numbers, references, variables. The sentence reads what they show.
            return Rule(Role.WORD, hint=element.text)
        return Rule(Role.THING, is_walked=True)
    if element.parent is not None and element.parent.name == f"{{{OFFICE}}}annotation":
        return None if name.startswith(f"{{{TEXT}}}") else Rule(Role.SKIPPED)
    return None


def _is_cited_work(element: Element) -> bool:
    """Say whether *element* is an entry of a bibliography: titles of works stay as they are."""
    body = element.parent
    return (
        body is not None
        and body.name == _INDEX_BODY
        and body.parent is not None
        and body.parent.name == f"{{{TEXT}}}bibliography"
        and element.name != f"{{{TEXT}}}index-title"
    )


def _is_prompt(element: Element) -> bool:
    """Say whether *element* is a frame that editors fill with "Click to add text"."""
    if element.attributes.get(f"{{{PRESENTATION}}}placeholder") == "true":
        return True
    shown = element.attributes.get(f"{{{PRESENTATION}}}class", "") in _SHOWN_ON_MASTERS
    return not shown and _has_ancestor(element, "master-page")


def _has_ancestor(element: Element, local_name: str) -> bool:
    parent = element.parent
    while parent is not None and parent.local_name != local_name:
        parent = parent.parent
    return parent is not None


def _style(element: Element) -> str:
    return element.attributes.get(_STYLE_NAME, "")

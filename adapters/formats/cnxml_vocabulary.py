# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the elements of CNXML, MDML and CollXML mean for translation, as tables.

Follows CNXML 0.7 and 0.8, MDML 0.5 and CollXML 1.0 (Connexions, now OpenStax; the RELAX NG
schemas of the ``cnxml`` distribution).
Leaves out: QML problem sets and BibTeXML, whose namespaces are protected.
"""

from __future__ import annotations

from adapters.formats.xml_vocabulary import Role, Rule, Vocabulary, each
from audarma.model import UnitKind

CNXML = "http://cnx.rice.edu/cnxml"
MDML = "http://cnx.rice.edu/mdml"
COLLXML = "http://cnx.rice.edu/collxml"


def _block(kind: UnitKind | None = None, *attributes: tuple[str, UnitKind]) -> Rule:
    return Rule(Role.BLOCK, kind, attributes)


def _division(kind: UnitKind | None = None) -> Rule:
    return Rule(Role.BLOCK, kind, titles=("title",))


_ALT = ("alt", UnitKind.ALT_TEXT)

MODULE = Vocabulary(
    namespaces={CNXML: "", MDML: "md:"},
    rules={
        **each(
            "metadata content para div featured-links link-group equation problemset "
            "table tgroup thead tbody tfoot row entrytbl list figure subfigure statement "
            "glossary object iframe seealso",
            _block(),
        ),
        **each(
            "document section note example rule proof exercise commentary",
            _division(),
        ),
        "document/title": _block(UnitKind.TITLE),
        "title": _block(UnitKind.HEADING),
        "label": _block(UnitKind.LABEL),
        "caption": _block(UnitKind.CAPTION),
        "item": _block(UnitKind.LIST_ITEM),
        "entry": _block(UnitKind.TABLE_CELL),
        "quote": _block(UnitKind.QUOTATION),
        "problem": _block(UnitKind.QUIZ_PROMPT),
        "solution": _block(UnitKind.QUIZ_ANSWER),
        "definition": _block(UnitKind.DEFINITION),
        "meaning": _block(UnitKind.DEFINITION),
        "definition/term": _block(UnitKind.DEFINITION),
        "seealso/term": _block(UnitKind.DEFINITION),
        "link-group/link": _block(UnitKind.NAVIGATION),
        "table": _block(None, ("summary", UnitKind.ALT_TEXT)),
        "media": Rule(Role.THING, None, (_ALT, ("longdesc", UnitKind.ALT_TEXT)), nests=True),
        "image": _block(None, _ALT),
        "longdesc": _block(UnitKind.ALT_TEXT),
        "footnote": Rule(Role.THING, UnitKind.FOOTNOTE, nests=True),
        **each("emphasis term foreign sub sup cite cite-title span", Rule(Role.PAIRED)),
        "link": Rule(Role.PAIRED, empty=Role.WORD),
        "cite": Rule(Role.PAIRED, empty=Role.WORD),
        "code": Rule(Role.WORD),
        **each("newline space", Rule(Role.THING)),
        **each(
            "preformat colspec spanspec param audio video flash java-applet labview download",
            Rule(Role.SKIPPED),
        ),
        "md:title": _block(UnitKind.METADATA),
        "md:subtitle": _block(UnitKind.METADATA),
        "md:short-title": _block(UnitKind.METADATA),
        "md:abstract": _block(UnitKind.METADATA),
        "md:objectives": _block(UnitKind.METADATA),
        "md:keywordlist": _block(),
        "md:keyword": _block(UnitKind.METADATA),
        **each(
            "md:content-id md:repository md:content-url md:version md:created md:revised "
            "md:actors md:roles md:license md:extended-attribution md:derived-from "
            "md:subjectlist md:education-levellist md:homepage md:institution md:course-code "
            "md:instructor md:uuid md:canonical-book-uuid md:slug md:language",
            Rule(Role.SKIPPED),
        ),
    },
    ids=("id",),
    hints=("url", "target-id", "document", "alt"),
)

COLLECTION = Vocabulary(
    namespaces={COLLXML: "col:", MDML: "md:", CNXML: ""},
    rules={
        **MODULE.rules,
        "col:collection": _block(UnitKind.PARAGRAPH),
        "col:metadata": _block(),
        "col:metadata/md:title": _block(UnitKind.TITLE),
        "col:content": _block(),
        "col:module": _block(),
        "col:module/md:title": _block(UnitKind.NAVIGATION),
        "col:subcollection": Rule(Role.BLOCK, UnitKind.NAVIGATION, titles=("md:title",)),
        "col:subcollection/md:title": _block(UnitKind.NAVIGATION),
        "col:parameters": Rule(Role.SKIPPED),
    },
    ids=("id", "document"),
    hints=(),
)

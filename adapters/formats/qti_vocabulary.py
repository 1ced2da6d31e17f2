# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the elements of QTI 2 items and tests mean for translation.

Follows the IMS Question and Test Interoperability information models 2.0 (2005), 2.1 (2012) and
2.2 (2015). Responses, scoring, templates and variables are no units: they are compared and
computed. Leaves out: QTI 1.2, which is in ``qti_legacy``, and QTI 3.
"""

from __future__ import annotations

from adapters.formats.xml_vocabulary import Role, Rule, Vocabulary, each
from audarma.model import UnitKind

_BLOCK = Rule(Role.BLOCK)
_TITLED = (("title", UnitKind.TITLE),)
_LABELLED = (("hotspotLabel", UnitKind.LABEL), ("objectLabel", UnitKind.LABEL))
_ALT = (("alt", UnitKind.ALT_TEXT),)

NAMESPACES = tuple(f"http://www.imsglobal.org/xsd/imsqti_v2p{minor}" for minor in range(3))

QTI_2 = Vocabulary(
    namespaces=dict.fromkeys(("", *NAMESPACES), ""),
    rules={
        **each("assessmentItem assessmentTest assessmentSection", Rule(Role.BLOCK, None, _TITLED)),
        **each(
            "responseDeclaration outcomeDeclaration templateDeclaration templateProcessing "
            "responseProcessing outcomeProcessing stylesheet itemSessionControl timeLimits "
            "preCondition branchRule selection ordering customInteraction "
            "portableCustomInteraction pre",
            Rule(Role.SKIPPED),
        ),
        **each("prompt", Rule(Role.BLOCK, UnitKind.QUIZ_PROMPT)),
        **each(
            "simpleChoice inlineChoice gapText simpleAssociableChoice",
            Rule(Role.BLOCK, UnitKind.QUIZ_ANSWER),
        ),
        **each("hotspotChoice associableHotspot gapImg", Rule(Role.BLOCK, None, _LABELLED)),
        **each(
            "modalFeedback feedbackBlock testFeedback",
            Rule(Role.BLOCK, UnitKind.FEEDBACK, _TITLED),
        ),
        **each("infoControl", Rule(Role.BLOCK, UnitKind.FEEDBACK, _TITLED)),
        **each("h1 h2 h3 h4 h5 h6", Rule(Role.BLOCK, UnitKind.HEADING)),
        **each("li", Rule(Role.BLOCK, UnitKind.LIST_ITEM)),
        **each("dt dd", Rule(Role.BLOCK, UnitKind.DEFINITION)),
        **each("td th", Rule(Role.BLOCK, UnitKind.TABLE_CELL)),
        **each("caption", Rule(Role.BLOCK, UnitKind.CAPTION)),
        **each("blockquote", Rule(Role.BLOCK, UnitKind.QUOTATION)),
        **each(
            "itemBody rubricBlock templateBlock p div address ul ol dl table thead tbody tfoot tr "
            "testPart simpleMatchSet associateInteraction choiceInteraction drawingInteraction "
            "gapMatchInteraction graphicAssociateInteraction graphicGapMatchInteraction "
            "graphicOrderInteraction hotspotInteraction hottextInteraction matchInteraction "
            "mediaInteraction orderInteraction positionObjectStage selectPointInteraction "
            "sliderInteraction uploadInteraction",
            _BLOCK,
        ),
        "extendedTextInteraction": Rule(Role.BLOCK, None, (("placeholderText", UnitKind.LABEL),)),
        # In the sentence: blanks and values are read as words, the rest stands beside them.
        **each("gap printedVariable mathVariable code kbd samp tt var", Rule(Role.WORD)),
        "textEntryInteraction": Rule(
            Role.WORD, None, (("placeholderText", UnitKind.LABEL),), nests=True
        ),
        "inlineChoiceInteraction": Rule(Role.WORD, UnitKind.QUIZ_ANSWER, nests=True),
        "endAttemptInteraction": Rule(Role.WORD, None, (("title", UnitKind.LABEL),), nests=True),
        "feedbackInline": Rule(Role.THING, UnitKind.FEEDBACK, nests=True),
        "object": Rule(Role.THING, UnitKind.ALT_TEXT, nests=True),
        "img": Rule(Role.THING, UnitKind.ALT_TEXT, _ALT, nests=True),
        **each("br hr param col colgroup positionObjectInteraction include", Rule(Role.THING)),
        **each(
            "a abbr acronym b bdo big cite dfn em hottext i q small span strong sub sup "
            "templateInline",
            Rule(Role.PAIRED),
        ),
    },
    # Identifiers are the responses' names, and the same in many places.
    ids=("id",),
    hints=("href", "src", "data", "identifier", "responseIdentifier"),
)

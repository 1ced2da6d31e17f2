# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""What PreTeXt's elements mean for translation, as a table.

Follows the PreTeXt Guide and its RELAX NG schema, the older names of elements too.
Leaves out: words inside formulas (``\text{if}``), which are LaTeX; names of people and
institutions; bibliographies.
"""

from __future__ import annotations

from adapters.formats.xml_splice import XML_ID
from adapters.formats.xml_vocabulary import Role, Rule, Vocabulary, each
from audarma.model import UnitKind

_TITLES = ("title",)
_SORT_KEY = (("sortby", UnitKind.METADATA),)


def _block(kind: UnitKind | None = None) -> Rule:
    return Rule(Role.BLOCK, kind)


def _titled(kind: UnitKind | None = None) -> Rule:
    return Rule(Role.BLOCK, kind, titles=_TITLES)


PRETEXT = Vocabulary(
    namespaces={"": ""},
    rules={
        # The same name is the document's root and, in a sentence, the system's logo.
        **each("/pretext mathbook", _block(UnitKind.PARAGRAPH)),
        **each(
            "book article slideshow part chapter section subsection subsubsection paragraphs "
            "appendix preface foreword acknowledgement dedication biography abstract exercises "
            "exercisegroup subexercises worksheet handout reading-questions solutions references "
            "glossary index objectives outcomes introduction conclusion slide "
            "theorem lemma corollary claim proposition algorithm fact identity proof case "
            "axiom principle conjecture assumption hypothesis definition example question problem "
            "exercise task activity exploration investigation project remark note warning insight "
            "observation convention computation technology data aside biographical historical "
            "assemblage list sbsgroup poem stanza webwork backmatter frontmatter",
            _titled(),
        ),
        **each(
            "p ol ul dl sidebyside figure table listing tabular row image video audio interactive "
            "titlepage bibinfo colophon website copyright/p statement setup condition evaluation "
            "evaluate test choices blocks matches cardsort page stage prelude interlude postlude "
            "usage intertext gi",
            _block(),
        ),
        **each("title shorttitle plaintitle", _block(UnitKind.HEADING)),
        **each("book/title article/title slideshow/title subtitle", _block(UnitKind.TITLE)),
        "caption": _block(UnitKind.CAPTION),
        "cell": _block(UnitKind.TABLE_CELL),
        "li": _titled(UnitKind.LIST_ITEM),
        **each("li/title gi/title", _block(UnitKind.DEFINITION)),
        "blockquote": _block(UnitKind.QUOTATION),
        **each("description shortdescription", _block(UnitKind.ALT_TEXT)),
        **each(
            "exercise/statement task/statement webwork/statement stage/statement instruction "
            "instructions",
            _block(UnitKind.QUIZ_PROMPT),
        ),
        **each(
            "exercise/answer exercise/solution task/answer task/solution webwork/solution choice "
            "premise response block",
            _block(UnitKind.QUIZ_ANSWER),
        ),
        **each("hint feedback", _block(UnitKind.FEEDBACK)),
        # Prose of their own, in the middle of a sentence.
        "fn": Rule(Role.THING, UnitKind.FOOTNOTE, nests=True),
        "idx": Rule(Role.THING, UnitKind.METADATA, _SORT_KEY, nests=True),
        "h": Rule(Role.BLOCK, None, _SORT_KEY),
        **each("see seealso", _block()),
        "notation": Rule(Role.THING, UnitKind.DEFINITION, nests=True),
        "notation/description": _block(UnitKind.DEFINITION),
        **each("md mdn", Rule(Role.WORD, nests=True)),
        # Parts of a sentence.
        **each(
            "em alert term q sq dblq pubtitle articletitle foreign abbr acro init delete insert "
            "stale angles dblbrackets braces",
            Rule(Role.PAIRED),
        ),
        **each("url xref dataurl", Rule(Role.PAIRED, empty=Role.WORD)),
        **each(
            "m me men c cd email tag tage attr fillin quantity var taxon genus species pretext "
            "latex tex xetex luatex prefigure today timeofday",
            Rule(Role.WORD),
        ),
        **each("ndash mdash nbsp ellipsis copyright", Rule(Role.THING)),
        # What is said of the document.
        "docinfo": _block(),
        "docinfo/blurb": _block(UnitKind.METADATA),
        "docinfo/rename": _block(UnitKind.LABEL),
        "docinfo/*": Rule(Role.SKIPPED),
        **each("colophon/copyright bibinfo/copyright", _block()),
        **each("date edition minilicense shortlicense website/name", _block(UnitKind.METADATA)),
        **each("colophon/credit bibinfo/credit titlepage/credit", _block(UnitKind.METADATA)),
        # Names, code and drawings.
        **each(
            "author editor contributors personname department institution affiliation email "
            "address year holder document-id biblio mrow "
            "latex-image latex-image-code asymptote sageplot mermaid tikz "
            "program console sage pre pg-code pg-macros macros slate input output code tests "
            "preamble postamble var/static var/set strcmp numcmp mathcmp jscmp logic datafile "
            "score notation-list index-list list-of todo",
            Rule(Role.SKIPPED),
        ),
        **each("setup/var", _block()),
    },
    ids=(XML_ID, "label"),
    hints=("href", "ref", "first"),
)

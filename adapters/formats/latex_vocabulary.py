# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""What LaTeX's commands and environments mean: which of their arguments readers read.

A command's arguments are written as a signature, one letter each: ``p`` is prose, ``{`` is none;
``o`` is optional prose, ``[`` is optional and none. Follows the LaTeX 2e reference manual, and
amsmath, amsthm, beamer, booktabs, hyperref, cleveref, biblatex, graphicx and KOMA-Script.

Leaves out: what a document defines itself, which is in ``latex_macros``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from audarma.model import UnitKind


def _names(names: str) -> list[str]:
    return names.split()


def _each(signature: str, names: str) -> dict[str, str]:
    return dict.fromkeys(_names(names), signature)


HEADING_LEVELS: Mapping[str, int] = {
    "part": 0, "addpart": 0, "chapter": 1, "addchap": 1, "section": 2, "addsec": 2,
    "subsection": 3, "subsubsection": 4, "paragraph": 5, "subparagraph": 6, "frametitle": 7,
    "framesubtitle": 8, "title": -1, "subtitle": 8, "minisec": 8, "sectionmark": 8,
}  # fmt: skip
"""Commands of titles, outermost first."""

BLOCKS: Mapping[str, tuple[str, UnitKind]] = {
    **{name: ("op", UnitKind.HEADING) for name in HEADING_LEVELS},
    "title": ("op", UnitKind.TITLE),
    "subtitle": ("op", UnitKind.TITLE),
    "caption": ("op", UnitKind.CAPTION),
    "subcaption": ("p", UnitKind.CAPTION),
    "captionof": ("{op", UnitKind.CAPTION),
    "bicaption": ("pp", UnitKind.CAPTION),
    "item": ("o", UnitKind.LABEL),
    "epigraph": ("pp", UnitKind.QUOTATION),
    "dedication": ("p", UnitKind.PARAGRAPH),
    "newtheorem": ("{[p[", UnitKind.LABEL),
    "question": ("[", UnitKind.PARAGRAPH),
}
"""Commands between paragraphs that hold prose: signature, and what the prose is."""

PAIRED: Mapping[str, str] = {
    **_each("p", "emph textbf textit textsl textsc textsf textrm textmd textup textnormal underline"
            " uline uuline uwave sout st hl ul mbox hbox fbox text textsuperscript textsubscript"
            " alert structure centerline MakeUppercase uppercase MakeTextUppercase textquote"
            " enquote intertext shortintertext only uncover visible leftline rightline textlf"
            " strong makecell shortstack highlight"),
    **_each("{p", "hyperlink hypertarget raisebox colorbox rotatebox scalebox adjustbox"),
    **_each("[{p", "textcolor hyperref"),
    **_each("{{p", "multicolumn resizebox fcolorbox"),
    **_each("{[{[p", "multirow"),
    **_each("[[p", "makebox framebox"),
    "href": "p",
}  # fmt: skip
"""Commands inside a sentence whose last argument is part of it."""

HOLDERS: Mapping[str, tuple[str, UnitKind]] = {
    **dict.fromkeys(("footnote", "footnotetext", "sidenote"), ("[p", UnitKind.FOOTNOTE)),
    **dict.fromkeys(("thanks", "marginnote", "endnote", "tablefootnote"), ("p", UnitKind.FOOTNOTE)),
    "marginpar": ("op", UnitKind.FOOTNOTE),
    "texorpdfstring": ("pp", UnitKind.PARAGRAPH),
    "parbox": ("[[[{p", UnitKind.PARAGRAPH),
    "twocolumn": ("o", UnitKind.PARAGRAPH),
    "subfloat": ("op", UnitKind.CAPTION),
    "subfigure": ("op", UnitKind.CAPTION),
}
"""Commands inside a sentence that hold prose of their own."""

_INVISIBLE = {
    **_each("{", "label index symlabel glossary hypersetup phantomsection vspace hspace"
            " pagestyle thispagestyle selectlanguage nocite pagenumbering bookmarksetup todo"
            " captionsetup graphicspath setstretch linespread"),
    **_each("[{", "bookmark newcounter"),
    **_each("{{", "setcounter addtocounter setlength addtolength setstretch markboth"
            " renewtheorem fontsize numberwithin"),
    **_each("{{{", "addcontentsline"),
    **_each("{", "markright refstepcounter stepcounter newlength newif phantom color pagecolor"),
    **_each("", "noindent indent centering raggedright raggedleft small footnotesize scriptsize"
            " tiny large Large LARGE huge Huge normalsize normalfont bfseries itshape scshape"
            " slshape upshape mdseries sffamily rmfamily ttfamily em bf it sc sl tt rm sf"
            " protect leavevmode ignorespaces unskip xspace qedhere sloppy fussy allowbreak"
            " nopagebreak frenchspacing nonfrenchspacing boldmath unboldmath relax hfill hfil"
            " makeatletter makeatother bgroup egroup begingroup endgroup expandafter selectfont"
            " null strut mathstrut ExplSyntaxOn ExplSyntaxOff"),
    **_each("{{", "DeclareMathOperator newcolumntype DeclareUnicodeCharacter"),
    **_each("{[[{", "newcommand renewcommand providecommand DeclareRobustCommand"),
    **_each("{[[{{", "newenvironment renewenvironment"),
    **_each("[{[", "usepackage RequirePackage documentclass"),
}  # fmt: skip
INVISIBLE = frozenset(_INVISIBLE)
"""Commands that readers do not see; at a unit's ends they are no part of it."""

PROTECTED: Mapping[str, str] = {
    **_INVISIBLE,
    **_each("{", "ref eqref cref Cref cpageref pageref autoref nameref vref Vref Ref labelcref"
            " texttt ensuremath verbatiminput lstinputlisting input include includeonly subfile"
            " bibliography bibliographystyle printbibliography ding fontfamily ce SI unit num"
            " date thepage arabic roman gls Gls glspl ac acs acl acp hphantom vphantom"
            " footnotemark tag textttt"),
    **_each("[[{", "cite citep citet citeauthor citeyear parencite textcite footcite autocite"
            " citealp citealt Cite Citet includegraphics includesvg cline"),
    **_each("{{", "import subimport foreignlanguage crefrange SI qty inputminted rule"),
    **_each("[{{", "newacronym"),
    **_each("", "LaTeX TeX LaTeXe today newline linebreak quad qquad enspace thinspace"
            " tableofcontents maketitle"),
}  # fmt: skip
"""Commands that stay as they are."""

BREAKS: Mapping[str, str] = {
    **_each("", "par bigskip medskip smallskip bigbreak medbreak smallbreak newpage clearpage"
            " cleardoublepage maketitle titlepage tableofcontents listoffigures listoftables"
            " appendix frontmatter mainmatter backmatter printindex makeindex hrule hline toprule"
            " midrule bottomrule hrulefill vfill vfil printglossaries bibitem endhead endfirsthead"
            " endfoot endlastfoot tabularnewline pagebreak columnbreak titlerunning else fi or"
            " pause qed vss goodbreak nobreak newblock"),
    **_each("[", "addlinespace printbibliography pagebreak specialrule"),
    **_each("{", "vspace input include subfile bibliography bibliographystyle cline author date"
            " institute affiliation email address verbatiminput lstinputlisting rowcolor"),
    **_each("[{", "cmidrule vskip inputminted author"),
    **_each("{{", "import subimport"),
}  # fmt: skip
"""Commands that end a paragraph and hold no prose."""

DECLARATIONS = frozenset(
    _names(
        "em bf it sc sl rm sf bfseries itshape scshape slshape upshape mdseries sffamily rmfamily"
        " small footnotesize scriptsize tiny large Large LARGE huge Huge normalsize normalfont"
    )
)
"""Commands that change the font to the end of their group."""

CODE_DECLARATIONS = frozenset({"tt", "ttfamily", "verbatim", "catcode", "obeylines"})
"""Commands after which a group is code."""

DIMENSIONS = frozenset(
    _names(
        "vskip hskip kern mkern raise lower parskip parindent baselineskip lineskip hsize vsize"
        " topskip leftskip rightskip textwidth textheight topmargin oddsidemargin evensidemargin"
    )
)
"""Commands that a length follows, without braces."""

FORMULA_ENVIRONMENTS = frozenset(
    name + star
    for name in _names(
        "equation align alignat gather multline flalign eqnarray displaymath math split"
        " aligned gathered alignedat array cases matrix pmatrix bmatrix vmatrix Vmatrix smallmatrix"
        " subequations dmath dgroup mathpar mathparpagebreakable prooftree CD tikzcd narrowmultline"
        " diagram empheq IEEEeqnarray xalignat dcases rcases numcases"
    )
    for star in ("", "*")
)
"""Environments that are a formula, in a sentence or between two."""

_THEOREMS = (
    "theorem thm lemma lem proposition prop corollary cor coro definition defn defi dfn conjecture"
    " conj claim fact axiom example examples eg egs ex exm exmp exercise exercises exer remark"
    " remarks rem rmk note notes notation solution sol answer problem prob question observation obs"
    " hypothesis assumption property principle algorithmdescription case step convention summary"
    " theo defs proposal warning caution important tip info objective keyidea activity try"
    " investigation insight checkpoint aside project"
)
THEOREMS: Mapping[str, str] = {
    name + star: "o" for name in (*_names(_THEOREMS), "proof") for star in ("", "*")
}
"""Environments of statements; their optional argument is a name."""

LISTS: Mapping[str, str] = _each(
    "[", "itemize enumerate description compactitem compactenum compactdesc inparaenum itemize*"
    " enumerate* description* asparaenum tasks parts subparts questions choices easylist checklist"
)  # fmt: skip
TABLES: Mapping[str, str] = {
    **_each("[{", "tabular longtable supertabular longtabu tabu tblr ltablex"),
    **_each("{[{", "tabular* tabularx tabulary xltabular"),
}
QUOTATIONS: Mapping[str, str] = _each("", "quote quotation verse displayquote epigraphs")
TRANSPARENT: Mapping[str, str] = {
    **THEOREMS,
    **LISTS,
    **TABLES,
    **QUOTATIONS,
    **_each("", "document abstract center flushleft flushright titlepage landscape appendix"
            " appendices small footnotesize scriptsize large Large raggedright raggedleft sloppypar"
            " onehalfspace singlespace doublespace spacing subfigures acknowledgements"
            " acknowledgments preface dedication columns keywords samepage"),
    **_each("[", "figure figure* table table* sidewaysfigure sidewaystable tcolorbox framed"
            " mdframed shaded leftbar marginfigure threeparttable tablenotes adjustwidth float"),
    **_each("[[[{", "minipage"),
    **_each("{[", "multicols multicols*"),
    **_each("[{", "subfigure subtable column wrapfigure wraptable"),
    **_each("[gg", "frame"),
    **_each("p", "block alertblock exampleblock"),
}  # fmt: skip
"""Environments whose content is prose; ``g`` is prose in braces that may be missing."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is known of commands and environments, with what a document declares itself.

    *macros* are the document's commands by their signatures, and *environments* those that hold
    prose. *marks* are its characters that are short for verbatim text.
    """

    macros: Mapping[str, str] = field(default_factory=dict)
    environments: Mapping[str, str] = field(default_factory=dict)
    marks: str = ""

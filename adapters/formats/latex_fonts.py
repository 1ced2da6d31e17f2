# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""Lines for a LaTeX preamble that see to Cyrillic: its fonts, and where its lines break.

Behind the class, pdfTeX gets the encoding T2A, and cmap, so that the PDF can be searched. At the
preamble's end, what the chosen fonts lack is made up for: of a family without Cyrillic, pdfTeX's
LaTeX would print all shapes upright; XeTeX and LuaTeX leave the letters out, Latin Modern's too.
Follows the LaTeX 2e font guide, and the manuals of fontspec and cmap.

Leaves out: the choice of a font that looks like the source's.
"""

from __future__ import annotations

from collections.abc import Mapping

SEARCHABLE = r"\IfFileExists{cmap.sty}{\usepackage{cmap}}{}"
CYRILLIC = r"\usepackage[T2A]{fontenc}"
# A letter that a font with Russian alone lacks, and one that all Cyrillic fonts have.
_LETTERS: Mapping[str, str] = {"kk": "04D9", "ru": "0436"}
_LINES = r"""% Fonts with the letters of the language, where the chosen ones have none.
\makeatletter
\ifdefined\setmainfont
  \def\cyrillicfont@#1#2#3{%
    {\normalfont#1\global\chardef\cyrillicfont@has=\iffontchar\font"LETTER 1\else 0\fi}%
    \@for\@tempa:=#3\do{\ifnum\cyrillicfont@has=0
      \IfFontExistsTF{\@tempa}{#2{\@tempa}\chardef\cyrillicfont@has=1 }{}\fi}}
  \cyrillicfont@{}{\setmainfont}%
    {CMU Serif,Noto Serif,DejaVu Serif,FreeSerif,Liberation Serif,Times New Roman}
  \cyrillicfont@{\sffamily}{\setsansfont}%
    {CMU Sans Serif,Noto Sans,DejaVu Sans,FreeSans,Liberation Sans,Arial}
  \cyrillicfont@{\ttfamily}{\setmonofont}%
    {CMU Typewriter Text,Noto Sans Mono,DejaVu Sans Mono,FreeMono,Liberation Mono,Courier New}
\else
  \def\cyrillicshapes@#1#2#3{\edef\@tempb{\noexpand\DeclareFontShape
    {T2A}{#1}{#2}{\@tempa}{<->ssub*#3/\@tempa}{}}\@tempb}
  \def\cyrillicfont@#1#2#3#4{\IfFileExists{t2a#1.fd}{}{\IfFileExists{T2A#1.fd}{}{%
    \edef\@tempa{\noexpand\DeclareFontFamily{T2A}{#1}{}}\@tempa
    \@for\@tempa:=#4\do{\cyrillicshapes@{#1}{m}{#2/m}%
      \cyrillicshapes@{#1}{b}{#2/#3}\cyrillicshapes@{#1}{bx}{#2/#3}}}}}
  \cyrillicfont@{\rmdefault}{cmr}{bx}{n,it,sl,sc}
  \cyrillicfont@{\sfdefault}{cmss}{bx}{n,it,sl}
  \cyrillicfont@{\ttdefault}{cmtt}{m}{n,it,sl,sc}
\fi
\makeatother
"""
_LINE_BREAKS = "\\emergencystretch=3em\n"
# No patterns hyphenate Kazakh. babel, where it is loaded, chooses the Russian ones itself.
_HYPHENATION: Mapping[str, str] = {
    "kk": "",
    "ru": "\\makeatletter\\ifdefined\\l@russian\\language\\l@russian\\fi\\makeatother\n",
}


def preamble_end(locale: str, newline: str) -> str:
    r"""Give the lines that stand before ``\begin{document}``."""
    fonts = _LINES.replace("LETTER", _LETTERS[locale])
    return f"{fonts}{_LINE_BREAKS}{_HYPHENATION[locale]}".replace("\n", newline)

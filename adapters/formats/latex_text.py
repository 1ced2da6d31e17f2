# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""Literal text as LaTeX writes it: accents, symbols, quotation marks and dashes, both ways.

Writing escapes whatever TeX would read as more than a letter, so that text can never become a
command, an argument or a ligature that it is not. Follows the LaTeX 2e font encoding guide (T1's
ligatures are T2A's too).

Leaves out: inline codes, which are in ``latex_writing``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

NO_BREAK_SPACE = "\u00a0"
THIN_SPACE = "\u2009"

SYMBOLS = {
    "S": "§", "P": "¶", "copyright": "©", "textcopyright": "©", "textregistered": "®",
    "texttrademark": "™", "dots": "…", "ldots": "…", "textellipsis": "…", "textendash": "–",
    "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“",
    "textquotedblright": "”", "textquotesingle": "'", "textquotedbl": '"', "textasciigrave": "`",
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textunderscore": "_",
    "textbraceleft": "{", "textbraceright": "}", "textdollar": "$", "textless": "<",
    "textgreater": ">", "textbar": "|", "textdegree": "°", "textbullet": "•",
    "textperiodcentered": "·", "textsection": "§", "textparagraph": "¶", "pounds": "£",
    "textsterling": "£", "texteuro": "€", "euro": "€", "dag": "†", "ddag": "‡", "ss": "ß",
    "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø",
    "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ",
    "guillemotleft": "«", "guillemotright": "»", "quotedblbase": "„", "quotesinglbase": "‚",
    "textnumero": "№", "nobreakspace": NO_BREAK_SPACE, "space": " ", "lq": "‘", "rq": "'",
}  # fmt: skip
"""Commands that stand for one character of text."""

CONTROL_SYMBOLS = {
    **{letter: letter for letter in "%&#_{}$"},
    **dict.fromkeys((" ", "\n", "\r", "\r\n", "\t"), " "),
    **dict.fromkeys("-/@", ""),
    ",": THIN_SPACE,
}
"""Characters behind a backslash that stand for text."""

LONE_IN_BRACES = "[](*-'`,=!?"
"""Characters that braces keep from what stands beside them."""

_COMBINING = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328",
    "r": "\u030a", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_BARE_ACCENTS = {"~": "~", "^": "^", "'": "´", "`": "`", '"': "¨", "=": "¯", ".": "˙"}
_ACCENT = re.compile(r"\\(?P<mark>.)[ {]*(?P<letter>\\?[A-Za-z])?")
_LIGATURE = re.compile(r"---|--|[?!]`|``|''|`")
_READ = {"---": "—", "--": "–", "?`": "¿", "!`": "¡", "``": "“", "''": "”", "`": "‘"}
_WRITTEN = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "_": r"\_", "%": r"\%", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", "`": r"\textasciigrave{}",
    '"': '"{}',  # babel's shorthands begin with it; braces end them
    NO_BREAK_SPACE: "~", "\u2007": "~", THIN_SPACE: r"\,", "\u202f": r"\,", "—": "---",
    "–": "--", "“": "``", "”": "''", "‘": "`", "…": r"\dots{}", "©": r"\copyright{}", "§": r"\S{}",
}  # fmt: skip
_FORMULAS = {
    "−": "-", "≈": r"\approx", "≤": r"\leq", "≥": r"\geq", "≠": r"\neq", "≡": r"\equiv",
    "↔": r"\leftrightarrow", "⇒": r"\Rightarrow", "⇔": r"\Leftrightarrow", "′": r"^{\prime}",
    "″": r"^{\prime\prime}", "∞": r"\infty", "√": r"\surd", "∑": r"\sum", "∫": r"\int",
    "∂": r"\partial", "∈": r"\in", "∉": r"\notin", "⊂": r"\subset", "∪": r"\cup", "∩": r"\cap",
    "∅": r"\emptyset", "∠": r"\angle", "⊥": r"\perp", "∥": r"\parallel", "Γ": r"\Gamma",
    "Δ": r"\Delta", "Θ": r"\Theta", "Λ": r"\Lambda", "Π": r"\Pi", "Σ": r"\Sigma", "Φ": r"\Phi",
    "Ψ": r"\Psi", "Ω": r"\Omega",
    "α": r"\alpha", "β": r"\beta", "γ": r"\gamma", "δ": r"\delta", "ε": r"\varepsilon",
    "ζ": r"\zeta", "η": r"\eta", "θ": r"\theta", "ι": r"\iota", "κ": r"\kappa", "λ": r"\lambda",
    "μ": r"\mu", "ν": r"\nu", "ξ": r"\xi", "π": r"\pi", "ρ": r"\rho", "σ": r"\sigma",
    "τ": r"\tau", "φ": r"\varphi", "χ": r"\chi", "ψ": r"\psi", "ω": r"\omega",
}  # fmt: skip
_UNKNOWN_TO_LATEX = {
    **dict.fromkeys("\u2002\u2003\u2004\u2005\u2006\u2008\u200a", " "),
    **dict.fromkeys("\u200b\u2060\ufeff", ""),
    "\ufffd": "?",
    **{sign: f"\\ensuremath{{{formula}}}" for sign, formula in _FORMULAS.items()},
}
"""Signs that LaTeX with 8-bit fonts stops at."""
# Two of one class side by side would be read as a third sign.
_CLASHES = re.compile(r"(?<=[-–—])(?=[-–—])|(?<=['”])(?=['”])|(?<=[‘“?!])(?=[‘“])|(?<=,)(?=,)")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
BLANKS = re.compile(r"[ \t\r\n\f\v]+")
"""White space between tokens."""
_BLANKS = re.compile(r"[ \t\r\n\f\v\x1c-\x1f\x85\u2028\u2029]+")


def read_text(raw: str) -> str:
    """Give what a run of characters without commands stands for."""
    return _LIGATURE.sub(lambda match: _READ[match[0]], raw)


def read_accent(raw: str) -> str:
    r"""Give the letter that an accent's command and its letter stand for: ``\'e``, ``\c{c}``."""
    match = _ACCENT.match(raw)
    assert match is not None, raw
    mark, letter = match["mark"], match["letter"]
    if letter is None:
        return _BARE_ACCENTS.get(mark, "")
    # An accent replaces the dot of i and j.
    return unicodedata.normalize("NFC", letter.removeprefix("\\") + _COMBINING[mark])


def signs_of(text: str) -> Mapping[str, str]:
    """Give how signs are written in the file that holds *text*: those in it, it knows."""
    return {**_WRITTEN, **{s: w for s, w in _UNKNOWN_TO_LATEX.items() if s not in text}}


_SIGNS = signs_of("")


def written_text(text: str, *, in_brackets: bool = False, signs: Mapping[str, str] = _SIGNS) -> str:
    """Write literal *text*, which is text wherever it stands; white space is single spaces then.

    In an optional argument, which a bracket would end, brackets stand in braces.
    """
    text = _UNWRITABLE.sub("\ufffd", _BLANKS.sub(" ", text))
    parts = _CLASHES.split(text)
    written = "{}".join("".join(signs.get(letter, letter) for letter in part) for part in parts)
    return re.sub(r"[][]", r"{\g<0>}", written) if in_brackets else written

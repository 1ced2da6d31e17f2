# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""Tokens of LaTeX source, each with its place, and which of them belong together.

Follows The TeXbook, chapters 7 and 8, with the usual category codes; ``@`` is a letter between
``\makeatletter`` and ``\makeatother``. What is read verbatim (``\verb``, ``\url``, listings) is one
token. Nothing is refused: a brace, a dollar sign or an environment without its partner has none.
Reading takes time in proportion to the text, however deep it nests.

Leaves out: what commands mean, which is in ``latex_vocabulary``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, auto
from itertools import accumulate

VERBATIM_ENVIRONMENTS = frozenset(
    {"verbatim", "Verbatim", "BVerbatim", "LVerbatim", "lstlisting", "minted", "comment", "alltt"}
    | {"filecontents", "filecontents*", "verbatim*", "Verbatim*", "sagesilent", "sageblock"}
    | {"pycode", "asy", "luacode", "luacode*"}
)
NO_PARTNER = -1


class Kind(IntEnum):
    """What a token is."""

    TEXT = auto()
    SPACE = auto()
    PARAGRAPH = auto()
    COMMENT = auto()
    WORD = auto()
    SYMBOL = auto()
    ACCENT = auto()
    OPEN = auto()
    CLOSE = auto()
    BRACKET = auto()
    DOLLAR = auto()
    SPECIAL = auto()
    VERBATIM = auto()
    BEGIN = auto()
    END = auto()


_LONGEST_VERBATIM = 2000  # characters of what stands verbatim in a line
_PATTERN = r"""
    (?P<text>{text}++(?:[ \t\f\v]*+(?:\r\n?|\n)?+[ \t\f\v]*+{text}++)*+)
  | (?P<space>[ \t\r\n\f\v]+)
  | (?P<begin>\\begin[ ]?\{{(?P<env>[^{{}}\\%$\r\n]{{0,100}})\}})
  | (?P<end>\\end[ ]?\{{(?P<ended>[^{{}}\\%$\r\n]{{0,100}})\}})
  | (?P<url>\\(?:url|nolinkurl|path)[ ]?\{{[^{{}}\r\n]{{0,{long}}}\}})
  | (?P<href>\\href[ ]?(?:\[[^][{{}}\r\n]{{0,200}}\])?[ ]?\{{[^{{}}\r\n]{{0,{long}}}\}})
  | (?P<verb>\\(?:verb\*?|lstinline(?:\[[^]\r\n]{{0,200}}\])?
      |mintinline(?:\[[^]\r\n]{{0,200}}\])?\{{[^{{}}\r\n]{{0,50}}\}})
      (?:(?P<mark>[^\s\w*{{\[\\])[^\r\n]{{0,{long}}}?(?P=mark)|\{{[^{{}}\r\n]{{0,{long}}}\}}))
  | (?P<short>{short_verbatim})
  | (?P<accent>\\(?:['`^"~=.][ ]?|[cvuHkrdb](?:[ ]+|(?=\{{)|(?=\\)))
      (?:\{{[ ]?(?:\\[ij]|[A-Za-z])?[ ]?\}}|\\[ij](?![A-Za-z{at}])|[A-Za-z]))
  | (?P<word>\\[A-Za-z{at}]+\*?(?:<[\d,+\-|.a-z:@]{{1,30}}>)?)
  | (?P<symbol>\\(?:\r\n|\\\*?|[\s\S]))
  | (?P<comment>%[^\r\n]*(?:(?:\r\n?|\n)[ \t]*)?)
  | (?P<open>\{{)
  | (?P<close>\}})
  | (?P<bracket>[][])
  | (?P<dollar>\$)
  | (?P<special>[&\#^_~{short}])
  | (?P<lone>\\)
"""
_TEXT = r"[^\\{{}}\[\]$%&\#^_~ \t\r\n\f\v{short}]"
_SIMPLE = {
    "short": Kind.VERBATIM,
    "accent": Kind.ACCENT,
    "open": Kind.OPEN,
    "close": Kind.CLOSE,
    "bracket": Kind.BRACKET,
    "dollar": Kind.DOLLAR,
    "special": Kind.SPECIAL,
    "lone": Kind.SPECIAL,
}
_WORD_AND_SPACE = [Kind.TEXT, Kind.SPACE]
_SHORT_VERBATIM = re.compile(
    r"\\(?:MakeShortVerb\*?|DefineShortVerb|lstMakeShortInline)(?:\[[^]\r\n]{0,200}\])?"
    r"\{?\\([|!+@])"
)
_BLANKS = re.compile(r"([ \t\r\n\f\v]+)")
_LINE_END = re.compile(r"\r\n?|\n")
_WORD_NAME = re.compile(r"\\([A-Za-z@]+)")


def short_verbatim_marks(text: str) -> str:
    r"""Give the characters that *text* makes short for ``\verb``."""
    return "".join(dict.fromkeys(match[1] for match in _SHORT_VERBATIM.finditer(text)))


def _pattern(at: str, marks: str) -> re.Pattern[str]:
    inline = "|".join(
        rf"{re.escape(mark)}[^\r\n{re.escape(mark)}]{{0,500}}{re.escape(mark)}" for mark in marks
    )
    filled = _PATTERN.format(
        text=_TEXT.format(short=re.escape(marks)),
        at=at,
        short=re.escape(marks),
        short_verbatim=inline or "(?!)",
        long=_LONGEST_VERBATIM,
    )
    return re.compile(filled, re.VERBOSE)


@dataclass(slots=True)
class Tokens:
    """The tokens of a text, which together are the whole of it, as columns.

    *names* are those of commands and environments, without star. *starts* has the end of the text
    besides, so that a token ends where the next begins. *runs* tell where words and single spaces
    follow each other: the index behind such a run, by that of its first word.
    """

    kinds: list[Kind]
    starts: list[int]
    names: list[str]
    runs: dict[int, int]

    def add(self, kind: Kind, start: int, name: str = "") -> None:
        """Add a token, up to where the next will begin."""
        self.kinds.append(kind)
        self.starts.append(start)
        self.names.append(name)

    def add_words(self, text: str, start: int) -> None:
        """Add words with single spaces between them, each word and each space for itself."""
        parts = _BLANKS.split(text)
        count = len(parts)
        if count == 1:
            self.add(Kind.TEXT, start)
            return
        self.runs[len(self.kinds)] = len(self.kinds) + count
        self.kinds += (_WORD_AND_SPACE * (count // 2 + 1))[:count]
        self.starts += accumulate(map(len, parts[:-1]), initial=start)
        self.names += [""] * count


def tokens(text: str, marks: str = "") -> Tokens:
    r"""Cut *text* into tokens.

    *marks* are the characters that are short for ``\verb`` besides those that *text* declares.
    """
    marks = short_verbatim_marks(text) + marks
    plain, internal = _pattern("", marks), _pattern("@", marks)
    found = Tokens([], [], [], {})
    pattern, position = plain, 0
    while position < len(text):
        position, name = _read_on(found, pattern, text, position)
        pattern = {"makeatletter": internal, "makeatother": plain}.get(name, pattern)
    found.starts.append(len(text))
    return found


def _read_on(found: Tokens, pattern: re.Pattern[str], text: str, position: int) -> tuple[int, str]:
    """Add the tokens from *position* on, up to one after which reading must begin anew.

    Gives where that is, and the name of that token.
    """
    after_comment = False
    for match in pattern.finditer(text, position):  # its alternatives begin with every character
        group, (start, end) = match.lastgroup or "", match.span()
        was_after_comment, after_comment = after_comment, False
        if group == "text":
            found.add_words(match[0], start)
        elif group in _SIMPLE:
            found.add(_SIMPLE[group], start)
        elif group == "space":
            ends = len(_LINE_END.findall(text, start, end))
            is_paragraph = ends > 1 or (ends == 1 and was_after_comment)
            found.add(Kind.PARAGRAPH if is_paragraph else Kind.SPACE, start)
        elif group == "comment":
            found.add(Kind.COMMENT, start)
            after_comment = text[end - 1] != "%"
        elif group in ("word", "href"):
            name = _WORD_NAME.match(text, start, end)[1]  # type: ignore[index]  # it begins with one
            if name == "ExplSyntaxOn":
                found.add(Kind.VERBATIM, start, name)
                return _after(text, "\\ExplSyntaxOff", end), name
            found.add(Kind.WORD, start, name)
            if name in ("makeatletter", "makeatother"):
                return end, name
        elif group == "symbol":
            # The star of a line break is no name.
            found.add(Kind.SYMBOL, start, match[0][1:] if match[0][1] != "\\" else "\\")
        elif group == "begin":
            name = match["env"]
            if name in VERBATIM_ENVIRONMENTS:
                found.add(Kind.VERBATIM, start, name)
                return _after(text, f"\\end{{{name}}}", end), name
            found.add(Kind.BEGIN, start, name)
        elif group == "end":
            found.add(Kind.END, start, match["ended"])
        else:
            found.add(Kind.VERBATIM, start, "url" if group == "url" else "verb")
    return len(text), ""


def _after(text: str, wanted: str, start: int) -> int:
    """Give where *wanted* ends; what never ends is verbatim to the end of the file."""
    found = text.find(wanted, start)
    return len(text) if found < 0 else found + len(wanted)


class Source:
    """LaTeX source as tokens, with the partner of each that has one."""

    def __init__(self, text: str, marks: str = "") -> None:
        self.text = text
        found = tokens(text, marks)
        self.kinds, self.starts, self.names = found.kinds, found.starts, found.names
        self.runs = found.runs
        self.partner = _Partners(found).found
        self._bracket_ends = [
            index for index in self.of_kind(Kind.BRACKET) if text[self.starts[index]] == "]"
        ]

    def __len__(self) -> int:
        """Give the number of tokens."""
        return len(self.kinds)

    def of_kind(self, kind: Kind) -> list[int]:
        """Give the indices of the tokens of a *kind*."""
        return [index for index, own in enumerate(self.kinds) if own is kind]

    def raw(self, index: int) -> str:
        """Give the token at *index* as it stands in the text."""
        return self.text[self.starts[index] : self.starts[index + 1]]

    def index_at(self, position: int) -> int:
        """Give the index of the first token that begins at *position* or after it."""
        return bisect_left(self.starts, position, hi=len(self.kinds))

    def start_of(self, index: int) -> int:
        """Give where the token at *index* begins; the end of the text where there is none."""
        return self.starts[min(index, len(self.kinds))]

    def next_bracket_end(self, index: int) -> int:
        """Give the index of the first ``]`` from *index* on; the number of tokens if none is."""
        at = bisect_left(self._bracket_ends, index)
        return self._bracket_ends[at] if at < len(self._bracket_ends) else len(self.kinds)

    def line_of(self, position: int) -> int:
        """Give the number of the line that *position* is in."""
        return len(_LINE_END.findall(self.text, 0, position)) + 1

    def skip_blanks(self, index: int, end: int) -> int:
        """Give the first index that holds no space, comment or line end; not past *end*."""
        while index < end and self.kinds[index] in (Kind.SPACE, Kind.COMMENT):
            index += 1
        return index


class _Partners:
    """Finds partners with one stack of what is open.

    A brace is stronger than an environment, an environment than a formula; a formula ends with
    its paragraph.
    """

    def __init__(self, tokens_: Tokens) -> None:
        kinds, names = tokens_.kinds, tokens_.names
        self.found = [NO_PARTNER] * len(kinds)
        self._kinds, self._names = kinds, names
        self._stack: list[tuple[str, int]] = []
        self._open: Counter[str] = Counter()
        steps: dict[Kind, Callable[[int], None]] = {
            Kind.OPEN: lambda index: self._push("{", index),
            Kind.CLOSE: lambda index: self._close("{", index),
            Kind.BEGIN: lambda index: self._push(f"env {names[index]}", index),
            Kind.END: lambda index: self._close(f"env {names[index]}", index),
            Kind.DOLLAR: self._dollar,
            Kind.SYMBOL: self._symbol,
            Kind.PARAGRAPH: lambda index: self._end_formulas(),
        }
        for index, kind in enumerate(kinds):
            if kind in steps:
                steps[kind](index)

    def _push(self, opener: str, index: int) -> None:
        self._stack.append((opener, index))
        self._open[opener] += 1

    def _pop(self) -> int:
        opener, index = self._stack.pop()
        self._open[opener] -= 1
        return index

    def _top(self) -> str:
        return self._stack[-1][0] if self._stack else ""

    def _match(self, first: int, last: int) -> None:
        self.found[first], self.found[last] = last, first

    def _close(self, opener: str, index: int) -> None:
        if not self._open[opener]:
            return
        while self._top() != opener:
            self._pop()
        self._match(self._pop(), index)

    def _end_formulas(self) -> None:
        while self._top() in ("$", "$$", "(", "["):
            self._pop()

    def _symbol(self, index: int) -> None:
        name = self._names[index]
        if name in ("(", "["):
            self._push(name, index)
        elif name in (")", "]") and self._top() == {")": "(", "]": "["}[name]:
            self._match(self._pop(), index)

    def _dollar(self, index: int) -> None:
        is_second = index > 0 and self._kinds[index - 1] is Kind.DOLLAR
        top = self._top()
        if top == "$$":
            first = self._stack[-1][1]
            if is_second and index - 1 > first + 1:
                self._match(self._pop(), index)
        elif top == "$" and is_second and self._stack[-1][1] == index - 1:
            self._push("$$", self._pop())
        elif top == "$":
            self._match(self._pop(), index)
        else:
            self._push("$", index)

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
from collections.abc import Callable, Iterator
from enum import Enum, auto
from typing import NamedTuple

VERBATIM_ENVIRONMENTS = frozenset(
    {"verbatim", "Verbatim", "BVerbatim", "LVerbatim", "lstlisting", "minted", "comment", "alltt"}
    | {"filecontents", "filecontents*", "verbatim*", "Verbatim*", "sagesilent", "sageblock"}
    | {"pycode", "asy", "luacode", "luacode*"}
)
NO_PARTNER = -1


class Kind(Enum):
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


class Tex(NamedTuple):
    """One token; *name* is a command's or environment's name, without star."""

    kind: Kind
    start: int
    end: int
    name: str = ""


_LONGEST_VERBATIM = 2000  # characters of what stands verbatim in a line
_PATTERN = r"""
    (?P<space>[ \t\r\n\f\v]+)
  | (?P<text>[^\\{{}}\[\]$%&\#^_~ \t\r\n\f\v{short}]+)
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
_SIMPLE = {
    "text": Kind.TEXT,
    "url": Kind.VERBATIM,
    "verb": Kind.VERBATIM,
    "short": Kind.VERBATIM,
    "accent": Kind.ACCENT,
    "comment": Kind.COMMENT,
    "open": Kind.OPEN,
    "close": Kind.CLOSE,
    "bracket": Kind.BRACKET,
    "dollar": Kind.DOLLAR,
    "special": Kind.SPECIAL,
    "lone": Kind.SPECIAL,
}
_SHORT_VERBATIM = re.compile(
    r"\\(?:MakeShortVerb\*?|DefineShortVerb|lstMakeShortInline)(?:\[[^]\r\n]{0,200}\])?"
    r"\{?\\([|!+@])"
)
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
        at=at, short=re.escape(marks), short_verbatim=inline or "(?!)", long=_LONGEST_VERBATIM
    )
    return re.compile(filled, re.VERBOSE)


def tokens(text: str, marks: str = "") -> list[Tex]:
    r"""Cut *text* into tokens that together are the whole of it.

    *marks* are the characters that are short for ``\verb`` besides those that *text* declares.
    """
    return list(_tokens(text, short_verbatim_marks(text) + marks))


def _tokens(text: str, marks: str) -> Iterator[Tex]:
    plain, internal = _pattern("", marks), _pattern("@", marks)
    pattern, position, after_comment = plain, 0, False
    while position < len(text):
        match = pattern.match(text, position)
        assert match is not None, position  # the alternatives begin with every character
        group, end = match.lastgroup or "", match.end()
        if group in ("env", "begin") or match["begin"]:
            group, name = "begin", match["env"]
            if name in VERBATIM_ENVIRONMENTS:
                end = _after(text, f"\\end{{{name}}}", end)
                yield Tex(Kind.VERBATIM, position, end, name)
            else:
                yield Tex(Kind.BEGIN, position, end, name)
        elif match["end"]:
            yield Tex(Kind.END, position, end, match["ended"])
        elif match["space"]:
            ends = len(_LINE_END.findall(match[0]))
            is_paragraph = ends > 1 or (ends == 1 and after_comment)
            yield Tex(Kind.PARAGRAPH if is_paragraph else Kind.SPACE, position, end)
        elif match["word"] or match["href"]:
            name = _WORD_NAME.match(match[0])[1]  # type: ignore[index]  # it begins with one
            if name == "ExplSyntaxOn":
                end = _after(text, "\\ExplSyntaxOff", end)
                yield Tex(Kind.VERBATIM, position, end, name)
            else:
                pattern = {"makeatletter": internal, "makeatother": plain}.get(name, pattern)
                yield Tex(Kind.WORD, position, end, name)
        elif match["symbol"]:
            name = match[0][1:] if match[0][1] != "\\" else "\\"  # its star is no name
            yield Tex(Kind.SYMBOL, position, end, name)
        elif match["verb"]:
            yield Tex(Kind.VERBATIM, position, end, "verb")
        else:
            yield Tex(_SIMPLE[group], position, end, "url" if group == "url" else "")
        after_comment = group == "comment" and match[0][-1:] != "%"
        position = end


def _after(text: str, wanted: str, start: int) -> int:
    """Give where *wanted* ends; what never ends is verbatim to the end of the file."""
    found = text.find(wanted, start)
    return len(text) if found < 0 else found + len(wanted)


class Source:
    """LaTeX source as tokens, with the partner of each that has one."""

    def __init__(self, text: str, marks: str = "") -> None:
        self.text = text
        self.tokens = tokens(text, marks)
        self.partner = _Partners(self.tokens).found
        self._starts = [token.start for token in self.tokens]
        self._bracket_ends = [
            index
            for index, token in enumerate(self.tokens)
            if token.kind is Kind.BRACKET and text[token.start] == "]"
        ]

    def index_at(self, position: int) -> int:
        """Give the index of the first token that begins at *position* or after it."""
        return bisect_left(self._starts, position)

    def start_of(self, index: int) -> int:
        """Give where the token at *index* begins; the end of the text where there is none."""
        return self._starts[index] if index < len(self._starts) else len(self.text)

    def next_bracket_end(self, index: int) -> int:
        """Give the index of the first ``]`` from *index* on; the number of tokens if none is."""
        at = bisect_left(self._bracket_ends, index)
        return self._bracket_ends[at] if at < len(self._bracket_ends) else len(self.tokens)

    def line_of(self, position: int) -> int:
        """Give the number of the line that *position* is in."""
        return len(_LINE_END.findall(self.text, 0, position)) + 1

    def skip_blanks(self, index: int, end: int) -> int:
        """Give the first index that holds no space, comment or line end; not past *end*."""
        while index < end and self.tokens[index].kind in (Kind.SPACE, Kind.COMMENT):
            index += 1
        return index


class _Partners:
    """Finds partners with one stack of what is open.

    A brace is stronger than an environment, an environment than a formula; a formula ends with
    its paragraph.
    """

    def __init__(self, found: list[Tex]) -> None:
        self.found = [NO_PARTNER] * len(found)
        self._tokens = found
        self._stack: list[tuple[str, int]] = []
        self._open: Counter[str] = Counter()
        steps: dict[Kind, Callable[[int], None]] = {
            Kind.OPEN: lambda index: self._push("{", index),
            Kind.CLOSE: lambda index: self._close("{", index),
            Kind.BEGIN: lambda index: self._push(f"env {found[index].name}", index),
            Kind.END: lambda index: self._close(f"env {found[index].name}", index),
            Kind.DOLLAR: self._dollar,
            Kind.SYMBOL: self._symbol,
            Kind.PARAGRAPH: lambda index: self._end_formulas(),
        }
        for index, token in enumerate(found):
            step = steps.get(token.kind)
            if step is not None:
                step(index)

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
        name = self._tokens[index].name
        if name in ("(", "["):
            self._push(name, index)
        elif name in (")", "]") and self._top() == {")": "(", "]": "["}[name]:
            self._match(self._pop(), index)

    def _dollar(self, index: int) -> None:
        is_second = index > 0 and self._tokens[index - 1].kind is Kind.DOLLAR
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

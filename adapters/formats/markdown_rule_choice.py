# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of a parser's rules are tried where: those that can begin with the letter that is there.

markdown-it asks every rule at every line of a paragraph and at every mark of its text, and nearly
all answer "no" by the first letter. The letters that each rule of CommonMark, GFM and the plugins
can begin with are written down here, so that the others are not asked; what is read stays the
same. A block rule that is not listed is asked everywhere.

Leaves out: the rules themselves.
"""

from __future__ import annotations

from collections.abc import Mapping

from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock

INLINE_LETTERS: Mapping[str, str] = {
    **{"newline": "\n", "escape": "\\", "backticks": "`", "strikethrough": "~"},
    **{"emphasis": "*_", "link": "[", "image": "!", "autolink": "<", "html_inline": "<"},
    **{"entity": "&", "math_inline": "$", "myst_role": "{", "footnote_ref": "["},
    **{"protected": "{[@\\", "inline_note": "^", "bracketed_span": "["},
    # Text is what no other rule takes, and addresses are found in it later.
    **{"text": "", "linkify": ""},
}
"""The letters that an inline rule can begin with."""

_BLOCK_LETTERS: Mapping[str, str] = {
    **{"fence": "`~", "blockquote": ">", "hr": "*-_", "list": "*+-0123456789", "heading": "#"},
    **{"reference": "[", "html_block": "<", "footnote_def": "[", "math_block": "$"},
    **{"myst_line_comment": "%", "myst_block_break": "+", "myst_target": "("},
    **{"div_line": ":", "tex_environment": "\\", "titled_block": "!?="},
}
# One that ends a paragraph begins with its own mark; else it begins with the term before that.
_TERMINATOR_LETTERS: Mapping[str, str] = {**_BLOCK_LETTERS, "deflist": ":~"}


class LetterRuler(Ruler[RuleFuncBlockType]):
    """The block rules of another ruler, each chain as one rule that tries those that can begin."""

    def __init__(self, ruler: Ruler[RuleFuncBlockType]) -> None:
        super().__init__()
        self.__rules__ = ruler.__rules__
        self._chains: dict[str, list[RuleFuncBlockType]] = {}

    def getRules(self, chain: str = "", /) -> list[RuleFuncBlockType]:  # noqa: N802
        """Give the one rule that stands for the chain of that name."""
        if chain not in self._chains:
            by_name = _TERMINATOR_LETTERS if chain else _BLOCK_LETTERS
            letters = {
                rule.fn: by_name[rule.name] for rule in self.__rules__ if rule.name in by_name
            }
            self._chains[chain] = [_chosen(super().getRules(chain), letters)]
        return self._chains[chain]


def _chosen(
    rules: list[RuleFuncBlockType], letters: Mapping[RuleFuncBlockType, str]
) -> RuleFuncBlockType:
    """Give a rule that tries those of *rules* that a line's first letter can begin, in order."""
    elsewhere = [rule for rule in rules if rule not in letters]
    at_letter = {
        letter: [rule for rule in rules if letter in letters.get(rule, letter)]
        for letter in set("".join(letters.values()))
    }

    def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        at = state.bMarks[start] + state.tShift[start]
        letter = state.src[at : at + 1]
        if not letter:  # an empty line ends the text; a plugin's rule would look behind it
            return False
        # Rules that look behind spaces of Unicode may begin there.
        tried = at_letter.get(letter, elsewhere) if letter.strip() else rules
        for own in tried:  # noqa: SIM110  # a generator would cost more than most rules
            if own(state, start, end, silent):
                return True
        return False

    return rule

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of a parser's rules are tried where: those that can begin with the letter that is there.

markdown-it asks every rule at every line of a paragraph and at every mark of its text, and nearly
all answer "no" by the first letter. The letters that each rule of CommonMark, GFM and the plugins
can begin with are written down here, so that the others are not asked; what is read stays the
same. A block rule that is not listed is asked everywhere, as are those of tables where the line
below begins as it does in a table.

Leaves out: the rules themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.ruler import Rule, Ruler
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
_TABLE_LETTERS: Mapping[str, str] = {"table": "", "pandoc_table": "+-"}
_BELOW_TABLE_HEAD = "|-:"
# One that ends a paragraph begins with its own mark; else it begins with the term before that.
_TERMINATOR_LETTERS: Mapping[str, str] = {**_BLOCK_LETTERS, "deflist": ":~"}


class LetterRuler(Ruler[RuleFuncBlockType]):
    """The block rules of another ruler, each chain as one rule that tries those that can begin."""

    def __init__(self, ruler: Ruler[RuleFuncBlockType]) -> None:
        super().__init__()
        self.__rules__ = ruler.__rules__
        names = {"", *(name for rule in ruler.__rules__ for name in rule.alt)}
        self._chains = {name: [self._chain(name)] for name in names}

    def getRules(self, chain: str = "", /) -> list[RuleFuncBlockType]:  # noqa: N802
        """Give the one rule that stands for the chain of that name."""
        return self._chains.get(chain, [])

    def _chain(self, name: str) -> RuleFuncBlockType:
        letters = _of_rules(self.__rules__, _TERMINATOR_LETTERS if name else _BLOCK_LETTERS)
        beside_tables = letters | _of_rules(self.__rules__, _TABLE_LETTERS)
        return _chosen(super().getRules(name), letters, beside_tables)


def _of_rules(
    rules: Iterable[Rule[RuleFuncBlockType]], by_name: Mapping[str, str]
) -> dict[RuleFuncBlockType, str]:
    return {rule.fn: by_name[rule.name] for rule in rules if rule.name in by_name}


def _by_letter(
    rules: Sequence[RuleFuncBlockType], letters: Mapping[RuleFuncBlockType, str]
) -> tuple[Mapping[str, list[RuleFuncBlockType]], list[RuleFuncBlockType]]:
    """Give those of *rules* that each of the *letters* can begin, and those for all others."""
    return {
        letter: [rule for rule in rules if letter in letters.get(rule, letter)]
        for letter in set("".join(letters.values()))
    }, [rule for rule in rules if rule not in letters]


def _chosen(
    rules: Sequence[RuleFuncBlockType],
    letters: Mapping[RuleFuncBlockType, str],
    beside_tables: Mapping[RuleFuncBlockType, str],
) -> RuleFuncBlockType:
    """Give a rule that tries those of *rules* that can begin at a line, in order.

    Their *letters* tell, and *beside_tables* where the next line is none of a table.
    """
    in_table = _by_letter(rules, letters)
    elsewhere = _by_letter(rules, beside_tables)

    def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        source, starts, shifts = state.src, state.bMarks, state.tShift
        at, below = starts[start] + shifts[start], starts[start + 1] + shifts[start + 1]
        letter = source[at : at + 1]
        if not letter:  # an empty line ends the text; a plugin's rule would look behind it
            return False
        # An empty string, where the text ends, is in any.
        at_letter, others = (
            in_table if source[below : below + 1] in _BELOW_TABLE_HEAD else elsewhere
        )
        # Rules that look behind spaces of Unicode may begin there.
        tried = at_letter.get(letter, others) if letter.strip() else rules
        for own in tried:  # noqa: SIM110  # a generator would cost more than most rules
            if own(state, start, end, silent):
                return True
        return False

    return rule

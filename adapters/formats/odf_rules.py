# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an element of OpenDocument can be to the text around it: the vocabulary of the grammar.

Unlike ``xml_vocabulary``'s, a rule here may hang on an element's style, not on its name alone.
Leaves out: which element is what (``odf_grammar``); the walk that applies it (``odf_runs``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from adapters.formats.xml_splice import Element
from audarma.model import UnitKind


class Role(Enum):
    """What an element does to the text around it."""

    BLOCK = "block"  # ends the run before it; its own content is walked
    INLINE = "inline"  # a pair of codes
    WORD = "word"  # one code, which the sentence reads as a word
    THING = "thing"  # one code, which stands beside the sentence at its edges
    SKIPPED = "skipped"  # ends the run; nothing in it is looked at
    TRANSPARENT = "transparent"  # its tags say nothing to readers, and go when the text changes


@dataclass(frozen=True, slots=True)
class Rule:
    """What an element is; *kind* ``None`` is the kind of the block around it.

    *is_walked* says that a WORD or THING holds units of its own. *level* is a heading's, from 1.
    *name* is the code's, *hint* what it stands for; *attributes* are those that people read, as
    ``Element.attributes`` names them, with their kinds. Of two neighbouring INLINE elements of
    one *sameness*, with nothing between them, the text is one.
    """

    role: Role
    kind: UnitKind | None = None
    level: int = 0
    is_walked: bool = False
    name: str = ""
    hint: str = ""
    attributes: tuple[tuple[str, UnitKind], ...] = ()
    sameness: tuple[str, ...] = ()


Grammar = Callable[[Element], Rule]
"""Says of each element of a format what it is.

Siblings with the same start tag are all blocks, by one rule, or none of them is.
"""

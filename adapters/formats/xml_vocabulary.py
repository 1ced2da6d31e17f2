# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the elements of an XML vocabulary mean for translation: rules by name, and their look-up.

An element of a foreign namespace (MathML, for one) is a protected word.
Leaves out: the walk that applies the rules, which is in ``xml_units``; the vocabularies themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from adapters.formats.message_text import Piece
from adapters.formats.xml_splice import Element, Text
from audarma.model import UnitKind


class Role(Enum):
    """What an element is to the sentence that it stands in."""

    BLOCK = "block"  # ends it; text directly in it is units
    SKIPPED = "skipped"  # ends it; nothing in it is translated
    PAIRED = "paired"  # part of it: an opening and a closing code
    WORD = "word"  # protected, read as a word
    THING = "thing"  # protected, no word
    OPENING = "opening"  # an element that opens a pair of codes by itself
    CLOSING = "closing"  # and one that closes it


@dataclass(frozen=True, slots=True)
class Rule:
    """What an element means.

    *kind* is that of the text in it, ``None`` for the kind around it. *attributes* are those that
    people read. A word or thing that *nests* holds prose of its own: its texts are units after
    the sentence. *empty* is the role of a paired element that holds nothing. The texts in a
    *division* stand under its title, the text of its first child that *titles* names. *name* is
    that of its codes, if not the element's.
    """

    role: Role
    kind: UnitKind | None = None
    attributes: tuple[tuple[str, UnitKind], ...] = ()
    nests: bool = False
    empty: Role = Role.THING
    titles: tuple[str, ...] = ()
    name: str = ""


def each(names: str, rule: Rule) -> dict[str, Rule]:
    """Give *rule* to each of *names*, which spaces part."""
    return dict.fromkeys(names.split(), rule)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """An XML vocabulary: its namespaces, each with the prefix that *rules* write, and its rules.

    *rules* are by parent and name (``definition/term``; ``/pretext`` is the root), by parent
    (``docinfo/*``), or by name (``md:title``), looked for in this order. An element that none
    names is part of the sentence where text stands beside it, and else a block. *ids* are the
    attributes that identify an element; *hints* are those that tell a reviewer what an inline
    element points to. *refine* changes an element's rule by what its attributes say. *pieces* cuts
    the text in an element where a program reads something in it.
    """

    namespaces: Mapping[str, str]
    rules: Mapping[str, Rule]
    ids: tuple[str, ...]
    hints: tuple[str, ...]
    refine: Callable[[Element, Rule], Rule] = lambda _element, rule: rule
    pieces: Callable[[Element, str], Iterable[Piece]] | None = None

    def name(self, element: Element) -> str | None:
        """Give the name of *element* as rules write it; ``None`` in a foreign namespace."""
        namespace, _, local = element.name.rpartition("}")
        prefix = self.namespaces.get(namespace[1:])
        return None if prefix is None else f"{prefix}{local}"

    def rules_of(self, root: Element) -> dict[int, Rule]:
        """Give the rule of each element in *root*, by where it starts."""
        found: dict[int, Rule] = {}
        known: dict[tuple[str, str], Rule | None] = {}
        mixed: dict[int, bool] = {}
        for element in (root, *root.nodes()):
            if isinstance(element, Text):
                continue
            parent = element.parent
            key = (parent.name if parent else "", element.name)
            if key not in known:
                known[key] = self._named(element)
            rule = known[key] or _ROLES[Role.PAIRED if _is_mixed(parent, mixed) else Role.BLOCK]
            rule = self.refine(element, rule)
            if rule.role is Role.PAIRED and not element.children:
                rule = _ROLES[rule.empty]
            found[element.start] = rule
            if rule.role is Role.BLOCK or rule.role is Role.SKIPPED:
                # A pair of codes cannot hold what ends the sentence: it becomes a block too.
                while parent and found[parent.start].role is Role.PAIRED:
                    found[parent.start] = Rule(Role.BLOCK, found[parent.start].kind)
                    parent = parent.parent
        return found

    def _named(self, element: Element) -> Rule | None:
        name = self.name(element)
        if name is None:
            return _ROLES[Role.WORD]
        parent = (self.name(element.parent) if element.parent else None) or ""
        keys = (f"{parent}/{name}", f"{parent}/*", name)
        return next((self.rules[key] for key in keys if key in self.rules), None)


_ROLES = {role: Rule(role) for role in Role}


def _is_mixed(parent: Element | None, known: dict[int, bool]) -> bool:
    """Say whether text stands directly in *parent*."""
    if parent is None:
        return False
    if parent.start not in known:
        known[parent.start] = any(
            isinstance(node, Text) and not node.value.isspace() for node in parent.children
        )
    return known[parent.start]

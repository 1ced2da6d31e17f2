# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A paragraph of Office Open XML as content with inline codes, and back.

A run of text repeats its whole format; content shows only where the format differs from the
paragraph's commonest one, as codes around the text, the widest outside. Runs that look the same
are one text, however often a word processor has cut them.

Leaves out: how a run of items becomes content, which is in ``html_inline``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from adapters.formats.html_inline import Item, Run, make_run
from adapters.formats.html_inline import Role as ItemRole
from adapters.formats.html_text import pieces
from adapters.formats.ooxml_format import (
    Difference,
    Format,
    difference,
    difference_name,
    drop_fitting,
)
from adapters.formats.ooxml_tokens import (
    AtomToken,
    CloseToken,
    OpenToken,
    PartContext,
    Raw,
    TextToken,
    Token,
)
from adapters.formats.xml_splice import Element
from audarma.inline_code import code_name

_LONGEST_HINT = 80  # characters
_JOINED = frozenset({"code", "bookmark", "comment", "tab"})
"""Atoms that are one code where they stand side by side."""
_RELATIONSHIP = re.compile(r"""\bid\s*=\s*["']([^"']+)""")


@dataclass(frozen=True, slots=True)
class Layer:
    """The beginning of a stretch of text that looks otherwise."""

    change: Difference


@dataclass(frozen=True, slots=True)
class EndLayer:
    """Its end."""


Part = str | tuple[Raw, ...] | Layer | EndLayer
"""What a code stands for, or text: literal, in the format of where it stands."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph that holds text: its *run* of items, each spanning *parts*.

    *base* is the commonest format, *tag* the start tag of a run, *language* the element that
    states the text's language; *texts* are the parts as ``html_inline`` wants them.
    """

    run: Run
    parts: tuple[Part, ...]
    texts: tuple[str, ...]
    base: Format
    tag: str
    language: Element | None
    hints: dict[str, str]

    @property
    def text(self) -> str:
        """Give the literal text on one line."""
        return " ".join("".join(self.texts).split())


def paragraph_content(tokens: list[Token], context: PartContext) -> Paragraph | None:
    """Make content of a paragraph's tokens; ``None`` where no letter is in them."""
    texts = [token for token in tokens if isinstance(token, TextToken)]
    if not any(any(map(str.isalpha, token.value)) for token in texts):
        return None
    drop_fitting(token.look for token in texts)
    sample = _commonest(texts)
    writer = _Items(context)
    writer.add(_tree(tokens, sample.look), {})
    run = make_run(writer.items, writer.texts, str)
    if run is None:
        return None
    return Paragraph(
        run,
        tuple(writer.parts),
        tuple(writer.texts),
        sample.look,
        sample.tag,
        sample.language,
        writer.hints_of(run),
    )


def _commonest(texts: list[TextToken]) -> TextToken:
    """Give a text in the format that most letters have; of equals the first."""
    counts: Counter[tuple[tuple[str, str], ...]] = Counter()
    first: dict[tuple[tuple[str, str], ...], TextToken] = {}
    for token in texts:
        key = tuple(sorted(token.look.items()))
        first.setdefault(key, token)
        counts[key] += sum(map(str.isalnum, token.value))
    return first[max(counts, key=lambda key: counts[key])]


@dataclass(slots=True)
class _Node:
    """A text, an atom, or a span with children; *change* is ``None`` where no format shows."""

    token: Token
    change: Difference | None
    children: list[_Node] = field(default_factory=list)
    end: CloseToken | None = None


def _tree(tokens: Iterable[Token], base: Format) -> list[_Node]:
    """Nest the tokens; a span's change is what all that shows in it has in common."""
    top: list[_Node] = []
    stack: list[_Node] = []
    for token in tokens:
        siblings = stack[-1].children if stack else top
        if isinstance(token, OpenToken):
            stack.append(_Node(token, None))
            siblings.append(stack[-1])
        elif isinstance(token, CloseToken):
            node = stack.pop()
            node.end = token
            changes = [one.change for one in node.children if one.change is not None]
            if changes:
                node.change = dict(
                    pair for pair in changes[0].items() if all(pair in c.items() for c in changes)
                )
        elif isinstance(token, TextToken):
            shows = not token.value.isspace()
            siblings.append(_Node(token, difference(base, token.look) if shows else None))
        else:
            siblings.append(_Node(token, None))
    return top


class _Items:
    """Gathers parts and the items that they are, formats nested as codes."""

    def __init__(self, context: PartContext) -> None:
        self.context = context
        self.items: list[Item] = []
        self.parts: list[Part] = []
        self.texts: list[str] = []
        self.hints: dict[int, str] = {}

    def add(self, nodes: list[_Node], active: Difference) -> None:
        """Add *nodes*, in which the format's changes *active* hold."""
        place = 0
        while place < len(nodes):
            node = nodes[place]
            reach = _reaches(nodes, place, active)
            # A span with a format of its own goes around that format.
            widest = max(reach.values(), default=0)
            if widest <= place + 1 and node.children:
                reach, widest = {}, 0
            if not reach:
                self._node(node, active)
                place += 1
                continue
            changes = (node.change or {}).items()
            change = {name: said for name, said in changes if reach.get(name) == widest}
            name = code_name(difference_name(change, self.context.style_names))
            self._markup(ItemRole.OPEN, name, Layer(change), self._link(change))
            self.add(nodes[place:widest], {**active, **change})
            self._markup(ItemRole.CLOSE, name, EndLayer())
            place = widest

    def _node(self, node: _Node, active: Difference) -> None:
        token = node.token
        if isinstance(token, TextToken):
            self._text(token.value)
        elif isinstance(token, AtomToken):
            self._atom(token)
        elif isinstance(token, OpenToken):
            self._markup(ItemRole.OPEN, token.name, token.raw, token.hint)
            self.add(node.children, active)
            assert node.end is not None, "tokens nest"
            self._markup(ItemRole.CLOSE, token.name, node.end.raw)

    def _text(self, text: str) -> None:
        place = self._part(text, text)
        for name, start, end in pieces(text, False):
            role = ItemRole.WORD if name else ItemRole.TEXT
            self.items.append(Item(role, name, place, place, start, end))

    def _atom(self, token: AtomToken) -> None:
        last = self.items[-1] if self.items else None
        part: Part = token.text or token.raw
        role = ItemRole.WORD if token.is_word else ItemRole.THING
        if token.name in _JOINED and last and (last.role, last.name) == (role, token.name):
            self.items[-1] = last._replace(last=self._part(part, ""))
            if token.hint:
                self.hints[last.first] = _shortened(self.hints.get(last.first, "") + token.hint)
            return
        self._markup(role, token.name, part, token.hint)

    def _markup(self, role: ItemRole, name: str, part: Part, hint: str = "") -> None:
        place = self._part(part, "")
        self.items.append(Item(role, name, place, place, 0, 0))
        if hint:
            self.hints[place] = _shortened(hint)

    def hints_of(self, run: Run) -> dict[str, str]:
        """Say what the codes of *run* stand for, as far as a reviewer gains by it."""
        return {
            form: self.hints[item.first]
            for form, item in run.codes.items()
            if item.role is not ItemRole.CLOSE and self.hints.get(item.first)
        }

    def _link(self, change: Difference) -> str:
        """Give the address that a format of DrawingML links to."""
        identifier = _RELATIONSHIP.search(change.get("a:hlinkClick") or "")
        return self.context.links.get(identifier[1], "") if identifier else ""

    def _part(self, part: Part, text: str) -> int:
        self.parts.append(part)
        self.texts.append(text)
        return len(self.parts) - 1


def _reaches(nodes: list[_Node], place: int, active: Difference) -> dict[str, int]:
    """Give for each change that begins at *place* where it ends (exclusive)."""
    reach: dict[str, int] = {}
    for name, said in (nodes[place].change or {}).items():
        if name in active and active[name] == said:
            continue
        end = place + 1
        for later in range(place + 1, len(nodes)):
            change = nodes[later].change
            if change is None:
                continue
            if name not in change or change[name] != said:
                break
            end = later + 1
        reach[name] = end
    return reach


def _shortened(hint: str) -> str:
    hint = " ".join(hint.split())
    return hint if len(hint) <= _LONGEST_HINT else f"{hint[: _LONGEST_HINT - 1]}…"

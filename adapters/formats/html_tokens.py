# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A page cut into text and tags whose join is the page, and what each tag says.

HTML is cut as the HTML standard's tokenizer does (section 13.2.5), XHTML as XML 1.0 says. One
pass of a regular expression without backtracking: linear in the page, and some twenty times
faster than building a tree, which translation does not need.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from adapters.formats import html_elements as elements
from adapters.formats.html_text import decode_attribute
from audarma.inline_code import code_name
from audarma.model import UnitKind

_WS = r" \t\n\r\f"
_REST_OF_TAG = rf"(?:[^>=]++|=[{_WS}]*+(?:\"[^\"]*+\"|'[^']*+'|[^{_WS}\"'>][^{_WS}>]*+|(?=>)))*+>"
_RAW = "|".join(
    rf"(?i:{name})(?=[{_WS}/>]){_REST_OF_TAG}(?:[^<]++|<(?!/(?i:{name})[{_WS}/>]))*+"
    for name in elements.RAW_TEXT
)
_HTML = re.compile(
    rf"(<(?:{_RAW}"
    rf"|/?[a-zA-Z][^{_WS}/>]*+{_REST_OF_TAG}"
    r"|!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|[!?/][^>]*+(?:>|\Z)"
    r"|[a-zA-Z].*+))",  # A tag that the page's end cuts off: browsers drop it.
    re.DOTALL,
)
_XML = re.compile(
    r"""(<(?:[^!?](?:[^>"']++|"[^"]*+"|'[^']*+')*+>|!--.*?-->|!\[CDATA\[.*?\]\]>|\?.*?\?>"""
    r"""|!DOCTYPE(?:[^\[>"']++|"[^"]*+"|'[^']*+')*+(?:\[.*?\]\s*)?>))""",
    re.DOTALL,
)
_NAME = re.compile(rf"</?([^{_WS}/>]+)")
_ATTRIBUTE = re.compile(
    rf"([^{_WS}/>=][^{_WS}/>=]*+)(?:[{_WS}]*+=[{_WS}]*+(\"[^\"]*+\"|'[^']*+'|[^{_WS}>]++))?|>"
)

# What a tag's text holds if one of its attributes matters here. Most tags hold none of it, and
# reading attributes would take a third of the time.
_TELLING = re.compile(r"alt|title|aria-|placeholder|label|summary|lang|translate|note", re.I)
_ALWAYS_TELL = frozenset({"html", "input", "link", "meta"})
_NOWHERE = frozenset({""})
_LONGEST_KEPT = 60  # characters; longer tags seldom come again, and a script is a tag too
_code_name = lru_cache(maxsize=512)(code_name)


class Role(Enum):
    """What a tag does to the run of inline text around it."""

    OPEN = "opens an inline element"
    CLOSE = "closes an inline element"
    THING = "stands for itself, and not for a word"
    CDATA = "text"
    BLOCK_OPEN = "opens a block"
    BLOCK_CLOSE = "closes a block"
    BLOCK_VOID = "a block without content"
    PROTECTED_WORD = "begins an inline element that stays as it is, read as a word"
    PROTECTED_THING = "begins an inline element that stays as it is, not read as a word"
    PROTECTED_BLOCK = "begins a block that stays as it is"


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute's literal value, and where in its tag the value stands, quotes included."""

    name: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tag:
    """What a tag says; *name* is lower case and without prefix, *code* its name as inline code.

    *attributes* is empty where none of them matters for units or languages. *texts* are those
    that people read, with their kinds; *languages* those that say that the element is in
    English.
    """

    role: Role
    name: str
    code: str
    kind: UnitKind | None = None
    attributes: tuple[Attribute, ...] = ()
    texts: tuple[tuple[Attribute, UnitKind], ...] = ()
    languages: tuple[Attribute, ...] = ()

    def get(self, name: str) -> str:
        """Give the value of the attribute *name*, or ``""``."""
        return next((a.value for a in self.attributes if a.name == name), "")


def cut(text: str, is_xml: bool) -> list[str]:
    """Cut *text* into parts: text at even places (it may be empty), tags at odd ones."""
    return (_XML if is_xml else _HTML).split(text)


def read_attributes(tag: str) -> tuple[Attribute, ...]:
    """Give the attributes of a start tag; of two of one name the first counts, as in browsers."""
    name = _NAME.match(tag)
    found: dict[str, Attribute] = {}
    for match in _ATTRIBUTE.finditer(tag, name.end() if name else 0):
        if match[1] is None:
            break
        key, value = match[1].lower(), match[2]
        if key in found:
            continue
        if value is None:
            found[key] = Attribute(key, "", match.end(), match.end())
            continue
        literal = value[1:-1] if value[0] in "\"'" else value
        found[key] = Attribute(key, decode_attribute(literal), match.start(2), match.end(2))
    return tuple(found.values())


def read_tag(tag: str, is_xml: bool) -> Tag:
    """Say what *tag*, an odd part of ``cut``, does."""
    return _read_short_tag(tag, is_xml) if len(tag) <= _LONGEST_KEPT else _read_tag(tag, is_xml)


def _read_tag(tag: str, is_xml: bool) -> Tag:
    name_match = _NAME.match(tag)
    if tag[1] in "!?" or name_match is None:
        return _not_an_element(tag, is_xml)
    name = name_match[1].rpartition(":")[2] if is_xml else name_match[1].lower()
    if tag[-1] != ">" and name not in elements.RAW_TEXT:
        return _not_an_element(tag, is_xml)
    code = _code_name(name.lower())
    if tag[1] == "/":
        role = Role.BLOCK_CLOSE if _is_block(name) else Role.CLOSE
        return Tag(role, name, code)
    tells = name in _ALWAYS_TELL or _TELLING.search(tag, name_match.end())
    attributes = read_attributes(tag) if tells else ()
    return _start_tag(tag, name, code, attributes, is_xml)


# The pages of a resource share most of their short tags.
_read_short_tag = lru_cache(maxsize=2048)(_read_tag)


def _is_block(name: str) -> bool:
    return name in elements.BLOCKS or name in elements.PROTECTED_BLOCKS


def _not_an_element(tag: str, is_xml: bool) -> Tag:
    """Read a comment, CDATA section, declaration or processing instruction."""
    if is_xml and tag.startswith("<![CDATA["):
        return Tag(Role.CDATA, "", "x")
    return Tag(Role.THING, "", "comment" if tag.startswith("<!") else "x")


def _start_tag(
    tag: str, name: str, code: str, attributes: tuple[Attribute, ...], is_xml: bool
) -> Tag:
    """Read a start tag."""
    if not attributes:
        closed = _is_closed(tag, name, is_xml)
        kind = elements.BLOCKS.get(name)
        return Tag(_role(name, is_kept=False, closed=closed), name, code, kind)
    values = {attribute.name: attribute.value for attribute in attributes}
    languages = tuple(a for a in attributes if a.name in ("lang", "xml:lang"))
    is_foreign = name not in ("html", "body") and any(
        not is_english(language.value) for language in languages
    )
    is_kept = (
        is_foreign
        or values.get("translate", "").lower() == "no"
        or "notranslate" in values.get("class", "").split()
    )
    return Tag(
        role=_role(name, is_kept, _is_closed(tag, name, is_xml)),
        name=name,
        code=code,
        kind=_kind(name, values),
        attributes=attributes,
        texts=() if is_kept else tuple(_texts(name, attributes, values)),
        languages=() if is_kept else tuple(a for a in languages if a.value),
    )


def _is_closed(tag: str, name: str, is_xml: bool) -> bool:
    """Say whether a start tag is all of its element."""
    return name in elements.VOID or (tag.endswith("/>") and (is_xml or name in ("svg", "math")))


def is_english(language: str) -> bool:
    """Say whether a language tag is English's, or says nothing."""
    return language.strip().lower().replace("_", "-").split("-")[0] in ("", "en", "und")


def _role(name: str, is_kept: bool, closed: bool) -> Role:
    """Give the role of a start tag; *is_kept* is by its attributes, *closed* is without content."""
    if _is_block(name):
        if closed:
            return Role.BLOCK_VOID
        kept = is_kept or name in elements.PROTECTED_BLOCKS
        return Role.PROTECTED_BLOCK if kept else Role.BLOCK_OPEN
    if closed:
        return Role.THING
    if name in elements.PROTECTED_THINGS:
        return Role.PROTECTED_THING
    return Role.PROTECTED_WORD if is_kept or name in elements.PROTECTED_WORDS else Role.OPEN


def _kind(name: str, values: dict[str, str]) -> UnitKind | None:
    """Give the kind of a block's units, or ``None`` for its parent's."""
    kind = elements.BLOCKS.get(name)
    if kind is None and values:
        roles = f"{values.get('role', '')} {values.get('epub:type', '')} {values.get('class', '')}"
        if not elements.FOOTNOTE_ROLES.isdisjoint(roles.split()):
            return UnitKind.FOOTNOTE
    return kind


def _texts(
    name: str, attributes: tuple[Attribute, ...], values: dict[str, str]
) -> list[tuple[Attribute, UnitKind]]:
    """Choose the attributes that people read."""
    if name == "link" and "stylesheet" in values.get("rel", "").lower().split():
        return []  # The title of a style sheet is the name by which it is chosen.
    texts: list[tuple[Attribute, UnitKind]] = []
    for attribute in attributes:
        where, kind = elements.ATTRIBUTES.get(attribute.name, (_NOWHERE, UnitKind.LABEL))
        if not where or name in where:
            texts.append((attribute, kind))
    if name == "meta":
        if (values.get("name") or values.get("property", "")).lower() in elements.META_NAMES:
            texts += [(a, UnitKind.METADATA) for a in attributes if a.name == "content"]
    elif name == "input" and values.get("type", "").lower() in elements.BUTTON_TYPES:
        texts += [(a, UnitKind.LABEL) for a in attributes if a.name == "value"]
    return texts

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A paragraph of Office Open XML as a flat list of tokens: text, what stands in it, what spans it.

Follows ISO/IEC 29500-1:2016, 17.3 (paragraphs and runs), 17.13.5 (revisions), 17.5 (content
controls, smart tags) and 21.1.2 (DrawingML's text).

Leaves out: fields, which are in ``ooxml_fields``; how formats nest, which is in ``ooxml_content``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from adapters.formats.ooxml_format import (
    Format,
    is_hidden,
    is_monospaced,
    read_format,
    style_of,
)
from adapters.formats.ooxml_names import attribute, child, children, known_name
from adapters.formats.xml_splice import XML_SPACE, Element, XmlText, attribute_markup
from audarma.errors import UnsafeSourceError
from audarma.inline_code import code_name

MAX_SPANS = 100
"""Spans in spans beyond this are refused: no document has them, and reading would run deep."""

_XML_WHITE_SPACE = " \t\r\n"
_NON_BREAKING_HYPHEN = "\u2011"


@dataclass(frozen=True, slots=True)
class RunHead:
    """What a run of WordprocessingML begins with: its start tag, and where its properties stand."""

    tag: str
    properties: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes *start* to *end*, kept as they are, in a run of their own where *head* says so."""

    start: int
    end: int
    head: RunHead | None = None


@dataclass(frozen=True, slots=True)
class TextToken:
    """Literal text; *raw* is where it stands, *tag* the start tag that a run for it needs."""

    value: str
    look: Format
    raw: Raw
    tag: str
    language: Element | None = None


@dataclass(frozen=True, slots=True)
class AtomToken:
    """What stays as it is; *is_word*: the sentence reads it as a word.

    *text* is literal text that the atom is written as, instead of *raw*. *field* is what the atom
    is of a complex field, *instruction* the text of its code; *tag* is its element's name.
    """

    name: str
    is_word: bool
    raw: tuple[Raw, ...]
    hint: str = ""
    text: str = ""
    field: str = ""
    instruction: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class OpenToken:
    """The beginning of what spans text: a link, an insertion, a content control."""

    name: str
    raw: tuple[Raw, ...]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class CloseToken:
    """Its end."""

    raw: tuple[Raw, ...]


Token = TextToken | AtomToken | OpenToken | CloseToken


@dataclass(frozen=True, slots=True)
class PartContext:
    """What a part's paragraphs are read with: its links' addresses and the styles' names.

    *links* maps relationships to addresses, *style_names* character styles to code names;
    *code_styles* are those for program code.
    """

    links: Mapping[str, str] = field(default_factory=dict)
    style_names: Mapping[str, str] = field(default_factory=dict)
    code_styles: frozenset[str] = frozenset()


# Not kept when a paragraph is written anew: they say nothing of the text.
_DROPPED = frozenset({"w:proofErr", "w:lastRenderedPageBreak", "w:softHyphen", "w:pPr", "a:pPr"})
_TRANSPARENT = frozenset({"w:smartTag", "w:customXml"})
_PROPERTIES = frozenset({"w:smartTagPr", "w:customXmlPr", "w:rPr"})
_SPANNING = {"w:hyperlink": "a", "w:ins": "ins", "w:moveTo": "ins", "w:dir": "dir", "w:bdo": "dir"}
_WORDS = {
    "m:oMath": "math",
    "m:oMathPara": "math",
    "a14:m": "math",
    "a:fld": "field",
    "w:ruby": "ruby",
    "w:pgNum": "page",
    "w:sym": "sym",
}
_THINGS = {
    "w:br": "br",
    "w:cr": "br",
    "a:br": "br",
    "w:tab": "tab",
    "w:ptab": "tab",
    "w:drawing": "image",
    "w:pict": "image",
    "w:object": "object",
    "w:footnoteReference": "footnote",
    "w:endnoteReference": "footnote",
    "w:footnoteRef": "mark",
    "w:endnoteRef": "mark",
    "w:annotationRef": "mark",
    "w:commentReference": "comment",
    "w:commentRangeStart": "comment",
    "w:commentRangeEnd": "comment",
    "w:bookmarkStart": "bookmark",
    "w:bookmarkEnd": "bookmark",
    "w:del": "del",
    "w:moveFrom": "del",
}
_WALKED = frozenset({"w:drawing", "w:pict", "w:object", "mc:AlternateContent"})


class Tokeniser:
    """Reads one paragraph.

    *nested* gathers elements in it that hold units of their own, *spanning* those around text.
    """

    def __init__(self, xml: XmlText, paragraph: Element, context: PartContext) -> None:
        self.xml, self.paragraph, self.context = xml, paragraph, context
        self.prefix = paragraph.tag.removesuffix(paragraph.local_name)
        self.depth = 0
        self.nested: list[Element] = []
        self.spanning: list[Element] = []

    def tokens(self) -> list[Token]:
        """Give the paragraph's tokens in their order, marks of mere places in front."""
        marks: list[Token] = []
        rest: list[Token] = []
        for token in self._inline(self.paragraph):
            last = rest[-1] if rest else None
            if _is_mark(token, "w:bookmarkEnd") and last and _is_mark(last, "w:bookmarkStart"):
                # A word that someone's cursor stood in would be two words and a code.
                marks += [rest.pop(), token]
            else:
                rest.append(token)
        return [*marks, *rest]

    def _inline(self, parent: Element) -> Iterator[Token]:
        self.depth += 1
        if self.depth > MAX_SPANS:
            raise UnsafeSourceError(
                f"{self.xml.path}:{parent.line}: spans of text are nested more than {MAX_SPANS} "
                "deep. Do not use this file.",
                self.xml.path,
                parent.line,
            )
        for element in parent.elements:
            name = known_name(element.name)
            if name == "w:r":
                yield from self._word_run(element)
            elif name == "a:r":
                yield from self._drawing_run(element)
            elif name in _TRANSPARENT:
                yield from self._inline(element)
            elif name == "w:sdt":
                yield from self._control(element)
            elif name == "w:fldSimple":
                yield from self._simple_field(element)
            elif name in _SPANNING and element.content_start < element.end:
                yield from self._span(element, element, _SPANNING[name], self._link(element))
            elif name not in _DROPPED and name not in _PROPERTIES and name != "a:endParaRPr":
                yield self._atom(element, None)
        self.depth -= 1

    def _span(self, outer: Element, inner: Element, name: str, hint: str) -> Iterator[Token]:
        self.spanning.append(outer)
        yield OpenToken(name, (Raw(outer.start, inner.content_start),), hint)
        yield from self._inline(inner)
        yield CloseToken((Raw(inner.content_end, outer.end),))

    def _link(self, element: Element) -> str:
        relationship = self.context.links.get(attribute(element, "r:id") or "", "")
        anchor = attribute(element, "w:anchor") or ""
        return f"{relationship}#{anchor}" if anchor else relationship

    def _control(self, element: Element) -> Iterator[Token]:
        """Read a content control; a check box is a sign, whatever character shows it."""
        content = child(element, "w:sdtContent")
        self.nested += children(element, "w:sdtPr")
        if content is None or content.content_start == content.end:
            yield self._atom(element, None)
        elif children(element, "w:sdtPr", "w14:checkbox"):
            yield AtomToken("checkbox", False, (Raw(element.start, element.end),))
        else:
            yield from self._span(element, content, "control", "")

    def _simple_field(self, element: Element) -> Iterator[Token]:
        instruction = attribute(element, "w:instr") or ""
        if is_link(instruction) and element.content_start < element.end:
            yield from self._span(element, element, "a", link_address(instruction))
        else:
            raw = (Raw(element.start, element.end),)
            yield AtomToken(field_name(instruction), bool(element.text), raw, element.text)

    def _word_run(self, run: Element) -> Iterator[Token]:
        properties = child(run, "w:rPr")
        where = (properties.start, properties.end) if properties else (0, 0)
        tag = f"<{run.tag}{self._declarations(run, properties)}>"
        head = RunHead(tag, where)
        if is_hidden(properties):
            yield AtomToken("hidden", False, (Raw(run.start, run.end),))
            return
        style = style_of(properties)
        is_code = style in self.context.code_styles or is_monospaced(properties)
        look = {} if is_code else read_format(self.xml, properties)
        language = child(properties, "w:lang") if properties else None
        for element in run.elements:
            name = known_name(element.name)
            raw = Raw(element.start, element.end, head)
            if name in _DROPPED or name in _PROPERTIES:
                continue
            text = _text_of(element, name)
            if text is None or (is_code and not text.isspace()):
                yield (
                    self._atom(element, head)
                    if text is None
                    else AtomToken("code", True, (raw,), text)
                )
            elif text:
                yield TextToken(text, dict(look), raw, tag, language)

    def _drawing_run(self, run: Element) -> Iterator[Token]:
        properties, text = child(run, "a:rPr"), child(run, "a:t")
        raw = Raw(run.start, run.end)
        if text is None or not text.text:
            return
        if is_monospaced(properties) and not text.text.isspace():
            yield AtomToken("code", True, (raw,), text.text)
            return
        look = read_format(self.xml, properties)
        tag = f"<{run.tag}{self._declarations(run, properties)}>"
        for place, piece in enumerate(text.text.split("\t")):
            if place:
                yield AtomToken("tab", False, (raw,), text="\t")
            if piece:
                yield TextToken(piece, dict(look), raw, tag, properties)

    def _atom(self, element: Element, head: RunHead | None) -> AtomToken:
        name = known_name(element.name)
        raw = (Raw(element.start, element.end, head),)
        if name == "w:fldChar":
            kind = attribute(element, "w:fldCharType") or ""
            return AtomToken("field", False, raw, field=kind)
        if name == "w:instrText":
            return AtomToken("field", False, raw, field="code", instruction=element.text)
        if name in _WALKED:
            self.nested.append(element)
        if name == "mc:AlternateContent":
            name = _shown_first(element)
        if name == "w:br" and attribute(element, "w:type") in ("page", "column"):
            return AtomToken("page", False, raw)
        if name in _WORDS:
            hint = "" if name == "w:sym" else element.text
            return AtomToken(_WORDS[name], True, raw, hint)
        return AtomToken(_THINGS.get(name) or code_name(element.local_name), False, raw, tag=name)

    def _declarations(self, run: Element, properties: Element | None) -> str:
        """Write the namespaces that a run declares, for what is taken out of it."""
        around = self.paragraph.prefixes
        inner = properties or run
        if inner.prefixes is around:
            return ""
        return "".join(
            f" xmlns{':' if prefix else ''}{prefix}={attribute_markup(uri)}"
            for prefix, uri in inner.prefixes.items()
            if around.get(prefix) != uri
        )


def _shown_first(alternatives: Element) -> str:
    """Give the name of the element that a program shows which knows all namespaces."""
    choices = children(alternatives, "mc:Choice")
    return next((known_name(one.name) for choice in choices for one in choice.elements), "")


def _is_mark(token: Token, tag: str) -> bool:
    return isinstance(token, AtomToken) and token.tag == tag


def _text_of(element: Element, name: str) -> str | None:
    """Give the text that a child of a run stands for, or ``None`` where it is something else."""
    if name == "w:noBreakHyphen":
        return _NON_BREAKING_HYPHEN
    if name != "w:t":
        return None
    text = element.text
    # 17.3.3.31 with XML 1.0, section 2.10: without the attribute, Word trims.
    keeps = element.attributes.get(XML_SPACE) == "preserve"
    return text if keeps else text.strip(_XML_WHITE_SPACE)


def is_link(instruction: str) -> bool:
    """Say whether a field is a hyperlink, whose result is a text of the author's."""
    return instruction.split(maxsplit=1)[:1] == ["HYPERLINK"]


def link_address(instruction: str) -> str:
    """Give the address in a HYPERLINK field's code (17.16.5.25)."""
    quoted = instruction.split('"')
    return quoted[1] if len(quoted) > 2 else ""


def field_name(instruction: str) -> str:
    """Name the code for a field by the first word of its code: ``REF``, ``SEQ``."""
    words = instruction.split(maxsplit=1)
    return code_name(words[0].lower()) if words and code_name(words[0]) != "x" else "field"

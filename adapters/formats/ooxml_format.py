# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a run of text looks in Office Open XML: read from its properties, compared, written again.

Follows ISO/IEC 29500-1:2016, 17.3.2 (WordprocessingML's run properties) and 21.1.2.3 (DrawingML's).
A format is a mapping from a property's name (``w:b``, ``a:latin``, ``@sz`` for an attribute) to how
it is written. What does not show (revision marks, languages, spelling) is no part of it.

Leaves out: styles, whose properties a run does not repeat.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from adapters.formats.ooxml_names import attribute, child, is_on, known_name, value
from adapters.formats.xml_splice import Element, XmlText, attribute_markup
from audarma.errors import UnsafeSourceError

Format = dict[str, str]
Difference = dict[str, str | None]
"""What a format has that another lacks; ``None``: it lacks the property."""

MAX_PROPERTIES = 100
"""Office knows about sixty; each may nest a code in another."""

_INVISIBLE = frozenset({"w:lang", "w:noProof", "w:rPrChange", "w:ins", "w:moveTo", "a:extLst"})
_INVISIBLE_ATTRIBUTES = frozenset({"lang", "altLang", "dirty", "err", "smtClean", "smtId", "bmk"})
# Text that is fitted letter by letter would be nothing but codes; its translation is not fitted.
_FITTING = ("w:spacing", "w:w", "w:kern", "w:position", "@spc", "@kern", "@noProof")
_TRUE = re.compile(r"""\s+[\w.-]*:?val\s*=\s*["'](?:1|true|on)["']""")
_FONT_HINT = re.compile(r"""\s+[\w.-]*:?hint\s*=\s*["'][^"']*["']""")
_TAG_END = re.compile(r"\s+/>\Z")
_MONOSPACED = re.compile(
    r"courier|consol|monaco|menlo|inconsolata|\bmono\b|lucida (?:console|sans typewriter)"
    r"|source code|fira code|cascadia|fixedsys|terminal",
    re.IGNORECASE,
)

# A code is named by the first of these that it changes.
_NAMES = {
    "w:b": "b",
    "@b": "b",
    "w:i": "i",
    "@i": "i",
    "a:hlinkClick": "a",
    "w:u": "u",
    "@u": "u",
    "w:strike": "s",
    "w:dstrike": "s",
    "@strike": "s",
    "w:vertAlign": "sup",
    "@baseline": "sup",
    "w:rStyle": "style",
    "w:highlight": "mark",
    "a:highlight": "mark",
    "w:shd": "mark",
    "w:caps": "caps",
    "w:smallCaps": "caps",
    "@cap": "caps",
    "w:color": "color",
    "a:solidFill": "color",
    "w:sz": "size",
    "@sz": "size",
    "w:rFonts": "font",
    "a:latin": "font",
}
_OFF = re.compile(r"""["'](?:0|false|off|none|noStrike|baseline)["']|\A(?:0|none|noStrike)\Z""")

# CT_TextCharacterProperties is a sequence (21.1.2.3.9).
_DRAWING_ORDER = (
    "a:ln",
    "a:noFill",
    "a:solidFill",
    "a:gradFill",
    "a:blipFill",
    "a:pattFill",
    "a:grpFill",
    "a:effectLst",
    "a:effectDag",
    "a:highlight",
    "a:uLnTx",
    "a:uLn",
    "a:uFillTx",
    "a:uFill",
    "a:latin",
    "a:ea",
    "a:cs",
    "a:sym",
    "a:hlinkClick",
    "a:hlinkMouseOver",
    "a:rtl",
)
_DRAWING_PLACES = {name: place for place, name in enumerate(_DRAWING_ORDER)}
# CT_RPr is a sequence in Strict (17.3.2.28, EG_RPrBase), and any order in Transitional.
_WORD_ORDER = """
rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint snapToGrid
vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign
rtl cs em eastAsianLayout specVanish oMath
"""
_WORD_PLACES = {f"w:{name}": place for place, name in enumerate(_WORD_ORDER.split())}


def read_format(xml: XmlText, properties: Element | None) -> Format:
    """Read ``w:rPr`` or ``a:rPr``.

    Raises:
        UnsafeSourceError: it has more properties than there are.
    """
    if properties is None:
        return {}
    found: Format = {}
    if known_name(properties.name).startswith("a:"):
        found.update(
            (f"@{name}", said)
            for name, said in properties.attributes.items()
            if name not in _INVISIBLE_ATTRIBUTES
        )
    if len(properties.elements) > MAX_PROPERTIES:
        raise UnsafeSourceError(
            f"{xml.path}:{properties.line}: a run has more than {MAX_PROPERTIES} properties. Do "
            "not use this file.",
            xml.path,
            properties.line,
        )
    for element in properties.elements:
        name = known_name(element.name)
        if name not in _INVISIBLE:
            found[name] = _normal(xml.utf8[element.start : element.end].decode("utf-8"))
    return found


def _normal(markup: str) -> str:
    """Write a property in one way, of the ways that mean the same."""
    return _TAG_END.sub("/>", _FONT_HINT.sub("", _TRUE.sub("", markup)))


def drop_fitting(formats: Iterable[Format]) -> None:
    """Take letter spacing and the like out of *formats* that differ in it."""
    listed = list(formats)
    for name in _FITTING:
        if len({one.get(name) for one in listed}) > 1:
            for one in listed:
                one.pop(name, None)


def difference(base: Format, other: Format) -> Difference:
    """Say what *other* has that *base* lacks."""
    if base == other:
        return {}
    changed: Difference = {name: said for name, said in other.items() if base.get(name) != said}
    changed.update((name, None) for name in base if name not in other)
    return changed


def difference_name(change: Mapping[str, str | None], style_names: Mapping[str, str]) -> str:
    """Name the code that stands for *change*, as HTML names what looks so."""
    for name, said in _NAMES.items():
        if name not in change:
            continue
        value_ = change[name]
        if value_ is None or _OFF.search(value_):
            return "plain"
        if said == "sup":
            return "sub" if "sub" in value_ or value_.startswith("-") else "sup"
        if said == "style":
            style = re.search(r"""val\s*=\s*["']([^"']*)""", value_)
            return style_names.get(style[1], style[1]) if style else "style"
        return said
    return "span"


def is_hidden(properties: Element | None) -> bool:
    """Say whether a run of WordprocessingML does not show."""
    return properties is not None and is_on(child(properties, "w:vanish"))


def is_monospaced(properties: Element | None) -> bool:
    """Say whether a run is set in a typewriter's font, as code is, by its own properties."""
    if properties is None:
        return False
    if known_name(properties.name).startswith("a:"):
        latin = child(properties, "a:latin")
        font = latin.attributes.get("typeface", "") if latin else ""
    else:
        fonts = child(properties, "w:rFonts")
        font = (attribute(fonts, "w:ascii") or "") if fonts else ""
    return bool(_MONOSPACED.search(font))


def style_of(properties: Element | None) -> str:
    """Give the identifier of a run's character style."""
    return value(child(properties, "w:rStyle")) if properties else ""


def word_properties(look: Format, prefix: str, language: str) -> str:
    """Write *look* as ``w:rPr``; *language* is the markup of ``w:lang``, or nothing."""
    if not look and not language:
        return ""
    ordered = sorted(look, key=lambda name: _WORD_PLACES.get(name, len(_WORD_PLACES)))
    known = [name for name in ordered if name in _WORD_PLACES]
    foreign = [name for name in ordered if name not in _WORD_PLACES]
    inner = "".join([*(look[n] for n in known), language, *(look[n] for n in foreign)])
    return f"<{prefix}rPr>{inner}</{prefix}rPr>"


def drawing_properties(look: Format, prefix: str, language: str) -> str:
    """Write *look* as ``a:rPr``; *language* is a tag, or nothing."""
    said = f" lang={attribute_markup(language)}" if language else ""
    said += "".join(f" {n[1:]}={attribute_markup(v)}" for n, v in look.items() if n[0] == "@")
    elements = [name for name in look if name[0] != "@"]
    inner = "".join(
        look[name] for name in sorted(elements, key=lambda n: _DRAWING_PLACES.get(n, 99))
    )
    if not inner:
        return f"<{prefix}rPr{said}/>"
    return f"<{prefix}rPr{said}>{inner}</{prefix}rPr>"

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Translation memories as TMX 1.4b (LISA OSCAR, 2005), read and written one unit at a time.

Inline codes are ``bpt``/``ept`` pairs, ``ph``, and ``it`` for a half whose partner another segment
holds; each holds the code's written form, ``<a1>``, by which it comes back exactly. Codes of other
tools are numbered as they match between the languages.
Leaves out: ``hi``, which marks text and is no code, so its text is kept; ``sub``, text inside a
code, which stays with the code; ``ude``, encodings for fonts of old.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from lxml import etree

from audarma.errors import MalformedDocumentError, UnsafeSourceError
from audarma.inline_code import (
    Code,
    CodeKind,
    Token,
    closing,
    code_name,
    opening,
    parse,
    serialise,
    standalone,
)
from audarma.model import SOURCE_LOCALE, Match

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What XML 1.0 cannot hold (its production 2); such a character in a text is white space at best.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CODE_TAGS = frozenset({"bpt", "ept", "it", "ph", "ut"})


def write_tmx(
    path: Path, entries: Iterable[Match], target_locale: str, source_locale: str = SOURCE_LOCALE
) -> None:
    """Write *entries* to *path* as they come, whole or not at all.

    A unit says where its target comes from and whether a person approved it, in properties
    ``x-origin`` and ``x-reviewed``.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            _write(stream, entries, source_locale, target_locale)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read_tmx(path: Path) -> Iterator[tuple[str, str, str]]:
    """Give each English source of *path* with a target and the target's locale.

    Regions are dropped from locales (``kk-KZ`` is ``kk``), scripts are kept.

    Raises:
        MalformedDocumentError: *path* is no TMX file; names the line.
        UnsafeSourceError: it declares entities, which could expand without end.
    """
    for unit in _units(path):
        yield from _pairs(unit)


def _write(stream: object, entries: Iterable[Match], source_locale: str, locale: str) -> None:
    header = {
        "creationtool": "Audarma",
        "creationtoolversion": version("audarma"),
        "segtype": "sentence",
        "o-tmf": "Audarma",
        "adminlang": "en",
        "srclang": source_locale,
        "datatype": "xml",
    }
    with etree.xmlfile(stream, encoding="UTF-8") as out:
        out.write_declaration()
        with out.element("tmx", version="1.4"):
            out.write("\n")
            out.write(etree.Element("header", header))
            out.write("\n")
            with out.element("body"):
                out.write("\n")
                for entry in entries:
                    out.write(_unit(entry, source_locale, locale))
                    out.write("\n")
            out.write("\n")


def _unit(entry: Match, source_locale: str, locale: str) -> etree._Element:
    unit = etree.Element("tu")
    if entry.origin:
        etree.SubElement(unit, "prop", type="x-origin").text = _xml_text(entry.origin)
    etree.SubElement(unit, "prop", type="x-reviewed").text = "yes" if entry.reviewed else "no"
    for language, content in ((source_locale, entry.source), (locale, entry.target)):
        variant = etree.SubElement(unit, "tuv")
        variant.set(_XML_LANG, language)
        _fill(etree.SubElement(variant, "seg"), content)
    return unit


def _fill(seg: etree._Element, content: str) -> None:
    """Write *content* into *seg*, its codes as elements."""
    tokens = parse(content)
    opened = {t.number for t in tokens if isinstance(t, Code) and t.kind is CodeKind.OPEN}
    closed = {t.number for t in tokens if isinstance(t, Code) and t.kind is CodeKind.CLOSE}
    last: etree._Element | None = None
    for token in tokens:
        if isinstance(token, Code):
            last = _code_element(seg, token, is_pair=token.number in opened & closed)
        elif last is None:
            seg.text = _xml_text(token)
        else:
            last.tail = _xml_text(token)


def _code_element(seg: etree._Element, code: Code, *, is_pair: bool) -> etree._Element:
    number = str(code.number)
    if code.kind is CodeKind.STANDALONE:
        element = etree.SubElement(seg, "ph", x=number, type=code.name)
    elif not is_pair:
        position = "begin" if code.kind is CodeKind.OPEN else "end"
        element = etree.SubElement(seg, "it", pos=position, x=number, type=code.name)
    elif code.kind is CodeKind.OPEN:
        element = etree.SubElement(seg, "bpt", i=number, x=number, type=code.name)
    else:
        element = etree.SubElement(seg, "ept", i=number)
    element.text = str(code)
    return element


def _xml_text(text: str) -> str:
    return _NOT_XML.sub(" ", text)


def _units(path: Path) -> Iterator[etree._Element]:
    """Give the ``tu`` elements of *path*, each forgotten after use."""
    is_tmx = False
    try:
        # The DTD that a TMX file names is never fetched, and no entity is expanded.
        for event, element in etree.iterparse(
            str(path),
            events=("start", "end"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
        ):
            if not is_tmx:
                _require_tmx(path, element)
                is_tmx = True
            if event == "end" and _name(element) == "tu":
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        line = f":{error.lineno}" if error.lineno else ""
        raise MalformedDocumentError(
            f"{path.name}{line}: is not well-formed XML ({error.msg}). Export the translation "
            "memory again, as TMX 1.4.",
            str(path),
            error.lineno,
        ) from error
    except OSError as error:
        raise MalformedDocumentError(
            f"{path.name}: cannot be read. Check the path.", str(path)
        ) from error


def _require_tmx(path: Path, root: etree._Element) -> None:
    declared = root.getroottree().docinfo.internalDTD
    # lxml-stubs lack DTD.entities.
    if declared is not None and declared.entities():  # type: ignore[attr-defined]
        raise UnsafeSourceError(
            f"{path.name}: declares XML entities, which a translation memory has no need of. "
            "Remove its DOCTYPE.",
            str(path),
        )
    if _name(root) != "tmx":
        raise MalformedDocumentError(
            f"{path.name}: its first element is <{_name(root)}>, not <tmx>. Export the "
            "translation memory as TMX 1.4.",
            str(path),
        )


def _pairs(unit: etree._Element) -> Iterator[tuple[str, str, str]]:
    """Give the unit's English text with each of its texts in another language."""
    segs: list[tuple[str, etree._Element]] = []
    for variant in unit:
        if _name(variant) == "tuv":
            seg = next((child for child in variant if _name(child) == "seg"), None)
            if seg is not None:
                segs.append((_locale(variant), seg))
    english = next((seg for locale, seg in segs if locale == SOURCE_LOCALE), None)
    if english is None:
        return
    for locale, seg in segs:
        if locale != SOURCE_LOCALE:
            source, target = _contents(english, seg)
            if source and target:
                yield source, target, locale


def _locale(variant: etree._Element) -> str:
    """Give a variant's locale without its region: BCP 47, section 2.2.4."""
    # TMX before 1.2 wrote "lang".
    tag = variant.get(_XML_LANG) or variant.get("lang") or ""
    parts = tag.replace("_", "-").split("-")
    return "-".join([parts[0].lower(), *(part.title() for part in parts[1:2] if len(part) == 4)])


def _contents(source: etree._Element, target: etree._Element) -> tuple[str, str]:
    """Give two ``seg`` elements as content in which equal codes have equal numbers."""
    elements = [element for seg in (source, target) for element in _code_elements(seg)]
    written = {element: _written_code(element) for element in elements}
    if all(written.values()):
        codes: dict[etree._Element, Code] = {e: code for e, code in written.items() if code}
    else:
        numbers: dict[tuple[str, str], tuple[str, int]] = {}
        codes = _numbered(source, numbers) | _numbered(target, numbers)
    return serialise(_tokens(source, codes)), serialise(_tokens(target, codes))


def _code_elements(seg: etree._Element) -> Iterator[etree._Element]:
    """Give the code elements of *seg* that stand in no other code."""
    for child in seg:
        if _name(child) in _CODE_TAGS:
            yield child
        elif _name(child) == "hi":
            yield from _code_elements(child)


def _written_code(element: etree._Element) -> Code | None:
    """Read the code that Audarma wrote into *element*; ``None`` for another tool's."""
    tokens = parse(element.text or "")
    if len(element) == 0 and len(tokens) == 1 and isinstance(tokens[0], Code):
        return tokens[0]
    return None


def _numbered(
    seg: etree._Element, numbers: dict[tuple[str, str], tuple[str, int]]
) -> dict[etree._Element, Code]:
    """Number another tool's codes; *numbers* remembers those of the other language.

    ``x`` matches codes across languages; where a tool writes none, pairs match by ``i`` and
    standalone codes by their order.
    """
    codes: dict[etree._Element, Code] = {}
    pairs: dict[str, tuple[str, int]] = {}
    seen = 0
    for element in _code_elements(seg):
        tag, pair = _name(element), element.get("i", "")
        if tag == "ept" and pair in pairs:
            codes[element] = closing(*pairs[pair])
            continue
        seen += tag != "bpt"
        family = "pair" if tag == "bpt" else "half" if tag == "it" else "alone"
        mark = element.get("x") or (pair if tag == "bpt" else f"order {seen}")
        known = numbers.setdefault(
            (family, mark), (code_name(element.get("type", "")), len(numbers) + 1)
        )
        if tag == "bpt":
            pairs[pair] = known
            codes[element] = opening(*known)
        elif tag == "it":
            codes[element] = (closing if element.get("pos") == "end" else opening)(*known)
        else:
            codes[element] = standalone(*known)
    return codes


def _tokens(seg: etree._Element, codes: dict[etree._Element, Code]) -> list[Token]:
    tokens: list[Token] = [seg.text or ""]
    for child in seg:
        if child in codes:
            tokens.append(codes[child])
        elif _name(child) == "hi":
            tokens += _tokens(child, codes)
        tokens.append(child.tail or "")
    return tokens


def _name(element: etree._Element) -> str:
    """Give the tag without a namespace; comments and the like have none."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The notice to readers in PreTeXt, where the schema has room for it.

In a book it is a preface, in an article a colophon, in a file of one division its last part.
"""

from __future__ import annotations

from adapters.formats.xml_splice import (
    XML_ID,
    Edits,
    Element,
    Text,
    XmlText,
    attribute_markup,
    text_markup,
)
from audarma.errors import UnsupportedFormatError
from audarma.model import Attribution, NoticeLine

_LINKS = ("http://", "https://", "mailto:")
_TITLES = frozenset({"title", "subtitle", "shorttitle", "plaintitle", "idx"})
_PARTS = frozenset(
    {"part", "chapter", "section", "subsection", "subsubsection", "appendix", "exercises"}
    | {"worksheet", "handout", "reading-questions", "preface", "foreword", "acknowledgement"}
)
_DIVISIONS = _PARTS | {"introduction", "conclusion"}
_STRUCTURING = _PARTS | {"exercise", "exercisegroup", "subexercises", "include"}
"""What a division holds that ends with a conclusion and not with paragraphs."""


def has_front_matter(xml: XmlText) -> bool:
    """Say whether the file holds the place where a book's notice belongs."""
    return _first(xml.root, "frontmatter") is not None


def add_notice(edits: Edits, xml: XmlText, attribution: Attribution) -> None:
    """Write *attribution* for readers.

    Raises:
        UnsupportedFormatError: a file of that root element has no room for it.
    """
    root = xml.root
    identifier = _free_id(root)
    front, book = _first(root, "frontmatter"), _first(root, "book")
    article, back = _first(root, "article"), _first(root, "backmatter")
    if front is not None:
        edits.append(front, _division("preface", identifier, attribution))
    elif book is not None:
        markup = f"<frontmatter>{_division('preface', identifier, attribution)}</frontmatter>"
        _insert_behind_titles(edits, book, markup)
    elif back is not None:
        _add_to_back(edits, back, attribution)
    elif article is not None:
        markup = f"<backmatter><colophon>{_paragraphs(attribution)}</colophon></backmatter>"
        edits.append(article, markup)
    elif root.name in _DIVISIONS:
        _add_to_division(edits, root, identifier, attribution)
    else:
        raise UnsupportedFormatError(
            f"{xml.path}: a file of <{root.tag}> has no room for the notice to readers. Adapt it "
            "with the book that it is part of.",
            xml.path,
            root.tag,
        )


def _add_to_back(edits: Edits, back: Element, attribution: Attribution) -> None:
    colophon = back.child("colophon")
    if colophon is not None:
        edits.append(colophon, _paragraphs(attribution))
    else:
        edits.append(back, f"<colophon>{_paragraphs(attribution)}</colophon>")


def _add_to_division(
    edits: Edits, division: Element, identifier: str, attribution: Attribution
) -> None:
    conclusion = division.child("conclusion")
    if conclusion is not None:
        edits.append(conclusion, _paragraphs(attribution))
    elif any(child.local_name in _STRUCTURING for child in division.elements):
        edits.append(division, _division("conclusion", identifier, attribution))
    else:
        edits.append(division, _division("paragraphs", identifier, attribution))


def _insert_behind_titles(edits: Edits, element: Element, markup: str) -> None:
    titles = [child for child in element.elements if child.name in _TITLES]
    if titles:
        edits.insert_after(titles[-1], markup)
    elif element.elements:
        edits.insert_before(element.elements[0], markup)
    else:
        edits.append(element, markup)


def _division(name: str, identifier: str, attribution: Attribution) -> str:
    return (
        f'<{name} xml:id="{identifier}"><title>{text_markup(attribution.heading)}</title>'
        f"{_paragraphs(attribution)}</{name}>"
    )


def _paragraphs(attribution: Attribution) -> str:
    """Give the warning, where there is one, and the notice's lines."""
    warning = attribution.warning
    first = f"<p><alert>{text_markup(warning)}</alert></p>" if warning else ""
    return first + "".join(f"<p>{_runs(line)}</p>" for line in attribution.lines)


def _runs(line: NoticeLine) -> str:
    """Give a paragraph's runs; only addresses of the web and of mail become links."""
    return "".join(
        f"<url href={attribute_markup(url)}>{text_markup(text)}</url>"
        if url.lower().startswith(_LINKS)
        else text_markup(text)
        for text, url in line.runs
    )


def _first(root: Element, name: str) -> Element | None:
    return root if root.name == name else next(root.descendants(name), None)


def _free_id(root: Element) -> str:
    """Give an identifier that the file does not have."""
    nodes = (root, *root.nodes())
    taken = {node.attributes.get(XML_ID, "") for node in nodes if not isinstance(node, Text)}
    name, number = "audarma-attribution", 1
    while name in taken:
        number += 1
        name = f"audarma-attribution-{number}"
    return name

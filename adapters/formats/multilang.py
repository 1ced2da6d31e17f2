# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
r"""Several languages side by side in one text, as Moodle's filters choose from it.

``mlang`` is for the filter ``filter_multilang2``, which has to be installed:
``{mlang en,other}…{mlang}{mlang kk}…{mlang}``; ``other`` lets readers of any other language see
English. ``span`` is for the filter "Multi-language content", which Moodle ships:
``<span lang="en" class="multilang">…</span>`` twice or more in a row; its blocks end at the first
``</span>``, and those with only white space between are one choice. Both match text, not
elements, so a text is parted at the tags of its blocks, and only parts that differ are marked.

What may stand but once in a text, a gap or an embedded question, parts it too. Where a
translation has put such things in another order, the text cannot be joined and stays in English.
Moodle filters no text of its format "plain text", and its names hold 255 characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from adapters.formats.moodle_cloze import CLOZE
from adapters.formats.quiz_fragment import Fragment, Kind
from audarma.model import SOURCE_LOCALE
from audarma.ports import LanguageMarks

Texts = Mapping[str, str]
"""A text by its language: English first, then each target locale."""

LONGEST_NAME = 254
_BLOCKS = (
    "address|article|aside|blockquote|body|br|caption|center|col|colgroup|dd|details|dialog|div|dl"
    "|dt|fieldset|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|legend|li|main|nav|ol"
    "|optgroup|option|p|section|select|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_REST_OF_TAG = r"""(?=[\s/>])(?:[^<>"']|"[^"]*"|'[^']*')*>"""
_SPAN = rf"</?span{_REST_OF_TAG}"
_MLANG = r"\{\s*mlang\s+[\w,\s-]+\}.*?\{\s*mlang\s*\}"
_CORE = (
    r"<span(?:\s+lang=\"[\w-]+\"|\s+class=\"multilang\"){2}\s*>.*?</span>"
    r"(?:\s*<span(?:\s+lang=\"[\w-]+\"|\s+class=\"multilang\"){2}\s*>.*?</span>)*"
)
_STANDS_ONCE = rf"{CLOZE.pattern}|\{{#\d+\}}|\[\[[^\[\]]*\]\]|[\ue000-\uf8ff]|{_MLANG}|{_CORE}"
_WHOLE = r"<!--.*?-->|<(?P<whole>script|style|pre|textarea)\b.*?</(?P=whole)\s*>"
_IN_FORMULA = r"(?:(?!</?[A-Za-z]).)*?"  # what opens a formula may be shown as code
_FORMULAS = rf"(?P<formula>\\\({_IN_FORMULA}\\\)|\\\[{_IN_FORMULA}\\\]|\$\${_IN_FORMULA}\$\$)"
_BLOCK_TAGS = rf"</?(?:{_BLOCKS}){_REST_OF_TAG}"
_FLAGS = re.DOTALL | re.IGNORECASE

_SPANS = re.compile(_CORE, _FLAGS)
_BARRIERS: Mapping[LanguageMarks, re.Pattern[str]] = {
    "mlang": re.compile(rf"{_FORMULAS}|{_STANDS_ONCE}|{_WHOLE}|{_BLOCK_TAGS}", _FLAGS),
    "span": re.compile(rf"{_FORMULAS}|{_STANDS_ONCE}|{_WHOLE}|{_BLOCK_TAGS}|{_SPAN}", _FLAGS),
}
_LINE_ENDS = re.compile(rf"{_FORMULAS}|{_STANDS_ONCE}|\r\n?|\n", _FLAGS)
_ONCE = re.compile(rf"{_FORMULAS}|(?P<once>{_STANDS_ONCE})", _FLAGS)
_STRAY = re.compile(r"\{\s*mlang\b|class=[\"']multilang", re.IGNORECASE)
_MARKDOWN_BLOCKS = re.compile(
    r"\n\s*\n|^(?: {4}|\t|[#>|<]|[-*+]\s|\d+[.)]\s|```|~~~)", re.MULTILINE
)
_OF_LINES = frozenset({Kind.PLAIN, Kind.LINES})


@dataclass(slots=True)
class LeftInEnglish:
    """What could not stand side by side: the places, by the reason."""

    places: dict[str, list[str]] = field(default_factory=dict)

    def add(self, reason: str, place: str) -> None:
        """Note that the text at *place* stays in English."""
        self.places.setdefault(reason, []).append(place)

    def remarks(self) -> Iterator[str]:
        """Say, a sentence a reason, which texts stay in English."""
        for reason, places in self.places.items():
            shown = ", ".join(dict.fromkeys(places[:4]))
            more = f" and {len(places) - 4} more" if len(places) > 4 else ""
            yield f"In English alone: {shown}{more} ({reason})."


TOO_LONG = f"all languages together are longer than the {LONGEST_NAME} characters of a name"
NOT_FILTERED = "Moodle filters no plain text"
OTHER_ORDER = "a translation changes the order of what may stand there once, or nests marks"
COMPARED = "what learners type is compared with it"


def marked(texts: Texts, marks: LanguageMarks) -> str:
    """Give *texts* one after the other, each marked with its language; equal ones once."""
    first = next(iter(texts.values()))
    if len(set(texts.values())) == 1:
        return first
    lead = first[: len(first) - len(first.lstrip())]
    trail = first[len(first.rstrip()) :]
    parts = (_mark(locale, text.strip(), marks) for locale, text in texts.items())
    return f"{lead}{''.join(parts)}{trail}"


def side_by_side(texts: Texts, form: Kind, marks: LanguageMarks) -> str | None:
    """Give *texts* as one; None where they cannot be joined."""
    if len(set(texts.values())) == 1:
        return next(iter(texts.values()))
    if form is Kind.MARKDOWN:
        return _markdown(texts, marks)
    if marks == "span" and any(_SPANS.search(text) for text in texts.values()):
        # Spans beside spans that are there already would be taken for one choice.
        return None
    parts = {locale: _parted(text, form, marks) for locale, text in texts.items()}
    english = next(iter(parts.values()))
    if any(found[1::2] != english[1::2] for found in parts.values()):
        is_whole = marks == "mlang" and not any(map(_holds_once, texts.values()))
        return marked(texts, marks) if is_whole and not _holds_marks(texts) else None
    joined: list[str] = []
    for number, common in enumerate(english):
        piece = {locale: found[number] for locale, found in parts.items()}
        if number % 2:
            joined.append(common)
        elif len(set(piece.values())) > 1 and _holds_marks(piece):
            return None
        else:
            joined.append(marked(piece, marks))
    return "".join(joined)


def joined_fragment(
    fragment: Fragment, texts: Texts, marks: LanguageMarks, left: LeftInEnglish, place: str
) -> str:
    """Give the texts of a *fragment* as one, or the English one, of which *left* is told.

    A fragment of plain text is a name, which Moodle filters; other plain text is the caller's.
    """
    found = side_by_side(texts, fragment.format, marks)
    if found is None:
        left.add(OTHER_ORDER, place)
        return fragment.text
    if fragment.format is Kind.PLAIN and found != fragment.text and len(found) > LONGEST_NAME:
        left.add(TOO_LONG, place)
        return fragment.text
    return found


def _mark(locale: str, text: str, marks: LanguageMarks) -> str:
    if marks == "mlang":
        is_english = locale == SOURCE_LOCALE
        return f"{{mlang {f'{locale},other' if is_english else locale}}}{text}{{mlang}}"
    return f'<span lang="{locale}" class="multilang">{text}</span>'


def _parted(text: str, form: Kind, marks: LanguageMarks) -> list[str]:
    """Cut *text* into what may be marked, at even places, and what parts it."""
    pattern = _BARRIERS[marks]
    if form in _OF_LINES:
        pattern = _LINE_ENDS if marks == "mlang" else _ONCE
    parts: list[str] = []
    end = 0
    for match in pattern.finditer(text):
        if not match["formula"]:
            parts += [text[end : match.start()], match[0]]
            end = match.end()
    return [*parts, text[end:]]


def _markdown(texts: Texts, marks: LanguageMarks) -> str | None:
    """Join Markdown whole; marks on lines of their own leave its blocks what they are."""
    if _holds_marks(texts) or any(map(_holds_once, texts.values())):
        return None
    if not any(_MARKDOWN_BLOCKS.search(text.strip()) for text in texts.values()):
        return marked(texts, marks)
    parts = (_mark(locale, f"\n\n{text.strip()}\n\n", marks) for locale, text in texts.items())
    return "\n\n".join(parts)


def _holds_once(text: str) -> bool:
    return any(match["once"] for match in _ONCE.finditer(text))


def _holds_marks(texts: Texts) -> bool:
    return any(_STRAY.search(text) for text in texts.values())

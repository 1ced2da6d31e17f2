# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What HTML's elements and attributes mean for translation, as tables.

Follows the HTML standard's "Rendering" (section 15.3: what is a block), "Optional tags"
(13.1.2.4) and "The translate attribute" (3.2.6.5). An element that is not listed is inline, as
in browsers.
"""

from __future__ import annotations

from audarma.model import UnitKind


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


VOID = _words(
    "area base basefont bgsound br col command embed frame hr image img input keygen link meta "
    "param source track wbr"
)

# A block's own kind; None where it takes its parent's.
BLOCKS: dict[str, UnitKind | None] = {
    **dict.fromkeys(
        _words(
            "address article aside body center col colgroup datalist details dialog dir div dl "
            "fieldset figure footer form frameset head header hgroup hr html main menu noframes "
            "noscript ol optgroup p search section select table tbody template tfoot thead tr ul"
        )
    ),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), UnitKind.HEADING),
    **dict.fromkeys(("button", "label", "legend", "option", "summary"), UnitKind.LABEL),
    **dict.fromkeys(("caption", "figcaption"), UnitKind.CAPTION),
    **dict.fromkeys(("dd", "dt"), UnitKind.DEFINITION),
    **dict.fromkeys(("td", "th"), UnitKind.TABLE_CELL),
    "blockquote": UnitKind.QUOTATION,
    "li": UnitKind.LIST_ITEM,
    "nav": UnitKind.NAVIGATION,
    "title": UnitKind.TITLE,
}

# Kinds that reach down into list items too.
PERVASIVE = frozenset({UnitKind.NAVIGATION, UnitKind.FOOTNOTE})

# Which open elements a start tag closes (besides an open p, which any block closes).
CLOSED_BY: dict[str, frozenset[str]] = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "option": frozenset({"option"}),
    "optgroup": frozenset({"option", "optgroup"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "tr": frozenset({"td", "th", "tr"}),
    "tbody": frozenset({"td", "th", "tr", "tbody", "thead", "tfoot"}),
    "tfoot": frozenset({"td", "th", "tr", "tbody", "thead"}),
}

# Blocks to us that may stand in a p.
STANDS_IN_P = _words(
    "body button datalist head html label noscript optgroup option select template title"
)

# Protected with all that is in them. Words of a sentence: they stay in its unit at its edges too.
PROTECTED_WORDS = frozenset({"code", "kbd", "math", "ruby", "samp", "tt"})
# Things beside the sentence: outside the unit where they lead or trail it.
PROTECTED_THINGS = _words(
    "applet audio canvas embed iframe noembed object script style svg textarea video"
)
PROTECTED_BLOCKS = frozenset({"listing", "plaintext", "pre", "xmp"})

# Elements whose content is no markup in HTML (13.2.5, RAWTEXT and script data; RCDATA's title
# is left to the walk, where markup in a title does no harm).
RAW_TEXT = ("script", "style", "textarea", "xmp", "iframe", "noembed", "noframes")

# Attributes for people: on these elements, or on all where the set is empty.
ATTRIBUTES: dict[str, tuple[frozenset[str], UnitKind]] = {
    "alt": (frozenset(), UnitKind.ALT_TEXT),
    "title": (frozenset(), UnitKind.LABEL),
    "aria-label": (frozenset(), UnitKind.LABEL),
    "aria-description": (frozenset(), UnitKind.LABEL),
    "placeholder": (frozenset(), UnitKind.LABEL),
    "label": (frozenset({"optgroup", "option", "track"}), UnitKind.LABEL),
    "summary": (frozenset({"table"}), UnitKind.CAPTION),
}
META_NAMES = frozenset(
    {"description", "og:title", "og:description", "twitter:title", "twitter:description"}
)
BUTTON_TYPES = frozenset({"button", "reset", "submit"})
FOOTNOTE_ROLES = frozenset(
    {"doc-footnote", "doc-endnote", "footnote", "endnote", "rearnote", "footnotes", "endnotes"}
)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The header of an adapted PO file: its language, plural forms, character set and notice.

Follows the GNU gettext manual, "Filling in the Header Entry". The notice is comments, since a
catalogue has nothing else that is for people and in no message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from adapters.formats.po_syntax import Edit, PoText, without_fuzzy
from audarma.model import Attribution
from audarma.plural import PLURAL_FORMS, form_names
from audarma.ports import Adaptation

_COUNT = re.compile(r"nplurals\s*=\s*([0-9])\s*;\s*plural\s*=\s*\S")
_CHARSET = re.compile(r"charset=\s*\S*")
_SCRIPTS = {"Latn": "@latin", "Cyrl": "@cyrillic"}
_NO_HEADER = "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n" + (
    "Content-Transfer-Encoding: 8bit\n"
)


def gettext_locale(locale: str) -> str:
    """Write a BCP 47 tag as gettext does: ``kk-Latn`` is ``kk@latin``."""
    language, _, rest = locale.partition("-")
    return f"{language}{_SCRIPTS.get(rest, f'_{rest}' if rest else '')}"


def plural_count(po: PoText, locale: str) -> int | None:
    """Say how many plural forms the file has when it is of *locale*, or as it is; None: unknown."""
    stated = _COUNT.search(po.fields.get("Plural-Forms", ""))
    own = int(stated[1]) if stated and form_names(int(stated[1])) else None
    if not locale or (own and po.fields.get("Language") == gettext_locale(locale)):
        return own
    usual = _COUNT.search(PLURAL_FORMS.get(locale.partition("-")[0], ""))
    return int(usual[1]) if usual else own


def header_edits(
    po: PoText, adaptation: Adaptation | None, edits: Sequence[Edit]
) -> Iterator[Edit]:
    """Give the edits that make the header say what is so after *edits* and *adaptation*."""
    value = po.header.forms[-1].value if po.header else ""
    changed = value
    if adaptation:
        changed = _adapted(po, value or _NO_HEADER, adaptation)
    attribution = adaptation.attribution if adaptation else None
    notice = _notice(attribution, po.newline) if attribution else ""
    if not po.can_write("".join([*(edit.text for edit in edits), changed, notice])):
        po.encoding = "utf-8"
        changed = _CHARSET.sub("charset=UTF-8", changed)
    elif "charset=CHARSET" in changed and edits:
        changed = changed.replace("charset=CHARSET", "charset=UTF-8")
    if po.header is None:
        if adaptation:
            lines = po.newline.join((po.written("msgid", ""), po.written("msgstr", changed)))
            yield Edit(0, 0, f"{notice}{lines}{po.newline * 2}")
        return
    if notice and po.header.id:
        at = min([po.header.id.start, *(start for _flags, start, _end in po.header.flags)])
        yield Edit(at, at, notice)
    if changed != value:
        string = po.header.forms[-1]
        yield Edit(string.start, string.end, po.written("msgstr", changed))
    for flags, start, end in po.header.flags if adaptation else ():
        left = without_fuzzy(flags)
        if left != flags:
            yield Edit(start, end, f"{left}{po.newline}" if left else "")


def _adapted(po: PoText, value: str, adaptation: Adaptation) -> str:
    """Give the header's fields as they are in the language of *adaptation*."""
    locale = gettext_locale(adaptation.locale)
    is_new = po.fields.get("Language") != locale
    if is_new:
        value = _with(value, "Language-Team", locale, only_known=True)
        value = _with(value, "Language", locale)
    plural = PLURAL_FORMS.get(adaptation.locale.partition("-")[0])
    has_plurals = any(entry.plural for entry in po.messages) or "Plural-Forms" in po.fields
    if plural and has_plurals and f"nplurals={plural_count(po, adaptation.locale)};" in plural:
        value = _with(value, "Plural-Forms", plural)
    notice = adaptation.attribution
    if notice and is_new:
        date = f"{notice.date} 00:00+0000"
        value = _with(value, "PO-Revision-Date", date, only_known=True)
        names = ", ".join(notice.translators) or "Audarma"
        value = _with(value, "Last-Translator", names, only_known=True)
    return value


def _with(value: str, name: str, content: str, *, only_known: bool = False) -> str:
    """Set the field *name*, after the last one where it is new."""
    row = f"{name}: {content}"
    rows = value.split("\n")
    for place, old in enumerate(rows):
        if old.partition(":")[0].strip() == name:
            return "\n".join((*rows[:place], row, *rows[place + 1 :]))
    if only_known:
        return value
    return f"{value}{'' if value.endswith(chr(10)) or not value else chr(10)}{row}\n"


def _notice(attribution: Attribution, newline: str) -> str:
    """Write the notice as a translator's comments."""
    said = (attribution.warning, attribution.heading, *(line.text for line in attribution.lines))
    rows = (" ".join(sentence.split()) for sentence in said)
    return "".join(f"# {row}{newline}" for row in rows if row)

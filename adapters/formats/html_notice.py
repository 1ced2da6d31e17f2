# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The notice to readers as markup: attribution, warning, JSON-LD, and a page of its own.

All markup here is valid as HTML and as XML alike. JSON-LD is written as the HTML standard's
"Restrictions for contents of script elements" (4.12.1.3) advises, and needs no CDATA section.
"""

from __future__ import annotations

import json
from html import escape

from audarma.model import Attribution, NoticeLine

_LINKS = ("http://", "https://", "mailto:")
_NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000)], "\ufffd")
_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def language_attributes(locale: str, is_xml: bool) -> str:
    """Give the attributes that say an element's language, a space before each."""
    value = _text(locale)
    return f' lang="{value}" xml:lang="{value}"' if is_xml else f' lang="{value}"'


def warning(attribution: Attribution, is_xml: bool) -> str:
    """Give the visible warning, or ``""`` where people have reviewed the translation."""
    if not attribution.warning:
        return ""
    language = language_attributes(attribution.locale, is_xml)
    text = _text(attribution.warning)
    return f'<p role="note" class="audarma-warning"{language}>{text}</p>'


def footer(attribution: Attribution, is_xml: bool, newline: str = "\n") -> str:
    """Give the notice as a footer of the page."""
    language = language_attributes(attribution.locale, is_xml)
    return newline.join(
        [
            f'<footer class="audarma-attribution"{language}>',
            *_notice(attribution),
            "</footer>",
        ]
    )


def head_metadata(attribution: Attribution, newline: str = "\n", is_unicode: bool = True) -> str:
    """Give what machines read, for the page's head."""
    return newline.join(
        [
            *_licence_link(attribution),
            *_meta("dcterms.source", attribution.source_url),
            *_meta("dcterms.title", attribution.title),
            *json_ld(attribution, is_unicode),
        ]
    )


def json_ld(attribution: Attribution, is_unicode: bool = True) -> list[str]:
    """Give the schema.org description as a script element, if there is one."""
    if not attribution.json_ld:
        return []
    description = json.dumps(dict(attribution.json_ld), ensure_ascii=not is_unicode)
    data = description.translate(_IN_SCRIPT | _NOT_IN_XML)
    return [f'<script type="application/ld+json">{data}</script>']


def notice_page(attribution: Attribution, *, epub2: bool = False) -> bytes:
    """Give the notice as an XHTML page: XHTML5 for EPUB 3, or XHTML 1.1 for EPUB 2."""
    locale = _text(attribution.locale)
    if epub2:
        doctype = (
            '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" '
            '"http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
        )
        charset = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />'
        language, element, role = f' xml:lang="{locale}"', "div", ""
    else:
        doctype, charset = "<!DOCTYPE html>", '<meta charset="utf-8" />'
        language, element, role = language_attributes(locale, True), "section", ' role="note"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        doctype,
        f'<html xmlns="http://www.w3.org/1999/xhtml"{language}>',
        f"<head>{charset}<title>{_text(attribution.heading)}</title></head>",
        "<body>",
        f'<{element} class="audarma-attribution">',
        *_notice(attribution),
    ]
    if attribution.warning:
        lines.append(f'<p{role} class="audarma-warning">{_text(attribution.warning)}</p>')
    return "\n".join([*lines, f"</{element}>", "</body>", "</html>", ""]).encode()


def _notice(attribution: Attribution) -> list[str]:
    """Give the heading and the paragraphs."""
    paragraphs = [_paragraph(line, attribution.licence_url) for line in attribution.lines]
    return [f"<h2>{_text(attribution.heading)}</h2>", *paragraphs]


def _paragraph(line: NoticeLine, licence_url: str) -> str:
    """Give one paragraph; only addresses of the web and of mail become links."""
    runs: list[str] = []
    for text, url in line.runs:
        if url.lower().startswith(_LINKS):
            rel = ' rel="license"' if url == licence_url else ""
            runs.append(f'<a{rel} href="{_text(url)}">{_text(text)}</a>')
        else:
            runs.append(_text(text))
    return f"<p>{''.join(runs)}</p>"


def _licence_link(attribution: Attribution) -> list[str]:
    if not attribution.licence_url.lower().startswith(_LINKS):
        return []
    return [f'<link rel="license" href="{_text(attribution.licence_url)}" />']


def _meta(name: str, content: str) -> list[str]:
    return [f'<meta name="{name}" content="{_text(content)}" />'] if content else []


def _text(text: str) -> str:
    """Write literal *text* so that it is text in HTML and in XML, attributes included."""
    return escape(text.translate(_NOT_IN_XML))

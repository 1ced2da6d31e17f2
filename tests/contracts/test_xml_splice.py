# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""XML splicing: positions are right in every encoding, and nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.formats.xml_splice import MAX_DEPTH, XML_LANG, Edits, Element, Leaf, Text, XmlText
from audarma.errors import MalformedDocumentError, UnsafeSourceError
from tests.effort import instructions

SAMPLE = (
    "<?xml version='1.0'{}?>\r\n<!-- <title>no</title> -->\r\n"
    "<book xmlns='urn:b' xml:lang = 'en'  note=\"a > b\">\r\n"
    "  <title >Caf\u00e9 &amp; <![CDATA[<bar>]]></title>\r\n  <empty a='1' />\r\n</book>\r\n"
)
XML_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\t\n\r")
).filter(lambda text: "\ufffe" not in text and "\uffff" not in text)


def sample(encoding: str, declared: str) -> bytes:
    return SAMPLE.format(f" encoding='{declared}'" if declared else "").encode(encoding)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("latin-1", "ISO-8859-1"),
        ("cp1252", "windows-1252"),
    ],
)
def test_edits_keep_everything_else_in_any_encoding(encoding: str, declared: str) -> None:
    data = sample(encoding, declared)
    xml = XmlText(data, "book.xml")
    title, empty = xml.root.elements
    assert title.text == "Café & <bar>"
    assert Edits(xml).apply() == data
    edits = Edits(xml)
    edits.set_text(title, "Cafe < bar")
    edits.set_text(empty, "x")
    edits.set_attribute(empty, "a", "2")
    edits.set_attribute(xml.root, "xml:lang", "kk")
    wanted = (
        data.decode(encoding)
        .replace("Caf\u00e9 &amp; <![CDATA[<bar>]]>", "Cafe &lt; bar")
        .replace("<empty a='1' />", "<empty a='2' >x</empty>")
        .replace("xml:lang = 'en'", "xml:lang = 'kk'")
    )
    assert edits.apply().decode(encoding) == wanted


def test_letters_that_the_encoding_lacks_become_references() -> None:
    xml = XmlText(sample("latin-1", "latin-1"), "book.xml")
    edits = Edits(xml)
    edits.set_text(xml.root.elements[0], "Кітап")
    merged = edits.apply()
    assert merged.isascii()
    assert XmlText(merged, "book.xml").root.elements[0].text == "Кітап"


@given(text=XML_TEXT, value=XML_TEXT)
def test_any_text_and_any_attribute_value_are_read_back(text: str, value: str) -> None:
    xml = XmlText(sample("utf-8", ""), "book.xml")
    edits = Edits(xml)
    edits.set_text(xml.root.elements[0], text)
    edits.set_attribute(xml.root, "note", value)
    edits.set_attribute(xml.root, "added", value)
    root = XmlText(edits.apply(), "book.xml").root
    assert root.elements[0].text == text
    assert root.attributes["note"] == root.attributes["added"] == value
    assert root.attributes[XML_LANG] == "en"


def test_text_that_xml_cannot_hold_is_left_out() -> None:
    xml = XmlText(b"<a>x</a>", "a.xml")
    edits = Edits(xml)
    edits.set_text(xml.root, "a\0b\x1bc\ufffe")
    assert edits.apply() == b"<a>abc</a>"


def test_offsets_of_texts_and_elements_are_those_of_the_file() -> None:
    xml = XmlText("<r>ү <b>x</b>&#65;<!-- c -->t<e/></r>".encode(), "r.xml")
    spans = [
        (type(node).__name__, xml.utf8[node.start : node.end].decode())
        for node in xml.root.children
    ]
    assert spans == [
        ("Text", "ү "),
        ("Element", "<b>x</b>"),
        ("Text", "&#65;"),
        ("Text", "t"),
        ("Element", "<e/>"),
    ]
    assert [node.value for node in xml.root.nodes() if isinstance(node, Text)] == [
        "ү ",
        "x",
        "A",
        "t",
    ]


def test_elements_are_inserted_on_lines_of_their_own_and_removed_with_theirs() -> None:
    xml = XmlText(b"<r>\n  <a/>\n  <b/>\n</r>", "r.xml")
    first, second = xml.root.elements
    edits = Edits(xml)
    edits.insert_before(first, "<x/>")
    edits.append(xml.root, "<y/>")
    edits.append(xml.root, "<z/>")
    edits.remove(second)
    assert edits.apply() == b"<r>\n  <x/>\n  <a/>\n  <y/>\n  <z/>\n</r>"


def test_names_are_known_by_namespace_and_prefixes_by_scope() -> None:
    xml = XmlText(b'<r xmlns:d="urn:d"><d:a d:b="1"/><q xmlns="urn:q"/></r>', "r.xml")
    first, second = xml.root.elements
    assert (first.name, first.tag, first.attributes) == ("{urn:d}a", "d:a", {"{urn:d}b": "1"})
    assert second.name == "{urn:q}q"
    assert (first.prefix_of("urn:d"), first.prefix_of("urn:q")) == ("d", None)
    assert second.prefix_of("urn:q") == ""


def test_html_entities_are_read_where_an_outer_dtd_may_declare_them() -> None:
    data = b'<!DOCTYPE html PUBLIC "x" "http://dtd.invalid/xhtml.dtd"><p>a&nbsp;b&eacute;</p>'
    assert XmlText(data, "p.xhtml").root.text == "a\xa0bé"


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY x PUBLIC "-" "http://host.invalid/x">',
        '<!ENTITY % x SYSTEM "http://host.invalid/x.dtd">',
        '<!ENTITY a "ha"><!ENTITY x "&a;&a;&a;&a;">',
        '<!ENTITY x "<b/>">',
    ],
)
def test_entities_that_fetch_grow_or_hide_markup_are_refused(declaration: str) -> None:
    data = f"<!DOCTYPE r [{declaration}]>\n<r>&x;</r>".encode()
    with pytest.raises(UnsafeSourceError, match=r"r\.xml:1: declares the entity"):
        XmlText(data, "r.xml")


def test_entity_that_is_plain_text_is_read() -> None:
    xml = XmlText(b'<!DOCTYPE r [<!ENTITY name "Audarma">]><r>&name;!</r>', "r.xml")
    assert xml.root.text == "Audarma!"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<r>\n<a></r>", r"r\.xml:2: is not well-formed XML \(mismatched tag\)"),
        (b"", r"r\.xml:1: is not well-formed XML \(no element found\)"),
        (b"<r>\xff</r>", "is not in its encoding utf-8"),
        (b"<?xml version='1.0' encoding='klingon'?><r/>", "is not in its encoding klingon"),
        (b"<!DOCTYPE r SYSTEM 'x'>\n<r>&nosuch;</r>", r"r\.xml:2: the entity &nosuch;"),
    ],
)
def test_what_is_not_xml_is_malformed_and_the_line_is_named(data: bytes, message: str) -> None:
    with pytest.raises(MalformedDocumentError, match=message):
        XmlText(data, "r.xml")


def test_elements_nested_without_end_are_refused() -> None:
    with pytest.raises(UnsafeSourceError, match="nested"):
        XmlText(b"<a>" * (MAX_DEPTH + 1), "r.xml")


def test_children_elements_leave_out_text() -> None:
    root = XmlText(b"<r>a<b/>c</r>", "r.xml").root
    assert [type(child) for child in root.children] == [Text, Element, Text]
    assert [child.local_name for child in root.elements] == ["b"]


def test_markup_is_taken_with_its_edits_and_moved() -> None:
    xml = XmlText(b"<p>see <fn n='1'>old <i>text</i></fn> and <b>this</b></p>", "p.xml")
    note, bold = xml.root.elements
    edits = Edits(xml)
    edits.set_text(note.elements[0], "words")
    edits.set_attribute(note, "n", "2")
    edits.set_attribute(bold, "n", "3")
    moved = edits.take(note.start, note.end)
    assert moved == "<fn n='2'>old <i>words</i></fn>"
    assert edits.take(note.start, note.end) == "<fn n='1'>old <i>text</i></fn>", "it was forgotten"
    edits.replace(xml.root.content_start, bold.start, f"{moved} first, ")
    wanted = b"<p><fn n='2'>old <i>words</i></fn> first, <b n=\"3\">this</b></p>"
    assert edits.apply() == wanted


def test_markup_is_appended_behind_text_and_into_empty_elements() -> None:
    xml = XmlText(b"<a>\n  <b/>\n  <c>text </c> tail\n</a>", "a.xml")
    edits = Edits(xml)
    edits.set_attribute(xml.root.elements[0], "n", "1")
    for element in (*xml.root.elements, xml.root):
        edits.append(element, "<new/>")
    assert edits.apply() == (
        b'<a>\n  <b n="1"><new/></b>\n  <c>text<new/> </c> tail\n  <new/>\n</a>'
    )


@pytest.mark.parametrize(
    "markup",
    [
        "<r a='x > y' b=\"it's\">t<!-- > --><a/>u<![CDATA[<b> & ]]>v<![CDATA[]]></r>",
        '<r xmlns="urn:d" xmlns:p="urn:p"><p:a p:b="1" c="2" xml:lang="en"/><q xmlns=""/></r>',
        "<r a='1&#9;2\t3\r\n4&lt;&quot;'>&amp;&#1199;&#x4d9;\r\nx\ry<?p a > b?>z</r>",
        "<r ><a\n><b /></a\n>\n<!----><a></a><a/></r>\n<!-- end -->",
        "<r xmlns:p='urn:p'><a xmlns:p='urn:q'><p:b/></a><p:b/><a xmlns:p='urn:q'><p:b/></a></r>",
    ],
)
def test_files_with_and_without_a_document_type_are_read_alike(markup: str) -> None:
    head = "<!DOCTYPE r>"
    plain, typed = XmlText(markup.encode(), "r.xml"), XmlText((head + markup).encode(), "r.xml")
    assert _told(plain.root, 0) == _told(typed.root, len(head))
    for name in {node.name for node in plain.root.nodes() if isinstance(node, Element)}:
        found = [element.start for element in plain.root.descendants(name)]
        assert found == [e.start - len(head) for e in typed.root.descendants(name)] != []


def test_leaves_are_the_children_without_markup() -> None:
    data = (
        b"<r> <a b='c'>x</a><a/><a></a><a><!-- y --></a><a>z &amp; <![CDATA[z]]></a>t<b>u</b></r>"
    )
    root = XmlText(data, "r.xml").root
    parts = root.parts
    leaves = [part for part in parts if isinstance(part, Leaf)]
    assert [(leaf.tag, leaf.content) for leaf in leaves] == [
        (b"<a b='c'>", b"x"),
        (b"<a>", b""),
        (b"<b>", b"u"),
    ]
    assert [(part.start, part.end) for part in parts] == [(c.start, c.end) for c in root.children]
    made = [root.made(leaf) for leaf in leaves]
    assert [(one.name, one.text, one.parent) for one in made] == [
        ("a", "x", root),
        ("a", "", root),
        ("b", "u", root),
    ]
    assert root.parts == root.children


def _told(root: Element, moved: int) -> list[object]:
    """Give all that a tree says; its places are *moved* by so many bytes."""
    told: list[object] = []
    for node in (root, *root.nodes()):
        places = [node.start - moved, node.end - moved]
        if isinstance(node, Text):
            told.append((node.value, places))
        else:
            places += [node.content_start - moved, node.content_end - moved]
            names = (node.name, node.tag, dict(node.attributes), node.prefixes, node.line)
            told.append((*names, node.parent and node.parent.tag, places))
    return told


def test_elements_that_nobody_looks_at_are_not_made() -> None:
    data = b"<r><s>%s</s><t/></r>" % (b'<p a="1">x</p>' * 500)

    def look() -> None:
        assert XmlText(data, "r.xml").root.elements[1].tag == "t"

    def look_at_all() -> None:
        assert XmlText(data, "r.xml").root.text == "x" * 500

    assert instructions(look) * 4 < instructions(look_at_all)

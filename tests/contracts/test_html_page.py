# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# ruff: noqa: E501  # rows of markup are read best on one line
"""What must hold of HTML and XHTML pages: identity, units, codes, safety, adaptation."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from adapters.formats.html_notice import notice_page
from adapters.formats.html_page import HtmlPage
from audarma.errors import InlineCodeError, MalformedDocumentError, UnsafeSourceError
from audarma.inline_code import parse, plain_text, serialise
from audarma.model import Attribution, NoticeLine, Unit, UnitKind
from audarma.ports import Adaptation
from tests.effort import ending

PAGE = HtmlPage()
HERE = Path(__file__).parent
OWN = HERE.parent / "corpus" / "html"
DEV = HERE.parents[1].parent / "shared" / "corpus" / "dev"
EPUB_PAGES = (".xhtml", ".html", ".htm")

ATTRIBUTION = Attribution(
    locale="kk",
    title="Жасушалар </script> & <b>",
    heading="Осы бейімделім туралы",
    lines=(
        NoticeLine((("«Cells» — ", ""), ("OpenStax", "https://example.org/cells?a=1&b=2"))),
        NoticeLine(
            (("Лицензия: ", ""), ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"))
        ),
        NoticeLine((("Сілтеме емес", "javascript:alert(1)"),)),
    ),
    warning="Машиналық аударма: <адам> тексерген жоқ.",
    licence_id="CC-BY-4.0",
    licence_name="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    source_url="https://example.org/cells",
    source_title="Cells",
    creators=("A. Author",),
    translators=("starter",),
    date="2026-11-24",
    json_ld={"@context": "https://schema.org", "name": "Жасушалар </script><b>&"},
)


def units(markup: str | bytes) -> tuple[Unit, ...]:
    data = markup.encode() if isinstance(markup, str) else markup
    return PAGE.extract(data, "page.html").units


def contents(markup: str) -> list[str]:
    return [unit.content for unit in units(markup)]


def bracketed(content: str) -> str:
    """Wrap each text of *content* so that nothing of it can be mistaken for its source."""
    return serialise(f"⟦{t}⟧" if isinstance(t, str) else t for t in parse(content))


def merged(markup: str, *targets: str, adaptation: Adaptation | None = None) -> str:
    by_id = {f"u{number}": target for number, target in enumerate(targets, 1)}
    return PAGE.merge(markup.encode(), by_id, adaptation).decode()


def corpus() -> Iterator[tuple[str, bytes]]:
    """Give the pages of the dev set, those within EPUBs too."""
    for path in sorted((DEV / "html").rglob("*.html")):
        yield str(path.relative_to(DEV)), path.read_bytes()
    for path in sorted((DEV / "epub").glob("*.epub")):
        with zipfile.ZipFile(path) as book:
            for name in book.namelist():
                if name.endswith(EPUB_PAGES):
                    yield f"{path.name}!{name}", book.read(name)


def is_well_formed(data: bytes) -> bool:
    try:
        etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return False
    return True


needs_dev_set = pytest.mark.skipif(not DEV.is_dir(), reason="the dev set is not on this machine")


@needs_dev_set
def test_real_pages_come_back_to_the_byte_and_changed_targets_come_back_as_given() -> None:
    seen = 0
    for name, data in corpus():
        document = PAGE.extract(data, name)
        sources = {unit.id: unit.content for unit in document.units}
        assert PAGE.merge(data, {}, None) == data, name
        assert PAGE.merge(data, sources, None) == data, name
        targets = {id_: bracketed(content) for id_, content in sources.items()}
        changed = PAGE.merge(data, targets, None)
        again = {unit.id: unit.content for unit in PAGE.extract(changed, name).units}
        assert again == targets, name
        assert is_well_formed(changed) or not is_well_formed(data), name
        seen += 1
    assert seen > 300


@needs_dev_set
def test_real_xhtml_stays_well_formed_with_language_and_notice() -> None:
    for name, data in list(corpus())[::9]:
        adapted = PAGE.merge(data, {}, Adaptation("kk", ATTRIBUTION))
        assert is_well_formed(adapted) or not is_well_formed(data), name
        page = BeautifulSoup(adapted, "html.parser")
        assert page.html is not None
        assert "kk" in (page.html.get("lang"), page.html.get("xml:lang")), name
        assert len(page.find_all(class_="audarma-attribution")) == 1, name


@pytest.mark.parametrize("path", sorted(OWN.glob("*.*html")), ids=lambda path: path.name)
def test_own_pages_come_back_to_the_byte(path: Path) -> None:
    data = path.read_bytes()
    found = PAGE.extract(data, path.name).units
    assert found
    assert PAGE.merge(data, {unit.id: unit.content for unit in found}, None) == data


UNITS = [
    ("white space as shown", "<p>\n\tTwo  words\r\n and more </p>", ["Two words and more"]),
    ("references as characters", "<p>a &amp; b &lt;c> &copy; &nbsp;x</p>", ["a &amp; b &lt;c> © \xa0x"]),
    ("a link in a sentence", '<p>See <a href="x">this</a>.</p>', ["See <a1>this</a1>."]),
    ("a wrapped paragraph", "<p><span><b>All of it</b></span></p>", ["All of it"]),
    ("a leading anchor", '<p><a id="x"></a> Text</p>', ["Text"]),
    ("a leading image", '<p><img src="x"> Text <br></p>', ["Text"]),
    ("an anchor inside", '<p>Text <a id="x"></a>more</p>', ["Text <a1/>more"]),
    ("elements that are one", "<p>A <a><em>b</em></a> c</p>", ["A <a1>b</a1> c"]),
    ("code as a word", "<p><code>ls</code> lists <kbd>Q</kbd></p>", ["<code1/> lists <kbd2/>"]),
    ("a break", "<p>One <br/>\n two</p>", ["One<br1/>two"]),
    ("a heading's permalink", '<h2>Head<a href="#x">¶</a></h2>', ["Head"]),
    ("numbers are no unit", "<p>1. 2 + 3</p><p>—</p>", []),
    ("listings are no unit", "<pre>some code</pre><p>a</p><script>var text</script>", ["a"]),
    ("SVG and MathML", "<p>A <math><mi>x</mi></math> b</p><svg><text>t</text></svg>", ["A <math1/> b"]),
    ("marked as not to translate", '<p translate="no">a</p><p class="x notranslate">b</p>', []),
    ("a name inside", '<p>The <i translate="no">Debian</i> way</p>', ["The <i1/> way"]),
    ("another language", '<p lang="fr">Bon</p><p>The <i lang="la">status quo</i></p>', ["The <i1/>"]),
    ("TeX", r"<p>Let \(x&lt;y\) and $a_1$, \[z\] cost $5 or $6</p>", ["Let <tex1/> and <tex2/>, <tex3/> cost $5 or $6"]),
    ("a variable", "<p>Set <var>n</var> in <var>file name</var> x</p>", ["Set <var1/> in <var2>file name</var2> x"]),
    ("open paragraphs", "<p>One<p>Two<ul><li>Three<li>Four</ul>", ["One", "Two", "Three", "Four"]),
    ("text beside blocks", "<div>One<p>Two</p>Three</div>", ["One", "Two", "Three"]),
    ("crossed elements", "<p>A <b>b <i>c</b> d</i> e</p>", ["A <b1>b <i2/>c</b1> d<i3/> e"]),
    ("an element that is never closed", "<p>A <b>b</p><p>c</p>", ["A <b1/>b", "c"]),
    ("code that is never closed", "<p>A <code>b</p><p>c</p>", ["A <code1/>", "c"]),
    ("a comment inside", "<p>A<!-- <p>no</p> -->b</p>", ["A<comment1/>b"]),
    ("a less-than sign as text", "<p>if a < b and c<3</p>", ["if a &lt; b and c&lt;3"]),
    ("a greater-than sign in an attribute", '<p>A <a href="x>y">b</a> c</p>', ["A <a1>b</a1> c"]),
    ("a tag that the end cuts off", '<p>Text</p><p class="', ["Text"]),
    ("attributes", '<img alt="A cat"><a title="Go" aria-label="Label">x</a><input placeholder="Name">', ["A cat", "Go", "Label", "Name", "x"]),
    ("a button's value", '<input type="submit" value="Send"><input value="no">', ["Send"]),
    ("descriptions", '<meta name="description" content="Two &amp;"><meta property="og:title" content=T><meta name="keywords" content="k">', ["Two &amp;", "T"]),
    ("a style sheet's name", '<link rel="stylesheet" title="main"><link rel="next" title="Next">', ["Next"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("markup", "expected"), [row[1:] for row in UNITS], ids=[r[0] for r in UNITS]
)
def test_units_of(markup: str, expected: list[str]) -> None:
    assert contents(markup) == expected


def test_each_unit_says_its_kind_and_where_it_stands() -> None:
    found = units(
        "<title>T</title><h1>One</h1><h2>Two <code>x</code></h2><ul><li><p>a</p></ul>"
        "<h2>Three</h2><table><caption>b</caption><tr><th>c</table><dl><dt>d</dl>"
        '<blockquote><p>e</blockquote><nav><ol><li>f</ol></nav><button>g</button><aside role="doc-footnote">'
        "<p>h</p></aside><img alt=i>"
    )
    assert [(unit.id, str(unit.kind), unit.title_path) for unit in found] == [
        ("u1", "title", ()),
        ("u2", "heading", ()),
        ("u3", "heading", ("One",)),
        ("u4", "list item", ("One", "Two x")),
        ("u5", "heading", ("One",)),
        ("u6", "caption", ("One", "Three")),
        ("u7", "table cell", ("One", "Three")),
        ("u8", "definition", ("One", "Three")),
        ("u9", "quotation", ("One", "Three")),
        ("u10", "navigation", ("One", "Three")),
        ("u11", "label", ("One", "Three")),
        ("u12", "footnote", ("One", "Three")),
        ("u13", "alt text", ("One", "Three")),
    ]


def test_hints_say_what_codes_stand_for() -> None:
    (unit,) = units(
        '<p>A <a href="x.html?a=1&amp;b=2">l</a> <code>ls\n -l</code> <img src="y.png"> and '
        "$x^2$ <em>e</em> <math alttext='y'><mi>q</mi></math> z</p>"
    )
    assert unit.code_hints == {
        "<a1>": "x.html?a=1&b=2",
        "<code2/>": "ls -l",
        "<img3/>": "y.png",
        "<tex4/>": "$x^2$",
        "<math6/>": "y",
    }


def test_codes_may_move_and_take_their_markup_along() -> None:
    source = '<p>Read <a href="x" title="T">the <b>page</b></a> with <code>ls</code> now</p>'
    assert merged(source, "Т", "<code3/> арқылы <a1><b2>бетті</b2> оқы</a1>") == (
        '<p><code>ls</code> арқылы <a href="x" title="Т"><b>бетті</b> оқы</a></p>'
    )


def test_only_the_text_between_outer_white_space_changes() -> None:
    assert merged("<P CLASS=x>\r\n  One &mdash; two\r\n</P >", "Бір — екі") == (
        "<P CLASS=x>\r\n  Бір &mdash; екі\r\n</P >"
    )


def test_an_attribute_keeps_its_quotes_and_gets_them_where_it_had_none() -> None:
    assert merged("<img alt='A'><img alt=B><img alt=\"C\">", "'", '"', '"') == (
        '<img alt=\'&#39;\'><img alt="&quot;"><img alt="&quot;">'
    )


def test_an_empty_target_keeps_the_source() -> None:
    assert merged("<p>One</p>", "") == "<p>One</p>"


def test_faults_of_all_targets_are_named_at_once() -> None:
    with pytest.raises(InlineCodeError) as caught:
        merged("<p>A <b>b</b> c</p><p>D</p>", "A b c", "D <i1>e</i1>")
    assert "u1: target lost inline code" in str(caught.value)
    assert "u2: target has inline code" in str(caught.value)


@pytest.mark.parametrize(
    "data", [b"", b" \n", b"\xef\xbb\xbf", b"%PDF-1.7\n", b"a\0b", b"\x89PNG\r\n"]
)
def test_empty_and_binary_files_are_refused_by_name(data: bytes) -> None:
    with pytest.raises(MalformedDocumentError, match=r"^x\.html"):
        PAGE.extract(data, "x.html")


def test_bytes_that_are_no_text_do_not_stop_the_metadata() -> None:
    assert PAGE.metadata(b"<p>say <b>\x8f</b>:\x01</p>").title == ""
    assert PAGE.metadata(b"<title>Light \x8f</title> \xd2").title == "Light \ufffd"


def test_entity_declarations_are_refused_and_unknown_entities_stay() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "b">]><html><p>&a;</p></html>'
    with pytest.raises(UnsafeSourceError, match="entities"):
        units(bomb)
    page = (
        '<?xml version="1.0"?><!DOCTYPE html SYSTEM "x.dtd">'
        '<html xmlns="http://www.w3.org/1999/xhtml"><p>A &own; b</p></html>'
    )
    assert contents(page) == ["A <entity1/> b"]
    assert "<p>&own; я</p>" in merged(page, "<entity1/> я")


XHTML = (
    '<?xml version="1.0" encoding="{}"?>\n<html xmlns="http://www.w3.org/1999/xhtml">'
    '<head><title>Tea é</title><script src="x"/></head><body><p>A <a id="i"/>b &lt; <![CDATA[c & d]]></p></body></html>'
)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("<p>Café — “x”</p>".encode(), "Café — “x”"),
        (b"\xef\xbb\xbf<p>Caf\xc3\xa9</p>", "Café"),
        ("\ufeff<p>Café</p>".encode("utf-16-le"), "Café"),
        ("\ufeff<p>Café</p>".encode("utf-16-be"), "Café"),
        ("<meta charset=iso-8859-1><p>Café “x”</p>".encode("cp1252"), "Café “x”"),
        ("<p>It’s</p>".encode("cp1252"), "It’s"),
        (b"<meta charset=utf-8><p>Caf\xc3\xa9 \xe9 b</p>", "Café <byte1/> b"),
        (b"<p>a\x1fb \x0b</p>", "a<byte1/>b <byte2/>"),
        (b"<meta charset=koi8-r><p>A \xc1 b</p>", "A а b"),
        (b"<meta charset=unicode_escape><p>A \\u0041</p>", "A \\u0041"),
    ],
)
def test_encodings_come_back_to_the_byte(data: bytes, expected: str) -> None:
    (unit,) = units(data)
    assert unit.content == expected
    assert PAGE.merge(data, {"u1": unit.content}, None) == data
    changed = PAGE.merge(data, {"u1": bracketed(expected)}, None)
    assert units(changed)[0].content == bracketed(expected)


def test_letters_that_the_encoding_lacks_become_references() -> None:
    data = b"<meta charset=windows-1252><p title='t'>caf\xe9</p>"
    assert PAGE.merge(data, {"u1": "қ'", "u2": "é қ"}, None) == (
        b"<meta charset=windows-1252><p title='&#1179;&#39;'>\xe9 &#1179;</p>"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252"])
def test_xhtml_is_read_and_written_as_xml(encoding: str) -> None:
    data = XHTML.format(encoding).encode(encoding)
    found = units(data)
    assert [unit.content for unit in found] == ["Tea é", "A <a1/>b &lt; c &amp; d"]
    assert PAGE.merge(data, {unit.id: unit.content for unit in found}, None) == data
    changed = PAGE.merge(data, {"u1": "]]> <x> қ", "u2": "<a1/> \x0c & \ud800"}, None)
    root = etree.fromstring(changed)
    assert root.findtext(".//{*}title") == "]]> <x> қ"
    paragraph = root.find(".//{*}p")
    assert paragraph is not None
    assert "".join(map(str, paragraph.itertext())).strip() == "\ufffd & \ufffd"


def test_xhtml_that_is_not_well_formed_is_read_as_html() -> None:
    page = (
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><p>A &nbsp; b<p>c</html>'
    )
    assert contents(page) == ["A \xa0 b", "c"]


def test_language_is_set_where_the_page_says_english() -> None:
    page = (
        '<html lang="en-GB" xml:lang=en><meta property="og:locale" content="en_GB">'
        '<meta http-equiv="Content-Language" content="en"><p lang="en">a <i lang="en">b</i> c</p>'
        '<p lang="fr">d</p><code lang="en">e</code>'
    )
    assert merged(page, "А <i1>б</i1> в", adaptation=Adaptation("kk")) == (
        '<html lang="kk" xml:lang="kk"><meta property="og:locale" content="kk_KZ">'
        '<meta http-equiv="Content-Language" content="kk"><p lang="kk">А <i lang="kk">б</i> в</p>'
        '<p lang="fr">d</p><code lang="kk">e</code>'
    )
    assert merged("<HTML\n><p>a", adaptation=Adaptation("ru")) == '<HTML lang="ru"\n><p>a'
    xhtml = '<html xmlns="http://www.w3.org/1999/xhtml"/>'
    assert 'html xml:lang="ru" xmlns' in merged(xhtml, adaptation=Adaptation("ru"))


def test_json_ld_of_the_page_says_the_new_language() -> None:
    said = '{"@type": "Course", "inLanguage": "en-US", "part": {"inLanguage":"fr", "a": "b<c"}}'
    script = f'<script type="application/ld+json">{said}</script>'
    assert '"inLanguage": "kk"' in merged(script, adaptation=Adaptation("kk"))
    assert '"inLanguage":"fr"' in merged(script, adaptation=Adaptation("kk"))
    xhtml = f'<html xmlns="http://www.w3.org/1999/xhtml"><head>{script}</head></html>'
    page = f'<?xml version="1.0"?>{xhtml.replace("b<c", "b")}'
    assert '"inLanguage": "kk"' in merged(page, adaptation=Adaptation("kk"))
    other = script.replace("application/ld+json", "text/javascript")
    assert other in merged(other, adaptation=Adaptation("kk"))


@pytest.mark.parametrize(
    "page",
    [
        '<!DOCTYPE html><html><head><title>T</title></head><body class="x"><p>Text</p></body></html>\n',
        "<!doctype html><title>T</title><link rel=next href=x><p>Text",
        "<html><meta charset=utf-8><body><p>Text</body></html><!-- end",
        "Text",
        '<html xmlns="http://www.w3.org/1999/xhtml"><head/><body><p>Text</p></body></html>',
        '<div xmlns="http://www.w3.org/1999/xhtml"><p>Text</p></div>',
        '<meta charset="windows-1251"><p>Text</p>',
    ],
)
def test_notice_stands_where_readers_and_machines_look(page: str) -> None:
    adapted = PAGE.merge(page.encode(), {}, Adaptation("kk", ATTRIBUTION))
    soup = BeautifulSoup(adapted, "lxml")
    assert soup.body is not None
    visible = soup.body.get_text()
    assert visible.index(ATTRIBUTION.warning) < visible.index("Text")
    assert visible.index("Text") < visible.index(ATTRIBUTION.heading)
    links = [(a.get_text(), a["href"], a.get("rel")) for a in soup.body.find_all("a")]
    assert links == [
        ("OpenStax", "https://example.org/cells?a=1&b=2", None),
        ("CC BY 4.0", ATTRIBUTION.licence_url, ["license"]),
    ]
    script = soup.find("script", type="application/ld+json")
    assert script is not None
    assert json.loads(script.get_text()) == ATTRIBUTION.json_ld
    assert is_well_formed(adapted) or not is_well_formed(page.encode())


def test_notice_comes_before_the_body_ends_and_metadata_before_the_head_does() -> None:
    page = "<html><head></head>\r\n<body>\r\nText</body></html>"
    adapted = merged(page, adaptation=Adaptation("kk", ATTRIBUTION))
    assert (
        '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/" />\r\n' in adapted
    )
    assert adapted.endswith("</footer>\r\n</body></html>")
    assert '<body>\r\n<p role="note" class="audarma-warning" lang="kk">' in adapted
    assert adapted.index('rel="license"') < adapted.index("</head>")


def test_reviewed_translation_bears_no_warning() -> None:
    reviewed = Adaptation("kk", replace(ATTRIBUTION, warning=""))
    assert "audarma-warning" not in merged("<p>a</p>", adaptation=reviewed)


@pytest.mark.parametrize("inner", ["<head/><body class='x'/>", ""])
def test_notice_of_an_empty_xhtml_page_stands_inside_it(inner: str) -> None:
    root = '<html xmlns="http://www.w3.org/1999/xhtml"'
    page = f"{root}>{inner}</html>" if inner else f"{root} />"
    adapted = merged(page, adaptation=Adaptation("kk", ATTRIBUTION))
    assert etree.fromstring(adapted).findtext(".//{*}footer/{*}h2") == ATTRIBUTION.heading


@pytest.mark.parametrize("epub2", [False, True])
def test_notice_page_is_xhtml(epub2: bool) -> None:
    page = notice_page(ATTRIBUTION, epub2=epub2)
    root = etree.fromstring(page, etree.XMLParser(no_network=True))
    assert root.findtext(".//{*}h2") == ATTRIBUTION.heading
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "kk"
    assert PAGE.merge(page, {}, None) == page


def test_metadata_of_a_page_that_says_all() -> None:
    metadata = PAGE.metadata((OWN / "metadata.html").read_bytes())
    assert metadata.title == "Cells"
    assert metadata.creators == ("Ada Author", "Ben Writer")
    assert metadata.source_url == "https://example.org/biology/cells"
    assert metadata.licence_statements[:2] == (
        "https://creativecommons.org/licenses/by/4.0/",
        "https://creativecommons.org/licenses/by-sa/3.0/",
    )
    assert any("licensed under" in statement for statement in metadata.licence_statements)
    assert metadata.language == "en"
    assert metadata.published == "2024-05-06"
    assert metadata.publisher == "Example Press"
    assert metadata.description == "About cells & more."
    assert metadata.rights_statement == "© 2024 Example Press"


def test_metadata_of_a_page_that_says_nothing_is_empty_but_for_its_title() -> None:
    metadata = PAGE.metadata(
        b"<h1>Only a heading</h1><p>The licence of software is another thing.</p>"
    )
    assert metadata.title == "Only a heading"
    assert metadata.licence_statements == ()
    assert metadata.creators == ()


HOSTILE = [
    "<b>" * 30_000 + "x",
    "<div>" * 100_000 + "x" + "</div>" * 100_000,
    "x" + "</p>" * 100_000,
    "<p>x " + "<!--" * 50_000,
    "<p>x " + '<a "<a href="' * 30_000,
    "<p>x " + "<a =" * 50_000,
    "<p>x " + "<" * 200_000,
    "<p>x " + "<script>" * 50_000,
    "<p>x " + "<![CDATA[" * 50_000,
    "<p>x " + "<code>" * 20_000,
    "<p>x " + "<i><b></i>" * 10_000,
    "<p>x " + r"\(" * 20_000 + "$$" * 20_000 + "$a" * 20_000,
    "<p>x " + "&" * 200_000 + "&#" + "9" * 100_000 + ";",
    "<p " + "a=1 " * 100_000 + ">x",
    "<table><tr><td>" * 10_000 + "x",
    "<p>x" + "<math><svg>" * 10_000,
]


@pytest.mark.parametrize("markup", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_pages_are_adapted_in_bounded_time(markup: str) -> None:
    with ending():
        document = PAGE.extract(markup.encode(), "x.html")
        targets = {unit.id: bracketed(unit.content) for unit in document.units}
        assert PAGE.merge(markup.encode(), targets, Adaptation("kk", ATTRIBUTION))
        assert PAGE.merge(markup.encode(), {}, None) == markup.encode()
        assert PAGE.metadata(markup.encode()).language == ""


FRAGMENTS = st.sampled_from(
    [
        *("<p>", "</p>", "<b>", "</b>", "<i class=x>", "</i>", '<a href="u">', "</a>", "<br>"),
        *('<img alt="Alt text">', "<code>", "</code>", "<li>", "<ul>", "</ul>", "<table>", "<td>"),
        *("</table>", "<h2>", "</h2>", "<!-- c -->", "<!--", "-->", "<script>", "</script>"),
        *("<title>", "</title>", "<pre>", "</pre>", "<math>", "</math>", "<svg/>", "<div/>"),
        *("<span lang=fr>", "</span>", "<div translate=no>", "<div>", "</div>", "<span>"),
        *("&amp;", "&nbsp;", "&lt;", "&bogus;", "&#x41;", "<", ">", "</", '"', "'", "=", "$x^2$"),
        *("\\(", "\\)", "$$", "word", "Text", "1", ".", "é", "\u00a0", "<![CDATA[", "]]>", "<?p?>"),
        *("<body>", "</body>", "<html lang=en>", "<head>", "</head>", "<input placeholder=p>"),
        *("<textarea>", "</textarea>", "<var>", "</var>", "<button>", "</button>", "<x-y>"),
    ]
)
MARKUP = st.lists(
    st.one_of(FRAGMENTS, st.just(" "), st.just("\n"), st.text(max_size=3)), max_size=40
).map("".join)


def encoded(markup: str) -> bytes:
    return ("<p>text</p>" + markup.replace("\0", "")).encode("utf-8", "replace")


@settings(deadline=None, max_examples=200)
@given(MARKUP)
def test_any_markup_comes_back_to_the_byte_and_its_content_nests(markup: str) -> None:
    data = encoded(markup)
    found = units(data)
    assert PAGE.merge(data, {unit.id: unit.content for unit in found}, None) == data
    for unit in found:
        opened: list[int] = []
        for token in parse(unit.content):
            if not isinstance(token, str):
                if token.kind.value == "open":
                    opened.append(token.number)
                elif token.kind.value == "close":
                    assert opened.pop() == token.number
        assert not opened
        assert unit.content == unit.content.strip(" \t\n\r\f")
    assert [unit.id for unit in found] == [f"u{number}" for number in range(1, len(found) + 1)]


@settings(deadline=None, max_examples=200)
@given(MARKUP)
def test_changed_targets_of_any_markup_are_found_again(markup: str) -> None:
    data = encoded(markup)
    targets = {unit.id: bracketed(unit.content) for unit in units(data)}
    again = {unit.id: unit.content for unit in units(PAGE.merge(data, targets, None))}
    assert again == targets


@settings(deadline=None, max_examples=100)
@given(MARKUP, MARKUP)
def test_a_target_never_becomes_markup(markup: str, text: str) -> None:
    data = encoded(markup)
    found = units(data)
    tokens = {unit.id: parse(unit.content) for unit in found}
    targets = {
        id_: serialise(text or "x" if isinstance(token, str) else token for token in given)
        for id_, given in tokens.items()
    }
    plain = {
        id_: serialise("x" if isinstance(token, str) else token for token in given)
        for id_, given in tokens.items()
    }

    def tags(page: bytes) -> list[tuple[str, list[str]]]:
        soup = BeautifulSoup(page.decode("utf-8", "replace"), "lxml")
        return [(tag.name, sorted(tag.attrs)) for tag in soup.find_all(True)]

    assert tags(PAGE.merge(data, targets, None)) == tags(PAGE.merge(data, plain, None))


XML_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@settings(deadline=None, max_examples=100)
@given(XML_TEXT, st.text(max_size=20))
def test_xhtml_stays_well_formed_whatever_the_target(source: str, target: str) -> None:
    escaped = (
        source.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
    )
    page = (
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p title="a{escaped}">b <b>{escaped}</b> c</p>'
        "</body></html>"
    )
    found = units(page)
    assert plain_text(found[-1].content).startswith("b ")
    targets = {
        unit.id: serialise(target or "x" if isinstance(t, str) else t for t in parse(unit.content))
        for unit in found
    }
    assert is_well_formed(PAGE.merge(page.encode(), targets, Adaptation("kk", ATTRIBUTION)))


def test_kinds_of_attributes_are_told_apart() -> None:
    kinds = [
        unit.kind for unit in units('<img alt="a" title="b"><meta name=description content=c>')
    ]
    assert kinds == [UnitKind.ALT_TEXT, UnitKind.LABEL, UnitKind.METADATA]

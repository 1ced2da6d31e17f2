# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""EPUB 2 and 3: identity, what is read, what an adaptation says anew, and what is refused."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.formats import formats
from adapters.formats.xml_splice import Element, XmlText
from audarma.errors import MalformedDocumentError, UnsafeSourceError, UnsupportedFormatError
from audarma.inline_code import parse, serialise
from audarma.model import Attribution, NoticeLine
from audarma.ports import Adaptation, ResourceFormat, Targets

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "epub"
BOOKS = sorted(CORPUS.glob("*.epub"))
needs_corpus = pytest.mark.skipif(
    not BOOKS, reason="the shared corpus is not beside the repository"
)
DC = "{http://purl.org/dc/elements/1.1/}"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
OBFUSCATION = "http://www.idpf.org/2008/embedding"

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>"""

OPF_3 = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" xml:lang="en-GB" unique-identifier="i"
 prefix="cc: http://creativecommons.org/ns#">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:identifier id="i">urn:isbn:9780000000002</dc:identifier>
    <meta refines="#i" property="identifier-type" scheme="onix:codelist5">15</meta>
    <dc:title id="sub">A Short Course</dc:title>
    <dc:title id="main" xml:lang="en">Algebra &amp; Logic</dc:title>
    <meta refines="#main" property="title-type">main</meta>
    <dc:creator>Ada Adams</dc:creator>
    <dc:language>fr</dc:language><dc:language>en-GB</dc:language>
    <dc:subject>MAT002000</dc:subject>
    <dc:subject>Algebra</dc:subject>
    <dc:publisher>Open Press</dc:publisher>
    <dc:date>2020-01-02</dc:date>
    <dc:description>For beginners.</dc:description>
    <dc:rights>CC BY 4.0</dc:rights>
    <link rel="cc:license" href="http://creativecommons.org/licenses/by/4.0/"/>
    <link rel="cc:license" refines="#page" href="http://creativecommons.org/licenses/by-nc/2.0/"/>
    <meta property="cc:attributionURL">https://press.example/algebra</meta>
    <meta property="dcterms:modified">2020-01-02T03:04:05Z</meta>
  </metadata>
  <manifest>
    <item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>
    <item id="page" href="text/chapter%201.xhtml" media-type="application/xhtml+xml"/>
    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
    <item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
  </manifest>
  <spine toc="ncx">
    <itemref idref="cover"/>
    <itemref idref="page"/>
  </spine>
</package>
"""

OPF_2 = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="2.0" unique-identifier="i">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
    <dc:identifier id="i" opf:scheme="ISBN">9780000000002</dc:identifier>
    <dc:title>Algebra</dc:title>
    <dc:language>en</dc:language>
  </metadata>
  <manifest>
    <item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>
    <item id="page" href="text/chapter%201.xhtml" media-type="application/xhtml+xml"/>
    <item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
  </manifest>
  <spine toc="ncx"><itemref idref="cover"/><itemref idref="page"/></spine>
  <guide><reference type="cover" title="Front cover" href="cover.xhtml"/></guide>
</package>
"""

NAV = """<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
 xml:lang="en" lang="en">
<head><title>Contents</title></head>
<body><nav epub:type="toc"><h1>Contents</h1><ol>
  <li><a href="cover.xhtml">Cover</a></li>
  <li><span>Part One</span><ol><li><a href="text/chapter%201.xhtml">Numbers</a></li></ol></li>
</ol></nav></body></html>
"""

NCX = """<?xml version="1.0" encoding="utf-8"?>
{doctype}
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="en">
  <head><meta name="dtb:uid" content="{uid}"/></head>
  <docTitle><text>Algebra</text></docTitle>
  <docAuthor><text>Ada Adams</text></docAuthor>
  <navMap>
    <navPoint id="n1" playOrder="1">
      <navLabel><text>Cover</text></navLabel><content src="cover.xhtml"/>
    </navPoint>
    <navPoint id="n2" playOrder="2">
      <navLabel><text>Numbers</text></navLabel><content src="text/chapter%201.xhtml"/>
    </navPoint>
  </navMap>
  <pageList><navLabel><text>Pages</text></navLabel>
    <pageTarget id="p1" type="front" value="1" playOrder="1">
      <navLabel><text>xii</text></navLabel><content src="cover.xhtml"/>
    </pageTarget>
  </pageList>
</ncx>
"""

NCX_DOCTYPE = (
    '<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" '
    '"http://www.daisy.org/z3986/2005/ncx-2005-1.dtd">'
)
DOCTYPE_2 = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'


def page(title: str, body: str, version: int) -> str:
    doctype, lang = (DOCTYPE_2, "") if version == 2 else ("<!DOCTYPE html>", ' lang="en"')
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n{doctype}\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"{lang}>\n'
        f"<head><title>{title}</title></head>\n<body>{body}</body></html>\n"
    )


def members(version: int = 3) -> dict[str, str]:
    """Give the members of a small valid book."""
    uid = "urn:isbn:9780000000002" if version == 3 else "9780000000002"
    made = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "EPUB/book.opf": OPF_3 if version == 3 else OPF_2,
        "EPUB/toc.ncx": NCX.format(uid=uid, doctype=NCX_DOCTYPE if version == 2 else ""),
        "EPUB/cover.xhtml": page("Cover", "<h1>Algebra</h1>", version),
        "EPUB/text/chapter 1.xhtml": page(
            "Numbers", "<h1>Numbers</h1><p>See <em>one</em> number.</p>", version
        ),
    }
    return made | ({"EPUB/nav.xhtml": NAV} if version == 3 else {})


def book(folder: Path, made: dict[str, str], name: str = "book.epub") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in made.items():
            stored = zipfile.ZIP_STORED if member == "mimetype" else None
            archive.writestr(member, content, stored)
    return path


def epub() -> ResourceFormat:
    return next(format_ for format_ in formats().resources if format_.name == "epub")


def attribution(warning: str = "Бұл аударманы адам тексермеген.") -> Attribution:
    return Attribution(
        locale="kk",
        title="Алгебра",
        heading="Аударма туралы",
        lines=(NoticeLine((("Лицензия: ", ""), ("CC BY 4.0", CC_BY))),),
        warning=warning,
        licence_id="CC-BY-4.0",
        licence_name="CC BY 4.0",
        licence_url=CC_BY,
        source_url="https://press.example/algebra",
        source_title="Algebra & Logic",
        creators=("Ada Adams",),
        translators=("Audarma", "Айгүл & Ко"),
        date="2026-11-24",
        json_ld={"@context": "https://schema.org", "@type": "Book"},
    )


def pseudo(content: str) -> str:
    """Write each text in Kazakh letters and brackets; codes stay where they are."""
    letters = str.maketrans("aeiou", "әіңғү")
    return serialise(
        f"⟦{token.translate(letters)}⟧" if isinstance(token, str) and token.strip() else token
        for token in parse(content)
    )


def targets(source: Path, change: Callable[[str], str]) -> dict[str, Targets]:
    return {
        document.path: {unit.id: change(unit.content) for unit in document.units}
        for document in epub().extract(source)
    }


def adapted(source: Path, out: Path, credit: Attribution | None) -> Path:
    found = targets(source, pseudo)
    epub().merge(source, found.__getitem__, Adaptation("kk", credit), out)
    return out


def read(path: Path, member: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(member).decode()


def dublin_core(path: Path, name: str) -> list[str]:
    root = XmlText(read(path, "EPUB/book.opf").encode(), "book.opf").root
    return [element.text for element in root.descendants(f"{DC}{name}")]


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def epubcheck(path: Path) -> Counter[tuple[str, str]]:
    """Give EPUBCheck's messages with how often each is reported."""
    program = shutil.which("epubcheck")
    if program is None or shutil.which("java") is None:
        pytest.skip("epubcheck is not installed")
    # Debian's command is the Java archive itself, others' a script that starts it.
    is_archive = Path(program).read_bytes()[:2] == b"PK"
    quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"]
    command = ["java", *quick, "-jar", program] if is_archive else [program]
    done = subprocess.run(
        [*command, str(path), "--json", "-", "--quiet"], capture_output=True, text=True, check=False
    )
    report = json.loads(done.stdout[done.stdout.index("{") : done.stdout.rindex("}") + 1])
    found: Counter[tuple[str, str]] = Counter()
    for message in report["messages"]:
        count = len(message["locations"]) + message["additionalLocations"]
        found[message["ID"], message["message"]] += max(1, count)
    return found


class TestReading:
    def test_metadata_is_the_publications_own(self, tmp_path: Path) -> None:
        found = epub().metadata(book(tmp_path, members()))
        assert found.title == "Algebra & Logic"
        assert found.creators == ("Ada Adams",)
        assert found.source_url == "https://press.example/algebra"
        assert found.licence_statements == (
            "http://creativecommons.org/licenses/by/4.0/",
            "CC BY 4.0",
        )
        assert (found.language, found.published) == ("fr", "2020-01-02")
        assert (found.publisher, found.description) == ("Open Press", "For beginners.")

    def test_licence_that_the_package_lacks_is_found_in_the_pages(self, tmp_path: Path) -> None:
        made = members(2)
        made["EPUB/cover.xhtml"] = page(
            "Cover", f'<p>Under <a rel="license" href="{CC_BY}">CC BY</a>.</p>', 2
        )
        assert CC_BY in epub().metadata(book(tmp_path, made)).licence_statements

    def test_documents_come_in_reading_order(self, tmp_path: Path) -> None:
        paths = [document.path for document in epub().extract(book(tmp_path, members()))]
        assert paths == [
            "EPUB/book.opf",
            "EPUB/cover.xhtml",
            "EPUB/text/chapter 1.xhtml",
            "EPUB/nav.xhtml",
            "EPUB/toc.ncx",
        ]

    def test_names_codes_and_page_numbers_are_no_units(self, tmp_path: Path) -> None:
        documents = {d.path: d for d in epub().extract(book(tmp_path, members()))}
        package, ncx = documents["EPUB/book.opf"], documents["EPUB/toc.ncx"]
        assert {unit.content for unit in package.units} == {
            "A Short Course",
            "Algebra &amp; Logic",
            "For beginners.",
            "Algebra",
        }
        assert [unit.content for unit in ncx.units] == ["Algebra", "Cover", "Numbers"]

    def test_units_stand_under_the_titles_of_the_table_of_contents(self, tmp_path: Path) -> None:
        documents = {d.path: d for d in epub().extract(book(tmp_path, members()))}
        units = documents["EPUB/text/chapter 1.xhtml"].units
        sentence = next(unit for unit in units if "number." in unit.content)
        assert sentence.title_path == ("Part One", "Numbers")

    def test_guide_titles_of_epub_2_are_units(self, tmp_path: Path) -> None:
        documents = {d.path: d for d in epub().extract(book(tmp_path, members(2)))}
        assert "Front cover" in {unit.content for unit in documents["EPUB/book.opf"].units}

    def test_epub_is_recognised_by_its_first_member(self, tmp_path: Path) -> None:
        path = book(tmp_path, members(), "book.zip")
        assert formats().resource_format(path).name == "epub"


class TestIdentity:
    @pytest.mark.parametrize("version", [2, 3])
    def test_targets_equal_to_their_sources_change_no_byte(
        self, tmp_path: Path, version: int
    ) -> None:
        source, out = book(tmp_path, members(version)), tmp_path / "out.epub"
        epub().merge(source, targets(source, str).__getitem__, None, out)
        assert out.read_bytes() == source.read_bytes()

    @needs_corpus
    @pytest.mark.parametrize("source", BOOKS, ids=lambda path: path.stem)
    def test_real_books_come_back_byte_for_byte(self, tmp_path: Path, source: Path) -> None:
        out = tmp_path / "out.epub"
        found = targets(source, str)
        assert sum(map(len, found.values())) > 20
        epub().merge(source, found.__getitem__, None, out)
        assert contents(out) == contents(source)

    @needs_corpus
    @pytest.mark.parametrize("source", BOOKS, ids=lambda path: path.stem)
    def test_targets_of_real_books_are_there_when_they_are_read_again(
        self, tmp_path: Path, source: Path
    ) -> None:
        found = targets(source, pseudo)
        out = tmp_path / "out.epub"
        epub().merge(source, found.__getitem__, Adaptation("kk"), out)
        again = targets(out, str)
        assert again.keys() == found.keys()
        for path, wanted in found.items():
            if path.endswith(".vtt"):
                # Captions cut between two sentences of a unit are two units from then on.
                assert " ".join(again[path].values()) == " ".join(wanted.values())
            else:
                assert again[path] == wanted


class TestAdaptation:
    @pytest.mark.parametrize("version", [2, 3])
    def test_identifier_is_new_the_same_each_time_and_the_same_in_the_ncx(
        self, tmp_path: Path, version: int
    ) -> None:
        source = book(tmp_path, members(version))
        out = adapted(source, tmp_path / "one.epub", attribution())
        again = adapted(source, tmp_path / "two.epub", attribution())
        assert out.read_bytes() == again.read_bytes()
        (identifier,) = dublin_core(out, "identifier")
        assert identifier.startswith("urn:uuid:")
        assert f'content="{identifier}"' in read(out, "EPUB/toc.ncx")
        assert dublin_core(source, "identifier")[0] in dublin_core(out, "source")

    def test_what_was_said_of_the_old_identifiers_kind_is_taken_back(self, tmp_path: Path) -> None:
        three = adapted(book(tmp_path, members()), tmp_path / "3.epub", None)
        assert "identifier-type" not in read(three, "EPUB/book.opf")
        two = adapted(book(tmp_path, members(2)), tmp_path / "2.epub", None)
        assert 'opf:scheme="UUID"' in read(two, "EPUB/book.opf")

    def test_language_of_the_source_becomes_the_target_and_others_stay(
        self, tmp_path: Path
    ) -> None:
        out = adapted(book(tmp_path, members()), tmp_path / "out.epub", None)
        assert dublin_core(out, "language") == ["fr", "kk"]
        opf = read(out, "EPUB/book.opf")
        assert 'xml:lang="kk" unique-identifier' in opf
        assert '<dc:title id="main" xml:lang="kk">' in opf
        for member in ("EPUB/toc.ncx", "EPUB/nav.xhtml", "EPUB/text/chapter 1.xhtml"):
            assert 'xml:lang="kk"' in read(out, member)

    def test_translators_source_rights_and_date_are_written(self, tmp_path: Path) -> None:
        out = adapted(book(tmp_path, members()), tmp_path / "out.epub", attribution())
        opf = read(out, "EPUB/book.opf")
        assert dublin_core(out, "contributor") == ["Audarma", "Айгүл & Ко"]
        assert opf.count('property="role" scheme="marc:relators">trl</meta>') == 2
        assert "https://press.example/algebra" in dublin_core(out, "source")
        assert dublin_core(out, "rights") == ["CC BY 4.0", f"Лицензия: CC BY 4.0 ({CC_BY})"]
        assert f'<link rel="cc:license" href="{CC_BY}"/>' in opf
        assert 'refines="#page" href="http://creativecommons.org/licenses/by-nc/2.0/"' in opf
        assert ">2026-11-24T00:00:00Z<" in opf
        assert dublin_core(out, "creator") == ["Ada Adams"]

    def test_translators_of_epub_2_have_the_role_attribute(self, tmp_path: Path) -> None:
        out = adapted(book(tmp_path, members(2)), tmp_path / "out.epub", attribution())
        assert '<dc:contributor opf:role="trl">Audarma</dc:contributor>' in read(
            out, "EPUB/book.opf"
        )

    @pytest.mark.parametrize(("warning", "place"), [("Тексерілмеген.", 1), ("", 2)])
    def test_notice_stands_behind_the_cover_with_a_warning_and_else_at_the_end(
        self, tmp_path: Path, warning: str, place: int
    ) -> None:
        source = book(tmp_path, members())
        out = adapted(source, tmp_path / "out.epub", attribution(warning))
        root = XmlText(read(out, "EPUB/book.opf").encode(), "book.opf").root
        spine = [e.attributes["idref"] for e in root.elements[-1].elements]
        assert spine.index("audarma-notice") == place
        assert warning in read(out, "EPUB/audarma-notice.xhtml")
        links = [
            node.attributes["href"]
            for node in XmlText(read(out, "EPUB/nav.xhtml").encode(), "nav").root.nodes()
            if isinstance(node, Element) and "href" in node.attributes
        ]
        assert links.index("audarma-notice.xhtml") == place

    def test_notice_takes_no_name_that_the_book_has(self, tmp_path: Path) -> None:
        made = members() | {"EPUB/audarma-notice.xhtml": page("Mine", "<p>Mine.</p>", 3)}
        out = adapted(book(tmp_path, made), tmp_path / "out.epub", attribution())
        assert "Mine." in read(out, "EPUB/audarma-notice.xhtml")
        assert "Тексерілмеген" not in read(out, "EPUB/audarma-notice.xhtml")
        assert "Аударма туралы" in read(out, "EPUB/audarma-notice-2.xhtml")

    def test_identifier_by_which_fonts_are_obfuscated_is_kept(self, tmp_path: Path) -> None:
        made = members() | {"META-INF/encryption.xml": encryption(OBFUSCATION)}
        source = book(tmp_path, made)
        out = adapted(source, tmp_path / "out.epub", attribution())
        old, new = dublin_core(out, "identifier")
        assert old == "urn:isbn:9780000000002"
        assert new.startswith("urn:uuid:")
        assert f'content="{old}"' in read(out, "EPUB/toc.ncx")
        assert "identifier-type" in read(out, "EPUB/book.opf")

    def test_target_is_text_and_never_markup(self, tmp_path: Path) -> None:
        source, out = book(tmp_path, members()), tmp_path / "out.epub"
        attack = {"title-1": "&lt;script>alert(1)&lt;/script>", "title": "]]&gt; &lt;b>"}
        epub().merge(source, lambda path: attack, Adaptation("kk"), out)
        assert dublin_core(out, "title")[0] == "<script>alert(1)</script>"
        assert "<script>" not in read(out, "EPUB/book.opf")

    def test_members_without_units_are_not_touched(self, tmp_path: Path) -> None:
        made = members() | {"EPUB/style.css": "p { color: red }", "EPUB/x.js": "alert('Hello')"}
        source = book(tmp_path, made)
        out = adapted(source, tmp_path / "out.epub", attribution())
        before, after = contents(source), contents(out)
        assert list(after)[: len(before)] == list(before)
        for name in ("mimetype", "META-INF/container.xml", "EPUB/style.css", "EPUB/x.js"):
            assert after[name] == before[name]


def encryption(algorithm: str) -> str:
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
        'xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
        f'<enc:EncryptionMethod Algorithm="{algorithm}"/></enc:EncryptedData></encryption>'
    )


class TestRefusal:
    @pytest.mark.parametrize(
        ("member", "content", "scheme"),
        [
            (
                "META-INF/encryption.xml",
                encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc"),
                "aes128-cbc",
            ),
            ("META-INF/rights.xml", "<rights/>", "Adobe ADEPT"),
            ("META-INF/license.lcpl", "{}", "Readium LCP"),
        ],
    )
    def test_protected_book_is_refused_by_the_schemes_name(
        self, tmp_path: Path, member: str, content: str, scheme: str
    ) -> None:
        path = book(tmp_path, members() | {member: content})
        with pytest.raises(UnsupportedFormatError, match=rf"book\.epub: is protected.*{scheme}"):
            epub().metadata(path)

    @pytest.mark.parametrize("member", ["META-INF/container.xml", "EPUB/book.opf", "EPUB/toc.ncx"])
    def test_entity_that_fetches_a_file_is_refused(self, tmp_path: Path, member: str) -> None:
        made = members()
        body = made[member].partition("?>")[2]
        if "<!DOCTYPE" in body:
            body = body.partition(">")[2]
        made[member] = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>{body}'
        with pytest.raises(UnsafeSourceError, match="declares the entity e"):
            list(epub().extract(book(tmp_path, made)))

    @pytest.mark.parametrize(
        ("member", "content", "message"),
        [
            ("META-INF/container.xml", "<container/>", "names no package document"),
            ("EPUB/book.opf", "<package><metadata/></package>", "the package has no metadata"),
            ("EPUB/book.opf", "<package>", r"book\.opf:1: is not well-formed XML"),
        ],
    )
    def test_broken_book_is_malformed(
        self, tmp_path: Path, member: str, content: str, message: str
    ) -> None:
        path = book(tmp_path, members() | {member: content})
        with pytest.raises(MalformedDocumentError, match=message):
            epub().metadata(path)

    def test_archive_that_is_no_epub_is_malformed(self, tmp_path: Path) -> None:
        path = book(tmp_path, {"a.txt": "a"})
        with pytest.raises(MalformedDocumentError, match=r"book\.epub: has no META-INF/container"):
            epub().metadata(path)

    def test_missing_page_is_named(self, tmp_path: Path) -> None:
        made = members()
        del made["EPUB/text/chapter 1.xhtml"]
        with pytest.raises(MalformedDocumentError, match=r"EPUB/text/chapter 1\.xhtml is missing"):
            list(epub().extract(book(tmp_path, made)))


class TestEpubCheck:
    @pytest.mark.parametrize("version", [pytest.param(2, marks=pytest.mark.server), 3])
    def test_small_adapted_book_is_valid(self, tmp_path: Path, version: int) -> None:
        # EPUBCheck advises against spaces in names, which readers must and do allow.
        made = {
            name.replace(" ", "-"): content.replace("%20", "-")
            for name, content in members(version).items()
        }
        source = book(tmp_path, made)
        out = adapted(source, tmp_path / "out.epub", attribution())
        assert epubcheck(out) == Counter()

    @needs_corpus
    @pytest.mark.server  # starts a Java machine twice a book: minutes in all
    @pytest.mark.parametrize("source", BOOKS, ids=lambda path: path.stem)
    def test_adapted_real_book_has_no_fault_that_its_source_had_not(
        self, tmp_path: Path, source: Path
    ) -> None:
        out = adapted(source, tmp_path / "out.epub", attribution())
        assert epubcheck(out) - epubcheck(source) == Counter()

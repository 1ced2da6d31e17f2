# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Termbases read from TBX of both versions and styles."""

from dataclasses import replace
from pathlib import Path

import pytest
from translate.storage.tbx import tbxfile

from adapters.exchange.tbx import read_tbx
from adapters.exchange.tbx_writing import write_tbx
from audarma.errors import MalformedDocumentError, UnsafeSourceError
from audarma.model import TermEntry, TermStatus

# ISO 30042:2019, categories as attributes (DCA).
DCA = """<?xml version="1.0" encoding="UTF-8"?>
<tbx style="dca" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
<tbxHeader><fileDesc><sourceDesc><p>A test.</p></sourceDesc></fileDesc></tbxHeader>
<text><body>
<conceptEntry id="c1">
 <descrip type="subjectField">biology</descrip>
 <langSec xml:lang="en"><termSec><term>cell</term>
  <termNote type="partOfSpeech">noun</termNote></termSec></langSec>
 <langSec xml:lang="kk-KZ">
  <termSec><term>ұяшық</term>
   <termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termSec>
  <termSec><term>клетка</term>
   <termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></termSec>
  <termSec><term>жасуша</term>
   <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>
   <note>of a living being</note></termSec>
 </langSec>
 <langSec xml:lang="ru"><termSec><term>клетка</term></termSec></langSec>
 <langSec xml:lang="de"><termSec><term>Zelle</term></termSec></langSec>
</conceptEntry>
</body></text></tbx>"""

# The same concept, categories as elements (DCT).
DCT = """<?xml version="1.0" encoding="UTF-8"?>
<tbx style="dct" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
<tbxHeader><fileDesc><sourceDesc><p>A test.</p></sourceDesc></fileDesc></tbxHeader>
<text><body>
<conceptEntry id="c1">
 <min:subjectField>biology</min:subjectField>
 <langSec xml:lang="en"><termSec><term>cell</term>
  <min:partOfSpeech>noun</min:partOfSpeech></termSec></langSec>
 <langSec xml:lang="kk-KZ">
  <termSec><term>ұяшық</term>
   <min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec>
  <termSec><term>клетка</term>
   <min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus></termSec>
  <termSec><term>жасуша</term>
   <min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus>
   <note>of a living being</note></termSec>
 </langSec>
 <langSec xml:lang="ru"><termSec><term>клетка</term></termSec></langSec>
</conceptEntry>
</body></text></tbx>"""

# ISO 30042:2008, with terms in groups (ntig) and alone (tig), as DTDs of the time had them.
MARTIF = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>A test.</p></sourceDesc>
</fileDesc></martifHeader><text><body>
<termEntry id="c1"><descripGrp><descrip type="subjectField">biology</descrip></descripGrp>
 <langSet xml:lang="EN-us"><ntig><termGrp><term>cell</term>
  <termNote type="partOfSpeech">noun</termNote></termGrp></ntig></langSet>
 <langSet xml:lang="kk">
  <tig><term>ұяшық</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>
  </tig>
  <tig><term>клетка</term><termNote type="normativeAuthorization">admittedTerm</termNote></tig>
  <tig><term>жасуша</term><termNote type="normativeAuthorization">preferredTerm</termNote>
  <note>of a living being</note></tig>
 </langSet>
 <langSet xml:lang="ru"><tig><term>клетка</term></tig></langSet>
</termEntry></body></text></martif>"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "terms.tbx"
    path.write_text(text, encoding="utf-8")
    return path


def concept(*sections: str) -> str:
    """A TBX file of one concept; a section is ``locale: term, term``."""
    body = ""
    for section in sections:
        locale, _, terms = section.partition(": ")
        found = "".join(f"<termSec><term>{t}</term></termSec>" for t in terms.split(", ") if t)
        body += f'<langSec xml:lang="{locale}">{found}</langSec>'
    return f"<tbx><text><body><conceptEntry>{body}</conceptEntry></body></text></tbx>"


@pytest.mark.parametrize("text", [DCA, DCT, MARTIF], ids=["dca", "dct", "martif"])
def test_a_concept_is_read_whole_from_each_kind_of_tbx(text: str, tmp_path: Path) -> None:
    found = list(read_tbx(written(tmp_path, text)))
    kazakh = {e.target_term: e.status for e in found if e.target_locale == "kk"}
    assert kazakh == {
        "ұяшық": TermStatus.FORBIDDEN,
        "клетка": TermStatus.ADMITTED,
        "жасуша": TermStatus.PREFERRED,
    }
    assert (
        TermEntry(
            "cell", "жасуша", "kk", "noun", "biology", TermStatus.PREFERRED, "of a living being"
        )
        in found
    )
    assert [e.target_term for e in found if e.target_locale == "ru"] == ["клетка"]
    assert {entry.target_locale for entry in found} == {"kk", "ru"}


def test_file_of_another_tool_is_read(tmp_path: Path) -> None:
    other = tbxfile(sourcelanguage="en", targetlanguage="kk")
    for source, target in (("cell", "жасуша"), ("root & stem", "тамыр мен сабақ")):
        other.addsourceunit(source).settarget(target, "kk")
    path = tmp_path / "other.tbx"
    other.savefile(str(path))
    assert [(e.source_term, e.target_term) for e in read_tbx(path)] == [
        ("cell", "жасуша"),
        ("root & stem", "тамыр мен сабақ"),
    ]


def test_written_termbase_is_read_by_other_tools_and_comes_back(tmp_path: Path) -> None:
    entries = [
        TermEntry("cell", "жасуша", "kk", "noun", "biology", note="тірі & <b>", origin="project"),
        TermEntry("cell", "клетка", "kk", "noun", "biology", TermStatus.FORBIDDEN),
        TermEntry("cell", "ұяшық", "kk", "noun", "informatics", TermStatus.PREFERRED),
        TermEntry("DNA", "ДНҚ", "kk", "abbreviation", "", TermStatus.PREFERRED),
        TermEntry("Ob", "Обь", "kk", "name", "geography", TermStatus.PREFERRED),
        TermEntry("in vivo", "тірі ағзада", "kk", "phrase", "biology", TermStatus.ADMITTED),
        TermEntry("in vivo", "in vivo\x07", "kk", "phrase", "biology", TermStatus.PREFERRED),
    ]
    path = tmp_path / "terms.tbx"
    write_tbx(path, entries, "kk")
    back = list(read_tbx(path))
    assert set(back) == {*entries[:-1], replace(entries[-1], target_term="in vivo")}
    units = tbxfile.parsefile(str(path)).units
    assert {(unit.source, unit.target) for unit in units} >= {("cell", "жасуша"), ("DNA", "ДНҚ")}


def test_first_target_is_preferred_where_the_file_says_nothing(tmp_path: Path) -> None:
    found = list(read_tbx(written(tmp_path, concept("en: cell", "kk: жасуша, клетка"))))
    assert [(e.target_term, str(e.status)) for e in found] == [
        ("жасуша", "preferred"),
        ("клетка", "admitted"),
    ]


def test_each_english_synonym_gets_the_targets(tmp_path: Path) -> None:
    found = read_tbx(written(tmp_path, concept("en: plant cell, vegetable cell", "ru: клетка")))
    assert [e.source_term for e in found] == ["plant cell", "vegetable cell"]


@pytest.mark.parametrize("sections", [("en: cell",), ("kk: жасуша",), ("en: ", "kk: жасуша")])
def test_concept_without_english_or_target_gives_nothing(
    sections: tuple[str, ...], tmp_path: Path
) -> None:
    assert list(read_tbx(written(tmp_path, concept(*sections)))) == []


def test_file_that_is_no_tbx_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MalformedDocumentError, match="<tmx>, not <tbx>"):
        list(read_tbx(written(tmp_path, "<tmx/>")))
    with pytest.raises(MalformedDocumentError, match=r"terms\.tbx:2: is not well-formed XML"):
        list(read_tbx(written(tmp_path, "<tbx>\n<text></tbx>")))
    with pytest.raises(MalformedDocumentError, match="cannot be read"):
        list(read_tbx(tmp_path / "absent.tbx"))


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE tbx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><tbx>&b;</tbx>'
    with pytest.raises(UnsafeSourceError, match="declares XML entities"):
        list(read_tbx(written(tmp_path, bomb)))

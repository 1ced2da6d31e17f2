# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""PO as a source: identity, what is read and protected, plurals, headers, and what is refused."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from translate.storage.pypo import pofile

from adapters.formats.html_inline import Role
from adapters.formats.message_text import message_pieces
from adapters.formats.po_catalogue import PoCatalogue
from audarma.errors import InlineCodeError, MalformedDocumentError, UnsupportedFormatError
from audarma.inline_code import parse, serialise
from audarma.model import Attribution, NoticeLine, Unit
from audarma.ports import Adaptation
from tests.effort import ending

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "po"
FILES = sorted(CORPUS.glob("*.po"))
needs_corpus = pytest.mark.skipif(
    not FILES, reason="the shared corpus is not beside the repository"
)
TEMPLATE = (Path(__file__).parents[1] / "corpus" / "po" / "course.pot").read_bytes()
BROKEN = CORPUS / "tt-pocount_syntax_errors-f43.tgif.fr.po"
PO = PoCatalogue()
HEADER = (
    'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset={}\\n"\n'
    '"Plural-Forms: {}\\n"\n\n'
)
KAZAKH = HEADER.format("kk", "UTF-8", "nplurals=2; plural=(n != 1);")
NOTICE = Attribution(
    locale="kk",
    title="Course",
    heading="Материал туралы",
    lines=(NoticeLine((("Аударма: ", ""), ("CC BY 4.0", "https://example.org/by"))),),
    warning="Аударманы адам тексермеген.",
    licence_id="CC-BY-4.0",
    licence_name="CC BY 4.0",
    licence_url="https://example.org/by",
    source_url="",
    source_title="Course",
    creators=(),
    translators=("Айгүл",),
    date="2026-11-05",
)


def units(data: bytes) -> dict[str, Unit]:
    return {unit.id: unit for unit in PO.extract(data, "x.po").units}


def cyrillic(content: str) -> str:
    """Give a target whose words differ from the source's, codes kept."""
    table = str.maketrans("aeiou", "аеиоу")
    return serialise(t.translate(table) if isinstance(t, str) else t for t in parse(content))


def translated(data: bytes, locale: str, notice: Attribution | None = None) -> bytes:
    targets = {unit.id: cyrillic(unit.content) for unit in units(data).values()}
    return PO.merge(data, targets, Adaptation(locale, notice))


def read(data: bytes, folder: Path) -> polib.POFile:
    path = folder / "out.po"
    path.write_bytes(data)
    return polib.pofile(str(path))


@needs_corpus
@pytest.mark.parametrize("path", [f for f in FILES if f != BROKEN], ids=lambda p: p.stem)
def test_real_files_come_back_to_the_byte(path: Path) -> None:
    data = path.read_bytes()
    sources = {name: unit.content for name, unit in units(data).items()}
    assert PO.merge(data, {}, None) == data
    assert PO.merge(data, sources, None) == data


@needs_corpus
@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")
@pytest.mark.parametrize("locale", ["kk", "ru"])
def test_gettext_accepts_a_real_file_in_both_languages(locale: str, tmp_path: Path) -> None:
    merged = translated((CORPUS / "django-en.po").read_bytes(), locale)
    path = tmp_path / "out.po"
    path.write_bytes(merged)
    done = subprocess.run(
        ["msgfmt", "--check", "-o", "/dev/null", str(path)], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert units(merged) == {}


@needs_corpus
def test_what_people_translated_stays_and_what_is_empty_is_translated() -> None:
    data = (CORPUS / "django-kk.po").read_bytes()
    before = {entry.source: str(entry.target) for entry in pofile.parsestring(data).units}
    after = {
        entry.source: str(entry.target)
        for entry in pofile.parsestring(translated(data, "kk")).units
    }
    kept = {source: target for source, target in before.items() if source and target}
    assert len(kept) > 150
    assert {source: after[source] for source in kept} == kept
    assert sum(map(bool, after.values())) > len(kept)


@needs_corpus
def test_broken_file_is_refused_in_one_sentence() -> None:
    with pytest.raises(MalformedDocumentError, match="two carriage returns") as caught:
        PO.extract(BROKEN.read_bytes(), BROKEN.name)
    assert "\n" not in str(caught.value)


def test_each_message_says_where_it_stands_and_what_its_codes_are() -> None:
    unit = units(TEMPLATE)["m1"]
    assert unit.content == "<key1>S</key1>ubmit"
    assert unit.title_path == (
        "quiz.py:12",
        "quiz",
        "Translators: a button that sends the answers",
    )
    welcome = units(TEMPLATE)["m3"]
    assert welcome.content == (
        "Welcome, <name1/>! Read <a2>the first chapter</a2>, and then answer the questions "
        "below.<br3/>You can try again at any time."
    )
    assert welcome.code_hints["<a2>"] == '<a href="{address}">'
    assert "m4" not in units(TEMPLATE), "a message without a letter is nothing to translate"


def test_plural_has_the_forms_of_the_language(tmp_path: Path) -> None:
    targets = {
        "m2.one": "<count1/> сұрақ қалды",
        "m2.few": "<count1/> бірнеше",
        "m2.many": "<count1/> көп сұрақ қалды",
    }
    found = units(TEMPLATE)
    targets = {
        name: target.replace("<count1/>", found[name].content.split(" ")[0])
        for name, target in targets.items()
    }
    kazakh = read(PO.merge(TEMPLATE, targets, Adaptation("kk")), tmp_path)
    (entry,) = (e for e in kazakh if e.msgid_plural)
    assert entry.msgstr_plural == {0: "%(count)d сұрақ қалды", 1: "%(count)d көп сұрақ қалды"}
    assert kazakh.metadata["Plural-Forms"] == "nplurals=2; plural=(n != 1);"
    russian = read(PO.merge(TEMPLATE, targets, Adaptation("ru")), tmp_path)
    (entry,) = (e for e in russian if e.msgid_plural)
    assert list(entry.msgstr_plural) == [0, 1, 2]
    assert entry.msgstr_plural[1] == "%(count)d бірнеше"
    assert russian.metadata["Plural-Forms"].startswith("nplurals=3;")


def test_plural_with_a_form_missing_stays_empty_in_all() -> None:
    merged = PO.merge(TEMPLATE, {"m2.one": units(TEMPLATE)["m2.one"].content}, Adaptation("ru"))
    assert merged.count(b'msgstr[2] ""') == 1
    assert b'msgstr[0] ""' in merged


def test_header_of_a_template_is_filled_in(tmp_path: Path) -> None:
    reviewed = translated(TEMPLATE, "ru", NOTICE)
    catalogue = read(reviewed, tmp_path)
    assert not catalogue.metadata_is_fuzzy
    assert catalogue.metadata["Language"] == "ru"
    assert catalogue.metadata["Content-Type"] == "text/plain; charset=UTF-8"
    assert catalogue.metadata["PO-Revision-Date"].startswith("2026-11-05")
    assert catalogue.metadata["Last-Translator"] == "Айгүл"
    assert "Аударма: CC BY 4.0 (https://example.org/by)" in catalogue.header
    assert reviewed.endswith(b'#~ msgid "Old message"\n#~ msgstr ""\n')


def test_kazakh_in_latin_letters_is_named_as_gettext_names_it(tmp_path: Path) -> None:
    catalogue = read(translated(TEMPLATE, "kk-Latn"), tmp_path)
    assert catalogue.metadata["Language"] == "kk@latin"
    assert catalogue.metadata["Plural-Forms"].startswith("nplurals=2;")


def test_draft_is_fuzzy_and_a_reviewed_file_is_not(tmp_path: Path) -> None:
    draft = [
        e for e in read(translated(TEMPLATE, "kk", NOTICE), tmp_path) if e.translated() or e.fuzzy
    ]
    assert draft
    assert all(entry.fuzzy for entry in draft if entry.msgid != "%s%%")
    again = translated(translated(TEMPLATE, "kk", NOTICE), "kk")
    assert b"fuzzy" not in again


def test_fuzzy_message_is_translated_anew() -> None:
    data = (
        KAZAKH + '#, fuzzy, python-format\n#| msgid "Old %s"\nmsgid "New %s"\nmsgstr "Ескі %s"\n'
    ).encode()
    merged = PO.merge(data, {"m1": "Жаңа <s1/>"}, None)
    assert merged.decode().endswith('#, python-format\nmsgid "New %s"\nmsgstr "Жаңа %s"\n')


def test_targets_of_a_third_language_do_not_stay() -> None:
    french = b'msgid "One"\nmsgstr "Un"\n\nmsgid "Two"\nmsgstr "Deux"\n'
    merged = PO.merge(french, {"m1": "Бір"}, Adaptation("kk")).decode()
    assert 'msgid "One"\nmsgstr "Бір"\n\nmsgid "Two"\nmsgstr ""\n' in merged


def test_file_of_the_other_language_is_refused() -> None:
    with pytest.raises(UnsupportedFormatError, match="Begin with the template"):
        PO.merge(KAZAKH.encode(), {}, Adaptation("ru"))


def test_letters_that_the_encoding_lacks_make_it_utf_8() -> None:
    data = (HEADER.format("", "ISO-8859-1", "") + 'msgid "Café open"\nmsgstr ""\n').encode(
        "latin-1"
    )
    assert units(data)["m1"].content == "Café open"
    merged = PO.merge(data, {"m1": "Дәмхана ашық"}, Adaptation("kk"))
    assert "charset=UTF-8" in merged.decode()
    assert "Café" in merged.decode()


def test_unwrapped_file_stays_unwrapped() -> None:
    long = "Words " * 30 + "end"
    data = f'msgid "{long}"\nmsgstr ""\n'.encode()
    assert PO.merge(data, {"m1": "Сөз " * 30}, None).count(b"\n") <= 3


def test_target_is_text_and_cannot_become_another_entry() -> None:
    hostile = 'x"\nmsgid "y"\nmsgstr "z\\'
    merged = PO.merge(b'msgid "One"\nmsgstr ""\n', {"m1": hostile}, None)
    (entry,) = pofile.parsestring(merged).units
    assert entry.target == hostile


def test_target_without_its_placeholder_is_refused() -> None:
    with pytest.raises(InlineCodeError, match="m1: lost inline code <s1/>"):
        PO.merge(b'msgid "Hello %s"\nmsgstr ""\n', {"m1": "Сәлем"}, None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('msgid "a"\nmsgstr "b\n', ":2: is no line of a PO file"),
        ('msgid "a"\n\nmsgid "b"\nmsgstr ""\n', ":3: has msgid where none can stand"),
        ('msgid "a"\n', ":1: the entry that begins here has no msgstr"),
        ('"lost"\n', ":1: has a string that belongs to no keyword"),
        ('msgid "a"\nmsgstr[0] ""\n', r":2: has msgstr\[0\] where none can stand"),
        (
            'msgid "a"\nmsgid_plural "b"\nmsgstr[1] ""\n',
            r":3: has msgstr\[1\] where none can stand",
        ),
        ("<html></html>\n", ":1: is no line of a PO file"),
    ],
)
def test_broken_syntax_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(MalformedDocumentError, match=message):
        PO.extract(text.encode(), "x.po")


def test_bytes_that_are_not_in_the_stated_encoding_are_refused() -> None:
    data = HEADER.format("", "UTF-8", "").encode() + b'msgid "Caf\xe9"\nmsgstr ""\n'
    with pytest.raises(MalformedDocumentError, match="is not in UTF-8"):
        PO.extract(data, "x.po")


@pytest.mark.parametrize(
    ("text", "protected"),
    [
        ("%(name)s has %d of %5.2f%%", ["%(name)s", "%d", "%5.2f", "%%"]),
        ("%1$s and %@, %1 and %L2", ["%1$s", "%@", "%1", "%L2"]),
        ("100% of 5% dogs", []),
        ("{0}, {name}, ${x}, {{ user.name }}", ["{0}", "{name}", "${x}", "{{ user.name }}"]),
        ("<b>Bold</b> &amp; <br/>", ["<b>", "</b>", "&amp;", "<br/>"]),
        ("AT&T, R&D", []),
        ("1 < 2 and 3 > 2", []),
    ],
)
def test_what_a_program_reads_is_protected(text: str, protected: list[str]) -> None:
    pieces = list(message_pieces(text, has_lines=True))
    assert [p.text for p in pieces if p.role is not Role.TEXT and p.name != "key"] == protected


@pytest.mark.parametrize("part", ['<a "', "<!-- ", " \t", "{{", "%(", "<a b=''", "&a", "$", "<a x"])
def test_hostile_message_is_read_in_bounded_time(part: str) -> None:
    text = part * 20_000
    with ending():
        assert "".join(piece.text for piece in message_pieces(text, has_lines=True)) == text


@given(st.text(st.sampled_from("ab &_%s(d){}<>/\"'\n0.;"), max_size=30))
def test_pieces_of_a_message_are_the_message(text: str) -> None:
    assert "".join(piece.text for piece in message_pieces(text, has_lines=True)) == text


_STRING = st.text(st.sampled_from('ab &%s{0}<b>/\\"\n é'), max_size=25)


@given(
    st.lists(st.tuples(_STRING, _STRING, st.booleans(), st.booleans()), max_size=4),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_catalogue_comes_back_to_the_byte(
    rows: list[tuple[str, str, bool, bool]], newline: str
) -> None:
    text = KAZAKH
    for number, (source, target, plural, fuzzy) in enumerate(rows):
        entry = polib.POEntry(
            msgctxt=str(number),
            msgid=source or "a",
            msgid_plural=f"{source}s" if plural else "",
            msgstr="" if plural else target,
            msgstr_plural={0: target, 1: target} if plural else {},
            flags=["fuzzy"] if fuzzy else [],
        )
        text += f"{entry}\n"
    data = text.replace("\n", newline).encode()
    sources = {name: unit.content for name, unit in units(data).items()}
    assert PO.merge(data, sources, None) == data
    again = units(PO.merge(data, {n: f"{c} ы" for n, c in sources.items()}, Adaptation("kk")))
    assert again == {}

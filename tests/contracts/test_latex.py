# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""LaTeX: identity, what is read, what text is written as, and what an adaptation says anew."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.formats import formats
from adapters.formats.latex import Latex, latex_document, merge_latex
from adapters.formats.latex_adaptation import Surroundings
from adapters.formats.latex_book import LatexBook
from adapters.formats.latex_document import LatexFile
from adapters.formats.text_bytes import read_text
from audarma.errors import InlineCodeError, MalformedDocumentError, UnsafeSourceError
from audarma.inline_code import codes, escape, parse, serialise
from audarma.model import Attribution, Document, NoticeLine, Unit, UnitKind
from audarma.ports import Adaptation, Targets
from tests.effort import ending

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "latex"
FILES = sorted(CORPUS.rglob("*.tex"))
needs_corpus = pytest.mark.skipif(
    not FILES, reason="the shared corpus is not beside the repository"
)
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
LESSON = (Path(__file__).parents[1] / "corpus" / "latex" / "lesson.tex").read_bytes()


def pseudo(content: str) -> str:
    """Write each text in Kazakh letters and brackets; codes stay where they are."""
    letters = str.maketrans("aeiou", "әіңғү")
    return serialise(
        f"⟦{token.translate(letters)}⟧" if isinstance(token, str) and token.strip() else token
        for token in parse(content)
    )


def units(data: bytes = LESSON) -> dict[str, Unit]:
    return {unit.content: unit for unit in Latex().extract(data, "lesson.tex").units}


def texts(source: str) -> list[str]:
    return [unit.content for unit in Latex().extract(source.encode(), "a.tex").units]


def test_each_kind_of_text_is_a_unit_and_code_is_none() -> None:
    kinds = {content: unit.kind for content, unit in units().items()}
    assert kinds["Sets &amp; maps<thanks1/>"] is UnitKind.TITLE
    assert kinds["Written for a class."] is UnitKind.FOOTNOTE
    assert kinds["Rule"] is UnitKind.LABEL
    assert kinds["What a set is"] is kinds["Sets"] is kinds["Of thumb"] is UnitKind.HEADING
    assert kinds["one"] is kinds["second"] is kinds["a rule"] is UnitKind.LIST_ITEM
    assert kinds["two"] is UnitKind.LABEL
    assert kinds["Map"] is UnitKind.DEFINITION
    assert kinds["The long table"] is kinds["Short"] is UnitKind.CAPTION
    assert kinds["Name"] is kinds["Size"] is UnitKind.TABLE_CELL
    assert kinds["<multicolumn1>both</multicolumn1>"] is UnitKind.TABLE_CELL
    assert kinds["All is number."] is UnitKind.QUOTATION
    assert kinds["Not <emph1>much</emph1>."] is kinds["Really."] is UnitKind.FOOTNOTE
    assert not any("do not translate" in content for content in kinds)


def test_sentence_keeps_what_is_inside_it_as_codes() -> None:
    found = units()
    unit = found[
        "A set <math1/> holds “things”\u00a0— see Section\u00a0<ref2/> <comment3/>and the café on "
        "page 3–4: <math4/> It costs 5\u2009% of $10.<footnote5/> It is <important6/> "
        "<emph7>and <textbf8>small</textbf8></emph7>."
    ]
    assert unit.title_path == ("What a set is",)
    assert unit.code_hints["<ref2/>"] == r"\ref{sec:sets}"
    assert "We say what a <term1>set</term1> is." in found
    assert "not empty" in found
    assert "Small print with <em1>words</em1> in it." in found
    assert (
        "More of it, typed as <verb1/> or <texttt2/>, by <unknown3/> and <LaTeX4/> itself." in found
    )
    assert "Visit <href1>this page</href1> or <url2/>." in found


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        (r"\medskip\emph{One} text", ["<emph1>One</emph1> text"]),
        ("\\noindent\n\\begin{tabular}{ll} One & two \\end{tabular}", ["One", "two"]),
        ("One%\n two % why\nthree", ["Onetwo <comment1/>three"]),
        (r"\vskip 2pt plus 1fil One", ["One"]),
        (r"{\bf One", ["One"]),
        ("\\emph{One\n\ntwo} three", ["One", "two", "three"]),
        (r"\begin{unknown}One\end{unknown} two", ["two"]),
        (r"\newenvironment{box}{\begin{center}}{\end{center}}\begin{box}One\end{box}", ["One"]),
        (r"\newcommand{\eq}[1]{$#1$}\eq{a b} two", ["<eq1/> two"]),
        (r"\let\a=\b \def\c#1{One #1}Two", ["Two"]),
        ("\\makeatletter\\a@b One\\makeatother", ["<ab1/> One"]),
        (r"$a_{\text{max}}$, $b \text{ if } \text{c}$", ["if"]),
        (r"\MakeShortVerb{\|}See |a_$b| here", ["<MakeShortVerb1/>See <verb2/> here"]),
        (r"Na\"{\i}ve \c{c}a, \'Etude \ss{} \o re", ["Naïve ça, Étude ß øre"]),
    ],
)
def test_construct_is_read_as_tex_reads_it(source: str, wanted: list[str]) -> None:
    assert texts(source) == wanted


def test_merge_without_changes_gives_the_same_bytes() -> None:
    same = {unit.id: unit.content for unit in units().values()}
    assert Latex().merge(LESSON, {}, None) == LESSON
    assert Latex().merge(LESSON, same, None) == LESSON


def test_pseudo_translation_comes_back_and_touches_nothing_else() -> None:
    document = Latex().extract(LESSON, "lesson.tex")
    targets = {unit.id: pseudo(unit.content) for unit in document.units}
    merged = Latex().merge(LESSON, targets, None)
    again = Latex().extract(merged, "lesson.tex")
    assert {unit.id: unit.content for unit in again.units} == targets
    assert merged.count(b"do not translate") == LESSON.count(b"do not translate")
    one = next(unit for unit in document.units if unit.content == "second")
    assert Latex().merge(LESSON, {one.id: "екі"}, None) == LESSON.replace(b"second", "екі".encode())


def test_target_without_its_codes_is_refused_by_name() -> None:
    unit = units()["Not <emph1>much</emph1>."]
    with pytest.raises(InlineCodeError, match=rf"{unit.id}.*lost inline code <emph1>"):
        Latex().merge(LESSON, {unit.id: "Аз."}, None)


@pytest.mark.parametrize("data", [b"", b" \n", b"a\0b"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedDocumentError, match=r"a\.tex"):
        Latex().extract(data, "a.tex")


SOUP = (
    r"\ { } [ ] $ $$ & # _ ^ ~ % a б \\ \( \) \[ \] \emph{ \textbf{x} \foo \foo[y]{z} \bar "
    r"\footnote{ \item \section{ \verb|q| \'e \% \, \dots -- `` '' ' * ( \begin{quote} "
    r"\end{quote} \begin{align} \end{align} \begin{tabular}{l} \end{tabular} \text{so} "
    r"\begin{verbatim} \end{verbatim} \newcommand{\x}[1]{#1} \label{a} {\em \index{a}% \def\a{b}"
)
SOUPS = st.lists(
    st.sampled_from([*SOUP.split(" "), " ", "\n", "\n\n", "%\n", "% c\n"]), max_size=25
)
TEXTS = st.text("aя \\{}[]$&#_^~%-–—'\"`“”‘’?!,<>|*(@…\u00a0\u2009\n\t", min_size=1, max_size=12)


@settings(derandomize=True, deadline=None)
@given(SOUPS)
def test_any_source_keeps_its_bytes_and_gives_targets_back(parts: list[str]) -> None:
    data = ("Start " + "".join(parts)).encode()
    found = Latex().extract(data, "a.tex").units
    assert len({unit.id for unit in found}) == len(found)
    assert Latex().merge(data, {unit.id: unit.content for unit in found}, None) == data
    wanted = {unit.id: pseudo(unit.content) for unit in found}
    again = Latex().extract(Latex().merge(data, wanted, None), "a.tex").units
    assert {unit.id: unit.content for unit in again} == wanted


PLACES = (
    "{}",
    "\\section[Short]{{{}}}",
    "\\item[{}] x",
    "\\unknown{{a{{b}}}}% c\n{} \\nat",
    "\\emph{{{}}}{{\\em b}}",
    "a\\footnote{{{}}}",
    "\\begin{{thm}}[{}]\\end{{thm}}",
    "\\begin{{tabular}}{{l}} {} & b \\\\ {} \\end{{tabular}}",
    "$x \\text{{{}}}$",
    "\\\\ {}",
)


@settings(derandomize=True, deadline=None)
@given(st.sampled_from(PLACES), TEXTS)
def test_text_is_text_wherever_it_stands(place: str, text: str) -> None:
    data = place.format("word", "word").encode()
    found = Latex().extract(data, "a.tex").units
    spaced = re.sub(r"[ \n\t]+", " ", f"д{text}ж" if text[0].isspace() else f"{text}ж")
    targets = {unit.id: unit.content.replace("word", escape(spaced)) for unit in found}
    merged = Latex().merge(data, targets, None)
    again = Latex().extract(merged, "a.tex").units
    assert {unit.id: unit.content for unit in again} == targets


CHUNKS = ("<math1/>", "<nat2/>", "<emph3>a</emph3>", "<unknown4/>", "<comment5/>", "<g6>b</g6>")


@settings(derandomize=True, deadline=None)
@given(st.lists(TEXTS, min_size=6, max_size=6), st.permutations(CHUNKS))
def test_codes_can_change_places_with_any_text_between(
    between: list[str], order: list[str]
) -> None:
    data = b"Text $x$ \\nat \\emph{a} \\unknown{y} % c\n{b} of it"
    (unit,) = Latex().extract(data, "a.tex").units
    assert sorted(map(str, codes(unit.content))) == sorted(map(str, codes("".join(CHUNKS))))
    written = "д".join(f"{escape(text)}{chunk}" for text, chunk in zip(between, order, strict=True))
    target = re.sub(r"[ \n\t]+", " ", f"ж{written}ж")
    merged = Latex().merge(data, {unit.id: target}, None)
    (again,) = Latex().extract(merged, "a.tex").units
    assert re.sub(r"(?<=[a-z])\d", "", again.content) == re.sub(r"(?<=[a-z])\d", "", target)


@pytest.mark.parametrize(
    "source",
    ["{", "}", r"\emph{", r"\footnote{a ", r"\foo[", "$", r"\(", r"\begin{quote}a", r"\section[a"],
)
def test_hostile_nesting_is_read_in_bounded_time(source: str) -> None:
    data = (source * 10_000).encode()
    with ending():
        found = Latex().extract(data, "a.tex").units
        assert Latex().merge(data, {unit.id: unit.content for unit in found}, None) == data


def attribution(warning: str = "Бұл аударманы адам тексермеген.") -> Attribution:
    return Attribution(
        locale="kk",
        title="Жиындар",
        heading="Аударма туралы",
        lines=(NoticeLine((("Лицензия: ", ""), ("CC BY_4.0", CC_BY), (" & т.б. \\x", "ftp://a"))),),
        warning=warning,
        licence_id="CC-BY-4.0",
        licence_name="CC BY 4.0",
        licence_url=CC_BY,
        source_url="https://press.example/sets",
        source_title="Sets",
        creators=("Ada Adams",),
        translators=("Айгүл",),
        date="2026-11-24",
    )


def test_notice_is_a_section_at_the_end_and_the_warning_follows_the_title() -> None:
    merged = Latex().merge(LESSON, {}, Adaptation("kk", attribution())).decode()
    assert (
        "\n\\section*{Аударма туралы}\n\nЛицензия: CC BY\\_4.0 (https://creativecommons.org/"
        "licenses/by/4.0/) \\& т.б. \\textbackslash{}x (ftp://a)\n\\end{document}\n" in merged
    )
    warning = "\\begin{quote}\\textbf{Бұл аударманы адам тексермеген.}\\end{quote}"
    assert f"\\maketitle\n{warning}\n" in merged
    assert "% License: https://creativecommons.org/licenses/by/4.0/\n" in merged
    assert Latex().metadata(merged.encode()).licence_statements[-1] == CC_BY
    reviewed = Latex().merge(LESSON, {}, Adaptation("kk", attribution(warning="")))
    assert b"textbf{\xd0" not in reviewed


def test_links_of_the_notice_are_links_where_the_document_has_links() -> None:
    data = b"\\documentclass{book}\\usepackage{hyperref}\n\\begin{document}\nText\n\\end{document}"
    merged = Latex().merge(data, {}, Adaptation("kk", attribution())).decode()
    assert f"\\href{{{CC_BY}}}{{CC BY\\_4.0}} \\& т.б. \\textbackslash{{}}x\n\\end" in merged
    assert "\\hypersetup{pdflang={kk}}\n\\begin{document}" in merged


def test_part_of_a_document_shows_the_notice_at_its_ends() -> None:
    merged = Latex().merge(b"\\chapter{One}\nText", {}, Adaptation("kk", attribution())).decode()
    assert merged.index("тексермеген") < merged.index("One") < merged.index("Аударма туралы")
    assert "\nText\n\n\\section*{" in merged


@pytest.mark.parametrize(
    ("locale", "source", "wanted"),
    [
        ("ru", r"\usepackage[english]{babel}", r"\usepackage[russian]{babel}"),
        ("ru", r"\usepackage[french,british]{babel}", r"\usepackage[french,russian]{babel}"),
        ("ru", r"\usepackage[main=english,ru]{babel}", r"\usepackage[main=russian,ru]{babel}"),
        ("kk", r"\usepackage[english]{babel}", r"\usepackage[provide=*,kazakh]{babel}"),
        ("kk", r"\usepackage[main=english]{babel}", r"\usepackage[provide=*,main=kazakh]{babel}"),
        ("kk", r"\setmainlanguage[variant=uk]{english}", r"\setmainlanguage{kazakh}"),
        ("ru", r"\setdefaultlanguage{english}", r"\setdefaultlanguage{russian}"),
        ("ru", r"\selectlanguage{english}", r"\selectlanguage{russian}"),
        ("ru", r"\usepackage[T1]{fontenc}", r"\usepackage[T1,T2A]{fontenc}"),
        ("ru", r"\usepackage[T1,T2A]{fontenc}", r"\usepackage[T1,T2A]{fontenc}"),
        ("ru", r"\usepackage[T2A,T1]{fontenc}", r"\usepackage[T2A,T1,T2A]{fontenc}"),
        ("ru", r"\hypersetup{pdflang={en-US}}", r"\hypersetup{pdflang={ru}}"),
        ("ru", r"% \usepackage[english]{babel}", r"% \usepackage[english]{babel}"),
        ("ru", r"\foreignlanguage{english}{x}", r"\foreignlanguage{english}{x}"),
    ],
)
def test_language_is_said_anew_where_it_is_stated(locale: str, source: str, wanted: str) -> None:
    data = f"\\documentclass{{book}}\n{source}\n\\begin{{document}}Text\\end{{document}}"
    merged = Latex().merge(data.encode(), {}, Adaptation(locale)).decode()
    assert wanted in merged
    assert source == wanted or source not in merged


def test_fonts_with_cyrillic_are_loaded_where_none_are_chosen() -> None:
    plain = b"\\documentclass{book}\n\\begin{document}Text\\end{document}"
    merged = Latex().merge(plain, {}, Adaptation("kk"))
    assert b"\n\\usepackage[T2A]{fontenc}\n" in merged
    unicode_fonts = plain.replace(b"\n", b"\n\\usepackage{fontspec}\n")
    assert b"T2A]" not in Latex().merge(unicode_fonts, {}, Adaptation("kk"))


def test_words_of_the_class_are_said_where_no_package_says_them() -> None:
    plain = "\\documentclass{book}\n\\begin{document}Text\\end{document}"
    with_babel = plain.replace("\n", "\n\\usepackage[english]{babel}\n")
    name = "\\renewcommand*{\\contentsname}{Мазмұны}"
    assert name in Latex().merge(plain.encode(), {}, Adaptation("kk")).decode()
    assert name not in Latex().merge(with_babel.encode(), {}, Adaptation("kk")).decode()


def test_sign_that_8_bit_fonts_lack_is_written_as_a_formula_where_it_is_new() -> None:
    (unit,) = Latex().extract(b"One", "a.tex").units
    merged = Latex().merge(b"One", {unit.id: "10\u202f000\u00a0≈ −α"}, None).decode()
    assert merged == r"10\,000~\ensuremath{\approx} \ensuremath{-}\ensuremath{\alpha}"
    held = "Here ≈ is\n\none"
    _, last = Latex().extract(held.encode(), "a.tex").units
    assert Latex().merge(held.encode(), {last.id: "≈"}, None).decode() == "Here ≈ is\n\n≈"


def test_command_that_took_a_comma_for_its_argument_takes_no_letter_instead() -> None:
    data = b"\\newcommand{\\law}[1]{the law$_{#1}$}\nUsing \\law, do it."
    (unit,) = Latex().extract(data, "a.tex").units
    merged = Latex().merge(data, {unit.id: "<law1/> пайдаланып, істе."}, None).decode()
    assert merged.endswith("\n\\law{} пайдаланып, істе.")


def test_old_input_encoding_becomes_utf_8() -> None:
    data = "\\documentclass{book}\\usepackage[latin1]{inputenc}\\begin{document}café\\end{document}"
    merged = Latex().merge(data.encode("latin-1"), {}, Adaptation("ru")).decode("utf-8")
    assert "[utf8]{inputenc}" in merged
    assert "café" in merged


def test_metadata_is_what_the_title_page_and_the_preamble_say() -> None:
    found = Latex().metadata(LESSON)
    assert (found.title, found.creators) == ("Sets & maps", ("Ada Adams", "Bo Brown"))
    assert (found.language, found.published) == ("en", "May 2024")
    assert found.licence_statements == ("this lesson is shared under CC BY 4.0.",)
    data = (
        b"\\usepackage[type={CC},modifier={by-sa},version={3.0}]{doclicense}\n"
        b"\\hypersetup{pdfauthor={Ada}, pdflicenseurl={https://a.example/l}}\n"
        b"This is licensed under \\href{http://creativecommons.org/licenses/by/3.0/}{a licence}."
    )
    assert Latex().metadata(data).licence_statements == (
        "http://creativecommons.org/licenses/by/3.0/",
        "This is licensed under a licence.",
        "https://a.example/l",
        "CC BY-SA 3.0",
    )


MAIN = r"""\documentclass{book}
\input{setup}
\title{Sets}
\begin{document}
\maketitle
\part{One}
\include{parts/first}
\input parts/second
\input{generated}
\end{document}
"""


def files() -> dict[str, bytes]:
    """Give a small book."""
    return {
        "LICENSE": b"CC BY-SA 4.0\n",
        "a-cover.tex": b"\\documentclass{a}\\begin{document}Cover\\end{document}",
        "book.tex": MAIN.encode(),
        "old.tex": b"Not included.",
        "parts/first.tex": b"\\chapter{First}\nA \\term{set} and\n\\begin{thm}A claim.\\end{thm}",
        "parts/second.tex": b"\\chapter{Second}\nText.",
        "setup.tex": b"\\newcommand{\\term}[1]{\\emph{#1}}\\newtheorem{thm}{Theorem}",
    }


def folder(root: Path, made: dict[str, bytes]) -> Path:
    for name, content in made.items():
        path = root / "book" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root / "book"


def archive(root: Path, made: dict[str, bytes]) -> Path:
    path = root / "book.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in made.items():
            written.writestr(name, content)
    return path


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def translated(documents: list[Document], change: Callable[[str], str]) -> dict[str, Targets]:
    return {
        document.path: {unit.id: change(unit.content) for unit in document.units}
        for document in documents
    }


@pytest.mark.parametrize("make", [folder, archive])
def test_document_of_many_files_is_read_along_its_includes(
    tmp_path: Path, make: Callable[[Path, dict[str, bytes]], Path]
) -> None:
    source, out = make(tmp_path, files()), tmp_path / "out.zip"
    book = formats().resource_format(source)
    assert book.name == "latex-book"
    documents = list(book.extract(source))
    assert [document.path for document in documents] == [
        "book.tex",
        "setup.tex",
        "parts/first.tex",
        "parts/second.tex",
        "a-cover.tex",
    ]
    unit = documents[2].units[1]
    assert (unit.content, unit.title_path) == ("A <term1>set</term1> and", ("One", "First"))
    book.merge(source, translated(documents, str).__getitem__, None, out)
    assert contents(out) == files()
    wanted = translated(documents, pseudo)
    book.merge(source, wanted.__getitem__, None, out)
    assert translated(list(formats().resource_format(out).extract(out)), str) == wanted
    book.merge(source, lambda path: {}, Adaptation("kk", attribution()), out)
    made = contents(out)
    assert [name for name in made if "Аударма туралы".encode() in made[name]] == ["book.tex"]
    assert made["parts/first.tex"] == files()["parts/first.tex"]


def test_licence_beside_the_files_is_read(tmp_path: Path) -> None:
    metadata = LatexBook().metadata(folder(tmp_path, files()))
    assert (metadata.title, metadata.licence_statements) == ("Sets", ("CC BY-SA 4.0",))


@pytest.mark.parametrize("name", ["../../secret", "/etc/passwd"])
def test_files_outside_of_the_folder_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.tex").write_text("secret")
    made = files() | {"book.tex": MAIN.replace("{setup}", f"{{{name}}}").encode()}
    with pytest.raises(UnsafeSourceError, match=r"book\.tex:2: .*below the document's folder"):
        list(LatexBook().extract(folder(tmp_path, made)))


def test_files_that_include_each_other_are_read_once(tmp_path: Path) -> None:
    made = files() | {"parts/second.tex": b"\\input{parts/first}\\input{parts/second} Text."}
    paths = [document.path for document in LatexBook().extract(folder(tmp_path, made))]
    assert paths.count("parts/first.tex") == paths.count("parts/second.tex") == 1


@needs_corpus
def test_real_files_keep_every_byte_and_take_every_target() -> None:
    for path in FILES:
        data = path.read_bytes()
        latex = LatexFile(read_text(data, path.name))
        found = latex_document(latex, path.name).units
        around = Surroundings.of([latex.text])
        same = {unit.id: unit.content for unit in found}
        assert merge_latex(latex, data, same, None, around) == data, path
        targets = {unit.id: pseudo(unit.content) for unit in found}
        merged = merge_latex(latex, data, targets, None, around)
        again = Latex().extract(merged, path.name).units
        assert {unit.id: unit.content for unit in again} == targets, path


@needs_corpus
def test_real_book_keeps_every_byte(tmp_path: Path) -> None:
    source, out = CORPUS / "hott-book", tmp_path / "out.zip"
    LatexBook().merge(source, lambda path: {}, None, out)
    made = contents(out)
    assert {name: (source / name).read_bytes() for name in made} == made
    metadata = LatexBook().metadata(out)
    assert metadata.title == "Homotopy Type Theory: Univalent Foundations of Mathematics"
    assert metadata.licence_statements[0] == "http://creativecommons.org/licenses/by-sa/3.0/"

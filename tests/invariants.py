# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must hold of every format and every file, sound or not.

A file is read, or refused with an ``AudarmaError`` that is a sentence. What is read comes back to
the byte when every target equals its source, gives changed targets back when the merged file is
read again (or refuses them), and can be read after an adaptation with its notice. Whatever else
an adapter raises is a fault of its own and goes through.
"""

from __future__ import annotations

import filecmp
import zipfile
import zlib
from collections.abc import Callable, Iterator
from hashlib import file_digest
from pathlib import Path

from lxml import etree

from adapters.formats import formats
from adapters.formats.po_syntax import PoText
from audarma.errors import AudarmaError
from audarma.inline_code import escape, parse, plain_text, serialise
from audarma.model import Attribution, Document, NoticeLine
from audarma.ports import Adaptation, ResourceFormat, Targets

_LETTERS = str.maketrans("aeiou", "әіңғү")
_NOT_FOR_PEOPLE = ("Traceback", "object at 0x", "Errno", "NoneType", "codec can't")
_LONGEST_SENTENCE = 2000
NOTICE = Attribution(
    locale="kk",
    title="Өзендер <&>",
    heading="Аударма туралы",
    lines=(
        NoticeLine((("Түпнұсқа: ", ""), ("«Rivers» & co", "https://press.example/?a=1&b=2"))),
        NoticeLine((("Лицензия: ", ""), ("CC BY 4.0", "https://cc.example/by/4.0/"))),
    ),
    warning="Бұл аударманы адам тексермеген.",
    licence_id="CC-BY-4.0",
    licence_name="CC BY 4.0",
    licence_url="https://cc.example/by/4.0/",
    source_url="https://press.example/rivers",
    source_title="Rivers",
    creators=("Ada Adams",),
    translators=("starter (1)",),
    date="2026-01-02",
)


def hold(source: Path, folder: Path) -> str:
    """Check all that must hold of *source*; give the sentence it is refused with, else nothing.

    *folder* takes what is written, and is not the one that *source* is in.
    """
    try:
        form = formats().resource_format(source)
        form.metadata(source)
        documents = list(form.extract(source))
        # Damage to a member that nobody reads shows when it is copied.
        require_identity(form, source, documents, folder)
    except AudarmaError as error:
        return sentence(error)
    require_targets(form, source, documents, folder)
    require_adaptation(form, source, documents, folder)
    return ""


def sentence(error: AudarmaError) -> str:
    """Give the message of *error*, which must be one for a person."""
    said = str(error)
    assert said.endswith("."), said
    assert len(said) < _LONGEST_SENTENCE, f"{said[:200]}… ({len(said)} characters)"
    assert not any(word in said for word in _NOT_FOR_PEOPLE), said
    return said


def require_identity(
    form: ResourceFormat, source: Path, documents: list[Document], folder: Path
) -> None:
    """Merge targets that equal their sources, and none: nothing may change."""
    same = {d.path: {unit.id: unit.content for unit in d.units} for d in documents}
    for targets in (same, {}):
        out = folder / f"same-{source.name}"
        form.merge(source, lambda path, known=targets: known.get(path, {}), None, out)  # type: ignore[misc]
        assert is_same(source, out), "targets that equal their sources change the file"


def require_targets(
    form: ResourceFormat, source: Path, documents: list[Document], folder: Path
) -> None:
    """Merge changed targets: they come back when the file is read again, or are refused."""
    targets = {d.path: {unit.id: pseudo(unit.content) for unit in d.units} for d in documents}
    out = folder / source.name
    try:
        form.merge(source, lambda path: targets.get(path, {}), None, out)
    except AudarmaError as error:
        sentence(error)
        return
    wanted = (content for units in targets.values() for content in units.values())
    if form.name in _CATALOGUES:
        # Its sources are as before, with the targets beside them, and codes in those as they were.
        written = _letters(iter(_CATALOGUES[form.name](out)))
        texts = (token for content in wanted for token in parse(content) if isinstance(token, str))
        lost = [text for text in texts if _letters(iter([escape(text)])) not in written]
        assert lost == [], "targets are not in the catalogue"
        return
    found = (unit.content for document in form.extract(out) for unit in document.units)
    assert _letters(found) == _letters(wanted), "changed targets do not come back"


def _po_targets(path: Path) -> list[str]:
    """Give the targets of a PO file."""
    po = PoText(path.read_bytes(), path.name)
    return [escape(form.value) for entry in po.messages for form in entry.forms.values()]


def _xliff_targets(path: Path) -> list[str]:
    """Give the texts of all targets."""
    root = etree.parse(path).getroot()
    return [escape("".join(target.itertext())) for target in root.iterfind(".//{*}target")]


_CATALOGUES: dict[str, Callable[[Path], list[str]]] = {
    "po": _po_targets,
    "xliff": _xliff_targets,
}


def require_adaptation(
    form: ResourceFormat, source: Path, documents: list[Document], folder: Path
) -> None:
    """Merge with a notice: the adapted file can be read, or the notice is refused."""
    targets: dict[str, Targets] = {
        d.path: {unit.id: pseudo(unit.content) for unit in d.units} for d in documents
    }
    out = folder / source.name
    try:
        form.merge(source, lambda path: targets.get(path, {}), Adaptation("kk", NOTICE), out)
    except AudarmaError as error:
        sentence(error)
        return
    form.metadata(out)
    list(form.extract(out))


def pseudo(content: str) -> str:
    """Write each text in Kazakh letters and brackets; codes stay where they are."""
    return serialise(
        f"⟦{token.translate(_LETTERS)}⟧" if isinstance(token, str) and token.strip() else token
        for token in parse(content)
    )


def is_same(one: Path, other: Path) -> bool:
    """Say whether two files are equal; archives are, where all their members are."""
    if filecmp.cmp(one, other, shallow=False):
        return True
    return zipfile.is_zipfile(one) and list(_contents(one)) == list(_contents(other))


def _contents(path: Path) -> Iterator[tuple[str, str]]:
    """Give the names and digests of the members."""
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            try:
                with archive.open(info) as stream:
                    yield info.filename, file_digest(stream, "sha256").hexdigest()
            except (zipfile.BadZipFile, zlib.error, EOFError):
                yield info.filename, ""  # damaged, and copied as it is


def _letters(contents: Iterator[str]) -> str:
    """Give the letters and digits of contents, which no format writes otherwise.

    Marks and codes may come back in another unit than they were in: where a paragraph ends can
    hang on them.
    """
    return "".join(filter(str.isalnum, "".join(map(plain_text, contents))))

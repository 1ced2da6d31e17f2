# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What independent programs say of adapted files, beside what they say of the sources.

An adaptation is sound where it draws no complaint that its source does not draw. Each validator
takes a file and gives its complaints; one that is not installed gives none and is told as absent.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import pysubs2
from lxml import etree
from markdown_it import MarkdownIt
from playwright.sync_api import sync_playwright

from benchmarks.validators_gift import gift_questions, lacks_gift
from benchmarks.validators_latex import compiled
from benchmarks.validators_links import broken_links

OFFICE = "soffice"
BROWSER = "/usr/bin/chromium"
_OFFICE_LIMIT_S = 300
_XML_SUFFIXES = (".xml", ".qti", ".cnxml", ".ptx")
_CODE = re.compile(r"^(ERROR|FATAL)\(([A-Z]+-\d+)\)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Validator:
    """A program that reads a format; *describe* gives what is compared of a file, as a text.

    Equal texts of source and adaptation are a pass.
    """

    name: str
    describe: Callable[[Path], str]
    absent: Callable[[], bool] = lambda: False


def epubcheck(path: Path) -> str:
    """Give the codes of epubcheck's errors, sorted."""
    # Debian's command is the archive itself, which not every machine starts as a program.
    command = ["java", "-jar", str(shutil.which("epubcheck")), str(path)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return " ".join(sorted(code for _kind, code in _CODE.findall(found.stdout + found.stderr)))


def office(path: Path) -> str:
    """Say whether LibreOffice opens a file and makes a PDF of it."""
    with TemporaryDirectory() as folder:
        command = [
            OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless",
            "--convert-to", "pdf", "--outdir", folder, str(path),
        ]  # fmt: skip
        subprocess.run(command, capture_output=True, timeout=_OFFICE_LIMIT_S, check=False)
        made = Path(folder, f"{path.stem}.pdf")
        is_made = made.exists() and made.read_bytes().startswith(b"%PDF")
    return "opens" if is_made else "does not open"


_ANCHOR = re.compile(r'^<a id="[^"]*"></a>\n\n?', re.MULTILINE)


def notebook(path: Path) -> str:
    """Give nbformat's complaint about a notebook, or nothing."""
    try:
        nbformat.validate(nbformat.reads(path.read_text("utf-8"), as_version=nbformat.NO_CONVERT))
    except nbformat.ValidationError as error:
        return error.message
    return ""


def markdown_blocks(path: Path) -> str:
    """Give the kinds of blocks that CommonMark sees, in order, without anchors of headings."""
    tokens = MarkdownIt().parse(_ANCHOR.sub("", path.read_text("utf-8")))
    return " ".join(token.type for token in tokens)


def page_elements(path: Path) -> str:
    """Give the elements that Chromium makes of a page, in order; scripts do not run."""
    page = _page()
    page.goto(path.resolve().as_uri(), wait_until="domcontentloaded")
    return str(page.evaluate("[...document.querySelectorAll('*')].map(e => e.tagName).join(' ')"))


@cache
def _page() -> Any:
    """Start a browser that lives as long as the process."""
    browser = (
        sync_playwright()
        .start()
        .chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
    )
    return browser.new_context(java_script_enabled=False, offline=True).new_page()


def xml_elements(path: Path) -> str:
    """Give the elements of an XML file in order, or the parser's complaint."""
    try:
        root = etree.parse(str(path), etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError as error:
        return f"no XML: {error.msg}"
    return " ".join(str(element.tag) for element in root.iter(etree.Element))


def xliff_sources(path: Path) -> str:
    """Give the elements of an XLIFF file but its targets, in order."""
    root = etree.parse(str(path), etree.XMLParser(resolve_entities=False)).getroot()
    for target in list(root.iter("{*}target")):
        target.getparent().remove(target)
    return " ".join(str(element.tag) for element in root.iter(etree.Element))


def catalogue(path: Path) -> str:
    """Give msgfmt's complaints about a PO file, or nothing; the fuzzy are checked, too."""
    command = ["msgfmt", "--check-format", "--check-domain", "--use-fuzzy", "-o", os.devnull]
    done = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False)
    return re.sub(r"^\S+?:\d*:? ?", "", done.stderr, flags=re.MULTILINE)


def parts(path: Path) -> str:
    """Give the members of an archive or folder, and the elements of its XML, or what is wrong."""
    told: list[str] = []
    for name, data in _members(path):
        told.append(name)
        if name.endswith(_XML_SUFFIXES):
            told.append(_xml_tags(data))
        elif name.endswith(".json"):
            told.append(_json_fault(data))
    return "\n".join(told)


def site_links(path: Path) -> str:
    """Give the relative links of a site's pages that lead nowhere."""
    return broken_links(dict(_members(path)))


def latex_errors(path: Path) -> str:
    """Give the errors of a document of many files, and whether there is a PDF."""
    return compiled(dict(_members(path)))


def _json_fault(data: bytes) -> str:
    try:
        json.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        return f"no JSON: {error}"
    return ""


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        files = {f.relative_to(path).as_posix(): f for f in path.rglob("*") if f.is_file()}
        yield from ((name, file.read_bytes()) for name, file in sorted(files.items()))
        return
    if tarfile.is_tarfile(path):
        with tarfile.open(path) as tar:
            for member in sorted(tar.getmembers(), key=lambda found: found.name):
                if stream := tar.extractfile(member):
                    yield member.name, stream.read()
        return
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if not name.endswith("/"):
                yield name, archive.read(name)


def _xml_tags(data: bytes) -> str:
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError as error:
        return f"no XML: {error.msg}"
    return " ".join(str(element.tag) for element in root.iter(etree.Element))


def subtitles(path: Path) -> str:
    """Give the times of pysubs2's cues."""
    return " ".join(f"{cue.start}-{cue.end}" for cue in pysubs2.load(str(path)))


def _lacks(program: str) -> Callable[[], bool]:
    return lambda: shutil.which(program) is None


_OFFICE = Validator("LibreOffice", office, _lacks(OFFICE))
_XML = Validator("lxml: same elements", xml_elements)
_CUES = Validator("pysubs2: same times", subtitles)
_PARTS = Validator("zip, lxml, json: same parts", parts)
VALIDATORS: dict[str, Validator] = {
    "epub": Validator("epubcheck", epubcheck, _lacks("epubcheck")),
    "docx": _OFFICE,
    "pptx": _OFFICE,
    "odt": _OFFICE,
    "odp": _OFFICE,
    "notebook": Validator("nbformat", notebook),
    "markdown": Validator("markdown-it: same blocks", markdown_blocks),
    "html": Validator("Chromium: same elements", page_elements, _lacks(BROWSER)),
    "subrip": _CUES,
    "webvtt": _CUES,
    "cnxml": _XML,
    "pretext": _XML,
    "qti": _XML,
    "moodle-xml": _XML,
    "gift": Validator("gift-pegjs: same questions", gift_questions, lacks_gift),
    "latex-book": Validator("pdfLaTeX: same errors, a PDF", latex_errors, _lacks("pdflatex")),
    "site": Validator("lxml, markdown-it: same links lead somewhere", site_links),
    "xliff": Validator("lxml: same elements but targets", xliff_sources),
    "po": Validator("msgfmt", catalogue, _lacks("msgfmt")),
    "moodle-backup": Validator("tar, zip, lxml: same parts", parts),
    "qti-package": _PARTS,
    "common-cartridge": _PARTS,
    "scorm": _PARTS,
    "h5p": _PARTS,
    "openstax": _PARTS,
    "pretext-book": _PARTS,
}


def agreeing(validator: Validator, pairs: Sequence[tuple[Path, Path]]) -> int:
    """Count the pairs of source and adaptation of which the validator says the same."""
    return sum(validator.describe(source) == validator.describe(made) for source, made in pairs)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""XLIFF as written, for reviewers and as a format, against the OASIS schemas of 1.2 and 2.0."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from adapters.exchange.xliff2 import Xliff2Review
from adapters.exchange.xliff12 import Xliff12Review
from audarma.model import Match
from audarma.review_file import ReviewEntry, ReviewFile
from tests.contracts.test_xliff import V2, V12, notice, translated

# Of Debian's package php-symfony-translation, which has OASIS's own texts.
SCHEMAS = Path("/usr/share/php/Symfony/Component/Translation/Resources/schemas")
NAMES = {"1.2": "xliff-core-1.2-strict.xsd", "2.0": "xliff-core-2.0.xsd"}
pytestmark = pytest.mark.skipif(
    not SCHEMAS.exists(), reason="php-symfony-translation, which has the schemas, is not installed"
)
CONTENTS = (
    "Plain &lt;b> &amp; text",
    "See <a1>the <math2/> page</a1> now",
    "<i1><b2>Both</b2></i1>",
    "End of a half</a3> and <a4>the next",
    "  spaces   kept  ",
    "two\nlines",
    "<math1/>",
)


@cache
def schema(version: str) -> etree.XMLSchema:
    text = (SCHEMAS / NAMES[version]).read_text("utf-8")
    local = (SCHEMAS / "xml.xsd").as_uri()
    where = r'(namespace="http://www\.w3\.org/XML/1998/namespace"\s+schemaLocation=")[^"]*'
    return etree.XMLSchema(etree.fromstring(re.sub(where, rf"\g<1>{local}", text).encode()))


def faults(data: bytes) -> list[str]:
    root = etree.fromstring(data)
    found = schema(root.attrib["version"])
    found.validate(root)
    return [str(fault.message) for fault in found.error_log]


@pytest.mark.parametrize("form", [Xliff2Review(), Xliff12Review()], ids=["2.0", "1.2"])
def test_reviewers_files_are_valid(form: Xliff2Review | Xliff12Review, tmp_path: Path) -> None:
    match = Match("See <a1>page</a1>", "Бетті <a1>қараңыз</a1>", 83, "memory")
    entries = tuple(
        ReviewEntry(
            f"u{number}/{has_target:d}",
            content,
            content * has_target,
            needs_review,
            comment="Менің ескертпем",
            notes=("Where: a › b", "Term: cell → жасуша", "Check double_spaces (info): Two."),
            references=("a.html:u1",),
            previous_source=content,
            match=match,
            is_final=not needs_review,
        )
        for number, content in enumerate(CONTENTS)
        for has_target, needs_review in ((0, True), (1, number % 2 == 0))
    )
    path = tmp_path / f"x{form.suffix}"
    form.write(ReviewFile("r", "ch 1/a.html", "kk", "0" * 64, entries), path)
    assert faults(path.read_bytes()) == []


@pytest.mark.parametrize("data", [V12, V2], ids=["1.2", "2.0"])
def test_adapted_file_is_as_valid_as_its_source(data: bytes) -> None:
    assert faults(data) == []
    assert faults(translated(data, "kk", notice("Адам тексермеген."))) == []


@pytest.mark.parametrize("data", [V12, V2], ids=["1.2", "2.0"])
def test_schema_finds_what_is_wrong(data: bytes) -> None:
    assert faults(re.sub(rb"<(/?)source\b", rb"<\1sauce", data))

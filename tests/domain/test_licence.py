# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
import pickle
import re
import zipfile
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audarma.errors import LicenceError
from audarma.licence import (
    combine,
    default_adaptation,
    gate,
    licence_of,
    may_adapt_as,
    recognise,
)
from audarma.licence_recognition import mentions
from audarma.licence_table import (
    JURISDICTIONS,
    OTHER_LICENCES,
    Licence,
    creative_commons,
)
from audarma.model import Metadata

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev"
needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="shared/corpus/dev is not beside the repository"
)

ALL_CC = [
    licence
    for elements in ("by", "by-sa", "by-nc", "by-nd", "by-nc-sa", "by-nc-nd", "sa", "nc", "nc-sa")
    for version in ("1.0", "2.0", "2.1", "2.5", "3.0", "4.0")
    for place in ("", *JURISDICTIONS)
    if (licence := creative_commons(frozenset(elements.split("-")), version, place))
]


def known(spdx_id: str) -> Licence:
    licence = recognise(spdx_id)
    assert licence is not None, spdx_id
    return licence


def resource(*statements: str, rights: str = "") -> Metadata:
    return Metadata(title="Course", licence_statements=statements, rights_statement=rights)


@pytest.mark.parametrize(
    ("statement", "spdx_id"),
    [
        ("CC-BY-4.0", "CC-BY-4.0"),
        ("cc-by-sa-4.0", "CC-BY-SA-4.0"),
        ("CC BY-SA 3.0", "CC-BY-SA-3.0"),
        ("CC-BY 4.0", "CC-BY-4.0"),
        ("CC BY 3.0 IGO", "CC-BY-3.0-IGO"),
        ("CC BY-ND-NC 1.0", "CC-BY-NC-ND-1.0"),
        ("Creative Commons BY-NC-SA 4.0", "CC-BY-NC-SA-4.0"),
        ("http://creativecommons.org/licenses/by/2.5/", "CC-BY-2.5"),
        ("https://www.creativecommons.org/licenses/by-nc/4.0/deed.kk", "CC-BY-NC-4.0"),
        ("//creativecommons.org/licenses/by-sa/4.0/legalcode.ru", "CC-BY-SA-4.0"),
        ("http://creativecommons.org/licenses/by/3.0/us/", "CC-BY-3.0-US"),
        ("https://creativecommons.org/licenses/by-nc-sa/3.0/igo/legalcode", "CC-BY-NC-SA-3.0-IGO"),
        ("http://creativecommons.org/licenses/by/3.0/cz/", "LicenseRef-CC-BY-3.0-CZ"),
        ("http://creativecommons.org/licenses/by-nd-nc/1.0/", "CC-BY-NC-ND-1.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/deed.en", "CC0-1.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "CC-PDM-1.0"),
        (
            "This work is licensed under a Creative Commons Attribution-NonCommercial 4.0 "
            "International License.",
            "CC-BY-NC-4.0",
        ),
        ("Creative Commons Attribution License v4.0", "CC-BY-4.0"),
        ("Creative Commons Attribution 3.0 United States License", "CC-BY-3.0-US"),
        (
            "shared with the public using the Attribution-ShareAlike 3.0 Unported (CC BY-SA 3.0) "
            "license",
            "CC-BY-SA-3.0",
        ),
        (
            "[CC BY-NC-ND 3.0](https://creativecommons.org/licenses/by-nc-nd/3.0/us/)",
            "LicenseRef-CC-BY-NC-ND-3.0-US",
        ),
        (
            "CC Attribution Share Alike - http://creativecommons.org/licenses/by-sa/4.0",
            "CC-BY-SA-4.0",
        ),
        ("CC0 1.0 Universal (CC0 1.0) Public Domain Dedication", "CC0-1.0"),
        ("Public domain in the USA.", "LicenseRef-Public-Domain-US"),
        ("This book is in the public domain.", "LicenseRef-Public-Domain"),
        ("All rights reserved. No part may be copied.", "LicenseRef-All-Rights-Reserved"),
        ("MIT", "MIT"),
        ("The MIT License (MIT)", "MIT"),
        ("BSD-3-Clause", "BSD-3-Clause"),
        ("Licensed under the Apache License, Version 2.0", "Apache-2.0"),
        ("GPL version 2 or later", "GPL-2.0-or-later"),
        ("GPL-2.0+", "GPL-2.0-or-later"),
        ("GPL-3.0", "GPL-3.0-only"),
        (
            "the GNU General Public License as published by the Free Software Foundation, either "
            "version 3 of the License, or (at your option) any later version. See "
            "https://www.gnu.org/licenses/gpl-3.0.html",
            "GPL-3.0-or-later",
        ),
        (
            "GNU Free Documentation License, Version 1.3 or any later version",
            "GFDL-1.3-or-later",
        ),
        ("LGPL 2.1 or later", "LGPL-2.1-or-later"),
        ("MPL-2.0", "MPL-2.0"),
        ("Open Government Licence v3.0", "OGL-UK-3.0"),
    ],
)
def test_a_statement_names_its_licence(statement: str, spdx_id: str) -> None:
    licence = recognise(statement)
    assert licence is not None
    assert licence.spdx_id == spdx_id


@pytest.mark.parametrize(
    "statement",
    [
        "",
        "CC BY",
        "Creative Commons",
        "Creative Commons Attribution License",
        "CC BY 5.0",
        "CC BY 4.0 or CC BY-SA 4.0",
        "https://creativecommons.org/licenses/",
        "https://creativecommons.org/licenses/by/4.0/us/",
        "This is not licensed under CC BY 4.0.",
        "© 2020 Rice University",
        "MIT OpenCourseWare",
        "BSD",
        "Free for teachers, with attribution",
        "GPL",
        "Some rights reserved",
        "No rights are reserved by anyone.",
    ],
)
def test_what_names_no_licence_or_half_of_one_is_not_guessed(statement: str) -> None:
    assert recognise(statement) is None


@pytest.mark.parametrize("form", ["spdx_id", "url", "short_name", "name"])
def test_every_creative_commons_licence_is_known_by_name_address_and_wording(form: str) -> None:
    assert len(ALL_CC) > 500
    retired = [licence for licence in ALL_CC if licence.elements[0] != "by"]
    for licence in ALL_CC:
        if licence in retired and form in {"short_name", "name"}:
            continue  # these were never written in words: "CC NC 1.0"
        assert recognise(str(getattr(licence, form))) == licence


def test_every_other_licence_is_known_by_its_identifier() -> None:
    for identifier, licence in OTHER_LICENCES.items():
        assert recognise(identifier) == licence
        assert recognise(f"Licensed under {identifier} by its authors") in {licence, None}


@pytest.mark.parametrize("spdx_id", ["CC-BY-NC-SA-3.0-IGO", "GPL-2.0-or-later", "CC0-1.0"])
def test_a_licence_comes_back_from_json(spdx_id: str) -> None:
    kept = json.loads(json.dumps(asdict(known(spdx_id))))
    assert licence_of(kept) == known(spdx_id)


@given(st.text(max_size=200))
def test_reading_a_statement_never_fails_and_invents_no_licence(text: str) -> None:
    for mention in mentions(text):
        assert mention.text in text
    if not re.search(r"cc|creative|public|right|mit|gpl|bsd|[a-z]-?\d", text, re.IGNORECASE):
        assert recognise(text) is None


def test_an_attribution_licence_is_kept_by_the_adaptation() -> None:
    decision = gate(resource("CC BY 4.0"))
    assert (decision.source.spdx_id, decision.adaptation.spdx_id) == ("CC-BY-4.0", "CC-BY-4.0")
    assert decision.warnings == ()


def test_a_vague_statement_beside_an_exact_address_is_settled_by_the_address() -> None:
    decision = gate(
        resource(
            "http://creativecommons.org/licenses/by-nc-sa/3.0/",
            "This work is licensed under a Creative Commons Attribution-Noncommercial-Share Alike "
            "(CC BY-NC-SA) license.",
        )
    )
    assert decision.source.spdx_id == "CC-BY-NC-SA-3.0"


def test_noncommercial_is_carried_over_and_told() -> None:
    decision = gate(resource("CC BY-NC-SA 4.0"))
    assert decision.adaptation.non_commercial
    assert any("NonCommercial" in warning for warning in decision.warnings)


def test_public_domain_defaults_to_cc0_and_leaves_the_choice_free() -> None:
    assert gate(resource("https://creativecommons.org/publicdomain/mark/1.0/")).adaptation == known(
        "CC0-1.0"
    )
    chosen = gate(resource("CC0"), adaptation_licence="CC BY-SA 4.0")
    assert chosen.adaptation.spdx_id == "CC-BY-SA-4.0"


def test_public_domain_in_one_country_is_told() -> None:
    assert "in the USA" in gate(resource("Public domain in the USA.")).warnings[0]


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        (resource(), ("Course", "no licence is stated", "--licence", "--permission")),
        (resource("Free to use!"), ("Free to use!", "--licence")),
        (resource("© Rice University"), ("names no licence", "--licence")),
        (resource("CC BY"), ("“CC BY” gives no version", "--licence")),
        (resource("CC BY 5.0"), ("no licence that Creative Commons ever published",)),
        (resource("CC BY 4.0", "CC BY-SA 4.0"), ("CC-BY-4.0", "CC-BY-SA-4.0", "contradict")),
        (resource("CC BY", "https://creativecommons.org/licenses/by-nc/4.0/"), ("contradict",)),
        (resource("CC BY", "CC BY-NC"), ("“CC BY”", "“CC BY-NC”", "without versions")),
        (resource("CC BY 4.0", rights="All rights reserved"), ("contradict",)),
        (resource("CC BY-ND 4.0"), ("CC BY-ND 4.0", "Ask the rights holder", "--permission")),
        (resource("CC BY-NC-ND 3.0 IGO"), ("does not let adaptations be shared",)),
        (resource("© X", rights="All rights reserved."), ("all rights are reserved",)),
    ],
)
def test_a_resource_that_may_not_be_adapted_is_refused_with_what_to_do(
    metadata: Metadata, words: tuple[str, ...]
) -> None:
    with pytest.raises(LicenceError) as caught:
        gate(metadata)
    for word in words:
        assert word in str(caught.value)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_a_licence_given_by_a_person_stands_above_the_statements_and_is_told() -> None:
    decision = gate(resource("CC BY 4.0", "CC BY-SA 4.0"), override="CC BY-SA 4.0")
    assert decision.source.spdx_id == "CC-BY-SA-4.0"
    decision = gate(resource("CC BY-ND 4.0"), override="CC BY 4.0")
    assert decision.source.spdx_id == "CC-BY-4.0"
    assert "CC BY-ND 4.0" in decision.warnings[0]


def test_a_licence_given_by_a_person_is_not_guessed_either() -> None:
    with pytest.raises(LicenceError, match="gives no version"):
        gate(resource(), override="CC BY")


def test_noderivatives_is_refused_even_on_a_persons_word() -> None:
    with pytest.raises(LicenceError, match="does not let adaptations"):
        gate(resource(), override="CC-BY-ND-4.0")


def test_a_permission_opens_what_the_licence_closes_and_is_recorded(tmp_path: Path) -> None:
    answer = tmp_path / "permission.txt"
    answer.write_text("Dear translators, go ahead under CC BY 4.0.", encoding="utf-8")
    decision = gate(resource("CC BY-ND 4.0"), permission=answer, adaptation_licence="CC BY 4.0")
    assert decision.permission_text.startswith("Dear translators")
    assert decision.adaptation.spdx_id == "CC-BY-4.0"
    assert any("permission" in warning for warning in decision.warnings)
    unlicensed = gate(resource(), permission=answer)
    assert unlicensed.source.spdx_id == "LicenseRef-All-Rights-Reserved"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00%PDF"])
def test_a_permission_that_is_no_text_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    answer = tmp_path / "answer.pdf"
    answer.write_bytes(content)
    with pytest.raises(LicenceError, match=r"answer\.pdf"):
        gate(resource("CC BY-ND 4.0"), permission=answer)
    with pytest.raises(LicenceError, match=r"absent\.txt"):
        gate(resource("CC BY-ND 4.0"), permission=tmp_path / "absent.txt")


def test_a_choice_of_licences_is_taken_for_the_text_and_told() -> None:
    decision = gate(resource("GPL-2.0-or-later OR CC-BY-SA-3.0"))
    assert decision.source.spdx_id == "CC-BY-SA-3.0"
    assert "at choice" in decision.warnings[0]


def test_the_licence_of_a_textbooks_code_is_set_aside_and_told() -> None:
    decision = gate(
        resource(
            "Code license: [MIT License](https://mit-license.org/)",
            "Text license: [Creative Commons Attribution-NonCommercial-ShareAlike 4.0 "
            "International](https://creativecommons.org/licenses/by-nc-sa/4.0/)",
        )
    )
    assert decision.source.spdx_id == "CC-BY-NC-SA-4.0"
    assert "MIT" in decision.warnings[0]


def test_parts_under_other_terms_and_words_not_understood_are_told() -> None:
    decision = gate(
        resource("Except where otherwise noted, this is under CC BY 4.0.", rights="Ask me first.")
    )
    assert any("other terms" in warning for warning in decision.warnings)
    assert any("Ask me first." in warning for warning in decision.warnings)


@pytest.mark.parametrize(
    ("source", "adaptation", "is_allowed"),
    [
        ("CC-BY-4.0", "CC-BY-SA-4.0", True),
        ("CC-BY-4.0", "CC0-1.0", False),
        ("CC-BY-4.0", "GPL-3.0-or-later", True),
        ("CC-BY-NC-4.0", "CC-BY-4.0", False),
        ("CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", True),
        ("CC-BY-SA-4.0", "CC-BY-4.0", False),
        ("CC-BY-SA-4.0", "GPL-3.0-only", True),
        ("GPL-3.0-only", "CC-BY-SA-4.0", False),
        ("CC-BY-SA-3.0", "GPL-3.0-only", False),
        ("CC-BY-SA-3.0", "CC-BY-SA-4.0", True),
        ("CC-BY-SA-3.0", "CC-BY-SA-3.0-DE", True),
        ("CC-BY-SA-4.0", "CC-BY-SA-3.0", False),
        ("CC-BY-SA-1.0", "CC-BY-SA-2.0", False),
        ("CC-BY-SA-4.0", "LAL-1.3", True),
        ("CC-BY-NC-SA-3.0", "CC-BY-SA-4.0", False),
        ("GPL-2.0-only", "GPL-3.0-only", False),
        ("GPL-2.0-or-later", "GPL-3.0-only", True),
        ("LGPL-2.1-only", "GPL-2.0-only", True),
        ("LGPL-3.0-only", "GPL-2.0-only", False),
        ("GFDL-1.2-or-later", "GFDL-1.3-only", True),
        ("GFDL-1.2-invariants-or-later", "GFDL-1.3-no-invariants-only", False),
        ("MIT", "CC-BY-4.0", True),
        ("CC0-1.0", "MIT-0", True),
        ("CC0-1.0", "LicenseRef-All-Rights-Reserved", False),
        ("CC-BY-ND-4.0", "CC-BY-ND-4.0", False),
    ],
)
def test_the_adapters_licence_chart_is_followed(
    source: str, adaptation: str, is_allowed: bool
) -> None:
    assert may_adapt_as(known(source), known(adaptation)) is is_allowed


def test_an_adaptation_licence_that_does_not_fit_is_refused_with_the_one_that_does() -> None:
    with pytest.raises(LicenceError, match=r"ShareAlike.*CC BY 4\.0.*take CC BY-SA 4\.0"):
        gate(resource("CC BY-SA 4.0"), adaptation_licence="CC BY 4.0")


@pytest.mark.parametrize("licence", [x for x in ALL_CC if x.adaptations_allowed][::7], ids=str)
def test_the_default_adaptation_licence_is_always_allowed(licence: Licence) -> None:
    assert may_adapt_as(licence, default_adaptation(licence))


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (("CC0-1.0", "CC-PDM-1.0"), "CC0-1.0"),
        (("CC-BY-4.0", "CC0-1.0"), "CC-BY-4.0"),
        (("CC-BY-3.0", "CC-BY-4.0"), "CC-BY-4.0"),
        (("CC-BY-4.0", "CC-BY-SA-3.0"), "CC-BY-SA-4.0"),
        (("CC-BY-NC-4.0", "CC-BY-4.0"), "CC-BY-NC-4.0"),
        (("CC-BY-NC-4.0", "CC-BY-NC-SA-3.0"), "CC-BY-NC-SA-4.0"),
        (("CC-BY-SA-4.0", "GPL-3.0-only"), "GPL-3.0-only"),
    ],
)
def test_the_remix_chart_gives_the_licence_of_a_mixed_adaptation(
    parts: tuple[str, ...], whole: str
) -> None:
    assert combine(known(part) for part in parts).spdx_id == whole


@pytest.mark.parametrize(
    "parts",
    [
        ("CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-SA-4.0"),
        ("CC-BY-NC-4.0", "CC-BY-SA-4.0"),
        ("CC-BY-4.0", "CC-BY-ND-4.0"),
    ],
)
def test_parts_that_do_not_go_together_are_refused_by_name(parts: tuple[str, ...]) -> None:
    with pytest.raises(LicenceError, match="do not let their works be adapted into one"):
        combine(known(part) for part in parts)


def _opf_statements(epub: Path) -> tuple[str, ...]:
    with zipfile.ZipFile(epub) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".opf"))
        opf = archive.read(name).decode("utf-8")
    links = re.findall(r'<link rel="cc:license" href="([^"]+)"/>', opf)
    return (*links, *re.findall(r"<dc:rights[^>]*>(.*?)</dc:rights>", opf, re.DOTALL))


@needs_corpus
@pytest.mark.parametrize(
    ("epub", "spdx_id"),
    [
        ("moby-dick", "CC-BY-SA-3.0"),
        ("wasteland", "CC-BY-SA-3.0"),
        ("cc-shared-culture", "CC-BY-NC-SA-3.0"),
        ("childrens-literature", "LicenseRef-Public-Domain-US"),
    ],
)
def test_real_epubs_state_their_licence(epub: str, spdx_id: str) -> None:
    statements = _opf_statements(CORPUS / "epub" / f"{epub}.epub")
    assert gate(resource(*statements)).source.spdx_id == spdx_id


@needs_corpus
def test_a_real_epub_with_all_rights_reserved_is_refused() -> None:
    statements = _opf_statements(CORPUS / "epub" / "indexing-for-eds-ALL-RIGHTS-RESERVED.epub")
    with pytest.raises(LicenceError, match="all rights are reserved"):
        gate(resource(*statements))


@needs_corpus
@pytest.mark.parametrize(
    ("path", "spdx_id"),
    [
        ("markdown/carpentries-shell-novice/LICENSE.md", "CC-BY-4.0"),
        ("latex/hott-book/README.md", "CC-BY-SA-3.0"),
        ("markdown/quarto-r4ds-CC-BY-NC-ND/index.qmd", "LicenseRef-CC-BY-NC-ND-3.0-US"),
    ],
)
def test_real_licence_files_are_recognised_whole(path: str, spdx_id: str) -> None:
    text = (CORPUS / path).read_text(encoding="utf-8")
    if "NC-ND" in spdx_id:
        with pytest.raises(LicenceError, match=r"CC BY-NC-ND 3\.0 US does not let"):
            gate(resource(text))
    else:
        assert gate(resource(text)).source.spdx_id == spdx_id


@needs_corpus
def test_a_real_book_that_contradicts_itself_is_refused_naming_both_licences() -> None:
    book = CORPUS / "pretext" / "discrete-book"
    front = (book / "source" / "frontmatter.ptx").read_text(encoding="utf-8")
    short = re.search(r"<shortlicense>(.*?)</shortlicense>", front, re.DOTALL)
    assert short is not None
    with pytest.raises(LicenceError, match=r"CC-BY-SA-4\.0.*CC-BY-NC-SA-4\.0"):
        gate(resource("CC BY-SA 4.0", short[1]))

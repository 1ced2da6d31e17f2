# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the engine registry promises, and the pseudo engine."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import adapters.engines as registry
from adapters.engines import engine_named, engine_names
from adapters.engines.pseudo import PseudoEngine
from audarma.errors import EngineError, EngineNotFoundError, ModelNotFoundError
from audarma.model import Hypothesis, TranslationRequest

LOCALES = ("kk", "ru")


class ShoutingEngine:
    """A third party's engine."""

    name = "shout"
    revision = "1"
    keeps_codes = False
    standalone_mask = ""
    locales = frozenset(LOCALES)

    def __init__(self, model: str, model_dir: Path) -> None:
        self.model = model

    def translate(
        self, requests: Sequence[TranslationRequest], target_locale: str
    ) -> list[Hypothesis]:
        return [Hypothesis(request.source.upper()) for request in requests]


def declare(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    point = EntryPoint(name, value, registry.ENTRY_POINT_GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: EntryPoints([point]))


def test_pseudo_is_built_by_name(tmp_path: Path) -> None:
    assert engine_named("pseudo", tmp_path).name == "pseudo"


def test_starter_without_its_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFoundError, match=str(tmp_path)):
        engine_named("starter", tmp_path)


def test_every_engine_of_ours_is_named_with_what_follows_its_colon() -> None:
    ours = ("starter", "pseudo", "transformers:MODEL", "ctranslate2:FOLDER")
    assert engine_names()[: len(ours)] == ours


@pytest.mark.parametrize("name", ["", "marian", "Pseudo", ":x"])
def test_unknown_engine_is_refused_with_the_known_names(name: str, tmp_path: Path) -> None:
    with pytest.raises(EngineNotFoundError) as caught:
        engine_named(name, tmp_path)
    assert all(known in str(caught.value) for known in engine_names())


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("pseudo:x", "pseudo."),
        ("pseudo:", "pseudo."),
        ("transformers", "transformers:MODEL."),
        ("ctranslate2:", "ctranslate2:FOLDER."),
    ],
)
def test_name_of_the_wrong_form_is_refused_with_the_right_form(
    name: str, form: str, tmp_path: Path
) -> None:
    with pytest.raises(EngineNotFoundError) as caught:
        engine_named(name, tmp_path)
    assert str(caught.value).endswith(f"Write {form}")


def test_third_party_engine_is_built_with_its_model(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "shouting", sys.modules[__name__])
    declare(monkeypatch, "shout", "shouting:ShoutingEngine")
    engine = engine_named("shout:a:b", tmp_path)
    assert isinstance(engine, ShoutingEngine)
    assert engine.model == "a:b"
    assert engine_names()[-1] == "shout"


def test_third_party_engine_cannot_replace_ours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    declare(monkeypatch, "pseudo", "nowhere:Nothing")
    assert isinstance(engine_named("pseudo", tmp_path), PseudoEngine)
    assert len(engine_names()) == len(set(engine_names()))


def test_third_party_engine_that_does_not_load_is_told_by_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    declare(monkeypatch, "broken", "nowhere_to_be_found:Engine")
    with pytest.raises(EngineNotFoundError, match=r'"broken" of nowhere_to_be_found:Engine'):
        engine_named("broken", tmp_path)


def test_registry_imports_no_model_library() -> None:
    heavy = {"torch", "transformers", "ctranslate2", "sentencepiece", "machine"}
    script = (
        "import sys, adapters.engines as e; e.engine_names()\n"
        f"print(sorted({heavy!r} & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize("locale", LOCALES)
def test_pseudo_target_reads_as_its_source_in_cyrillic(locale: str) -> None:
    (hypothesis,) = PseudoEngine().translate([TranslationRequest("The fox, 23 {1} café")], locale)
    assert hypothesis.target == {"kk": "Тһе фөх, 23 {1} сәфе", "ru": "Тхе фож, 23 {1} сафе"}[locale]


def test_pseudo_keeps_addresses() -> None:
    source = "See https://example.org/a?b=c and me@example.org now"
    (hypothesis,) = PseudoEngine().translate([TranslationRequest(source)], "ru")
    assert "https://example.org/a?b=c" in hypothesis.target
    assert "me@example.org" in hypothesis.target
    assert hypothesis.target.endswith(" нош")


@pytest.mark.parametrize("locale", LOCALES)
@given(source=st.text(st.characters(exclude_characters="@/.")))
def test_pseudo_target_has_no_latin_letter_and_its_source_length(locale: str, source: str) -> None:
    (hypothesis,) = PseudoEngine().translate([TranslationRequest(source)], locale)
    assert len(hypothesis.target) == len(source)
    assert not any(letter in hypothesis.target for letter in "abcdefghijklmnopqrstuvwxyzABCXYZ")
    for link in hypothesis.links:
        assert source[link.source_start : link.source_end].strip()
        assert (link.source_start, link.source_end) == (link.target_start, link.target_end)


def test_pseudo_uses_letters_of_the_target_alphabet_alone() -> None:
    source = "The quick brown fox jumps over the lazy dog"
    for locale, extra in (("kk", "әғіңөұүһқ"), ("ru", "")):
        (hypothesis,) = PseudoEngine().translate([TranslationRequest(source)], locale)
        letters = {letter for letter in hypothesis.target.lower() if letter.isalpha()}
        assert letters <= set("абвгдежзийклмнопрстуфхцчшщъыьэюя" + extra)
        assert all("CYRILLIC" in unicodedata.name(letter) for letter in letters)


def test_pseudo_refuses_other_languages() -> None:
    with pytest.raises(EngineError, match=r'writes no "de"\. Ask for kk or ru\.'):
        PseudoEngine().translate([TranslationRequest("x")], "de")

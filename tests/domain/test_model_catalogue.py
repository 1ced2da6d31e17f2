# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the catalogue of models says, and what it warns of."""

from pathlib import Path

import pytest

from audarma.errors import ModelNotFoundError
from audarma.model_catalogue import KnownModel, Runtime, cautions, known_models, model_named


@pytest.mark.parametrize("model", known_models(), ids=lambda model: model.name)
def test_each_known_model_says_what_a_person_needs(model: KnownModel) -> None:
    assert model.locales or model.unusable
    assert not set(model.locales) & set(model.unusable)
    assert bool(model.by_hand) != model.is_on_hub, "what is not on the hub says how to get it"
    for score in model.scores:
        assert 0 < score.value < 100
        assert score.locale in (*model.locales, *model.unusable)
        assert score.source


def test_names_of_known_models_differ() -> None:
    names = [model.name.lower() for model in known_models()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", ["facebook/m2m100_418M", "facebook/m2m100_1.2B"])
def test_m2m_100_is_for_russian_alone(name: str) -> None:
    model = model_named(name)
    assert model.locales == ("ru",)
    assert "Its Kazakh is unusable" in " ".join(cautions(model))


def test_opus_mt_en_trk_is_for_nothing() -> None:
    assert model_named("opus-mt-en-trk").locales == ()


def test_non_commercial_model_is_not_for_cc_by_packages() -> None:
    (caution,) = cautions(model_named("facebook/nllb-200-3.3B"))
    assert "CC-BY-NC-4.0, allows non-commercial use alone" in caution
    assert "CC BY" in caution and "commercial publication" in caution


def test_licence_that_nobody_checked_is_marked_and_cautioned() -> None:
    model = model_named("issai/tilmash")
    assert model.licence_text == "CC-BY-4.0?"
    assert any("Nobody has checked" in caution for caution in cautions(model))


def test_model_without_a_licence_is_allowed_nothing() -> None:
    (caution,) = cautions(model_named("facebook/wmt19-en-ru"))
    assert "without one nothing is allowed" in caution


def test_free_model_needs_no_caution() -> None:
    assert cautions(model_named("Helsinki-NLP/opus-mt-tc-big-en-zle")) == ()


@pytest.mark.parametrize(
    "name", ["FACEBOOK/NLLB-200-3.3b", "nllb-200-3.3B", "facebook--nllb-200-3.3B"]
)
def test_model_is_found_in_any_case_and_without_its_maker(name: str) -> None:
    assert model_named(name).name == "facebook/nllb-200-3.3B"


def test_unknown_model_is_told_with_those_that_are_near() -> None:
    with pytest.raises(ModelNotFoundError, match=r"Did you mean .*nllb-200-3\.3B"):
        model_named("nllb")
    with pytest.raises(ModelNotFoundError, match="audarma models list"):
        model_named("nobody/nothing")


def test_model_is_here_where_its_engine_finds_it(tmp_path: Path) -> None:
    model = model_named("facebook/nllb-200-3.3B")
    assert not model.is_in(tmp_path)
    folder = tmp_path / "facebook--nllb-200-3.3B"
    folder.mkdir()
    (folder / "config.json").touch()
    assert not model.is_in(tmp_path), "it is fetched, and not converted"
    (folder / "model.bin").touch()
    assert model.is_in(tmp_path)
    assert model.engine == "ctranslate2:facebook/nllb-200-3.3B"


def test_chat_model_is_used_through_a_server() -> None:
    model = model_named("google/translategemma-4b-it")
    assert model.runtime is Runtime.SERVER
    assert model.engine == "openai:google/translategemma-4b-it"

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The starter engine with the committed models, and the recipe on a made-up language."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.engines.starter import StarterAligner, StarterEngine, translate_with
from adapters.engines.starter_file import load, save
from adapters.engines.starter_text import tokenise_source
from audarma.errors import EngineError, ModelNotFoundError
from audarma.model import (
    Hypothesis,
    TermEntry,
    TermHit,
    TermStatus,
    TranslationRequest,
)
from audarma.ports import Aligner, Engine
from training.starter_corpus import TextPair
from training.starter_lexicon import Entry
from training.train_starter import train

MODELS = Path(__file__).parents[2] / "models"
LOCALES = ("kk", "ru")
SENTENCES = (
    "Photosynthesis converts light energy into chemical energy.",
    'Open the file "report.txt" and press {1} to see 25 % more.',
    "In 1990–2000, Ada Lovelace wrote to info@example.org about https://example.org/a?b=1.",
    "OPEN THE FILE",
    "the",
    "?!",
    "Students don't know the answer: is it 5,000.5 kg, or state-funded COVID-19 tests?",
)


@pytest.fixture(scope="module")
def engine() -> StarterEngine:
    return StarterEngine(MODELS)


def translate(engine: StarterEngine, source: str, locale: str, *terms: TermHit) -> Hypothesis:
    return engine.translate([TranslationRequest(source, terms)], locale)[0]


def term(source: str, surface: str, target: str, locale: str) -> TermHit:
    start = source.index(surface)
    entry = TermEntry(surface, target, locale)
    return TermHit(start, start + len(surface), surface, (entry,))


def test_starter_is_an_engine_and_an_aligner(engine: StarterEngine) -> None:
    as_engine: Engine = engine
    as_aligner: Aligner = StarterAligner(MODELS)
    assert as_engine.name == "starter"
    assert as_engine.locales == {"kk", "ru"}
    assert not as_engine.keeps_codes
    assert as_engine.standalone_mask.format(7) == "{7}"
    assert as_aligner.align([], "kk") == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_plain_sentence_comes_out_in_cyrillic(engine: StarterEngine, locale: str) -> None:
    target = translate(engine, "The page has been saved to the folder.", locale).target
    assert re.fullmatch(r"[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі ]+\.", target)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("source", SENTENCES)
def test_latin_letters_in_a_target_are_copies_from_the_source(
    engine: StarterEngine, locale: str, source: str
) -> None:
    target = translate(engine, source, locale).target
    copied = {token.surface for token in tokenise_source(source)}
    for token in tokenise_source(target):
        assert token.surface in copied or not re.search("[A-Za-z]", token.surface)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("source", SENTENCES)
def test_links_are_spans_of_words_on_both_sides(
    engine: StarterEngine, locale: str, source: str
) -> None:
    found = translate(engine, source, locale)
    assert found.links
    for link in found.links:
        for text, start, end in (
            (source, link.source_start, link.source_end),
            (found.target, link.target_start, link.target_end),
        ):
            assert 0 <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()


@pytest.mark.parametrize("locale", LOCALES)
def test_masks_numbers_and_addresses_survive_and_are_not_called_unknown(
    engine: StarterEngine, locale: str
) -> None:
    source = "See {1} and {2}, page 25, or {3}: https://example.org/a?b=1, 5,000.5 kg."
    found = translate(engine, source, locale)
    for kept in ("{1}", "{2}", "{3}", "25", "https://example.org/a?b=1", "5,000.5"):
        assert found.target.count(kept) == source.count(kept)
    assert not any(re.search(r"[\d{]|http", word) for word in found.unknown_words)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_mask_is_linked_to_itself(engine: StarterEngine, locale: str) -> None:
    source = "The value of {1} is greater than {2}."
    found = translate(engine, source, locale)
    pairs = {
        (source[a.source_start : a.source_end], found.target[a.target_start : a.target_end])
        for a in found.links
    }
    assert {("{1}", "{1}"), ("{2}", "{2}")} <= pairs


@pytest.mark.parametrize("locale", LOCALES)
def test_unknown_words_and_latin_names_are_left_visible_and_listed(
    engine: StarterEngine, locale: str
) -> None:
    found = translate(engine, "The zorblax of Quentin Frobisher is open.", locale)
    assert found.unknown_words == ("zorblax", "Quentin", "Frobisher")
    assert all(word in found.target for word in found.unknown_words)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_requested_term_stands_for_its_span(engine: StarterEngine, locale: str) -> None:
    source = "The cell membrane is thin."
    hit = term(source, "cell membrane", "мембрана шкварц", locale)
    found = translate(engine, source, locale, hit)
    assert "мембрана шкварц" in found.target.lower()
    place = found.target.lower().index("мембрана")
    assert {
        (link.target_start, link.source_start)
        for link in found.links
        if link.source_start in (4, 9)
    } >= {(place, 4), (place, 9)}


@pytest.mark.parametrize(
    ("locale", "target", "expected"),
    [("kk", "жасуша", "жасуша(да|сында|ларда)"), ("ru", "клетка", "в клетке")],
)
def test_a_requested_term_that_the_model_knows_is_inflected(
    engine: StarterEngine, locale: str, target: str, expected: str
) -> None:
    # In the software of the training data, a cell is one of a table: «ұяшық», «ячейка».
    source = "This happens in the cell."
    found = translate(engine, source, locale, term(source, "cell", target, locale))
    assert re.search(expected, found.target), found.target


def test_a_term_that_another_order_would_part_stays_whole_and_articles_go(
    engine: StarterEngine,
) -> None:
    source = "Open the rate of the change."
    found = translate(engine, source, "kk", term(source, "Open the rate", "шкварц", "kk"))
    assert "шкварц" in found.target.lower()
    assert not re.search("[A-Za-z]", found.target)


@pytest.mark.parametrize("locale", LOCALES)
def test_an_article_at_the_start_does_not_take_the_capital_away(
    engine: StarterEngine, locale: str
) -> None:
    assert translate(engine, "The tree grows.", locale).target[0].isupper()


def test_a_do_not_translate_term_is_kept_and_not_called_unknown(engine: StarterEngine) -> None:
    source = "Open Python now."
    found = translate(engine, source, "ru", term(source, "Python", "Python", "ru"))
    assert "Python" in found.target
    assert "Python" not in found.unknown_words


def test_terms_of_another_locale_and_forbidden_terms_are_not_used(engine: StarterEngine) -> None:
    source = "Open the file."
    other = term(source, "file", "шкварц", "kk")
    entry = TermEntry("file", "шкварц", "ru", status=TermStatus.FORBIDDEN)
    forbidden = TermHit(other.start, other.end, "file", (entry,))
    plain = translate(engine, source, "ru")
    assert translate(engine, source, "ru", other) == plain
    assert translate(engine, source, "ru", forbidden) == plain


@pytest.mark.parametrize("locale", LOCALES)
def test_case_follows_the_source(engine: StarterEngine, locale: str) -> None:
    assert translate(engine, "Open the file", locale).target[0].isupper()
    assert translate(engine, "open the file", locale).target[0].islower()
    assert translate(engine, "OPEN THE FILE", locale).target.isupper()


def test_words_are_shouted_where_the_source_shouts_them(engine: StarterEngine) -> None:
    # In the training data, licences shout this, and "commercial" stands mostly in headings.
    spoken = translate(engine, "A commercial use is not allowed.", "kk").target
    assert spoken.startswith("Коммерциялық ")
    shouted = "This program is distributed, but WITHOUT ANY WARRANTY."
    assert "ЕШҚАНДАЙ" in translate(engine, shouted, "kk").target


def test_what_follows_a_number_at_the_start_stays_small(engine: StarterEngine) -> None:
    assert translate(engine, "Figure 1.", "kk").target == "1-сурет."


@pytest.mark.parametrize("locale", LOCALES)
def test_punctuation_is_spaced_as_the_target_language_does(
    engine: StarterEngine, locale: str
) -> None:
    target = translate(engine, 'Press "Open file" (or not), please!', locale).target
    assert re.search(r"«\w", target)
    assert re.search(r"\w»", target)
    assert not re.search(r" [,.!)»]|[(«] ", target)


def test_letters_that_were_lost_in_what_it_learnt_from_are_in_no_target(
    engine: StarterEngine,
) -> None:
    assert "\ufffd" not in translate(engine, "Vladimir lives in the city.", "kk").target


def test_marks_alone_never_become_words(engine: StarterEngine) -> None:
    quoted = translate(engine, "“The whale is an animal.”", "kk").target
    assert quoted.endswith("»") and quoted.count("»") == 1


@pytest.mark.parametrize("words", ["roof of ", "if it ", "tree which ", "the roof and "])
def test_a_sentence_without_an_end_is_translated(engine: StarterEngine, words: str) -> None:
    assert translate(engine, words * 400, "kk").target


@pytest.mark.parametrize("locale", LOCALES)
def test_no_two_commas_meet(engine: StarterEngine, locale: str) -> None:
    source = "So, for commercial use, no, or yes, if you like, where it happens; what it is, then."
    assert not re.search(r",\s*[,.;:!?]|^,", translate(engine, source, locale).target)


def test_a_long_run_without_a_full_stop_is_translated_to_its_end(engine: StarterEngine) -> None:
    source = "the page and the folder and " * 100 + "Xyzzy"
    found = translate(engine, source, "ru")
    assert found.target.endswith("Xyzzy")
    assert found.unknown_words == ("Xyzzy",)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("If x > 0, then f(x) = 1.", ("x > 0", "f(x) = 1")),
        ("a) 5 kg; b) 10 m", ("a) 5", "b)", "10")),
        ("C++ and C#", ("C++", "C#")),
        ("Say 'yes' and 'no'.", ("«", "»")),
        ("Pages 1990–2000", ("1990–2000",)),
    ],
    ids=["formula", "enumerators", "marks in names", "single quotes", "range"],
)
def test_symbols_keep_their_places(
    engine: StarterEngine, locale: str, source: str, kept: tuple[str, ...]
) -> None:
    target = translate(engine, source, locale).target
    assert [part for part in kept if part not in target] == []


def test_equal_requests_give_equal_hypotheses_from_new_engines(engine: StarterEngine) -> None:
    requests = [TranslationRequest(source) for source in SENTENCES]
    again = StarterEngine(MODELS)
    assert again.revision == engine.revision
    assert again.translate(requests, "kk") == engine.translate(requests, "kk")


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_a_target_is_never_empty_where_the_source_is_not(source: str) -> None:
    found = translate(_shared_engine(), source, "kk")
    assert bool(found.target.strip()) == bool(source.strip())
    assert all(0 <= x.target_start < x.target_end <= len(found.target) for x in found.links)
    assert found.score is not None
    assert found.score <= 0


def test_a_word_left_out_by_the_model_is_not_left_out_alone(engine: StarterEngine) -> None:
    for locale in LOCALES:
        assert translate(engine, "the", locale).target.strip()


def test_the_aligner_finds_words_in_another_engines_target() -> None:
    source, target = "Open the file {1}.", "{1} файлын ашу."
    links = StarterAligner(MODELS).align([(source, target)], "kk")[0]
    pairs = {
        (source[a.source_start : a.source_end], target[a.target_start : a.target_end])
        for a in links
    }
    assert {("file", "файлын"), ("Open", "ашу"), ("{1}", "{1}")} <= pairs


def test_a_folder_without_models_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFoundError, match=r"training/README\.md"):
        StarterEngine(tmp_path)


def test_a_file_that_is_no_model_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "starter").mkdir()
    (tmp_path / "starter" / "kk.npz").write_bytes(b"PK nothing of the kind")
    broken = StarterEngine(tmp_path)
    with pytest.raises(EngineError, match=r"kk\.npz: this is no model"):
        translate(broken, "Open the file.", "kk")
    with pytest.raises(EngineError, match='no model for "ru"'):
        translate(broken, "Open the file.", "ru")


def test_the_recipe_learns_a_made_up_language_and_translates_what_it_never_saw(
    tmp_path: Path,
) -> None:
    verbs = {"take": "бери", "see": "смотри", "bring": "неси", "draw": "рисуй", "buy": "купи"}
    colours = {"red": "красный", "old": "старый", "big": "большой", "new": "новый"}
    things = {"house": "дом", "table": "стол", "garden": "сад", "bread": "хлеб", "boat": "плот"}
    unseen = ("bring", "old", "boat")
    pairs = [
        TextPair(
            f"{v.capitalize()} the {c} {t}.", f"{verbs[v].capitalize()} {colours[c]} {things[t]}."
        )
        for v, c, t in itertools.product(verbs, colours, things)
        if (v, c, t) != unseen
    ] * 2
    steps: list[str] = []
    model = train(pairs, [], [Entry("cup", "noun", "чашка")], [], "ru", steps.append)
    assert steps
    request = TranslationRequest("Bring the old boat.")
    found = translate_with(request, model, "ru")
    assert found.target == "Неси старый плот."
    assert found.unknown_words == ()
    listed = translate_with(TranslationRequest("Bring the old cups."), model, "ru")
    assert re.fullmatch("Неси стар(?:ые|ых|ыми|ым) чаш(?:ки|ек|ками|ках|кам)\\.", listed.target)
    save(model, tmp_path / "one.npz")
    read = load(tmp_path / "one.npz")
    save(read, tmp_path / "two.npz")
    assert translate_with(request, read, "ru").target == found.target
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


_ENGINES: list[StarterEngine] = []


def _shared_engine() -> StarterEngine:
    """Give one engine for all examples; hypothesis wants no module fixture."""
    if not _ENGINES:
        _ENGINES.append(StarterEngine(MODELS))
    return _ENGINES[0]

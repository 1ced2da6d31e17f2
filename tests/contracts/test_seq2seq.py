# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The neural engines, on tiny models of each family that are built here.

The OPUS-MT model is trained until it knows its few sentences by heart; the others have random
weights, which is enough to see what goes into a model and what is made of what comes out.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.engines import engine_named
from adapters.engines.language_codes import Family, family_of
from adapters.engines.model_files import chosen_device, digest
from adapters.engines.seq2seq_ct2 import Seq2SeqCt2
from adapters.engines.seq2seq_hf import Seq2SeqHf
from adapters.engines.seq2seq_text import Decoded, TextTranslator, batches, cut, word_links
from adapters.engines.term_annotation import annotated
from audarma.errors import EngineError, EngineNotFoundError, ModelNotFoundError
from audarma.model import Link, TermEntry, TermHit, TranslationRequest
from audarma.settings import load_settings

PAIRS = (
    ("The cell is small.", "Жасуша кішкентай.", "Клетка мала."),
    ("Water boils.", "Су қайнайды.", "Вода кипит."),
    ("Plants need light and water.", "Өсімдіктерге жарық пен су керек.", "Растениям нужен свет."),
    ("See {1} and [2].", "{1} және [2] қараңыз.", "Смотрите {1} и [2]."),
)
SENTENCES = [sentence for pair in PAIRS for sentence in pair]
SIZES: dict[str, Any] = {
    "encoder_layers": 2,
    "decoder_layers": 3,
    "d_model": 32,
    "max_position_embeddings": 64,
}
HEADS: dict[str, Any] = {
    f"{side}_{what}": size
    for side in ("encoder", "decoder")
    for what, size in (("attention_heads", 2), ("ffn_dim", 64))
}


T5_SIZES: dict[str, Any] = {
    "d_model": 32,
    "d_kv": 16,
    "d_ff": 64,
    "num_heads": 2,
    "num_layers": 2,
    "num_decoder_layers": 2,
    "decoder_start_token_id": 0,
    "initializer_factor": 3.0,
}


def requests(*sources: str) -> list[TranslationRequest]:
    return [TranslationRequest(source) for source in sources]


# --- What needs no model ---


@pytest.mark.parametrize(
    ("tokens", "name", "family", "locales"),
    [
        ({"eng_Latn", "kaz_Cyrl", "rus_Cyrl"}, "x", "nllb", {"kk", "ru"}),
        ({"eng_Latn", "rus_Cyrl"}, "x", "nllb", {"ru"}),
        ({"__en__", "__kk__", "__ru__"}, "x", "m2m_100", {"kk", "ru"}),
        ({"en_XX", "kk_KZ", "ru_RU"}, "x", "mbart_50", {"kk", "ru"}),
        ({"<2kk>", "<2ru>"}, "x", "madlad_400", {"kk", "ru"}),
        ({">>kaz_Cyrl<<", ">>kaz_Latn<<"}, "opus-mt-en-trk", "opus_mt", {"kk"}),
        ({">>rus<<", ">>ukr<<"}, "opus-mt-en-zle", "opus_mt", {"ru"}),
        (set(), "Helsinki-NLP/opus-mt-en-ru", "bilingual", {"ru"}),
        (set(), "my_model_en_kk", "bilingual", {"kk"}),
    ],
)
def test_family_is_read_off_the_vocabulary(
    tokens: set[str], name: str, family: str, locales: set[str]
) -> None:
    found = family_of(tokens.__contains__, name)
    assert (found.name, found.locales) == (family, frozenset(locales))


def test_kazakh_in_cyrillic_is_chosen_where_a_model_knows_scripts() -> None:
    tokens = {">>kaz<<", ">>kaz_Cyrl<<", ">>kaz_Latn<<"}
    assert family_of(tokens.__contains__, "x").first_tokens("kk") == [">>kaz_Cyrl<<"]


def test_family_without_language_tokens_takes_the_tokenisers_word() -> None:
    assert family_of(lambda _: False, "model", target_language="kaz").locales == {"kk"}


def test_t5_is_told_the_language_in_words() -> None:
    family = family_of(lambda _: False, "model", "mt5")
    assert family.text_prefixes["kk"] == "translate English to Kazakh: "


def test_model_that_says_no_language_is_refused() -> None:
    with pytest.raises(EngineError, match=r"Set target_lang in its tokenizer_config\.json"):
        family_of(lambda _: False, "opus-mt-en-de")


@given(text=st.text("ab .,!\n", max_size=60), most=st.integers(1, 20))
def test_cut_text_fits_and_loses_white_space_alone(text: str, most: int) -> None:
    spans = cut(text, lambda part: len(part) <= most)
    parts = [text[start:end] for start, end in spans]
    assert all(len(part) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(part == part.strip() != "" for part in parts)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One two. Three, four five.", ["One two.", "Three, four five."]),
        ("One two three, four five", ["One two three,", "four five"]),
        ("One two three four", ["One two", "three four"]),
        ("Oneword" * 3, ["OnewordOne", "wordOneword"]),
    ],
)
def test_text_is_cut_at_sentences_then_clauses_then_words(text: str, parts: list[str]) -> None:
    spans = cut(text, lambda part: len(part) <= 17)
    assert [text[start:end] for start, end in spans] == parts


def test_target_word_links_to_the_source_words_that_its_pieces_look_at() -> None:
    attention = np.array([[0.1, 0.6, 0.1, 0.2], [0.0, 0.1, 0.2, 0.7], [0.0, 0.1, 0.1, 0.8]])
    links = word_links(attention, [0, 1, 1], [-1, 0, 1, 1], [(0, 2), (3, 9)], [(0, 3), (4, 8)])
    assert links == (Link(0, 3, 0, 2), Link(4, 8, 0, 2), Link(4, 8, 3, 9))


def test_batches_hold_like_lengths_and_no_more_tokens_than_allowed() -> None:
    inputs = [["x"] * length for length in (3, 9, 1, 4, 30, 2)]
    found = list(batches(inputs, 10))
    assert sorted(index for batch in found for index in batch) == list(range(len(inputs)))
    assert found[0] == [4]
    assert all(
        len(batch) == 1 or max(len(inputs[index]) for index in batch) * len(batch) <= 10
        for batch in found
    )


def term(source: str, surface: str, target: str) -> TermHit:
    start = source.index(surface)
    return TermHit(start, start + len(surface), surface, (TermEntry(surface, target, "kk"),))


@given(
    source=st.text("ab ,", min_size=1, max_size=30).filter(str.strip),
    target=st.sampled_from(["ж", "ж м", "ж м қ"]),
    places=st.tuples(st.integers(0, 29), st.integers(1, 4)),
)
def test_each_word_of_an_annotated_text_has_an_owner_among_the_sources_words(
    source: str, target: str, places: tuple[int, int]
) -> None:
    surface = source[places[0] : sum(places)].strip()
    terms = [term(source, surface, target)] if surface else []
    found = annotated(source, terms)
    assert len(found.owners) == len(found.text.split())
    assert sorted(set(found.owners)) == list(range(len(source.split())))
    assert list(found.owners) == sorted(found.owners)
    assert re.sub("<as>.*?</as>", "", found.text) == source


def test_term_stands_behind_its_words_and_before_their_marks() -> None:
    source = "The cell membrane, a part"
    found = annotated(source, [term(source, "cell membrane", "жасуша мембранасы")])
    assert found.text == "The cell membrane<as> жасуша мембранасы</as>, a part"
    assert found.owners == (0, 1, 2, 2, 2, 3, 4)


@pytest.mark.parametrize("annotates", [True, False])
def test_terms_are_shown_to_models_that_were_trained_on_them_alone(annotates: bool) -> None:
    seen: list[str] = []

    def decode(
        inputs: Sequence[list[str]], _token: str, _attended: Sequence[bool]
    ) -> list[tuple[int, Decoded]]:
        seen.extend("".join(tokens) for tokens in inputs)
        return [(place, Decoded([], 0.0, None)) for place, _tokens in enumerate(inputs)]

    translator = TextTranslator(
        "x", Family("x", frozenset({"kk"})), Letters(), 64, decode, annotates
    )
    request = TranslationRequest("a bc", (term("a bc", "bc", "қ"),))
    translator.translate([request], "kk")
    assert seen == ["▁a▁bc<as>▁қ</as></s>" if annotates else "▁a▁bc</s>"]


class Letters:
    """Cuts words into letters; ``▁`` begins each word."""

    end = "</s>"

    def pieces(self, text: str) -> list[str]:
        return [
            ("▁" if place == 0 else "") + letter
            for word in text.split()
            for place, letter in enumerate(word)
        ]

    def text(self, pieces: Sequence[str]) -> str:
        return "".join(pieces).replace("▁", " ").strip()


@given(source=st.text("ab. ", max_size=80))
def test_parts_of_a_long_text_are_joined_with_their_links(source: str) -> None:
    def copy(
        inputs: Sequence[list[str]], target_token: str, _attended: Sequence[bool]
    ) -> list[tuple[int, Decoded]]:
        assert target_token == "<kk>"
        assert all(tokens[0] == "<en>" and len(tokens) <= 12 for tokens in inputs)
        return [
            (place, Decoded(tokens[1:-1], -0.5, np.eye(len(tokens))[1:-1]))
            for place, tokens in reversed(list(enumerate(inputs)))
        ]

    family = Family("x", frozenset({"kk"}), "<en>", target_tokens={"kk": "<kk>"})
    (hypothesis,) = TextTranslator("x", family, Letters(), 24, copy).translate(
        requests(source), "kk"
    )
    assert "".join(hypothesis.target.split()) == "".join(source.split())
    assert hypothesis.score == (pytest.approx(-0.5) if source.strip() else None)
    for link in hypothesis.links:
        assert (
            source[link.source_start : link.source_end]
            == hypothesis.target[link.target_start : link.target_end]
        )


def test_revision_changes_with_the_models_files(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"0" * 3_000_000)
    before = digest(tmp_path)
    assert digest(tmp_path) == before
    (tmp_path / "model.bin").write_bytes(b"0" * 2_999_999 + b"1")
    assert digest(tmp_path) != before


@pytest.mark.parametrize("kind", ["transformers", "ctranslate2"])
def test_absent_model_is_told_with_what_to_run(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("torch", reason="the transformers extra is not installed")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelNotFoundError) as caught:
        engine_named(f"{kind}:nobody/nothing-en-kk", tmp_path)
    assert 'Run "audarma models pull nobody/nothing-en-kk"' in str(caught.value)
    assert str(tmp_path) in str(caught.value)


def test_missing_extra_is_its_own_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(EngineNotFoundError, match=r"pip install 'audarma\[transformers\]'"):
        engine_named("transformers:some/model", tmp_path)


@pytest.mark.parametrize(("has_gpu", "device"), [(True, "cuda"), (False, "cpu")])
def test_device_is_a_gpu_where_there_is_one(has_gpu: bool, device: str) -> None:
    assert chosen_device("auto", has_gpu, "x") == device
    assert chosen_device("cpu", has_gpu, "x") == "cpu"


def test_gpu_that_is_not_there_is_told() -> None:
    with pytest.raises(EngineError, match=r"finds no GPU .* Set engine_device to auto"):
        chosen_device("cuda", False, "transformers")


def test_diffuse_attention_links_a_word_to_a_few_words_alone() -> None:
    words = [(place, place + 1) for place in range(0, 40, 2)]
    links = word_links(np.full((1, 20), 0.05), [0], range(20), [(0, 3)], words)
    assert len(links) == 4


# --- Models ---


def train_sentencepiece(folder: Path) -> Path:
    from sentencepiece import SentencePieceTrainer

    folder.mkdir()
    SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES * 3),
        model_prefix=str(folder / "spm"),
        vocab_size=150,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    return folder / "spm.model"


def pieces_of(model: Path) -> list[str]:
    from sentencepiece import SentencePieceProcessor

    processor = SentencePieceProcessor(model_file=str(model))
    return [processor.id_to_piece(index) for index in range(3, processor.get_piece_size())]


def save(model: Any, tokenizer: Any, folder: Path) -> None:
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def convert(folder: Path, out: Path) -> None:
    """Convert as ``audarma models pull`` does: the tokeniser's files stay beside the model."""
    from ctranslate2.converters import (  # type: ignore[import-untyped]  # it has no stubs
        TransformersConverter,
    )

    TransformersConverter(str(folder)).convert(str(out))
    for file in folder.iterdir():
        if file.name != "config.json" and not file.name.startswith(("model", "generation")):
            shutil.copy(file, out)


def memorise(model: Any, tokenizer: Any) -> None:
    """Train until every pair is known by heart; both languages in one batch."""
    import torch

    sources = [f"{tag} {pair[0]}" for pair in PAIRS for tag in (">>kaz_Cyrl<<", ">>rus<<")]
    targets = [pair[column] for pair in PAIRS for column in (1, 2)]
    batch = tokenizer(sources, text_target=targets, return_tensors="pt", padding=True)
    batch["labels"][batch["labels"] == tokenizer.pad_token_id] = -100
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    model.train()
    for _ in range(400):
        loss = model(**batch).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        # As in real models the decoder starts from a zero embedding; the tied output layer
        # would have trained it.
        model.model.shared.weight.data[-1] = 0
        if loss < 0.01:
            return
    raise AssertionError(f"the tiny model learned nothing: loss {loss}")


def build_opus_mt(folder: Path) -> None:
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    model_file = train_sentencepiece(folder)
    source, target = folder / "source.spm", folder / "target.spm"
    shutil.copy(model_file, source)
    model_file.rename(target)
    tokens = ["</s>", "<unk>", ">>kaz_Cyrl<<", ">>rus<<", *pieces_of(source), "<pad>"]
    vocabulary = folder / "vocab.json"
    vocabulary.write_text(json.dumps({token: index for index, token in enumerate(tokens)}))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it would like sacremoses, which changes nothing here
        tokenizer = MarianTokenizer(str(source), str(target), str(vocabulary), model_max_length=64)
    config = MarianConfig(
        vocab_size=len(tokens),
        pad_token_id=len(tokens) - 1,
        decoder_start_token_id=len(tokens) - 1,
        eos_token_id=0,
        forced_eos_token_id=0,
        dropout=0.0,
        **SIZES,
        **HEADS,
    )
    model = MarianMTModel(config)
    memorise(model, tokenizer)
    save(model, tokenizer, folder)


def build_nllb(folder: Path) -> None:
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers
    from transformers import M2M100Config, M2M100ForConditionalGeneration, NllbTokenizer

    bpe = Tokenizer(models.BPE(unk_token="<unk>"))
    bpe.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    bpe.train_from_iterator(
        SENTENCES, trainers.BpeTrainer(vocab_size=150, special_tokens=special, show_progress=False)
    )
    learned = json.loads(bpe.to_str())["model"]
    tokenizer = NllbTokenizer(
        vocab=learned["vocab"],
        merges=cast(Any, [tuple(pair) for pair in learned["merges"]]),
        additional_special_tokens=["eng_Latn", "kaz_Cyrl", "rus_Cyrl"],
        model_max_length=64,
    )
    config = M2M100Config(
        vocab_size=len(tokenizer), init_std=0.5, decoder_start_token_id=2, **SIZES, **HEADS
    )
    save(M2M100ForConditionalGeneration(config), tokenizer, folder)


def build_m2m_100(folder: Path) -> None:
    from transformers import M2M100Config, M2M100ForConditionalGeneration, M2M100Tokenizer
    from transformers.models.m2m_100.tokenization_m2m_100 import FAIRSEQ_LANGUAGE_CODES

    model_file = train_sentencepiece(folder)
    tokens = ["<s>", "<pad>", "</s>", "<unk>", *pieces_of(model_file)]
    vocabulary = folder / "vocab.json"
    vocabulary.write_text(json.dumps({token: index for index, token in enumerate(tokens)}))
    languages = [f"__{code}__" for code in FAIRSEQ_LANGUAGE_CODES["m2m100"]]
    tokenizer = M2M100Tokenizer(
        str(vocabulary),
        str(model_file),
        additional_special_tokens=languages,
        num_madeup_words=0,
        model_max_length=64,
    )
    size = max(tokenizer.get_vocab().values()) + 1
    config = M2M100Config(vocab_size=size, init_std=0.5, decoder_start_token_id=2, **SIZES, **HEADS)
    save(M2M100ForConditionalGeneration(config), tokenizer, folder)


def build_madlad_400(folder: Path) -> None:
    from transformers import T5Config, T5ForConditionalGeneration, T5Tokenizer

    model_file = train_sentencepiece(folder)
    special = ["<pad>", "</s>", "<unk>", "<2kk>", "<2ru>"]
    vocabulary = [(token, 0.0) for token in special]
    vocabulary += [(piece, -float(rank)) for rank, piece in enumerate(pieces_of(model_file))]
    tokenizer = T5Tokenizer(vocab=vocabulary, extra_ids=0, model_max_length=64)
    tokenizer.add_tokens(["<2kk>", "<2ru>"])
    settings = T5_SIZES | {"vocab_size": len(tokenizer), "tie_word_embeddings": False}
    save(T5ForConditionalGeneration(T5Config(**settings)), tokenizer, folder)


def build_mbart_50(folder: Path) -> None:
    from transformers import MBart50Tokenizer, MBartConfig, MBartForConditionalGeneration

    model_file = train_sentencepiece(folder)
    # The first three are SentencePiece's own; the tokeniser puts its family's in their place.
    vocabulary = [(token, 0.0) for token in ("<unk>", "<s>", "</s>")]
    vocabulary += [(piece, -float(rank)) for rank, piece in enumerate(pieces_of(model_file))]
    tokenizer = MBart50Tokenizer(vocab=vocabulary, bos_token="<s>", model_max_length=64)
    config = MBartConfig(
        vocab_size=len(tokenizer),
        init_std=0.5,
        decoder_start_token_id=2,
        # Random targets never end, and CTranslate2 forces no end on them.
        forced_eos_token_id=None,
        # As in mBART-50's own config.json, for CTranslate2's converter.
        normalize_before=True,
        normalize_embedding=True,
        tokenizer_class="MBart50Tokenizer",
        **SIZES,
        **HEADS,
    )
    save(MBartForConditionalGeneration(config), tokenizer, folder)


def build_t5(folder: Path) -> None:
    from transformers import T5Config, T5ForConditionalGeneration, T5Tokenizer

    model_file = train_sentencepiece(folder)
    vocabulary = [(token, 0.0) for token in ("<pad>", "</s>", "<unk>")]
    vocabulary += [(piece, -float(rank)) for rank, piece in enumerate(pieces_of(model_file))]
    vocabulary += [(f"<extra_id_{number}>", 0.0) for number in range(99, -1, -1)]
    tokenizer = T5Tokenizer(vocab=vocabulary, extra_ids=100, model_max_length=64)
    settings = T5_SIZES | {"vocab_size": len(tokenizer), "tie_word_embeddings": True}
    save(T5ForConditionalGeneration(T5Config(**settings)), tokenizer, folder)


BUILDERS = {
    "opus_mt": build_opus_mt,
    "nllb": build_nllb,
    "m2m_100": build_m2m_100,
    "madlad_400": build_madlad_400,
    "mbart_50": build_mbart_50,
    "t5": build_t5,
}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a model of each family, and each converted, in ``<family>-ct2``."""
    torch = pytest.importorskip("torch", reason="the transformers extra is not installed")
    torch.manual_seed(1)
    torch.set_num_threads(1)  # more only get in each other's way on models this small
    folder = tmp_path_factory.mktemp("models")
    for family, build in BUILDERS.items():
        build(folder / family)
        convert(folder / family, folder / f"{family}-ct2")
    return folder


@pytest.mark.model
@pytest.mark.parametrize("column", [1, 2], ids=["kk", "ru"])
@pytest.mark.parametrize("name", ["transformers:opus_mt", "ctranslate2:opus_mt-ct2"])
def test_engine_says_what_its_model_knows_by_heart(name: str, column: int, models: Path) -> None:
    engine = engine_named(name, models)
    assert engine.name == name
    assert engine.standalone_mask == "{{{}}}"
    sources = [pair[0] for pair in PAIRS]
    found = engine.translate(requests(*sources, "", *sources), ("", "kk", "ru")[column])
    targets = [pair[column] for pair in PAIRS]
    assert [hypothesis.target for hypothesis in found] == [*targets, "", *targets]
    for hypothesis, source in zip(found[: len(PAIRS)], sources, strict=True):
        assert hypothesis.score is not None and -0.5 < hypothesis.score <= 0
        assert {hypothesis.target[k.target_start : k.target_end] for k in hypothesis.links} == set(
            hypothesis.target.split()
        )
        assert {source[k.source_start : k.source_end] for k in hypothesis.links} <= set(
            source.split()
        )


@pytest.mark.model
@pytest.mark.parametrize("family", BUILDERS)
def test_both_runtimes_decode_the_same(family: str, models: Path) -> None:
    slow = Seq2SeqHf(family, models, beam_size=1, device="cpu")
    fast = Seq2SeqCt2(f"{family}-ct2", models, beam_size=1, compute_type="float32", device="cpu")
    assert slow.locales == fast.locales == {"kk", "ru"}
    assert slow.standalone_mask == fast.standalone_mask
    sources = [pair[0] for pair in PAIRS]
    for locale in ("kk", "ru"):
        one, two = (engine.translate(requests(*sources), locale) for engine in (slow, fast))
        assert [h.target for h in one] == [h.target for h in two]


@pytest.mark.model
def test_runtimes_agree_on_the_score(models: Path) -> None:
    slow = Seq2SeqHf("opus_mt", models, device="cpu")
    fast = Seq2SeqCt2("opus_mt-ct2", models, compute_type="float32", device="cpu")
    one, two = (e.translate(requests("Water boils."), "kk")[0] for e in (slow, fast))
    assert one.score == pytest.approx(two.score, abs=0.01)


@pytest.mark.model
@pytest.mark.parametrize("name", ["transformers:opus_mt", "ctranslate2:opus_mt-ct2"])
def test_text_longer_than_the_model_is_translated_whole(name: str, models: Path) -> None:
    source = " ".join(["Plants need light and water."] * 8)
    (hypothesis,) = engine_named(name, models).translate(requests(source), "kk")
    assert hypothesis.target == " ".join(["Өсімдіктерге жарық пен су керек."] * 8)
    assert max(link.source_end for link in hypothesis.links) > len(source) - 8


@pytest.mark.model
@pytest.mark.parametrize("name", ["transformers:nllb", "ctranslate2:nllb-ct2"])
def test_language_that_a_model_does_not_write_is_refused(name: str, models: Path) -> None:
    with pytest.raises(EngineError, match=r'writes no "de"\. Ask for kk or ru'):
        engine_named(name, models).translate(requests("x"), "de")


@pytest.mark.model
def test_model_without_a_tokeniser_is_told(models: Path, tmp_path: Path) -> None:
    shutil.copytree(models / "nllb-ct2", tmp_path / "bare")
    for file in (tmp_path / "bare").glob("*token*"):
        file.unlink()
    with pytest.raises(ModelNotFoundError, match=r"no tokeniser beside it\. Copy"):
        engine_named("ctranslate2:bare", tmp_path)


@pytest.mark.model
def test_sentencepiece_models_alone_are_enough(models: Path, tmp_path: Path) -> None:
    folder = tmp_path / "opus_mt-ct2"
    shutil.copytree(models / "opus_mt-ct2", folder)
    (folder / "tokenizer_config.json").unlink()
    (hypothesis,) = engine_named(f"ctranslate2:{folder}", models).translate(
        requests("Water boils."), "ru"
    )
    assert hypothesis.target == "Вода кипит."


@pytest.mark.model
def test_beam_and_precision_are_those_of_the_settings(models: Path) -> None:
    settings = load_settings(engine_beam_size=2, engine_precision="float32")
    for name in ("transformers:opus_mt", "ctranslate2:opus_mt-ct2"):
        assert engine_named(name, models, settings).revision.endswith("/beam 2/float32")


@pytest.mark.model
@pytest.mark.parametrize("name", ["transformers:opus_mt", "ctranslate2:opus_mt-ct2"])
def test_precision_that_does_not_go_is_told(name: str, models: Path) -> None:
    settings = load_settings(engine_precision="int8_float16", engine_device="cpu")
    with pytest.raises(EngineError, match=r"does not compute in int8_float16\. Set"):
        engine_named(name, models, settings)


@pytest.mark.model
def test_many_batches_at_once_give_targets_in_the_order_of_the_sources(models: Path) -> None:
    engine = Seq2SeqCt2("opus_mt-ct2", models, device="cpu", max_batch_tokens=8)
    pairs = [PAIRS[number % len(PAIRS)] for number in (3, 1, 0, 2, 1, 3, 0, 2) * 80]
    found = engine.translate(requests(*(pair[0] for pair in pairs)), "kk")
    assert [hypothesis.target for hypothesis in found] == [pair[1] for pair in pairs]


@pytest.mark.model
def test_links_come_where_they_are_wanted_and_change_no_target(models: Path) -> None:
    engine = Seq2SeqCt2("opus_mt-ct2", models, device="cpu")
    asked = [
        TranslationRequest(pair[0], wants_links=number % 2 == 0)
        for number, pair in enumerate(PAIRS)
    ]
    found = engine.translate(asked, "kk")
    assert [hypothesis.target for hypothesis in found] == [pair[1] for pair in PAIRS]
    assert [bool(hypothesis.links) for hypothesis in found] == [True, False, True, False]

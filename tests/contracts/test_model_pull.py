# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetching and converting models, from a hub on loopback that speaks as the public one does."""

from __future__ import annotations

import json
import shutil
import sys
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from adapters import wiring
from adapters.engines import engine_named
from adapters.engines.model_pull import HubPuller
from audarma.errors import EngineNotFoundError, EngineUnavailableError, ModelNotFoundError
from audarma.model import TranslationRequest
from audarma.model_catalogue import KnownModel, Runtime, model_named
from audarma.model_puller import RECORD

REVISION = "0123456789abcdef0123456789abcdef01234567"
SENTENCES = ["The cell is small.", "Water boils.", "Клетка мала.", "Вода кипит."]
MODEL = replace(model_named("Helsinki-NLP/opus-mt-tc-big-en-zle"), name="makers/opus-mt-en-ru")


@dataclass
class Hub:
    """Serves the files of *folder* as one model; *status* is what it answers instead."""

    folder: Path
    address: str = ""
    status: int = 200
    error: str = ""
    breaks_at: str = ""
    asked: list[str] = field(default_factory=list)

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(path)
        if self.status != 200:
            return self.status, {"X-Error-Code": self.error, "X-Error-Message": "no"}, b"{}"
        if path.startswith("/api/models/"):
            return 200, {"Content-Type": "application/json"}, self._info(path)
        name = path.partition(f"/resolve/{REVISION}/")[2]
        file = self.folder / name
        if not name or not file.is_file():
            return 404, {"X-Error-Code": "EntryNotFound"}, b""
        body = file.read_bytes()
        headers = {"ETag": f'"{sha256(body).hexdigest()}"', "X-Repo-Commit": REVISION}
        if name == self.breaks_at:
            return 200, headers | {"Content-Length": str(len(body))}, body[: len(body) // 2]
        return 200, headers, body

    def _info(self, path: str) -> bytes:
        files = sorted(f for f in self.folder.rglob("*") if f.is_file())
        names = [(file.relative_to(self.folder).as_posix(), file.stat().st_size) for file in files]
        if "/tree/" in path:
            listed: Any = [{"type": "file", "path": n, "size": s, "oid": "0"} for n, s in names]
        else:
            siblings = [{"rfilename": name, "size": size} for name, size in names]
            name = path.removeprefix("/api/models/").partition("/revision/")[0]
            listed = {"id": name, "sha": REVISION, "siblings": siblings}
        return json.dumps(listed).encode()


@pytest.fixture
def hub(tmp_path: Path, source: Path) -> Iterator[Hub]:
    folder = tmp_path / "on-the-hub"
    shutil.copytree(source, folder)
    hub = Hub(folder)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def do_GET(self) -> None:
            status, headers, body = hub.answer(self.path.partition("?")[0])
            self.send_response(status)
            headers.setdefault("Content-Length", str(len(body)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815  # the name is the base class's

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    hub.address = f"http://127.0.0.1:{server.server_port}"
    yield hub
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny OPUS-MT model with random weights, as its makers publish it."""
    torch = pytest.importorskip("torch", reason="the transformers extra is not installed")
    from sentencepiece import SentencePieceProcessor, SentencePieceTrainer
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("source")
    SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES * 3),
        model_prefix=str(folder / "spm"),
        vocab_size=60,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    pieces = SentencePieceProcessor(model_file=str(folder / "spm.model"))
    shutil.copy(folder / "spm.model", folder / "source.spm")
    shutil.move(folder / "spm.model", folder / "target.spm")
    (folder / "spm.vocab").unlink()
    names = [pieces.id_to_piece(index) for index in range(3, pieces.get_piece_size())]
    tokens = ["</s>", "<unk>", ">>rus<<", *names, "<pad>"]
    (folder / "vocab.json").write_text(json.dumps({t: i for i, t in enumerate(tokens)}))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it would like sacremoses, which changes nothing here
        tokenizer = MarianTokenizer(
            *(str(folder / name) for name in ("source.spm", "target.spm", "vocab.json")),
            model_max_length=32,
        )
    pad = len(tokens) - 1
    config = MarianConfig(
        vocab_size=len(tokens),
        pad_token_id=pad,
        decoder_start_token_id=pad,
        eos_token_id=0,
        forced_eos_token_id=0,
        d_model=16,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=16,
        decoder_ffn_dim=16,
        max_position_embeddings=32,
    )
    MarianMTModel(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    # What repositories hold besides: the same weights again, and other frameworks' ones.
    torch.save({}, folder / "pytorch_model.bin")
    (folder / "tf_model.h5").write_bytes(b"0" * 1000)
    (folder / "README.md").write_text("A model.")
    return folder


def pulled(hub: Hub, models: Path, model: KnownModel = MODEL) -> Path:
    puller = HubPuller(hub.address)
    return puller.pull(model, puller.look(model), models).folder


@pytest.mark.model
def test_pulled_model_translates(hub: Hub, tmp_path: Path) -> None:
    models = tmp_path / "models"
    folder = pulled(hub, models)
    assert MODEL.is_in(models)
    assert folder == models / "makers--opus-mt-en-ru"
    engine = engine_named(MODEL.engine, models)
    assert engine.locales == {"ru"}
    (hypothesis,) = engine.translate([TranslationRequest("Water boils.")], "ru")
    assert hypothesis.score is not None


@pytest.mark.model
def test_folder_of_models_holds_the_model_alone_and_its_record(hub: Hub, tmp_path: Path) -> None:
    models = tmp_path / "models"
    folder = pulled(hub, models)
    assert [path.name for path in models.iterdir()] == [folder.name], "nothing half-made stays"
    names = {path.name for path in folder.iterdir()}
    assert {"model.bin", "source.spm", "target.spm", "tokenizer_config.json"} <= names
    assert not names & {"model.safetensors", "pytorch_model.bin", "tf_model.h5"}
    record = json.loads((folder / RECORD).read_text("utf-8"))
    assert (record["name"], record["revision"]) == (MODEL.name, REVISION)
    assert record["licence"] == "CC-BY-4.0"
    assert record["converted_with"].startswith("ctranslate2 ")


@pytest.mark.model
def test_size_is_that_of_the_files_that_are_fetched(hub: Hub, tmp_path: Path) -> None:
    remote = HubPuller(hub.address).look(MODEL)
    assert remote.revision == REVISION
    assert "model.safetensors" in remote.files
    assert not {"pytorch_model.bin", "tf_model.h5"} & set(remote.files), "weights come once"
    assert remote.size_bytes == sum((hub.folder / n).stat().st_size for n in remote.files)
    pulled(hub, tmp_path)
    fetched = {path.rpartition("/")[2] for path in hub.asked if "/resolve/" in path}
    assert fetched == set(remote.files)


@pytest.mark.model
def test_model_that_ctranslate2_does_not_know_is_fetched_as_it_is(hub: Hub, tmp_path: Path) -> None:
    model = replace(MODEL, runtime=Runtime.TRANSFORMERS)
    folder = pulled(hub, tmp_path / "models", model)
    assert model.is_in(tmp_path / "models")
    engine = engine_named(f"transformers:{MODEL.name}", tmp_path / "models")
    assert engine.translate([TranslationRequest("Water.")], "ru")[0].score is not None
    assert (folder / RECORD).is_file()


@pytest.mark.model
def test_broken_fetch_leaves_no_model_and_goes_on_when_run_again(hub: Hub, tmp_path: Path) -> None:
    hub.breaks_at = "model.safetensors"
    models = tmp_path / "models"
    with pytest.raises(EngineUnavailableError, match=r"fetching broke off .* goes on where it"):
        pulled(hub, models)
    assert not MODEL.is_in(models)
    hub.breaks_at = ""
    hub.asked.clear()
    pulled(hub, models)
    assert MODEL.is_in(models)


@pytest.mark.model
@pytest.mark.parametrize("what", ["damaged weights", "another architecture"])
def test_model_that_cannot_be_converted_is_told_and_not_kept(
    what: str, hub: Hub, tmp_path: Path
) -> None:
    if what == "damaged weights":
        (hub.folder / "model.safetensors").write_bytes(b"0" * 100)
    else:
        (hub.folder / "config.json").write_text('{"model_type": "led"}')
    with pytest.raises(ModelNotFoundError, match=r"cannot be converted \("):
        pulled(hub, tmp_path / "models")
    assert not MODEL.is_in(tmp_path / "models")


@pytest.mark.parametrize(
    ("status", "code", "error", "told"),
    [
        (404, "RepoNotFound", ModelNotFoundError, "the hub has no such model"),
        (403, "GatedRepo", ModelNotFoundError, "accept their terms"),
        (503, "", EngineUnavailableError, "the hub cannot be reached"),
    ],
)
def test_hub_that_refuses_is_told_with_what_to_do(
    status: int, code: str, error: type[Exception], told: str, hub: Hub
) -> None:
    hub.status, hub.error = status, code
    with pytest.raises(error, match=told):
        HubPuller(hub.address).look(MODEL)


def test_without_a_connection_the_error_says_what_to_run_where() -> None:
    with pytest.raises(EngineUnavailableError) as caught:
        HubPuller("http://127.0.0.1:9").look(MODEL)
    assert f'Run "audarma models pull {MODEL.name}" on a machine with a connection' in str(
        caught.value
    )


def test_repository_without_weights_is_refused(hub: Hub) -> None:
    for pattern in ("*.safetensors", "*.bin"):
        for file in hub.folder.glob(pattern):
            file.unlink()
    with pytest.raises(ModelNotFoundError, match="holds no weights"):
        HubPuller(hub.address).look(MODEL)


def test_converting_without_pytorch_is_refused_before_anything_is_fetched(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    puller = HubPuller(hub.address)
    remote = puller.look(MODEL)
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(EngineNotFoundError, match=r"pip install 'audarma\[transformers\]'"):
        puller.pull(MODEL, remote, tmp_path / "models")
    assert not (tmp_path / "models").exists()


@pytest.mark.model
def test_size_licence_and_limits_are_shown_before_anything_is_fetched(
    hub: Hub,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    name = "facebook/nllb-200-distilled-600M"
    monkeypatch.setattr(wiring, "HubPuller", partial(HubPuller, hub.address))
    monkeypatch.setenv("AUDARMA_MODELS", str(tmp_path / "models"))
    monkeypatch.setattr(sys, "argv", ["audarma", "models", "pull", name])
    with pytest.raises(SystemExit) as ended:
        wiring.main()
    told = capsys.readouterr().err
    assert ended.value.code == 1
    assert "to fetch: 0." in told and "licence: CC-BY-NC-4.0" in told
    assert "allows non-commercial use alone" in told and "add --accept" in told
    assert not any("/resolve/" in path for path in hub.asked)
    monkeypatch.setattr(sys, "argv", [*sys.argv, "--accept"])
    with pytest.raises(SystemExit) as ended:
        wiring.main()
    assert not ended.value.code
    assert f"Use it as the engine ctranslate2:{name}" in capsys.readouterr().out
    assert model_named(name).is_in(tmp_path / "models")

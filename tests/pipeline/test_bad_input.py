# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What bad input gets, row by row as the design's table has it; PO files are in the review loop."""

import threading
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from adapters.wiring import toolbox as new_toolbox
from audarma import job
from audarma.errors import (
    AudarmaError,
    EngineUnavailableError,
    LicenceError,
    MalformedDocumentError,
    NotEnglishError,
    UnsafeSourceError,
    UnsupportedFormatError,
)
from audarma.ingest import ingest
from audarma.model import Hypothesis, TranslationRequest
from audarma.settings import load_settings
from audarma.toolbox import Toolbox

CC_BY = '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">'
TEXT = "Plants need light and water. The roots take in the water from the soil around them."
OPF = """<?xml version="1.0"?>{doctype}
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">x</dc:identifier>
<dc:title>{title}</dc:title><dc:language>en</dc:language>
<dc:rights>CC BY 4.0</dc:rights></metadata>
<manifest><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="c"/></spine></package>"""
CONTAINER = """<?xml version="1.0"?><container version="1.0"
xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="p.opf"
media-type="application/oebps-package+xml"/></rootfiles></container>"""
CHAPTER = f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{TEXT}</p></body></html>'


def page(folder: Path, body: str = f"<p>{TEXT}</p>", head: str = CC_BY) -> Path:
    path = folder / "page.html"
    path.write_text(f"<html><head>{head}</head><body>{body}</body></html>", encoding="utf-8")
    return path


def epub(folder: Path, **extra: str) -> Path:
    path = folder / "book.epub"
    members = {
        "META-INF/container.xml": CONTAINER,
        "p.opf": OPF.format(doctype="", title="Plants"),
        "c.xhtml": CHAPTER,
        **{name.replace("__", "/"): text for name, text in extra.items()},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def refuse(path: Path | str, toolbox: Toolbox, error: type[AudarmaError]) -> str:
    """Ingest what must be refused; give the sentence, which must be one for a person."""
    with pytest.raises(error) as caught:
        ingest(str(path), toolbox)
    message = str(caught.value)
    assert message.endswith("."), message
    assert not any(word in message for word in ("Traceback", "object at 0x", "Errno"))
    assert toolbox.store.resources() == []
    return message


def test_a_resource_in_another_language_is_refused(tmp_path: Path, toolbox: Toolbox) -> None:
    text = "Растениям нужны свет и вода. Корни всасывают воду из почвы вокруг них."
    assert "'ru', not English" in refuse(page(tmp_path, f"<p>{text}</p>"), toolbox, NotEnglishError)


def test_an_empty_file_is_refused(tmp_path: Path, toolbox: Toolbox) -> None:
    path = tmp_path / "empty.html"
    path.touch()
    assert "empty" in refuse(path, toolbox, MalformedDocumentError)


def test_a_file_without_text_is_refused(tmp_path: Path, toolbox: Toolbox) -> None:
    message = refuse(page(tmp_path, "<pre>x = 1</pre>"), toolbox, MalformedDocumentError)
    assert "no text to translate" in message


def test_an_unknown_format_is_refused_with_the_known_ones(tmp_path: Path, toolbox: Toolbox) -> None:
    path = tmp_path / "notes.key"
    path.write_bytes(b"\x00\x01binary")
    assert "epub" in refuse(path, toolbox, UnsupportedFormatError)


def test_a_pdf_is_refused_with_advice(tmp_path: Path, toolbox: Toolbox) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    assert "source" in refuse(path, toolbox, UnsupportedFormatError)


def test_a_missing_file_is_told(tmp_path: Path, toolbox: Toolbox) -> None:
    refuse(tmp_path / "none.html", toolbox, AudarmaError)


def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path: Path, toolbox: Toolbox) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(b"PK\x03\x04 and then nothing")
    assert "book.epub" in refuse(path, toolbox, AudarmaError)


def test_a_book_under_drm_is_refused(tmp_path: Path, toolbox: Toolbox) -> None:
    encryption = """<?xml version="1.0"?><encryption
    xmlns="urn:oasis:names:tc:opendocument:xmlns:container"
    xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:EncryptionMethod
    Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/><enc:CipherData>
    <enc:CipherReference URI="c.xhtml"/></enc:CipherData></enc:EncryptedData></encryption>"""
    path = epub(tmp_path, **{"META-INF__encryption.xml": encryption})
    refuse(path, toolbox, AudarmaError)


@pytest.mark.parametrize("name", ["../evil.xhtml", "/etc/evil", "a/../../evil", "C:\\evil"])
def test_a_zip_that_leads_out_of_its_folder_is_refused(
    name: str, tmp_path: Path, toolbox: Toolbox
) -> None:
    refuse(epub(tmp_path, **{name: "x"}), toolbox, UnsafeSourceError)
    assert not (tmp_path / "evil.xhtml").exists()


def test_a_zip_bomb_is_refused(tmp_path: Path, toolbox: Toolbox) -> None:
    refuse(epub(tmp_path, **{"zeros.bin": "0" * 80_000_000}), toolbox, UnsafeSourceError)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_one_name_twice_is_refused(tmp_path: Path, toolbox: Toolbox) -> None:
    path = epub(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("c.xhtml", "other")
    refuse(path, toolbox, UnsafeSourceError)


def test_external_entities_are_not_read(tmp_path: Path, toolbox: Toolbox) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    doctype = f'<!DOCTYPE package [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    path = epub(tmp_path, **{"p.opf": OPF.format(doctype=doctype, title="&e;")})
    assert "SECRET" not in refuse(path, toolbox, UnsafeSourceError)


def test_an_entity_bomb_is_refused(tmp_path: Path, toolbox: Toolbox) -> None:
    levels = [f'<!ENTITY a{n} "' + f"&a{n - 1};" * 10 + '">' for n in range(1, 9)]
    entities = '<!ENTITY a0 "ha">' + "".join(levels)
    doctype = f"<!DOCTYPE package [{entities}]>"
    path = epub(tmp_path, **{"p.opf": OPF.format(doctype=doctype, title="&a8;")})
    refuse(path, toolbox, UnsafeSourceError)


@pytest.mark.parametrize(
    ("head", "word"),
    [
        ("", "--licence"),
        (CC_BY.replace("/by/4.0", "/by-nd/4.0"), "does not let adaptations be shared"),
        ('<meta name="dcterms.rights" content="All rights reserved">', "rights"),
    ],
    ids=["no licence", "NoDerivatives", "all rights reserved"],
)
def test_a_licence_that_allows_no_adaptation_is_refused(
    head: str, word: str, tmp_path: Path, toolbox: Toolbox
) -> None:
    assert word in refuse(page(tmp_path, head=head), toolbox, LicenceError)


def test_broken_html_is_read_and_what_is_untouched_stays(tmp_path: Path, toolbox: Toolbox) -> None:
    body = f"<table><tr><td>{TEXT}<td><b>Light<p>Water</b><div class=x><p>Soil</table>"
    path = page(tmp_path, body)
    request = job.Request(("kk",), waits_for_review=False)
    (outcome,) = job.localize(str(path), request, toolbox, lambda *_: None)
    assert outcome.published is not None
    with zipfile.ZipFile(outcome.published.package) as archive:
        adapted = next(n for n in archive.namelist() if n.endswith("/page.html"))
        assert "<div class=x>" in archive.read(adapted).decode()


@pytest.fixture
def site() -> Iterator[str]:
    """A server on loopback: a page, and redirects to places that must not be reached."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f"<html><head>{CC_BY}</head><body><p>{TEXT}</p></body></html>".encode()
            if self.path == "/to-metadata":
                self.send_response(302)
                self.send_header("Location", "http://169.254.169.254/latest/")
                self.end_headers()
                return
            self.send_response(404 if self.path == "/none" else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_address_in_a_private_network_is_refused(site: str, toolbox: Toolbox) -> None:
    assert "private or local network" in refuse(f"{site}/page", toolbox, UnsafeSourceError)
    assert "private or local" in refuse("http://[::ffff:127.0.0.1]/", toolbox, UnsafeSourceError)


def test_an_address_that_is_allowed_is_fetched(site: str, tmp_path: Path) -> None:
    tools = new_toolbox(load_settings(workspace=tmp_path / "w", allow_private_addresses=True))
    resource = ingest(f"{site}/page", tools)
    assert resource.metadata.source_url == f"{site}/page"
    with pytest.raises(AudarmaError, match="404"):
        ingest(f"{site}/none", tools)


def test_a_redirect_into_a_private_network_is_refused(site: str, tmp_path: Path) -> None:
    from adapters import fetch

    public = fetch._is_public
    try:
        # Loopback stands for the public network here, so that only the redirect's end is private.
        fetch._is_public = lambda ip: ip == "127.0.0.1" or public(ip)
        with pytest.raises(UnsafeSourceError, match=r"169\.254"):
            fetch.fetch(f"{site}/to-metadata", tmp_path, allow_private=False, limit_bytes=1_000_000)
    finally:
        fetch._is_public = public


class FailingEngine:
    """An engine that does not answer at first, and then answers nonsense or sense."""

    name = "failing"
    revision = "1"
    keeps_codes = False
    standalone_mask = ""
    locales = frozenset({"kk"})

    def __init__(self, failures: int, answer: str = "Аударма мәтіні осы.") -> None:
        self.failures = failures
        self.answer = answer
        self.calls = 0

    def translate(
        self, requests: Sequence[TranslationRequest], target_locale: str
    ) -> list[Hypothesis]:
        self.calls += 1
        if self.calls <= self.failures:
            raise EngineUnavailableError("failing: the server does not answer. Is it running?")
        return [Hypothesis(self.answer) for _request in requests]


@pytest.mark.parametrize(("failures", "left"), [(3, 0), (99, 2)], ids=["in the end", "never"])
def test_an_engine_that_is_down_is_tried_again_and_the_segments_stay_queued(
    failures: int, left: int, tmp_path: Path, toolbox: Toolbox
) -> None:
    engine = FailingEngine(failures)
    toolbox = replace(toolbox, engine_named=lambda _name, _models: engine)
    request = job.Request(("kk",))
    resource = job.take_in(str(page(tmp_path)), request, toolbox, lambda *_: None)
    tally = job.translate(resource, "kk", request, toolbox, lambda *_: None)
    assert engine.calls == 4
    assert tally.left == left
    assert bool(tally.problems) == bool(left)
    assert sum(map(len, job.batches(resource, "kk", toolbox))) == left


def test_an_engine_that_answers_nothing_leaves_the_segments_queued(
    tmp_path: Path, toolbox: Toolbox
) -> None:
    toolbox = replace(toolbox, engine_named=lambda _name, _models: FailingEngine(0, "  "))
    request = job.Request(("kk",))
    resource = job.take_in(str(page(tmp_path)), request, toolbox, lambda *_: None)
    job.translate(resource, "kk", request, toolbox, lambda *_: None)
    assert toolbox.store.waiting(resource.id, "kk") == 2
    assert sum(map(len, job.batches(resource, "kk", toolbox))) == 2

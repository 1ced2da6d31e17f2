# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the ``libretranslate`` and ``apertium`` engines do; the pace of requests to servers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.engines import engine_named
from adapters.engines.apertium import Apertium
from adapters.engines.http_client import HttpClient
from adapters.engines.http_limits import HttpLimits, Pacer, retry_after_s
from adapters.engines.libretranslate import LibreTranslate
from audarma.errors import EngineError, EngineNotFoundError, EngineUnavailableError
from audarma.model import Hypothesis, TranslationRequest
from audarma.ports import Engine
from audarma.settings import load_settings
from tests import http_servers
from tests.http_servers import Fault, Loopback, Received, holds, serving, spelt

QUICK = HttpLimits(timeout_s=5, attempts=3, first_pause_s=0.01, longest_pause_s=1)
KEY = "libre-secret-0123456789"
POISON = "A poisonous segment stands here."
TOO_FEW = b'{"translatedText": ["one"]}'
KINDS = ("libretranslate", "apertium")


def engine_at(kind: str, server: Loopback, limits: HttpLimits = QUICK) -> Engine:
    if kind == "apertium":
        return Apertium(server.url, limits=limits)
    return LibreTranslate(server.url, key=KEY, limits=limits)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def server(kind: str) -> Iterator[Loopback]:
    with serving(getattr(http_servers, kind)) as loopback:
        yield loopback


def requests(*sources: str) -> list[TranslationRequest]:
    return [TranslationRequest(source) for source in sources]


def sentences(count: int) -> list[TranslationRequest]:
    return requests(*(f"Sentence number {number} of them." for number in range(count)))


def targets(hypotheses: list[Hypothesis]) -> list[str]:
    return [hypothesis.target for hypothesis in hypotheses]


@pytest.mark.parametrize("locale", ["kk", "ru"])
def test_targets_come_in_the_order_of_their_sources(
    locale: str, kind: str, server: Loopback
) -> None:
    asked = sentences(40)
    found = engine_at(kind, server).translate(asked, locale)
    assert targets(found) == [spelt(request.source, locale) for request in asked]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(429, b"{}", {"Retry-After": "0.05"}),
        Fault(500, b"", times=2),
        Fault(502, b"<html>", times=2),
        Fault(is_cut=True),
    ],
    ids=["busy", "500", "502", "cut off"],
)
def test_a_passing_fault_costs_no_segment(fault: Fault, kind: str, server: Loopback) -> None:
    server.faults.append(replace(fault))
    asked = sentences(5)
    found = engine_at(kind, server).translate(asked, "kk")
    assert targets(found) == [spelt(request.source, "kk") for request in asked]


def poisonous(received: Received) -> bool:
    return "poison" in received.text


@pytest.mark.parametrize(
    "fault",
    [
        Fault(500, b"{}", times=None, when=poisonous),
        Fault(400, b'{"error": "exceeds text limit"}', times=None, when=poisonous),
        Fault(delay_s=2, times=None, when=poisonous),
        Fault(body=b"<html>", times=None, when=poisonous),
        Fault(body=TOO_FEW, times=None, when=holds(POISON, "Sentence")),
        Fault(body=b'{"translatedText": [" "], "responseData": null}', times=None, when=poisonous),
    ],
    ids=["500", "refused", "slow", "not JSON", "too few", "blank"],
)
def test_a_segment_that_fails_alone_costs_no_other(
    fault: Fault, kind: str, server: Loopback
) -> None:
    server.faults.append(replace(fault))
    asked = [*sentences(3), *requests(POISON), *sentences(5)[3:]]
    limits = replace(QUICK, timeout_s=1, attempts=2)
    found = engine_at(kind, server, limits).translate(asked, "kk")
    # Only the answer that fits no chunk is no segment's fault.
    left = "" if fault.body != TOO_FEW else spelt(POISON, "kk")
    assert targets(found) == [
        left if one.source == POISON else spelt(one.source, "kk") for one in asked
    ]


def test_a_pair_that_the_server_has_not_is_told_in_its_words(kind: str, server: Loopback) -> None:
    said = b'{"error": "kk is not supported", "explanation": "kk is not supported"}'
    server.faults.append(Fault(400, said, times=None))
    with pytest.raises(
        EngineError, match=r"answered 400 \(kk is not supported\)\. Check"
    ) as caught:
        engine_at(kind, server).translate(requests("One."), "kk")
    assert not isinstance(caught.value, EngineUnavailableError)


def test_a_server_that_is_down_is_worth_another_try(kind: str, server: Loopback) -> None:
    server.faults.append(Fault(503, b"", times=None))
    with pytest.raises(EngineUnavailableError, match="busy: 503"):
        engine_at(kind, server).translate(sentences(3), "kk")


def test_another_language_is_refused_without_asking(kind: str, server: Loopback) -> None:
    with pytest.raises(EngineError, match=r'writes no "de"\. Ask for kk or ru\.'):
        engine_at(kind, server).translate(requests("x"), "de")
    assert server.received == []


def test_libretranslates_key_is_sent_and_never_shown() -> None:
    with serving(http_servers.libretranslate) as server:
        server.faults.append(Fault(403, f'{{"error": "Invalid key {KEY}"}}'.encode(), times=None))
        engine = LibreTranslate(server.url, key=KEY, limits=QUICK)
        with pytest.raises(EngineError, match="LIBRETRANSLATE_API_KEY") as caught:
            engine.translate(requests("One."), "kk")
        assert server.received[0].body["api_key"] == KEY
    assert KEY not in repr(caught.value.args) + repr(engine) + engine.revision


@pytest.mark.parametrize(
    ("source", "answer", "target", "unknown"),
    [
        ("Ask Newton", "Сұра *Newton", "Сұра Newton", ("Newton",)),
        ("The quark's spin", "*quark's @spin", "quark's spin", ("quark's", "spin")),
        ("He runs", "Ол #жүгіру", "Ол жүгіру", ()),
        ("2 * 3 and *bold", "2 * 3 және *bold", "2 * 3 және *bold", ()),
        ("Mail me@x.org", "Жаз me@x.org", "Жаз me@x.org", ()),
    ],
)
def test_apertiums_marks_are_read_and_taken_out(
    source: str, answer: str, target: str, unknown: tuple[str, ...]
) -> None:
    with serving(lambda _received: {"responseData": {"translatedText": answer}}) as server:
        (hypothesis,) = Apertium(server.url, limits=QUICK).translate(requests(source), "kk")
        assert server.received[0].body["langpair"] == "eng|kaz"
    assert hypothesis == Hypothesis(target, unknown_words=unknown)


# By name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("libretranslate:{}", "libretranslate"),
        ("libretranslate", "libretranslate"),
        ("apertium:{}", "apertium"),
        ("apertium", "apertium"),
        ("openai:a/model:8b", "chat"),
    ],
)
def test_an_engine_is_built_by_name_with_its_settings_and_asks_its_server(
    name: str, kind: str, tmp_path: Path
) -> None:
    made = getattr(http_servers, kind)
    with serving(made() if kind == "chat" else made) as server:
        settings = load_settings(
            openai_url=server.url, libretranslate_url=server.url, apertium_url=server.url
        )
        engine = engine_named(name.format(server.url), tmp_path, settings)
        assert server.received == []
        assert engine.name == name.replace(":{}", "")
        assert targets(engine.translate(requests("One."), "ru")) == [spelt("One.", "ru")]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("openai", "openai:MODEL."),
        ("openai:", "openai:MODEL."),
        ("libretranslate:", "libretranslate[:URL]."),
        ("pivot", "pivot:FIRST>SECOND."),
    ],
)
def test_a_name_of_the_wrong_form_is_refused(name: str, form: str, tmp_path: Path) -> None:
    with pytest.raises(EngineNotFoundError) as caught:
        engine_named(name, tmp_path)
    assert str(caught.value).endswith(f"Write {form}")


@pytest.mark.parametrize("kind", KINDS)
def test_an_address_with_a_password_is_refused_and_not_shown(kind: str, tmp_path: Path) -> None:
    with pytest.raises(EngineError) as caught:
        engine_named(f"{kind}:http://user:pw@127.0.0.1:1", tmp_path)
    assert "pw" not in str(caught.value)


def test_engines_of_servers_are_named_without_loading_an_http_library() -> None:
    script = (
        "import sys, adapters.engines as e; print(e.engine_names()); print('httpx' in sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    names, is_loaded = found.stdout.splitlines()
    assert all(name in names for name in ("openai:MODEL", "libretranslate[:URL]", "pivot:FIRST>"))
    assert is_loaded == "False"


# Pace


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def test_requests_are_spaced_by_the_limit_a_minute() -> None:
    clock = Clock()
    pacer = Pacer(clock, clock.sleep)
    starts: list[float] = []
    for _request in range(4):
        pacer.wait(30)
        starts.append(clock.now)
    assert starts == [100.0, 102.0, 104.0, 106.0]


def test_without_a_limit_nothing_waits_but_for_a_server_that_asked_for_it() -> None:
    clock = Clock()
    pacer = Pacer(clock, clock.sleep)
    pacer.wait(0)
    pacer.hold(7)
    pacer.wait(0)
    pacer.wait(0)
    assert clock.slept == [7.0]


def test_pauses_double_and_scatter_inside_their_limits() -> None:
    clock = Clock()
    limits = HttpLimits(timeout_s=5, attempts=6, first_pause_s=1, longest_pause_s=5)
    with serving(lambda _received: {}) as server:
        server.faults.append(Fault(503, b"", times=None))
        client = HttpClient(
            "x",
            server.url,
            advice="",
            key_advice="",
            limits=limits,
            pacer=Pacer(clock, clock.sleep),
        )
        with pytest.raises(EngineUnavailableError):
            client.get("/")
    for pause, longest in zip(clock.slept, [1, 2, 4, 5, 5], strict=True):
        assert longest / 2 <= pause <= longest


def test_engines_of_one_server_share_its_pace() -> None:
    with serving(http_servers.libretranslate) as server:
        limits = replace(QUICK, requests_per_minute=120)
        for engine in (LibreTranslate(server.url, limits=limits) for _again in range(3)):
            engine.translate(requests("One."), "kk")
        first, _second, third = server.received
        assert third.at - first.at >= 0.5


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("0.5", 0.5),
        ("Thu, 01 Jan 2026 00:01:30 GMT", 90.0),
        ("Wed, 31 Dec 2025 23:59:00 GMT", 0.0),
        ("", 0.0),
        ("-5", 0.0),
        ("nan", 0.0),
        ("inf", 0.0),
    ],
)
def test_a_wait_is_read_in_both_forms(value: str, seconds: float) -> None:
    assert retry_after_s(value, datetime(2026, 1, 1, tzinfo=UTC)) == seconds


@given(st.text())
def test_any_wait_is_a_number_of_seconds(value: str) -> None:
    assert retry_after_s(value) >= 0


def test_an_answer_without_end_is_cut_off() -> None:
    def endless(_received: Received) -> Any:
        return {"translatedText": ["а" * 9_000_000]}

    with serving(endless) as server:
        found = LibreTranslate(server.url, limits=QUICK).translate
        with pytest.raises(EngineUnavailableError):
            found(requests("One."), "kk")

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sites and pages fetched from a real server: what is asked for, kept, changed and left out."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from threading import Event
from time import sleep
from urllib.parse import unquote, urlsplit

import pytest

from adapters.fetch_site import fetch_site
from adapters.formats import formats
from adapters.web_address import normal
from adapters.wiring import toolbox as new_toolbox
from audarma import job
from audarma.errors import AudarmaError, UnsafeSourceError
from audarma.fetched_site import FetchedSite, SiteLimits, site_address
from audarma.refresh import refresh
from audarma.settings import load_settings
from audarma.toolbox import Toolbox
from tests.web_server import Answer, Web, files_of, redirect, web

CC_BY = '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">'
LIMITS = SiteLimits(100, 10**8, 10**7, 0.0, True)
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "html"


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html lang=en><head>{CC_BY}{head}</head><body>{body}</body></html>"


def got(pages: Mapping[str, Answer | str], folder: Path, start: str = "/book/") -> FetchedSite:
    with web(pages) as served:
        return fetch_site(served.url + start, folder, limits=LIMITS)


def files(site: FetchedSite) -> dict[str, str]:
    return {
        path.relative_to(site.folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(site.folder.rglob("*"))
        if path.is_file()
    }


def broken_links(folder: Path) -> list[str]:
    """The relative addresses that lead to no file, or to no place in a page."""
    broken: list[str] = []
    for path in folder.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for address in re.findall(r'(?:href|src)="([^"]+)"', text):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            to = path.parent / unquote(parts.path) if parts.path else path
            if not to.is_file() or (
                parts.fragment
                and not re.search(
                    rf'(?:id|name)="{re.escape(unquote(parts.fragment))}"', to.read_text("utf-8")
                )
            ):
                broken.append(f"{path.name}: {address}")
    return broken


STYLES = Answer(b'@import "more.css"; p { background: url(../img/back.png) }', "text/css")
SITE: dict[str, Answer | str] = {
    "/book/": page(
        '<a href="one.html">1</a> <a href="/book/two/">2</a> <a href="two">2</a>'
        '<a href="https://example.org/x">x</a> <a href="../other/">o</a>'
        '<a id="top" href="mailto:a@b.c">m</a>'
        '<img src="img/a.png" srcset="img/a.png 1x, img/b.png 2x"><a href="#top">top</a>',
        '<link rel="stylesheet" href="/static/main.css"><script src="/static/x.js?v=1"></script>',
    ),
    "/book/one.html": page('<a href="index.html">back</a> <a href="two/#part">2</a>'),
    "/book/two": redirect("/book/two/"),
    "/book/two/": page('<p id="part">Part</p><a href="../notes.pdf">notes</a>'),
    "/book/notes.pdf": Answer(b"%PDF-", "application/pdf"),
    "/static/main.css": STYLES,
    "/static/more.css": Answer(b"p { color: red }", "text/css"),
    "/static/x.js?v=1": Answer(b"1", "text/javascript"),
    "/img/back.png": Answer(b"back", "image/png"),
    "/book/img/a.png": Answer(b"a", "image/png"),
    "/book/img/b.png": Answer(b"b", "image/png"),
}


def test_pages_and_what_they_show_are_kept_and_no_address_changed_without_need(
    tmp_path: Path,
) -> None:
    site = got(SITE, tmp_path)
    kept = files(site)
    assert set(kept) >= {
        "index.html", "one.html", "two/index.html", "notes.pdf", "img/a.png", "img/b.png",
        "_files/static/main.css", "_files/static/more.css", "_files/img/back.png",
    }  # fmt: skip
    index = kept["index.html"]
    for unchanged in (
        'href="one.html"', 'href="https://example.org/x"', 'href="mailto:a@b.c"', 'href="#top"',
        'srcset="img/a.png 1x, img/b.png 2x"',
    ):  # fmt: skip
        assert unchanged in index
    assert index.count('href="two/index.html"') == 2
    assert re.search(r'href="http://127\.0\.0\.1:\d+/other/"', index)
    assert 'href="_files/static/main.css"' in index
    assert 'href="two/index.html#part"' in kept["one.html"]
    assert kept["_files/static/main.css"] == STYLES.body.decode()
    assert broken_links(site.folder) == []
    assert site.remarks == ()


def test_what_robots_txt_does_not_allow_is_not_asked_for(tmp_path: Path) -> None:
    rules = "User-agent: *\nDisallow: /book/secret\nDisallow: /book/*.draft\n"
    pages = {
        "/robots.txt": Answer(rules.encode(), "text/plain"),
        "/book/": page('<a href="secret.html">s</a><a href="a.draft">d</a><a href="b.html">b</a>'),
        "/book/b.html": page("b"),
    }
    with web(pages) as served:
        site = fetch_site(f"{served.url}/book/", tmp_path, limits=LIMITS)
        assert served.paths == ["/robots.txt", "/book/", "/book/b.html"]
    assert "secret.html" in site.remarks[0]
    assert "robots.txt" in site.remarks[0]
    assert f'href="{served.url}/book/secret.html"' in files(site)["index.html"]


def test_a_site_that_forbids_robots_or_does_not_say_is_refused(tmp_path: Path) -> None:
    nothing = Answer(b"User-agent: Audarma\nDisallow: /\n", "text/plain")
    with pytest.raises(AudarmaError, match=r"robots\.txt does not allow it"):
        got({"/robots.txt": nothing, "/book/": page("x")}, tmp_path)
    with pytest.raises(AudarmaError, match="answered 503"):
        got({"/robots.txt": Answer(status=503), "/book/": page("x")}, tmp_path / "b")


def test_there_is_a_pause_between_requests_as_the_site_asks(tmp_path: Path) -> None:
    pages = {
        "/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 0.2\n", "text/plain"),
        "/book/": page('<a href="b.html">b</a><a href="c.html">c</a>'),
        "/book/b.html": page("b"),
        "/book/c.html": page("c"),
    }
    with web(pages) as served:
        fetch_site(f"{served.url}/book/", tmp_path, limits=LIMITS)
        times = [at for path, at in served.asked if path != "/robots.txt"]
    assert all(later - earlier >= 0.19 for earlier, later in pairwise(times))


def test_redirects_into_private_networks_other_hosts_and_circles_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from adapters import fetch as module

    public = module._is_public
    # Loopback stands for the public network here, so that only the redirect's end is private.
    monkeypatch.setattr(module, "_is_public", lambda ip: ip == "127.0.0.1" or public(ip))
    pages = {
        "/book/": page(
            '<a href="m">m</a><a href="o">o</a><a href="c">c</a><a href="ok.html">ok</a>'
        ),
        "/book/m": redirect("http://169.254.169.254/latest/"),
        "/book/o": redirect("https://example.org/book/"),
        "/book/c": redirect("/book/c"),
        "/book/ok.html": page("ok"),
    }
    with web(pages) as served:
        limits = SiteLimits(100, 10**8, 10**7, 0.0, False)
        site = fetch_site(f"{served.url}/book/", tmp_path, limits=limits)
    assert set(files(site)) == {"index.html", "ok.html"}
    told = " ".join(site.remarks)
    assert "another host" in told
    assert "redirects more than" in told
    with (
        web({"/book/": redirect("http://169.254.169.254/")}) as served,
        pytest.raises(UnsafeSourceError, match="private"),
    ):
        fetch_site(f"{served.url}/book/", tmp_path, limits=limits)


def test_endless_rows_of_pages_end(tmp_path: Path) -> None:
    def answer(path: str) -> Answer | None:
        if path.startswith("/book/calendar"):
            day = int(path.partition("=")[2] or 0)
            return Answer(page(f'<a href="calendar?day={day + 1}">next</a>').encode())
        if path.startswith("/book/deep"):
            return Answer(page('<a href="deep/x/">deeper</a>').encode())
        if path == "/book/":
            return Answer(page('<a href="calendar">c</a><a href="deep/x/">d</a>').encode())
        return None

    with web(answer) as served:
        site = fetch_site(f"{served.url}/book/", tmp_path, limits=LIMITS)
        assert len(served.asked) < 70
    told = " ".join(site.remarks)
    assert "queries" in told
    assert "repeats itself" in told


def test_a_page_by_another_query_that_says_so_is_one_page(tmp_path: Path) -> None:
    single = '<link rel="canonical" href="/book/a.html">'
    pages = {
        "/book/": page('<a href="a.html?print=1#x">a</a><a href="a.html?utm_source=y">a</a>'),
        "/book/a.html?print=1": page('<p id="x">a</p>', single),
        "/book/a.html": page('<p id="x">a</p>', single),
    }
    site = got(pages, tmp_path)
    assert set(files(site)) == {"index.html", "a.html"}
    assert 'href="a.html#x"' in files(site)["index.html"]
    assert broken_links(site.folder) == []


def test_addresses_are_read_against_the_base_that_a_page_states(tmp_path: Path) -> None:
    pages = {
        "/book/": page('<a href="deep/a.html">a</a>'),
        "/book/deep/a.html": page('<a href="b.html">b</a>', '<base href="/book/">'),
        "/book/b.html": page("b"),
    }
    site = got(pages, tmp_path)
    kept = files(site)["deep/a.html"]
    assert '<base href="./">' in kept
    assert 'href="../b.html"' in kept


def test_what_is_missing_slow_or_too_much_is_named_and_the_rest_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.fetch._TIMEOUT_S", 1)
    pages = {
        "/book/": page(
            '<a href="none.html">n</a><a href="busy.html">b</a><a href="big.bin">x</a>'
            '<a href="slow.html">s</a>'
        ),
        "/book/slow.html": Answer(b"late", delay_s=3),
        "/book/busy.html": Answer(status=503, headers={"Retry-After": "0"}),
        "/book/big.bin": Answer(bytes(2_000_000), "application/octet-stream"),
    }
    with web(pages) as served:
        limits = SiteLimits(100, 10**8, 10**6, 0.0, True)
        site = fetch_site(f"{served.url}/book/", tmp_path, limits=limits)
        assert served.paths.count("/book/busy.html") == 3
    told = " ".join(site.remarks)
    assert "none.html (the server answered 404)" in told
    assert "busy.html (the server answered 503)" in told
    assert "download_limit_mb" in told
    assert "slow.html (cannot be fetched: timed out)" in told


def test_no_more_pages_are_fetched_than_the_setting_allows(tmp_path: Path) -> None:
    def answer(path: str) -> Answer:
        number = int("0" + "".join(filter(str.isdigit, path)))
        links = "".join(f'<a href="p{number * 3 + n}.html">x</a>' for n in range(1, 4))
        return Answer(page(links).encode()) if path != "/robots.txt" else Answer(status=404)

    with web(answer) as served:
        limits = SiteLimits(10, 10**8, 10**7, 0.0, True)
        site = fetch_site(f"{served.url}/book/", tmp_path, limits=limits)
    assert len(files(site)) == 10
    assert "site_pages is 10" in site.remarks[0]


class StoppedError(Exception):
    """Stands for a signal that ends the run."""


def test_a_killed_run_is_gone_on_with(tmp_path: Path) -> None:
    links = "".join(f'<a href="p{n}.html">x</a>' for n in range(40))
    pages = {"/book/": page(links), **{f"/book/p{n}.html": page(str(n)) for n in range(40)}}
    with web(pages) as served:

        def stop(_sentence: str) -> None:
            raise StoppedError

        with pytest.raises(StoppedError):
            fetch_site(f"{served.url}/book/", tmp_path, limits=LIMITS, tell=stop)
        before = set(served.paths) - {"/robots.txt"}
        served.asked.clear()
        # A line that was cut off in the middle is no answer.
        (lines,) = tmp_path.rglob("fetched.jsonl")
        lines.write_text(lines.read_text()[:-20])
        site = fetch_site(f"{served.url}/book/", tmp_path, limits=LIMITS)
        assert len(before & set(served.paths)) == 1
        assert len(files(site)) == 41
        served.asked.clear()
        assert fetch_site(f"{served.url}/book/", tmp_path, limits=LIMITS) == site
        assert served.asked == []
        fetch_site(f"{served.url}/book/", tmp_path, limits=LIMITS, again=True)
        assert len(served.asked) == 42


def test_of_two_runs_at_once_the_second_waits_and_takes_what_the_first_has_fetched(
    tmp_path: Path,
) -> None:
    is_waiting = Event()

    def answer(path: str) -> Answer:
        if path == "/robots.txt":
            return Answer(status=404)
        assert is_waiting.wait(20)
        return Answer(page("Text").encode())

    with web(answer) as served, ThreadPoolExecutor() as threads:
        url = f"{served.url}/book/"
        first = threads.submit(fetch_site, url, tmp_path, limits=LIMITS)
        while not served.asked:
            sleep(0.01)
        told: list[str] = []

        def tell(sentence: str) -> None:
            told.append(sentence)
            is_waiting.set()

        second = threads.submit(fetch_site, url, tmp_path, limits=LIMITS, again=True, tell=tell)
        assert first.result(30) == second.result(30)
        assert told == [f"Waiting for another run: {url}"]
        assert len(served.asked) == 2


def test_nobody_waits_for_a_run_that_was_killed(tmp_path: Path) -> None:
    is_killed = Event()

    def answer(path: str) -> Answer:
        if path == "/robots.txt":
            return Answer(status=404)
        assert is_killed.wait(60)
        return Answer(page("Text").encode())

    with web(answer) as served:
        url = f"{served.url}/book/"
        code = (
            "import sys; from pathlib import Path; from adapters.fetch_site import fetch_site; "
            "from audarma.fetched_site import SiteLimits; fetch_site(sys.argv[1], "
            "Path(sys.argv[2]), limits=SiteLimits(100, 10**8, 10**7, 0.0, True))"
        )
        run = subprocess.Popen([sys.executable, "-c", code, url, str(tmp_path)])
        while not served.asked:
            assert run.poll() is None
            sleep(0.01)
        run.kill()
        run.wait()
        is_killed.set()
        told: list[str] = []
        assert len(files(fetch_site(url, tmp_path, limits=LIMITS, tell=told.append))) == 1
        assert told == []


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("HTTP://Example.ORG:80/a/./b/../c", "http://example.org/a/c"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org/a/index.html#x", "https://example.org/a/"),
        (
            "https://example.org/%7euser/%c3%a9?utm_source=a&b=1",
            "https://example.org/~user/%C3%A9?b=1",
        ),
        ("https://example.org/a/../../..", "https://example.org/"),
        ("mailto:a@example.org", ""),
        ("http://[::1", ""),
        ("https://example.org:port/", ""),
    ],
)
def test_an_address_has_one_form(address: str, wanted: str) -> None:
    assert normal(address) == wanted
    assert normal(wanted) == wanted or not wanted


@contextmanager
def tools_for(pages: Mapping[str, Answer | str], folder: Path) -> Iterator[tuple[Web, Toolbox]]:
    settings = load_settings(
        workspace=folder / "w", allow_private_addresses=True, site_pause_s=0, engine="pseudo"
    )
    with web(pages) as served:
        yield served, new_toolbox(settings)


def adapted(package: Path, folder: Path) -> Path:
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    return next(folder.glob("*/data/adapted"))


def test_a_site_by_address_becomes_one_package_that_opens_as_it_did(tmp_path: Path) -> None:
    german = "<p>Die Pflanzen brauchen Licht, Wasser und Luft, damit sie wachsen können.</p>" * 4
    pages = {
        **SITE,
        "/book/one.html": page(f'<p>Plants need light.</p><a href="de.html">{"x"}</a>'),
        "/book/de.html": page(german),
    }
    request = job.Request(("kk",), waits_for_review=False)
    with tools_for(pages, tmp_path) as (served, tools):
        source = site_address(f"{served.url}/book/")
        (outcome,) = job.localize(source, request, tools, lambda *_: None)
        asked = len(served.asked)
        job.localize(source, request, tools, lambda *_: None)
        assert len(served.asked) == asked
        assert outcome.resource.format == "site"
        assert outcome.resource.metadata.source_url == f"{served.url}/book/"
        assert "de.html: the text is in 'de'" in " ".join(outcome.resource.metadata.remarks)
        assert not refresh(outcome.resource, tools).is_changed
        assert len(served.asked) > asked
    assert outcome.published
    (archive,) = adapted(outcome.published.package, tmp_path / "p").glob("*.zip")
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(tmp_path / "site")
    assert broken_links(tmp_path / "site") == []
    assert "lang=kk" in (tmp_path / "site" / "one.html").read_text("utf-8").replace('"', "")


def test_a_page_by_address_brings_what_it_shows(tmp_path: Path) -> None:
    text = "<p>Plants need light, and their roots take in the water.</p>"
    pages = {
        "/a/b/page.html": page(
            f'{text}<img src="../pics/leaf.png"><img src="x.png"><a href="next.html">n</a>'
            '<img src="gone.png">',
            '<link rel="stylesheet" href="/static/main.css">',
        ),
        "/a/pics/leaf.png": Answer(b"leaf", "image/png"),
        "/a/b/x.png": Answer(b"x", "image/png"),
        **{path: answer for path, answer in SITE.items() if path.startswith(("/static", "/img"))},
    }
    request = job.Request(("ru",), waits_for_review=False)
    with tools_for(pages, tmp_path) as (served, tools):
        (outcome,) = job.localize(f"{served.url}/a/b/page.html", request, tools, lambda *_: None)
        assert "/a/b/next.html" not in served.paths
    assert outcome.published
    folder = adapted(outcome.published.package, tmp_path / "p")
    kept = (folder / "page.html").read_text("utf-8")
    assert f'href="{served.url}/a/b/next.html"' in kept
    assert f'src="{served.url}/a/b/gone.png"' in kept
    assert broken_links(folder) == []
    assert (folder / "_files/a/pics/leaf.png").read_bytes() == b"leaf"
    assert (folder / "_files/img/back.png").read_bytes() == b"back"
    assert (folder / "x.png").is_file()


@pytest.mark.parametrize("name", ["debian-handbook", "maint-guide", "developers-reference"])
def test_a_real_site_comes_back_from_a_server_as_it_is_there(name: str, tmp_path: Path) -> None:
    source = CORPUS / name
    if not source.is_dir():
        pytest.skip("the shared corpus is not beside the repository")
    start = next(path.name for path in source.glob("index*"))
    with web(files_of(source, "/book/")) as served:
        site = fetch_site(f"{served.url}/book/{start}", tmp_path, limits=LIMITS)
    fetched = formats().resource_format(site.folder)
    there = {document.path: document for document in fetched.extract(site.folder)}
    here = {d.path: d for d in formats().resource_format(source).extract(source)}
    assert set(there) <= set(here)
    assert len(there) >= 3
    for path, document in there.items():
        wanted = [unit.content for unit in here[path].units]
        assert [unit.content for unit in document.units] == wanted
    assert broken_links(site.folder) == []

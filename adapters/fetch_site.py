# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetching a site: the pages under one address, and what they show, politely and within limits.

Pages are those under the folder that the first one stands in; what they show comes from anywhere
on their host. robots.txt is obeyed, one request is made at a time, with a pause between. A page
that says that it is another one's double (``rel=canonical``) by its query alone becomes that one.
A run that was killed is gone on with. Of two runs for one address at once the second waits for the
first, and takes what that has fetched; the system frees the lock of a run that was killed.

Leaves out: pages that scripts make, and what is shown from other hosts, which stays there.
"""

from __future__ import annotations

import shutil
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from adapters.formats.html_encoding import read_page
from adapters.web_address import HTML_TYPES, Folder, folder_of, is_trap, normal
from adapters.web_asking import Asker, PassedOverError
from adapters.web_copy import Copy
from adapters.web_journal import Fetched, Journal
from adapters.web_links import Use, base_of, canonical_of, css_addresses, html_addresses
from audarma.errors import AudarmaError, UnsafeSourceError
from audarma.fetched_site import FetchedSite, SiteLimits

_MOST_QUERIES = 50
"""Addresses of one page that differ by their query alone; a calendar has more."""
_FILES_A_PAGE = 20
_CSS = "text/css"
_SHOWN_ADDRESSES = 4
_TELL_EVERY = 25
_POLL_S = 0.5


def fetch_site(
    url: str,
    folder: Path,
    *,
    limits: SiteLimits,
    again: bool = False,
    tell: Callable[[str], None] = lambda _sentence: None,
) -> FetchedSite:
    """Fetch the site that *url* is the first page of into *folder*.

    What has been fetched whole is given as it is, unless it is to be fetched *again*.

    Raises:
        UnsafeSourceError: the first page leads to a private network.
        AudarmaError: the first page cannot be fetched, or must not be.
    """
    place = folder / sha256(f"site {url}".encode()).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    began_s = time.time()
    with _alone(place.with_suffix(".lock"), lambda: tell(f"Waiting for another run: {url}")):
        journal = Journal(place / "answers")
        copy = place / _name(url)
        if journal.remarks is not None:
            # What another run has fetched since this one began is as new as it can be.
            if copy.is_dir() and (not again or journal.finished_s >= began_s):
                return FetchedSite(copy, tuple(journal.remarks))
            shutil.rmtree(place)
            journal = Journal(place / "answers")
        return _fetched(url, copy, journal, limits, tell)


@contextmanager
def _alone(path: Path, tell_waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock *path*, which the system frees when a process ends, however it does."""
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        tell_waiting()
        lock.acquire(poll_interval=_POLL_S)
    try:
        yield
    finally:
        lock.release()


def _fetched(
    url: str, copy: Path, journal: Journal, limits: SiteLimits, tell: Callable[[str], None]
) -> FetchedSite:
    crawl = _Crawl(url, journal, limits, tell)
    crawl.run()
    shutil.rmtree(copy, ignore_errors=True)
    crawl.write(copy)
    remarks = list(crawl.remarks())
    journal.finish(remarks)
    return FetchedSite(copy, tuple(remarks))


def _name(url: str) -> str:
    """Name a site's folder: as its own folder is named, as its first page, or as its host."""
    parts = urlsplit(url)
    names = [name.partition(".")[0] for name in parts.path.split("/") if name]
    last = next((name for name in reversed(names) if name != "index"), "")
    plain = "".join(c if c.isalnum() else "-" for c in last or parts.hostname or "site")
    return f"{plain.strip('-')[:60] or 'site'}.site"


@dataclass(slots=True)
class _Left:
    """Addresses that were not fetched, by the reason."""

    addresses: dict[str, list[str]] = field(default_factory=dict)

    def add(self, reason: str, address: str) -> None:
        self.addresses.setdefault(reason, []).append(address)


class _Crawl:
    """One site on its way."""

    def __init__(
        self, url: str, journal: Journal, limits: SiteLimits, tell: Callable[[str], None]
    ) -> None:
        self.url, self.journal, self.limits, self.tell = url, journal, limits, tell
        self.left = _Left()
        self.aliases: dict[str, str] = {}
        self.files: dict[str, str] = {}
        self.seen: set[str] = set()
        self.queries: Counter[str] = Counter()
        self.pages: deque[str] = deque()
        self.shown: deque[str] = deque()
        self.asker = Asker(limits, journal)
        self.names: set[str] = set()
        self.folders: set[str] = set()
        self.folder: Folder | None = None

    def run(self) -> None:
        """Fetch pages first, then what they show."""
        start = normal(self.url)
        if not start:
            raise UnsafeSourceError(
                f"{self.url}: only http and https addresses are fetched. Check the address.",
                self.url,
            )
        try:
            first = self._answer(start)
        except PassedOverError as reason:
            raise AudarmaError(
                f"{self.url}: {reason.reason}. Check the address, and whether the site allows to "
                "be fetched.",
                self.url,
            ) from reason
        if first.media_type not in HTML_TYPES:
            raise AudarmaError(
                f"{self.url}: is no page in HTML but {first.media_type or 'of an unknown kind'}. "
                "Give it without --site.",
                self.url,
            )
        final = normal(first.final)
        self.folder = Folder(folder_of(final), final)
        self.aliases[start] = final
        self.seen |= {start, final}
        self._take(first)
        self._follow(self.pages, self.limits.pages)
        self._follow(self.shown, self.limits.pages * _FILES_A_PAGE)

    def write(self, copy: Path) -> None:
        """Write the pages and files as they are kept."""
        kept = Copy(self.files, self.aliases)
        taken: set[str] = set()
        for answer in self.journal.answers.values():
            key = normal(answer.final)
            if key not in self.files or key in taken:
                continue
            taken.add(key)
            content = self.journal.content(answer)
            if answer.media_type in HTML_TYPES:
                content = kept.page(content, key, answer.final)
            elif answer.media_type == _CSS:
                content = kept.styles(content, key, answer.final)
            path = copy / self.files[key]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def remarks(self) -> Iterator[str]:
        """Say what was not fetched, and why."""
        for reason, addresses in self.left.addresses.items():
            shown = ", ".join(addresses[:_SHOWN_ADDRESSES])
            more = len(addresses) - _SHOWN_ADDRESSES
            yield f"Not fetched: {shown}{f' and {more} more' if more > 0 else ''} ({reason})."

    def _follow(self, waiting: deque[str], most: int) -> None:
        count = 0 if waiting is self.pages else len(self.files)
        while waiting:
            address = waiting.popleft()
            if len(self.files) - count >= most:
                self.left.add(f"the setting site_pages is {self.limits.pages}", address)
                continue
            try:
                self._take(self._answer(address))
            except PassedOverError as fault:
                self.left.add(fault.reason, address)

    def _take(self, answer: Fetched) -> None:
        """Note where an answer is kept, and what it leads to."""
        key = normal(answer.final)
        self.aliases.setdefault(answer.address, key)
        if key in self.files:
            return
        self.seen.add(key)
        content = b""
        if answer.media_type in HTML_TYPES or answer.media_type == _CSS:
            content = self.journal.content(answer)
        if answer.media_type in HTML_TYPES:
            self._take_page(key, answer, content)
        else:
            self._keep(key, answer.media_type)
        if answer.media_type == _CSS:
            for link in css_addresses(content.decode("utf-8", errors="replace")):
                self._queue(normal(link.address, answer.final), Use.SHOWN)

    def _take_page(self, key: str, answer: Fetched, content: bytes) -> None:
        try:
            page = read_page(content, answer.final)
        except AudarmaError:
            self.left.add("no text that can be read", answer.final)
            return
        links = list(html_addresses(page.text, page.is_xml))
        if not self._folder.holds(key):
            self.left.add("leads out of the site's folder", answer.address)
            return
        single = normal(canonical_of(page.text, page.is_xml), answer.final)
        if "?" in key and single == key.partition("?")[0]:
            self.aliases[key] = single
            self._queue(single, Use.PAGE)
            return
        self._keep(key, answer.media_type)
        base = base_of(links, answer.final)
        for link in links:
            if link.use in (Use.PAGE, Use.SHOWN):
                self._queue(normal(link.address, base), link.use)

    @property
    def _folder(self) -> Folder:
        assert self.folder is not None  # known from the first page on
        return self.folder

    def _keep(self, key: str, media_type: str) -> None:
        file = self._folder.file_of(key, media_type)
        if self._is_taken(file):
            stem, dot, suffix = file.rpartition(".")
            mark = sha256(key.encode()).hexdigest()[:8]
            file = f"{stem}-{mark}.{suffix}" if dot else f"{file}-{mark}"
        self.files[key] = file
        self.names.add(file.lower())
        self.folders |= {str(above).lower() for above in PurePosixPath(file).parents}

    def _is_taken(self, file: str) -> bool:
        """Say whether a file or folder of the copy stands where *file* would."""
        above = {str(one).lower() for one in PurePosixPath(file).parents}
        name = file.lower()
        return name in self.names or name in self.folders or not above.isdisjoint(self.names)

    def _queue(self, address: str, use: Use) -> None:
        """Line an address up, if it belongs to the site and is not one of an endless row."""
        if not address or address in self.seen:
            return
        is_page = use is Use.PAGE
        if not (self._folder.holds(address) if is_page else self._folder.is_near(address)):
            return
        self.seen.add(address)
        page, _, query = address.partition("?")
        if query:
            self.queries[page] += 1
        if is_trap(address):
            self.left.add("the address repeats itself", address)
        elif self.queries[page] > _MOST_QUERIES:
            self.left.add(f"one page with more than {_MOST_QUERIES} queries", address)
        else:
            (self.pages if is_page else self.shown).append(address)

    def _answer(self, address: str) -> Fetched:
        """Give what *address* answers, from the journal or from the server."""
        known = self.journal.answers.get(address)
        if known is None:
            near = self.folder.is_near if self.folder else None
            known = self.asker.ask(address, near)
            self.journal.add(known)
            if len(self.journal.answers) % _TELL_EVERY == 0:
                self.tell(f"Fetching {self.url}: {len(self.journal.answers)} files so far")
        else:
            self.asker.bytes += known.size
        return known

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses of the web: one form for each, what a site holds, and the file an address becomes.

Follows RFC 3986, section 6.2, for normalising. Leaves out: fetching (``adapters.fetch``).
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
ELSEWHERE = "_files/"
"""The folder of what a site shows from outside of its own folder."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".xht"})
_INDEX = re.compile(r"index\.(?:x?html?|php)\Z", re.IGNORECASE)
_SAFE_IN_PATH = "/!$&'()*+,;=:@~-._"
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|PHPSESSID|sid|jsessionid)=[^&]*&?", re.IGNORECASE)
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"\\|?*%]+')
_LONGEST_NAME = 100
_DEEPEST = 20
_MOST_REPEATS = 3


def normal(address: str, base: str = "") -> str:
    """Give an http(s) *address*, seen from *base*, in its one form; empty where it is no such.

    Fragments and what only follows readers around are left out, as a folder's index page is.
    """
    try:
        parts = urlsplit(urljoin(base, address.strip()))
        port = parts.port
    except ValueError:
        return ""
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
    if scheme not in _DEFAULT_PORTS or not host:
        return ""
    host = f"[{host}]" if ":" in host else host
    netloc = host if port in (None, _DEFAULT_PORTS[scheme]) else f"{host}:{port}"
    path = posixpath.normpath(parts.path) if parts.path else "/"
    if parts.path.endswith(("/", "/.", "/..")) and path != "/":
        path += "/"
    literal = unquote(path, errors="surrogateescape").lstrip("/")
    path = "/" + quote(literal, _SAFE_IN_PATH, errors="surrogateescape")
    query = _TRACKING.sub("", parts.query).rstrip("&")
    if not query:
        path = _INDEX.sub("", path)
    return urlunsplit((scheme, netloc, path, quote(query, _SAFE_IN_PATH + "?%"), ""))


def origin(address: str) -> str:
    """Give an address's scheme, host and port."""
    return address[: len(address) - len(address.split("/", 3)[-1])]


def folder_of(address: str) -> str:
    """Give the address of the folder that a page stands in; a page without a suffix is one."""
    head, _, last = urlsplit(address).path.rpartition("/")
    path = f"{head}/{last}/" if last and "." not in last else f"{head}/"
    return f"{origin(address).rstrip('/')}{path}"


def is_trap(address: str) -> bool:
    """Say whether an address looks like one of an endless row: ``/a/b/a/b/a/b/a/b``."""
    names = [name for name in urlsplit(address).path.split("/") if name]
    return len(names) > _DEEPEST or max(Counter(names).values(), default=0) > _MOST_REPEATS


@dataclass(frozen=True, slots=True)
class Folder:
    """What stands under one *address*, which ends with ``/``; *start* is where reading begins."""

    address: str
    start: str

    def holds(self, address: str) -> bool:
        """Say whether *address* is one of its pages."""
        return address == self.start or address.startswith(self.address)

    def is_near(self, address: str) -> bool:
        """Say whether *address* has the same origin."""
        return origin(address) == origin(self.address)

    def file_of(self, address: str, media_type: str) -> str:
        """Give the path of the file for *address*, below the folder of the copy."""
        parts = urlsplit(address)
        inside = address.startswith(self.address)
        path = parts.path[len(urlsplit(self.address).path) :] if inside else parts.path.lstrip("/")
        if address == self.start and not inside:
            path = ""
        names = [_file_name(unquote(name)) for name in path.split("/")]
        is_page = media_type in HTML_TYPES
        if not names[-1]:
            names[-1] = "index.html" if is_page or not media_type else "index"
        stem, suffix = posixpath.splitext(names[-1])
        if parts.query:
            mark = sha256(parts.query.encode()).hexdigest()[:8]
            stem = f"{stem}-{mark}"
        if is_page and suffix.lower() not in _HTML_SUFFIXES:
            stem, suffix = f"{stem}{suffix}", ".html"
        names[-1] = f"{stem}{suffix}"
        return ("" if inside or address == self.start else ELSEWHERE) + "/".join(names)


def _file_name(name: str) -> str:
    """Give a name that any file system holds, and that hides no file and leads nowhere."""
    plain = _NOT_IN_NAMES.sub("-", name.encode("utf-8", "replace").decode("utf-8"))
    plain = plain.lstrip(".") if plain.strip(".") else ""
    if len(plain.encode()) <= _LONGEST_NAME:
        return plain
    stem, suffix = posixpath.splitext(plain)
    mark = sha256(plain.encode()).hexdigest()[:8]
    return f"{stem.encode()[:60].decode('utf-8', 'ignore')}-{mark}{suffix[:12]}"

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which element a file that may be XML begins with, by its first kilobytes.

Leaves out: whether the file is well-formed, which ``xml_splice`` finds out.
"""

from __future__ import annotations

import re

_PROLOGUE = re.compile(
    r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>|\s+)", re.DOTALL
)
_ROOT = re.compile(r"<(?:([\w.-]+):)?([\w.-]+)([^>]*)")
_NAMESPACE = re.compile(r"""xmlns(?::([\w.-]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def root_name(head: bytes) -> str:
    """Give the name of the first element of *head*, the beginning of a file."""
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = head.decode(encoding, errors="replace")
    end = 0
    while match := _PROLOGUE.match(text, end):
        end = match.end()
    root = _ROOT.match(text, end)
    if root is None:
        return ""
    declared = {m[1] or "": m[2] or m[3] or "" for m in _NAMESPACE.finditer(root[3])}
    namespace = declared.get(root[1] or "", "")
    return f"{{{namespace}}}{root[2]}" if namespace else root[2]

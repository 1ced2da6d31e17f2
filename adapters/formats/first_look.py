# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a file or folder shows at a first look: read once, however many formats ask.

Leaves out: what only the inside of an archive tells, which each format looks for itself.
"""

from __future__ import annotations

import os.path
from functools import cached_property
from pathlib import Path

from adapters.formats.xml_root import root_name
from adapters.formats.zip_writer import ZIP_MAGIC

_HEAD_BYTES = 8192
_MEMBER_BYTES = 256


class FirstLook:
    """A first look at *path*, which never raises.

    *head* is its first kilobytes, nothing of a folder; *fault* is why a file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        """Look."""
        self.path = path
        self.is_folder = os.path.isdir(path)
        self.head = b""
        self.fault: OSError | None = None
        if not self.is_folder:
            try:
                with open(path, "rb") as stream:
                    self.head = stream.read(_HEAD_BYTES)
            except OSError as error:
                self.fault = error
        self.is_zip = self.head.startswith(ZIP_MAGIC)
        self.may_hold_files = self.is_folder or self.is_zip

    @cached_property
    def packed_type(self) -> bytes:
        """Give what begins with the media type that an archive's first member, ``mimetype``, holds.

        EPUB and OpenDocument demand that member, and that it is stored as it is.
        """
        _, name, rest = self.head[:_MEMBER_BYTES].partition(b"mimetype")
        return rest if self.is_zip and name else b""

    @cached_property
    def xml_root(self) -> str:
        """Give the name of the root element as ``{namespace}local``; nothing if it is no XML."""
        return root_name(self.head)

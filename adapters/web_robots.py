# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a site's robots.txt allows, by Protego; follows RFC 9309.

A robots.txt that is not there allows all; one that cannot be had for a fault of the server
allows nothing (section 2.3.1.4).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from adapters.web_address import origin
from audarma.errors import AudarmaError

ROBOT = "Audarma"
_SERVER_FAULT = 500


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one origin."""

    rules: Protego

    @classmethod
    def of(cls, address: str, get: Callable[[str], tuple[int, bytes]]) -> Robots:
        """Read the rules for *address*; *get* gives an address's status and content.

        Raises:
            AudarmaError: the server does not say what it allows.
        """
        at = f"{origin(address)}robots.txt"
        status, content = get(at)
        if status >= _SERVER_FAULT:
            raise AudarmaError(
                f"{at}: the server answered {status}, and so does not say what may be fetched. "
                "Try again later.",
                at,
                status,
            )
        text = content.decode("utf-8", errors="replace") if status < 400 else ""
        return cls(Protego.parse(text))

    def allows(self, address: str) -> bool:
        """Say whether *address* may be fetched."""
        return bool(self.rules.can_fetch(address, ROBOT))

    @property
    def pause_s(self) -> float:
        """Give the seconds between two requests that the site asks for."""
        return float(self.rules.crawl_delay(ROBOT) or 0.0)

# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every exception that stops work, in one tree.

    AudarmaError
    ├── UnsupportedFormatError       no adapter reads this kind of file
    ├── MalformedDocumentError       the file cannot be read as what it says it is
    ├── UnsafeSourceError            reading the file or address could do harm
    ├── NotEnglishError              the source is in another language
    ├── LicenceError                 the licence is unknown, or does not allow an adaptation
    ├── InlineCodeError              a target does not hold its source's inline codes
    │   └── UnwritableTargetError    its format cannot hold a target whose codes are right
    ├── TermbaseError                a glossary file breaks its schema
    ├── EngineError                  an engine cannot do what was asked
    │   ├── EngineNotFoundError      no engine of that name, or its extra is not installed
    │   ├── ModelNotFoundError       the engine's model is not on this machine
    │   └── EngineUnavailableError   a passing fault: worth another try
    ├── ReviewError                  a reviewed file cannot be taken
    ├── PublishError                 a package cannot be built yet
    └── SettingsError                a setting has a value that cannot be

A message says where, what, and what to do. A poor translation is no error: it is a
``Finding`` (see ``audarma.model``). Every fact is passed to ``super().__init__`` so that an
exception survives pickling between worker processes.
"""

from __future__ import annotations

from collections.abc import Mapping


class AudarmaError(Exception):
    """Work that cannot continue, told in one sentence for the person who must act."""

    def __init__(self, message: str, *facts: object) -> None:
        super().__init__(message, *facts)
        self.message = message

    def __str__(self) -> str:
        return self.message


class UnsupportedFormatError(AudarmaError):
    """No adapter reads this kind of file."""


class MalformedDocumentError(AudarmaError):
    """The file cannot be read as what it says it is."""


class UnsafeSourceError(AudarmaError):
    """Reading the file or address could do harm."""


class NotEnglishError(AudarmaError):
    """The source is in another language than English."""


class LicenceError(AudarmaError):
    """The licence is unknown, or does not allow an adaptation."""


class InlineCodeError(AudarmaError):
    """A target does not hold exactly its source's inline codes, properly nested."""


class UnwritableTargetError(InlineCodeError):
    """A format cannot hold targets that hold their source's codes; *reasons* says why of each."""

    def __init__(self, message: str, reasons: Mapping[str, str]) -> None:
        super().__init__(message, reasons)
        self.reasons = reasons


class TermbaseError(AudarmaError):
    """A glossary file breaks its schema."""


class EngineError(AudarmaError):
    """An engine cannot do what was asked."""


class EngineNotFoundError(EngineError):
    """No engine of that name, or its extra is not installed."""


class ModelNotFoundError(EngineError):
    """The engine's model is not on this machine."""


class EngineUnavailableError(EngineError):
    """A passing fault of an engine: worth another try."""


class ReviewError(AudarmaError):
    """A reviewed file cannot be taken."""


class PublishError(AudarmaError):
    """A package cannot be built yet."""


class SettingsError(AudarmaError):
    """A setting has a value that cannot be."""

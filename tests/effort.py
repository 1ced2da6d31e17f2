# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much work a call is, counted rather than timed: the same on an idle and on a busy machine."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


def instructions(call: Callable[[], object]) -> int:
    """How many instructions of Python's virtual machine *call* runs in this thread.

    Work within C, such as a regular expression's, counts for nothing: see :func:`ending`.
    """
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        if event == "call":
            frame.f_trace_lines, frame.f_trace_opcodes = False, True
        elif event == "opcode":
            count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


@contextmanager
def ending(cpu_s: float = 120.0) -> Iterator[None]:
    """Fail where what is done within does not end in *cpu_s* seconds of the CPU.

    It is for what takes minutes or never ends when it goes wrong, and a second or two when not, so
    that no busy machine makes it fail.
    """

    def stop(*_: object) -> None:
        raise AssertionError(f"it did not end in {cpu_s:g} s of the CPU")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, cpu_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)

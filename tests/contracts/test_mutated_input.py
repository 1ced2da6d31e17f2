# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must hold of every format, held for its samples a little changed: the same ones each time.

``python -m tests.fuzz.run`` (``make fuzz``) looks for more.
"""

from __future__ import annotations

import pytest

from tests.fuzz.harness import nth_input, try_input
from tests.samples import names, samples_of

EACH = 100


@pytest.mark.parametrize("name", names())
def test_changed_sample_is_read_or_refused_in_a_sentence(name: str) -> None:
    every = samples_of(name)
    for number in range(EACH):
        sample = every[number % len(every)]
        data = nth_input(sample, number)
        try:
            try_input(sample, data)
        except Exception as error:
            error.add_note(f"{sample.id}, mutation {number}: {data!r}")
            raise

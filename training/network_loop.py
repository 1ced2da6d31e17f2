# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the small network for a given time; goes on where it was broken off.

The learning rate rises for long, stays, and falls to nothing in the last part of the time. The
weights of the last checkpoints are averaged where that is better. A network that does not read
its sources is found out early, and training stops: more of it would not help.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from training.network_corpus import Encoder, Example, token_batches
from training.network_model import LABEL_SMOOTHING, Health, health, loss, tensors

_WARM_STEPS, _WARM_SHARE = 4_000, 0.15
"""The rate has risen after so many steps, or this share of the time if that comes first."""
_FALL_SHARE = 0.4
_CHECKED_FROM, _CHECKED_FROM_STEP = 0.2, 200
"""Share of the time, and step, before which a network need not read its sources yet."""
_CHECKPOINTS = 25
_AVERAGED = 5

Told = Callable[[str], None]

clock = time.monotonic


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train: *minutes* in all, those before an interruption included."""

    minutes: float
    device: str
    rate: float = 1e-3
    batch_tokens: int = 2_000
    seed: int = 1


class Training:
    """A network being trained; *folder* keeps its checkpoints."""

    def __init__(self, model: Any, encoder: Encoder, plan: Plan, folder: Path) -> None:
        self.model, self._encoder, self._plan, self._folder = model, encoder, plan, folder
        folder.mkdir(parents=True, exist_ok=True)
        self.model.to(plan.device).train()
        self._optimizer = torch.optim.AdamW(
            self.model.parameters(), lr=plan.rate, betas=(0.9, 0.98), weight_decay=0.0
        )
        self.steps, self.pieces, self.seconds = 0, 0, 0.0
        self._load()

    def run(self, train: Sequence[Example], held: Sequence[Example], told: Told) -> Health:
        """Train to the end of the time, average if that helps, and tell what came out.

        Raises:
            SystemExit: the network does not read its sources.
        """
        budget_s = 60 * self._plan.minutes
        every_s = budget_s / _CHECKPOINTS
        saved_at = self.seconds
        began = clock() - self.seconds
        for batch in self._batches(train):
            self.seconds = clock() - began
            if self.seconds >= budget_s:
                break
            self._step([train[place] for place in batch], self.seconds / budget_s)
            if self.seconds - saved_at >= every_s:
                self._check(held, self.seconds / budget_s, told)
                self._save()
                saved_at = self.seconds
        self._save()
        last = health(self.model, held, self._encoder, self._plan.device)
        self._average()
        mean = health(self.model, held, self._encoder, self._plan.device)
        # After a short training the checkpoints lie too far apart for their mean.
        if mean.loss <= last.loss:
            return mean
        self._load()
        return last

    def _batches(self, train: Sequence[Example]) -> Iterator[list[int]]:
        passes = 0
        while True:
            # A resumed training draws other batches than the one that was broken off.
            chance = random.Random(f"{self._plan.seed} {self.steps} {passes}")
            yield from token_batches(train, self._plan.batch_tokens, chance)
            passes += 1

    def _step(self, examples: Sequence[Example], share: float) -> None:
        plan, pad = self._plan, self._encoder.pad
        for group in self._optimizer.param_groups:
            group["lr"] = plan.rate * rate_share(self.steps, share)
        source, target = tensors(examples, self._encoder, plan.device)
        # 16 bits halve the time where the device multiplies in them, and need no loss scaling.
        with torch.autocast(plan.device, torch.bfloat16, enabled=_multiplies_16_bits(plan.device)):
            value = loss(self.model, source, target, pad, LABEL_SMOOTHING)
        value.backward()  # type: ignore[no-untyped-call]  # torch does not say
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        self.steps += 1
        self.pieces += int((target != pad).sum())

    def _check(self, held: Sequence[Example], share: float, told: Told) -> None:
        found = health(self.model, held, self._encoder, self._plan.device)
        told(
            f"{self.seconds / 60:.1f} min, {self.steps} steps, {self.pieces} target pieces: {found}"
        )
        is_due = share >= _CHECKED_FROM and self.steps >= _CHECKED_FROM_STEP
        if is_due and found.is_collapsed:
            raise SystemExit(
                f"{self._folder.parent}: the network does not read its sources ({found}). Lower "
                "--rate, or give it more time, and begin again in another folder."
            )

    def _state(self) -> Path:
        return self._folder / "state.pt"

    def _weights(self) -> list[Path]:
        return sorted(self._folder.glob("weights-*.pt"))

    def _save(self) -> None:
        state = {
            "model": self.model.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "progress": (self.steps, self.pieces, self.seconds),
        }
        written = self._folder / "state.new"
        torch.save(state, written)
        written.replace(self._state())
        torch.save(state["model"], self._folder / f"weights-{self.steps:09}.pt")
        for old in self._weights()[:-_AVERAGED]:
            old.unlink()

    def _load(self) -> None:
        if not self._state().exists():
            return
        state = torch.load(self._state(), map_location=self._plan.device, weights_only=True)
        self.model.load_state_dict(state["model"])
        self._optimizer.load_state_dict(state["optimizer"])
        self.steps, self.pieces, self.seconds = state["progress"]

    def _average(self) -> None:
        """Put the mean of the last checkpoints' weights into the network."""
        states = [torch.load(path, weights_only=True) for path in self._weights()]
        mean = {
            name: sum(state[name].float() for state in states) / len(states) for name in states[0]
        }
        self.model.load_state_dict(mean)


def rate_share(step: int, share: float) -> float:
    """Give the part of the learning rate that is used at *step*, *share* of the time gone."""
    risen = max((step + 1) / _WARM_STEPS, share / _WARM_SHARE)
    return min(1.0, risen) * min(1.0, max(0.01, (1 - share) / _FALL_SHARE))


def _multiplies_16_bits(device: str) -> bool:
    return device == "cuda" and torch.cuda.is_bf16_supported()

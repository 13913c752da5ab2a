"""How good answers are: sets of rows against sets of rows, exactly."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.localising.generator import Instance, Setting, instance

Method = Callable[[Instance], Sequence[np.ndarray]]
"""An instance in, the cells (C,) of each cause that is named out."""


@dataclass(frozen=True, slots=True)
class Score:
    """Over instances: causes named rightly and wrongly, causes missed, instances in which anything was named, and seconds each."""

    right: int
    wrong: int
    missed: int
    named: int
    instances: int
    seconds: float

    @property
    def f1(self) -> float:
        """Over the causes of all instances together."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)


def score(method: Method, setting: Setting, seeds: Sequence[int]) -> Score:
    """Two causes are the same if they hold the same cells that have rows in the period."""
    right = wrong = missed = named = 0
    seconds = 0.0
    for seed in seeds:
        one = instance(setting, seed)
        started = time.perf_counter()
        told = method(one)
        seconds += time.perf_counter() - started
        found, true = (_named(several, one) for several in (told, one.causes))
        right, wrong, missed = right + len(found & true), wrong + len(found - true), missed + len(true - found)
        named += bool(found)
    return Score(right, wrong, missed, named, len(seeds), seconds / max(len(seeds), 1))


def _named(causes: Sequence[np.ndarray], one: Instance) -> set[bytes]:
    occurs = one.table.denominator > 0
    return {np.packbits(cells & occurs).tobytes() for cells in causes}

"""Anhøj's tests of runs: non-random variation by the longest run and the number of crossings, whatever the data's distribution.

Limits: longest run round(log2 n) + 3 (Schilling 2012), crossings the 5 % quantile of the binomial (n − 1, ½) (Chen 2010), where n
are the points not on the centre; as in qicharts2. Both tests hold for 10 points and more.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import comb, log2

import numpy as np

FEWEST = 10
"""Under so many useful points the tests say nothing (Anhøj & Olesen 2014)."""


@dataclass(frozen=True, slots=True)
class Runs:
    """`useful_points`: positions not on the centre. `longest_points`: those of the latest of the longest runs."""

    useful_points: tuple[int, ...]
    longest_points: tuple[int, ...]
    crossings: int

    @property
    def longest(self) -> int:
        """The length of the longest run on one side of the centre."""
        return len(self.longest_points)

    @property
    def longest_allowed(self) -> int:
        """A longer run is a signal."""
        return round(log2(len(self.useful_points))) + 3

    @property
    def crossings_needed(self) -> int:
        """Fewer crossings of the centre are a signal."""
        return _fewest_crossings(len(self.useful_points))

    @property
    def is_long(self) -> bool:
        """Whether the longest run is a signal."""
        return self.longest > self.longest_allowed

    @property
    def is_seldom_crossing(self) -> bool:
        """Whether the crossings are so few that they are a signal."""
        return self.crossings < self.crossings_needed


def run_tests(side: np.ndarray) -> Runs | None:
    """The runs of one segment from the sides of its points (−1, 0 on the centre or a gap, 1). None under 10 useful points."""
    useful = np.flatnonzero(side)
    if len(useful) < FEWEST:
        return None
    begins = np.concatenate([[0], 1 + np.flatnonzero(np.diff(side[useful]))])
    lengths = np.diff(begins, append=len(useful))
    latest_longest = len(lengths) - 1 - int(np.argmax(lengths[::-1]))
    first = begins[latest_longest]
    longest = useful[first : first + lengths[latest_longest]]
    return Runs(tuple(useful.tolist()), tuple(longest.tolist()), len(begins) - 1)


@lru_cache(maxsize=1024)
def _fewest_crossings(useful: int) -> int:
    """The smallest k with P(X ≤ k) ≥ 0.05, X binomial of useful − 1 throws of a coin."""
    throws, below = useful - 1, 0
    for k in range(throws + 1):
        below += comb(throws, k)
        if 20 * below >= 2**throws:
            return k
    return throws

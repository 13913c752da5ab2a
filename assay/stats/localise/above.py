"""What the rest of each of its levels did: a night shift that had a bad month everywhere makes no site's night shift a finding."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from assay.stats.localise.evidence import Against
from assay.stats.localise.family import HIGHEST, Family
from assay.stats.localise.lattice import Lattice
from assay.stats.localise.movement import Movement

_NONE = -1
_LEAST_VARIANCE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Above:
    """Of segments of several attributes: `up` (S, D) the one-attribute segment over each, −1 where there is none, and `variance`
    (S, D) that by which it moves. `left` (S,): the variance of their movement of which nothing else tells."""

    up: np.ndarray
    variance: np.ndarray
    left: np.ndarray

    def allowed(self, seen: Against, family: Family) -> Against:
        """With what all else in each level did in the same period, drawn to no movement as far as levels do not move."""
        expected, spread = seen.expected.copy(), seen.spread + self.left
        for at in range(self.up.shape[1]):
            held = np.flatnonzero(self.up[:, at] != _NONE)
            up, variance = self.up[held, at], np.maximum(self.variance[held, at], _LEAST_VARIANCE)
            rest, due, n = (one[up] - one[held] for one in (seen.numerator, seen.expected, seen.n))
            if family.kind == "xmr":
                sure = n / family.variance + 1 / variance
                expected[held] += seen.n[held] * (rest - due) / family.variance / sure
            else:
                sure = np.maximum(due, 0.0) + 1 / variance
                expected[held] *= (np.maximum(rest, 0.0) + 1 / variance) / sure
            spread[held] += 1 / sure
        if family.kind == "p":
            expected = np.clip(expected, 1e-9, HIGHEST * seen.n)
        return Against(seen.numerator, expected, seen.n, spread)


def above(found: Lattice, moved: Movement) -> Above:
    """The levels over each segment. A level that is no segment of its own (it holds nearly everything, or the same rows as another)
    tells nothing, and all of its movement is left."""
    deepest = max((len(sub) for sub in found.subsets), default=1)
    up, variance = np.full((len(found.n), deepest), _NONE), np.zeros((len(found.n), deepest))
    left, first, levels = np.zeros(len(found.n)), found.rows.indices[found.rows.indptr[:-1]], _levels(found)
    for place, sub in enumerate(found.subsets):
        mine = np.flatnonzero(found.subset == place)
        left[mine] = sum(moved.two[pair].variance for pair in combinations(sub, 2) if pair in moved.two)
        for at, attribute in enumerate(sub):
            over = levels[attribute][first[mine]] if len(sub) > 1 and attribute in levels else np.full(len(mine), _NONE)
            moves = moved.one[attribute].variance if attribute in moved.one else 0.0
            up[mine, at], variance[mine, at] = over, moves
            left[mine] += np.where(over == _NONE, moves, 0.0)
    return Above(up, variance, left)


def _levels(found: Lattice) -> dict[int, np.ndarray]:
    """(C,) by attribute: the one-attribute segment that holds a cell, −1 where none does."""
    levels: dict[int, np.ndarray] = {}
    for place, sub in enumerate(found.subsets):
        if len(sub) == 1:
            levels[sub[0]] = np.full(found.rows.shape[1], _NONE)
            for segment in np.flatnonzero(found.subset == place):
                levels[sub[0]][found.cells(segment)] = segment
    return levels

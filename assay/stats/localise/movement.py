"""How far levels of attributes, and pairs of them, move from one normal period to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from assay.stats.localise.expected import Fitted
from assay.stats.localise.family import Family
from assay.stats.localise.lattice import Lattice
from assay.stats.localise.table import Table

_ROUNDS, _FAR, _FEWEST = 6, 3.0, 3.0
_BORROWED = 4.0
"""Levels' worth of evidence that each attribute borrows from all, for few levels tell little about how they move."""


@dataclass(frozen=True, slots=True, eq=False)
class Movement:
    """Variances of a normal period's movement: `one` by attribute, `two` by pair beyond that; `segment` (S,) of each segment."""

    one: Mapping[int, float]
    two: Mapping[tuple[int, int], float]
    segment: np.ndarray
    is_known: bool


def movement(found: Lattice, table: Table, fit: Fitted) -> Movement:
    """How far levels, and pairs of levels, were from what the periods before them said, beyond chance.

    One period of history cannot tell: then nothing is known of normal movement, and all of it counts as a finding.
    """
    if len(table.past_denominator) < 2:
        return Movement({}, {}, np.zeros(len(found.n)), False)
    shallow = np.flatnonzero(found.depth <= 2)
    moved = _moved(found, shallow, table, fit)
    single = {sub[0]: moved[place] for place, sub in enumerate(found.subsets) if len(sub) == 1}
    one = _borrowed(single, table)
    two = {
        (sub[0], sub[1]): max(0.0, float(moved[place]) - single.get(sub[0], 0.0) - single.get(sub[1], 0.0))
        for place, sub in enumerate(found.subsets)
        if len(sub) == 2
    }
    pairs = [sum(two.get(pair, 0.0) for pair in combinations(sub, 2)) for sub in found.subsets]
    whole = np.array([sum(one.get(at, 0.0) for at in sub) for sub in found.subsets]) + pairs
    return Movement(one, two, whole[found.subset], True)


def _borrowed(single: Mapping[int, float], table: Table) -> dict[int, float]:
    """Each attribute's variance drawn towards that of all, and widened for being an estimate."""
    freedom = {at: (table.cards[at] - 1) * (len(table.past_denominator) - 1) for at in single}
    pooled = sum(single[at] * freedom[at] for at in single) / max(sum(freedom.values()), 1)
    return {at: (freedom[at] * single[at] + _BORROWED * pooled) / max(freedom[at], 1) for at in single}


def _moved(found: Lattice, shallow: np.ndarray, table: Table, fit: Fitted) -> np.ndarray:
    """(subsets,) variance of the movement by subset of attributes, 0 for those that are deeper."""
    subset, groups = found.subset[shallow], len(found.subsets)
    seen, expected, size = _told(found, shallow, table, fit)
    share = size.sum(axis=1) / np.maximum(np.bincount(subset, size.sum(axis=1), groups)[subset], 1e-12)
    # A level is part of all with which it is compared: the larger its share, the less it can be seen to move.
    part = np.maximum(1 - 2 * share + np.bincount(subset, share**2, groups)[subset], 0.1)
    moves, noise = _steps(seen, expected, size, fit.family)
    return _between(moves, noise, part, subset, groups)


def _told(found: Lattice, places: np.ndarray, table: Table, fit: Fitted) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Numerator, expectation at the level of its period, and n of some segments by period, (S, P) each."""
    n = table.past_denominator
    told = n * fit.mean
    total, due = table.past_numerator.sum(axis=1, keepdims=True), told.sum(axis=1, keepdims=True)
    if fit.family.kind == "xmr":
        told = told + n * (total - due) / np.maximum(n.sum(axis=1, keepdims=True), 1e-12)
    else:
        told = told * total / np.maximum(due, 1e-12)
    rows = found.rows[places]
    seen, expected, size = (rows @ one.T for one in (table.past_numerator, told, n))
    return seen, expected, size


def _steps(seen: np.ndarray, expected: np.ndarray, n: np.ndarray, family: Family) -> tuple[np.ndarray, np.ndarray]:
    """(S, P − 1): each period against all before it, and the variance that chance gives; infinite where too little is there."""
    before = tuple(np.cumsum(one, axis=1)[:, :-1] for one in (seen, expected, n))
    now = tuple(one[:, 1:] for one in (seen, expected, n))
    if family.kind == "xmr":
        shift = [(k - e) / np.maximum(of, 1e-12) for k, e, of in (now, before)]
        noise = [family.variance / np.maximum(of, 1e-12) for _, _, of in (now, before)]
        enough = (now[2] >= _FEWEST) & (before[2] >= _FEWEST)
    else:
        shift = [np.log((k + 0.5) / (e + 0.5)) for k, e, _ in (now, before)]
        noise = [1 / (e + 0.5) for _, e, _ in (now, before)]
        enough = (now[1] >= _FEWEST) & (before[1] >= _FEWEST)
    return shift[0] - shift[1], np.where(enough, noise[0] + noise[1], np.inf)


def _between(moves: np.ndarray, noise: np.ndarray, part: np.ndarray, subset: np.ndarray, groups: int) -> np.ndarray:
    """The variance beyond `noise`, by subset: moments with weights of the variance itself, far ones drawn in."""
    found, known = np.zeros(groups), np.isfinite(noise)
    chance = np.where(known, noise, 0.0)
    for _ in range(_ROUNDS):
        whole = chance + found[subset][:, None]
        weight = np.where(known & (whole > 0), 1 / np.maximum(whole, 1e-100) ** 2, 0.0)
        near = np.clip(moves, -_FAR * np.sqrt(whole), _FAR * np.sqrt(whole))
        over = np.bincount(subset, (weight * (near**2 - chance)).sum(axis=1), groups)
        found = np.maximum(over, 0.0) / np.maximum(np.bincount(subset, (weight * part[:, None]).sum(axis=1), groups), 1e-300)
    return found

"""RiskLoc: Kalander (2022), "RiskLoc: localization of multi-dimensional root causes by weighted risk", arXiv 2205.10004.

Written anew from the paper, its default parameters kept. It takes what was expected and what came in each cell; here the cells'
failures against those that main effects foretell, so that the mix of the cells does not disturb it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from benchmarks.localising.generator import Instance
from benchmarks.localising.main_effects import expected

RISK, LEAST_POWER, REMOVED, MOST = 0.5, 0.02, 5, 20


@dataclass(frozen=True, slots=True, eq=False)
class Leaves:
    """Of the cells (C,) that are left: codes, what came and was expected, deviation, side of the cut, weight, explanatory power."""

    place: np.ndarray
    codes: np.ndarray
    came: np.ndarray
    told: np.ndarray
    deviation: np.ndarray
    is_abnormal: np.ndarray
    weight: np.ndarray
    power: np.ndarray

    def of(self, chosen: np.ndarray) -> Leaves:
        return Leaves(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


def riskloc(one: Instance) -> list[np.ndarray]:
    """The causes in the order in which they are found."""
    leaves = _leaves(one)
    found: list[np.ndarray] = []
    least = LEAST_POWER * leaves.power[leaves.is_abnormal].sum()
    while len(found) < MOST and leaves.is_abnormal.any() and leaves.power[leaves.is_abnormal].sum() >= least:
        cause = _search(leaves, least)
        if cause is None:
            break
        values = cause[cause >= 0]
        found.append((one.table.codes[:, cause >= 0] == values).all(axis=1))
        leaves = leaves.of(~(leaves.codes[:, cause >= 0] == values).all(axis=1))
    return found


def _leaves(one: Instance) -> Leaves:
    table = one.table
    here = np.flatnonzero(table.denominator > 0)
    came, told = table.numerator[here], expected(table)[here]
    deviation = np.divide(2 * (told - came), told + came, out=np.zeros(len(here)), where=told + came > 0)
    cut = _cut(deviation)
    is_abnormal = deviation > cut if cut >= 0 else deviation < cut
    weight = np.minimum(np.where(is_abnormal, np.abs(deviation), np.abs(cut - deviation)), 1.0)
    power = (came - told) / max(abs(came.sum() - told.sum()), 1e-9) * np.sign(came.sum() - told.sum())
    sign = -1.0 if power[is_abnormal].sum() < 0 else 1.0
    return Leaves(here, table.codes[here], came, told, deviation, is_abnormal, weight, sign * power)


def _cut(deviation: np.ndarray) -> float:
    """The opposite of the nearer extreme, a few removed: what is beyond it on the other side is abnormal."""
    known = np.unique(deviation)
    low, high = known[min(REMOVED, len(known) - 1)], known[max(len(known) - 1 - REMOVED, 0)]
    return -float(min(low, high, key=abs))


def _search(leaves: Leaves, least: float) -> np.ndarray | None:
    """The values of the first layer's best element, −1 for attributes that it leaves open."""
    attributes = range(leaves.codes.shape[1])
    pruned = _pruned(leaves, least)
    for layer in range(1, len(attributes) + 1):
        best, power = None, least
        for cuboid in combinations(attributes, layer):
            of = leaves if layer == 1 else leaves.of(~pruned[:, cuboid].any(axis=1))
            found = _element(of, cuboid, power)
            if found is not None:
                best, power = found
        if best is not None:
            return best
    return None


def _pruned(leaves: Leaves, least: float) -> np.ndarray:
    """(C, D) whether the cell's value has too little power, or no abnormal cell, to be part of any cause."""
    shown = np.zeros(leaves.codes.shape, dtype=bool)
    for place in range(leaves.codes.shape[1]):
        code = leaves.codes[:, place]
        poor = np.bincount(code, np.maximum(leaves.power, 0.0)) < least
        shown[:, place] = (poor | (np.bincount(code, leaves.is_abnormal) == 0))[code]
    return shown


def _element(leaves: Leaves, cuboid: tuple[int, ...], least: float) -> tuple[np.ndarray, float] | None:
    """The element of a cuboid with the most power whose risk is high enough."""
    if not len(leaves.place):
        return None
    values, group = np.unique(leaves.codes[:, cuboid], axis=0, return_inverse=True)
    group = group.ravel()
    power, abnormal = np.bincount(group, leaves.power), np.bincount(group, leaves.is_abnormal)
    for at in np.argsort(-power):
        if power[at] <= least:
            return None
        if abnormal[at] and _risk(leaves.of(group == at)) >= RISK:
            cause = np.full(leaves.codes.shape[1], -1)
            cause[list(cuboid)] = values[at]
            return cause, float(power[at])
    return None


def _risk(of: Leaves) -> float:
    """High where abnormal cells weigh most; low where the cells did not change in the ripple's proportion."""
    abnormal, normal = of.weight[of.is_abnormal].sum(), of.weight[~of.is_abnormal].sum() + 1
    known = of.of((of.came != 0) & (of.told != 0))
    low = 0.0
    if len(known.place):
        rippled = known.told * known.came.sum() / known.told.sum()
        apart = np.abs(2 * (rippled - known.came) / (rippled + known.came)).mean()
        low = apart / max(float(np.abs(known.deviation).mean()), 1e-12)
    return float(abnormal / (abnormal + normal) - low)

"""What is normal for segments: what they were known to be beyond main effects, and how far they move from period to period."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assay.stats.localise.expected import Fitted, fitted, given
from assay.stats.localise.family import Family
from assay.stats.localise.lattice import Lattice
from assay.stats.localise.movement import Movement, movement
from assay.stats.localise.table import Table


@dataclass(frozen=True, slots=True, eq=False)
class Normal:
    """What a period is held against. `own` (S,): as `persistent`; for means in units of the variance of single values."""

    table: Table
    lattice: Lattice
    fit: Fitted
    own: np.ndarray
    moved: Movement

    @property
    def family(self) -> Family:
        return self.fit.family


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """Sums of some segments, or cells, over the history: what was seen, what main effects said, and n."""

    seen: np.ndarray
    told: np.ndarray
    n: np.ndarray


def normal(table: Table, found: Lattice) -> Normal:
    """From the history of the table, or from what is given as expected."""
    family = Family(table.kind, table.variance)
    fit = fitted(table, family) if table.expected is None else given(table, family)
    return Normal(table, found, fit, _own(found, table, fit), movement(found, table, fit))


def corrected(expected: np.ndarray, n: np.ndarray, past: Past, own: np.ndarray, family: Family) -> np.ndarray:
    """Expectations with what the history knew beyond main effects, drawn to none where it knew little.

    `own`: the variance between segments of the same attributes, as in `Normal`.
    """
    if family.kind == "xmr":
        held = own * past.n / (own * past.n + 1.0)
        return expected + n * held * (past.seen - past.told) / np.maximum(past.n, 1e-12)
    sure = 1 / np.maximum(own, 1e-9)
    return expected * (past.seen + sure) / (past.told + sure)


def _own(found: Lattice, table: Table, fit: Fitted) -> np.ndarray:
    if not len(table.past_denominator):
        return np.zeros(len(found.n))
    return persistent(found, table, fit) / (fit.family.variance if fit.family.kind == "xmr" else 1.0)


def persistent(found: Lattice, table: Table, fit: Fitted) -> np.ndarray:
    """(S,) the variance of segments of the same attributes around main effects, beyond chance: relative (means: absolute).

    By moments; what is not larger than its own error is none.
    """
    numerator, n = table.past_numerator.sum(axis=0), table.past_denominator.sum(axis=0)
    mean, groups = fit.mean, len(found.subsets)
    seen, told = found.rows @ numerator, found.rows @ (n * mean)
    chance = found.rows @ fit.family.noise(n * mean, n)
    base = (found.rows @ n if fit.family.kind == "xmr" else told) ** 2
    over = np.bincount(found.subset, (seen - told) ** 2 - chance, groups)
    weight, error = np.bincount(found.subset, base, groups), np.sqrt(np.bincount(found.subset, 2 * chance**2, groups))
    return np.where(over > error, over / np.maximum(weight, 1e-12), 0.0)[found.subset]

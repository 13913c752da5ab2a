"""What is to be expected of each cell: main effects of the attributes, estimated on the history."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from assay.stats.localise.family import Family
from assay.stats.localise.table import Table

_SPREAD = 0.7
"""Prior sd of a main effect (log odds, log rate; means: sd of single values). It keeps levels without failures finite."""
_STEPS, _CHORDS = 25, 4


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """`eta` (C,): each cell on the scale of the link. `design` (C, Q), `coefficients` (Q,), their `covariance` and the `penalty`
    that their prior puts on them."""

    family: Family
    eta: np.ndarray
    design: sparse.csr_array
    coefficients: np.ndarray
    covariance: np.ndarray
    penalty: np.ndarray

    @property
    def mean(self) -> np.ndarray:
        return self.family.mean(self.eta)

    def again(self, numerator: np.ndarray, n: np.ndarray) -> np.ndarray:
        """What would have been expected had the history been other: (C, B) numerators of the same n, (C, B) on the link's scale.

        Newton's steps with the slope of the first fit, which is near enough where the history differs by chance only.
        """
        moved, slope = np.zeros((len(self.penalty), numerator.shape[1])), self.design.T.tocsr()
        for _ in range(_CHORDS):
            mean = self.family.mean(self.eta[:, None] + self.design @ moved)
            score = slope @ self.family.error(numerator, n[:, None] * mean)
            moved += self.covariance @ (score - self.penalty[:, None] * (self.coefficients[:, None] + moved))
        return self.eta[:, None] + self.design @ moved


def fitted(table: Table, family: Family) -> Fitted:
    """Main effects of all attributes on the pooled history, each held near zero by its prior."""
    numerator, n = table.past_numerator.sum(axis=0), table.past_denominator.sum(axis=0)
    design, penalty = _design(table), _penalty(table, family)
    found = np.zeros(len(penalty))
    found[0] = family.first(numerator.sum(), n.sum())
    across = design.T.tocsr()
    for _ in range(_STEPS):
        mean = family.mean(design @ found)
        information = (across @ (design * (n * family.weight(mean))[:, None])).toarray() + np.diag(penalty)
        step = np.linalg.solve(information, across @ family.error(numerator, n * mean) - penalty * found)
        found += np.clip(step, -2.0, 2.0) if family.kind != "xmr" else step
        if np.abs(step).max() < 1e-7:
            break
    return Fitted(family, design @ found, design, found, np.linalg.inv(information), penalty)


def given(table: Table, family: Family) -> Fitted:
    """What somebody else expects, taken as known: `again` moves nothing."""
    assert table.expected is not None
    mean = np.divide(table.expected, table.denominator, out=np.zeros_like(table.expected), where=table.denominator > 0)
    nothing = sparse.csr_array((len(mean), 1))
    return Fitted(family, family.link(mean), nothing, np.zeros(1), np.zeros((1, 1)), np.zeros(1))


def _design(table: Table) -> sparse.csr_array:
    """An intercept, and a column for every level of every attribute."""
    starts = 1 + np.concatenate([[0], np.cumsum(table.cards)]).astype(np.int64)
    cells = len(table.denominator)
    columns = np.column_stack([np.zeros(cells, dtype=np.int64), table.codes + starts[:-1]]) if table.cards else np.zeros((cells, 1))
    flat = columns.ravel().astype(np.int32)
    return sparse.csr_array((np.ones(len(flat)), flat, np.arange(cells + 1) * columns.shape[1]), shape=(cells, int(starts[-1])))


def _penalty(table: Table, family: Family) -> np.ndarray:
    spread = _SPREAD * np.sqrt(family.variance) if family.kind == "xmr" else _SPREAD
    held = np.full(1 + sum(table.cards), 1 / spread**2)
    held[0] = 1e-6 / max(family.variance, 1e-12)
    return held

"""What the other methods expect of each cell: main effects by maximum likelihood on the history, or the forecast that is given."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from assay.stats.localise.table import Table

_STEPS, _RIDGE = 25, 1e-3


def expected(table: Table) -> np.ndarray:
    """(C,) the numerators of the period, from the pooled history or as given."""
    if table.expected is not None:
        return table.expected
    return table.denominator * rates(table, columns(table), table.past_numerator.sum(axis=0))


def columns(table: Table) -> np.ndarray:
    """(C, Q) an intercept and an indicator of every level but the first of each attribute."""
    shown = [np.ones((len(table.codes), 1))]
    shown += [np.eye(levels)[table.codes[:, place]][:, 1:] for place, levels in enumerate(table.cards)]
    return np.hstack(shown)


def rates(table: Table, held: np.ndarray, numerator: np.ndarray) -> np.ndarray:
    """(C,) fitted to numerators of the pooled history; a slight ridge keeps levels without failures finite."""
    n = table.past_denominator.sum(axis=0)
    mean_of = expit if table.kind == "p" else np.exp
    found = np.zeros(held.shape[1])
    total, of = numerator.sum() + 0.5, n.sum() + 1.0
    found[0] = np.log(total / (of - total)) if table.kind == "p" else np.log(total / of)
    for _ in range(_STEPS):
        mean = mean_of(np.clip(held @ found, -30.0, 30.0))
        weight = n * mean * (1 - mean) if table.kind == "p" else n * mean
        step = np.linalg.solve(held.T @ (weight[:, None] * held) + _RIDGE * np.eye(len(found)), held.T @ (numerator - n * mean))
        found += np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-6:
            break
    return mean_of(np.clip(held @ found, -30.0, 30.0))

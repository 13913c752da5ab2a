"""A Poisson regression on counted cells whose effects are all levels of factors: log(events/exposure) = Σ effect of each level.

Newton's method on the normal equations, which are as large as there are levels, however many cells or orders there are
(McCullagh & Nelder 1989, 2.5). No level is the reference: what the cells cannot tell apart is found beforehand, and only contrasts
that do not depend on it mean anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import linalg, sparse

_STEPS, _HALVINGS = 60, 20
_SAME = 1e-11
_RANK = 1e-9
"""Below this part of the largest, an eigenvalue of the design is zero."""


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """`effects` one a level, factor after factor; `covariance` of them. Both hold for contrasts `c` with `c @ unknown` = 0 only:
    the columns of `unknown` are directions in which the cells tell nothing. `fitted` events one a cell."""

    effects: np.ndarray
    covariance: np.ndarray
    unknown: np.ndarray
    fitted: np.ndarray
    log_likelihood: float
    is_converged: bool


def fit(codes: Sequence[np.ndarray], levels: Sequence[int], events: np.ndarray, exposure: np.ndarray) -> Fitted:
    """The fit of cells with these level codes (one array a factor). Every level needs an event, else its effect has no end."""
    design = _design(codes, levels)
    unknown = _unknown(design)
    offset = np.log(exposure)
    fitted = (events + exposure * events.sum() / exposure.sum()) / 2
    effects, likelihood, is_converged = np.zeros(design.shape[1]), -np.inf, False
    working = np.log(fitted) - offset + (events - fitted) / fitted
    for _ in range(_STEPS):
        aim = _solved(design, fitted, unknown, design.T @ (fitted * working))
        effects, fitted, reached = _towards(aim, effects, likelihood, design, offset, events)
        is_converged, likelihood = abs(reached - likelihood) <= _SAME * (1 + abs(reached)), reached
        if is_converged:
            break
        working = design @ effects + (events - fitted) / fitted
    covariance = _solved(design, fitted, unknown, np.eye(design.shape[1]))
    return Fitted(effects, covariance, unknown, fitted, likelihood, is_converged)


def _design(codes: Sequence[np.ndarray], levels: Sequence[int]) -> sparse.csr_array:
    """One column a level; each cell has a one for its level of each factor."""
    first = np.concatenate([[0], np.cumsum(levels)])
    columns = np.column_stack([code + start for code, start in zip(codes, first[:-1], strict=True)])
    cells, factors = columns.shape
    ends = np.arange(0, cells * factors + 1, factors)
    return sparse.csr_array((np.ones(cells * factors), columns.ravel(), ends), shape=(cells, int(first[-1])))


def _unknown(design: sparse.csr_array) -> np.ndarray:
    values, vectors = linalg.eigh((design.T @ design).toarray())
    return vectors[:, values <= _RANK * values[-1]]


def _solved(design: sparse.csr_array, weights: np.ndarray, unknown: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The solution of the normal equations that is zero in the unknown directions."""
    information = (design.T @ (sparse.diags_array(weights) @ design)).toarray()
    information += unknown @ unknown.T * information.diagonal().mean()
    return linalg.cho_solve(linalg.cho_factor(information), right)


def _towards(
    aim: np.ndarray, effects: np.ndarray, likelihood: float, design: sparse.csr_array, offset: np.ndarray, events: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float]:
    """The aim, or a part of the way to it where the whole would make the fit worse."""
    for _ in range(_HALVINGS):
        linear = design @ aim + offset
        fitted = np.exp(np.minimum(linear, 700.0))
        reached = float(events @ linear - fitted.sum())
        if reached >= likelihood - _SAME * (1 + abs(likelihood)):
            break
        aim = (aim + effects) / 2
    return aim, fitted, reached

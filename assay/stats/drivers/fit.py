"""The most likely coefficients of grouped cells by Newton's method, with Firth's penalty where the likelihood has no maximum.

The normal equations are as large as there are levels, however many orders a cell holds; coefficients and errors are those of the
fit on single orders (McCullagh & Nelder 1989, 4.5).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import linalg, special

from assay.stats.drivers.design import Design

LARGEST_STEP, MOST_STEPS, STEP_ENDS = 4.0, 200, 1e-8
DIVERGED = 20.0
"""A linear predictor that far from that of all orders is on its way to a share of 0 or 1, or to a rate of 0."""
_RANK, _SAME, _NOTHING, _SHORTER, _LOST = 1e-9, 1e-7, 1e-12, 0.7, 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """Coefficients (q,), the inverse of their information (q, q), the linear predictor and the figure of each cell (C,).

    `unknown` (q, r): directions in which the cells tell nothing; a contrast c means something only where c @ unknown is 0.
    """

    theta: np.ndarray
    covariance: np.ndarray
    eta: np.ndarray
    value: np.ndarray
    unknown: np.ndarray
    is_converged: bool
    is_penalised: bool = False

    @property
    def is_known(self) -> np.ndarray:
        """Which coefficients the cells tell of (q,)."""
        return np.abs(self.unknown).max(axis=1, initial=0.0) < _SAME

    @property
    def rank(self) -> int:
        return int(self.unknown.shape[0] - self.unknown.shape[1])


def link(of: Design, value: float) -> float:
    """The figure on the scale of the link."""
    if of.kind == "xmr":
        return value
    return float(special.logit(value)) if of.kind == "p" else float(np.log(value))


def mean(of: Design, eta: np.ndarray) -> np.ndarray:
    """The share, rate or mean at a linear predictor."""
    if of.kind == "xmr":
        return eta
    return special.expit(eta) if of.kind == "p" else np.exp(np.minimum(eta, 300.0))


def slope(of: Design, value: np.ndarray) -> np.ndarray:
    """How fast the share, rate or mean changes with the linear predictor, where it is `value`: the variance of one order."""
    if of.kind == "xmr":
        return np.ones_like(value)
    return value * (1 - value) if of.kind == "p" else value


def maximised(of: Design, *, is_penalised: bool = False) -> Fitted:
    """The fit. Not converged: no maximum was found, as where a level has no failures and no penalty keeps it finite."""
    unknown = undetermined(of)
    ridge = held(of, unknown)
    theta, covariance, is_found = climbed(of, ridge, _start(of))[:3] if is_penalised else _newton(of, ridge)
    eta = of.matrix @ theta
    return Fitted(theta, covariance, eta, mean(of, eta), unknown, is_found, is_penalised)


def _newton(of: Design, ridge: np.ndarray) -> tuple[np.ndarray, np.ndarray, bool]:
    theta, is_found = _start(of), False
    for _ in range(MOST_STEPS):
        value = mean(of, of.matrix @ theta)
        covariance = inverse(of.information(of.n * slope(of, value)), ridge)
        change = covariance @ score(of, value, covariance, False)
        theta, is_found = theta + _bounded(of, change), of.kind == "xmr" or bool(np.abs(change).max() < STEP_ENDS)
        if is_found or np.abs(of.matrix @ theta - _start(of)[0]).max() > DIVERGED:
            break
    return theta, covariance, is_found


def climbed(
    of: Design, ridge: np.ndarray, start: np.ndarray, column: int | None = None
) -> tuple[np.ndarray, np.ndarray, bool, float]:
    """The top of the penalised likelihood: coefficients, inverse information, whether it is the top, and how high; with a `column`
    the top for its value in `start`. A step that does not lead up is halved: where coefficients are more than events Newton's own
    go round in circles."""
    theta, change, highest = start, np.full(of.width, np.inf), -np.inf
    for _ in range(MOST_STEPS):
        value = mean(of, of.matrix @ theta)
        covariance = inverse(of.information(of.n * slope(of, value)), ridge)
        reached = penalised(of, theta, covariance)
        further = _bounded(of, _freed(covariance, column) @ score(of, value, covariance, True))
        if _leads_up(reached - highest, abs(highest), further, change):
            theta, change, highest = theta + further, further, reached
        else:
            theta, change = theta - change / 2, change / 2
        if np.abs(change).max() < STEP_ENDS:
            return theta, covariance, True, highest
    return theta, covariance, False, highest


def _leads_up(gain: float, height: float, further: np.ndarray, change: np.ndarray) -> bool:
    """Whether a step was worth it; where the gain is lost in rounding, whether the next one is shorter."""
    if np.isinf(gain) or abs(gain) > _NOTHING * height:
        return gain > 0
    return bool(np.abs(further).max() < _SHORTER * np.abs(change).max())


def _freed(covariance: np.ndarray, column: int | None) -> np.ndarray:
    """The covariance of all other coefficients when one of them is held."""
    if column is None:
        return covariance
    return covariance - np.outer(covariance[column], covariance[column]) / covariance[column, column]


def score(of: Design, value: np.ndarray, covariance: np.ndarray, is_penalised: bool) -> np.ndarray:
    """The slopes of the (penalised) log likelihood (q,)."""
    return of.transposed @ (of.k - of.n * value + (_pull(of, value, covariance) if is_penalised else 0.0))


def penalised(of: Design, theta: np.ndarray, covariance: np.ndarray) -> float:
    """The log likelihood with half the log determinant of the information."""
    eta = of.matrix @ theta
    total = np.logaddexp(0, eta) if of.kind == "p" else np.exp(np.minimum(eta, 300.0))
    return float((of.k * eta - of.n * total).sum() - np.linalg.slogdet(covariance)[1] / 2)


def levelled(of: Design, found: Fitted) -> Fitted:
    """The fit with an intercept under which as many events are expected as there were: the penalty adds half an event a
    coefficient, which would end up in the margins (FLIC: Puhr et al. 2017, Statist. Med. 36:2302)."""
    eta, total = found.eta, of.k.sum()
    for _ in range(MOST_STEPS):
        value = mean(of, eta)
        step = (total - (of.n * value).sum()) / (of.n * slope(of, value)).sum()
        eta = eta + step
        if abs(step) < STEP_ENDS:
            break
    theta = found.theta.copy()
    theta[0] += eta[0] - found.eta[0]
    return replace(found, theta=theta, eta=eta, value=mean(of, eta))


def _start(of: Design) -> np.ndarray:
    theta = np.zeros(of.width)
    theta[0] = link(of, of.pooled)
    return theta


def _bounded(of: Design, change: np.ndarray) -> np.ndarray:
    largest = np.abs(change).max()
    return change if of.kind == "xmr" or largest <= LARGEST_STEP else change * (LARGEST_STEP / largest)


def _pull(of: Design, value: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """Firth's addition to the score of each cell: half the log determinant of the information, differentiated."""
    leverage = of.n * slope(of, value) * of.leverage(covariance)
    return leverage * (0.5 - value) if of.kind == "p" else leverage / 2


def inverse(information: np.ndarray, ridge: np.ndarray) -> np.ndarray:
    """Of an information matrix, held in the directions of which the cells tell nothing."""
    whole, one = information + ridge, np.eye(len(information))
    try:
        factor = linalg.cho_factor(whole)
    except linalg.LinAlgError:  # a step so far out that weights are lost in rounding; the next ones lead back
        factor = linalg.cho_factor(whole + _LOST * whole.diagonal().max() * one)
    return linalg.cho_solve(factor, one)


def held(of: Design, unknown: np.ndarray) -> np.ndarray:
    """What is added to the information where the cells tell nothing (q, q); it changes no contrast that they tell."""
    return unknown @ unknown.T * float((of.n * slope(of, mean(of, np.full(len(of.n), link(of, of.pooled))))).sum() / of.width)


def undetermined(of: Design) -> np.ndarray:
    """Directions of the coefficients in which the cells tell nothing (q, r)."""
    information = of.information(of.n)
    size = np.sqrt(information.diagonal())
    values, vectors = linalg.eigh(information / np.outer(size, size))
    found = vectors[:, values <= _RANK * values[-1]] / size[:, None]
    return linalg.orth(found) if found.size else np.zeros((of.width, 0))

"""What goes along with answers on a scale: proportional odds on grouped counts of answers (McCullagh 1980, JRSS B 42:109).

The odds of an answer above any cut change by the same ratio, whichever the cut. Newton's method with exact slopes; the curvature is
that observed. Where a level gives one end of the scale only, or nothing else ends the climb, a normal prior of sd 2.5
on all effects keeps them finite (Gelman et al. 2008, Ann. Appl. Stat. 2:1360).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy import linalg, special

from assay.stats.drivers.design import Design, design
from assay.stats.drivers.errors import Errors
from assay.stats.drivers.factors import judged
from assay.stats.drivers.fit import DIVERGED, Fitted, inverse, undetermined
from assay.stats.drivers.levels import columns
from assay.stats.drivers.margins import comparable
from assay.stats.drivers.ordered_margins import margins
from assay.stats.drivers.result import Estimate, FactorEffect

MINIMUM_N, PRIOR = 30, 1 / 2.5**2
_STEPS, _ENDS, _LEAST = 60, 1e-9, 1e-12


@dataclass(frozen=True, slots=True)
class Ordered:
    """Odds of higher answers as `ratio` of each level; `margin`: difference of the mean answer, all answers taken together.

    `cuts`: log odds of an answer above each value of `answers` but the last, for the reference levels. No factors where there are
    fewer than `minimum_n` answers, or one value only, or where no maximum was found.
    """

    answers: tuple[float, ...]
    cuts: tuple[float, ...]
    n: float
    factors: tuple[FactorEffect, ...]
    log_likelihood: float | None
    is_penalised: bool
    is_converged: bool


def ordered(
    cells: pl.DataFrame,
    answer: str,
    factors: Sequence[str],
    *,
    groups: Sequence[str] = ("vendor_id", "site_id"),
    reference: Mapping[str, str] | None = None,
    minimum_n: float = MINIMUM_N,
    confidence: float = 0.95,
) -> Ordered:
    """`cells`: the factors, the groups that there are, `answer` (a number) and `denominator`, how many gave it."""
    told = cells.filter(pl.col(answer).is_not_null(), pl.col("denominator") > 0)
    values = tuple(told[answer].cast(pl.Float64).unique().sort().to_list())
    n = float(told["denominator"].sum())
    if n < minimum_n or len(values) < 2:
        return Ordered(values, (), n, (), None, False, False)
    keys = (*(name for name in groups if name in cells.columns and name not in factors), *factors)
    grouped, counts = _counted(told, answer, keys, values)
    of = design(grouped, factors, keys[: len(keys) - len(factors)], "xmr", None, reference)
    found = _fit(of, counts)
    if not found.is_converged:
        return Ordered(values, (), n, (), None, found.is_penalised, False)
    effects = judged(factors, grouped, _plain(of), _as_fit(of, found), _errors(found, len(values)), minimum_n, confidence)
    told_of = tuple(_with_margins(one, of, found, np.array(values), confidence) for one in effects)
    cuts = tuple((-found.theta[: len(values) - 1]).tolist())
    return Ordered(values, cuts, n, told_of, found.log_likelihood, found.is_penalised, True)


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """`theta`: K − 1 thresholds, then the coefficients of the design without its intercept; `covariance` of them all."""

    theta: np.ndarray
    covariance: np.ndarray
    unknown: np.ndarray
    log_likelihood: float
    is_penalised: bool
    is_converged: bool


def _fit(of: Design, counts: np.ndarray) -> Solved:
    if not _is_pure(of, counts):
        found = _solved(of, counts, 0.0)
        if found.is_converged:
            return found
    return _solved(of, counts, PRIOR)


def _solved(of: Design, counts: np.ndarray, prior: float) -> Solved:
    cuts = counts.shape[1] - 1
    unknown = undetermined(of)
    ridge = linalg.block_diag(np.zeros((cuts, cuts)), prior * np.eye(of.width - 1) + (unknown @ unknown.T)[1:, 1:])
    below = counts.sum(axis=0).cumsum()[:-1] / counts.sum()
    theta = np.concatenate([special.logit(below), np.zeros(of.width - 1)])
    value, is_found = -np.inf, False
    for _ in range(_STEPS):
        value, slopes, curve = likelihood(of, counts, theta)
        change = inverse(curve, ridge) @ (slopes - ridge @ theta)
        theta, is_found = _advanced(of, counts, theta, change, ridge), bool(np.abs(change).max() < _ENDS)
        if is_found or np.abs(theta).max() > DIVERGED:
            break
    return Solved(theta, inverse(curve, ridge), unknown, value, prior > 0, is_found)


def _advanced(of: Design, counts: np.ndarray, theta: np.ndarray, change: np.ndarray, ridge: np.ndarray) -> np.ndarray:
    """The step, halved until thresholds stay in order and the fit is not worse."""
    def reached(at: np.ndarray) -> float:
        return likelihood(of, counts, at)[0] - float(at @ ridge @ at) / 2

    now, cuts = reached(theta), counts.shape[1] - 1
    for _ in range(30):
        if (np.diff((theta + change)[:cuts]) > 0).all() and reached(theta + change) >= now - _ENDS * (1 + abs(now)):
            break
        change = change / 2
    return theta + change


def likelihood(of: Design, counts: np.ndarray, theta: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """The log likelihood of counts (C, K), its slopes, and its negated curvature, by thresholds and coefficients."""
    cuts = counts.shape[1] - 1
    linear = theta[:cuts] - (of.matrix @ np.concatenate([[0.0], theta[cuts:]]))[:, None]
    below = special.expit(linear)
    share = np.maximum(np.diff(below, axis=1, prepend=0.0, append=1.0), _LEAST)
    density, each = below * (1 - below), counts / share
    slope, bend = density * (each[:, :-1] - each[:, 1:]), each / share
    own = density**2 * (bend[:, :-1] + bend[:, 1:]) - slope * (1 - 2 * below)
    next_to = -density[:, :-1] * density[:, 1:] * bend[:, 1:-1]
    rows = own + np.pad(next_to, ((0, 0), (0, 1))) + np.pad(next_to, ((0, 0), (1, 0)))
    corner = np.diag(own.sum(axis=0)) + np.diag(next_to.sum(axis=0), 1) + np.diag(next_to.sum(axis=0), -1)
    side = -np.asarray(of.transposed @ rows)[1:].T
    whole = np.block([[corner, side], [side.T, of.information(rows.sum(axis=1))[1:, 1:]]])
    slopes = np.concatenate([slope.sum(axis=0), -(of.transposed @ slope.sum(axis=1))[1:]])
    return float(special.xlogy(counts, share).sum()), slopes, whole


def _counted(told: pl.DataFrame, answer: str, keys: Sequence[str], values: Sequence[float]) -> tuple[pl.DataFrame, np.ndarray]:
    """One row a combination of levels with the sums of the mean answer, and beside it the count of each answer."""
    named, answered = [f"answer_{place}" for place in range(len(values))], pl.col(answer).cast(pl.Float64)
    counts = [pl.col("denominator").filter(answered == one).sum().alias(name) for name, one in zip(named, values, strict=True)]
    sums = {"numerator": answered * pl.col("denominator"), "squares": answered**2 * pl.col("denominator")}
    grouped = (
        told.with_columns(pl.col(keys).cast(pl.String))
        .group_by(keys)
        .agg(pl.col("denominator").sum().cast(pl.Float64), *counts, *(value.sum().alias(name) for name, value in sums.items()))
        .sort(keys, nulls_last=True)
    )
    return grouped.drop(named), grouped.select(named).to_numpy().astype(np.float64)


def _is_pure(of: Design, counts: np.ndarray) -> bool:
    """Whether a level of a factor or group gives nothing but one end of the scale."""
    for one in (*of.factors, *of.groups):
        inner = [np.bincount(one.codes, counts.sum(axis=1) - counts[:, end], len(one.levels)) for end in (0, -1)]
        if (np.minimum(*inner) <= 0).any():
            return True
    return False


def _plain(of: Design) -> Design:
    """The design whose effects are in log odds already, not in units of the answers."""
    return replace(of, k=of.k * of.unit + of.middle * of.n, middle=0.0, unit=1.0)


def _as_fit(of: Design, found: Solved) -> Fitted:
    """With an intercept of nothing in front, as a design has one."""
    cuts = len(found.theta) - (of.width - 1)
    theta = np.concatenate([[0.0], found.theta[cuts:]])
    eta = of.matrix @ theta
    return Fitted(theta, _framed(found.covariance[cuts:, cuts:]), eta, eta, found.unknown, True, found.is_penalised)


def _framed(covariance: np.ndarray) -> np.ndarray:
    return linalg.block_diag(np.ones((1, 1)), covariance)


def _errors(found: Solved, answers: int) -> Errors:
    return Errors(_framed(found.covariance[answers - 1:, answers - 1:]), np.inf, 1.0, None)


def _with_margins(one: FactorEffect, of: Design, found: Solved, values: np.ndarray, confidence: float) -> FactorEffect:
    """With differences of the mean answer instead of those of log odds."""
    factor = next((known for known in of.factors if known.name == one.name), None)
    if factor is None:
        return one
    weights = comparable(of, _as_fit(of, found).is_known, factor)
    means = margins(of, found.theta, found.covariance, weights, factor, values)
    half = float(special.ndtri(0.5 + confidence / 2))
    by_level = {
        name: Estimate(mean, mean - half * error, mean + half * error)
        for name, column, (mean, error) in zip(factor.levels, columns(factor), means, strict=True)
        if column >= 0
    }
    return replace(
        one,
        levels=tuple(level if level.effect is None else replace(level, margin=by_level[level.level]) for level in one.levels),
    )

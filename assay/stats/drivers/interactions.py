"""Which two factors together do more than each does: score tests of pairs on the model without interactions.

Nothing is fitted again: what the model expected of each pair of levels is held against what was counted (Rao 1948,
Proc. Camb. Phil. Soc. 44:50). Pairs of levels of which too little is expected for a χ² take no part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import polars as pl
from scipy import linalg, sparse, stats

from assay.stats.crossed.design import Factor
from assay.stats.drivers.checks import residual_variance, spread
from assay.stats.drivers.design import Design
from assay.stats.drivers.errors import Errors, by_cluster, widened
from assay.stats.drivers.fit import Fitted, slope
from assay.stats.drivers.result import Interaction, Kind, LevelPair
from assay.stats.drivers.solve import solved

MOST_LEVELS, LEAST_EXPECTED, SHOWN, FAR = 12, 5.0, 5, 2.0
"""A pair of factors is tried by itself up to 12 × 12 levels; a pair of levels takes part from 5 expected events (and 5 others) on;
up to five that are two standard errors from what was expected are told."""
_RANK = 1e-7


def interactions(
    cells: pl.DataFrame,
    factors: Sequence[str],
    kind: Kind,
    pairs: Sequence[tuple[str, str]] | None = None,
    *,
    groups: Sequence[str] = ("vendor_id", "site_id"),
    cluster: str | None = None,
) -> tuple[Interaction, ...]:
    """The pairs in the order of their p-values; without `pairs` all of factors of at most 12 levels.

    Cells as for `drivers`, and its errors. Empty where the model cannot be fitted. Raises ValueError for a pair that is not of
    `factors`.
    """
    strange = [name for pair in pairs or () for name in pair if name not in factors]
    if strange:
        raise ValueError(f"{', '.join(strange)} is not among the factors")
    found = solved(cells, factors, kind, groups, cluster)
    if found.verdict != "fitted" or found.of is None or found.fit is None or found.errors is None:
        return ()
    known = {factor.name: factor for factor in found.of.factors}
    tried = combinations(known, 2) if pairs is None else [pair for pair in pairs if set(pair) <= set(known)]
    chosen = [
        (known[one], known[two])
        for one, two in tried
        if pairs is not None or max(len(known[one].levels), len(known[two].levels)) <= MOST_LEVELS
    ]
    return _judged([_tested(one, two, found.of, found.fit, found.errors) for one, two in chosen])


@dataclass(frozen=True, slots=True, eq=False)
class _Joint:
    """Cells by pair of levels: `member` is a 0/1 row a cell, `places` the pair that each column stands for."""

    member: sparse.csr_array
    places: np.ndarray
    n: np.ndarray
    observed: np.ndarray
    expected: np.ndarray


def _tested(one: Factor, two: Factor, of: Design, fit: Fitted, errors: Errors) -> Interaction:
    joint = _joint(one, two, of, fit)
    apart = joint.observed - joint.expected
    covariance = _covariance(joint.member, of, fit)
    values, axes = linalg.eigh(covariance) if len(apart) else (np.zeros(0), np.zeros((0, 0)))
    told = values > _RANK * values.max(initial=0.0)
    freedom = int(told.sum())
    if not freedom or (errors.clusters is not None and errors.clusters <= freedom):
        return Interaction(one.name, two.name, 0.0, 0, None, None, ())
    statistic = float(((axes[:, told].T @ apart) ** 2 / values[told]).sum())
    judged = _without_pair(of, fit, errors, statistic, freedom)
    p_value = judged.p_joint(statistic / judged.widening / freedom, freedom)
    size = np.sqrt(np.maximum(covariance.diagonal(), 0.0) * judged.widening)
    z = np.divide(apart, size, out=np.zeros_like(apart), where=size > 0)
    return Interaction(one.name, two.name, statistic / judged.widening, freedom, p_value, None, _furthest(joint, z, one, two, of))


def _without_pair(of: Design, fit: Fitted, errors: Errors, statistic: float, freedom: int) -> Errors:
    """The errors with the dispersion that is left when the pair itself has been told: else few cells would hide it in their own."""
    if errors.clusters is not None:
        return errors
    pearson, dispersion = spread(of, fit)
    cells = len(of.k) - fit.rank
    left = cells - freedom
    rest = (pearson * cells - statistic) / left * dispersion / pearson if left > 0 and pearson > 0 else 1.0
    widening = widened(rest, left)
    single = np.inf if of.kind != "xmr" else max(of.n.sum() - fit.rank - freedom, 1)
    return replace(errors, freedom=left if widening > 1 else single, widening=widening)


def _joint(one: Factor, two: Factor, of: Design, fit: Fitted) -> _Joint:
    codes, count = one.codes * len(two.levels) + two.codes, len(one.levels) * len(two.levels)
    n, observed, expected = (np.bincount(codes, sums, count) for sums in (of.n, of.k, of.n * fit.value))
    rarer = n if of.kind == "xmr" else np.minimum(expected, n - expected) if of.kind == "p" else expected
    places = np.flatnonzero(rarer >= LEAST_EXPECTED)
    column = np.full(count, -1)
    column[places] = np.arange(len(places))
    row = np.flatnonzero(column[codes] >= 0)
    member = sparse.csr_array((np.ones(len(row)), (row, column[codes][row])), shape=(len(codes), len(places)))
    return _Joint(member, places, n[places], observed[places], expected[places])


def _covariance(member: sparse.csr_array, of: Design, fit: Fitted) -> np.ndarray:
    """Of observed − expected, which knows that the coefficients were fitted to the same cells; without dispersion."""
    weights = of.n * slope(of, fit.value)
    weighted = sparse.csr_array(sparse.diags_array(weights) @ member)
    crossed = np.asarray((of.transposed @ weighted).todense())
    if of.cluster is None:
        own = np.asarray((member.T @ weighted).todense())
        return residual_variance(of, fit) * (own - crossed.T @ fit.covariance @ crossed)
    residual = of.k - of.n * fit.value
    scores = by_cluster(of.cluster, member, residual) - by_cluster(of.cluster, of.matrix, residual) @ fit.covariance @ crossed
    return scores.T @ scores * (len(scores) / max(len(scores) - 1, 1))


def _furthest(joint: _Joint, z: np.ndarray, one: Factor, two: Factor, of: Design) -> tuple[LevelPair, ...]:
    chosen = [at for at in np.argsort(-np.abs(z), kind="stable")[:SHOWN] if abs(z[at]) >= FAR]
    observed, expected = (of.middle + of.unit * sums / joint.n for sums in (joint.observed, joint.expected))
    return tuple(
        LevelPair(
            one.levels[joint.places[at] // len(two.levels)],
            two.levels[joint.places[at] % len(two.levels)],
            float(joint.n[at]),
            float(observed[at]),
            float(expected[at]),
            float(z[at]),
        )
        for at in chosen
    )


def _judged(found: Sequence[Interaction]) -> tuple[Interaction, ...]:
    tested = sorted((one for one in found if one.p_value is not None), key=lambda one: one.p_value or 0.0)
    q_values = stats.false_discovery_control([one.p_value for one in tested]).tolist() if tested else []
    with_q = [replace(one, q_value=q) for one, q in zip(tested, q_values, strict=True)]
    return (*with_q, *(one for one in found if one.p_value is None))

"""What goes along with the typical and with the long waits: quantile regression, the same factors within the same groups.

Koenker & Bassett 1978, Econometrica 46:33, by iteratively reweighted least squares on rows that are alike counted together (the way
of statsmodels' QuantReg, whose design of single rows takes minutes with a hundred sites); errors by Powell's kernel
sandwich, bandwidth of Hall & Sheather (1988, JRSS B 50:381), good also where spread differs between levels. Quantiles keep their
meaning under the logarithm: give logs of minutes and `ratio` is the ratio of median minutes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy import linalg, stats

from assay.stats.drivers.design import Design, design
from assay.stats.drivers.errors import Errors
from assay.stats.drivers.factors import judged
from assay.stats.drivers.fit import Fitted, held, inverse, maximised
from assay.stats.drivers.result import FactorEffect

MOST_ROWS, MINIMUM_N = 100_000, 100
_NEAREST, _SAME, _STEPS = 1e-6, 1e-6, 1000


@dataclass(frozen=True, slots=True)
class Quantile:
    """The effects on the quantile `at` of a value, in its unit; level by level `observed` is the quantile as counted.

    `n` rows of `n_all` were used. No factors where there are fewer than `minimum_n` rows or the values are all alike.
    """

    at: float
    n: int
    n_all: int
    factors: tuple[FactorEffect, ...]
    is_converged: bool


def quantiles(
    rows: pl.DataFrame,
    value: str,
    factors: Sequence[str],
    at: Sequence[float] = (0.5, 0.9),
    *,
    groups: Sequence[str] = ("vendor_id", "site_id"),
    reference: Mapping[str, str] | None = None,
    seed: int = 0,
    minimum_n: float = MINIMUM_N,
    confidence: float = 0.95,
) -> tuple[Quantile, ...]:
    """One result a quantile, from rows with the value, the factors and the groups that there are; rows without a value go.

    Beyond 100,000 rows a random sample of so many, drawn by `seed` in the order of the rows.
    """
    told = rows.filter(pl.col(value).is_not_null())
    drawn = told.sample(MOST_ROWS, seed=seed) if len(told) > MOST_ROWS else told
    if len(drawn) < minimum_n or drawn[value].n_unique() < 2:
        return tuple(Quantile(share, len(drawn), len(told), (), False) for share in at)
    keys = (*(name for name in groups if name in rows.columns and name not in factors), *factors)
    grouped = _alike(drawn, value, keys)
    of = design(grouped, factors, keys[: len(keys) - len(factors)], "xmr", None, reference)
    start = maximised(of)
    return tuple(_quantile(share, grouped, of, start, factors, len(told), minimum_n, confidence) for share in at)


def _quantile(
    at: float,
    grouped: pl.DataFrame,
    of: Design,
    start: Fitted,
    factors: Sequence[str],
    rows: int,
    minimum_n: float,
    confidence: float,
) -> Quantile:
    fit = _fitted(of, start, at)
    found = judged(factors, grouped, of, fit, Errors(_sandwich(of, fit, at), np.inf, 1.0, None), minimum_n, confidence)
    return Quantile(at, int(of.n.sum()), rows, tuple(_observed(one, grouped, at) for one in found), fit.is_converged)


def _alike(drawn: pl.DataFrame, value: str, keys: Sequence[str]) -> pl.DataFrame:
    """One row a combination of value and levels, with the sums of means."""
    single = pl.col("value")
    return (
        drawn.select(pl.col(keys).cast(pl.String), value=pl.col(value).cast(pl.Float64))
        .group_by("value", *keys)
        .agg(denominator=pl.len().cast(pl.Float64))
        .sort("value", *keys, nulls_last=True)
        .with_columns(numerator=single * pl.col("denominator"), squares=single * single * pl.col("denominator"))
    )


def _fitted(of: Design, start: Fitted, at: float) -> Fitted:
    theta, ridge, y, is_found = start.theta, held(of, start.unknown), of.k / of.n, False
    for _ in range(_STEPS):
        apart = y - of.matrix @ theta
        weights = of.n * np.where(apart > 0, at, 1 - at) / np.maximum(np.abs(apart), _NEAREST)
        closer = linalg.solve(of.information(weights) + ridge, of.transposed @ (weights * y), assume_a="pos")
        is_found, theta = bool(np.abs(closer - theta).max() < _SAME), closer
        if is_found:
            break
    eta = of.matrix @ theta
    return replace(start, theta=theta, eta=eta, value=eta, is_converged=is_found)


def _sandwich(of: Design, fit: Fitted, at: float) -> np.ndarray:
    """J⁻¹ · q(1 − q)MᵀNM · J⁻¹, J the information weighted by the density of the residuals at zero (Gaussian kernel)."""
    apart, rows = of.k / of.n - fit.eta, of.n.sum()
    order = np.argsort(apart)
    places = np.searchsorted(of.n[order].cumsum(), np.array([0.25, 0.75]) * rows)
    quartiles = apart[order][places]
    spread = min(1.0, float(quartiles[1] - quartiles[0]) / 1.34) or 1.0
    width = spread * _width(rows, at)
    bread = inverse(of.information(of.n * stats.norm.pdf(apart / width) / width), held(of, fit.unknown))
    return at * (1 - at) * bread @ of.information(of.n) @ bread


def _width(rows: float, at: float) -> float:
    """In units of the spread; kept inside (0, 1) for a quantile near the end."""
    z = stats.norm.ppf(at)
    share = rows ** (-1 / 3) * stats.norm.ppf(0.975) ** (2 / 3) * (1.5 * stats.norm.pdf(z) ** 2 / (2 * z**2 + 1)) ** (1 / 3)
    share = min(float(share), 0.9 * min(at, 1 - at))
    return float(stats.norm.ppf(at + share) - stats.norm.ppf(at - share))


def _observed(one: FactorEffect, grouped: pl.DataFrame, at: float) -> FactorEffect:
    counted = (
        grouped.sort("value")
        .group_by(one.name, maintain_order=True)
        .agg(pl.col("value").filter(pl.col("denominator").cum_sum() >= at * pl.col("denominator").sum()).first())
    )
    found = dict(counted.iter_rows())
    return replace(one, levels=tuple(replace(level, observed=found[level.level]) for level in one.levels))

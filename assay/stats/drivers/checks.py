"""Whether the model fits: spread beyond chance, calibration, how much it explains, and how factors go along with one another."""

from __future__ import annotations

import numpy as np
from scipy import linalg, special

from assay.stats.crossed.design import Factor
from assay.stats.drivers.design import Design
from assay.stats.drivers.fit import Fitted, slope
from assay.stats.drivers.result import Calibration, Checks

GROUPS = 10


def residual_variance(of: Design, found: Fitted) -> float:
    """Of single values around their fitted mean, in squared units of the design; 1 for shares and rates, whose mean says it."""
    if of.kind != "xmr":
        return 1.0
    freedom = of.n.sum() - found.rank
    return _around(of, found.value) / freedom if freedom > 0 else 0.0


def spread(of: Design, found: Fitted) -> tuple[float, float]:
    """Pearson's dispersion of the cells, and Fletcher's; 1 where there are no more cells than coefficients."""
    freedom = len(of.k) - found.rank
    variance = of.n * slope(of, found.value) * residual_variance(of, found)
    if freedom <= 0 or variance.min() <= 0:
        return 1.0, 1.0
    residual = of.k - of.n * found.value
    pearson = float((residual**2 / variance).sum() / freedom)
    return pearson, pearson / (1 + float((_bend(of, found.value) * residual / variance).mean()))


def checks(of: Design, found: Fitted, groups_alone: np.ndarray, widening: float) -> Checks:
    """`groups_alone`: the fitted figures of the cells (C,) by the groups without the factors; `widening` as of the errors."""
    pearson, dispersion = spread(of, found)
    level = np.full_like(of.n, of.pooled)
    lost, whole, by_groups = (_lost(of, value) for value in (found.value, level, groups_alone))
    return Checks(
        pearson=pearson,
        dispersion=dispersion,
        widening=widening,
        deviance=deviance(of, found.value) * of.unit**2,
        null_deviance=deviance(of, level) * of.unit**2,
        freedom=len(of.k) - found.rank,
        explained=1 - lost / whole,
        explained_by_factors=(by_groups - lost) / whole,
        calibration=_calibration(of, found),
        residual_sd=of.unit * residual_variance(of, found) ** 0.5 if of.kind == "xmr" else None,
    )


def inflations(of: Design, found: Fitted) -> dict[str, float]:
    """GVIF^(1/df) of each factor with known coefficients: det V₁₁ · det (V⁻¹)₁₁ of the coefficients' covariance."""
    known = np.flatnonzero(found.is_known)[1:]
    covariance = found.covariance[np.ix_(known, known)]
    size = np.sqrt(covariance.diagonal())
    correlation = covariance / np.outer(size, size)
    inverse = linalg.inv(correlation)
    named: dict[str, float] = {}
    for factor in of.factors:
        own = np.flatnonzero((known >= factor.start) & (known < factor.stop))
        if len(own):
            logs = sum(np.linalg.slogdet(part[np.ix_(own, own)])[1] for part in (correlation, inverse))
            named[factor.name] = float(np.exp(logs / len(own)))
    return named


def deviance(of: Design, value: np.ndarray) -> float:
    """Of the cells around these figures; of means the sum of squares of single values."""
    expected = of.n * value
    if of.kind == "xmr":
        return _around(of, value)
    total = special.xlogy(of.k, of.k / expected)
    if of.kind == "u":
        return float(2 * (total - of.k + expected).sum())
    failed = of.n - of.k
    return float(2 * (total + special.xlogy(failed, failed / (of.n - expected))).sum())


def expected_of(factor: Factor, values: np.ndarray) -> np.ndarray:
    """Sums of cell values by level of a factor, in the order of its levels."""
    return np.bincount(factor.codes, values, len(factor.levels))


def _lost(of: Design, value: np.ndarray) -> float:
    """What the figures leave unexplained: −log likelihood of single orders, or the deviance."""
    if of.kind == "p":
        return float(-(special.xlogy(of.k, value) + special.xlog1py(of.n - of.k, -value)).sum())
    return deviance(of, value)


def _around(of: Design, value: np.ndarray) -> float:
    return float((of.squares - 2 * value * of.k + of.n * value**2).sum())


def _bend(of: Design, value: np.ndarray) -> np.ndarray:
    """How the variance of one order changes with its mean."""
    if of.kind == "xmr":
        return np.zeros_like(value)
    return 1 - 2 * value if of.kind == "p" else np.ones_like(value)


def _calibration(of: Design, found: Fitted) -> tuple[Calibration, ...]:
    order = np.argsort(found.value, kind="stable")
    middle = of.n[order].cumsum() - of.n[order] / 2
    place = np.minimum((GROUPS * middle / of.n.sum()).astype(int), GROUPS - 1)
    n, expected, observed = (np.bincount(place, values[order], GROUPS) for values in (of.n, of.n * found.value, of.k))
    rows = zip(n[n > 0].tolist(), expected[n > 0].tolist(), observed[n > 0].tolist(), strict=True)
    return tuple(Calibration(size, of.middle + of.unit * e / size, of.middle + of.unit * o / size) for size, e, o in rows)

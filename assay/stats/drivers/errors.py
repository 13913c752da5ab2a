"""How sure the coefficients are: as the model says, widened where the cells spread beyond chance, or clustered.

Cells that scatter by chance are not taken for overdispersed: with few degrees of freedom t would double an interval for nothing.
Clustered errors are the sandwich of Liang & Zeger (1986, Biometrika 73:13) with the factor G/(G − 1) and t on G − 1; statsmodels
has the factor (N − 1)/(N − q) besides, N counting cells or rows as it was given them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse, stats

from assay.stats.drivers.checks import residual_variance, spread
from assay.stats.drivers.design import Design
from assay.stats.drivers.fit import Fitted

BEYOND = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Errors:
    """The covariance of the coefficients (q, q), and the degrees of freedom of t, infinite where the variance is known.

    `scale`: what the inverse information was multiplied by, `widening` how much of it is dispersion. `clusters`: how many.
    """

    covariance: np.ndarray
    freedom: float
    scale: float
    clusters: int | None
    widening: float = 1.0

    def half(self, confidence: float) -> float:
        """How many standard errors an interval reaches."""
        return float(stats.t.ppf(0.5 + confidence / 2, self.freedom))

    def p_value(self, value: float, error: float) -> float:
        return float(2 * stats.t.sf(abs(value) / error, self.freedom)) if error > 0 else 1.0

    def p_joint(self, statistic: float, of: int) -> float:
        """Of a χ² on `of` degrees of freedom divided by them."""
        if np.isinf(self.freedom):
            return float(stats.chi2.sf(statistic * of, of))
        return float(stats.f.sf(statistic, of, self.freedom))


def errors(of: Design, found: Fitted) -> Errors:
    """Of a fit."""
    if of.cluster is not None:
        held, count = _clustered(of, found, of.cluster)
        return Errors(held, max(count - 1, 1), 1.0, count)
    variance, freedom = residual_variance(of, found), len(of.k) - found.rank
    widening = widened(spread(of, found)[1], freedom)
    single = np.inf if of.kind != "xmr" else max(of.n.sum() - found.rank, 1)
    scale = variance * widening
    return Errors(scale * found.covariance, freedom if widening > 1 else single, scale, None, widening)


def widened(dispersion: float, freedom: int) -> float:
    """What errors squared are multiplied by: the dispersion where chance alone gives as much in fewer than one of ten, else 1."""
    is_beyond = freedom > 0 and stats.chi2.sf(dispersion * freedom, freedom) < BEYOND
    return dispersion if is_beyond and dispersion > 1 else 1.0


def by_cluster(cluster: np.ndarray, rows: sparse.csr_array, weights: np.ndarray) -> np.ndarray:
    """Sums of weighted rows by cluster, (clusters, columns)."""
    count = int(cluster.max()) + 1
    member = sparse.csr_array((weights, (cluster, np.arange(len(cluster)))), shape=(count, len(cluster)))
    return (member @ rows).toarray()


def _clustered(of: Design, found: Fitted, cluster: np.ndarray) -> tuple[np.ndarray, int]:
    scores = by_cluster(cluster, of.matrix, of.k - of.n * found.value)
    count = len(scores)
    moved = scores @ found.covariance
    return moved.T @ moved * (count / max(count - 1, 1)), count

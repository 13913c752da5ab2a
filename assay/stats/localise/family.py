"""Shares, rates and means: how their numbers vary, and how a model of main effects speaks of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from assay.stats.localise.table import Kind

HIGHEST = 0.98
"""No share is expected beyond it: what is certain leaves nothing to weigh."""


@dataclass(frozen=True, slots=True)
class Family:
    """`variance`: of single values, for means."""

    kind: Kind
    variance: float = 1.0

    def mean(self, eta: np.ndarray) -> np.ndarray:
        """What is expected of one row, from the scale of the link (logit, log, the value itself)."""
        if self.kind == "p":
            return expit(eta)
        return eta if self.kind == "xmr" else np.exp(np.minimum(eta, 50.0))

    def link(self, mean: np.ndarray) -> np.ndarray:
        if self.kind == "p":
            return logit(np.clip(mean, 1e-9, HIGHEST))
        return mean if self.kind == "xmr" else np.log(np.maximum(mean, 1e-12))

    def weight(self, mean: np.ndarray) -> np.ndarray:
        """What a row tells about its place on the scale of the link."""
        if self.kind == "p":
            return mean * (1 - mean)
        return np.full_like(mean, 1 / self.variance) if self.kind == "xmr" else mean

    def error(self, observed: np.ndarray, expected: np.ndarray) -> np.ndarray:
        """Sums observed less expected, in the unit of the score."""
        return (observed - expected) / (self.variance if self.kind == "xmr" else 1.0)

    def noise(self, expected: np.ndarray, n: np.ndarray) -> np.ndarray:
        """The variance of a sum around what is expected of it."""
        if self.kind == "xmr":
            return n * self.variance
        return expected * np.maximum(1 - expected / np.maximum(n, 1e-12), 0.05) if self.kind == "p" else expected

    def drawn(self, n: np.ndarray, mean: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Sums of `n` rows each."""
        if self.kind == "p":
            return rng.binomial(np.rint(n).astype(np.int64), np.clip(mean, 0.0, 1.0)).astype(float)
        if self.kind == "u":
            return rng.poisson(n * mean).astype(float)
        return n * mean + np.sqrt(n * self.variance) * rng.standard_normal(np.broadcast_shapes(n.shape, mean.shape))

    def first(self, total: float, n: float) -> float:
        """Where all rows together are on the scale of the link, kept finite by half an event."""
        if self.kind == "xmr":
            return total / n
        k, of = total + 0.5, n + 1.0
        return float(np.log(k / (of - k))) if self.kind == "p" else float(np.log(k / of))

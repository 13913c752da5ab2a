"""The scale on which effects add up: log odds of a share, log of a rate, a measurement as it is or its logarithm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from assay.stats.spc.series import Kind, Series

Link = Literal["logit", "log", "identity"]


@dataclass(frozen=True, slots=True, eq=False)
class Working:
    """One entry a period, NaN where not judged. `sampling`: the variance of `values` by counting alone, 0 for measurements."""

    values: np.ndarray
    sampling: np.ndarray
    link: Link

    @property
    def is_told(self) -> np.ndarray:
        return np.isfinite(self.values)

    @property
    def precision(self) -> np.ndarray:
        """Weights of the told periods, 1 on average: sampling, and what neighbouring periods differ beyond it."""
        sampling = self.sampling[self.is_told]
        steps = np.diff(self.values[self.is_told])
        beyond = max(float((steps**2).mean()) / 2 - float(sampling.mean()), 0.0) if len(steps) else 0.0
        variance = sampling + beyond
        weights = 1 / variance if variance.min(initial=np.inf) > 0 else np.ones(len(sampling))
        return weights / weights.mean() if len(weights) else weights


def working(series: Series, kind: Kind) -> Working:
    """Half an event is added to each side (Haldane 1956, Ann. Hum. Genet. 20:309), so that 0 of n and n of n are finite."""
    told = series.is_judged
    if kind == "xmr":
        return _measured(series, told)
    x, n = (np.where(told, one, np.nan) for one in (series.numerator, series.denominator))
    pooled = float(np.nansum(x) + 0.5) / float(np.nansum(n) + 1)
    if kind == "p":
        return Working(np.log((x + 0.5) / (n - x + 0.5)), 1 / (n * pooled * (1 - pooled)), "logit")
    return Working(np.log((x + 0.5 * n / np.nanmean(n)) / n) if told.any() else x, 1 / (n * pooled), "log")


def link_of(series: Series, kind: Kind) -> Link:
    """Measurements are logged where all are positive and their logarithms likelier to be normal (Box & Cox 1964, JRSS-B 26:211)."""
    if kind != "xmr":
        return "logit" if kind == "p" else "log"
    values = series.values[series.is_judged]
    if not len(values) or values.min() <= 0 or is_constant(values):
        return "identity"
    logs = np.log(values)
    return "log" if np.log(values.std() / logs.std()) > logs.mean() else "identity"


def is_constant(values: np.ndarray) -> bool:
    """Nothing varies but the rounding."""
    return not len(values) or float(np.ptp(values)) <= 1e-9 * float(np.abs(values).max())


def moved(values: np.ndarray, by: np.ndarray, link: Link) -> np.ndarray:
    """Natural values moved along the working scale: a share of 0 or 1 stays, its odds are multiplied."""
    if link == "identity":
        return values + by
    if link == "log":
        return values * np.exp(by)
    odds = np.exp(by)
    return values * odds / (1 - values + values * odds)


def natural(values: np.ndarray, link: Link) -> np.ndarray:
    """From the working scale back."""
    if link == "logit":
        return special.expit(values)
    return np.exp(values) if link == "log" else values


def _measured(series: Series, told: np.ndarray) -> Working:
    link = link_of(series, "xmr")
    values = np.where(told, series.values, np.nan)
    return Working(np.log(values) if link == "log" else values, np.zeros(len(series)), link)

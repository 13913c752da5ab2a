"""Exponential smoothing with additive errors, ETS(A,N,N) and ETS(A,Ad,N) (Hyndman et al. 2008), and paths from its end on."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from statsmodels.tsa.exponential_smoothing.ets import ETSResults


@dataclass(frozen=True, slots=True)
class Smoothing:
    """A fitted model at its end, where the next value is level + damping · trend + error; trend and its gains 0 without a trend.

    `variance` is that of one error, on `spare` degrees of freedom out of `n` values.
    """

    level: float
    trend: float
    level_gain: float
    trend_gain: float
    damping: float
    variance: float
    spare: int
    n: int


def smoothed(values: np.ndarray) -> Smoothing | None:
    """The better of level alone and damped trend by corrected AIC, of those whose fit converged; None where neither did."""
    fits = [fit for fit in (_fit(values, has_trend) for has_trend in (False, True)) if fit.mle_retvals["converged"]]
    if not fits:
        return None
    best = min(fits, key=lambda fit: fit.aicc)
    named = dict(zip(best.param_names, map(float, best.params), strict=True))
    spare = max(len(values) - len(named), 1)
    trend = float(best.slope[-1]) if "damping_trend" in named else 0.0
    return Smoothing(
        float(best.level[-1]), trend, named["smoothing_level"], named.get("smoothing_trend", 0.0), named.get("damping_trend", 0.0),
        float((best.resid**2).sum()) / spare, spare, len(values),
    )  # fmt: skip


def paths(model: Smoothing, ahead: int, sampling: float, draws: int, draw: np.random.Generator) -> np.ndarray:
    """Values to come before counting, `draws` × `ahead`: of each error's variance, `sampling` is left out of the value itself.

    The variance of the errors is drawn as well (scaled inverse χ²), and the last level within σ²/n: few periods tell neither well.
    """
    variance = model.variance * model.spare / draw.chisquare(model.spare, draws)
    own = np.sqrt(np.maximum(1 - sampling / model.variance, 0.0)) if model.variance > 0 else 0.0
    level = model.level + np.sqrt(variance / model.n) * draw.standard_normal(draws)
    trend, values = np.full(draws, model.trend), np.empty((draws, ahead))
    for step in range(ahead):
        error, mean = np.sqrt(variance) * draw.standard_normal(draws), level + model.damping * trend
        values[:, step] = mean + own * error
        level, trend = mean + model.level_gain * error, model.damping * trend + model.trend_gain * error
    return values


def _fit(values: np.ndarray, has_trend: bool) -> ETSResults:
    """A fit that does not converge says so by warning; here it is read from the result."""
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    model = ETSModel(values, error="add", trend="add" if has_trend else None, damped_trend=has_trend)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return model.fit(disp=False)

"""Interrupted series: did level and slope change when a measure began, against the course before it carried on. There is nothing
to compare with, so what it shows is called suggestive.

y = b0 + b1·t + b2·D + b3·(t − T)·D, with season terms where there are two years, by generalised least squares with first-order
autocorrelation (Wagner et al. 2002, J. Clin. Pharm. Ther. 27:299). The library's own iteration for the autocorrelation takes it for
too small in short series, as all estimators do that rest on the residuals alone (Turner et al. 2021, BMC Med. Res. Methodol.
21:181); here it is corrected for what fitting makes of independent errors, see `series.correlation.of_errors`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import stats

from assay.stats.effect.differences import Effect
from assay.stats.effect.permuted import LEVEL
from assay.stats.series.correlation import of_errors
from assay.stats.series.scale import Link, Working, is_constant, natural, working
from assay.stats.spc.series import Kind, Series

FEWEST_BEFORE, FEWEST_AFTER = 8, 4
_PAIRS, _FEWEST_SPARE = 2, 4
_NOTHING = 1e-300
Why = Literal["", "few_before", "few_after", "few_spare", "constant"]
Assumption = Literal["course_would_go_on", "nothing_else_then", "straight_on_the_link", "neighbours_alike", "season_returns"]
ASSUMED: tuple[Assumption, ...] = ("course_would_go_on", "nothing_else_then", "straight_on_the_link", "neighbours_alike")


@dataclass(frozen=True, slots=True)
class Interrupted:
    """`level` and `slope` (a period) are the changes at the start on the scale `link`; `average` is the mean distance from the
    course before it over the told periods after, on the natural scale, and `p_value` that of its being nothing.

    `fitted`, and `expected` (the course before, carried on) with its 95 % band `low` to `high`: one entry a period on the natural
    scale, `expected` from the start on, None before. `before` and `after` are told periods. `why`: what is missing where there is
    no result.
    """

    verdict: Literal["suggests_rise", "suggests_fall", "not_shown", "not_enough_data"]
    level: Effect | None
    slope: Effect | None
    average: Effect | None
    p_value: float | None
    autocorrelation: float | None
    fitted: tuple[float, ...]
    expected: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    before: int
    after: int
    has_season: bool
    link: Link
    why: Why = ""
    assumptions: tuple[Assumption, ...] = ASSUMED


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    """Coefficients of all columns with their covariance, and the quantile for 95 % intervals."""

    columns: np.ndarray
    params: np.ndarray
    covariance: np.ndarray
    reach: float
    freedom: float
    autocorrelation: float
    has_season: bool


def interrupted(series: Series, kind: Kind, start: int, gap: int = 0, periods_a_year: int | None = None) -> Interrupted:
    """`start`: the first period under the measure; `gap` periods before it count on neither side. `periods_a_year`: season terms
    are fitted where two full years are told, None for never. Raises ValueError for a start outside the series."""
    if not 0 < start < len(series) or not 0 <= gap <= start:
        raise ValueError(f"a measure at {start}, gap {gap}, in {len(series)} periods")
    data = _data(series, kind)
    told = data.is_told & ~_between(len(series), start - gap, start)
    before, after = int(told[:start].sum()), int(told[start:].sum())
    why = _why(before, after, data.values[told])
    if not why:
        fit = _fitted(data, told, start, periods_a_year)
        if fit is not None:
            return _told(fit, told, start, data.link, before, after)
        why = "few_spare"
    return Interrupted("not_enough_data", None, None, None, None, None, (), (), (), (), before, after, False, data.link, why)


def _data(series: Series, kind: Kind) -> Working:
    """Means stay as they are: whether to take logarithms is the KPI's to say."""
    if kind != "xmr":
        return working(series, kind)
    values = np.where(series.is_judged, series.values, np.nan)
    return Working(values, np.zeros(len(series)), "identity")


def _between(length: int, first: int, stop: int) -> np.ndarray:
    place = np.arange(length)
    return (place >= first) & (place < stop)


def _why(before: int, after: int, values: np.ndarray) -> Why:
    if before < FEWEST_BEFORE:
        return "few_before"
    if after < FEWEST_AFTER:
        return "few_after"
    return "constant" if is_constant(values) else ""


def _fitted(data: Working, told: np.ndarray, start: int, periods_a_year: int | None) -> _Fit | None:
    """None where too few periods are left for the columns."""
    from statsmodels.regression.linear_model import GLSAR

    time = np.arange(len(told))
    has_season = periods_a_year is not None and told.sum() >= 2 * periods_a_year
    columns = _course(time, start)
    if has_season and periods_a_year is not None:
        columns = np.column_stack([columns, _season(time, periods_a_year)])
    if told.sum() - columns.shape[1] < _FEWEST_SPARE:
        return None
    root = np.sqrt(Working(data.values[told], data.sampling[told], data.link).precision)
    response, weighted = data.values[told] * root, columns[told] * root[:, None]
    correlation = of_errors(response, weighted)
    fit = GLSAR(response, weighted, rho=np.array([correlation])).fit()
    freedom = float(fit.df_resid)
    reach = float(stats.t.ppf(1 - LEVEL / 2, freedom))
    return _Fit(columns, fit.params, fit.cov_params(), reach, freedom, correlation, has_season)


def _course(time: np.ndarray, start: int) -> np.ndarray:
    """Level and slope before, and what was added to them at the start."""
    under = (time >= start).astype(float)
    return np.column_stack([np.ones(len(time)), time - start, under, under * (time - start)])


def _season(time: np.ndarray, periods_a_year: int) -> np.ndarray:
    angles = [2 * np.pi * pair * time / periods_a_year for pair in range(1, min(_PAIRS, (periods_a_year - 1) // 2) + 1)]
    return np.column_stack([wave(angle) for angle in angles for wave in (np.cos, np.sin)])


def _told(fit: _Fit, told: np.ndarray, start: int, link: Link, before: int, after: int) -> Interrupted:
    mean = np.zeros(len(fit.params))
    mean[2:4] = fit.columns[told & (fit.columns[:, 2] > 0)].mean(axis=0)[2:4]
    shift = _along(fit, mean)
    p_value = float(2 * stats.t.sf(abs(shift.value) / max(_error(fit, mean), _NOTHING), fit.freedom))
    without = fit.columns.copy()
    without[:, 2:4] = 0.0
    course, error = without @ fit.params, np.sqrt(np.einsum("ij,jk,ik->i", without, fit.covariance, without))
    rows = (course, course - fit.reach * error, course + fit.reach * error)
    expected, low, high = (_from_start(natural(row, link), start) for row in rows)
    found = natural(fit.columns @ fit.params, link)
    verdict: Literal["suggests_rise", "suggests_fall", "not_shown"] = "not_shown"
    if p_value <= LEVEL:
        verdict = "suggests_rise" if shift.value > 0 else "suggests_fall"
    return Interrupted(
        verdict, _along(fit, np.eye(len(mean))[2]), _along(fit, np.eye(len(mean))[3]), _average(fit, shift, told, link), p_value,
        fit.autocorrelation, tuple(map(float, found)), expected, low, high, before, after, fit.has_season, link,
        assumptions=(*ASSUMED, "season_returns") if fit.has_season else ASSUMED,
    )  # fmt: skip


def _along(fit: _Fit, weights: np.ndarray) -> Effect:
    """A weighted sum of the coefficients with its interval."""
    value, error = float(weights @ fit.params), _error(fit, weights)
    return Effect(value, value - fit.reach * error, value + fit.reach * error)


def _error(fit: _Fit, weights: np.ndarray) -> float:
    return float(np.sqrt(max(weights @ fit.covariance @ weights, 0.0)))


def _average(fit: _Fit, shift: Effect, told: np.ndarray, link: Link) -> Effect:
    """A mean shift on the scale of the fit, as a mean distance from what was fitted after the start."""
    after = fit.columns[told & (fit.columns[:, 2] > 0)] @ fit.params
    value, low, high = (float((natural(after, link) - natural(after - one, link)).mean()) for one in _ends(shift))
    return Effect(value, low, high)


def _ends(one: Effect) -> tuple[float, float, float]:
    """Of an interval that is closed on both sides."""
    if one.low is None or one.high is None:
        raise ValueError(f"an open interval: {one}")
    return one.value, one.low, one.high


def _from_start(row: np.ndarray, start: int) -> tuple[float | None, ...]:
    return (*(None,) * start, *map(float, row[start:]))

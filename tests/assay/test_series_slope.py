"""Slope and change points against the published Nile figures, by hand, and by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kendalltau, theilslopes

from assay.stats.series.slope import kendall, slope
from assay.stats.spc.series import Series


@pytest.fixture(scope="module")
def nile() -> np.ndarray:
    """Annual flow of the Nile at Aswan 1871–1970, 100 values."""
    from statsmodels.datasets import nile as source

    return source.load().data["volume"].to_numpy().astype(float)


def measured(values: np.ndarray) -> Series:
    return Series(values, np.ones(len(values)))


def wandering(correlation: float, n: int, seed: int) -> np.ndarray:
    steps = np.random.default_rng([seed, n]).normal(size=n + 40)
    for place in range(1, n + 40):
        steps[place] = correlation * steps[place - 1] + np.sqrt(1 - correlation**2) * steps[place]
    return steps[40:]


def test_mann_kendall_of_the_nile(nile: np.ndarray):
    """S = −1387, variance 112728.33; z = −4.128067 and p = 3.65826e-5 with continuity correction. Kendall's τ is S over pairs."""
    found = kendall(nile)
    assert found.s == -1387
    assert found.variance == pytest.approx(112728.3333, abs=1e-3)
    assert (found.z, found.p_value) == pytest.approx((-4.128067, 3.65826e-5), rel=1e-5)
    pairs = 100 * 99 / 2
    assert kendalltau(np.arange(100), nile).statistic == pytest.approx(found.s / pairs, rel=0.01)


def test_theil_sen_of_the_nile(nile: np.ndarray):
    """−2.6 a year. Without autocorrelation −3.63 to −1.43; with r = 0.38 the interval is wider, the fall still beyond chance."""
    found, plain = slope(measured(nile)), theilslopes(nile, np.arange(100))
    assert found.per_period == pytest.approx(-2.6)
    assert (found.verdict, found.n) == ("falling", 100)
    assert found.low is not None and found.high is not None and found.p_value is not None
    assert found.low < plain.low_slope < plain.high_slope < found.high < 0
    assert 3.65826e-5 < found.p_value < 0.05


def test_the_interval_without_autocorrelation_is_that_of_sen():
    """A series whose detrended ranks alternate has r = 0: the interval is SciPy's."""
    values = 0.1 * np.arange(30) + np.tile([1.0, -1.0], 15) + 0.01 * np.random.default_rng(1).normal(size=30)
    found, plain = slope(measured(values)), theilslopes(values, np.arange(30))
    assert found.autocorrelation == 0.0
    assert (found.per_period, found.low, found.high) == pytest.approx((plain.slope, plain.low_slope, plain.high_slope))


def test_a_gap_keeps_its_place_in_time():
    values = 2.0 * np.arange(20)
    values[[3, 4, 5, 11]] = np.nan
    found = slope(measured(values))
    assert (found.per_period, found.low, found.high, found.verdict, found.n) == (2.0, 2.0, 2.0, "rising", 16)


def test_a_period_that_still_runs_is_not_in_it():
    values = np.r_[2.0 * np.arange(14), -500.0]
    assert slope(Series(values, np.ones(15), is_partial=True)) == slope(measured(values[:-1]))


def test_no_variation_is_no_trend_and_eleven_periods_are_too_few():
    still = slope(measured(np.full(20, 0.9)))
    assert (still.per_period, still.p_value, still.verdict) == (0.0, 1.0, "no_trend")
    assert slope(measured(np.arange(11.0))).verdict == "not_enough_data"


@pytest.mark.parametrize(("correlation", "n", "most"), [(0.0, 36, 0.05), (0.3, 36, 0.09), (0.6, 36, 0.11), (0.6, 104, 0.08)])
def test_how_often_it_sees_a_trend_where_there_is_none(correlation: float, n: int, most: float):
    """Least squares would be wrong in 15 % at r = 0.3 and in 34 % at r = 0.6. 200 series, within 2.5 standard errors."""
    wrong = np.mean([slope(measured(wandering(correlation, n, seed))).verdict != "no_trend" for seed in range(200)])
    assert wrong <= most + 2.5 * np.sqrt(most * (1 - most) / 200)


def test_a_rise_of_two_standard_deviations_in_three_years_is_seen():
    found = [slope(measured(wandering(0.0, 36, seed) + 2 * np.arange(36) / 36)) for seed in range(100)]
    assert np.mean([one.verdict == "rising" for one in found]) > 0.75

"""Dates at which a level changed: the Nile, by hand, and by simulation."""

from __future__ import annotations

import numpy as np
import pytest

from assay.stats.series.changes import change_points
from assay.stats.spc.series import Series


def measured(values: np.ndarray) -> Series:
    return Series(values, np.ones(len(values)))


def wandering(correlation: float, n: int, seed: int) -> np.ndarray:
    steps = np.random.default_rng([seed, n]).normal(size=n + 40)
    for place in range(1, n + 40):
        steps[place] = correlation * steps[place - 1] + np.sqrt(1 - correlation**2) * steps[place]
    return steps[40:]


def test_the_nile_fell_in_1899():
    """Cobb 1978, Biometrika 65:243: one change, in 1898–1899; the mean falls from 1097.75 to 849.97."""
    from statsmodels.datasets import nile

    values = nile.load().data["volume"].to_numpy().astype(float)
    found = change_points(measured(values), "xmr")
    assert [one.position for one in found.points] == [28]
    only = found.points[0]
    assert only.low <= 28 <= only.high and only.high - only.low <= 6
    assert only.before == pytest.approx(1097.75, rel=0.01) and only.after == pytest.approx(849.97, rel=0.015)


def test_levels_of_a_share_are_pooled():
    """18 of 20 for 15 months, then 60 of 100: the level before is 270/300, the one after 900/1500."""
    met, n = np.r_[np.full(15, 18.0), np.full(15, 60.0)], np.r_[np.full(15, 20.0), np.full(15, 100.0)]
    found = change_points(Series(met, n), "p")
    only = found.points[0]
    assert (only.position, only.low, only.high, found.verdict) == (15, 15, 15, "changed")
    assert (only.before, only.after) == pytest.approx((0.9, 0.6))


def test_positions_count_gaps():
    values = np.r_[np.tile([1.0, 1.2], 8), np.tile([5.0, 5.2], 8)]
    values[[2, 9]] = np.nan
    only = change_points(measured(values), "xmr").points[0]
    assert (only.position, only.low, only.high) == (16, 16, 16)
    with_running = Series(np.r_[values, 99.0], np.ones(33), is_partial=True)
    assert change_points(with_running, "xmr").points == (only,)


def test_two_changes_each_have_their_own_neighbours():
    values = np.repeat([10.0, 14.0, 9.0], 12) + np.random.default_rng(1).normal(size=36)
    found = change_points(measured(values), "xmr").points
    assert [one.position for one in found] == [12, 24]
    assert found[0].after == found[1].before == pytest.approx(values[12:24].mean(), rel=0.02)
    assert found[0].high < found[1].low


@pytest.mark.parametrize(("values", "verdict"), [(np.full(30, 0.95), "no_change"), (np.arange(11.0), "not_enough_data")])
def test_nothing_varies_or_too_little_is_told(values: np.ndarray, verdict: str):
    assert change_points(measured(values), "xmr").verdict == verdict


@pytest.mark.parametrize(("correlation", "n", "most"), [(0.0, 36, 0.02), (0.3, 36, 0.06), (0.6, 36, 0.12), (0.6, 156, 0.03)])
def test_how_often_it_sees_a_change_where_there_is_none(correlation: float, n: int, most: float):
    """400 series, within 2.5 standard errors."""
    wrong = np.mean([change_points(measured(wandering(correlation, n, seed)), "xmr").verdict == "changed" for seed in range(400)])
    assert wrong <= most + 2.5 * np.sqrt(most * (1 - most) / 400)


def test_the_interval_holds_the_date():
    """A step of 1.5 standard deviations in the middle of 60 periods: found in nine of ten, the date inside in 95 of 100."""
    found = [change_points(measured(wandering(0.0, 60, seed) + 1.5 * (np.arange(60) >= 30)), "xmr").points for seed in range(200)]
    single = [points[0] for points in found if len(points) == 1]
    assert len(single) >= 0.9 * 200
    assert np.mean([one.low <= 30 <= one.high for one in single]) >= 0.95 - 2.5 * np.sqrt(0.95 * 0.05 / 200)

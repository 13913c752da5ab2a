"""Forecasts: as sure as they say, honest where there is little, and the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special, stats

from assay.stats.series import forecast as module
from assay.stats.series.forecast import forecast
from assay.stats.series.smoothing import paths, smoothed
from assay.stats.spc.series import Kind, Series


def measured(values: np.ndarray) -> Series:
    return Series(values, np.ones(len(values)))


def drawn(kind: Kind, n: int, ahead: int, seed: int, orders: int = 200, usual: float = 0.9) -> tuple[Series, np.ndarray]:
    """A steady process with a spread of its own, and the values that come after."""
    rng = np.random.default_rng(seed)
    if kind == "xmr":
        values = rng.normal(50, 5, n + ahead)
        return measured(values[:n]), values[n:]
    size = np.full(n + ahead, float(orders))
    if kind == "u":
        x = rng.poisson(size * 0.05 * np.exp(rng.normal(0, 0.2, n + ahead))).astype(float)
    else:
        x = rng.binomial(orders, special.expit(special.logit(usual) + rng.normal(0, 0.1, n + ahead))).astype(float)
    return Series(x[:n], size[:n]), (x / size)[n:]


SMALL, LARGE = (20, 0.95), (200, 0.9)


@pytest.mark.parametrize(
    ("kind", "orders", "usual", "target"), [("xmr", 1, 0.0, 52.0), ("p", *LARGE, 0.91), ("p", *SMALL, 0.95), ("u", 20, 0.0, 0.05)]
)
def test_nine_in_ten_lie_within_and_as_many_meet_as_was_said(kind: Kind, orders: int, usual: float, target: float):
    """Four periods ahead of 30 series each, within three standard errors; small counts hold more than they say."""
    held, chances, met = [], [], []
    for seed in range(30):
        series, after = drawn(kind, 24, 4, seed, orders, usual)
        found = forecast(series, kind, 4, None, target, "higher", seed)
        held.append(np.mean((np.array(found.lower) <= after) & (after <= np.array(found.upper))))
        chances.append(found.chance_meets_next)
        met.append(after[0] >= target)
    assert 0.9 - 3 * np.std(held) / np.sqrt(30) <= np.mean(held) <= 0.995
    assert abs(np.mean(np.array(chances, float)) - np.mean(met)) <= 2.5 * np.sqrt(0.25 / 30)


def test_without_wandering_the_chance_is_that_of_the_binomial():
    """Constant 90 of 100: nothing but counting. A year has 1080 of 1200; the next 100 are beta-binomial after that (Jeffreys)."""
    found = forecast(Series(np.full(24, 90.0), np.full(24, 100.0)), "p", 1, 100, 0.9, "higher", 1)
    exact = stats.betabinom.sf(89, 100, 1080.5, 120.5)
    assert (found.verdict, found.why, found.method) == ("fallback", "constant", "recent_mean")
    assert found.chance_meets_next == pytest.approx(exact, abs=2.5 * np.sqrt(0.25 / 4000))


def test_lower_is_better_mirrors_and_no_direction_has_no_chance():
    series, _ = drawn("xmr", 24, 1, 1)
    higher, lower = (forecast(series, "xmr", 1, None, 51.0, direction, 1).chance_meets_next for direction in ("higher", "lower"))
    assert higher is not None and lower is not None and higher + lower == pytest.approx(1.0)
    assert forecast(series, "xmr", 1, None, 51.0, "none", 1).chance_meets_next is None
    assert forecast(series, "xmr", 1, None, None, "higher", 1).chance_meets_next is None


def test_a_small_site_varies_more():
    series, _ = drawn("p", 36, 1, 2)
    small, large = (forecast(series, "p", 1, n, None, "none", 1) for n in (20, 2000))
    assert small.upper[0] - small.lower[0] > 2 * (large.upper[0] - large.lower[0])


def test_perfect_months_foretell_no_certainty():
    """20 of 20 for two years: the chance of another is that of Beta(240.5, 0.5)."""
    found = forecast(Series(np.full(24, 20.0), np.full(24, 20.0)), "p", 2, 20, 1.0, "higher", 1)
    assert (found.why, found.centre) == ("few_events", (1.0, 1.0))
    assert found.chance_meets_next == pytest.approx(stats.betabinom.sf(19, 20, 240.5, 0.5), abs=0.01)


def test_too_little_is_said():
    found = forecast(measured(np.arange(11.0)), "xmr", 3, None, 5.0, "higher", 1)
    assert (found.verdict, found.centre, found.chance_meets_next, found.method, found.n) == ("not_enough_data", (), None, None, 11)


def test_many_gaps_fall_back_and_say_so():
    values = np.random.default_rng(1).normal(50, 5, 40)
    values[1::2] = np.nan
    found = forecast(measured(values), "xmr", 2, None, None, "none", 1)
    assert (found.verdict, found.why, found.n) == ("fallback", "gaps", 20)
    assert found.centre[0] == pytest.approx(np.nanmean(values[-24:]), abs=0.3)


def test_a_fit_that_does_not_converge_falls_back_and_says_so(monkeypatch: pytest.MonkeyPatch):
    """Mean and spread of the last 12: the interval is that of t with 11 degrees of freedom, √(1 + 1/12) wider for the mean."""
    series, _ = drawn("xmr", 24, 1, 3)
    monkeypatch.setattr(module, "smoothed", lambda values: None)
    found, recent = forecast(series, "xmr", 1, None, None, "none", 1), series.values[-12:]
    half = stats.t.ppf(0.95, 11) * recent.std(ddof=1) * np.sqrt(13 / 12)
    assert (found.method, found.why) == ("recent_mean", "no_convergence")
    assert found.upper[0] - found.lower[0] == pytest.approx(2 * half, rel=0.08)


def test_a_measurement_that_never_varied_stays():
    found = forecast(measured(np.full(20, 4.5)), "xmr", 2, None, 4.5, "higher", 1)
    assert (found.lower, found.centre, found.upper, found.chance_meets_next) == ((4.5, 4.5), (4.5, 4.5), (4.5, 4.5), 1.0)


def test_a_running_period_is_the_first_forecast():
    series, _ = drawn("p", 24, 1, 4)
    running = Series(np.r_[series.numerator, 3.0], np.r_[series.denominator, 4.0], is_partial=True)
    assert forecast(running, "p", 2, 200, None, "none", 1) == forecast(series, "p", 2, 200, None, "none", 1)


def test_periods_not_told_since_make_it_less_sure():
    values = np.cumsum(np.random.default_rng(5).normal(size=40)) + 50
    silent = np.r_[values, np.full(5, np.nan)]
    now, later = (forecast(measured(one), "xmr", 1, None, None, "none", 1) for one in (values, silent))
    assert later.upper[0] - later.lower[0] > 1.5 * (now.upper[0] - now.lower[0])


def test_the_seasonal_part_of_a_coming_period_is_added():
    """Odds doubled in the second: from about 9 to 1 to 18 to 1."""
    series, _ = drawn("p", 36, 1, 6)
    plain, seasonal = (forecast(series, "p", 2, 1e6, None, "none", 1, part) for part in ((), (0.0, float(np.log(2)))))
    odds = [one.centre[1] / (1 - one.centre[1]) for one in (plain, seasonal)]
    assert odds[1] == pytest.approx(2 * odds[0], rel=1e-3)
    with pytest.raises(ValueError, match="3 seasonal parts"):
        forecast(series, "p", 2, None, None, "none", 1, (0.0, 0.0, 0.0))


def test_paths_go_on_as_the_fitted_model_says():
    """The mean of the paths is statsmodels' own forecast of the same model."""
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    values = 3 * np.arange(30) ** 0.8 + np.random.default_rng(7).normal(0, 0.5, 30)
    found = smoothed(values)
    assert found is not None and found.damping > 0
    own = paths(found, 6, 0.0, 20_000, np.random.default_rng(1)).mean(axis=0)
    theirs = ETSModel(values, error="add", trend="add", damped_trend=True).fit(disp=False).forecast(6)
    assert own == pytest.approx(theirs, abs=0.05)


def test_the_same_seed_gives_the_same_forecast():
    series, _ = drawn("u", 24, 1, 8)
    first, second, third = (forecast(series, "u", 3, 150.0, 0.05, "lower", seed) for seed in (1, 1, 2))
    assert first == second != third

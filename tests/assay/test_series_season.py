"""Season: only after its test, by hand, and neither mistaken for a signal nor hiding one."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from assay.stats.series.decomposition import decomposed
from assay.stats.series.season import LEVEL, Seasonal, adjusted, coming, season
from assay.stats.spc.series import Kind, Series
from benchmarks.watching import monthly, told


def measured(values: np.ndarray) -> Series:
    return Series(values, np.ones(len(values)))


def wave(months: int, height: float, seed: int) -> np.ndarray:
    """Highest in the first month of each year, lowest in the seventh."""
    return -50 + height * np.cos(2 * np.pi * np.arange(months) / 12) + np.random.default_rng(seed).normal(size=months)


def test_the_gate_is_the_f_test_of_the_fit_with_and_without_season():
    """Where the residuals have no autocorrelation, p comes from the residual sums of squares of two ordinary fits."""
    values = np.tile([0.7, -0.7], 18) + np.random.default_rng(7).normal(size=36)
    found = season(measured(values), "xmr", 12)
    t = np.arange(36.0)
    course = np.column_stack([np.ones(36), t, np.maximum(t - 27, 0)])
    angle = 2 * np.pi * t / 12
    full = np.column_stack([course, np.cos(angle), np.sin(angle), np.cos(2 * angle), np.sin(2 * angle)])
    # A fit with autocorrelation conditions on the first period, even where there turns out to be none.
    left, less = (values[1:] - columns[1:] @ np.linalg.lstsq(columns[1:], values[1:])[0] for columns in (course, full))
    f = ((left @ left - less @ less) / 4) / (less @ less / 28)
    assert (found.autocorrelation, found.link) == (0.0, "identity")
    assert found.p_value == pytest.approx(stats.f.sf(f, 4, 28))


def test_a_wave_is_found_and_taken_out():
    series = measured(wave(36, 6.0, seed=1))
    found = season(series, "xmr", 12)
    assert (found.verdict, found.peak, found.trough, found.n) == ("seasonal", 0, 6, 36)
    assert found.strength is not None and found.strength > 0.9
    without = adjusted(series, "xmr", found).values
    assert without.std() == pytest.approx(1.0, abs=0.25)
    assert season(measured(without), "xmr", 12).verdict == "no_season"


def test_odds_are_multiplied_and_none_and_all_of_n_stay():
    """A part of ln 2 taken out halves the odds: 1 to 1 becomes 1 to 2, a share of 1/3; of 40, 13.33."""
    part = (float(np.log(2)),) * 3
    found = Seasonal("seasonal", 0.01, 0.5, part, 0, 1, part, (), "logit", 3)
    without = adjusted(Series(np.array([20.0, 0, 40]), np.full(3, 40.0)), "p", found)
    assert without.numerator == pytest.approx([40 / 3, 0, 40])
    assert without.denominator.tolist() == [40, 40, 40]


def test_gaps_and_a_running_period_stay_what_they_are():
    values = wave(38, 3.0, seed=2)
    values[[4, 17]] = np.nan
    series = Series(values, np.ones(38), is_partial=True)
    without = adjusted(series, "xmr", season(series, "xmr", 12))
    assert np.flatnonzero(~np.isfinite(without.values)).tolist() == [4, 17]
    assert without.is_partial and without.values[-1] != values[-1]


def test_without_a_season_nothing_is_adjusted():
    series = measured(50 + np.random.default_rng(3).normal(size=36))
    found = season(series, "xmr", 12)
    assert (found.verdict, found.profile, found.peak, found.part) == ("no_season", (), None, ())
    assert adjusted(series, "xmr", found) is series
    assert coming(found, 36, 2) == (0.0, 0.0)


def test_days_off_are_an_effect_of_their_own():
    """Ten points less for a month of days off only, 4 months in 36 with a third of it; no month of the year has a part."""
    rng = np.random.default_rng(4)
    days_off = np.where(np.isin(np.arange(36), [1, 9, 13, 24]), 0.33, 0.0)
    series = measured(-20 - 30 * days_off + rng.normal(size=36))
    found = season(series, "xmr", 12, {"days_off": days_off, "never": np.zeros(36), "twice": 2 * days_off})
    assert (found.verdict, found.peak) == ("seasonal", None)
    assert [name for name, _ in found.effects] == ["days_off"]
    assert found.effects[0][1] == pytest.approx(-30, abs=5)
    assert found.usual == pytest.approx((4 * 0.33 / 36,))
    without = adjusted(series, "xmr", found).values
    assert abs(without[days_off > 0].mean() - without[days_off == 0].mean()) < 1


def test_what_is_coming():
    """The year's third period is the next; a month with a tenth more days off than usual costs 3 points more."""
    found = Seasonal("seasonal", 0.01, 0.5, (1.0, 0.0, -1.0, 0.0), 0, 2, (), (("days_off", -30.0),), "identity", 18, usual=(0.1,))
    assert coming(found, 18, 3) == (-1.0, 0.0, 1.0)
    assert coming(found, 18, 2, {"days_off": np.array([0.2, 0.1])}) == pytest.approx((-4.0, 0.0))


@pytest.mark.parametrize(("kind", "numerator"), [("p", 20.0), ("p", 0.0), ("u", 0.0), ("xmr", 5.0)])
def test_what_never_varies_has_no_season(kind: Kind, numerator: float):
    """Shares of 1 or 0 of different sizes too."""
    n = np.ones(36) if kind == "xmr" else np.random.default_rng(5).integers(10, 50, 36).astype(float)
    x = n if numerator == 20 else np.full(36, numerator)
    assert season(Series(x, n), kind, 12).verdict == "no_season"


@pytest.mark.parametrize(
    ("periods", "a_year", "verdict"),
    [(23, 12, "not_enough_data"), (24, 12, "seasonal"), (13, 4, "not_enough_data"), (14, 4, "seasonal")],
)
def test_two_years_and_eight_periods_to_spare_are_needed(periods: int, a_year: int, verdict: str):
    """A year of quarters has three terms; with level and two slopes 14 quarters leave 8."""
    values = 50 + 9 * np.cos(2 * np.pi * np.arange(periods) / a_year) + np.random.default_rng(6).normal(size=periods)
    assert season(measured(values), "xmr", a_year).verdict == verdict


def test_every_second_quarter_is_a_season_too():
    values = np.tile([2.0, -2.0], 10) + 0.5 * np.random.default_rng(1).normal(size=20)
    found = season(measured(values), "xmr", 4)
    assert found.profile == pytest.approx((2, -2, 2, -2), abs=0.6)


def test_a_regressor_of_another_length_is_refused():
    with pytest.raises(ValueError, match="lengths"):
        season(measured(np.arange(36.0)), "xmr", 12, {"days_off": np.zeros(35)})


@pytest.mark.parametrize(("months", "correlation", "most"), [(24, 0.0, LEVEL), (36, 0.0, LEVEL), (36, 0.3, 0.09)])
def test_how_often_it_sees_a_season_where_there_is_none(months: int, correlation: float, most: float):
    """The library's own iteration would see one in 16 % of series of 24 months. 300 series, within 2.5 standard errors."""
    steps = np.random.default_rng([months, 1]).normal(size=(300, months + 30))
    for place in range(1, months + 30):
        steps[:, place] = correlation * steps[:, place - 1] + np.sqrt(1 - correlation**2) * steps[:, place]
    found = np.mean([season(measured(50 + one[30:]), "xmr", 12).verdict == "seasonal" for one in steps])
    assert found <= most + 2.5 * np.sqrt(most * (1 - most) / 300)


@pytest.mark.parametrize("months", [24, 36])
def test_a_season_is_no_signal(months: int):
    """Failures at odds of 1.6 in months 1, 7 and 8, 500 orders a month, watched adjusted: below 5 % as often as noise is."""
    found = told(months, 500, True, False, range(200))
    assert found.below_5 <= 0.05 + 2.5 * np.sqrt(0.05 * 0.95 / 200)
    assert found.seasonal >= (0.1 if months == 24 else 0.55)


@pytest.mark.parametrize("months", [24, 30, 36])
def test_a_late_drift_is_neither_season_nor_hidden_by_it(months: int):
    """Odds of failure 1.35 times higher each month, for four months, with a season beneath."""
    assert told(months, 500, True, True, range(60)).below_half >= 0.9
    assert told(months, 500, False, True, range(60)).below_half >= 0.9


def test_taken_apart_it_adds_up_again():
    """Three years and a passed test are needed; failures peak in months 1, 7 and 8 of a calendar that begins anywhere."""
    series = monthly(48, 2000, True, False, seed=3)
    found = season(series, "p", 12)
    parts = decomposed(series, "p", 12, found)
    assert parts is not None and found.verdict == "seasonal"
    whole = np.array(parts.trend, float) + np.array(parts.season, float) + np.array(parts.rest, float)
    assert whole == pytest.approx(np.log((series.numerator + 0.5) / (series.denominator - series.numerator + 0.5)))
    short = Series(series.numerator[:35], series.denominator[:35])
    assert decomposed(short, "p", 12, season(short, "p", 12)) is None
    noise = measured(50 + np.random.default_rng(8).normal(size=48))
    assert decomposed(noise, "xmr", 12, season(noise, "xmr", 12)) is None


def test_taken_apart_gaps_stay_gaps():
    series = monthly(48, 2000, True, False, seed=3)
    n = series.denominator.copy()
    n[20] = 0.0
    holed = Series(series.numerator, n, is_partial=True)
    parts = decomposed(holed, "p", 12, season(holed, "p", 12))
    assert parts is not None
    assert [place for place, value in enumerate(parts.season) if value is None] == [20, 47]

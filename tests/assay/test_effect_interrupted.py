"""Interrupted series: published data, the same fit by another route, its own size, and what it refuses to say."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.signal import lfilter

from assay.stats.effect.interrupted import interrupted
from assay.stats.series.correlation import of_errors
from assay.stats.spc.series import Series

# Lopez Bernal, Cummins & Gasparrini 2017, Int. J. Epidemiol. 46:348: hospital admissions for acute coronary events in Sicily by
# month, January 2002 to November 2006, and the age-standardised population. Smoking in public places was banned in January 2005.
EVENTS = (
    728, 659, 791, 734, 757, 726, 760, 740, 720, 814, 795, 858, 887, 766, 851, 769, 781, 756, 766, 752, 765, 831, 879, 928, 914,
    808, 937, 840, 916, 828, 845, 818, 860, 839, 887, 886, 831, 796, 833, 820, 877, 758, 767, 738, 781, 843, 850, 908, 1021,
    859, 976, 888, 962, 838, 810, 876, 843, 936, 912,
)  # fmt: skip
PEOPLE = (
    379875.3, 376495.5, 377040.8, 377116.4, 377383.4, 374113.1, 379513.3, 376295.5, 374653.2, 378485.6, 375955.5, 378349.7,
    376762.4, 379032.3, 379360.4, 376162.0, 377972.4, 381830.7, 379888.6, 380872.2, 380966.9, 381240.4, 382104.9, 381802.7,
    381656.3, 383680.0, 383504.2, 386462.9, 383783.1, 380836.8, 383483.0, 380906.2, 382926.8, 384052.4, 384449.6, 383428.4,
    388153.2, 388373.2, 386470.1, 386033.2, 383686.4, 385509.3, 385901.9, 386516.6, 388436.5, 383255.2, 390148.7, 385874.9,
    391613.6, 391750.4, 394005.6, 391364.9, 391664.6, 389022.3, 391878.5, 388575.3, 392989.0, 390018.8, 390712.3,
)  # fmt: skip
BAN = 36


def walk(seed: int, n: int, autocorrelation: float) -> np.ndarray:
    """Errors of which each is partly the one before."""
    return lfilter([1.0], [1.0, -autocorrelation], np.random.default_rng(seed).normal(size=n + 50))[50:]


def measurements(values: np.ndarray) -> Series:
    return Series(values, np.ones_like(values))


def columns(n: int, start: int) -> np.ndarray:
    time = np.arange(n, dtype=float)
    under = (time >= start).astype(float)
    return np.column_stack([np.ones(n), time - start, under, under * (time - start)])


def test_the_smoking_ban_in_sicily() -> None:
    """The tutorial fits a Poisson regression with two pairs of harmonics; its step without a change of slope is 0.885 (0.839 to
    0.933). With a change of slope as well, as here, that regression gives 0.878 (0.829 to 0.929)."""
    found = interrupted(Series(np.array(EVENTS, float), np.array(PEOPLE)), "u", BAN, periods_a_year=12)
    assert (found.before, found.after, found.has_season, found.link) == (36, 23, True, "log")
    assert found.level is not None
    assert found.level.low is not None
    assert found.level.high is not None
    poisson, low, high = by_poisson()
    assert exp(found.level.value) == pytest.approx(poisson, abs=0.005)
    assert (exp(found.level.low), exp(found.level.high)) == pytest.approx((low, high), abs=0.006)
    assert found.verdict == "suggests_fall"


def by_poisson() -> tuple[float, float, float]:
    time = np.arange(len(EVENTS))
    waves = [wave(2 * np.pi * pair * time / 12) for pair in (1, 2) for wave in (np.sin, np.cos)]
    design = np.column_stack([columns(len(EVENTS), BAN), *waves])
    fit = sm.GLM(np.array(EVENTS), design, family=sm.families.Poisson(), offset=np.log(PEOPLE)).fit(scale="X2")
    low, high = fit.conf_int()[2]
    assert exp(fit.params[2]) == pytest.approx(0.878, abs=5e-4)
    return exp(fit.params[2]), exp(low), exp(high)


def test_the_fit_is_that_of_generalised_least_squares_written_out() -> None:
    """b = (X'ΩX)⁻¹X'Ωy with Ω from the lag-1 correlation; the library drops the first equation, and so does Ω here."""
    n, start = 60, 40
    values = 5 + 0.02 * np.arange(n) + 0.8 * (np.arange(n) >= start) + 0.3 * walk(3, n, 0.5)
    found = interrupted(measurements(values), "xmr", start)
    x = columns(n, start)
    rho = found.autocorrelation
    assert rho == pytest.approx(of_errors(values, x), abs=1e-12)
    assert rho is not None
    lag = np.eye(n)[1:] - rho * np.eye(n)[:-1]
    omega = lag.T @ lag
    b = np.linalg.solve(x.T @ omega @ x, x.T @ omega @ values)
    left = lag @ (values - x @ b)
    error = np.sqrt(left @ left / (n - 1 - 4) * np.linalg.inv(x.T @ omega @ x)[2, 2])
    assert found.level is not None
    assert found.slope is not None
    assert (found.level.value, found.slope.value) == pytest.approx((b[2], b[3]), abs=1e-10)
    assert found.level.high == pytest.approx(b[2] + 2.00404 * error, abs=1e-6)  # t at 55 degrees of freedom


def test_level_and_slope_of_a_series_without_noise() -> None:
    """2 + 0.1·t up to period 19; from 20 on 3 more, and 0.2 more a period: after 10 periods 3 + 0.2·4.5 = 3.9 on average."""
    time = np.arange(30.0)
    values = 2 + 0.1 * time + (time >= 20) * (3 + 0.2 * (time - 20))
    found = interrupted(measurements(values), "xmr", 20)
    assert found.level is not None
    assert found.slope is not None
    assert found.average is not None
    assert (found.level.value, found.slope.value, found.average.value) == pytest.approx((3.0, 0.2, 3.9))
    assert found.expected[19] is None
    assert found.expected[20:] == pytest.approx([2 + 0.1 * at for at in range(20, 30)])
    assert found.fitted == pytest.approx(values)


def test_a_share_is_fitted_in_log_odds_and_told_in_points() -> None:
    """Odds 9 : 1 before and 19 : 1 after, 2,000 a week: 95 % where 90 % was to be expected."""
    rng = np.random.default_rng(1)
    n = np.full(60, 2000.0)
    found = interrupted(Series(rng.binomial(2000, np.repeat([0.9, 0.95], [40, 20])).astype(float), n), "p", 40)
    assert found.level is not None
    assert found.average is not None
    assert found.average.value == pytest.approx(0.05, abs=0.01)
    assert found.level.value == pytest.approx(log(19) - log(9), abs=0.2)
    assert found.verdict == "suggests_rise"


@pytest.mark.parametrize("autocorrelation", [0.0, 0.3, 0.6])
def test_chance_alone_suggests_something_about_as_often_as_it_should(autocorrelation: float) -> None:
    """200 series of 104 weeks in which nothing happened: 10 are due at 5 %, and more than 22 hardly ever come then."""
    false = [interrupted(measurements(walk(seed, 104, autocorrelation)), "xmr", 52).verdict != "not_shown" for seed in range(200)]
    assert sum(false) <= 22


def test_the_correlation_is_not_taken_for_too_small() -> None:
    """True 0.5 in 36 periods with four columns fitted: what the residuals say is 0.23 too small on average, here it is 0.12."""
    x = columns(36, 18)
    plain, ours = np.zeros(300), np.zeros(300)
    for seed in range(300):
        values = walk(seed, 36, 0.5)
        left = values - x @ np.linalg.lstsq(x, values)[0]
        plain[seed], ours[seed] = left[1:] @ left[:-1] / (left @ left), of_errors(values, x)
    assert plain.mean() == pytest.approx(0.27, abs=0.03)
    assert ours.mean() == pytest.approx(0.38, abs=0.03)


def test_periods_of_the_gap_count_on_neither_side() -> None:
    values = np.concatenate([np.full(20, 5.0), np.full(4, -50.0), np.full(10, 6.0)]) + 0.01 * walk(1, 34, 0.0)
    found = interrupted(measurements(values), "xmr", 24, gap=4)
    assert (found.before, found.after) == (20, 10)
    assert found.level is not None
    assert found.level.value == pytest.approx(1.0, abs=0.03)


def test_a_season_is_no_effect_of_the_measure() -> None:
    """Three years of months, July 4 above January, and nothing happened at the start in April. Without season terms the half
    year after looks higher."""
    time = np.arange(33)
    values = 20 - 2 * np.cos(2 * np.pi * time / 12) + 0.2 * walk(2, 33, 0.0)
    assert interrupted(measurements(values), "xmr", 27, periods_a_year=12).verdict == "not_shown"
    blind = interrupted(measurements(values), "xmr", 27)
    assert blind.average is not None
    assert blind.average.value > 1
    assert not blind.has_season


@pytest.mark.parametrize(("start", "length", "why"), [(7, 30, "few_before"), (20, 23, "few_after")])
def test_too_few_periods_are_refused(start: int, length: int, why: str) -> None:
    found = interrupted(measurements(walk(1, length, 0.0)), "xmr", start)
    assert (found.verdict, found.why, found.level, found.expected) == ("not_enough_data", why, None, ())


def test_a_series_that_never_varies_is_refused() -> None:
    assert interrupted(measurements(np.ones(30)), "xmr", 20).why == "constant"


def test_a_start_outside_the_series_is_an_error() -> None:
    with pytest.raises(ValueError, match="in 30 periods"):
        interrupted(measurements(np.ones(30)), "xmr", 30)

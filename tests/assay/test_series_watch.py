"""One p-value a series: by hand, at the edges, and as often wrong as it says."""

from __future__ import annotations

import time
from math import asin, sqrt

import numpy as np
import pytest
from scipy import stats

from assay.stats.series.correlation import lag_one, unbiased
from assay.stats.series.watch import WATCH, Watched, grid, listed, tier, watched
from assay.stats.spc.series import Kind, Series
from benchmarks.watching import KINDS, Noise, false_share, noises

# 0.8⁷ … 0.8⁰ over their sum: the weights of the last eight periods.
FADING = 0.8 ** np.arange(7, -1, -1) / (0.8 ** np.arange(8)).sum()


def measured(*values: float) -> Series:
    return Series(np.array(values), np.ones(len(values)))


def shares(met: list[int], n: int = 20) -> Series:
    return Series(np.array(met, dtype=float), np.full(len(met), float(n)))


def test_a_measurement_by_hand():
    """Baseline −1, 1, −1, 1 …: mean 0, s² = 24/23. The last eight are all 1, so their fading mean is 1."""
    found = watched(measured(*[-1.0, 1.0] * 12, *[1.0] * 8), "xmr")
    z = 1 / sqrt(24 / 23 * ((FADING**2).sum() + 1 / 24))
    assert found.z == pytest.approx(z)
    assert found.p_value == pytest.approx(2 * stats.t.sf(z, 23))
    assert (found.side, found.baseline, found.recent, found.scale, found.autocorrelation) == ("above", 24, 8, "identity", 0.0)


def test_a_share_by_hand():
    """70 and 90 of 100 in turn: mean 0.8, variance 0.01 · 24/23 where chance gives 0.8 · 0.2 / 100 = 0.0016; then 60 of 100."""
    found = watched(shares([70, 90] * 12 + [60] * 8, 100), "p")
    beyond_chance = 0.01 * 24 / 23 / (0.8 * 0.2)
    z = (asin(sqrt(0.6)) - asin(sqrt(0.8))) / sqrt(beyond_chance / 4 * ((FADING**2).sum() + 1 / 24))
    assert found.z == pytest.approx(z)
    assert found.side == "below"


def test_a_large_period_weighs_more_where_only_chance_varies():
    """10 of 20 throughout, one recent period of 2,000 with 1,200: nearly all of the recent mean is that period's 0.6."""
    met, n = np.full(32, 10.0), np.full(32, 20.0)
    met[-4], n[-4] = 1200.0, 2000.0
    weights = FADING * n[-8:] / (FADING * n[-8:]).sum()
    now, variance = (weights * (met / n)[-8:]).sum(), ((weights**2 / n[-8:]).sum() + 1 / (24 * 20)) / 4
    assert watched(Series(met, n), "p").z == pytest.approx((asin(sqrt(now)) - asin(sqrt(0.5))) / sqrt(variance))


def test_a_rate_that_doubles_is_above():
    found = watched(Series(np.array([20.0] * 24 + [40.0] * 8), np.full(32, 10.0)), "u")
    variance = ((FADING**2).sum() + 1 / 24) / 10 / 4
    assert found.z == pytest.approx((2 - sqrt(2)) / sqrt(variance))
    assert (found.side, found.scale) == ("above", "square_root")


@pytest.mark.parametrize("met", [0, 20])
def test_none_and_all_of_n_are_finite(met: int):
    found = watched(shares([met] * 32), "p")
    assert (found.p_value, found.z, found.side, found.verdict) == (1.0, 0.0, None, "judged")


def test_after_twenty_four_perfect_months_five_failures_are_worth_a_look_and_a_hundred_certain():
    few, many = (watched(shares([20] * 24 + last), "p") for last in ([20, 19] * 3 + [19, 19], [8] * 8))
    assert few.p_value is not None and many.p_value is not None
    assert 1e-4 < few.p_value < 0.05 and many.p_value < 1e-9


def test_a_measurement_that_never_varied_and_then_does():
    same, moved = watched(measured(*[5.0] * 32), "xmr"), watched(measured(*[5.0] * 24, *[4.0] * 8), "xmr")
    assert same.p_value == pytest.approx(1.0) and same.autocorrelation == 0.0
    assert moved.p_value is not None and moved.p_value < 1e-9


@pytest.mark.parametrize(("months", "baseline", "verdict"), [(19, 11, "not_enough_data"), (20, 12, "judged"), (40, 24, "judged")])
def test_the_baseline_is_what_precedes_the_last_eight_and_at_most_twenty_four(months: int, baseline: int, verdict: str):
    found = watched(measured(*np.random.default_rng(1).normal(size=months)), "xmr")
    assert (found.baseline, found.verdict) == (baseline, verdict)
    assert (found.p_value is None) == (verdict == "not_enough_data")


def test_gaps_are_left_out_and_four_recent_periods_are_needed():
    n = np.full(34, 20.0)
    n[[2, 5, -1, -3, -5, -7]] = 0.0
    found = watched(Series(np.where(n > 0, 18.0, np.nan), n), "p")
    assert (found.baseline, found.recent, found.verdict) == (24, 4, "judged")
    n[-2] = np.nan
    assert watched(Series(np.full(34, 18.0), n), "p").verdict == "not_enough_data"


def test_a_period_that_still_runs_is_not_in_it():
    values = np.random.default_rng(2).normal(size=33)
    running = Series(values, np.ones(33), is_partial=True)
    assert watched(running, "xmr") == watched(measured(*values[:-1]), "xmr")


@pytest.mark.parametrize(
    ("draw", "scale"), [(lambda rng: rng.lognormal(0, 0.8, 32), "log"), (lambda rng: rng.normal(50, 20, 32), "identity")]
)
def test_skewed_measurements_are_compared_as_logarithms(draw, scale: str):
    chosen = [watched(measured(*draw(np.random.default_rng(seed))), "xmr").scale for seed in range(60)]
    assert max(set(chosen), key=chosen.count) == scale
    assert watched(measured(*[1.0, -1.0] * 16), "xmr").scale == "identity"


def test_lag_one_by_hand():
    """1, 1, −1, −1: products 1, −1, 1 over squares 4. With a gap in the second place one pair of three is left: 1 · 2/1 over 3."""
    assert lag_one(np.array([1.0, 1, -1, -1])) == pytest.approx(1 / 4)
    assert lag_one(np.array([1.0, np.nan, -1, -1])) == pytest.approx(2 / 3)
    assert unbiased(0.3, 24) == pytest.approx(0.3 + 2.2 / 24)
    assert unbiased(-0.5, 24) == 0.0


def test_a_wandering_baseline_alone_widens():
    """A baseline in runs of four has r beyond 2/√24 = 0.41; the same values in turn do not."""
    runs, turns = ([-1.0] * 4 + [1.0] * 4) * 3, [-1.0, 1.0] * 12
    wide, narrow = (watched(measured(*values, *[1.0] * 8), "xmr") for values in (runs, turns))
    products = 24 - 1 - 2 * 5
    r = products / 24 + (1 + 4 * products / 24) / 24
    assert wide.autocorrelation == pytest.approx(r)
    assert wide.z is not None and narrow.z is not None
    assert wide.z == pytest.approx(narrow.z / sqrt((1 + r) / (1 - r)))


def test_q_values_of_benjamini_and_hochberg():
    """The fifteen p-values of their 1995 paper, section 3.2: four are rejected at 5 %."""
    published = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1]
    found = listed([None, *published], q=0.05)
    assert [value is not None for value in found] == [False, *[True] * 4, *[False] * 11]
    assert found[4] == pytest.approx(0.0095 * 15 / 4)
    assert listed([None, None]) == (None, None)


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (0.04, 0.04, "act"),
        (0.04, 0.05, "watch"),
        (0.04, None, "watch"),
        (0.05, 0.01, "watch"),
        (0.2, 0.01, "none"),
        (None, 0.01, "none"),
    ],
)
def test_act_needs_two_reports_in_a_row(now: float | None, before: float | None, expected: str):
    assert tier(now, before) == expected


def test_the_report_before_is_the_same_without_the_last_full_period():
    series = noises("overdispersed", 30, 3, seed=5)
    earlier = [Series(one.numerator[:-1], one.denominator[:-1]) for one in series]
    now, then = grid(series, ["p"] * 30), grid(earlier, ["p"] * 30)
    assert [one.before for one in now] == [one.now for one in then]
    assert [one.q_before for one in now] == pytest.approx([one.q_now for one in then])


def test_the_grid_keeps_the_order_and_mixes_kinds_and_lengths():
    kinds: list[Kind] = ["xmr", "p", "u", "p"]
    steady = [measured(*np.random.default_rng(3).normal(size=36)), shares([18, 19] * 18), shares([3, 4] * 13), shares([19, 18] * 5)]
    found = grid(steady, kinds)
    assert [one.now.scale for one in found] == ["identity", "arcsine", "square_root", "arcsine"]
    assert [one.now.baseline for one in found] == [24, 24, 18, 2]
    assert (found[3].now.verdict, found[3].q_now, found[3].tier) == ("not_enough_data", None, "none")
    alone = [watched(one, kind) for one, kind in zip(steady, kinds, strict=True)]
    assert [one.now for one in found] == alone


@pytest.mark.parametrize("noise", KINDS)
@pytest.mark.parametrize("shifted", [0, 20])
def test_of_those_listed_at_most_one_in_five_is_there_by_chance(noise: Noise, shifted: int):
    """400 series, none or 5 % of them moved; a mean over 12 simulations, within 2.5 of its standard errors."""
    found = false_share(noise, 400, shifted, range(12))
    assert found.share <= WATCH + 2.5 * found.error
    assert found.of_act <= 0.1


@pytest.mark.parametrize(("noise", "least"), [("gaussian", 0.5), ("binomial", 0.9), ("overdispersed", 0.75), ("exponential", 0.5)])
def test_most_of_the_moved_are_listed(noise: Noise, least: float):
    assert false_share(noise, 400, 20, range(8)).found >= least


def test_wandering_series_watched_one_by_one_would_fill_the_list_with_false_ones():
    """What the common estimate of the autocorrelation is for: each series' own is not enough."""
    series = noises("wandering", 400, 0, seed=1)
    alone: list[Watched] = [watched(one, "xmr") for one in series]
    together = grid(series, ["xmr"] * 400)
    assert sum((one.p_value or 1.0) < 0.05 for one in alone) > 1.5 * sum((one.now.p_value or 1.0) < 0.05 for one in together)


def test_few_orders_in_the_last_months_list_nobody():
    """95 % of 20 orders a month, then of 5: the smaller months alone are no news."""
    rng = np.random.default_rng(4)
    n = np.full((400, 36), 20)
    n[:, -8:] = 5
    met = rng.binomial(n, 0.95)
    found = grid([Series(x.astype(float), size.astype(float)) for x, size in zip(met, n, strict=True)], ["p"] * 400)
    assert sum(one.tier != "none" for one in found) == 0


def test_five_hundred_series_take_under_three_tenths_of_a_second():
    series, seconds = noises("overdispersed", 500, 25, seed=1), []
    for _ in range(3):
        start = time.perf_counter()
        grid(series, ["p"] * 500)
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 0.3

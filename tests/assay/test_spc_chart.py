"""Which chart suits which data, what its limits rest on, and what they do at the edges."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from assay.stats.spc.chart import chart
from assay.stats.spc.rare import g_chart, rare, t_chart
from assay.stats.spc.result import WHY, Segment
from assay.stats.spc.rules import LIMITS, signals
from assay.stats.spc.series import Series
from assay.stats.spc.spread import skewness

WAVE = [10.0, 12, 9, 11, 10, 8, 11, 9, 12, 10, 9, 11]
"""Mean 61/6."""


def bare(values: list[float], is_partial: bool = False) -> Series:
    return Series(np.array(values, dtype="float64"), np.ones(len(values)), is_partial)


def shares(counts: list[float], sizes: list[float] | float, is_partial: bool = False) -> Series:
    numerator = np.array(counts, dtype="float64")
    return Series(numerator, np.broadcast_to(np.array(sizes, dtype="float64"), numerator.shape).copy(), is_partial)


class TestBaseline:
    def test_the_first_24_points_draw_the_lines_and_later_ones_do_not(self):
        fixed = chart(bare(WAVE * 2), "xmr")
        longer = chart(bare([*WAVE * 2, 30, 40, 50]), "xmr")
        assert (longer.centre[26], longer.lower[26], longer.upper[26]) == (fixed.centre[0], fixed.lower[0], fixed.upper[0])
        assert longer.segments == (Segment(0, 27, 24, False),)
        assert longer.why == fixed.why == ("measurement",)

    @pytest.mark.parametrize(("points", "why", "is_trial"), [(12, "trial", True), (23, "trial", True), (11, "too_few", False)])
    def test_fewer_are_trial_limits_or_none(self, points: int, why: str, is_trial: bool):
        charted = chart(bare((WAVE * 2)[:points]), "xmr")
        assert why in charted.why and charted.segments == (Segment(0, points, points, is_trial),)
        assert (charted.upper[0] is None) == (points < 12)

    def test_under_12_points_it_is_a_run_chart_around_the_median(self):
        charted = chart(bare(WAVE[:11]), "xmr")
        assert charted.family == "run"
        assert charted.centre == (10.0,) * 11 and charted.lower == charted.inner_upper == (None,) * 11

    def test_gaps_are_no_points(self):
        told = [*WAVE, np.nan, *WAVE]
        charted = chart(bare(told), "xmr")
        assert charted.n == 24 and charted.segments[0].baseline == 24
        assert (charted.values[12], charted.centre[12], charted.upper[12]) == (None, None, None)

    def test_a_move_over_a_gap_is_no_move(self):
        """10, 12 | gap | 20: the only moves are those of 2 on either side, so the mean move is 2 and the limits 2.66 · 2 out."""
        values = [10.0, 12, 10, 12, 10, 12, np.nan, 20, 22, 20, 22, 20, 22]
        charted = chart(bare(values), "xmr")
        assert charted.upper[0] - charted.centre[0] == pytest.approx(2.66 * 2)

    def test_points_without_neighbours_have_no_limits(self):
        """Every other month told: 12 points and not one move."""
        charted = chart(bare([value for pair in zip(WAVE, [np.nan] * 12, strict=True) for value in pair]), "xmr")
        assert charted.n == 12 and charted.family == "run" and "too_few" in charted.why

    def test_the_running_month_is_drawn_and_counts_for_nothing(self):
        over = chart(bare(WAVE), "xmr")
        running = chart(bare([*WAVE, 99.0], is_partial=True), "xmr")
        assert running.values[12] == 99.0 and running.is_partial and running.n == 12
        assert (running.centre[12], running.upper[12]) == (over.centre[0], over.upper[0])

    def test_a_rebase_begins_a_segment_with_limits_of_its_own(self):
        charted = chart(bare([*WAVE, *(value + 10 for value in WAVE)]), "xmr", rebases=(12,))
        assert charted.segments == (Segment(0, 12, 12, True), Segment(12, 24, 12, True))
        assert charted.centre[12] == pytest.approx(charted.centre[11] + 10)
        # The step of 10 between the two is no move of either.
        assert charted.upper[12] - charted.centre[12] == pytest.approx(charted.upper[0] - charted.centre[0])

    def test_after_a_rebase_too_few_points_have_no_limits_and_the_earlier_ones_keep_theirs(self):
        charted = chart(bare([*WAVE, 20, 21, 20]), "xmr", rebases=(12,))
        assert charted.family == "xmr" and charted.why == ("measurement", "too_few")
        assert charted.upper[11] is not None and charted.upper[12] is None and charted.centre[12] == 20

    def test_a_rebase_outside_the_series_is_an_error(self):
        with pytest.raises(ValueError, match="outside the 12 periods"):
            chart(bare(WAVE), "xmr", rebases=(13,))

    def test_no_period_at_all_is_an_empty_chart(self):
        for kind in ("p", "u", "xmr"):
            charted = chart(bare([]), kind)
            assert (charted.values, charted.n, charted.family) == ((), 0, "run")

    def test_a_flat_line_with_one_jump_keeps_limits_of_some_width(self):
        """The screen would drop the only move there is, and put every point outside."""
        charted = chart(bare([5.0] * 23 + [7.0]), "xmr")
        assert charted.upper[0] - charted.centre[0] == pytest.approx(2.66 * 2 / 23)
        assert [signal.position for signal in signals(charted, LIMITS)] == [23]

    def test_a_flat_line_has_no_signal(self):
        charted = chart(bare([0.1 + 0.2] * 24), "xmr")
        assert signals(charted) == () and charted.lower[0] == pytest.approx(0.3)


class TestShares:
    def test_limits_stay_between_0_and_1(self):
        charted = chart(shares([98, 97, 99, 98, 97, 99] * 4, 100), "p", family="p")
        # 0.98 + 3 · √(0.98 · 0.02 / 100) is 1.022.
        assert charted.upper[0] == 1.0 and charted.lower[0] == pytest.approx(0.98 - 3 * 0.014)
        rarely = chart(shares([2, 3, 1, 2, 3, 1] * 4, 100), "p", family="p")
        assert rarely.lower[0] == 0.0

    def test_few_expected_call_for_exact_limits(self):
        """20 orders at 95 %: n·p·(1 − p) = 0.95. P(X ≤ 14) = 0.0003 and P(X ≤ 15) = 0.0026, so 15 of 20 is the lower limit."""
        charted = chart(shares([19, 18, 20, 20, 18, 19, 19, 19, 18, 20, 20, 18] * 2, 20), "p")
        assert charted.family == "p_exact" and charted.why == ("share", "few_expected")
        assert charted.centre[0] == pytest.approx(0.95)
        assert stats.binom.cdf(14, 20, 0.95) < 0.00135 < stats.binom.cdf(15, 20, 0.95)
        assert (charted.lower[0], charted.upper[0]) == (15 / 20, 1.0)
        assert charted.on_centre[0] == 0.5 / 20

    def test_most_months_at_100_percent_are_no_run_above_the_mean(self):
        """10 orders at 98 %: seven months at 10 of 10 in a row are what is expected."""
        counts = [10, 10, 10, 10, 10, 10, 9, 10, 10, 10, 10, 8] * 2 + [10] * 12
        plain = chart(shares(counts, 10), "p", family="p")
        assert {signal.rule for signal in signals(plain)} >= {"one_side"}
        assert signals(chart(shares(counts, 10), "p")) == ()

    def test_exact_limits_only_where_few_are_expected(self):
        """300 orders at 90 % expect 27; 30 expect 2.7."""
        sizes = [300.0, 300, 30] * 8
        charted = chart(shares([270, 273, 27, 267, 270, 27] * 4, sizes), "p")
        share = charted.centre[0]
        assert charted.family == "p" and "few_expected" in charted.why
        assert charted.lower[0] == pytest.approx(share - 3 * np.sqrt(share * (1 - share) / 300))
        assert charted.lower[2] == stats.binom.ppf(stats.norm.cdf(-3), 30, share) / 30
        assert charted.on_centre[0] == 0 and charted.on_centre[2] == 0.5 / 30

    def test_laney_from_20_points_on(self):
        uneven = [180, 150, 190, 160, 185, 155, 188, 158, 182, 152] * 2
        assert chart(shares(uneven[:19], 200), "p").family == "p"
        charted = chart(shares(uneven, 200), "p")
        assert charted.family == "p_prime" and "overdispersed" in charted.why
        p = np.mean(uneven) / 200
        error = np.sqrt(p * (1 - p) / 200)
        sigma = np.abs(np.diff(np.array(uneven) / 200 / error)).mean() / 1.128
        assert charted.dispersion == pytest.approx(sigma)
        assert charted.lower[0] == pytest.approx(p - 3 * sigma * error)

    @pytest.mark.parametrize(
        ("counts", "size", "family", "why"),
        [
            ([88, 92] * 12, 100, "p", ("share",)),
            ([88, 92, 88, 93] * 6, 100, "p_prime", ("share", "overdispersed")),
            ([356, 364] * 12, 400, "p_prime", ("share", "many_per_period")),
        ],
    )
    def test_what_is_more_than_chance(self, counts: list[float], size: int, family: str, why: tuple[str, ...]):
        """Moves of 4 around 90 ± 3 are σ_z = 4 / 3 / 1.128 = 1.18, of 4.5 they are 1.34; 8 around 360 ± 6 are 1.18 of many."""
        charted = chart(shares(counts, size), "p")
        assert (charted.family, charted.why) == (family, why)
        assert charted.dispersion == pytest.approx(1.34 if "overdispersed" in why else 1.18, abs=0.01)

    def test_constant_100_percent_has_limits_at_100_percent(self):
        charted = chart(shares([20] * 24, 20), "p")
        assert (charted.lower[0], charted.centre[0], charted.upper[0]) == (1.0, 1.0, 1.0)
        assert signals(charted) == ()

    def test_more_than_all_is_an_error(self):
        with pytest.raises(ValueError, match="at most its denominator"):
            chart(shares([21] * 12, 20), "p")

    def test_a_chart_that_does_not_suit_the_kind_is_an_error(self):
        with pytest.raises(ValueError, match="cannot show data of kind u"):
            chart(shares([2] * 12, 20), "u", family="p")


class TestRates:
    def test_limits_follow_the_exposure_and_stay_above_0(self):
        """10 events a unit of exposure: 10 ± 3 · √(10 / n); at n = 1 the lower limit is 0.51."""
        counts, exposure = [9.0, 44.0, 11.0, 36.0] * 6, [1.0, 4.0] * 12
        charted = chart(shares(counts, exposure), "u")
        assert charted.family == "u" and charted.why == ("rate",)
        assert (charted.lower[0], charted.upper[0]) == pytest.approx((10 - 3 * 10**0.5, 10 + 3 * 10**0.5))
        assert (charted.lower[1], charted.upper[1]) == pytest.approx((10 - 1.5 * 10**0.5, 10 + 1.5 * 10**0.5))
        assert chart(shares([1, 0, 2, 1] * 6, 1), "u", family="u").lower[0] == 0

    def test_few_expected_call_for_exact_limits(self):
        """Mean 1: P(X ≥ 6) = 0.0006, P(X ≥ 5) = 0.0037, so 5 is the upper limit; 1 + 3 · √1 would be 4."""
        charted = chart(shares([1, 0, 2, 1] * 6, 1), "u")
        assert stats.poisson.sf(5, 1) < 0.00135 < stats.poisson.sf(4, 1)
        assert charted.why == ("rate", "few_expected") and charted.upper[0] == 5

    def test_rates_that_differ_by_more_than_chance(self):
        charted = chart(shares([20.0, 60, 25, 55, 18, 62] * 4, 1), "u")
        assert charted.family == "u_prime" and charted.dispersion > 1.2


class TestMeasurements:
    def test_skewed_ones_are_charted_on_the_log_scale(self):
        logs = stats.norm.ppf((np.random.default_rng(2).permutation(24) + 0.5) / 24)
        charted = chart(bare(list(np.exp(logs))), "xmr")
        assert charted.family == "log_xmr" and charted.why == ("measurement", "skewed")
        on_log = chart(bare(list(logs)), "xmr")
        assert on_log.family == "xmr"
        assert charted.centre[0] == pytest.approx(np.exp(on_log.centre[0]))
        assert charted.upper[0] == pytest.approx(np.exp(on_log.upper[0]))

    def test_one_outlier_or_a_value_of_0_does_not_make_them_skewed(self):
        assert chart(bare([*WAVE, *WAVE[:11], 60.0]), "xmr").family == "xmr"
        assert chart(bare([*WAVE, *WAVE[:10], 40.0, 60.0]), "xmr").family == "xmr"
        # 1 and 100 are left out, and 2 to 7 are even.
        assert skewness(np.array([100.0, 1, 2, 3, 4, 5, 6, 7])) == pytest.approx(0)
        skewed = np.exp(stats.norm.ppf((np.random.default_rng(2).permutation(24) + 0.5) / 24))
        assert chart(bare([*skewed, 0.0]), "xmr").family == "xmr"

    def test_neighbours_that_are_alike_widen_the_limits(self):
        """AR(1): mean moves are √(1 − r) of what the spread would give, so limits are widened by 1 / √(1 − r)."""
        rng = np.random.default_rng(2)
        values = [0.0]
        for shock in rng.normal(size=23):
            values.append(0.85 * values[-1] + shock)
        charted, plain = chart(bare(values), "xmr"), chart(bare(values), "xmr", family="xmr")
        off = np.array(values) - np.mean(values)
        r = (off[1:] * off[:-1]).sum() / (off**2).sum()
        assert charted.autocorrelation == pytest.approx(r) and r > 2 / 24**0.5
        assert charted.why == ("measurement", "autocorrelated") and plain.why == ("measurement", "by_choice")
        corrected = min(r + (1 + 4 * r) / 24, 0.9)
        widened = (charted.upper[0] - charted.centre[0]) / (plain.upper[0] - plain.centre[0])
        assert widened == pytest.approx(1 / np.sqrt(1 - corrected))

    def test_a_lasting_change_is_not_likeness(self):
        """The last seven of 24 lie three standard deviations lower: r1 is above 0.41, and next to nothing around the step."""
        noise = np.random.default_rng(5).normal(size=24)
        charted = chart(bare(list(noise - 3 * (np.arange(24) >= 17))), "xmr")
        assert charted.autocorrelation > 2 / 24**0.5 and charted.why == ("measurement",)
        assert signals(charted)[-1].position == 23 and signals(charted)[-1].side == "below"


class TestRareEvents:
    def test_a_chart_of_mostly_empty_periods_is_not_read(self):
        assert rare(shares([0, 0, 1, 0, 1, 0, 0, 2], 100), "u")
        assert not rare(shares([3, 2, 1, 0, 1, 4, 2, 2], 100), "u")
        assert rare(shares([100, 100, 99, 100, 100, 99, 100, 98], 100), "p")
        assert not rare(shares([90, 85, 99, 95, 93, 99, 100, 98], 100), "p")
        assert not rare(bare([0.0] * 12), "xmr") and not rare(shares([], 1), "p")

    def test_one_position_an_event_and_the_wait_until_today_is_not_judged(self):
        waits = np.array([30, 45, 20, 60, 38, 25, 52, 41, 33, 47, 29, 55, 900])
        running = g_chart(waits, is_partial=True)
        assert running.n == 12 and running.why == ("rare", "by_choice", "trial") and signals(running) == ()
        assert [signal.position for signal in signals(g_chart(waits))] == [12]

    def test_events_on_the_same_day_have_no_time_between_them(self):
        with pytest.raises(ValueError, match="lie above 0"):
            t_chart(np.array([3.0, 0.0, 2.0] * 5))
        assert g_chart(np.zeros(12)).upper[0] == 0


def test_every_reason_is_documented():
    rng = np.random.default_rng(0)
    given = set()
    for size in (5, 60, 5000):
        for points in (6, 15, 30):
            truth = rng.normal(0.9, 0.03, points).clip(0, 1)
            given |= set(chart(shares(list(rng.binomial(size, truth)), size), "p").why)
    given |= set(g_chart(np.arange(12)).why) | set(chart(bare(WAVE), "xmr").why) | set(chart(shares([1] * 12, 1), "u").why)
    assert given <= set(WHY)
    assert {"share", "rate", "measurement", "overdispersed", "many_per_period", "few_expected", "too_few", "trial", "rare"} <= given
